//! A world that remembers what it was asked and what it answered, so that work can be taken over whole when all answers would
//! be the same: nobody has to know beforehand what the work depends on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::world::{ReadError, World};
use crate::vocabulary::SitePath;

/// What was asked: of which folder (the site's own has no name), and what.
type Question = (String, Kind, SitePath);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Read,
    Size,
    List,
    Beside,
}

#[derive(Clone, Debug)]
enum Answer {
    Bytes(Result<Arc<[u8]>, ReadError>),
    Size(Result<u64, ReadError>),
    List(Result<Vec<SitePath>, ReadError>),
    Beside(Result<(), ReadError>),
}

impl PartialEq for Answer {
    fn eq(&self, other: &Answer) -> bool {
        match (self, other) {
            // A file that was not read again is the same without a look at its bytes.
            (Answer::Bytes(Ok(a)), Answer::Bytes(Ok(b))) => Arc::ptr_eq(a, b) || a == b,
            (Answer::Bytes(a), Answer::Bytes(b)) => a.as_ref().err() == b.as_ref().err() && a.is_ok() == b.is_ok(),
            (Answer::Size(a), Answer::Size(b)) => a == b,
            (Answer::List(a), Answer::List(b)) => a == b,
            (Answer::Beside(a), Answer::Beside(b)) => a == b,
            (Answer::Bytes(_) | Answer::Size(_) | Answer::List(_) | Answer::Beside(_), _) => false,
        }
    }
}

/// Questions and answers, in the order of the questions.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Log(BTreeMap<Question, Answer>);

impl Log {
    /// Whether `world` would answer every question of the site's own folder as it was answered. What was asked of a folder
    /// beside it counts as changed.
    pub fn holds_in(&self, world: &dyn World) -> bool {
        self.0.iter().all(|((folder, kind, path), answer)| {
            folder.is_empty()
                && *answer
                    == match kind {
                        Kind::Read => Answer::Bytes(world.read(path)),
                        Kind::Size => Answer::Size(world.size(path)),
                        Kind::List => Answer::List(world.list(path)),
                        Kind::Beside => return false,
                    }
        })
    }
}

/// A world that logs.
pub struct Recorder<'w> {
    world: &'w dyn World,
    folder: String,
    except: &'static [&'static str],
    log: Arc<Mutex<Log>>,
}

impl<'w> Recorder<'w> {
    /// A world that logs what `world` is asked.
    pub fn new(world: &'w dyn World) -> Recorder<'w> {
        Recorder::except(world, &[])
    }

    /// The same but for what it is asked of certain folders and of what is below them, here and in folders beside.
    pub fn except(world: &'w dyn World, except: &'static [&'static str]) -> Recorder<'w> {
        Recorder { world, folder: String::new(), except, log: Arc::default() }
    }

    /// What was asked so far.
    pub fn log(&self) -> Log {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, kind: Kind, path: &SitePath, answer: impl FnOnce() -> Answer) {
        let is_below = |folder: &&str| {
            let rest = path.as_str().strip_prefix(*folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if self.except.iter().any(is_below) {
            return;
        }
        let question = (self.folder.clone(), kind, path.clone());
        self.log.lock().unwrap_or_else(PoisonError::into_inner).0.insert(question, answer());
    }
}

impl World for Recorder<'_> {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError> {
        let answer = self.world.read(path);
        self.note(Kind::Read, path, || Answer::Bytes(answer.clone()));
        answer
    }

    fn size(&self, path: &SitePath) -> Result<u64, ReadError> {
        let answer = self.world.size(path);
        self.note(Kind::Size, path, || Answer::Size(answer.clone()));
        answer
    }

    fn list(&self, folder: &SitePath) -> Result<Vec<SitePath>, ReadError> {
        let answer = self.world.list(folder);
        self.note(Kind::List, folder, || Answer::List(answer.clone()));
        answer
    }

    fn beside(&self, path: &str) -> Result<Box<dyn World>, ReadError> {
        let answer = self.world.beside(path);
        let question = (format!("{}{path}", self.folder), Kind::Beside, SitePath::top());
        let said = Answer::Beside(answer.as_ref().map(|_| ()).map_err(Clone::clone));
        self.log.lock().unwrap_or_else(PoisonError::into_inner).0.insert(question, said);
        let folder = format!("{}{path}//", self.folder);
        Ok(Box::new(Beside { world: answer?, folder, except: self.except, log: Arc::clone(&self.log) }))
    }

    fn is_confidential(&self) -> bool {
        self.world.is_confidential()
    }

    fn name(&self, path: &SitePath) -> String {
        self.world.name(path)
    }
}

/// A folder beside the world, whose questions go to the same log.
struct Beside {
    world: Box<dyn World>,
    folder: String,
    except: &'static [&'static str],
    log: Arc<Mutex<Log>>,
}

impl Beside {
    fn recorder(&self) -> Recorder<'_> {
        Recorder {
            world: self.world.as_ref(),
            folder: self.folder.clone(),
            except: self.except,
            log: Arc::clone(&self.log),
        }
    }
}

impl World for Beside {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError> {
        self.recorder().read(path)
    }

    fn size(&self, path: &SitePath) -> Result<u64, ReadError> {
        self.recorder().size(path)
    }

    fn list(&self, folder: &SitePath) -> Result<Vec<SitePath>, ReadError> {
        self.recorder().list(folder)
    }

    fn beside(&self, path: &str) -> Result<Box<dyn World>, ReadError> {
        self.recorder().beside(path)
    }

    fn is_confidential(&self) -> bool {
        self.world.is_confidential()
    }

    fn name(&self, path: &SitePath) -> String {
        self.world.name(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::MemoryWorld;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).expect("a path of the test")
    }

    #[test]
    fn work_is_taken_over_when_every_answer_would_be_the_same() {
        let world = MemoryWorld::new().with("data/a.yaml", "one").with("data/b.yaml", "two");
        let recorder = Recorder::new(&world);
        let _ = (recorder.read(&path("data/a.yaml")), recorder.read(&path("data/c.yaml")));
        let log = recorder.log();
        assert!(log.holds_in(&world));
        assert!(log.holds_in(&world.clone().with("data/b.yaml", "other").with("data/a.yaml", "one")));
        assert!(!log.holds_in(&world.clone().with("data/a.yaml", "other")));
        assert!(!log.holds_in(&world.clone().with("data/c.yaml", "new")), "a file that was missed has come");
        let _ = recorder.list(&path("data"));
        assert!(!recorder.log().holds_in(&world.clone().with("data/d.yaml", "new")));
    }

    #[test]
    fn what_is_asked_of_a_folder_beside_is_in_the_log_too() {
        let own = MemoryWorld::confidential().with("a.yaml", "one");
        let world = MemoryWorld::new().with_beside("../own", own.clone());
        let asked = |world: &MemoryWorld| {
            let recorder = Recorder::new(world);
            let beside = recorder.beside("../own").expect("it is there");
            assert!(beside.is_confidential());
            let _ = beside.read(&path("a.yaml"));
            recorder.log()
        };
        assert_eq!(asked(&world), asked(&world));
        assert_ne!(asked(&world), asked(&MemoryWorld::new().with_beside("../own", own.with("a.yaml", "two"))));
        assert!(!asked(&world).holds_in(&world));
        let recorder = Recorder::except(&world, &["a.yaml"]);
        let beside = recorder.beside("../own").expect("it is there");
        let _ = beside.read(&path("a.yaml"));
        assert_eq!(recorder.log().0.len(), 1);
    }
}

//! The whole way, in one page: from what authors write to a tree of files, checked, in memory.
//!
//! ```text
//! site.toml  content/  data/  themes/
//!      │  source: the only way in
//!      ▼
//!   evidence ──► figures: sealed → decided ──► Release
//!      │                                          │
//!      └───────────────► compose ◄────────────────┘
//!                           │  Site: blocks, published figures only ◄── braille, contracted by a program outside
//!                        outputs
//!                           │  Tree: path → bytes, in memory
//!                        checks ──► publish, or preview
//! ```
//!
//! Nothing here touches a disk or a clock: the same world gives the same tree, on any machine, on any day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::checks::{self, CHECKS};
use crate::compose::{self, Content, Drafts, Held, content};
use crate::diagnostic::{Checked, Code, Diagnostic, Findings, Severity, code};
use crate::document::{Contracted, Edition, Site, Tongue};
use crate::evidence::prioritisation::assessments::Internal;
use crate::evidence::safety::Folder;
use crate::evidence::{self, Beside, Evidence, released, safety};
use crate::figures::{Decision, MeasureTable, Memo, decide};
use crate::outputs::braille::{self, Translator};
use crate::outputs::{self, Made, Output};
use crate::source::config::Level;
use crate::source::recorder::Recorder;
use crate::source::theme::Theme;
use crate::source::world::World;
use crate::source::{Config, config, theme};
use crate::tree::Tree;
use crate::vocabulary::{Moment, When};

/// A site that can be written.
pub struct Built {
    /// Its pages before they had a format.
    pub site: Site,
    /// What its pages are dressed in.
    pub theme: Theme,
    /// Its files.
    pub tree: Tree,
    /// Those of them in which a report can be taken away.
    pub editions: Vec<Edition>,
    /// What site.toml says.
    pub config: Config,
}

/// What earlier builds have made, by the stage that made it. A preview keeps one, so that an edit costs what it changes. Each
/// stage takes over only what would come out the same, and says in its own file how it knows.
#[derive(Default)]
pub struct Memory {
    /// Groups of linked figures that were solved.
    pub figures: Memo,
    evidence: evidence::Memo,
    content: content::Memo,
    compose: compose::Memo,
    outputs: outputs::Memo,
}

impl Memory {
    /// A memory of nothing yet, with groups of linked figures solved by whoever `figures` has them solved by.
    pub fn with(figures: Memo) -> Memory {
        Memory { figures, ..Memory::default() }
    }

    /// A memory that keeps nothing, for a build that no other follows.
    fn none() -> Memory {
        Memory {
            content: content::Memo::none(),
            compose: compose::Memo::none(),
            outputs: outputs::Memo::none(),
            ..Memory::default()
        }
    }
}

/// What is built, beyond what the files of the site say.
#[derive(Clone)]
pub struct Options {
    /// Whether pages that are being written are in.
    pub drafts: Drafts,
    /// The names of the outputs that are made; nothing for all.
    pub outputs: Option<Vec<&'static str>>,
    /// Whether the internal edition is made, in place of the public site.
    pub internal: bool,
    /// Whether each page is its main content alone, for a content management system.
    pub fragment: bool,
    /// Who contracts braille; nothing for uncontracted braille.
    pub translator: Option<Arc<dyn Translator>>,
    /// The day on which the site is looked at, from commands that may know it. A build's result never depends on it.
    pub today: Option<When>,
    /// The moment at which the site would go out, from commands that go by the clock: embargoes that are over then are none. With
    /// nothing every embargo holds, so that a build is the same on any day.
    pub now: Option<Moment>,
}

impl Options {
    /// Whether an output is made.
    fn makes(&self, output: &str) -> bool {
        self.outputs.as_ref().is_none_or(|names| names.contains(&output))
    }
}

impl Default for Options {
    /// The published site in every edition.
    fn default() -> Options {
        Options {
            drafts: Drafts::Out,
            outputs: None,
            fragment: false,
            internal: false,
            translator: None,
            today: None,
            now: None,
        }
    }
}

/// Builds the site of `world` in memory. There is nothing to write when the data, the content or the theme have an error;
/// what a check finds leaves a site that can be looked at, and not published. Everything that is wrong comes with it.
pub fn build(world: &dyn World, drafts: Drafts) -> Checked<Option<Built>> {
    build_again(world, &Options { drafts, ..Options::default() }, &Memo::new())
}

/// The same, with what is remembered of earlier builds: a preview's edit solves one group of linked figures anew.
pub fn build_again(world: &dyn World, options: &Options, memo: &Memo) -> Checked<Option<Built>> {
    let mut findings = Findings::new();
    let mut value = stages(world, options, (memo, &Memory::none()), &mut findings);
    if let Some(built) = &mut value {
        findings.extend(options.today.map(|today| checks::on_day(&built.site, today)).unwrap_or_default());
        findings = checked(built, findings);
        if options.fragment {
            // The checks ask for titles, headings and ways between whole pages, so a fragment is made of a site that has
            // passed them.
            let made = Made { tree: std::mem::take(&mut built.tree), editions: built.editions.clone() };
            built.tree = outputs::fragment::of(&built.site, &built.theme, &made).gather(&mut findings);
            built.tree.set_internal(built.site.facts.internal);
            if let Some(how) = made.tree.note(braille::NAME) {
                built.tree.made_with(braille::NAME, how);
            }
        }
    }
    Checked { value, findings: findings.sorted() }
}

/// The site of `world` before its checks, with what earlier builds have made; [`checked`] goes on from there.
pub fn build_unchecked(world: &dyn World, options: &Options, memory: &Memory) -> Checked<Option<Built>> {
    let mut findings = Findings::new();
    let value = stages(world, options, (&memory.figures, memory), &mut findings);
    Checked { value, findings: findings.sorted() }
}

/// What one more output makes of a site that was built without it, such as braille once a preview's reader asks for it.
pub fn more(built: &Built, output: &Output, options: &Options) -> Checked<Made> {
    let mut findings = Findings::new();
    let before = Made { tree: built.tree.clone(), editions: built.editions.clone() };
    let made = if output.name == braille::NAME {
        let mut site = built.site.clone();
        contracted(&mut site, &built.config, options.translator.as_deref(), &mut findings);
        (output.render)(&site, &built.theme, &before)
    } else {
        (output.render)(&built.site, &built.theme, &before)
    };
    Checked { value: made.gather(&mut findings), findings: findings.sorted() }
}

/// Everything that is wrong with a site: what building it has `found`, and what the checks find, as grave as site.toml takes it.
pub fn checked(built: &Built, mut found: Findings) -> Findings {
    found.extend(checks::run(&built.site, &built.tree));
    weighed(found, &built.config).sorted()
}

fn stages(
    world: &dyn World,
    options: &Options,
    (memo, memory): (&Memo, &Memory),
    findings: &mut Findings,
) -> Option<Built> {
    // Measures have their own way of being known again.
    let recorder = Recorder::except(world, &["data/measures", "measures"]);
    let config = config::load(&recorder).gather(findings)?;
    unweighed(&config, findings);
    // The content comes first: what it has under embargo is taken out of the data.
    let read = content_at(world, options.now, &memory.content);
    let held = if options.internal { Vec::new() } else { read.value.held(options.drafts) };
    let (decided, theme) = rayon::join(
        || decided_again(&recorder, &config, &held, memo, &memory.evidence),
        || theme::load(world, &config.theme.0, Some(&config.theme.1)),
    );
    let (evidence, decision) = decided.gather(findings)?;
    let content: Content = read.gather(findings);
    let theme = theme.gather(findings);
    let release = decision.release;
    let log = recorder.log();
    let mut site = match options.internal {
        false => {
            let parts = (evidence, release);
            compose::compose_again(&config, parts, content, options.drafts, log, &memory.compose).gather(findings)
        }
        true => compose::internal(&config, evidence, release, &Internal::edition()).gather(findings)?,
    };
    // Pages made from faulty data would only add faults that are none.
    let theme = theme.filter(|_| !findings.has_errors())?;
    let how =
        options.makes(braille::NAME).then(|| contracted(&mut site, &config, options.translator.as_deref(), findings));
    let names = options.outputs.as_deref();
    let mut made = outputs::render_again(&site, &theme, names, &memory.outputs).gather(findings);
    if let Some(how) = how {
        made.tree.made_with(braille::NAME, how);
    }
    if findings.has_errors() {
        return None;
    }
    let Made { mut tree, editions } = made;
    tree.set_internal(site.facts.internal);
    Some(Built { site, theme, tree, editions, config })
}

/// Has the words of the site's braille contracted, outside of everything that is pure, and says how it went.
fn contracted(
    site: &mut Site,
    config: &Config,
    translator: Option<&dyn Translator>,
    findings: &mut Findings,
) -> String {
    let wanted = config.braille.contracted.as_ref();
    if matches!(wanted, Some((false, _))) {
        return "uncontracted".to_owned();
    }
    let mut refused = |why: &str| {
        if let Some((true, at)) = wanted {
            findings.push(Diagnostic::error(code::BRAILLE, at, format!("expected contracted braille: {why}")).hint(
                "install liblouis (on Debian and Ubuntu: liblouis-bin and liblouis-data), or take this line out",
            ));
        }
        format!("uncontracted, since {why}")
    };
    let tongues = braille::tongues(site);
    let by = match translator.map(|translator| translator.name(&tongues)) {
        None => return refused("nothing that contracts it was handed in"),
        Some(Err(why)) => return refused(&why),
        Some(Ok(by)) => Arc::from(by),
    };
    // What the title page says of the contraction is a passage too.
    let empty = Contracted { by: Arc::clone(&by), passages: Arc::default(), welsh: Arc::default() };
    site.facts.braille.contracted = Some(empty);
    let passages = braille::passages(site);
    let contract = |tongue: Tongue, passages: BTreeSet<String>| -> Result<Arc<BTreeMap<String, String>>, String> {
        let passages: Vec<String> = passages.into_iter().collect();
        let Some(translator) = translator.filter(|_| !passages.is_empty()) else { return Ok(Arc::default()) };
        let braille = translator.contracted(tongue, &passages)?;
        Ok(Arc::new(passages.into_iter().zip(braille).collect()))
    };
    let made = contract(Tongue::English, passages.english)
        .and_then(|english| Ok((english, contract(Tongue::Welsh, passages.welsh)?)));
    match made {
        Ok((passages, welsh)) => {
            site.facts.braille.contracted = Some(Contracted { by: Arc::clone(&by), passages, welsh });
            format!("contracted by {by}")
        }
        Err(why) => {
            site.facts.braille.contracted = None;
            refused(&why)
        }
    }
}

/// All figures with the decision what of them may go out, and what stands against it. Nothing where the policy asks for
/// the confidential folder and it is not there.
pub fn decided(world: &dyn World, config: &Config, memo: &Memo) -> Checked<Option<(Evidence, Decision)>> {
    decided_again(world, config, &[], memo, &evidence::Memo::default())
}

/// The same as a site that is built with `options` has them: without what is under embargo.
pub fn decided_for(
    world: &dyn World,
    config: &Config,
    options: &Options,
    memo: &Memo,
) -> Checked<Option<(Evidence, Decision)>> {
    // What is wrong with the content, a build of it tells.
    let held = content_at(world, options.now, &content::Memo::none()).value.held(options.drafts);
    decided_again(world, config, &held, memo, &evidence::Memo::default())
}

/// The content, with the embargoes lifted that are over at a moment.
fn content_at(world: &dyn World, now: Option<Moment>, memo: &content::Memo) -> Checked<Content> {
    let mut content = content::load_again(world, memo);
    if let Some(now) = now {
        content.findings.extend(content.value.at(now));
    }
    content
}

fn decided_again(
    world: &dyn World,
    config: &Config,
    held: &[Held],
    memo: &Memo,
    read: &evidence::Memo,
) -> Checked<Option<(Evidence, Decision)>> {
    let mut findings = Findings::new();
    let Some(folder) = safety::confidential(world, config).gather(&mut findings) else {
        return Checked { value: None, findings };
    };
    let beside = match &folder {
        Folder::None => Beside::Nothing,
        Folder::There(folder) => Beside::Confidential(folder.as_ref()),
        Folder::Absent => Beside::Released,
    };
    let mut evidence = evidence::load_again(world, beside, read).gather(&mut findings);
    for Held { geography, from } in held {
        if let Some(geography) = evidence.geography(geography) {
            evidence.hold_back(geography, *from);
        }
    }
    let policy = safety::policy(config, &evidence).gather(&mut findings);
    let tables = std::mem::take(&mut evidence.tables);
    // What went out before matters to figures of the council's own alone: the others are public anyway.
    let earlier = match tables.iter().any(MeasureTable::has_own) {
        true => released::publications(world, &evidence).gather(&mut findings),
        false => Vec::new(),
    };
    let decision = decide(tables, &safety::structure(&evidence, earlier), &policy, memo);
    safety::faults(&decision.audit, &evidence, &mut findings);
    Checked { value: Some((evidence, decision)), findings }
}

/// What is told as a warning before there is a site to check, and can be weighed like a check.
const TOLD_BEFORE: [Code; 2] = [code::SENTENCE_WITHHELD, code::DISTRIBUTION];

/// Tells of each fault that site.toml gives a weight and that is always an error: it would be thought to be weighed.
fn unweighed(config: &Config, findings: &mut Findings) {
    let mut names: Vec<&str> =
        CHECKS.iter().map(|check| check.code()).chain(TOLD_BEFORE).map(|code| code.name).collect();
    names.sort_unstable();
    names.dedup();
    for (name, (_, at)) in config.checks.iter().filter(|(name, _)| !names.contains(name)) {
        findings.push(
            Diagnostic::error(
                code::UNKNOWN_KEY,
                at,
                format!("expected the name of a check, found {name}, which is always an error"),
            )
            .hint(format!("the checks are {}", names.join(", "))),
        );
    }
}

/// What was found, as grave as site.toml takes it.
fn weighed(found: Findings, config: &Config) -> Findings {
    found
        .iter()
        .filter_map(|diagnostic| {
            let mut diagnostic = diagnostic.clone();
            match config.checks.get(diagnostic.code.name) {
                Some((Level::Off, _)) => return None,
                Some((Level::Warning, _)) => diagnostic.severity = Severity::Warning,
                Some((Level::Error, _)) => diagnostic.severity = Severity::Error,
                None => {}
            }
            Some(diagnostic)
        })
        .collect()
}

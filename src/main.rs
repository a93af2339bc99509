//! Arguments in, diagnostics out, exit status.

use std::panic;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

fn main() -> ExitCode {
    guarded(|| multum::commands::run(std::env::args_os()))
}

/// Runs the program. A panic is our fault and never the author's: it is said as such, with its place in our code, and
/// has an exit status of its own.
fn guarded(program: impl FnOnce() -> ExitCode + panic::UnwindSafe) -> ExitCode {
    let said = Arc::new(Mutex::new(String::from("it stopped without a word")));
    let hook = Arc::clone(&said);
    panic::set_hook(Box::new(move |panic| {
        let what = panic.payload_as_str().unwrap_or("it stopped");
        let place = panic.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
        *hook.lock().unwrap_or_else(PoisonError::into_inner) = format!("{what}{place}");
    }));
    panic::catch_unwind(program)
        .unwrap_or_else(|_| multum::commands::confess(&said.lock().unwrap_or_else(PoisonError::into_inner)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_has_an_exit_status_of_its_own() {
        let status = guarded(|| panic!("a test's own"));
        assert_eq!(format!("{status:?}"), format!("{:?}", ExitCode::from(101)));
        let status = guarded(|| ExitCode::from(1));
        assert_eq!(format!("{status:?}"), format!("{:?}", ExitCode::from(1)));
    }
}

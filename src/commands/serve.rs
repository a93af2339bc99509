//! `multum serve`: the site in a browser, new at each save.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;

use super::console::{Console, Format, count, errors, faults};
use super::{Ending, SiteArguments};
use crate::diagnostic::{Diagnostic, code};
use crate::preview::server::{Desk, listen, serve};
use crate::preview::site::{Outside, Stage};
use crate::preview::snapshot::Snapshot;
use crate::preview::watch::watch;
use crate::preview::{self, Editor, Told, Why};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The port to listen on; the next free one when it is taken
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    port: u16,
    /// Let other machines look too, under this name or number; without it only this machine can
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Open the browser
    #[arg(long)]
    open: bool,
    /// What opens when a place in a file is clicked: vscode, none, another editor's name, or an address with {path}, {line}
    /// and {column} [default: the variable MULTUM_EDITOR, or vscode]
    #[arg(long, value_name = "EDITOR")]
    editor: Option<String>,
}

pub fn run(arguments: &Arguments) -> Ending {
    let console = Console::new(Format::Text);
    let typed = arguments.editor.clone().or_else(|| std::env::var("MULTUM_EDITOR").ok());
    let editor = match Editor::new(typed.as_deref().unwrap_or("vscode")) {
        Ok(editor) => editor,
        Err(known) => {
            super::console::mutter(&format!(
                "error: expected an editor, found {}\n  hint: write {known}",
                typed.unwrap_or_default()
            ));
            return Ending::Misused;
        }
    };
    match start(arguments, &console, editor) {
        Ok(ending) => ending,
        Err(fault) => {
            console.findings(&[*fault].into_iter().collect());
            Ending::Faults
        }
    }
}

fn start(arguments: &Arguments, console: &Console, editor: Editor) -> Result<Ending, Box<Diagnostic>> {
    let world = arguments.site.world()?;
    // Watching begins before the first build, so that a save during it is not missed.
    let watch = watch(world.root()).map_err(|error| Box::new(Diagnostic::placeless(code::REACH, error.to_string())))?;
    let listening = listen(arguments.host.as_deref(), arguments.port).map_err(|error| {
        let place = arguments.host.as_deref().unwrap_or("this machine");
        let fault =
            Diagnostic::placeless(code::REACH, format!("listening on {place}, port {}: {error}", arguments.port));
        Box::new(fault.hint("give another port, such as --port 8080"))
    })?;
    let snapshot = Arc::new(Snapshot::new(world.root()));
    let stage = Arc::new(Stage::new(Outside {
        translator: Some(super::translator()),
        today: super::today,
        ..Outside::nothing()
    }));
    let address = format!("http://{}/", listening.at);
    if listening.moved {
        console.say(&format!("Port {} is taken: the preview is on port {}.", arguments.port, listening.at.port()));
    }
    console.say(&format!("The preview is at {address}"));
    if !listening.at.ip().is_loopback() {
        console.say(
            "Whoever can reach this machine can see drafts there. Anything that is not published yet is among them.",
        );
    }
    console.say("It shows each save. Press Ctrl and C to end.");
    let desk =
        Desk { stage: Arc::clone(&stage), snapshot: Arc::clone(&snapshot), editor, host: arguments.host.clone() };
    let end = Arc::new(AtomicBool::new(false));
    let ended = Arc::clone(&end);
    // The loop is not waited for at the end: it holds nothing but memory.
    let builder = std::thread::Builder::new().name("builder".to_owned()).spawn(move || {
        let console = Console::new(Format::Text);
        preview::run(&snapshot, watch, &stage, &ended, move |told| say(&console, told));
    });
    builder.map_err(|error| Box::new(Diagnostic::placeless(code::REACH, format!("starting to build: {error}"))))?;
    if arguments.open && !open(&address) {
        console.say(&format!("The browser could not be opened: open {address} yourself."));
    }
    let served = serve(listening, desk, async {
        // Without a way to hear of Ctrl and C the system ends the program at once, which is right too.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    });
    end.store(true, Ordering::Relaxed);
    served.map_err(|error| Box::new(Diagnostic::placeless(code::REACH, format!("answering browsers: {error}"))))?;
    console.say("The preview has ended.");
    Ok(Ending::Done)
}

fn say(console: &Console, told: Told) {
    match told {
        Told::Shown { new, why, took, undecided } => {
            let what = match &why {
                Why::Begun => "Built the site".to_owned(),
                Why::Saved(saved) => format!("Saw {}", count(saved.len(), "file saved", "files saved")),
                Why::Decided => "Decided which figures may be shown".to_owned(),
            };
            let new = match why {
                Why::Begun => String::new(),
                Why::Saved(_) | Why::Decided => {
                    format!("; {} changed", count(new.len(), "page or file", "pages or files"))
                }
            };
            console.say(&format!("{what}: {} ms{new}.", took.as_millis()));
            if undecided {
                console.say(
                    "Until it is decided which figures may be shown, those that hang together with what changed are withheld.",
                );
            }
        }
        Told::Broken(findings) => {
            console.findings(&findings);
            console.say(&format!("Not shown, because of {}. The browser keeps the page as it was.", errors(&findings)));
        }
        Told::Checked(findings) if findings.is_empty() => {}
        Told::Checked(findings) => {
            console.findings(&findings);
            console.say(&format!("The site is shown, and has {}.", faults(&findings)));
        }
        Told::Looking => {
            console.say("The system does not tell of saves in this folder, so it is looked at again and again.");
        }
    }
}

/// Whether the system's way of opening an address could be started.
fn open(address: &str) -> bool {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(before)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        Ok(mut child) => {
            // Somebody must take note of its end, or it stays in the system's list.
            drop(std::thread::Builder::new().spawn(move || child.wait()));
            true
        }
        Err(_) => false,
    }
}

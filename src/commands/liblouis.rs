//! Contracted braille by liblouis, as a program of its own: one start for a whole site, a passage a line.
//!
//! It is the program `lou_translate` of liblouis's own tools, found where programs are found (Debian: `liblouis-bin` and
//! `liblouis-data`). What it must be told, and what it does without a word, was found by trying:
//!
//! - The table that says how cells are written must come first; in the other order it gives computer braille in small letters.
//! - It splits lines of some 2,000 letters, so that passages are cut shorter before, and lines are counted after.
//! - It takes a backslash for the beginning of a code of its own.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::document::Tongue;
use crate::outputs::braille::Translator;

const PROGRAM: &str = "lou_translate";

/// The table of a tongue: contracted Unified English Braille, contracted Welsh.
fn table(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::English => "en-ueb-g2.ctb",
        Tongue::Welsh => "cy-cy-g2.ctb",
    }
}

/// How cells are written: North American ASCII braille.
const CELLS: &str = "en-us-brf.dis";

/// liblouis as it is installed here.
struct Liblouis;

/// Whoever contracts braille here.
pub fn translator() -> Arc<dyn Translator> {
    Arc::new(Liblouis)
}

impl Translator for Liblouis {
    fn name(&self, tongues: &[Tongue]) -> Result<String, String> {
        let output = Command::new(PROGRAM)
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .map_err(|_| format!("liblouis is not installed: there is no program {PROGRAM}"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let version = said.lines().next().and_then(|line| line.split_whitespace().last());
        let version = version.filter(|version| version.starts_with(|c: char| c.is_ascii_digit()));
        match version {
            Some(version) => {
                let tables: Vec<&str> = tongues.iter().map(|tongue| table(*tongue)).collect();
                let noun = if tables.len() == 1 { "table" } else { "tables" };
                Ok(format!("liblouis {version} with the {noun} {}", tables.join(" and ")))
            }
            None => Err(format!("{PROGRAM} does not say its version")),
        }
    }

    fn contracted(&self, tongue: Tongue, passages: &[String]) -> Result<Vec<String>, String> {
        let failed = |what: &dyn std::fmt::Display| format!("{PROGRAM} failed: {what}");
        let mut child = Command::new(PROGRAM)
            .args(["--forward", &format!("{CELLS},{}", table(tongue))])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&error))?;
        let lines: String = passages.iter().map(|passage| passage.replace('\\', "\\\\") + "\n").collect();
        let mut input = child.stdin.take().ok_or_else(|| failed(&"it takes no input"))?;
        // It answers while it is still being asked: who only wrote would wait for it, and it for a reader.
        let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = child.wait_with_output().map_err(|error| failed(&error))?;
        let written = writer.join().map_err(|_| failed(&"it could not be written to"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() || !said.trim().is_empty() {
            return Err(failed(&said.lines().next().unwrap_or("it gave no reason")));
        }
        written.map_err(|error| failed(&error))?;
        let text = String::from_utf8(output.stdout).map_err(|_| failed(&"what it gave is no text"))?;
        let braille: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
        if braille.len() != passages.len() {
            return Err(failed(&format!("it gave {} lines for {}", braille.len(), passages.len())));
        }
        Ok(braille)
    }
}

//! What is wrong with a file that is being imported: where, what was expected, what was found, what to type.

use std::path::{Path, PathBuf};

/// One thing that is wrong. An import that finds any writes nothing.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}\n  {}{}{}", .path.display(), line_part(.line), hint_part(.hint))]
pub struct ImportError {
    /// The file, as it was named.
    pub path: PathBuf,
    /// The line, from 1. A fault of the whole file has none.
    pub line: Option<u64>,
    /// What was expected and what was found: lower case, no full stop.
    pub message: String,
    /// What to type or to do.
    pub hint: Option<String>,
}

impl ImportError {
    /// A fault of a file as a whole.
    pub(super) fn of(path: &Path, message: impl Into<String>) -> ImportError {
        ImportError { path: path.to_path_buf(), line: None, message: message.into(), hint: None }
    }

    /// A fault on a line of a file.
    pub(super) fn at(path: &Path, line: u64, message: impl Into<String>) -> ImportError {
        ImportError { line: Some(line), ..ImportError::of(path, message) }
    }

    /// The same with what to type.
    pub(super) fn hint(self, hint: impl Into<String>) -> ImportError {
        ImportError { hint: Some(hint.into()), ..self }
    }

    /// The same with "did you mean" when a name is near.
    pub(super) fn did_you_mean(self, near: Option<&str>) -> ImportError {
        match near {
            Some(name) => self.hint(format!("did you mean {name}?")),
            None => self,
        }
    }
}

fn line_part(line: &Option<u64>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
}

fn hint_part(hint: &Option<String>) -> String {
    hint.as_ref().map(|hint| format!("\n  hint: {hint}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_where_and_what_to_type() {
        let error = ImportError::at(Path::new("data/import.yaml"), 12, "the tool has no measure \"KS2\"")
            .did_you_mean(Some("KS2R_Prog_VA"));
        assert_eq!(
            error.to_string(),
            "the tool has no measure \"KS2\"\n  data/import.yaml:12\n  hint: did you mean KS2R_Prog_VA?"
        );
        assert_eq!(ImportError::of(Path::new("a.csv"), "empty").to_string(), "empty\n  a.csv");
    }
}

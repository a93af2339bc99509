//! What each break of the grammar is called, where it is shown, and what to type instead.
//!
//! The parser says "mapping values are not allowed in this context"; an officer wrote a title with a colon in it.

use std::sync::Arc;

use serde_yaml::granit_parser::ErrorKind;

use super::Fault;
use crate::diagnostic::{Diagnostic, Source, Span, code};

/// Whether a tab is at fault.
pub(super) fn is_tab(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
    )
}

/// The sign that YAML keeps for itself and that an author wrote in the place of a value: an asterisk, a lone hyphen.
pub(super) fn sign(text: &str, kind: &ErrorKind) -> Option<char> {
    let first = text.chars().next()?;
    let refused = match kind {
        ErrorKind::UnexpectedCharacter { .. } | ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName => {
            "*%@`&".contains(first)
        }
        ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            let rest = text[1..].trim_start_matches(' ');
            first == '-' && (rest.is_empty() || rest.starts_with([',', '}', ']', '\r', '\n', '#']))
        }
        _ => false,
    };
    refused.then_some(first)
}

/// Whether a quotation mark is at fault.
pub(super) fn is_quotation(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar
    )
}

/// Whether a bracket is at fault.
fn is_bracket(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::InvalidFlowScalarIndent
            | ErrorKind::BlockEntryInFlowCollection
    )
}

/// The diagnostic for tabs that indent a line.
pub(super) fn tab(at: &Span) -> Diagnostic {
    Diagnostic::error(code::YAML, at, "the line is indented with a tab, and YAML takes spaces only")
        .hint("put spaces in the tab's place, as many as stand before the lines that belong with it")
}

/// The quotation mark that was opened and is not closed: the first after what was read last.
pub(super) fn opening(source: &Source, fault: &Fault) -> usize {
    let from = fault.after.min(fault.at);
    source.text().get(from..).and_then(|text| text.find(['"', '\''])).map_or(fault.at, |at| from + at)
}

/// The diagnostic for a break of the grammar.
pub(super) fn diagnostic(source: &Arc<Source>, fault: &Fault) -> Diagnostic {
    let text = source.text();
    let at = text.floor_char_boundary(fault.at.min(text.len()));
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let here = source.span(at, at + word(&text[at..]));
    let whole = source.span(line_start + line.len() - line.trim_start().len(), line_start + line.trim_end().len());
    let error = |span: &Span, message: &str, hint: &str| Diagnostic::error(code::YAML, span, message).hint(hint);
    let kind = &fault.kind;
    if is_tab(kind) {
        return error(&here, "a tab stands where YAML takes spaces only", "put spaces in the tab's place");
    }
    if let Some(sign) = sign(&text[at..], kind) {
        let message = format!("a value can't begin with {sign}, which has a meaning of its own in YAML");
        return Diagnostic::error(code::YAML, &source.span(at, at + sign.len_utf8()), message).hint(format!(
            "write c for a figure that is withheld, x for one that is not available; put a text that begins with {sign} in quotation marks"
        ));
    }
    if is_quotation(kind) {
        let from = opening(source, fault);
        let mark = source.span(from, from + 1);
        let trailing =
            matches!(kind, ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar);
        return if trailing {
            error(
                &here,
                "text goes on behind the closing quotation mark",
                "put the whole value in quotation marks; inside double ones write ' for a quotation mark",
            )
        } else {
            error(&mark, "the quotation mark that opens here is not closed", "close it at the end of the value")
        };
    }
    if is_bracket(kind) {
        let found = error(
            &here,
            "a comma or a closing bracket is missing before here",
            "put a comma between two values, and close each { with } and each [ with ]",
        );
        return match fault.open {
            Some(open) if open != at => found.note(&source.span(open, open + 1), "this is the bracket that is open"),
            _ => found,
        };
    }
    match kind {
        ErrorKind::MisplacedFlowCollectionEnd => {
            error(&here, "a bracket closes here that was not opened", "take it out, or open it before the values")
        }
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            error(
                &whole,
                "the line's indent does not line up with the lines above it",
                "give names that belong together the same number of spaces before them",
            )
        }
        ErrorKind::MappingValueNotAllowed => colon(source, at, line_start, line, &whole),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => match line.trim_start().strip_prefix('-') {
            Some(rest) if !rest.starts_with([' ', '-']) => {
                error(&whole, "a space is missing after the hyphen", &format!("write - {}", clip(rest.trim_end())))
            }
            _ => error(
                &whole,
                "a name with a colon was expected, found a line without",
                "write the name, a colon, a space and the value",
            ),
        },
        ErrorKind::BlockSequenceEntryNotAllowed => error(
            &whole,
            "a list begins on the line of its name",
            "put each item on a line of its own below the name, or write [one, two]",
        ),
        ErrorKind::InvalidBlockEntryWhitespace => {
            error(&here, "a space is missing after the hyphen", "write a hyphen, a space, the item")
        }
        ErrorKind::InvalidMappingValueWhitespace | ErrorKind::FlowMappingValueAdjacentCollection => {
            error(&here, "a space is missing after the colon", "write a space after the colon")
        }
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
            let from = text[at..].find(*character).map_or(at, |further| at + further);
            error(
                &source.span(from, from + character.len_utf8()),
                "a character that can't be seen stands here",
                "delete it; it may have come with text from a word processor",
            )
        }
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => error(
            &here,
            "a text of several lines begins on the line below its | or >",
            "put a text that begins with | or > in quotation marks",
        ),
        ErrorKind::CommentNotSeparated | ErrorKind::CommentInterceptedScalar => {
            error(&here, "a comment stands inside a value", "put a space before the #, or the value in quotation marks")
        }
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => error(
            &here,
            "a backslash has a meaning of its own in double quotation marks",
            "write \\\\ for a backslash, or use single quotation marks",
        ),
        ErrorKind::RecursionLimitExceeded => error(
            &source.span(at, at + 1),
            "values stand inside one another too deep to be read",
            "look for brackets that aren't closed",
        ),
        kind => error(&here, &format!("this is not YAML: {kind}"), "look at this line and at the one above it"),
    }
}

/// The diagnostic for a colon where none may stand: a second one in a line, a line that is indented too far, or one below
/// a name that lacks its colon.
fn colon(source: &Arc<Source>, at: usize, line_start: usize, line: &str, whole: &Span) -> Diagnostic {
    let error = |span: &Span, message: &str, hint: &str| Diagnostic::error(code::YAML, span, message).hint(hint);
    let text = source.text();
    if let Some(first) = text[line_start..at].find(": ") {
        let value = &line[first + 2..];
        let shown = if source.is_confidential() || value.contains('"') {
            "put the value in quotation marks".to_owned()
        } else {
            format!("write {}: \"{}\"", clip(line[..first].trim()), clip(value.trim()))
        };
        return error(&source.span(at, at + 1), "a second colon stands in the value", &shown);
    }
    let above_end = line_start.saturating_sub(1);
    let above_start = text[..above_end].rfind('\n').map_or(0, |end| end + 1);
    let above = &text[above_start..above_end.max(above_start)];
    let content = above.trim();
    if !content.is_empty() && !content.starts_with('#') && !content.contains(": ") && !content.ends_with(':') {
        let start = above_start + above.len() - above.trim_start().len();
        let span = source.span(start, start + content.len());
        return match content.find(':') {
            Some(_) => {
                error(&span, "a space is missing after the colon", "write a space between the colon and the value")
            }
            None => error(&span, "a colon is missing after the name", "write a colon at the end of the name"),
        };
    }
    error(
        whole,
        "the line is indented as if it went on with the value above it",
        "give names that belong together the same number of spaces before them",
    )
}

/// The length of the word at the start of `text`: at least its first character.
fn word(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(text.len());
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

/// The text, cut to what fits into a hint.
fn clip(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

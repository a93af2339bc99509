//! `policy()`: the disclosure policy in words, as site.toml has it. What a page says of it can't differ from what is done.

use super::{Act, Composition, Function};
use crate::compose::book::Book;
use crate::compose::call::Call;
use crate::document::markdown::Resolved;
use crate::document::{Block, FigureText, Inline};

pub(super) const POLICY: Function = Function { name: "policy", parameters: &[], act: Act::Mark(policy) };

fn policy(call: &Call, page: &mut Composition<'_>) -> Resolved {
    let stricter = stricter(page.book);
    let items = page
        .book
        .release
        .policy()
        .iter()
        .chain(&stricter)
        .map(|sentence| vec![Block::Paragraph(vec![printed(sentence, call)])])
        .collect();
    Resolved::Blocks("policy()", vec![Block::List { start: None, items }])
}

/// What holds of single measures beyond the site's policy, where the council has figures of its own: what each asks for, and
/// the smallest count of its source.
fn stricter(book: &Book) -> Vec<String> {
    let of_each = book.measures_with_own().filter_map(|measure| {
        let mut clauses = measure.rules.0.words();
        let of_source = measure.source.threshold.filter(|threshold| *threshold > 1);
        if let Some(threshold) = of_source
            && measure.rules.0.smallest_count.is_none_or(|own| own < threshold)
        {
            clauses.insert(0, format!("counts below {threshold} are withheld, as its source withholds them"));
        }
        (!clauses.is_empty()).then(|| format!("Of “{}”: {}.", measure.title, clauses.join("; ")))
    });
    of_each.collect()
}

/// The policy's numbers are figures that a function printed.
fn printed(sentence: &str, call: &Call) -> Inline {
    Inline::Figure(FigureText { text: sentence.to_owned(), measure: None, symbol: None, asked: Some(call.at.clone()) })
}

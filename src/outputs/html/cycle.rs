//! The four questions of a review, set side by side on a desk: where were we, what have we done, what else do we need to
//! do, what difference have we made.
//!
//! A report's first page is set so when its sections begin with four questions whose answers are short and plain. Answers
//! with charts or tables need the page's width, and then the questions are sections like any other.

use crate::document::{Block, plain_text};

use super::blocks::Writer;

/// The most words that an answer may have to stand beside another.
const WORDS: usize = 200;

/// Writes a report's first page: its four questions side by side when it has them, everything else in order.
pub fn first_page(writer: &mut Writer, blocks: &[Block]) {
    let Some([first, second, third, fourth, end]) = questions(blocks) else {
        writer.blocks(blocks);
        return;
    };
    writer.blocks(&blocks[..first]);
    writer.markup("<div class=\"cycle\">\n");
    for (from, to) in [(first, second), (second, third), (third, fourth), (fourth, end)] {
        writer.markup("<section>\n");
        writer.blocks(&blocks[from..to]);
        writer.markup("</section>\n");
    }
    writer.markup("</div>\n");
    writer.blocks(&blocks[end..]);
}

/// Whether a report's first page shows its four questions at a glance, so that it needs no list of its headings.
pub fn has_cycle(blocks: &[Block]) -> bool {
    questions(blocks).is_some()
}

/// Where the four questions start, and where the last answer ends.
fn questions(blocks: &[Block]) -> Option<[usize; 5]> {
    let mut headings = blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Heading(heading) if heading.level == 2 => {
            Some((at, plain_text(&heading.text).trim_end().ends_with('?')))
        }
        _ => None,
    });
    let mut starts = [0; 5];
    for start in &mut starts[..4] {
        let (at, question) = headings.next()?;
        if !question {
            return None;
        }
        *start = at;
    }
    starts[4] = headings.next().map_or(blocks.len(), |(at, _)| at);
    starts.windows(2).all(|pair| is_short(&blocks[pair[0] + 1..pair[1]])).then_some(starts)
}

fn is_short(answer: &[Block]) -> bool {
    words(answer).is_some_and(|words| (1..=WORDS).contains(&words))
}

/// How many words an answer has; nothing when it has more than words.
fn words(blocks: &[Block]) -> Option<usize> {
    let mut sum = 0;
    for block in blocks {
        sum += match block {
            Block::Paragraph(inlines) => plain_text(inlines).split_whitespace().count(),
            Block::List { items, .. } => items.iter().map(|item| words(item)).sum::<Option<usize>>()?,
            Block::Heading(_)
            | Block::Quotation(_)
            | Block::Code(_)
            | Block::Table(_)
            | Block::Chart(_)
            | Block::KeyFigures(_)
            | Block::Image(_)
            | Block::Note(_)
            | Block::Pages(_)
            | Block::Downloads(_)
            | Block::Editions(_) => return None,
        };
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Heading, Inline, Note};

    fn heading(text: &str) -> Block {
        let text = vec![Inline::Text(text.to_owned())];
        Block::Heading(Heading { level: 2, id: "id".to_owned(), text, at: None })
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(vec![Inline::Text(text.to_owned())])
    }

    fn four(answer: impl Fn() -> Block) -> Vec<Block> {
        let mut blocks = vec![paragraph("Before.")];
        for question in ["Where were we?", "What have we done?", "What else?", "What difference?"] {
            blocks.extend([heading(question), answer()]);
        }
        blocks
    }

    #[test]
    fn four_questions_with_short_answers_stand_side_by_side() {
        let mut blocks = four(|| paragraph("Short."));
        assert_eq!(questions(&blocks), Some([1, 3, 5, 7, 9]));
        blocks.push(heading("Topics"));
        assert_eq!(questions(&blocks), Some([1, 3, 5, 7, 9]));
    }

    #[test]
    fn anything_else_is_set_as_sections() {
        assert!(!has_cycle(&four(|| paragraph(&"long ".repeat(WORDS + 1)))));
        assert!(!has_cycle(&four(|| Block::Note(Note { title: None, body: Vec::new() }))));
        assert!(!has_cycle(&four(|| paragraph("Short."))[..7]), "three questions");
        let mut blocks = four(|| paragraph("Short."));
        blocks.insert(1, heading("A statement"));
        assert!(!has_cycle(&blocks));
    }
}

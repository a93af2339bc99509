//! What a page is made of, from top to bottom.

use crate::charts::{self, Chart};
use crate::diagnostic::Span;
use crate::figures::published::{Published, Quantity};
use crate::vocabulary::{SitePath, Slug};

use super::{Inline, Table, Target, plain_text};

/// One piece of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading, level 2 to 6; level 1 is the page's title.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; numbered from `start` when there is one.
    List {
        /// The first number, when it has numbers.
        start: Option<u64>,
        /// What stands in each item.
        items: Vec<Vec<Block>>,
    },
    /// Words of somebody else.
    Quotation(Vec<Block>),
    /// Lines of code or data, as they are typed.
    Code(String),
    /// A table.
    Table(Box<Table>),
    /// A chart with its words and its table.
    Chart(Box<ChartFigure>),
    /// At most six figures that tell the year.
    KeyFigures(Vec<KeyFigure>),
    /// A picture.
    Image(Image),
    /// A passage set apart: a note, a warning, an explanation.
    Note(Note),
    /// A list of links to pages, each with its sentence.
    Pages(Vec<super::PageLink>),
    /// A list of files to take away.
    Downloads(Vec<super::Download>),
    /// The formats in which a report can be taken away, by its number in [`super::Site::reports`]. What they are, and how
    /// long, is known to outputs alone.
    Editions(usize),
}

impl Block {
    /// The blocks that stand within this one, by the runs in which they are written.
    fn inner(&self) -> Vec<&[Block]> {
        match self {
            Block::List { items, .. } => items.iter().map(Vec::as_slice).collect(),
            Block::Quotation(body) => vec![body],
            Block::Note(note) => vec![&note.body],
            Block::Heading(_)
            | Block::Paragraph(_)
            | Block::Code(_)
            | Block::Table(_)
            | Block::Chart(_)
            | Block::KeyFigures(_)
            | Block::Image(_)
            | Block::Pages(_)
            | Block::Downloads(_)
            | Block::Editions(_) => Vec::new(),
        }
    }
}

/// Every block, also those within others, in the order of writing.
pub fn every(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let mut open = vec![blocks.iter()];
    std::iter::from_fn(move || {
        while let Some(run) = open.last_mut() {
            match run.next() {
                Some(block) => {
                    open.extend(block.inner().into_iter().rev().map(<[Block]>::iter));
                    return Some(block);
                }
                None => {
                    open.pop();
                }
            }
        }
        None
    })
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// Its anchor, unique on the page.
    pub id: String,
    /// Its words.
    pub text: Vec<Inline>,
    /// Where the author wrote it; nothing when multum did.
    pub at: Option<Span>,
}

/// A chart where it stands: numbered, linkable, never without its table.
#[derive(Clone, Debug)]
pub struct ChartFigure {
    /// Its anchor, unique on the page, such as `figure-2`.
    pub id: String,
    /// Its number on the page, from 1.
    pub number: usize,
    /// What it shows.
    pub chart: Chart,
    /// What the data say of it in plain sentences: the text alternative.
    pub summary: String,
    /// Where the figures come from: text and, when there is one, an address.
    pub source: Vec<Inline>,
    /// What must be known to read it: breaks, cancelled years, what is withheld.
    pub notes: Vec<String>,
    /// The measure's page, where there is one.
    pub measure_page: Option<SitePath>,
    /// Whether its table is seen at once where it could be folded away.
    pub unfolded: bool,
}

impl ChartFigure {
    /// Its figures as a table: made when it is asked for, since a site has thousands and each would hold its numbers twice.
    pub fn table(&self) -> Table {
        super::chart_table(&self.chart)
    }

    /// Its drawing as an SVG file of its own, with its words, its notes and its source: wherever a chart goes by itself,
    /// what its reader must know of it goes along.
    pub fn drawing(&self) -> String {
        let source = (!self.source.is_empty()).then(|| format!("Source: {}", plain_text(&self.source)));
        let below: Vec<String> = self.notes.iter().cloned().chain(source).collect();
        charts::standalone_svg_with(&self.chart, &self.summary, &below)
    }
}

/// One of the few figures that tell the year.
#[derive(Clone, Debug)]
pub struct KeyFigure {
    /// Which measure.
    pub measure: Slug,
    /// The measure in words.
    pub title: String,
    /// The figure or why there is none.
    pub value: Published<Quantity>,
    /// Its year in words.
    pub period: String,
    /// The change since the year before, in words; nothing when there is nothing to compare with.
    pub change: Option<String>,
    /// The comparison, in words.
    pub comparison: Option<String>,
    /// Its small trend, when there are two years or more to draw.
    pub spark: Option<Chart>,
    /// Where the measure's page is.
    pub link: Target,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Image {
    /// The file in the site.
    pub path: SitePath,
    /// What it shows, for those who can't see it.
    pub alternative: String,
    /// The words below it.
    pub caption: Vec<Inline>,
    /// Its width and height in pixels, when the file says them.
    pub size: Option<(u32, u32)>,
}

/// A passage set apart.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its title, such as "About these figures".
    pub title: Option<String>,
    /// What it says.
    pub body: Vec<Block>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(vec![Inline::Text(text.to_owned())])
    }

    #[test]
    fn a_drawing_by_itself_has_the_notes_that_its_place_gave_it_and_its_source() {
        let chart = charts::fixture::full_trend();
        let figure = ChartFigure {
            id: "figure-1".to_owned(),
            number: 1,
            summary: charts::summary(&chart),
            chart,
            source: vec![Inline::Text("Department for Education, table 12".to_owned())],
            notes: vec!["Illustrative: these ratings are made up.".to_owned()],
            measure_page: None,
            unfolded: false,
        };
        let drawing = figure.drawing();
        assert!(drawing.contains("Illustrative: these ratings are made up."));
        assert!(drawing.contains("Source: Department for Education, table 12"));
    }

    #[test]
    fn every_block_comes_in_the_order_of_writing() {
        let note = Block::Note(Note { title: None, body: vec![paragraph("3"), Block::Code("4".to_owned())] });
        let list = Block::List { start: None, items: vec![vec![paragraph("2"), note], vec![paragraph("5")]] };
        let blocks = [paragraph("1"), list, Block::Quotation(vec![paragraph("6")]), paragraph("7")];
        let words = every(&blocks).filter_map(|block| match block {
            Block::Paragraph(line) => Some(plain_text(line)),
            Block::Code(text) => Some(text.clone()),
            _ => None,
        });
        assert_eq!(words.collect::<Vec<_>>(), ["1", "2", "3", "4", "5", "6", "7"]);
    }
}

//! The reviews themselves, before they are written down for a generator of sites: who reviews what, and what every page says.

use super::figures::{Figures, Indicator, MEASURES_OF_A_REVIEW};
use super::splitmix::SplitMix;
use super::words::{CHOICES, FIGURE_SENTENCES, HEADINGS, LINK_SENTENCES, PAGES, SENTENCES};
use multum::vocabulary::AcademicYear;

/// How many pages come of a review: its first, its topics', and one for each measure.
pub const PAGES_OF_A_REVIEW: usize = 1 + PAGES.len() + MEASURES_OF_A_REVIEW;

/// Many authorities' reviews.
pub struct Corpus {
    /// What they are about.
    pub figures: Figures,
    /// Each measure belongs to one authority, as in the reviews that councils publish each for itself.
    pub measures: Vec<Measure>,
    /// The reviews.
    pub reviews: Vec<Review>,
}

/// A measure of one authority.
pub struct Measure {
    /// Its name in the data.
    pub id: String,
    /// Its name for readers.
    pub title: String,
    /// What it counts: a number among the figures' indicators.
    pub indicator: usize,
    /// Whose it is: a number among the figures' places.
    pub authority: usize,
}

/// The review of an authority's year.
pub struct Review {
    /// Where it stands, such as `exampleshire-1/2016-17`.
    pub folder: String,
    /// Its name.
    pub title: String,
    /// The year that it is about.
    pub year: String,
    /// Whose it is: a number among the figures' places.
    pub authority: usize,
    /// Its measures' numbers.
    pub measures: Vec<usize>,
    /// Its pages beside the first.
    pub pages: Vec<Page>,
}

/// A page about a topic.
pub struct Page {
    /// Its file's name, without what follows the dot.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// It in one sentence.
    pub description: String,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// A part of a page.
pub enum Block {
    /// A heading.
    Heading(&'static str),
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// A list of paragraphs.
    List(Vec<Vec<Piece>>),
    /// For each measure its figure, its change, and its gap to the country.
    Table(Vec<usize>),
    /// The trend of a measure, drawn.
    Trend(usize),
}

/// A part of a sentence. Numbers are measures'.
pub enum Piece {
    /// Words.
    Words(String),
    /// A measure's figure in the review's year.
    Value(usize),
    /// What became of it since the year before.
    Change(usize),
    /// What separates it from the figure of another place.
    Gap(usize, usize),
    /// One sentence when it rose, and another when it did not.
    Choice(usize, &'static str, &'static str),
    /// A link to another page of the review.
    Link(usize),
}

/// So many reviews that about `pages` pages come of them.
pub fn corpus(figures: Figures, pages: usize, seed: u64) -> Result<Corpus, String> {
    let wanted = reviews_of(pages);
    let mut corpus = Corpus { figures, measures: Vec::new(), reviews: Vec::new() };
    let rounds = corpus.figures.reviewed.len();
    // All authorities have a first review before any has a second.
    let slots = (0..rounds).flat_map(|round| (0..corpus.figures.authorities()).map(move |number| (round, number)));
    for (round, number) in slots.collect::<Vec<_>>() {
        if corpus.reviews.len() == wanted {
            break;
        }
        let usable = &corpus.figures.usable[number];
        let start = round * MEASURES_OF_A_REVIEW;
        if let Some(indicators) = usable.get(start..start + MEASURES_OF_A_REVIEW) {
            let indicators = indicators.to_vec();
            review(&mut corpus, round, number, &indicators, seed);
        }
    }
    let made = corpus.reviews.len();
    match made == wanted {
        true => Ok(corpus),
        false => Err(format!("these figures are enough for {} pages, not for {pages}", made * PAGES_OF_A_REVIEW)),
    }
}

/// How many reviews about `pages` pages are.
pub fn reviews_of(pages: usize) -> usize {
    ((pages + PAGES_OF_A_REVIEW / 2) / PAGES_OF_A_REVIEW).max(1)
}

fn review(corpus: &mut Corpus, round: usize, number: usize, indicators: &[usize], seed: u64) {
    let Corpus { figures, measures, reviews } = corpus;
    let authority = figures.wider + number;
    let place = &figures.places[authority];
    let year = figures.reviewed[round].clone();
    let first = measures.len();
    for indicator in indicators {
        let Indicator { id, title, .. } = &figures.indicators[*indicator];
        measures.push(Measure {
            id: format!("{}-{id}", place.id),
            title: format!("{title}, {}", place.title),
            indicator: *indicator,
            authority,
        });
    }
    let own: Vec<usize> = (first..measures.len()).collect();
    let said = AcademicYear::parse(&year).expect("the years of reports are academic").in_words();
    let mut pages = Vec::new();
    for (at, (name, title)) in PAGES.iter().enumerate() {
        let mut numbers = SplitMix::new(seed, &[2, round as u64, number as u64, at as u64]);
        let writer = Writer { figures, measures, own: &own, at, numbers: &mut numbers };
        pages.push(Page {
            name,
            title,
            description: format!("{title} in {} in {said}: how the year went, and what comes of it.", place.title),
            blocks: writer.page(),
        });
    }
    reviews.push(Review {
        folder: format!("{}/{}", place.id, year.replace('/', "-")),
        title: format!("Annual review {year}, {}", place.title),
        year,
        authority,
        measures: own,
        pages,
    });
}

struct Writer<'a> {
    figures: &'a Figures,
    measures: &'a [Measure],
    own: &'a [usize],
    at: usize,
    numbers: &'a mut SplitMix,
}

impl Writer<'_> {
    /// About six hundred words: a table, a trend, and some twenty figures.
    fn page(mut self) -> Vec<Block> {
        let mut plain = self.numbers.some(&SENTENCES, 26).into_iter();
        let mut figures = self.numbers.some(&FIGURE_SENTENCES, 6).into_iter();
        let mut links = self.numbers.some(&LINK_SENTENCES, 3).into_iter();
        let headings = self.numbers.some(&HEADINGS, 4);
        let mut blocks = Vec::new();
        // Each part by its plain sentences (`.`), sentences with a figure (`f`), with a choice (`c`), and with a link (`l`).
        for (part, paragraphs) in
            [&["fc.."][..], &["....", "f..."], &["f..l", "T", "...f"], &["L", "f.l"], &["...", "f..l"]]
                .into_iter()
                .enumerate()
        {
            if part > 0 {
                blocks.push(Block::Heading(headings[part - 1]));
            }
            for shape in paragraphs {
                let block = match *shape {
                    "T" => Block::Table((0..5).map(|next| self.measure(next)).collect()),
                    "L" => Block::List(plain.by_ref().take(4).map(|words| self.sentence(words)).collect()),
                    shape => {
                        let mut pieces = Vec::new();
                        for kind in shape.chars() {
                            let words = match kind {
                                'f' => figures.next(),
                                'l' => links.next(),
                                'c' => Some(&"{choice}"),
                                _ => plain.next(),
                            };
                            if !pieces.is_empty() {
                                pieces.push(Piece::Words(" ".to_owned()));
                            }
                            pieces.extend(self.sentence(words.copied().unwrap_or_default()));
                        }
                        Block::Paragraph(pieces)
                    }
                };
                blocks.push(block);
            }
            if part == 1 {
                blocks.push(Block::Trend(self.measure(0)));
            }
        }
        blocks
    }

    /// The page's measure, or the one so many after it.
    fn measure(&self, after: usize) -> usize {
        self.own[(self.at + after) % self.own.len()]
    }

    fn sentence(&mut self, words: &str) -> Vec<Piece> {
        let own = self.measure(0);
        let after = 1 + self.numbers.below(5);
        let other = self.measure(after);
        let region = self.figures.places[self.measures[own].authority].within.unwrap_or(0);
        let mut pieces = Vec::new();
        let mut rest = words;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, end) = after.split_once('}').expect("every brace of words.rs is closed");
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(match name {
                "value" => Piece::Value(own),
                "change" => Piece::Change(own),
                "gap" => Piece::Gap(own, 0),
                "region" => Piece::Gap(own, region),
                "value-other" => Piece::Value(other),
                "change-other" => Piece::Change(other),
                "gap-other" => Piece::Gap(other, 0),
                "title-other" => Piece::Words(self.figures.indicators[self.measures[other].indicator].title.clone()),
                "choice" => {
                    let (rose, otherwise) = CHOICES[self.numbers.below(CHOICES.len())];
                    Piece::Choice(own, rose, otherwise)
                }
                "link" => Piece::Link((self.at + 1 + self.numbers.below(PAGES.len() - 1)) % PAGES.len()),
                unknown => unreachable!("words.rs names no {unknown}"),
            });
            rest = end;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        pieces
    }
}

//! The same reviews as a site of Hugo, which is made to do like work: figures looked up in YAML and put into words, a table
//! and a trend on each page, drawn in its templates, links that are checked.
//!
//! What multum does beyond it is left out in Hugo's favour: relative links, the disclosure policy, the words, comparisons
//! and places beside each chart, the checks of the finished pages.

use std::fmt::Write as _;

use super::SiteFile;
use super::corpus::{Block, Corpus, Page, Piece, Review};
use super::figures::Group;
use super::words::{PAGES, TOPICS};

/// The site's files.
pub fn files(corpus: &Corpus) -> Vec<SiteFile> {
    let mut files = vec![
        SiteFile::new("hugo.toml", config(corpus)),
        SiteFile::new("content/_index.md", "---\ntitle: Annual reviews\n---\n".to_owned()),
        SiteFile::new("content/measures/_index.md", "---\ntitle: All measures\n---\n".to_owned()),
    ];
    for (name, text) in TEMPLATES {
        files.push(SiteFile::new(format!("layouts/{name}"), text.to_owned()));
    }
    for (number, measure) in corpus.measures.iter().enumerate() {
        let front = format!("---\ntitle: \"{}\"\nmeasure: {}\n---\n", measure.title, measure.id);
        files.push(SiteFile::new(format!("content/measures/{}.md", measure.id), front));
        files.push(SiteFile::new(format!("data/measures/{}.yaml", measure.id), data(corpus, number)));
    }
    for review in &corpus.reviews {
        files.push(SiteFile::new(format!("content/{}/_index.md", review.folder), first_page(corpus, review)));
        for (order, page) in review.pages.iter().enumerate() {
            let path = format!("content/{}/{}.md", review.folder, page.name);
            files.push(SiteFile::new(path, topic_page(corpus, review, page, order)));
        }
    }
    files
}

/// Feeds, sitemap and taxonomies are off: multum makes none without an address, and has no taxonomies.
fn config(corpus: &Corpus) -> String {
    format!(
        "baseURL = \"https://example.org/\"\nlocale = \"en-GB\"\ntitle = \"Annual reviews\"\n\
         disableKinds = [\"taxonomy\", \"term\", \"rss\", \"sitemap\"]\n\n[params]\nnotice = \"{}\"\n",
        corpus.figures.notice
    )
}

fn data(corpus: &Corpus, number: usize) -> String {
    let measure = &corpus.measures[number];
    let figures = &corpus.figures;
    let indicator = &figures.indicators[measure.indicator];
    let region = figures.places[measure.authority].within.unwrap_or(0);
    let mut text = format!(
        "title: \"{}\"\ndefinition: \"{}, as a share of all who were counted.\"\ntopic: {}\nhigh_is_good: {}\n\
         source: {{ publisher: {}, title: {} }}\nseries:\n",
        measure.title,
        indicator.title,
        TOPICS[indicator.topic].1,
        indicator.high_is_good,
        figures.source.publisher,
        figures.source.title
    );
    for place in [measure.authority, region, 0] {
        let title = &figures.places[place].title;
        line(&mut text, corpus, &figures.places[place].id, title, figures.series(place, measure.indicator, Group::All));
    }
    if indicator.grouped {
        text.push_str("groups:\n");
        let groups = [
            ("disadvantaged", "Disadvantaged pupils", Group::Disadvantaged),
            ("not-disadvantaged", "Other pupils", Group::Others),
        ];
        for (id, title, group) in groups {
            line(&mut text, corpus, id, title, figures.series(measure.authority, measure.indicator, group));
        }
    }
    text
}

fn line(text: &mut String, corpus: &Corpus, id: &str, title: &str, figures: &[String]) {
    let _ = write!(text, "  - {{ id: {id}, title: \"{title}\", values: {{");
    for (at, (year, figure)) in corpus.figures.years.iter().zip(figures).enumerate() {
        let figure = if figure == "x" { "null" } else { figure };
        let _ = write!(text, "{}{year}: {figure}", if at == 0 { " " } else { ", " });
    }
    text.push_str(" } }\n");
}

/// The year before `year` among those that there are.
fn year_before<'a>(corpus: &'a Corpus, year: &str) -> &'a str {
    let years = &corpus.figures.years;
    let at = years.iter().position(|known| known == year).expect("a review is about a year that has figures");
    &years[at.saturating_sub(1)]
}

fn front_matter(corpus: &Corpus, review: &Review, title: &str, description: &str, order: usize) -> String {
    format!(
        "---\ntitle: \"{title}\"\ndescription: \"{description}\"\nweight: {order}\nyear: \"{}\"\nsince: \"{}\"\n---\n",
        review.year,
        year_before(corpus, &review.year)
    )
}

fn first_page(corpus: &Corpus, review: &Review) -> String {
    let place = &corpus.figures.places[review.authority].title;
    let id = |number: usize| corpus.measures[review.measures[number]].id.as_str();
    let description = format!("How the year went in {place}, and what comes of it.");
    let mut text = front_matter(corpus, review, &review.title, &description, 1);
    text.push_str("This review says where we were, what was done, what is left to do, and what came of it.\n\n");
    text.push_str("## The year in figures\n\n");
    let six: Vec<&str> = (0..6).map(|number| id(number * 4)).collect();
    let _ = writeln!(text, "{{{{< key_figures \"{}\" >}}}}\n", six.join(" "));
    text.push_str("## Topic by topic\n\n");
    for (number, page) in review.pages.iter().enumerate() {
        let of = id(number);
        let address = address(review, page.name);
        let _ =
            writeln!(text, "- [{}]({address}): {{{{< value \"{of}\" >}}}}, {{{{< change \"{of}\" >}}}}.", page.title);
    }
    text
}

fn address(review: &Review, page: &str) -> String {
    format!("{{{{< relref \"/{}/{page}.md\" >}}}}", review.folder)
}

fn topic_page(corpus: &Corpus, review: &Review, page: &Page, order: usize) -> String {
    let mut text = front_matter(corpus, review, page.title, &page.description, (order + 1) * 10);
    for block in &page.blocks {
        match block {
            Block::Heading(title) => {
                let _ = write!(text, "## {title}");
            }
            Block::Paragraph(pieces) => self::pieces(&mut text, corpus, review, pieces),
            Block::List(items) => {
                for (number, item) in items.iter().enumerate() {
                    text.push_str(if number == 0 { "- " } else { "\n- " });
                    pieces(&mut text, corpus, review, item);
                }
            }
            Block::Table(measures) => {
                text.push_str("| Measure | This year | Since the year before | Compared |\n| --- | --- | --- | --- |");
                for number in measures {
                    let title = &corpus.figures.indicators[corpus.measures[*number].indicator].title;
                    let _ = write!(text, "\n| {title} | ");
                    pieces(&mut text, corpus, review, &[Piece::Value(*number)]);
                    text.push_str(" | ");
                    pieces(&mut text, corpus, review, &[Piece::Change(*number)]);
                    text.push_str(" | ");
                    pieces(&mut text, corpus, review, &[Piece::Gap(*number, 0)]);
                    text.push_str(" |");
                }
            }
            Block::Trend(number) => {
                let _ = write!(text, "{{{{< trend \"{}\" >}}}}", corpus.measures[*number].id);
            }
        }
        text.push_str("\n\n");
    }
    text
}

fn pieces(text: &mut String, corpus: &Corpus, review: &Review, pieces: &[Piece]) {
    for piece in pieces {
        let id = |number: &usize| corpus.measures[*number].id.as_str();
        let _ = match piece {
            Piece::Words(words) => write!(text, "{words}"),
            Piece::Value(number) => write!(text, "{{{{< value \"{}\" >}}}}", id(number)),
            Piece::Change(number) => write!(text, "{{{{< change \"{}\" >}}}}", id(number)),
            Piece::Gap(number, place) => {
                write!(text, "{{{{< gap \"{}\" \"{}\" >}}}}", id(number), corpus.figures.places[*place].id)
            }
            Piece::Choice(number, rose, otherwise) => {
                write!(text, "{{{{< choice \"{}\" \"{rose}\" \"{otherwise}\" >}}}}", id(number))
            }
            Piece::Link(page) => write!(text, "[{}]({})", PAGES[*page].1, address(review, PAGES[*page].0)),
        };
    }
}

const TEMPLATES: [(&str, &str); 15] = [
    ("baseof.html", include_str!("hugo/baseof.html")),
    ("page.html", include_str!("hugo/page.html")),
    ("section.html", include_str!("hugo/section.html")),
    ("home.html", include_str!("hugo/home.html")),
    ("measures/page.html", include_str!("hugo/measure.html")),
    ("measures/section.html", include_str!("hugo/measures.html")),
    ("_partials/figure.html", include_str!("hugo/figure.html")),
    ("_partials/difference.html", include_str!("hugo/difference.html")),
    ("_partials/table.html", include_str!("hugo/table.html")),
    ("_shortcodes/value.html", include_str!("hugo/value.html")),
    ("_shortcodes/change.html", include_str!("hugo/change.html")),
    ("_shortcodes/gap.html", include_str!("hugo/gap.html")),
    ("_shortcodes/choice.html", include_str!("hugo/choice.html")),
    ("_shortcodes/key_figures.html", include_str!("hugo/key_figures.html")),
    ("_shortcodes/trend.html", include_str!("hugo/trend.html")),
];

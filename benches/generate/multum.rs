//! The reviews as a site of multum: `site.toml`, `content/` and `data/`, a data file for each measure.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::SiteFile;
use super::corpus::{Block, Corpus, Page, Piece, Review};
use super::figures::Group;
use super::words::{PAGES, TOPICS};

/// The site's files, without its theme.
pub fn files(corpus: &Corpus) -> Vec<SiteFile> {
    let mut files = vec![
        SiteFile::new("site.toml", site(corpus)),
        SiteFile::new("data/geographies.yaml", geographies(corpus)),
        SiteFile::new("data/groups.yaml", GROUPS.to_owned()),
    ];
    for number in 0..corpus.measures.len() {
        let path = format!("data/measures/{}.yaml", corpus.measures[number].id);
        files.push(SiteFile::new(path, measure(corpus, number)));
    }
    for review in &corpus.reviews {
        files.push(SiteFile::new(format!("content/{}/index.md", review.folder), first_page(corpus, review)));
        for (order, page) in review.pages.iter().enumerate() {
            let path = format!("content/{}/{}.md", review.folder, page.name);
            files.push(SiteFile::new(path, topic_page(corpus, page, order)));
        }
    }
    files
}

const GROUPS: &str = "\
groups:
  all: { title: All pupils }
  disadvantaged: { title: Disadvantaged pupils }
  not-disadvantaged: { title: Other pupils }
wholes:
  disadvantage: { whole: all, parts: [disadvantaged, not-disadvantaged] }
";

fn site(corpus: &Corpus) -> String {
    format!(
        "title = \"Annual reviews\"\ntheme = \"base\"\nfront = \"{}\"\nnotice = \"{}\"\n\n[organisation]\nname = \"multum's benches\"\n",
        corpus.reviews[0].folder, corpus.figures.notice
    )
}

fn geographies(corpus: &Corpus) -> String {
    let mut text = "geographies:\n".to_owned();
    let places = &corpus.figures.places;
    for (number, place) in places.iter().enumerate() {
        let facts = match place.within {
            None => "kind: country".to_owned(),
            Some(country) if number < corpus.figures.wider => {
                format!("kind: region, country: {}", places[country].id)
            }
            Some(region) => format!("kind: authority, region: {}", places[region].id),
        };
        let _ = writeln!(text, "  {}: {{ title: \"{}\", {facts} }}", place.id, place.title);
    }
    text
}

fn measure(corpus: &Corpus, number: usize) -> String {
    let measure = &corpus.measures[number];
    let figures = &corpus.figures;
    let indicator = &figures.indicators[measure.indicator];
    let (topic, topic_title) = TOPICS[indicator.topic];
    let polarity = if indicator.high_is_good { "high" } else { "low" };
    let source = &figures.source;
    let found = source.found.map(|(url, licence)| format!(", url: \"{url}\", licence: {licence}")).unwrap_or_default();
    let mut text = format!(
        "topic: {{ id: {topic}, title: {topic_title}, order: {} }}\n\
         measures:\n  {}:\n    title: \"{}\"\n    definition: \"{}, as a share of all who were counted.\"\n    \
         unit: percent\n    counts: people\n    period: academic\n    decimals: 1\n    polarity: {polarity}\n    \
         source: {{ publisher: {}, title: {}{found} }}\n    missing: reason not given by the source\n    observations:\n",
        indicator.topic, measure.id, measure.title, indicator.title, source.publisher, source.title
    );
    let region = figures.places[measure.authority].within.unwrap_or(0);
    for place in [measure.authority, region, 0] {
        line(&mut text, "      ", corpus, place, measure.indicator, Group::All);
    }
    if indicator.grouped {
        text.push_str("    groups:\n");
        for (name, group) in [("disadvantaged", Group::Disadvantaged), ("not-disadvantaged", Group::Others)] {
            let _ = writeln!(text, "      {name}:");
            line(&mut text, "        ", corpus, measure.authority, measure.indicator, group);
        }
    }
    text
}

fn line(text: &mut String, indent: &str, corpus: &Corpus, place: usize, indicator: usize, group: Group) {
    let figures = &corpus.figures;
    let _ = write!(text, "{indent}{}: {{", figures.places[place].id);
    for (at, (year, figure)) in figures.years.iter().zip(figures.series(place, indicator, group)).enumerate() {
        let _ = write!(text, "{}{year}: {figure}", if at == 0 { " " } else { ", " });
    }
    text.push_str(" }\n");
}

fn first_page(corpus: &Corpus, review: &Review) -> String {
    let places = &corpus.figures.places;
    let place = &places[review.authority];
    let region = &places[place.within.unwrap_or(0)];
    let id = |number: usize| corpus.measures[review.measures[number]].id.as_str();
    let mut text = format!(
        "---\ntitle: \"{}\"\ndescription: \"How the year went in {}, and what comes of it.\"\n\
         report: {{ year: {}, geography: {}, compare: [{}, {}] }}\nstatus: published\norder: 0\n---\n",
        review.title, place.title, review.year, place.id, region.id, places[0].id
    );
    let _ = writeln!(text, "This review says where we were, what was done, what is left to do, and what came of it.\n");
    let _ = writeln!(text, "## The year in figures\n");
    let six: Vec<String> = (0..6).map(|number| format!("\"{}\"", id(number * 4))).collect();
    let _ = writeln!(text, "{{{{ key_figures(of=[{}]) }}}}\n", six.join(", "));
    let _ = writeln!(text, "## Topic by topic\n");
    for (number, page) in review.pages.iter().enumerate() {
        let of = id(number);
        let _ = writeln!(
            text,
            "- [{}]({}.md): {{{{ value(of=\"{of}\") }}}}, {{{{ change(of=\"{of}\") }}}}.",
            page.title, page.name
        );
    }
    text
}

fn topic_page(corpus: &Corpus, page: &Page, order: usize) -> String {
    let mut text = format!(
        "---\ntitle: \"{}\"\ndescription: \"{}\"\norder: {}\n---\n",
        page.title,
        page.description,
        (order + 1) * 10
    );
    for block in &page.blocks {
        match block {
            Block::Heading(title) => {
                let _ = write!(text, "## {title}");
            }
            Block::Paragraph(pieces) => self::pieces(&mut text, corpus, pieces),
            Block::List(items) => {
                for (number, item) in items.iter().enumerate() {
                    text.push_str(if number == 0 { "- " } else { "\n- " });
                    pieces(&mut text, corpus, item);
                }
            }
            Block::Table(measures) => {
                text.push_str("| Measure | This year | Since the year before | Compared |\n| --- | --- | --- | --- |");
                for number in measures {
                    let title = &corpus.figures.indicators[corpus.measures[*number].indicator].title;
                    let _ = write!(text, "\n| {title} | ");
                    pieces(&mut text, corpus, &[Piece::Value(*number)]);
                    text.push_str(" | ");
                    pieces(&mut text, corpus, &[Piece::Change(*number)]);
                    text.push_str(" | ");
                    pieces(&mut text, corpus, &[Piece::Gap(*number, 0)]);
                    text.push_str(" |");
                }
            }
            Block::Trend(number) => {
                let _ = write!(text, "{{{{ chart(of=\"{}\", kind=\"trend\") }}}}", corpus.measures[*number].id);
            }
        }
        text.push_str("\n\n");
    }
    text
}

fn pieces(text: &mut String, corpus: &Corpus, pieces: &[Piece]) {
    for piece in pieces {
        let id = |number: &usize| corpus.measures[*number].id.as_str();
        let _ = match piece {
            Piece::Words(words) => write!(text, "{words}"),
            Piece::Value(number) => write!(text, "{{{{ value(of=\"{}\") }}}}", id(number)),
            Piece::Change(number) => write!(text, "{{{{ change(of=\"{}\") }}}}", id(number)),
            Piece::Gap(number, place) => {
                let to = &corpus.figures.places[*place].id;
                write!(text, "{{{{ gap(of=\"{}\", to=\"{to}\") }}}}", id(number))
            }
            Piece::Choice(number, rose, otherwise) => {
                write!(text, "{{% if rose(of=\"{}\") %}}{rose}{{% else %}}{otherwise}{{% endif %}}", id(number))
            }
            Piece::Link(page) => write!(text, "[{}]({}.md)", PAGES[*page].1, PAGES[*page].0),
        };
    }
}

/// The files of the theme that the site wears: the project's own, `themes/base/`.
pub fn theme() -> Result<Vec<SiteFile>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    WalkDir::new(root.join("themes/base"))
        .sort_by_file_name()
        .into_iter()
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_type().is_file()))
        .map(|entry| {
            let entry = entry.map_err(|error| format!("can't list the theme: {error}"))?;
            let bytes =
                fs::read(entry.path()).map_err(|error| format!("can't read {}: {error}", entry.path().display()))?;
            let below = entry.path().strip_prefix(root).expect("what is found below a folder lies below it");
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            Ok(SiteFile { path: parts.join("/"), bytes })
        })
        .collect()
}

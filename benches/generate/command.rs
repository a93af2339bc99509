//! Writes a site of many authorities' reviews into a folder:
//! `cargo run --release --example generate -- --pages 1000 DIR`.
#![allow(clippy::print_stdout, clippy::print_stderr)] // It speaks to whoever runs it, without the program’s console.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use generate::SiteFile;
use generate::corpus::{self, Corpus};
use generate::figures;

#[path = "mod.rs"]
mod generate;

/// Writes a site of many authorities' annual reviews, to measure generators of sites on.
#[derive(Parser)]
struct Arguments {
    /// How many pages the site shall have, about: a review is fifty
    #[arg(long, default_value_t = 1000)]
    pages: usize,
    /// What the invented figures and words come from
    #[arg(long, default_value_t = generate::SEED)]
    seed: u64,
    /// Take published figures in place of invented ones, from a folder as data/README.md describes it
    #[arg(long, value_name = "DIR")]
    figures: Option<PathBuf>,
    /// Which generator shall read the site
    #[arg(long = "for", value_enum, default_value_t = Reader::Multum)]
    reader: Reader,
    /// The folder to write into, which must be empty or not there
    folder: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Reader {
    Multum,
    Hugo,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<String, String> {
    let figures = match &arguments.figures {
        Some(folder) => figures::published(folder)?,
        None => figures::invented(arguments.seed, corpus::reviews_of(arguments.pages)),
    };
    let corpus = corpus::corpus(figures, arguments.pages, arguments.seed)?;
    let files = match arguments.reader {
        Reader::Multum => {
            let mut files = generate::multum::files(&corpus);
            files.extend(generate::multum::theme()?);
            files
        }
        Reader::Hugo => generate::hugo::files(&corpus),
    };
    let folder = &arguments.folder;
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(format!("{} has something in it already: name an empty folder", folder.display()));
    }
    write(folder, &files)?;
    Ok(told(folder, &corpus, &files))
}

fn write(folder: &Path, files: &[SiteFile]) -> Result<(), String> {
    for file in files {
        let path = folder.join(&file.path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, &file.bytes))
            .map_err(|error| format!("can't write {}: {error}", path.display()))?;
    }
    Ok(())
}

fn told(folder: &Path, corpus: &Corpus, files: &[SiteFile]) -> String {
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let reviews = corpus.reviews.len();
    format!(
        "{}: {reviews} reviews, {} pages of theirs with {} measures; {} files, {:.1} MB",
        folder.display(),
        reviews * corpus::PAGES_OF_A_REVIEW,
        corpus.measures.len(),
        files.len(),
        bytes as f64 / 1e6
    )
}

#[cfg(test)]
mod tests {
    use multum::compose::Drafts;
    use multum::diagnostic::{Style, terminal};
    use multum::pipeline;
    use multum::source::MemoryWorld;

    use super::*;

    fn corpus(pages: usize, seed: u64) -> Corpus {
        corpus::corpus(figures::invented(seed, corpus::reviews_of(pages)), pages, seed).expect("enough figures")
    }

    #[test]
    fn a_seed_always_makes_the_same_site_and_another_seed_another() {
        let site = |seed| -> Vec<Vec<u8>> {
            generate::multum::files(&corpus(100, seed)).into_iter().map(|file| file.bytes).collect()
        };
        assert_eq!(site(1), site(1));
        assert_ne!(site(1), site(2));
    }

    #[test]
    fn half_of_the_wanted_pages_are_narrative_and_half_are_measures() {
        for (pages, reviews) in [(0, 1), (50, 1), (100, 2), (1010, 20), (10_000, 200)] {
            let corpus = corpus(pages, 1);
            assert_eq!(corpus.reviews.len(), reviews, "{pages} pages");
            let narrative: usize = corpus.reviews.iter().map(|review| 1 + review.pages.len()).sum();
            assert_eq!((narrative, corpus.measures.len()), (reviews * 25, reviews * 25));
        }
    }

    #[test]
    fn a_generated_site_builds_without_a_word_of_complaint_and_says_everywhere_that_it_is_invented() {
        let files = generate::multum::files(&corpus(50, generate::SEED)).into_iter();
        let theme = generate::multum::theme().expect("the project has a theme");
        let world = files.chain(theme).fold(MemoryWorld::new(), |world, file| world.with(&file.path, file.bytes));
        let built = pipeline::build(&world, Drafts::Out);
        assert_eq!(terminal(&built.findings, Style::Plain), "");
        let tree = built.value.expect("a site without faults").tree;
        let pages: Vec<_> = tree.iter().filter(|(path, _)| path.extension() == Some("html")).collect();
        let standard = pages.iter().filter(|(path, _)| !path.as_str().starts_with("large-print/")).count();
        // Front page, all measures, all reports, formats, data, accessibility, search and 404.html stand beside the review's.
        assert_eq!(standard, 50 + 8);
        assert_eq!(pages.len(), standard + 4 * (standard - 1), "404.html alone is not in large print");
        for (path, page) in pages {
            let text = String::from_utf8_lossy(&page.bytes);
            assert!(text.contains("Everything here is invented"), "{path}");
        }
    }
}

//! How long each stage of a build takes, in memory, on a site of a hundred and of a thousand pages: `cargo bench --bench build`.

use std::sync::OnceLock;

use divan::{Bencher, black_box};
use multum::checks;
use multum::compose::{self, Content, Drafts, content};
use multum::diagnostic::Findings;
use multum::document::Site;
use multum::evidence::{self, Evidence};
use multum::figures::{Policy, Release, decide};
use multum::outputs::OUTPUTS;
use multum::pipeline;
use multum::source::config::{self, Config};
use multum::source::theme::{self, Theme};
use multum::source::{MemoryWorld, World};
use multum::tree::Tree;

// The command beside it writes for Hugo too.
#[allow(dead_code)]
mod generate;

const PAGES: [usize; 2] = [100, 1000];

fn main() {
    for pages in PAGES {
        let built = pipeline::build(world(pages), Drafts::Out);
        let said = multum::diagnostic::terminal(&built.findings, multum::diagnostic::Style::Plain);
        assert!(built.value.is_some(), "the invented site of {pages} pages must build:\n{said}");
    }
    divan::main();
}

/// The invented site of about so many pages.
fn world(pages: usize) -> &'static MemoryWorld {
    static WORLDS: [OnceLock<MemoryWorld>; PAGES.len()] = [const { OnceLock::new() }; PAGES.len()];
    let place = PAGES.iter().position(|known| *known == pages).expect("one of the sizes");
    WORLDS[place].get_or_init(|| {
        let figures = generate::figures::invented(generate::SEED, generate::corpus::reviews_of(pages));
        let corpus =
            generate::corpus::corpus(figures, pages, generate::SEED).expect("as many figures as are asked for");
        let files = generate::multum::files(&corpus).into_iter();
        let theme = generate::multum::theme().expect("the project has a theme");
        files.chain(theme).fold(MemoryWorld::new(), |world, file| world.with(&file.path, file.bytes))
    })
}

type Read = (Config, Evidence, Content, Theme);

fn read(world: &dyn World) -> Read {
    let mut findings = Findings::new();
    let config = config::load(world).gather(&mut findings).expect("the site has a site.toml");
    let theme = theme::load(world, &config.theme.0, None).gather(&mut findings).expect("the site has its theme");
    (config, evidence::load(world).value, content::load(world).value, theme)
}

fn decided(world: &dyn World) -> (Read, Release) {
    let mut read = read(world);
    let release = decide(std::mem::take(&mut read.1.tables), &Policy::default());
    (read, release)
}

fn composed(world: &dyn World) -> (Site, Theme) {
    let ((config, evidence, content, theme), release) = decided(world);
    (compose::compose(&config, evidence, release, content, Drafts::Out).value, theme)
}

fn rendered(site: &Site, theme: &Theme) -> Tree {
    let mut tree = Tree::default();
    for output in OUTPUTS {
        tree.merge((output.render)(site, theme).value, &mut Findings::new());
    }
    tree
}

/// Files to evidence and content, one after the other; a whole build reads them side by side.
#[divan::bench(name = "1 read", args = PAGES, sample_count = 20)]
fn reading(bencher: Bencher, pages: usize) {
    bencher.bench(|| read(black_box(world(pages))));
}

#[divan::bench(name = "2 decide", args = PAGES, sample_count = 20)]
fn deciding(bencher: Bencher, pages: usize) {
    bencher.with_inputs(|| read(world(pages)).1.tables).bench_values(|tables| decide(tables, &Policy::default()));
}

#[divan::bench(name = "3 compose", args = PAGES, sample_count = 20)]
fn composing(bencher: Bencher, pages: usize) {
    bencher.with_inputs(|| decided(world(pages))).bench_values(|((config, evidence, content, _), release)| {
        compose::compose(&config, evidence, release, content, Drafts::Out)
    });
}

#[divan::bench(name = "4 render", args = PAGES, sample_count = 20)]
fn rendering(bencher: Bencher, pages: usize) {
    let (site, theme) = composed(world(pages));
    bencher.bench(|| rendered(black_box(&site), &theme));
}

#[divan::bench(name = "5 check", args = PAGES, sample_count = 20)]
fn checking(bencher: Bencher, pages: usize) {
    let (site, theme) = composed(world(pages));
    let tree = rendered(&site, &theme);
    bencher.bench(|| checks::run(black_box(&site), &tree));
}

#[divan::bench(name = "6 whole", args = PAGES, sample_count = 20)]
fn building(bencher: Bencher, pages: usize) {
    bencher.bench(|| pipeline::build(black_box(world(pages)), Drafts::Out));
}

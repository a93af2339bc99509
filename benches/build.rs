//! How long each stage of a build takes, in memory, on a site of a hundred and of a thousand pages: `cargo bench --bench build`.

use std::sync::OnceLock;

use divan::{Bencher, black_box};
use multum::checks;
use multum::compose::{self, Content, Drafts, content};
use multum::document::Site;
use multum::evidence::Evidence;
use multum::figures::{Decision, Memo};
use multum::outputs;
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

fn config(world: &dyn World) -> Config {
    config::load(world).value.expect("the site has a site.toml")
}

/// The figures, read, and decided on for the first time.
fn decided(world: &dyn World) -> (Evidence, Decision) {
    pipeline::decided(world, &config(world), &Memo::new()).value.expect("there is no confidential folder to miss")
}

/// Everything that a site is composed of.
fn parts(world: &dyn World) -> (Config, Evidence, Decision, Content) {
    let (evidence, decision) = decided(world);
    (config(world), evidence, decision, content::load(world).value)
}

fn theme(world: &dyn World) -> Theme {
    theme::load(world, &config(world).theme.0, None).value.expect("the site has its theme")
}

fn composed(world: &dyn World) -> Site {
    let (config, evidence, decision, content) = parts(world);
    compose::compose(&config, evidence, decision.release, content, Drafts::Out).value
}

fn rendered(site: &Site, theme: &Theme) -> Tree {
    outputs::render(site, theme, None).value.tree
}

/// YAML to figures that may go out.
#[divan::bench(name = "1 figures", args = PAGES, sample_count = 20)]
fn deciding(bencher: Bencher, pages: usize) {
    bencher.bench(|| decided(black_box(world(pages))));
}

/// Files of content to front matter and text. A build does it beside the figures.
#[divan::bench(name = "2 content", args = PAGES, sample_count = 20)]
fn reading(bencher: Bencher, pages: usize) {
    bencher.bench(|| content::load(black_box(world(pages))));
}

#[divan::bench(name = "3 compose", args = PAGES, sample_count = 20)]
fn composing(bencher: Bencher, pages: usize) {
    bencher.with_inputs(|| parts(world(pages))).bench_values(|(config, evidence, decision, content)| {
        compose::compose(&config, evidence, decision.release, content, Drafts::Out)
    });
}

#[divan::bench(name = "4 render", args = PAGES, sample_count = 20)]
fn rendering(bencher: Bencher, pages: usize) {
    let (site, theme) = (composed(world(pages)), theme(world(pages)));
    bencher.bench(|| rendered(black_box(&site), &theme));
}

#[divan::bench(name = "5 check", args = PAGES, sample_count = 20)]
fn checking(bencher: Bencher, pages: usize) {
    let site = composed(world(pages));
    let tree = rendered(&site, &theme(world(pages)));
    bencher.bench(|| checks::run(black_box(&site), &tree));
}

#[divan::bench(name = "6 whole", args = PAGES, sample_count = 20)]
fn building(bencher: Bencher, pages: usize) {
    bencher.bench(|| pipeline::build(black_box(world(pages)), Drafts::Out));
}

//! How many charts a second one core draws: `cargo bench --bench charts`.
//!
//! A chart here is what a page carries: both drawings, written as SVG, with its summary and notes. The aim is 2,000 a
//! second for the trend of ten years and four series.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use multum::{charts, figures, vocabulary};

#[path = "../src/charts"]
mod invented {
    #[allow(dead_code)]
    pub mod fixture;
}

use invented::fixture;

fn main() {
    divan::main();
}

fn whole(chart: &charts::Chart) -> usize {
    let summary = charts::summary(chart);
    let svg = charts::page_svg(chart, "figure-1", &summary);
    svg.len() + charts::notes(chart).len()
}

/// Both drawings, summary and notes of one chart of each kind.
#[divan::bench(args = ["trend", "bar: grouped", "comparison: neighbours", "gap: ten", "distribution: all auth"])]
fn page(bencher: Bencher<'_, '_>, kind: &str) {
    let fixtures = fixture::all();
    let chart = &fixtures.iter().find(|fixture| fixture.name.starts_with(kind)).expect("a fixture").chart;
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| whole(black_box(chart)));
}

/// The trend's drawing alone, without SVG or words.
#[divan::bench]
fn trend_scene(bencher: Bencher<'_, '_>) {
    let chart = fixture::full_trend();
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| charts::scene(black_box(&chart), charts::Frame::WIDE));
}

/// The small trend of a key figure.
#[divan::bench]
fn spark(bencher: Bencher<'_, '_>) {
    let fixtures = fixture::sparks();
    let chart = &fixtures[0].chart;
    bencher
        .counter(ItemsCount::new(1usize))
        .bench_local(|| charts::spark_svg(black_box(chart), "spark-1", &charts::spark_summary(chart)));
}

/// A file to download.
#[divan::bench]
fn standalone(bencher: Bencher<'_, '_>) {
    let chart = fixture::full_trend();
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| charts::standalone_svg(black_box(&chart)));
}

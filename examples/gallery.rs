//! Writes pages of every kind of chart with ordinary and odd figures, to look at and to check:
//! `cargo run --example gallery -- target/gallery`. `tests/browser/gallery.test.mjs` holds them in a browser.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use multum::{charts, figures, vocabulary};

#[path = "../src/charts"]
mod invented {
    #[allow(dead_code)]
    pub mod fixture;
}

const PAGE: &str = "
body { margin: 0 auto; padding: 16px; max-width: 42rem; font: 18px/1.5 system-ui, sans-serif;
  background: var(--chart-ground); color: var(--chart-ink); }
figure { margin: 0 0 3rem; }
figcaption { margin-bottom: .75rem; }
h2 { font-size: 1.1rem; margin: 0; }
p, li { font-size: .9rem; margin: .25rem 0; }
";

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned()));
    fs::create_dir_all(&out)?;
    let mut body = String::new();
    let mut kinds = BTreeSet::new();
    let write = |body: &mut String, fixture: &invented::fixture::Fixture, drawing: &str, summary: &str| {
        // Writing to a string can't fail.
        let _ = write!(body, "<figure><figcaption><h2>{}</h2></figcaption>\n{drawing}\n<p>{summary}</p>", fixture.name);
    };
    for (at, fixture) in invented::fixture::all().iter().enumerate() {
        let summary = charts::summary(&fixture.chart);
        let drawing = charts::page_svg(&fixture.chart, &format!("figure-{}", at + 1), &summary);
        write(&mut body, fixture, &drawing, &summary);
        let notes = charts::notes(&fixture.chart);
        if !notes.is_empty() {
            let _ = write!(body, "<ul><li>{}</li></ul>", notes.join("</li><li>"));
        }
        body.push_str("</figure>\n");
        let svg = charts::standalone_svg(&fixture.chart);
        // One picture of each kind will do.
        let kind = charts::scene(&fixture.chart, charts::Frame::WIDE).kind;
        if kinds.insert(kind)
            && let Some(png) = charts::png(&svg)
        {
            fs::write(out.join(format!("{}.png", at + 1)), png)?;
        }
        fs::write(out.join(format!("{}.svg", at + 1)), svg)?;
    }
    for (at, fixture) in invented::fixture::sparks().iter().enumerate() {
        let summary = charts::spark_summary(&fixture.chart);
        let drawing = charts::spark_svg(&fixture.chart, &format!("spark-{}", at + 1), &summary);
        write(&mut body, fixture, &drawing, &summary);
        body.push_str("</figure>\n");
    }
    page(&out.join("index.html"), "Charts of invented figures", &body)?;

    let mut body = String::new();
    for (at, fixture) in invented::fixture::all().iter().enumerate() {
        let summary = charts::summary(&fixture.chart);
        // 18, 24 and 28 point on paper, then what pages of large print draw.
        for text in [24.0, 32.0, 37.3] {
            let drawing =
                charts::large_print_svg(&fixture.chart, &format!("large-{}-{}", text as u32, at + 1), &summary, text);
            write(&mut body, fixture, &drawing, "");
            body.push_str("</figure>\n");
        }
        let drawing = charts::large_page_svg(&fixture.chart, &format!("page-{}", at + 1));
        write(&mut body, fixture, &drawing, "");
        body.push_str("</figure>\n");
    }
    page(&out.join("large.html"), "Charts of invented figures in large print", &body.replace("<p></p>", ""))
}

fn page(path: &Path, title: &str, body: &str) -> io::Result<()> {
    fs::write(path.with_file_name("style.css"), format!("{}{PAGE}", charts::STYLE))?;
    fs::write(
        path,
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
             <link rel=\"stylesheet\" href=\"style.css\"></head><body><main><h1>{title}</h1>\n{body}</main></body></html>\n"
        ),
    )
}

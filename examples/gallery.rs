//! Writes a page of every kind of chart with ordinary and odd figures, to look at and to check:
//! `cargo run --example gallery -- target/gallery`.

use std::path::PathBuf;
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
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Charts</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
         <style>{}{PAGE}</style></head><body><main><h1>Charts of invented figures</h1>\n",
        charts::STYLE
    );
    for (at, fixture) in invented::fixture::all().iter().enumerate() {
        let summary = charts::summary(&fixture.chart);
        page.push_str(&format!("<figure><figcaption><h2>{}</h2></figcaption>\n", fixture.name));
        page.push_str(&charts::page_svg(&fixture.chart, &format!("figure-{}", at + 1), &summary));
        page.push_str(&format!("\n<p>{summary}</p><ul>"));
        for note in charts::notes(&fixture.chart) {
            page.push_str(&format!("<li>{note}</li>"));
        }
        page.push_str("</ul></figure>\n");
        fs::write(out.join(format!("{}.svg", at + 1)), charts::standalone_svg(&fixture.chart))?;
    }
    page.push_str("<h1>Small trends of key figures</h1>\n");
    for (at, fixture) in invented::fixture::sparks().iter().enumerate() {
        let summary = charts::spark_summary(&fixture.chart);
        page.push_str(&format!("<figure><figcaption><h2>{}</h2></figcaption>\n", fixture.name));
        page.push_str(&charts::spark_svg(&fixture.chart, &format!("spark-{}", at + 1), &summary));
        page.push_str(&format!("\n<p>{summary}</p></figure>\n"));
    }
    page.push_str("<h1>Large print, 18 and 24 point</h1>\n");
    for (at, fixture) in invented::fixture::all().iter().enumerate() {
        for text in [24.0, 32.0] {
            let id = format!("large-{text}-{}", at + 1);
            let summary = charts::summary(&fixture.chart);
            page.push_str(&format!("<figure><figcaption><h2>{}</h2></figcaption>\n", fixture.name));
            page.push_str(&charts::large_print_svg(&fixture.chart, &id, &summary, text));
            page.push_str("\n</figure>\n");
        }
    }
    page.push_str("</main></body></html>\n");
    fs::write(out.join("index.html"), page)
}

//! A chart as HTML: its message, the drawing, its table, notes, source, and the files to take away.

use crate::charts;
use crate::document::ChartFigure;
use crate::vocabulary::SitePath;

use super::blocks::Writer;
use super::{folder, link, table};

/// The file of a chart's figures (`csv`) or of its drawing (`svg`, `png`).
pub fn file(page: &SitePath, figure: &ChartFigure, extension: &str) -> Option<SitePath> {
    folder(page).join(&format!("{}.{extension}", figure.id))
}

/// Writes a chart where it stands.
pub fn chart(writer: &mut Writer, figure: &ChartFigure) {
    let name = format!("Figure {}", figure.number);
    let title = format!("{}_title", figure.id);
    writer.markup("<figure class=\"charted\"");
    writer.attribute("id", &figure.id);
    writer.markup(">\n<figcaption");
    writer.attribute("id", &title);
    writer.markup("><a class=\"number\"");
    writer.attribute("href", &format!("#{}", link::encoded(&figure.id, |_| false)));
    writer.markup(">");
    writer.text(&name);
    writer.markup("</a> ");
    if let Some(headline) = &figure.chart.headline {
        writer.markup("<span class=\"headline\">");
        writer.text(headline);
        writer.markup("</span> <span class=\"subtitle\">");
        writer.text(&figure.chart.title);
        writer.markup("</span>");
    } else {
        writer.markup("<span class=\"title\">");
        writer.text(&figure.chart.title);
        writer.markup("</span>");
    }
    writer.markup("</figcaption>\n");
    let drawing = format!("{}_drawing", figure.id);
    if writer.place.large.is_some() {
        large(writer, figure, &drawing);
        writer.markup("<div class=\"beneath\">\n");
        beneath(writer, figure, &name);
        return;
    }
    writer.markup(&charts::page_svg(&figure.chart, &drawing, &figure.summary));
    writer.markup("\n");
    writer.markup(if figure.unfolded { "<details class=\"figures\" open>" } else { "<details class=\"figures\">" });
    writer.markup("<summary>See the figures<span class=\"unseen\"> of ");
    writer.text(&name.to_lowercase());
    writer.markup("</span></summary>\n<p class=\"summary\">");
    writer.text(&figure.summary);
    writer.markup("</p>\n");
    table::write_table(writer, &figure.table(), &format!("{}_table", figure.id), None);
    writer.markup("</details>\n<div class=\"beneath\">\n");
    beneath(writer, figure, &name);
}

/// Writes what stands below a chart, and its end.
fn beneath(writer: &mut Writer, figure: &ChartFigure, name: &str) {
    table::notes(writer, &figure.notes);
    table::source(writer, &figure.source);
    take(writer, figure, name);
    writer.markup("</div>\n</figure>\n");
}

/// Writes what a chart is in large print: what it shows in words first, then the drawing at the size of the letters round it,
/// then its figures, nothing folded away.
fn large(writer: &mut Writer, figure: &ChartFigure, drawing: &str) {
    writer.markup("<p class=\"summary\">");
    writer.text(&figure.summary);
    writer.markup("</p>\n");
    writer.markup(&charts::large_page_svg(&figure.chart, drawing));
    writer.markup("\n");
    table::write_table(writer, &figure.table(), &format!("{}_table", figure.id), None);
}

/// Writes the quiet line of files to take away. Each link says which figure it is of, seen or not, since the same words
/// must not lead to different places.
fn take(writer: &mut Writer, figure: &ChartFigure, name: &str) {
    let mut links = 0;
    let of = format!("<span class=\"unseen\"> of {}</span>", name.to_lowercase());
    for (extension, words, kind) in [("csv", "Data", "CSV"), ("svg", "Drawing", "SVG"), ("png", "Picture", "PNG")] {
        let Some(path) = file(writer.place.original, figure, extension) else { continue };
        let Some(size) = writer.place.size_of(&path) else { continue };
        writer.markup(if links == 0 { "<p class=\"take\">" } else { " " });
        writer.download(&path, |writer| {
            writer.markup(words);
            writer.markup(&of);
            writer.text(&format!(" ({kind}, {size})"));
        });
        links += 1;
    }
    if let Some(page) = figure.measure_page.as_ref().filter(|page| *page != writer.place.original) {
        let address = link::to_path(writer.place, page, None);
        writer.markup(if links == 0 { "<p class=\"take\">" } else { " " });
        writer.markup("<a");
        writer.attribute("href", &address);
        writer.markup(">Latest figures");
        writer.markup(&of.replace(" of ", " for the measure of "));
        writer.markup("</a>");
        links += 1;
    }
    if links > 0 {
        writer.markup("</p>\n");
    }
}

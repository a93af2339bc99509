//! The few figures that tell the year: the value large, then what it is, whether it is better, and than what.

use crate::charts;
use crate::document::KeyFigure;
use crate::figures::published::Published;
use crate::vocabulary::upper_first;

use super::blocks::Writer;
use super::link;

/// Writes the list of key figures.
pub fn key_figures(writer: &mut Writer, figures: &[KeyFigure]) {
    if figures.is_empty() {
        return;
    }
    writer.markup("<ul class=\"key-figures\">\n");
    for figure in figures {
        writer.markup("<li>");
        match &figure.value {
            Published::Shown(value) => {
                writer.markup("<p class=\"value\">");
                writer.text(&value.get().text());
                writer.markup("</p>");
            }
            Published::Absent(absent) => {
                writer.markup("<p class=\"value absent\">");
                writer.text(&upper_first(absent.symbol.meaning()));
                writer.markup("</p>");
            }
        }
        writer.markup("<p class=\"what\">");
        match link::to_target(writer.place, &figure.link) {
            Some(address) => {
                writer.markup("<a");
                writer.attribute("href", &address);
                writer.markup(">");
                writer.text(&figure.title);
                writer.markup("</a>");
            }
            None => writer.text(&figure.title),
        }
        writer.markup("<span class=\"period\">, ");
        writer.text(&figure.period);
        writer.markup("</span></p>");
        if let Published::Absent(absent) = &figure.value
            && &*absent.reason != absent.symbol.meaning()
            && !absent.reason.is_empty()
        {
            line(writer, "reason", &absent.reason);
        }
        if let Some(change) = &figure.change {
            line(writer, "change", change);
        }
        if let Some(comparison) = &figure.comparison {
            line(writer, "comparison", comparison);
        }
        if let Some(spark) = &figure.spark
            && writer.place.large.is_some()
        {
            // A drawing of the size of a thumb can't be read at the size of large print; its words can.
            line(writer, "trend", &charts::spark_summary(spark));
        } else if let Some(spark) = &figure.spark {
            writer.sparks += 1;
            let id = format!("spark_{}", writer.sparks);
            writer.markup(&charts::spark_svg(spark, &id, &charts::spark_summary(spark)));
        }
        writer.markup("</li>\n");
    }
    writer.markup("</ul>\n");
}

fn line(writer: &mut Writer, class: &str, words: &str) {
    writer.markup("<p");
    writer.attribute("class", class);
    writer.markup(">");
    writer.text(words);
    writer.markup("</p>");
}

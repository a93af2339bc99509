//! The small trend beside a key figure: one line, its first and last figure, no scale.

use super::axis::Axis;
use super::backend::{Canvas, Region};
use super::{Anchor, Chart, Content, Frame, Kind, Part, Role, Scene, lettering, style, trend, words};

/// The kind.
pub const KIND: Kind = Kind { name: "spark", draw, summary, reading: |_| Vec::new(), notes: trend::notes };

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let em = frame.text;
    let canvas = Canvas::new(KIND.name, frame);
    let Content::Trend(content) = &chart.content else {
        return canvas.finish();
    };
    let Some(series) = content.series.first() else {
        return canvas.finish();
    };
    let small = em * style::size(Part::Scale);
    let figures: Vec<_> = trend::shown(content, series).collect();
    let (Some((first_year, first)), Some((last_year, last))) = (figures.first(), figures.last()) else {
        let absent = series.points.last().and_then(|point| point.value.absent());
        let text = absent.map_or("No figures to show".to_owned(), |absent| {
            format!("{} {}", absent.symbol.shorthand(), words::short(absent.symbol))
        });
        canvas.text(Part::Note, (0.0, frame.height / 2.0), Anchor::Start, &text);
        return canvas.finish();
    };
    let (first_text, last_text) = (words::value(*first), words::value(*last));
    let single = figures.len() == 1;
    let before = if single { 0.0 } else { lettering::width(&first_text, em, false) + 0.6 * em };
    let after = lettering::width(&last_text, em, true) + 0.6 * em;
    let foot = 1.6 * small;
    let region = Region {
        left: before + 0.4 * em,
        top: 0.6 * em,
        right: (frame.width - after - 0.4 * em).max(before + 1.5 * em),
        bottom: frame.height - foot - 0.5 * em,
    };
    let (low, high) = figures.iter().fold((f64::MAX, f64::MIN), |(low, high), (_, figure)| {
        (low.min(figure.coordinate()), high.max(figure.coordinate()))
    });
    // Equal figures run along the middle.
    let y = if low < high { Axis::plain(low, high) } else { Axis::plain(low - 1.0, low + 1.0) };
    let (from, to) = (trend::year(*first_year), trend::year(*last_year));
    let x = if from < to { Axis::plain(from, to) } else { Axis::plain(from - 1.0, from + 1.0) };
    let mut plot = canvas.plot(region, x, y);
    let runs = trend::runs(content, series);
    for run in runs.iter().filter(|run| run.len() > 1) {
        plot.line(Part::Line(0, Role::Ours), run);
    }
    let marker = Part::Marker(0, Role::Ours);
    for (period, figure) in &figures {
        let at = (trend::year(*period), figure.coordinate());
        // Marks at the ends, and wherever a figure has no neighbour to be joined to.
        let alone = runs.iter().any(|run| run.len() == 1 && run[0] == at);
        if alone || period == first_year || period == last_year {
            plot.point(marker, at, 0.3 * em);
        }
    }
    let start = plot.place((from, first.coordinate()));
    let end = plot.place((to, last.coordinate()));
    if !single {
        canvas.text(Part::Value(Role::Comparator), (start.0 - 0.6 * em, start.1 + 0.35 * em), Anchor::End, &first_text);
    }
    canvas.text(Part::Value(Role::Ours), (end.0 + 0.6 * em, end.1 + 0.35 * em), Anchor::Start, &last_text);
    let y = frame.height - 0.35 * small;
    let year_text = last_year.to_string();
    let half = lettering::width(&year_text, small, false) / 2.0;
    let end_x = end.0.min(frame.width - half).max(half);
    canvas.text(Part::Scale, (end_x, y), Anchor::Middle, &year_text);
    if !single {
        let start_x = start.0.max(half);
        if start_x + half + 0.5 * em <= end_x - half {
            canvas.text(Part::Scale, (start_x, y), Anchor::Middle, &first_year.to_string());
        }
    }
    canvas.finish()
}

fn summary(chart: &Chart) -> String {
    let Content::Trend(content) = &chart.content else {
        return String::new();
    };
    content.series.first().map_or(String::new(), |series| trend::course(content, series, &[]).join(" "))
}

//! Small multiples: a small trend for each of several measures, groups or places, all on one scale and over the same years.
//!
//! What one chart of many lines can't show is plain in a row of charts with two lines each. The names of the lines stand
//! once, above; each panel has its own name and its last figures.

use crate::figures::published::Quantity;
use crate::vocabulary::Period;

use super::axis::Axis;
use super::backend::{Canvas, Plot, Region};
use super::key::Key;
use super::spread::{Wish, spread};
use super::trend;
use super::{Anchor, Chart, Content, Frame, Kind, Multiples, Panel, Part, Role, Scene, Trend, lettering, style, words};

/// The kind.
pub const KIND: Kind = Kind { name: "multiples", draw, summary, reading, notes };

/// About how many steps the scale has: few, since a panel is small.
const STEPS: usize = 3;

/// The scale that all panels share.
fn scale(multiples: &Multiples) -> Option<Axis> {
    let figures = multiples.panels.iter().flat_map(|panel| {
        let trend = &panel.trend;
        trend.series.iter().flat_map(move |series| trend::shown(trend, series)).map(|(_, figure)| figure)
    });
    Axis::of_lines(figures, STEPS)
}

/// The names of the lines with their roles, in the order of the panel that has most. A line that is another place in each
/// panel is the one that the panel is named for.
fn names(multiples: &Multiples) -> Vec<(&str, Role)> {
    let Some(most) = multiples.panels.iter().max_by_key(|panel| panel.trend.series.len()) else {
        return Vec::new();
    };
    let named = |(at, series): (usize, &'_ super::Series)| -> bool {
        let mut others = multiples.panels.iter().filter_map(|panel| panel.trend.series.get(at));
        others.all(|other| other.label == series.label)
    };
    let name = |(at, series)| if named((at, series)) { &*series.label } else { "The one named above" };
    most.trend.series.iter().enumerate().map(|(at, series)| (name((at, series)), series.role)).collect()
}

fn is_broken(multiples: &Multiples) -> bool {
    multiples.panels.iter().any(|panel| trend::breaks(&panel.trend).next().is_some())
}

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Multiples(multiples) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let em = frame.text;
    let small = em * style::size(Part::Scale);
    let (line, small_line) = (1.25 * em, 1.3 * small);
    let Some(scale) = scale(multiples).filter(|_| !multiples.panels.is_empty()) else {
        let canvas = Canvas::new(KIND.name, Frame { height: 2.0 * em, ..frame });
        canvas.text(Part::Note, (0.0, 1.2 * em), Anchor::Start, "No figures to show");
        return canvas.finish();
    };
    let ticks: Vec<(f64, String)> = scale.ticks.iter().map(|tick| (*tick, scale.label(*tick, chart.unit))).collect();
    let left = ticks.iter().map(|(_, label)| lettering::width(label, small, false)).fold(0.0, f32::max) + 0.5 * em;

    // As many beside each other as have room for their last figures and for two years below them.
    let gap = 1.3 * em;
    let least = 9.4 * em;
    let room = frame.width - left;
    let fit = (((room + gap) / (least + gap)).floor() as usize).clamp(1, 3).min(multiples.panels.len());
    // Rows as even as can be: four stand two by two.
    let columns = multiples.panels.len().div_ceil(multiples.panels.len().div_ceil(fit));
    let width = ((room - gap * (columns as f32 - 1.0)) / columns as f32).min(26.0 * em);
    let after = multiples
        .panels
        .iter()
        .flat_map(|panel| panel.trend.series.iter().filter_map(|series| trend::last_shown(&panel.trend, series)))
        .map(|(_, figure)| lettering::width(&words::value(figure), em, true))
        .fold(0.0, f32::max)
        + 0.7 * em;

    // From the top: which line is whose, then rows of panels.
    let key = Key::new(names(multiples), frame.width, em);
    let mut notes = Vec::new();
    if is_broken(multiples) {
        notes.extend(lettering::lines("Not comparable across dashed lines", frame.width, small, false));
    }
    if multiples.panels.iter().any(|panel| !trend::cancelled(&panel.trend).is_empty()) {
        notes.extend(lettering::lines("Years on a grey ground were cancelled", frame.width, small, false));
    }
    let head = key.height(em) + notes.len() as f32 * small_line + 0.5 * em;
    let headings: Vec<Vec<String>> =
        multiples.panels.iter().map(|panel| lettering::lines(&panel.label, width, em, true)).collect();
    let plot_height = 6.5 * em;
    let mut y = head;
    let tops: Vec<(f32, f32)> = headings
        .chunks(columns)
        .map(|row| {
            let lines = row.iter().map(Vec::len).max().unwrap_or(1);
            let top = y;
            let region = top + lines as f32 * line + 0.6 * em;
            y = region + plot_height + 0.5 * em + small_line + 1.1 * em + small_line;
            (top, region)
        })
        .collect();
    let canvas = Canvas::new(KIND.name, Frame { height: y - 0.7 * em, ..frame });
    key.draw(&canvas, em);
    for (at, words) in notes.iter().enumerate() {
        let y = key.height(em) + (at as f32 + 0.9) * small_line;
        canvas.text(Part::Note, (0.0, y), Anchor::Start, words);
    }
    for (at, (panel, heading)) in multiples.panels.iter().zip(&headings).enumerate() {
        let (top, plot_top) = tops[at / columns];
        let start = left + (at % columns) as f32 * (width + gap);
        for (index, words) in heading.iter().enumerate() {
            canvas.text(Part::Heading, (start, top + index as f32 * line + em), Anchor::Start, words);
        }
        let region =
            Region { left: start, top: plot_top, right: start + width - after, bottom: plot_top + plot_height };
        let plot = draw_panel(&canvas, panel, &scale, region, em);
        if at % columns == 0 {
            for (tick, label) in &ticks {
                let (_, y) = plot.place((0.0, *tick));
                canvas.text(Part::Scale, (left - 0.5 * em, y + 0.34 * small), Anchor::End, label);
            }
        }
    }
    canvas.finish()
}

fn draw_panel(canvas: &Canvas, panel: &Panel, scale: &Axis, region: Region, em: f32) -> Plot {
    let small = em * style::size(Part::Scale);
    let content = &panel.trend;
    let years = years(content, region, em);
    let step = (region.right - region.left) / (years.to - years.from) as f32;
    let x = |year: f64| region.left + (year - years.from) as f32 * step;
    for run in runs_of(content, &trend::cancelled(content)) {
        let (from, to) = (x(run.0 - 0.5).max(region.left), x(run.1 + 0.5).min(region.right));
        canvas.rectangle(Part::Band, Region { left: from, right: to, ..region });
    }
    let mut plot = canvas.plot(region, years.clone(), scale.clone());
    plot.mesh(Part::Grid);
    if scale.starts_at_nought() {
        plot.rule(Part::Base, (years.from, 0.0), (years.to, 0.0));
    }
    let mut rules: Vec<f32> = trend::breaks(content)
        .map(|(earlier, later, _)| x((trend::year(earlier) + trend::year(later)) / 2.0))
        .collect();
    rules.dedup();
    for rule in rules {
        canvas.line(Part::Break, &[(rule, region.top), (rule, region.bottom)]);
    }
    for role in [Role::Comparator, Role::Ours] {
        for (at, series) in content.series.iter().enumerate().filter(|(_, series)| series.role == role) {
            let runs = trend::runs(content, series);
            for run in runs.iter().filter(|run| run.len() > 1) {
                plot.line(Part::Line(at as u8, role), run);
            }
            let last = trend::last_shown(content, series).map(|(period, _)| period);
            for (period, figure) in trend::shown(content, series) {
                let at_figure = (trend::year(period), figure.coordinate());
                // In so little room a mark stands at the end, and wherever a figure has no neighbour to be joined to.
                if Some(period) == last || runs.iter().any(|run| run.len() == 1 && run[0] == at_figure) {
                    plot.point(Part::Marker(at as u8, role), at_figure, 0.28 * em);
                }
            }
        }
    }
    draw_last(canvas, &plot, content, region, em);
    draw_below(canvas, content, &years, region, (em, small));
    plot
}

/// The years with room at both ends for a mark.
fn years(content: &Trend, region: Region, em: f32) -> Axis {
    let first = content.periods.first().map_or(0.0, |period| trend::year(*period));
    let last = content.periods.last().map_or(first, |period| trend::year(*period));
    let inset = 0.4 * em;
    let pad = if last > first {
        (last - first) * f64::from(inset / (region.right - region.left - 2.0 * inset).max(inset))
    } else {
        1.0
    };
    Axis::plain(first - pad, last + pad)
}

/// The last figure of each line beside its end, moved apart.
fn draw_last(canvas: &Canvas, plot: &Plot, content: &Trend, region: Region, em: f32) {
    let ends = content.series.iter().enumerate().filter_map(|(at, series)| {
        let (period, figure) = trend::last_shown(content, series)?;
        // A number at the end of the panel would pass for one of its last year.
        (Some(&period) == content.periods.last()).then_some((Part::Label(at as u8, series.role), figure))
    });
    let ends: Vec<(Part, Quantity)> = ends.collect();
    let wish =
        |(_, figure): &(Part, Quantity)| Wish { middle: plot.place((0.0, figure.coordinate())).1, height: 1.1 * em };
    let wishes: Vec<Wish> = ends.iter().map(wish).collect();
    let middles = spread(&wishes, region.top - 0.55 * em, region.bottom + 0.55 * em);
    for ((part, figure), middle) in ends.iter().zip(middles) {
        canvas.text(*part, (region.right + 0.35 * em, middle + 0.35 * em), Anchor::Start, &words::value(*figure));
    }
}

/// Below the lines the first and the last year, and in a row of its own what is not there.
fn draw_below(canvas: &Canvas, content: &Trend, years: &Axis, region: Region, (em, small): (f32, f32)) {
    let x =
        |year: f64| region.left + ((year - years.from) / (years.to - years.from)) as f32 * (region.right - region.left);
    let y = region.bottom + 0.5 * em + small;
    if let (Some(first), Some(last)) = (content.periods.first(), content.periods.last()) {
        for period in [first, last] {
            let x = x(trend::year(*period));
            canvas.line(Part::Base, &[(x, region.bottom), (x, region.bottom + 0.25 * em)]);
        }
        let width = |period: &Period| lettering::width(&period.to_string(), small, false);
        let end =
            (x(trend::year(*last)) + 0.5 * width(last)).min(region.right + 0.6 * em).max(region.left + width(last));
        canvas.text(Part::Scale, (end, y), Anchor::End, &last.to_string());
        if first != last && region.left + width(first) + 0.6 * em <= end - width(last) {
            canvas.text(Part::Scale, (region.left, y), Anchor::Start, &first.to_string());
        }
    }
    // What is missing of any line: a symbol at the middle of its years, as many as have room.
    let mut signs: Vec<(f32, &str)> = Vec::new();
    for series in &content.series {
        for (from, to, symbol) in trend::absent_runs(content, series) {
            let middle = (x(trend::year(from)) + x(trend::year(to))) / 2.0;
            if !signs.iter().any(|(other, sign)| (other - middle).abs() < 0.1 && *sign == symbol) {
                signs.push((middle, symbol));
            }
        }
    }
    signs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let y = y + 1.3 * small;
    let mut taken = f32::MIN;
    for (middle, symbol) in signs {
        let half = lettering::width(symbol, small, false) / 2.0;
        let middle = middle.max(half).min(region.right + 0.6 * em - half);
        if middle - half > taken {
            canvas.text(Part::Note, (middle, y), Anchor::Middle, symbol);
            taken = middle + half + 0.3 * em;
        }
    }
}

/// Years that follow each other on the axis, as the first and the last of each run.
fn runs_of(content: &Trend, years: &[Period]) -> Vec<(f64, f64)> {
    let at = |period: &Period| content.periods.iter().position(|other| other == period);
    let mut runs: Vec<(f64, f64, usize)> = Vec::new();
    for (period, index) in years.iter().filter_map(|period| Some((period, at(period)?))) {
        match runs.last_mut() {
            Some(run) if run.2 + 1 == index => (run.1, run.2) = (trend::year(*period), index),
            _ => runs.push((trend::year(*period), trend::year(*period), index)),
        }
    }
    runs.into_iter().map(|(from, to, _)| (from, to)).collect()
}

fn summary(chart: &Chart) -> String {
    let Content::Multiples(multiples) = &chart.content else {
        return String::new();
    };
    let labels: Vec<&str> = multiples.panels.iter().map(|panel| &*panel.label).collect();
    let of_lines: Vec<&str> = names(multiples).into_iter().map(|(name, _)| name).collect();
    let years = multiples.panels.first().map_or(&[][..], |panel| panel.trend.periods.as_slice());
    let range = match years {
        [] => String::new(),
        years => format!(" for {}", Period::all_in_words(years)),
    };
    let mut sentences = vec![if labels.is_empty() {
        "Small charts without figures.".to_owned()
    } else {
        let charts = words::count(labels.len(), "small line chart", "small line charts");
        format!("{charts} on one scale{range}: {}. The lines are {}.", words::list(&labels), words::list(&of_lines))
    }];
    for panel in &multiples.panels {
        let trend = &panel.trend;
        let mut course: Vec<String> = Vec::new();
        for series in trend.series.iter().filter(|series| series.role == Role::Ours || trend.series.len() == 1) {
            course.extend(trend::course(trend, series, years));
        }
        course.extend(trend::standing(trend));
        if !course.is_empty() {
            sentences.push(format!("{}: {}", panel.label, course.join(" ")));
        }
    }
    sentences.extend(notes(chart));
    sentences.join(" ")
}

fn reading(chart: &Chart) -> Vec<String> {
    let Content::Multiples(multiples) = &chart.content else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    if let Some(axis) = scale(multiples) {
        notes.push("All the small charts have the same scale.".to_owned());
        if !axis.starts_at_nought() {
            notes.push(words::scale_note(&axis.label(axis.from, chart.unit)));
        }
    }
    notes
}

/// The notes of every panel; what all of them say is said once, without a name.
fn notes(chart: &Chart) -> Vec<String> {
    let Content::Multiples(multiples) = &chart.content else {
        return Vec::new();
    };
    let each: Vec<Vec<String>> = multiples.panels.iter().map(|panel| trend::trend_notes(&panel.trend)).collect();
    let mut notes = Vec::new();
    for (panel, of_panel) in multiples.panels.iter().zip(&each) {
        for note in of_panel {
            if each.iter().all(|other| other.contains(note)) {
                if !notes.contains(note) {
                    notes.push(note.clone());
                }
            } else {
                notes.push(format!("{}: {note}", panel.label));
            }
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Shape, fixture};

    #[test]
    fn every_panel_has_the_same_scale() {
        let chart = fixture::small_multiples();
        let scene = draw(&chart, Frame::WIDE);
        // The lines at the lowest tick of panels beside each other are at one height.
        let mut heights: Vec<i32> = scene
            .marks()
            .filter_map(|(part, mark)| match (part, &mark.shape) {
                (Part::Grid, Shape::Line(places)) if places[0].1 == places[1].1 => Some(places[0].1),
                _ => None,
            })
            .collect();
        let all = heights.len();
        heights.sort_unstable();
        heights.dedup();
        assert!(all >= 2 * heights.len(), "{all} lines at {heights:?}");
    }

    #[test]
    fn lines_do_not_join_over_what_is_not_there() {
        let chart = fixture::small_multiples();
        let Content::Multiples(multiples) = &chart.content else { panic!("multiples") };
        for panel in &multiples.panels {
            for series in &panel.trend.series {
                for run in trend::runs(&panel.trend, series) {
                    assert!(run.windows(2).all(|pair| pair[1].0 - pair[0].0 == 1.0), "{}: {run:?}", panel.label);
                }
            }
        }
        assert!(summary(&chart).contains("withheld to protect people"));
    }
}

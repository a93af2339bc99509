//! What stands above and below the lines: years, words on breaks and cancelled years, figures that are not there.

use super::{Missing, breaks, is_cancelled, missing, year};
use crate::charts::axis::Axis;
use crate::charts::backend::{Canvas, Region};
use crate::charts::{Anchor, Frame, Part, Series, Trend, lettering, style};
use crate::vocabulary::Period;

/// The years from left to right, in their true distances.
pub struct Years {
    /// Their axis, with room at both ends for markers.
    pub axis: Axis,
    left: f32,
    right: f32,
}

impl Years {
    /// The years of a trend between two sides, in pixels, `inset` from both.
    pub fn new(trend: &Trend, (left, right): (f32, f32), inset: f32) -> Years {
        let first = trend.periods.first().map_or(0.0, |period| year(*period));
        let last = trend.periods.last().map_or(first, |period| year(*period));
        let span = last - first;
        let axis = if span > 0.0 {
            let pad = span * f64::from(inset / (right - left - 2.0 * inset).max(inset));
            Axis::plain(first - pad, last + pad)
        } else {
            Axis::plain(first - 1.0, first + 1.0)
        };
        Years { axis, left, right }
    }

    /// Where a year stands, in pixels.
    pub fn position(&self, period: Period) -> f32 {
        let share = (year(period) - self.axis.from) / (self.axis.to - self.axis.from);
        self.left + share as f32 * (self.right - self.left)
    }

    /// Pixels from one year to the next.
    pub fn step(&self) -> f32 {
        (self.right - self.left) / (self.axis.to - self.axis.from) as f32
    }

    /// Half way between two years.
    fn between(&self, earlier: Period, later: Period) -> f32 {
        (self.position(earlier) + self.position(later)) / 2.0
    }
}

/// Years on the axis: a tick for each, words for as many as there is room for, the last and if possible the first always.
/// Ticks hang from `foot`, words stand below `below`.
pub fn draw_years(canvas: &Canvas, trend: &Trend, years: &Years, (foot, below): (f32, f32), frame: Frame) {
    let em = frame.text;
    let small = em * style::size(Part::Scale);
    for period in &trend.periods {
        let x = years.position(*period);
        canvas.line(Part::Base, &[(x, foot), (x, foot + 0.3 * em)]);
    }
    let spans: Vec<Span> = trend
        .periods
        .iter()
        .map(|period| {
            let text = period.to_string();
            let half = lettering::width(&text, small, false) / 2.0;
            // Letters never leave the drawing.
            let middle = years.position(*period).clamp(half, (frame.width - half).max(half));
            Span { middle, half, text }
        })
        .collect();
    for at in labelled(&spans, 0.85 * em) {
        canvas.text(Part::Scale, (spans[at].middle, below + 0.55 * em + small), Anchor::Middle, &spans[at].text);
    }
}

/// The words of a year, and how far they reach to both sides.
struct Span {
    middle: f32,
    half: f32,
    text: String,
}

/// Which years have room for their words: every so-manieth back from the last, and the first where it does not touch.
fn labelled(spans: &[Span], gap: f32) -> Vec<usize> {
    let Some(last) = spans.len().checked_sub(1) else {
        return Vec::new();
    };
    let fits = |a: &Span, b: &Span| b.middle - b.half - (a.middle + a.half) >= gap;
    let every = |step: usize| (0..=last).rev().step_by(step).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>();
    let clear = |set: &[usize]| set.windows(2).all(|pair| fits(&spans[pair[0]], &spans[pair[1]]));
    let narrowest = (1..=last.max(1)).find(|step| clear(&every(*step))).unwrap_or(last.max(1));
    // A step that lands on the first year is worth one that is a little wider.
    let even = (narrowest..=narrowest * 2).find(|step| last.is_multiple_of(*step) && clear(&every(*step)));
    let mut set = every(even.unwrap_or(narrowest));
    while set.len() > 1 && set[0] > 0 && !fits(&spans[0], &spans[set[0]]) {
        set.remove(0);
    }
    if set[0] > 0 && fits(&spans[0], &spans[set[0]]) {
        set.insert(0, 0);
    }
    set
}

/// Words above the lines about some of the years.
pub struct Annotation {
    lines: Vec<String>,
    /// Where the words start or have their middle.
    x: f32,
    anchor: Anchor,
    about: About,
    /// Where its first line begins.
    head: f32,
    /// Where its last line ends; a ground begins here.
    pub foot: f32,
}

/// What an annotation is about.
#[derive(Clone, Copy)]
enum About {
    /// Years that were cancelled, from one side to the other.
    Cancelled(f32, f32),
    /// A break in the series.
    Break(f32),
    /// All breaks, when there are too many for words at each.
    Breaks,
}

/// The words for breaks and cancelled years, in rows where neither words nor the rules of breaks touch.
///
/// A rule goes down from its words, and the words of a break start at its rule; so when two would touch, the one on the
/// left goes to the row above, where its rule passes to the left of the other.
pub fn annotations(trend: &Trend, years: &Years, frame: Frame) -> Vec<Annotation> {
    let em = frame.text;
    let size = em * style::size(Part::Note);
    let line = 1.2 * size;
    let width_of = |lines: &[String]| lines.iter().map(|line| lettering::width(line, size, false)).fold(0.0, f32::max);

    let mut found: Vec<Found> = Vec::new();
    for (from, to) in cancelled_runs(trend, years) {
        let lines = vec!["Cancelled".to_owned()];
        let half = width_of(&lines) / 2.0;
        let x = ((from + to) / 2.0).clamp(half, (frame.width - half).max(half));
        let about = About::Cancelled(from, to);
        found.push(Found { lines, x, anchor: Anchor::Middle, about, start: x - half, end: x + half });
    }
    let beside = 0.35 * em;
    let mut rules: Vec<f32> = breaks(trend).map(|(earlier, later, _)| years.between(earlier, later)).collect();
    // Two breaks between the same years need one rule.
    rules.dedup();
    let many = rules.len() > 2;
    for rule in rules {
        let room = frame.width - rule - beside;
        let long = lettering::lines("Not comparable with earlier years", room.min(9.5 * em), size, false);
        let lines = if many {
            Vec::new()
        } else if frame.is_narrow() || long.len() > 3 {
            lettering::lines("Break in series", room.max(3.6 * em), size, false)
        } else {
            long
        };
        let width = width_of(&lines);
        // At the very edge the words move in over the rule's foot, rather than out of the drawing.
        let x = (rule + beside).min(frame.width - width);
        let about = About::Break(rule);
        found.push(Found { lines, x, anchor: Anchor::Start, about, start: x.min(rule), end: x + width });
    }
    if many {
        // Words at each of many rules would be a staircase. They stand once, above all others.
        let lines = lettering::lines("Not comparable across dashed lines", frame.width - years.left, size, false);
        let (start, end) = (f32::MIN, f32::MAX);
        found.push(Found { lines, x: years.left, anchor: Anchor::Start, about: About::Breaks, start, end });
    }
    found.sort_by(|a, b| b.start.total_cmp(&a.start));

    // Rows from the lowest up: where the leftmost words of each begin, and how many lines it has.
    let mut rows: Vec<(f32, usize)> = Vec::new();
    let mut row_of = Vec::with_capacity(found.len());
    for Found { lines, start, end, .. } in &found {
        // Above the highest row that it would touch: the rules of that row go down through all below it.
        let row = rows.iter().rposition(|(leftmost, _)| end + 0.7 * em > *leftmost).map_or(0, |row| row + 1);
        match rows.get_mut(row) {
            Some(taken) => *taken = (*start, taken.1.max(lines.len())),
            None => rows.push((*start, lines.len())),
        }
        row_of.push(row);
    }
    let place = |(Found { lines, x, anchor, about, .. }, row): (Found, usize)| {
        let through: usize = rows[row..].iter().map(|(_, lines)| lines).sum();
        let foot = through as f32 * line + 0.3 * em;
        Annotation { head: foot - 0.3 * em - lines.len() as f32 * line, lines, x, anchor, about, foot }
    };
    found.into_iter().zip(row_of).map(place).rev().collect()
}

/// Words on their way to a row, and from where to where they reach.
struct Found {
    lines: Vec<String>,
    x: f32,
    anchor: Anchor,
    about: About,
    start: f32,
    end: f32,
}

/// Where cancelled years begin and end: half way to the years on either side.
fn cancelled_runs(trend: &Trend, years: &Years) -> Vec<(f32, f32)> {
    let mut runs: Vec<(f32, f32, usize)> = Vec::new();
    for (at, period) in trend.periods.iter().enumerate().filter(|(_, period)| is_cancelled(trend, **period)) {
        let before = at.checked_sub(1).map_or(years.left, |before| years.between(trend.periods[before], *period));
        let after = trend.periods.get(at + 1).map_or(years.right, |after| years.between(*period, *after));
        match runs.last_mut() {
            Some(run) if run.2 + 1 == at => (run.1, run.2) = (after, at),
            _ => runs.push((before, after, at)),
        }
    }
    runs.into_iter().map(|(from, to, _)| (from, to)).collect()
}

/// The grounds of cancelled years, from below their words down to the foot of the lines. `top` is where the words begin.
pub fn draw_grounds(canvas: &Canvas, annotations: &[Annotation], (top, bottom): (f32, f32)) {
    for annotation in annotations {
        if let About::Cancelled(left, right) = annotation.about {
            canvas.rectangle(Part::Band, Region { left, top: top + annotation.foot, right, bottom });
        }
    }
}

/// The rules and the words.
pub fn draw_annotations(canvas: &Canvas, annotations: &[Annotation], (top, bottom): (f32, f32), em: f32) {
    let size = em * style::size(Part::Note);
    for annotation in annotations {
        if let About::Break(x) = annotation.about {
            canvas.line(Part::Break, &[(x, top + annotation.head + 0.15 * size), (x, bottom)]);
        }
    }
    for annotation in annotations {
        for (at, line) in annotation.lines.iter().enumerate() {
            let y = top + annotation.head + (at as f32 * 1.2 + 0.95) * size;
            canvas.text(Part::Note, (annotation.x, y), annotation.anchor, line);
        }
    }
}

/// A series with figures that are not there: which one, its name in lines, and the runs of [`missing`].
pub struct Absences<'a> {
    at: usize,
    series: &'a Series,
    lines: Vec<String>,
    runs: Vec<(usize, usize, Missing)>,
}

impl Absences<'_> {
    /// How wide its name is.
    pub fn name_width(&self, em: f32) -> f32 {
        let bold = style::is_bold(self.part());
        self.lines.iter().map(|line| lettering::width(line, em, bold)).fold(0.0, f32::max)
    }

    fn part(&self) -> Part {
        Part::Label(self.at as u8, self.series.role)
    }
}

/// The series that need a row of absences, with names in lines no wider than `room`.
pub fn absences(trend: &Trend, room: f32, em: f32) -> Vec<Absences<'_>> {
    let all = trend.series.iter().enumerate().map(|(at, series)| {
        let bold = style::is_bold(Part::Label(at as u8, series.role));
        Absences { at, series, lines: lettering::lines(&series.label, room, em, bold), runs: missing(trend, series) }
    });
    all.filter(|absences| !absences.runs.is_empty()).collect()
}

/// The height of rows of absences, with names above them where they are stacked: the ticks of the years hang into the first.
pub fn rows_height(rows: &[Absences<'_>], stacked: bool, em: f32) -> f32 {
    if rows.is_empty() {
        return 0.0;
    }
    let lines = |row: &Absences<'_>| row.lines.len() as f32 + if stacked { 1.0 } else { 0.0 };
    rows.iter().map(|row| (1.25 * lines(row) + 0.15) * em).sum::<f32>() + 0.35 * em
}

/// Below the lines, a row for each series with figures that are not there: the symbol, with words where there is room, a
/// bracket over runs of years, and at the right the series' name.
pub fn draw_absences(
    canvas: &Canvas,
    trend: &Trend,
    rows: &[Absences<'_>],
    years: &Years,
    (right, bottom): (f32, f32),
    stacked: bool,
    frame: Frame,
) {
    let em = frame.text;
    let small = em * style::size(Part::Note);
    for (index, absences) in rows.iter().enumerate() {
        let first = bottom + rows_height(&rows[..index], stacked, em) + if index == 0 { 1.4 * em } else { 1.05 * em };
        let y = if stacked { first + absences.lines.len() as f32 * 1.25 * em } else { first };
        for (first, last, kind) in &absences.runs {
            let (from, to) = (years.position(trend.periods[*first]), years.position(trend.periods[*last]));
            let (symbol, phrase) = match kind {
                Missing::Symbol(symbol, phrase) => (*symbol, *phrase),
                Missing::Nothing => ("–", "no figure"),
            };
            let neighbour = |at: Option<usize>| at.and_then(|at| trend.periods.get(at)).map(|at| years.position(*at));
            let before = neighbour(first.checked_sub(1)).unwrap_or(from);
            let after = neighbour(Some(last + 1)).unwrap_or(to);
            let free = (after - before) / 2.0 + (to - from) / 2.0;
            let text = format!("{symbol} {phrase}");
            let text = if lettering::width(&text, small, false) + 0.6 * em <= free { text.as_str() } else { symbol };
            let half = lettering::width(text, small, false) / 2.0 + 0.25 * em;
            let middle = ((from + to) / 2.0).min(right + 0.3 * em - half);
            if from < to && middle - half > from {
                let line = y - 0.32 * small;
                for (start, end) in [(from, middle - half), (to, middle + half)] {
                    let tip = line - 0.22 * em;
                    canvas.line(Part::Absence(absences.at as u8), &[(start, tip), (start, line), (end, line)]);
                }
            }
            canvas.text(Part::Note, (middle, y), Anchor::Middle, text);
        }
        for (at, words) in absences.lines.iter().enumerate() {
            let x = if stacked { 0.0 } else { right + 0.8 * em };
            canvas.text(absences.part(), (x, first + at as f32 * 1.25 * em), Anchor::Start, words);
        }
    }
}

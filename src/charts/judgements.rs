//! Published judgements in the order of time, each on the scale that it was given on.
//!
//! A row is one judgement: when, of what, its scale as a ladder from the lowest grade to the highest with the given one
//! marked, and the grade's word. Time runs down the page, which leaves every word room to stand level. Each scale has a
//! part of its own, and nothing joins two: grades of different scales share names but not meanings, and where a scale
//! ended, as Ofsted's grades for overall effectiveness did in September 2024, the rows after it have none.

use super::backend::Canvas;
use super::{
    Anchor, Chart, Content, Frame, Judgement, Judgements, Kind, Part, Role, Scale, Scene, lettering, style, words,
};

/// The kind.
pub const KIND: Kind = Kind { name: "judgements", draw, summary, reading, notes };

/// What stands in place of a grade where none was given.
const NO_GRADE: &str = "No grade";

/// Each scale that is used with its judgements, in the order of the scales.
fn parts(content: &Judgements) -> impl Iterator<Item = (&Scale, Vec<&Judgement>)> {
    content.scales.iter().enumerate().filter_map(|(at, scale)| {
        let of_scale: Vec<&Judgement> = content.judgements.iter().filter(|judgement| judgement.scale == at).collect();
        (!of_scale.is_empty()).then_some((scale, of_scale))
    })
}

/// The word of a grade. One that its scale lacks is none.
fn word<'a>(scale: &'a Scale, judgement: &Judgement) -> &'a str {
    judgement.grade.and_then(|grade| scale.grades.get(grade)).map_or(NO_GRADE, |word| word)
}

/// What is judged, when all of the chart's judgements are of one thing, which its title names.
fn only_judged(content: &Judgements) -> bool {
    content.judgements.windows(2).all(|pair| pair[0].judged == pair[1].judged)
}

/// Where things stand on a row, in pixels.
struct Columns {
    judged: f32,
    judged_room: f32,
    ladder: f32,
    ladder_end: f32,
    word: f32,
    /// Whether the words of a row stand above its ladder, for want of room beside it.
    stacked: bool,
    /// Whether the grade's word stands below its ladder, since it would be cut into pieces beside it.
    below: bool,
}

fn columns(content: &Judgements, frame: Frame) -> Columns {
    let em = frame.text;
    let widest = |texts: &mut dyn Iterator<Item = &str>, bold: bool| -> f32 {
        texts.map(|text| lettering::width(text, em, bold)).fold(0.0, f32::max)
    };
    let when = widest(&mut content.judgements.iter().map(|judgement| &*judgement.when), false) + 1.1 * em;
    let judged = match only_judged(content) {
        true => 0.0,
        false => widest(&mut content.judgements.iter().map(|judgement| &*judgement.judged), false) + 1.1 * em,
    };
    let words = parts(content).flat_map(|(scale, all)| all.into_iter().map(|judgement| word(scale, judgement)));
    let word = widest(&mut words.collect::<Vec<_>>().into_iter(), true);
    let judged_column = judged.min(0.36 * frame.width);
    let ladder = frame.width - when - judged_column - word - 1.1 * em;
    let beside = |ladder: f32| ladder.min(16.0 * em);
    if ladder >= 7.0 * em {
        let start = when + judged_column + 0.5 * em;
        let end = start + beside(ladder) - 1.0 * em;
        return Columns {
            judged: when,
            judged_room: judged_column - 1.1 * em,
            ladder: start,
            ladder_end: end,
            word: end + 1.1 * em,
            stacked: false,
            below: false,
        };
    }
    // The longest single word must have room beside the ladder.
    let grades = parts(content).flat_map(|(scale, all)| all.into_iter().map(|judgement| self::word(scale, judgement)));
    let longest = widest(&mut grades.flat_map(str::split_whitespace).collect::<Vec<_>>().into_iter(), true);
    let end = 0.5 * em + beside(frame.width - word - 2.6 * em).max(4.0 * em);
    let below = end + 1.1 * em + longest > frame.width;
    let word = if below { 0.0 } else { end + 1.1 * em };
    Columns { judged: 0.0, judged_room: frame.width, ladder: 0.5 * em, ladder_end: end, word, stacked: true, below }
}

/// A row's words before they are drawn.
struct Row<'a> {
    judgement: &'a Judgement,
    when: &'a str,
    judged: Vec<String>,
    word: Vec<String>,
    height: f32,
}

fn rows<'a>(
    content: &'a Judgements,
    scale: &'a Scale,
    all: Vec<&'a Judgement>,
    at: &Columns,
    frame: Frame,
) -> Vec<Row<'a>> {
    let em = frame.text;
    let line = 1.25 * em;
    let only = only_judged(content);
    let mut before = "";
    let mut rows = Vec::with_capacity(all.len());
    for judgement in all {
        // A date is said once for all that was judged on it.
        let when = if judgement.when.as_ref() == before { "" } else { &*judgement.when };
        before = &judgement.when;
        let text = match (at.stacked, only) {
            (true, true) => judgement.when.to_string(),
            (true, false) => format!("{}: {}", judgement.when, judgement.judged),
            (false, true) => String::new(),
            (false, false) => judgement.judged.to_string(),
        };
        let judged = lettering::lines(&text, at.judged_room, em, false);
        let start = if scale.grades.is_empty() { at.ladder - 0.5 * em } else { at.word };
        let word = lettering::lines(word(scale, judgement), (frame.width - start).max(4.0 * em), em, true);
        let height = match at.stacked {
            true => {
                (judged.len() + word.len() + usize::from(at.below && !scale.grades.is_empty())) as f32 * line + 0.8 * em
            }
            false => judged.len().max(word.len()) as f32 * line + 0.5 * em,
        };
        rows.push(Row { judgement, when: if at.stacked { "" } else { when }, judged, word, height });
    }
    rows
}

/// Why a scale's grades can't be held against those above, in words.
fn change(scale: &Scale) -> String {
    match scale.change.as_deref().map(str::trim) {
        Some(reason) if !reason.is_empty() => words::sentence(reason),
        _ => "Another scale: not comparable with the one above.".to_owned(),
    }
}

fn draw(chart: &Chart, frame: Frame) -> Scene {
    let Content::Judgements(content) = &chart.content else {
        return Scene::new(KIND.name, frame);
    };
    let em = frame.text;
    let small = em * style::size(Part::Note);
    let (line, small_line) = (1.25 * em, 1.25 * small);
    let at = columns(content, frame);
    let panels: Vec<_> = parts(content)
        .enumerate()
        .map(|(index, (scale, all))| {
            let change =
                if index > 0 { lettering::lines(&change(scale), frame.width, small, false) } else { Vec::new() };
            let heading = lettering::lines(&scale.name, frame.width, em, true);
            let rows = rows(content, scale, all, &at, frame);
            let above = if index > 0 { 1.2 * em + change.len() as f32 * small_line + 0.9 * em } else { 0.0 };
            let ends = ends(scale, &at, frame);
            let head = heading.len() as f32 * line + if ends.is_some() { 1.6 * small } else { 0.3 * em };
            (scale, change, heading, ends, rows, above, head)
        })
        .collect();
    if panels.is_empty() {
        let canvas = Canvas::new(KIND.name, Frame { height: 2.0 * em, ..frame });
        canvas.text(Part::Note, (0.0, 1.2 * em), Anchor::Start, "None to show");
        return canvas.finish();
    }
    let height: f32 = panels
        .iter()
        .map(|(_, _, _, _, rows, above, head)| above + head + rows.iter().map(|row| row.height).sum::<f32>())
        .sum();
    let canvas = Canvas::new(KIND.name, Frame { height, ..frame });
    let mut y = 0.0;
    for (scale, change, heading, ends, rows, above, head) in &panels {
        if *above > 0.0 {
            canvas.line(Part::Break, &[(0.0, y + 0.7 * em), (frame.width, y + 0.7 * em)]);
            for (index, words) in change.iter().enumerate() {
                let y = y + 1.2 * em + (index as f32 + 0.85) * small_line;
                canvas.text(Part::Note, (0.0, y), Anchor::Start, words);
            }
        }
        y += above;
        for (index, words) in heading.iter().enumerate() {
            canvas.text(Part::Heading, (0.0, y + index as f32 * line + em), Anchor::Start, words);
        }
        if let Some((worst, best)) = ends {
            let y = y + heading.len() as f32 * line + 1.05 * small;
            canvas.text(Part::Scale, (at.ladder - 0.35 * em, y), Anchor::Start, worst);
            canvas.text(Part::Scale, (at.ladder_end + 0.35 * em, y), Anchor::End, best);
        }
        y += head;
        let mut before: Option<(f32, f32)> = None;
        let one = rows.windows(2).all(|pair| pair[0].judgement.judged == pair[1].judgement.judged);
        let mut marks = Vec::new();
        for row in rows {
            let text = row.judged.len() as f32 * line;
            let middle = match at.stacked {
                true => y + text + 0.5 * line,
                false => y + (row.height - 0.5 * em) / 2.0,
            };
            let first = |lines: usize| middle - (lines as f32 - 1.0) / 2.0 * line + 0.35 * em;
            canvas.text(Part::Scale, (0.0, first(row.judged.len())), Anchor::Start, row.when);
            for (index, words) in row.judged.iter().enumerate() {
                let y = if at.stacked { y + 0.95 * em } else { first(row.judged.len()) };
                canvas.text(Part::Name(Role::Comparator), (at.judged, y + index as f32 * line), Anchor::Start, words);
            }
            let steps = scale.grades.len();
            if steps > 0 {
                let place = |grade: usize| {
                    // Best on the right. A scale of one grade has it there.
                    let share = if steps > 1 { (steps - 1 - grade) as f32 / (steps - 1) as f32 } else { 1.0 };
                    at.ladder + share * (at.ladder_end - at.ladder)
                };
                canvas.line(Part::Base, &[(at.ladder, middle), (at.ladder_end, middle)]);
                for grade in (0..steps).rev().filter(|grade| Some(*grade) != row.judgement.grade) {
                    canvas.point(Part::Rung, (place(grade), middle), 0.2 * em);
                }
                let given = row.judgement.grade.filter(|grade| *grade < steps);
                if let Some(grade) = given {
                    let here = (place(grade), middle);
                    marks.push((here, before));
                    before = Some(here);
                } else {
                    before = None;
                }
            }
            let start = if steps > 0 { at.word } else { at.ladder - 0.5 * em };
            for (index, words) in row.word.iter().enumerate() {
                let under = if at.below && steps > 0 { line } else { 0.0 };
                let y = if at.stacked { middle + 0.35 * em + under } else { first(row.word.len()) };
                canvas.text(Part::Value(Role::Ours), (start, y + index as f32 * line), Anchor::Start, words);
            }
            y += row.height;
        }
        for (here, before) in marks {
            // What one thing was judged, time after time, is a course; what several were judged is none.
            if let (true, Some(before)) = (one && !at.stacked, before) {
                canvas.line(Part::Line(0, Role::Ours), &[before, here]);
            }
            canvas.point(Part::Marker(0, Role::Ours), here, 0.42 * em);
        }
    }
    canvas.finish()
}

/// The words of both ends of a scale, where there is room for them above its ladders.
fn ends<'a>(scale: &'a Scale, at: &Columns, frame: Frame) -> Option<(&'a str, &'a str)> {
    let (Some(best), Some(worst)) = (scale.grades.first(), scale.grades.last()) else {
        return None;
    };
    let small = frame.text * style::size(Part::Scale);
    let width = |text: &str| lettering::width(text, small, false);
    let room = at.ladder_end - at.ladder + 0.7 * frame.text;
    (scale.grades.len() > 1 && width(best) + width(worst) + 0.8 * frame.text <= room).then_some((worst, best))
}

fn summary(chart: &Chart) -> String {
    let Content::Judgements(content) = &chart.content else {
        return String::new();
    };
    let count = words::count(content.judgements.len(), "judgement", "judgements");
    let scales = parts(content).count();
    let mut sentences = vec![match scales {
        0 => "Timeline without judgements.".to_owned(),
        1 => format!("Timeline of {count}."),
        many => format!("Timeline of {count} on {many} scales, which can’t be compared with each other."),
    }];
    let only = only_judged(content);
    for (scale, all) in parts(content) {
        if let (Some(best), Some(worst)) = (scale.grades.first(), scale.grades.last()) {
            let grades = words::count(scale.grades.len(), "grade", "grades");
            sentences.push(format!("{} has {grades}, from {worst} to {best}.", scale.name));
        } else {
            sentences.push(format!("{} gives no grades.", scale.name));
        }
        for of_date in all.chunk_by(|a, b| a.when == b.when) {
            // What got the same grade on the same day is said together.
            let mut grades: Vec<(&str, Vec<&str>)> = Vec::new();
            for judgement in of_date {
                let word = word(scale, judgement);
                match grades.iter_mut().find(|(other, _)| *other == word) {
                    Some((_, judged)) => judged.push(&judgement.judged),
                    None => grades.push((word, vec![&judgement.judged])),
                }
            }
            let each = grades.iter().map(|(word, judged)| match only {
                true => (*word).to_owned(),
                false => format!("{word} for {}", words::list(judged)),
            });
            sentences.push(format!("{}: {}.", of_date[0].when, each.collect::<Vec<_>>().join("; ")));
        }
    }
    sentences.join(" ")
}

fn reading(chart: &Chart) -> Vec<String> {
    match &chart.content {
        Content::Judgements(content) if parts(content).any(|(scale, _)| scale.grades.len() > 1) => {
            vec!["On each line the highest grade is on the right.".to_owned()]
        }
        _ => Vec::new(),
    }
}

fn notes(chart: &Chart) -> Vec<String> {
    let Content::Judgements(content) = &chart.content else {
        return Vec::new();
    };
    parts(content).skip(1).map(|(scale, _)| format!("{}: {}", scale.name, change(scale))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::{Shape, fixture};

    #[test]
    fn scales_are_never_joined() {
        let chart = fixture::judgements_of_one();
        let scene = draw(&chart, Frame::WIDE);
        let broken: Vec<i32> = scene
            .marks()
            .filter_map(|(part, mark)| match (part, &mark.shape) {
                (Part::Break, Shape::Line(places)) => Some(places[0].1),
                _ => None,
            })
            .collect();
        assert_eq!(broken.len(), 2, "a rule at each change of scale");
        let mut joins = 0;
        for (part, mark) in scene.marks() {
            if let (Part::Line(..), Shape::Line(places)) = (part, &mark.shape) {
                joins += 1;
                assert!(
                    broken.iter().all(|y| (places[0].1 < *y) == (places[1].1 < *y)),
                    "{places:?} crosses {broken:?}"
                );
            }
        }
        assert!(joins > 0, "a course within a scale is joined");
    }

    #[test]
    fn a_grade_stands_on_its_own_scale_and_what_has_none_has_no_mark() {
        let chart = fixture::judgements_of_one();
        let scene = draw(&chart, Frame::NARROW);
        let marks = scene.marks().filter(|(part, _)| matches!(part, Part::Marker(..))).count();
        let Content::Judgements(content) = &chart.content else { panic!("judgements") };
        assert_eq!(marks, content.judgements.iter().filter(|judgement| judgement.grade.is_some()).count());
        assert!(scene.texts().any(|(_, text)| text == NO_GRADE));
    }

    #[test]
    fn the_words_tell_each_scale_apart() {
        assert_eq!(
            summary(&fixture::judgements_of_one()),
            "Timeline of 5 judgements on 3 scales, which can’t be compared with each other. Ofsted until 2012 has 4 \
             grades, from Inadequate to Outstanding. 2008: Good. 2011: Satisfactory. Ofsted until August 2024 has 4 \
             grades, from Inadequate to Outstanding. 2014: Requires improvement. 2019: Good. Ofsted from September 2024 \
             gives no grades. 2025: No grade."
        );
    }
}

//! A measure's own page: what it counts, ours now, the change, the gaps, the place among others, then charts and tables.

use std::sync::Arc;

use crate::charts::{self, Role};
use crate::document::{Block, Heading, Inline, KeyFigure, Target};
use crate::evidence::GeographyKind;
use crate::evidence::measure::Measure;
use crate::figures::{GeographyId, GroupId, MeasureId, Place, Subject};
use crate::vocabulary::{Polarity, Slug, Unit, lower_first, upper_first};

use super::address;
use super::book::{Book, NEIGHBOURS};
use super::drawing::{self, Grid, Line};
use super::functions::key_figure_words;

/// What stands on the page of a measure, seen from `home`, compared with `compare`.
pub(super) fn blocks(book: &Book, measure: MeasureId, home: GeographyId, compare: &[Place]) -> Vec<Block> {
    let (slug, facts) = book.known(measure);
    let mut page = Page { book, measure, home, compare, blocks: Vec::new(), charts: 0 };
    match page.latest() {
        Some(latest) => {
            page.now(slug, facts, &latest);
            page.over_years(&latest);
            page.elsewhere(&latest);
            page.groups(&latest);
            page.all_figures(facts, &latest);
        }
        None => page
            .paragraph(&format!("There are no figures of this measure for {}.", book.evidence.geography_title(home))),
    }
    page.about(facts);
    page.blocks
}

struct Page<'a> {
    book: &'a Book,
    measure: MeasureId,
    home: GeographyId,
    compare: &'a [Place],
    blocks: Vec<Block>,
    charts: usize,
}

impl Page<'_> {
    /// Ours in the newest year that the data speak of.
    fn latest(&self) -> Option<Subject> {
        let place = Place::Area(self.home);
        let group = GroupId::ALL;
        let period = *self.book.release.periods(self.measure, group, &place).last()?;
        Some(Subject { measure: self.measure, group, place, period })
    }

    fn heading(&mut self, text: &str) {
        let id = Slug::from_title(text).to_string();
        let text = vec![Inline::Text(text.to_owned())];
        self.blocks.push(Block::Heading(Heading { level: 2, id, text, at: None }));
    }

    fn paragraph(&mut self, text: &str) {
        self.blocks.push(Block::Paragraph(vec![Inline::Text(text.to_owned())]));
    }

    fn list(&mut self, items: Vec<String>) {
        if items.is_empty() {
            return;
        }
        let items = items.into_iter().map(|item| vec![Block::Paragraph(vec![Inline::Text(item)])]).collect();
        self.blocks.push(Block::List { start: None, items });
    }

    fn figure(&mut self, chart: Option<charts::Chart>) {
        if let Some(chart) = chart {
            self.charts += 1;
            let figure = drawing::figure(self.book, self.measure, chart, self.charts);
            self.blocks.push(Block::Chart(Box::new(figure)));
        }
    }

    /// The five lines: ours, the change, the gaps, the place.
    fn now(&mut self, slug: &Slug, facts: &Measure, latest: &Subject) {
        let book = self.book;
        let Some(point) = book.point(latest) else {
            return;
        };
        let line = drawing::place_line(book, latest, latest.place.clone(), Role::Ours);
        self.heading("Now");
        let spark = drawing::trend(book, &[line], &book.evidence.geography_title(self.home), None)
            .filter(|_| book.release.periods(self.measure, latest.group, &latest.place).len() > 1);
        self.blocks.push(Block::KeyFigures(vec![KeyFigure {
            measure: slug.clone(),
            title: format!("{}, {}", facts.title, book.evidence.geography_title(self.home)),
            value: point.value,
            period: latest.period.phrase(),
            change: key_figure_words::change(book, latest),
            comparison: None,
            spark,
            link: Target::Inside { path: address::measure(slug), anchor: Some(address::ALL_FIGURES.to_owned()) },
        }]));
        if !compares(facts.unit) {
            return;
        }
        let mut lines: Vec<String> =
            self.compare.iter().filter_map(|place| key_figure_words::comparison(book, latest, place)).collect();
        let words = match facts.polarity {
            Polarity::High => "highest first",
            Polarity::Low => "lowest first",
            Polarity::Neither => "largest first",
        };
        if let Some(Place::MeanOf(neighbours)) = book.neighbours(self.home) {
            let others: Vec<Subject> = neighbours.iter().map(|area| latest.at(Place::Area(*area))).collect();
            let ranked = book.release.rank(latest, &others, facts.polarity);
            if let Some(rank) = ranked.as_ref().and_then(|rank| rank.shown())
                && rank.of > 1
            {
                lines.push(upper_first(&format!("{} with its statistical neighbours, {words}", rank.text())));
            }
        }
        let ranked = book.release.rank_among_authorities(latest, book.evidence.authority(self.home), facts.polarity);
        if let Some(rank) = ranked.as_ref().and_then(|rank| rank.shown()) {
            lines.push(upper_first(&format!("{} English authorities with a figure, {words}", rank.text())));
        }
        self.list(lines);
    }

    fn over_years(&mut self, latest: &Subject) {
        let lines = self.lines(latest);
        let title = match lines.len() {
            1 => self.book.evidence.geography_title(self.home).to_string(),
            _ => format!("{} and others", self.book.evidence.geography_title(self.home)),
        };
        let chart = drawing::trend(self.book, &lines, &title, None);
        if chart.is_some() {
            self.heading("Over the years");
        }
        self.figure(chart);
    }

    /// Ours and those that the reports compare with, at most four.
    fn lines(&self, subject: &Subject) -> Vec<Line> {
        let ours = drawing::place_line(self.book, subject, subject.place.clone(), Role::Ours);
        let comparable = compares(self.book.known(self.measure).1.unit);
        let others = self
            .compare
            .iter()
            .filter(|place| comparable && **place != subject.place)
            .filter(|place| !self.book.release.periods(subject.measure, subject.group, place).is_empty())
            .map(|place| drawing::place_line(self.book, subject, place.clone(), Role::Comparator));
        std::iter::once(ours).chain(others).take(4).collect()
    }

    fn elsewhere(&mut self, latest: &Subject) {
        let book = self.book;
        if !compares(book.known(self.measure).1.unit) {
            return;
        }
        let mut lines = vec![drawing::place_line(book, latest, latest.place.clone(), Role::Ours)];
        if let Some(Place::MeanOf(neighbours)) = book.neighbours(self.home) {
            lines.extend(
                neighbours.iter().map(|area| drawing::place_line(book, latest, Place::Area(*area), Role::Comparator)),
            );
        }
        for place in self.compare {
            if let Place::Area(_) = place
                && *place != latest.place
            {
                lines.push(drawing::place_line(book, latest, place.clone(), Role::Comparator));
            }
        }
        let home = book.evidence.geography_title(self.home);
        let comparison = (lines.len() > 1).then(|| drawing::comparison(book, &lines, &home)).flatten();
        let distribution = drawing::distribution(book, latest, self.home);
        if comparison.is_some() || distribution.is_some() {
            self.heading("Compared with other places");
        }
        self.figure(comparison);
        self.figure(distribution);
    }

    /// The gap between each two groups that make a whole, and every group's figure now.
    fn groups(&mut self, latest: &Subject) {
        let book = self.book;
        let groups = book.release.groups(self.measure);
        if groups.len() < 2 {
            return;
        }
        self.heading("Groups of pupils");
        for whole in &book.evidence.wholes {
            if let [first, second] = whole.parts[..]
                && groups.contains(&first)
                && groups.contains(&second)
            {
                self.figure(drawing::gap(book, latest, first, second, None));
            }
        }
        let (_, facts) = book.known(self.measure);
        let comparable = compares(facts.unit);
        let places: Vec<Place> = std::iter::once(latest.place.clone())
            .chain(self.compare.iter().filter(|place| comparable && **place != latest.place).cloned())
            .collect();
        let grid = Grid {
            caption: format!("{}, by group, {}", facts.title, latest.period.phrase()),
            corner: "Group".to_owned(),
            columns: places.iter().map(|place| (book.place_title(place).to_string(), facts.unit)).collect(),
            rows: groups
                .iter()
                .map(|group| {
                    let cells = places.iter().map(|place| latest.of_group(*group).at(place.clone())).collect();
                    (book.evidence.group_title(*group), Role::Comparator, cells)
                })
                .collect(),
        };
        self.table(grid);
    }

    fn table(&mut self, grid: Grid) {
        if let Some(table) = drawing::table(self.book, grid) {
            self.blocks.push(Block::Table(Box::new(table)));
        }
    }

    fn all_figures(&mut self, facts: &Measure, latest: &Subject) {
        let book = self.book;
        let lines = self.lines(latest);
        let years = drawing::years(book, &lines, None);
        self.heading("All figures");
        let grid = Grid {
            caption: format!("{}, {}", facts.title, drawing::range(&years)),
            corner: "Year".to_owned(),
            columns: lines.iter().map(|line| (line.label.to_string(), facts.unit)).collect(),
            rows: years
                .iter()
                .map(|year| {
                    let cells = lines.iter().map(|line| line.subject.in_period(*year)).collect();
                    (Arc::from(year.to_string()), Role::Comparator, cells)
                })
                .collect(),
        };
        self.table(grid);
    }

    fn about(&mut self, facts: &Measure) {
        self.heading("About this measure");
        if let Some(definition) = &facts.definition {
            self.paragraph(definition);
        }
        let mut lines = Vec::new();
        match facts.polarity {
            Polarity::High => lines.push("A higher figure is better.".to_owned()),
            Polarity::Low => lines.push("A lower figure is better.".to_owned()),
            Polarity::Neither => lines.push("Neither a higher nor a lower figure is better.".to_owned()),
        }
        for (year, reason) in &facts.breaks {
            lines.push(format!(
                "Figures from {} onwards can’t be compared with those before: {}.",
                year.in_words(),
                lower_first(reason.trim_end_matches('.'))
            ));
        }
        lines.extend(charts::words::cancelled_note(&facts.cancelled));
        if self.compare.iter().any(|place| matches!(place, Place::MeanOf(_)))
            && let Some(meaning) = drawing::neighbours_meaning(self.book)
        {
            lines.push(meaning);
        }
        self.list(lines);
        let mut source = vec![Inline::Text("Source: ".to_owned())];
        source.extend(self.book.source(facts));
        self.blocks.push(Block::Paragraph(source));
    }
}

/// Whether a place's figure can be set beside another's: a number of pupils says how large a place is, and no more.
pub(super) fn compares(unit: Unit) -> bool {
    match unit {
        Unit::Count | Unit::Pounds => false,
        Unit::Percent | Unit::Score | Unit::Points | Unit::Days | Unit::Per10000 | Unit::Per1000 => true,
    }
}

/// With what a measure's page compares when no report says: neighbours, the region, the country.
pub(super) fn usual_comparison(book: &Book, home: GeographyId) -> Vec<String> {
    let mut names = Vec::new();
    if book.neighbours(home).is_some() {
        names.push(NEIGHBOURS.to_owned());
    }
    let mut within =
        book.evidence.geographies.get_index(usize::from(home.0)).and_then(|(_, geography)| geography.within);
    while let Some(id) = within {
        let Some((name, geography)) = book.evidence.geographies.get_index(usize::from(id.0)) else {
            break;
        };
        if names.contains(&name.to_string()) {
            break;
        }
        names.push(name.to_string());
        within = if geography.kind == GeographyKind::Country { None } else { geography.within };
    }
    names
}

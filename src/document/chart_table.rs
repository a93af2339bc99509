//! The figures of a chart as a table: the same numbers, for whoever does not see the drawing or wants them exactly.

use crate::charts::{
    self, Bars, Category, Chart, Content, Distribution, GapOverYears, Judgements, Multiples, Role, Series, Share,
    Slope, SlopeLine, Trend,
};
use crate::figures::published::{Absent, Difference, Point, Published, Quantity, Symbol};
use crate::vocabulary::{Period, Rating, Unit};

use super::{Cell, Column, Inline, Row, Table};

/// The table of what `chart` draws: years down and series across for a trend, places down in the order drawn for a
/// comparison. Its source is for the caller to add; its notes are those of the chart, but for what is said of the drawing
/// alone.
pub fn chart_table(chart: &Chart) -> Table {
    let (corner, columns, rows) = match &chart.content {
        Content::Trend(trend) => of_trend(trend, chart.unit),
        Content::Bar(bars) => of_bars(bars, chart.unit),
        Content::Comparison(bars) => of_comparison(bars, chart.unit),
        Content::Gap(gap) => of_gap(gap, chart.unit),
        Content::Distribution(distribution) => of_distribution(distribution, chart.unit),
        Content::Slope(slope) => of_slope(slope, chart.unit),
        Content::Multiples(multiples) => of_multiples(multiples, chart.unit),
        Content::Share(share) => of_share(share, chart.unit),
        Content::Judgements(judgements) => of_judgements(judgements),
    };
    Table {
        caption: chart.title.clone(),
        corner: corner.to_owned(),
        columns,
        rows,
        source: Vec::new(),
        notes: charts::table_notes(chart),
    }
}

type Parts = (&'static str, Vec<Column>, Vec<Row>);

fn heading(name: &str, unit: Unit) -> Column {
    Column { heading: format!("{name} ({})", unit.heading()), numeric: true }
}

fn row(heading: &str, ours: bool, cells: Vec<Cell>) -> Row {
    Row { heading: vec![Inline::Text(heading.to_owned())], ours, cells }
}

fn figure(number: Quantity) -> Cell {
    Cell::Figure { number, mark: None }
}

fn words(text: &str) -> Cell {
    Cell::Words(vec![Inline::Text(text.to_owned())])
}

fn of_trend(trend: &Trend, unit: Unit) -> Parts {
    let mut columns: Vec<Column> = Vec::new();
    for series in &trend.series {
        columns.push(heading(&series.label, unit));
        if ranges(&series.points) {
            columns.extend(Column::ends_of(&series.label, unit.heading()));
        }
    }
    let targets = trend.periods.iter().any(|period| trend.targets.iter().any(|(year, _)| year == period));
    if targets {
        columns.push(heading("Target", unit));
    }
    let rows = trend
        .periods
        .iter()
        .map(|period| {
            let cancelled = trend.cancelled.contains(period);
            let mut cells: Vec<Cell> = trend
                .series
                .iter()
                .flat_map(|series| {
                    let point: Option<&Point> = series.points.iter().find(|point| point.period == *period);
                    // A cancelled year has a reason of its own, and no figure even if the data hold one.
                    let mut cells = vec![if cancelled { of_cancelled(point) } else { Cell::of_point(point) }];
                    if ranges(&series.points) {
                        let ends =
                            if cancelled { [of_cancelled(point), of_cancelled(point)] } else { Cell::ends_of(point) };
                        cells.extend(ends);
                    }
                    cells
                })
                .collect();
            if targets {
                let target = trend.targets.iter().find(|(year, _)| year == period);
                cells.push(target.map_or(Cell::Empty, |(_, target)| figure(*target)));
            }
            row(&period.to_string(), false, cells)
        })
        .collect();
    ("Year", columns, rows)
}

/// Whether any of a series' figures has a range about it: the ends then have columns of their own, so that a number is a
/// number to whoever reads the table by ear or in a spreadsheet.
fn ranges(points: &[Point]) -> bool {
    points.iter().any(|point| point.interval.is_some())
}

fn of_year(trend: &Trend, series: &Series, period: &Period) -> Cell {
    let point: Option<&Point> = series.points.iter().find(|point| point.period == *period);
    // A cancelled year has a reason of its own, and no figure even if the data hold one.
    if trend.cancelled.contains(period) { of_cancelled(point) } else { Cell::of_point(point) }
}

fn of_cancelled(point: Option<&Point>) -> Cell {
    match point.and_then(|point| point.value.absent()) {
        Some(absent) => Cell::Absent(absent.clone()),
        None => Cell::Absent(Absent::cancelled()),
    }
}

fn of_bars(bars: &Bars, unit: Unit) -> Parts {
    // Where every row is ours, as where measures are compared, none needs to be told from the others.
    let mixed = bars.categories.iter().any(|category| category.role == Role::Comparator);
    let names = series_columns(bars, unit);
    let width = names.len();
    let columns = with_ends(bars, names, unit);
    let rows = bars
        .categories
        .iter()
        .map(|category| {
            let mut cells: Vec<Cell> = category.values.iter().map(|value| Cell::of(value, None)).collect();
            cells.resize_with(width, || Cell::Empty);
            let cells = ends_of(bars, category, cells);
            row(&category.label, mixed && category.role == Role::Ours, cells)
        })
        .collect();
    ("Group", columns, rows)
}

/// Whether any figure of a series has a range about it.
fn has_ends(bars: &Bars, series: usize) -> bool {
    bars.categories.iter().any(|category| category.interval_of(series).is_some())
}

/// The columns of series, with those of the ends of ranges after each series that has any.
fn with_ends(bars: &Bars, names: Vec<Column>, unit: Unit) -> Vec<Column> {
    let mut columns = Vec::with_capacity(names.len());
    for (at, column) in names.into_iter().enumerate() {
        columns.push(column);
        if has_ends(bars, at) {
            columns.extend(Column::ends_of(bars.series.get(at).map_or("Figure", |name| name), unit.heading()));
        }
    }
    columns
}

/// The cells of a row with the ends of its ranges after their figures.
fn ends_of(bars: &Bars, category: &Category, figures: Vec<Cell>) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(figures.len());
    for (at, cell) in figures.into_iter().enumerate() {
        let absent = match &cell {
            Cell::Absent(absent) => Some(absent.clone()),
            Cell::Figure { .. } | Cell::Words(_) | Cell::Empty => None,
        };
        cells.push(cell);
        if has_ends(bars, at) {
            cells.extend(match (category.interval_of(at), absent) {
                (Some(range), _) => [figure(range.lower), figure(range.upper)],
                (None, Some(absent)) => [Cell::Absent(absent.clone()), Cell::Absent(absent)],
                (None, None) => [Cell::Empty, Cell::Empty],
            });
        }
    }
    cells
}

/// A column for each series, and for each further value that a category has.
fn series_columns(bars: &Bars, unit: Unit) -> Vec<Column> {
    let width = bars.categories.iter().map(|category| category.values.len()).max().unwrap_or(0).max(bars.series.len());
    (0..width)
        .map(|at| match bars.series.get(at) {
            Some(name) => heading(name, unit),
            None => heading("Figure", unit),
        })
        .collect()
}

fn of_comparison(bars: &Bars, unit: Unit) -> Parts {
    let name = bars.series.first().map_or("Figure", |name| name);
    let rows = charts::ordered(bars)
        .into_iter()
        .map(|(category, value)| {
            row(&category.label, category.role == Role::Ours, ends_of(bars, category, vec![Cell::of(value, None)]))
        })
        .collect();
    ("Place", with_ends(bars, vec![heading(name, unit)], unit), rows)
}

fn of_gap(gap: &GapOverYears, unit: Unit) -> Parts {
    let difference = match unit.difference() {
        Some((_, many)) => Column { heading: format!("Gap ({many})"), numeric: true },
        None => heading("Gap", unit),
    };
    let columns = vec![heading(&gap.first, unit), heading(&gap.second, unit), difference];
    let rows = gap
        .years
        .iter()
        .map(|(period, first, second)| {
            row(
                &period.to_string(),
                false,
                vec![Cell::of(first, None), Cell::of(second, None), gap_cell(first, second)],
            )
        })
        .collect();
    ("Year", columns, rows)
}

/// The gap is there when both figures are; otherwise it is absent for the reason that one of them is.
fn gap_cell(first: &Published<Quantity>, second: &Published<Quantity>) -> Cell {
    match (first, second) {
        (Published::Shown(first), Published::Shown(second)) => {
            figure(Difference::between(*second.get(), *first.get()).size())
        }
        (Published::Absent(first), Published::Absent(second)) => {
            Cell::Absent(if second.symbol == Symbol::Withheld { second.clone() } else { first.clone() })
        }
        (Published::Absent(absent), Published::Shown(_)) | (Published::Shown(_), Published::Absent(absent)) => {
            Cell::Absent(absent.clone())
        }
    }
}

fn of_distribution(distribution: &Distribution, unit: Unit) -> Parts {
    let mut rows = vec![row(&distribution.ours, true, vec![Cell::of(&distribution.value, None)])];
    if let Some((name, reference)) = &distribution.reference {
        rows.push(row(name, false, vec![figure(*reference)]));
    }
    if let Some(spread) = charts::five_figures(distribution) {
        for (name, value) in [
            ("Highest", spread.highest),
            ("Upper quartile", spread.upper_quartile),
            ("Median", spread.median),
            ("Lower quartile", spread.lower_quartile),
            ("Lowest", spread.lowest),
        ] {
            rows.push(row(name, false, vec![figure(value)]));
        }
        rows.push(row("Authorities with a figure", false, vec![words(&spread.count.to_string())]));
    }
    if distribution.without > 0 {
        rows.push(row("Other authorities without a figure", false, vec![words(&distribution.without.to_string())]));
    }
    ("Figure", vec![heading(&distribution.period.phrase(), unit)], rows)
}

fn of_slope(slope: &Slope, unit: Unit) -> Parts {
    let mixed = slope.lines.iter().any(|line| line.role == Role::Comparator);
    let columns = vec![heading(&slope.from.phrase(), unit), heading(&slope.to.phrase(), unit)];
    let cells = |line: &SlopeLine| vec![Cell::of(&line.from, None), Cell::of(&line.to, None)];
    let rows = slope.lines.iter().map(|line| row(&line.label, mixed && line.role == Role::Ours, cells(line))).collect();
    ("Line", columns, rows)
}

/// A row for each line of each small chart, since there are fewer years than lines.
fn of_multiples(multiples: &Multiples, unit: Unit) -> Parts {
    let periods = multiples.panels.first().map_or(&[][..], |panel| &panel.trend.periods);
    let columns = periods.iter().map(|period| heading(&period.to_string(), unit)).collect();
    let mut rows = Vec::new();
    for panel in &multiples.panels {
        let trend = &panel.trend;
        for series in &trend.series {
            let cell = |period| of_year(trend, series, period);
            let name = match series.label == panel.label {
                true => panel.label.to_string(),
                false => format!("{}, {}", panel.label, series.label),
            };
            rows.push(row(&name, false, periods.iter().map(cell).collect()));
        }
    }
    ("Line", columns, rows)
}

fn of_judgements(content: &Judgements) -> Parts {
    let column = |heading: &str| Column { heading: heading.to_owned(), numeric: false };
    let rows = content
        .judgements
        .iter()
        .map(|judgement| {
            let scale = content.scales.get(judgement.scale);
            let grade = scale.and_then(|scale| scale.grades.get(judgement.grade?));
            let cells = vec![
                words(&judgement.judged),
                words(grade.map_or("No grade", |grade| grade)),
                words(scale.map_or("", |scale| &scale.name)),
            ];
            row(&judgement.when, false, cells)
        })
        .collect();
    ("When", vec![column("Judged"), column("Grade"), column("Scale")], rows)
}

fn of_share(share: &Share, unit: Unit) -> Parts {
    let columns = Rating::ALL.map(|rating| heading(rating.word(), unit)).into();
    let cells = |parts: &[Published<Quantity>; 3]| parts.iter().map(|part| Cell::of(part, None)).collect();
    let rows = share.rows.iter().map(|each| row(&each.label, false, cells(&each.parts))).collect();
    ("Rated", columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::fixture;

    /// The table as its reader hears it: a line a row.
    fn lines(table: &Table) -> Vec<String> {
        let cell = |cell: &Cell| match cell {
            Cell::Words(words) => super::super::plain_text(words),
            Cell::Figure { number, mark } => {
                let mark = mark.and_then(|mark| mark.shorthand());
                mark.map_or(number.number(), |mark| format!("{} {mark}", number.number()))
            }
            Cell::Absent(absent) => absent.symbol.shorthand().to_owned(),
            Cell::Empty => String::new(),
        };
        let line = |row: &Row| {
            let star = if row.ours { "*" } else { "" };
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            format!("{star}{}: {}", super::super::plain_text(&row.heading), cells.join(" | "))
        };
        table.rows.iter().map(line).collect()
    }

    #[test]
    fn a_trend_has_years_down_and_series_across() {
        let table = chart_table(&fixture::full_trend());
        let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(headings, ["Ourshire (%)", "Similar places (%)", "The region (%)", "England (%)", "Target (%)"]);
        let lines = lines(&table);
        assert_eq!(lines[0], "2014/15: 51 | 50 | 49 | 51 | ");
        assert_eq!(lines[3], "2017/18: [c] | 66 | 62 | 64 | ");
        assert_eq!(lines[5], "2019/20: [x] | [x] | [x] | [x] | ");
        assert_eq!(lines[9], "2023/24: 67 [p] | 64 [p] | 59 [p] | 61 [p] | 70");
        assert_eq!(table.reasons(), [(Symbol::NotAvailable, Absent::cancelled().reason.to_string())]);
    }

    #[test]
    fn a_comparison_has_the_order_of_its_drawing() {
        let chart = fixture::comparison(Unit::Percent, &[("Wold", "c"), ("*Ourshire", "67"), ("Marl", "71")]);
        assert_eq!(lines(&chart_table(&chart)), ["Marl: 71", "*Ourshire: 67", "Wold: [c]"]);
    }

    #[test]
    fn a_gap_is_withheld_with_either_of_its_figures() {
        let table = chart_table(&fixture::gap(Unit::Percent, 2020, "40 c z", "62 63 c"));
        assert_eq!(lines(&table), ["2020/21: 40 | 62 | 22", "2021/22: [c] | 63 | [c]", "2022/23: [z] | [c] | [c]"]);
        assert_eq!(table.columns[2].heading, "Gap (percentage points)");
    }

    #[test]
    fn a_distribution_is_its_quartiles_and_counts() {
        let table = chart_table(&fixture::distribution("51", 5));
        assert_eq!(lines(&table)[0], "*Ourshire: 51");
        assert!(lines(&table).contains(&"Authorities with a figure: 6".to_owned()));
        assert!(lines(&table).contains(&"Other authorities without a figure: 2".to_owned()));
    }

    #[test]
    fn every_row_has_a_cell_for_every_column() {
        for fixture in fixture::all() {
            let table = chart_table(&fixture.chart);
            assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()), "{}", fixture.name);
        }
    }

    /// What the drawing shows, the table holds: a reader of either can check the other.
    #[test]
    fn every_number_beside_a_mark_stands_in_the_table() {
        use crate::charts::{Frame, Part};
        for fixture in fixture::all() {
            let rows = lines(&chart_table(&fixture.chart)).join(" | ");
            for (part, text) in charts::scene(&fixture.chart, Frame::WIDE).texts() {
                if matches!(part, Part::Value(_)) && !text.starts_with("Target") {
                    let number = text.trim_start_matches('£').trim_end_matches('%');
                    assert!(rows.contains(number), "{}: {text} not in {rows}", fixture.name);
                }
            }
        }
    }
}

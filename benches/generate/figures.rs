//! Figures of places over years: invented from a seed, or those that were published.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;

use super::splitmix::SplitMix;
use super::words::{INDICATORS, TOPICS};

/// How many measures a review has.
pub const MEASURES_OF_A_REVIEW: usize = 25;

/// Figures by place, measure and group.
pub struct Figures {
    /// What every page must say of the figures and the words.
    pub notice: &'static str,
    /// Who published them, and where.
    pub source: Source,
    /// The country, then the regions, then the authorities.
    pub places: Vec<Place>,
    /// How many of the places are no authority.
    pub wider: usize,
    /// All years, oldest first, such as `2016/17`.
    pub years: Vec<String>,
    /// The years that reviews are about: an authority's first review, its second, and so on.
    pub reviewed: Vec<String>,
    /// What is counted.
    pub indicators: Vec<Indicator>,
    /// For each authority the indicators that can be written about.
    pub usable: Vec<Vec<usize>>,
    /// One figure for each of the years, as it is written in YAML.
    series: BTreeMap<(usize, usize, Group), Vec<String>>,
}

/// Where figures are from.
pub struct Source {
    /// Who published them.
    pub publisher: &'static str,
    /// What the publication is called.
    pub title: &'static str,
    /// Where it is, and under which licence, when it is anywhere.
    pub found: Option<(&'static str, &'static str)>,
}

/// A country, a region or an authority.
pub struct Place {
    /// Its name in the data.
    pub id: String,
    /// Its name for readers.
    pub title: String,
    /// Which of the places it lies in; a country lies in none.
    pub within: Option<usize>,
}

/// What is counted.
pub struct Indicator {
    /// Its name in the data.
    pub id: String,
    /// Its name for readers.
    pub title: String,
    /// Which of the topics it belongs to.
    pub topic: usize,
    /// Whether a high figure is good.
    pub high_is_good: bool,
    /// Whether there are figures of groups too.
    pub grouped: bool,
}

/// Whose figures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// All pupils'.
    All,
    /// Disadvantaged pupils'.
    Disadvantaged,
    /// The other pupils'.
    Others,
}

impl Figures {
    /// One figure for each of the years.
    pub fn series(&self, place: usize, indicator: usize, group: Group) -> &[String] {
        self.series.get(&(place, indicator, group)).map_or(&[], Vec::as_slice)
    }

    /// The authorities' numbers among the places.
    pub fn authorities(&self) -> usize {
        self.places.len() - self.wider
    }
}

/// Figures that nobody counted, of `authorities` places that do not exist.
pub fn invented(seed: u64, authorities: usize) -> Figures {
    let mut places = vec![Place { id: "exampleland".into(), title: "Exampleland".into(), within: None }];
    for region in REGIONS {
        places.push(Place { id: region.to_lowercase(), title: region.to_owned(), within: Some(0) });
    }
    let wider = places.len();
    for number in 1..=authorities {
        places.push(Place {
            id: format!("exampleshire-{number}"),
            title: format!("Exampleshire {number}"),
            within: Some(1 + number % REGIONS.len()),
        });
    }
    let indicators: Vec<Indicator> = INDICATORS
        .iter()
        .enumerate()
        .map(|(number, (id, title, high_is_good))| Indicator {
            id: (*id).to_owned(),
            title: (*title).to_owned(),
            topic: number * TOPICS.len() / INDICATORS.len(),
            high_is_good: *high_is_good,
            grouped: number % 5 == 0,
        })
        .collect();
    let years: Vec<String> = (2005..2017).map(|year| format!("{year}/{:02}", (year + 1) % 100)).collect();
    let mut series = BTreeMap::new();
    for place in 0..places.len() {
        for (number, indicator) in indicators.iter().enumerate() {
            let mut numbers = SplitMix::new(seed, &[1, place as u64, number as u64]);
            let all = walk(&mut numbers, years.len());
            if indicator.grouped && place >= wider {
                let apart: Vec<i64> = all.iter().map(|_| numbers.between(40, 140)).collect();
                let lower = all.iter().zip(&apart).map(|(figure, apart)| figure - apart);
                series.insert((place, number, Group::Disadvantaged), lower.map(tenths).collect());
                let higher = all.iter().zip(&apart).map(|(figure, apart)| figure + apart / 3);
                series.insert((place, number, Group::Others), higher.map(tenths).collect());
            }
            series.insert((place, number, Group::All), all.into_iter().map(tenths).collect());
        }
    }
    Figures {
        notice: "Everything here is invented to measure how fast pages are made: the places, the figures and the words.",
        source: Source { publisher: "Nobody", title: "Invented from a seed", found: None },
        usable: vec![(0..indicators.len()).collect(); authorities],
        reviewed: vec!["2016/17".into()],
        places,
        wider,
        years,
        indicators,
        series,
    }
}

const REGIONS: [&str; 9] =
    ["Highmark", "Lowmark", "Midmark", "Farmark", "Nearmark", "Oldmark", "Newmark", "Longmark", "Broadmark"];

/// Percentages in tenths that rise and fall a little from year to year.
fn walk(numbers: &mut SplitMix, years: usize) -> Vec<i64> {
    let mut figure = numbers.between(400, 800);
    (0..years)
        .map(|_| {
            figure = (figure + numbers.between(-24, 30)).clamp(200, 920);
            figure
        })
        .collect()
}

fn tenths(figure: i64) -> String {
    format!("{}.{}", figure / 10, figure % 10)
}

/// The published figures of the folder `data`, in the form that data/README.md tells of. Only percentages by academic
/// year are taken, and of each authority those that it, its region and England have in every year that is written about.
pub fn published(data: &Path) -> Result<Figures, String> {
    let (mut places, region_of) = areas(data)?;
    let wider = places.len() - region_of.len();
    for (place, region) in places[wider..].iter_mut().zip(&region_of) {
        place.within = Some(*region);
    }
    let mut indicators = indicators(data)?;
    let years: Vec<String> = (2016..=2025).map(|year| format!("{}/{:02}", year - 1, year % 100)).collect();
    let mut series = cells(data, &places, &indicators, &years)?;
    // A share above the whole is none: such a measure is a rate.
    let shares: Vec<bool> = (0..indicators.len())
        .map(|number| {
            let mut own = series.iter().filter(|((_, measure, _), _)| *measure == number).flat_map(|(_, row)| row);
            own.all(|figure| figure == "x" || figure.parse().is_ok_and(|figure: f64| (0.0..=100.0).contains(&figure)))
        })
        .collect();
    let reviewed: Vec<String> =
        ["2016/17", "2017/18", "2018/19", "2023/24", "2022/23"].iter().map(|year| (*year).to_owned()).collect();
    let wanted = ["2015/16", "2016/17", "2017/18", "2018/19", "2021/22", "2022/23", "2023/24"];
    let columns: Vec<usize> = (0..years.len()).filter(|at| wanted.contains(&years[*at].as_str())).collect();
    let usable = (wider..places.len())
        .map(|authority| {
            let whole = |place: usize, number: usize| {
                series
                    .get(&(place, number, Group::All))
                    .is_some_and(|row| columns.iter().all(|column| row[*column] != "x"))
            };
            let region = places[authority].within.unwrap_or(0);
            let fit =
                |number: &usize| shares[*number] && [0, region, authority].iter().all(|place| whole(*place, *number));
            (0..indicators.len()).filter(fit).collect()
        })
        .collect();
    let taken = indicators.len();
    for (number, indicator) in indicators.iter_mut().enumerate() {
        indicator.topic = number * TOPICS.len() / taken;
    }
    series.retain(|(_, number, _), _| shares[*number]);
    Ok(Figures {
        notice: "The figures are published ones. Topics and words are invented to measure how fast pages are made.",
        source: Source {
            publisher: "Department for Education",
            title: "Local Authority Interactive Tool",
            found: Some((
                "https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
                "OGL-UK-3.0",
            )),
        },
        places,
        wider,
        years,
        reviewed,
        indicators,
        usable,
        series,
    })
}

/// England, the regions and the authorities; and for each authority the number of its region among them.
fn areas(data: &Path) -> Result<(Vec<Place>, Vec<usize>), String> {
    let mut authorities: Vec<(String, String)> = Vec::new();
    read(data, "local-authorities.csv", &["name", "region"], &[], |row| {
        // The list has the regions and England too, which lie in no region.
        if !row[1].is_empty() {
            authorities.push((row[0].to_owned(), row[1].to_owned()));
        }
    })?;
    let mut regions: Vec<&String> = authorities.iter().map(|(_, region)| region).collect();
    regions.sort();
    regions.dedup();
    let named = |title: &str, within| Place { id: slug(title), title: title.to_owned(), within };
    let mut places = vec![named("England", None)];
    places.extend(regions.iter().map(|region| named(region, Some(0))));
    let region_of = authorities
        .iter()
        .map(|(_, region)| 1 + regions.iter().position(|known| *known == region).expect("taken from the same rows"))
        .collect();
    places.extend(authorities.iter().map(|(name, _)| named(name, None)));
    Ok((places, region_of))
}

fn indicators(data: &Path) -> Result<Vec<Indicator>, String> {
    let mut indicators: Vec<Indicator> = Vec::new();
    read(data, "measures.csv", &["measure", "polarity"], &["title", "unit", "year_type"], |row| {
        let high_is_good = match row[1] {
            "High" => true,
            "Low" => false,
            _ => return,
        };
        let (id, title) = (slug(row[0]), if row[2].is_empty() { row[0] } else { row[2] });
        let is_share = row[3].is_empty() || row[3].starts_with('%');
        let is_academic = row[4].is_empty() || row[4] == "Academic Year";
        if is_share && is_academic && indicators.iter().all(|known| known.id != id && known.title != title) {
            indicators.push(Indicator { id, title: title.to_owned(), topic: 0, high_is_good, grouped: false });
        }
    })?;
    Ok(indicators)
}

type Series = BTreeMap<(usize, usize, Group), Vec<String>>;

fn cells(data: &Path, places: &[Place], indicators: &[Indicator], years: &[String]) -> Result<Series, String> {
    let place_of: BTreeMap<&str, usize> =
        places.iter().enumerate().map(|(number, place)| (place.title.as_str(), number)).collect();
    let indicator_of: BTreeMap<&str, usize> =
        indicators.iter().enumerate().map(|(number, indicator)| (indicator.id.as_str(), number)).collect();
    let mut series = Series::new();
    read(data, "outcomes.csv", &["measure", "year", "geography", "value"], &[], |row| {
        // The tool calls the academic year 2016/17 "2017"; a status in brackets, such as (Rev), follows some years.
        let year = row[1].split(' ').next().and_then(|year| year.parse::<usize>().ok());
        let column = year.and_then(|year| year.checked_sub(2016)).filter(|column| *column < years.len());
        let measure = indicator_of.get(slug(row[0]).as_str());
        if let (Some(place), Some(indicator), Some(column)) = (place_of.get(row[2]), measure, column) {
            let line = series.entry((*place, *indicator, Group::All)).or_insert_with(|| vec!["x".into(); years.len()]);
            line[column] = figure(row[3]);
        }
    })?;
    Ok(series)
}

/// A figure as the source gave it; a tail of more than five decimals comes from a computer's division.
fn figure(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(figure) if text.split_once('.').is_some_and(|(_, decimals)| decimals.len() > 5) => format!("{figure:.1}"),
        Ok(_) => text.to_owned(),
        Err(_) => "x".to_owned(),
    }
}

/// Hands the wanted columns of every row of a CSV, which may be compressed, to `take`, and after them those that may be
/// missing, which are then empty.
fn read(
    data: &Path,
    name: &str,
    columns: &[&str],
    missing: &[&str],
    mut take: impl FnMut(&[&str]),
) -> Result<(), String> {
    let plain = data.join(name);
    let packed = data.join(format!("{name}.gz"));
    let open = |path: &Path| File::open(path).map_err(|error| format!("can't open {}: {error}", path.display()));
    let input: Box<dyn Read> = match plain.exists() {
        true => Box::new(BufReader::new(open(&plain)?)),
        false => Box::new(GzDecoder::new(open(&packed)?)),
    };
    let mut rows = csv::Reader::from_reader(input);
    let broken = |error: csv::Error| format!("can't read {name}: {error}");
    let heads = rows.headers().map_err(broken)?.clone();
    let place = |column: &&str| heads.iter().position(|head| head == *column);
    if let Some(column) = columns.iter().find(|column| place(column).is_none()) {
        return Err(format!("{name} has no column {column}"));
    }
    let at: Vec<Option<usize>> = columns.iter().chain(missing).map(place).collect();
    for row in rows.records() {
        let row = row.map_err(broken)?;
        let wanted: Vec<&str> =
            at.iter().map(|column| column.and_then(|column| row.get(column)).unwrap_or_default()).collect();
        take(&wanted);
    }
    Ok(())
}

fn slug(title: &str) -> String {
    let mut slug = String::new();
    for character in title.chars() {
        match character {
            'a'..='z' | '0'..='9' => slug.push(character),
            'A'..='Z' => slug.push(character.to_ascii_lowercase()),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

//! `multum export`: one thing for one person who asked, in the size, on the paper and of the page that they need; or a whole
//! report's pack to hand over.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::console::{Console, count};
use super::liblouis::translator;
use super::{Ending, FormatArguments, SiteArguments};
use crate::charts;
use crate::compose::Drafts;
use crate::diagnostic::{Checked, Diagnostic, Findings, code, nearest};
use crate::document::{Block, ChartFigure, Edition, Site, every};
use crate::figures::Memo;
use crate::outputs::{self, Made, braille};
use crate::pipeline::{self, Built, Options};
use crate::source::theme::Theme;
use crate::vocabulary::SitePath;

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// What to make
    #[arg(long, value_name = "NAME", required_unless_present = "all")]
    edition: Option<Name>,
    /// Everything that there is of the report: every PDF, braille, text, e-book, its charts as pictures, their figures
    #[arg(long, conflicts_with_all = ["edition", "page", "size", "paper", "volumes", "figure"])]
    all: bool,
    /// Of which report, by its folder such as 2016-17 [default: the front report]
    #[arg(long, value_name = "FOLDER")]
    report: Option<String>,
    /// Of one page alone, such as 2016-17/key-stage-2.html [default: the whole report]
    #[arg(long, value_name = "PAGE")]
    page: Option<String>,
    /// How large the letters of a PDF are, such as 24pt [default: 18pt for large-print-pdf, 12pt for print-pdf]
    #[arg(long, value_name = "POINTS")]
    size: Option<String>,
    /// The paper of a PDF: white, cream, yellow, blue or green [default: white]
    #[arg(long, value_name = "COLOUR")]
    paper: Option<String>,
    /// In how many parts a PDF or braille comes, each with its own title page and contents
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=50))]
    volumes: Option<u16>,
    /// Which chart of the page becomes a picture, such as figure-2
    #[arg(long, value_name = "FIGURE")]
    figure: Option<String>,
    /// Braille letter by letter, for who has not learnt the contractions
    #[arg(long)]
    uncontracted: bool,
    /// Put pages in that are still being written, each marked as a draft
    #[arg(long)]
    drafts: bool,
    /// The file to write, or the folder for --all [default: named for what it is, in export/]
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    #[command(flatten)]
    format: FormatArguments,
}

/// What can be made for somebody who asks.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// A PDF in large print
    LargePrintPdf,
    /// A PDF in standard print
    PrintPdf,
    /// Braille for an embosser or a braille display
    Braille,
    /// Plain text
    Text,
    /// An e-book
    Epub,
    /// A chart as a picture
    Png,
}

/// A file that was made, and how long it is.
struct File {
    name: String,
    bytes: Vec<u8>,
    length: Option<(usize, &'static str)>,
}

type Fault = Box<Diagnostic>;

pub fn run(arguments: &Arguments) -> Ending {
    let console = Console::new(arguments.format.format);
    match export(arguments, &console) {
        Ok(ending) => ending,
        Err(fault) => {
            console.findings(&[*fault].into_iter().collect());
            Ending::Faults
        }
    }
}

fn export(arguments: &Arguments, console: &Console) -> Result<Ending, Fault> {
    let world = arguments.site.world()?;
    let drafts = if arguments.drafts { Drafts::In } else { Drafts::Out };
    // Nothing is made but the site itself, unless everything is asked for. Braille's words are contracted on the way.
    let names: Option<Vec<&'static str>> = match arguments.edition {
        None => None,
        Some(Name::Braille) => Some(vec![braille::NAME]),
        Some(_) => Some(Vec::new()),
    };
    let options = Options {
        drafts,
        outputs: names,
        translator: (!arguments.uncontracted).then(translator),
        ..Options::default()
    };
    let made = pipeline::build_again(&world, &options, &Memo::new());
    let Some(mut built) = made.value else {
        console.findings(&made.findings);
        console.say("Nothing was made. Mend what is shown and ask again.");
        return Ok(Ending::Faults);
    };
    let report = report(arguments, &built.site)?;
    let page = arguments.page.as_deref().map(|page| self::page(page, &built.site)).transpose()?;
    let folder = arguments.site.site.join("export");
    match arguments.edition {
        None => pack(arguments, console, &built, report, &folder),
        Some(name) => {
            let (report, files) = one(arguments, name, &mut built, report, page, console)?;
            for file in &files {
                let to = match &arguments.out {
                    Some(out) if files.len() == 1 => out.clone(),
                    Some(out) => out.join(&file.name),
                    None => folder.join(&report).join(&file.name),
                };
                write(&to, &file.bytes)?;
                let length = file.length.map(|(number, what)| format!("{number} {what}, ")).unwrap_or_default();
                console.say(&format!("Made {} ({length}{}).", to.display(), outputs::html::size(file.bytes.len())));
            }
            if files.is_empty() {
                console.say("Nothing was made. Mend what is shown and ask again.");
                return Ok(Ending::Faults);
            }
            Ok(Ending::Done)
        }
    }
}

/// The report that was asked for, by its number.
fn report(arguments: &Arguments, site: &Site) -> Result<usize, Fault> {
    let Some(asked) = arguments.report.as_deref() else { return Ok(site.facts.front) };
    let asked = asked.trim_matches('/');
    site.reports.iter().position(|report| report.folder.as_str() == asked).ok_or_else(|| {
        let folders: Vec<&str> = site.reports.iter().map(|report| report.folder.as_str()).collect();
        let fault = Diagnostic::placeless(code::EXPORT, format!("there is no report in the folder {asked}"));
        Box::new(fault.hint(format!("the reports are {}", folders.join(", "))))
    })
}

/// The page that was asked for, by its number: its address, or the file that it is written in.
fn page(asked: &str, site: &Site) -> Result<usize, Fault> {
    let wanted = asked.trim_start_matches("content/").trim_start_matches('/');
    let wanted = wanted.strip_suffix(".md").map_or_else(|| wanted.to_owned(), |file| format!("{file}.html"));
    let wanted = if wanted.is_empty() || wanted.ends_with('/') { format!("{wanted}index.html") } else { wanted };
    site.pages.iter().position(|page| page.path.as_str() == wanted).ok_or_else(|| {
        let near = nearest(&wanted, site.pages.iter().map(|page| page.path.as_str()));
        let fault = Diagnostic::placeless(code::EXPORT, format!("there is no page {asked}"));
        Box::new(match near {
            Some(near) => fault.hint(format!("did you mean {near}?")),
            None => fault.hint("give its address as the browser shows it, such as 2016-17/key-stage-2.html"),
        })
    })
}

/// One edition of a report or page, with the folder that it belongs to.
fn one(
    arguments: &Arguments,
    name: Name,
    built: &mut Built,
    report: usize,
    page: Option<usize>,
    console: &Console,
) -> Result<(String, Vec<File>), Fault> {
    let owner = page.and_then(|page| built.site.reports.iter().position(|report| report.pages.contains(&page)));
    let report = owner.unwrap_or(report);
    let folder = built.site.reports[report].folder.to_string();
    let stem = match page {
        Some(page) => built.site.pages[page].path.as_str().trim_end_matches(".html").replace('/', "-"),
        None => folder.replace('/', "-"),
    };
    unfit(arguments, name)?;
    type Render = fn(&Site, &Theme, &Made) -> Checked<Made>;
    let render: Option<Render> = match name {
        Name::LargePrintPdf | Name::PrintPdf => {
            return pdf(arguments, name, built, report, page, &stem, console).map(|files| (folder, files));
        }
        Name::Png => return picture(arguments, &built.site, page).map(|file| (folder, vec![file])),
        Name::Braille => None,
        Name::Text => Some(outputs::text::render),
        Name::Epub => Some(outputs::epub::render),
    };
    if let Some(page) = page {
        if owner.is_none() {
            let message =
                format!("{} belongs to no report, so it has no edition of its own", built.site.pages[page].path);
            let hint = "make a PDF of it: --edition large-print-pdf";
            return Err(Box::new(Diagnostic::placeless(code::EXPORT, message).hint(hint)));
        }
        built.site.reports[report].pages = vec![page];
    }
    let Some(render) = render else {
        let made = braille::make(&built.site, &built.site.reports[report], volumes(arguments));
        let all = made.len();
        let file = |(at, volume): (usize, braille::Volume)| {
            let name = format!("{stem}{}.brf", part(at, all));
            File { name, bytes: volume.text.into_bytes(), length: Some((volume.pages, "braille pages")) }
        };
        return Ok((folder, made.into_iter().enumerate().map(file).collect()));
    };
    let mut findings = Findings::new();
    let made = render(&built.site, &built.theme, &Made::default()).gather(&mut findings);
    console.findings(&findings);
    let edition = made.editions.iter().find(|edition| edition.report == report);
    let files = edition.and_then(|edition| Some((edition, made.tree.get(&edition.path)?))).map(|(edition, file)| {
        let ending = edition.path.extension().unwrap_or_default();
        File { name: format!("{stem}.{ending}"), bytes: file.bytes.to_vec(), length: edition.length }
    });
    Ok((folder, files.into_iter().collect()))
}

/// Says so when somebody asks for what an edition does not have: nobody should think that they got it.
fn unfit(arguments: &Arguments, name: Name) -> Result<(), Fault> {
    let pdf = matches!(name, Name::LargePrintPdf | Name::PrintPdf);
    let of = [
        ("--size", arguments.size.is_some() && !pdf, "a PDF"),
        ("--paper", arguments.paper.is_some() && !pdf, "a PDF"),
        ("--volumes", arguments.volumes.is_some() && !pdf && name != Name::Braille, "a PDF or braille"),
        ("--figure", arguments.figure.is_some() && name != Name::Png, "a chart as a picture (--edition png)"),
        ("--uncontracted", arguments.uncontracted && name != Name::Braille, "braille"),
    ];
    match of.into_iter().find(|(_, unfit, _)| *unfit) {
        None => Ok(()),
        Some((option, _, has)) => {
            let fault =
                Diagnostic::placeless(code::EXPORT, format!("{option} belongs to {has}, and not to this edition"));
            Err(Box::new(fault.hint(format!("leave {option} out, or ask for another edition"))))
        }
    }
}

/// In how many parts somebody asks for it.
fn volumes(arguments: &Arguments) -> usize {
    arguments.volumes.map_or(1, usize::from)
}

/// What the name of one part of several says of it.
fn part(at: usize, all: usize) -> String {
    if all > 1 { format!("-volume-{}", at + 1) } else { String::new() }
}

/// A PDF in the size, on the paper and in the parts that were asked for.
#[cfg(feature = "pdf")]
fn pdf(
    arguments: &Arguments,
    name: Name,
    built: &Built,
    report: usize,
    page: Option<usize>,
    stem: &str,
    console: &Console,
) -> Result<Vec<File>, Fault> {
    use crate::outputs::pdf::request::{Paper, Request, Size, What};

    let size = match arguments.size.as_deref() {
        None if name == Name::PrintPdf => Size::STANDARD,
        None => Size::LARGE,
        Some(text) => {
            let points = text.trim().trim_end_matches("pt").trim().parse::<f32>().ok().and_then(Size::points);
            points.ok_or_else(|| {
                let message = format!("expected a size from 10pt to 60pt, found {text}");
                Box::new(Diagnostic::placeless(code::EXPORT, message).hint("such as --size 24pt"))
            })?
        }
    };
    let paper = arguments.paper.as_deref().map_or(Ok(Paper::White), |name| {
        Paper::named(name).ok_or_else(|| {
            let names: Vec<&str> = Paper::ALL.iter().map(|paper| paper.name()).collect();
            let message = format!("expected a colour of paper, found {name}");
            Box::new(Diagnostic::placeless(code::EXPORT, message).hint(format!("the colours are {}", names.join(", "))))
        })
    })?;
    let what = page.map_or(What::Report(report), What::Page);
    let request = Request { what, size, paper, volumes: volumes(arguments), ..Request::report(report, size) };
    let Checked { value, findings } = outputs::pdf::make(&built.site, &built.theme, &built.editions, &request);
    console.findings(&findings);
    let all = value.len();
    let file = |(at, volume): (usize, outputs::pdf::Volume)| {
        let tint = if paper == Paper::White { String::new() } else { format!("-{}", paper.name()) };
        let name = format!("{stem}-{size}-point{tint}{}.pdf", part(at, all));
        File { name, bytes: volume.bytes, length: Some((volume.pages, "pages")) }
    };
    Ok(value.into_iter().enumerate().map(file).collect())
}

/// Without Typst there is no PDF to be made.
#[cfg(not(feature = "pdf"))]
fn pdf(
    _: &Arguments,
    _: Name,
    _: &Built,
    _: usize,
    _: Option<usize>,
    _: &str,
    _: &Console,
) -> Result<Vec<File>, Fault> {
    let message = "this multum was compiled without PDFs";
    Err(Box::new(
        Diagnostic::placeless(code::EXPORT, message).hint("compile it with the feature pdf, as the README says"),
    ))
}

/// A chart as a picture.
fn picture(arguments: &Arguments, site: &Site, page: Option<usize>) -> Result<File, Fault> {
    let refused = |message: String, hint: String| Box::new(Diagnostic::placeless(code::EXPORT, message).hint(hint));
    let Some(page) = page.map(|page| &site.pages[page]) else {
        return Err(refused("expected a page with a chart, found none".into(), "give its address with --page".into()));
    };
    let all: Vec<&ChartFigure> = drawn(&page.body).collect();
    let names = || all.iter().map(|figure| figure.id.as_str()).collect::<Vec<_>>().join(", ");
    let Some(asked) = arguments.figure.as_deref().or(all.first().map(|figure| figure.id.as_str())) else {
        return Err(refused(format!("{} has no chart", page.path), "give a page that has one".into()));
    };
    let Some(figure) = all.iter().find(|figure| figure.id == asked) else {
        return Err(refused(format!("{} has no chart {asked}", page.path), format!("its charts are {}", names())));
    };
    let bytes = charts::png(&figure.drawing())
        .ok_or_else(|| refused(format!("{asked} can't be made a picture"), "take its drawing (SVG) instead".into()))?;
    let stem = page.path.as_str().trim_end_matches(".html").replace('/', "-");
    Ok(File { name: format!("{stem}-{}.png", figure.id), bytes, length: None })
}

/// Every chart among blocks, also those within others.
fn drawn(blocks: &[Block]) -> impl Iterator<Item = &ChartFigure> {
    every(blocks).filter_map(|block| match block {
        Block::Chart(figure) => Some(&**figure),
        _ => None,
    })
}

/// Everything that there is of a report, in a folder with a list of what it is.
fn pack(
    arguments: &Arguments,
    console: &Console,
    built: &Built,
    report: usize,
    folder: &Path,
) -> Result<Ending, Fault> {
    let site = &built.site;
    let owner = &site.reports[report];
    let to = arguments.out.clone().unwrap_or_else(|| folder.join(owner.folder.as_str()));
    let mut list = format!("{}\n{}\n\n", owner.title, "=".repeat(owner.title.chars().count()));
    if let Some(notice) = &site.facts.notice {
        list.push_str(&format!("{notice}\n\n"));
    }
    let mut files = 0;
    let editions: Vec<&Edition> = built.editions.iter().filter(|edition| edition.report == report).collect();
    for edition in editions {
        let Some(file) = built.tree.get(&edition.path) else { continue };
        write(&to.join(edition.path.name()), &file.bytes)?;
        let length = edition.length.map(|(number, what)| format!(", {number} {what}")).unwrap_or_default();
        list.push_str(&format!("{}: {} ({}{length})\n", edition.path.name(), edition.title, edition.kind));
        if let Some(note) = &edition.note {
            list.push_str(&format!("    {note}\n"));
        }
        files += 1;
    }
    list.push_str("\ncharts: each chart as a picture (PNG) and a drawing (SVG), with its figures (CSV)\n");
    let charts_in = SitePath::new("charts");
    for page in owner.pages.iter().filter_map(|page| site.pages.get(*page)) {
        let stem = page.path.as_str().trim_end_matches(".html").rsplit('/').next().unwrap_or_default();
        for figure in drawn(&page.body) {
            let drawing = figure.drawing();
            let name = |ending: &str| format!("{stem}-{}.{ending}", figure.id);
            let folder = to.join(charts_in.as_ref().map(SitePath::as_str).unwrap_or_default());
            if let Some(picture) = charts::png(&drawing) {
                write(&folder.join(name("png")), &picture)?;
                files += 1;
            }
            write(&folder.join(name("csv")), &outputs::csv::csv(&figure.table()))?;
            write(&folder.join(name("svg")), drawing.as_bytes())?;
            list.push_str(&format!("    {}: {}\n", name("png"), figure.chart.title));
            files += 2;
        }
    }
    if let Some(contact) = &site.facts.organisation.contact {
        list.push_str(&format!("\nFor this in another format, ask {contact}.\n"));
    }
    write(&to.join("contents.txt"), list.as_bytes())?;
    console.say(&format!(
        "Made {} in {}. contents.txt says what each is.",
        count(files + 1, "file", "files"),
        to.display()
    ));
    Ok(Ending::Done)
}

/// Writes a file, and its folder when that is not there.
fn write(to: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let refused = |error: std::io::Error| {
        Box::new(Diagnostic::placeless(code::REACH, format!("{} can't be written: {error}", to.display())))
    };
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(refused)?;
    }
    fs::write(to, bytes).map_err(refused)
}

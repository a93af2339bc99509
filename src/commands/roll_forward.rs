//! `multum roll-forward`: next year's report begun from this year's, as a draft. What else there was to do becomes what has
//! been done, with its evidence; what difference was made becomes where the new year begins.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clap::Args;

use super::console::{Console, Format, print};
use super::{Ending, SiteArguments};
use crate::compose::Drafts;
use crate::diagnostic::{Diagnostic, Findings, code, nearest};
use crate::document::Report;
use crate::evidence::Evidence;
use crate::evidence::action::{Action, Actions};
use crate::evidence::recommendation::Progress;
use crate::figures::{GroupId, Memo, Place, Release};
use crate::pipeline;
use crate::source::config;
use crate::vocabulary::{AcademicYear, Slug};

#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The report's folder in content, such as 2016-17 [default: the newest]
    #[arg(long, value_name = "FOLDER")]
    from: Option<String>,
}

pub fn run(arguments: &Arguments) -> Ending {
    let console = Console::new(Format::Text);
    match rolled(arguments) {
        Ok(written) => {
            for path in written {
                print(&format!("Made {path}"));
            }
            print(
                "They are drafts: `multum build --drafts` shows them. Bring the year's figures into data/, and write on.",
            );
            Ending::Done
        }
        Err(findings) => {
            console.findings(&findings);
            Ending::Faults
        }
    }
}

fn rolled(arguments: &Arguments) -> Result<Vec<String>, Findings> {
    let one = |fault: Diagnostic| -> Findings { [fault].into_iter().collect() };
    let world = arguments.site.world().map_err(|fault| one(*fault))?;
    let built = pipeline::build(&world, Drafts::In);
    let Some(site) = built.value.map(|built| built.site) else { return Err(built.findings) };
    let mut findings = Findings::new();
    let config = config::load(&world).gather(&mut findings);
    let decided = config.and_then(|config| pipeline::decided(&world, &config, &Memo::new()).gather(&mut findings));
    let Some((evidence, decision)) = decided else { return Err(findings) };
    let report = match &arguments.from {
        None => site.reports.first(),
        Some(folder) => site.reports.iter().find(|report| report.folder.as_str() == folder.trim_matches('/')),
    };
    let Some(report) = report else {
        let near = arguments
            .from
            .as_deref()
            .and_then(|name| nearest(name, site.reports.iter().map(|report| report.folder.as_str())));
        let fault = Diagnostic::placeless(code::REPORT, "expected the folder of a report, found none of that name");
        return Err(one(fault.maybe_hint(near.map(|near| format!("did you mean --from {near}?")))));
    };
    let next = Next::of(report);
    let root = world.root();
    if root.join("content").join(&next.folder).exists() {
        let fault =
            Diagnostic::placeless(code::DESTINATION, format!("there is a folder content/{} already", next.folder));
        return Err(one(fault.hint("go on writing there, or give it another name first")));
    }
    let index = root.join("content").join(report.folder.as_str()).join("index.md");
    let text = fs::read_to_string(&index).map_err(|error| {
        one(Diagnostic::placeless(code::REACH, format!("{} can't be read: {error}", index.display())))
    })?;
    let due = evidence.actions.iter().find(|(_, actions)| actions.year == next.year);
    let mut files = vec![(
        format!("content/{}/index.md", next.folder),
        page(&text, report, &next, due, &evidence, &decision.release),
    )];
    if let Some((_, actions)) = due {
        let path = format!("data/actions/{}.yaml", next.name(next.following()));
        if !root.join(&path).exists() {
            files.push((path, carried(actions, next.following())));
        }
    }
    for (path, text) in &files {
        write(&root.join(path), text)
            .map_err(|error| one(Diagnostic::placeless(code::REACH, format!("{path} can't be written: {error}"))))?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

/// The report that is begun.
struct Next {
    year: AcademicYear,
    folder: String,
}

impl Next {
    fn of(report: &Report) -> Next {
        let year = AcademicYear::starting(report.year.start() + 1);
        let name = report.year.to_string().replace('/', "-");
        let next = year.to_string().replace('/', "-");
        let folder = report.folder.as_str();
        // A folder that is not named for its year is followed by one that is.
        let folder = if folder.contains(&name) {
            folder.replacen(&name, &next, 1)
        } else {
            let above = folder.rsplit_once('/').map_or(String::new(), |(above, _)| format!("{above}/"));
            format!("{above}{next}")
        };
        Next { year, folder }
    }

    fn following(&self) -> AcademicYear {
        AcademicYear::starting(self.year.start() + 1)
    }

    fn name(&self, year: AcademicYear) -> String {
        year.to_string().replace('/', "-")
    }
}

/// The new report's first page.
fn page(
    text: &str,
    report: &Report,
    next: &Next,
    due: Option<(&Slug, &Actions)>,
    evidence: &Evidence,
    release: &Release,
) -> String {
    let (front, body) = parts(text);
    let old = report.year.to_string();
    let mut page = String::from("---\n");
    for line in front.lines() {
        // What speaks of the old year speaks of the new one; when it went out is for the new one to say.
        if ["status:", "published:", "embargo:"].iter().any(|key| line.trim_start().starts_with(key)) {
            continue;
        }
        let line = line.replace(&old, &next.year.to_string());
        let _ = writeln!(page, "{}", line.replace(&report.year.briefly(), &next.year.briefly()));
    }
    page.push_str("status: draft\n---\n");
    let _ = writeln!(page, "This review of {} is being written.\n", next.year.in_words());
    page.push_str("## Where were we?\n\n");
    match section(body, "what difference have we made") {
        Some(text) => {
            let _ = writeln!(page, "{}\n", pinned(text.trim(), &old));
        }
        None => page.push_str("To be written.\n\n"),
    }
    page.push_str("## What have we done?\n\n");
    if let Some(text) = section(body, "what else do we need to do") {
        // It was written of what lay ahead, so its tense wants an editor's eye; the evidence stands below.
        let _ = writeln!(page, "This is what we set out to do.\n\n{}\n", pinned(text.trim(), &old));
    }
    if let Some((name, actions)) = due {
        let _ = writeln!(page, "How far each action is, and what shows it:\n\n{{{{ actions(of=\"{name}\") }}}}\n");
        let done = actions.priorities.values().flat_map(|priority| &priority.actions);
        let (done, open): (Vec<&Action>, Vec<&Action>) = done.partition(|action| action.progress == Progress::Done);
        if done.is_empty() && !open.is_empty() {
            let _ = writeln!(
                page,
                "{{/ No action says done yet: write its progress, as_of and evidence in data/actions/{name}.yaml. /}}\n"
            );
        }
    }
    page.push_str("## What else do we need to do?\n\nTo be written.\n\n");
    if due.is_some() {
        let _ = writeln!(page, "{{{{ actions(of=\"{}\") }}}}\n", next.name(next.following()));
    }
    page.push_str("## What difference have we made?\n\n");
    let moved = due.map(|(_, actions)| moved(actions, report, next, evidence, release)).unwrap_or_default();
    if moved.is_empty() {
        page.push_str("To be written, when the figures of the year are in data/.\n");
    } else {
        page.push_str(&moved);
    }
    page
}

/// A line for each figure that an action should have moved and that has come in.
fn moved(actions: &Actions, report: &Report, next: &Next, evidence: &Evidence, release: &Release) -> String {
    let mut lines = String::new();
    let mut met: Vec<(&Slug, Option<&Slug>)> = Vec::new();
    let Some(place) = evidence.geography(report.geography.as_str()).map(Place::Area) else { return lines };
    for (measure, group) in
        actions.priorities.values().flat_map(|priority| &priority.actions).filter_map(|action| action.moves.as_ref())
    {
        let Some((at, slug, facts)) = evidence.measures.get_full(measure) else { continue };
        let id = group.as_ref().and_then(|group| evidence.group(group.as_str())).unwrap_or(GroupId::ALL);
        let years = release.periods(crate::figures::MeasureId(at as u32), id, &place);
        let both = [next.year, report.year].map(|year| years.contains(&facts.period.within(year)));
        if both != [true, true] || met.contains(&(slug, group.as_ref())) {
            continue;
        }
        met.push((slug, group.as_ref()));
        let of = group.as_ref().map_or_else(String::new, |group| format!(", group=\"{group}\""));
        let whose = match id {
            GroupId::ALL => String::new(),
            id => format!(", {}", evidence.group_title(id).to_lowercase()),
        };
        let _ = writeln!(
            lines,
            "- **{}{whose}:** {{{{ value(of=\"{slug}\"{of}) }}}}. In {} it was {{{{ value(of=\"{slug}\"{of}, year=\"{}\") }}}}.",
            facts.title,
            report.year.in_words(),
            report.year
        );
    }
    lines
}

/// The front matter without its lines of hyphens, and what follows.
fn parts(text: &str) -> (&str, &str) {
    let inner = text.trim_start_matches('\u{feff}').strip_prefix("---").map(str::trim_start);
    inner
        .and_then(|inner| inner.split_once("\n---"))
        .map_or(("", text), |(front, body)| (front, body.trim_start_matches('-')))
}

/// What stands below the heading that asks that, up to the next of its level.
fn section<'t>(body: &'t str, question: &str) -> Option<&'t str> {
    let mut from = None;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if let Some(heading) = line.strip_prefix("## ") {
            if let Some(from) = from {
                return body.get(from..at);
            }
            if heading.to_lowercase().contains(question) {
                from = Some(at + line.len());
            }
        }
        at += line.len();
    }
    from.and_then(|from| body.get(from..))
}

/// Text of the old year in a page of the new one: each call that leaves its year to the report says it, and links to pages
/// beside it lead back.
fn pinned(text: &str, year: &str) -> String {
    let folder = year.replace('/', "-");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, call) = rest.split_at(at);
        out.push_str(before);
        let Some(end) = call.find("}}") else { break };
        let (call, after) = call.split_at(end);
        let takes_year =
            ["value(", "change(", "gap(", "rank(", "chart(", "table("].iter().any(|name| call.contains(name));
        match call.split_once('(').filter(|_| takes_year && !call.contains("year=")) {
            Some((name, arguments)) => {
                let _ = write!(out, "{name}(year=\"{year}\", {arguments}");
            }
            None => out.push_str(call),
        }
        rest = after;
    }
    out.push_str(rest);
    linked_back(&out, &folder)
}

fn linked_back(text: &str, folder: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, link) = rest.split_at(at + 2);
        out.push_str(before);
        let address = link.split([')', '#', ' ']).next().unwrap_or_default();
        if address.ends_with(".md") && !address.contains('/') {
            let _ = write!(out, "../{folder}/");
        }
        rest = link;
    }
    out.push_str(rest);
    out
}

/// The actions that are not done, for the year after.
fn carried(actions: &Actions, year: AcademicYear) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut text = format!(
        "# Actions of {} that were not said to be done, carried over: keep, change or take out each.\nyear: {year}\nsource:\n  publisher: {}\n  title: {}\n",
        actions.year,
        quoted(&actions.source.publisher),
        quoted(&format!("Carried over from {}: {}", actions.year, actions.source.title))
    );
    text.push_str("priorities:\n");
    for (name, priority) in &actions.priorities {
        let open: Vec<&Action> = priority
            .actions
            .iter()
            .filter(|action| !matches!(action.progress, Progress::Done | Progress::NotAccepted))
            .collect();
        if open.is_empty() {
            continue;
        }
        let _ = writeln!(text, "  {name}:\n    title: {}\n    actions:", quoted(&priority.title));
        for action in open {
            let _ = write!(
                text,
                "      - text: {}\n        who: {}\n        by: \"No date given\"\n",
                quoted(&action.text),
                quoted(&action.who)
            );
            if let Some((measure, group)) = &action.moves {
                let group = group.as_ref().map_or_else(String::new, |group| format!(", group: {group}"));
                let _ = writeln!(text, "        moves: {{ measure: {measure}{group} }}");
            }
            text.push_str("        progress: not-started\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_questions_of_a_page_are_found_by_their_words() {
        let body = "\nHello.\n\n## Where were we?\n\nThere.\n\n## What else do we need to do?\n\n- One\n\n## What difference have we made?\n\nMuch.\n";
        assert_eq!(section(body, "what else do we need to do").map(str::trim), Some("- One"));
        assert_eq!(section(body, "what difference have we made").map(str::trim), Some("Much."));
        assert_eq!(section(body, "what have we done"), None);
    }

    #[test]
    fn words_of_the_old_year_keep_its_figures_and_lead_to_its_pages() {
        assert_eq!(
            pinned(
                "It is {{ value(of=\"a\") }}, {{ fact(text=\"5\", source=\"b\") }}, [there](actions.md#x).",
                "2016/17"
            ),
            "It is {{ value(year=\"2016/17\", of=\"a\") }}, {{ fact(text=\"5\", source=\"b\") }}, [there](../2016-17/actions.md#x)."
        );
        assert_eq!(
            pinned("{{ value(of=\"a\", year=\"2015/16\") }}", "2016/17"),
            "{{ value(of=\"a\", year=\"2015/16\") }}"
        );
    }

    #[test]
    fn front_matter_is_told_from_the_page() {
        assert_eq!(parts("---\ntitle: A\n---\nBody\n"), ("title: A", "\nBody\n"));
    }
}

//! Other formats: every edition of every report, those that people made, and whom to ask for others.

use crate::compose::address;
use crate::compose::links::Links;
use crate::compose::site::Context;
use crate::diagnostic::Findings;
use crate::document::{Block, Download, Heading, Inline, Page, PageKind, Target};
use crate::vocabulary::SitePath;

use super::{contact, heading, inside, list, paragraph, text};

/// A format of a report that people made, such as Easy Read or British Sign Language.
#[derive(Clone)]
pub(in crate::compose) struct Made {
    title: String,
    target: Target,
}

/// For each report the formats that its front matter names. One whose file is not there is reported.
pub(in crate::compose) fn made(context: &Context<'_>, links: &Links, findings: &mut Findings) -> Vec<Vec<Made>> {
    context
        .heads
        .iter()
        .map(|head| {
            let page = &context.chosen[head.index];
            let formats = page.front.formats.iter();
            formats
                .filter_map(|(title, link, at)| {
                    let target = links.target(&page.file, link, at, findings)?;
                    Some(Made { title: title.clone(), target })
                })
                .collect()
        })
        .collect()
}

/// What a report's front page says of its other formats.
pub(in crate::compose) fn other_formats(report: usize, made: &[Made], files: &Files<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(Heading { level: 2, id: OTHER_FORMATS.to_owned(), text: vec![text("Other formats")], at: None }),
        Block::Editions(report),
    ];
    blocks.extend(by_people(made, files));
    blocks.push(Block::Paragraph(vec![
        inside(address::formats(), "All formats"),
        text(", and how to ask for one that is not there."),
    ]));
    blocks
}

/// The anchor of a report's other formats.
const OTHER_FORMATS: &str = "other-formats";

/// How many bytes a file beside the content has.
type Files<'a> = dyn Fn(&SitePath) -> Option<usize> + 'a;

/// The formats that people made: files with their size, and addresses elsewhere.
fn by_people(made: &[Made], files: &Files<'_>) -> Vec<Block> {
    let mut downloads = Vec::new();
    let mut elsewhere: Vec<Vec<Inline>> = Vec::new();
    for format in made {
        match &format.target {
            Target::Inside { path, anchor: None } if path.extension() != Some("html") => downloads.push(Download {
                title: format.title.clone(),
                path: path.clone(),
                kind: path.extension().unwrap_or_default().to_uppercase(),
                bytes: files(path).unwrap_or_default(),
            }),
            target => {
                elsewhere.push(vec![Inline::Link { target: target.clone(), text: vec![text(format.title.as_str())] }])
            }
        }
    }
    let mut blocks = Vec::new();
    if !downloads.is_empty() {
        blocks.push(Block::Downloads(downloads));
    }
    if !elsewhere.is_empty() {
        blocks.push(list(elsewhere));
    }
    blocks
}

/// The page.
pub(super) fn page(context: &Context<'_>, made: &[Vec<Made>]) -> Page {
    let mut body = vec![paragraph(
        "Every report can be read on this website: on a phone, with a screen reader, enlarged, in dark or forced colours, and on paper. What else there is of each stands below.",
    )];
    let files = |path: &SitePath| context.files.get(path).map(|bytes| bytes.len());
    for (report, head) in context.heads.iter().enumerate() {
        let link = context.report_link(head);
        body.push(heading(2, &link.title));
        body.push(list([vec![inside(link.path.clone(), &format!("{} as web pages", link.title))]]));
        body.push(Block::Editions(report));
        body.extend(by_people(&made[report], &files));
    }
    body.push(heading(2, "Formats that are not here"));
    let organisation = &context.config.organisation;
    body.push(match &organisation.contact {
        Some(to) => Block::Paragraph(vec![
            text(format!(
                "Ask {} for this information in another format, such as Easy Read, British Sign Language, audio, or another language: ",
                organisation.name
            )),
            contact(to),
            text(". Say which report, which format, and how to reach you."),
        ]),
        None => paragraph(format!("{} gives no contact for other formats on this site.", organisation.name)),
    });
    context.made(
        address::formats(),
        PageKind::About,
        "Other formats",
        "Each report in every format that there is, with its length and size, and whom to ask for others.",
        body,
    )
}

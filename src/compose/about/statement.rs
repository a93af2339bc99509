//! The accessibility statement: the model that the law prescribes, with the site's own facts in its places.
//!
//! The Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018, regulation 8, ask
//! for a statement that follows a model. The government's sample (Government Digital Service, updated 19 December 2023,
//! Open Government Licence v3.0) marks passages that are legally required and must not be changed. They stand here word
//! for word, so that nobody can type over them; what differs from site to site is a parameter.
//!
//! Nothing is claimed that nobody looked at. Without `data/statement.yaml` the page says that people have not assessed
//! the site, and without `data/accessibility.yaml` it says nothing of measurements.

use crate::compose::address;
use crate::compose::site::Context;
use crate::document::{Block, Inline, Page, PageKind};
use crate::evidence::statement::{Compliance, Record, Shortcoming, Statement};

use super::{contact, heading, inside, list, outside, paragraph, text};

const REGULATIONS: &str =
    "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018";
const WCAG: &str = "https://www.w3.org/TR/WCAG22/";
const ABILITYNET: &str = "https://mcmw.abilitynet.org.uk/";
const EASS: &str = "https://www.equalityadvisoryservice.com/";
const EQUALITY_NI: &str = "https://www.equalityni.org/";

/// The page.
pub(super) fn page(context: &Context<'_>) -> Page {
    let evidence = &context.book.evidence;
    let writer = Writer {
        title: &context.config.title,
        organisation: &context.config.organisation.name,
        contact: context.config.organisation.contact.as_deref(),
        statement: evidence.statement.as_ref(),
        record: evidence.record.as_ref(),
    };
    context.made(
        address::statement(),
        PageKind::About,
        "Accessibility statement",
        &format!("Who can use {}, what is not accessible, and whom to tell.", context.config.title),
        writer.blocks(),
    )
}

struct Writer<'a> {
    title: &'a str,
    organisation: &'a str,
    contact: Option<&'a str>,
    statement: Option<&'a Statement>,
    record: Option<&'a Record>,
}

impl Writer<'_> {
    fn blocks(&self) -> Vec<Block> {
        let mut body = vec![
            paragraph(format!("This accessibility statement applies to the website {}.", self.title)),
            paragraph(format!("This website is run by {}.", self.organisation)),
        ];
        self.promises(&mut body);
        self.how_accessible(&mut body);
        self.feedback(&mut body);
        self.technical(&mut body);
        self.not_accessible(&mut body);
        self.preparation(&mut body);
        body
    }

    /// What people can do here. The model asks to leave out what nobody is sure of, so it waits for people to have tried.
    fn promises(&self, body: &mut Vec<Block>) {
        let want = "We want as many people as possible to be able to use this website.";
        if self.statement.is_none_or(|statement| statement.tested.is_none()) {
            body.push(paragraph(want));
            return;
        }
        body.push(paragraph(format!("{want} For example, that means you should be able to:")));
        let promised = [
            "change colours, contrast levels and fonts using browser or device settings",
            "zoom in up to 400% without the text spilling off the screen",
            "navigate most of the website using a keyboard or speech recognition software",
            "listen to most of the website using a screen reader",
            "read every chart as a table and in words",
        ];
        body.push(list(promised.map(|item| vec![text(item)])));
        body.push(Block::Paragraph(vec![
            outside(ABILITYNET, "AbilityNet"),
            text(" has advice on making your device easier to use if you have a disability."),
        ]));
    }

    /// Whether the regulations apply. A publisher that says nothing is taken for a council.
    fn is_public(&self) -> bool {
        self.statement.is_none_or(|statement| statement.public_body)
    }

    fn how_accessible(&self, body: &mut Vec<Block>) {
        body.push(heading(2, "How accessible this website is"));
        let known: Vec<&Shortcoming> = self
            .statement
            .map(|statement| {
                statement.problems.iter().chain(&statement.burden).chain(&statement.out_of_scope).collect()
            })
            .unwrap_or_default();
        let tested = self.statement.is_some_and(|statement| statement.tested.is_some());
        if !known.is_empty() {
            body.push(paragraph("We know some parts of this website are not fully accessible:"));
            body.push(list(known.iter().map(|item| vec![text(item.what.as_ref())])));
        } else if tested {
            body.push(paragraph("We know of no part of this website that is not accessible."));
        } else {
            body.push(paragraph(
                "People have not yet tested this website with assistive technology, so we can’t say which parts of it may not be accessible.",
            ));
        }
    }

    fn feedback(&self, body: &mut Vec<Block>) {
        body.push(heading(2, "Feedback and contact information"));
        let own = self.statement.and_then(|statement| statement.contact.as_deref());
        let Some(to) = own.or(self.contact) else {
            body.push(paragraph(format!("{} gives no contact on this site.", self.organisation)));
            self.enforcement(body);
            return;
        };
        let ask = |words: &str| Block::Paragraph(vec![text(words), contact(to), text(".")]);
        body.push(ask(
            "If you need information on this website in a different format like accessible PDF, large print, easy read, audio recording or braille, contact us: ",
        ));
        body.push(Block::Paragraph(vec![
            text("What there is already stands under "),
            inside(address::formats(), "other formats"),
            text("."),
        ]));
        if let Some(days) = self.statement.and_then(|statement| statement.reply_days) {
            let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            body.push(paragraph(format!("We’ll consider your request and get back to you in {days}.")));
        }
        body.push(heading(3, "Reporting accessibility problems with this website"));
        body.push(paragraph("We’re always looking to improve the accessibility of this website."));
        body.push(ask(
            "If you find any problems not listed on this page or think we’re not meeting accessibility requirements, contact us: ",
        ));
        self.enforcement(body);
    }

    fn enforcement(&self, body: &mut Vec<Block>) {
        if !self.is_public() {
            return;
        }
        body.push(heading(2, "Enforcement procedure"));
        let responsible = |who: &str| {
            text(format!(
                "{who} is responsible for enforcing the {REGULATIONS} (the ‘accessibility regulations’). If you’re not happy with how we respond to your complaint, contact the "
            ))
        };
        let northern = self.statement.is_some_and(|statement| statement.northern_ireland);
        body.push(Block::Paragraph(if northern {
            vec![
                responsible("The Equality Commission for Northern Ireland"),
                outside(EQUALITY_NI, "Equality Commission for Northern Ireland"),
                text("."),
            ]
        } else {
            vec![
                responsible("The Equality and Human Rights Commission (EHRC)"),
                outside(EASS, "Equality Advisory and Support Service (EASS)"),
                text("."),
            ]
        }));
    }

    fn technical(&self, body: &mut Vec<Block>) {
        body.push(heading(2, "Technical information about this website’s accessibility"));
        body.push(if self.is_public() {
            paragraph(format!(
                "{} is committed to making its website accessible, in accordance with the {REGULATIONS}.",
                self.organisation
            ))
        } else {
            paragraph(format!(
                "{} is committed to making its website accessible. It is not a public sector body, so the {REGULATIONS} do not apply to it; this statement follows their model all the same.",
                self.organisation
            ))
        });
        body.push(heading(3, "Compliance status"));
        let standard = || outside(WCAG, "Web Content Accessibility Guidelines version 2.2");
        let status = self.statement.and_then(|statement| Some((statement, statement.status?)));
        body.push(Block::Paragraph(match status {
            Some((_, Compliance::Fully)) => {
                vec![text("This website is fully compliant with the "), standard(), text(" AA standard.")]
            }
            Some((statement, Compliance::Partially)) => vec![
                text("This website is partially compliant with the "),
                standard(),
                text(format!(" AA standard, due to {} listed below.", reasons(statement))),
            ],
            Some((statement, Compliance::Not)) => vec![
                text("This website is not compliant with the "),
                standard(),
                text(format!(" AA standard. {} listed below.", upper(&format!("{} are", reasons(statement))))),
            ],
            None => vec![
                text("People have not yet assessed this website against the "),
                standard(),
                text(" AA standard, so this statement can’t say whether it complies."),
            ],
        }));
    }

    fn not_accessible(&self, body: &mut Vec<Block>) {
        let Some(statement) = self.statement else { return };
        let kinds: [(&str, &[Shortcoming]); 3] = [
            ("Non-compliance with the accessibility regulations", &statement.problems),
            ("Disproportionate burden", &statement.burden),
            ("Content that’s not within the scope of the accessibility regulations", &statement.out_of_scope),
        ];
        if kinds.iter().all(|(_, items)| items.is_empty()) {
            return;
        }
        body.push(heading(2, "Non-accessible content"));
        body.push(paragraph("The content listed below is non-accessible for the following reasons."));
        for (title, items) in kinds.into_iter().filter(|(_, items)| !items.is_empty()) {
            body.push(heading(3, title));
            body.push(list(items.iter().map(in_full)));
        }
    }

    fn preparation(&self, body: &mut Vec<Block>) {
        if let Some(improving) = self.statement.and_then(|statement| statement.improving.as_deref()) {
            body.push(heading(2, "What we’re doing to improve accessibility"));
            body.push(paragraph(improving));
        }
        body.push(heading(2, "Preparation of this accessibility statement"));
        let mut said = Vec::new();
        if let Some(statement) = self.statement {
            said.extend(statement.prepared.map(|day| format!("This statement was prepared on {}.", day.words())));
            said.extend(statement.reviewed.map(|day| format!("It was last reviewed on {}.", day.words())));
        }
        if said.is_empty() {
            said.push("Nobody has dated this statement yet.".to_owned());
        }
        body.push(paragraph(said.join(" ")));
        if let Some(statement) = self.statement {
            let mut said = Vec::new();
            said.extend(statement.tested.map(|day| {
                format!("This website was last tested on {} against the WCAG 2.2 AA standard.", day.words())
            }));
            said.extend(statement.tested_by.as_ref().map(|who| format!("The test was carried out by {who}.")));
            said.extend(statement.method.as_ref().map(ToString::to_string));
            if !said.is_empty() {
                body.push(paragraph(said.join(" ")));
            }
        }
        if let Some(record) = self.record {
            self.measured(record, body);
        }
    }

    /// What programs measured. It stands apart, since no program can tell whether a site is accessible.
    fn measured(&self, record: &Record, body: &mut Vec<Block>) {
        body.push(heading(3, "Automatic checks"));
        let pages = if record.pages == 1 { "1 page".to_owned() } else { format!("{} pages", thousands(record.pages)) };
        let found = match record.faults() {
            0 => "no faults".to_owned(),
            1 => "1 fault".to_owned(),
            more => format!("{} faults", thousands(more)),
        };
        body.push(paragraph(format!(
            "On {} {} looked at {pages} with {} checks, and found {found}. Programs find some kinds of fault and not others: they can’t tell whether somebody can use a page.",
            record.measured.words(),
            record.by,
            record.checks.len()
        )));
        let faulty = record.checks.iter().filter(|(_, found)| *found > 0);
        let items: Vec<Vec<Inline>> = faulty
            .map(|(name, found)| vec![text(format!("{}: {}", upper(&name.replace('-', " ")), thousands(*found)))])
            .collect();
        if !items.is_empty() {
            body.push(paragraph("The faults by the name of the check that found them:"));
            body.push(list(items));
        }
    }
}

/// A whole number with commas from 1,000 on.
fn thousands(number: i64) -> String {
    crate::figures::published::Quantity::rounded(number.into(), crate::vocabulary::Unit::Count, 0).text()
}

/// Why a site complies in part, in one of the three wordings that the model allows.
fn reasons(statement: &Statement) -> &'static str {
    let exempt = !statement.burden.is_empty() || !statement.out_of_scope.is_empty();
    match (statement.problems.is_empty(), exempt) {
        (false, true) => "the non-compliances and exemptions",
        (true, true) => "the exemptions",
        (_, false) => "the non-compliances",
    }
}

fn upper(words: &str) -> String {
    crate::vocabulary::upper_first(words)
}

fn in_full(item: &Shortcoming) -> Vec<Inline> {
    let mut words = vec![item.what.to_string()];
    words.extend(item.fails.as_ref().map(|fails| format!("This fails {fails}.")));
    words.extend([&item.instead, &item.plan].into_iter().flatten().map(ToString::to_string));
    vec![text(words.join(" "))]
}

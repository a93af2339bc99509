//! site.toml: what a site is called, who publishes it, and how it is built.

use std::collections::BTreeMap;

use super::node::{Node, Text};
use super::shape::{self, Form, Shape, optional, required};
use super::toml;
use super::world::{World, read_text};
use crate::diagnostic::{CODES, Checked, Diagnostic, Findings, Span, code, nearest};
use crate::vocabulary::{Language, SitePath};

/// What site.toml says.
#[derive(Clone, Debug)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// Its address with a slash at the end, such as `https://example.gov.uk/review/`, when it is known.
    pub address: Option<String>,
    /// The language that pages are in unless they say otherwise.
    pub language: Language,
    /// Who publishes it.
    pub organisation: Organisation,
    /// What every page must say of itself.
    pub notice: Option<String>,
    /// The same in few words, for the foot of each sheet of paper.
    pub short_notice: Option<String>,
    /// Under which licence the content is, when that is said.
    pub licence: Option<Licence>,
    /// The folder of the report that the front page carries, and where that is said.
    pub front: Option<(String, Span)>,
    /// The name of the theme, and where that is said.
    pub theme: (String, Span),
    /// Whether links drop `index.html`.
    pub pretty_links: bool,
    /// Whether each chart can be taken away as a picture too.
    pub pictures: bool,
    /// The disclosure policy.
    pub disclosure: Disclosure,
    /// The groups of which neither nought nor all is shown, and where that is said.
    pub sensitive_groups: Vec<(String, Span)>,
    /// The folder of figures that must not be in the site's own, below or beside it, and where that is said.
    pub confidential: Option<(String, Span)>,
    /// How braille is made.
    pub braille: Braille,
    /// The folder that the site is published to, from the site's own, and where that is said.
    pub publish: Option<(String, Span)>,
    /// How grave each check is that does not have its usual weight, and where that is said.
    pub checks: BTreeMap<&'static str, (Level, Span)>,
}

/// Who publishes the site.
#[derive(Clone, Default, Debug)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its own website.
    pub url: Option<String>,
    /// Whom to ask for other formats or with questions.
    pub contact: Option<String>,
}

/// Under which licence content may be used again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Licence {
    /// Its name.
    pub name: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// What is under it, when that is not everything.
    pub covers: Option<String>,
}

/// What the disclosure policy says; nothing where it leaves the usual number. `pipeline` makes the vault's policy of it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Disclosure {
    /// The smallest count of people that is shown.
    pub smallest_count: Option<u32>,
    /// The fewest people that a percentage or mean may be of.
    pub smallest_cohort: Option<u32>,
    /// The smallest count of schools or settings that is shown.
    pub smallest_providers: Option<u32>,
    /// What counts of people are rounded to.
    pub rounding: Option<u32>,
    /// Whether nought is withheld.
    pub withhold_nought: Option<bool>,
    /// Whether all of a group is withheld.
    pub withhold_all: Option<bool>,
    /// The smallest group of which nought and all are shown.
    pub small_group: Option<u32>,
    /// By how much the possible values of a withheld figure must differ.
    pub protection: Option<u32>,
    /// The fewest schools that a mean may be of.
    pub fewest_schools: Option<u32>,
    /// The largest part of a mean that one school may have, in percent.
    pub dominance: Option<u32>,
    /// Whether small figures that their source has published are withheld here.
    pub withhold_public: Option<bool>,
    /// Whether a build stops when the confidential folder is not there.
    pub stop_when_absent: Option<bool>,
}

/// What is said of braille.
#[derive(Clone, Debug)]
pub struct Braille {
    /// Cells in a line.
    pub cells: usize,
    /// Lines on a page.
    pub lines: usize,
    /// Whether it must be contracted, or must not; nothing for contracted where that can be had. And where that is said.
    pub contracted: Option<(bool, Span)>,
    /// Who has proofread it.
    pub transcriber: Option<String>,
}

/// How grave a check's findings are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// They are not told.
    Off,
    /// They are told, and the site is built.
    Warning,
    /// They stop publication.
    Error,
}

impl Level {
    /// Each level with the word that authors write for it.
    pub const ALL: [(&'static str, Level); 3] =
        [("off", Level::Off), ("warning", Level::Warning), ("error", Level::Error)];
}

const EXTREME: Shape = Shape::Word(&["show", "withhold"]);
const REPUBLISH: Shape = Shape::Word(&["as-published", "withhold"]);
const COUNT: Shape = Shape::Integer { least: 1, most: 1_000_000 };

/// The form of site.toml.
pub static FORM: Form = Form {
    name: "site",
    files: "site.toml",
    about: "What a site is called, who publishes it, and how it is built.",
    shape: &Shape::Record(&[
        required("title", Shape::Line, "The site's name, such as Learning and skills in Rutland."),
        optional("address", Shape::Url, "The site's address on the web. Without it there is no sitemap and no feed."),
        optional("language", Shape::Language, "The language of the pages: en-GB unless this says otherwise."),
        required(
            "organisation",
            Shape::Record(&[
                required("name", Shape::Line, "The name of whoever publishes the site."),
                optional("url", Shape::Url, "Their own website."),
                optional(
                    "contact",
                    Shape::Line,
                    "Whom to ask for other formats or with questions: an e-mail address, a telephone number or a sentence.",
                ),
            ]),
            "Who publishes the site.",
        ),
        optional(
            "notice",
            Shape::Text,
            "What every page must say of itself, such as that it is a draft for consultation.",
        ),
        optional(
            "short_notice",
            Shape::Line,
            "The notice in few words, for the foot of each sheet of a PDF, where large print has little room. Without this the whole notice stands there.",
        ),
        optional(
            "licence",
            Shape::Record(&[
                required("name", Shape::Line, "The licence's name, such as Open Government Licence v3.0."),
                optional("url", Shape::Url, "Where the licence can be read."),
                optional(
                    "covers",
                    Shape::Line,
                    "What is under it, in a sentence, when that is not everything on the site.",
                ),
            ]),
            "The licence under which others may use the content. Without it, pages say nothing of a licence.",
        ),
        optional(
            "front",
            Shape::Path,
            "The folder in content/ of the report that the front page carries: the newest unless this says otherwise.",
        ),
        optional("theme", Shape::Slug, "The theme: a folder in themes/. It is base unless this says otherwise."),
        optional(
            "pretty_links",
            Shape::Flag,
            "Whether links drop index.html, for a web server that finds it by itself.",
        ),
        optional(
            "downloads",
            Shape::Record(&[optional(
                "png",
                Shape::Flag,
                "Whether each chart can be taken away as a picture (PNG) beside its drawing (SVG) and its data (CSV).",
            )]),
            "What readers can take away.",
        ),
        optional(
            "disclosure",
            Shape::Record(&[
                optional(
                    "smallest_count",
                    COUNT,
                    "The smallest count of people that is shown: 5 unless this says otherwise.",
                ),
                optional(
                    "smallest_cohort",
                    COUNT,
                    "The fewest people that a percentage may be of: 10 unless this says otherwise.",
                ),
                optional(
                    "smallest_providers",
                    COUNT,
                    "The smallest count of schools or settings that is shown: 3 unless this says otherwise.",
                ),
                optional(
                    "rounding",
                    COUNT,
                    "What the council's own counts of people are rounded to, such as 5: 1 unless this says otherwise.",
                ),
                optional(
                    "nought",
                    EXTREME,
                    "Whether it is shown that nobody of a group did: show unless this says otherwise.",
                ),
                optional(
                    "all",
                    EXTREME,
                    "Whether it is shown that everybody of a group did: show unless this says otherwise.",
                ),
                optional(
                    "small_group",
                    COUNT,
                    "Of groups smaller than this neither nought nor all is shown: 20 unless this says otherwise.",
                ),
                optional(
                    "sensitive_groups",
                    Shape::List(&Shape::Slug),
                    "Groups of data/groups.yaml of which neither nought nor all is ever shown.",
                ),
                optional(
                    "protection",
                    COUNT,
                    "By how many people the least and the greatest possible value of a figure that is withheld for another's sake must differ: 5 unless this says otherwise.",
                ),
                optional(
                    "fewest_schools",
                    COUNT,
                    "The fewest schools that an average may be of: 3 unless this says otherwise.",
                ),
                optional(
                    "dominance",
                    Shape::Integer { least: 1, most: 100 },
                    "The largest part, in percent, that one school may have in an average: 80 unless this says otherwise.",
                ),
                optional(
                    "republish",
                    REPUBLISH,
                    "What is done with figures that their source has published and this policy would withhold: as-published unless this says otherwise.",
                ),
                optional(
                    "absent",
                    Shape::Word(&["released", "stop"]),
                    "What a build does without the confidential folder: take what was published from released/, or stop. It is released unless this says otherwise.",
                ),
            ]),
            "How small a number of people may be before it is withheld.",
        ),
        optional(
            "confidential",
            Shape::Line,
            "The folder of figures that must not be published as they are, outside of the site's, such as ../review-confidential.",
        ),
        optional(
            "braille",
            Shape::Record(&[
                optional(
                    "cells",
                    Shape::Integer { least: 28, most: 42 },
                    "Cells in a line: 40 unless this says otherwise; many in the UK use 38.",
                ),
                optional(
                    "lines",
                    Shape::Integer { least: 18, most: 30 },
                    "Lines on a page: 25 unless this says otherwise.",
                ),
                optional(
                    "contracted",
                    Shape::Flag,
                    "Whether braille must be contracted, so that a build without liblouis stops, or must not. Without this it is contracted wherever liblouis is installed.",
                ),
                optional(
                    "transcriber",
                    Shape::Line,
                    "Who has proofread the braille. Without this its title page says that nobody has.",
                ),
            ]),
            "How each report’s braille is made.",
        ),
        optional(
            "publish",
            Shape::Record(&[optional(
                "folder",
                Shape::Line,
                "The folder that multum publish writes to, from the site's own, such as ../website/review.",
            )]),
            "Where the site is published.",
        ),
        optional(
            "checks",
            Shape::Map { key: &Shape::Slug, value: &Shape::Word(&["off", "warning", "error"]) },
            "How grave each check is: off, warning or error, by the name that stands in brackets after error.",
        ),
    ]),
};

/// What the site's site.toml says; nothing when there is none, or when it can't be used at all.
pub fn load(world: &dyn World) -> Checked<Option<Config>> {
    let path = SitePath::new("site.toml").expect("a path");
    let mut findings = Findings::new();
    if world.size(&path).is_err() {
        findings.push(
            Diagnostic::placeless(code::SITE, "there is no site.toml in this folder, so it is not a site")
                .hint("go to the folder of your site, or write multum new my-review to make a new one"),
        );
        return Checked { value: None, findings };
    }
    let source = match read_text(world, &path) {
        Ok(source) => source,
        Err(fault) => {
            findings.push(*fault);
            return Checked { value: None, findings };
        }
    };
    let node = toml::parse(&source).gather(&mut findings);
    shape::check(&node, FORM.shape, &mut findings);
    let organisation = node.get("organisation");
    let line =
        |node: &Node, key: &str| node.string(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let placed = |key: &str| {
        let text = node.get(key)?.text()?;
        Some((text.as_str().to_owned(), text.span().clone()))
    };
    let config = Config {
        title: line(&node, "title").unwrap_or_default(),
        address: line(&node, "address").map(|address| if address.ends_with('/') { address } else { address + "/" }),
        language: line(&node, "language").and_then(|tag| Language::new(&tag)).unwrap_or_else(Language::british),
        organisation: Organisation {
            name: organisation.and_then(|node| line(node, "name")).unwrap_or_default(),
            url: organisation.and_then(|node| line(node, "url")),
            contact: organisation.and_then(|node| line(node, "contact")),
        },
        notice: line(&node, "notice"),
        short_notice: line(&node, "short_notice"),
        licence: node.get("licence").and_then(|licence| {
            Some(Licence { name: line(licence, "name")?, url: line(licence, "url"), covers: line(licence, "covers") })
        }),
        front: placed("front"),
        theme: placed("theme").unwrap_or_else(|| ("base".to_owned(), source.span(0, 0))),
        pretty_links: node.get("pretty_links").and_then(Node::text).and_then(Text::flag).unwrap_or(false),
        pictures: node
            .get("downloads")
            .and_then(|downloads| downloads.get("png"))
            .and_then(Node::text)
            .and_then(Text::flag)
            .unwrap_or(false),
        disclosure: disclosure(node.get("disclosure")),
        sensitive_groups: node
            .get("disclosure")
            .and_then(|policy| policy.get("sensitive_groups"))
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(Node::text)
            .map(|text| (text.as_str().to_owned(), text.span().clone()))
            .collect(),
        confidential: placed("confidential"),
        braille: braille(node.get("braille")),
        publish: node.get("publish").and_then(|publish| publish.get("folder")).and_then(Node::text).map(|text| {
            let folder = text.as_str().trim().to_owned();
            (folder, text.span().clone())
        }),
        checks: checks(node.get("checks"), &mut findings),
    };
    Checked { value: Some(config), findings }
}

fn disclosure(node: Option<&Node>) -> Disclosure {
    let count = |key: &str| node?.get(key)?.text()?.integer().and_then(|count| u32::try_from(count).ok());
    let is = |key: &str, word: &str| Some(node?.get(key)?.text()?.as_str() == word);
    Disclosure {
        smallest_count: count("smallest_count"),
        smallest_cohort: count("smallest_cohort"),
        smallest_providers: count("smallest_providers"),
        rounding: count("rounding"),
        withhold_nought: is("nought", "withhold"),
        withhold_all: is("all", "withhold"),
        small_group: count("small_group"),
        protection: count("protection"),
        fewest_schools: count("fewest_schools"),
        dominance: count("dominance"),
        withhold_public: is("republish", "withhold"),
        stop_when_absent: is("absent", "stop"),
    }
}

fn braille(node: Option<&Node>) -> Braille {
    let count = |key: &str, usual: usize| {
        node.and_then(|node| node.get(key)?.text()?.integer())
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or(usual)
    };
    let text = |key: &str| node.and_then(|node| node.get(key)?.text());
    Braille {
        cells: count("cells", 40).clamp(28, 42),
        lines: count("lines", 25).clamp(18, 30),
        contracted: text("contracted").and_then(|text| Some((text.flag()?, text.span().clone()))),
        transcriber: text("transcriber").map(|text| text.as_str().trim().to_owned()).filter(|name| !name.is_empty()),
    }
}

fn checks(node: Option<&Node>, findings: &mut Findings) -> BTreeMap<&'static str, (Level, Span)> {
    let mut levels = BTreeMap::new();
    for (name, value) in node.map(Node::entries).unwrap_or_default() {
        let known = CODES.iter().map(|code| code.name);
        let Some(code) = CODES.iter().find(|code| name == code.name) else {
            // A name that can't be one has been told of by its form.
            if name.slug().is_some() {
                let near = nearest(name.as_str(), known).map(|near| format!("did you mean {near}?"));
                findings.push(
                    Diagnostic::error(
                        code::UNKNOWN_KEY,
                        name.span(),
                        format!("{} is no check that is known", name.shown()),
                    )
                    .hint(
                        near.unwrap_or_else(|| {
                            "write the name that stands in brackets after error or warning".to_owned()
                        }),
                    ),
                );
            }
            continue;
        };
        let word = value.text().map(Text::as_str);
        if let Some((_, level)) = Level::ALL.iter().find(|(name, _)| Some(*name) == word) {
            levels.insert(code.name, (*level, name.span().clone()));
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Style, terminal};
    use crate::source::MemoryWorld;

    const SOUND: &str = "title = \"Review\"\n[organisation]\nname = \"Rutland County Council\"\n";

    fn read(text: &str) -> Checked<Option<Config>> {
        load(&MemoryWorld::new().with("site.toml", text))
    }

    fn said(text: &str) -> String {
        terminal(&read(text).findings.sorted(), Style::Plain)
    }

    #[test]
    fn a_short_file_is_enough() {
        assert_eq!(said(SOUND), "");
        let config = read(SOUND).value.expect("a site");
        assert_eq!((config.title.as_str(), config.theme.0.as_str(), config.pretty_links), ("Review", "base", false));
        assert_eq!(config.language, Language::british());
        assert_eq!(config.disclosure, Disclosure::default());
    }

    #[test]
    fn everything_can_be_said() {
        let text = "title = \"Adolygiad\"\naddress = \"https://example.org/review\"\nlanguage = \"cy\"\nnotice = \"A draft.\"\nshort_notice = \"Draft.\"\n\
                    front = \"rutland/2016-17\"\ntheme = \"rutland\"\npretty_links = true\nconfidential = \"../own\"\n\
                    [organisation]\nname = \"Council\"\nurl = \"https://example.org\"\ncontact = \"01572 722577\"\n\
                    [disclosure]\nsmallest_count = 6\nsmallest_cohort = 11\nnought = \"withhold\"\nrounding = 5\nsensitive_groups = [\"ehcp\"]\n[checks]\nloose-figure = \"off\"\norphan = \"error\"\n\
                    [downloads]\npng = true\n";
        assert_eq!(said(text), "");
        let config = read(text).value.expect("a site");
        assert_eq!(config.address.as_deref(), Some("https://example.org/review/"));
        assert!(config.pictures);
        assert_eq!(config.front.map(|(front, _)| front).as_deref(), Some("rutland/2016-17"));
        assert_eq!((config.disclosure.smallest_count, config.disclosure.smallest_providers), (Some(6), None));
        assert_eq!((config.disclosure.withhold_nought, config.disclosure.rounding), (Some(true), Some(5)));
        assert_eq!(config.sensitive_groups[0].0, "ehcp");
        assert_eq!(config.confidential.map(|(folder, _)| folder).as_deref(), Some("../own"));
        assert_eq!(
            config.checks.into_iter().map(|(name, (level, _))| (name, level)).collect::<Vec<_>>(),
            [("loose-figure", Level::Off), ("orphan", Level::Error)]
        );
    }

    #[test]
    fn a_folder_without_site_toml_is_no_site() {
        let Checked { value, findings } = load(&MemoryWorld::new());
        assert!(value.is_none());
        assert_eq!(
            terminal(&findings, Style::Plain),
            "error[site]: there is no site.toml in this folder, so it is not a site\n  \
             hint: go to the folder of your site, or write multum new my-review to make a new one\n\n"
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let text = "titel = \"x\"\naddress = \"rutland.gov.uk\"\nlanguage = \"English\"\npretty_links = \"yes\"\n\
                    [organisation]\nurl = \"https://example.org\"\n[disclosure]\nsmallest_count = 0\n[checks]\nloose-figures = \"off\"\norphan = \"of\"\n";
        let findings = read(text).findings.sorted();
        let short: Vec<String> = findings
            .iter()
            .map(|found| {
                let line = found.at.as_ref().expect("a place").position().line;
                format!("{line} {} / {}", found.message, found.hint.as_deref().unwrap_or("-"))
            })
            .collect();
        assert_eq!(
            short,
            [
                "1 \"titel\" is no name that is known here / did you mean title?",
                "2 expected an address that begins with https://, found \"rutland.gov.uk\" / write https://rutland.gov.uk",
                "3 expected a language such as en-GB or cy, found \"English\" / write en-GB for English or cy for Welsh",
                "4 expected true or false, found \"yes\" / write true",
                "5 name is missing from \"organisation\" / add name = … (the name of whoever publishes the site)",
                "8 expected a whole number from 1 to 1000000, found \"0\" / -",
                "10 \"loose-figures\" is no check that is known / did you mean loose-figure?",
                "11 expected one of off, warning, error, found \"of\" / did you mean off?",
            ]
        );
    }
}

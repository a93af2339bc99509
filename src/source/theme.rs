//! A theme as the outputs take it: templates, stylesheet, files; and the loader, which lays it over what it inherits from.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::built_in::WithBase;
use super::contrast;
use super::node::{Node, Text};
use super::shape::{self, Form, Shape, optional};
use super::toml;
use super::world::{World, read_text};
use crate::diagnostic::{Checked, Diagnostic, Findings, Source, Span, code, nearest};
use crate::vocabulary::SitePath;

/// A theme with what it inherits from `base` already laid under it.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Its folder's name in `themes/`.
    pub name: String,
    /// Templates by name, such as `page.html` or `partials/header.html`. A theme's own replaces base's of the same name.
    pub templates: BTreeMap<String, Arc<Source>>,
    /// The stylesheet: base's files in the order of their names, then the theme's own.
    pub style: String,
    /// The stylesheet of pages in large print, and the script that remembers their colours: base's, then the theme's own.
    pub large_style: String,
    /// See `large_style`.
    pub large_script: String,
    /// The tokens of `theme.toml` by name, such as `accent` and `accent-dark`: base's, then the theme's own. The stylesheet
    /// reads them as custom properties (`--accent`).
    pub tokens: BTreeMap<String, String>,
    /// Scripts and pictures of the theme, by their path below `assets/`.
    pub assets: BTreeMap<SitePath, Arc<[u8]>>,
    /// How PDFs look: the files of `typst/`, such as `report.typ`. A theme's own replaces base's of the same name.
    pub typst: BTreeMap<String, Arc<Source>>,
    /// The files of `typst/fonts/`, by their name.
    pub fonts: BTreeMap<String, Arc<[u8]>>,
    /// The family among them that PDFs are set in, when `theme.toml` names one, with where it does.
    pub print_font: Option<(String, Span)>,
}

/// A token where a theme sets it.
pub(super) struct Token {
    /// What it is.
    pub value: String,
    /// Where that is said.
    pub at: Span,
    /// How far above the theme at the bottom: what the site's own theme sets is the highest.
    pub depth: usize,
}

/// The form of theme.toml.
pub static FORM: Form = Form {
    name: "theme",
    files: "themes/*/theme.toml",
    about: "What a theme inherits from, and its colours, fonts and measures by name.",
    shape: &Shape::Record(&[
        optional("base", Shape::Slug, "The theme that this one inherits from. Without it, it stands by itself."),
        optional(
            "tokens",
            Shape::Map { key: &Shape::Slug, value: &Shape::Line },
            "Colours, fonts and measures by name. The stylesheet reads accent as --accent.",
        ),
        optional(
            "print-font",
            Shape::Line,
            "The family that PDFs are set in, as its files in typst/fonts/ call themselves. Without it, Noto Sans.",
        ),
    ]),
};

const FOLDER: &str = "themes";

/// The theme in the folder `name` of `themes/`, laid over those that it inherits from; nothing when it can't be used. The
/// theme `base` is always there: multum carries one for sites that have none of their own.
/// `at` is where it is named, when it is.
pub fn load(world: &dyn World, name: &str, at: Option<&Span>) -> Checked<Option<Theme>> {
    let world = &WithBase::new(world);
    let mut findings = Findings::new();
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some((name.to_owned(), at.cloned()));
    while let Some((name, at)) = next.take() {
        if let Some(own) = layers.iter().position(|layer| layer.name == name) {
            let names: Vec<&str> = layers[own..].iter().map(|layer| layer.name.as_str()).collect();
            let message = format!("the theme {name} inherits from itself, by way of {}", names.join(" and "));
            findings.push(fault(at.as_ref(), message).hint("take base out of one of them"));
            return Checked { value: None, findings };
        }
        let Some(layer) = layer(world, &name, at.as_ref(), &mut findings) else {
            return Checked { value: None, findings };
        };
        next = layer.base.clone();
        layers.push(layer);
    }
    let mut theme = Theme { name: name.to_owned(), ..Theme::default() };
    let mut placed: BTreeMap<String, Token> = BTreeMap::new();
    for (depth, layer) in layers.into_iter().rev().enumerate() {
        for (name, value, at) in &layer.tokens {
            // A theme without a stylesheet can only change names that those below it read.
            if depth > 0 && layer.style.is_empty() && !theme.tokens.contains_key(name.as_str()) {
                let near = nearest(name.as_str(), theme.tokens.keys().map(String::as_str));
                let message = format!("no stylesheet that this theme inherits reads {}", name.shown());
                findings.push(
                    Diagnostic::warning(code::THEME, name.span(), message)
                        .maybe_hint(near.map(|near| format!("did you mean {near}?"))),
                );
            }
            theme.tokens.insert(name.as_str().to_owned(), value.clone());
            placed.insert(name.as_str().to_owned(), Token { value: value.clone(), at: at.clone(), depth });
        }
        theme.templates.extend(layer.templates);
        theme.assets.extend(layer.assets);
        theme.typst.extend(layer.typst);
        theme.fonts.extend(layer.fonts);
        theme.print_font = layer.print_font.or(theme.print_font);
        theme.style.push_str(&layer.style);
        theme.large_style.push_str(&layer.large_style);
        theme.large_script.push_str(&layer.large_script);
    }
    contrast::faults(&placed, &mut findings);
    Checked { value: Some(theme), findings }
}

/// One theme by itself.
struct Layer {
    name: String,
    base: Option<(String, Option<Span>)>,
    tokens: Vec<(Text, String, Span)>,
    templates: BTreeMap<String, Arc<Source>>,
    style: String,
    large_style: String,
    large_script: String,
    assets: BTreeMap<SitePath, Arc<[u8]>>,
    typst: BTreeMap<String, Arc<Source>>,
    fonts: BTreeMap<String, Arc<[u8]>>,
    print_font: Option<(String, Span)>,
}

fn layer(world: &dyn World, name: &str, at: Option<&Span>, findings: &mut Findings) -> Option<Layer> {
    let themes = SitePath::new(FOLDER).expect("a path");
    let folder = themes.join(name);
    let files = match folder.as_ref().map(|folder| world.list(folder)) {
        Some(Ok(files)) if !files.is_empty() => files,
        Some(Err(error)) => {
            findings.push(fault(at, format!("the theme {name} can't be read: {error}")));
            return None;
        }
        Some(Ok(_)) | None => {
            findings
                .push(fault(at, format!("there is no theme {name} in {FOLDER}/")).hint(known(world, &themes, name)));
            return None;
        }
    };
    let folder = folder?;
    let mut layer = Layer {
        name: name.to_owned(),
        base: None,
        tokens: Vec::new(),
        templates: BTreeMap::new(),
        style: String::new(),
        large_style: String::new(),
        large_script: String::new(),
        assets: BTreeMap::new(),
        typst: BTreeMap::new(),
        fonts: BTreeMap::new(),
        print_font: None,
    };
    let mut facts = None;
    for path in files {
        let below = path.as_str()[folder.as_str().len()..].trim_start_matches('/');
        let put = match below.split_once('/') {
            None if below == "theme.toml" => read_text(world, &path).map(|source| facts = Some(source)),
            Some(("templates", template)) => read_text(world, &path).map(|source| {
                layer.templates.insert(template.to_owned(), source);
            }),
            Some(("styles", style)) if style.ends_with(".css") => read_text(world, &path).map(|source| {
                layer.style.push_str(source.text().trim_end());
                layer.style.push('\n');
            }),
            Some(("large-print", name)) if name.ends_with(".css") => read_text(world, &path).map(|source| {
                layer.large_style.push_str(source.text().trim_end());
                layer.large_style.push('\n');
            }),
            Some(("large-print", name)) if name.ends_with(".js") => read_text(world, &path).map(|source| {
                layer.large_script.push_str(source.text());
            }),
            Some(("assets", asset)) => match (SitePath::new(asset), world.read(&path)) {
                (Some(asset), Ok(bytes)) => {
                    layer.assets.insert(asset, bytes);
                    Ok(())
                }
                (None, Ok(_)) => Ok(()),
                (_, Err(error)) => {
                    Err(Box::new(Diagnostic::placeless(code::REACH, format!("{path} can't be read: {error}"))))
                }
            },
            Some(("typst", file)) if file.ends_with(".typ") => read_text(world, &path).map(|source| {
                layer.typst.insert(file.to_owned(), source);
            }),
            Some(("typst", file)) if is_font(file) => match world.read(&path) {
                Ok(bytes) => {
                    layer.fonts.insert(file.trim_start_matches("fonts/").to_owned(), bytes);
                    Ok(())
                }
                Err(error) => {
                    Err(Box::new(Diagnostic::placeless(code::REACH, format!("{path} can't be read: {error}"))))
                }
            },
            // A note or a designer's drawing may lie beside them.
            _ => Ok(()),
        };
        if let Err(found) = put {
            findings.push(*found);
        }
    }
    let Some(facts) = facts else {
        findings.push(
            fault(at, format!("the theme {name} has no theme.toml"))
                .hint(format!("make a file {folder}/theme.toml with the line base = \"base\"")),
        );
        return None;
    };
    let node = toml::parse(&facts).gather(findings);
    shape::check(&node, FORM.shape, findings);
    layer.base =
        node.get("base").and_then(Node::text).map(|base| (base.as_str().to_owned(), Some(base.span().clone())));
    layer.print_font =
        node.get("print-font").and_then(Node::text).map(|name| (name.as_str().trim().to_owned(), name.span().clone()));
    let tokens = node.get("tokens").map(Node::entries).unwrap_or_default();
    layer.tokens = tokens
        .iter()
        .filter_map(|(name, value)| {
            let value = value.text()?;
            Some((name.clone(), value.as_str().trim().to_owned(), value.span().clone()))
        })
        .collect();
    Some(layer)
}

/// Whether a file below `typst/` is one of its fonts.
fn is_font(file: &str) -> bool {
    let end = file.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    file.starts_with("fonts/") && end.is_some_and(|end| ["ttf", "otf", "ttc"].contains(&end.as_str()))
}

fn fault(at: Option<&Span>, message: String) -> Diagnostic {
    match at {
        Some(at) => Diagnostic::error(code::THEME, at, message),
        None => Diagnostic::placeless(code::THEME, message),
    }
}

/// Which themes there are, for a hint.
fn known(world: &dyn World, themes: &SitePath, name: &str) -> String {
    let files = world.list(themes).unwrap_or_default();
    let mut names: Vec<&str> = files
        .iter()
        .filter_map(|path| path.as_str().strip_prefix("themes/")?.split_once('/').map(|(name, _)| name))
        .collect();
    names.dedup();
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("the themes here are {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Style, terminal};
    use crate::source::MemoryWorld;

    fn site() -> MemoryWorld {
        MemoryWorld::new()
            .with("themes/base/theme.toml", "[tokens]\naccent = \"#111111\"\nink = \"#000000\"\n")
            .with("themes/base/templates/page.html", "base page")
            .with("themes/base/templates/partials/head.html", "base head")
            .with("themes/base/styles/2.css", "two {}\n\n")
            .with("themes/base/styles/1.css", "one {}")
            .with("themes/base/assets/icon.svg", "base icon")
            .with("themes/rutland/theme.toml", "base = \"base\"\n[tokens]\naccent = \"#222222\"\n")
            .with("themes/rutland/templates/page.html", "own page")
            .with("themes/rutland/README.md", "not a part of it")
    }

    fn said(world: &MemoryWorld, name: &str) -> String {
        terminal(&load(world, name, None).findings, Style::Plain)
    }

    #[test]
    fn a_theme_replaces_what_it_names_and_inherits_the_rest() {
        let world = site().with("themes/rutland/styles/own.css", "three {}");
        assert_eq!(said(&world, "rutland"), "");
        let theme = load(&world, "rutland", None).value.expect("a theme");
        assert_eq!(theme.name, "rutland");
        assert_eq!(theme.style, "one {}\ntwo {}\nthree {}\n");
        assert_eq!(theme.templates["page.html"].text(), "own page");
        assert_eq!(theme.templates["page.html"].path(), "themes/rutland/templates/page.html");
        assert_eq!(theme.templates["partials/head.html"].text(), "base head");
        assert_eq!((theme.tokens["accent"].as_str(), theme.tokens["ink"].as_str()), ("#222222", "#000000"));
        assert_eq!(theme.assets.len(), 1);
    }

    #[test]
    fn a_token_that_nothing_reads_is_told_of() {
        let world = site().with("themes/rutland/theme.toml", "base = \"base\"\n[tokens]\nacent = \"#222222\"\n");
        assert_eq!(
            said(&world, "rutland"),
            "warning[theme]: no stylesheet that this theme inherits reads \"acent\"\n  themes/rutland/theme.toml:3:1\n  \
             3 | acent = \"#222222\"\n      ^^^^^\n  hint: did you mean accent?\n\n"
        );
        assert!(load(&world, "rutland", None).value.is_some());
    }

    #[test]
    fn a_theme_that_cannot_be_used_is_named_with_what_to_do() {
        let round = site().with("themes/base/theme.toml", "base = \"rutland\"\n");
        let bare = site().with("themes/bare/styles/a.css", "");
        let misspelt = site().with("themes/rutland/theme.toml", "base = \"bsae\"\n");
        for (world, name, start) in [
            (site(), "rutlnd", "error[theme]: there is no theme rutlnd in themes/\n  hint: did you mean rutland?\n"),
            (
                site(),
                "other",
                "error[theme]: there is no theme other in themes/\n  hint: the themes here are base, rutland\n",
            ),
            (MemoryWorld::new(), "bse", "error[theme]: there is no theme bse in themes/\n  hint: did you mean base?\n"),
            (
                round,
                "rutland",
                "error[theme]: the theme rutland inherits from itself, by way of rutland and base\n  \
                 themes/base/theme.toml:1:8\n",
            ),
            (
                bare,
                "bare",
                "error[theme]: the theme bare has no theme.toml\n  \
                 hint: make a file themes/bare/theme.toml with the line base = \"base\"\n",
            ),
            (
                misspelt,
                "rutland",
                "error[theme]: there is no theme bsae in themes/\n  themes/rutland/theme.toml:1:8\n  \
                 1 | base = \"bsae\"\n             ^^^^^^\n  hint: did you mean base?\n",
            ),
        ] {
            let said = said(&world, name);
            assert!(said.starts_with(start), "{said}");
            assert!(load(&world, name, None).value.is_none(), "{name}");
        }
    }
}

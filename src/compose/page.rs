//! One page of content: Tera, then Markdown, then the figures in their places.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use serde_json::Value;
use tera::{Context, Kwargs, State, Tera};

use crate::diagnostic::{Checked, Findings, Source, Span, code};
use crate::document::mark::{self, Places};
use crate::document::markdown::{self, Resolved, Resolver};
use crate::document::{Behind, Block, Blocks, FigureText, Heading, Image, Inline, ShownReview, Target};
use crate::vocabulary::SitePath;

use super::book::{Book, Defaults};
use super::call::Call;
use super::content::ContentPage;
use super::contradiction;
use super::functions::{self, Act, Composition, FUNCTIONS};
use super::links::Links;
use super::template::{self, Files, PLACE_ARGUMENT, Prepared};

/// The name under which a page's number stands in its template, for conditions to find its defaults.
const PAGE_NUMBER: &str = "multum_page";

/// All files of content by number: pages first, then partials.
pub(super) struct Library {
    sources: Vec<Arc<Source>>,
    /// Nothing for a page that isn't composed anew.
    pages: Vec<Option<Prepared>>,
    partials: Vec<(String, usize, Prepared)>,
}

impl Files for Library {
    fn source(&self, file: usize) -> &Arc<Source> {
        &self.sources[file]
    }

    fn partial(&self, name: &str) -> Option<(usize, &Prepared)> {
        self.partials.iter().find(|(known, ..)| known == name).map(|(_, file, prepared)| (*file, prepared))
    }

    fn partials(&self) -> Vec<&str> {
        self.partials.iter().map(|(name, ..)| name.as_str()).collect()
    }
}

/// Content made ready, and Tera with our functions and all partials.
pub(super) struct Press {
    tera: Tera,
    library: Arc<Library>,
    /// What is wrong with each page as it is written.
    faults: Vec<Findings>,
    /// What conditions found wrong while templates ran, by the page's number.
    conditions: Conditions,
}

type Conditions = Arc<Mutex<BTreeMap<usize, Findings>>>;

/// What composing a page needs beside the press.
pub(super) struct Setting<'a> {
    pub book: &'a Book,
    pub links: &'a Links,
    /// What templates may say: titles and the like, never a figure.
    pub words: Vec<(&'static str, Value)>,
}

/// A page's blocks, and what they ask of other pages.
#[derive(Clone, Default)]
pub(super) struct Body {
    pub blocks: Blocks,
    /// The headings that its links lead to, and where the links stand.
    pub anchors: Vec<Asked>,
    /// What must be said above it for what it shows.
    pub notices: Vec<Arc<str>>,
    /// The reviews whose counts it shows.
    pub reviews: Vec<ShownReview>,
}

/// A heading of a page that a link leads to.
#[derive(Clone)]
pub(super) struct Asked {
    pub path: SitePath,
    pub anchor: String,
    pub at: Span,
}

impl Press {
    /// Makes ready the pages that are `wanted` and all partials. `defaults` are the pages', in their order.
    pub fn new(
        pages: &[Arc<ContentPage>],
        wanted: &[bool],
        partials: &[(SitePath, Arc<Source>)],
        book: &Arc<Book>,
        defaults: Vec<Defaults>,
    ) -> Checked<Press> {
        let mut findings = Findings::new();
        let mut sources: Vec<Arc<Source>> = pages.iter().map(|page| Arc::clone(&page.source)).collect();
        sources.extend(partials.iter().map(|(_, source)| Arc::clone(source)));
        let (prepared, faults): (Vec<Option<Prepared>>, Vec<Findings>) = pages
            .par_iter()
            .enumerate()
            .map(|(file, page)| {
                let mut findings = Findings::new();
                let prepared = wanted[file]
                    .then(|| template::prepare(file, &page.source, page.body.clone(), functions::NAMES, &mut findings));
                (prepared, findings)
            })
            .unzip();
        let partials: Vec<(String, usize, Prepared)> = partials
            .iter()
            .enumerate()
            .map(|(at, (path, source))| {
                let file = pages.len() + at;
                let whole = 0..source.text().len();
                (path.to_string(), file, template::prepare(file, source, whole, functions::NAMES, &mut findings))
            })
            .collect();
        let library = Arc::new(Library { sources, pages: prepared, partials });
        let conditions = Conditions::default();
        let mut tera = template::tera();
        register(&mut tera, book, &library, Arc::new(defaults), &conditions);
        add_partials(&mut tera, &library, &mut findings);
        Checked { value: Press { tera, library, faults, conditions }, findings }
    }

    /// The blocks of page `number`, figures in their places.
    pub fn blocks(
        &self,
        number: usize,
        page: &ContentPage,
        defaults: &Defaults,
        setting: &Setting<'_>,
    ) -> Checked<Body> {
        let mut made = self.filled(number, page, defaults, setting);
        made.findings.extend(self.faults[number].clone());
        let mut conditions = self.conditions.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        made.findings.extend(conditions.remove(&number).unwrap_or_default());
        made
    }

    fn filled(&self, number: usize, page: &ContentPage, defaults: &Defaults, setting: &Setting<'_>) -> Checked<Body> {
        let mut context = Context::new();
        context.insert(PAGE_NUMBER, &number);
        for (name, value) in &setting.words {
            context.insert(*name, value);
        }
        let mut findings = Findings::new();
        let Some(prepared) = &self.library.pages[number] else {
            return Checked { value: Body::default(), findings };
        };
        let Some(text) = template::render(&self.tera, prepared, &context, &*self.library, number, &mut findings) else {
            return Checked { value: Body::default(), findings };
        };
        let (text, places) = mark::take_places(&text);
        let pictures =
            |address: &str, at: &Span, findings: &mut Findings| setting.links.image(&page.file, address, at, findings);
        let mut resolver = PageResolver {
            composition: Composition {
                book: setting.book,
                defaults,
                findings: Findings::new(),
                charts: 0,
                notices: Vec::new(),
                reviews: Vec::new(),
                facts: Vec::new(),
                values: Vec::new(),
                year_named: None,
                pictures: &pictures,
            },
            links: setting.links,
            file: &page.file,
            library: &self.library,
            number,
            places,
            anchors: Vec::new(),
            behind: Vec::new(),
        };
        let (mut blocks, places) = markdown::blocks(&text, &mut resolver).gather(&mut findings);
        findings.extend(resolver.composition.findings);
        contradiction::find(&blocks, &resolver.composition.values, setting.book, &mut findings);
        sources_of_facts(&resolver.composition.facts, &mut blocks);
        let body = Body {
            blocks: Blocks::new(blocks, resolver.behind, places),
            anchors: resolver.anchors,
            notices: resolver.composition.notices,
            reviews: resolver.composition.reviews,
        };
        Checked { value: body, findings }
    }
}

/// Gives Tera all partials at once, since one may include another. One that has a fault gives way to an empty one once the
/// fault is told, so that those of the others are told too, and nobody is told that it isn't there.
fn add_partials(tera: &mut Tera, library: &Library, findings: &mut Findings) {
    let Some((_, file, prepared)) = library.partials.first() else {
        return;
    };
    let mut texts: Vec<(&str, &str)> =
        library.partials.iter().map(|(name, _, prepared)| (name.as_str(), prepared.text.as_str())).collect();
    while let Err(error) = tera.add_raw_templates(texts.iter().copied()) {
        for found in template::diagnostics(&error, prepared, library, *file) {
            findings.push(found);
        }
        let culprits = template::culprits(&error);
        let faulty =
            |(name, text): &&mut (&str, &str)| !text.is_empty() && culprits.iter().any(|culprit| culprit == name);
        let mut mended = false;
        for (_, text) in texts.iter_mut().filter(faulty) {
            *text = "";
            mended = true;
        }
        if !mended {
            return;
        }
    }
}

/// The list of numbers that are no measures, with where they come from, at the page's end.
fn sources_of_facts(facts: &[(String, String)], blocks: &mut Vec<Block>) {
    if facts.is_empty() {
        return;
    }
    let text = "Where other numbers come from";
    blocks.push(Block::Heading(Heading {
        level: 2,
        id: "other-numbers".to_owned(),
        text: vec![Inline::Text(text.to_owned())],
        at: None,
    }));
    // One line a source, in the order of first use.
    let mut by_source: Vec<(&str, Vec<&str>)> = Vec::new();
    for (text, source) in facts {
        match by_source.iter_mut().find(|(known, _)| known == source) {
            Some((_, texts)) => texts.push(text),
            None => by_source.push((source, vec![text])),
        }
    }
    let items = by_source
        .into_iter()
        .map(|(source, texts)| {
            let text = FigureText { text: texts.join("; "), measure: None, symbol: None, asked: None };
            vec![Block::Paragraph(vec![Inline::Figure(text), Inline::Text(format!(": {source}"))])]
        })
        .collect();
    blocks.push(Block::List { start: None, items });
}

/// Registers every function: marks carry their call through Markdown, conditions answer at once.
fn register(
    tera: &mut Tera,
    book: &Arc<Book>,
    library: &Arc<Library>,
    defaults: Arc<Vec<Defaults>>,
    conditions: &Conditions,
) {
    for function in FUNCTIONS {
        match &function.act {
            Act::Mark(_) => tera.register_function(function.name, move |arguments: Kwargs, _: &State| {
                mark::mark(&format!("{} {}", function.name, Value::Object(json(&arguments))))
            }),
            Act::Condition(test) => {
                let (book, library) = (Arc::clone(book), Arc::clone(library));
                let (defaults, conditions) = (Arc::clone(&defaults), Arc::clone(conditions));
                let test = *test;
                tera.register_function(function.name, move |arguments: Kwargs, state: &State| {
                    let page = state.get::<u64>(PAGE_NUMBER).ok().flatten().unwrap_or(0) as usize;
                    let arguments = json(&arguments);
                    let mut findings = Findings::new();
                    let at = place(&arguments, &library, page);
                    let answer = Call::checked(function, arguments, at, &mut findings).is_some_and(|call| {
                        defaults.get(page).is_some_and(|defaults| test(&call, &book, defaults, &mut findings))
                    });
                    if !findings.is_empty() {
                        let mut all = conditions.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        all.entry(page).or_default().extend(findings);
                    }
                    answer
                });
            }
        }
    }
}

fn json(arguments: &Kwargs) -> serde_json::Map<String, Value> {
    arguments
        .iter()
        .map(|(name, value)| (name.to_string(), serde_json::to_value(value).unwrap_or(Value::Null)))
        .collect()
}

/// Where a call stands, from the argument that its preparation gave it.
fn place(arguments: &serde_json::Map<String, Value>, library: &Library, page: usize) -> Span {
    let numbers: Option<Vec<usize>> = arguments
        .get(PLACE_ARGUMENT)
        .and_then(Value::as_str)
        .map(|text| text.split(':').filter_map(|number| number.parse().ok()).collect());
    match numbers.as_deref() {
        Some([file, start, end]) if *file < library.sources.len() => library.sources[*file].span(*start, *end),
        _ => library.sources[page].span(0, 0),
    }
}

struct PageResolver<'a> {
    composition: Composition<'a>,
    links: &'a Links,
    file: &'a SitePath,
    library: &'a Library,
    number: usize,
    places: Places,
    anchors: Vec<Asked>,
    behind: Vec<Behind>,
}

impl Resolver for PageResolver<'_> {
    fn mark(&mut self, payload: &str) -> Resolved {
        let (name, arguments) = payload.split_once(' ').unwrap_or((payload, "{}"));
        let arguments = match serde_json::from_str(arguments) {
            Ok(Value::Object(map)) => map,
            _ => serde_json::Map::new(),
        };
        let at = place(&arguments, self.library, self.number);
        let Some(function) = functions::function(name) else {
            return Resolved::Nothing;
        };
        let Some(call) = Call::checked(function, arguments, at, &mut self.composition.findings) else {
            return Resolved::Nothing;
        };
        let made = match &function.act {
            Act::Mark(act) => act(&call, &mut self.composition),
            Act::Condition(_) => Resolved::Nothing,
        };
        if let Resolved::Inline(Inline::Figure(figure)) = &made {
            self.behind.extend(functions::behind(&call, figure, &self.composition));
        }
        made
    }

    fn link(&mut self, address: &str, at: &Span) -> Option<Target> {
        let target = self.links.target(self.file, address, at, &mut self.composition.findings)?;
        if let Target::Inside { path, anchor: Some(anchor) } = &target {
            self.anchors.push(Asked { path: path.clone(), anchor: anchor.clone(), at: at.clone() });
        }
        Some(target)
    }

    fn image(&mut self, address: &str, alternative: &str, caption: &str, at: &Span) -> Option<Image> {
        let mut image = self.links.image(self.file, address, at, &mut self.composition.findings)?;
        image.alternative = alternative.trim().to_owned();
        if !caption.trim().is_empty() {
            image.caption = vec![Inline::Text(caption.trim().to_owned())];
        }
        if image.alternative.is_empty() {
            self.composition.findings.push(
                crate::diagnostic::Diagnostic::error(
                    code::ALTERNATIVE,
                    at,
                    "expected words for the picture between [ and ], found none",
                )
                .hint("say what the picture shows: ![A map of the county’s schools](map.png)"),
            );
        }
        Some(image)
    }

    fn place(&self, start: usize, end: usize) -> Span {
        match (self.places.find(start), self.places.find(end.saturating_sub(1).max(start))) {
            (Some((file, from)), Some((same, to))) if file == same && to >= from => {
                self.library.sources[file].span(from, to + 1)
            }
            (Some((file, from)), _) => self.library.sources[file].span(from, from + 1),
            (None, _) => self.library.sources[self.number].span(0, 0),
        }
    }
}

//! The site put together: reports and their pages, measures' pages, lists, the way from one to another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::diagnostic::{Checked, Diagnostic, Findings, code, nearest};
use crate::document::{
    Banner, Block, Blocks, Braille, ContentFile, Inline, Licence, Organisation, Page, PageKind, PageLink, Report,
    ShownReview, Site, SiteFacts, StatementDays, Status, Target, every,
};
use crate::evidence::Evidence;
use crate::figures::{GroupId, MeasureId, Place, Release, seen};
use crate::source::config::Config;
use crate::source::recorder::Log;
use crate::vocabulary::SitePath;

use super::abbreviations;
use super::about;
use super::address;
use super::book::{Book, Defaults};
use super::content::{Content, ContentPage};
use super::embargo::{self, Embargo};
use super::links::{Links, PageState};
use super::memo::{self, Memo};
use super::page::{Asked, Body, Press, Setting};
use super::reports::{
    Head, by_folder, drafted, front, is_kept, is_unsettled, orders, owner, owners, report_heads, unsettled,
};
use super::{lists, measure_page};

/// Makes the site. Drafts stay out unless `drafts` are asked for.
pub fn compose(
    config: &Config,
    evidence: Evidence,
    release: Release,
    content: Content,
    drafts: Drafts,
) -> Checked<Site> {
    compose_again(config, (evidence, release), content, drafts, Log::default(), &Memo::none())
}

/// The same, with what was composed before where nothing that it was made of is another. `log` is what was read for the
/// configuration and the evidence, the files of measures left out.
pub fn compose_again(
    config: &Config,
    (evidence, release): (Evidence, Release),
    content: Content,
    drafts: Drafts,
    log: Log,
    memo: &Memo,
) -> Checked<Site> {
    let mut findings = Findings::new();
    let book = Arc::new(Book { evidence, release });
    let Content { pages, partials, files, unread } = content;
    let heads = report_heads(&pages, &book, &mut findings);
    for page in pages.iter().filter(|page| page.front.report_at.is_none()) {
        findings.extend(page.front.embargo.as_ref().map(embargo::of_no_report).into_iter().collect());
    }
    if drafts == Drafts::Out {
        let fronts = heads.iter().map(|head| (head, &pages[head.index].front));
        let held = fronts.filter(|(_, front)| front.status == Status::Published);
        let told = held.filter_map(|(head, front)| Some(embargo::left_out(front.embargo.as_ref()?, head.year)));
        findings.extend(told.collect());
    }
    let is_draft = |page: &ContentPage, owner: Option<usize>| {
        page.front.status == Status::Draft || owner.is_some_and(|owner| is_kept(&pages[heads[owner].index]))
    };
    // A picture or a paper beside a report goes out with it.
    let folders = by_folder(&heads);
    let goes_out = |file: &SitePath| {
        drafts == Drafts::In || owner(&folders, file).is_none_or(|owner| !is_kept(&pages[heads[owner].index]))
    };
    let files: Vec<(SitePath, Arc<[u8]>)> = files.into_iter().filter(|(file, _)| goes_out(file)).collect();
    let links = Links {
        pages: pages
            .iter()
            .zip(owners(&heads, &pages))
            .map(|(page, owner)| {
                let built = drafts == Drafts::In || !is_draft(page, owner);
                (page.file.clone(), if built { PageState::Built } else { PageState::Draft })
            })
            .chain(unread.iter().map(|file| (file.clone(), PageState::Unread)))
            .collect(),
        files: files.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))).collect(),
        made: made(&book),
    };
    let unsettled = unsettled(&pages, &heads, &unread);
    let drafted = drafted(&pages, &heads);
    let chosen: Vec<Arc<ContentPage>> =
        pages.into_iter().filter(|page| links.pages.get(&page.file) == Some(&PageState::Built)).collect();
    let mut heads = report_heads(&chosen, &book, &mut Findings::new());
    heads.sort_by(|a, b| b.year.cmp(&a.year).then_with(|| a.folder.cmp(&b.folder)));
    let Some(front) = front(config, &heads, &unsettled, &drafted, &mut findings) else {
        return Checked { value: empty(config), findings };
    };

    let owners = owners(&heads, &chosen);
    let defaults: Vec<Defaults> =
        owners.iter().map(|owner| owner.map(|owner| heads[owner].defaults.clone()).unwrap_or_default()).collect();
    let context = || {
        let all = format!("{heads:?} {unsettled:?} {owners:?} {drafts:?} {front}");
        memo::Context::new(log, (&book.evidence, &book.release), &links, &partials, all)
    };
    memo.begin(context, &book.release);
    let before: Vec<Option<Arc<Checked<Body>>>> =
        chosen.iter().map(|page| memo.page(&page.file, &page.source)).collect();
    let wanted: Vec<bool> = before.iter().map(Option::is_none).collect();
    let press = Press::new(&chosen, &wanted, &partials, &book, defaults.clone()).gather(&mut findings);
    let bodies: Vec<Arc<Checked<Body>>> = chosen
        .par_iter()
        .enumerate()
        .map(|(number, page)| {
            if let Some(made) = &before[number] {
                return Arc::clone(made);
            }
            let (made, seen) = seen::watched(|| {
                let head = owners[number].map(|owner| &heads[owner]);
                if is_unsettled(&unsettled, head, &page.file) {
                    return Checked::sound(Body::default());
                }
                let setting = Setting { book: &book, links: &links, words: words(config, page, head, &book) };
                press.blocks(number, page, &defaults[number], &setting)
            });
            let made = Arc::new(made);
            memo.keep_page(&page.file, &page.source, &seen, &made);
            made
        })
        .collect();
    for body in &bodies {
        findings.extend(body.findings.clone());
    }
    // What a page of no report shows goes on record with the newest.
    let mut reviews: Vec<(usize, ShownReview)> = bodies
        .iter()
        .zip(&owners)
        .flat_map(|(body, owner)| body.value.reviews.iter().map(|review| (owner.unwrap_or(0), review.clone())))
        .collect();
    reviews.sort();
    reviews.dedup();
    let blocks: Vec<Blocks> = bodies.iter().map(|body| body.value.blocks.clone()).collect();
    let notices: Vec<Vec<Arc<str>>> = bodies.iter().map(|body| body.value.notices.clone()).collect();

    let orders = orders(&heads, &chosen, &owners);
    let context = Context {
        config,
        book: &book,
        heads: &heads,
        chosen: &chosen,
        owners: &owners,
        orders: &orders,
        front,
        files: &links.files,
    };
    let formats = about::made(&context, &links, &mut findings);
    let corrections = about::corrections(&context, &mut findings);
    let notes = about::notes(&corrections);
    let (mut pages, (made, datasets)) = rayon::join(
        || content_pages(&context, blocks, &notices, &formats, &notes, memo),
        || {
            let measures = measure_pages(&context, memo);
            let datasets = (measures.iter())
                .filter_map(|(page, dataset)| Some((page.path.clone(), Arc::clone(dataset.as_ref()?))))
                .collect();
            let mut made: Vec<Page> = measures.into_iter().map(|(page, _)| page).collect();
            made.extend(about::pages(&context, &made, &formats, memo));
            made.extend(memo.made(&address::measures(), || Some(lists::measures_page(&context, memo))));
            (made, datasets)
        },
    );
    pages.extend(made);
    pages.push(lists::archive_page(&context));
    pages.push(lists::search_page(&context));
    pages.push(lists::not_found_page(&context));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    taken_twice(&pages, &chosen, &mut findings);
    dead_anchors(bodies.iter().flat_map(|body| &body.value.anchors), &pages, &mut findings);
    // Unless somebody keeps them, bodies are the pages' alone from here on, and can be changed without a copy.
    drop(bodies);
    pages
        .par_iter_mut()
        .filter(|page| page.path != address::glossary() && page.language == config.language)
        .for_each(|page| memo.finish(page, |page| abbreviations::write_out(page, &book.evidence.glossary)));
    let reports = reports(&context, &pages);
    let statement = statement_days(&book, config.organisation.contact.is_some());
    let files = files.into_iter().map(|(path, bytes)| ContentFile { path, bytes }).collect();
    Checked {
        value: Site { facts: facts(config, front), reports, pages, files, corrections, datasets, statement, reviews },
        findings,
    }
}

/// Whether pages that are being written are built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drafts {
    /// They are, marked as such.
    In,
    /// They are not.
    Out,
}

/// What is known when pages are put in their places.
pub(super) struct Context<'a> {
    pub config: &'a Config,
    pub book: &'a Book,
    /// Newest first.
    pub heads: &'a [Head],
    pub chosen: &'a [Arc<ContentPage>],
    /// For each page its report's number among `heads`.
    owners: &'a [Option<usize>],
    /// For each report its pages' numbers in the order of reading.
    orders: &'a [Vec<usize>],
    /// Which of `heads` the front page carries.
    front: usize,
    /// The files beside the content.
    pub files: &'a BTreeMap<SitePath, Arc<[u8]>>,
}

/// The addresses of pages that multum makes.
fn made(book: &Book) -> BTreeSet<SitePath> {
    let mut made: BTreeSet<SitePath> = book.evidence.measures.keys().map(address::measure).collect();
    made.extend([address::front(), address::measures(), address::archive(), address::search(), address::not_found()]);
    made.extend([address::statement(), address::formats()]);
    let evidence = &book.evidence;
    made.extend((!evidence.measures.is_empty()).then(address::data));
    made.extend((!evidence.glossary.is_empty()).then(address::glossary));
    made.extend(evidence.corrections.is_some().then(address::corrections));
    made
}

/// What templates in content may say.
fn words(config: &Config, page: &ContentPage, head: Option<&Head>, book: &Book) -> Vec<(&'static str, Value)> {
    let mut words = vec![
        ("page", json!({ "title": page.front.title })),
        ("site", json!({ "title": config.title, "organisation": config.organisation.name })),
    ];
    if let Some(head) = head {
        let report = json!({
            "title": head.title,
            "year": head.year.to_string(),
            "geography": book.evidence.geography_title(head.geography).to_string(),
        });
        words.push(("report", report));
    }
    words
}

pub(super) fn facts(config: &Config, front: usize) -> SiteFacts {
    SiteFacts {
        title: config.title.clone(),
        address: config.address.clone(),
        language: config.language.clone(),
        organisation: Organisation {
            name: config.organisation.name.clone(),
            url: config.organisation.url.clone(),
            contact: config.organisation.contact.clone(),
        },
        notice: config.notice.clone(),
        short_notice: config.short_notice.clone(),
        internal: false,
        licence: config.licence.clone().map(|licence| Licence {
            name: licence.name,
            url: licence.url,
            covers: licence.covers,
        }),
        front,
        pretty_links: config.pretty_links,
        pictures: config.pictures,
        generator: concat!("multum ", env!("CARGO_PKG_VERSION")).to_owned(),
        braille: Braille {
            cells: config.braille.cells,
            lines: config.braille.lines,
            transcriber: config.braille.transcriber.clone(),
            contracted: None,
        },
    }
}

fn empty(config: &Config) -> Site {
    Site {
        facts: facts(config, 0),
        reports: Vec::new(),
        pages: Vec::new(),
        files: Vec::new(),
        corrections: Vec::new(),
        datasets: BTreeMap::new(),
        statement: StatementDays::default(),
        reviews: Vec::new(),
    }
}

impl Context<'_> {
    pub fn report_link(&self, head: &Head) -> PageLink {
        let page = &self.chosen[head.index];
        PageLink {
            title: head.title.clone(),
            path: address::content(&page.file),
            description: page.front.description.clone(),
        }
    }

    pub fn front_link(&self) -> PageLink {
        PageLink { title: self.config.title.clone(), path: address::front(), description: None }
    }

    pub fn head(&self) -> &Head {
        &self.heads[self.front]
    }

    /// A page that multum makes, of no report.
    pub fn made(&self, path: SitePath, kind: PageKind, title: &str, description: &str, body: Vec<Block>) -> Page {
        Page {
            path,
            title: title.to_owned(),
            full_title: format!("{title}, {}", self.config.title),
            description: Some(description.to_owned()),
            kind,
            language: self.config.language.clone(),
            breadcrumbs: vec![self.front_link()],
            previous: None,
            next: None,
            banners: Vec::new(),
            body: body.into(),
            canonical: None,
            unlisted: false,
        }
    }
}

fn content_pages(
    context: &Context<'_>,
    bodies: Vec<Blocks>,
    notices: &[Vec<Arc<str>>],
    formats: &[Vec<about::Made>],
    notes: &BTreeMap<SitePath, Vec<Banner>>,
    memo: &Memo,
) -> Vec<Page> {
    let neighbours = neighbours(context);
    let mut made = Vec::with_capacity(context.chosen.len() + 1);
    for (number, (page, mut body)) in context.chosen.iter().zip(bodies).enumerate() {
        let report = context.owners[number];
        let head = report.map(|report| &context.heads[report]);
        let is_index = head.is_some_and(|head| head.index == number);
        let embargo = head.and_then(|head| context.chosen[head.index].front.embargo.as_ref());
        let draft = page.front.status == Status::Draft || head.is_some_and(|head| is_kept(&context.chosen[head.index]));
        let mut breadcrumbs = vec![context.front_link()];
        if let Some(head) = head
            && !is_index
        {
            breadcrumbs.push(context.report_link(head));
        }
        let kind = match (report, is_index) {
            (Some(report), true) => PageKind::Report(report),
            (Some(report), false) => PageKind::Topic(report),
            (None, _) => PageKind::Plain,
        };
        let full_title = match head {
            Some(head) if !is_index => format!("{}, {}", page.front.title, head.title),
            Some(head) => head.title.clone(),
            None => format!("{}, {}", page.front.title, context.config.title),
        };
        let (previous, next) = neighbours.get(&number).cloned().unwrap_or_default();
        let path = address::content(&page.file);
        if is_index && let Some(report) = report {
            let size = |path: &SitePath| context.files.get(path).map(|bytes| bytes.len());
            body = memo.extend(&path, body, about::other_formats(report, &formats[report], &size));
        }
        let mut banners = [self::notices(&notices[number]), banners(context, head, draft, embargo)].concat();
        banners.extend(notes.get(&path).cloned().unwrap_or_default());
        // A report at the top of content/ is the front page itself.
        let is_front = path == address::front();
        if is_front {
            breadcrumbs.clear();
        }
        if is_index && report == Some(context.front) && !is_front {
            made.push(front_page(context, page, &body, banners.clone(), draft));
        }
        made.push(Page {
            path,
            title: page.front.title.clone(),
            full_title,
            description: page.front.description.clone(),
            kind,
            language: page.front.language.clone().unwrap_or_else(|| context.config.language.clone()),
            breadcrumbs,
            previous,
            next,
            banners,
            body,
            canonical: None,
            unlisted: draft,
        });
    }
    made
}

type Pager = (Option<PageLink>, Option<PageLink>);

/// The pages before and after each, within its report.
fn neighbours(context: &Context<'_>) -> BTreeMap<usize, Pager> {
    let link = |at: usize| {
        let page = &context.chosen[at];
        PageLink { title: page.front.title.clone(), path: address::content(&page.file), description: None }
    };
    let mut found = BTreeMap::new();
    for order in context.orders {
        for (place, at) in order.iter().enumerate() {
            let previous = place.checked_sub(1).map(|before| link(order[before]));
            let next = order.get(place + 1).map(|after| link(*after));
            found.insert(*at, (previous, next));
        }
    }
    found
}

/// What must be said above a page for what it shows, since that is not real.
fn notices(notices: &[Arc<str>]) -> Vec<Banner> {
    let banner = |notice: &Arc<str>| Banner {
        words: vec![Inline::Text(notice.to_string())],
        sample: Some("The ratings here are made up.".to_owned()),
    };
    notices.iter().map(banner).collect()
}

/// What must be said above a page: that it is being written, or that a later report is out.
fn banners(context: &Context<'_>, head: Option<&Head>, draft: bool, embargo: Option<&Embargo>) -> Vec<Banner> {
    let mut banners: Vec<Banner> = Vec::new();
    if let Some(embargo) = embargo {
        let words = vec![
            Inline::Strong(vec![Inline::Text(format!("Under embargo until {}.", embargo.until.words()))]),
            Inline::Text(" Nothing of this report may be published or passed on before.".into()),
        ];
        banners.push(words.into());
    } else if draft {
        let words = vec![
            Inline::Strong(vec![Inline::Text("Draft.".into())]),
            Inline::Text(" This page is being written and is not for publication.".into()),
        ];
        banners.push(words.into());
    }
    if let Some(head) = head {
        let newest = context
            .heads
            .iter()
            .filter(|other| other.geography == head.geography && other.year > head.year)
            .max_by_key(|other| other.year);
        if let Some(newest) = newest {
            let link = context.report_link(newest);
            let words = vec![
                Inline::Text(format!("This report is about {}. A later one is out: ", head.year.in_words())),
                Inline::Link {
                    target: Target::Inside { path: link.path, anchor: None },
                    text: vec![Inline::Text(link.title)],
                },
                Inline::Text(".".into()),
            ];
            banners.push(words.into());
        }
    }
    banners
}

/// The site's front page: the summary of the front report, whose own page search engines should keep.
fn front_page(context: &Context<'_>, page: &ContentPage, body: &Blocks, banners: Vec<Banner>, draft: bool) -> Page {
    let canonical = address::content(&page.file);
    let is_itself = canonical == address::front();
    Page {
        path: address::front(),
        title: page.front.title.clone(),
        full_title: context.config.title.clone(),
        description: page.front.description.clone(),
        kind: PageKind::Front,
        language: page.front.language.clone().unwrap_or_else(|| context.config.language.clone()),
        breadcrumbs: Vec::new(),
        previous: None,
        next: None,
        banners,
        body: body.clone(),
        canonical: (!is_itself).then_some(canonical),
        unlisted: draft,
    }
}

/// Where a measure is seen from: the front report's area, or the first report's that it has figures of.
pub(super) fn home<'a>(context: &Context<'a>, measure: MeasureId) -> &'a Head {
    let areas = context.book.release.areas(measure, GroupId::ALL);
    let front = context.head();
    if areas.contains(&front.geography) {
        return &context.heads[context.front];
    }
    context.heads.iter().find(|head| areas.contains(&head.geography)).unwrap_or(&context.heads[context.front])
}

pub(super) fn compared(context: &Context<'_>, head: &Head) -> Vec<Place> {
    let names = if head.defaults.compare.is_empty() {
        measure_page::usual_comparison(context.book, head.geography)
    } else {
        head.defaults.compare.clone()
    };
    let at = context.chosen[head.index].source.span(0, 0);
    names.iter().filter_map(|name| context.book.place(name, Some(head.geography), &at, &mut Findings::new())).collect()
}

fn measure_pages(context: &Context<'_>, memo: &Memo) -> Vec<memo::MeasurePage> {
    let measures = MeasureLink { title: "All measures".to_owned(), path: address::measures() };
    (0..context.book.evidence.measures.len())
        .into_par_iter()
        .map(|index| {
            let measure = MeasureId(index as u32);
            let (slug, facts) = context.book.known(measure);
            memo.measure(slug, || {
                let head = home(context, measure);
                let compare = compared(context, head);
                let mut page = context.made(
                    address::measure(slug),
                    PageKind::Measure,
                    &facts.title,
                    "",
                    measure_page::blocks(context.book, measure, head.geography, &compare),
                );
                page.description = facts.definition.as_ref().map(ToString::to_string);
                page.full_title = format!("{}, latest figures, {}", facts.title, context.config.title);
                page.breadcrumbs.push(PageLink {
                    title: measures.title.clone(),
                    path: measures.path.clone(),
                    description: None,
                });
                let dataset = about::dataset(context, measure, &page).map(Arc::new);
                (page, dataset)
            })
        })
        .collect()
}

fn statement_days(book: &Book, has_contact: bool) -> StatementDays {
    let statement = book.evidence.statement.as_ref();
    StatementDays {
        reviewed: statement.and_then(|statement| statement.reviewed),
        at: statement.map(|statement| statement.reviewed_at.clone()),
        measured: book.evidence.record.as_ref().map(|record| record.measured),
        lacks_contact: !has_contact
            && statement.is_some_and(|statement| statement.public_body && statement.contact.is_none()),
    }
}

struct MeasureLink {
    title: String,
    path: SitePath,
}

fn reports(context: &Context<'_>, pages: &[Page]) -> Vec<Report> {
    let index: BTreeMap<&SitePath, usize> = pages.iter().enumerate().map(|(at, page)| (&page.path, at)).collect();
    context
        .heads
        .iter()
        .zip(context.orders)
        .map(|(head, order)| Report {
            folder: head.folder.clone(),
            title: head.title.clone(),
            year: head.year,
            geography: context
                .book
                .evidence
                .geographies
                .get_index(usize::from(head.geography.0))
                .expect("ids are made from this list")
                .0
                .clone(),
            geography_title: context.book.evidence.geography_title(head.geography),
            status: if is_kept(&context.chosen[head.index]) { Status::Draft } else { Status::Published },
            published: context.chosen[head.index].front.published.clone(),
            updated: context.chosen[head.index].front.updated.clone(),
            figures: context.chosen[head.index].front.figures.as_ref().map(|word| format!("Figures are {word}")),
            next: context.chosen[head.index].front.next_release.clone(),
            pages: order
                .iter()
                .filter_map(|at| index.get(&address::content(&context.chosen[*at].file)).copied())
                .collect(),
        })
        .collect()
}

/// Two pages at one address: a page of content that stands where multum puts one of its own.
fn taken_twice(pages: &[Page], written: &[Arc<ContentPage>], findings: &mut Findings) {
    for pair in pages.windows(2).filter(|pair| pair[0].path == pair[1].path) {
        let path = &pair[0].path;
        let message =
            format!("expected one page at {path}, found two: \"{}\" and \"{}\"", pair[0].title, pair[1].title);
        let found = match written.iter().find(|page| address::content(&page.file) == *path) {
            Some(page) => Diagnostic::error(code::ADDRESS, &page.front.title_at, message),
            None => Diagnostic::placeless(code::ADDRESS, message),
        };
        findings.push(found.hint(
            "give the page of content another name: multum makes index.html, measures/, reports/, search/, data/, glossary/, corrections/, accessibility/, formats/ and 404.html itself",
        ));
    }
}

/// Links to headings that their page doesn't have. Figures and tables are numbered by the outputs, whose check knows them.
fn dead_anchors<'a>(asked: impl Iterator<Item = &'a Asked>, pages: &[Page], findings: &mut Findings) {
    let numbered = |anchor: &str| anchor.starts_with("figure-") || anchor.starts_with("table-");
    for asked in asked.filter(|asked| !numbered(&asked.anchor)) {
        let Ok(at) = pages.binary_search_by(|page| page.path.cmp(&asked.path)) else {
            continue;
        };
        // A page that could not be made has been told of, and has no headings to compare with.
        if pages[at].body.is_empty() {
            continue;
        }
        let headings = every(&pages[at].body).filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.id.as_str()),
            _ => None,
        });
        let headings: Vec<&str> = headings.collect();
        if headings.contains(&asked.anchor.as_str()) {
            continue;
        }
        let hint = match nearest(&asked.anchor, headings.iter().copied()) {
            Some(near) => format!("did you mean #{near}?"),
            None if headings.is_empty() => "that page has no headings: take the # and what follows it out".to_owned(),
            None => format!("its headings are #{}", headings.join(", #")),
        };
        let message =
            format!("expected a heading of \"{}\", found #{}, which it doesn't have", pages[at].title, asked.anchor);
        findings.push(Diagnostic::error(code::DEAD_LINK, &asked.at, message).hint(hint));
    }
}

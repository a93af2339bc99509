//! Small sites and trees for the checks' tests.

use crate::diagnostic::{Diagnostic, Source, Span};
use crate::document::{Block, Braille, Heading, Inline, Organisation, Page, PageKind, Site, SiteFacts};
use crate::tree::Tree;
use crate::vocabulary::{Language, SitePath};

use super::{Check, Pages};

pub fn path(text: &str) -> SitePath {
    SitePath::new(text).expect("a path of the test")
}

pub fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

/// A heading of level 2 whose file is `source`: so that the page knows where its words come from.
pub fn heading(words: &str, at: Span) -> Block {
    Block::Heading(Heading { level: 2, id: "heading".to_owned(), text: vec![text(words)], at: Some(at) })
}

pub fn page(at: &str, body: Vec<Block>) -> Page {
    Page {
        path: path(at),
        title: "A page".to_owned(),
        full_title: format!("{at}, Review, Council"),
        description: None,
        kind: PageKind::Plain,
        language: Language::british(),
        breadcrumbs: Vec::new(),
        previous: None,
        next: None,
        banners: Vec::new(),
        body: body.into(),
        canonical: None,
        unlisted: false,
    }
}

/// A page of one paragraph, and the file that its author wrote.
pub fn paragraph(at: &str, words: &str) -> Page {
    let source = Source::new(format!("content/{at}.md"), format!("## Heading\n\n{words}\n"));
    page(at, vec![heading("Heading", source.span(0, 10)), Block::Paragraph(vec![text(words)])])
}

pub fn site(pages: Vec<Page>) -> Site {
    Site {
        facts: SiteFacts {
            title: "Review".to_owned(),
            address: Some("https://example.gov.uk/review/".to_owned()),
            language: Language::british(),
            organisation: Organisation { name: "Council".to_owned(), url: None, contact: None },
            licence: None,
            notice: None,
            short_notice: None,
            internal: false,
            front: 0,
            pretty_links: false,
            pictures: false,
            generator: "multum".to_owned(),
            braille: Braille::default(),
        },
        reports: Vec::new(),
        pages,
        files: Vec::new(),
        corrections: Vec::new(),
        datasets: Default::default(),
        statement: Default::default(),
        reviews: Vec::new(),
    }
}

pub fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (at, text) in files {
        tree.insert(path(at), text.as_bytes()).expect("free");
    }
    tree
}

/// A page of HTML with all that every page must have.
pub fn framed(content: &str) -> String {
    format!("<html lang=\"en-GB\"><head><title>Page</title></head><body><main>{content}</main></body></html>")
}

/// A site with nothing wrong.
pub fn sound() -> (Site, Tree) {
    let site = site(vec![paragraph("index.html", "Read on."), paragraph("a/b.html", "The end.")]);
    let tree = tree(&[
        (
            "index.html",
            &framed(
                "<h1>Front</h1><a href=\"a/b.html#end\">The end</a><img src=\"a.png\" alt=\"A school\" width=\"4\" height=\"3\">",
            ),
        ),
        ("a/b.html", &framed("<h1>B</h1><h2 id=\"end\">End</h2><a href=\"../index.html\">Front</a>")),
        ("a.png", ""),
    ]);
    (site, tree)
}

/// What one check finds, as its messages.
pub fn messages(check: &dyn Check, site: &Site, tree: &Tree) -> Vec<String> {
    found(check, site, tree).into_iter().map(|diagnostic| diagnostic.message).collect()
}

/// What one check finds.
pub fn found(check: &dyn Check, site: &Site, tree: &Tree) -> Vec<Diagnostic> {
    let pages = Pages::of(tree, site);
    let mut found: Vec<Diagnostic> = site.pages.iter().flat_map(|page| check.page(page)).collect();
    found.extend(pages.all.iter().flat_map(|html| check.html(html, site)));
    found.extend(check.site(site, tree, &pages));
    assert!(found.iter().all(|diagnostic| diagnostic.code == check.code()));
    found
}

//! What stands round the content, and what becomes of a theme with a fault.

use multum::diagnostic::{Severity, Source};
use multum::document::*;
use multum::outputs;
use multum::source::theme::Theme;

use crate::html::{elements, text};
use crate::{render, sample, theme};

#[test]
fn a_topic_page_says_where_it_is_and_what_is_on_it() {
    let tree = render(&sample::site());
    let page = elements(text(&tree, "2016-17/key-stage-2.html"));
    let nav = |label: &str| {
        let nav = page.iter().find(|element| element.name == "nav" && element.get("aria-label") == Some(label));
        nav.unwrap_or_else(|| panic!("no {label}")).text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(nav("Breadcrumb"), "Home Review 2016/17");
    assert_eq!(nav("Main"), "Review 2016/17 All measures All reports Search");
    assert_eq!(nav("Previous and next page"), "Previous Learning and Skills annual review 2016/17 Next Methodology");
    let contents = page.iter().find(|element| element.get("class") == Some("contents")).expect("contents");
    assert!(contents.text.contains("What happens next"));
    let status = page.iter().find(|element| element.get("class") == Some("status")).expect("a status line");
    let status: Vec<&str> = status.text.trim().lines().collect();
    assert_eq!(status, ["Published 7 September 2017", "Academic year 2016 to 2017", "Some figures are provisional"]);
    let body = page.iter().find(|element| element.name == "body").expect("a body");
    assert_eq!(body.get("data-template"), Some("topic"));
    assert!(body.text.contains("A reconstruction from public documents"));
    let first = page.iter().find(|element| element.name == "a").expect("a link");
    assert_eq!((first.text.as_str(), first.get("href")), ("Skip to the content", Some("#main")));
}

#[test]
fn a_draft_says_so_and_is_closed_to_search_engines() {
    let tree = render(&sample::site());
    let page = text(&tree, "2017-18/index.html");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(page.contains("Draft, not published") && page.contains("This report is being written."));
    assert!(!text(&tree, "2016-17/index.html").contains("noindex"));
}

#[test]
fn the_page_for_addresses_that_lead_nowhere_links_from_the_root_when_it_can() {
    let mut site = sample::site();
    assert!(text(&render(&site), "404.html").contains("href=\"2016-17/index.html\""));
    site.facts.address = Some("https://www.example.gov.uk/review/".to_owned());
    let tree = render(&site);
    let page = elements(text(&tree, "404.html"));
    for link in page.iter().filter(|element| element.name != "meta").filter_map(|element| element.get("href")) {
        assert!(link.starts_with("/review/") || link.starts_with('#') || link.contains(':'), "{link}");
    }
}

#[test]
fn a_contact_is_a_link_when_it_is_an_address_or_a_number() {
    for (contact, link) in [
        ("help@example.gov.uk", Some("mailto:help@example.gov.uk")),
        ("01572 722577", Some("tel:01572722577")),
        ("Ask at the library", None),
    ] {
        let mut site = sample::site();
        site.facts.organisation.contact = Some(contact.to_owned());
        let tree = render(&site);
        let page = elements(text(&tree, "index.html"));
        let found = page.iter().find(|element| element.name == "a" && element.text == contact);
        assert_eq!(found.and_then(|element| element.get("href")), link, "{contact}");
        assert!(text(&tree, "index.html").contains(contact));
    }
}

#[test]
fn every_kind_of_page_is_known_to_the_stylesheet() {
    let tree = render(&sample::site());
    for (path, template) in [
        ("index.html", "front"),
        ("2016-17/index.html", "report"),
        ("2016-17/key-stage-2.html", "topic"),
        ("measures/index.html", "measures"),
        ("measures/ks2-rwm-expected/index.html", "measure"),
        ("reports.html", "archive"),
        ("search/index.html", "search"),
        ("accessibility.html", "plain"),
        ("404.html", "not-found"),
    ] {
        assert!(text(&tree, path).contains(&format!("<body data-template=\"{template}\">")), "{path}");
    }
}

/// The theme with one template written anew.
fn with(template: &str, words: &str) -> Theme {
    let mut theme = theme::theme("rutland");
    theme.templates.insert(template.to_owned(), Source::new(format!("themes/mine/templates/{template}"), words));
    theme
}

#[test]
fn a_web_officer_replaces_one_part_and_keeps_the_rest() {
    let theme = with("partials/footer.html", "<footer><p>{{ site.organisation }}’s own words</p></footer>");
    let rendered = outputs::render(&sample::site(), &theme, Some(&["screen"]));
    assert!(rendered.findings.is_empty());
    let page = text(&rendered.value.tree, "index.html");
    assert!(page.contains("Rutland County Council’s own words") && page.contains("Skip to the content"));
}

#[test]
fn a_fault_of_a_template_is_said_once_and_where_it_stands() {
    for (template, words, line, says) in [
        ("partials/footer.html", "<footer>\n{{ site.titel }}</footer>", 2, "titel"),
        ("partials/footer.html", "<footer>\n{% if %}</footer>", 2, ""),
        ("page.html", "<html>\n{{ page.title }}", 1, "{{ content }} once, and has it 0 times"),
        ("page.html", "{{ content }}\n{{ content }}", 1, "{{ content }} once, and has it 2 times"),
    ] {
        let rendered = outputs::render(&sample::site(), &with(template, words), Some(&["screen"]));
        let findings: Vec<_> = rendered.findings.iter().collect();
        assert_eq!(findings.len(), 1, "{words}: {findings:?}");
        assert_eq!((findings[0].code.name, findings[0].severity), ("theme", Severity::Error));
        assert!(findings[0].message.contains(says), "{}", findings[0].message);
        let at = findings[0].at.as_ref().unwrap_or_else(|| panic!("{words}: no place"));
        assert_eq!(at.source().path(), format!("themes/mine/templates/{template}"));
        assert_eq!(at.position().line, line, "{words}");
    }
}

#[test]
fn an_unknown_part_or_filter_is_said_without_a_page() {
    for words in ["{% include \"partials/none.html\" %}", "{{ page.title | shout }}"] {
        let rendered = outputs::render(&sample::site(), &with("page.html", words), Some(&["screen"]));
        assert!(rendered.findings.has_errors(), "{words}");
    }
    let mut empty = theme::theme("rutland");
    empty.templates.clear();
    let rendered = outputs::render(&sample::site(), &empty, Some(&["screen"]));
    assert!(rendered.findings.iter().any(|fault| fault.message.contains("has no template page.html")));
}

#[test]
fn an_empty_site_is_no_fault_of_ours() {
    let tree = render(&sample::empty());
    assert!(tree.get(&sample::path("assets/style.css")).is_some());
    let mut astray = sample::empty();
    astray.facts.front = 7;
    astray.pages.push(sample::page("index.html", "Home", PageKind::Front));
    astray.pages.push(sample::page("a.html", "A", PageKind::Topic(9)));
    assert!(text(&render(&astray), "a.html").contains("<h1>A</h1>"));
}

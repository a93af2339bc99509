//! The website from its outside: small sites in, pages out.

mod blocks;
mod html;
mod large_print;
mod sample;
mod shell;
mod theme;

use std::collections::BTreeSet;
use std::path::Path;

use multum::document::{Licence, Site};
use multum::outputs;
use multum::tree::Tree;
use multum::vocabulary::SitePath;

/// The website of a site that has no fault.
fn render(site: &Site) -> Tree {
    let rendered = outputs::render(site, &theme::theme("rutland"), None);
    assert!(rendered.findings.is_empty(), "{:?}", rendered.findings);
    rendered.value.tree
}

/// Every way in which the sample may be built.
fn samples() -> [Site; 3] {
    let plain = sample::site();
    let mut pretty = sample::site();
    pretty.facts.pretty_links = true;
    let mut addressed = sample::site();
    addressed.facts.address = Some("https://www.example.gov.uk/review/".to_owned());
    [plain, pretty, addressed]
}

#[test]
fn the_sample_can_be_looked_at_below_target() {
    let tree = render(&sample::site());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screen");
    for (path, file) in tree.iter() {
        let to = folder.join(path.as_str());
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder that can be made");
        std::fs::write(to, &file.bytes).expect("a file that can be written");
    }
    assert!(folder.join("index.html").exists());
}

#[test]
fn every_link_leads_to_a_file_and_an_anchor_of_the_site() {
    for site in samples() {
        let tree = render(&site);
        let mut targets = BTreeSet::new();
        for (path, elements) in html::pages(&tree) {
            for element in &elements {
                let outward = element.name == "link" && element.get("rel") == Some("canonical");
                for link in [element.get("href"), element.get("src")].into_iter().flatten().filter(|_| !outward) {
                    let root = "/review/";
                    let within = link.strip_prefix(root).map(|rest| (rest, true)).unwrap_or((link, false));
                    let target = match within {
                        (rest, true) => {
                            let top = sample::path("top");
                            html::target(&top, rest)
                        }
                        (link, false) => html::target(path, link),
                    };
                    targets.extend(target.map(|(to, anchor)| (path.clone(), to, anchor)));
                }
            }
        }
        assert!(targets.len() > 50);
        for (from, to, anchor) in targets {
            let file =
                tree.get(&sample::path(&to)).unwrap_or_else(|| panic!("{from} leads to {to}, which isn't there"));
            if let Some(anchor) = anchor {
                let page = std::str::from_utf8(&file.bytes).expect("a page");
                let found = html::elements(page).iter().any(|element| element.get("id") == Some(&anchor));
                assert!(found, "{from} leads to #{anchor} of {to}, which isn't there");
            }
        }
    }
}

#[test]
fn the_same_site_gives_the_same_bytes_however_many_hands_render_it() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one");
    let many = rayon::ThreadPoolBuilder::new().num_threads(7).build().expect("a pool of seven");
    let alone = one.install(|| render(&sample::site()));
    let together = many.install(|| render(&sample::site()));
    let files = |tree: &Tree| tree.iter().map(|(path, file)| (path.clone(), file.bytes.clone())).collect::<Vec<_>>();
    assert!(files(&alone) == files(&together));
}

#[test]
fn every_page_has_one_first_heading_one_main_part_and_no_level_skipped() {
    for site in samples() {
        for (path, elements) in html::pages(&render(&site)) {
            let count = |name: &str| elements.iter().filter(|element| element.name == name).count();
            assert_eq!((count("h1"), count("main"), count("header"), count("footer")), (1, 1, 1, 1), "{path}");
            let mut level = 1;
            for element in elements.iter().filter(|element| element.name.len() == 2 && element.name.starts_with('h')) {
                let Ok(next) = element.name[1..].parse::<u8>() else { continue };
                assert!(next <= level + 1, "{path}: {} after a heading of level {level}", element.name);
                assert!(!element.text.trim().is_empty(), "{path}: an empty heading");
                level = next;
            }
        }
    }
}

#[test]
fn ids_stand_once_and_names_lead_to_them() {
    for (path, elements) in html::pages(&render(&sample::site())) {
        let mut ids = BTreeSet::new();
        for id in elements.iter().filter_map(|element| element.get("id")) {
            assert!(ids.insert(id), "{path}: {id} stands twice");
        }
        for attribute in ["aria-labelledby", "aria-describedby", "for"] {
            for named in elements.iter().filter_map(|element| element.get(attribute)) {
                assert!(named.split(' ').all(|id| ids.contains(id)), "{path}: {attribute}={named}");
            }
        }
        for region in elements.iter().filter(|element| element.get("tabindex") == Some("0")) {
            let named = region.get("aria-labelledby").or(region.get("aria-label"));
            assert!(region.get("role").is_some() && named.is_some(), "{path}: a stop of the keyboard without a name");
        }
    }
}

#[test]
fn the_same_words_never_lead_to_different_places_of_the_content() {
    for (path, elements) in html::pages(&render(&sample::site())) {
        let start = elements.iter().position(|element| element.get("class") == Some("content")).expect("content");
        let mut places = std::collections::BTreeMap::new();
        for link in elements[start..].iter().filter(|element| element.name == "a") {
            let (words, place) = (link.text.trim(), link.get("href"));
            assert!(words.len() > 1, "{path}: a link without words");
            let first = *places.entry(words).or_insert(place);
            // Key figures of the sample all lead to the one measure that it has.
            assert_eq!(first, place, "{path}: {words:?} leads to two places");
        }
    }
}

/// Whether an element loads a script of the theme and says nothing itself.
fn is_own_script(page: &SitePath, element: &html::Element) -> bool {
    let file = element.get("src").and_then(|link| html::target(page, link)).map(|(file, _)| file);
    element.name == "script" && element.text.is_empty() && file.is_some_and(|file| file.starts_with("assets/"))
}

#[test]
fn nothing_on_a_page_runs_or_loads_what_is_not_the_sites_own() {
    for (path, elements) in html::pages(&render(&sample::site())) {
        let policy = elements.iter().find(|element| element.get("http-equiv") == Some("Content-Security-Policy"));
        let policy = policy.and_then(|element| element.get("content")).expect("a policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        for element in &elements {
            assert!(!["style", "iframe", "object", "base"].contains(&element.name.as_str()), "{path}");
            // The one form is the search's. What is typed into it stays on the page: the policy lets no form be sent.
            assert!(element.name != "form" || path.as_str().ends_with("search/index.html"), "{path}");
            assert!(policy.contains("form-action 'none'"));
            assert!(element.name != "script" || is_own_script(path, element), "{path} runs what is not the site’s own");
            assert!(element.get("style").is_none() && !element.attributes.keys().any(|name| name.starts_with("on")));
            if element.name == "img" || element.get("rel") == Some("stylesheet") {
                let link = element.get("src").or(element.get("href")).expect("what it loads");
                assert!(html::target(path, link).is_some(), "{path} loads {link}");
            }
        }
    }
}

#[test]
fn a_site_without_an_address_has_nothing_that_needs_one() {
    let [plain, _, addressed] = samples();
    let tree = render(&plain);
    assert!(tree.get(&sample::path("sitemap.xml")).is_none() && tree.get(&sample::path("feed.xml")).is_none());
    assert!(!html::text(&tree, "index.html").contains("og:title"));

    let tree = render(&addressed);
    let sitemap = html::text(&tree, "sitemap.xml");
    assert!(sitemap.contains("<loc>https://www.example.gov.uk/review/2016-17/key-stage-2.html</loc>"));
    for left_out in ["404.html", "review/index.html", "2017-18"] {
        assert!(!sitemap.contains(left_out), "{left_out}: missing pages, copies and drafts are not listed");
    }
    let feed = html::text(&tree, "feed.xml");
    assert!(feed.contains("<title>Learning and Skills annual review 2016/17</title>"));
    assert!(
        feed.contains("<updated>2017-09-07T00:00:00Z</updated>") && !feed.contains("2017/18"),
        "drafts are not told"
    );
    let front = html::text(&tree, "index.html");
    assert!(front.contains("<link rel=\"canonical\" href=\"https://www.example.gov.uk/review/2016-17/index.html\">"));
    assert!(front.contains("href=\"feed.xml\""));
}

#[test]
fn the_index_of_the_search_has_titles_sentences_and_words_and_no_figure_of_the_text() {
    let tree = render(&sample::site());
    let index = html::text(&tree, "assets/search/index.js");
    let json = index.strip_prefix("self.multumIndex=").and_then(|rest| rest.strip_suffix(";\n")).expect("one value");
    let index: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let page = |file: &str| {
        let pages = index["pages"].as_array().expect("pages");
        pages.iter().position(|page| page[0] == file)
    };
    let measure = page("measures/ks2-rwm-expected/").expect("the measure’s page");
    assert_eq!(index["pages"][measure][1], "Reading, writing and maths at key stage 2");
    assert_eq!(index["kinds"][index["pages"][measure][3].as_u64().expect("a kind") as usize], "Measure");
    for left_out in ["", "index.html", "404.html", "search/"] {
        assert_eq!(page(left_out), None, "{left_out}");
    }
    let words = index["words"].as_str().expect("words");
    let methodology = page("2016-17/methodology.html").expect("a page");
    assert!(words.split(';').any(|entry| entry == format!("published {methodology}")), "{words}");
    for entry in words.split(';') {
        let word = entry.split(' ').next().unwrap_or_default();
        assert!(!word.is_empty() && word.chars().all(char::is_alphabetic), "{entry}");
    }
}

#[test]
fn only_the_page_of_the_search_loads_its_scripts_and_it_says_what_to_do_without() {
    let tree = render(&sample::site());
    let scripts = |path: &str| -> Vec<String> {
        let page = html::elements(html::text(&tree, path));
        let all = page.iter().filter(|element| element.name == "script");
        all.map(|script| script.get("src").unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(scripts("index.html"), ["assets/site.js"]);
    assert_eq!(
        scripts("search/index.html"),
        [
            "../assets/site.js",
            "../assets/search/minisearch.js",
            "../assets/search/index.js",
            "../assets/search/search.js"
        ]
    );
    let page = html::text(&tree, "search/index.html");
    assert!(page.contains("<form class=\"search\" role=\"search\" hidden>"), "what needs script is shown by script");
    assert!(page.contains("<noscript><p>Searching needs script"));
}

#[test]
fn a_licence_is_named_when_whoever_publishes_has_named_one() {
    let mut site = sample::site();
    assert!(!html::text(&render(&site), "index.html").contains("icence"));
    let licence = Licence {
        name: "Open Government Licence v3.0".to_owned(),
        url: Some("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/".to_owned()),
        covers: None,
    };
    site.facts.licence = Some(licence.clone());
    let page = html::text(&render(&site), "index.html").to_owned();
    assert!(
        page.contains("version/3/\">Open Government Licence v3.0</a>. It covers all content, except where"),
        "{page}"
    );
    site.facts.licence =
        Some(Licence { url: Some("javascript:x".to_owned()), covers: Some("It covers A.".to_owned()), ..licence });
    let page = html::text(&render(&site), "index.html").to_owned();
    assert!(page.contains("<p class=\"licence\">Licence: Open Government Licence v3.0. It covers A.</p>"), "{page}");
}

#[test]
fn two_files_of_one_address_are_an_error_that_names_it() {
    let mut site = sample::site();
    site.files[0].path = sample::path("2016-17/key-stage-2/figure-1.csv");
    let rendered = outputs::render(&site, &theme::theme("rutland"), None);
    let findings: Vec<_> = rendered.findings.iter().collect();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code.name, "address");
    assert!(findings[0].message.contains("2016-17/key-stage-2/figure-1.csv"), "{}", findings[0].message);
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "</title></script><script>evil()</script>\" onload=\"evil()\" '{{ site.title }}' <b evil>&amp;";
    let mut site = sample::site();
    site.facts.address = Some("https://www.example.gov.uk/".to_owned());
    site.facts.title = hostile.to_owned();
    site.facts.notice = Some(hostile.to_owned());
    site.facts.generator = hostile.to_owned();
    site.facts.organisation = multum::document::Organisation {
        name: hostile.to_owned(),
        url: Some(format!("javascript:{hostile}")),
        contact: Some(hostile.to_owned()),
    };
    for report in &mut site.reports {
        report.title = hostile.to_owned();
        report.published = Some(hostile.to_owned());
    }
    for page in &mut site.pages {
        page.title = hostile.to_owned();
        page.full_title = hostile.to_owned();
        page.description = Some(hostile.to_owned());
        page.banners = vec![sample::words(hostile).into()];
        page.body.make_mut().extend(blocks::all_of(hostile));
        for link in page.breadcrumbs.iter_mut().chain(&mut page.previous).chain(&mut page.next) {
            link.title = hostile.to_owned();
        }
    }
    let tree = render(&site);
    for (path, elements) in html::pages(&tree) {
        for element in &elements {
            assert!(element.name != "b", "{path}: <{}>", element.name);
            assert!(element.name != "script" || is_own_script(path, element), "{path}: a script of somebody’s own");
            let bad = ["onload", "evil", "style"];
            assert!(!element.attributes.keys().any(|name| bad.contains(&name.as_str())), "{path}: <{}>", element.name);
            for link in [element.get("href"), element.get("src")].into_iter().flatten() {
                assert!(!link.trim().to_ascii_lowercase().starts_with("javascript"), "{path}: {link}");
            }
        }
        assert!(
            elements.iter().any(|element| element.name == "h1" && element.text == hostile),
            "{path}: words are lost"
        );
    }
    for (path, file) in tree.iter().filter(|(path, _)| matches!(path.extension(), Some("xml" | "svg"))) {
        let text = std::str::from_utf8(&file.bytes).expect("UTF-8");
        assert!(!text.contains("<script") && !text.contains("<b "), "{path}");
    }
}

#[test]
fn a_sample_page_and_the_stylesheet_are_small() {
    let tree = render(&sample::site());
    let size = |path: &str| tree.get(&sample::path(path)).expect("a file").bytes.len();
    assert!(size("assets/style.css") < 25_000, "{}", size("assets/style.css"));
    assert!(size("assets/site.js") < 8_000, "{}", size("assets/site.js"));
    assert!(size("2016-17/index.html") < 60_000, "{}", size("2016-17/index.html"));
}

#[test]
fn the_checks_find_nothing_in_the_sample_but_its_typed_figures() {
    for site in samples() {
        let found = multum::checks::run(&site, &render(&site));
        // The sample's words are typed here, and no function of a content file printed their figures.
        let others: Vec<&str> = found
            .iter()
            .filter(|fault| fault.code.name != "loose-figure")
            .map(|fault| fault.message.as_str())
            .collect();
        assert!(others.is_empty(), "{others:?}");
    }
}

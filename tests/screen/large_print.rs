//! The website in large print: each page again at each size, whole, with links that keep the size.

use multum::document::{Block, PageKind};
use multum::outputs::large_print::SIZES;
use multum::tree::Tree;
use multum::vocabulary::SitePath;

use super::{html, render, sample};

fn text(tree: &Tree, path: &str) -> String {
    let file = tree.get(&SitePath::new(path).expect("a path")).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(file.bytes.to_vec()).expect("UTF-8")
}

#[test]
fn every_page_stands_in_every_size_and_both_ways_lead_to_the_other() {
    let site = sample::site();
    let tree = render(&site);
    for page in &site.pages {
        let standard = text(&tree, page.path.as_str());
        if page.kind == PageKind::NotFound {
            assert!(!standard.contains("in large print"), "{}", page.path);
            assert!(tree.get(&SitePath::new("large-print/18").unwrap().join(page.path.as_str()).unwrap()).is_none());
            continue;
        }
        assert_eq!(standard.matches(">This page in large print</a>").count(), 1, "{}", page.path);
        for points in SIZES {
            let path = format!("large-print/{points}/{}", page.path);
            let large = text(&tree, &path);
            assert!(large.contains(&format!("class=\"size-{points}\"")), "{path}");
            let back = SitePath::new(&path).unwrap().link_to(&page.path);
            assert!(large.contains(&format!("<a href=\"{back}\">Standard print</a>")), "{path}: {back}");
            for other in SIZES {
                assert!(large.contains(&format!(">{other} point")), "{path} offers {other} point");
            }
        }
    }
}

#[test]
fn links_to_pages_keep_the_size_and_links_to_files_lead_to_the_one_file() {
    let site = sample::site();
    let tree = render(&site);
    let mut pages = 0;
    for (path, elements) in html::pages(&tree) {
        let Some(folder) =
            SIZES.iter().map(|points| format!("large-print/{points}/")).find(|f| path.as_str().starts_with(f))
        else {
            continue;
        };
        let body = elements.iter().skip_while(|element| element.get("id") != Some("main"));
        for link in body.filter(|element| element.name == "a").filter_map(|element| element.get("href")) {
            let Some((target, _)) = html::target(path, link) else { continue };
            if target.ends_with(".html") {
                assert!(target.starts_with(&folder), "{path}: {link}");
                pages += 1;
            } else {
                assert!(!target.starts_with("large-print/"), "{path}: {link}");
            }
        }
    }
    assert!(pages > 20, "{pages} links looked at");
}

#[test]
fn charts_are_drawn_anew_with_words_and_figures_in_the_open() {
    let site = sample::site();
    let tree = render(&site);
    let mut charts = 0;
    for page in &site.pages {
        if page.kind == PageKind::NotFound {
            continue;
        }
        let large = text(&tree, &format!("large-print/24/{}", page.path));
        assert!(!large.contains("<details"), "{}: nothing is folded away", page.path);
        for block in &page.body {
            if let Block::Chart(figure) = block {
                charts += 1;
                let start = large.find(&format!("<figure class=\"charted\" id=\"{}\"", figure.id)).expect("the chart");
                let own = &large[start..start + large[start..].find("</figure>").expect("its end")];
                let words = own.find("<p class=\"summary\">").expect("its words");
                let table = own.find("<table class=\"needs-").expect("its table");
                let drawing = own.find("<svg ").expect("its drawing");
                assert!(words < drawing && drawing < table, "words, then drawing, then figures");
                let cells = figure.table().rows.len() * figure.table().columns.len();
                assert_eq!(own.matches(" data-label=\"").count(), cells, "each figure knows its heading");
            }
        }
    }
    assert!(charts > 0);
}

#[test]
fn colours_are_chosen_without_a_script_and_no_style_stands_in_the_page() {
    let tree = render(&sample::site());
    let page = text(&tree, "large-print/18/index.html");
    assert_eq!(page.matches("<input type=\"radio\" name=\"colours\"").count(), 4);
    let style = text(&tree, "assets/large-print.css");
    for id in ["black-on-cream", "white-on-black", "yellow-on-black"] {
        assert!(page.contains(&format!("id=\"{id}\"")) && style.contains(&format!("#{id}:checked")), "{id}");
    }
    assert!(style.contains("font-style: normal") && !style.contains("text-transform"));
}

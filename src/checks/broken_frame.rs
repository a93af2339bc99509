//! Pages whose frame is not whole

use super::{Check, Html};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::Site;

/// # What it finds
/// A page without a language, without a title, with no main part or with several: what a template of the theme must give
/// to every page.
///
/// # Whom it shuts out
/// People who use a screen reader: without a language it speaks English words by the rules of another; the title is the
/// first that they hear; and the main part is where they jump to when they don't want to hear the menu again.
///
/// # Example
/// ```text
/// themes/ours/templates/page.html with <html> and <div id="main">
/// ```
///
/// # Instead
/// Keep `<html lang="{{ page.language }}">`, `<title>{{ page.full_title }}</title>` and one `<main>` in each template that
/// you replace.
///
/// # Standard
/// WCAG 2.2, 3.1.1 (A): the language of a page is known; 2.4.2 (A): pages have titles; 1.3.1 (A): the parts of a page can
/// be told apart by programs.
pub struct BrokenFrame;

impl Check for BrokenFrame {
    fn name(&self) -> &'static str {
        "broken_frame"
    }

    fn code(&self) -> Code {
        code::FRAME
    }

    fn html(&self, html: &Html<'_>, _site: &Site) -> Vec<Diagnostic> {
        let frame = &html.frame;
        let mut found = Vec::new();
        let mut missing = |what: String, hint: &str| {
            found.push(Diagnostic::placeless(self.code(), what).hint(hint));
        };
        if !frame.has_language {
            let hint = "it comes from the theme: write <html lang=\"{{ page.language }}\">";
            missing(format!("{} does not say its language", html.path), hint);
        }
        if !frame.has_title {
            let hint = "it comes from the theme: write <title>{{ page.full_title }}</title>";
            missing(format!("{} has no title for tabs and bookmarks", html.path), hint);
        }
        if frame.mains != 1 {
            let hint = "it comes from the theme: put {{ content }} into one <main>";
            missing(format!("expected one main part on {}, found {}", html.path, frame.mains), hint);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{framed, messages, site, sound, tree};
    use super::*;

    #[test]
    fn a_page_without_language_title_or_main_part_is_found() {
        let tree = tree(&[
            ("a.html", "<html><head><title> </title></head><body><div id=\"main\"></div></body></html>"),
            ("b.html", "<html lang=\"\"><head><title>B</title></head><main></main><main></main></html>"),
        ]);
        assert_eq!(
            messages(&BrokenFrame, &site(Vec::new()), &tree),
            [
                "a.html does not say its language",
                "a.html has no title for tabs and bookmarks",
                "expected one main part on a.html, found 0",
                "b.html does not say its language",
                "expected one main part on b.html, found 2",
            ]
        );
    }

    #[test]
    fn a_whole_frame_passes() {
        let (site, sound) = sound();
        assert!(messages(&BrokenFrame, &site, &sound).is_empty());
        let tree = tree(&[("a.html", &framed("<svg><title></title></svg><p>Words</p>"))]);
        assert!(messages(&BrokenFrame, &site, &tree).is_empty());
    }
}

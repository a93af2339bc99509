//! Pictures that push the text away when they come

use super::{Check, Html};
use crate::diagnostic::{Code, Diagnostic, Severity, code};
use crate::document::Site;

/// # What it finds
/// A picture on a page that does not say its width and height, so that the browser leaves no room until it has come.
///
/// # Whom it shuts out
/// People with a slow connection, and people who read enlarged: the line that they were on jumps out of sight.
///
/// # Example
/// ```text
/// <img src="{{ logo }}" alt="Our council"> in a partial of the theme
/// ```
///
/// # Instead
/// Add `width` and `height` in pixels. Pictures that `image()` shows have them from their file; an SVG must say its own.
///
/// # Standard
/// None of WCAG's; the "Cumulative Layout Shift" of Core Web Vitals measures it.
pub struct PictureWithoutSize;

impl Check for PictureWithoutSize {
    fn name(&self) -> &'static str {
        "picture_without_size"
    }

    fn code(&self) -> Code {
        code::PICTURE_SIZE
    }

    fn severity(&self) -> Severity {
        Severity::Warning
    }

    fn html(&self, html: &Html<'_>, _site: &Site) -> Vec<Diagnostic> {
        let tell = |source: &std::borrow::Cow<'_, str>| {
            let name = source.rsplit('/').next().unwrap_or_default();
            Diagnostic::placeless(self.code(), format!("the picture {name} on {} does not say its size", html.path))
                .hint("give it width and height; an SVG file says them on its first element")
        };
        html.pictures_without_size.iter().map(tell).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{messages, site, tree};
    use super::*;

    #[test]
    fn a_picture_says_both_its_width_and_its_height() {
        let tree = tree(&[(
            "a.html",
            "<img src=\"a.png\" alt=\"\"><img src=\"b.png\" alt=\"\" width=\"3\"><img src=\"c.png\" alt=\"\" width=\"3\" height=\"4\">",
        )]);
        assert_eq!(
            messages(&PictureWithoutSize, &site(Vec::new()), &tree),
            ["the picture a.png on a.html does not say its size", "the picture b.png on a.html does not say its size"]
        );
    }
}

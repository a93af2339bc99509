//! A page as the preview serves it: the page as it was built, with the preview's bar, script and stylesheet put in.
//!
//! Nothing of this is ever in a build. The page's own security policy holds: the preview's script and stylesheet come from the
//! same address as the page, and the policy is widened by no more than asking that address for what is new.

use crate::outputs::html::escape;

/// The folder of the preview's own addresses. No file of a site has such a name, since hidden files are left out.
pub const OWN: &str = "/.multum";

/// What a page must be told.
pub struct Dress<'a> {
    /// The file of the site that it is.
    pub path: &'a str,
    /// Which preview serves it.
    pub instance: &'a str,
    /// The version of the state that it is from.
    pub version: u64,
    /// Whether it tells of its changes by itself, as the pages that are made at each save do.
    pub told: bool,
}

/// The page with what the preview adds.
pub fn dressed(page: &str, dress: &Dress<'_>) -> String {
    let mut out = String::with_capacity(page.len() + 2_000);
    let head = page.find("</head>").unwrap_or(0);
    // The preview's scripts run before the page's own, so that they see the page as it was served.
    let first = page[..head].find("<head").and_then(|at| page[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    out.push_str(&page[..first]);
    if first > 0 {
        scripts(&mut out);
    }
    policy(&mut out, &page[first..head]);
    out.push_str("<meta name=\"robots\" content=\"noindex, nofollow\" data-multum-preview>\n");
    out.push_str(&format!("<link rel=\"stylesheet\" href=\"{OWN}/preview.css\" data-multum-preview>\n"));
    if first == 0 {
        scripts(&mut out);
    }
    let rest = &page[head..];
    let body = rest.find("<body").and_then(|at| rest[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    out.push_str(&rest[..body]);
    bar(&mut out, dress);
    out.push_str(&rest[body..]);
    out
}

fn scripts(out: &mut String) {
    for script in ["idiomorph.js", "preview.js"] {
        out.push_str(&format!("\n<script src=\"{OWN}/{script}\" defer data-multum-preview></script>"));
    }
}

/// The head, its policy widened by the preview's own script and messages.
fn policy(out: &mut String, head: &str) {
    const POLICY: &str = "http-equiv=\"Content-Security-Policy\" content=\"";
    let Some(at) = head.find(POLICY).map(|at| at + POLICY.len()) else {
        out.push_str(head);
        return;
    };
    let end = head[at..].find('"').map_or(head.len(), |end| at + end);
    out.push_str(&head[..at]);
    let mut parts: Vec<String> =
        head[at..end].split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    for kind in ["script-src", "style-src", "connect-src"] {
        match parts.iter_mut().find(|part| part.split(' ').next() == Some(kind)) {
            Some(part) if part.contains("'self'") => {}
            // 'none' stands alone or not at all.
            Some(part) if part.contains("'none'") => *part = format!("{kind} 'self'"),
            Some(part) => part.push_str(" 'self'"),
            None => parts.push(format!("{kind} 'self'")),
        }
    }
    out.push_str(&parts.join("; "));
    out.push_str(&head[end..]);
}

/// What stands at the top of each page: that it is a preview, how the latest save fares, and the ways on.
fn bar(out: &mut String, dress: &Dress<'_>) {
    let mut path = String::new();
    escape::attribute(&mut path, dress.path);
    let asked = crate::outputs::html::link::encoded(dress.path, |byte| byte == b'/');
    let (instance, version) = (dress.instance, dress.version);
    let untold = if dress.told { "" } else { " data-untold" };
    out.push_str(&format!(
        "\n<div id=\"multum-preview\" role=\"region\" aria-label=\"Preview\" data-page=\"{path}\" data-instance=\"{instance}\" data-version=\"{version}\"{untold}>\n\
         <p class=\"multum-notice\"><strong>Preview</strong> Not published. Not for passing on.</p>\n\
         <p class=\"multum-status\" role=\"status\" aria-live=\"polite\"></p>\n\
         <ul class=\"multum-ways\">\n\
         <li><a href=\"{OWN}/panel?page={asked}\" data-panel>About this page</a></li>\n\
         <li><a href=\"{OWN}/editions?page={asked}\">Other editions</a></li>\n\
         </ul>\n</div>\n"
    ));
}

/// A page of the preview's own.
pub fn own_page(title: &str, content: &str, dress: &Dress<'_>) -> String {
    let mut words = String::new();
    escape::text(&mut words, title);
    let page = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'\">\n\
         <title>{words}</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n</head>\n<body class=\"multum-own\">\n\
         <main id=\"main\" tabindex=\"-1\">\n<h1>{words}</h1>\n{content}</main>\n</body>\n</html>\n"
    );
    dressed(&page, dress)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRESS: Dress<'static> = Dress { path: "2016-17/a \"b\".html", instance: "1-2", version: 7, told: true };

    fn page(policy: &str) -> String {
        format!(
            "<html><head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n</head>\n<body data-template=\"topic\">\n<p>Words</p></body></html>"
        )
    }

    #[test]
    fn a_page_says_that_it_is_a_preview_before_anything_else_and_is_not_for_search_engines() {
        let dressed = dressed(&page("default-src 'none'"), &DRESS);
        assert!(dressed.contains("<body data-template=\"topic\">\n<div id=\"multum-preview\""));
        assert!(dressed.find("Not published.") < dressed.find("<p>Words</p>"));
        assert!(dressed.contains("<meta name=\"robots\" content=\"noindex, nofollow\""));
        assert!(dressed.contains("data-page=\"2016-17/a &quot;b&quot;.html\""));
        assert!(dressed.contains("panel?page=2016-17/a%20%22b%22.html\""));
    }

    #[test]
    fn the_policy_is_widened_by_this_address_and_nothing_else() {
        for (before, after) in [
            (
                "default-src 'none'; style-src 'self'",
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
            ),
            (
                "default-src 'none'; script-src 'none'; connect-src https://x.example; style-src 'self'",
                "default-src 'none'; script-src 'self'; connect-src https://x.example 'self'; style-src 'self'",
            ),
        ] {
            let dressed = dressed(&page(before), &DRESS);
            assert!(dressed.contains(&format!("content=\"{after}\"")), "{dressed}");
            assert!(!dressed.contains("unsafe"));
        }
    }

    #[test]
    fn a_page_without_head_or_body_is_served_all_the_same() {
        let dressed = dressed("Words", &DRESS);
        assert!(dressed.ends_with("Words") && dressed.contains("multum-preview"));
    }
}

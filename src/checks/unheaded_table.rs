//! Tables whose cells can't be told by their headings

use super::{Check, Html};
use crate::diagnostic::{Code, Diagnostic, code};
use crate::document::Site;

/// # What it finds
/// A table without a caption, without a heading cell, or with a heading cell that does not say whether it heads its row or
/// its column.
///
/// # Whom it shuts out
/// People who hear a table cell by cell: "67" alone is no figure; "key stage 2, 2016/17: 67" is. The caption tells them
/// whether the table is the one that they look for, before they enter it.
///
/// # Example
/// ```text
/// a partial of the theme with <table><tr><td>Year</td><td>2016/17</td></tr></table>
/// ```
///
/// # Instead
/// Let `table()` and Markdown make tables: they have all three. In a template, write `<caption>`, and `scope="col"` or
/// `scope="row"` on each `<th>`.
///
/// # Standard
/// WCAG 2.2, 1.3.1 (A): what is shown by position can be told by programs.
pub struct UnheadedTable;

impl Check for UnheadedTable {
    fn name(&self) -> &'static str {
        "unheaded_table"
    }

    fn code(&self) -> Code {
        code::TABLE
    }

    fn html(&self, html: &Html<'_>, _site: &Site) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (number, table) in html.tables.iter().enumerate() {
            let which = format!("table {} on {}", number + 1, html.path);
            let mut tell = |what: String, hint: &str| found.push(Diagnostic::placeless(self.code(), what).hint(hint));
            if !table.has_caption {
                tell(format!("{which} has no caption"), "say in <caption> what it shows");
            }
            if table.headings == 0 {
                tell(format!("{which} has no headings"), "make the cells that head a row or a column <th scope=\"…\">");
            }
            if table.without_scope > 0 {
                let what = format!(
                    "{} of {} headings in {which} do not say what they head",
                    table.without_scope, table.headings
                );
                tell(what, "add scope=\"col\" or scope=\"row\"");
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{messages, site, sound, tree};
    use super::*;

    #[test]
    fn tables_without_caption_headings_or_scope_are_found() {
        let tree = tree(&[(
            "a.html",
            "<table><tr><td>1</td></tr></table>\
             <table><caption>Pupils</caption><thead><tr><th>Year</th><th scope=\"col\">Number</th></tr></thead></table>",
        )]);
        assert_eq!(
            messages(&UnheadedTable, &site(Vec::new()), &tree),
            [
                "table 1 on a.html has no caption",
                "table 1 on a.html has no headings",
                "1 of 2 headings in table 2 on a.html do not say what they head",
            ]
        );
    }

    #[test]
    fn a_table_with_all_three_passes() {
        let (site, _) = sound();
        let table = "<table><caption>Pupils</caption><tr><th scope=\"row\">Year</th><td>1</td></tr></table>";
        assert!(messages(&UnheadedTable, &site, &tree(&[("a.html", table)])).is_empty());
    }
}

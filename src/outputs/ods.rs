//! All measures as one OpenDocument workbook, to the Government Analysis Function's checklist for statistics in
//! spreadsheets: a cover, a list of contents, notes, then one table a sheet.
//!
//! What the checklist asks, and is done here: unique names of sheets, and no blank sheet; the title in A1, styled as a
//! heading; lines on what the sheet holds, the shorthand and the source above the table, all in column A; one table a
//! sheet, with one row of headings, marked as such; no merged, hidden or empty cells, no filters, no formulas, no
//! pictures, no colours; text that wraps, sans serif, 12 point, no italics; numbers as numbers, to the right; units in round
//! and notes in square brackets; title, language and author of the document.
//!
//! Written by hand, since no library writes styles for headings and ranges for tables. Source: OpenDocument 1.3, part 3.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::document::{Block, Blocks, Cell, Dataset, Page, Site, Table, plain_text, table_file};
use crate::vocabulary::SitePath;

use super::html::escape;
use super::stretches::Compressed;

/// The media type of such a workbook, which is also its first file.
const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// How many tables are compressed as one. A preview makes the workbook anew at each edit of a figure, which takes 1 ms so; 500
/// measures take 168 kB, and would take 151 kB as one.
const TOGETHER: usize = 16;

const WHOLE: &str = "memory can always be written to";

/// A table of the workbook.
struct Sheet<'a> {
    name: String,
    page: &'a Page,
    dataset: &'a Arc<Dataset>,
    table: &'a Table,
    /// The numbers of its notes.
    notes: Vec<usize>,
}

/// A sheet as it stands in the workbook.
struct Written {
    text: Arc<str>,
    range: Range,
}

/// The workbook as it was made last, with what it was made of.
#[derive(Default)]
pub(in crate::outputs) struct Kept {
    facts: String,
    /// The measures, in the order of their pages.
    measures: Vec<Measure>,
    made: Option<Arc<[u8]>>,
    content: Compressed,
}

struct Measure {
    page: SitePath,
    dataset: Arc<Dataset>,
    body: Blocks,
    /// Its sheet with the sheet's name and the numbers of its notes; nothing where it has none.
    sheet: Option<(String, Vec<usize>, Arc<Written>)>,
}

impl Measure {
    fn is_of(&self, page: &Page, dataset: &Arc<Dataset>) -> bool {
        Arc::ptr_eq(&self.dataset, dataset) && self.body.is_same(&page.body)
    }
}

impl Kept {
    /// The sheet as it was written before, if it would be written so again.
    fn sheet(&self, sheet: &Sheet<'_>) -> Option<Arc<Written>> {
        let at = self.measures.binary_search_by(|measure| measure.page.cmp(&sheet.page.path)).ok()?;
        let before = &self.measures[at];
        let (name, notes, written) = before.sheet.as_ref()?;
        let same = before.is_of(sheet.page, sheet.dataset) && *name == sheet.name && *notes == sheet.notes;
        same.then(|| Arc::clone(written))
    }
}

/// The workbook of a site's measures; nothing where there is none. Sheets that would be written again as they are `kept` are
/// taken over, and so is the whole.
pub(in crate::outputs) fn workbook_again(site: &Site, kept: &Mutex<Kept>, keeps: bool) -> Option<Arc<[u8]>> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let measures: Vec<(&Page, &Arc<Dataset>)> =
        site.pages.iter().filter_map(|page| Some((page, site.datasets.get(&page.path)?))).collect();
    let facts = format!("{:?}", site.facts);
    if kept.facts == facts
        && kept.measures.len() == measures.len()
        && kept.measures.iter().zip(&measures).all(|(before, (page, dataset))| before.is_of(page, dataset))
    {
        return kept.made.clone();
    }
    let (sheets, notes) = sheets(&measures);
    let written: Vec<Arc<Written>> =
        sheets.par_iter().map(|sheet| kept.sheet(sheet).unwrap_or_else(|| Arc::new(table(sheet)))).collect();
    let content = content(site, (&sheets, &notes), &written, &kept.content);
    let made = (!sheets.is_empty()).then(|| Arc::from(container(&content, &meta(site))));
    if keeps {
        let mut sheets: BTreeMap<SitePath, _> = sheets
            .into_iter()
            .zip(written)
            .map(|(sheet, written)| (sheet.page.path.clone(), (sheet.name, sheet.notes, written)))
            .collect();
        let measures = measures.into_iter().map(|(page, dataset)| Measure {
            page: page.path.clone(),
            dataset: Arc::clone(dataset),
            body: page.body.clone(),
            sheet: sheets.remove(&page.path),
        });
        *kept = Kept { facts, measures: measures.collect(), made: made.clone(), content };
    }
    made
}

/// A sheet for each measure that has a table of all its figures, and the notes of all.
fn sheets<'a>(measures: &[(&'a Page, &'a Arc<Dataset>)]) -> (Vec<Sheet<'a>>, Vec<&'a str>) {
    let mut notes: Vec<&str> = Vec::new();
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    for (page, dataset) in measures {
        let Some(table) = all_figures(page, dataset) else { continue };
        let numbers = table.notes.iter().map(|note| match notes.iter().position(|known| known == note) {
            Some(at) => at + 1,
            None => {
                notes.push(note);
                notes.len()
            }
        });
        let numbers = numbers.collect();
        sheets.push(Sheet { name: format!("Table_{}", sheets.len() + 1), page, dataset, table, notes: numbers });
    }
    (sheets, notes)
}

/// The table of all figures on a measure's page.
fn all_figures<'a>(page: &'a Page, dataset: &Dataset) -> Option<&'a Table> {
    let (file, _) = dataset.files.first()?;
    let tables = page.body.iter().filter_map(|block| match block {
        Block::Table(table) => Some(&**table),
        _ => None,
    });
    let (_, table) = tables.enumerate().find(|(at, _)| table_file(&page.path, at + 1).as_ref() == Some(file))?;
    Some(table)
}

/// The workbook's words and figures; of what was compressed `before` that is taken over which is as it was.
fn content(
    site: &Site,
    (sheets, notes): (&[Sheet<'_>], &[&str]),
    written: &[Arc<Written>],
    before: &Compressed,
) -> Compressed {
    let (first, last) = (before_sheets(site, sheets, notes), after_sheets(sheets, notes, written));
    let tables = written.chunks(TOGETHER).map(|sheets| sheets.iter().map(|sheet| Arc::clone(&sheet.text)).collect());
    let stretches = [vec![Arc::from(first)]].into_iter().chain(tables).chain([vec![Arc::from(last)]]);
    Compressed::of(stretches.collect(), before).expect(WHOLE)
}

/// All files in one.
fn container(content: &Compressed, meta: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // A day of its own would make two builds of one site differ.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    // The media type comes first and as it is, so that programs can tell the file by its first bytes.
    zip.start_file("mimetype", options.compression_method(CompressionMethod::Stored)).expect(WHOLE);
    zip.write_all(MIME.as_bytes()).expect(WHOLE);
    let mut compressed = content.archive("content.xml").expect(WHOLE);
    zip.raw_copy_file_touch(compressed.by_index(0).expect(WHOLE), zip::DateTime::default(), None).expect(WHOLE);
    let deflated = options.compression_method(CompressionMethod::Deflated);
    for (name, text) in [("styles.xml", STYLES), ("meta.xml", meta), ("META-INF/manifest.xml", MANIFEST)] {
        zip.start_file(name, deflated).expect(WHOLE);
        zip.write_all(text.as_bytes()).expect(WHOLE);
    }
    zip.finish().expect(WHOLE).into_inner()
}

const NAMESPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
    xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.3\"";

const MANIFEST: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
    <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>\
    <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\
    <manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>\
    <manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>\
    </manifest:manifest>\n";

const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <office:document-styles xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" office:version=\"1.3\">\
    <office:styles>\
    <style:default-style style:family=\"table-cell\"><style:text-properties fo:font-family=\"Arial\" \
    style:font-family-generic=\"swiss\" fo:font-size=\"12pt\" fo:language=\"en\" fo:country=\"GB\"/></style:default-style>\
    <style:style style:name=\"Default\" style:family=\"table-cell\"><style:table-cell-properties fo:wrap-option=\"wrap\" \
    style:vertical-align=\"top\"/></style:style>\
    <style:style style:name=\"Heading_20_1\" style:display-name=\"Heading 1\" style:family=\"table-cell\" \
    style:parent-style-name=\"Default\"><style:text-properties fo:font-size=\"16pt\" fo:font-weight=\"bold\"/></style:style>\
    <style:style style:name=\"Heading_20_2\" style:display-name=\"Heading 2\" style:family=\"table-cell\" \
    style:parent-style-name=\"Default\"><style:text-properties fo:font-size=\"14pt\" fo:font-weight=\"bold\"/></style:style>\
    </office:styles></office:document-styles>\n";

/// Widths of columns, headings of columns, and numbers with up to six decimals.
fn automatic_styles(out: &mut String) {
    out.push_str(
        "<office:automatic-styles>\
         <style:style style:name=\"wide\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"18cm\"/></style:style>\
         <style:style style:name=\"first\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"12cm\"/></style:style>\
         <style:style style:name=\"next\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"4.5cm\"/></style:style>\
         <style:style style:name=\"head\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
         <style:style style:name=\"headright\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:paragraph-properties fo:text-align=\"end\"/><style:text-properties fo:font-weight=\"bold\"/></style:style>\
         <style:style style:name=\"right\" style:family=\"table-cell\" style:parent-style-name=\"Default\"><style:paragraph-properties fo:text-align=\"end\"/></style:style>",
    );
    for decimals in 0..=6 {
        let _ = write!(
            out,
            "<number:number-style style:name=\"d{decimals}\"><number:number number:decimal-places=\"{decimals}\" \
             number:min-decimal-places=\"{decimals}\" number:min-integer-digits=\"1\" number:grouping=\"true\"/></number:number-style>\
             <style:style style:name=\"n{decimals}\" style:family=\"table-cell\" style:parent-style-name=\"Default\" \
             style:data-style-name=\"d{decimals}\"><style:paragraph-properties fo:text-align=\"end\"/></style:style>"
        );
    }
    out.push_str("</office:automatic-styles>");
}

fn meta(site: &Site) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta {NAMESPACES} \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\"><office:meta>"
    );
    element(&mut out, "meta:generator", &site.facts.generator);
    element(&mut out, "dc:title", &title(site));
    element(&mut out, "dc:creator", &site.facts.organisation.name);
    element(&mut out, "dc:language", site.facts.language.as_str());
    out.push_str("</office:meta></office:document-meta>\n");
    out
}

fn title(site: &Site) -> String {
    format!("{}: all measures", site.facts.title)
}

fn element(out: &mut String, name: &str, text: &str) {
    let _ = write!(out, "<{name}>");
    escape::text(out, text);
    let _ = write!(out, "</{name}>");
}

/// The workbook up to its tables of figures.
fn before_sheets(site: &Site, sheets: &[Sheet<'_>], notes: &[&str]) -> String {
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {NAMESPACES}>");
    automatic_styles(&mut out);
    out.push_str("<office:body><office:spreadsheet>");
    cover(&mut out, site, sheets);
    contents(&mut out, sheets);
    all_notes(&mut out, notes);
    out
}

/// The workbook after its tables of figures: where each table lies.
fn after_sheets(sheets: &[Sheet<'_>], notes: &[&str], written: &[Arc<Written>]) -> String {
    let mut out = String::from("<table:database-ranges>");
    let own = [
        ("contents", format!("Table_of_contents.A3:Table_of_contents.B{}", 3 + sheets.len())),
        ("notes", format!("Notes.A3:Notes.B{}", 3 + notes.len().max(1))),
    ];
    let own = own.iter().map(|(name, range)| (*name, range.as_str()));
    for (name, range) in own.chain(written.iter().map(|sheet| (sheet.range.0.as_str(), sheet.range.1.as_str()))) {
        let _ = write!(
            out,
            "<table:database-range table:name=\"{name}\" table:target-range-address=\"{range}\" table:contains-header=\"true\"/>"
        );
    }
    out.push_str("</table:database-ranges></office:spreadsheet></office:body></office:document-content>\n");
    out
}

/// A row of one cell of text.
fn line(out: &mut String, style: &str, text: &str) {
    out.push_str("<table:table-row>");
    words(out, style, text);
    out.push_str("</table:table-row>");
}

fn words(out: &mut String, style: &str, text: &str) {
    let _ = write!(out, "<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\">");
    element(out, "text:p", text);
    out.push_str("</table:table-cell>");
}

fn open(out: &mut String, name: &str, columns: &[&str]) {
    let _ = write!(out, "<table:table table:name=\"{name}\">");
    for column in columns {
        let _ = write!(
            out,
            "<table:table-column table:style-name=\"{column}\" table:default-cell-style-name=\"Default\"/>"
        );
    }
}

fn cover(out: &mut String, site: &Site, sheets: &[Sheet<'_>]) {
    open(out, "Cover_sheet", &["wide"]);
    line(out, "Heading_20_1", &title(site));
    let facts = &site.facts;
    line(out, "Default", &format!("Published by {}.", facts.organisation.name));
    for notice in facts.notice.iter() {
        line(out, "Default", notice);
    }
    let tables = if sheets.len() == 1 { "1 table".to_owned() } else { format!("{} tables", sheets.len()) };
    line(
        out,
        "Default",
        &format!("This workbook has {tables}, one a worksheet, after a list of contents and the notes."),
    );
    line(out, "Heading_20_2", "Sources");
    let publishers: BTreeSet<&str> = sheets.iter().map(|sheet| sheet.dataset.publisher.as_str()).collect();
    for publisher in publishers {
        line(out, "Default", publisher);
    }
    line(out, "Default", "Each table names its own source.");
    if let Some(address) = &facts.address {
        line(out, "Heading_20_2", "Where it was published");
        line(out, "Default", address);
    }
    line(out, "Heading_20_2", "Whom to ask");
    line(out, "Default", facts.organisation.contact.as_deref().unwrap_or("No contact is given."));
    out.push_str("</table:table>");
}

/// A table's name, and the cells of its columns' heads and figures.
type Range = (String, String);

fn contents(out: &mut String, sheets: &[Sheet<'_>]) {
    open(out, "Table_of_contents", &["next", "wide"]);
    line(out, "Heading_20_1", "Table of contents");
    line(out, "Default", "This worksheet contains one table: the worksheets and what they hold.");
    header(out, &[("Worksheet", false), ("Title", false)]);
    for sheet in sheets {
        out.push_str(
            "<table:table-row><table:table-cell table:style-name=\"Default\" office:value-type=\"string\"><text:p>",
        );
        let _ = write!(out, "<text:a xlink:type=\"simple\" xlink:href=\"#{}\">{}</text:a>", sheet.name, sheet.name);
        out.push_str("</text:p></table:table-cell>");
        words(out, "Default", &sheet.table.caption);
        out.push_str("</table:table-row>");
    }
    out.push_str("</table:table>");
}

fn all_notes(out: &mut String, notes: &[&str]) {
    open(out, "Notes", &["next", "wide"]);
    line(out, "Heading_20_1", "Notes");
    line(out, "Default", "This worksheet contains one table: the notes to which tables refer by number.");
    header(out, &[("Note number", false), ("Note text", false)]);
    for (at, note) in notes.iter().enumerate() {
        out.push_str("<table:table-row>");
        words(out, "Default", &format!("note {}", at + 1));
        words(out, "Default", note);
        out.push_str("</table:table-row>");
    }
    if notes.is_empty() {
        out.push_str("<table:table-row>");
        words(out, "Default", "none");
        words(out, "Default", "No table has a note.");
        out.push_str("</table:table-row>");
    }
    out.push_str("</table:table>");
}

/// The one row of headings, marked as such: it repeats on paper, and screen readers say it.
fn header(out: &mut String, headings: &[(&str, bool)]) {
    out.push_str("<table:table-header-rows><table:table-row>");
    for (heading, right) in headings {
        words(out, if *right { "headright" } else { "head" }, heading);
    }
    out.push_str("</table:table-row></table:table-header-rows>");
}

fn table(sheet: &Sheet<'_>) -> Written {
    let Sheet { name, page: _, dataset, table, notes } = sheet;
    let mut written = String::new();
    let out = &mut written;
    // A mark such as [p] beside a number would make it text, so a column that has any is followed by one for them.
    let marked: Vec<bool> = (0..table.columns.len())
        .map(|at| {
            table.rows.iter().any(|row| {
                matches!(row.cells.get(at), Some(Cell::Figure { mark: Some(mark), .. }) if mark.shorthand().is_some())
            })
        })
        .collect();
    let mut columns = vec!["first"];
    columns.extend(table.columns.iter().zip(&marked).flat_map(|(_, marked)| vec!["next"; 1 + usize::from(*marked)]));
    open(out, name, &columns);
    let marks: String = notes.iter().map(|number| format!("[note {number}]")).collect();
    line(out, "Heading_20_1", format!("{} {marks}", table.caption).trim_end());
    let mut above = vec![match notes.as_slice() {
        [] => "This worksheet contains one table.".to_owned(),
        _ => "This worksheet contains one table. Its notes stand in the worksheet Notes.".to_owned(),
    }];
    above.push(dataset.description.clone());
    let key = table.key();
    if !key.is_empty() {
        above.push(key);
    }
    if !table.source.is_empty() {
        above.push(format!("Source: {}.", plain_text(&table.source).trim_end_matches('.')));
    }
    above.iter().for_each(|text| line(out, "Default", text));
    let first = above.len() + 2;
    let status: Vec<String> = table.columns.iter().map(|column| format!("Status of {}", column.heading)).collect();
    let mut headings = vec![(table.corner.as_str(), false)];
    for ((column, status), marked) in table.columns.iter().zip(&status).zip(&marked) {
        headings.push((&column.heading, column.numeric));
        if *marked {
            headings.push((status, false));
        }
    }
    header(out, &headings);
    for row in &table.rows {
        out.push_str("<table:table-row>");
        words(out, "Default", &plain_text(&row.heading));
        for (at, marked) in marked.iter().enumerate() {
            let said = table.cell_text(row, at);
            let mark = match row.cells.get(at) {
                Some(Cell::Figure { number, mark }) => {
                    let _ = write!(
                        out,
                        "<table:table-cell table:style-name=\"n{}\" office:value-type=\"float\" office:value=\"{}\"><text:p>{}</text:p></table:table-cell>",
                        number.decimals().min(6),
                        number.plain(),
                        number.number()
                    );
                    mark.and_then(|mark| mark.shorthand())
                }
                Some(Cell::Absent(_)) => {
                    words(out, "right", &said);
                    None
                }
                _ => {
                    let style = if table.columns[at].numeric { "right" } else { "Default" };
                    words(out, style, if said.is_empty() { "[x]" } else { &said });
                    None
                }
            };
            if *marked {
                words(out, "Default", mark.unwrap_or("No mark"));
            }
        }
        out.push_str("</table:table-row>");
    }
    out.push_str("</table:table>");
    let last = column_letter(headings.len());
    let cells = format!("{name}.A{first}:{name}.{last}{}", first + table.rows.len());
    Written { text: written.into(), range: (format!("{}_data", name.to_lowercase()), cells) }
}

/// The letters of a spreadsheet's column, counted from 1.
fn column_letter(number: usize) -> String {
    let mut letters = String::new();
    let mut rest = number;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_letter_them() {
        for (number, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA")] {
            assert_eq!(column_letter(number), letters);
        }
    }
}

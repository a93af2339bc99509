//! Every kind of fault by its name, with what `multum explain NAME` says of it.

/// A kind of fault.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The name that stands in brackets after `error`.
    pub name: &'static str,
    /// What it means, why it matters, and how to mend it.
    pub explanation: &'static str,
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! codes {
    ($($constant:ident $name:literal $explanation:literal)*) => {
        $(
            #[doc = $explanation]
            pub const $constant: Code = Code { name: $name, explanation: $explanation };
        )*
        /// Every code, in the order of this file.
        pub const CODES: &[Code] = &[$($constant),*];
    };
}

codes! {
    NOT_TEXT "not-text" "The file is not text in UTF-8, so its letters can't be told. It was likely saved by a spreadsheet or an old editor.\n\nOpen it in your editor and save it again with the encoding UTF-8."
    TOO_LARGE "too-large" "The file is larger than multum reads. YAML files may have up to 16 MB, Markdown up to 4 MB: a larger one is most likely a mistake (a picture or an export that was given the wrong name).\n\nSplit it into several files, or keep long tables in a CSV beside the YAML."
    YAML "yaml" "The file is not YAML that can be read: often a tab where spaces belong, an indent that doesn't line up, a missing colon, or a quotation mark that isn't closed.\n\nLook at the line shown and at the one above it."
    TOML "toml" "The file is not TOML that can be read: often a missing quotation mark or equals sign.\n\nLook at the line shown."
    DUPLICATE "duplicate" "The same name stands twice where it may stand once, so one of the two would be lost.\n\nTake one of them out, or give it the name that was meant."
    UNKNOWN_KEY "unknown-key" "A key that multum doesn't know. It would be ignored, and what you wrote with it lost, so it is an error.\n\nCorrect its spelling, or take it out. `multum schema` prints all keys for your editor."
    MISSING_KEY "missing-key" "Something that must be there is missing.\n\nAdd the key that the message names."
    WRONG_SHAPE "wrong-shape" "A value of another shape was expected: a list, a text, a number, or names with values below them.\n\nThe message says what was expected and what was found."
    UNKNOWN_WORD "unknown-word" "One of a few words was expected here.\n\nThe hint lists them."
    AMBIGUOUS "ambiguous" "YAML reads yes, no, on, off, true and false as true or false, and ~ or nothing as empty. A reader of the file can't tell whether that was meant.\n\nPut the word in quotation marks if it is a text."
    NUMBER "number" "A number was expected, in digits with a point before decimals: 67 or 61.2. A minus sign may stand before it. No commas, no spaces, no % or £.\n\nIf there is no number, write its symbol: c withheld, x not available, z does not apply, low rounds to nought, u unreliable."
    OUT_OF_RANGE "out-of-range" "The number lies outside what the measure can be: a percentage above its maximum (100 unless the measure says otherwise), a count below nought.\n\nCorrect the number, or give the measure its `maximum` or `minimum` if that value is real."
    YEAR "year" "A year is written as its measure counts it: 2016/17 academic, 2016-17 financial, 2017 calendar, January and September.\n\nThe second part must be the year after the first."
    DATE "date" "A date is written year-month-day, such as 2017-09-07; an embargo has its time after a T, such as 2017-09-07T09:30."
    CANCELLED_YEAR "cancelled-year" "An observation stands in a year that the measure lists as cancelled.\n\nTake the observation out, or the year off the list."
    NAME "name" "Names of measures, geographies, groups and topics are lower-case letters, digits and hyphens, since they become part of an address: ks2-rwm-expected."
    UNKNOWN_MEASURE "unknown-measure" "No file in data/measures has a measure of that name.\n\nCorrect the name, or add the measure."
    UNKNOWN_GEOGRAPHY "unknown-geography" "data/geographies.yaml has no place of that name.\n\nCorrect the name, or add the place there."
    UNKNOWN_GROUP "unknown-group" "data/groups.yaml has no group of that name, or the measure has no figures for it.\n\nCorrect the name, or add it there."
    UNKNOWN_TOPIC "unknown-topic" "No file in data/measures has a topic of that name."
    NO_OBSERVATION "no-observation" "The measure has no observation for that year, place and group: not even a symbol that says why.\n\nAsk for a year that it has, or add the observation."
    DISTRIBUTION "distribution" "A measure's distribution file can't be read: it is a CSV in the form of the Department for Education's open data, with a header line.\n\nThe message says which column or line."
    SAFETY "safety" "The disclosure policy can't be followed as it is written.\n\nThe message says what stands against it."
    TEMPLATE "template" "What stands between {{ and }} or {% and %} can't be followed.\n\nLook for a missing quotation mark, bracket or comma, and for {% if %} without {% endif %}."
    CURLY_QUOTES "curly-quotes" "Inside {{ }} and {% %} quotation marks must be straight (\"). Word processors make them curly.\n\nType them again in your editor."
    ARGUMENT "argument" "A function was called with an argument that it doesn't take, without one that it needs, or with one of the wrong kind.\n\nArguments have names: value(of=\"ks2-rwm-expected\")."
    MARK_PLACE "mark-place" "A figure stands where it can't be shown: in code, in a link's address, or through a filter (|).\n\nPut it into the text itself."
    PRIVATE_CHARACTER "private-character" "The text has a character of Unicode's private use, which has no meaning for readers. Such characters come from fonts of symbols pasted from a word processor.\n\nDelete it, and type the letter or sign that was meant."
    RAW_HTML "raw-html" "HTML in content would be lost in print, braille and large print, and can break the page for screen readers.\n\nUse Markdown, or one of the functions."
    HEADING "heading" "Headings in content begin at ## (the title is the page's first heading) and go down one step at a time. People who use a screen reader go from heading to heading."
    ALTERNATIVE "alternative" "An image has no words for people who can't see it.\n\nSay in `alt` what the image shows; if it only decorates, leave it out."
    DEAD_LINK "dead-link" "A link leads to a page, a file or a heading that the site doesn't have.\n\nLinks to pages name their file: [key stage 2](key-stage-2.md)."
    LINK "link" "A link's address can't be used: it must begin with https:, http:, mailto: or tel:, or name a file of the site."
    FRONT_MATTER "front-matter" "Each page of content begins with a line ---, then its facts such as title, then a line ---."
    REPORT "report" "A folder of content is a report when its index.md says `report:` with a year and a geography; pages beside it belong to it."
    EMBARGO "embargo" "A report may not go out yet: the index.md says embargo: with a day, or a day and a time by British clocks, or a day in published: that still lies ahead.\n\nUntil then the report is left out of what is built, with its pictures and papers, and so are the figures of its place from its year on, since the pages of measures would show them. `multum build --drafts` and the preview show it, marked on each page. `multum publish` goes by the clock: it refuses before that time, and puts the report in from then on."
    SITE "site" "site.toml stands at the top of a site's folder and says its title, its organisation and its front report. `multum new NAME` makes a small site that builds."
    THEME "theme" "The theme named in site.toml can't be used.\n\nA theme is a folder of themes/ with theme.toml, templates/ and styles/."
    CONTRAST "contrast" "A colour of the theme can't be told well enough from what it stands on, so that people with low vision, and everybody in the sun, lose it.\n\nText needs a contrast of 4.5 to 1 with its ground, lines and shapes that must be seen 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11), in the light and in the dark scheme. Change the colour in theme.toml; the hint names one that would do."
    IMAGE "image" "The image can't be used: it isn't there, or it is none of PNG, JPEG, WebP or SVG."
    ADDRESS "address" "Two pages or files would have the same address, or one has a name that Windows can't hold.\n\nGive one of them another name."
    CHART "chart" "The chart can't be drawn from what was asked.\n\nThe message says which kind of chart needs what."
    CONTRADICTION "contradiction" "The headline of a chart, or a word beside a figure, says what the figures don't: that something rose where it fell, that it is above England where it is below, that it is the highest where another is higher. Only what can mean nothing else is told of.\n\nCorrect the word, or let change() or gap() write it."
    LOOSE_FIGURE "loose-figure" "A number in the text that no function printed. It can grow stale, differ from the data, or disclose.\n\nLet value(), change() or gap() print it; if it is no measure, write fact(text=\"…\", source=\"…\")."
    SENTENCE_WITHHELD "sentence-withheld" "A figure of this sentence is withheld, so the whole sentence gives way to a kind one that says so.\n\nWrite instead=\"…\" in the call to say something else, or test it with {% if shown(of=…) %}."
    ORPHAN "orphan" "No page links to this page, so readers can't find it."
    DUPLICATE_TITLE "duplicate-title" "Two pages have the same title, so tabs, bookmarks and search results can't be told apart."
    DUPLICATE_ID "duplicate-id" "Two places of a page have the same anchor, so a link to the second leads to the first, and a screen reader joins words to the wrong thing.\n\nGive one of the two headings other words. If you wrote no heading of that name, it is a fault of the theme."
    LINK_TEXT "link-text" "The words of a link don't say where it leads. People who use a screen reader often hear a page's links one after another, without the words round them: \"here, here, more\".\n\nMake the name of what it leads to the link: [the methodology](methodology.md)."
    STATEMENT "statement" "The accessibility statement claims more than its own lists, the record or the calendar allow. The regulations of 2018 ask that it be true, and reviewed every year.\n\nCorrect data/statement.yaml; the hint says what to type."
    FRAME "frame" "A page lacks what every page must have: a language, a title, one main part. It comes from a template of the theme.\n\nCompare the template with the one of the same name in the theme base."
    TABLE "table" "A table has no caption, no headings, or headings that don't say what they head, so that who hears it cell by cell can't tell what a number is.\n\nTables that Markdown and table() make have all three; correct the template that made this one."
    PICTURE_SIZE "picture-size" "A picture doesn't say its width and height, so the text jumps when it comes.\n\nGive both in the template; an SVG says them on its first element."
    SAME_WORDS "same-words" "Two links of a page have the same words and lead to different places, so who chooses from a list of links can't tell them apart.\n\nLet each say what is to be found there."
    READING "reading" "A sentence is very long, or a page is hard to read: many parents will give up.\n\nSay one thing a sentence. Use the short word."
    ABBREVIATION "abbreviation" "An abbreviation is used on a page that nowhere writes it out.\n\nAdd it to data/glossary.yaml, or write its words at the first use: special educational needs and disabilities (SEND)."
    SLASHED_YEAR "slashed-year" "A sentence writes a year as tables do, 2016/17 or 2016-17. A screen reader says \"slash\", or nothing at all for a dash.\n\nWrite \"the 2016 to 2017 academic year\" (or financial year), and \"2016 to 2017\" where it is named so already. Tables, charts and titles keep 2016/17."
    EXPORT "export" "What was asked of `multum export` can't be made: there is no such report, page or chart, or no such size or paper.\n\nThe message says what was expected."
    DESTINATION "destination" "The finished site can't be written to that folder. A build replaces the whole folder, so multum writes only to one that it made, one that is empty, or one that is not there yet, and one build at a time.\n\nGive another folder with `--out`."
    BRAILLE "braille" "site.toml asks for contracted braille, and it can't be made here.\n\nInstall liblouis (on Debian and Ubuntu: liblouis-bin and liblouis-data), or take the line contracted = true out of [braille]: the braille is then uncontracted where liblouis is missing."
    PARITY "parity" "An edition of a report (its pages, its plain text, its e-book) lacks something that the report says, or says it in another order.\n\nThis is a fault of multum or of a theme, and not of your report. Please send the message and the site to whoever looks after multum for you."
    REACH "reach" "The file can't be read or written.\n\nThe message says which file and what the system answered."
    CRITERIA "criteria" "The criteria of prioritisation name something that they don't have, or a condition that can't be followed.\n\nCorrect the name, or add what it names to the same file."
    RULES "rules" "The rules of prioritisation leave something open: a provider without a rating, a rule that can never decide, a rating that never comes out, an area that changes nothing, or an area whose getting worse makes the rating better. Every input is tried to find that out.\n\nThe message says which rule or area."
    ASSESSMENT "assessment" "An assessment doesn't fit its criteria: an area without a rating, a rating that the area can't have, a fact that contradicts a rating, or a name that the criteria don't have.\n\nThe message says which."
    FONT "font" "A letter or sign that the font of the PDFs does not have would be printed as an empty box, and not be read aloud. Arrows, ticks and emoji are the usual ones.\n\nWrite it in words, or name a font that has it as `print-font` in theme.toml and put its files into the theme's folder typst/fonts/."
    PDF "pdf" "A PDF can't be made, or not so that everybody can read it: it must pass PDF/UA-1, the standard of accessible PDFs.\n\nThe message says what stands against it, and the place is where it comes from."
    CONFIDENTIAL "confidential" "The confidential folder that site.toml names can't be used."
    INTERNAL "internal" "multum went wrong, not your report. Nothing was written.\n\nPlease send the message and the site to whoever looks after multum for you."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own_and_is_explained() {
        let mut names: Vec<&str> = CODES.iter().map(|code| code.name).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before);
        for code in CODES {
            assert!(crate::vocabulary::Slug::new(code.name).is_some(), "{}", code.name);
            assert!(code.explanation.split_whitespace().count() > 8, "{}", code.name);
        }
    }
}

//! What authors write in content, and what readers get.

mod support;

use multum::compose::Drafts;
use multum::document::{Block, Table};
use support::{SiteTest, page, words};

fn words_of(text: &str) -> String {
    SiteTest::small().reading(text).words()
}

fn said_of(text: &str) -> String {
    SiteTest::small().reading(text).build().said
}

#[test]
fn figures_and_change_words_stand_in_sentences() {
    assert_eq!(
        words_of(
            "At 11, {{ value(of=\"reading\") }} of pupils did, {{ change(of=\"reading\") }}, and {{ gap(of=\"reading\", to=\"england\") }}.\n"
        ),
        "At 11, 67% of pupils did, up 14 percentage points from the 2015 to 2016 academic year, and 5 percentage points above England."
    );
}

#[test]
fn a_passage_names_an_earlier_year_once() {
    let change = "{{ change(of=\"reading\") }}";
    let said = words_of(&format!(
        "Reading is {change}.\n\n- It is {change}.\n- Still {change}, and\n  {{{{ change(of=\"reading\", since=\"2014/15\") }}}}.\n\nAgain {change}.\n"
    ));
    let full = "up 14 percentage points from the 2015 to 2016 academic year";
    let table = SiteTest::small().reading(&format!("| a | b |\n| --- | --- |\n| c | {change} |\n")).build();
    assert!(table.file("2016-17/reading.html").contains("up 14 percentage points from 2015/16"));
    let expected = [
        format!("Reading is {full}."),
        format!("It is {full}."),
        "Still up 14 percentage points from the year before, and up 7 percentage points from the 2014 to 2015 academic year."
            .to_owned(),
        format!("Again {full}."),
    ];
    let lines: Vec<&str> = said.lines().map(|line| line.trim_start_matches(['-', '*', '•', ' '])).collect();
    for line in &expected {
        assert!(lines.contains(&line.as_str()), "{line}\nnot in\n{said}");
    }
}

#[test]
fn the_range_about_a_figure_has_columns_of_its_own_in_every_table_of_it() {
    let own = "topic: { id: own, title: Own, order: 90 }\nmeasures:\n  absent:\n    title: Pupils away\n    unit: percent\n    counts: people\n    period: academic\n    \
               polarity: low\n    source: { publisher: O, title: Own }\n    observations:\n      northshire:\n        2014/15: { value: 12, lower: 9.4, upper: 14.5 }\n        \
               2015/16: { count: 3, of: 60, lower: 1.7, upper: 13.7 }\n        2016/17: 11\n";
    let outcome = SiteTest::small()
        .with("data/measures/own.yaml", own)
        .reading("{{ chart(of=\"absent\", kind=\"trend\", compare=[]) }}\n\n{{ table(of=\"absent\", compare=[]) }}\n")
        .build();
    let tables: Vec<Table> = page(outcome.site(), "2016-17/reading.html")
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Chart(figure) => Some(figure.table()),
            Block::Table(table) => Some(Table::clone(table)),
            _ => None,
        })
        .collect();
    assert_eq!(tables.len(), 2, "{}", outcome.said);
    for table in tables {
        let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(
            headings,
            ["Northshire (%)", "Northshire, lower end of range (%)", "Northshire, upper end of range (%)"]
        );
        let said: Vec<String> = table
            .rows
            .iter()
            .map(|row| (0..3).map(|at| table.cell_text(row, at)).collect::<Vec<_>>().join(" "))
            .collect();
        // The middle one is 3 of 60: its range would tell as much.
        assert_eq!(said, ["12 9 15", "[c] [c] [c]", "11 [x] [x]"]);
    }
}

#[test]
fn each_function_says_its_figure_in_words() {
    for (call, expected) in [
        ("value(of=\"pupils\")", "5,234"),
        ("value(of=\"absence\")", "4.0%"),
        ("value(of=\"absence\", year=\"2015/16\")", "4.3%"),
        ("value(of=\"reading\", geography=\"england\")", "62%"),
        ("value(of=\"reading\", group=\"disadvantaged\")", "50%"),
        ("value(of=\"reading\", geography=\"statistical-neighbours\")", "66%"),
        ("change(of=\"reading\", since=\"2014/15\")", "up 7 percentage points from the 2014 to 2015 academic year"),
        ("change(of=\"pupils\")", "up 114 from January 2016"),
        ("change(of=\"absence\")", "down 0.3 percentage points from the 2015 to 2016 academic year"),
        (
            "gap(of=\"reading\", to=\"statistical-neighbours\")",
            "1 percentage point above the average of its statistical neighbours",
        ),
        ("gap(of=\"reading\", to=\"north-region\")", "8 percentage points above the North Region"),
        (
            "gap(of=\"reading\", group=\"disadvantaged\", other=\"not-disadvantaged\")",
            "20 percentage points below other pupils",
        ),
        (
            "gap(of=\"reading\", group=\"disadvantaged\", to=\"england\", other=\"not-disadvantaged\")",
            "18 percentage points below other pupils in England",
        ),
        ("rank(of=\"reading\")", "2nd of 3"),
        ("rank(of=\"absence\")", "1st of 2"),
        ("fact(text=\"£500,000\", source=\"Cabinet report\")", "£500,000"),
    ] {
        let words = words_of(&format!("It is {{{{ {call} }}}}.\n"));
        assert_eq!(words.lines().next(), Some(format!("It is {expected}.").as_str()), "{call}");
    }
}

#[test]
fn a_page_ends_with_the_sources_of_its_facts() {
    let words = words_of(
        "First {{ fact(text=\"18 schools\", source=\"Cabinet report\") }}, then {{ fact(text=\"£5\", source=\"Cabinet report\") }}.\n",
    );
    assert!(words.ends_with("## Where other numbers come from\n- 18 schools; £5: Cabinet report"), "{words}");
}

#[test]
fn conditions_choose_between_sentences() {
    let words = words_of(
        "{% if rose(of=\"reading\") %}\nIt rose.\n{% endif %}\n\n{% if below(of=\"reading\", to=\"england\") %}Below.{% else %}Not below.{% endif %}\n\n{% if shown(of=\"care\") %}Shown.{% else %}Not shown.{% endif %}\n",
    );
    assert_eq!(words, "It rose.\nNot below.\nNot shown.");
}

#[test]
fn a_withheld_figure_takes_its_sentence_and_its_change_with_it() {
    assert_eq!(
        words_of("First. Of them {{ value(of=\"care\") }} had a plan, {{ change(of=\"care\") }}. Last.\n"),
        "First. The figure for children in care with a plan in Northshire in the 2016 to 2017 academic year is withheld to protect pupils. \
         The change in the figure for children in care with a plan in Northshire in the 2016 to 2017 academic year is withheld to protect pupils. Last."
    );
    assert_eq!(
        words_of("First. Of them {{ value(of=\"care\", instead=\"We do not show it.\") }} had a plan.\n"),
        "First. We do not show it."
    );
    let said = said_of("\nOf them {{ value(of=\"care\") }} had a plan.\n");
    assert!(said.contains("warning[sentence-withheld]") && said.contains("content/2016-17/reading.md:6:12"), "{said}");
}

#[test]
fn a_missing_figure_says_what_its_source_says() {
    let text = "It is {{ value(of=\"absence\", geography=\"eastshire\") }}.\n";
    assert_eq!(
        words_of(text),
        "The figure for sessions missed in Eastshire in the 2016 to 2017 academic year is not available: no return was made."
    );
}

#[test]
fn a_change_across_a_break_is_not_told() {
    assert_eq!(
        words_of("It went {{ change(of=\"absence\", since=\"2014/15\") }}.\n"),
        "Figures for sessions missed from the 2015 to 2016 academic year onwards can’t be compared with those before (counted in a new way)."
    );
}

#[test]
fn a_cancelled_year_says_so() {
    assert_eq!(
        words_of("It was {{ value(of=\"reading\", year=\"2019/20\") }}.\n"),
        "The figure for pupils reaching the expected standard in reading in Northshire in the 2019 to 2020 academic year is not available: no assessments or counts, since the year was cancelled."
    );
}

#[test]
fn loops_and_includes_keep_their_lines() {
    let site = SiteTest::small()
        .with("content/_parts/line.md", "One line.\n\nThen {{ value(of=\"nothing\") }}.\n")
        .reading("{% for m in [\"reading\", \"absence\"] %}\n- {{ value(of=m) }}\n{% endfor %}\n\n{% include \"_parts/line.md\" %}\n\nBad {{ valeu(of=\"reading\") }}.\n");
    let said = site.build().said;
    assert!(said.contains("content/2016-17/reading.md:11:8") && said.contains("did you mean value(…)?"), "{said}");
    let said = SiteTest::small()
        .with("content/_parts/line.md", "One line.\n\nThen {{ value(of=\"nothing\") }}.\n")
        .reading("{% for m in [\"reading\", \"absnce\"] %}\n- {{ value(of=m) }}\n{% endfor %}\n\n{% include \"_parts/line.md\" %}\n")
        .build()
        .said;
    assert!(said.contains("content/_parts/line.md:3:9") && said.contains("content/2016-17/reading.md:6:6"), "{said}");
    assert!(said.contains("did you mean \"absence\"?"), "{said}");
}

#[test]
fn a_loop_makes_the_rows_of_a_table() {
    let text = "## Table\n\n| Measure | Figure |\n|---|---:|\n{% for m in [\"reading\", \"absence\"] %}\n| {{ m }} | {{ value(of=m) }} |\n{% endfor %}\n";
    let outcome = SiteTest::small().reading(text).build();
    let html = outcome.file("2016-17/reading.html");
    for cell in ["67%", "4.0%"] {
        assert!(html.contains(cell), "{html}");
    }
    assert_eq!(words(page(outcome.site(), "2016-17/reading.html")), "## Table\n[table: Table]");
}

#[test]
fn what_stands_alone_becomes_charts_tables_and_key_figures() {
    let words = words_of(
        "{{ key_figures(of=[\"reading\", \"care\"]) }}\n\n{{ chart(of=\"reading\") }}\n\n{{ chart(of=\"reading\", kind=\"comparison\") }}\n\n{{ chart(of=\"reading\", kind=\"gap\", groups=[\"disadvantaged\", \"not-disadvantaged\"]) }}\n\n{{ chart(of=[\"reading\", \"absence\"], kind=\"bar\", compare=[\"england\"]) }}\n\n{{ table(of=\"reading\") }}\n\n{{ note(text=\"Mind this.\", title=\"Care\") }}\n",
    );
    assert_eq!(
        words,
        "[67%: Pupils reaching the expected standard in reading; Up 14 percentage points from 2015/16; 5 percentage points above England]
[[c]: Children in care with a plan; -; -]
[chart 1: Pupils reaching the expected standard in reading, Northshire and others, 2014/15 to 2016/17]
[chart 2: Pupils reaching the expected standard in reading, Northshire and others, 2016/17]
[chart 3: Pupils reaching the expected standard in reading, disadvantaged pupils and other pupils, Northshire, 2015/16 to 2016/17]
[chart 4: Key stage 2, Northshire, 2016/17]
[table: Pupils reaching the expected standard in reading, Northshire, 2014/15 to 2016/17]
[note: Care]
Mind this."
    );
}

#[test]
fn two_years_and_small_charts_stand_side_by_side() {
    let words = words_of(
        "{{ chart(of=\"reading\", kind=\"slope\", compare=[\"england\"]) }}\n\n{{ chart(of=\"reading\", kind=\"slope\", since=\"2014/15\", groups=[\"all\"]) }}\n\n{{ chart(of=[\"reading\", \"absence\"], kind=\"multiples\", compare=[\"england\"]) }}\n\n{{ chart(of=\"reading\", kind=\"multiples\", compare=[\"statistical-neighbours\", \"england\"]) }}\n\n{{ chart(of=\"reading\", kind=\"multiples\", groups=[\"disadvantaged\", \"not-disadvantaged\"], compare=[\"england\"]) }}\n",
    );
    assert_eq!(
        words,
        "[chart 1: Pupils reaching the expected standard in reading, Northshire and others, 2015/16 to 2016/17]
[chart 2: Pupils reaching the expected standard in reading, by group, Northshire, 2014/15 to 2016/17]
[chart 3: Key stage 2, Northshire and others, 2014/15 to 2016/17]
[chart 4: Pupils reaching the expected standard in reading, Northshire and each of the others, 2014/15 to 2016/17]
[chart 5: Pupils reaching the expected standard in reading, by group, Northshire and others, 2015/16 to 2016/17]"
    );
}

/// What may be true is not told of: the words must stand right before the figure and mean nothing else.
#[test]
fn change_words_that_agree_with_the_figure_or_speak_of_something_else_pass() {
    for text in [
        "Reading rose to {{ value(of=\"reading\") }}.",
        "Reading rose, {{ change(of=\"reading\") }}.",
        "After it fell to 50, reading was {{ value(of=\"reading\") }}.",
        "Reading had not fallen to {{ value(of=\"reading\") }}.",
        "Absence fell and reading was {{ value(of=\"reading\") }}.",
        "Absence fell to {{ value(of=\"absence\") }}.",
    ] {
        assert!(!said_of(text).contains("contradiction"), "{text}: {}", said_of(text));
    }
}

#[test]
fn a_charts_table_is_folded_away_unless_its_author_shows_it() {
    let outcome = SiteTest::small()
        .reading("{{ chart(of=\"reading\") }}\n\n{{ chart(of=\"reading\", kind=\"comparison\", table=\"shown\") }}\n")
        .build();
    let charts = page(outcome.site(), "2016-17/reading.html").body.iter().filter_map(|block| match block {
        Block::Chart(figure) => Some(figure.unfolded),
        _ => None,
    });
    assert_eq!(charts.collect::<Vec<_>>(), [false, true]);
    let said = said_of("{{ chart(of=\"reading\", table=\"open\") }}\n");
    assert!(said.contains("folded") && said.contains("shown"), "{said}");
}

#[test]
fn a_report_ends_at_its_year_and_a_measures_page_runs_on() {
    let outcome = SiteTest::small().reading("{{ chart(of=\"reading\") }}\n").build();
    let site = outcome.site();
    assert!(words(page(site, "2016-17/reading.html")).contains("2014/15 to 2016/17]"));
    let measure = words(page(site, "measures/reading/index.html"));
    assert!(measure.contains("[70%: ") && measure.contains("2014/15 to 2021/22]"), "{measure}");
}

#[test]
fn every_fault_of_a_page_is_told_at_once_where_it_stands() {
    let said = said_of(
        "One {{ value(of=\"raeding\") }}.\n\nTwo {{ value(off=\"reading\") }}.\n\nThree {{ gap(of=\"reading\", to=\"englnd\") }}.\n\nFour {{ value(of=\"reading\", year=\"2012/13\") }}.\n\nFive {{ chart(of=\"reading\") }} here.\n",
    );
    for words in [
        "content/2016-17/reading.md:5:8",
        "did you mean \"reading\"?",
        "content/2016-17/reading.md:7:8",
        "did you mean of=?",
        "content/2016-17/reading.md:9:10",
        "did you mean \"england\"?",
        "content/2016-17/reading.md:11:9",
        "reading has figures there from 2014/15 to 2021/22",
        "content/2016-17/reading.md:13:6",
        "expected chart() in a paragraph of its own",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn a_condition_on_a_figure_that_is_not_shown_is_an_error() {
    let said = said_of("{% if rose(of=\"care\") %}It rose.{% endif %}\n");
    assert!(
        said.contains("error[template]: expected a figure that is shown for rose()") && said.contains("reading.md:5:7"),
        "{said}"
    );
}

#[test]
fn drafts_are_left_out_until_they_are_asked_for() {
    let site = SiteTest::small()
        .with("content/2017-18/index.md", "---\ntitle: Annual review 2017/18\nstatus: draft\nreport: { year: 2017/18, geography: northshire }\n---\nComing.\n");
    let out = site.build();
    assert!(!out.site().pages.iter().any(|page| page.path.as_str().starts_with("2017-18")), "{}", out.said);
    let drafts = site.build_with(Drafts::In);
    let draft = page(drafts.site(), "2017-18/index.html");
    assert!(draft.unlisted && !draft.banners.is_empty());
    assert!(drafts.file("2017-18/index.html").contains("noindex"));
}

#[test]
fn an_older_report_points_to_the_newer() {
    let outcome = SiteTest::small()
        .with(
            "content/2017-18/index.md",
            "---\ntitle: Annual review 2017/18\nreport: { year: 2017/18, geography: northshire }\n---\nHere.\n",
        )
        .build();
    let older = page(outcome.site(), "2016-17/index.html");
    assert_eq!(older.banners.len(), 1);
    assert_eq!(outcome.site().reports[0].year.to_string(), "2017/18");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let build = || {
        let outcome = SiteTest::small().reading("{{ chart(of=\"reading\") }}\n\n{{ table(of=\"reading\") }}\n").build();
        let built = outcome.built.expect("a site");
        built.tree.iter().map(|(path, file)| (path.clone(), file.bytes.to_vec())).collect::<Vec<_>>()
    };
    assert!(build() == build());
}

const JUDGEMENTS: &str = "scales:
  ofsted: { title: The scale, grades: { good: { title: Good, number: 2, meaning: All is well. }, low: { title: Low, number: 4 } } }
inspections:
  schools:
    title: Schools
    by: Ofsted
    scale: ofsted
    source: { publisher: Ofsted, title: Reports }
    grades: { Oak School: { 2012-03: low, 2016-11: good }, Ash School: { 2018: good } }
";

fn table_of(call: &str, file: &str, text: &str) -> Vec<String> {
    let outcome = SiteTest::small().with(file, text).reading(&format!("{{{{ {call} }}}}\n")).build();
    let mut said = Vec::new();
    for block in &page(outcome.site(), "2016-17/reading.html").body {
        if let Block::Table(table) = block {
            said.push(table.caption.clone());
            for row in &table.rows {
                let mut cells = vec![multum::document::plain_text(&row.heading)];
                cells.extend((0..table.columns.len()).map(|column| table.cell_text(row, column)));
                said.push(cells.join(" | "));
            }
            said.extend(table.notes.clone());
        }
    }
    said
}

#[test]
fn judgements_stand_on_their_scale_and_end_with_the_reports_year() {
    assert_eq!(
        table_of("judgements(of=\"schools\")", "data/judgements.yaml", JUDGEMENTS),
        [
            "Schools, March 2012 to November 2016",
            "Oak School | Low (4) | Good (2)",
            "Ash School | Not judged | Not judged",
            "Judged by Ofsted.",
            "The scale, the best grade first: Good (2): all is well; Low (4).",
        ]
    );
    let chart = SiteTest::small()
        .with("data/judgements.yaml", JUDGEMENTS)
        .reading("{{ judgements(of=\"schools\", kind=\"chart\", title=\"Two schools\") }}\n");
    assert_eq!(chart.words(), "[chart 1: Two schools]");
}

#[test]
fn recommendations_say_who_by_when_and_how_far() {
    let text = "recommendations:\n  review:\n    title: The review asked\n    source: { publisher: P, title: A letter }\n    list:\n      \
                - { text: Do this, who: The council, timescale: At once, progress: under-way, as_of: 2017-09, note: Begun. }\n      \
                - { text: Do that, timescale: In a year, progress: not-known }\n";
    assert_eq!(
        table_of("recommendations(of=\"review\")", "data/recommendations.yaml", text),
        [
            "The review asked",
            "Do this | The council | At once | Under way, September 2017. Begun.",
            "Do that | Not said | In a year | Not known",
        ]
    );
}

#[test]
fn a_timeline_runs_from_the_oldest_to_the_reports_year() {
    let text = "timeline:\n  - { when: 2017-09-07, text: Councillors meet., source: Agenda }\n  \
                - { when: 2014, text: Work begins., source: Report }\n  - { when: 2017-07, text: Inspectors come., source: Report }\n";
    let words =
        |call: &str| SiteTest::small().with("data/timeline.yaml", text).reading(&format!("{{{{ {call} }}}}\n")).words();
    assert_eq!(words("timeline()"), "- 2014: Work begins.\n- July 2017: Inspectors come.\nSources:\n- Report");
    assert!(
        words("timeline(from=\"2017\", to=\"2017-09\")")
            .starts_with("- July 2017: Inspectors come.\n- 7 September 2017")
    );
}

#[test]
fn a_page_writes_out_its_abbreviations_for_every_edition() {
    let glossary = "glossary: [{ term: special educational needs, plural: special educational needs, short: SEN, meaning: Needs. }]\n";
    let outcome =
        SiteTest::small().with("data/glossary.yaml", glossary).reading("Pupils with SEN rose. SEN it is.\n").build();
    assert_eq!(
        words(page(outcome.site(), "2016-17/reading.html")),
        "Pupils with special educational needs (SEN) rose. SEN it is."
    );
    assert!(outcome.file("glossary/index.html").contains("<strong>SEN</strong> (special educational needs)"));
}

#[test]
fn a_correction_is_told_on_its_page_on_the_list_and_in_the_feed() {
    let outcome = SiteTest::small()
        .with("site.toml", "title = \"Reviews\"\naddress = \"https://example.org/r/\"\n[organisation]\nname = \"Northshire Council\"\n")
        .with(
            "data/corrections.yaml",
            "corrections:\n  - { date: 2017-10-02, kind: correction, page: 2016-17/reading.md, text: It said 66%. }\n  \
             - { date: 2017-11-03, kind: update, text: More came. }\n",
        )
        .build();
    let banner = multum::document::plain_text(&page(outcome.site(), "2016-17/reading.html").banners[0].words);
    assert_eq!(banner, "Corrected on 2 October 2017. It said 66%. All corrections and updates.");
    let list = words(page(outcome.site(), "corrections/index.html"));
    assert!(
        list.starts_with(
            "## Update, 3 November 2017\nMore came.\n## Correction, 2 October 2017\nReading: It said 66%."
        ),
        "{list}"
    );
    let feed = outcome.file("feed.xml");
    assert!(
        feed.contains("https://example.org/r/corrections/index.html#on-2017-10-02")
            && feed.contains("<updated>2017-11-03"),
        "{feed}"
    );
}

#[test]
fn a_statement_claims_nothing_that_nobody_looked_at() {
    let words_of = |site: SiteTest| words(page(site.build().site(), "accessibility/index.html"));
    let bare = words_of(SiteTest::small());
    assert!(bare.contains("People have not yet assessed this website against the Web Content Accessibility Guidelines version 2.2 AA standard"));
    assert!(bare.contains(
        "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies"
    ));
    let full = words_of(
        SiteTest::small()
            .with(
                "data/statement.yaml",
                "public_body: true\nprepared: 2017-09-01\nreviewed: 2017-09-02\nstatus: partially\ntested: 2017-08-30\nreply_days: 10\n\
                 contact: help@example.gov.uk\nproblems: [{ what: A map has no words., fails: WCAG 2.2 success criterion 1.1.1, plan: In May. }]\n",
            )
            .with("data/accessibility.yaml", "measured: 2017-08-31\nby: multum 0.1.0\npages: 1200\nchecks: { dead-link: 0, frame: 0 }\n"),
    );
    for said in [
        "This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, due to the non-compliances listed below.",
        "A map has no words. This fails WCAG 2.2 success criterion 1.1.1. In May.",
        "We’ll consider your request and get back to you in 10 days.",
        "This statement was prepared on 1 September 2017. It was last reviewed on 2 September 2017.",
        "On 31 August 2017 multum 0.1.0 looked at 1,200 pages with 2 checks, and found no faults.",
        "contact us: help@example.gov.uk.",
    ] {
        assert!(full.contains(said), "{said}\n{full}");
    }
}

/// The model in its order: headings as `# …`, and the sentences that the government's sample marks as legally required.
#[test]
fn the_statement_has_every_part_of_the_model_in_its_words() {
    let lists = "problems: [{ what: A map has no words. }]\nburden: [{ what: Old films. }]\nout_of_scope: [{ what: PDFs of 2017. }]\n";
    let facts = "prepared: 2017-09-01\nreviewed: 2017-09-02\ntested: 2017-08-30\ntested_by: the web team\nmethod: Every page by hand.\n\
                 improving: We mend the map.\ncontact: help@example.gov.uk\nreply_days: 10\n";
    let words_of = |public: bool, more: &str| {
        let file = format!("public_body: {public}\n{facts}{more}");
        words(page(SiteTest::small().with("data/statement.yaml", &file).build().site(), "accessibility/index.html"))
    };
    let full = words_of(true, &format!("status: partially\n{lists}"));
    let mut rest = full.as_str();
    for part in [
        "This accessibility statement applies to ",
        "This website is run by ",
        "We want as many people as possible to be able to use this website. For example, that means you should be able to:",
        "AbilityNet",
        "How accessible this website is",
        "We know some parts of this website are not fully accessible:",
        "Feedback and contact information",
        "If you need information on this website in a different format like accessible PDF, large print, easy read, audio recording or braille",
        "We’ll consider your request and get back to you in 10 days.",
        "We’re always looking to improve the accessibility of this website.",
        "If you find any problems not listed on this page or think we’re not meeting accessibility requirements, contact",
        "Enforcement procedure",
        "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility regulations’). If you’re not happy with how we respond to your complaint, contact the Equality Advisory and Support Service (EASS).",
        "Technical information about this website’s accessibility",
        " is committed to making its website accessible, in accordance with the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.",
        "Compliance status",
        "This website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, due to the non-compliances and exemptions listed below.",
        "Non-accessible content",
        "The content listed below is non-accessible for the following reasons.",
        "Non-compliance with the accessibility regulations",
        "Disproportionate burden",
        "Content that’s not within the scope of the accessibility regulations",
        "What we’re doing to improve accessibility",
        "Preparation of this accessibility statement",
        "This statement was prepared on 1 September 2017. It was last reviewed on 2 September 2017.",
        "This website was last tested on 30 August 2017 against the WCAG 2.2 AA standard. The test was carried out by the web team.",
        "Every page by hand.",
    ] {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part}\nis not there in its place in\n{full}"));
        rest = &rest[at + part.len()..];
    }
    let fully =
        "This website is fully compliant with the Web Content Accessibility Guidelines version 2.2 AA standard.";
    assert!(words_of(true, "status: fully\n").contains(fully));
    let not = "This website is not compliant with the Web Content Accessibility Guidelines version 2.2 AA standard. The non-compliances are listed below.";
    assert!(words_of(true, "status: not\nproblems: [{ what: A map has no words. }]\n").contains(not));
    let northern = words_of(true, "enforced_in: northern-ireland\n");
    assert!(
        northern.contains("The Equality Commission for Northern Ireland is responsible") && !northern.contains("EHRC")
    );
    // Whom the law does not bind claims nothing of it.
    let private = words_of(false, "");
    assert!(!private.contains("Enforcement procedure") && !private.contains("in accordance with"));
}

#[test]
fn words_of_another_language_are_marked_in_every_edition() {
    let site =
        || SiteTest::small().reading("It says {{ in_language(text=\"croeso i bawb\", language=\"cy\") }} there.\n");
    let outcome = site().build();
    let page = outcome.file("2016-17/reading.html");
    assert!(page.contains("It says <span lang=\"cy\">croeso i bawb</span> there."), "{page}");
    let large = outcome.file("large-print/18/2016-17/reading.html");
    assert!(large.contains("<span lang=\"cy\">croeso i bawb</span>"));
    let text = site().with(
        "content/2016-17/reading.md",
        "---\ntitle: Reading\n---\n{{ in_language(text=\"a\", language=\"Welsh\") }}\n",
    );
    let said = text.build().said;
    assert!(said.contains("expected the tag of a language, such as cy for Welsh, found \"Welsh\""), "{said}");
}

#[test]
fn a_report_says_its_formats_and_how_settled_it_is() {
    let index = "---\ntitle: Annual review 2016/17\nreport: { year: 2016/17, geography: northshire }\npublished: 2017-09-07\nupdated: 2017-10-02\n\
                 figures: final\nnext_release: 2018-09-06\nformats:\n  - { title: Easy Read, link: easy.pdf }\n  \
                 - { title: British Sign Language, link: \"https://example.org/film\" }\n---\nSee [reading](reading.md) and [measures](../measures/index.html).\n";
    let outcome =
        SiteTest::small().with("content/2016-17/index.md", index).with("content/2016-17/easy.pdf", "%PDF-1.7").build();
    let html = outcome.file("2016-17/index.html");
    for said in [
        "<li>Published 7 September 2017</li>",
        "<li>Updated 2 October 2017</li>",
        "<li>Figures are final</li>",
        "<li>Next report: 6 September 2018</li>",
        "<h2 id=\"other-formats\">Other formats</h2>",
        "Easy Read (PDF, 8 bytes)",
        "href=\"https://example.org/film\"",
    ] {
        assert!(html.contains(said), "{said}\n{html}");
    }
    assert!(words(page(outcome.site(), "formats/index.html")).contains("[formats of report 0]\n=> 2016-17/easy.pdf"));
}

#[test]
fn a_measure_tells_search_engines_of_its_data() {
    let html = SiteTest::small().build().file("measures/reading/index.html");
    let json =
        html.split("<script type=\"application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
    let json: serde_json::Value = serde_json::from_str(json.expect("a dataset")).expect("JSON");
    assert_eq!(json["@type"], "Dataset");
    assert_eq!(json["distribution"][0]["encodingFormat"], "text/csv");
}

#[test]
fn the_workbook_of_all_measures_opens_and_says_what_the_pages_say() {
    use calamine::{Data, Ods, Reader};
    let outcome = SiteTest::small().build();
    let path = multum::vocabulary::SitePath::new("data/all-measures.ods").expect("a path");
    let built = outcome.built.as_ref().expect("a site");
    let bytes = built.tree.get(&path).expect("the workbook").bytes.to_vec();
    let mut book: Ods<_> = Ods::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    assert_eq!(names[..4], ["Cover_sheet", "Table_of_contents", "Notes", "Table_1"]);
    assert_eq!(names.len(), 3 + built.site.datasets.len());
    let sheet = names
        .iter()
        .find_map(|name| {
            let range = book.worksheet_range(name).expect("a sheet");
            let title = range.get_value((0, 0)).map(ToString::to_string).unwrap_or_default();
            assert!(!title.is_empty(), "{name}");
            title.starts_with("Pupils reaching the expected standard in reading").then_some(range)
        })
        .expect("the measure on reading");
    let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
    let year = rows.iter().find(|row| row[0] == Data::String("2016/17".into())).expect("the year");
    assert_eq!(year[1], Data::Float(67.0));
    let html = outcome.file("data/index.html");
    assert!(html.contains("All measures in one workbook (ODS, "), "{html}");
}

#[test]
fn a_report_at_the_top_of_content_is_the_front_page() {
    let site = SiteTest::empty()
        .with("site.toml", "title = \"T\"\n[organisation]\nname = \"O\"\n")
        .with("data/geographies.yaml", "geographies:\n  here: { title: Here, kind: country }\n")
        .with("content/index.md", "---\ntitle: I\nreport: { year: 2016/17, geography: here }\n---\nOne.\n");
    let outcome = site.build();
    assert!(outcome.file("index.html").contains("<p>One.</p>"), "{}", outcome.said);
}

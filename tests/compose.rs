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
        "At 11, 67% of pupils did, up 14 percentage points from 2015/16, and 5 percentage points above England."
    );
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
        ("change(of=\"reading\", since=\"2014/15\")", "up 7 percentage points from 2014/15"),
        ("change(of=\"pupils\")", "up 114 from January 2016"),
        ("change(of=\"absence\")", "down 0.3 percentage points from 2015/16"),
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
        "First. The figure for children in care with a plan in Northshire in 2016/17 is withheld to protect pupils. \
         The change in the figure for children in care with a plan in Northshire in 2016/17 is withheld to protect pupils. Last."
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
        "The figure for sessions missed in Eastshire in 2016/17 is not available: no return was made."
    );
}

#[test]
fn a_change_across_a_break_is_not_told() {
    assert_eq!(
        words_of("It went {{ change(of=\"absence\", since=\"2014/15\") }}.\n"),
        "Figures for sessions missed from 2015/16 can’t be compared with those before (counted in a new way)."
    );
}

#[test]
fn a_cancelled_year_says_so() {
    assert_eq!(
        words_of("It was {{ value(of=\"reading\", year=\"2019/20\") }}.\n"),
        "The figure for pupils reaching the expected standard in reading in Northshire in 2019/20 is not available: no assessments or counts, since the year was cancelled."
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

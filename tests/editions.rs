//! The editions beside the website, from the author's side: small text in, readable text out, and Rutland's review whole.

mod support;

use support::SiteTest;

/// A section of the small site's plain text: what the page on reading became.
fn section(outcome: &support::Outcome) -> String {
    let text = outcome.file("2016-17/2016-17.txt");
    let from = text.rfind("\n2. Reading\n").expect("the section") + 1;
    let rest = &text[from..];
    let end = rest.find("\nAddresses\n").or_else(|| rest.find("\nEnd.\n")).unwrap_or(rest.len());
    rest[..end].trim_end().to_owned()
}

#[test]
fn a_page_is_read_from_top_to_end_in_plain_text() {
    let outcome = SiteTest::small()
        .reading(
            "Words with **weight**, [a link](https://www.gov.uk/phonics) and [the summary](index.md).\n\n\
             1. First\n2. Second, with more words than there is room for in a single line of seventy-six letters\n   - inner\n\n\
             > Somebody said this.\n\n\
             ## Narrow\n\n\
             | Place | Pupils |\n| --- | --- |\n| Ourshire | 12 |\n| Wold | 7 |\n\n\
             | Area | What a school does when all is well | What a school does when nothing is well |\n\
             | --- | --- | --- |\n| Results | It goes on as before, and helps other schools | It asks for help from others |\n\n\
             The end.\n",
        )
        .build();
    assert_eq!(
        section(&outcome),
        "2. Reading
==========

Words with weight, a link [1] and the summary (section 1).

1. First
2. Second, with more words than there is room for in a single line of
   seventy-six letters
  - inner

Quotation:

  Somebody said this.


2.1 Narrow
----------

Place     Pupils
--------  ------
Ourshire  12
Wold      7

Narrow.

Area: Results
  What a school does when all is well: It goes on as before, and helps other
    schools
  What a school does when nothing is well: It asks for help from others

The end."
    );
}

#[test]
fn no_line_of_plain_text_is_longer_than_76_letters_but_an_address() {
    let outcome = SiteTest::small()
        .reading(
            "A [link](https://www.gov.uk/a-long-address/that-goes-on/and-on/and-on-and-on/until-it-is-long-enough).\n",
        )
        .build();
    let text = outcome.file("2016-17/2016-17.txt");
    let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 76).collect();
    assert_eq!(
        long,
        ["[1] https://www.gov.uk/a-long-address/that-goes-on/and-on/and-on-and-on/until-it-is-long-enough"]
    );
    assert!(text.lines().all(|line| line.trim_end() == line && !line.contains('\t')), "no blank ends a line");
}

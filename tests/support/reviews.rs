//! A small prioritisation of schools.

/// Criteria of two phases, with one area.
pub const CRITERIA: &str = "\
title: Schools
one: school
many: schools
source: { publisher: A council, title: How schools are prioritised }
phases: { primary: Primary schools, secondary: Secondary schools }
together: All schools
ratings:
  green: { means: Low priority, leads_to: [{ text: It is watched as usual. }] }
  amber: { means: Medium priority, leads_to: [{ text: It is helped. }] }
  red: { means: High priority, leads_to: [{ text: It is helped at once. }] }
areas:
  state: { title: State, evidence: Visits, green: Good, amber: Fair, red: Poor }
figures:
  absence: { title: absence }
rules:
  - { name: red, title: A poor state makes a school red., when: { area: state, is: red }, rating: red, stated_by: council }
  - { name: amber, title: A fair state makes a school amber., when: { area: state, is: amber-or-red }, rating: amber, stated_by: council }
  - { name: otherwise, title: Otherwise it is green., rating: green, stated_by: council }
";

/// A review of so many green, amber and red.
pub fn review(phase: &str, year: &str, counts: [u32; 3], illustrative: bool) -> String {
    let notice = if illustrative { "illustrative: These ratings are made up.\n" } else { "" };
    let mut text = format!(
        "criteria: schools\nphase: {phase}\ngeography: northshire\nyear: {year}\nterm: summer\ndate: 2017-06-15\nby: Officers\n{notice}providers:\n"
    );
    let mut number = 0;
    for (rating, count) in ["green", "amber", "red"].into_iter().zip(counts) {
        for _ in 0..count {
            number += 1;
            text.push_str(&format!(
                "  {phase}-{number}:\n    name: Zyxschool {phase} {number}\n    areas: {{ state: {rating} }}\n    figures: {{ absence: 7.31 }}\n    notes: {{ state: Qwertynote }}\n"
            ));
        }
    }
    text
}

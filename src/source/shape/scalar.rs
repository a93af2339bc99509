//! What is wrong with one word, number or text, and what to type instead.

use std::sync::LazyLock;

use crate::diagnostic::{Code, Diagnostic, Span, code, nearest};
use crate::vocabulary::{AcademicYear, Language, Moment, Period, PeriodKind, SitePath, Slug, When};

use super::Shape;
use crate::source::node::{self, Text};

/// The symbols of official statistics as authors write them. What they mean is the vault's; a test of `evidence` holds the
/// two lists against one another.
pub const SYMBOLS: [&str; 5] = ["c", "x", "z", "low", "u"];

/// What is wrong with `text` where `shape` was expected; nothing when it is sound.
pub(super) fn fault(text: &Text, shape: &Shape) -> Option<Diagnostic> {
    let said = text.as_str();
    if text.is_ambiguous() && !matches!(shape, Shape::Flag) {
        let found = if text.span().source().is_confidential() { "a word".to_owned() } else { said.to_owned() };
        return Some(
            Diagnostic::error(
                code::AMBIGUOUS,
                text.span(),
                format!(
                    "expected {}, found {found}, which many programs read as true, false or nothing",
                    shape.expected()
                ),
            )
            .hint(match shape {
                Shape::Figure => "write z if the figure does not apply, x if it is not available".to_owned(),
                Shape::Number | Shape::Integer { .. } => "write a number".to_owned(),
                _ => format!("put it in quotation marks if it is a text: \"{said}\""),
            }),
        );
    }
    let wrong = |code: Code, hint: Option<String>| {
        let message = format!("expected {}, found {}", shape.expected(), text.shown());
        Some(Diagnostic::error(code, text.span(), message).maybe_hint(hint))
    };
    let open = !text.span().source().is_confidential();
    match shape {
        Shape::Line if said.trim().is_empty() => {
            wrong(code::WRONG_SHAPE, Some("write the text, or take the name out".into()))
        }
        Shape::Line if said.trim_end().contains('\n') => wrong(code::WRONG_SHAPE, Some("write it on one line".into())),
        Shape::Text if said.trim().is_empty() => {
            wrong(code::WRONG_SHAPE, Some("write the text, or take the name out".into()))
        }
        Shape::Line | Shape::Text => None,
        Shape::Slug => match text.slug() {
            Some(_) => None,
            None => wrong(code::NAME, open.then(|| format!("write {}", Slug::from_title(said)))),
        },
        Shape::Number => match text.number() {
            Some(_) => None,
            None => wrong(code::NUMBER, number_hint(text).or_else(|| Some("write it in digits".to_owned()))),
        },
        Shape::Figure => figure(text, shape),
        Shape::Integer { least, most } => match text.integer() {
            Some(number) if (*least..=*most).contains(&number) => None,
            Some(_) => wrong(code::OUT_OF_RANGE, None),
            None if text.number().is_some() => wrong(code::NUMBER, Some("leave the decimals out".to_owned())),
            None => wrong(code::NUMBER, number_hint(text).or_else(|| Some("write it in digits".to_owned()))),
        },
        Shape::Flag => match text.flag() {
            Some(_) => None,
            None => {
                wrong(code::UNKNOWN_WORD, Some(if is_yes(said) { "write true".into() } else { "write false".into() }))
            }
        },
        Shape::Date => match node::date(said) {
            Some(_) => None,
            None => wrong(code::DATE, date_hint(said).filter(|_| open).or_else(day_hint)),
        },
        Shape::Moment => match Moment::parse(said) {
            Some(_) => None,
            None => wrong(code::DATE, moment_hint(said).filter(|_| open).or_else(time_hint)),
        },
        Shape::When => match When::parse(said) {
            Some(_) => None,
            None => wrong(
                code::DATE,
                date_hint(said)
                    .filter(|_| open)
                    .or_else(|| Some("write 2017-07-14, or 2017-07 or 2017 when no more is known".to_owned())),
            ),
        },
        Shape::Year => {
            let known = PeriodKind::ALL.iter().any(|(_, kind)| Period::parse(*kind, said).is_some());
            let any = || Some("write a year such as 2016/17, 2016-17 or 2017".to_owned());
            if known { None } else { wrong(code::YEAR, year_hint(said).filter(|_| open).or_else(any)) }
        }
        Shape::AcademicYear => match AcademicYear::parse(said) {
            Some(_) => None,
            None => {
                let meant = year_meant(said).map(|year| format!("write {}", AcademicYear::starting(year)));
                wrong(code::YEAR, meant.filter(|_| open))
            }
        },
        Shape::Url if is_url(said) => None,
        Shape::Url => wrong(code::LINK, open.then(|| url_hint(said))),
        Shape::Language => match Language::new(said) {
            Some(_) => None,
            None => wrong(code::UNKNOWN_WORD, Some("write en-GB for English or cy for Welsh".into())),
        },
        Shape::Path => match SitePath::new(said) {
            Some(path) if path != SitePath::top() => None,
            _ => wrong(
                code::LINK,
                Some("write its path from here with / between folders, without .. or a / in front".into()),
            ),
        },
        Shape::Word(words) if words.contains(&said) => None,
        Shape::Word(words) => {
            // "percentage" is far from "percent" letter by letter, and near for a reader.
            let longer = |word: &&str| said.len() > 2 && (said.starts_with(*word) || word.starts_with(said));
            let meant = nearest(said, words.iter().copied()).or_else(|| words.iter().copied().find(longer));
            let meant = meant.filter(|_| open).map(|word| format!("did you mean {word}?"));
            wrong(code::UNKNOWN_WORD, meant.or_else(|| Some(format!("write one of {}", words.join(", ")))))
        }
        // Lists and maps are no scalars; the caller has told them apart.
        Shape::List(_) | Shape::Map { .. } | Shape::Record(_) | Shape::Either(_) => wrong(code::WRONG_SHAPE, None),
    }
}

/// How a message calls a bare `~` or `null`.
pub(super) fn nothing(span: &Span) -> String {
    format!("{}, which is read as nothing", span.text())
}

fn figure(text: &Text, shape: &Shape) -> Option<Diagnostic> {
    let said = text.as_str();
    if text.number().is_some() || SYMBOLS.contains(&said) {
        return None;
    }
    let hint = symbol_hint(said).map(str::to_owned).or_else(|| number_hint(text)).unwrap_or_else(|| {
        "write the number in digits, or c withheld, x not available, z does not apply, low rounds to nought, u unreliable".into()
    });
    let message = format!("expected {}, found {}", shape.expected(), text.shown());
    Some(Diagnostic::error(code::NUMBER, text.span(), message).hint(hint))
}

/// The symbol for what people write in spreadsheets instead of one. The words are common to the sources that officers
/// copy from: the Department for Education, NOMIS, Ofsted's tables.
fn symbol_hint(said: &str) -> Option<&'static str> {
    Some(match said.trim().to_lowercase().as_str() {
        "*" | "s" | "supp" | "suppressed" | "withheld" | "redacted" | "#" | "<5" | "<3" | "<6" | "<10" | "c"
        | "[c]" | "sup" => "write c if the figure is withheld to protect people",
        "n/a" | "na" | "n.a." | "n/k" | "-" | "–" | "—" | ".." | "…" | "." | ":" | "?" | "missing" | "none"
        | "null" | "nil" | "tbc" | "unknown" | "[x]" | "x" | "#n/a" | "ne" => {
            "write x if the figure is not available, z if it does not apply"
        }
        "z" | "[z]" | "not applicable" => "write z if the figure does not apply",
        "low" | "[low]" | "~0" | "<0.5" | "0*" => "write low if the figure rounds to nought but is not nought",
        "u" | "[u]" | "unreliable" => "write u if the figure is too unreliable to show",
        "" => "write x if there is no number and no reason is known",
        _ => return None,
    })
}

/// The number that was meant, when it can be told.
fn number_hint(text: &Text) -> Option<String> {
    let said = text.as_str().trim();
    if text.span().source().is_confidential() {
        return Some("write it in plain digits, with a point before decimals".to_owned());
    }
    if text.is_quoted() && node::number(said).is_some() {
        return Some(format!("take the quotation marks off: {said}"));
    }
    if said.len() > 28 && said.bytes().all(|b| b.is_ascii_digit()) {
        return Some("a number has 28 digits at most".to_owned());
    }
    // 81,5 has a comma for its point; 1,034 has one between its thousands.
    let decimal = said.rsplit_once(',').filter(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).count() != 3);
    let said = match decimal {
        Some((whole, part)) if !whole.contains(',') && !part.contains('.') => &format!("{whole}.{part}"),
        Some(_) => return None,
        None => said,
    };
    let plain: String = said
        .chars()
        .filter(|c| !matches!(c, ',' | '%' | '£' | '+' | '\u{a0}' | '\u{202f}' | ' ' | '_'))
        .map(|c| if matches!(c, '−' | '–') { '-' } else { c })
        .collect();
    let plain = if plain.starts_with('.') { format!("0{plain}") } else { plain };
    let bare = plain.trim_end_matches('.');
    let bare = match bare.trim_start_matches('0') {
        "" if !bare.is_empty() => "0".to_owned(),
        rest if rest.starts_with('.') => format!("0{rest}"),
        rest => rest.to_owned(),
    };
    node::number(&bare).map(|_| format!("write {bare}"))
}

fn date_hint(said: &str) -> Option<String> {
    let parts: Vec<&str> = said.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let (day, year) = if first.len() == 4 { (third, first) } else { (first, third) };
    let month = match second.parse::<u8>() {
        Ok(number) => number,
        Err(_) => month(second)?,
    };
    let day: u8 = day.parse().ok()?;
    let date = format!("{year}-{month:02}-{day:02}");
    node::date(&date).map(|_| format!("write {date}"))
}

/// What was meant by a day and a time: "2017-09-07 9:30", "7 September 2017".
fn moment_hint(said: &str) -> Option<String> {
    let (day, time) = match said.rsplit_once([' ', 'T']).filter(|(_, time)| time.contains(':')) {
        Some((day, time)) => (day, Some(time)),
        None => (said, None),
    };
    let Some(time) = time else { return date_hint(day) };
    let day = match node::date(day) {
        Some(_) => day.to_owned(),
        None => date_hint(day)?.strip_prefix("write ")?.to_owned(),
    };
    let meant = format!("{day}T{time:0>5}");
    Moment::parse(&meant).map(|_| format!("write {meant}"))
}

fn time_hint() -> Option<String> {
    Some("write the day, or the day and the time with a T between them: 2017-09-07T09:30".to_owned())
}

fn day_hint() -> Option<String> {
    Some("write the year, the month and the day: 2017-09-07".to_owned())
}

fn month(name: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.to_lowercase();
    MONTHS.iter().position(|month| name.starts_with(month)).map(|at| at as u8 + 1)
}

fn year_hint(said: &str) -> Option<String> {
    let year = year_meant(said)?;
    let written = |kind| Period::new(kind, year).to_string();
    Some(format!(
        "write {} for an academic year, {} for a financial year, {year} for a calendar year",
        written(PeriodKind::Academic),
        written(PeriodKind::Financial)
    ))
}

/// The calendar year in which the year that `said` likely means begins: 2016 of `2016/18`, `2016-2017`, `16/17`.
pub fn year_meant(said: &str) -> Option<u16> {
    let digits = said.len() - said.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let first: u16 = said[..digits].parse().ok()?;
    let year = match digits {
        4 => first,
        2 if said.len() > 2 => 2000 + first,
        _ => return None,
    };
    (1900..2100).contains(&year).then_some(year)
}

fn is_yes(said: &str) -> bool {
    ["yes", "y", "on", "true", "1"].iter().any(|word| said.eq_ignore_ascii_case(word))
}

fn is_url(said: &str) -> bool {
    let rest = said.strip_prefix("https://").or_else(|| said.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with(['/', '?', '#']) && !rest.contains(char::is_whitespace)
    })
}

fn url_hint(said: &str) -> String {
    match said.contains(char::is_whitespace) {
        true => "write %20 for a space in an address".to_owned(),
        false if said.contains('.') && !said.contains(':') => format!("write https://{}", said.trim_start_matches('/')),
        false => "copy the address from your browser, https:// included".to_owned(),
    }
}

/// Every year in its three forms as one regular expression, so that an editor refuses 2016/18 as we do.
pub(super) static YEARS: LazyLock<String> = LazyLock::new(|| {
    let pairs = |between: &str| {
        let pairs: Vec<String> = (0..100).map(|year| format!("{year:02}{between}{:02}", (year + 1) % 100)).collect();
        pairs.join("|")
    };
    format!("^(19|20)({}|{}|[0-9]{{2}})$", pairs("/"), pairs("-"))
});

/// The same for academic years alone.
pub(super) static ACADEMIC_YEARS: LazyLock<String> = LazyLock::new(|| {
    let pairs: Vec<String> = (0..100).map(|year| format!("{year:02}/{:02}", (year + 1) % 100)).collect();
    format!("^(19|20)({})$", pairs.join("|"))
});

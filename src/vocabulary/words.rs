//! How words stand in a line.

/// Words with a capital first letter, as a sentence or a heading begins.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Words with a small first letter, unless the first word is an abbreviation or a name written with two capitals.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() && !second.is_ascii_digit() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_alone_becomes_a_capital() {
        for (words, said) in [("as before", "As before"), ("2016", "2016"), ("", ""), ("ŵy", "Ŵy"), ("A B", "A B")] {
            assert_eq!(upper_first(words), said);
        }
    }

    #[test]
    fn a_title_fits_into_a_sentence() {
        assert_eq!(lower_first("Pupils in need"), "pupils in need");
        assert_eq!(lower_first("GCSE grades"), "GCSE grades");
        assert_eq!(lower_first("A level points"), "a level points");
        assert_eq!(lower_first(""), "");
    }
}

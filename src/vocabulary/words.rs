//! How words stand in a line.

/// Words with a capital first letter, as a sentence or a heading begins.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
}

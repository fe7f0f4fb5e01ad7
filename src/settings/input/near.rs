//! Finds the name most similar to a misspelt one.

/// The similarity (Jaro and Winkler, 0 to 1) from which one name is suggested for another.
const ALIKE: f64 = 0.78;

/// The most similar name, ignoring case, if one is similar enough.
#[must_use]
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if text.len() > 100 {
        return None; // no misspelling of a name, and long to compare
    }
    let text = text.to_lowercase();
    let scored = names.into_iter().map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &text), name));
    scored.filter(|(score, _)| *score > ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_recognised_and_another_word_is_not() {
        let names = ["check", "list", "show", "render", "config"];
        for (text, near) in [
            ("chek", Some("check")),
            ("CHECK", Some("check")),
            ("lsit", Some("list")),
            ("rendr", Some("render")),
            ("story", None),
            ("ports", None),
            ("", None),
        ] {
            assert_eq!(nearest(text, names), near, "{text}");
        }
    }
}

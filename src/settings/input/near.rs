//! The name that is most like a misspelt one.

/// How alike two names have to be (Jaro and Winkler, 0 to 1) to be taken for one another.
const ALIKE: f64 = 0.78;

/// The name that is most like the text, whatever the case, if one is alike at all.
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

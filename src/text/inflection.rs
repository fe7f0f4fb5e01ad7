//! Names as texts bend them by the rules of their language: `Гвадара` is `Гвадар`, `Astana's` is `Astana`.
//!
//! The search for items, the reading of texts, and what is said of a port or actor all follow [`stem`] and [`inflects`].

/// The fewest letters of a word that stands for a name with an ending.
pub const FEWEST_BENT: usize = 4;

/// The common beginning of a word's inflections: Cyrillic names lose a final vowel, others nothing. The word is folded.
#[must_use]
pub fn stem(word: &str) -> &str {
    if !is_cyrillic(word) || word.chars().count() < 5 {
        return word;
    }
    word.strip_suffix(|c| matches!(c, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'ь')).unwrap_or(word)
}

/// Whether a word is a word of a name or an inflection of it: `Гвадара` of `Гвадар`, `Astana's` of `Astana`, `Iranian` of
/// `Iran`. Both are folded.
#[must_use]
pub fn inflects(own: &str, word: &str) -> bool {
    if own == word {
        return true;
    }
    let letters = own.chars().count();
    let Some(ending) = word.strip_prefix(stem(own)).filter(|_| letters >= FEWEST_BENT) else { return false };
    if is_cyrillic(own) {
        return ending.chars().count() <= if letters > 4 { 6 } else { 3 };
    }
    match own.chars().next() {
        Some('\u{600}'..='\u{6ff}') => matches!(ending, "ی" | "یوں" | "یہ" | "وں"),
        Some(c) if c.is_ascii() => matches!(ending, "s" | "i" | "is" | "n" | "ns" | "an" | "ans" | "ian" | "ians"),
        _ => false,
    }
}

fn is_cyrillic(word: &str) -> bool {
    word.starts_with(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_bends_a_name_by_the_rules_of_its_language() {
        for (own, word) in [("гвадар", "гвадара"), ("астана", "астаны"), ("iran", "iranian"), ("گوادر", "گوادری")]
        {
            assert!(inflects(own, word), "{word} of {own}");
        }
        for (own, word) in [("iran", "iranisation"), ("uae", "uaes"), ("астана", "аст")] {
            assert!(!inflects(own, word), "{word} of {own}");
        }
    }
}

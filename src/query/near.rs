//! The nearest valid word for an invalid one, and the sentence that suggests it.

/// The valid word that was probably meant, if one is near: few letters differ, or it begins so.
pub(super) fn nearest<'a>(word: &str, valid: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.len() > 40 {
        return None; // a long one is not a misspelling of these, and comparing costs the product of the lengths
    }
    let reach = (word.chars().count() / 3).clamp(1, 3);
    valid
        .filter_map(|candidate| {
            let away = strsim::damerau_levenshtein(word, candidate);
            let begun = candidate.starts_with(word) && word.len() > 1;
            (away <= reach || begun).then_some((away.min(if begun { 1 } else { away }), candidate))
        })
        .min_by_key(|&(away, _)| away)
        .map(|(_, candidate)| candidate)
}

/// ``unknown value `happend` of `status:`; did you mean `happened`?``, or the possible values if none is near.
pub(super) fn unknown<'a>(what: &str, text: &str, word: &str, valid: impl Iterator<Item = &'a str> + Clone) -> String {
    let begin = format!("unknown value `{}` of {what}", shown(text));
    if let Some(near) = nearest(word, valid.clone()) {
        format!("{begin}; did you mean `{near}`?")
    } else {
        let all: Vec<_> = valid.map(|word| format!("`{word}`")).collect();
        format!("{begin}; expected {}", all.join(", "))
    }
}

/// What the user wrote, shortened and safe to print.
pub(super) fn shown(text: &str) -> String {
    crate::text::cut(&crate::text::safe(text), 40, "…").into_owned()
}

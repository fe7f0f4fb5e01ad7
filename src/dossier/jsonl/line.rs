//! One article as a line of JSON, parsed without copying what needs no unescaping.

use crate::dossier::articles::{ArticleBlock, ArticleParts};
use crate::dossier::load::is_language;

/// Adds the article of a line to the block; returns the ids that it is based on. `None` if anything about it is
/// unusual; then nothing is added.
pub(super) fn read(line: &str, offset: u64, block: &mut ArticleBlock) -> Option<Vec<String>> {
    let mut parts: ArticleParts<'_> = serde_json::from_str(line).ok()?;
    parts.offset = offset;
    let named = [&*parts.title, &*parts.outlet].iter().all(|text| !text.trim().is_empty());
    if !is_id(&parts.id) || !named || !parts.language.as_deref().is_none_or(is_language) {
        return None;
    }
    block.push(&parts).ok()?;
    Some(parts.based_on)
}

/// Whether this can be an id: lower-case ASCII letters, digits and single hyphens, 1 to 80 characters, a letter or
/// digit first.
fn is_id(id: &str) -> bool {
    let good = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
    let bytes = id.as_bytes();
    matches!(bytes.len(), 1..=80) && bytes.iter().all(good) && bytes[0] != b'-' && !id.contains("--")
}

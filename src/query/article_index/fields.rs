//! The text fields of an article that words are searched in.

use crate::dossier::Article;

/// Calls `field` with each text field that words, phrases and regular expressions are searched in, in a fixed order.
pub fn fields(article: &Article<'_>, mut field: impl FnMut(&str)) {
    field(article.id);
    field(article.title);
    field(article.outlet);
    [article.summary, article.text, article.relays].into_iter().flatten().for_each(&mut field);
    article.tags.iter().for_each(|tag| field(tag));
}

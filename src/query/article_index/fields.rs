//! The texts of an article in which words are sought.

use crate::dossier::Article;

/// Calls `field` with each text of an article that a word, phrase or regular expression is sought in, in this order.
pub fn fields(article: &Article<'_>, mut field: impl FnMut(&str)) {
    field(article.id);
    field(article.title);
    field(article.outlet);
    [article.summary, article.text, article.relays].into_iter().flatten().for_each(&mut field);
    article.tags.iter().for_each(|tag| field(tag));
}

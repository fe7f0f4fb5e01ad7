//! Reads the articles of a file.

use std::path::Path;

use super::fault::quoted;
use super::fields::Fields;
use crate::dossier::ArticleFields;
use crate::dossier::record::{ArticleIx, ArticleKind, Rec};

/// Reads `[[articles]]` or the lines of a `.jsonl` file. They come after those that were read as they streamed.
pub(super) fn read(root: &Fields<'_, '_>, articles: &mut Vec<ArticleFields>) {
    for fields in root.tables("articles", "an article") {
        let at = u32::try_from(root.cx.known.articles.len() + articles.len()).unwrap_or(u32::MAX);
        articles.push(article(fields, ArticleIx(at).into()));
    }
}

fn article(f: Fields<'_, '_>, rec: Rec) -> ArticleFields {
    let article = ArticleFields {
        id: f.id(),
        title: f.need_text("title"),
        outlet: f.need_text("outlet"),
        url: f.text("url"),
        published: f.date("published"),
        retrieved: f.date("retrieved"),
        language: f.language(),
        kind: f.word("kind", ArticleKind::ALL, ArticleKind::word),
        based_on: f.links("based_on", rec),
        relays: f.text("relays"),
        summary: f.text("summary"),
        text: text(&f),
        tags: f.texts("tags"),
        at: f.at(),
    };
    f.done();
    article
}

/// The full text: from `text`, or from the file that `text_file` names.
fn text(f: &Fields<'_, '_>) -> Option<String> {
    let here = f.text("text");
    let Some((path, span)) = f.spanned_text("text_file") else { return here };
    if f.has("text") {
        f.error(&span, || "`text` and `text_file` cannot stand together".to_owned());
        return here;
    }
    match (f.cx.text_file)(f.file, Path::new(path)) {
        Ok(text) => Some(text),
        Err(message) => {
            f.error(&span, || format!("the text file {} {message}", quoted(path)));
            None
        }
    }
}

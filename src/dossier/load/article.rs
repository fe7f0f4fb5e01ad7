//! Reads the articles of a file.

use std::path::Path;

use super::fault::quoted;
use super::fields::TableFields;
use crate::dossier::record::{ArticleIx, ArticleKind, Rec};
use crate::dossier::{ArticleFields, FieldValue, WrittenKey};

type ArticleKey = WrittenKey<ArticleIx>;

/// The keys of an article that are shown as they stand. Its text is not among them: it can be long, and may not be passed
/// on.
pub(crate) const KEYS: &[ArticleKey] = &[
    ArticleKey::text("id", |d, ix| FieldValue::text(d.articles.id(ix))),
    ArticleKey::text("title", |d, ix| FieldValue::text(d.articles.get(ix).title)),
    ArticleKey::text("outlet", |d, ix| FieldValue::text(d.articles.get(ix).outlet)),
    ArticleKey::text("url", |d, ix| FieldValue::text(d.articles.get(ix).url)),
    ArticleKey::text("published", |d, ix| as_date(d.articles.get(ix).published)),
    ArticleKey::text("retrieved", |d, ix| as_date(d.articles.get(ix).retrieved)),
    ArticleKey::text("language", |d, ix| FieldValue::text(d.articles.get(ix).language)),
    ArticleKey::text("kind", |d, ix| FieldValue::text(d.articles.kind(ix).map(ArticleKind::word))),
    ArticleKey::list("based_on", |d, ix| FieldValue::many(d.articles.get(ix).based_on)),
    ArticleKey::text("archived", |d, ix| FieldValue::text(d.articles.get(ix).archived)).on_card("Copy").later(),
    ArticleKey::text("relays", |d, ix| FieldValue::text(d.articles.get(ix).relays)).on_card("Relays"),
    ArticleKey::list("tags", |d, ix| FieldValue::texts(d.articles.get(ix).tags)),
    ArticleKey::text("summary", |d, ix| FieldValue::text(d.articles.get(ix).summary)),
];

fn as_date(date: Option<&str>) -> FieldValue<'_> {
    date.map_or(FieldValue::Nothing, |date| FieldValue::Date(date.into()))
}

/// Reads `[[articles]]` or the lines of a `.jsonl` file. They come after those that were read as they streamed.
pub(super) fn read(root: &TableFields<'_, '_>, articles: &mut Vec<ArticleFields>) {
    for fields in root.tables("articles", "an article") {
        let at = u32::try_from(root.cx.known.articles.len() + articles.len()).unwrap_or(u32::MAX);
        articles.push(article(fields, ArticleIx(at).into()));
    }
}

fn article(f: TableFields<'_, '_>, rec: Rec) -> ArticleFields {
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
        archived: f.text("archived"),
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
fn text(f: &TableFields<'_, '_>) -> Option<String> {
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

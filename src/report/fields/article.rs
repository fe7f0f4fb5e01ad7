//! The fields of an article.

use super::{ColumnFit, FieldOutputs, FieldRow, FieldTable};
use crate::dossier::load::article::KEYS;
use crate::dossier::{ArticleIx, FieldValue};

/// The fields of an article.
pub const ARTICLE: FieldTable<ArticleIx> = FieldTable { rows: ROWS, written: KEYS, is_complete: |_, _| true };

type ArticleField = FieldRow<ArticleIx>;

const ROWS: &[ArticleField] = &[
    ArticleField::written("id").column(0, "id", ColumnFit::Left),
    ArticleField::written("title").column(3, "title", ColumnFit::Cut(12)),
    ArticleField::written("outlet").column(2, "outlet", ColumnFit::Cut(8)),
    ArticleField::written("url"),
    ArticleField::written("published").column(1, "published", ColumnFit::Left),
    ArticleField::computed("earliest", |r, ix| FieldValue::day(r.dossier.articles.published(ix).0)),
    ArticleField::computed("latest", |r, ix| FieldValue::day(r.dossier.articles.published(ix).1)),
    // What was read later is not known to have been read.
    ArticleField::computed("retrieved", |r, ix| {
        let retrieved = r.dossier.articles.get(ix).retrieved.filter(|_| r.is_read(ix));
        retrieved.map_or(FieldValue::Nothing, |date| FieldValue::Date(date.into()))
    })
    .only(FieldOutputs::JSON.and(FieldOutputs::CSV)),
    ArticleField::written("language"),
    ArticleField::written("kind"),
    ArticleField::computed("known", |r, ix| FieldValue::day(r.dossier.known(Some(ix))))
        .only(FieldOutputs::JSON.and(FieldOutputs::TSV)),
    ArticleField::written("based_on"),
    ArticleField::written("relays"),
    ArticleField::written("tags"),
    ArticleField::written("summary"),
];

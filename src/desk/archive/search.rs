//! Translates queries to SQL: words, outlets, languages and feeds by the full-text index; days by row id; decisions by
//! their table; expressions row by row. Results are always newest first, so the first rows need no sorting.

use regex::{Regex, RegexBuilder};
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use super::row::{COLUMNS, every_token, rows_of_days, term_token};
use super::{Archive, ArchiveItem, DossierKey};
use crate::query::{ItemQuery, ItemState};
use crate::text::fold;

/// The maximum number of words that may contain an infix. Beyond it, the rows are scanned instead.
const INFIXES: usize = 5_000;
/// The nesting depth of alternatives passed to the full-text index, whose parser has a small stack.
const DEPTH: usize = 10;
/// The text of an item, for the functions below.
const FIELDS: &str = "x.outlet, x.title, x.author, x.summary, x.text";

/// The parts of a condition: full-text expressions that must match, those that must not, and SQL conditions.
#[derive(Default)]
struct SqlParts {
    /// Expressions of FTS5 that have to match.
    must: Vec<String>,
    /// Expressions of FTS5 that must not.
    not: Vec<String>,
    conditions: Vec<SqlCondition>,
}

/// A condition on `w.rowid`, with its parameters.
struct SqlCondition {
    sql: String,
    values: Vec<Value>,
    /// Whether the row of each item has to be read for it.
    reads_rows: bool,
}

/// A complete statement: what follows `SELECT w.rowid`, with its parameters.
#[derive(Clone, Debug)]
pub(super) struct SqlQuestion {
    pub from: String,
    pub values: Vec<Value>,
}

impl SqlQuestion {
    /// The same with one condition more.
    pub fn and(mut self, sql: &str, values: impl IntoIterator<Item = Value>) -> SqlQuestion {
        self.from.extend([" AND ", sql]);
        self.values.extend(values);
        self
    }
}

/// The items of a query in two steps.
#[derive(Debug)]
pub(super) struct SqlPlan {
    /// What the indexes answer.
    pub by_index: SqlQuestion,
    /// All of it, if rows have to be read for more.
    pub by_rows: Option<SqlQuestion>,
}

impl SqlPlan {
    /// All of the query.
    pub fn whole(self) -> SqlQuestion {
        self.by_rows.unwrap_or(self.by_index)
    }
}

impl Archive {
    /// The newest items that match a query, each with the dossier's decision. `before` is the row of the last one
    /// already returned.
    ///
    /// # Errors
    /// Returns one line.
    pub fn search(
        &self,
        query: &ItemQuery,
        dossier: DossierKey,
        before: Option<i64>,
        most: usize,
    ) -> Result<Vec<(ArchiveItem, ItemState)>, String> {
        self.run(|connection| {
            let mut question = plan(connection, query, dossier)?.whole();
            if let Some(before) = before {
                question = question.and("w.rowid < ?", [before.into()]);
            }
            question.values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
            // Only the returned rows are read in full.
            let sql = format!(
                "SELECT {COLUMNS}, d.state FROM (SELECT w.rowid AS row {} ORDER BY w.rowid DESC LIMIT ?) r \
                 JOIN items i ON i.id = r.row LEFT JOIN decided d ON d.dossier = {} AND d.item = i.id \
                 ORDER BY r.row DESC",
                question.from, dossier.0
            );
            let mut rows = connection.prepare_cached(&sql)?;
            let item = |row: &rusqlite::Row| {
                let state: Option<String> = row.get(14)?;
                Ok((ArchiveItem::of(row)?, state.and_then(|word| ItemState::of(&word)).unwrap_or(ItemState::New)))
            };
            rows.query_map(params_from_iter(question.values), item)?.collect()
        })
    }
}

/// Registers the two SQL functions that compare text like the query language.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let texts = |context: &Context<'_>| -> rusqlite::Result<Vec<String>> {
        let texts = (1..context.len()).map(|at| context.get::<Option<String>>(at));
        Ok(texts.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
    };
    connection.create_scalar_function("matches_regex", -1, flags, move |context| {
        let regex =
            context.get_or_create_aux(0, |value| -> Result<Regex, Box<dyn std::error::Error + Send + Sync>> {
                Ok(RegexBuilder::new(value.as_str()?).case_insensitive(true).build()?)
            })?;
        let texts = texts(context)?;
        Ok(ItemQuery::regex_matches(&regex, &texts.iter().map(String::as_str).collect::<Vec<_>>()))
    })?;
    connection.create_scalar_function("has_words", -1, flags, move |context| {
        let needle: String = context.get(0)?;
        let mut folded = String::new();
        texts(context)?.iter().for_each(|text| fold::push_field(&mut folded, text));
        Ok(folded.contains(&needle))
    })
}

pub(super) fn plan(connection: &Connection, query: &ItemQuery, dossier: DossierKey) -> rusqlite::Result<SqlPlan> {
    let parts = SqlTranslator { connection, dossier }.parts(query, 0)?;
    let (from, values) = match parts.expression() {
        Some(expression) => ("FROM item_words w WHERE w.item_words MATCH ?".to_owned(), vec![expression.into()]),
        None => ("FROM items w WHERE 1".to_owned(), Vec::new()),
    };
    let (reading, indexed): (Vec<_>, Vec<_>) = parts.conditions.into_iter().partition(|part| part.reads_rows);
    let and = |question: SqlQuestion, part: SqlCondition| question.and(&part.sql, part.values);
    let by_index = indexed.into_iter().fold(SqlQuestion { from, values }, and);
    let by_rows = (!reading.is_empty()).then(|| reading.into_iter().fold(by_index.clone(), and));
    Ok(SqlPlan { by_index, by_rows })
}

impl SqlParts {
    fn word(expression: String) -> SqlParts {
        SqlParts { must: vec![expression], ..SqlParts::default() }
    }

    fn condition(sql: impl Into<String>, values: Vec<Value>) -> SqlParts {
        SqlCondition { sql: sql.into(), values, reads_rows: false }.into()
    }

    /// A condition on the row `x` of each item.
    fn reading(condition: &str, values: Vec<Value>) -> SqlParts {
        let sql = format!("EXISTS (SELECT 1 FROM items x WHERE x.id = w.rowid AND {condition})");
        SqlCondition { sql, values, reads_rows: true }.into()
    }

    fn nothing() -> SqlParts {
        SqlParts::condition("0", Vec::new())
    }

    /// Any of these words, in FTS5 syntax.
    fn any_word(words: &[String]) -> SqlParts {
        if words.is_empty() { SqlParts::nothing() } else { SqlParts::word(format!("({})", words.join(" OR "))) }
    }

    /// The complete full-text expression; `None` if the index is not used.
    fn expression(&self) -> Option<String> {
        if self.must.is_empty() && self.not.is_empty() {
            return None;
        }
        let every = [format!("\"{}\"", every_token())];
        let must = if self.must.is_empty() { &every[..] } else { &self.must };
        let mut expression = must.join(" AND ");
        if !self.not.is_empty() {
            expression = format!("(({expression}) NOT ({}))", self.not.join(" OR "));
        }
        Some(expression)
    }

    /// The FTS5 expression, if it covers the whole condition.
    fn pure(&self) -> Option<String> {
        self.expression().filter(|_| self.conditions.is_empty()).map(|expression| format!("({expression})"))
    }

    /// The whole as one SQL condition.
    fn into_condition(self) -> SqlCondition {
        let expression = self.expression().map(|expression| SqlCondition {
            sql: "w.rowid IN (SELECT rowid FROM item_words WHERE item_words MATCH ?)".to_owned(),
            values: vec![expression.into()],
            reads_rows: false,
        });
        let all: Vec<SqlCondition> = expression.into_iter().chain(self.conditions).collect();
        if all.is_empty() {
            return SqlCondition { sql: "1".to_owned(), values: Vec::new(), reads_rows: false };
        }
        SqlCondition::joined(all, " AND ")
    }
}

impl SqlCondition {
    fn joined(all: Vec<SqlCondition>, word: &str) -> SqlCondition {
        let reads_rows = all.iter().any(|part| part.reads_rows);
        let sql = all.iter().map(|part| &*part.sql).collect::<Vec<_>>().join(word);
        let values = all.into_iter().flat_map(|part| part.values).collect();
        SqlCondition { sql: format!("({sql})"), values, reads_rows }
    }
}

impl From<SqlCondition> for SqlParts {
    fn from(condition: SqlCondition) -> SqlParts {
        SqlParts { conditions: vec![condition], ..SqlParts::default() }
    }
}

struct SqlTranslator<'c> {
    connection: &'c Connection,
    dossier: DossierKey,
}

impl SqlTranslator<'_> {
    fn parts(&self, query: &ItemQuery, depth: usize) -> rusqlite::Result<SqlParts> {
        Ok(match query {
            ItemQuery::All(queries) => {
                let mut all = SqlParts::default();
                for query in queries {
                    let parts = self.parts(query, depth + 1)?;
                    all.must.extend(parts.must);
                    all.not.extend(parts.not);
                    all.conditions.extend(parts.conditions);
                }
                all
            }
            ItemQuery::Any(queries) => self.any(queries, depth)?,
            ItemQuery::Not(query) => {
                let parts = self.parts(query, depth + 1)?;
                match parts.pure().filter(|_| depth < DEPTH) {
                    Some(expression) => SqlParts { not: vec![expression], ..SqlParts::default() },
                    None => {
                        let condition = parts.into_condition();
                        SqlCondition { sql: format!("NOT {}", condition.sql), ..condition }.into()
                    }
                }
            }
            ItemQuery::Words(needle) => self.words(needle)?,
            ItemQuery::Regex(regex) => {
                SqlParts::reading(&format!("matches_regex(?, {FIELDS})"), vec![regex.as_str().to_owned().into()])
            }
            ItemQuery::Outlet(outlets) => {
                self.terms("SELECT id FROM terms WHERE kind = 'outlet' AND text = ?", 't', outlets)?
            }
            ItemQuery::Language(tags) => {
                self.terms("SELECT id FROM terms WHERE kind = 'language' AND text = ?", 't', tags)?
            }
            ItemQuery::Feed(feeds) => self.terms("SELECT id FROM feeds WHERE url = ?", 'f', feeds)?,
            ItemQuery::Days(spans) => {
                let rows = spans.iter().map(|&(first, last)| rows_of_days(first, last));
                let values = rows.flat_map(|(from, to)| [from.into(), to.into()]).collect();
                let each = vec!["w.rowid BETWEEN ? AND ?"; spans.len()].join(" OR ");
                SqlParts::condition(if spans.len() == 1 { each } else { format!("({each})") }, values)
            }
            ItemQuery::State(ItemState::New) => SqlParts::condition(
                format!(
                    "NOT EXISTS (SELECT 1 FROM decided d WHERE d.dossier = {} AND d.item = w.rowid)",
                    self.dossier.0
                ),
                Vec::new(),
            ),
            ItemQuery::State(state) => SqlParts::condition(
                format!("w.rowid IN (SELECT item FROM decided WHERE dossier = {} AND state = ?)", self.dossier.0),
                vec![state.word().to_owned().into()],
            ),
            ItemQuery::Assignee(names) => {
                let marks = vec!["?"; names.len()].join(", ");
                SqlParts::condition(
                    format!(
                        "w.rowid IN (SELECT item FROM decided WHERE dossier = {} AND assignee IN ({marks}))",
                        self.dossier.0
                    ),
                    names.iter().map(|name| name.clone().into()).collect(),
                )
            }
            ItemQuery::Changed => {
                SqlParts::condition("w.rowid IN (SELECT id FROM items WHERE changed IS NOT NULL)", Vec::new())
            }
            ItemQuery::Undated => SqlParts::reading("x.published IS NULL", Vec::new()),
            ItemQuery::Id(start) => SqlParts::condition(
                "w.rowid IN (SELECT id FROM items WHERE key >= ? AND key < ?)",
                vec![start.clone().into(), format!("{start}~").into()],
            ),
        })
    }

    /// Alternatives: one expression if the full-text index can answer all of them.
    fn any(&self, queries: &[ItemQuery], depth: usize) -> rusqlite::Result<SqlParts> {
        let parts = queries.iter().map(|query| self.parts(query, depth + 1));
        let parts: Vec<SqlParts> = parts.collect::<rusqlite::Result<_>>()?;
        let pure: Option<Vec<String>> = parts.iter().map(SqlParts::pure).collect();
        if let Some(pure) = pure.filter(|_| depth < DEPTH) {
            return Ok(SqlParts::any_word(&pure));
        }
        let each = parts.into_iter().map(SqlParts::into_condition).collect();
        Ok(SqlCondition::joined(each, " OR ").into())
    }

    /// Words as stored in the index. A needle that starts within a word is expanded to the words that contain it.
    fn words(&self, needle: &str) -> rusqlite::Result<SqlParts> {
        let open = if needle.ends_with(' ') { "" } else { " *" };
        let words = needle.trim();
        if needle.starts_with(' ') {
            return Ok(SqlParts::word(format!("\"{words}\"{open}")));
        }
        let (first, rest) = words.split_once(' ').map_or((words, None), |(first, rest)| (first, Some(rest)));
        let condition = match rest {
            None => "instr(word, ?) > 0",
            Some(_) => "substr(word, -length(?1)) = ?1",
        };
        let mut within = self
            .connection
            .prepare_cached(&format!("SELECT word FROM words WHERE {condition} LIMIT {}", INFIXES + 1))?;
        let within = within.query_map([first], |row| row.get::<_, String>(0))?;
        let within: Vec<String> = within.collect::<rusqlite::Result<_>>()?;
        if within.len() > INFIXES {
            return Ok(SqlParts::reading(&format!("has_words(?, {FIELDS})"), vec![needle.to_owned().into()]));
        }
        let phrase = |word: &String| match rest {
            None => format!("\"{word}\""),
            Some(rest) => format!("\"{word} {rest}\"{open}"),
        };
        Ok(SqlParts::any_word(&within.iter().map(phrase).collect::<Vec<_>>()))
    }

    fn terms(&self, sql: &str, kind: char, texts: &[String]) -> rusqlite::Result<SqlParts> {
        let mut number = self.connection.prepare_cached(sql)?;
        let mut words = Vec::new();
        for text in texts {
            if let Some(number) = number.query_row([text], |row| row.get(0)).optional()? {
                words.push(format!("\"{}\"", term_token(kind, number)));
            }
        }
        Ok(SqlParts::any_word(&words))
    }
}

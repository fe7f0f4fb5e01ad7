//! Searching on the server, for what a mirror does not hold: newest first, page by page, each page from a stretch of time. A
//! stretch bounds what a wrong guess of the server's planner costs, and of tables that are divided by months it leaves most out.
//!
//! The server is asked for no less than what the query finds, by words, days and columns; what it cannot decide in the
//! same way (expressions, words within words, what was decided) is decided here, row by row, by [`ItemQuery::holds`].

use chrono::TimeDelta;
use hashbrown::HashMap;
use tokio_postgres::types::ToSql;

use super::link::ServerLink;
use super::rows::{self, quote};
use super::{ServerFault, store};
use crate::desk::archive::transfer::lines::ItemLine;
use crate::desk::archive::{ArchiveItem, days_to_rows, first_row, item_of_line};
use crate::query::{ItemFacts, ItemQuery, ItemState};
use crate::runtime::clock;

/// Rows of the first page, and of each further one.
const FIRST: i64 = 60;
const PAGE: i64 = 500;

/// The stretches that are searched one after another: the items of so many days, before those the next, then all the rest.
const STRETCHES: [i64; 3] = [30, 120, 480];

/// A condition of SQL.
struct ServerCondition {
    sql: String,
    /// Whether it holds of no item of which the query does not, so that its opposite can be asked for.
    is_exact: bool,
}

/// What a query asks for, with what stands for its `$1`, `$2` …
struct ServerQuestion {
    values: Vec<Box<dyn ToSql + Sync>>,
}

/// Calls `put` with each item that a query finds, the newest first, with what was decided about it in a dossier (by its name
/// on the server), until it says that it has enough.
///
/// # Errors
/// What the server says, or `put`.
pub fn search(
    link: &ServerLink,
    query: &ItemQuery,
    dossier: Option<&str>,
    put: &mut dyn FnMut(ArchiveItem, ItemState, Option<String>) -> Result<bool, ServerFault>,
) -> Result<(), ServerFault> {
    let mut question = ServerQuestion { values: Vec::new() };
    let condition = question.condition(query).sql;
    let given = question.values.len();
    let sql = format!(
        "SELECT {} FROM karwan.items i WHERE {condition} AND NOT i.pruned AND i.id < ${} AND i.id >= ${} ORDER BY i.id DESC
         LIMIT ${}",
        rows::ITEM,
        given + 1,
        given + 2,
        given + 3
    );
    let mut starts = STRETCHES.into_iter().map(days_ago).chain([i64::MIN]);
    let (mut start, mut before, mut count) = (starts.next().unwrap_or(i64::MIN), i64::MAX, FIRST);
    loop {
        let mut values: Vec<&(dyn ToSql + Sync)> = question.values.iter().map(|value| &**value).collect();
        values.extend([&before as &(dyn ToSql + Sync), &start, &count]);
        let found = link.query(&sql, &values)?;
        let is_last = i64::try_from(found.len()).is_ok_and(|found| found < count);
        let mut lines: Vec<ItemLine> = found.iter().map(|row| rows::item(row).line).collect();
        before = lines.last().map_or(before, |line| line.row);
        let states = states(link, dossier, &lines)?;
        store::add_versions(link, lines.iter_mut())?;
        for line in lines {
            let (state, to) = states.get(&line.id).cloned().unwrap_or((ItemState::New, None));
            if holds(query, &line, state, to.as_deref()) && !put(item_of_line(line), state, to)? {
                return Ok(());
            }
        }
        if is_last {
            before = start;
            let Some(next) = starts.next() else { return Ok(()) };
            start = next;
        } else {
            count = PAGE;
        }
    }
}

/// The first row of so many days.
fn days_ago(days: i64) -> i64 {
    first_row(clock::now() - TimeDelta::days(days))
}

/// The public ids of the items that an id, its beginning, a guid or an address means.
///
/// # Errors
/// What the server says.
pub fn find(link: &ServerLink, id: &str) -> Result<Vec<String>, ServerFault> {
    let start = id.to_ascii_lowercase();
    let end = format!("{start}~");
    let sql = "SELECT key FROM karwan.item_keys WHERE key >= $1 AND key < $2 ORDER BY key LIMIT 3";
    let found: Vec<String> = link.query(sql, &[&start, &end])?.iter().map(|row| row.get(0)).collect();
    Ok(if start.is_empty() { Vec::new() } else { found })
}

/// What was decided about items in a dossier.
fn states(
    link: &ServerLink,
    dossier: Option<&str>,
    lines: &[ItemLine],
) -> Result<HashMap<String, (ItemState, Option<String>)>, ServerFault> {
    let Some(dossier) = dossier.filter(|_| !lines.is_empty()) else { return Ok(HashMap::new()) };
    let keys: Vec<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    let standing = store::standing(link, dossier, "", &keys)?;
    let state = |(key, (_, stands)): (String, (i64, crate::desk::archive::mirror::RejectedDecision))| {
        ItemState::of(&stands.stands).map(|state| (key, (state, stands.assignee)))
    };
    Ok(standing.into_iter().filter_map(state).collect())
}

fn holds(query: &ItemQuery, line: &ItemLine, state: ItemState, assignee: Option<&str>) -> bool {
    let texts = [&line.title, &line.author, &line.summary, &line.text];
    let fields: Vec<&str> =
        std::iter::once(line.outlet.as_str()).chain(texts.into_iter().flatten().map(String::as_str)).collect();
    let feeds: Vec<&str> = line.feeds.iter().map(String::as_str).collect();
    let day = chrono::DateTime::from_timestamp(line.row >> 20, 0).unwrap_or_default().date_naive();
    query.holds(&ItemFacts {
        id: &line.id,
        fields: &fields,
        outlet: &line.outlet,
        language: line.language.as_deref(),
        feeds: &feeds,
        day,
        state,
        assignee,
        changed: line.changed.is_some(),
        undated: line.published.is_none(),
    })
}

impl ServerQuestion {
    /// Gives a value; what stands for it in SQL.
    fn value(&mut self, value: impl ToSql + Sync + 'static) -> String {
        self.values.push(Box::new(value));
        format!("${}", self.values.len())
    }

    fn condition(&mut self, query: &ItemQuery) -> ServerCondition {
        let exact = |sql: String| ServerCondition { sql, is_exact: true };
        let anything = || ServerCondition { sql: "true".to_owned(), is_exact: false };
        match query {
            ItemQuery::All(queries) => self.joined(queries, " AND ", "true"),
            ItemQuery::Any(queries) => self.joined(queries, " OR ", "false"),
            ItemQuery::Not(query) => {
                let given = self.values.len();
                let condition = self.condition(query);
                if condition.is_exact {
                    return exact(format!("NOT {}", condition.sql));
                }
                self.values.truncate(given); // the server counts what it is given
                anything()
            }
            ItemQuery::Words(needle) => match words(needle) {
                Some((query, is_exact)) => {
                    let value = self.value(query);
                    ServerCondition { sql: format!("(i.words @@ {value}::text::tsquery)"), is_exact }
                }
                None => anything(),
            },
            ItemQuery::Regex(_) => anything(),
            ItemQuery::Outlet(outlets) => {
                let value = self.value(outlets.clone());
                exact(format!("(i.outlet = ANY({value}))"))
            }
            ItemQuery::Language(tags) => {
                let value = self.value(tags.clone());
                exact(format!("(coalesce(i.language, '') = ANY({value}))"))
            }
            ItemQuery::Feed(feeds) => {
                let value = self.value(feeds.clone());
                exact(format!("(i.feeds && {value})"))
            }
            ItemQuery::Days(spans) => {
                let each = spans.iter().map(|&(first, last)| {
                    let (from, to) = days_to_rows(first, last);
                    let (from, to) = (self.value(from), self.value(to));
                    format!("i.id BETWEEN {from} AND {to}")
                });
                let each: Vec<String> = each.collect();
                exact(format!("({})", if each.is_empty() { "false".to_owned() } else { each.join(" OR ") }))
            }
            ItemQuery::State(ItemState::New) => anything(),
            ItemQuery::State(state) => {
                let value = self.value(state.word().to_owned());
                let sql = format!("(i.key IN (SELECT item FROM karwan.decisions WHERE after = {value}))");
                ServerCondition { sql, is_exact: false }
            }
            ItemQuery::Assignee(names) => {
                let value = self.value(names.clone());
                let sql = format!("(i.key IN (SELECT item FROM karwan.decisions WHERE assignee = ANY({value})))");
                ServerCondition { sql, is_exact: false }
            }
            ItemQuery::Changed => exact("(i.changed IS NOT NULL)".to_owned()),
            ItemQuery::Undated => exact("(i.published IS NULL)".to_owned()),
            ItemQuery::Id(start) => {
                let (from, to) = (self.value(start.clone()), self.value(format!("{start}~")));
                let keys = format!("SELECT id FROM karwan.item_keys WHERE key >= {from} AND key < {to}");
                exact(format!("(i.id = ANY(ARRAY({keys})))"))
            }
        }
    }

    fn joined(&mut self, queries: &[ItemQuery], by: &str, none: &str) -> ServerCondition {
        let parts: Vec<ServerCondition> = queries.iter().map(|query| self.condition(query)).collect();
        let is_exact = parts.iter().all(|part| part.is_exact);
        let sql: Vec<String> = parts.into_iter().map(|part| part.sql).collect();
        ServerCondition { sql: if sql.is_empty() { none.to_owned() } else { format!("({})", sql.join(by)) }, is_exact }
    }
}

/// Words as the server asks for them, and whether it finds nothing else; `None`: it cannot ask for what begins within a word.
fn words(needle: &str) -> Option<(String, bool)> {
    let words: Vec<&str> = needle.strip_prefix(' ')?.split_whitespace().collect();
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            out.push_str(" <-> ");
        }
        quote(&mut out, word);
    }
    if !needle.ends_with(' ') {
        out.push_str(":*");
    }
    (!words.is_empty()).then_some((out, words.len() == 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_asked_for_as_the_server_has_them() {
        assert_eq!(words(" port qas"), Some(("'port' <-> 'qas':*".into(), false)));
        assert_eq!(words(" o'hara "), Some(("'o''hara'".into(), true)));
        assert_eq!(words("stan"), None);
    }

    #[test]
    fn the_opposite_of_what_the_server_cannot_decide_asks_for_everything() {
        let mut question = ServerQuestion { values: Vec::new() };
        let not = |query| ItemQuery::Not(Box::new(query));
        let both = ItemQuery::All(vec![
            not(ItemQuery::Words(" port qasim".into())),
            not(ItemQuery::Words(" port".into())),
            ItemQuery::Changed,
        ]);
        let condition = question.condition(&both);
        assert_eq!(condition.sql, "(true AND NOT (i.words @@ $1::text::tsquery) AND (i.changed IS NOT NULL))");
        assert_eq!(question.values.len(), 1);
    }
}

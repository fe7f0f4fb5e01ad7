//! The table `[filters]`: a name, and the query and key that it stands for.

use std::ops::Range;

use chrono::NaiveDate;
use keybinds::KeyInput;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::place::ConfigFault;
use super::save::name_fault;
use super::setting::{hint, wrong_type};
use crate::query;
use crate::settings::input::action::ACTIONS;
use crate::settings::input::{Keymap, key};

/// A filter that is kept under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// As the command line and the screen name it; never the name of a screen.
    pub name: String,
    /// Readable as a whole.
    pub query: String,
    /// The key that puts it on, which no action has.
    pub key: Option<KeyInput>,
}

/// Reads the filters of a file, in its order. One whose query cannot be read as a whole would show something else than was
/// meant, and is left out; one whose key is wrong has none.
pub fn read(keymap: &Keymap, table: &DeTable, source: &str, faults: &mut Vec<ConfigFault>) -> Vec<SavedFilter> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut filters: Vec<SavedFilter> = Vec::new();
    for (name, value) in entries {
        let text = name.get_ref().as_ref();
        if let Some(fault) = name_fault(text) {
            faults.push(ConfigFault::new(name.span(), fault));
            continue;
        }
        let Some((query, key)) = parts(value, faults) else { continue };
        // What can be read as a date on one day can be read on all.
        let parsed = query::parse(query.0, NaiveDate::default());
        let is_readable = parsed.faults.is_empty();
        let inside = inside(source, &query);
        faults.extend(parsed.faults.into_iter().map(|fault| {
            let span = inside.map_or(query.1.clone(), |from| from + fault.span.start..from + fault.span.end);
            ConfigFault::new(span, fault.message)
        }));
        if is_readable {
            let key = key.and_then(|key| free_key(text, &key, keymap, &filters, faults));
            filters.push(SavedFilter { name: text.to_owned(), query: query.0.to_owned(), key });
        }
    }
    filters
}

/// A text and where it stands, quotation marks included.
type PlacedFilter<'a> = (&'a str, Range<usize>);

/// The query and the key of `"..."` or `{ query = "...", key = "..." }`.
fn parts<'a>(
    value: &'a Spanned<DeValue>,
    faults: &mut Vec<ConfigFault>,
) -> Option<(PlacedFilter<'a>, Option<PlacedFilter<'a>>)> {
    const EXPECTED: &str = "{ query = \"...\", key = \"...\" }";
    let text = |value: &'a Spanned<DeValue>, faults: &mut Vec<ConfigFault>, expected: &str| {
        let text = value.get_ref().as_str().map(|text| (text, value.span()));
        if text.is_none() {
            faults.push(wrong_type(value, expected));
        }
        text
    };
    let DeValue::Table(table) = value.get_ref() else {
        return Some((text(value, faults, EXPECTED)?, None));
    };
    let (mut query, mut key, mut wrong) = (None, None, false);
    for (name, value) in table {
        match name.get_ref().as_ref() {
            "query" => {
                query = text(value, faults, "a query");
                wrong |= query.is_none();
            }
            "key" => key = text(value, faults, "a key such as \"Alt+1\""),
            other => {
                let hint = hint(other, ["query", "key"].into_iter());
                faults.push(ConfigFault::new(name.span(), format!("unknown key `{other}`{hint}")));
            }
        }
    }
    if query.is_none() && !wrong {
        faults.push(ConfigFault::new(value.span(), format!("a filter needs a `query`; expected {EXPECTED}")));
    }
    Some((query?, key))
}

/// Where the text begins that a string of the file holds, if it holds it letter by letter, without escapes.
fn inside(source: &str, (text, span): &PlacedFilter<'_>) -> Option<usize> {
    let raw = source.get(span.clone())?;
    let bare = raw.get(1..raw.len().checked_sub(1)?)?;
    (bare == *text).then_some(span.start + 1)
}

/// The key, if nothing else wants it.
fn free_key(
    name: &str,
    (text, span): &PlacedFilter<'_>,
    keymap: &Keymap,
    filters: &[SavedFilter],
    faults: &mut Vec<ConfigFault>,
) -> Option<KeyInput> {
    let key = match key::parse(text) {
        Ok(key) => key,
        Err(message) => {
            faults.push(ConfigFault::new(span.clone(), message));
            return None;
        }
    };
    let action = ACTIONS.iter().find(|row| keymap.keys(row.action).contains(&key)).map(|row| row.name);
    let filter = filters.iter().find(|filter| filter.key == Some(key)).map(|filter| filter.name.as_str());
    let Some(other) = action.or(filter) else { return Some(key) };
    let key = key::label(key, false);
    let message = format!("key `{key}` of the filter `{name}` is also a key of `{other}`; give one of them another");
    faults.push(ConfigFault::new(span.clone(), message));
    None
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::settings::config::read;

    fn filters(text: &str) -> (Vec<SavedFilter>, Vec<String>) {
        let (config, problems) = read(text, Path::new("c.toml"));
        let faults = problems.iter().map(|p| format!("{}:{}: {}", p.line, p.column, p.message)).collect();
        (config.filters, faults)
    }

    #[test]
    fn filters_are_read_in_the_order_of_the_file_with_or_without_a_key() {
        let text = "[filters]\nsea = \"port:gwadar,karachi\"\nlate = { query = 'is:overdue', key = \"Alt+1\" }\n\
                    [filters.\"two words\"]\nquery = \"a OR b\"\nkey = \"X\"\n";
        let filter = |name: &str, query: &str, key: Option<&str>| SavedFilter {
            name: name.to_owned(),
            query: query.to_owned(),
            key: key.map(|key| key::parse(key).expect("a key")),
        };
        let expected = vec![
            filter("sea", "port:gwadar,karachi", None),
            filter("late", "is:overdue", Some("Alt+1")),
            filter("two words", "a OR b", Some("X")),
        ];
        assert_eq!(filters(text), (expected, Vec::new()));
    }

    #[test]
    fn one_fault_is_one_problem_with_its_column() {
        for (text, fault) in [
            ("filters = 1", "1:11: expected a table `[filters]`, found an integer"),
            ("[filters]\na = 1", "2:5: expected { query = \"...\", key = \"...\" }, found an integer"),
            (
                "[filters]\na = { key = \"X\" }",
                "2:5: a filter needs a `query`; expected { query = \"...\", key = \"...\" }",
            ),
            ("[filters]\na = { query = 1 }", "2:15: expected a query, found an integer"),
            ("[filters]\na = { query = \"b\", kye = \"X\" }", "2:20: unknown key `kye`; expected `query`, `key`"),
            ("[filters]\na = \"b prot:c\"", "2:8: unknown term `prot:`; did you mean `port:`?"),
            (
                "[filters]\na = { query = 'b is:overdu' }",
                "2:21: unknown value `overdu` of `is:`; did you mean `overdue`?",
            ),
            ("[filters]\na = \"\\u0062 prot:c\"", "2:5: unknown term `prot:`; did you mean `port:`?"),
            ("[filters]\nledger = \"b\"", "2:1: `ledger` is the name of a screen; give the filter another"),
            ("[filters]\n\"\" = \"b\"", "2:1: a filter needs a name"),
            ("[filters]\na = { query = \"b\", key = \"Hpme\" }", "2:26: unreadable key `Hpme`; did you mean `Home`?"),
            (
                "[filters]\na = { query = \"b\", key = \"q\" }",
                "2:26: key `q` of the filter `a` is also a key of `quit`; give one of them another",
            ),
            (
                "[filters]\na = { query = \"b\", key = \"X\" }\nc = { query = \"d\", key = \"X\" }",
                "3:26: key `X` of the filter `c` is also a key of `a`; give one of them another",
            ),
        ] {
            assert_eq!(filters(text).1, [fault], "{text}");
        }
    }

    #[test]
    fn a_filter_that_cannot_be_read_as_a_whole_is_left_out_and_one_with_a_wrong_key_has_none() {
        let (found, faults) = filters("[filters]\na = \"prot:x y\"\nb = { query = \"z\", key = \"q\" }\n");
        assert_eq!(found, [SavedFilter { name: "b".to_owned(), query: "z".to_owned(), key: None }]);
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn a_key_that_the_file_took_from_an_action_is_free() {
        let (found, faults) = filters("[filters]\na = { query = \"b\", key = \"L\" }\n[keys]\nlanes = \"M\"\n");
        assert_eq!(faults, [""; 0]);
        assert_eq!(found[0].key, Some('L'.into()));
    }
}

//! A filter under a name, written into the text of a configuration: everything else in it stays as it is.

use toml_edit::{DocumentMut, Item, Table, value};

use crate::settings::input::ScreenId;

/// Why a filter cannot have this name; `None` if it can.
#[must_use]
pub fn name_fault(name: &str) -> Option<String> {
    if name.trim().is_empty() {
        return Some("a filter needs a name".to_owned());
    }
    ScreenId::from_slug(name).map(|_| format!("`{name}` is the name of a screen; give the filter another"))
}

/// The text of a configuration with a filter under a name. One that has the name gets this query and keeps its key.
///
/// # Errors
/// One line: where the text is not TOML, or holds something else there.
pub fn with_filter(text: &str, name: &str, query: &str) -> Result<String, String> {
    if let Some(fault) = name_fault(name) {
        return Err(fault);
    }
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| format!("it cannot be read: {}", one_line(error.message())))?;
    let filters = document.entry("filters").or_insert_with(|| Item::Table(Table::new()));
    let filters = filters.as_table_like_mut().ok_or("its `filters` is not a table")?;
    match filters.get_mut(name) {
        Some(filter) if filter.is_table_like() => {
            if let Some(filter) = filter.as_table_like_mut() {
                filter.insert("query", value(query));
            }
        }
        _ => {
            filters.insert(name, value(query));
        }
    }
    Ok(document.to_string())
}

fn one_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::settings::config::read;

    /// The names and queries that are read back, which are without fault.
    fn saved(text: &str, name: &str, query: &str) -> (String, Vec<(String, String)>) {
        let text = with_filter(text, name, query).expect("it is saved");
        let (config, problems) = read(&text, Path::new("c.toml"));
        assert_eq!(problems, [], "{text}");
        (text, config.filters.into_iter().map(|filter| (filter.name, filter.query)).collect())
    }

    #[test]
    fn a_filter_is_added_and_nothing_else_changes() {
        let before = "# mine\ntheme = \"light\" # by day\n\n[filters]\n# late ones\nlate = { query = 'is:overdue', key = \"X\" }\n\n[keys]\nquit = \"Ctrl+q\"\n";
        let (text, filters) = saved(before, "by the sea", "port:gwadar \"x y\"");
        let pair = |name: &str, query: &str| (name.to_owned(), query.to_owned());
        assert_eq!(filters, [pair("late", "is:overdue"), pair("by the sea", "port:gwadar \"x y\"")]);
        let kept: Vec<&str> = before.lines().collect();
        let left: Vec<&str> = text.lines().filter(|line| !line.contains("by the sea")).collect();
        assert_eq!(left, kept, "{text}");
    }

    #[test]
    fn the_first_filter_makes_the_table() {
        let (text, filters) = saved("", "late", "is:overdue");
        assert_eq!(text, "[filters]\nlate = \"is:overdue\"\n");
        assert_eq!(filters.len(), 1);
        assert!(saved("theme = \"dark\"\n", "late", "is:overdue").0.starts_with("theme = \"dark\"\n"));
    }

    #[test]
    fn a_name_that_is_taken_gets_the_new_query_and_keeps_its_key() {
        let text = "[filters]\nlate = { query = \"is:overdue\", key = \"X\" } # mine\nsea = \"port:gwadar\"\n";
        let (text, _) = saved(text, "late", "is:slipped");
        assert!(text.contains("late = { query = \"is:slipped\", key = \"X\" } # mine"), "{text}");
        assert!(saved(&text, "sea", "port:karachi").0.contains("sea = \"port:karachi\""));
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        for (text, name, why) in [
            ("theme = ", "late", "it cannot be read: "),
            ("filters = 1", "late", "its `filters` is not a table"),
            ("", " ", "a filter needs a name"),
            ("", "ledger", "`ledger` is the name of a screen; give the filter another"),
        ] {
            let fault = with_filter(text, name, "x").expect_err("nothing is written");
            assert!(fault.starts_with(why), "{fault}");
        }
    }
}

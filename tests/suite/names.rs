//! Names: no two types of the program share one, so that a search finds the type that is meant.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// All sources below a folder, without those of tests.
fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            into.push(path);
        }
    }
}

/// The name that a line at the left margin defines a type under.
fn defined(line: &str) -> Option<&str> {
    let after_scope = line.split_once(") ").filter(|_| line.starts_with("pub(")).map_or(line, |(_, rest)| rest);
    let rest = after_scope.strip_prefix("pub ").unwrap_or(after_scope);
    let rest = ["struct ", "enum ", "trait ", "type ", "union "].iter().find_map(|word| rest.strip_prefix(word))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    Some(&rest[..end]).filter(|name| name.starts_with(char::is_uppercase))
}

#[test]
fn a_definition_is_found_whoever_may_use_it() {
    assert_eq!(defined("pub(in crate::ui) struct LedgerLine<'a> {"), Some("LedgerLine"));
    assert_eq!(defined("enum CardRole {"), Some("CardRole"));
    assert_eq!(defined("pub type StyledText = (String, StyleRole);"), Some("StyledText"));
    assert_eq!(defined("    type Item = u32;"), None);
}

#[test]
fn no_two_types_share_a_name() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("src can be read");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let inside = file.strip_prefix(&src).expect("it was found there").display().to_string();
        for name in code.lines().filter_map(defined) {
            places.entry(name.to_owned()).or_default().push(inside.clone());
        }
    }
    assert!(places.len() > 500, "only {} types found", places.len());
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "{places:#?}");
}

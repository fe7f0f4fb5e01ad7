//! Imports point one way: what a module may use, read from its `use` lines and paths.

use std::fs;
use std::path::{Path, PathBuf};

/// From low to high: a module may use those of its own row and of the rows above it.
const LAYERS: &[&[&str]] = &[
    &["arrange", "room", "assets", "text"],
    &["dossier", "edit"],
    &["story", "geo", "input", "page"],
    &["theme"],
    &["wording", "query", "picture", "widgets", "record_json", "state"],
    &["card", "compare", "export", "config", "effect", "import", "palette"],
    &["screens", "brief", "ready", "message"],
    &["cite"],
    &["app"],
    &["runtime"],
    &["cli"],
];

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|row| row.contains(&module))
        .unwrap_or_else(|| panic!("`{module}` has no layer: add it to LAYERS in tests/imports.rs"))
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The modules that stand behind `crate::`, also where several stand there in braces.
fn used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let mut depth = 0_u32;
        let end = rest.find(|c: char| {
            depth = if c == '{' { depth + 1 } else { depth.saturating_sub(u32::from(c == '}')) };
            depth == 0 && !c.is_ascii_lowercase() && c != '_'
        });
        let whole = &rest[..end.unwrap_or(rest.len())];
        let mut inner = 0_u32;
        let parts = whole.trim_start_matches('{').split(|c: char| {
            inner = if c == '{' { inner + 1 } else { inner.saturating_sub(u32::from(c == '}')) };
            inner == 0 && c == ','
        });
        let name = |part: &str| part.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        used.extend(parts.map(name).filter(|name: &String| !name.is_empty()));
    }
    used
}

#[test]
fn what_stands_behind_crate_is_found_in_braces_too() {
    let code = "use crate::{\n    app,\n    query::{Query, Rows}, wording};\nuse crate::text; crate::story::Snapshot::of(crate::Odd)";
    assert_eq!(used(code), ["app", "query", "wording", "text", "story"]);
}

#[test]
fn no_module_uses_one_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 100, "only {} files found", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("it was found there");
        let module = inside.iter().next().and_then(|m| m.to_str()).expect("UTF-8").trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("src can be read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> = code.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        for used in used(&code.join("\n")) {
            if layer(&used) > layer(module) {
                wrong.push(format!("{} uses `{used}`", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

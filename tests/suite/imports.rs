//! Imports point one way, and few modules touch the machine: both read from the source.

use std::fs;
use std::path::{Path, PathBuf};

/// From low to high: a module may use those of its own row and of the rows above it. A wing that stands in several rows is
/// named with its modules.
const LAYERS: &[&[&str]] = &[
    &["assets", "text", "geo", "threads"],
    &["dossier"],
    &["story"],
    &["query"],
    &["settings"],
    &["report"],
    &["desk"],
    &["ui::widgets", "ui::picture"],
    &["ui::effect", "ui::palette", "ui::lookup", "ui::inbox"],
    &["ui::ready", "ui::message"],
    &["ui::shape"],
    &["ui::screens", "ui::overlays"],
    &["ui::app"],
    &["ui::linear"],
    &["runtime"],
    &["cli"],
];

/// Something of the machine, what code that touches it names, and the modules that may: each begins the path of a file.
struct MachinePart {
    name: &'static str,
    named: &'static [&'static str],
    allowed: &'static [&'static str],
}

const MACHINE: &[MachinePart] = &[
    MachinePart {
        name: "files",
        named: &["std::fs", "fs::", "File::", "OpenOptions", "rusqlite", "tempfile"],
        allowed: &["cli", "desk/archive", "desk/state", "dossier/load", "runtime", "settings/config/find"],
    },
    MachinePart {
        name: "the clock",
        named: &["Instant::now", "SystemTime::now", "clock::now", "clock::local", "clock::stamp"],
        // a database that another program holds is waited for, for a bounded time
        allowed: &["cli", "desk/state/file", "runtime"],
    },
    MachinePart {
        // `Utc::now` and `Local::now` panic where the clock stands before 1970.
        name: "a clock that may be set to any day other than by `runtime::clock`",
        named: &["Utc::now", "Local::now"],
        allowed: &[],
    },
    MachinePart {
        name: "the network",
        named: &["std::net", "tokio", "TcpStream", "TcpListener", "UdpSocket", "ureq"],
        allowed: &["runtime"],
    },
    MachinePart {
        name: "the environment",
        named: &["std::env", "env::var", "env::args", "env::current", "etcetera", "process::Command", "Command::new("],
        allowed: &["cli", "runtime", "settings/config/find"],
    },
];

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|row| row.contains(&module))
        .unwrap_or_else(|| panic!("`{module}` has no layer: add it to LAYERS in tests/suite/imports.rs"))
}

/// `dossier` of `["dossier", "load", "toml"]`, `ui::app` of `["ui", "app", "mode"]`.
fn module(path: &[&str]) -> String {
    match path {
        ["ui", part, ..] => format!("ui::{part}"),
        [wing, ..] => (*wing).to_owned(),
        [] => String::new(),
    }
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
        paths(&code[at + "crate::".len()..], &[], &mut used);
    }
    used
}

/// The modules of the path at which a text begins, one for each part of its braces.
fn paths<'t>(text: &'t str, before: &[&'t str], used: &mut Vec<String>) {
    if let Some(inside) = text.strip_prefix('{') {
        let mut depth = 1_u32;
        let mut start = 0;
        for (at, c) in inside.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => return paths(inside[start..at].trim_start(), before, used),
                '}' => depth -= 1,
                ',' if depth == 1 => {
                    paths(inside[start..at].trim_start(), before, used);
                    start = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let end = text.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(text.len());
    let path: Vec<&str> = before.iter().copied().chain((end > 0).then_some(&text[..end])).collect();
    match text[end..].strip_prefix("::") {
        Some(rest) if path.len() < 2 && end > 0 => paths(rest, &path, used),
        _ if path.is_empty() => {}
        _ => used.push(module(&path)),
    }
}

/// Each file of `src` as its path without the ending, and its code without tests and comments.
fn program() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    assert!(files.len() > 100, "only {} files found", files.len());
    let read = |file: PathBuf| {
        let inside = file.strip_prefix(&src).expect("it was found there").with_extension("");
        let path: Vec<&str> = inside.iter().map(|part| part.to_str().expect("UTF-8")).collect();
        let text = fs::read_to_string(&file).expect("src can be read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: Vec<&str> = code.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        (path.join("/"), code.join("\n"))
    };
    files.into_iter().map(read).filter(|(path, _)| !path.ends_with("tests")).collect()
}

/// Whether code holds a name as such, not as the end of a longer one.
fn holds(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn what_stands_behind_crate_is_found_in_braces_too() {
    let code = "use crate::{\n    ui::app,\n    query::{Query, Rows}, report::wording};\nuse crate::text; crate::story::Snapshot::of(crate::Odd); use crate::ui::{effect::Effect, message::{self, Message}};";
    assert_eq!(used(code), ["ui::app", "query", "query", "report", "text", "story", "ui::effect", "ui::message"]);
}

#[test]
fn no_module_uses_one_above_it() {
    let mut wrong = Vec::new();
    for (file, code) in program() {
        let path: Vec<&str> = file.split('/').collect();
        if matches!(path[..], ["lib" | "main" | "ui"]) {
            continue;
        }
        for used in used(&code) {
            if layer(&used) > layer(&module(&path)) {
                wrong.push(format!("{file} uses `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn few_modules_touch_the_machine() {
    let program = program();
    let mut wrong = Vec::new();
    for part in MACHINE {
        let may = |file: &str| part.allowed.iter().any(|allowed| file.starts_with(allowed));
        let touches = |code: &str| part.named.iter().find(|name| holds(code, name)).copied();
        for (file, code) in &program {
            if let Some(name) = touches(code).filter(|_| !may(file) && file != "main") {
                wrong.push(format!("{file} touches {} by `{name}`", part.name));
            }
        }
        for allowed in part.allowed {
            let used = program.iter().any(|(file, code)| file.starts_with(allowed) && touches(code).is_some());
            assert!(used, "`{allowed}` no longer touches {}: take it out of MACHINE", part.name);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_parts_of_the_program_know_nothing_of_the_whole() {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/app");
    for part in ["known", "filtered", "unseen", "place", "stack", "settings", "work", "notice", "card"] {
        let text = fs::read_to_string(app.join(part).with_extension("rs")).expect("a part of the program");
        assert!(!text.contains("Model"), "{part}");
    }
}

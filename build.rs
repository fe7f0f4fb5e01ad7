//! Prepares what is built in: the story as text and as the tree that its parser makes of it, and, packed to a third of their
//! size, the files that a new dossier starts from.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use miniz_oxide::deflate::compress_to_vec;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The strongest compression.
const LEVEL: u8 = 10;

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    let mut story: Vec<PathBuf> =
        fs::read_dir("assets/story").expect("the story").map(|entry| entry.expect("a file of it").path()).collect();
    story.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    story.sort();
    let files: Vec<String> = story.iter().map(|path| parsed(path, &out)).collect();
    let code = format!(
        "/// The files of the story, in the order of their names.\n\
         pub static STORY: &[ParsedStory] = &[{}];\n\
         /// The base map.\n\
         pub static MAP: &[u8] = include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/assets/map/region.bin\"));\n\
         /// The coasts of the world.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static WORLD: PackedFile = {};\n\
         /// The dossier to start from.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static INIT: PackedFile = {};\n\
         /// The JSON Schema of dossiers.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static SCHEMA: PackedFile = {};\n",
        files.join(", "),
        packed(Path::new("assets/map/world.bin"), &out),
        packed(Path::new("assets/init/init.toml"), &out),
        packed(Path::new("assets/init/schema.json"), &out)
    );
    fs::write(out.join("assets.rs"), code).expect("room for the code");
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name in ASCII")
}

/// Packs a file; returns the expression that holds it.
fn packed(path: &Path, out: &Path) -> String {
    let (bytes, name) = (fs::read(path).expect("a file to pack"), name(path));
    fs::write(out.join(name), compress_to_vec(&bytes, LEVEL)).expect("room for the packed file");
    let bytes = bytes.len();
    format!("PackedFile {{ size: {bytes}, bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")) }}")
}

/// Parses a file; returns the expression that holds its text and its tree. A file with an error has an empty tree, so that the
/// program parses it and says what is wrong.
fn parsed(path: &Path, out: &Path) -> String {
    let (text, name) = (fs::read_to_string(path).expect("a text in UTF-8"), name(path));
    let mut tree = Vec::new();
    if let Ok(root) = DeTable::parse(&text) {
        write_table(&mut tree, &text, root.into_inner());
    }
    fs::write(out.join(format!("{name}.tree")), tree).expect("room for the tree");
    format!(
        "ParsedStory {{ name: {name:?}, text: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/assets/story/{name}\")), \
         tree: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.tree\")) }}"
    )
}

// The form of a tree, which `src/dossier/load/packed.rs` reads. Numbers have four bytes, the lowest first. A table: how many
// entries, and each as its key, where the key stands, and its value. A list: how many values, and these. A value: where it
// stands, a letter for its sort, and what it is. A text: where in the file it stands as it is; or, where it does not, its
// own bytes behind a length that has the highest bit.

/// Marks the length of a text that follows.
const APART: u32 = 1 << 31;

fn write_number(out: &mut Vec<u8>, number: usize) {
    out.extend(u32::try_from(number).expect("files of the story are small").to_le_bytes());
}

fn write_span(out: &mut Vec<u8>, span: &std::ops::Range<usize>) {
    write_number(out, span.start);
    write_number(out, span.end);
}

/// A text that was read from this place, in quotation marks or without.
fn write_text(out: &mut Vec<u8>, file: &str, span: &std::ops::Range<usize>, text: &str) {
    let within = file[span.clone()].find(text).filter(|_| !text.is_empty());
    if let Some(at) = within {
        write_number(out, span.start + at);
        write_number(out, text.len());
    } else {
        out.extend((APART | u32::try_from(text.len()).expect("a short text")).to_le_bytes());
        out.extend(text.as_bytes());
    }
}

fn write_table(out: &mut Vec<u8>, file: &str, table: DeTable<'_>) {
    let mut entries: Vec<_> = table.into_iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    write_number(out, entries.len());
    for (key, value) in entries {
        write_text(out, file, &key.span(), key.get_ref());
        write_span(out, &key.span());
        write_value(out, file, value);
    }
}

fn write_value(out: &mut Vec<u8>, file: &str, value: Spanned<DeValue<'_>>) {
    let span = value.span();
    write_span(out, &span);
    match value.into_inner() {
        DeValue::Table(table) => {
            out.push(b't');
            write_table(out, file, table);
        }
        DeValue::Array(list) => {
            out.push(b'l');
            write_number(out, list.len());
            list.into_iter().for_each(|value| write_value(out, file, value));
        }
        DeValue::String(text) => {
            out.push(b's');
            write_text(out, file, &span, &text);
        }
        DeValue::Boolean(yes) => out.extend([b'b', u8::from(yes)]),
        DeValue::Datetime(_) => out.push(b'd'),
        DeValue::Float(number) => write_double(out, number.as_str().parse().expect("a number")),
        DeValue::Integer(number) => {
            let whole = i64::from_str_radix(number.as_str(), number.radix()).expect("a whole number");
            #[allow(clippy::cast_precision_loss)] // a test compares what is read with what the program's parser reads
            write_double(out, whole as f64);
        }
    }
}

fn write_double(out: &mut Vec<u8>, number: f64) {
    out.push(b'n');
    out.extend(number.to_le_bytes());
}

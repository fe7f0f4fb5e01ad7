//! Prepares what is built in: the story as text and, where they are those of this text, as records; and, packed to a third of
//! their size, the files that a new dossier starts from.

use std::env;
use std::fs;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

use fnv::FnvHasher;
use miniz_oxide::deflate::compress_to_vec;

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
    let mut hasher = FnvHasher::default();
    let files: Vec<String> = story.iter().map(|path| story_text(path, &mut hasher)).collect();
    let fingerprint = hasher.finish();
    let code = format!(
        "/// The files of the story, in the order of their names.\n\
         pub static STORY: &[StoryText] = &[{}];\n\
         /// Tells this text of the story from any other.\n\
         #[cfg(test)]\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub const STORY_FINGERPRINT: u64 = {fingerprint};\n\
         /// Its records, see `src/dossier/load/packed.rs`; empty where there are none of this text.\n\
         pub static STORY_RECORDS: &[u8] = {};\n\
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
        records(fingerprint),
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

/// The expression that holds the text of a file, which is added to the fingerprint.
fn story_text(path: &Path, hasher: &mut FnvHasher) -> String {
    let (text, name) = (fs::read_to_string(path).expect("a text in UTF-8"), name(path));
    for part in [name, &text] {
        hasher.write(part.as_bytes());
        hasher.write(&[0xff]);
    }
    format!(
        "StoryText {{ name: {name:?}, text: include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/assets/story/{name}\")) }}"
    )
}

/// The expression that holds the records of the text with this fingerprint, with which their file begins.
fn records(fingerprint: u64) -> String {
    let file = fs::read("assets/story.borsh").unwrap_or_default();
    let fingerprint = fingerprint.to_le_bytes();
    if !file.starts_with(&fingerprint) {
        println!(
            "cargo::warning=assets/story.borsh is of another text, so that each start parses the story; renew it with \
             `UPDATE_DOCS=1 cargo test --lib packed`"
        );
        return "&[]".to_owned();
    }
    let file = "include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/assets/story.borsh\"))";
    format!("{file}.split_at({}).1", fingerprint.len())
}

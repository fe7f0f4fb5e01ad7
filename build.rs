//! Packs what is built in, the story, the base map and what a new dossier starts from, to a third of its size.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

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
    let files: Vec<String> = story.iter().map(|path| packed(path, &out)).collect();
    let code = format!(
        "/// The files of the story, in the order of their names.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static STORY: &[PackedFile] = &[{}];\n\
         /// The base map.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static MAP: PackedFile = {};\n\
         /// The dossier to start from.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static INIT: PackedFile = {};\n\
         /// The JSON Schema of dossiers.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static SCHEMA: PackedFile = {};\n",
        files.join(", "),
        packed(Path::new("assets/map/region.bin"), &out),
        packed(Path::new("assets/init/init.toml"), &out),
        packed(Path::new("assets/init/schema.json"), &out)
    );
    fs::write(out.join("assets.rs"), code).expect("room for the code");
}

/// Packs a file; returns the expression that holds it.
fn packed(path: &Path, out: &Path) -> String {
    let bytes = fs::read(path).expect("a file to pack");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name in ASCII");
    fs::write(out.join(name), compress_to_vec(&bytes, LEVEL)).expect("room for the packed file");
    let bytes = bytes.len();
    format!(
        "PackedFile {{ name: {name:?}, size: {bytes}, bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")) }}"
    )
}

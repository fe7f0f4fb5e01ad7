//! Packs what is built in, the story, the base map and what a new dossier starts from, so that they cost a third in the program.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use miniz_oxide::deflate::compress_to_vec;

/// The smallest that the packer makes.
const LEVEL: u8 = 10;

fn main() {
    println!("cargo::rerun-if-changed=assets");
    println!("cargo::rerun-if-changed=build.rs");
    pack_relocations();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where"));
    let mut story: Vec<PathBuf> =
        fs::read_dir("assets/story").expect("the story").map(|entry| entry.expect("a file of it").path()).collect();
    story.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    story.sort();
    let files: Vec<String> = story.iter().map(|path| packed(path, &out)).collect();
    let code = format!(
        "/// The files of the story, in the order of their names.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static STORY: &[Packed] = &[{}];\n\
         /// The base map.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static MAP: Packed = {};\n\
         /// The dossier to start from.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static INIT: Packed = {};\n\
         /// The JSON Schema of dossiers.\n\
         #[allow(clippy::unreadable_literal)]\n\
         pub static SCHEMA: Packed = {};\n",
        files.join(", "),
        packed(Path::new("assets/map/region.bin"), &out),
        packed(Path::new("assets/init/init.toml"), &out),
        packed(Path::new("assets/init/schema.json"), &out)
    );
    fs::write(out.join("assets.rs"), code).expect("room for the code");
}

/// Packs a file; the value that holds it.
fn packed(path: &Path, out: &Path) -> String {
    let bytes = fs::read(path).expect("a file to pack");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name in ASCII");
    fs::write(out.join(name), compress_to_vec(&bytes, LEVEL)).expect("room for the packed file");
    let bytes = bytes.len();
    format!(
        "Packed {{ name: {name:?}, size: {bytes}, bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")) }}"
    )
}

/// Has the linker write relative relocations as bitmaps (`DT_RELR`), a sixteenth of the usual tables' half megabyte. Only
/// where the program is built for this machine and its C library reads them: glibc does since 2.36.
fn pack_relocations() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let native = env::var("TARGET").ok() == env::var("HOST").ok();
    if native && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && glibc() >= Some((2, 36)) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's C library.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let (major, minor) = said.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

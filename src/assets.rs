//! What is built into the program; `build.rs` prepares it.

use std::path::PathBuf;

use miniz_oxide::inflate::decompress_to_vec_with_limit;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file of the story.
pub struct StoryText {
    /// Its name without the folders.
    pub name: &'static str,
    /// The file as it is in `assets`.
    pub text: &'static str,
}

impl StoryText {
    /// The path under which it is spoken of.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        format!("built-in:{}", self.name).into()
    }
}

/// A file of `assets`, packed by DEFLATE (RFC 1951).
pub struct PackedFile {
    /// Its size in bytes, unpacked.
    size: usize,
    bytes: &'static [u8],
}

impl PackedFile {
    /// The file as it is in `assets`.
    ///
    /// # Panics
    ///
    /// If `build.rs` packed something that cannot be unpacked.
    #[must_use]
    pub fn unpack(&self) -> Vec<u8> {
        decompress_to_vec_with_limit(self.bytes, self.size).expect("what the build packed")
    }

    /// The file as text.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8(self.unpack()).expect("a text in UTF-8")
    }
}

#[cfg(test)]
mod tests {
    use super::{INIT, SCHEMA, WORLD};

    #[test]
    fn what_was_packed_comes_back_byte_for_byte() {
        assert!(INIT.unpack() == std::fs::read("assets/init/init.toml").unwrap());
        assert!(SCHEMA.unpack() == std::fs::read("assets/init/schema.json").unwrap());
        assert!(WORLD.unpack() == std::fs::read("assets/map/world.bin").unwrap());
    }
}

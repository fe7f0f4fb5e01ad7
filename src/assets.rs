//! What is built into the program, packed by `build.rs` and unpacked when it is asked for.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file of `assets`, packed by DEFLATE (RFC 1951).
pub struct PackedFile {
    /// Its name without the folders.
    pub name: &'static str,
    /// How many bytes it has unpacked.
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
    use super::{MAP, STORY};

    #[test]
    fn what_was_packed_comes_back_byte_for_byte() {
        for packed in STORY {
            let path = format!("assets/story/{}", packed.name);
            assert!(packed.unpack() == std::fs::read(&path).unwrap(), "{path}");
        }
        assert!(MAP.unpack() == std::fs::read("assets/map/region.bin").unwrap());
    }
}

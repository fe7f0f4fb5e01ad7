//! Decodes bytes: by byte-order mark, then the server's header, then the document's declaration, then by detection.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The number of bytes in which a document declares its encoding.
const HEAD: usize = 1024;

/// Decodes a feed.
#[must_use]
pub fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Cow<'b, str> {
    decode_named(bytes, charset.map(str::to_owned).into_iter().chain(declared(bytes)))
}

/// Decodes a text for which several encodings are given, most trusted first. An encoding that does not decode the bytes
/// without errors is skipped, and so is a single-byte encoding if the bytes are UTF-8, but for a few; undecodable bytes
/// become U+FFFD.
pub fn decode_named(bytes: &[u8], named: impl IntoIterator<Item = String>) -> Cow<'_, str> {
    if let Some(text) = by_mark(bytes) {
        return text;
    }
    let utf8 = std::str::from_utf8(bytes).ok();
    for name in named {
        let Some(encoding) = Encoding::for_label(name.trim().as_bytes()) else { continue };
        // UTF-16 is recognizable. Non-ASCII bytes form valid UTF-8 by chance only in very short texts.
        let contradicted =
            encoding.is_single_byte() && !bytes.is_ascii() && (utf8.is_some() || mostly_utf8(bytes).is_some());
        if contradicted || encoding == UTF_16LE || encoding == UTF_16BE {
            continue;
        }
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            return text;
        }
    }
    utf8.map_or_else(|| guess(bytes), Cow::Borrowed)
}

/// The encoding by byte-order mark, or by a first `<` of two or four bytes.
fn by_mark(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] => Some(utf32(rest, u32::from_le_bytes)),
        [0, 0, 0xfe, 0xff, rest @ ..] => Some(utf32(rest, u32::from_be_bytes)),
        [b'<', 0, 0, 0, ..] => Some(utf32(bytes, u32::from_le_bytes)),
        [0, 0, 0, b'<', ..] => Some(utf32(bytes, u32::from_be_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => Some(UTF_8.decode_without_bom_handling(rest).0),
        [0xff, 0xfe, rest @ ..] => Some(UTF_16LE.decode_without_bom_handling(rest).0),
        [0xfe, 0xff, rest @ ..] => Some(UTF_16BE.decode_without_bom_handling(rest).0),
        [b'<' | b'{', 0, ..] => Some(UTF_16LE.decode_without_bom_handling(bytes).0),
        [0, b'<' | b'{', ..] => Some(UTF_16BE.decode_without_bom_handling(bytes).0),
        _ => None,
    }
}

fn utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Cow<'static, str> {
    let chars = bytes.as_chunks::<4>().0.iter();
    chars.map(|bytes| char::from_u32(number(*bytes)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>().into()
}

/// The value of `encoding=` in the XML declaration.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).into_owned();
    let (_, rest) = head.split_once("<?xml")?;
    let (declaration, _) = rest.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

/// The text, if only a few bytes are not UTF-8: it was cut within a character, or put together of several encodings.
fn mostly_utf8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let utf8 = String::from_utf8_lossy(bytes);
    let (mut broken, mut above) = (0_usize, 0_usize);
    for c in utf8.chars().filter(|c| !c.is_ascii()) {
        if c == char::REPLACEMENT_CHARACTER { broken += 1 } else { above += 1 }
    }
    (above > broken * 4).then_some(utf8)
}

/// UTF-8 if only a few bytes are invalid, otherwise the detected encoding.
fn guess(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(text) = mostly_utf8(bytes) {
        return text;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow).decode_without_bom_handling(bytes).0
}

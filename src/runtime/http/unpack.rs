//! Content codings: one layer of gzip, deflate, br or zstd is undone, within a bound.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;
use ureq::http::header::{CONTENT_ENCODING, HeaderMap};

/// `Accept-Encoding`.
pub(super) const ACCEPTED: &str = "gzip, deflate, br, zstd";

/// Bytes that a decoder of br takes in at a time.
const BUFFER: usize = 16 << 10;

/// How a body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContentCoding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// The coding that the headers name.
///
/// # Errors
/// If they name several or one that is not known.
pub(super) fn coding(headers: &HeaderMap) -> Result<ContentCoding, String> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let named: Vec<String> = values
        .flat_map(|value| {
            let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
            value.split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>()
        })
        .filter(|name| !name.is_empty() && name != "identity")
        .collect();
    match named.as_slice() {
        [] => Ok(ContentCoding::Identity),
        [one] => match one.as_str() {
            "gzip" | "x-gzip" => Ok(ContentCoding::Gzip),
            "deflate" => Ok(ContentCoding::Deflate),
            "br" => Ok(ContentCoding::Brotli),
            "zstd" => Ok(ContentCoding::Zstd),
            _ => Err(format!("is packed as `{one}`, which is not known")),
        },
        _ => Err(format!("is packed {} times ({}), and only one layer is undone", named.len(), named.join(", "))),
    }
}

/// Unpacks a whole body to at most `limit` bytes.
///
/// # Errors
/// If it is broken, ends early or becomes longer: what a sentence says of the address that stands before it.
pub(super) fn unpack(sent: Vec<u8>, coding: ContentCoding, limit: u64) -> Result<Vec<u8>, String> {
    // An answer without a body (304, 204) may name a coding all the same.
    if coding == ContentCoding::Identity || sent.is_empty() {
        return Ok(sent);
    }
    let broken = |name: &str| format!("is packed as {name}, but the data is broken or ends early");
    let bytes = sent.as_slice();
    let (name, packed): (_, Box<dyn Read + '_>) = match coding {
        ContentCoding::Identity => ("", Box::new(bytes)),
        ContentCoding::Gzip => ("gzip", Box::new(MultiGzDecoder::new(bytes))),
        // The standard says zlib, and some servers leave its two bytes out.
        ContentCoding::Deflate if is_zlib(bytes) => ("deflate", Box::new(ZlibDecoder::new(bytes))),
        ContentCoding::Deflate => ("deflate", Box::new(DeflateDecoder::new(bytes))),
        ContentCoding::Brotli => ("br", Box::new(brotli_decompressor::Decompressor::new(bytes, BUFFER))),
        ContentCoding::Zstd => ("zstd", Box::new(StreamingDecoder::new(bytes).map_err(|_| broken("zstd"))?)),
    };
    let mut unpacked = Vec::new();
    packed.take(limit.saturating_add(1)).read_to_end(&mut unpacked).map_err(|_| broken(name))?;
    if unpacked.len() as u64 > limit {
        return Err(format!("has more than {} unpacked", super::fault::size(limit)));
    }
    Ok(unpacked)
}

/// RFC 1950: method 8 in the first byte, and both bytes together a multiple of 31.
fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [first, second, ..] if first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

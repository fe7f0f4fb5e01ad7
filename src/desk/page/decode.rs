//! Decodes the bytes of a page.

use std::borrow::Cow;

use crate::desk::feed::decode_named;

/// The number of bytes in which a page declares its encoding.
const HEAD: usize = 4 << 10;

/// Decodes a page. `charset` is the server's, which takes precedence over the page's own.
pub(super) fn decode<'b>(bytes: &'b [u8], charset: Option<&str>) -> Cow<'b, str> {
    decode_named(bytes, charset.map(str::to_owned).into_iter().chain(named_by_page(bytes)))
}

/// The value of `charset=` in the first bytes.
fn named_by_page(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let name = rest.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':')).unwrap_or(name.len());
    Some(name[..end].to_owned()).filter(|name| !name.is_empty())
}

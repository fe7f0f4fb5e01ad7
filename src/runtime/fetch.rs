//! A page from its address or from a file that was saved.

use std::fs::File;
use std::io::Read as _;

use super::http::{HttpAnswer, HttpClient, HttpLimits, HttpRequest};
use crate::desk::page::{WebPage, is_web, read};
use crate::text::without_password;

/// `Accept` of a page.
const PAGES: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

/// Fetches a page.
///
/// # Errors
/// One line: those of [`HttpClient::get`], an answer other than success, and what is not a page.
pub fn get(url: &str, limits: HttpLimits) -> Result<HttpAnswer, String> {
    let answer = HttpClient::new(limits).get(&HttpRequest { url, accept: PAGES, known: None })?;
    let shown = without_password(url);
    if !answer.is_success() {
        return Err(format!("`{shown}`: the server answers {}", answer.status));
    }
    if !matches!(answer.media.as_str(), "" | "text/html" | "application/xhtml+xml") {
        return Err(format!("`{shown}` is `{}`, not a page", answer.media));
    }
    Ok(answer)
}

/// Reads the page at an address, or in a file that was saved from `url`, and says whether it was fetched.
///
/// # Errors
/// One line: those of [`get`], what is not a page, and files that cannot be read or are too large.
pub fn page(source: &str, url: Option<&str>, limits: HttpLimits) -> Result<(WebPage, bool), String> {
    if is_web(source) {
        let answer = get(source, limits)?;
        return Ok((read(&answer.body, answer.charset.as_deref(), Some(&answer.address))?, true));
    }
    if source.contains("://") {
        return Err(format!("`{}` is not an http or https address", without_password(source)));
    }
    let failed = |error: std::io::Error| format!("`{source}` cannot be read: {}", crate::text::reason(&error));
    let mut bytes = Vec::new();
    let file = File::open(source).map_err(failed)?;
    file.take(limits.bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limits.bytes {
        return Err(format!("`{source}` has more than {} MiB", limits.bytes >> 20));
    }
    Ok((read(&bytes, None, url)?, false))
}

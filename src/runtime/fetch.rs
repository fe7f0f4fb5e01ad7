//! Fetching a page by `curl`, which nearly every system has: karwan opens no socket itself.
//!
//! Bounded in time and in bytes, unpacked ones counted; only http and https, also after a redirect. The program is
//! started without a shell and without the user's configuration of it.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::desk::page::{Page, is_web, read};

/// How much is waited for and taken.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From the start to the last byte.
    pub time: Duration,
    /// Bytes, unpacked.
    pub bytes: u64,
}

impl Default for Limits {
    /// 20 seconds and 8 MiB.
    fn default() -> Limits {
        Limits { time: Duration::from_secs(20), bytes: 8 << 20 }
    }
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Where it came from after all redirects.
    pub address: String,
    /// Media type as the server gives it, without parameters, in small letters; empty where it gives none.
    pub media: String,
    /// The page.
    pub body: Vec<u8>,
}

/// Redirects that are followed.
const REDIRECTS: &str = "8";

/// Fetches a page.
///
/// # Errors
/// One line: no such host, refused, too slow, too large, an answer other than success, or no `curl`.
pub fn get(url: &str, limits: Limits) -> Result<Fetched, String> {
    if !is_web(url) {
        return Err(format!("`{url}` is no address; expected one that begins with http:// or https://"));
    }
    let seconds = format!("{:.1}", limits.time.as_secs_f64());
    let mut curl = Command::new("curl");
    // `--disable` has to come first: no file of the user's adds headers, cookies or output files.
    curl.args(["--disable", "--silent", "--show-error", "--fail", "--location", "--compressed", "--globoff"])
        .args(["--max-redirs", REDIRECTS, "--proto", "=http,https", "--proto-redir", "=http,https"])
        .args(["--max-time", &seconds, "--user-agent", concat!("karwan/", env!("CARGO_PKG_VERSION"))])
        .args(["--write-out", "%{stderr}\n%{http_code}\t%{content_type}\t%{url_effective}"])
        .args(["--url", url])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // The terminal's Ctrl-c is karwan's.
        .process_group(0);
    let mut child = curl.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            "pages are fetched by `curl`, which is not there; save the page and give the file".to_owned()
        }
        _ => format!("`curl` cannot be started: {error}"),
    })?;
    let (Some(out), Some(mut told)) = (child.stdout.take(), child.stderr.take()) else {
        return Err("`curl` gives no output".to_owned());
    };
    let told = thread::spawn(move || {
        let mut text = String::new();
        let _ = told.read_to_string(&mut text);
        text
    });
    let mut body = Vec::new();
    let read = out.take(limits.bytes + 1).read_to_end(&mut body);
    let too_large = body.len() as u64 > limits.bytes;
    if too_large {
        // What is left is not waited for.
        let _ = child.kill();
    }
    let ended = child.wait().map_err(|error| format!("`curl`: {error}"))?;
    let told = told.join().unwrap_or_default();
    read.map_err(|error| format!("`{url}` cannot be read: {error}"))?;
    if too_large {
        return Err(format!("`{url}` has more than {} MiB, unpacked", limits.bytes >> 20));
    }
    let (errors, facts) = told.rsplit_once('\n').unwrap_or((&told, ""));
    let mut facts = facts.split('\t');
    let mut fact = || facts.next().unwrap_or_default().trim().to_owned();
    let (code, media, address) = (fact(), fact(), fact());
    if !ended.success() {
        return Err(why(url, ended.code(), &code, errors, limits));
    }
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Ok(Fetched { address: if address.is_empty() { url.to_owned() } else { address }, media, body })
}

/// Reads the page at an address, or in a file that was saved from `url`, and says whether it was fetched.
///
/// # Errors
/// One line: those of [`get`], what is no page, and files that cannot be read or are too large.
pub fn page(source: &str, url: Option<&str>, limits: Limits) -> Result<(Page, bool), String> {
    if is_web(source) {
        let fetched = get(source, limits)?;
        if !matches!(fetched.media.as_str(), "" | "text/html" | "application/xhtml+xml") {
            return Err(format!("`{source}` is `{}`, not a page", fetched.media));
        }
        return Ok((read(&fetched.body, Some(&fetched.address))?, true));
    }
    if source.contains("://") {
        return Err(format!("`{source}` is no address of http or https"));
    }
    let failed = |error: std::io::Error| format!("`{source}` cannot be read: {error}");
    let mut bytes = Vec::new();
    let file = File::open(source).map_err(failed)?;
    file.take(limits.bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limits.bytes {
        return Err(format!("`{source}` has more than {} MiB", limits.bytes >> 20));
    }
    Ok((read(&bytes, url)?, false))
}

/// Why `curl` gave up, in words; its own for what is rare.
fn why(url: &str, exit: Option<i32>, code: &str, errors: &str, limits: Limits) -> String {
    match exit {
        Some(1) => format!("`{url}` leads to an address that is not of http or https"),
        Some(6) => format!("`{url}`: no such host"),
        Some(7) => format!("`{url}`: the host does not answer there"),
        Some(22) => format!("`{url}`: the server answers {code}"),
        Some(28) => format!("`{url}` took longer than {} seconds", limits.time.as_secs_f64()),
        Some(47) => format!("`{url}` redirects more than {REDIRECTS} times"),
        _ => {
            let first = errors.lines().find(|line| !line.trim().is_empty()).unwrap_or("`curl` failed");
            format!("`{url}`: {}", first.trim_start_matches("curl: "))
        }
    }
}

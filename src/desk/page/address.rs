//! Addresses of pages: which are ones, and which mean the same page.

use url::Url;

/// An address of http or https as the web's own standard reads it.
fn parse(url: &str) -> Option<Url> {
    let url = url.trim();
    // The standard mends what has no host, or blanks in its middle: no page gives its address so.
    let (_, rest) = url.split_once("://")?;
    let written = !rest.starts_with(['/', '\\']) && !url.contains(char::is_whitespace);
    Url::parse(url).ok().filter(|url| written && matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Whether it is an address of http or https with a host.
#[must_use]
pub fn is_web(url: &str) -> bool {
    parse(url).is_some()
}

/// The host in small letters, without user and port; `xn--…` where it has letters beyond ASCII.
#[must_use]
pub fn host(url: &str) -> Option<String> {
    parse(url)?.host_str().map(str::to_owned)
}

/// The host without its `www.`: what people call the site.
#[must_use]
pub fn site(url: &str) -> Option<String> {
    host(url).map(|host| host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// An address without the name and password in it: for messages and whatever else is shown. Where it cannot be read as
/// one, all before its last `@` goes.
#[must_use]
pub fn without_password(address: &str) -> String {
    let start = address.find("://").map_or(0, |at| at + "://".len());
    let rest = &address[start..];
    let authority = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let end = if Url::parse(address.trim()).is_ok() { authority } else { rest.len() };
    match rest[..end].rfind('@') {
        Some(at) => format!("{}{}", &address[..start], &rest[at + 1..]),
        None => address.to_owned(),
    }
}

/// An address that a page gives, from where the page is: `/news/1` of `https://paper.example/` is
/// `https://paper.example/news/1`. `None` if it is none of the web.
#[must_use]
pub fn resolve(base: &str, given: &str) -> Option<String> {
    let given = given.trim();
    // As it is written, where it is whole.
    if is_web(given) {
        return Some(given.to_owned());
    }
    // Relative to a folder: no page gives its own address so.
    if !given.starts_with('/') {
        return None;
    }
    let whole = parse(base)?.join(given).ok()?;
    is_web(whole.as_str()).then(|| whole.into())
}

/// Parts of a query that say how somebody came to the page, not which page it is.
fn is_tracking(part: &str) -> bool {
    let key = part.split('=').next().unwrap_or_default().to_ascii_lowercase();
    key.starts_with("utm_")
        || matches!(
            key.as_str(),
            "fbclid"
                | "gclid"
                | "yclid"
                | "dclid"
                | "msclkid"
                | "igshid"
                | "mc_cid"
                | "mc_eid"
                | "cmpid"
                | "ref"
                | "ref_src"
                | "from"
                | "amp"
                | "outputtype"
                | "source"
                | "campaign_id"
                | "ns_campaign"
                | "ocid"
                | "smid"
                | "share"
        )
}

/// The same for all ways of writing the address of a page: without scheme, `www.`, `m.`, `amp.`, fragment, tracking and
/// the last slash; the query in order. To compare by, not to follow.
#[must_use]
pub fn canonical(url: &str) -> Option<String> {
    let url = parse(url)?;
    let host = url.host_str()?;
    let site = ["www.", "m.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(host);
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/amp").unwrap_or(path);
    let query = url.query().unwrap_or_default();
    let mut parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_tracking(part)).collect();
    parts.sort_unstable();
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    Some(format!("{site}{port}{path}{query}"))
}

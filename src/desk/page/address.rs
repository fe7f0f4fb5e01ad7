//! Addresses of pages: which are ones, and which mean the same page.

use url::Url;

/// Whether it is an address of http or https with a host.
#[must_use]
pub fn is_web(url: &str) -> bool {
    host(url).is_some()
}

/// The host in small letters, without user and port.
#[must_use]
pub fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") || rest.contains(char::is_whitespace) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    (!host.is_empty()).then_some(host)
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
/// `https://paper.example/news/1`. `None` where it is none of the web.
#[must_use]
pub fn resolve(base: &str, given: &str) -> Option<String> {
    let given = given.trim();
    if given.contains("://") {
        return is_web(given).then(|| given.to_owned());
    }
    let (scheme, rest) = base.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let whole = if let Some(rest) = given.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if given.starts_with('/') {
        format!("{scheme}://{authority}{given}")
    } else {
        return None; // relative to a folder: no page gives its own address so
    };
    is_web(&whole).then_some(whole)
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
    let host = host(url)?;
    let site = ["www.", "m.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host).to_owned();
    let rest = url.split_once("://")?.1;
    let rest = rest.split('#').next()?;
    let path_and_query = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/amp").unwrap_or(path);
    let mut parts: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_tracking(part)).collect();
    parts.sort();
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    Some(format!("{site}{path}{query}"))
}

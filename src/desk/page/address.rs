//! Web addresses: parses them, and decides which mean the same page.

use url::Url;

/// An http or https address, parsed by the URL standard.
fn parse(url: &str) -> Option<Url> {
    let url = url.trim();
    // The standard repairs addresses without a host or with spaces inside; no page gives its address like that.
    let (_, rest) = url.split_once("://")?;
    let written = !rest.starts_with(['/', '\\']) && !url.contains(char::is_whitespace);
    Url::parse(url).ok().filter(|url| written && matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Whether it is an http or https address with a host.
#[must_use]
pub fn is_web(url: &str) -> bool {
    parse(url).is_some()
}

/// The host in lower case, without user and port; `xn--…` for internationalized names.
#[must_use]
pub fn host(url: &str) -> Option<String> {
    parse(url)?.host_str().map(str::to_owned)
}

/// The host without its `www.`: the name of the site.
#[must_use]
pub fn site(url: &str) -> Option<String> {
    host(url).map(|host| host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// An address given by a page, resolved against the page's own: `/news/1` of `https://paper.example/` is
/// `https://paper.example/news/1`. `None` if it is not a web address.
#[must_use]
pub fn resolve(base: &str, given: &str) -> Option<String> {
    let given = given.trim();
    // Unchanged if it is absolute.
    if is_web(given) {
        return Some(given.to_owned());
    }
    // No page gives its own address relative to a folder.
    if !given.starts_with('/') {
        return None;
    }
    let whole = parse(base)?.join(given).ok()?;
    is_web(whole.as_str()).then(|| whole.into())
}

/// Query parameters that track how a reader came to the page.
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

/// A key that is equal for all spellings of a page's address: without scheme, `www.`, `m.`, `amp.`, fragment, tracking
/// parameters and trailing slash; query parameters sorted. For comparison, not for requests.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_as_in_the_domain_name_system() {
        for (address, named) in [
            ("https://Bücher.example/a", "xn--bcher-kva.example"),
            ("https://faß.example/", "xn--fa-hia.example"),
            ("https://e\u{301}cole.example/", "xn--cole-9oa.example"),
            ("https://почта.рф/", "xn--80a1acny.xn--p1ai"),
            ("https://پاکستان.example/", "xn--mgbai9azgqp6j.example"),
            ("https://نامه\u{200c}ای.example/", "xn--mgba3gch31f060k.example"),
            ("https://ＰＯＳＴ。example/", "post.example"),
        ] {
            assert_eq!(host(address).as_deref(), Some(named), "{address}");
        }
        for address in ["https://a\u{202e}b.example/", "https://xn--a.example/", "https://a\u{200c}b.example/"] {
            assert_eq!(host(address), None, "{address:?}");
        }
    }
}

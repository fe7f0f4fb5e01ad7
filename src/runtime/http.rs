//! The one HTTP client: feeds, pages and the check of sources ask through it, bounded in time, bytes and redirects.
//!
//! ```text
//! HttpRequest ──▶ HttpClient::get ──▶ HttpAnswer      any status but a redirect is an answer
//!                 ≤ 5 redirects   └─▶ one line        what went wrong, without a password
//! ```
//!
//! It speaks http and https alone, also after a redirect, keeps no cookies, and heeds the proxies of the environment
//! (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and their like). Certificates are checked as the system checks them.

mod fault;
mod unpack;

use std::time::{Duration, Instant};

use base64::Engine as _;
use chrono::DateTime;
use percent_encoding::percent_decode_str;
use ureq::Agent;
use ureq::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use ureq::http::{Response, StatusCode};
use ureq::tls::{RootCerts, TlsConfig};
use url::{Origin, Url};

use super::clock;
use crate::text::without_password;

/// How long a request may take and how much is taken of its answer.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    /// To find the host, reach it and agree on encryption.
    pub connect: Duration,
    /// From the start to the last byte, redirects included.
    pub whole: Duration,
    /// Bytes of a body, both as sent and as unpacked.
    pub bytes: u64,
    /// Redirects that are followed.
    pub redirects: u32,
}

impl Default for HttpLimits {
    /// 10 seconds, 30 seconds, 16 MiB, 5.
    fn default() -> HttpLimits {
        HttpLimits { connect: Duration::from_secs(10), whole: Duration::from_secs(30), bytes: 16 << 20, redirects: 5 }
    }
}

/// Bytes of the headers of an answer.
const HEADER_BYTES: usize = 64 << 10;

/// What a server said about the version that it sent: sent back to it byte for byte, so that it can answer 304.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheValidators {
    /// `ETag`.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`.
    pub last_modified: Option<Vec<u8>>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct HttpRequest<'a> {
    /// An address of http or https; a name and password in it are sent to its host alone.
    pub url: &'a str,
    /// `Accept`: the media types that are of use.
    pub accept: &'a str,
    /// Those of the answer that is known already.
    pub known: Option<&'a CacheValidators>,
}

/// What a server answered, whatever its status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpAnswer {
    /// 200, 304, 404, 410, 503 …; a redirect only where it names no address.
    pub status: u16,
    /// Where it came from after all redirects, without name and password.
    pub address: String,
    /// Where the asked address has moved for good: the last address that permanent redirects (301, 308) alone led to.
    pub moved: Option<String>,
    /// Media type without parameters, in small letters; empty if the server names none.
    pub media: String,
    /// Charset of the media type, as the server writes it.
    pub charset: Option<String>,
    /// For the next request.
    pub validators: CacheValidators,
    /// How long the server wants to be left alone.
    pub retry_after: Option<Duration>,
    /// How long the answer is good for.
    pub max_age: Option<Duration>,
    /// The body, unpacked.
    pub body: Vec<u8>,
}

impl HttpAnswer {
    /// Whether the status is one of 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Asks servers, each time by a connection of its own. Threads may share one client.
#[derive(Clone, Debug)]
pub struct HttpClient {
    agent: Agent,
    limits: HttpLimits,
}

impl HttpClient {
    /// A client with these limits, with the proxies and certificates of this moment.
    #[must_use]
    pub fn new(limits: HttpLimits) -> HttpClient {
        let config = Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(root_certificates()).build())
            .user_agent(concat!("karwan/", env!("CARGO_PKG_VERSION")))
            .accept_encoding(unpack::ACCEPTED)
            .http_status_as_error(false)
            // Redirects are followed here: their addresses are looked at and their kind is told.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEADER_BYTES)
            // A connection that is kept is closed by many servers just when it is used again.
            .max_idle_connections(0)
            .timeout_resolve(Some(limits.connect / 2))
            .timeout_connect(Some(limits.connect))
            .timeout_recv_response(Some(limits.whole / 2))
            .build();
        HttpClient { agent: config.into(), limits }
    }

    /// Gets what is at an address.
    ///
    /// # Errors
    /// One line that names the address without its password: no such host, no answer, a certificate that is not
    /// trusted, too slow, too large, too many redirects or one elsewhere than to http and https, a packing that is not
    /// known, a body that ends early.
    pub fn get(&self, request: &HttpRequest<'_>) -> Result<HttpAnswer, String> {
        let asked = without_password(request.url);
        let (mut url, credentials) = parse(request.url)?;
        let started = Instant::now();
        let mut moved = None;
        let mut for_good = true;
        for _ in 0..=self.limits.redirects {
            let left = self.limits.whole.saturating_sub(started.elapsed());
            let told = |error| fault::told(&asked, error, &self.limits);
            let response = self.ask(request, &url, credentials.as_ref(), left).map_err(told)?;
            let Some(next) = redirect(&response, &url).map_err(|why| format!("`{asked}` {why}"))? else {
                let mut answer = self.answer(response).map_err(|why| match why {
                    BodyFault::Transport(error) => told(error),
                    BodyFault::Packing(why) => format!("`{asked}` {why}"),
                })?;
                answer.address = url.into();
                answer.moved = moved;
                return Ok(answer);
            };
            for_good &= matches!(response.status(), StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
            if for_good {
                moved = Some(next.to_string());
            }
            url = next;
        }
        Err(format!("`{asked}` redirects more than {} times", self.limits.redirects))
    }

    /// One request of one address, to be answered within `left`.
    fn ask(
        &self,
        request: &HttpRequest<'_>,
        url: &Url,
        credentials: Option<&Credentials>,
        left: Duration,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        // Nothing is left where a redirect came too late: the smallest time there is, so that it is told like any other.
        let left = left.max(Duration::from_millis(1));
        let mut builder = self.agent.get(url.as_str()).header(header::ACCEPT, request.accept);
        if let Some(credentials) = credentials.filter(|credentials| credentials.origin == url.origin()) {
            builder = builder.header(header::AUTHORIZATION, &credentials.basic);
        }
        let known = request
            .known
            .map(|known| [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)]);
        for (name, value) in known.into_iter().flatten() {
            if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_bytes(value).ok()) {
                builder = builder.header(name, value);
            }
        }
        builder.config().timeout_global(Some(left)).build().call()
    }

    /// Reads the headers that are of use, and the body.
    fn answer(&self, response: Response<ureq::Body>) -> Result<HttpAnswer, BodyFault> {
        let (parts, body) = response.into_parts();
        let headers = &parts.headers;
        let bytes = |name: HeaderName| headers.get(name).map(|value| value.as_bytes().to_vec());
        let mut answer = HttpAnswer {
            status: parts.status.as_u16(),
            media: body.mime_type().unwrap_or_default().to_ascii_lowercase(),
            charset: body.charset().map(|name| name.trim_matches(['"', '\'']).to_owned()),
            validators: CacheValidators { etag: bytes(header::ETAG), last_modified: bytes(header::LAST_MODIFIED) },
            retry_after: retry_after(headers),
            max_age: max_age(headers),
            ..HttpAnswer::default()
        };
        let coding = unpack::coding(headers).map_err(BodyFault::Packing)?;
        let sent = body.into_with_config().limit(self.limits.bytes).read_to_vec().map_err(BodyFault::Transport)?;
        answer.body = unpack::unpack(sent, coding, self.limits.bytes).map_err(BodyFault::Packing)?;
        Ok(answer)
    }
}

/// Why a body cannot be had.
enum BodyFault {
    Transport(ureq::Error),
    Packing(String),
}

/// A name and password, and where alone they are sent.
struct Credentials {
    origin: Origin,
    /// `Basic …`
    basic: String,
}

/// An address without its name and password, and these.
fn parse(text: &str) -> Result<(Url, Option<Credentials>), String> {
    let none =
        || format!("`{}` is not an address; expected one that begins with http:// or https://", without_password(text));
    let mut url = Url::parse(text.trim()).ok().filter(is_web).ok_or_else(none)?;
    let decoded = |part: &str| percent_decode_str(part).collect::<Vec<u8>>();
    let credentials = (!url.username().is_empty() || url.password().is_some()).then(|| {
        let pair = [decoded(url.username()), decoded(url.password().unwrap_or_default())].join(&b':');
        let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair));
        Credentials { origin: url.origin(), basic }
    });
    strip(&mut url);
    Ok((url, credentials))
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// Takes away what is not asked for: name, password and fragment.
fn strip(url: &mut Url) {
    // These fail only for addresses without a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
}

/// Where an answer leads, if it leads anywhere.
fn redirect(response: &Response<ureq::Body>, from: &Url) -> Result<Option<Url>, String> {
    let place = response.headers().get(header::LOCATION);
    let (301 | 302 | 303 | 307 | 308, Some(place)) = (response.status().as_u16(), place) else { return Ok(None) };
    let place = String::from_utf8_lossy(place.as_bytes());
    let to = from.join(place.trim()).map_err(|_| "redirects to something that is not an address".to_owned())?;
    if !is_web(&to) {
        return Err(format!("leads to an address of `{}`, not of http or https", to.scheme()));
    }
    let mut to = to;
    strip(&mut to);
    Ok(Some(to))
}

/// Seconds, or a date, which counts from the server's own clock where it tells it.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let stamp = |text: &str| DateTime::parse_from_rfc2822(text).ok().map(|stamp| stamp.to_utc());
    let now = headers.get(header::DATE).and_then(|date| stamp(date.to_str().ok()?)).unwrap_or_else(clock::now);
    Some((stamp(text)? - now).to_std().unwrap_or_default())
}

fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(header::CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let seconds = values.flat_map(|value| value.split(',')).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("max-age").then(|| value.trim().trim_matches('"').parse().ok())?
    });
    seconds.map(Duration::from_secs)
}

/// The system's verifier; Mozilla's list where a system has no list of its own and none was named.
fn root_certificates() -> RootCerts {
    #[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
    {
        let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().any(|name| std::env::var_os(name).is_some());
        if !named && rustls_native_certs::load_native_certs().certs.is_empty() {
            return RootCerts::WebPki;
        }
    }
    RootCerts::PlatformVerifier
}

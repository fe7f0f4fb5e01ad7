//! The HTTP client: each bound and courtesy against a server on the loopback.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};
use karwan::runtime::http::{CacheValidators, HttpAnswer, HttpClient, HttpLimits, HttpRequest};

use crate::common::web::{WebServer, answer, head, path};

const PAGE: &str = "<!DOCTYPE html><title>Visit put off</title><p>The visit is put off.";

fn get(url: &str) -> Result<HttpAnswer, String> {
    get_within(url, HttpLimits::default())
}

fn get_within(url: &str, limits: HttpLimits) -> Result<HttpAnswer, String> {
    HttpClient::new(limits).get(&HttpRequest { url, accept: "text/html", known: None })
}

/// Bounds that a test can wait for.
fn soon() -> HttpLimits {
    HttpLimits { connect: Duration::from_secs(1), whole: Duration::from_secs(1), bytes: 1 << 20, redirects: 5 }
}

#[test]
fn an_answer_holds_what_the_server_said() {
    let server = WebServer::answering(|_| {
        let mut bytes =
            b"HTTP/1.1 200 OK\r\nETag: W/\"\xe9 1\"\r\nLast-Modified: last tuesday\r\nContent-Length: 2\r\n".to_vec();
        bytes.extend(
            b"Content-Type: Text/HTML; charset=\"windows-1251\"\r\nCache-Control: public, Max-Age=90\r\n\r\nhi",
        );
        bytes
    });
    let got = get(&format!("{}/a?b=1#c", server.base)).expect("an answer");
    assert_eq!((got.status, got.is_success(), got.body.as_slice()), (200, true, &b"hi"[..]));
    assert_eq!((got.media.as_str(), got.charset.as_deref()), ("text/html", Some("windows-1251")));
    assert_eq!((got.address, got.moved), (format!("{}/a?b=1", server.base), None));
    assert_eq!(got.max_age, Some(Duration::from_secs(90)));
    assert_eq!(got.validators.etag.as_deref(), Some(&b"W/\"\xe9 1\""[..]), "byte for byte");
    assert_eq!(got.validators.last_modified.as_deref(), Some(&b"last tuesday"[..]));
    let asked = server.asked().concat().to_lowercase();
    for line in [
        "get /a?b=1 http/1.1",
        concat!("user-agent: karwan/", env!("CARGO_PKG_VERSION")),
        "accept: text/html",
        "accept-encoding: gzip, deflate, br, zstd",
    ] {
        assert!(asked.lines().any(|asked| asked == line), "{line}: {asked}");
    }
}

#[test]
fn what_is_known_is_sent_back_byte_for_byte_and_answered_304() {
    let server = WebServer::speaking(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\n\r\n");
    });
    let known = CacheValidators { etag: Some(b"W/\"x\"".to_vec()), last_modified: Some(b"yesterday".to_vec()) };
    let request = HttpRequest { url: &server.base, accept: "*/*", known: Some(&known) };
    let got = HttpClient::new(HttpLimits::default()).get(&request).expect("an answer");
    assert_eq!((got.status, got.is_success(), got.body.len()), (304, false, 0));
    let asked = server.asked().concat();
    assert!(
        asked.contains("if-none-match: W/\"x\"\r\n") && asked.contains("if-modified-since: yesterday\r\n"),
        "{asked}"
    );
}

#[test]
fn how_long_to_wait_counts_from_the_clock_of_the_server() {
    let wait = |lines: &[&str]| {
        let bytes = answer("503 Busy", lines, b"");
        let server = WebServer::answering(move |_| bytes.clone());
        get(&server.base).expect("an answer").retry_after
    };
    assert_eq!(wait(&["Retry-After: 120"]), Some(Duration::from_mins(2)));
    let (date, later) = ("Date: Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After: Wed, 21 Oct 2015 07:30:00 GMT");
    assert_eq!(wait(&[date, later]), Some(Duration::from_mins(2)));
    assert_eq!(wait(&["Date: Thu, 22 Oct 2015 07:28:00 GMT", later]), Some(Duration::ZERO), "it is over");
    assert_eq!(wait(&["Retry-After: soon"]), None);
    assert_eq!(wait(&[]), None);
}

/// A body in one packing, and its name.
fn packed(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let read = match coding {
        "gzip" => GzEncoder::new(body, Compression::fast()).read_to_end(&mut out),
        "deflate" => ZlibEncoder::new(body, Compression::fast()).read_to_end(&mut out),
        "raw deflate" => DeflateEncoder::new(body, Compression::fast()).read_to_end(&mut out),
        "zstd" => {
            out = ruzstd::encoding::compress_to_vec(body, ruzstd::encoding::CompressionLevel::Fastest);
            Ok(0)
        }
        "br" => {
            out = brotli(body);
            Ok(0)
        }
        other => panic!("{other}"),
    };
    read.expect("it packs");
    out
}

/// RFC 7932, section 9.2: blocks of at most 65,536 bytes that are not compressed, and an empty last one.
fn brotli(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // The first bit says the size of the window, once.
    let mut window = 1;
    for block in body.chunks(1 << 16) {
        let length = u32::try_from(block.len() - 1).expect("it is at most 65,535");
        let header = (length << 3 | 1 << 19) << window;
        out.extend(&header.to_le_bytes()[..3]);
        out.extend(block);
        window = 0;
    }
    out.push(3);
    out
}

fn sent_as(coding: &'static str, body: Vec<u8>) -> Result<HttpAnswer, String> {
    let header = format!("Content-Encoding: {}", coding.trim_start_matches("raw "));
    let server = WebServer::answering(move |_| answer("200 OK", &[&header], &body));
    get_within(&server.base, HttpLimits { bytes: 1 << 20, ..HttpLimits::default() })
}

#[test]
fn one_layer_of_each_packing_is_undone_and_nothing_else_is_taken() {
    for coding in ["gzip", "deflate", "raw deflate", "br", "zstd"] {
        let got = sent_as(coding, packed(coding, PAGE.as_bytes())).unwrap_or_else(|why| panic!("{coding}: {why}"));
        assert_eq!(got.body, PAGE.as_bytes(), "{coding}");
        let mut cut = packed(coding, &PAGE.repeat(2_000).into_bytes());
        cut.truncate(cut.len() / 2);
        let why = sent_as(coding, cut).expect_err(coding);
        assert!(why.contains("broken or ends early"), "{coding}: {why}");
    }
    let twice = packed("gzip", &packed("gzip", PAGE.as_bytes()));
    let why = sent_as("gzip, gzip", twice).expect_err("two layers");
    assert!(why.contains("is packed 2 times (gzip, gzip)"), "{why}");
    let why = sent_as("compress", PAGE.into()).expect_err("not known");
    assert!(why.contains("is packed as `compress`, which is not known"), "{why}");
    assert_eq!(sent_as("identity", PAGE.into()).expect("it").body, PAGE.as_bytes());
}

#[test]
fn what_becomes_too_large_is_given_up() {
    let huge = vec![b'a'; 2 << 20];
    for coding in ["gzip", "deflate", "raw deflate", "br", "zstd"] {
        let body = packed(coding, &huge);
        let why = sent_as(coding, body).expect_err(coding);
        assert!(why.contains("has more than 1 MiB"), "{coding}: {why}");
    }
    let just = sent_as("gzip", packed("gzip", &huge[..1 << 20])).expect("as much as is allowed");
    assert_eq!(just.body.len(), 1 << 20);
    for head in ["Content-Length: 99999999999\r\n\r\n", "\r\n", "Transfer-Encoding: chunked\r\n\r\n"] {
        let endless = WebServer::speaking(move |_, stream| {
            let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\n{head}").as_bytes());
            let block = if head.contains("chunked") {
                [b"1000\r\n", &[b'x'; 4096][..], b"\r\n"].concat()
            } else {
                vec![b'x'; 4096]
            };
            while stream.write_all(&block).is_ok() {}
        });
        let why = get_within(&endless.base, HttpLimits { bytes: 1 << 20, ..HttpLimits::default() }).expect_err(head);
        assert!(why.contains("has more than 1 MiB"), "{head}: {why}");
    }
    let headers = WebServer::speaking(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").is_ok() {}
    });
    let why = get(&headers.base).expect_err("endless headers");
    assert!(why.contains("headers") || why.contains("not HTTP"), "{why}");
    let short = WebServer::answering(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec());
    let why = get(&short.base).expect_err("a short body");
    assert!(why.contains("the connection ended before the answer did"), "{why}");
}

#[test]
fn a_server_that_is_silent_or_slow_is_given_up_in_time() {
    let drip = |start: &'static [u8]| {
        WebServer::speaking(move |_, stream| {
            let _ = stream.write_all(start);
            // A byte every 50 ms: the channel has no sender that speaks.
            let (_held, pace) = channel::<()>();
            while stream.write_all(b"x").is_ok() {
                let _ = pace.recv_timeout(Duration::from_millis(50));
            }
        })
    };
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silent_address = format!("http://{}/", silent.local_addr().expect("an address"));
    let redirects = WebServer::speaking(|_, stream| {
        let (_held, pace) = channel::<()>();
        let _ = pace.recv_timeout(Duration::from_millis(300));
        let _ = stream.write_all(&answer("302 Found", &["Location: /again"], b""));
    });
    let (headers, body) = (drip(b"HTTP/1.1 200 OK\r\nX-A: "), drip(b"HTTP/1.1 200 OK\r\n\r\n"));
    for (url, said) in [
        (&silent_address, "no answer within 0.5 seconds"),
        (&headers.base, "no answer within 0.5 seconds"),
        (&body.base, "took longer than 1 seconds"),
        (&redirects.base, "took longer than 1 seconds"),
    ] {
        let started = Instant::now();
        let why = get_within(url, soon()).expect_err(said);
        assert!(why.contains(said), "{why}");
        assert!(started.elapsed() < Duration::from_secs(10), "{said}");
    }
}

#[test]
fn five_redirects_are_followed_and_only_to_the_web() {
    let server = WebServer::answering(|head| match path(head) {
        "/0" => answer("200 OK", &[], PAGE.as_bytes()),
        "/file" => answer("302 Found", &["Location: file:///etc/passwd"], b""),
        "/gopher" => answer("301 Moved", &["Location: gopher://a.example/"], b""),
        "/odd" => answer("302 Found", &["Location: http://[::1"], b""),
        "/nowhere" => answer("302 Found", &["Set-Cookie: a=b"], b"here"),
        n => {
            let next = n[1..].parse::<u32>().expect("a number") - 1;
            answer("302 Found", &[&format!("Location: {next}"), "Set-Cookie: a=b"], b"moved")
        }
    });
    let of = |path: &str| get(&format!("{}{path}", server.base));
    let got = of("/5").expect("five are followed");
    assert_eq!((got.body.as_slice(), got.address), (PAGE.as_bytes(), format!("{}/0", server.base)));
    assert!(!server.asked().concat().to_lowercase().contains("cookie"));
    let why = |path: &str| of(path).expect_err(path);
    assert!(why("/6").contains("redirects more than 5 times"), "{}", why("/6"));
    assert!(why("/file").contains("leads to an address of `file`, not of http or https"), "{}", why("/file"));
    assert!(why("/gopher").contains("leads to an address of `gopher`"), "{}", why("/gopher"));
    assert!(why("/odd").contains("redirects to something that is not an address"), "{}", why("/odd"));
    let got = of("/nowhere").expect("an answer");
    assert_eq!((got.status, got.body.as_slice()), (302, &b"here"[..]));
}

#[test]
fn what_has_moved_for_good_is_told_up_to_the_first_that_has_not() {
    let server = WebServer::answering(|head| match path(head) {
        "/a" => answer("301 Moved", &["Location: /b"], b""),
        "/b" => answer("308 Moved", &["Location: /c"], b""),
        "/c" => answer("302 Found", &["Location: /d"], b""),
        "/d" => answer("301 Moved", &["Location: /e"], b""),
        _ => answer("410 Gone", &[], b""),
    });
    let got = get(&format!("{}/a", server.base)).expect("an answer");
    assert_eq!(
        (got.status, got.moved, got.address),
        (410, Some(format!("{}/c", server.base)), format!("{}/e", server.base))
    );
    assert_eq!(get(&format!("{}/c", server.base)).expect("an answer").moved, None);
}

#[test]
fn a_password_goes_to_its_host_alone_and_is_never_told() {
    let other = WebServer::answering(|_| answer("200 OK", &[], b"other"));
    let elsewhere = format!("Location: {}/b", other.base.replace("//", "//x:y@"));
    let server = WebServer::answering(move |head| match path(head) {
        "/here" => answer("302 Found", &["Location: there"], b""),
        "/there" => answer("200 OK", &[], b"there"),
        "/broken" => b"garbage\r\n\r\n".to_vec(),
        _ => answer("302 Found", &[&elsewhere], b""),
    });
    let with = |path: &str| format!("{}{path}", server.base.replace("//", "//me:s%40cret@"));
    let got = get(&with("/here")).expect("an answer");
    assert_eq!(got.address, format!("{}/there", server.base));
    // me:s@cret
    let sent = server.asked();
    assert!(
        sent.len() == 2 && sent.iter().all(|head| head.contains("authorization: Basic bWU6c0BjcmV0\r\n")),
        "{sent:?}"
    );
    let got = get(&with("/away")).expect("an answer");
    assert_eq!((got.body.as_slice(), got.address), (&b"other"[..], format!("{}/b", other.base)));
    assert!(!other.asked().concat().to_lowercase().contains("authorization"));
    let failures = [with("/broken"), "ftp://me:s%40cret@a.example/".to_owned(), "http://me:s%40cret/x@a b/".to_owned()];
    for url in failures {
        let why = get(&url).expect_err(&url);
        assert!(!why.contains("cret") && !why.contains("me:"), "{why}");
    }
}

#[test]
fn what_cannot_be_asked_says_why() {
    for url in ["file:///etc/passwd", "--output=x", "", "http://", "a.example/x", "javascript:alert(1)"] {
        let why = get(url).expect_err(url);
        assert!(why.contains("is not an address; expected one that begins with http:// or https://"), "{why}");
    }
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let why = get(&format!("http://{closed}/")).expect_err("nobody listens");
    assert!(why.contains("the host does not answer there"), "{why}");
    let why = get("http://nowhere.invalid/").expect_err("no such host");
    assert!(why.contains("no such host") || why.contains("name of the host"), "{why}");
    let noise = WebServer::answering(|_| b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec());
    let why = get(&noise.base).expect_err("not HTTP");
    assert!(why.contains("not HTTP"), "{why}");
}

/// What `karwan add` of an address says, in an environment of its own.
fn add(url: &str, environment: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let dossier = folder.path().join("story.toml");
    std::fs::write(
        &dossier,
        "format = 1\n[story]\ntitle = \"S\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"O\"\n",
    )
    .expect("it can be written");
    let mut karwan = Command::new(env!("CARGO_BIN_EXE_karwan"));
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        karwan.env_remove(name).env_remove(name.to_uppercase());
    }
    karwan.env("HOME", folder.path()).envs(environment.iter().copied()).args(["add", url, "--outlet", "O", "-d"]);
    let ran = karwan.arg(&dossier).output().expect("it runs");
    String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned()
}

fn page() -> Vec<u8> {
    answer("200 OK", &["Content-Type: text/html"], PAGE.as_bytes())
}

#[test]
fn proxies_of_the_environment_are_asked_by_connect_and_no_proxy_is_heeded() {
    let proxy = WebServer::speaking(|first, stream| {
        if first.starts_with("CONNECT forbidden.invalid") {
            let _ = stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n");
        let _ = head(stream);
        let _ = stream.write_all(&page());
    });
    let through = [("http_proxy", proxy.base.as_str())];
    let said = add("http://somewhere.invalid/news/1", &through);
    assert!(said.contains("Visit put off"), "{said}");
    assert!(proxy.asked().concat().starts_with("CONNECT somewhere.invalid:80 HTTP/1.1"));
    let said = add("http://forbidden.invalid/news/1", &through);
    assert!(said.contains("the proxy refuses (karwan asks it by CONNECT, also for http)"), "{said}");
    proxy.asked();
    let direct = WebServer::answering(|_| page());
    let said = add(&format!("{}/news/1", direct.base), &[through[0], ("no_proxy", "127.0.0.1")]);
    assert!(said.contains("Visit put off"), "{said}");
    assert_eq!(proxy.asked(), Vec::<String>::new());
}

/// A server of https whose certificate is for `localhost`, by an authority that no system knows. Its port.
fn secure() -> u16 {
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let file = |name: &str| {
        std::fs::read(format!("{}/tests/data/tls/{name}", env!("CARGO_MANIFEST_DIR"))).expect("it is there")
    };
    let chain = vec![CertificateDer::from_pem_slice(&file("server.pem")).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_slice(&file("server.key")).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("they fit");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let session = rustls::ServerConnection::new(Arc::clone(&config)).expect("a session");
            let mut secure: rustls::StreamOwned<_, TcpStream> = rustls::StreamOwned::new(session, stream);
            if !head(&mut secure).is_empty() {
                let _ = secure.write_all(&page());
                secure.conn.send_close_notify();
                let _ = secure.flush();
            }
        }
    });
    port
}

#[test]
fn certificates_are_checked_against_the_authorities_that_the_system_or_the_user_names() {
    let port = secure();
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/tls/ca.pem");
    let said = add(&format!("https://localhost:{port}/news/1"), &[("SSL_CERT_FILE", ours)]);
    assert!(said.contains("Visit put off"), "{said}");
    let said = add(&format!("https://localhost:{port}/news/1"), &[]);
    assert!(said.contains("no secure connection") && said.contains("UnknownIssuer"), "{said}");
    let said = add(&format!("https://127.0.0.1:{port}/news/1"), &[("SSL_CERT_FILE", ours)]);
    assert!(said.contains("no secure connection"), "another name: {said}");
    // A list that was named and is not there is not replaced by another.
    let said = add(&format!("https://localhost:{port}/news/1"), &[("SSL_CERT_FILE", "/no/such/file")]);
    assert!(said.contains("no secure connection"), "{said}");
}

use super::*;

const PAPER: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Visit put off | The Paper</title>
<meta property="og:title" content="Visit put off &amp; no new date">
<meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2025-11-03T23:10:00+05:00">
<link rel="canonical" href="/news/2025/visit-put-off">
<script>var x = "<p>not this</p>";</script>
</head><body><nav><p>Home News Sport and a long line of things that are no text at all</p></nav>
<header><h1>Visit put off</h1></header>
<article><p>The visit that was announced for <a href="/x">November</a> is put off, the ministry said on Monday.</p>
<p>No new date<br>was given.</p><aside><p>Read also: another story about something else entirely, with many words.</p></aside>
<ul><li><a href="/a">A link to another story that is long enough to count as text</a></li></ul>
<p>“We will come,” the ambassador said, “when the time is right for both sides.”</p></article>
<footer><p>All rights reserved by the company that publishes this paper since 1950.</p></footer></body></html>"#;

fn page(html: &str, address: Option<&str>) -> Page {
    read(html.as_bytes(), address).expect("a page")
}

#[test]
fn a_page_is_read_by_its_metadata_and_its_article() {
    let page = page(PAPER, Some("https://www.paper.example/news/2025/visit-put-off?utm_source=x"));
    assert_eq!(page.title.as_deref(), Some("Visit put off & no new date"));
    assert_eq!(page.outlet.as_deref(), Some("The Paper"));
    assert_eq!(page.published.as_ref().map(Edtf::as_str), Some("2025-11-03"), "the day as written");
    assert_eq!(page.language.as_deref(), Some("en-GB"));
    assert_eq!(page.url.as_deref(), Some("https://www.paper.example/news/2025/visit-put-off"));
    assert_eq!(
        page.text.as_deref(),
        Some(
            "The visit that was announced for November is put off, the ministry said on Monday.\n\nNo new date was given.\
             \n\n“We will come,” the ambassador said, “when the time is right for both sides.”"
        )
    );
}

#[test]
fn json_ld_says_what_no_meta_says() {
    let html = r#"<title>x</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":"WebSite","name":"no"},{"@type":["NewsArticle"],"headline":"Railway agreed","datePublished":"2025-07-17",
        "inLanguage":"ru","publisher":{"@type":"Organization","name":"Газета"}}]}</script>
        <script type="application/ld+json">{ broken </script>"#;
    let page = page(html, None);
    assert_eq!(page.title.as_deref(), Some("Railway agreed"));
    assert_eq!(page.outlet.as_deref(), Some("Газета"));
    assert_eq!(page.published.as_ref().map(Edtf::as_str), Some("2025-07-17"));
    assert_eq!(page.language.as_deref(), Some("ru"));
    assert_eq!((page.url, page.text), (None, None));
}

#[test]
fn what_a_page_does_not_say_is_left_out() {
    assert_eq!(page("", None), Page::default());
    let bare = page("<p>Some words that are not many", Some("https://www.one.example/a"));
    assert_eq!((bare.title, bare.published, bare.language, bare.text), (None, None, None, None));
    assert_eq!(bare.outlet.as_deref(), Some("one.example"));
    assert_eq!(bare.url.as_deref(), Some("https://www.one.example/a"));
}

#[test]
fn the_address_of_another_site_or_of_a_front_page_is_not_taken() {
    let with =
        |canonical: &str| page(&format!("<link rel=canonical href='{canonical}'>"), Some("https://copy.example/n/1"));
    for canonical in
        ["https://origin.example/n/1", "https://copy.example/", "javascript:alert(1)", "file:///etc/passwd", "n/2"]
    {
        assert_eq!(with(canonical).url.as_deref(), Some("https://copy.example/n/1"), "{canonical}");
    }
    assert_eq!(with("//www.copy.example/n/2").url.as_deref(), Some("https://www.copy.example/n/2"));
}

#[test]
fn hostile_and_broken_pages_are_read_without_harm() {
    let deep = "<div><article>".repeat(20_000) + "<p>" + &"word ".repeat(40);
    assert!(page(&deep, None).text.is_some());
    let title = page("<title>a\u{1b}]0;x\u{7}b\u{9b}31m</title>", None).title.expect("a title");
    assert!(!title.chars().any(char::is_control), "{title:?}");
    let nested = format!("<script type='application/ld+json'>{}</script>", "[".repeat(100_000));
    assert_eq!(page(&nested, None).title, None);
    let unclosed = "<article><aside><p>menu</p><article><p>".to_owned() + &"text of it ".repeat(20);
    let _ = page(&unclosed, None);
}

#[test]
fn another_encoding_is_said_by_its_name() {
    let why = read(b"<meta charset=\"windows-1251\"><title>\xcf\xf0\xe8</title>", None).expect_err("not UTF-8");
    assert!(why.contains("in `windows-1251`"), "{why}");
}

#[test]
fn ways_to_write_one_address_are_the_same() {
    let one = canonical("https://www.paper.example/news/1").expect("an address");
    for other in [
        "http://paper.example/news/1/",
        "https://m.paper.example/news/1?utm_source=a&fbclid=b",
        "HTTPS://Paper.Example/news/1#top",
        "https://user@paper.example:443/news/1/amp",
    ] {
        assert_eq!(canonical(other).as_deref(), Some(one.as_str()), "{other}");
    }
    for other in ["https://paper.example/news/2", "https://paper.example/news/1?id=3", "https://paper.example/News/1"] {
        assert_ne!(canonical(other).as_deref(), Some(one.as_str()), "{other}");
    }
    assert_eq!(canonical("https://a.example/?b=2&a=1"), canonical("https://a.example?a=1&b=2"));
    for none in ["ftp://a.example/", "a.example/x", "https:///x", "https://a b.example/"] {
        assert_eq!(canonical(none), None, "{none}");
    }
}

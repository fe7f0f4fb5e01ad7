use super::*;

mod day;

const PAPER: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Visit put off | The Paper</title>
<meta property="og:title" content="Visit put off &amp; no new date">
<meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2025-11-03T23:10:00+05:00">
<link rel="canonical" href="/news/2025/visit-put-off">
<script>var x = "<p>not this</p>";</script>
</head><body><nav><p>Home News Sport and a long line of things that are not text at all</p></nav>
<header><h1>Visit put off</h1></header>
<article><p>The visit that was announced for <a href="/x">November</a> is put off, the ministry said on Monday.</p>
<p>No new date<br>was given.</p><aside><p>Read also: another story about something else entirely, with many words.</p></aside>
<ul><li><a href="/a">A link to another story that is long enough to count as text</a></li></ul>
<p>“We will come,” the ambassador said, “when the time is right for both sides.”</p></article>
<footer><p>All rights reserved by the company that publishes this paper since 1950.</p></footer></body></html>"#;

fn page(html: &str, address: Option<&str>) -> WebPage {
    read(html.as_bytes(), None, address).expect("a page")
}

#[test]
fn a_page_is_read_by_its_metadata_and_its_article() {
    let page = page(PAPER, Some("https://www.paper.example/news/2025/visit-put-off?utm_source=x"));
    assert_eq!(page.title.as_deref(), Some("Visit put off & no new date"));
    assert_eq!(page.outlet.as_deref(), Some("The Paper"));
    assert_eq!(page.published.as_ref().map(EdtfDate::as_str), Some("2025-11-03"), "the day as written");
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
    assert_eq!(page.published.as_ref().map(EdtfDate::as_str), Some("2025-07-17"));
    assert_eq!(page.language.as_deref(), Some("ru"));
    assert_eq!((page.url, page.text), (None, None));
}

#[test]
fn what_a_page_does_not_say_is_left_out() {
    assert_eq!(page("", None), WebPage::default());
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
    for hostile in [
        "<table><tr><td>".repeat(5_000),
        "<b><p>".repeat(20_000),
        "<div>".repeat(60_000),
        "<svg><g>".repeat(20_000),
        format!("<p {}>", "a=1 ".repeat(60_000)),
        "<font color=red><p>x".repeat(20_000),
        "<a href='".repeat(20_000),
        "<meta name=a content=b>".repeat(20_000),
        "<!--".repeat(50_000),
        "</div>".repeat(50_000),
        "<".repeat(200_000),
        "<select><option>".repeat(20_000),
        "<script>".repeat(20_000),
        "<template><div>".repeat(10_000),
    ] {
        let _ = page(&(hostile + "<p>" + &"some text of it ".repeat(20)), None);
    }
    let unclosed = "<article><aside><p>menu</p><article><p>".to_owned() + &"text of it ".repeat(20);
    let _ = page(&unclosed, None);
}

#[test]
fn every_encoding_of_the_web_is_read() {
    let russian = "Президент Казахстана прибыл с визитом в Исламабад, сообщила пресс-служба.";
    let read = |bytes: &[u8], charset: Option<&str>| {
        let head = b"<html><head>".to_vec();
        read(&[&head, bytes].concat(), charset, None).expect("a page").title.expect("a title")
    };
    let encoded = |name: &str, text: &str| {
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).expect("a name");
        encoding.encode(&format!("<title>{text}</title>")).0.into_owned()
    };
    for name in ["windows-1251", "koi8-r", "iso-8859-5"] {
        assert_eq!(read(&encoded(name, russian), Some(name)), russian, "by the server's word: {name}");
        let declared = [format!("<meta charset='{name}'>").into_bytes(), encoded(name, russian)].concat();
        assert_eq!(read(&declared, None), russian, "by its own: {name}");
        assert_eq!(read(&encoded(name, russian), None), russian, "by its letters: {name}");
    }
    assert_eq!(
        read(format!("<title>{russian}</title>").as_bytes(), Some("windows-1251")),
        russian,
        "UTF-8 all the same"
    );
    let japanese = "カザフスタン大統領がイスラマバードを訪問した";
    assert_eq!(read(&encoded("shift_jis", japanese), Some("utf-8")), japanese, "a wrong word");
    let utf16: Vec<u8> = "\u{feff}<title>وزیر</title>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(super::read(&utf16, None, None).expect("a page").title.as_deref(), Some("وزیر"));
    for none in [&b"%PDF-1.7 ..."[..], b"PK\x03\x04\0\0"] {
        assert!(super::read(none, None, None).is_err());
    }
    let by_mistake = format!("<title>{russian}</title><p>{}<img alt='\0\0\0'>", "word ".repeat(400));
    let page = super::read(by_mistake.as_bytes(), None, None).expect("a page");
    assert!(page.title.as_deref() == Some(russian) && !page.text.expect("a text").contains('\0'));
}

#[test]
fn what_was_escaped_twice_is_undone() {
    let html = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port &amp; rail: Pakistan&#039;s plan",
        "publisher":{"@type":"Organization","name":"Business &amp; Trade"}}</script>"#;
    let page = page(html, None);
    assert_eq!(page.title.as_deref(), Some("Port & rail: Pakistan's plan"));
    assert_eq!(page.outlet.as_deref(), Some("Business & Trade"));
}

#[test]
fn captions_scraps_and_links_are_no_part_of_the_text() {
    let sentence = "The railway from the border to the port is to be finished by the end of next year, he said, and \
                    the trains are to run from the day on which the terminal is ready, as it was agreed on in the spring.";
    let html = format!(
        "<html class='header-wide'><body><article><p>By A. Writer</p><p>{sentence} One.</p><figure><img src=a.jpg><figcaption>A ship in \
         the port, which is a picture.</figcaption></figure><p>{sentence} Two.</p><h2>A heading</h2><p>{sentence} Three.</p>\
         <p><a href=/x>More about the railway and the port of the city</a></p><p>{sentence} Two.</p><p>Share</p></article>"
    );
    let text = page(&html, None).text.expect("a text, whatever the class of the root");
    let expected = ["One.", "Two.", "A heading", "Three."];
    let expected = expected.map(|end| if end.starts_with('A') { end.to_owned() } else { format!("{sentence} {end}") });
    assert_eq!(text.split("\n\n").collect::<Vec<_>>(), expected);
}

#[test]
fn a_root_in_a_conditional_comment_is_not_the_root_of_the_page() {
    let sentence = "The railway from the border to the port is to be finished by the end of next year, he said. ";
    let html = format!(
        "<!DOCTYPE html>\n<!--[if IE 8]> <html class=\"ie8\"> <![endif]-->\n<!--[if gt IE 8]><!--> \
         <html class='sidebar-widget comment' id=footer> <!--<![endif]--><body><article><p>{}</p><p>{}</p></article>",
        sentence.repeat(3),
        sentence.repeat(4)
    );
    let text = page(&html, None).text.expect("a text");
    assert_eq!(text.split("\n\n").count(), 2, "{text}");
}

#[test]
fn the_author_and_the_language_are_read() {
    let html = "<br>Ö<meta name=author content='A. Writer'><h1>Визит</h1><p>".to_owned()
        + "Президент Казахстана прибыл с визитом в Исламабад, сообщила пресс-служба. Стороны обсудят строительство железной \
           дороги через Афганистан и выход к морским портам. Ожидается, что этой осенью будет подписано соглашение, \
           а первые поезда пойдут через три года. Министр отметил, что груз можно отправить уже сейчас, но дорогой.";
    let page = page(&html, None);
    assert_eq!((page.author.as_deref(), page.language.as_deref()), (Some("A. Writer"), Some("ru")));
}

#[test]
fn a_page_without_paragraphs_or_article_has_a_text_too() {
    let sentence = "The railway from the border to the port is to be finished by the end of next year, he said. ";
    let html = format!(
        "<body><div id=menu><a href=/a>One</a><a href=/b>Two</a></div><div class=story>{}<br><br>{}</div></body>",
        sentence.repeat(4),
        sentence.repeat(5)
    );
    let text = page(&html, None).text.expect("a text");
    assert!(text.contains("finished by the end of next year") && !text.contains("One"), "{text}");
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

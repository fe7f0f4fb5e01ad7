use super::*;

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
fn the_day_is_that_of_the_metadata_in_whatever_form() {
    let day = |html: &str| page(html, None).published.map(|date| date.as_str().to_owned());
    let ld = |data: &str| day(&format!("<script type='application/ld+json'>{data}</script>"));
    let meta = |key: &str, value: &str| day(&format!("<meta name='{key}' content='{value}'>"));
    for (found, expected) in [
        (
            ld(r#"//<![CDATA[
            {"@type":"NewsArticle","datePublished":"2026-03-05T10:00:00Z"}
            //]]>"#),
            "2026-03-05",
        ),
        (ld(r#"{"@type":"WebPage","datePublished":"5 March 2026"}"#), "2026-03-05"),
        (
            ld(r#"{"@type":"Article","headline":"a
            b","datePublished":"2026-03-05"}"#),
            "2026-03-05",
        ),
        (meta("parsely-pub-date", "2026-03-05T10:00:00Z"), "2026-03-05"),
        (meta("parsely-page", r#"{"title":"x","pub_date":"2026-03-05T10:00:00Z"}"#), "2026-03-05"),
        (meta("bt:pubDate", "Thu, 05 Mar 2026 10:00:00 GMT"), "2026-03-05"),
        (meta("date", "20260305"), "2026-03-05"),
        (meta("pubdate", "March 5th, 2026 10:00 am"), "2026-03-05"),
        (meta("dc.date", "5 марта 2026 г."), "2026-03-05"),
        (
            day("<time datetime='2020-01-01'></time><time itemprop='datePublished' datetime='2026-03-05'></time>"),
            "2026-03-05",
        ),
        (meta("date", "2026-03"), "2026-03"),
    ] {
        assert_eq!(found.as_deref(), Some(expected));
    }
    for none in ["0001-01-01T00:00:00", "1970-01-01", "1969-12-31T19:00:00-05:00", "2026-02-30", "05/03/2026", "soon"] {
        assert_eq!(meta("date", none), None, "{none}");
    }
}

#[test]
fn a_day_that_only_text_or_address_says_is_uncertain() {
    let day = |html: &str, address: Option<&str>| page(html, address).published.map(|date| date.as_str().to_owned());
    for near in [
        "By A. Writer | March 5, 2026",
        "Published: 5 March 2026, 10:30",
        "05.03.2026",
        "2026-03-05 10:00",
        "13/03/2026",
        "5 марта 2026",
        "2026 жылғы 5 наурыз",
        "۵ مارچ ۲۰۲۶",
    ] {
        let found = day(&format!("<p>1 January 2020</p><h1>A headline of this page</h1><p>{near}</p>"), None);
        let expected = if near.starts_with("13/") { "2026-03-13~" } else { "2026-03-05~" };
        assert_eq!(found.as_deref(), Some(expected), "{near}");
    }
    let by_address = |address: &str| day("<h1>A headline</h1>", Some(&format!("https://a.example{address}")));
    for (address, expected) in [
        ("/2026/03/05/visit", Some("2026-03-05~")),
        ("/news/2026-03-05-visit", Some("2026-03-05~")),
        ("/world/2026/mar/05/visit", Some("2026-03-05~")),
        ("/a/20260305-visit.html", Some("2026-03-05~")),
        ("/2026/03/visit", Some("2026-03~")),
        ("/id/20269999/x", None),
        ("/news/12345678", None),
    ] {
        assert_eq!(by_address(address).as_deref(), expected, "{address}");
    }
    let far = |dates: &str| format!("<h1>A headline</h1><p>{}</p><p>{dates}</p>", "word ".repeat(300));
    assert_eq!(day(&far("5 March 2026 or 6 March 2026"), None), None);
    assert_eq!(day(&far("5 March 2026"), None).as_deref(), Some("2026-03-05~"), "the only one of the page");
}

/// The day of a page with a headline and a text, and what stands before, between and after them.
fn day_of(before: &str, between: &str, after: &str, address: &str) -> Option<String> {
    let html =
        format!("{before}<h1>The port is opened</h1>{between}<p>{}</p>{after}", "Some words of a text. ".repeat(140));
    page(&html, Some(address)).published.map(|date| date.as_str().to_owned())
}

#[test]
fn a_day_in_utc_is_the_one_that_the_page_shows() {
    let meta = "<meta property='article:published_time' content='2026-03-06T01:10:00Z'>";
    let shown = "<span class='post-date'>5 March 2026</span>";
    let article = "https://a.example/article/1";
    assert_eq!(day_of(meta, shown, "", article).as_deref(), Some("2026-03-05~"), "a guess");
    assert_eq!(day_of(meta, "", "", "https://a.example/2026/03/05/port").as_deref(), Some("2026-03-05~"));
    // Not with a zone of its own, and not another day at all.
    for zone in ["+05:00", " EST", " GMT+0500 (Pakistan Standard Time)"] {
        let own = meta.replace("01:10:00Z", &format!("01:10:00{zone}"));
        assert_eq!(day_of(&own, shown, "", article).as_deref(), Some("2026-03-06"), "{zone}");
    }
    assert_eq!(day_of(meta, &shown.replace('5', "2"), "", article).as_deref(), Some("2026-03-06"));
    // The day and the month exchanged.
    let exchanged = "<meta name='date' content='2026-05-03'>";
    assert_eq!(day_of(exchanged, shown, "", article).as_deref(), Some("2026-03-05~"));
}

#[test]
fn a_day_that_can_be_read_in_two_ways_is_uncertain_and_replaces_no_other() {
    let article = "https://a.example/article/1";
    let meta = |date: &str| format!("<meta name='date' content='{date}'>");
    for (page, address, expected) in [
        (meta("03/04/2025"), article, None),
        (format!("<html lang=fr>{}", meta("03/04/2025")), article, Some("2025-04-03~")),
        (format!("<html lang=en-US>{}", meta("03/04/2025")), article, Some("2025-03-04~")),
        (format!("{}<p>25/12/2024</p>", meta("03/04/2025")), article, Some("2025-04-03~")),
        (format!("<html lang=en-US>{}", meta("13/04/2025")), article, Some("2025-04-13")),
        (format!("<html lang=en-US>{}", meta("04/04/2025")), article, Some("2025-04-04")),
        // What can be read in one way only goes before it.
        (
            format!("<html lang=fr>{}<meta name=pubdate content=2025-03-04>", meta("03/04/2025")),
            article,
            Some("2025-03-04"),
        ),
        // The language would exchange day and month of what the page shows, and the address has no order.
        (format!("<html lang=fr>{}", meta("2026-05-03")), article, Some("2026-05-03")),
        (meta("2026-05-03"), "https://a.example/news/05-03-2026", Some("2026-05-03")),
        (String::new(), "https://a.example/news/25-03-2026", Some("2026-03-25~")),
    ] {
        let shown = "<span class='post-date'>05/03/2026</span>";
        let shown = if page.contains("2026") { shown } else { "" };
        assert_eq!(day_of(&page, shown, "", address).as_deref(), expected, "{page} {address}");
    }
}

#[test]
fn a_date_at_the_edge_of_what_is_looked_at_is_read_whole_or_not_at_all() {
    let article = "https://a.example/article/1";
    let far = "<p>1 January 2020, 2 January 2021</p>";
    for length in 1..700 {
        let fill = "x".repeat(length);
        let marked = format!("<div class=date>{fill} 1.3.2026</div>");
        let before = format!("<p>15 March 2026 {fill}</p>");
        let behind = format!("<p>{fill} 2026-03-15</p>");
        for (before, between, expected) in
            [("", &*marked, "2026-03-01~"), (&*before, "", "2026-03-15~"), ("", &*behind, "2026-03-15~")]
        {
            let found = day_of(before, between, far, article);
            assert!(found.as_deref().is_none_or(|day| day == expected), "{length}: {found:?} is not {expected}");
        }
    }
    // Names of months have more bytes than letters.
    for date in ["сәрсенбі, 25 қыркүйек, 2026", "25 সেপ্টেম্বর, 2026", "2026 жылғы 25 желтоқсандағы"]
    {
        let found = day_of("", "", &format!("<div>Дата: {date}</div>{far}"), article);
        let expected = if date.contains("желтоқсан") { "2026-12-25~" } else { "2026-09-25~" };
        assert_eq!(found.as_deref(), Some(expected), "{date}");
    }
}

#[test]
fn elements_that_are_marked_as_a_date_tell_the_day() {
    let article = "https://a.example/article/1";
    let noise = "<div class=teaser><time datetime='2020-01-01'>1 January 2020</time></div>";
    let far = "<p>Some words of another text. </p>".repeat(60);
    for (between, expected) in [
        ("<meta itemprop='datePublished' content='2026-03-05T10:00'>", "2026-03-05"),
        ("<span itemprop='datePublished' content='2026-03-05T10:00'>today</span>", "2026-03-05"),
        ("<abbr class='published' title='05-03-2026T14:12:32+0200'>5. März</abbr>", "2026-03-05"),
        ("<time datetime='2026-03-05'></time>", "2026-03-05"),
        ("<ul><li class='Datum'>05.03.26</li></ul>", "2026-03-05~"),
        ("<p class='byline'>By A. Writer, 5 mars 2026</p>", "2026-03-05~"),
        ("<p class='fecha-articulo'>5 de marzo de 2026</p>", "2026-03-05~"),
        ("<p>2026年3月5日</p>", "2026-03-05~"),
        ("<p>Ostport, den 5. Mrz. 2026</p>", "2026-03-05~"),
    ] {
        let found =
            day_of(&format!("{noise}{far}"), between, "<time itemprop='datePublished' datetime='2019-01-01'>", article);
        assert_eq!(found.as_deref(), Some(expected), "{between}");
    }
    let foot = |text: &str| day_of("", "", text, article);
    for (after, expected) in [
        ("<div class=post-footer>Posted on 5 March 2026</div>", Some("2026-03-05~")),
        ("<p>Veröffentlicht am: 05.03.2026</p><p>1 January 2020</p>", Some("2026-03-05~")),
        (
            "<script>var page = {\"publish_date\": \"2026-03-05 09:35\"};</script><p>1 January 2020, 2 January 2021</p>",
            Some("2026-03-05~"),
        ),
        ("<meta property='og:updated_time' content='2026-03-05T10:00Z'>", Some("2026-03-05~")),
        ("<p>On 5 March 2026 it was opened.</p>", Some("2026-03-05~")),
        ("<p>On 5 March 2026 it was opened, and on 6 March 2026 closed.</p>", None),
    ] {
        assert_eq!(foot(after).as_deref(), expected, "{after}");
    }
}

#[test]
fn day_and_month_are_told_apart_by_the_other_dates_or_the_language() {
    let day = |html: &str| page(html, None).published.map(|date| date.as_str().to_owned());
    let near = "<h1>The port is opened</h1><p class=date>05/03/2026</p>";
    assert_eq!(day(near), None);
    assert_eq!(day(&format!("{near}<p>13/03/2026</p>")).as_deref(), Some("2026-03-05~"));
    assert_eq!(day(&format!("{near}<p>03/13/2026</p>")).as_deref(), Some("2026-05-03~"));
    assert_eq!(day(&format!("<html lang=fr>{near}")).as_deref(), Some("2026-03-05~"));
    assert_eq!(day(&format!("<html lang=en-GB>{near}")).as_deref(), Some("2026-03-05~"));
    assert_eq!(day(&format!("<html lang=en-US>{near}")).as_deref(), Some("2026-05-03~"));
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

//! The day of a page, from what it says and shows.

use super::*;

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
    let mut read = [0; 3];
    for length in 1..700 {
        let fill = "x".repeat(length);
        let marked = format!("<div class=date>{fill} 1.3.2026</div>");
        let before = format!("<p>15 March 2026 {fill}</p>");
        let behind = format!("<p>{fill} 2026-03-15</p>");
        let forms = [("", &*marked, "2026-03-01~"), (&*before, "", "2026-03-15~"), ("", &*behind, "2026-03-15~")];
        for (read, (before, between, expected)) in read.iter_mut().zip(forms) {
            let found = day_of(before, between, far, article);
            assert!(found.as_deref().is_none_or(|day| day == expected), "{length}: {found:?} is not {expected}");
            assert!(length > 1 || found.is_some(), "beside the headline: {expected}");
            *read += usize::from(found.is_some());
        }
    }
    assert!(read.iter().all(|read| (1..699).contains(read)), "some of each form are near, and some far: {read:?}");
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
fn a_day_of_which_nothing_is_said_is_that_of_publication_unless_the_page_shows_another() {
    let article = "https://a.example/article/1";
    let dated = "<meta name='date' content='2026-03-12'>";
    for (between, address, expected) in [
        ("", article, "2026-03-12"),
        ("<span class=date>12.03.2026</span>", article, "2026-03-12"),
        ("<span class=date>05.03.2026</span>", article, "2026-03-05~"),
        ("<span class=date>19.03.2026</span>", article, "2026-03-12"),
        ("<time datetime='2026-03-05T10:00'>last Thursday</time>", article, "2026-03-05~"),
        ("<time datetime='2026-03-13T01:10:00Z'>last night</time>", article, "2026-03-12"),
        ("<time datetime='2026-03-11T22:10:00Z'>last night</time>", article, "2026-03-12"),
        ("<p>It was opened on 5 March 2026.</p>", article, "2026-03-12"),
        ("", "https://a.example/2026/03/05/port", "2026-03-05~"),
    ] {
        assert_eq!(day_of(dated, between, "", address).as_deref(), Some(expected), "{between} {address}");
        let said = format!("{dated}<meta property='article:published_time' content='2026-03-12'>");
        assert_eq!(day_of(&said, between, "", address).as_deref(), Some("2026-03-12"), "of publication: {between}");
    }
}

#[test]
fn a_date_that_stands_alone_goes_before_one_in_a_sentence() {
    let article = "https://a.example/article/1";
    let caption = "<div>The port, 1 January 2026. Picture by somebody who works for an agency.</div>";
    for (alone, expected) in [
        ("<p>March 5, 2026</p>", "2026-03-05~"),
        ("<p>Thursday, 5 March 2026, 10:30 PKT</p>", "2026-03-05~"),
        ("<p>5.3.26</p>", "2026-03-05~"),
        ("<p>On March 5, 2026 it was said again.</p>", "2026-01-01~"),
    ] {
        let far = "<p>2 February 2020, 2 February 2021</p>";
        let found = day_of("", &format!("{caption}{alone}"), far, article);
        assert_eq!(found.as_deref(), Some(expected), "{alone}");
    }
    // Which number is the day is told by the day in UTC.
    let page = "<html lang=es><meta property='article:published_time' content='2022-05-04T02:41:00Z'>";
    assert_eq!(day_of(page, "<span>3/5/2022 22:41</span>", "", article).as_deref(), Some("2022-05-03~"));
    assert_eq!(day_of(page, "<span>1/5/2022 22:41</span>", "", article).as_deref(), Some("2022-05-04"));
    // Short dates with dots have the month first on some pages.
    let page = "<meta property='article:published_time' content='2017-11-03T03:01:00Z'>";
    assert_eq!(day_of(page, "<span class=date>11.03.17</span>", "", article).as_deref(), Some("2017-11-03"));
    // An old page has its language elsewhere.
    let page = "<html xmlns='http://www.w3.org/1999/xhtml' xml:lang='en-GB'>";
    assert_eq!(day_of(page, "<span class=time>02/10/2020</span>", "", article).as_deref(), Some("2020-10-02~"));
}

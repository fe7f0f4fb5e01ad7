use proptest::prelude::*;

use super::*;

const AT: &str = "https://paper.example/feeds/world.xml";

fn of(text: &str) -> FeedContent {
    read(text.as_bytes(), None, AT).expect("a feed")
}

fn one(text: &str) -> FeedItem {
    let mut feed = of(text);
    assert_eq!(feed.items.len(), 1, "{feed:#?}");
    feed.items.remove(0)
}

/// One item of RSS 2.0 with this in it.
fn rss(inner: &str) -> FeedItem {
    one(&format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:atom='http://www.w3.org/2005/Atom' \
         xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/'>\
         <channel><title>The Paper</title><language>en_GB</language><item>{inner}</item></channel></rss>"
    ))
}

fn atom(inner: &str) -> FeedItem {
    one(&format!("<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='ru'><entry>{inner}</entry></feed>"))
}

fn day(item: &FeedItem) -> String {
    item.published.map_or_else(|| "none".to_owned(), |at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

fn text(value: Option<&String>) -> &str {
    value.map_or("none", String::as_str)
}

#[test]
fn rss_gives_all_that_an_item_has() {
    let item =
        rss("<title>Port opens</title><link>https://paper.example/1</link><guid>urn:1</guid><dc:creator>A. Writer\
         </dc:creator><pubDate>Wed, 03 Sep 2025 10:15:00 +0500</pubDate><description>Short</description>\
         <content:encoded><![CDATA[<p>One.</p><p>Two &amp; three.</p>]]></content:encoded>");
    assert_eq!(
        item,
        FeedItem {
            id: "urn:1".into(),
            url: Some("https://paper.example/1".into()),
            title: Some("Port opens".into()),
            author: Some("A. Writer".into()),
            published: stamp("2025-09-03T05:15:00Z"),
            updated: None,
            language: Some("en-GB".into()),
            summary: Some("Short".into()),
            text: Some("One.\n\nTwo & three.".into()),
        }
    );
}

#[test]
fn every_version_is_read() {
    for feed in [
        "<rss version='0.91'><channel><item><title>t</title></item></channel></rss>",
        "<rss version='3.14'><channel><item><title>t</title></item></channel></rss>",
        "<rss><item><title>t</title></item></rss>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/>\
         <item rdf:about='urn:x'><title>t</title></item></rdf:RDF>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>\
         <item><title>t</title></item></rdf:RDF>",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='base64' type='text/plain'>dA==</title>\
         <issued>2003-12-13T08:29:29-04:00</issued></entry></feed>",
        "<feed><entry><title type='xhtml'><div><b>t</b></div></title></entry></feed>",
        r#"{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"title":"t"}]}"#,
        "<!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://x/rss.dtd' [<!ENTITY a '>'>]><rss><channel><item>\
         <title>t</title></item></channel></rss>",
        "\n\n junk <?xml version='1.0'?><rss><channel><item><title>t</title></item></channel></rss>",
    ] {
        assert_eq!(text(one(feed).title.as_ref()), "t", "{feed}");
    }
}

#[test]
fn bytes_are_read_by_mark_then_the_server_then_the_document_then_a_guess() {
    let feed = |declared: &str, title: &str| {
        format!("<?xml version=\"1.0\"{declared}?><rss><channel><item><title>{title}</title></item></channel></rss>")
    };
    let title = |bytes: &[u8], charset: Option<&str>| {
        read(bytes, charset, AT).expect("a feed").items.remove(0).title.expect("a title")
    };
    let russian = "Порт открыт для грузов";
    let cp1251 = |text: &str| encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    assert_eq!(title(&cp1251(&feed("", russian)), Some("windows-1251")), russian);
    assert_eq!(title(&cp1251(&feed(" encoding='cp1251'", russian)), None), russian);
    assert_eq!(title(&cp1251(&feed(" encoding=\"utf-8\"", russian)), Some("utf-8")), russian, "both are wrong");
    assert_eq!(title(&cp1251(&feed("", russian)), None), russian, "a guess");
    assert_eq!(title(feed("", russian).as_bytes(), Some("iso-8859-1")), russian, "UTF-8 whatever the server says");
    assert_eq!(title(feed(" encoding='utf-16'", russian).as_bytes(), None), russian);
    let wide: Vec<u8> = feed("", russian).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(title(&wide, None), russian, "two bytes a character, without a mark");
    assert_eq!(title(&[&[0xff, 0xfe], &wide[..]].concat(), Some("utf-8")), russian);
    let wider: Vec<u8> = feed("", russian).chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    assert_eq!(title(&wider, None), russian);
    let mut cut = feed("", russian).into_bytes();
    cut.insert(cut.len() - 50, 0xd0);
    assert!(title(&cut, None).contains("открыт"), "one broken byte");
    let mut mixed = feed(" encoding='iso-8859-1'", russian).into_bytes();
    mixed.insert(mixed.len() - 50, 0xf8);
    assert!(title(&mixed, None).contains("открыт"), "UTF-8 but for one byte, whatever is declared");
}

#[test]
fn titles_are_one_line_of_plain_text() {
    for (given, title) in [
        ("AT&amp;T &amp; others", "AT&T & others"),
        ("A &lt;b&gt;bold&lt;/b&gt; word", "A bold word"),
        ("<![CDATA[Two<br/>lines &amp; more]]>", "Two lines & more"),
        ("3 &lt; 5 and x&lt;y", "3 < 5 and x<y"),
        ("&amp;#8216;Quoted&amp;#8217; &amp;nbsp; text", "‘Quoted’ text"),
        (" \n spaced \t out ", "spaced out"),
        ("<i>marked</i> up", "marked up"),
        ("a&lt;meta http-equiv=x&gt; &lt;blink&gt;b&lt;/blink&gt;", "a b"),
        ("with &lt;object data=x&gt;words for&lt;/object&gt; a picture", "with words for a picture"),
        ("&#x1b;[31mred&#7;", "[31mred"),
        ("Torkham &eacute;tape &mdash; R&D", "Torkham étape — R&D"),
    ] {
        assert_eq!(text(rss(&format!("<title>{given}</title>")).title.as_ref()), title, "{given}");
    }
    let nested = "<media:title>no</media:title><title>yes</title><dc:title>no</dc:title>";
    assert_eq!(text(rss(nested).title.as_ref()), "yes");
    assert_eq!(text(rss("<dc:title>only</dc:title>").title.as_ref()), "only");
    let media = "<media:group><media:content><media:title>of a film</media:title></media:content></media:group>";
    assert_eq!(text(rss(media).title.as_ref()), "of a film");
}

#[test]
fn links_are_made_whole_and_the_right_one_is_taken() {
    for (given, url) in [
        ("<link>/news/1</link>", "https://paper.example/news/1"),
        ("<link>2.html</link>", "https://paper.example/feeds/2.html"),
        ("<link>//other.example/3</link>", "https://other.example/3"),
        ("<guid>https://paper.example/4</guid>", "https://paper.example/4"),
        ("<guid isPermaLink='false'>https://paper.example/5</guid>", "none"),
        ("<id>https://paper.example/8</id>", "https://paper.example/8"),
        ("<media:content url='/a.jpg'><media:title>A picture</media:title></media:content>", "none"),
        (
            "<link rel='enclosure'>https://paper.example/a.mp3</link><link>https://paper.example/9</link>",
            "https://paper.example/9",
        ),
        ("<atom:link rel='self' href='/self'/><atom:link href='/6'/>", "https://paper.example/6"),
        ("<link>javascript:alert(1)</link>", "none"),
        ("<link>file:///etc/passwd</link><guid>https://paper.example/7</guid>", "https://paper.example/7"),
        ("<link> \n https://paper.example/8?a=1&amp;b=2 \n</link>", "https://paper.example/8?a=1&b=2"),
        ("<link/><guid>https://paper.example/9</guid>", "https://paper.example/9"),
        ("<guid>news?id=4</guid>", "https://paper.example/feeds/news?id=4"),
        ("<guid>/news/5</guid>", "https://paper.example/news/5"),
        ("<guid>12345</guid>", "none"),
        ("<guid>Who is it?</guid>", "none"),
        ("<guid isPermaLink='false'>/news/6</guid>", "none"),
    ] {
        assert_eq!(text(rss(&format!("<title>t</title>{given}")).url.as_ref()), url, "{given}");
    }
    let item = atom(
        "<title>t</title><link rel='enclosure' href='/a.mp3' type='audio/mpeg'/><link rel='alternate' type='text/html' \
         href='b' xml:base='ignored/'/>",
    );
    assert_eq!(text(item.url.as_ref()), "https://paper.example/feeds/b");
    let based = one("<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/x/'><entry xml:base='y/'>\
         <link href='z'/></entry></feed>");
    assert_eq!(text(based.url.as_ref()), "http://a.example/x/y/z");
}

#[test]
fn an_item_without_guid_and_link_is_known_by_title_and_day() {
    let item = |title: &str, day: &str| rss(&format!("<title>{title}</title><pubDate>{day}</pubDate>")).id;
    assert_eq!(item("a", "2025-09-03"), item("a", "2025-09-03T00:00:00Z"));
    assert_ne!(item("a", "2025-09-03"), item("a", "2025-09-04"));
    assert_ne!(item("a", "2025-09-03"), item("b", "2025-09-03"));
    let tracked = rss("<link>https://www.paper.example/1/?utm_source=rss</link>");
    assert_eq!(tracked.id, "paper.example/1");
    let empty = of("<rss><channel><item/><item><title> </title></item></channel></rss>");
    assert!(empty.items.iter().all(FeedItem::is_empty) && empty.items.len() == 2);
}

#[test]
fn time_stamps_are_read_in_all_their_ways_and_never_invented() {
    for (given, at) in [
        ("Wed, 03 Sep 2025 10:15:00 GMT", "2025-09-03T10:15:00Z"),
        ("Wednesday, 03 September 2025 10:15:00 EST", "2025-09-03T15:15:00Z"),
        ("Thu, 03 Sep 2025 10:15 +0500", "2025-09-03T05:15:00Z"), // the wrong weekday
        ("3 Sep 25 10:15:00 PKT", "2025-09-03T05:15:00Z"),
        ("2025-09-03", "2025-09-03T00:00:00Z"),
        ("2025-09", "2025-09-01T00:00:00Z"),
        ("2025-09-03T10:15Z", "2025-09-03T10:15:00Z"),
        ("2025-09-03T10:15:00.123+05:00", "2025-09-03T05:15:00Z"),
        ("2025-09-03T10:15:00+0500", "2025-09-03T05:15:00Z"),
        ("2025-09-03 10:15:00", "2025-09-03T10:15:00Z"),
        ("2025-09-03 10:15:00 UTC", "2025-09-03T10:15:00Z"),
        ("20250903T101500Z", "2025-09-03T10:15:00Z"),
        ("20250903", "2025-09-03T00:00:00Z"),
        ("2025-246", "2025-09-03T00:00:00Z"),
        ("2025/09/03 10:15", "2025-09-03T10:15:00Z"),
        ("03.09.2025 10:15", "2025-09-03T10:15:00Z"),
        ("September 3, 2025 10:15 PM", "2025-09-03T22:15:00Z"),
        ("Sep 3, 2025 12:05 am", "2025-09-03T00:05:00Z"),
        ("Wed Sep 3 10:15:00 2025", "2025-09-03T10:15:00Z"),
        ("3 сентября 2025, 10:15", "2025-09-03T10:15:00Z"),
        ("Mi, 03 Okt 2025 10:15:00 CEST", "2025-10-03T08:15:00Z"),
        ("Wed, 03 Sep 2025 24:00:00 GMT", "2025-09-04T00:00:00Z"),
        ("13/09/2025", "2025-09-13T00:00:00Z"),
        ("03/09/2025", "none"), // either
        ("yesterday", "none"),
        ("0000-00-00T00:00:00Z", "none"),
        ("0001-01-01T00:00:00Z", "none"),
        ("Wed, 31 Feb 2025 10:15:00 GMT", "none"),
        ("", "none"),
    ] {
        assert_eq!(day(&rss(&format!("<title>t</title><pubDate>{given}</pubDate>"))), at, "{given}");
    }
    assert_eq!(
        day(&rss("<title>t</title><pubDate>soon</pubDate><dc:date>2025-09-03</dc:date>")),
        "2025-09-03T00:00:00Z"
    );
    let item =
        atom("<title>t</title><updated>2025-09-04T00:00:00Z</updated><published>2025-09-03T00:00:00Z</published>");
    assert_eq!(day(&item), "2025-09-03T00:00:00Z");
    assert_eq!(item.updated, stamp("2025-09-04T00:00:00Z"));
    assert_eq!(item.language.as_deref(), Some("ru"));
}

#[test]
fn an_odd_value_of_a_json_feed_costs_itself_alone() {
    let feed = of(r#"{"title":7,"items":[{"id":12,"title":5,"date_published":[],"url":"/a"},"odd",
        {"id":"x","content_html":"<p>A</p><p>B &lt; C</p>","authors":[{"name":"N"}],"date_published":"2025-09-03"},
        {"id":"y","content_text":"1 < 2 <b>\n\nnext","title":"<b>plain</b>"}]}"#);
    assert_eq!(feed.items.len(), 3);
    assert_eq!((&*feed.items[0].id, feed.items[0].url.as_deref()), ("12", Some("https://paper.example/a")));
    assert_eq!(feed.items[1].text.as_deref(), Some("A\n\nB < C"));
    assert_eq!(feed.items[1].author.as_deref(), Some("N"));
    assert_eq!(feed.items[2].text.as_deref(), Some("1 < 2 <b>\n\nnext"));
    assert_eq!(feed.items[2].title.as_deref(), Some("<b>plain</b>"));
}

#[test]
fn a_broken_feed_is_read_as_far_as_it_goes_and_said_to_be_broken() {
    let items = (0..3).map(|n| format!("<item><title>t{n}</title><link>https://x.example/{n}</link></item>"));
    let items = items.collect::<Vec<_>>().concat();
    let feed = of(&format!("<rss version='2.0'><channel><title>X</title>{items}<item><title>cut"));
    assert!(feed.items.len() >= 3, "{feed:#?}");
    assert_eq!(feed.items[2].url.as_deref(), Some("https://x.example/2"));
    assert!(feed.broken.is_some_and(|why| why.starts_with("not well-formed: ")));
    assert_eq!(of(&format!("<rss><channel>{items}</channel></rss>")).broken, None);
    let bare = one("<rss><channel><item><title>R&D &nope; &#0; & more</title></item></channel></rss>");
    assert_eq!(text(bare.title.as_ref()), "R&D &nope; & more");
    let unbound = one("<rss version='2.0'><channel><item><title>t</title><media:x>y</media:x></item></channel></rss>");
    assert_eq!(text(unbound.title.as_ref()), "t");
}

#[test]
fn a_prefix_that_is_not_declared_and_a_second_declaration_cost_nothing() {
    let feed = of(
        "<!-- note --><?xml version='1.0'?><rss xmlns:a='urn:a' version='2.0'><channel><a:x dc:y='1'/><item>                   <content:encoded>long: <![CDATA[<b>text</b>]]></content:encoded><media:content url='x'>picture                   </media:content><title>one &amp; first</title></item><item><title>two</title></item></channel></rss>",
    );
    assert_eq!(feed.broken, None, "nothing is missing");
    let titles: Vec<&str> = feed.items.iter().map(|item| text(item.title.as_ref())).collect();
    assert_eq!(titles, ["one & first", "two"]);
    assert_eq!(text(feed.items[0].text.as_ref()), "long: text");
}

#[test]
fn items_are_read_one_by_one_where_what_is_around_them_does_not_close() {
    let feed = of("<rss version='2.0'><channel><category text='a'><category text='b'><title>X</title><item><title>one\
                   </title></item><item ><title>two</title><content:encoded>t</content:encoded></item></channel></rss>");
    let titles: Vec<&str> = feed.items.iter().map(|item| text(item.title.as_ref())).collect();
    assert_eq!(titles, ["one", "two"]);
    assert!(feed.broken.is_some_and(|why| why.starts_with("not well-formed: ")));
}

#[test]
fn items_in_capitals_with_their_values_as_attributes_are_read() {
    let item = one(
        "<CHANNEL><ITEM HREF='https://x.example/1' LASTMOD='2004-04-06T23:05Z'><TITLE>t</TITLE><ABSTRACT>short                    </ABSTRACT></ITEM></CHANNEL>",
    );
    assert_eq!((text(item.url.as_ref()), day(&item).as_str()), ("https://x.example/1", "2004-04-06T23:05:00Z"));
    assert_eq!((text(item.title.as_ref()), text(item.summary.as_ref())), ("t", "short"));
}

#[test]
fn an_item_with_nothing_in_it_counts_and_says_that_it_is_empty() {
    let feed = of(
        "<rss><channel><item><guid isPermaLink='false'>a</guid></item><item><title>t</title></item></channel></rss>",
    );
    assert_eq!(feed.items.iter().map(FeedItem::is_empty).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_is_no_feed_says_what_it_is() {
    for (given, why) in [
        ("", "the answer is empty"),
        ("<html><body>Not found</body></html>", "this is not a feed: the document is `html`"),
        ("{\"error\": 404}", "this is JSON, but not a JSON Feed: it has no `items`"),
        ("{", "this is not a JSON Feed: EOF"),
        ("plain words", "this is not a feed, or one without a whole item: "),
    ] {
        let error = read(given.as_bytes(), None, AT).expect_err(given);
        assert!(error.starts_with(why), "{given}: {error}");
    }
}

#[test]
fn bounds_hold() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><rss><channel><item><title>&b;</title>\
                </item></channel></rss>";
    assert_eq!(text(one(bomb).title.as_ref()), "&b;", "no entity expands");
    let deep = format!("<rss><channel><item>{}{}</item></channel></rss>", "<a>".repeat(300), "</a>".repeat(300));
    assert_eq!(read(deep.as_bytes(), None, AT).expect_err("deep"), "elements nest deeper than 256");
    let deeper = "<a>".repeat(500_000);
    assert!(read(deeper.as_bytes(), None, AT).is_err());
    let wide = (0..1_001).map(|n| format!(" a{n}='x'")).collect::<Vec<_>>().concat();
    let wide = format!("<rss><channel><item{wide}><title>t</title></item></channel></rss>");
    assert_eq!(read(wide.as_bytes(), None, AT).expect_err("wide"), "an element has more than 1000 attributes");
    let many = format!("<rss><channel>{}</channel></rss>", "<item><title>t</title></item>".repeat(MOST_ITEMS + 5));
    assert_eq!(of(&many).items.len(), MOST_ITEMS);
    let json = format!("{{\"items\":{}", "[".repeat(100_000));
    assert!(read(json.as_bytes(), None, AT).is_err());
}

#[test]
fn no_control_character_of_a_feed_is_left() {
    let item = one(
        "<rss><channel><item><title>a\u{9b}31m</title><description>b\u{1}\u{7f}c\r\n</description></item></channel></rss>",
    );
    assert_eq!((text(item.title.as_ref()), text(item.summary.as_ref())), ("a 31m", "b c"));
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..300), charset in "[a-z0-9-]{0,12}") {
        let _ = read(&bytes, Some(&charset), AT);
    }

    #[test]
    fn no_damage_is_too_odd(at in 0_usize..2000, with in any::<char>(), cut in any::<bool>()) {
        let whole = include_str!("../../../tests/data/feeds/mixed.xml");
        let mut chars: Vec<char> = whole.chars().collect();
        let at = at % chars.len();
        if cut { chars.truncate(at); } else { chars[at] = with; }
        let text: String = chars.into_iter().collect();
        if let Ok(feed) = read(text.as_bytes(), None, AT) {
            for item in feed.items {
                prop_assert!(!item.id.is_empty());
                let texts = [item.title, item.author, item.summary, item.text];
                prop_assert!(texts.iter().flatten().all(|text| text.chars().all(|c| c == '\n' || !c.is_control())));
            }
        }
    }
}

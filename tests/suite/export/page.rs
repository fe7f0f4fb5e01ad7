//! The readable pages, read as XML, as HTML and as Markdown.

use std::collections::HashSet;

use karwan::dossier::Dossier;
use pulldown_cmark::{Event, Options, Parser, Tag};
use roxmltree::{Document, ParsingOptions};

use crate::common::frozen;
use crate::common::story::{HOSTILE, day, export, hostile};

fn html(dossier: &Dossier, known: &str) -> String {
    export("html", dossier, day(known)).0
}

fn xml(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).expect("well-formed XML")
}

#[test]
fn the_page_is_well_formed_and_its_links_lead_somewhere() {
    for (dossier, known) in [
        (hostile(), "2025-10-31"),
        (hostile(), "2025-12-01"),
        (frozen::story(), "2025-09-05"),
        (frozen::story(), "2026-11-23"),
    ] {
        let text = html(&dossier, known);
        let document = xml(&text);
        let mut ids = HashSet::new();
        for id in document.descendants().filter_map(|node| node.attribute("id")) {
            assert!(ids.insert(id), "`{id}` stands twice");
        }
        for link in document.descendants().filter_map(|node| node.attribute("href")) {
            match link.strip_prefix('#') {
                Some(id) => assert!(ids.contains(id), "`{link}` leads nowhere"),
                None => assert!(link.starts_with("http://") || link.starts_with("https://"), "{link}"),
            }
        }
    }
}

#[test]
fn no_text_becomes_markup() {
    const ELEMENTS: &[&str] = &[
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "nav", "main", "p", "ul", "ol", "li", "a",
        "bdi", "strong", "q", "span", "div", "table", "thead", "tbody", "tr", "th", "td", "svg", "g", "path", "circle",
        "text",
    ];
    const ATTRIBUTES: &[&str] = &[
        "lang",
        "dir",
        "charset",
        "http-equiv",
        "content",
        "name",
        "id",
        "class",
        "href",
        "rel",
        "scope",
        "viewBox",
        "role",
        "aria-label",
        "d",
        "cx",
        "cy",
        "r",
        "x",
        "y",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "font-size",
        "font-family",
    ];
    let text = html(&hostile(), "2025-12-01");
    for node in xml(&text).descendants().filter(roxmltree::Node::is_element) {
        assert!(ELEMENTS.contains(&node.tag_name().name()), "{}", node.tag_name().name());
        for attribute in node.attributes() {
            assert!(ATTRIBUTES.contains(&attribute.name()), "{}", attribute.name());
        }
    }
    // A browser's parser, which knows no XML, sees the same elements.
    let document = dom_query::Document::from(text.as_str());
    for name in ["script", "b", "img", "iframe", "object", "form", "link", "base"] {
        assert_eq!(document.select(name).length(), 0, "{name}");
    }
    let elements = xml(&text).descendants().filter(roxmltree::Node::is_element).count();
    assert_eq!(document.select("*").length(), elements);
    assert!(document.select("h1").text().contains("<script>alert(1)</script> & &amp; ]]> \\input{x}"));
}

#[test]
fn the_policy_lets_nothing_in_but_the_style() {
    use base64::prelude::{BASE64_STANDARD as STANDARD, Engine as _};
    use ring::digest::{SHA256, digest};
    let text = html(&hostile(), "2025-12-01");
    let document = dom_query::Document::from(text.as_str());
    let style = document.select("style").text();
    let hash = STANDARD.encode(digest(&SHA256, style.as_bytes()));
    let policy = document.select("meta[http-equiv]").attr("content").expect("a policy").to_string();
    let said = policy.split("sha256-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a digest");
    assert_eq!(said, hash, "the style is not the one that the policy names");
    let rest = policy.replace(said, "");
    assert_eq!(rest, "default-src 'none'; style-src 'sha256-'; base-uri 'none'; form-action 'none'");
}

#[test]
fn a_page_in_urdu_runs_from_right_to_left() {
    let text = html(&hostile(), "2025-10-31");
    let document = xml(&text);
    let root = document.root_element();
    assert_eq!((root.attribute("lang"), root.attribute("dir")), (Some("ur"), Some("rtl")));
    let text = html(&frozen::story(), "2026-11-23");
    let document = xml(&text);
    let root = document.root_element();
    assert_eq!((root.attribute("lang"), root.attribute("dir")), (Some("en"), Some("ltr")));
}

#[test]
fn the_page_tells_what_was_promised_and_what_came_of_it() {
    let text = html(&frozen::story(), "2026-11-23");
    let document = dom_query::Document::from(text.as_str());
    let headings: Vec<String> = document.select("h2").iter().map(|heading| heading.text().to_string()).collect();
    assert_eq!(
        headings,
        [
            "What stands",
            "Timeline",
            "Ledger",
            "Map",
            "Actors",
            "Ports",
            "Corridors",
            "Figures",
            "Who said what",
            "Sources"
        ]
    );
    let row = document.select("tr").iter().map(|row| row.text().to_string());
    let ledger: Vec<String> = row.filter(|row| row.contains("President Tokayev visits Islamabad")).collect();
    assert!(
        ledger.iter().any(|row| row.contains("Yerzhan Kistafin")
            && row.contains("1–7 Nov 2025")
            && row.contains("3–4 Feb 2026")
            && row.contains("88–95 days")),
        "{ledger:#?}"
    );
    assert!(document.select("svg circle").length() > 20 && document.select("svg path").length() > 20);
}

#[test]
fn markdown_text_stays_text() {
    for (dossier, known) in [(hostile(), "2025-12-01"), (frozen::story(), "2026-11-23")] {
        let (text, _) = export("markdown", &dossier, day(known));
        let mut plain = String::new();
        for event in Parser::new_ext(&text, Options::all().difference(Options::ENABLE_SMART_PUNCTUATION)) {
            match event {
                Event::Html(html) => assert_eq!(html.trim(), "<!-- -->"),
                Event::InlineHtml(html) => panic!("{html}"),
                Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => panic!("{code}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(dest_url.starts_with("http"), "{dest_url}");
                    assert!(!dest_url.contains("evil.example"));
                }
                Event::Start(
                    Tag::Image { .. }
                    | Tag::CodeBlock(_)
                    | Tag::BlockQuote(_)
                    | Tag::Emphasis
                    | Tag::Strikethrough
                    | Tag::FootnoteDefinition(_)
                    | Tag::Superscript
                    | Tag::Subscript
                    | Tag::HtmlBlock,
                ) if !text.contains("<!-- -->") => panic!("{event:?}"),
                Event::Start(
                    Tag::Image { .. } | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Emphasis | Tag::Strikethrough,
                ) => {
                    panic!("{event:?}")
                }
                Event::Text(text) => plain.push_str(&text),
                Event::End(_) => plain.push('\n'),
                _ => {}
            }
        }
        if known == "2025-12-01" {
            let words = HOSTILE.split_whitespace().take(16).collect::<Vec<_>>().join(" ");
            assert!(plain.contains(&format!("Visit {words}")), "{plain}");
            assert!(plain.contains("-2 Trade"));
        }
    }
}

//! Lines become articles in their order, odd ones at their place, however the file is cut into pieces.

use super::*;
use crate::dossier::ArticleFields;

/// Notes the odd lines, and puts an article in the place of each.
#[derive(Default)]
struct Noted {
    odd: Vec<OddLine>,
    done: Vec<u64>,
}

impl JsonReading for Noted {
    fn odd(&mut self, store: &mut ArticleStore, line: OddLine) -> io::Result<()> {
        let id = format!("odd-{}", line.offset);
        store.push(ArticleFields {
            id,
            at: crate::dossier::SourcePlace { file: 0, offset: line.offset },
            ..Default::default()
        });
        self.odd.push(line);
        Ok(())
    }

    fn progress(&mut self, _: &ArticleStore, bytes: u64) {
        self.done.push(bytes);
    }
}

fn loaded(text: &[u8]) -> (ArticleStore, Noted, JsonLines) {
    let (mut store, mut noted) = (ArticleStore::default(), Noted::default());
    let lines = read_lines(text, 0, &mut store, &mut noted).unwrap();
    (store, noted, lines)
}

fn is_odd(line: &str) -> bool {
    let (store, noted, _) = loaded(line.as_bytes());
    assert_eq!(store.len(), 1, "{line}");
    noted.odd.len() == 1
}

#[test]
fn a_whole_article_is_read() {
    let (store, noted, lines) = loaded(
        r#"{"id": "a-1", "title": "Gwadar \u201cport\u201d", "outlet": "Dawn", "url": "u", "published": "2025-09-03",
            "retrieved": "2026-11", "language": "en", "kind": "wire", "based_on": ["a-2"], "relays": "TASS",
            "archived": "c", "summary": "کراچی", "text": "t\nu", "tags": ["x", "y"]}"#
            .replace('\n', " ")
            .as_bytes(),
    );
    assert!(noted.odd.is_empty());
    insta::assert_debug_snapshot!(store.get(ArticleIx(0)), @r#"
    Article {
        id: "a-1",
        title: "Gwadar “port”",
        outlet: "Dawn",
        url: Some(
            "u",
        ),
        published: Some(
            "2025-09-03",
        ),
        retrieved: Some(
            "2026-11",
        ),
        language: Some(
            "en",
        ),
        kind: Some(
            Wire,
        ),
        based_on: [],
        archived: Some(
            "c",
        ),
        relays: Some(
            "TASS",
        ),
        summary: Some(
            "کراچی",
        ),
        text: Some(
            "t\nu",
        ),
        tags: [
            "x",
            "y",
        ],
        at: SourcePlace {
            file: 0,
            offset: 0,
        },
    }
    "#);
    assert_eq!(lines.based_on, [(ArticleIx(0), vec!["a-2".to_owned()])]);
}

#[test]
fn whatever_is_not_plainly_good_is_handed_back() {
    assert!(!is_odd(r#"{"id": "a", "title": "t", "outlet": "o"}"#));
    for line in [
        r#"{"id": "a", "title": "t"}"#,
        r#"{"id": "a", "title": "t", "outlet": " "}"#,
        r#"{"id": "A", "title": "t", "outlet": "o"}"#,
        r#"{"id": "a--b", "title": "t", "outlet": "o"}"#,
        r#"{"id": "-a", "title": "t", "outlet": "o"}"#,
        r#"{"id": "", "title": "t", "outlet": "o"}"#,
        r#"{"id": "a", "title": "t", "outlet": "o", "colour": 1}"#,
        r#"{"id": "a", "title": "t", "outlet": "o", "text_file": "a.md"}"#,
        r#"{"id": "a", "title": "t", "outlet": "o", "url": null}"#,
        r#"{"id": "a", "title": "t", "outlet": "o", "published": "2026-02-30"}"#,
        r#"{"id": "a", "title": "t", "outlet": "o", "kind": "novel"}"#,
        r#"{"id": "a", "title": "t", "title": "t", "outlet": "o"}"#,
        r#"{"id": "a", "title": "t", "outlet": "o"} x"#,
        r#"["id", "a"]"#,
        "{",
    ] {
        assert!(is_odd(line), "{line}");
    }
}

#[test]
fn lines_are_in_order_whatever_the_size_of_the_pieces() {
    let mut text = Vec::new();
    let mut offsets = Vec::new();
    for n in 0..500 {
        if n % 7 == 3 {
            text.extend_from_slice(b"\r\n \n");
        }
        offsets.push(text.len() as u64);
        match n % 50 {
            11 => text.extend_from_slice(b"no json"),
            12 => text.extend_from_slice(b"\"\xff\""),
            _ => text.extend_from_slice(
                format!(r#"{{"id": "a-{n}", "title": "{}", "outlet": "o", "based_on": ["b-{n}"]}}"#, "w".repeat(n + 1))
                    .as_bytes(),
            ),
        }
        if n < 499 {
            text.push(b'\n');
        }
    }
    let (whole, noted, lines) = loaded(&text);
    assert_eq!(whole.iter().map(|(_, a)| a.at.offset).collect::<Vec<_>>(), offsets);
    assert_eq!(noted.odd.len(), 20);
    assert_eq!(noted.odd[1].bytes, b"\"\xff\"");
    assert_eq!(lines.bytes, text.len() as u64);
    for (ix, ids) in &lines.based_on {
        assert_eq!(ids[0][1..], whole.get(*ix).id[1..]);
    }
    assert_eq!(lines.based_on.len(), 480);
    for size in [1, 10, 1000, 10_000] {
        let mut source = &text[..];
        let mut chunks = FileChunks::new(&mut source);
        let mut chunk = FileChunk::new();
        let mut all = Vec::new();
        while chunks.next(&mut chunk, size).unwrap() {
            assert_eq!(chunk.start, all.len() as u64);
            all.extend_from_slice(&chunk.bytes);
            assert!(chunk.bytes.ends_with(b"\n") || all.len() == text.len());
        }
        assert_eq!(all, text, "{size}");
    }
}

#[test]
fn a_file_of_many_pieces_is_read_by_several_threads_in_order() {
    let line = |n: usize| format!(r#"{{"id": "a-{n}", "title": "{}", "outlet": "o"}}"#, "word ".repeat(200)) + "\n";
    let text: String = (0..36_000).map(line).collect();
    assert!(text.len() > 4 * CHUNK);
    let (store, noted, _) = loaded(text.as_bytes());
    assert_eq!(store.len(), 36_000);
    assert!(store.iter().all(|(ix, a)| a.id == format!("a-{}", ix.0)));
    assert!(noted.done.len() > 4 && noted.done.is_sorted());
    assert_eq!(store.find("a-12345"), Some(ArticleIx(12_345)));
}

#[test]
fn a_second_use_of_an_id_is_told() {
    let line = r#"{"id": "a", "title": "t", "outlet": "o"}"#;
    let (store, _, lines) = loaded(format!("{line}\n{line}\n").as_bytes());
    assert_eq!(store.len(), 2);
    assert_eq!(lines.taken, [(ArticleIx(1), ArticleIx(0))]);
}

#[test]
fn a_source_that_fails_says_so() {
    struct Broken(usize);
    impl Read for Broken {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            self.0 += to.len();
            if self.0 > 40 << 20 {
                return Err(io::Error::other("gone"));
            }
            to.fill(b'\n');
            Ok(to.len())
        }
    }
    let error = read(&mut Broken(0), 0, 0, &mut ArticleStore::default(), &mut Noted::default()).unwrap_err();
    assert_eq!(error.to_string(), "gone");
}

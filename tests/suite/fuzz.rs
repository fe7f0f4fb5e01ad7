//! Hostile input by chance: texts that were taken apart and put together wrongly never make a reader fall over.
//!
//! Every run tries a few hundred texts a reader; `KARWAN_FUZZ_SECONDS=60` tries for so long instead. What fails is printed
//! with its number, by which `KARWAN_FUZZ_SEED` finds it again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use karwan::desk::import::csv;
use karwan::desk::import::sheet::SheetOptions;
use karwan::desk::{feed, page};
use karwan::dossier::date::when::when;
use karwan::dossier::load::load_texts;
use karwan::dossier::{EdtfDate, EventKind};
use karwan::settings::config;
use karwan::text;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::common::parse;
use crate::common::screen::today;

/// Texts that are tried where no time is given.
const TRIES: u64 = 300;
/// No text is longer.
const LONGEST: usize = 6_000;

/// Numbers as by chance, the same for the same seed (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap_or(0) % limit.max(1)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Bytes that readers stumble over.
const ODD: &[&[u8]] = &[
    b"\0",
    b"\r\n",
    b"\x1b[31m",
    b"\"",
    b"'''",
    b"\\u202e",
    "\u{202e}\u{200f}گوادر".as_bytes(),
    "🇵🇰👩\u{200d}🚀e\u{301}".as_bytes(),
    b"\xff\xfe\xc3",
    b"[[",
    b"{{{{",
    b"]]>",
    b"<![CDATA[",
    b"&#x0;&amp;amp;",
    b"99999999999999999999",
    b"-0",
    b"1e999",
    b"../..",
    b"2025-02-30",
    b"T24:61:60",
    b",,,\"\n",
    b"::",
    b"((((",
    b"OR",
    b"date:>",
];

/// A text made of pieces of a seed and of odd bytes.
fn mixed(seeds: &[&[u8]], chance: &mut Chance) -> Vec<u8> {
    let mut out = chance.of(seeds).to_vec();
    out.truncate(LONGEST);
    for _ in 0..=chance.below(8) {
        let (a, b) = (chance.below(out.len() + 1), chance.below(out.len() + 1));
        let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 200));
        match chance.below(5) {
            0 => drop(out.drain(from..to)),
            1 => drop(out.splice(from..from, chance.of(ODD).iter().copied()).collect::<Vec<u8>>()),
            2 => {
                let piece = out[from..to].to_vec();
                let at = chance.below(out.len() + 1);
                out.splice(at..at, piece);
            }
            3 if from < out.len() => out[from] ^= 1 << chance.below(8),
            _ => {
                let other = chance.of(seeds);
                let start = chance.below(other.len() + 1);
                let piece = &other[start..(start + 120).min(other.len())];
                out.splice(from..to, piece.iter().copied());
            }
        }
    }
    out.truncate(LONGEST);
    out
}

/// Tries texts made of the seeds, each from a number of its own.
fn fuzz(seeds: &[&[u8]], look: impl Fn(&[u8])) {
    let set = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let start = Instant::now();
    let seconds = set("KARWAN_FUZZ_SECONDS").map(Duration::from_secs);
    let (first, most) = match (set("KARWAN_FUZZ_SEED"), seconds) {
        (Some(seed), _) => (seed, seed + 1),
        (None, Some(_)) => (1, u64::MAX),
        (None, None) => (1, 1 + TRIES),
    };
    for seed in first..most {
        if seconds.is_some_and(|seconds| start.elapsed() > seconds) {
            break;
        }
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let bytes = mixed(seeds, &mut chance);
        let held = catch_unwind(AssertUnwindSafe(|| look(&bytes))).is_ok();
        assert!(held, "KARWAN_FUZZ_SEED={seed}: {:?}", String::from_utf8_lossy(&bytes));
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What goes to a terminal holds nothing that steers it.
fn is_tame(text: &str) -> bool {
    !text.chars().any(|c| text::is_unsafe(c) && c != '\n')
}

#[test]
fn a_dossier() {
    let seeds = [
        &include_bytes!("../data/everything.toml")[..],
        include_bytes!("../data/story/ports.toml"),
        b"{\"format\":1,\"story\":{\"title\":\"S\"},\"articles\":[{\"id\":\"a\",\"title\":\"A\",\"outlet\":\"O\",\"published\":\"2026\"}]}",
        b"{\"id\":\"a\",\"title\":\"A\",\"outlet\":\"O\",\"published\":\"2026-01\",\"text\":\"\\u00e9\"}\n{\"id\":\"b\"}\n",
    ];
    for ending in ["toml", "json", "jsonl"] {
        fuzz(&seeds, |bytes| {
            let path = PathBuf::from(format!("story.{ending}"));
            let loaded = load_texts(&[(path, lossy(bytes))]);
            for problem in &loaded.problems {
                assert!(is_tame(&problem.render()), "{}", problem.render());
            }
            assert!(loaded.dossier.is_some() || !loaded.problems.is_empty(), "nothing is said");
        });
    }
}

#[test]
fn dates() {
    let seeds: Vec<&[u8]> = [
        "2025-11~/2025-12?",
        "../2027-02-04",
        "Y170000002",
        "-0043-03-15T12:00:00-04:00",
        "second week of september 2025",
        "c. 8–14 Sep '25?",
        "by friday",
        "Nov-Dec 25",
        "03.02.2026 10:30 PM",
        "2026 жылғы 5 наурыз",
        "in two weeks",
        "winter 2023/24",
    ]
    .map(str::as_bytes)
    .to_vec();
    fuzz(&seeds, |bytes| {
        let typed = lossy(bytes);
        if let Ok(date) = EdtfDate::parse(&typed) {
            assert_eq!(date.as_str(), typed);
            assert!(!date.display().is_empty());
        }
        if let Ok(date) = when(&typed, today()) {
            assert_eq!(EdtfDate::parse(date.as_str()).as_ref(), Ok(&date));
        }
    });
}

#[test]
fn a_query() {
    let seeds: Vec<&[u8]> = [
        "port:gwadar -is:overdue (a OR \"b c\") /x{2}/ date:2025-09..2025-11",
        "known:>\"5 sep 2025\" slip:>30 outlet:dawn,\"The News\" NOT *stan",
        "date:yesterday known:<=7d by:kistafin,* id:a-b",
    ]
    .map(str::as_bytes)
    .to_vec();
    fuzz(&seeds, |bytes| {
        let typed = lossy(bytes);
        let parsed = parse(&typed);
        for fault in &parsed.faults {
            assert!(typed.get(fault.span.clone()).is_some(), "{fault:?} lies outside");
        }
        let printed = parsed.query.to_string();
        let again = parse(&printed);
        assert!(again.faults.is_empty() && again.query == parsed.query, "`{printed}`: {:?}", again.faults);
        let _ = parsed.query.marks(&typed);
    });
}

#[test]
fn the_sanitiser() {
    let seeds: Vec<&[u8]> =
        ["Gwadar گوادر e\u{301} 🇵🇰 \u{202e}abc\u{202c} \u{9b}31m", "a\tb\r\nc\u{2028}d"].map(str::as_bytes).to_vec();
    fuzz(&seeds, |bytes| {
        let typed = lossy(bytes);
        let safe = text::safe(&typed);
        assert!(!safe.chars().any(text::is_unsafe), "{safe:?}");
        for columns in [0, 1, 2, 7, 40] {
            assert!(text::width(&text::cut(&safe, columns, "…")) <= columns, "{safe:?} in {columns}");
            // A cluster is never broken, however wide it is.
            let widest = safe.graphemes(true).map(text::width).max().unwrap_or(0);
            assert!(text::wrap(&safe, columns).iter().all(|line| text::width(line) <= columns.max(widest)));
        }
    });
}

#[test]
fn a_sheet() {
    let seeds = [
        &b"Title,Date,Source,Status\nThe visit,3-Sep-25,Dawn,expected\n\"A, \"\"b\"\"\",05/09/2025,,happened\n"[..],
        "Headline;Year;Month;Day;Link\nA;2025;9;3;https://a.example\nб;1453;5;;\n".as_bytes(),
        b"id\ttitle\tkind\tdate\na\tA\tvisit\t45903\n",
        b"PK\x03\x04 xl/worksheets/sheet1.xml",
    ];
    let options = SheetOptions { kind: EventKind::Incident, status: None, order: None, maps: Vec::new() };
    fuzz(&seeds, |bytes| {
        if let Ok(read) = csv::read(&[("sheet.csv".to_owned(), bytes.to_vec())], "S", today(), &options, None)
            && read.errors.is_empty()
        {
            let texts: Vec<(PathBuf, String)> =
                read.files.iter().map(|(name, text)| (name.into(), text.clone())).collect();
            assert!(load_texts(&texts).dossier.is_some(), "what is imported opens");
        }
    });
}

#[test]
fn a_page() {
    let seeds = [
        &b"<!doctype html><html lang=en><head><title>A &amp; b</title><meta property=\"og:title\" content=\"x\"><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"datePublished\":\"2025-09-03T10:00:00Z\"}</script></head><body><article><h1>H</h1><p>One two.</p></article></body></html>"[..],
        "<html dir=rtl><body><time>۵ مارچ ۲۰۲۶</time><p>گوادر</p><table><tr><td>1</table></body>".as_bytes(),
    ];
    fuzz(&seeds, |bytes| {
        for charset in [None, Some("windows-1251"), Some("utf-16")] {
            if let Ok(read) = page::read(bytes, charset, Some("https://paper.example/2025/09/03/a")) {
                assert!(read.published.is_none_or(|day| EdtfDate::parse(day.as_str()).is_ok()));
            }
        }
    });
}

#[test]
fn a_feed() {
    let seeds = [
        &include_bytes!("../data/feeds/mixed.xml")[..],
        b"<rss version=\"2.0\"><channel><title>T</title><item><title>A</title><link>https://a.example/1</link><pubDate>Wed, 3 Sep 2025 10:15:00 +0500</pubDate></item></channel></rss>",
        b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[{\"id\":\"1\",\"content_text\":\"x\",\"date_published\":\"2025-09-03T10:00:00Z\"}]}",
    ];
    fuzz(&seeds, |bytes| {
        let Ok(read) = feed::read(bytes, None, "https://paper.example/feed") else { return };
        for item in read.items {
            assert!(!item.id.is_empty());
            let texts = [item.title, item.author, item.summary, item.text];
            assert!(texts.iter().flatten().all(|text| text.chars().all(|c| c == '\n' || !c.is_control())));
        }
    });
}

#[test]
fn a_configuration() {
    let seeds =
        [&include_bytes!("../../config.example.toml")[..], b"[filters]\nlate = \"is:overdue\"\n[keys]\nquit = \"q\"\n"];
    fuzz(&seeds, |bytes| {
        let (_, problems) = config::read(&lossy(bytes), Path::new("config.toml"));
        assert!(problems.iter().all(|problem| problem.line >= 1 && is_tame(&problem.render())));
    });
}

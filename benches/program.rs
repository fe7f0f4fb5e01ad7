//! What the program costs with a large dossier, through the program itself: keys in, a finished frame out.
//!
//! `KARWAN_BENCH=DIR cargo bench --bench program -- 1k 100k 1m`; the dossiers are those of `benches/scale.rs`. Behind the
//! sizes may stand what is to be measured: `load`, `keys`; without that, both. Each size runs in a process of its own. See
//! `docs/PERFORMANCE.md`.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // figures for people

#[allow(dead_code)] // of the passes the first alone
#[path = "scale/bare.rs"]
mod bare;
#[allow(dead_code)] // of the keystrokes alone
#[path = "scale/keys.rs"]
mod keys;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use karwan::dossier::Dossier;
use karwan::dossier::load::load_telling;
use karwan::query::{ArticleIndex, QueryIndex, QueryView};
use karwan::settings::input::{Keymap, ScreenId, key};
use karwan::settings::theme::{DrawStyle, GlyphSet, ThemeKind};
use karwan::story::lines::MapLines;
use karwan::story::{ChangeCalendar, PublicationDays, Snapshot};
use karwan::ui::app::{Model, ModelStart};
use karwan::ui::effect::Effect;
use karwan::ui::message::Message;
use karwan::ui::palette::PaletteRecords;
use karwan::ui::ready::ReadyDossier;
use karwan::ui::widgets::notes::FrameKind;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SIZE: Rect = Rect { x: 0, y: 0, width: 120, height: 40 };

/// What can be measured.
const PARTS: [&str; 2] = ["load", "keys"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let root = PathBuf::from(std::env::var_os("KARWAN_BENCH").unwrap_or_else(|| "target/bench-dossiers".into()));
    let (parts, sizes): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| PARTS.contains(argument));
    let parts = if parts.is_empty() { &PARTS[..] } else { &parts };
    if let [one] = &sizes[..]
        && let Some(dir) = one.strip_prefix("in:")
    {
        return measure(Path::new(dir), parts);
    }
    for size in if sizes.is_empty() { vec!["1k", "100k", "1m"] } else { sizes } {
        let dir = root.join(size);
        if !dir.join("articles.jsonl").exists() {
            eprintln!("{}: no dossier; make it with tools/make-dossier", dir.display());
            continue;
        }
        println!("\n== {size}");
        let this = std::env::current_exe().expect("a running program has a path");
        let status = std::process::Command::new(this).args(parts).arg(format!("in:{}", dir.display())).status();
        assert!(status.expect("the bench starts itself").success());
    }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

fn measure(dir: &Path, parts: &[&str]) {
    let files: u64 =
        std::fs::read_dir(dir).expect("readable").flatten().map(|f| f.metadata().map_or(0, |m| m.len())).sum();
    let memory = |what: &str| {
        let bytes = |key| memory_of(key) as f64 * 1024.0;
        let (rest, peak) = (bytes("VmRSS"), bytes("VmHWM"));
        let times = |bytes: f64| bytes / files as f64;
        println!(
            "memory {what:<21}{:8.1} MB at rest, {:.2} x files; peak {:.2} x",
            rest / 1e6,
            times(rest),
            times(peak)
        );
    };
    // As the program does, while nothing else was allocated.
    let paths = [dir.to_owned()];
    let start = processor_time();
    let (dossier, loading) = timed(|| load_telling(&paths, None, &|_, _| {}).dossier.expect("no error"));
    let read = processor_time();
    let (ready, preparing) = timed(|| ReadyDossier::of(Arc::clone(&dossier), today(), Vec::new()));
    let ((mut program, effects), showing) = timed(|| Program::shows(ready));
    let prepared = processor_time();
    memory("all shown");
    let corpus =
        effects.into_iter().find_map(|effect| if let Effect::Index(corpus) = effect { Some(corpus) } else { None });
    let view = corpus.as_ref().map(|corpus| QueryView::new(&corpus.dossier, &corpus.snapshot, &corpus.index));
    let ((), indexing) = timed(|| {
        if let Some(view) = &view {
            view.index.build_texts(view);
            view.index.articles(view).build_words(&dossier.articles, &|_, _| ());
        }
    });
    let indexed = processor_time();
    memory("all indexed");
    let browsing = SCREENS.map(|screen| program.press(screen));
    drop(program);
    let articles = match corpus {
        Some(corpus) => Arc::clone(corpus.articles()),
        None => Arc::new(ArticleIndex::at_once(&dossier.articles)), // few
    };
    let browsable = loading + preparing + showing;
    if parts.contains(&"load") {
        let passes = Passes::over(dir);
        let say = |what: &str, took: Duration| passes.say(what, took);
        say("read", loading);
        say("made ready for the screen", preparing);
        say("first frame of it", showing);
        say("so far: browsable", browsable);
        say("texts and words looked up", indexing);
        say("from the start to the words", browsable + indexing);
        println!(
            "    of all processors: read {:.0} ms, made ready and shown {:.0} ms, words {:.0} ms",
            ms(read.saturating_sub(start)),
            ms(prepared.saturating_sub(read)),
            ms(indexed.saturating_sub(prepared))
        );
        let (_, deriving) = timed(|| Snapshot::of(&dossier, today()));
        say("snapshot of a day", deriving);
    }
    if parts.contains(&"keys") {
        browsing
            .iter()
            .enumerate()
            .for_each(|(at, took)| println!("first frame of screen {:<21}{:8.3} ms", SCREENS[at], ms(*took)));
        let mut all = KeyTimes::default();
        keystrokes(&dossier, &articles, &mut all);
        motions(&dossier, &articles, &mut all);
        steps(&dossier, &articles, &mut all);
        counts(&dossier, &articles, &mut all);
        palette(&dossier, &articles, &mut all);
        all.all.extend(browsing);
        report("ALL KEYS", all.all);
    }
}

/// The keys of the screens, in the order in which they are opened first.
const SCREENS: [&str; 7] = ["2", "3", "4", "5", "6", "7", "1"];

/// What all keys took so far.
#[derive(Default)]
struct KeyTimes {
    all: Vec<Duration>,
}

impl KeyTimes {
    /// Says what keys of one kind took, and which were the slowest.
    fn report(&mut self, name: &str, mut keys: Vec<(Duration, String)>) {
        self.all.extend(keys.iter().map(|&(took, _)| took));
        report(name, keys.iter().map(|&(took, _)| took).collect());
        keys.sort_by_key(|key| std::cmp::Reverse(key.0));
        let slow: Vec<String> = keys.iter().take(3).map(|(took, key)| format!("{key} {:.1}", ms(*took))).collect();
        println!("    {}", slow.join("   "));
    }
}

/// Types and deletes the queries of each kind; words on three screens, all else in the list of articles.
fn keystrokes(dossier: &Arc<Dossier>, articles: &ArticleIndex, all: &mut KeyTimes) {
    for (at, (kind, queries)) in keys::TYPED.iter().enumerate() {
        let screens = [ScreenId::Articles, ScreenId::Timeline, ScreenId::Overview];
        for screen in &screens[..if at == 0 { 3 } else { 1 }] {
            let mut took = Vec::new();
            for _ in 0..2 {
                let mut program = Program::new(dossier, articles, *screen);
                for query in *queries {
                    program.type_and_delete(query, &mut |time, text| took.push((time, text)));
                }
            }
            all.report(&format!("type {kind}, {}", screen.slug()), took);
        }
    }
}

/// Keys that move.
fn motions(dossier: &Arc<Dossier>, articles: &ArticleIndex, all: &mut KeyTimes) {
    let mut program = Program::new(dossier, articles, ScreenId::Articles);
    for (what, keys) in [
        ("move: Down", ["Down"; 60].as_slice()),
        ("page: PageDown", &["PageDown"; 60]),
        ("jump: End, Home", &["End", "Home"].repeat(30)),
        ("page at the end: PageUp", &{
            let mut keys = vec!["PageUp"; 60];
            keys.insert(0, "End");
            keys
        }),
    ] {
        all.report(what, keys.iter().map(|key| (program.press(key), String::new())).collect());
    }
    report("frame alone", (0..200).map(|_| timed(|| program.draw()).1).collect());
    let mut program = Program::new(dossier, articles, ScreenId::Timeline);
    let keys = ["Down", "PageDown", "End", "Home"].repeat(20);
    all.report("move in the timeline", keys.iter().map(|key| (program.press(key), (*key).to_owned())).collect());
}

/// Steps of the as-of day, back and forward again, on each screen.
fn steps(dossier: &Arc<Dossier>, articles: &ArticleIndex, all: &mut KeyTimes) {
    for screen in ScreenId::ALL {
        let mut program = Program::new(dossier, articles, *screen);
        let keys: Vec<&str> = ["["; 12].into_iter().chain(["]"; 8]).chain(["["; 4]).collect();
        let took = keys.iter().map(|key| (program.press(key), (*key).to_owned())).collect();
        all.report(&format!("as-of step, {}", screen.slug()), took);
    }
}

/// Counts of the rows by each field, of all rows and of those that a filter leaves.
fn counts(dossier: &Arc<Dossier>, articles: &ArticleIndex, all: &mut KeyTimes) {
    for screen in [ScreenId::Articles, ScreenId::Timeline, ScreenId::Actors] {
        for filter in ["", "gwadar", "actor:actor-0017"] {
            let mut program = Program::new(dossier, articles, screen);
            program.press("/");
            for c in filter.chars() {
                program.press(&name(c));
            }
            program.press("Enter");
            let mut took = vec![(program.press("F"), "F".to_owned())];
            for field in karwan::query::fields().skip(1) {
                took.push((program.press("Tab"), field.key.to_owned()));
            }
            let filter = if filter.is_empty() { "all" } else { filter };
            all.report(&format!("counts, {}, {filter}", screen.slug()), took);
        }
    }
}

/// Typing into the palette.
fn palette(dossier: &Arc<Dossier>, articles: &ArticleIndex, all: &mut KeyTimes) {
    let mut program = Program::new(dossier, articles, ScreenId::Articles);
    let mut took = Vec::new();
    for _ in 0..2 {
        for sought in ["karachi", "kistafin", "gwadar port", "railw", "tokayev visit", "ledger"] {
            took.push((program.press(":"), "the key that opens it".to_owned()));
            for (at, c) in sought.char_indices() {
                took.push((program.press(&name(c)), sought[..=at].to_owned()));
            }
            took.extend(sought.chars().map(|_| (program.press("Backspace"), format!("{sought} (deleted)"))));
            program.press("Escape");
        }
    }
    all.report("palette", took);
}

/// What the parsers take alone.
struct Passes {
    articles: [(&'static str, Duration); 4],
    events: Duration,
}

impl Passes {
    fn over(dir: &Path) -> Passes {
        let lines = dir.join("articles.jsonl");
        let passes = Passes {
            articles: [
                ("fields borrowed", median(|| bare::borrowed(&lines))),
                ("fields owned", median(|| bare::owned(&lines))),
                ("fields owned, kept", median(|| bare::kept(&lines))),
                ("streamed by the parser", median(|| bare::streamed(&lines))),
            ],
            events: median(|| bare::events(&dir.join("events.toml"))),
        };
        println!("a typed pass over the articles, one core; and with {:.0} ms for the events:", ms(passes.events));
        for (name, pass) in passes.articles {
            println!("    {name:<24}{:8.1} ms{:8.1} ms", ms(pass), ms(pass + passes.events));
        }
        passes
    }

    /// How many times as long as each something took.
    fn say(&self, what: &str, took: Duration) {
        print!("{what:<28}{:8.1} ms ", ms(took));
        for (_, pass) in self.articles {
            let of = |pass: Duration| took.as_secs_f64() / pass.as_secs_f64();
            print!("  {:.2} x ({:.2} x)", of(pass), of(pass + self.events));
        }
        println!();
    }
}

/// The program with a dossier open whose words are looked up, and which remembers no answer.
struct Program {
    model: Model,
    buffer: Buffer,
}

impl Program {
    fn new(dossier: &Arc<Dossier>, articles: &ArticleIndex, screen: ScreenId) -> Program {
        let index = QueryIndex::with_articles(Arc::new(articles.forgetful()));
        let snapshot = Snapshot::of(dossier, today());
        let view = QueryView::new(dossier, &snapshot, &index);
        index.arrange(&view);
        index.build_texts(&view);
        let (publications, ways) = (PublicationDays::of(dossier), MapLines::of(dossier));
        let calendar = ChangeCalendar::of(dossier);
        let records = PaletteRecords::of(dossier);
        let dossier = Arc::clone(dossier);
        let ready = ReadyDossier {
            dossier,
            snapshot,
            index,
            publications,
            calendar,
            ways,
            records,
            problems: Vec::new(),
            partial: false,
        };
        Program::shows_on(ready, screen).0
    }

    /// As it starts, with a dossier that is read by now, and what is asked for then.
    fn shows(ready: ReadyDossier) -> (Program, Vec<Effect>) {
        Program::shows_on(ready, ScreenId::Overview)
    }

    fn shows_on(ready: ReadyDossier, screen: ScreenId) -> (Program, Vec<Effect>) {
        let mut model = Model::new(ModelStart {
            read_only: true,
            dossier: Arc::new(Dossier::default()),
            today: today(),
            as_of: None,
            filter: String::new(),
            screen,
            keymap: Keymap::default(),
            saved: Vec::new(),
            paint: DrawStyle::new(ThemeKind::Dark, GlyphSet::Unicode),
            frames: FrameKind::Seen,
            mouse: false,
            size: (SIZE.width, SIZE.height),
        });
        model = model.while_reading();
        let effects = model.update(Message::Opened(Box::new(ready)));
        let mut program = Program { model, buffer: Buffer::empty(SIZE) };
        program.draw();
        (program, effects)
    }

    fn draw(&mut self) {
        self.buffer.reset();
        black_box(self.model.draw(&mut self.buffer, SIZE));
    }

    /// From the key to the finished frame.
    fn press(&mut self, name: &str) -> Duration {
        let key = key::parse(name).unwrap_or_else(|error| panic!("`{name}`: {error}"));
        let (effects, took) = timed(|| {
            let effects = self.model.update(Message::KeyPressed(key));
            self.draw();
            effects
        });
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Search(_))), "the words are looked up");
        took
    }

    fn type_and_delete(&mut self, query: &str, took: &mut dyn FnMut(Duration, String)) {
        self.press("/");
        let ends: Vec<usize> = query.char_indices().map(|(at, _)| at).chain([query.len()]).collect();
        for (c, end) in query.chars().zip(&ends[1..]) {
            took(self.press(&name(c)), query[..*end].to_owned());
        }
        for end in ends.iter().rev().skip(1) {
            took(self.press("Backspace"), format!("{} (deleted)", &query[..*end]));
        }
        self.press("Escape");
        self.press("Escape");
    }
}

/// The name of a letter's key.
fn name(c: char) -> String {
    if c == ' ' { "Space".to_owned() } else { c.to_string() }
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = black_box(run());
    (made, start.elapsed())
}

/// Of five times.
fn median<T>(run: impl Fn() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..5).map(|_| timed(&run).1).collect();
    times.sort_unstable();
    times[2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| ms(times[((times.len() as f64 * share) as usize).min(times.len() - 1)]);
    println!(
        "{name:<28}median {:8.3} ms   p90 {:8.3} ms   p99 {:8.3} ms   worst {:8.3} ms   ({})",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        times.len()
    );
}

/// What all threads have used so far, to a hundredth of a second.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = behind_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Kilobytes, as the kernel counts them.
fn memory_of(key: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

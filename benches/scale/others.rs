//! Other programs on the same articles and the same keys, one after the other: ripgrep, fzf, `SQLite` FTS5, and the
//! statement with which newsboat searches. Each gives the count of the complete result.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use karwan::dossier::ArticleStore;
use karwan::query::article_index::ArticleIndex;

use crate::{keys, ms, report};

/// Typed key by key: words only, since not every program has more.
const WORDS: [&str; 6] = ["karachi", "tokayev", "zorbelpra", "transit", "қазақстан", "گوادر"];
const PHRASE: &str = "port qasim";

/// Measures what is installed.
pub fn measure(path: &Path, store: &ArticleStore, index: &ArticleIndex) {
    let strokes: Vec<String> =
        WORDS.iter().flat_map(|word| word.char_indices().map(|(at, c)| word[..at + c.len_utf8()].to_owned())).collect();
    println!("{} keystrokes of words, and a phrase", strokes.len());
    let ours = |text: &str| keys::answer(text, index, store).count();
    say("karwan", &strokes, |text| ours(text), |phrase| ours(&format!("\"{phrase}\"")));

    let scratch = std::env::temp_dir().join(format!("karwan-bench-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).expect("a writable directory for what is temporary");
    let lines = scratch.join("lines");
    let mut out = BufWriter::new(File::create(&lines).expect("writable"));
    for (_, article) in store.iter() {
        writeln!(out, "{}\t{}\t{}", article.title, article.outlet, article.summary.unwrap_or("")).expect("writable");
    }
    out.flush().expect("writable");

    if installed("rg") {
        let run = |pattern: &str| {
            output(Command::new("rg").args(["--no-config", "-c", "-i", "-e", pattern]).arg(path))
                .trim()
                .parse()
                .unwrap_or(0)
        };
        say("ripgrep", &strokes, |text| run(&format!(r"\b{text}")), |phrase| run(&format!(r"\b{phrase}\b")));
    }
    if installed("fzf") {
        let run = |pattern: &str| {
            let mut fzf = Command::new("fzf");
            fzf.env_remove("FZF_DEFAULT_OPTS").args(["--no-sort", "--exact", "--filter", pattern]);
            output(fzf.stdin(File::open(&lines).expect("written just now"))).lines().count()
        };
        let few: Vec<String> = strokes.iter().step_by(5).cloned().collect();
        say("fzf --filter --exact", &few, run, |phrase| run(&phrase.replace(' ', "\\ ")));
    }
    sqlite(&scratch, store, &strokes);
    let _ = std::fs::remove_dir_all(&scratch);
}

fn sqlite(scratch: &Path, store: &ArticleStore, strokes: &[String]) {
    let connection = rusqlite::Connection::open(scratch.join("articles.db")).expect("a database");
    let start = Instant::now();
    connection
        .execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA mmap_size = 4000000000; BEGIN;
             CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid, title, content, pubDate, deleted INTEGER DEFAULT 0);
             CREATE VIRTUAL TABLE words USING fts5(title, outlet, summary, content='', prefix='1 2 3',
                                                   tokenize='unicode61 remove_diacritics 2');",
        )
        .expect("tables");
    {
        let mut words = connection.prepare("INSERT INTO words(title, outlet, summary) VALUES (?, ?, ?)").expect("sql");
        for (_, article) in store.iter() {
            words.execute([article.title, article.outlet, article.summary.unwrap_or("")]).expect("inserted");
        }
    }
    connection.execute_batch("INSERT INTO words(words) VALUES ('optimize'); COMMIT; BEGIN").expect("sql");
    println!("{:<26}index made in {:.1} s", "SQLite FTS5", start.elapsed().as_secs_f64());
    let count = |sql: &str, sought: String| {
        let mut statement = connection.prepare_cached(sql).expect("sql");
        statement.query_row([sought], |row| row.get::<_, i64>(0)).map_or(0, |count| usize::try_from(count).unwrap_or(0))
    };
    let fts = "SELECT count(*) FROM words WHERE words MATCH ?";
    say(
        "SQLite FTS5",
        strokes,
        |text| count(fts, format!("\"{text}\" *")),
        |phrase| count(fts, format!("\"{phrase}\"")),
    );
    {
        let sql = "INSERT INTO rss_item(guid, title, content, pubDate) VALUES (?, ?, ?, ?)";
        let mut items = connection.prepare(sql).expect("sql");
        for (_, article) in store.iter() {
            let row = [article.id, article.title, article.summary.unwrap_or(""), article.published.unwrap_or("")];
            items.execute(row).expect("inserted");
        }
    }
    connection.execute_batch("COMMIT").expect("sql");
    // Its `Cache::search_for_items`, counted; it looks for a piece of text, with case folded in ASCII only.
    let like = "SELECT count(*) FROM rss_item WHERE (title LIKE ?1 OR content LIKE ?1) AND deleted = 0";
    let few: Vec<String> = strokes.iter().step_by(5).cloned().collect();
    let run = |text: &str| count(like, format!("%{text}%"));
    say("newsboat's statement", &few, run, run);
}

/// Times every stroke, and the phrase.
fn say(name: &str, strokes: &[String], word: impl Fn(&str) -> usize, phrase: impl Fn(&str) -> usize) {
    let mut found = String::new();
    let times: Vec<Duration> = strokes
        .iter()
        .map(|text| {
            let start = Instant::now();
            let count = word(text);
            let took = start.elapsed();
            if WORDS.contains(&text.as_str()) {
                let _ = write!(found, " {text} {count}");
            }
            took
        })
        .collect();
    report(name, times);
    let start = Instant::now();
    let count = phrase(PHRASE);
    let took = start.elapsed();
    println!("    \"{PHRASE}\" {:.2} ms, {count};{found}", ms(took));
}

fn output(command: &mut Command) -> String {
    let done = command.stderr(Stdio::null()).output();
    done.map_or_else(|_| String::new(), |done| String::from_utf8_lossy(&done.stdout).into_owned())
}

fn installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        println!("{program:<26}not installed");
    }
    found
}

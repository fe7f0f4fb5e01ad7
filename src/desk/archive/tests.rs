use std::path::PathBuf;

use super::*;
use crate::desk::feed::FeedItem;
use crate::desk::state::DossierIdentity;
use crate::dossier::Dossier;
use crate::dossier::load::load_texts;
use crate::query::{ItemQuery, ItemState, QueryIndex, QueryView, parse};
use crate::story::Snapshot;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

mod search;

const FEED: &str = "https://paper.example/feed";
const OTHER: &str = "https://post.example/rss";

fn now() -> DateTime<Utc> {
    "2025-09-10T12:00:00Z".parse().expect("a moment")
}

fn fresh() -> (tempfile::TempDir, Archive) {
    let directory = tempfile::tempdir().expect("a directory");
    let archive = Archive::open(&directory.path().join("a.sqlite3")).expect("it opens");
    (directory, archive)
}

fn item(id: &str, title: &str, day: &str) -> FeedItem {
    let published = crate::desk::feed::stamp(day);
    FeedItem { id: id.into(), title: Some(title.into()), published, language: Some("en".into()), ..FeedItem::default() }
}

fn take(archive: &Archive, feed: &str, items: &[FeedItem]) -> TakenIn {
    let arrived: Vec<ArrivedItem> =
        items.iter().map(|item| ArrivedItem { item, feed, outlet: Some("The Paper") }).collect();
    archive.take_in(&arrived, now()).expect("taken in")
}

#[test]
fn an_item_with_nothing_to_read_is_left_out() {
    let (_directory, archive) = fresh();
    let bare = FeedItem { id: "a".into(), published: crate::desk::feed::stamp("2025-09-03"), ..FeedItem::default() };
    assert_eq!(take(&archive, "https://paper.example/feed", &[bare]), TakenIn::default());
}

fn dossier() -> std::sync::Arc<Dossier> {
    let text = "format = 1\n[story]\ntitle = \"t\"\nwatch = \"port:gwadar\"\n[[feeds]]\nurl = \"https://paper.example/feed\"\n\
        [[feeds]]\nurl = \"https://post.example/rss\"\nwatch = \"rail\"\n\
        [[ports]]\nid = \"gwadar\"\nname = \"Gwadar\"\ncountry = \"PK\"\naliases = [\"گوادر\", \"Гвадар\"]\n\
        [[actors]]\nid = \"un\"\nname = \"UN\"\nkind = \"organisation\"\n";
    load_texts(&[(PathBuf::from("a.toml"), text.to_owned())]).dossier.expect("a dossier")
}

/// The titles that a filter shows, newest first.
fn titles(archive: &Archive, text: &str) -> Vec<String> {
    let dossier = dossier();
    let snapshot = Snapshot::of(&dossier, now().date_naive());
    let index = QueryIndex::new();
    let view = QueryView::new(&dossier, &snapshot, &index);
    let query = parse(text, NaiveDate::default()).query.of_items(&view, &archive.values().expect("values"));
    let key = archive.dossier(&identity()).expect("a key");
    let found = archive.search(&query, key, None, 100).expect(text);
    assert_eq!(archive.count(&query, key), Ok(found.len()), "{text}");
    found.into_iter().map(|(item, _)| item.title.unwrap_or_default()).collect()
}

fn identity() -> DossierIdentity {
    DossierIdentity { title: "t".into(), path: "/d".into(), ids: [1, 2].into_iter().collect() }
}

#[test]
fn items_come_newest_first_and_once() {
    let (_directory, archive) = fresh();
    let items = [item("1", "old", "2025-09-01"), item("2", "new", "2025-09-03"), item("3", "ahead", "2031-01-01")];
    assert_eq!(take(&archive, FEED, &items), TakenIn { new: 3, changed: 0, known: 0 });
    assert_eq!(take(&archive, FEED, &items), TakenIn { new: 0, changed: 0, known: 3 });
    assert_eq!(titles(&archive, ""), ["ahead", "new", "old"]);
    assert_eq!(titles(&archive, "known:2025-09-10"), ["ahead"], "a day far ahead is not believed");
    // Another feed of the same site gives the same item, one of another site has its own.
    assert_eq!(take(&archive, "https://paper.example/world", &items[..1]).known, 1);
    assert_eq!(titles(&archive, "feed:world"), ["old"]);
    assert_eq!(take(&archive, OTHER, &items[..1]).new, 1);
}

#[test]
fn a_changed_item_keeps_what_it_said_before() {
    let (_directory, archive) = fresh();
    take(&archive, FEED, &[item("1", "Visit in September", "2025-09-01")]);
    let changed = take(&archive, FEED, &[item("1", "Visit in November", "2025-09-01")]);
    assert_eq!(changed, TakenIn { new: 0, changed: 1, known: 0 });
    assert_eq!(titles(&archive, "september"), [""; 0]);
    assert_eq!(titles(&archive, "is:changed november"), ["Visit in November"]);
    let found = archive.search(&ItemQuery::All(Vec::new()), DossierKey(1), None, 9).expect("found").remove(0).0;
    let versions = archive.versions(found.row).expect("versions");
    assert_eq!(versions.len(), 1);
    assert_eq!((versions[0].title.as_deref(), versions[0].seen), (Some("Visit in September"), now()));
    // A feed that gives less takes nothing away.
    let bare = FeedItem { title: None, ..item("1", "", "2025-09-01") };
    assert_eq!(take(&archive, FEED, &[bare]).known, 1);
}

#[test]
fn what_is_taken_in_is_not_waited_for_and_decisions_are() {
    let (_directory, archive) = fresh();
    let waits = || archive.connection.query_row("PRAGMA synchronous", [], |row| row.get::<_, i64>(0)).expect("a mode");
    let within = archive.write_unhurried(|_| Ok(waits())).expect("done");
    assert_eq!((within, waits()), (1, 2), "NORMAL, then FULL");
    archive.write_unhurried(|_| Err::<(), _>(rusqlite::Error::InvalidQuery)).expect_err("a fault");
    assert_eq!(waits(), 2);
}

#[test]
fn a_decision_is_one_step_that_is_undone_after_a_restart() {
    let (directory, archive) = fresh();
    take(&archive, FEED, &[item("1", "a", "2025-09-01"), item("2", "b", "2025-09-02"), item("3", "c", "2025-09-03")]);
    let key = archive.dossier(&identity()).expect("a key");
    let rows: Vec<i64> =
        archive.search(&ItemQuery::All(Vec::new()), key, None, 9).expect("rows").iter().map(|r| r.0.row).collect();
    let decide = |rows: &[i64], state| {
        let items: Vec<_> = rows.iter().map(|&row| (row, None)).collect();
        archive.decide(key, &items, state, "ann", now()).expect("decided")
    };
    assert!(decide(&rows[..2], ItemState::Dropped).is_some());
    assert!(decide(&rows[1..], ItemState::Later).is_some());
    assert_eq!(decide(&rows[1..], ItemState::Later), None, "it is so already");
    assert_eq!(titles(&archive, "is:later"), ["b", "a"]);
    // In another dossier all is new.
    let other = archive
        .dossier(&DossierIdentity { path: "/e".into(), ids: [7].into_iter().collect(), ..identity() })
        .expect("a key");
    assert_ne!(other, key);
    assert_eq!(archive.count(&ItemQuery::State(ItemState::New), other), Ok(3));
    drop(archive);
    let archive = Archive::open(&directory.path().join("a.sqlite3")).expect("it opens");
    let moved = DossierIdentity { path: "/moved".into(), ..identity() };
    assert_eq!(archive.dossier(&moved), Ok(key), "the same records at another path");
    let undone = archive.undo(key).expect("undone").expect("a step");
    assert_eq!((undone.who.as_str(), undone.decided.len()), ("ann", 2));
    assert_eq!(titles(&archive, "is:dropped"), ["c", "b"]);
    assert_eq!(titles(&archive, "is:new"), ["a"]);
    assert!(archive.undo(key).expect("undone").is_some());
    assert_eq!(archive.undo(key), Ok(None));
    assert_eq!(titles(&archive, "is:new"), ["c", "b", "a"]);
}

#[test]
fn an_inbox_is_what_the_feeds_give_that_is_watched_for() {
    let (_directory, archive) = fresh();
    take(&archive, FEED, &[item("1", "Gwadar opens", "2025-09-01"), item("2", "Weather", "2025-09-02")]);
    take(&archive, OTHER, &[item("1", "Railway agreed", "2025-09-03"), item("2", "Gwadar again", "2025-09-04")]);
    take(&archive, "https://else.example/", &[item("1", "Gwadar elsewhere", "2025-09-05")]);
    let dossier = dossier();
    let snapshot = Snapshot::of(&dossier, now().date_naive());
    let index = QueryIndex::new();
    let view = QueryView::new(&dossier, &snapshot, &index);
    let key = archive.dossier(&identity()).expect("a key");
    let inbox = InboxQuery::of(&view, &archive.values().expect("values"));
    let found = archive.search(&inbox.shown(ItemQuery::All(Vec::new())), key, None, 9).expect("found");
    let found: Vec<_> = found.iter().map(|(item, _)| item.label()).collect();
    assert_eq!(found, ["Gwadar elsewhere", "Railway agreed", "Gwadar opens"]);
    let weights = relevance::NameWeights::of(&view);
    let items = archive.search(&inbox.watched, key, None, 9).expect("found");
    let parts = weights.parts(&archive, &items[0].0).expect("parts");
    assert_eq!(parts.len(), 1);
    assert_eq!(dossier.id(parts[0].rec), "gwadar");
    assert!((parts[0].weight - (6.0_f64 / 4.0).ln()).abs() < 1e-9, "5 items, 3 of which name it");
}

#[test]
fn nearly_the_same_items_are_grouped_under_the_oldest() {
    let (_directory, archive) = fresh();
    let words = "the delegation of five ministers will come to the port in the second week of september to see the terminal \
                 and sign what was agreed in spring";
    let with = |id: &str, day: &str, text: &str| FeedItem { text: Some(text.into()), ..item(id, id, day) };
    let other = words.replace("spring", "may").replace("five", "six");
    take(
        &archive,
        FEED,
        &[with("late", "2025-09-03", &other), with("early", "2025-09-01", words), with("else", "2025-09-02", "x")],
    );
    let items = archive.search(&ItemQuery::All(Vec::new()), DossierKey(1), None, 9).expect("items");
    let items: Vec<ArchiveItem> = items.into_iter().map(|(item, _)| item).collect();
    let groups = alike::groups(&items);
    let named: Vec<Vec<&str>> =
        groups.iter().map(|group| group.iter().map(|&at| items[at].label()).collect()).collect();
    assert_eq!(named, [["early", "late"]]);
}

#[test]
fn what_is_pruned_does_not_come_back_and_what_was_kept_stays() {
    let (_directory, archive) = fresh();
    let items = [item("1", "kept", "2020-01-01"), item("2", "old", "2020-01-02"), item("3", "new", "2025-09-01")];
    take(&archive, FEED, &items);
    let key = archive.dossier(&identity()).expect("a key");
    let kept = archive.search(&ItemQuery::Words(" kept".into()), key, None, 1).expect("found").remove(0).0;
    archive.decide(key, &[(kept.row, Some("an-article".into()))], ItemState::Kept, "ann", now()).expect("decided");
    assert_eq!(archive.prune(now() - TimeDelta::days(365)), Ok(1));
    assert_eq!(take(&archive, FEED, &items).known, 3);
    assert_eq!(titles(&archive, ""), ["new", "kept"]);
    assert_eq!(archive.decision(key, kept.row), Ok((ItemState::Kept, Some("an-article".into()))));
}

#[test]
fn an_archive_moves_without_loss() {
    let (_directory, archive) = fresh();
    take(&archive, FEED, &[item("1", "a", "2025-09-01"), item("2", "b", "2025-09-02")]);
    take(&archive, FEED, &[item("1", "a2", "2025-09-01")]);
    let outcome = FeedOutcome { answered: true, etag: Some(b"\"x\"".to_vec()), ..FeedOutcome::default() };
    archive.note_feed(FEED, &outcome, now()).expect("noted");
    let key = archive.dossier(&identity()).expect("a key");
    let rows: Vec<i64> =
        archive.search(&ItemQuery::All(Vec::new()), key, None, 9).expect("rows").iter().map(|r| r.0.row).collect();
    archive.decide(key, &[(rows[0], None)], ItemState::Dropped, "ann", now()).expect("decided");
    archive.decide(key, &[(rows[1], Some("x".into()))], ItemState::Kept, "ben", now()).expect("decided");
    archive.undo(key).expect("undone");
    let mut lines = Vec::new();
    archive.export(&mut lines).expect("exported");
    let (_other, copy) = fresh();
    let done = copy.import(&mut &lines[..]).expect("imported");
    assert_eq!(done, TransferCounts { feeds: 1, items: 2, steps: 2, known: 0 });
    let mut again = Vec::new();
    copy.export(&mut again).expect("exported");
    assert_eq!(String::from_utf8(again), String::from_utf8(lines.clone()));
    assert_eq!(copy.import(&mut &lines[..]).expect("imported").known, 5);
    assert_eq!(titles(&copy, "is:dropped"), ["b"]);
    assert_eq!(titles(&copy, "*2"), ["a2"]);
    assert!(copy.import(&mut &b"{\"item\":1}\n"[..]).expect_err("wrong").starts_with("line 1: "));
}

#[test]
fn what_is_wrong_with_the_file_is_said_in_words() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("a.sqlite3");
    std::fs::write(&path, "no database, but long enough to be one".repeat(100)).expect("written");
    assert!(Archive::open(&path).expect_err("broken").ends_with("this is not a karwan archive"));
    let path = directory.path().join("b.sqlite3");
    rusqlite::Connection::open(&path).and_then(|c| c.execute_batch("CREATE TABLE x (y)")).expect("made");
    assert!(
        Archive::open(&path).expect_err("foreign").ends_with("the database of another program, not a karwan archive")
    );
    let path = directory.path().join("c.sqlite3");
    drop(Archive::open(&path).expect("it opens"));
    rusqlite::Connection::open(&path).and_then(|c| c.pragma_update(None, "user_version", 99)).expect("set");
    assert!(Archive::open(&path).expect_err("later").contains("later karwan (version 99; this one knows 5)"));
}

#[test]
fn a_locked_archive_and_a_full_one_say_so_and_change_nothing() {
    let (directory, archive) = fresh();
    take(&archive, FEED, &[item("1", "a", "2025-09-01")]);
    let key = archive.dossier(&identity()).expect("a key");
    let other = rusqlite::Connection::open(directory.path().join("a.sqlite3")).expect("it opens");
    archive.connection.busy_timeout(std::time::Duration::ZERO).expect("set");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let row = archive.search(&ItemQuery::All(Vec::new()), key, None, 1).expect("reading goes on").remove(0).0.row;
    let refused = archive.decide(key, &[(row, None)], ItemState::Dropped, "ann", now()).expect_err("locked");
    assert!(refused.ends_with("another program is writing to it; nothing was changed, try again"), "{refused}");
    other.execute_batch("ROLLBACK").expect("free");
    let pages: i64 = archive.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("pages");
    archive.connection.pragma_update(None, "max_page_count", pages).expect("full");
    let large = FeedItem { text: Some("word ".repeat(100_000)), ..item("2", "b", "2025-09-02") };
    let arrived = [ArrivedItem { item: &large, feed: FEED, outlet: None }];
    let refused = archive.take_in(&arrived, now()).expect_err("full");
    assert!(refused.ends_with("the disk is full; nothing was changed"), "{refused}");
    assert_eq!(archive.status().expect("status").items, 1);
}

#[test]
fn what_a_failed_transaction_learned_is_forgotten() {
    let (_directory, archive) = fresh();
    take(&archive, FEED, &[item("1", "port", "2025-09-01")]);
    assert!(!archive.words.borrow().is_empty() && !archive.terms.borrow().is_empty());
    archive.write(|_| Err::<(), _>(rusqlite::Error::InvalidQuery)).expect_err("it failed");
    assert!(archive.words.borrow().is_empty() && archive.terms.borrow().is_empty());
}

//! The program that tests kill: it writes without end, and says what it has written.
//!
//! `until_killed marks FILE ROUND` marks things as seen in a state file; `until_killed edits FOLDER` edits
//! `FOLDER/dossier/story.toml`, and `more.toml` in the same step where there is one, and takes it back, with its journal in
//! `FOLDER/state`; `until_killed decisions FILE ROUND`
//! takes items into an archive and decides on each.

use std::path::Path;
use std::process::ExitCode;

use karwan::desk::archive::{Archive, ArrivedItem};
use karwan::desk::edit::{Edit, EditFields, EditList, EditValue, WordList};
use karwan::desk::feed::FeedItem;
use karwan::desk::state::{DossierIdentity, StateAccess, open};
use karwan::dossier::Kind;
use karwan::query::ItemState;
use karwan::runtime::edit::EditDesk;
use karwan::story::change::fingerprint;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["marks", file, round] => marks(Path::new(file), round),
        ["edits", folder] => edits(Path::new(folder)),
        ["decisions", file, round] => decisions(Path::new(file), round),
        _ => ExitCode::from(2),
    }
}

fn marks(file: &Path, round: &str) -> ExitCode {
    let ids = (0..20).map(|n| fingerprint(&format!("a{n}"))).collect();
    let story = DossierIdentity { title: "Story".to_owned(), path: "/story".to_owned(), ids };
    let mut opened = open(Some(file), StateAccess::ReadWrite, &story);
    assert_eq!(opened.notice, None);
    for n in 0_usize.. {
        let keys: Vec<String> = (0..=n % 7).map(|part| format!("{round}/{n}/{part}")).collect();
        opened.store.mark(&keys).expect("written");
        println!("written {n}");
    }
    ExitCode::SUCCESS
}

fn decisions(file: &Path, round: &str) -> ExitCode {
    let archive = Archive::open(file).expect("an archive");
    let identity =
        DossierIdentity { title: "Story".to_owned(), path: "/story".to_owned(), ids: [1].into_iter().collect() };
    let key = archive.dossier(&identity).expect("a key");
    for n in 0_usize.. {
        let item = |k: usize| FeedItem {
            id: format!("{round}/{n}/{k}"),
            title: Some(format!("item {k}")),
            text: Some("word ".repeat(500)),
            ..FeedItem::default()
        };
        let items: Vec<FeedItem> = (0..20).map(item).collect();
        let arrived: Vec<ArrivedItem> =
            items.iter().map(|item| ArrivedItem { item, feed: "https://paper.example/", outlet: None }).collect();
        archive.take_in(&arrived, chrono::Utc::now()).expect("taken in");
        for arrived in &arrived {
            let row = archive.item(&arrived.id()).expect("it is there").row;
            archive.decide(key, &[(row, None)], ItemState::Dropped, "ann", chrono::Utc::now()).expect("decided");
            println!("decided {}", arrived.id());
        }
    }
    ExitCode::SUCCESS
}

fn edits(folder: &Path) -> ExitCode {
    const WHEN: &str = "2026-11-24 09:30";
    let (dossier, file) = (folder.join("dossier"), folder.join("dossier/story.toml"));
    let more = dossier.join("more.toml");
    let mut desk = EditDesk::new(vec![dossier], Some(&folder.join("state")));
    let alias = Edit::Word("p".to_owned(), WordList::Aliases, "long ".repeat(400));
    let text = |value: &str| EditValue::Text(value.to_owned());
    let article: EditFields =
        vec![("id", text("b")), ("title", text("B")), ("outlet", text("O")), ("published", text("2026-01-02"))];
    let report: EditFields = vec![("source", text("b")), ("status", text("happened")), ("date", text("2026-02-03"))];
    let of_two = [
        (Edit::Record(Kind::Article, article), more.clone()),
        (Edit::Statement("e".to_owned(), EditList::Reports, report), file.clone()),
    ];
    println!("ready");
    loop {
        let saved = if more.exists() { desk.save_step(&of_two, WHEN) } else { desk.save(&alias, &file, WHEN) };
        if let Err(why) = saved {
            eprintln!("{why}");
            return ExitCode::FAILURE;
        }
        println!("saved");
        desk.undo(WHEN).expect("undone");
        println!("undone");
    }
}

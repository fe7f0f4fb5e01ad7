//! From an unread item to a sourced report, by keys; and what the Inbox shows on the way.

use karwan::desk::feed::FeedItem;
use karwan::dossier::EdtfDate;
use karwan::query::ItemState;
use karwan::ui::effect::Effect;
use karwan::ui::inbox::InboxDeed;
use karwan::ui::message::Message;

use crate::common::newsroom::{Newsroom, at, item};
use crate::common::screen::Karwan;

const STORY: &str = r#"format = 1

[story]
title = "The harbour of Ostport"
watch = "ostport OR harbour"

[[feeds]]
url = "https://post.example/feed.xml"
name = "The Post"

[[articles]]
id = "post-1"
title = "Delegation to visit"
outlet = "The Post"
published = "2026-09-03"
text = "It comes. They said so in May 2026."

[[events]]
id = "delegation"
title = "A delegation visits Ostport"
kind = "visit"
ports = ["ostport"]

  [[events.reports]]
  source = "post-1"
  status = "expected"

[[actors]]
id = "holt"
name = "Maren Holt"
kind = "person"

[[ports]]
id = "ostport"
name = "Ostport"
country = "PK"
"#;

const TEXT: &str = "The harbour slept. A delegation is expected in Ostport in the second week of December, said Maren Holt. \
                    Nobody else spoke.";
const LONG: &str = "The minister said that the delegation of the eastern states would come to Ostport in the second week of \
                    the month and sign the papers that both sides had prepared for a long time in their capitals.";

fn at_hour(hour: u32, item: FeedItem) -> FeedItem {
    FeedItem { published: Some(at(&format!("2026-11-20T{hour:02}:00:00Z"))), ..item }
}

/// Three that have little to do with each other.
fn three() -> [FeedItem; 3] {
    [
        item("1", "Ostport one", "Ostport first."),
        item("2", "Ostport two", "Ostport second day."),
        item("3", "Ostport three", "Ostport third."),
    ]
}

/// Three that say nearly the same, the oldest first, and one of its own.
fn alike() -> Vec<FeedItem> {
    vec![
        at_hour(6, item("1", "Ostport waits", LONG)),
        at_hour(7, item("2", "Ostport still waits", &format!("{LONG} So it goes."))),
        at_hour(8, item("3", "Ostport waits on", &format!("{LONG} So they say."))),
        at_hour(9, item("4", "Harbour dues", "Something else of Ostport.")),
    ]
}

/// What was decided about the item with this id, and the article that it is.
fn decision(room: &Newsroom, guid: &str) -> (ItemState, Option<String>) {
    let archive = room.archive();
    let identity = karwan::desk::state::DossierIdentity::of(&room.loaded(), room.dossier().display().to_string());
    let row = archive.item(&format!("https://post.example/{guid}")).expect("the item").row;
    archive.decision(archive.dossier(&identity).expect("a key"), row).expect("what was decided")
}

#[test]
fn five_keys_lead_from_an_unread_item_to_the_saved_report() {
    let mut room = Newsroom::new(STORY, &[item("1", "Guests for Ostport", TEXT)]);
    let mut keys = 0;
    let mut press = |room: &mut Newsroom, key: &str| {
        keys += 1;
        room.press(key);
    };
    press(&mut room, "8");
    room.karwan.sees("Guests for Ostport");
    room.karwan.sees("Inbox 1");
    press(&mut room, "Enter");
    room.karwan.sees("sentence 1 of 3");
    press(&mut room, "j");
    room.karwan.sees("date     second week of December =");
    press(&mut room, "s");
    room.karwan.sees("Add a report");
    room.karwan.sees("saved with the article `the-post-2026-11-20`");
    press(&mut room, "Ctrl+s");
    assert!(keys <= 8, "{keys} keys");
    let dossier = room.loaded();
    assert_eq!((dossier.articles.len(), dossier.events[0].reports.len()), (2, 2));
    let report = &dossier.events[0].reports[1];
    assert_eq!(report.date.as_ref().map(EdtfDate::as_str), Some("2026-12-08/2026-12-14"));
    assert_eq!(report.by.map(|by| dossier[by].id.as_str()), Some("holt"));
    assert!(report.quote.as_deref().is_some_and(|quote| quote.starts_with("A delegation is expected")));
    assert_eq!(dossier.articles.get(report.source.expect("a source")).url, Some("https://post.example/1"));
    assert_eq!(decision(&room, "1"), (ItemState::Kept, Some("the-post-2026-11-20".to_owned())));
    // On every screen now; and one undo takes all of it back.
    room.press("Esc");
    room.karwan.sees("Nothing waits");
    room.press("2");
    room.karwan.sees("A delegation visits Ostport");
    room.press("u");
    assert_eq!(room.text(), STORY);
    assert_eq!(decision(&room, "1").0, ItemState::New);
    room.press("8");
    room.karwan.sees("Guests for Ostport");
    room.press("1 Ctrl+r");
    assert_eq!(decision(&room, "1"), (ItemState::Kept, Some("the-post-2026-11-20".to_owned())));
}

#[test]
fn a_second_report_of_a_kept_item_is_undone_alone_on_the_inbox_too() {
    let mut room = Newsroom::new(STORY, &[item("1", "Guests for Ostport", TEXT)]);
    room.press("8 Enter j s Ctrl+s");
    let first = room.text();
    room.press("s Ctrl+s");
    assert_eq!(room.loaded().events[0].reports.len(), 3);
    assert_eq!(room.loaded().articles.len(), 2, "the article is not written twice");
    room.press("Esc u");
    assert_eq!(room.text(), first);
    assert_eq!(decision(&room, "1").0, ItemState::Kept);
    room.press("u");
    assert_eq!(room.text(), STORY);
    assert_eq!(decision(&room, "1").0, ItemState::New);
}

#[test]
fn a_quote_that_does_not_stand_in_the_text_is_refused() {
    let mut room = Newsroom::new(STORY, &[item("1", "Guests for Ostport", TEXT)]);
    room.press("8 Enter j s");
    let mut tries = 0;
    while !room.karwan.screen().contains("does not stand in the text") && tries < 20 {
        room.press("Down n e v e r");
        tries += 1;
    }
    room.karwan.sees("does not stand in the text");
    room.press("Ctrl+s");
    assert_eq!(room.text(), STORY, "nothing is written");
}

#[test]
fn decisions_are_made_on_several_at_once_and_undone_after_a_restart() {
    let items = [item("1", "Ostport one", "Ostport first."), item("2", "Ostport two", "Ostport second day.")];
    let mut room = Newsroom::new(STORY, &items);
    room.press("8");
    room.karwan.sees("2 waiting");
    room.press("Space Space");
    room.karwan.sees("2 marked");
    room.press("-");
    room.karwan.sees("Nothing waits");
    room.karwan.sees("2 dropped");
    let mut room = room.restarted();
    room.press("8 u");
    room.karwan.sees("2 waiting");
    room.press("g .");
    room.karwan.sees("1 waiting");
    room.press("/ 'is:later Enter");
    room.karwan.sees("[later]");
}

#[test]
fn marks_stay_until_something_is_decided() {
    let mut room = Newsroom::new(STORY, &three());
    room.press("8 Space Space D");
    room.karwan.sees("Later: for whom?");
    room.karwan.sees("2 items");
    room.press("b Esc");
    room.karwan.sees("2 marked");
    room.press("D b e n Enter");
    room.karwan.sees("1 waiting");
    room.press("Space");
    room.karwan.sees("1 marked");
    room.press("-");
    room.karwan.sees("Nothing waits");
    room.press("u");
    room.karwan.sees("1 waiting");
}

#[test]
fn items_whose_decision_is_refused_are_marked_as_before() {
    let mut room = Newsroom::new(STORY, &three());
    room.press("8 Space Space");
    let kept = asked(&room.karwan.press("+"));
    room.karwan.sees("1 waiting");
    // The next key is about the next item although nothing is decided yet.
    let dropped = asked(&room.karwan.press("-"));
    assert_eq!((kept.decided().len(), dropped.decided().len()), (2, 1));
    let next = room.karwan.model.update(Message::ItemsChanged(kept.decided(), Err("the disk is full".to_owned())));
    room.perform(next);
    room.karwan.sees("the disk is full");
    room.karwan.sees("2 marked");
    room.perform(vec![Effect::DoInInbox(dropped)]);
    room.karwan.sees("2 marked");
    room.press("-");
    room.karwan.sees("Nothing waits");
}

/// The one thing that is asked of the archive.
#[track_caller]
fn asked(effects: &[Effect]) -> InboxDeed {
    match effects {
        [Effect::DoInInbox(deed)] => deed.clone(),
        others => panic!("asked: {others:?}"),
    }
}

#[test]
fn undo_takes_back_exactly_what_a_decision_wrote() {
    let mut room = Newsroom::new(STORY, &three());
    room.press("8 Space Space +");
    room.karwan.sees("2 kept: the-post-2026-11-20, the-post-2026-11-20-2");
    assert_eq!(room.loaded().articles.len(), 3);
    // An edit that has nothing to do with it, made by another run of the program.
    let mut room = room.restarted();
    room.press("4 a l 'Mara Ctrl+s");
    assert!(room.text().contains("aliases = [\"Mara\"]"), "{}", room.text());
    let mut room = room.restarted();
    room.press("8 u");
    assert_eq!(room.text(), STORY.replace("kind = \"person\"\n", "kind = \"person\"\naliases = [\"Mara\"]\n"));
    room.karwan.sees("8 Inbox 3");
}

#[test]
fn undo_on_the_inbox_is_about_what_was_written_there_last() {
    let mut room = Newsroom::new(STORY, &[item("1", "Ostport one", "Ostport first.")]);
    room.press("8 -");
    room.press("a l 'holt Down 'Mara Ctrl+s");
    assert!(room.text().contains("Mara"));
    room.press("u");
    assert_eq!(room.text(), STORY);
    assert_eq!(decision(&room, "1").0, ItemState::Dropped);
    room.press("u");
    assert_eq!(decision(&room, "1").0, ItemState::New);
}

#[test]
fn a_program_that_is_killed_between_dossier_and_archive_loses_no_decision() {
    let room = Newsroom::new(STORY, &[item("1", "Ostport one", "Ostport first.")]);
    let archive = room.archive();
    let identity = karwan::desk::state::DossierIdentity::of(&room.loaded(), room.dossier().display().to_string());
    let key = archive.dossier(&identity).expect("a key");
    let row = archive.item("https://post.example/1").expect("the item").row;
    archive.begin(key, &[(row, Some("a-1".to_owned()))], "mark", "ann", at("2026-11-24T09:00:00Z")).expect("begun");
    assert_eq!(archive.decision(key, row).expect("read").0, ItemState::New, "nothing is written yet");
    assert_eq!(archive.last_step(key), Ok(None));
    archive.settle_edits(key, &[("other".to_owned(), true)]).expect("settled");
    assert_eq!(archive.decision(key, row).expect("read").0, ItemState::New);
    archive.settle_edits(key, &[("mark".to_owned(), true)]).expect("settled");
    assert_eq!(archive.decision(key, row), Ok((ItemState::Kept, Some("a-1".to_owned()))));
    archive.settle_edits(key, &[("mark".to_owned(), false)]).expect("settled");
    assert_eq!(archive.decision(key, row).expect("read").0, ItemState::New);
}

#[test]
fn an_item_is_put_off_for_somebody_by_keys_and_who_decided_what_is_shown() {
    let items = [item("1", "Ostport one", "Ostport first."), item("2", "Ostport two", "Ostport second day.")];
    let mut room = Newsroom::new(STORY, &items);
    room.press("8 W");
    room.karwan.sees("Who decided what: Ostport");
    room.karwan.sees("Nothing was decided about it in this dossier yet.");
    room.press("Esc D Enter");
    room.karwan.sees("type a name, or choose one with the arrow keys");
    room.press("'Ben Enter");
    room.karwan.sees("1 later for Ben");
    room.karwan.sees("1 waiting");
    // The name is offered from then on, and so is one's own.
    room.press("D b Down");
    room.karwan.sees("  Ben");
    room.karwan.sees_not("  tester");
    room.press("Enter");
    room.karwan.sees("Nothing waits");
    room.press("/ 'for:ben Enter");
    room.karwan.sees("[later for Ben] Ostport one");
    room.karwan.sees("[later for Ben] Ostport two");
    room.press("g -");
    room.press("Esc / 'is:dropped Enter W");
    room.karwan.sees("tester  later for Ben");
    room.karwan.sees("tester  dropped");
    room.press("Esc u");
    room.press("Esc / 'is:later Enter g W");
    room.karwan.sees("tester  dropped, undone");
}

#[test]
fn the_next_key_is_about_the_next_item_although_the_archive_is_slow() {
    let items = [item("1", "Ostport one", "Ostport first."), item("2", "Ostport two", "Ostport second day.")];
    let mut room = Newsroom::new(STORY, &items);
    room.press("8");
    // What the keys ask is not done yet.
    let first = room.karwan.press("-");
    let second = room.karwan.press("-");
    assert_ne!(first[0], second[0]);
    room.karwan.sees_not("Ostport one");
    room.karwan.sees_not("Ostport two");
}

#[test]
fn a_closed_group_is_decided_on_as_a_whole() {
    let mut room = Newsroom::new(STORY, &alike());
    room.press("8 j");
    room.karwan.sees("≈ 3");
    room.karwan.sees("4 waiting");
    room.press("-");
    room.karwan.sees("3 dropped");
    room.karwan.sees("1 waiting");
    room.press("u");
    // An open one by its items.
    room.press("j l j .");
    room.karwan.sees("1 later");
    room.karwan.sees("3 waiting");
    assert_eq!(decision(&room, "2").0, ItemState::Later);
}

#[test]
fn items_that_say_nearly_the_same_are_kept_as_based_on_the_oldest_when_asked_so() {
    let mut room = Newsroom::new(STORY, &alike());
    room.press("8 j +");
    room.karwan.sees("They say nearly the same");
    room.karwan.sees("keep all 3, as based on the oldest (The Post, 20 Nov 2026)");
    assert_eq!(room.text(), STORY, "nothing is written before that");
    room.press("1");
    room.karwan.sees("3 kept");
    let dossier = room.loaded();
    let based: Vec<usize> = dossier.articles.iter().map(|(_, article)| article.based_on.len()).collect();
    assert_eq!(based, [0, 0, 1, 1]);
    room.press("u");
    assert_eq!(room.text(), STORY);
    // The oldest alone; what says the same as it is told of it.
    room.press("g j + 3");
    room.karwan.sees("1 kept");
    room.karwan.sees("≈ 2");
    room.press("g j l j");
    room.karwan.sees("Says nearly the same as `the-post-2026-11-20`");
    room.press("+");
    room.karwan.sees("keep it as based on `the-post-2026-11-20`");
    room.press("Enter");
    let dossier = room.loaded();
    assert_eq!(dossier.articles.len(), 3);
    assert!(room.text().contains("based_on = [\"the-post-2026-11-20\"]"));
}

#[test]
fn the_list_says_why_an_item_is_here_and_sorts_by_it() {
    let items = [
        at_hour(7, item("1", "Talks", "Maren Holt spoke of Ostport and its harbour.")),
        at_hour(8, item("2", "Dues", "The dues of Ostport.")),
        at_hour(9, item("3", "Fish", "Nothing of interest.")),
    ];
    let mut room = Newsroom::new(STORY, &items);
    room.press("8");
    room.karwan.sees("2 waiting, newest first");
    room.karwan.sees_not("Fish");
    room.karwan.sees("Maren Holt · Ostport · harbour");
    room.press("s");
    room.karwan.sees("by relevance");
    room.karwan.sees("Ostport 0.3 = 1.0. Has harbour");
    room.press("/ 'actor:holt Enter");
    room.karwan.sees("Talks");
    room.karwan.sees_not("Dues");
}

#[test]
fn an_empty_inbox_says_the_next_step_in_a_line() {
    let mut room = Newsroom::unfetched(STORY);
    room.press("8");
    room.karwan.sees("Nothing was fetched yet: press R to fetch");
    room.karwan.sees("never fetched");
    assert!(!room.archive_path().exists(), "no archive is made before something is fetched");
    let mut room = Newsroom::unfetched("format = 1\n\n[story]\ntitle = \"S\"\n");
    room.press("8");
    room.karwan.sees("This dossier has no feeds yet");
    let mut room = Newsroom::new(STORY, &[item("1", "Ostport one", "Ostport first.")]);
    room.press("8 / 'nothing Enter");
    room.karwan.sees("No item that waits matches the filter: Esc clears it");
    let mut story = Karwan::new(80, 24);
    story.press("8");
    story.sees("The archive is being asked.");
}

#[test]
fn an_inbox_whose_items_were_only_counted_waits_for_them() {
    let mut room = Newsroom::new(STORY, &[item("1", "Ostport one", "Ostport first.")]);
    let asked = room.karwan.model.update(Message::ItemsChanged(Vec::new(), Ok("changed".to_owned())));
    room.perform(asked);
    // What it asks the archive is not answered yet.
    room.karwan.press("8");
    room.karwan.sees("1 waiting");
    room.karwan.sees("The archive is being asked.");
    room.karwan.sees_not("Nothing was fetched");
}

#[test]
fn an_article_with_text_is_read_by_the_same_keys() {
    let mut room = Newsroom::new(STORY, &[]);
    room.press("7 x");
    room.karwan.sees("sentence 1 of 2");
    room.press("j J");
    room.karwan.sees("May 2026 = 2026-05");
    room.press("s");
    room.karwan.sees("Add a report");
    room.karwan.sees("post-1");
}

#[test]
fn the_inbox_looks_like_this() {
    let mut room = Newsroom::new(STORY, &alike());
    room.press("8 j j Space");
    for (columns, rows) in [(80, 24), (120, 40)] {
        room.karwan.resize(columns, rows);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("inbox_{columns}x{rows}"), room.karwan.screen());
        });
    }
}

#[test]
fn an_archive_that_cannot_be_opened_is_told_on_the_screen() {
    let mut room = Newsroom::unfetched(STORY);
    std::fs::write(room.archive_path(), "no database at all, by a long way").expect("a file");
    room.press("8");
    room.karwan.sees("this is not a karwan");
}

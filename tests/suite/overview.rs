//! The first screen: titles and dates are whole, the most overdue stands there with its promiser, the story tells of itself,
//! and the tour shows the program.

use crate::common::screen::{Karwan, dossier, story};

use karwan::dossier::load;
use karwan::story::Snapshot;
use karwan::story::change::SeenBaseline;
use karwan::ui::effect::Effect;
use karwan::ui::message::Message;

const STORY: &str = r#"
format = 1
[story]
title = "A small story"
summary = "How a bridge was promised."
selection = "All that the paper wrote."
researched = "2026-06-01"
[[feeds]]
url = "https://paper.example/feed"
name = "The Paper"
[[articles]]
id = "early"
title = "Early"
outlet = "Paper"
published = "2026-01-05"
[[articles]]
id = "late"
title = "Late"
outlet = "Other Paper"
published = "2026-06-05"
[[actors]]
id = "lind"
name = "Ada Lind"
kind = "person"
country = "NO"
[[events]]
id = "bridge"
title = "The long bridge from the northern quay to the southern one, with two tracks and a footway, opens"
kind = "infrastructure"
[[events.reports]]
source = "early"
status = "expected"
date = "2026-03"
by = "lind"
[[events]]
id = "tunnel"
title = "The tunnel opens"
kind = "infrastructure"
date = "2026-12"
status = "expected"
sources = ["late"]
"#;

/// The lines of the timeline, without what stands beside it.
fn timeline(karwan: &Karwan) -> Vec<String> {
    let screen = karwan.screen();
    let lines =
        screen.lines().skip_while(|line| !line.starts_with('┏')).skip(1).take_while(|line| !line.starts_with('┗'));
    lines.map(|line| line.split('┃').nth(1).expect("within the frame").to_owned()).collect()
}

#[test]
fn a_title_goes_on_in_a_second_line_before_it_is_cut() {
    let karwan = Karwan::with(dossier(STORY), 120, 40);
    let lines = timeline(&karwan);
    assert!(lines[0].contains("The long bridge from the northern quay to the southern"), "{lines:#?}");
    assert!(lines[1].contains("and a footway, opens   by Lind, NO"), "{lines:#?}");
}

#[test]
fn at_most_four_titles_of_a_long_story_are_cut() {
    for (columns, rows) in [(100, 30), (120, 40), (200, 60)] {
        let cut = timeline(&Karwan::new(columns, rows)).iter().filter(|line| line.contains('…')).count();
        assert!(cut <= 4, "{columns}x{rows}: {cut}");
    }
}

#[test]
fn no_date_is_cut_at_any_size() {
    let story = story();
    let snapshot = Snapshot::of(&story, "2026-11-24".parse().expect("a day"));
    let dates = snapshot.events.iter().filter_map(|state| state.date.as_ref());
    let words: Vec<String> = dates.flat_map(|date| [date.display_in_year(), Some(date.display())]).flatten().collect();
    for columns in (60..=200).step_by(7) {
        for line in timeline(&Karwan::with(story.clone(), columns, 30)) {
            let Some((_, rest)) = line.split_once(['●', '○', '◐', '◌', '✕', '!', '◕', '◇']) else {
                continue;
            };
            let rest = rest.trim_start();
            let is_whole =
                rest.starts_with("no date ") || words.iter().any(|date| rest.starts_with(&format!("{date} ")));
            assert!(is_whole, "{columns} columns: {line}");
        }
    }
}

#[test]
fn the_first_visit_tells_of_the_story_and_only_the_built_in_one_offers_the_tour() {
    let built_in = load::built_in().dossier.expect("the built-in story opens");
    for (dossier, offers) in [(built_in, true), (dossier(STORY), false)] {
        let mut karwan = Karwan::with(dossier, 120, 40);
        karwan.model.update(Message::Seen(None));
        karwan.sees("Your first visit: changes from now");
        karwan.sees_not("✦");
        assert_eq!(karwan.screen().contains("tour of eight keys"), offers);
    }
    let built_in = load::built_in().dossier.expect("the built-in story opens");
    let seen = SeenBaseline::of(&built_in, &Snapshot::of(&built_in, "2026-11-23".parse().expect("a day")));
    let mut again = Karwan::with(built_in, 120, 40);
    again.model.update(Message::Seen(Some(seen)));
    again.sees_not("tour of eight keys");
}

#[test]
fn where_there_is_no_pane_for_it_the_last_line_says_where_to_begin_until_the_first_key() {
    let built_in = load::built_in().dossier.expect("the built-in story opens");
    let mut karwan = Karwan::with(built_in, 80, 24);
    karwan.model.update(Message::Seen(None));
    karwan.sees("Your first visit. i: a tour of eight keys · 0: about this story");
    karwan.press("j");
    karwan.sees_not("Your first visit");
    let mut small = Karwan::with(dossier(STORY), 80, 24);
    small.model.update(Message::Seen(None));
    small.sees("Your first visit. 0: about this story");
}

#[test]
fn where_nothing_is_due_soon_it_says_what_is_due_next() {
    let mut karwan = Karwan::with(dossier(&STORY.replace("2026-12", "2027-12")), 100, 30);
    karwan.sees("1 overdue · next due Dec 2027");
    karwan.press("Shift+Tab l Enter");
    karwan.sees("/ due:>90");
}

#[test]
fn the_label_of_a_ports_figure_is_whole_or_that_of_its_group() {
    const PORTS: &str = r#"
format = 1
[story]
title = "Ports"
[[articles]]
id = "a"
title = "A"
outlet = "Paper"
published = "2026-01-05"
[[labels]]
id = "cargo-year"
label = "Cargo handled in the year from July to June"
group = "cargo"
[[labels]]
id = "cargo"
label = "Cargo handled"
[[ports]]
id = "gwadar"
name = "Gwadar"
country = "PK"
[[figures]]
about = "gwadar"
metric = "cargo-year"
kind = "throughput"
value = 506800
unit = "t"
period = "2024-07/2025-06"
source = "a"
"#;
    let karwan = Karwan::with(dossier(PORTS), 120, 40);
    karwan.sees("Cargo handled  ");
    karwan.sees("506.8 kt 2024/25");
    karwan.sees_not("Cargo handled in");
}

#[test]
fn about_this_story_says_how_each_feed_fares() {
    let mut karwan = Karwan::with(dossier(STORY), 120, 40);
    karwan.press("0");
    karwan.sees("The Paper   https://paper.example/feed");
    karwan.sees_not("never fetched");
    karwan.press("Esc");
    let asked = karwan.model.update(Message::Seen(None));
    let Some(Effect::ListItems(request)) = asked.iter().find(|effect| matches!(effect, Effect::ListItems(_))) else {
        panic!("the archive is asked: {asked:?}");
    };
    karwan.model.update(Message::ItemsListed(request.turn, Box::default()));
    karwan.press("0");
    karwan.sees("The Paper   https://paper.example/feed   never fetched");
    karwan.sees_not("0 ports");
}

#[test]
fn the_tour_takes_eight_keys_and_ends_with_the_help() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("i");
    for (n, key) in ["j", "Enter", "Backspace", "3", "5", "[", "T", "?"].iter().enumerate() {
        karwan.sees(&format!("Tour, {} of 8", n + 1));
        karwan.press(key);
    }
    karwan.sees("Help: Ports");
    karwan.press("Esc");
    karwan.sees_not("Tour");
}

#[test]
fn any_other_key_ends_the_tour_and_does_what_it_does() {
    let mut karwan = Karwan::new(80, 24);
    karwan.press("i j 7");
    karwan.sees("━ Articles · newest first ━");
    karwan.sees_not("Tour");
    karwan.press("i Esc");
    karwan.sees("━ Articles · newest first ━");
    karwan.sees_not("Tour");
}

#[test]
fn the_story_tells_what_it_is_how_old_and_where_its_news_come_from() {
    let mut karwan = Karwan::with(dossier(STORY), 100, 30);
    karwan.press("0");
    for words in [
        "How a bridge was promised.",
        "All that the paper wrote.",
        "2 articles, 2 events with 2 reports, 1 actor",
        "until 1 Jun 2026, 176 days ago: later silence says nothing",
        "source of 5 Jun 2026, 172 days ago",
        "The Paper   https://paper.example/feed",
    ] {
        karwan.sees(words);
    }
    karwan.press("Esc t '2026-02 Enter 0");
    karwan.sees("1 article, 1 event with 1 report");
    karwan.sees_not("How a bridge was promised.");
}

#[test]
fn a_page_whose_day_nobody_knows_is_not_the_newest_source() {
    let text = STORY.replace("published = \"2026-06-05\"", "published = \"2026-02/2026-11-20\"");
    let karwan = Karwan::with(dossier(&text), 160, 40);
    karwan.sees("newest source 5 Jan · researched until 1 Jun, 176 days ago");
}

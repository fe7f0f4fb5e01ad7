//! Ties: the picture's facts stand in its list, Enter moves to the middle, and nothing is known too early.

use crate::common::on;
use crate::common::screen;

use chrono::NaiveDate;
use karwan::dossier::{ActorIx, Rec};
use karwan::report::card;
use karwan::story::TieKind;
use karwan::ui::screens::ties::ego::{self, TieSpoke};
use karwan::ui::screens::ties::{TiesOverlay, words};
use on::on;
use screen::{Karwan, story};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn actor(cx: &karwan::ui::screens::ScreenContext<'_>, id: &str) -> ActorIx {
    match cx.dossier.find(id) {
        Some(Rec::Actor(ix)) => ix,
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn every_spoke_of_the_picture_stands_in_the_list_with_count_and_dates() {
    let story = story();
    for date in ["2025-10-01", "2026-11-24"] {
        on(&story, day(date), "", |cx| {
            for ix in (0..story.actors.len()).map(|n| ActorIx(u32::try_from(n).expect("few"))) {
                let ties = TiesOverlay::ties(cx, ix);
                for rows in [3, 10, 40] {
                    let sides = ego::spokes(&ties, rows);
                    let mut told = 0;
                    let mut announced = 0;
                    for spoke in sides.iter().flatten() {
                        match spoke {
                            TieSpoke::Group(bond, count) => {
                                announced += count;
                                assert_eq!(*count, ties.iter().filter(|tie| tie.bond == *bond).count());
                            }
                            TieSpoke::More(count) => told += count,
                            TieSpoke::Tie(n) => {
                                told += 1;
                                let tie = &ties[*n];
                                let text = |pieces: Vec<(String, _)>| {
                                    pieces.into_iter().map(|(words, _)| words).collect::<String>()
                                };
                                let (line, dates) = words(cx, tie, 400);
                                let (line, dates) = (text(line), text(dates));
                                for (word, _) in ego::pieces(cx, &ties, spoke, 200) {
                                    assert!(line.contains(word.trim()), "{word:?} not in {line:?}");
                                }
                                assert!(line.starts_with(tie.bond.word()) && dates == card::tie_dates(tie));
                            }
                        }
                    }
                    assert!(sides.iter().all(|side| side.len() <= rows.max(3)), "{rows}: {sides:?}");
                    // With a row for each group alone, the heading counts.
                    assert!(told <= announced && (rows < 10 || told == announced), "{told} of {announced}");
                    assert_eq!(announced, ties.len());
                }
            }
        });
    }
}

#[test]
fn ties_are_on_the_card_and_in_show_with_the_same_words() {
    let story = story();
    on(&story, day("2026-11-24"), "", |cx| {
        let ix = actor(cx, "kassym-jomart-tokayev");
        let card = cx.card(ix.into(), card::CardExtent::Whole);
        let lines: Vec<String> = card
            .entries
            .iter()
            .filter(|entry| matches!(entry.link, Some(Rec::Actor(_))))
            .map(|entry| entry.pieces.iter().map(|(words, _)| words.as_str()).collect())
            .collect();
        let ties = cx.snapshot.ties(cx.dossier, ix);
        assert!(ties.len() > 10 && lines.len() == ties.len(), "{} {}", ties.len(), lines.len());
        for (line, tie) in lines.iter().zip(&ties) {
            for words in [&cx.dossier[tie.other].name, &card::tie_support(tie), &card::tie_dates(tie)] {
                assert!(line.contains(words.as_str()), "{words} not in {line}");
            }
        }
    });
}

#[test]
fn enter_moves_to_the_middle_and_backspace_back() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("4 w");
    karwan.sees("Ties of Shehbaz Sharif");
    karwan.press("j j Enter");
    karwan.sees("Ties of Kassym-Jomart Tokayev");
    karwan.press("Backspace");
    karwan.sees("Ties of Shehbaz Sharif");
    karwan.sees("Shehbaz Sharif and Kassym-Jomart Tokayev");
    karwan.press("Backspace");
    karwan.sees("Who stands where");
}

#[test]
fn what_a_tie_rests_on_leads_to_its_records() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("4 w j j Tab j Enter");
    karwan.sees("President Tokayev visits Islamabad");
    karwan.sees("37 reports, 33 origins");
    karwan.press("Backspace");
    karwan.sees("Ties of Shehbaz Sharif");
    let mut narrow = Karwan::new(80, 24);
    narrow.press("4 w");
    narrow.sees("43 ties");
    narrow.press("Tab");
    narrow.sees_not("43 ties");
    narrow.sees("Kazakh delegation prepares the visit");
}

#[test]
fn nothing_ties_before_it_is_known() {
    let story = story();
    on(&story, day("2025-10-01"), "", |cx| {
        let sharif = actor(cx, "shehbaz-sharif");
        let tokayev = actor(cx, "kassym-jomart-tokayev");
        let ties = cx.snapshot.ties(cx.dossier, sharif);
        assert!(!ties.iter().any(|tie| tie.other == tokayev && matches!(tie.bond, TieKind::Met | TieKind::Signed)));
    });
    let mut karwan = Karwan::as_of("2025-10-01", 120, 40);
    karwan.press(": 'shehbaz Enter w");
    karwan.sees("Ties of");
    karwan.sees_not("Feb 2026");
}

#[test]
fn the_filter_leaves_the_ties_by_events_that_it_shows() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("4 w");
    karwan.sees("43 ties");
    karwan.sees("Sadyr Japarov");
    karwan.press("Esc / 'id:tokayev-visit Enter 2 w");
    karwan.sees("hidden by the filter");
    karwan.sees("3–4 Feb 2026");
    // Whom the visit does not bring together with the one in the middle is not there.
    karwan.sees_not("Sadyr Japarov");
    karwan.sees_not("3–4 Dec 2025");
}

#[test]
fn without_colour_bonds_are_told_by_words_at_every_size() {
    for (columns, rows) in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        let mut karwan = Karwan::plain(story(), columns, rows);
        karwan.press("4 w");
        for words in ["met, 10", "signed, 6", "differs, 27", "Ties of Shehbaz Sharif"] {
            karwan.sees(words);
        }
        assert!(!karwan.screen().contains(['╭', '├', '┏', '━']), "{}", karwan.screen());
        for _ in 0..8 {
            karwan.press("Enter j");
            karwan.screen();
        }
    }
}

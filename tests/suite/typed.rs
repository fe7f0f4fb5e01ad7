//! What a person types, and what is seen of it: scripts that join and run from right to left, names of actions, filters that
//! cannot be read.

use std::sync::Arc;

use karwan::dossier::Dossier;
use karwan::settings::input::ACTIONS;
use karwan::text::visual;
use karwan::ui::effect::Effect;
use unicode_width::UnicodeWidthStr as _;

use crate::common::screen::{Karwan, dossier};

/// Words that take more than a character for a cell, or run from right to left.
const WORDS: [&str; 8] = ["Zu\u{308}rich", "ท่าเรือ", "ग्वादर", "مُعاہدہ", "گوادر", "שלום", "港口", "Нұр-Сұлтан"];

#[test]
fn every_line_shows_what_was_typed_in_the_order_in_which_it_is_read() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        for word in WORDS {
            // The filter line, the palette, the search in the help, the prompts for a day and for the name of a filter, and
            // fields of forms.
            let prompts = [("/", "/ "), (":", ": "), ("?", "/ "), ("t", ""), ("=", ""), ("/ 'x Enter S", "")];
            for (keys, prompt) in prompts.into_iter().chain([("a e", ""), ("a n", ""), ("a p", ""), ("2 a r", "")]) {
                let mut karwan = Karwan::with(urdu(), columns, rows);
                karwan.press(keys);
                karwan.press(&format!("'{word}"));
                // A cluster that is wider than a cell has empty ones behind it.
                let screen = karwan.screen().replace(' ', "");
                let shown = format!("{}{}", prompt.trim_end(), visual(word));
                assert!(screen.lines().any(|line| line.contains(&*shown)), "{keys} {word}:\n{screen}");
            }
        }
    }
}

/// A story of one event and one article in Urdu.
fn urdu() -> Arc<Dossier> {
    dossier(
        "format = 1\n[story]\ntitle = \"گوادر کی کہانی\"\n[[articles]]\nid = \"s\"\ntitle = \"گوادر بندرگاہ 2025 میں کھلے گی\"\n\
         outlet = \"روزنامہ جنگ\"\npublished = \"2026-11-01\"\n[[actors]]\nid = \"wazir\"\nname = \"وزیر احمد\"\nkind = \"person\"\n\
         country = \"PK\"\n[[actors.offices]]\ntitle = \"وزیر\"\nsource = \"s\"\n[[events]]\nid = \"e\"\ntitle = \"گوادر بندرگاہ\"\n\
         kind = \"visit\"\nactors = [\"wazir\"]\n[[events.reports]]\nsource = \"s\"\nby = \"wazir\"\nstatus = \"expected\"\n\
         date = \"2026-10-05\"\nquote = \"ہم 2026 میں آئیں گے\"\nvalues = { documents = 37 }\n",
    )
}

#[test]
fn lines_of_both_directions_keep_their_order() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        let mut karwan = Karwan::with(urdu(), columns, rows);
        karwan.press("2 Enter");
        karwan.sees(&format!("{}, 1 Nov 2026", visual("روزنامہ جنگ")));
        karwan.press("Esc 2 / 'گوادر Enter");
        karwan.sees(&format!("/ {}  1 of 1 events", visual("گوادر")));
        // The actor with the office, and the article in its own list.
        karwan.press("Esc 4 Enter");
        karwan.sees(&visual("وزیر احمد"));
        karwan.press("Esc 7 Enter");
        karwan.sees("1 Nov 2026");
    }
}

/// An outlet, a person, a title with a number and a quote with one, in scripts that run from right to left.
const RIGHT_TO_LEFT: [[&str; 4]; 4] = [
    ["روزنامہ جنگ", "وزیر احمد", "گوادر بندرگاہ 2025 میں", "ہم 2026 میں آئیں گے"],
    ["هآرتس", "يوسف أمين", "ميناء جوادر 2025", "سنصل في 2026"],
    ["הארץ", "דן כהן", "נמל גוואדר 2025", "נגיע ב 2026"],
    ["روزنامه شرق", "پرویز رضایی", "بندر چابهار ۲۰۲۵", "در ۲۰۲۶ می‌آییم"],
];

#[test]
fn what_stands_beside_a_text_from_right_to_left_keeps_its_order_on_every_screen() {
    for [outlet, person, title, quote] in RIGHT_TO_LEFT {
        let text = format!(
            "format = 1\n[story]\ntitle = \"{title}\"\n[[articles]]\nid = \"s\"\ntitle = \"{title}\"\noutlet = \"{outlet}\"\n\
             published = \"2026-11-01\"\n[[actors]]\nid = \"w\"\nname = \"{person}\"\nkind = \"person\"\ncountry = \"PK\"\n\
             [[actors.positions]]\nissue = \"i\"\nstance = \"{quote}\"\ndate = \"2026-10-31\"\nsource = \"s\"\n\
             [[ports]]\nid = \"p\"\nname = \"{person}\"\ncountry = \"PK\"\nlatitude = 25\nlongitude = 62\nsources = [\"s\"]\n\
             [[events]]\nid = \"e\"\ntitle = \"{title}\"\nkind = \"visit\"\nactors = [\"w\"]\nports = [\"p\"]\n[[events.reports]]\n\
             source = \"s\"\nby = \"w\"\nstatus = \"expected\"\ndate = \"2027-10-05\"\nquote = \"{quote}\"\nvalues = {{ documents = 37 }}\n"
        );
        let credit = format!("{}, 1 Nov 2026", visual(outlet));
        for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
            // The cards of all kinds, the brief, the sources of the story.
            for keys in ["2 Enter", "3 Enter", "4 Enter", "5 Enter", "7 Enter", "b"] {
                let mut karwan = Karwan::with(dossier(&text), columns, rows);
                karwan.press(keys);
                let screen = karwan.screen();
                assert!(
                    screen.contains(&credit) || ["5 Enter", "7 Enter"].contains(&keys),
                    "{keys} at {columns}: {credit}\n{screen}"
                );
                for torn in ["Nov 2026 1", "2026 Nov 1", "Oct 2027 5", "2027 Oct 5"] {
                    assert!(!screen.contains(torn), "{keys} at {columns}: {torn}\n{screen}");
                }
            }
            // What is filtered by, typed and with the counts behind it.
            let word = title.split(' ').next().expect("a word");
            for key in ["2", "3", "7"] {
                let mut karwan = Karwan::with(dossier(&text), columns, rows);
                karwan.press(&format!("{key} / '{word} Enter"));
                karwan.sees(&format!("/ {}  1 of 1 ", visual(word)));
            }
        }
    }
}

#[test]
fn nothing_is_wider_than_its_cells() {
    for word in WORDS {
        let cells = visual(word);
        assert!(cells.width() <= word.width(), "{word}");
    }
}

#[test]
fn actions_are_found_by_name_in_the_help_and_in_the_palette_and_carried_out() {
    for open in ["?", ":"] {
        let mut karwan = Karwan::new(120, 40);
        karwan.press(open);
        let effects = karwan.press("'quit Enter");
        assert!(matches!(effects.as_slice(), [Effect::Quit]), "{open}: {effects:?}");
        karwan.press("3");
        karwan.press(open);
        karwan.press("'copy Enter");
        karwan.sees("Markdown");
        karwan.press("Esc");
        karwan.press(open);
        let effects = karwan.press("'undo Enter");
        assert!(matches!(effects.as_slice(), [Effect::Undo]), "{open}: {effects:?}");
        karwan.press(open);
        karwan.press("'timeline Enter");
        karwan.sees("━ Timeline ");
    }
    // Nothing typed means nothing chosen.
    let mut karwan = Karwan::new(120, 40);
    karwan.press("?");
    karwan.sees_not("Enter runs");
    assert!(karwan.press("Enter").is_empty());
    karwan.sees_not("Help:");
}

#[test]
fn the_help_says_what_enter_runs_and_the_name_that_is_typed_goes_first() {
    for typed in ["reload", "filter", "open", "help", "up", "last", "first", "mouse", "copy", "quit"] {
        let mut karwan = Karwan::new(120, 40);
        karwan.press(&format!("2 ? '{typed}"));
        let screen = karwan.screen();
        let runs = screen.split("Enter runs ").nth(1).and_then(|rest| rest.split([',', ' ']).next());
        let named = ACTIONS.iter().any(|row| row.name == typed);
        assert!(
            runs.is_some_and(|name| if named { name == typed } else { name.starts_with(typed) }),
            "{typed}:\n{screen}"
        );
    }
    // What finds nothing runs nothing.
    let mut karwan = Karwan::new(120, 40);
    karwan.press("? 'zzz");
    karwan.sees_not("Enter runs");
}

#[test]
fn a_filter_that_cannot_be_read_does_not_look_applied() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        for filter in ["date:soon", "\"gwadar", "slip:much", "kind:nonsense-kind"] {
            let mut karwan = Karwan::new(columns, rows);
            karwan.press(&format!("2 / '{} Enter", filter.replace(' ', "_")));
            karwan.sees("not applied");
            karwan.sees_not("191 of 191");
        }
        let mut karwan = Karwan::new(columns, rows);
        karwan.press("2 / 'gwadar Space 'date:soon Enter");
        karwan.sees("applied in part: ");
        karwan.press("Esc / 'gwadar Enter");
        karwan.sees_not("applied");
    }
}

#[test]
fn the_editor_stays_away_from_what_is_only_to_be_read() {
    let mut karwan = Karwan::read_only(urdu(), 120, 40);
    assert!(karwan.press("2 e").is_empty());
    karwan.sees("`--read-only` was given");
}

#[test]
fn the_first_step_on_the_time_axis_goes_where_its_key_says() {
    /// The column of *now* among the ticks.
    fn now(karwan: &Karwan) -> Option<usize> {
        let screen = karwan.screen();
        let line = screen.lines().nth(3)?;
        line.find("now").map(|at| line[..at].chars().count())
    }
    // At once, before anything was drawn, and zoomed; one step each.
    for keys in ["2", "2 + +", "2 -"] {
        let shown = |more: &str| {
            let mut karwan = Karwan::new(200, 40);
            karwan.press(&format!("{keys} {more}"));
            now(&karwan)
        };
        let at = shown("").expect("now is seen");
        assert_eq!(shown("h"), Some(at + 8), "{keys}");
        assert_eq!(shown("l"), Some(at - 8), "{keys}");
        assert_eq!(shown("h l"), Some(at), "{keys}");
        assert_eq!(shown("h h l"), Some(at + 8), "{keys}");
    }
}

//! Reading an article by sentences, and making a report of one: keys in, screen and requests out.

use crate::common::screen::{Karwan, dossier};

use karwan::desk::edit::{Edit, EditList, EditValue};
use karwan::ui::effect::Effect;

const STORY: &str = "format = 1\n\n[story]\ntitle = \"S\"\n\n[[articles]]\nid = \"post-1\"\ntitle = \"Guests for Ostport\"\n\
                     outlet = \"The Post\"\npublished = \"2026-11-20\"\ntext = \"\"\"The harbour slept. A delegation is expected in \
                     Ostport in the second week of December, said Maren Holt. Nobody else spoke.\"\"\"\n\n[[articles]]\nid = \"old-1\"\n\
                     title = \"Without text\"\noutlet = \"The Post\"\npublished = \"2026-01-01\"\n\n[[events]]\nid = \"delegation\"\n\
                     title = \"A delegation visits Ostport\"\nkind = \"visit\"\nports = [\"ostport\"]\n\n  [[events.reports]]\n  \
                     source = \"old-1\"\n  status = \"expected\"\n\n[[events]]\nid = \"harbour-night\"\ntitle = \"The harbour sleeps\"\n\
                     kind = \"incident\"\n\n  [[events.reports]]\n  source = \"old-1\"\n  status = \"happened\"\n\n[[actors]]\n\
                     id = \"holt\"\nname = \"Maren Holt\"\nkind = \"person\"\n\n[[ports]]\nid = \"ostport\"\nname = \"Ostport\"\n\
                     country = \"PK\"\n";

fn karwan() -> Karwan {
    Karwan::with(dossier(STORY), 120, 40)
}

#[test]
fn a_sentence_fills_the_form_of_a_report_and_each_field_says_where_it_comes_from() {
    let mut karwan = karwan();
    karwan.press("7 x");
    karwan.sees("sentence 1 of 3");
    karwan.press("j");
    karwan.sees("second week of December =");
    karwan.sees("2026-12-08/2026-12-14");
    karwan.sees("Ostport = ostport");
    karwan.press("s");
    karwan.sees("Add a report");
    karwan.sees("from “second week of");
    karwan.sees("from “said Maren Holt”");
    karwan.sees("a guess: “expected”");
    let effects = karwan.press("Ctrl+s");
    let [Effect::Write(edit, _)] = &effects[..] else { panic!("{effects:?}") };
    let Edit::Statement(id, EditList::Reports, fields) = &**edit else { panic!("{edit:?}") };
    assert_eq!(id, "delegation");
    let text = |key: &str| {
        fields.iter().find_map(|(name, datum)| match datum {
            EditValue::Text(text) if *name == key => Some(text.as_str()),
            EditValue::Date(date) if *name == key => Some(date.as_str()),
            _ => None,
        })
    };
    assert_eq!(text("source"), Some("post-1"));
    assert_eq!(text("status"), Some("expected"));
    assert_eq!(text("date"), Some("2026-12-08/2026-12-14"));
    assert_eq!(text("by"), Some("holt"));
    assert!(text("quote").is_some_and(|quote| quote.starts_with("A delegation") && quote.ends_with("Maren Holt.")));
}

#[test]
fn a_quote_that_does_not_stand_in_the_text_is_refused() {
    let mut karwan = karwan();
    karwan.press("7 x j s");
    // The fields stand one below the other; a word more at the end of each but the quote is another fault or none.
    for _ in 0..10 {
        karwan.press("'never Down");
    }
    karwan.sees("this does not stand in the text");
    assert_eq!(karwan.press("Ctrl+s"), []);
}

#[test]
fn the_other_events_that_a_sentence_may_be_about_are_offered() {
    let mut karwan = karwan();
    karwan.press("7 x s");
    karwan.sees("harbour-night");
    // Up to the first field, which has the event.
    for _ in 0..12 {
        if karwan.screen().contains("  delegation  ") {
            break;
        }
        karwan.press("Up");
    }
    karwan.press("Ctrl+n Tab");
    karwan.sees("A delegation visits Ostport");
}

#[test]
fn two_sentences_are_taken_together() {
    let mut karwan = karwan();
    karwan.press("7 x j J");
    karwan.sees("sentences 2–3 of 3");
    karwan.press("s");
    let effects = karwan.press("Ctrl+s");
    let [Effect::Write(edit, _)] = &effects[..] else { panic!("{effects:?}") };
    assert!(format!("{edit:?}").contains("Nobody else spoke."), "{edit:?}");
}

#[test]
fn without_underlines_marks_have_letters_and_an_article_without_text_says_so() {
    let mut karwan = Karwan::plain(dossier(STORY), 80, 24);
    karwan.press("7 x");
    karwan.sees("Ostport[n]");
    karwan.press("Esc j x");
    karwan.sees("the dossier has no text of this article");
}

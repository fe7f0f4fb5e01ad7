//! What is found in texts: small ones of their own here, the quotes of the built-in story in `story`.

mod story;

use proptest::prelude::*;

use super::*;
use crate::dossier::ReportStatus;
use crate::dossier::load::load_texts;

fn small() -> std::sync::Arc<Dossier> {
    let text = include_str!("tests/small.toml").to_owned();
    load_texts(&[("small.toml".into(), text)]).dossier.expect("it loads")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// What is marked in a text of a Wednesday, `written = meant`.
fn marked(text: &str) -> Vec<String> {
    let dossier = small();
    let findings = TextFindings::of(text, &NameIndex::of(&dossier), day("2025-09-03"));
    let meant = |thing: &MarkedThing| match thing {
        MarkedThing::Name(recs) => recs.iter().map(|&rec| dossier.id(rec)).collect::<Vec<_>>().join("+"),
        MarkedThing::Date(date) => date.as_str().to_owned(),
        MarkedThing::Amount(amount) => amount.to_string(),
    };
    findings.marks.iter().map(|mark| format!("{} = {}", &text[mark.span.clone()], meant(&mark.thing))).collect()
}

/// The dates of a text of a day, as EDTF.
pub(super) fn dates_of(text: &str, published: &str) -> Vec<String> {
    let names = NameIndex::of(&Dossier::default());
    let findings = TextFindings::of(text, &names, day(published));
    let date = |mark: &TextMark| match &mark.thing {
        MarkedThing::Date(date) => Some(date.as_str().to_owned()),
        _ => None,
    };
    findings.marks.iter().filter_map(date).collect()
}

#[test]
fn sentences_are_not_parted_at_abbreviations_and_end_with_the_line() {
    let of = |text: &'static str| sentences(text).into_iter().map(|span| &text[span]).collect::<Vec<_>>();
    assert_eq!(of("Mr. Holt met Gen. Brandt. He left."), ["Mr. Holt met Gen. Brandt.", "He left."]);
    assert_eq!(of("J. Holt spoke.  U.S. Steel came."), ["J. Holt spoke.", "U.S. Steel came."]);
    assert_eq!(of("Headline without a stop\nFirst words. More"), ["Headline without a stop", "First words.", "More"]);
    assert_eq!(
        of("В 2026 г. Токаев прибыл. Он сказал: «Да». Всё."),
        ["В 2026 г. Токаев прибыл.", "Он сказал: «Да».", "Всё."]
    );
    assert_eq!(of("وزیر نے کہا۔ وہ چلے گئے۔"), ["وزیر نے کہا۔", "وہ چلے گئے۔"]);
    assert_eq!(of("Ол келді. 3 қарашада кетті."), ["Ол келді.", "3 қарашада кетті."]);
    assert_eq!(of(" \n "), [""; 0]);
}

#[test]
fn names_are_found_in_any_script_and_inflection() {
    assert_eq!(marked("Maren Holt left Ostport"), ["Maren Holt = maren-holt", "Ostport = ostport+ostport-city"]);
    assert_eq!(marked("в порту Гвадара и из Астаны"), ["Гвадара = kalder", "Астаны = ostport"]);
    assert_eq!(marked("встреча с Мареном Хольтом"), ["Мареном Хольтом = maren-holt"]);
    assert_eq!(marked("مارین ہولٹ نے گوادر میں"), ["مارین ہولٹ = maren-holt", "گوادر = ostport"]);
    assert_eq!(marked("the Kalderian side, Kalder's side"), ["Kalderian = kalder", "Kalder = kalder"]);
}

/// The events proposed for a sentence in a dossier of one event with a title, each `words that are the reason`.
fn proposed(title: &str, sentence: &str) -> Vec<String> {
    let text = format!(
        "format = 1\n[story]\ntitle = \"A bridge\"\n[[events]]\nid = \"opens\"\nkind = \"incident\"\ntitle = \"{title}\"\n"
    );
    let dossier = load_texts(&[("bridge.toml".into(), text)]).dossier.expect("it loads");
    let index = EventIndex::of(&dossier, None);
    let context =
        SentenceContext { sentence, around: "", names: &[], names_around: &[], dates: &[], day: day("2025-09-03") };
    let reasons = |guess: EventGuess| guess.parts.into_iter().map(|part| part.reason).collect::<Vec<_>>().join(" ");
    index.best(&dossier, &context).into_iter().map(reasons).collect()
}

#[test]
fn a_word_that_every_text_has_is_no_reason_for_an_event() {
    let none = [""; 0];
    assert_eq!(proposed("The bridge opens for traffic", "The weather was good for them."), none);
    assert_eq!(proposed("The bridge opens for traffic", "The bridge was closed."), ["bridge"]);
    assert_eq!(proposed("Мост через реку будет открыт", "Погода через неделю будет хорошей."), none);
    assert_eq!(proposed("Мост через реку будет открыт", "Мост будет закрыт."), ["мост"]);
    assert_eq!(proposed("Жаңа көпір туралы келісім", "Бұл ауа райы туралы."), none);
    assert_eq!(proposed("پل اور سڑک", "موسم اور بارش"), none);
}

#[test]
fn a_surname_is_somebody_only_where_it_is_clear_whose() {
    assert_eq!(marked("Brandt said so"), ["Brandt = ilya-brandt"]);
    assert_eq!(marked("Holt said so"), [""; 0], "there are two");
    assert_eq!(marked("Jon Holt came, and Holt spoke"), ["Jon Holt = jon-holt", "Holt = jon-holt"]);
}

#[test]
fn short_names_need_their_capitals() {
    assert_eq!(marked("the ECT and the ect"), ["ECT = ect"]);
    assert_eq!(marked("Dar and dar"), ["Dar = dar"]);
    assert_eq!(marked("the mannequin of ostportal"), [""; 0], "within a word");
}

#[test]
fn dates_in_words_are_read_relative_to_the_day_in_four_languages() {
    for (text, edtf) in [
        ("It comes in the second week of September.", "2025-09-08/2025-09-14"),
        ("It comes next month.", "2025-10"),
        ("It was signed on Tuesday.", "2025-09-02"),
        ("It will be signed on Tuesday.", "2025-09-09"),
        ("It will open in May, said Maren Holt on Tuesday.", "2026-05 2025-09-02"),
        ("She said on Tuesday that it would open on Monday.", "2025-09-02 2025-09-08"),
        ("expected by the end of the year", "../2025-12~"),
        ("by mid-2026", "../2026-06~"),
        ("due in late 2026", "2026-10~/2026-12~"),
        ("between September 8 and 9", "2025-09-08/2025-09-09"),
        ("on Tuesday, 2 September 2025,", "2025-09-02"),
        ("on 12/31/2025", "2025-12-31"),
        ("on 2025-11-03", "2025-11-03"),
        ("within three months", "../2025-12-03"),
        ("two years ago", "2023"),
        ("визит пройдет в ноябре", "2025-11"),
        ("в ноябре прошлого года", "2024-11"),
        ("3 февраля 2026 года", "2026-02-03"),
        ("с 8 по 9 сентября", "2025-09-08/2025-09-09"),
        ("на второй неделе сентября", "2025-09-08/2025-09-14"),
        ("в следующем месяце", "2025-10"),
        ("до конца 2026 года", "../2026-12~"),
        ("в середине ноября", "2025-11-11~/2025-11-20~"),
        ("через два года", "2027"),
        ("۳ ستمبر کو", "2025-09-03"),
        ("ستمبر کے دوسرے ہفتے میں", "2025-09-08/2025-09-14"),
        ("نومبر 2025ء میں", "2025-11"),
        ("اگلے ماہ", "2025-10"),
        ("қараша айында", "2025-11"),
        ("2026 жылғы 3 ақпанда", "2026-02-03"),
        ("қыркүйектің екінші аптасында", "2025-09-08/2025-09-14"),
        ("келесі айда", "2025-10"),
        ("٣ نومبر", "2025-11-03"),
    ] {
        assert_eq!(dates_of(text, "2025-09-03").join(" "), edtf, "{text}");
    }
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "It may come. They march on.",
        "a two-day visit, the tenth consecutive day",
        "the first visit in 23 years",
        "2025 tonnes of coal and $2025",
        "in the second of three parts",
        "he will last a second",
        "17 of 20",
        "version 1.2.3 of 4,000",
    ] {
        assert_eq!(dates_of(text, "2025-09-03"), [""; 0], "{text}");
    }
}

#[test]
fn numbers_have_their_units_and_bounds() {
    for (text, amount) in [
        ("worth $500 million", "$500 million = 500000000 USD"),
        ("approximately US $ 500 million", "US $ 500 million = about 500000000 USD"),
        ("more than 1,250 MoUs", "1,250 MoUs = more than 1250 MoUs"),
        ("84 percent", "84 percent = 84 %"),
        ("up to 10 million tons of cargo", "10 million tons = up to 10000000 t"),
        ("a 687-kilometre segment", "687-kilometre = 687 km"),
        ("12.5% more", "12.5% = 12.5 %"),
        ("около 1,5 млрд долларов", "1,5 млрд долларов = about 1500000000 USD"),
        ("10 000 тонн груза", "10 000 тонн = 10000 t"),
        ("۵۰ کروڑ روپے", "۵۰ کروڑ روپے = 500000000 PKR"),
        ("twelve countries", "twelve countries = 12 countries"),
        ("37 memorandums", "37 memorandums = 37 memorandums"),
    ] {
        assert_eq!(marked(text), [amount], "{text}");
    }
}

#[test]
fn a_speaker_is_known_by_the_verb_beside_it() {
    let dossier = small();
    let names = NameIndex::of(&dossier);
    let speaker = |text: &str| {
        let findings = TextFindings::of(text, &names, day("2025-09-03"));
        let speech = findings.speeches.into_iter().next_back()?;
        Some((text[speech.speaker].to_owned(), speech.actor.map(|rec| dossier.id(rec).to_owned())))
    };
    let known = |written: &str, id: &str| Some((written.to_owned(), Some(id.to_owned())));
    assert_eq!(speaker("Ilya Brandt, the minister of ports, said it would come."), known("Ilya Brandt", "ilya-brandt"));
    assert_eq!(speaker("“It comes,” said Brandt."), known("Brandt", "ilya-brandt"));
    assert_eq!(speaker("According to Maren Holt it comes."), known("Maren Holt", "maren-holt"));
    assert_eq!(speaker("Об этом сообщил Марен Хольт."), known("Марен Хольт", "maren-holt"));
    assert_eq!(speaker("مارین ہولٹ نے کہا"), known("مارین ہولٹ", "maren-holt"));
    assert_eq!(speaker("Brandt came late. He said that it rained."), known("He", "ilya-brandt"));
    assert_eq!(speaker("Peter Quill said so."), Some(("Peter Quill".to_owned(), None)));
    assert_eq!(speaker("Nothing was heard of Brandt."), None);
}

#[test]
fn a_status_is_guessed_only_where_one_is_said() {
    let guess = |text: &str| guess_status(text).map(|guess| (guess.status, text[guess.word].to_owned()));
    assert_eq!(guess("The visit was postponed again"), Some((ReportStatus::Postponed, "postponed".to_owned())));
    assert_eq!(guess("is expected to be signed"), Some((ReportStatus::Expected, "expected".to_owned())));
    assert_eq!(guess("Визит отложен"), Some((ReportStatus::Postponed, "отложен".to_owned())));
    assert_eq!(guess("The visit that was cancelled will be held"), None, "two of them");
    assert_eq!(guess("The treaty was not signed"), None);
    assert_eq!(guess("They met"), None);
}

#[test]
fn a_quote_is_cut_at_300_characters_and_has_to_stand_in_the_text() {
    let text = format!("First words. {} Last words.", "много слов, ".repeat(40));
    let quote = cut_quote(&text);
    assert!(quote.chars().count() <= QUOTE_LIMIT && quote.ends_with(" [...]"), "{quote}");
    assert!(stands_in(&quote, &text));
    assert!(stands_in("first WORDS [...] last words", &text));
    assert!(stands_in("Kalder’s port", "the Kalder's  port"), "signs and blanks are not looked at");
    assert!(!stands_in("last words [...] first words", &text), "in this order");
    assert!(!stands_in("first word", &text), "whole words");
    assert!(!stands_in("other words", &text));
    assert!(!stands_in(" [...] ", &text) && !stands_in("", &text));
    assert_eq!(cut_quote(" a\n b "), "a b");
}

#[test]
fn a_draft_says_where_each_field_comes_from() {
    let dossier = small();
    let index = CaptureIndex::of(&dossier);
    let text =
        "Nothing yet. A delegation of Kalder is expected in Ostport in the second week of September, said Maren Holt.";
    let published = day("2025-09-03");
    let findings = TextFindings::of(text, &index.names, published);
    let span = findings.sentences[1].clone();
    let draft = ReportDraft::of(&dossier, &index, ("", text), &findings, &span, published);
    assert_eq!(dossier[draft.events[0].event].id, "kalder-delegation");
    assert!(draft.events[0].parts.iter().any(|part| part.reason == "Ostport" && part.weight > 0.0));
    assert_eq!(draft.status, Some((ReportStatus::Expected, "a guess: “expected”".to_owned())));
    let date = draft.date.expect("a date");
    assert_eq!((date.0.as_str(), date.1.as_str()), ("2025-09-08/2025-09-14", "“second week of September”"));
    let by = draft.by.expect("a speaker");
    assert_eq!((dossier[by.0].id.as_str(), by.1.as_str()), ("maren-holt", "“said Maren Holt”"));
    assert_eq!(draft.actors.iter().map(|&ix| dossier[ix].id.as_str()).collect::<Vec<_>>(), ["kalder"]);
    assert_eq!(draft.quote, &text[span]);
}

#[test]
fn a_number_goes_under_the_key_that_the_event_uses_already() {
    let dossier = small();
    let index = CaptureIndex::of(&dossier);
    let text = "4 parts of the railway to Varn";
    let findings = TextFindings::of(text, &index.names, day("2025-09-03"));
    let draft = ReportDraft::of(&dossier, &index, ("", text), &findings, &(0..text.len()), day("2025-09-03"));
    let key = |event| {
        draft.values_for(&dossier, event).into_iter().map(|(key, value)| format!("{key} {value}")).collect::<Vec<_>>()
    };
    assert_eq!(key(Some(draft.events[0].event)), ["sections 4"]);
    assert_eq!(key(None), ["parts 4"]);
}

fn is_sound(text: &str) {
    let dossier = small();
    let findings = TextFindings::of(text, &NameIndex::of(&dossier), day("2025-09-03"));
    for span in findings.sentences.iter().chain(findings.marks.iter().map(|mark| &mark.span)) {
        assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()), "{span:?} of {text:?}");
    }
    assert!(findings.marks.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{findings:?} of {text:?}");
    assert!(findings.sentences.windows(2).all(|pair| pair[0].end <= pair[1].start));
    for speech in &findings.speeches {
        assert!(text.get(speech.verb.clone()).is_some() && text.get(speech.speaker.clone()).is_some());
    }
    for span in &findings.sentences {
        let quote = cut_quote(&text[span.clone()]);
        assert!(quote.chars().count() <= QUOTE_LIMIT);
        let _ = stands_in(&quote, text);
        let _ = guess_status(&text[span.clone()]);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_every_span_stands_in_it(text in any::<String>()) {
        is_sound(&text);
    }

    #[test]
    fn words_of_dates_names_and_numbers_in_any_order_are_read_too(
        words in proptest::collection::vec(proptest::sample::select(WORDS), 0..40),
        gap in proptest::sample::select(vec![" ", "-", ", ", ".", " – ", "\u{a0}", "\n", ""]),
    ) {
        is_sound(&words.join(gap));
    }
}

const WORDS: &[&str] = &[
    "second",
    "week",
    "of",
    "September",
    "2025",
    "3",
    "by",
    "from",
    "to",
    "next",
    "year",
    "last",
    "or",
    "May",
    "in",
    "end",
    "mid",
    "a",
    "ноябре",
    "года",
    "с",
    "по",
    "۳",
    "ستمبر",
    "تک",
    "کے",
    "қараша",
    "дейін",
    "Maren",
    "Holt",
    "Гвадара",
    "$",
    "million",
    "%",
    "10",
    "000",
    "said",
    "He",
    "31",
    "99",
    "9999",
    "ago",
    "within",
    "days",
    "“",
    "”",
    "’s",
    "ß",
    "\u{301}",
    "ﷺ",
    "۔",
];

#[test]
fn a_long_text_takes_a_time_in_proportion_to_its_length() {
    use std::time::Instant;
    let dossier = small();
    let names = NameIndex::of(&dossier);
    let piece = "Mr. Holt said on Tuesday the 3 of September 2025 that $5 million, in the next two years of 10 000 \u{a0}1 2 3 4 5 ";
    let time = |times: usize| {
        let text = piece.repeat(times);
        let start = Instant::now();
        let found = TextFindings::of(&text, &names, day("2025-09-03"));
        assert!(!found.marks.is_empty());
        start.elapsed()
    };
    let (short, long) = (time(100).max(std::time::Duration::from_millis(1)), time(1600));
    // Sixteen times the text; a quadratic step would take 256 times as long.
    assert!(long < short * 100, "{short:?} and {long:?}");
}

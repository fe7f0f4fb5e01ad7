//! What is one word, and which spellings are the same.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

fn joined(text: &str) -> String {
    words(text).trim_start().to_owned()
}

#[test]
fn spellings_of_one_word_are_one_word() {
    for (a, b) in [
        ("Karachi", "KARACHI"),
        ("Tórshavn", "torshavn"),
        ("Straße", "STRASSE"),
        ("STRAẞE", "strasse"),
        ("Ærø", "aero"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da nang"),
        ("ıstanbul", "İSTANBUL"),
        ("Aşgabat", "ashgabat".replace("sh", "s").as_str()),
        ("Erdoğan", "erdogan"),
        ("Oʻzbekiston", "o'zbekiston"),
        ("O‘zbekiston", "ozbekiston"),
        ("O’zbekiston", "Oʼzbekiston"),
        ("Əliyev", "eliyev"),
        ("Мұрат Нұртілеу", "мурат нуртилеу"),
        ("Қасым-Жомарт Тоқаев", "касым жомарт токаев"),
        ("Мирзиёев", "мирзиеев"),
        ("Ғани Өскемен Үлкен Әлем Шаңырақ Һәм", "гани оскемен улкен алем шанырак хам"),
        ("Тоҷикистон", "точикистон"),
        ("Київ", "киив"),
        ("كراتشي", "کراتشی"),
        ("قازاقستان\u{640}", "قازاقستان"),
        ("كَرَاتشِي", "کراتشی"),
        ("می\u{200c}خواهم", "میخواهم"),
        ("أفغانستان", "افغانستان"),
        ("آسیا", "اسیا"),
        ("إيران", "ایران"),
        ("وزارة", "وزاره"),
        ("مسئلہ", "مسيله"),
        ("مؤتمر", "موتمر"),
        ("۱۲۳", "١٢٣"),
        ("١٢٣", "123"),
        ("ﷲ", "الله"),
        ("ﬁnance", "finance"),
        ("ΟΔΟΣ", "οδος"),
        ("１２ｋｍ", "12km"),
        ("№ 5", "no 5"),
    ] {
        assert_eq!(words(a), words(b), "{a} / {b}");
        assert_ne!(words(a), "", "{a}");
    }
}

#[test]
fn letters_that_tell_words_apart_stay_apart() {
    for (a, b) in [("کے", "کی"), ("тары", "тара"), ("कि", "की"), ("bar", "car"), ("ش", "س")] {
        assert_ne!(words(a), words(b), "{a} / {b}");
    }
}

#[test]
fn words_end_at_everything_that_is_no_letter_digit_or_apostrophe() {
    for (text, expected) in [
        ("Kazakhstan-Turkmenistan-Iran", "kazakhstan turkmenistan iran"),
        ("14.5 m", "14 5 m"),
        ("U.S.", "u s"),
        ("km/h", "km h"),
        ("a_b", "a b"),
        ("  (Gwadar)  ", "gwadar"),
        ("Pakistan's ports", "pakistan s ports"),
        ("Pakistan’s", "pakistan s"),
        ("l'Iran d’Asie", "l iran d asie"),
        ("O'Brien’a", "obriena"),
        ("'quoted'", "quoted"),
        ("巴基斯坦 ports", "巴 基 斯 坦 ports"),
        ("カラチ港", "カ ラ チ 港"),
        ("👩‍👩‍👧 x", "x"),
        ("½", "1 2"),
        ("…", ""),
        ("", ""),
    ] {
        assert_eq!(joined(text), expected, "{text}");
    }
}

#[test]
fn a_phrase_does_not_reach_into_the_next_field() {
    let mut out = String::new();
    push_field(&mut out, "Port Qasim");
    push_field(&mut out, "—");
    push_field(&mut out, "Karachi");
    assert_eq!(out, " port qasim \n karachi \n");
}

#[test]
fn spans_name_the_bytes_of_each_word() {
    let text = "In Гв\u{301}адар: l'Iran";
    let spans = word_spans(text);
    let at: Vec<(&str, &str)> = spans.iter().map(|(span, word)| (&text[span.clone()], word.as_str())).collect();
    assert_eq!(at, [("In", "in"), ("Гв\u{301}адар", "гвадар"), ("l", "l"), ("Iran", "iran")]);
}

#[test]
fn letters_keep_what_stands_between_them() {
    assert_eq!(letters("Тоқаев: «Да!»"), "токаев: «да!»");
    assert_eq!(letters("Port-Qasim's"), "port-qasim's");
    assert!(matches!(letters("port"), Cow::Borrowed(_)));
}

proptest! {
    /// The fast path for ASCII and the general one are the same rule.
    #[test]
    fn ascii_is_folded_like_all_text(text in "[ -~]{0,40}") {
        let mut general = String::new();
        scan(&text, |_, step| general.push(if let FoldStep::Letter(c) = step { c } else { ' ' }));
        prop_assert_eq!(words(&text), general);
    }

    /// Folding what is folded changes nothing, so that a value printed from the index finds itself.
    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,30}") {
        let once = words(&text);
        prop_assert_eq!(words(&once), once);
    }

    /// Where no rule of our own applies, words are those of UAX 29.
    #[test]
    fn letters_and_spaces_are_split_as_unicode_says(text in "[a-zа-яا-ي0-9 ]{0,40}") {
        let ours: Vec<Range<usize>> = word_spans(&text).into_iter().map(|(span, _)| span).collect();
        let unicode: Vec<Range<usize>> =
            text.unicode_word_indices().map(|(at, word)| at..at + word.len()).filter(|r| !text[r.clone()].trim_matches('\u{640}').is_empty()).collect();
        prop_assert_eq!(ours.len(), unicode.len());
    }
}

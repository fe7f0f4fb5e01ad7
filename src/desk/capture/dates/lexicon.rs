//! Date words in the languages of the story, each with its English equivalent.
//!
//! [`crate::dossier::date::when`] says what the English words mean; nothing here does.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold;

/// Whether a word is complete or a stem.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordEnding {
    /// The complete word.
    Whole,
    /// A stem: at most this many letters follow.
    Open(usize),
}
use WordEnding::{Open, Whole};

/// A filler word, which is skipped.
pub(super) const SILENT: &str = "";

/// Natural words, without the months, whose names [`crate::dossier::date::when`] knows; folded when they are looked up.
const WORDS: &[(&str, WordEnding, &str)] = &[
    // weekdays
    ("monday понедельник понедельника پیر дүйсенбі", Whole, "monday"),
    ("tuesday вторник вторника منگل сейсенбі", Whole, "tuesday"),
    ("wednesday среду среда بدھ сәрсенбі", Whole, "wednesday"),
    ("thursday четверг четверга جمعرات бейсенбі", Whole, "thursday"),
    ("friday пятницу пятница جمعہ жұма", Whole, "friday"),
    ("saturday субботу суббота сенбі", Whole, "saturday"),
    ("sunday воскресенье воскресенья اتوار жексенбі", Whole, "sunday"),
    // days by name
    ("today сегодня آج бүгін", Whole, "today"),
    ("yesterday вчера кеше", Whole, "yesterday"),
    ("tomorrow завтра ертең", Whole, "tomorrow"),
    // which
    ("next upcoming coming اگلے اگلی اگلا آئندہ келесі келер", Whole, "next"),
    ("следующ предстоящ будущ", Open(3), "next"),
    ("last past گزشتہ پچھلے پچھلی پچھلا өткен былтырғы", Whole, "last"),
    ("прошл прошедш", Open(3), "last"),
    ("this current رواں осы ағымдағы", Whole, "this"),
    ("этот этой этого этом эту текущ нынешн", Open(3), "this"),
    ("биыл биылғы", Whole, "this year"),
    ("былтыр", Whole, "last year"),
    // units
    ("day days день дней дня дню күн күні күнде روز", Whole, "days"),
    ("week weeks ہفتے ہفتہ ہفتوں апта аптада аптасы аптасында аптасының", Whole, "week"),
    ("недел", Open(3), "week"),
    ("month months ماہ مہینے مہینہ مہینوں ай айда айы айының айында", Whole, "month"),
    ("месяц", Open(3), "month"),
    ("year years год года году годом лет سال سالوں жыл жылы жылғы жылдың жылда жылға г гг", Whole, "year"),
    ("quarter тоқсан квартал квартале квартала", Whole, "quarter"),
    ("half половина половине половину نصف жартысында жартысы", Whole, "half"),
    // parts
    ("early beginning start начало начале آغاز شروع اوائل басында басы", Whole, "early"),
    ("mid middle midst середина середине середину وسط ортасында ортасы", Whole, "mid"),
    ("late اواخر", Whole, "late"),
    ("end конец конца концу конце آخر اختتام соңы соңында соңына аяғы аяғында", Whole, "end"),
    // order
    ("first 1st i پہلے پہلی бірінші", Whole, "first"),
    ("перв", Open(3), "first"),
    ("second 2nd ii دوسرے دوسری екінші", Whole, "second"),
    ("втор", Open(3), "second"),
    ("third 3rd iii تیسرے تیسری үшінші", Whole, "third"),
    ("трет", Open(4), "third"),
    ("fourth 4th iv چوتھے چوتھی төртінші", Whole, "fourth"),
    ("четверт", Open(3), "fourth"),
    ("последн соңғы", Open(3), "last"),
    // counts
    ("a an one один одного одной одну ایک бір", Whole, "one"),
    ("two два две двух دو екі", Whole, "two"),
    ("three три трех تین үш", Whole, "three"),
    ("four четыре четырех چار төрт", Whole, "four"),
    ("five пять пяти پانچ бес", Whole, "five"),
    ("six шесть шести چھ алты", Whole, "six"),
    ("seven семь жеті", Whole, "seven"),
    ("eight восемь сегіз", Whole, "eight"),
    ("nine девять тоғыз", Whole, "nine"),
    ("ten десять он دس", Whole, "ten"),
    // seasons
    ("spring весна весной весны көктем көктемде", Whole, "spring"),
    ("summer лето летом лета жаз жазда", Whole, "summer"),
    ("autumn осень осенью осени күз күзде", Whole, "autumn"),
    ("winter зима зимой зимы қыс қыста", Whole, "winter"),
    // relations
    ("in через кейін", Whole, "in"),
    ("on the of at во в на کے کی کا میں کو", Whole, SILENT),
    ("later earlier also месяца числа", Whole, SILENT),
    ("by before until till до к تک дейін", Whole, "by"),
    ("from с со سے", Whole, "from"),
    ("between", Whole, "between"),
    ("and", Whole, "and"),
    ("to through по", Whole, "to"),
    ("or или یا немесе", Whole, "or"),
    ("since بعد бастап", Whole, "since"),
    ("within during over течение ішінде", Whole, "within"),
    ("ago назад бұрын قبل", Whole, "ago"),
    ("about around circa около примерно تقریباً шамамен", Whole, "about"),
];

struct DateLexicon {
    whole: HashMap<String, &'static str>,
    open: HashMap<String, (usize, &'static str)>,
    /// The length of the shortest and longest stem.
    letters: (usize, usize),
}

static LEXICON: LazyLock<DateLexicon> = LazyLock::new(|| {
    let mut lexicon = DateLexicon { whole: HashMap::new(), open: HashMap::new(), letters: (usize::MAX, 0) };
    for (natural, ending, english) in WORDS {
        for (_, word) in fold::word_spans(natural) {
            match ending {
                Whole => {
                    lexicon.whole.entry(word).or_insert(english);
                }
                Open(most) => {
                    let letters = word.chars().count();
                    lexicon.letters = (lexicon.letters.0.min(letters), lexicon.letters.1.max(letters));
                    lexicon.open.entry(word).or_insert((*most, english));
                }
            }
        }
    }
    lexicon
});

/// The English equivalent of a folded date word in any of the languages.
pub(super) fn english(word: &str) -> Option<&'static str> {
    if let Some(english) = LEXICON.whole.get(word) {
        return Some(english);
    }
    if word.is_ascii() {
        return None;
    }
    let (least, most) = LEXICON.letters;
    let letters = word.chars().count();
    word.char_indices().map(|(at, _)| at).chain([word.len()]).enumerate().skip(least).take(most + 1 - least).find_map(
        |(count, end)| {
            let &(ending, english) = LEXICON.open.get(&word[..end])?;
            (letters - count <= ending).then_some(english)
        },
    )
}

/// Words that mark a sentence as looking ahead.
pub(super) fn looks_ahead(word: &str) -> bool {
    static AHEAD: LazyLock<std::collections::HashSet<String>> = LazyLock::new(|| {
        let words = "will shall expected scheduled due plans planned likely upcoming slated set would \
                     будет будут планирует планируется ожидается намерен намерена предстоит \
                     گا گی گے متوقع болады өтеді күтілуде жоспарлап";
        fold::word_spans(words).into_iter().map(|(_, word)| word).collect()
    });
    AHEAD.contains(word)
}

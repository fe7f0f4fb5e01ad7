//! The names of the months, in every language in which they are read or written.

/// One month.
struct MonthNames {
    /// Its whole name; three letters or more of it are read.
    english: &'static str,
    /// The beginnings of its cases end in a hyphen, the others are whole.
    russian: &'static str,
    /// The beginning of all its cases.
    kazakh: &'static str,
    /// Its name.
    urdu: &'static str,
    /// Beginnings in the time stamps of feeds: short Kazakh names, and other European languages.
    in_stamps: &'static str,
}

const fn month(
    english: &'static str,
    russian: &'static str,
    kazakh: &'static str,
    urdu: &'static str,
    in_stamps: &'static str,
) -> MonthNames {
    MonthNames { english, russian, kazakh, urdu, in_stamps }
}

const MONTHS: [MonthNames; 12] = [
    month("january", "январ- янв", "қаңтар", "جنوری", "jän қаң ene gen"),
    month("february", "феврал- фев", "ақпан", "فروری", "fev fév ақп"),
    month("march", "март- мар", "наурыз", "مارچ", "mär нау"),
    month("april", "апрел- апр", "сәуір", "اپریل", "avr abr сәу"),
    month("may", "май мая мае маю", "мамыр", "مئی", "mai mag мам"),
    month("june", "июн-", "маусым", "جون", "juin giu мау"),
    month("july", "июл-", "шілде", "جولائی", "juil шіл"),
    month("august", "август- авг", "тамыз", "اگست", "aoû ago там"),
    month("september", "сентябр- сен сент", "қыркүйек", "ستمبر", "set қыр"),
    month("october", "октябр- окт", "қазан", "اکتوبر", "okt ott қаз"),
    month("november", "ноябр- ноя нояб", "қараша", "نومبر", "noy қар"),
    month("december", "декабр- дек", "желтоқсан", "دسمبر", "dez déc dic жел"),
];

/// `Sep`, for a month from 1 to 12.
#[must_use]
pub fn month_name(month: u32) -> &'static str {
    const SHORT: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    month.checked_sub(1).and_then(|m| SHORT.get(m as usize)).copied().unwrap_or("?")
}

/// `september`, for a month from 1 to 12.
pub(crate) fn english_month(month: u32) -> Option<&'static str> {
    MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?).map(|names| names.english)
}

/// Whether a word is the whole English name of a month, in small letters.
pub(crate) fn is_english_month(word: &str) -> bool {
    MONTHS.iter().any(|names| names.english == word)
}

/// A month by its name, in small letters: in English, or three letters or more of it, in Russian and Kazakh in any case,
/// in Urdu.
pub(crate) fn month_named(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    if word.chars().count() < 3 {
        return None;
    }
    // Few letters are the ending of a case.
    let inflected = |name: &str| word.strip_prefix(name).is_some_and(|end| end.chars().count() <= 5);
    let is = |name: &str| name.strip_suffix('-').map_or(word == name, inflected);
    position(|names| {
        names.english.starts_with(word)
            || names.russian.split(' ').any(is)
            || inflected(names.kazakh)
            || word == names.urdu
    })
}

/// A month by how its name begins, in the languages of feeds. Such beginnings are words of other meaning in a text
/// (`set`, `ago`), so they are read in time stamps alone.
pub(crate) fn month_in_stamp(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    month_named(&word).or_else(|| {
        position(|names| {
            word.starts_with(&names.english[..3]) || names.in_stamps.split(' ').any(|begins| word.starts_with(begins))
        })
    })
}

fn position(found: impl Fn(&MonthNames) -> bool) -> Option<u32> {
    MONTHS.iter().position(found).and_then(|at| u32::try_from(at + 1).ok())
}

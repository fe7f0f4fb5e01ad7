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
    /// Whole names and abbreviations in other languages, as web pages write them beside a day and a year.
    on_pages: &'static str,
}

const fn month(
    english: &'static str,
    russian: &'static str,
    kazakh: &'static str,
    urdu: &'static str,
    in_stamps: &'static str,
    on_pages: &'static str,
) -> MonthNames {
    MonthNames { english, russian, kazakh, urdu, in_stamps, on_pages }
}

const MONTHS: [MonthNames; 12] = [
    month(
        "january",
        "январ- янв",
        "қаңтар",
        "جنوری",
        "jän қаң ene gen",
        "januar jänner janvier janv enero ene janeiro gennaio gen januari stycznia ledna ocak січня ianuarie január yanvar يناير ژانویه جنوري जनवरी জানুয়ারি",
    ),
    month(
        "february",
        "феврал- фев",
        "ақпан",
        "فروری",
        "fev fév ақп",
        "februar feber février févr fév febrero fevereiro fev febbraio februari lutego února şubat лютого februarie február fevral فبراير فوریه फरवरी ফেব্রুয়ারি",
    ),
    month(
        "march",
        "март- мар",
        "наурыз",
        "مارچ",
        "mär нау",
        "märz mär mrz mars marzo março maart mrt marca března mart березня martie március مارس मार्च মার্চ",
    ),
    month(
        "april",
        "апрел- апр",
        "сәуір",
        "اپریل",
        "avr abr сәу",
        "avril avr abril abr aprile kwietnia dubna nisan квітня aprilie április aprel ابريل أبريل آوریل अप्रैल এপ্রিল",
    ),
    month(
        "may",
        "май мая мае маю",
        "мамыр",
        "مئی",
        "mai mag мам",
        "mai mayo maio maggio mag mei maja května mayıs травня május مايو مه मई মে",
    ),
    month(
        "june",
        "июн-",
        "маусым",
        "جون",
        "juin giu мау",
        "juni juin junio junho giugno giu czerwca června haziran червня iunie június iyun يونيو ژوئن जून জুন",
    ),
    month(
        "july",
        "июл-",
        "шілде",
        "جولائی",
        "juil шіл",
        "juli juillet juil julio julho luglio lug lipca července temmuz липня iulie július iyul يوليو ژوئیه जुलाई জুলাই",
    ),
    month(
        "august",
        "август- авг",
        "тамыз",
        "اگست",
        "aoû ago там",
        "août agosto ago augustus augusti sierpnia srpna ağustos серпня augusztus avgust أغسطس اغسطس اوت अगस्त আগস্ট",
    ),
    month(
        "september",
        "сентябр- сен сент",
        "қыркүйек",
        "ستمبر",
        "set қыр",
        "septembre septiembre setiembre setembro settembre set września září eylül вересня septembrie szeptember sentabr sentyabr سبتمبر سپتامبر सितंबर সেপ্টেম্বর",
    ),
    month(
        "october",
        "октябр- окт",
        "қазан",
        "اکتوبر",
        "okt ott қаз",
        "oktober okt octobre octubre outubro out ottobre ott października října ekim жовтня octombrie október oktyabr أكتوبر اكتوبر اکتبر अक्टूबर অক্টোবর",
    ),
    month(
        "november",
        "ноябр- ноя нояб",
        "қараша",
        "نومبر",
        "noy қар",
        "novembre noviembre novembro listopada listopadu kasım листопада noiembrie noyabr نوفمبر نوامبر नवंबर নভেম্বর",
    ),
    month(
        "december",
        "декабр- дек",
        "желтоқсан",
        "دسمبر",
        "dez déc dic жел",
        "dezember dez décembre déc diciembre dic dezembro dicembre grudnia prosince aralık грудня decembrie dekabr ديسمبر دسامبر दिसंबर ডিসেম্বর",
    ),
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

/// A month by its whole name or abbreviation in the languages of the web. Some are words of other meaning, so they are read
/// only between the day and the year of a date.
pub(crate) fn month_on_page(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    month_named(&word).or_else(|| position(|names| names.on_pages.split(' ').any(|name| word == name)))
}

fn position(found: impl Fn(&MonthNames) -> bool) -> Option<u32> {
    MONTHS.iter().position(found).and_then(|at| u32::try_from(at + 1).ok())
}

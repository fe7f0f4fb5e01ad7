//! Detects the language of a text if its page does not declare one.

use whatlang::{Lang, detect};

/// Shorter texts are not classified.
const SHORTEST: usize = 200;

/// BCP 47 of the language, if the detection is reliable.
pub(super) fn of_text(text: &str) -> Option<String> {
    let found = detect(text).filter(|found| text.len() >= SHORTEST && found.is_reliable())?;
    Some(tag(found.lang()).to_owned())
}

/// The shortest code, as BCP 47 requires: two letters for languages that have such a code.
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Urd => "ur",
        Lang::Pes => "fa",
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Tur => "tr",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Aze => "az",
        Lang::Hin => "hi",
        Lang::Pan => "pa",
        Lang::Ben => "bn",
        Lang::Guj => "gu",
        Lang::Mar => "mr",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Bul => "bg",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Ell => "el",
        Lang::Heb => "he",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        other => other.code(),
    }
}

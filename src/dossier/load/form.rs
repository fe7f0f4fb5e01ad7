//! The form of ids, slugs and codes.

use std::ops::Range;

use super::fault::quoted;
use super::fields::TableFields;

/// Longest id, in characters.
const LONGEST: usize = 80;

/// What is wrong with an id, and where: lower-case ASCII letters, digits and single hyphens, 1 to 80 characters,
/// starting with a letter or digit.
fn id_fault(id: &str) -> Option<(usize, &'static str)> {
    let mut previous = '-';
    for (at, c) in id.char_indices() {
        match c {
            '-' if at == 0 => return Some((at, "it starts with a letter or digit")),
            '-' if previous == '-' => return Some((at, "its hyphens stand alone")),
            'a'..='z' | '0'..='9' | '-' => {}
            _ => return Some((at, "it holds lower-case ASCII letters, digits and hyphens")),
        }
        previous = c;
    }
    match id.len() {
        0 => Some((0, "it has 1 to 80 characters")),
        1..=LONGEST => None,
        _ => Some((LONGEST, "it has at most 80 characters")),
    }
}

impl<'t> TableFields<'_, 't> {
    /// The record's id; its form and that nobody else has it are checked.
    pub fn id(&self) -> String {
        let Some((id, span)) = self.spanned_text("id") else {
            self.need("id");
            return String::new();
        };
        self.check_slug("an id", id, &span);
        if let Some(owner) = self.cx.known.ids.get(id).filter(|owner| (owner.file, &owner.span) != (self.file, &span)) {
            let first = super::fault::FaultPlace::new(owner.file, owner.span.clone());
            let kind = super::context::a(owner.rec.kind());
            self.cx.faults.borrow_mut().add_second(
                crate::dossier::problem::Severity::Error,
                self.place(&span),
                Some(first),
                || format!("{} is the id of {kind} already", quoted(id)),
            );
        }
        id.to_owned()
    }

    /// A slug that has to be there: of the form of an id.
    pub fn need_slug(&self, key: &'static str) -> String {
        let Some((slug, span)) = self.spanned_text(key) else {
            self.need(key);
            return String::new();
        };
        self.check_slug("a slug", slug, &span);
        slug.to_owned()
    }

    /// A list of slugs, each of which may stand once.
    pub fn slugs(&self, key: &'static str) -> Vec<String> {
        let slugs = self.spanned_texts(key);
        for (at, (slug, span)) in slugs.iter().enumerate() {
            self.check_slug("a slug", slug, span);
            if slugs[..at].iter().any(|(earlier, _)| earlier == slug) {
                self.error(span, || format!("{} stands twice in `{key}`", quoted(slug)));
            }
        }
        slugs.into_iter().map(|(slug, _)| slug.to_owned()).collect()
    }

    /// A slug that may be left out.
    pub fn slug(&self, key: &'static str) -> Option<String> {
        let (slug, span) = self.spanned_text(key)?;
        self.check_slug("a slug", slug, &span);
        Some(slug.to_owned())
    }

    fn check_slug(&self, what: &str, text: &str, span: &Range<usize>) {
        if let Some((at, rule)) = id_fault(text) {
            self.error(&self.within(span, text, at), || format!("{} is not the form of {what}: {rule}", quoted(text)));
        }
    }

    /// A text whose form is checked; another form is a warning.
    fn coded(&self, key: &'static str, form: fn(&str) -> bool, expected: &str) -> Option<String> {
        let (text, span) = self.spanned_text(key)?;
        self.check_form(key, text, &span, form, expected);
        Some(text.to_owned())
    }

    fn check_form(&self, key: &str, text: &'t str, span: &Range<usize>, form: fn(&str) -> bool, expected: &str) {
        if !form(text) {
            self.warn(span, || format!("`{key}` is {expected}, not {}", quoted(text)));
        }
    }

    /// An ISO 3166-1 alpha-2 code.
    pub fn country(&self) -> Option<String> {
        let (code, span) = self.spanned_text("country")?;
        if !is_country(code) {
            let expected = "an ISO 3166-1 code of two capital letters, like `PK`";
            self.error(&span, || format!("`country` is {expected}, not {}", quoted(code)));
        }
        Some(code.to_owned())
    }

    /// A BCP 47 language tag.
    pub fn language(&self) -> Option<String> {
        self.coded("language", is_language, "a BCP 47 tag, like `en` or `uz-Cyrl`")
    }

    /// A UN/LOCODE.
    pub fn locode(&self) -> Option<String> {
        self.coded("locode", is_locode, "a UN/LOCODE of five characters, like `PKGWD`")
    }

    /// A Wikidata item.
    pub fn wikidata(&self) -> Option<String> {
        self.coded("wikidata", is_wikidata, "the number of an item, like `Q843`")
    }
}

/// The codes of ISO 3166-1, and `XK`, which stands for Kosovo by common use.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH \
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT \
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS \
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI \
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG \
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG \
    UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK";

/// Whether a text is an ISO 3166-1 alpha-2 code.
pub(crate) fn is_country(text: &str) -> bool {
    text.len() == 2 && COUNTRIES.as_bytes().chunks(3).any(|code| code.starts_with(text.as_bytes()))
}

/// Whether a text has the form of a BCP 47 language tag.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let good = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    good(first)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && (first.len() > 1 || text.len() > 1)
        && parts.all(good)
}

fn is_locode(text: &str) -> bool {
    let text = if text.as_bytes().get(2) == Some(&b' ') { text.replacen(' ', "", 1) } else { text.to_owned() };
    let place = |b: u8| b.is_ascii_uppercase() || (b'2'..=b'9').contains(&b);
    text.len() == 5 && text.bytes().take(2).all(|b| b.is_ascii_uppercase()) && text.bytes().skip(2).all(place)
}

/// Whether a text is the number of a Wikidata item.
pub(crate) fn is_wikidata(text: &str) -> bool {
    text.strip_prefix('Q')
        .is_some_and(|n| !n.is_empty() && !n.starts_with('0') && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_letters_digits_and_single_hyphens() {
        let longest = "a".repeat(80);
        for good in ["a", "0", "a-b", "tribune-2025-09-03", "a-", &longest] {
            assert_eq!(id_fault(good), None, "{good}");
        }
        let long = "a".repeat(81);
        for (bad, at) in [("", 0), ("-a", 0), ("a--b", 2), ("aB", 1), ("a_b", 1), ("gwādar", 2), (&long, 80)] {
            assert_eq!(id_fault(bad).map(|fault| fault.0), Some(at), "{bad}");
        }
    }

    #[test]
    fn codes_have_their_form() {
        assert!(is_country("PK") && !is_country("pk") && !is_country("PAK") && !is_country("Ü") && !is_country("ZZ"));
        assert!(is_language("en") && is_language("uz-Cyrl") && is_language("zh-Hans-CN"));
        assert!(!is_language("") && !is_language("en_US") && !is_language("English language") && !is_language("e"));
        assert!(is_locode("PKGWD") && is_locode("PK GWD") && !is_locode("GWD") && !is_locode("pkgwd"));
        assert!(is_wikidata("Q843") && !is_wikidata("843") && !is_wikidata("Q"));
    }
}

//! Wording made from fields: numbers with units and periods, slips, who said something where and when.

pub mod change;

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::dossier::date::display_day;
use crate::dossier::{
    Actor, ActorIx, ActorKind, ArticleIx, Corridor, Dossier, EdtfDate, Figure, FigureAmount, FigureIx, FigureSubject,
    Rec,
};
use crate::geo::EarthDistance;
use crate::story::{CorridorLength, EventState, QuietDays, SlipDays, Snapshot, StatusSince};
use crate::text::isolated;

/// The digits of a whole number, grouped in threes from five digits on.
fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len());
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) && digits.len() > 4 {
            out.push('\u{202f}'); // a narrow space that does not break
        }
        out.push(digit);
    }
    out
}

/// A whole number formatted like [`number`].
#[must_use]
pub fn whole(n: u64) -> String {
    grouped(&n.to_string())
}

/// A number with digit grouping: `1 224 345`, `12.5`.
#[must_use]
pub fn number(value: f64) -> String {
    let plain = format!("{value}");
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = format!("{sign}{}", grouped(whole));
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A number with at most four digits: `53.95 M`, `506.8 k`, `12.5`.
#[must_use]
pub fn short_number(value: f64) -> String {
    let size = value.abs();
    let (scale, letter) = match size {
        s if s >= 1e9 => (1e9, " bn"),
        s if s >= 1e6 => (1e6, " M"),
        s if s >= 1e5 => (1e3, " k"),
        _ => return number(value),
    };
    let scaled = value / scale;
    let decimals = if scaled.abs() >= 100.0 { 1 } else { 2 };
    let text = format!("{scaled:.decimals$}");
    format!("{}{letter}", text.trim_end_matches('0').trim_end_matches('.'))
}

fn amount_by(amount: FigureAmount, number: impl Fn(f64) -> String) -> String {
    match amount {
        FigureAmount::Exactly(value) => number(value),
        FigureAmount::Range { min: Some(min), max: Some(max) } => format!("{}–{}", number(min), number(max)),
        FigureAmount::Range { min: Some(min), max: None } => format!("≥ {}", number(min)),
        FigureAmount::Range { min: None, max: Some(max) } => format!("≤ {}", number(max)),
        FigureAmount::Range { min: None, max: None } => "?".to_owned(),
    }
}

/// The amount of a figure to the last digit: `53 950 000 t`.
#[must_use]
pub fn amount(figure: &Figure) -> String {
    with_unit(figure, &amount_by(figure.amount, number))
}

/// The amount of a figure for a narrow cell: `53.95 Mt`.
#[must_use]
pub fn short_amount(figure: &Figure) -> String {
    let text = amount_by(figure.amount, short_number);
    let joined = figure.unit == "t" && text.ends_with(['M', 'k']);
    if joined { format!("{text}{}", figure.unit) } else { with_unit(figure, &text) }
}

/// The amount of a figure as it is read aloud: `53.95 million tonnes`.
#[must_use]
pub fn spoken_amount(figure: &Figure) -> String {
    let scales = [(" bn", " billion"), (" M", " million"), (" k", " thousand")];
    let number = |value: f64| scales.iter().fold(short_number(value), |words, (sign, word)| words.replace(sign, word));
    let words = with_unit(figure, &amount_by(figure.amount, number));
    let unit = match figure.unit.as_str() {
        "t" => "tonnes",
        "m" => "metres",
        "km" => "kilometres",
        "%" => "per cent",
        "USD" => "US dollars",
        _ => return words,
    };
    words.strip_suffix(&figure.unit).map_or(words.clone(), |number| format!("{number}{unit}"))
}

/// A number beside its unit, as it is said: `12 km`, `rank 61`.
fn with_unit(figure: &Figure, number: &str) -> String {
    let is_rank = figure.unit == "rank";
    if is_rank { format!("rank {number}") } else { format!("{number} {}", figure.unit) }
}

/// The period of a figure, short: `2024`, `Jul 2024–Jun 2025`; a fiscal year as `2024/25`.
#[must_use]
pub fn period(period: &EdtfDate) -> String {
    use chrono::Datelike as _;
    if let (Some(first), Some(last)) = (period.earliest(), period.latest())
        && !period.is_approximate()
        && first.month() == 7
        && last.month() == 6
        && last.year() == first.year() + 1
    {
        return format!("{}/{:02}", first.year(), last.year().rem_euclid(100));
    }
    period.display()
}

/// The period of a figure in few columns: `2024/25`, `Jul 24–Mar 25`.
#[must_use]
pub fn short_period(date: &EdtfDate) -> String {
    let words = period(date);
    if words.contains('–') { words.replace(" 20", " ") } else { words }
}

/// A distance in whole kilometres and nautical miles: `481 km (260 nmi)`.
#[must_use]
pub fn distance(distance: EarthDistance) -> String {
    format!("{} km ({} nmi)", number(distance.km.round()), number(distance.nautical_miles().round()))
}

/// The length of a corridor, exact only if every leg has one: `2 300 km`, `≥ 2 300 km, 2 legs unknown`; empty
/// if no leg has a length.
#[must_use]
pub fn length(length: CorridorLength) -> String {
    match (length.total(), length.known) {
        (Some(km), _) => format!("{} km", number(km)),
        (None, 0) => String::new(),
        (None, _) => format!("≥ {} km, {} unknown", number(length.km), count(length.unknown, "leg", "legs")),
    }
}

/// Degrees north and east: `25.11° N 62.34° E`.
#[must_use]
pub fn coordinates(latitude: f64, longitude: f64) -> String {
    let side = |v: f64, plus: &'static str, minus: &'static str| if v < 0.0 { minus } else { plus };
    format!("{:.2}° {} {:.2}° {}", latitude.abs(), side(latitude, "N", "S"), longitude.abs(), side(longitude, "E", "W"))
}

/// A name in `columns`: in full if it fits, otherwise with initials (`K.-J. Tokayev`), otherwise the last name.
#[must_use]
pub fn short_name(actor: &Actor, columns: usize) -> String {
    if crate::text::width(&actor.name) <= columns || actor.kind != ActorKind::Person {
        return actor.name.clone();
    }
    let Some((given, last)) = actor.name.rsplit_once(' ') else { return actor.name.clone() };
    let initial = |name: &str| name.chars().next().map(|c| format!("{c}.")).unwrap_or_default();
    let initials: Vec<String> =
        given.split(' ').map(|name| name.split('-').map(initial).collect::<Vec<_>>().join("-")).collect();
    let short = format!("{} {last}", initials.join(" "));
    if crate::text::width(&short) <= columns { short } else { last.to_owned() }
}

/// A slug in words: its label, otherwise `quay-depth` becomes `quay depth`.
#[must_use]
pub fn slug(dossier: &Dossier, slug: &str) -> String {
    dossier.labels.words(slug).into_owned()
}

/// A slip as one rounded number, for lists: `+92 d` below a hundred days, `+12 mo` below two years, then `+5 y`. It is
/// the middle of the bounds; the lower bound if there is no upper one, or one of more than twice as many days, since
/// the middle would then be a delay that nobody knows. The exact bounds are on the card.
#[must_use]
pub fn slip_rounded(slip: SlipDays) -> String {
    let near = slip.at_most().filter(|&most| slip.0 == 0 || most <= 2 * slip.0);
    let days = near.map_or(slip.0, |most| i64::midpoint(slip.0, most));
    match days {
        ..100 => format!("+{days} d"),
        100..730 => format!("+{} mo", (days * 12 + 182) / 365),
        _ => format!("+{} y", (days + 182) / 365),
    }
}

/// The same where it is read aloud: `92 days`, `12 months`, `5 years`.
#[must_use]
pub fn slip_spoken(slip: SlipDays) -> String {
    let rounded = slip_rounded(slip);
    let (number, unit) = rounded.trim_start_matches('+').split_once(' ').unwrap_or_default();
    let unit = match unit {
        "d" => "day",
        "mo" => "month",
        _ => "year",
    };
    if number == "1" { format!("{number} {unit}") } else { format!("{number} {unit}s") }
}

/// A silence for a table column: `447 d`, `at least 333 d`.
#[must_use]
pub fn quiet_short(quiet: QuietDays) -> String {
    if quiet.at_least { format!("at least {} d", quiet.days) } else { format!("{} d", quiet.days) }
}

/// Singular or plural: `1 report`, `37 reports`.
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// What an event rests on: `37 reports, 33 origins`.
#[must_use]
pub fn support(state: &EventState) -> String {
    format!("{}, {}", count(state.known.len(), "report", "reports"), count(state.origins, "origin", "origins"))
}

/// Where and when something was published: `The Express Tribune, 3 Sep 2025`.
#[must_use]
pub fn citation(dossier: &Dossier, source: Option<ArticleIx>) -> String {
    let Some(ix) = source else { return "no source".to_owned() };
    format!("{}, {}", isolated(dossier.articles.get(ix).outlet), published(dossier, ix))
}

/// When an article was published: `3 Sep 2025`, `c. Jun 2026`; `undated` where nothing says so.
#[must_use]
pub fn published(dossier: &Dossier, article: ArticleIx) -> String {
    let date = dossier.articles.get(article).published_date();
    date.as_ref().map_or_else(|| "undated".to_owned(), EdtfDate::display)
}

/// When a source said something, as exactly as its date is known: `9 Aug 2025`, `Aug 2025`, `c. 9 Aug 2025`; `by 9 Aug 2025` if
/// it is only known that the source was read on that day, and `undated` if nothing is known.
///
/// The day from which the statement counts as known is the last that this can mean ([`Dossier::known`]).
#[must_use]
pub fn known_day(dossier: &Dossier, source: Option<ArticleIx>) -> String {
    let published = source.and_then(|source| dossier.articles.get(source).published_date());
    match (published, dossier.known(source)) {
        (Some(published), _) => published.display(),
        (None, Some(day)) => format!("by {}", display_day(day)),
        (None, None) => "undated".to_owned(),
    }
}

/// Since when a way stands as it does: `since 31 Oct 2026`; `by Aug 2025` where it was open when somebody first wrote of it;
/// `reported 3 Sep 2025` if the report with which that began has no date of its own.
#[must_use]
pub fn standing_since(dossier: &Dossier, corridor: &Corridor, since: StatusSince) -> String {
    let report = since.told(corridor);
    match since.date(dossier, corridor).filter(|_| report.date.is_some()) {
        Some(date) if date.is_deadline() => date.display(),
        Some(date) => format!("since {}", date.display()),
        None if dossier.known(report.source).is_none() => "by a report without a date".to_owned(),
        None => format!("reported {}", known_day(dossier, report.source)),
    }
}

/// What a figure is of: `Cargo handled of Gwadar`.
#[must_use]
pub fn figure_name(dossier: &Dossier, ix: FigureIx) -> String {
    let figure = &dossier[ix];
    let metric = slug(dossier, &figure.metric);
    match figure.about {
        FigureSubject::Rec(about) => format!("{metric} of {}", isolated(dossier.label(about))),
        FigureSubject::Story => metric,
    }
}

/// The name of a record; for a figure, with its subject and period.
#[must_use]
pub fn name(dossier: &Dossier, rec: Rec) -> Cow<'_, str> {
    let Rec::Figure(ix) = rec else { return dossier.label(rec).into() };
    let period = dossier[ix].period.as_ref().map_or_else(String::new, |at| format!(", {}", period(at)));
    format!("{}{period}", figure_name(dossier, ix)).into()
}

/// An actor with the office held on a day: `Yerzhan Kistafin, Ambassador of Kazakhstan to Pakistan`.
#[must_use]
pub fn actor_on(dossier: &Dossier, snapshot: &Snapshot, actor: ActorIx, day: NaiveDate) -> String {
    match snapshot.office_on(dossier, actor, day) {
        Some(office) => format!("{}, {}", isolated(&dossier[actor].name), isolated(&office.title)),
        None => dossier[actor].name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::CorridorReport;

    #[test]
    fn long_numbers_are_grouped_and_short_ones_are_not() {
        assert_eq!(number(1_224_345.0), "1\u{202f}224\u{202f}345");
        assert_eq!(number(2008.0), "2008");
        assert_eq!(number(-16.72), "-16.72");
        assert_eq!(short_number(53_950_000.0), "53.95 M");
        assert_eq!(short_number(506_800.0), "506.8 k");
        assert_eq!(short_number(1e9), "1 bn");
    }

    #[test]
    fn a_rough_day_of_a_source_is_never_told_as_an_exact_one() {
        let dossier = crate::dossier::load::load(&["tests/data/story".into()]).dossier.unwrap();
        let day = |id: &str| {
            let Some(crate::dossier::Rec::Article(source)) = dossier.find(id) else { panic!("no article {id}") };
            known_day(&dossier, Some(source))
        };
        assert_eq!(day("menafn-bankguarantee"), "c. 18 Jan 2025");
        assert_eq!(day("irna-rajaee-2025"), "c. Mar 2025");
        assert_eq!(day("dlca-karachi"), "by 23 Nov 2026", "it has no date but was read then");
        assert_eq!(known_day(&dossier, None), "undated");
    }

    #[test]
    fn a_way_that_was_open_when_somebody_first_wrote_of_it_has_no_first_day() {
        let mut dossier = Dossier::default();
        let source = dossier.articles.push(crate::dossier::ArticleFields {
            id: "a".to_owned(),
            published: EdtfDate::parse("2025-09~").ok(),
            ..crate::dossier::ArticleFields::default()
        });
        let way = |date: &str, source: Option<ArticleIx>| {
            let report = CorridorReport { date: EdtfDate::parse(date).ok(), source, ..CorridorReport::default() };
            Corridor { reports: vec![report], ..Corridor::default() }
        };
        let told = |date: &str, begun: bool| {
            let (way, since) = (way(date, Some(source)), StatusSince { report: 0, begun });
            let edtf = since.date(&dossier, &way).map(|date| date.as_str().to_owned());
            (edtf.unwrap_or_default(), standing_since(&dossier, &way, since))
        };
        for (date, begun, edtf, words) in [
            ("2025-08", true, "2025-08", "since Aug 2025"),
            ("2025-08", false, "../2025-08", "by Aug 2025"),
            ("2025-08~", false, "../2025-08~", "by c. Aug 2025"),
            ("../2025-08", true, "../2025-08", "by Aug 2025"),
            ("../2025-08", false, "../2025-08", "by Aug 2025"),
            ("2025-08-01/2025-08-05", false, "../2025-08-05", "by 5 Aug 2025"),
            ("", true, "../2025-09-30", "reported c. Sep 2025"),
        ] {
            assert_eq!(told(date, begun), (edtf.to_owned(), words.to_owned()), "{date} {begun}");
        }
        let (unsourced, since) = (way("", None), StatusSince { report: 0, begun: true });
        assert_eq!(since.date(&dossier, &unsourced), None);
        assert_eq!(standing_since(&dossier, &unsourced, since), "by a report without a date");
    }

    #[test]
    fn a_slip_in_a_list_is_a_middle_only_between_near_bounds() {
        assert_eq!(slip_rounded(SlipDays(88, 95)), "+91 d");
        assert_eq!(slip_rounded(SlipDays(41, 405)), "+41 d", "promised for 2025, looked at on 10 February 2026");
        assert_eq!(slip_rounded(SlipDays(0, 333)), "+5 mo");
        assert_eq!(slip_rounded(SlipDays(614, 978)), "+2 y");
        assert_eq!(slip_rounded(SlipDays(63, SlipDays::UNBOUNDED)), "+63 d");
    }
}

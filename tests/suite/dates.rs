//! Dates: every production of EDTF levels 0 and 1 is read, level 2 and impossible days are refused, bounds and display
//! are right. The rows follow the tables of the Library of Congress specification (ISO 8601-2:2019, Annex A).

use chrono::{Datelike as _, NaiveDate};
use karwan::dossier::EdtfDate;
use proptest::prelude::*;

fn date(text: &str) -> EdtfDate {
    EdtfDate::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// `text earliest latest display`; `-` for an end that is open or unknown.
fn reads(text: &str, earliest: &str, latest: &str, display: &str) {
    let d = date(text);
    let shown = |day: Option<NaiveDate>| day.map_or("-".to_owned(), |day| day.to_string());
    assert_eq!((shown(d.earliest()), shown(d.latest())), (earliest.into(), latest.into()), "bounds of {text}");
    assert_eq!(d.display(), display, "display of {text}");
    assert_eq!(d.as_str(), text);
}

fn refused(text: &str, offset: usize, why: &str) {
    let e = EdtfDate::parse(text).expect_err(text);
    assert_eq!(e.offset, offset, "offset of the error in {text}: {e}");
    assert!(e.message.contains(why), "{text}: {e}");
}

#[test]
fn level_0_dates_are_read() {
    reads("1985-04-12", "1985-04-12", "1985-04-12", "12 Apr 1985");
    reads("1985-04", "1985-04-01", "1985-04-30", "Apr 1985");
    reads("1985", "1985-01-01", "1985-12-31", "1985");
    reads("0000", "0000-01-01", "0000-12-31", "0000");
    reads("9999-12-31", "9999-12-31", "9999-12-31", "31 Dec 9999");
}

#[test]
fn level_0_date_and_time_is_the_day_as_written() {
    reads("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "12 Apr 1985");
    reads("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "12 Apr 1985");
    reads("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "12 Apr 1985");
    reads("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", "12 Apr 1985");
    reads("2025-09-02T00:30:00+05:00", "2025-09-02", "2025-09-02", "2 Sep 2025");
}

#[test]
fn level_0_intervals_are_read() {
    reads("1964/2008", "1964-01-01", "2008-12-31", "1964–2008");
    reads("2004-06/2006-08", "2004-06-01", "2006-08-31", "Jun 2004–Aug 2006");
    reads("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "1 Feb 2004–8 Feb 2005");
    reads("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "1 Feb 2004–Feb 2005");
    reads("2004-02-01/2005", "2004-02-01", "2005-12-31", "1 Feb 2004–2005");
    reads("2005/2006-02", "2005-01-01", "2006-02-28", "2005–Feb 2006");
}

#[test]
fn level_1_years_of_more_digits_are_read() {
    reads("Y17000", "+17000-01-01", "+17000-12-31", "17000");
    reads("Y-17000", "-17000-01-01", "-17000-12-31", "-17000");
    assert_eq!(date("Y170000002").display(), "170000002");
    assert_eq!(date("Y-170000002").display(), "-170000002");
    assert!(date("Y170000002") > date("Y17000") && date("Y-170000002") < date("Y-17000"));
}

#[test]
fn level_1_seasons_are_three_months_and_winter_ends_in_the_next_year() {
    reads("2001-21", "2001-03-01", "2001-05-31", "spring 2001");
    reads("2001-22", "2001-06-01", "2001-08-31", "summer 2001");
    reads("2003-23", "2003-09-01", "2003-11-30", "autumn 2003");
    reads("2000-24", "2000-12-01", "2001-02-28", "winter 2000/01");
    reads("2023-24", "2023-12-01", "2024-02-29", "winter 2023/24");
    reads("1999-24~", "1999-12-01", "2000-02-29", "c. winter 1999/00");
}

#[test]
fn level_1_qualifiers_are_kept_and_do_not_widen() {
    reads("1984?", "1984-01-01", "1984-12-31", "1984?");
    reads("2004-06~", "2004-06-01", "2004-06-30", "c. Jun 2004");
    reads("2004-06-11%", "2004-06-11", "2004-06-11", "c. 11 Jun 2004?");
    assert!(date("2004-06-11%").is_approximate() && date("2004-06-11%").is_uncertain());
    assert!(date("2004-06~").is_approximate() && !date("2004-06~").is_uncertain());
    assert!(date("../2029~").is_approximate() && date("2004-06?/2005").is_uncertain());
}

#[test]
fn level_1_unspecified_digits_from_the_right_are_read() {
    reads("202X", "2020-01-01", "2029-12-31", "2020s");
    reads("20XX", "2000-01-01", "2099-12-31", "20XX");
    reads("2025-XX", "2025-01-01", "2025-12-31", "a month of 2025");
    reads("2025-XX-XX", "2025-01-01", "2025-12-31", "a day of 2025");
    reads("2025-11-XX", "2025-11-01", "2025-11-30", "a day of Nov 2025");
    reads("2025-02-XX", "2025-02-01", "2025-02-28", "a day of Feb 2025");
    reads("2024-02-XX", "2024-02-01", "2024-02-29", "a day of Feb 2024");
    reads("202X~", "2020-01-01", "2029-12-31", "c. 2020s");
}

#[test]
fn level_1_intervals_with_open_or_unknown_ends_are_read() {
    reads("1985-04-12/..", "1985-04-12", "-", "from 12 Apr 1985");
    reads("1985-04/..", "1985-04-01", "-", "from Apr 1985");
    reads("1985/..", "1985-01-01", "-", "from 1985");
    reads("../1985-04-12", "-", "1985-04-12", "by 12 Apr 1985");
    reads("../1985-04", "-", "1985-04-30", "by Apr 1985");
    reads("../1985", "-", "1985-12-31", "by 1985");
    reads("1985-04-12/", "1985-04-12", "-", "from 12 Apr 1985, end unknown");
    reads("1985-04/", "1985-04-01", "-", "from Apr 1985, end unknown");
    reads("1985/", "1985-01-01", "-", "from 1985, end unknown");
    reads("/1985-04-12", "-", "1985-04-12", "until 12 Apr 1985, start unknown");
    reads("/1985-04", "-", "1985-04-30", "until Apr 1985, start unknown");
    reads("/1985", "-", "1985-12-31", "until 1985, start unknown");
    reads("../2027-02-04", "-", "2027-02-04", "by 4 Feb 2027");
    reads("../2029~", "-", "2029-12-31", "by c. 2029");
}

#[test]
fn level_1_intervals_with_qualified_ends_are_read() {
    reads("1984~/2004-06", "1984-01-01", "2004-06-30", "c. 1984–Jun 2004");
    reads("1984/2004-06~", "1984-01-01", "2004-06-30", "1984–c. Jun 2004");
    reads("1984~/2004~", "1984-01-01", "2004-12-31", "c. 1984–c. 2004");
    reads("1984?/2004%", "1984-01-01", "2004-12-31", "1984?–c. 2004?");
    reads("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08", "2 Jun 1984?–c. 8 Aug 2004");
    reads("2025-09-10~/..", "2025-09-10", "-", "from c. 10 Sep 2025");
    reads("2001-21/2001-23", "2001-03-01", "2001-11-30", "spring–autumn 2001");
    refused("-0044-03-15/Y17000", 12, "stands alone");
}

#[test]
fn level_1_negative_years_are_read() {
    reads("-1985", "-1985-01-01", "-1985-12-31", "-1985");
    reads("-0044-03-15", "-0044-03-15", "-0044-03-15", "15 Mar -0044");
    reads("-0004-02-29", "-0004-02-29", "-0004-02-29", "29 Feb -0004");
}

#[test]
fn spans_say_once_what_both_ends_share() {
    reads("2025-09-08/2025-09-14", "2025-09-08", "2025-09-14", "8–14 Sep 2025");
    reads("2025-10-29/2025-11-03", "2025-10-29", "2025-11-03", "29 Oct–3 Nov 2025");
    reads("2025-12-29/2026-01-03", "2025-12-29", "2026-01-03", "29 Dec 2025–3 Jan 2026");
    reads("2025-01/2025-03", "2025-01-01", "2025-03-31", "Jan–Mar 2025");
    reads("2024-01/2025-03", "2024-01-01", "2025-03-31", "Jan 2024–Mar 2025");
    reads("2025-09-29/2025-11", "2025-09-29", "2025-11-30", "29 Sep–Nov 2025");
    reads("2025-09-10~/2025-09-20~", "2025-09-10", "2025-09-20", "c. 10–20 Sep 2025");
    reads("2025-01~/2025-03~", "2025-01-01", "2025-03-31", "c. Jan–Mar 2025");
    reads("2025-01?/2025-03?", "2025-01-01", "2025-03-31", "Jan–Mar 2025?");
    reads("2025-09-10/2025-09-20~", "2025-09-10", "2025-09-20", "10 Sep 2025–c. 20 Sep 2025");
    reads("2025-23/2025-24", "2025-09-01", "2026-02-28", "autumn 2025–winter 2025/26");
    reads("2025/2025-03", "2025-01-01", "2025-03-31", "2025–Mar 2025");
}

#[test]
fn a_span_of_one_date_is_that_date() {
    reads("2025-11-03/2025-11-03", "2025-11-03", "2025-11-03", "3 Nov 2025");
    reads("2025-11~/2025-11~", "2025-11-01", "2025-11-30", "c. Nov 2025");
    reads("2025/2025", "2025-01-01", "2025-12-31", "2025");
    reads("2025-24/2025-24", "2025-12-01", "2026-02-28", "winter 2025/26");
}

#[test]
fn the_year_is_left_out_only_where_it_stands_at_the_end() {
    let in_year = |text: &str| date(text).display_in_year();
    let short = |text: &str, expected: &str| assert_eq!(in_year(text).as_deref(), Some(expected), "{text}");
    short("2025-09-03", "3 Sep");
    short("2025-11", "Nov");
    short("2025-11~", "c. Nov");
    short("2025-11%", "c. Nov?");
    short("2025-21", "spring");
    short("2025-11-XX", "a day of Nov");
    short("2025-09-08/2025-09-14", "8–14 Sep");
    short("2025-09-10?/2025-09-20?", "10–20 Sep?");
    short("2025-10-29/2025-11-03", "29 Oct–3 Nov");
    short("2025-11-03/2025-11-03", "3 Nov");
    short("2025-09-02T15:00:00Z", "2 Sep");
    short("../2025-09", "by Sep");
    short("../2025-12-31", "by 31 Dec");
    for long in [
        "2025",
        "2025~",
        "2025?",
        "2025/2025",
        "2025-XX",
        "2025-XX-XX",
        "202X",
        "2025-24",
        "2025-09-10/2025-09-20~",
        "2025-12/2026-01",
        "2025-09/..",
        "/2025-09",
        "2025-09/",
        "2025/2025-03",
        "Y17000",
        "-0044",
    ] {
        assert_eq!(in_year(long), None, "{long}");
    }
}

#[test]
fn days_that_do_not_exist_are_refused_with_their_place() {
    refused("2025-02-29", 8, "day is out of range");
    refused("1900-02-29", 8, "day is out of range");
    refused("2025-04-31", 8, "day is out of range");
    refused("2025-04-00", 8, "day is out of range");
    refused("2025-13", 5, "season 21 to 24");
    refused("2025-00", 5, "season 21 to 24");
    refused("2025-20-01", 5, "season 21 to 24");
    refused("2025-21-05", 8, "a season has no days");
    refused("-0000", 0, "not a valid year");
    refused("2025-01/2025-02-30", 16, "day is out of range");
    refused("../2025-02-30", 11, "day is out of range");
    refused("2025-04-12T24:00:00", 11, "hour must be 00-23");
    refused("2025-04-12T23:60:00", 14, "minute must be 00-59");
    date("2024-02-29");
    date("2000-02-29");
}

#[test]
fn an_interval_that_ends_before_it_starts_is_refused() {
    refused("2025/2024", 5, "precedes");
    refused("2025-09-14/2025-09-08", 11, "precedes");
    refused("Y17001/Y17000", 7, "precedes");
}

#[test]
fn level_2_is_refused() {
    // exponential years, significant digits
    refused("Y-17E7", 4, "level 2");
    refused("1950S2", 4, "level 2");
    refused("Y171010000S3", 10, "level 2");
    // sub-year groupings beyond the seasons
    refused("2001-25", 5, "level 2");
    refused("2001-34", 5, "level 2");
    refused("2001-41", 5, "level 2");
    // sets
    refused("[1667,1668,1670..1672]", 0, "level 2");
    refused("{1960,1961-12}", 0, "level 2");
    // qualifiers on the left of, or between, components: also where they change nothing
    refused("2004-06~-11", 7, "level 2");
    refused("2004?-06-11", 4, "level 2");
    refused("?2004-06-~11", 0, "level 2");
    refused("2004-~06", 5, "level 2");
    refused("~2004", 0, "level 2");
    refused("~2004-~06", 0, "level 2");
    refused("2004~-06~", 4, "level 2");
    refused("2004-06/?2005-06", 8, "level 2");
    refused("2004-06/2005-~06", 13, "level 2");
    // unspecified digits elsewhere
    refused("156X-12-25", 3, "level 2");
    refused("XXXX-12-XX", 0, "level 2");
    refused("1XXX-XX", 1, "level 2");
    refused("1XXX", 1, "level 2");
    refused("XXXX", 0, "level 2");
    refused("1984-1X", 6, "level 2");
    refused("1984-11-1X", 9, "level 2");
    refused("1984-XX-11", 5, "level 2");
    // and within intervals
    refused("2004-06-XX/2004-07-03", 8, "level 2");
    refused("2004-06-~01/2004-06-~20", 8, "level 2");
    refused("..2004-06/2005", 0, "level 2");
    refused("2004-06/2005..", 12, "level 2");
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        " ",
        "soon",
        "2025-9-2",
        "20250902",
        "2025-09-02 ",
        " 2025",
        "2025/09",
        "25",
        "20255",
        "2025-W36",
        "2025-245",
        "02-09-2025",
        "2025-09-02T15:00",
        "2025-09-02T15:00:00.5Z",
        "2025-09-02T",
        "T15:00:00",
        "2025-09-02t15:00:00Z",
        "/",
        "/..",
        "../",
        "2025/2026/2027",
        "2025--09",
        "2025-",
        "2025x",
        "2025~~",
        "2025?~",
        "~",
        "Y2025",
        "Y",
        "Y02025",
        "2025-09-02T15:00:00/2025-09-03",
        "Y99999999999999999999",
        "2025\u{2013}09",
        "\u{661}\u{669}\u{668}\u{665}",
    ] {
        let e = EdtfDate::parse(text).expect_err(text);
        assert!(e.offset <= text.len() && !e.message.is_empty(), "{text}: {e:?}");
    }
}

#[test]
fn dates_are_ordered_by_first_day_then_last_day() {
    let in_order = ["../2024", "../2026", "2025", "2025-01", "2025-01-01", "2025-01-01~", "2025-01-02/.."];
    let mut dates: Vec<EdtfDate> = in_order.iter().map(|text| date(text)).collect();
    dates.reverse();
    dates.sort();
    let sorted: Vec<&str> = dates.iter().map(EdtfDate::as_str).collect();
    assert_eq!(
        sorted,
        ["../2024", "../2026", "2025-01-01", "2025-01-01~", "2025-01", "2025", "2025-01-02/.."],
        "an open start comes first, an open end last"
    );
}

#[test]
fn a_deadline_is_compared_as_its_day() {
    assert_eq!(date("../2027-02").span(), date("2027-02").span());
    assert_eq!(*date("../2027-02").deadline(), date("2027-02"));
    assert!(date("../2027-02").is_deadline() && !date("/2027-02").is_deadline() && !date("2027/..").is_deadline());
    assert_eq!(date("2027/..").span(), (date("2027").earliest(), None));
}

/// Any text of levels 0 and 1, and many that are not quite.
fn texts() -> impl Strategy<Value = String> {
    let year = prop_oneof![
        6 => (1900..2101_i32).prop_map(|y| format!("{y:04}")),
        1 => (0..10000_i32).prop_map(|y| format!("{y:04}")),
        1 => (1..10000_i32).prop_map(|y| format!("-{y:04}")),
        1 => (-400_000..400_000_i64).prop_map(|y| format!("Y{y}")),
        1 => (0..1000_i32).prop_map(|y| format!("{y:03}X")),
        1 => (0..100_i32).prop_map(|y| format!("{y:02}XX")),
    ];
    let rest = prop_oneof![
        2 => Just(String::new()),
        3 => (0..26_u32).prop_map(|m| format!("-{m:02}")),
        4 => (1..13_u32, 0..33_u32).prop_map(|(m, d)| format!("-{m:02}-{d:02}")),
        1 => Just("-XX".to_owned()),
        1 => Just("-XX-XX".to_owned()),
        1 => (1..13_u32).prop_map(|m| format!("-{m:02}-XX")),
    ];
    let qualifier = prop_oneof![6 => Just(""), 1 => Just("~"), 1 => Just("?"), 1 => Just("%")];
    let one = (year, rest, qualifier).prop_map(|(y, r, q)| format!("{y}{r}{q}"));
    let end = prop_oneof![6 => one.clone(), 1 => Just("..".to_owned()), 1 => Just(String::new())];
    prop_oneof![3 => one.clone(), 2 => (end.clone(), end).prop_map(|(a, b)| format!("{a}/{b}"))]
}

fn dates() -> impl Strategy<Value = EdtfDate> {
    texts().prop_filter_map("no date", |text| EdtfDate::parse(&text).ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in ".{0,24}") {
        let _ = EdtfDate::parse(&text);
    }

    #[test]
    fn a_date_is_what_the_grammar_says(text in texts()) {
        // Where the parser and the standard part: `dossier::date::corner`.
        prop_assume!(text != "../.." && !(text.contains('/') && text.contains('Y')));
        let reference = edtf_core::Edtf::parse(&text).ok().filter(|parsed| parsed.level() <= 1);
        let read = EdtfDate::parse(&text).ok();
        prop_assert_eq!(read.is_some(), reference.is_some());
        if let (Some(read), Some(reference)) = (read, reference) {
            for (ours, theirs) in [(read.earliest(), reference.bounds().earliest), (read.latest(), reference.bounds().latest)] {
                let edtf_core::Bound::Date(d) = theirs else { prop_assert_eq!(ours, None); continue };
                let day = NaiveDate::from_ymd_opt(i32::try_from(d.year).unwrap(), d.month.into(), d.day.into());
                let far = if d.year < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
                prop_assert_eq!(ours, Some(day.unwrap_or(far)));
            }
        }
    }

    #[test]
    fn the_text_is_kept_and_reads_back(d in dates()) {
        prop_assert_eq!(&EdtfDate::parse(d.as_str()).unwrap(), &d);
        prop_assert_eq!(serde_json::to_string(&d).unwrap(), format!("\"{}\"", d.as_str()));
    }

    #[test]
    fn the_first_day_is_not_after_the_last(d in dates()) {
        if let (Some(first), Some(last)) = (d.earliest(), d.latest()) {
            prop_assert!(first <= last);
            prop_assert!(d.span_days().unwrap() >= 1);
        }
    }

    #[test]
    fn the_order_is_total_and_agrees_with_equality(a in dates(), b in dates(), c in dates()) {
        use std::cmp::Ordering::{Equal, Less};
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b) == Equal, a == b);
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
        if let (Some(x), Some(y)) = (a.earliest(), b.earliest()) && x < y {
            prop_assert_eq!(a.cmp(&b), Less);
        }
    }

    #[test]
    fn the_display_has_no_holes(d in dates()) {
        let shown = d.display();
        prop_assert!(!shown.is_empty() && shown.trim() == shown && !shown.contains("  "));
        prop_assert_eq!(shown.starts_with("c. ") || shown.contains(" c. ") || shown.contains("–c. "), d.is_approximate());
        prop_assert_eq!(shown.contains('?'), d.is_uncertain());
        prop_assert_eq!(d.to_string(), shown);
    }

    #[test]
    fn without_its_year_a_date_reads_the_same(d in dates()) {
        if let Some(short) = d.display_in_year() {
            let (first, last) = d.span();
            let year = last.unwrap().year();
            let maybe = if short.ends_with('?') { "?" } else { "" };
            let words = short.trim_end_matches('?');
            let year = if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
            prop_assert_eq!(d.display(), format!("{words} {year}{maybe}"));
            prop_assert_eq!(first.unwrap().year(), last.unwrap().year());
        }
    }

    #[test]
    fn overlap_is_mutual_and_every_date_overlaps_itself(a in dates(), b in dates()) {
        prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
        prop_assert!(a.overlaps(&a) && a.same_days(&a));
    }

    #[test]
    fn a_day_reads_back(days in 0..3_650_000_i64) {
        let day = NaiveDate::from_ymd_opt(0, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        prop_assert_eq!(&EdtfDate::parse(EdtfDate::day(day).as_str()).unwrap(), &EdtfDate::day(day));
    }
}

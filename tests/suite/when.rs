//! Dates as a person types them.

use chrono::NaiveDate;
use karwan::dossier::date::when::when;

/// A Tuesday.
fn read(text: &str) -> Result<String, String> {
    let read = when(text, NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day"));
    read.map(|date| date.as_str().to_owned()).map_err(|error| error.message)
}

#[test]
fn dates_are_read_as_people_type_them() {
    for (typed, edtf) in [
        ("today", "2026-11-24"),
        ("Yesterday", "2026-11-23"),
        (" tomorrow ", "2026-11-25"),
        ("next tuesday", "2026-12-01"),
        ("next fri", "2026-11-27"),
        ("last tuesday", "2026-11-17"),
        ("last Monday", "2026-11-23"),
        ("sunday", "2026-11-29"),
        ("on monday", "2026-11-23"),
        ("this week", "2026-11-23/2026-11-29"),
        ("next week", "2026-11-30/2026-12-06"),
        ("next month", "2026-12"),
        ("last year", "2025"),
        ("in 3 days", "2026-11-27"),
        ("in two weeks", "2026-12-08"),
        ("3 days ago", "2026-11-21"),
        ("a month ago", "2026-10"),
        ("nov 2025", "2025-11"),
        ("November, 2025", "2025-11"),
        ("in november 2025", "2025-11"),
        ("3 feb 2026", "2026-02-03"),
        ("Feb. 3, 2026", "2026-02-03"),
        ("3rd of February 2026", "2026-02-03"),
        ("tue 3 feb 2026", "2026-02-03"),
        ("03.02.2026", "2026-02-03"),
        ("3 feb", "2027-02-03"),
        ("3 sep", "2026-09-03"),
        ("september", "2026-09"),
        ("second week of september", "2026-09-08/2026-09-14"),
        ("the second week of September 2025", "2025-09-08/2025-09-14"),
        ("first week of november 2025", "2025-11-01/2025-11-07"),
        ("last week of feb 2026", "2026-02-22/2026-02-28"),
        ("fifth week of march 2026", "2026-03-29/2026-03-31"),
        ("first half of march 2026", "2026-03-01/2026-03-15"),
        ("second half of 2026", "2026-07/2026-12"),
        ("third quarter of 2026", "2026-07/2026-09"),
        ("q3 2026", "2026-07/2026-09"),
        ("early november 2025", "2025-11-01~/2025-11-10~"),
        ("end of february 2026", "2026-02-21~/2026-02-28~"),
        ("8-14 sep 2025", "2025-09-08/2025-09-14"),
        ("8–14 september 2025", "2025-09-08/2025-09-14"),
        ("sep 8-14 2025", "2025-09-08/2025-09-14"),
        ("8 to 14 sep", "2026-09-08/2026-09-14"),
        ("28 sep - 3 oct 2025", "2025-09-28/2025-10-03"),
        ("28 dec - 3 jan 2026", "2025-12-28/2026-01-03"),
        ("sep-nov 2025", "2025-09/2025-11"),
        ("between 3 and 5 may 2026", "2026-05-03/2026-05-05"),
        ("from 3 feb 2026 to 5 may 2026", "2026-02-03/2026-05-05"),
        ("2025 to 2027", "2025/2027"),
        ("from 2025-09-02 to 2025-10", "2025-09-02/2025-10"),
        ("spring 2026", "2026-21"),
        ("Autumn of 2025", "2025-23"),
        ("winter 2025", "2025-24"),
        ("spring", "2027-21"),
        ("winter", "2026-24"),
        ("by june 2027", "../2027-06"),
        ("by 4 feb 2027", "../2027-02-04"),
        ("until 2027", "../2027"),
        ("by next tuesday", "../2026-12-01"),
        ("since march 2025", "2025-03/.."),
        ("from march 2025", "2025-03/.."),
        ("about nov 2025", "2025-11~"),
        ("c. 2025", "2025~"),
        ("nov 2025?", "2025-11?"),
        ("maybe 3 feb 2026", "2026-02-03?"),
        ("2020s", "202X"),
        // EDTF itself
        ("2025-09-02", "2025-09-02"),
        ("2025-11~", "2025-11~"),
        ("../2027-02-04", "../2027-02-04"),
        ("2025-21", "2025-21"),
        ("202X", "202X"),
        ("2025-09-08/2025-09-14", "2025-09-08/2025-09-14"),
    ] {
        assert_eq!(read(typed).as_deref(), Ok(edtf), "{typed}");
    }
}

#[test]
fn dates_are_read_as_sheets_write_them_and_people_say_them() {
    for (typed, edtf) in [
        ("7d", "2026-11-17"),
        ("2w", "2026-11-10"),
        ("last month", "2026-10"),
        ("Sep-25", "2025-09"),
        ("Sep-2025", "2025-09"),
        ("Sep '25", "2025-09"),
        ("sep ’25", "2025-09"),
        ("Nov-98", "1998-11"),
        ("3-Sep", "2026-09-03"),
        ("3-Sep-25", "2025-09-03"),
        ("3-sep 2025", "2025-09-03"),
        ("03-Sep-2025", "2025-09-03"),
        ("3 sep '25", "2025-09-03"),
        ("Nov-Dec 25", "2025-11/2025-12"),
        ("nov-dec '25", "2025-11/2025-12"),
        ("Sep-25?", "2025-09?"),
        ("28 dec-13 jan 2026", "2025-12-28/2026-01-13"),
        ("sep 25", "2026-09-25"),
        ("c. 2025?", "2025%"),
        ("maybe about nov 2025", "2025-11%"),
        ("early november 2025?", "2025-11-01%/2025-11-10%"),
        ("29 feb", "2028-02-29"),
        ("by friday", "../2026-11-27"),
        ("by monday", "../2026-11-30"),
        ("by tuesday", "../2026-11-24"),
        ("mid-november 2025", "2025-11-11~/2025-11-20~"),
        ("mid november 2025", "2025-11-11~/2025-11-20~"),
        ("late-march 2026", "2026-03-21~/2026-03-31~"),
        ("end of year", "2026-12~"),
        ("by the end of the year", "../2026-12~"),
        ("end of next year", "2027-12~"),
        ("mid-2026", "2026-06~/2026-07~"),
        ("early 2027", "2027-01~/2027-03~"),
    ] {
        assert_eq!(read(typed).as_deref(), Ok(edtf), "{typed}");
    }
}

#[test]
fn what_is_no_date_is_told_and_nothing_is_guessed() {
    for (typed, words) in [
        ("", "no date"),
        ("soon", "`soon`"),
        ("30 feb 2026", "2026-02-30"),
        ("3/2/2026", "`3/2/2026`"),
        ("nov 2025 or so", "`or`"),
        ("second week of 2025", "`second`"),
        ("fifth week of feb 2026", "`fifth`"),
        ("sixth week of may 2026", "`sixth`"),
        ("next", "`next`"),
        ("8-14", "which month"),
        ("3 4 may 2026", "two days"),
        ("14-8 sep 2025", "2025-09-14/2025-09-08"),
        ("2025-13", "`2025-13`"),
        ("32 may 2026", "`32`"),
        ("Sep-255", "`255`"),
        ("Sep-", "`sep-`"),
        ("29 feb 2026", "2026-02-29"),
    ] {
        let why = read(typed).expect_err(typed);
        assert!(why.contains(words), "{typed}: {why}");
    }
}

#[test]
fn no_text_makes_it_fall_over() {
    for typed in [
        "-",
        "- -",
        "to",
        " to ",
        "by",
        "by by by",
        "?",
        "~",
        "in 9999 years",
        "in 99999999999 days",
        "é-é",
        "from - to",
        "q0 2026",
        "q99999999999 2026",
        "0s",
        "last week of",
        "31 jun",
    ] {
        let _ = read(typed);
    }
}

//! One reader of dates: what is typed in a form, a sheet, a prompt, an option or a query means the same days, or is refused
//! with the same words.

use crate::common::screen::{Karwan, dossier, story, today};
use crate::common::{command, frozen, parse};

use std::fs;

use karwan::dossier::EdtfDate;
use karwan::dossier::date::display_day;
use karwan::dossier::date::when::when;
use proptest::prelude::*;

/// What is typed on Tuesday, 24 November 2026, and what it means as EDTF.
const READ: &[(&str, &str)] = &[
    ("Sep-25", "2025-09"),
    ("Sep '25", "2025-09"),
    ("3-Sep", "2026-09-03"),
    ("3-Sep-25", "2025-09-03"),
    ("Nov-Dec 25", "2025-11/2025-12"),
    ("nov to dec 25", "2025-11/2025-12"),
    ("c. 2025?", "2025%"),
    ("29 feb", "2028-02-29"),
    ("by friday", "../2026-11-27"),
    ("5 sep 2025", "2025-09-05"),
    ("8–14 Sep 2025", "2025-09-08/2025-09-14"),
    ("by 4 Feb 2027", "../2027-02-04"),
    ("yesterday", "2026-11-23"),
    ("7d", "2026-11-17"),
    ("last week", "2026-11-16/2026-11-22"),
    ("2025", "2025"),
    ("2025-09", "2025-09"),
    ("2025/09/05", "2025-09-05"),
    ("25/09/2025", "2025-09-25"),
    ("5.9.2025", "2025-09-05"),
    ("2025-09-05 10:30", "2025-09-05"),
    ("5 сентября 2025 года", "2025-09-05"),
    ("۵ ستمبر ۲۰۲۵", "2025-09-05"),
    ("q3 2025", "2025-07/2025-09"),
    ("winter 2023/24", "2023-24"),
    ("2023–2024", "2023/2024"),
];

/// What is refused, and with which words.
const REFUSED: &[(&str, &str)] = &[
    ("soon", "`soon` is not understood"),
    ("30 feb 2026", "`30 feb 2026` would be `2026-02-30`: day is out of range for the month"),
    ("2025-13", "`2025-13` is not a date: month must be 01 to 12, or a season 21 to 24"),
    ("05/09/2025", "in `05/09/2025`, is 05 or 09 the day? say the month by its name"),
    ("Sep-255", "`255` is not understood"),
    ("8-14", "which month has the 8?"),
    ("2025-09-02T25:00:00", "`2025-09-02T25:00:00` is not a date: "),
];

fn type_in(karwan: &mut Karwan, words: &str) {
    for (n, word) in words.split(' ').enumerate() {
        if n > 0 {
            karwan.press("Space");
        }
        karwan.press(&format!("'{word}"));
    }
}

/// Exit code, standard output and error.
fn karwan(words: &[&str]) -> (u8, String, String) {
    command::run(&command::unattended(frozen::places()), words)
}

#[test]
fn a_form_reads_them() {
    let text = "format = 1\n[story]\ntitle = \"S\"\n[[articles]]\nid = \"a\"\ntitle = \"A\"\noutlet = \"P\"\npublished = \"2026-01-01\"\n\
                [[events]]\nid = \"e\"\ntitle = \"E\"\nkind = \"visit\"\ndate = \"2026\"\nstatus = \"expected\"\nsources = [\"a\"]\n";
    let mut karwan = Karwan::with(dossier(text), 240, 40);
    karwan.press("2 a r 'expected Down");
    for &(typed, edtf) in READ {
        karwan.press("Ctrl+u");
        type_in(&mut karwan, typed);
        karwan.sees(&EdtfDate::parse(edtf).expect("EDTF").display());
        karwan.sees(edtf);
    }
    for &(typed, why) in REFUSED {
        karwan.press("Ctrl+u");
        type_in(&mut karwan, typed);
        karwan.press("Ctrl+s");
        karwan.sees(&format!("date: {why}"));
    }
}

#[test]
fn the_prompts_for_a_day_read_them() {
    let mut karwan = Karwan::with(story(), 240, 40);
    for key in ["t", "="] {
        for &(typed, edtf) in READ {
            karwan.press(key);
            type_in(&mut karwan, typed);
            let day = EdtfDate::parse(edtf).expect("EDTF").latest().expect("an end");
            karwan.sees(&format!("{}, ", display_day(day)));
            karwan.press("Esc");
        }
        for &(typed, why) in REFUSED {
            karwan.press(key);
            type_in(&mut karwan, typed);
            karwan.press("Enter");
            karwan.sees(why);
            karwan.press("Esc");
        }
    }
}

#[test]
fn options_read_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("s.toml");
    fs::write(&path, "format = 1\n[story]\ntitle = \"S\"\n").expect("written");
    let path = path.to_str().expect("UTF-8");
    for &(typed, edtf) in READ {
        let day = EdtfDate::parse(edtf).expect("EDTF").latest().expect("an end");
        let (code, out, err) = karwan(&["brief", "-d", path, "--as-of", typed]);
        assert!(code == 0 && out.contains(&display_day(day)), "{typed}: {out}{err}");
        let (code, _, err) = karwan(&["brief", "-d", path, "--as-of", &day.to_string(), "--since", typed]);
        assert_eq!(code, 0, "{typed}: {err}");
        let (code, _, err) =
            karwan(&["brief", "-d", path, "--as-of", &(day - chrono::Days::new(1)).to_string(), "--since", typed]);
        assert!(code == 2 && err.contains(&format!("--since {day} lies after")), "{typed}: {err}");
    }
    for &(typed, why) in REFUSED {
        for option in ["--as-of", "--since"] {
            let (code, out, err) = karwan(&["brief", "-d", path, option, typed]);
            assert_eq!((code, out.as_str()), (2, ""), "{typed}");
            assert!(err.contains(&format!("invalid value for `{option}`: ")) && err.contains(why), "{typed}: {err}");
        }
    }
}

#[test]
fn queries_read_them() {
    // A query is what it means, whatever its words: the days stand in it.
    let meant = |query: &str| {
        let parsed = parse(query);
        assert_eq!(parsed.faults, [], "{query}");
        let text = format!("{:?}", parsed.query);
        text[text.find("Days(").expect("days")..].to_owned()
    };
    for key in ["date", "known"] {
        for &(typed, edtf) in READ {
            assert_eq!(meant(&format!("{key}:\"{typed}\"")), meant(&format!("{key}:\"{edtf}\"")), "{typed}");
            let after = |text: &str| format!("{key}:<=\"{text}\"");
            assert_eq!(meant(&after(typed)), meant(&after(edtf)), "{typed}");
            if !typed.contains([' ', ',']) {
                assert_eq!(meant(&format!("{key}:{typed}")), meant(&format!("{key}:{edtf}")), "{typed}");
            }
        }
        for &(typed, why) in REFUSED {
            let parsed = parse(&format!("{key}:\"{typed}\""));
            assert!(parsed.faults[0].message.contains(why), "{typed}: {:?}", parsed.faults);
        }
    }
    assert_eq!(meant("date:\"5 sep 2025..8 sep 2025\""), meant("date:2025-09-05..2025-09-08"));
    let printed = parse("known:>\"5 sep 2025\"").query;
    assert_eq!(parse(&printed.to_string()).query, printed);
}

#[test]
fn a_sheet_reads_them() {
    let import = |typed: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let sheet = folder.path().join("sheet.csv");
        fs::write(&sheet, format!("Title,Date\nThe visit,\"{typed}\"\n")).expect("written");
        let out = folder.path().join("out");
        let words = ["import", "csv", sheet.to_str().expect("UTF-8"), "-o", out.to_str().expect("UTF-8"), "--yes"];
        let (code, said, err) = karwan(&words);
        let written = fs::read_to_string(out.join("events.toml"));
        (code, said + &err + &written.unwrap_or_default())
    };
    for &(typed, edtf) in READ {
        let (code, text) = import(typed);
        assert!(code == 0 && text.contains(&format!("date = \"{edtf}\"")), "{typed}: {text}");
    }
    for &(typed, why) in REFUSED {
        // Of a whole column it is the sheet that has to say which number is the day.
        let why = if typed == "05/09/2025" { "--dates day-first" } else { why };
        let (code, text) = import(typed);
        assert!(code != 0 && text.contains(why), "{typed}: {text}");
    }
}

proptest! {
    /// What the program prints of a date, it reads as the same days.
    #[test]
    fn a_date_reads_back_as_it_is_printed(date in screen_dates()) {
        let shown = date.display();
        let read = when(&shown, today());
        prop_assert!(read.is_ok(), "{} is shown as {shown}: {read:?}", date.as_str());
        let read = read.unwrap();
        prop_assert!(read.same_days(&date), "{} is shown as {shown} and read as {}", date.as_str(), read.as_str());
        prop_assert_eq!(read.is_approximate(), date.is_approximate(), "{}", shown);
        prop_assert_eq!(read.is_uncertain(), date.is_uncertain(), "{}", shown);
    }
}

/// Dates of the years 1000 to 9999, of every form.
fn screen_dates() -> impl Strategy<Value = EdtfDate> {
    let point =
        (1000..9999u32, 0..6u8, 1..=12u32, 1..=28u32, 21..=24u32, prop::sample::select(vec!["", "~", "?", "%"]))
            .prop_map(|(year, form, month, day, season, mark)| {
                let text = match form {
                    0 => format!("{year:04}"),
                    1 => format!("{year:04}-{month:02}"),
                    2 | 3 => format!("{year:04}-{month:02}-{day:02}"),
                    4 => format!("{year:04}-{season}"),
                    _ => format!("{}X", year / 10),
                };
                text + mark
            });
    let unspecified = (1000..9999u32, 1..=12u32, 0..3u8).prop_map(|(year, month, form)| match form {
        0 => format!("{year}-XX"),
        1 => format!("{year}-XX-XX"),
        _ => format!("{year}-{month:02}-XX"),
    });
    (point.clone(), point, unspecified, 0..9u8)
        .prop_map(|(a, b, unspecified, form)| match form {
            0 | 1 => a,
            2 => unspecified,
            3 => format!("../{a}"),
            4 => format!("{a}/.."),
            5 => format!("/{a}"),
            6 => format!("{a}/"),
            _ => format!("{a}/{b}"),
        })
        .prop_filter_map("a date", |text| EdtfDate::parse(&text).ok())
}

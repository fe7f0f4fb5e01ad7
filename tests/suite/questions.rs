//! What is still to be asked: each gap of a story as a question, with whom to ask, and never with hindsight.

use chrono::NaiveDate;
use karwan::dossier::load::LoadedDossier;
use karwan::report::questions;
use karwan::story::{OpenQuestion, Snapshot};
use karwan::ui::effect::Effect;
use karwan::ui::message::Message;

use crate::common::command;
use crate::common::screen::{self, Karwan, dossier};

const STORY: &str = r#"
format = 1
[story]
title = "The ferry"
[[articles]]
id = "a"
title = "Ferry promised"
outlet = "Herald"
published = "2026-01-12"
[[articles]]
id = "b"
title = "Ferry expected"
outlet = "Post"
published = "2026-01-13"
[[actors]]
id = "holt"
name = "Ada Holt"
kind = "person"
country = "DE"
[[actors]]
id = "denmark"
name = "Denmark"
kind = "state"
country = "DK"
[[actors]]
id = "city"
name = "City of Ostport"
kind = "organisation"
"#;

/// An event with these fields and reports.
fn event(fields: &str, reports: &[&str]) -> String {
    let reports: Vec<String> = reports.iter().map(|report| format!("[[events.reports]]\n{report}\n")).collect();
    let reports = reports.concat();
    format!("[[events]]\nid = \"start\"\ntitle = \"The ferry starts\"\nkind = \"infrastructure\"\n{fields}\n{reports}")
}

/// The questions of a story on a day, each with whom to ask.
fn asked(records: &str, day: NaiveDate) -> Vec<String> {
    let dossier = dossier(&format!("{STORY}{records}"));
    let snapshot = Snapshot::of(&dossier, day);
    let words = |question: &OpenQuestion| {
        let to = questions::addressee(&dossier, question.to);
        format!("{to}: {}", questions::asked(&dossier, &snapshot, question))
    };
    snapshot.questions(&dossier).iter().map(words).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn each_gap_is_a_question_to_who_could_answer_it() {
    let promised = "source = \"a\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-04\"";
    let happened =
        |source: &str, date: &str| format!("source = \"{source}\"\nstatus = \"happened\"\ndate = \"{date}\"");
    let proof = "done_when = \"it sails\"";
    let cases = [
        (event(proof, &[promised, "source = \"b\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-04\""]),
         "2026-05-01", vec!["Ada Holt: What came of “The ferry starts”?"]),
        (event(proof, &["source = \"a\"\nby = \"holt\"\nstatus = \"expected\"", "source = \"b\"\nby = \"holt\"\nstatus = \"expected\""]),
         "2026-01-20", vec!["Ada Holt: When is “The ferry starts” to be?"]),
        (event("", &[promised, "source = \"b\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-04\""]),
         "2026-01-20", vec!["Ada Holt: What would prove that “The ferry starts” came about?"]),
        (event(proof, &[promised, "source = \"b\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-04\""]),
         "2026-04-20", vec!["Ada Holt: Does “The ferry starts” still stand?"]),
        (event(proof, &["source = \"a\"\nstatus = \"expected\"\ndate = \"2026-04\"", "source = \"b\"\nstatus = \"expected\"\ndate = \"2026-04\""]),
         "2026-01-20", vec!["Post (outlet): Who promised “The ferry starts”?"]),
        (event("actors = [\"denmark\", \"holt\"]", &["source = \"a\"\nby = \"holt\"\nstatus = \"happened\"", "source = \"b\"\nby = \"holt\"\nstatus = \"happened\""]),
         "2026-01-20", vec!["Denmark: What does the other side say about “The ferry starts”?"]),
        (event("actors = [\"city\"]", &[&happened("a", "2026-01-11")]),
         "2026-01-20", vec!["City of Ostport: Who else can confirm “The ferry starts”?"]),
        (event("actors = [\"city\"]", &[&happened("a", "2026-01-11"), &happened("b", "2026-01-12")]),
         "2026-01-20", vec!["City of Ostport: “The ferry starts”: date, 11 Jan 2026 or 12 Jan 2026?"]),
        (event("", &[&happened("a", "2026-01-11"), &happened("b", "2026-01-11")]), "2026-01-20", vec![]),
        (event(proof, &[&format!("{promised}\nvalues = {{ ships = 2 }}"), &format!("{}\nvalues = {{ ships = 3 }}", promised.replace("\"a\"", "\"b\""))]),
         "2026-01-20", vec!["Ada Holt: “The ferry starts”: ships as expected, 2 or 3?"]),
        (event("", &["source = \"a\"\nstatus = \"expected\"\nvalues = { ships = 2 }", "source = \"b\"\nstatus = \"expected\"\nvalues = { ships = 3 }",
                     &happened("a", "2026-01-11"), &happened("b", "2026-01-11")]), "2026-01-20", vec![]),
        ("[[actors.offices]]\ntitle = \"Mayor\"\nfrom = \"2024\"\nsource = \"a\"".to_owned(),
         "2027-02-01", vec!["City of Ostport: Is “City of Ostport” still Mayor?"]),
        ("[[figures]]\nmetric = \"cargo\"\nvalue = 3\nunit = \"t\"\nsource = \"a\"".to_owned(),
         "2026-01-20", vec!["Herald (outlet): cargo, 3 t: for which period?"]),
        ("[[ports]]\nid = \"quay\"\nname = \"Quay\"\ncountry = \"DE\"\n[[figures]]\nabout = \"quay\"\nmetric = \"cargo\"\nkind = \"level\"\nvalue = 3\nunit = \"t\"\nperiod = \"2025\"\nsource = \"a\"\n\
          [[figures]]\nabout = \"quay\"\nmetric = \"cargo\"\nkind = \"level\"\nvalue = 4\nunit = \"t\"\nperiod = \"2025\"\nsource = \"b\"\ndefinition = \"weighed\"".to_owned(),
         "2026-01-20", vec!["Herald (outlet): cargo of Quay, 3 t: what exactly was counted?"]),
        ("[[ports]]\nid = \"quay\"\nname = \"Quay\"\ncountry = \"DE\"\n[[ports]]\nid = \"pier\"\nname = \"Pier\"\ncountry = \"DE\"\n\
          [[corridors]]\nid = \"way\"\nname = \"Way\"\n[[corridors.legs]]\nfrom = \"quay\"\nto = \"pier\"\nmode = \"sea\"".to_owned(),
         "2026-01-20", vec!["nobody is named: Is Quay–Pier open, the leg of “Way”?"]),
    ];
    for (records, on, questions) in cases {
        assert_eq!(asked(&records, day(on)), questions, "{on}: {records}");
    }
    // Before the sources, nothing is known that could be asked about.
    let records = event(proof, &[promised]);
    assert_eq!(asked(&records, day("2026-01-01")), [""; 0]);
}

#[test]
fn what_most_depends_on_is_asked_first() {
    let other = "[[events]]\nid = \"trade\"\ntitle = \"Trade begins\"\nkind = \"infrastructure\"\ndepends_on = [\"start\"]\n\
                 done_when = \"it does\"\n[[events.reports]]\nsource = \"a\"\nby = \"holt\"\nstatus = \"expected\"\n";
    let records = event("done_when = \"it sails\"", &["source = \"b\"\nby = \"holt\"\nstatus = \"expected\""]) + other;
    let questions = asked(&records, day("2026-01-20"));
    assert_eq!(questions[0], "Ada Holt: When is “The ferry starts” to be?");
    assert!(questions[1..].contains(&"Ada Holt: When is “Trade begins” to be?".to_owned()), "{questions:?}");
}

#[test]
fn the_newest_word_is_dated_as_roughly_as_its_source() {
    let records = event("done_when = \"it sails\"", &["source = \"b\"\nby = \"holt\"\nstatus = \"expected\""]);
    let story = dossier(&format!("{STORY}{records}").replace("2026-01-13", "2026-01-13~"));
    let snapshot = Snapshot::of(&story, day("2026-01-20"));
    let questions = snapshot.questions(&story);
    let basis = questions::basis(&story, &snapshot, &questions[0]);
    assert_eq!(basis, ["1 report, 1 origin", "newest word c. 13 Jan 2026"]);
}

#[test]
fn the_command_prints_what_the_dashboard_lists() {
    let records = event("", &["source = \"a\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-04\""]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.toml");
    std::fs::write(&file, format!("{STORY}{records}")).expect("written");
    let env = command::unattended(command::state_in(folder.path()));
    let file = file.to_str().expect("UTF-8");
    let printed = |words: &[&str]| {
        let (code, out, err) = command::run(&env, &[&["questions", "-d", file], words].concat());
        assert_eq!((code, err.as_str()), (0, ""), "{words:?}");
        out
    };
    let mut karwan = Karwan::with(dossier(&format!("{STORY}{records}")), 100, 30);
    let copied = karwan.press("Q y");
    let [Effect::Copy(sheet, _)] = &copied[..] else { panic!("{copied:?}") };
    assert_eq!(&printed(&["--format", "md"]), sheet);
    let text = printed(&[]);
    assert!(text.starts_with("Still to be asked, as of 24 Nov 2026: "), "{text}");
    assert!(
        text.contains("\n\nAda Holt\n  What came of “The ferry starts”?\n    1 report, 1 origin · since 1 May 2026\n"),
        "{text}"
    );
    let objects: serde_json::Value = serde_json::from_str(&printed(&["--format", "json"])).expect("JSON");
    let first = &objects[0];
    assert_eq!((&first["about"], &first["gap"], &first["to"]), (&"start".into(), &"outcome".into(), &"holt".into()));
    assert_eq!((&first["since"], &first["newest_source"]), (&"2026-05-01".into(), &serde_json::Value::Null));
    // The filter narrows both alike.
    let mut filtered = Karwan::with(dossier(&format!("{STORY}{records}")), 100, 30);
    for (query, keys) in [("id:start", "/ 'id:start Enter Q y"), ("kind:visit", "/ 'kind:visit Enter Q y")] {
        let copied = filtered.press(keys);
        let Some(Effect::Copy(sheet, _)) = copied.last() else { panic!("{copied:?}") };
        assert_eq!(&printed(&[query, "--format", "md"]), sheet, "{query}");
        filtered.press("Esc Esc");
    }
    assert_ne!(printed(&["id:start"]), printed(&["kind:visit"]));
    assert_eq!(printed(&["kind:visit"]), "Still to be asked, as of 24 Nov 2026: 0 questions\n");
    assert_eq!(printed(&["--as-of", "2026-01-01", "--format", "json"]), "[]\n");
    let (code, _, err) = command::run(&env, &["questions", file]);
    assert!(code == 2 && err.contains("is a path"), "{err}");
}

#[test]
fn an_outlet_has_one_heading_however_many_articles_ask_it() {
    let other = "[[articles]]\nid = \"c\"\ntitle = \"More\"\noutlet = \"Herald\"\npublished = \"2026-01-14\"\n\
                 [[events]]\nid = \"trade\"\ntitle = \"Trade begins\"\nkind = \"infrastructure\"\n[[events.reports]]\nsource = \"c\"\n\
                 status = \"expected\"\n";
    let records = event("", &["source = \"a\"\nstatus = \"expected\""]) + other;
    let story = dossier(&format!("{STORY}{records}"));
    let snapshot = Snapshot::of(&story, day("2026-01-20"));
    let sheet = questions::sheet(&story, &snapshot, &snapshot.questions(&story));
    let (_, asked) = sheet.split_once("## Herald (outlet)\n").unwrap_or_else(|| panic!("{sheet}"));
    assert!(
        asked.contains("The ferry starts") && asked.contains("Trade begins") && !asked.contains("Herald"),
        "{sheet}"
    );
}

#[test]
fn no_name_steers_the_terminal_or_breaks_a_line_of_the_sheet() {
    let records = event("", &["source = \"a\"\nstatus = \"expected\""]);
    let hostile = format!("{STORY}{records}")
        .replace("\"Herald\"", "\"He\\u001b[31mra\\u009bld\\u202e\"")
        .replace("The ferry starts", "# The\\nferry\\u007f starts");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.toml");
    std::fs::write(&file, hostile).expect("written");
    let env = command::unattended(command::state_in(folder.path()));
    for format in ["txt", "md", "json"] {
        let (code, out, err) =
            command::run(&env, &["questions", "-d", file.to_str().expect("UTF-8"), "--format", format]);
        assert_eq!(code, 0, "{err}");
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!out.contains(steers), "{format}: {out:?}");
        assert!(format == "json" || !out.contains('\u{202e}'), "{format}: {out:?}");
        assert!(format != "txt" || out.contains("“# The ferry"), "{out}");
    }
}

#[test]
fn an_office_is_not_asked_about_because_nobody_looked_any_more() {
    let records = "[[actors.offices]]\ntitle = \"Mayor\"\nfrom = \"2024\"\nsource = \"a\"";
    let looked = |until: &str| {
        STORY.replace("title = \"The ferry\"", &format!("title = \"The ferry\"\nresearched = \"{until}\""))
    };
    let asked = |until: &str| {
        let story = dossier(&format!("{}{records}", looked(until)));
        Snapshot::of(&story, day("2027-02-01")).questions(&story).len()
    };
    assert_eq!((asked("2026-06-01"), asked("2027-02-01")), (0, 1));
}

#[test]
fn a_long_question_is_seen_whole() {
    let title =
        "The ferry of the western company starts from the new quay of the outer harbour to all islands that ask for it";
    let records = event("", &["source = \"a\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-04\""]);
    let records = records.replace("The ferry starts", title);
    let mut karwan = Karwan::with(dossier(&format!("{STORY}{records}")), 80, 24);
    karwan.press("Q");
    karwan.sees("What came of “The ferry of the western company starts from the new");
    karwan.sees("that ask for it”?");
    karwan.press("j j k k");
    karwan.sees("What came of “The ferry of the western company starts from the new");
}

#[test]
fn the_questions_lead_to_their_records_and_are_copied_as_an_interview_sheet() {
    let records = event("", &["source = \"a\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-04\""]);
    let mut karwan = Karwan::with(dossier(&format!("{STORY}{records}")), 100, 30);
    karwan.press("Q");
    karwan.sees("Still to be asked");
    karwan.sees("What came of “The ferry starts”?");
    karwan.sees("Ada Holt: 1 report, 1 origin · since 1 May 2026");
    let copied = karwan.press("y");
    let [Effect::Copy(sheet, what)] = &copied[..] else { panic!("{copied:?}") };
    assert!(sheet.starts_with("# Still to be asked\n\nAs of 24 Nov 2026.\n\n## Ada Holt\n\n- What came of"), "{sheet}");
    assert_eq!((screen::today(), what.as_str()), (day("2026-11-24"), "the questions"));
    karwan.press("Enter");
    karwan.sees_not("Still to be asked");
    karwan.sees("The ferry starts");
    karwan.press("Backspace");
    karwan.sees("Still to be asked");
    karwan.press("Esc t '2026-03-01 Enter Q");
    karwan.sees_not("What came of");
    karwan.press("Esc / 'nothing-of-this Enter Q");
    karwan.sees("Nothing is open of what the filter shows.");
}

#[test]
fn the_brief_puts_the_questions_that_its_other_sections_do_not() {
    let records = event(
        "done_when = \"it sails\"",
        &["source = \"a\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-12\"\nvalues = { fare = 10 }"],
    );
    let text = format!("{STORY}{records}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("story.toml");
    std::fs::write(&file, &text).expect("written");
    let env = command::unattended(command::state_in(folder.path()));
    let file = file.to_str().expect("UTF-8");
    let (code, out, err) = command::run(&env, &["brief", "-d", file, "--format", "txt"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let (heading, section) = out
        .split_once("STILL TO BE ASKED")
        .map(|(_, rest)| rest.split_once('\n').expect("a section"))
        .expect("a heading");
    assert_eq!(heading, "", "all are shown:\n{out}");
    let section = section.split("\n\n").next().expect("its sentences").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        section.contains("Does “The ferry starts” still stand? Ask Ada Holt. Newest word 12 Jan 2026 [1]"),
        "{out}"
    );
    assert!(
        section.contains("Who else can confirm “The ferry starts”? Ask Ada Holt. Newest word 12 Jan 2026 [1]"),
        "{out}"
    );
    let listed = command::run(&env, &["questions", "-d", file]).1;
    assert!(listed.contains(": 2 questions\n"), "{listed}");
}

#[test]
fn the_selected_question_stays_selected_when_the_files_change() {
    let promised = "source = \"a\"\nby = \"holt\"\nstatus = \"expected\"\ndate = \"2026-04\"";
    let quay = event("", &[promised]).replace("start", "quay");
    let ferry = event("", &[promised]).replace("starts", "sails");
    let mut karwan = Karwan::with(dossier(&format!("{STORY}{quay}")), 100, 30);
    karwan.press("Q j k");
    karwan.sees("What came of “The ferry quays”?");
    // An event that stands before it in the file is asked about first.
    let dossier = dossier(&format!("{STORY}{ferry}{quay}"));
    let loaded = LoadedDossier { dossier: Some(dossier), problems: Vec::new(), files: None };
    karwan.model.update(Message::Loaded(loaded));
    karwan.sees("What came of “The ferry sails”?");
    karwan.press("Enter");
    karwan.sees_not("Still to be asked");
    karwan.sees("The ferry quays");
    karwan.sees_not("The ferry sails");
}

#[test]
fn nobody_asks_about_a_way_before_somebody_wrote_of_it() {
    let way = |report: &str| {
        let place = |id: &str, name: &str| {
            format!("[[places]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"city\"\ncountry = \"DK\"\n")
        };
        let leg = "[[corridors.legs]]\nfrom = \"quay\"\nto = \"pier\"\nmode = \"sea\"\n";
        let corridor = format!("[[corridors]]\nid = \"way\"\nname = \"Way\"\n{leg}{report}");
        format!("{}{}{corridor}", place("quay", "Quay"), place("pier", "Pier"))
    };
    let later = way("[[corridors.reports]]\nsource = \"b\"\nnote = \"Nobody has counted the trucks.\"\n");
    assert_eq!(asked(&later, day("2026-01-12")), [""; 0]);
    assert_eq!(asked(&later, day("2026-01-13")), ["Post (outlet): Is Quay–Pier open, the leg of “Way”?"]);
    assert_eq!(asked(&way(""), day("2026-01-12")), ["nobody is named: Is Quay–Pier open, the leg of “Way”?"]);
}

//! Sheets into a dossier that is there: what it has is pointed out, what is new is one edit; and series of figures.

use std::fs;
use std::path::{Path, PathBuf};

use karwan::dossier::Dossier;
use karwan::dossier::load::load;
use karwan::runtime::edit::EditDesk;
use tempfile::TempDir;

use crate::common::command;

const STORY: &str = r#"format = 1

[story]
title = "The harbour of Ostport"

[[articles]]
id = "post-1"
title = "Terminal opens"
outlet = "The Post"
url = "https://post.example/terminal"
published = "2026-09-03"

[[events]]
id = "terminal-opens"
title = "The terminal opens"
kind = "infrastructure"
ports = ["ostport"]

  [[events.reports]]
  source = "post-1"
  status = "happened"
  date = "2026-09-02"

[[ports]]
id = "ostport"
name = "Ostport"
country = "PK"
aliases = ["Port of Ostport"]
"#;

struct Folder(TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("story.toml"), STORY).expect("a file");
        Folder(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn story(&self) -> PathBuf {
        self.path().join("story.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.story()).expect("UTF-8")
    }

    fn dossier(&self) -> std::sync::Arc<Dossier> {
        load(&[self.story()]).dossier.expect("it loads")
    }

    /// Runs `karwan import FORMAT sheet.csv -d story.toml …`: exit code, standard output and error.
    fn import(&self, format: &str, sheet: &str, more: &[&str]) -> (u8, String, String) {
        let file = self.path().join("sheet.csv");
        fs::write(&file, sheet).expect("a file");
        let (file, story) = (file.display().to_string(), self.story().display().to_string());
        let words = [&["import", format, &file, "-d", &story], more].concat();
        command::run(&command::unattended(command::state_in(self.path().join("state"))), &words)
    }

    fn undo(&self) {
        let mut desk = EditDesk::new(vec![self.story()], Some(&self.path().join("state").join("karwan")));
        desk.undo("").expect("undone");
    }
}

const SHEET: &str = "date,title,source,url,published,status\n\
                     2026-09-02,The Terminal Opens,The Post,https://post.example/terminal?utm_source=x,2026-09-03,happened\n\
                     2026-09-02,The terminal opens,The Herald,https://herald.example/1,2026-09-04,happened\n\
                     2026-10-01,First ship,The Herald,https://herald.example/2,2026-10-02,happened\n";

#[test]
fn rows_that_are_there_are_pointed_out_and_the_rest_is_one_edit() {
    let folder = Folder::new();
    let (code, out, err) = folder.import("csv", SHEET, &[]);
    assert_eq!(code, 1, "nobody confirmed: {out}{err}");
    assert_eq!(folder.text(), STORY, "nothing is written before that");
    let (code, out, err) = folder.import("csv", SHEET, &["--yes"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("new: 1 event, 2 articles; 1 report for what is there; 3 records there already"), "{out}");
    for note in [
        "sheet.csv:2: note: the dossier has this article already: `post-1`",
        "sheet.csv:2: note: the dossier has this event already: `terminal-opens`",
        "sheet.csv:3: note: the dossier has this event already: `terminal-opens`; its report is new",
    ] {
        assert!(err.contains(note), "{note}\n{err}");
    }
    let dossier = folder.dossier();
    assert_eq!((dossier.articles.len(), dossier.events.len()), (3, 2));
    assert_eq!(dossier.events[0].reports.len(), 2);
    assert!(folder.text().starts_with(&STORY[..200]));
    // The same sheet again adds nothing.
    let before = folder.text();
    let (code, out, err) = folder.import("csv", SHEET, &["--yes"]);
    assert!(code == 0 && out.contains("the dossier has all of it already"), "{out}{err}");
    assert_eq!(folder.text(), before);
    folder.undo();
    assert_eq!(folder.text(), STORY, "one undo takes all of it back");
}

#[test]
fn ids_that_are_taken_by_something_else_are_not_taken_twice() {
    let folder = Folder::new();
    let sheet =
        "id,date,title,source\npost-1,2027-01-05,A ceremony,The Herald\nostport,2027-02-05,Another,The Herald\n";
    let (code, _, err) = folder.import("csv", sheet, &["--yes"]);
    assert_eq!(code, 0, "{err}");
    let dossier = folder.dossier();
    let ids: Vec<&str> = dossier.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["terminal-opens", "post-1-2", "ostport-2"]);
}

#[test]
fn a_mistake_in_a_row_is_told_with_its_place_and_nothing_is_written() {
    let folder = Folder::new();
    let (code, _, err) = folder.import("csv", "date,title,source\nsome day,A ceremony,The Herald\n", &["--yes"]);
    assert_eq!(code, 1);
    assert!(err.contains("sheet.csv:2: error:"), "{err}");
    assert_eq!(folder.text(), STORY);
}

#[test]
fn a_series_becomes_figures_about_ports_by_any_of_their_names() {
    let folder = Folder::new();
    let series = "Port;Indicator;Period;Value;Unit;Source;Published\n\
                  Ostport;Cargo handled;2024;1.234,5;kt;Port Authority;2025-02-01\n\
                  Port of Ostport;Cargo handled;2025;2.000,0;kt;Port Authority;2026-02-01\n\
                  Westport;Cargo handled;2025;3;kt;Port Authority;2026-02-01\n\
                  Ostport;Cargo handled;2026;many;kt;Port Authority;2026-02-01\n";
    let (code, out, err) = folder.import("figures", series, &["--yes", "--title", "Statistics of the ports"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("2 articles, 2 figures"), "{out}");
    assert!(err.contains("note: lost: rows about `Westport`, which the dossier does not have: 1"), "{err}");
    assert!(err.contains("note: lost: rows whose value is not a number: `many`: 1"), "{err}");
    let text = folder.text();
    for line in
        ["about = \"ostport\"", "metric = \"cargo-handled\"", "value = 1234.5", "value = 2000", "period = \"2024\""]
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // What is there is pointed out, and what no column says is said for all.
    let (code, out, err) = folder.import("figures", series, &["--yes", "--title", "Statistics of the ports"]);
    assert!(code == 0 && out.contains("has all of it already"), "{out}{err}");
    let plain = "year,value\n2023,900\n";
    let (code, _, err) = folder.import("figures", plain, &["--yes"]);
    assert!(code == 0 && err.contains("rows that do not say what was counted"), "{err}");
    let all = ["--yes", "--metric", "Cargo handled", "--unit", "kt", "--about", "ostport", "--source", "post-1"];
    let (code, _, err) = folder.import("figures", plain, &all);
    assert_eq!(code, 0, "{err}");
    assert_eq!(folder.dossier().figures.len(), 3);
}

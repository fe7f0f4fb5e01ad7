//! The brief: one page in which every sentence ends in its source, and none knows what came later.

use crate::common::{command, frozen, screen};

use std::collections::HashSet;

use chrono::NaiveDate;
use karwan::dossier::{ArticleIx, Dossier, EventIx, Rec};
use karwan::report::brief::{BriefDocument, BriefSince, brief, html, text};
use karwan::story::change::{ChangeKind, StoryChange, changes};
use karwan::story::{CurrentStatus, PublicationDays, Snapshot};
use karwan::ui::effect::Effect;
use screen::{Karwan, dossier, story, today};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn since(dossier: &Dossier, snapshot: &Snapshot, day: NaiveDate) -> Vec<StoryChange> {
    changes((dossier, &Snapshot::of(dossier, day)), (dossier, snapshot))
}

fn literal(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn the_frozen_story_as_of_5_september_2025() {
    let dossier = story();
    let snapshot = Snapshot::of(&dossier, day("2025-09-05"));
    let page = brief(&dossier, &snapshot, None);
    literal("brief-2025-09-05-txt", &text::plain(&page, 100));
    literal("brief-2025-09-05-html", &html::html(&page, &[]));
}

#[test]
fn the_frozen_story_today_with_what_changed_since_5_september_2025() {
    let dossier = story();
    let snapshot = Snapshot::of(&dossier, today());
    let told = since(&dossier, &snapshot, day("2025-09-05"));
    let page =
        brief(&dossier, &snapshot, Some(BriefSince { day: Some(day("2025-09-05")), visit: false, changes: &told }));
    literal("brief-today-md", &text::markdown(&page));
}

#[test]
fn the_page_leads_with_what_is_about_to_come_and_what_was_just_said() {
    let dossier = story();
    let titles = |page: &BriefDocument<'_>| -> Vec<String> {
        let told = page.sections.iter().take_while(|section| !section.heading.starts_with("Overdue"));
        let about = told.flat_map(|section| &section.sentences).filter_map(|sentence| sentence.about);
        about.map(|rec| dossier.id(rec).to_owned()).collect()
    };
    let snapshot = Snapshot::of(&dossier, day("2025-09-05"));
    let told = since(&dossier, &snapshot, day("2025-09-01"));
    let page =
        brief(&dossier, &snapshot, Some(BriefSince { day: Some(day("2025-09-01")), visit: false, changes: &told }));
    let named = titles(&page);
    for id in ["tokayev-visit", "gwadar-access", "september-delegation"] {
        assert!(named.iter().any(|named| named == id), "{id} is not named: {named:?}");
    }
    // On every day: what is due and what changed have more of the page than what has been so for long.
    for day in days(&dossier) {
        let snapshot = Snapshot::of(&dossier, day);
        let told = since(&dossier, &snapshot, day - chrono::Days::new(30));
        let page = brief(&dossier, &snapshot, Some(BriefSince { day: None, visit: true, changes: &told }));
        let section = |heading: &str| page.sections.iter().find(|section| section.heading.starts_with(heading));
        let (due, changed) = (section("Due").expect("what is due"), section("What changed").expect("what changed"));
        let older = page.sections.iter().skip_while(|section| !section.heading.starts_with("Overdue"));
        let most = older.map(|section| section.sentences.len()).max().unwrap_or(0);
        assert!(due.more.is_none() || due.sentences.len() >= most.min(4), "as of {day}: {:?}", due.sentences);
        let is_told = |change: &&StoryChange| {
            change.source.is_some()
                && !matches!(change.kind, ChangeKind::Overdue | ChangeKind::Source | ChangeKind::Article)
        };
        let records: HashSet<Rec> = told.iter().filter(is_told).map(|change| change.rec).collect();
        let least = records.len().min(3).min(most);
        assert!(changed.sentences.len() >= least, "as of {day}: {:?}", changed.sentences);
    }
}

/// Every sentence of the page.
fn sentences<'a>(page: &'a BriefDocument<'_>) -> impl Iterator<Item = &'a karwan::report::brief::BriefSentence> {
    page.sections.iter().flat_map(|section| &section.sentences)
}

/// About 40 days, spread over the days of publication.
fn days(dossier: &Dossier) -> Vec<NaiveDate> {
    let all = PublicationDays::of(dossier);
    let step = (all.days().len() / 40).max(1);
    all.days().iter().map(|&(day, _)| day).step_by(step).collect()
}

#[test]
fn every_sentence_ends_in_a_source_that_the_page_lists_and_every_listed_source_is_cited() {
    let dossier = story();
    for day in days(&dossier) {
        let snapshot = Snapshot::of(&dossier, day);
        let page = brief(&dossier, &snapshot, None);
        let mut cited = vec![false; page.sources.len()];
        for sentence in sentences(&page) {
            assert!(sentence.parts.last().is_some_and(|(_, numbers)| !numbers.is_empty()), "{day}: {sentence:?}");
            for &n in sentence.parts.iter().flat_map(|(_, numbers)| numbers) {
                cited[n - 1] = true;
            }
        }
        assert!(cited.iter().all(|&cited| cited), "as of {day}");
    }
}

#[test]
fn the_page_of_a_day_names_nothing_that_became_known_later() {
    let dossier = story();
    let days = days(&dossier);
    assert!(days.len() >= 40, "{} days", days.len());
    for day in days {
        let snapshot = Snapshot::of(&dossier, day);
        let told = since(&dossier, &snapshot, day - chrono::Days::new(90));
        let page = brief(
            &dossier,
            &snapshot,
            Some(BriefSince { day: Some(day - chrono::Days::new(90)), visit: false, changes: &told }),
        );
        let all = [text::plain(&page, 1000), text::markdown(&page), html::html(&page, &[])].join("\n");
        for &source in &page.sources {
            assert!(snapshot.is_known(&dossier, Some(source)), "as of {day}");
        }
        for (ix, article) in dossier.articles.iter().filter(|(ix, _)| !snapshot.is_known(&dossier, Some(*ix))) {
            let shared = |text: &str| {
                let other = |&(other, a): &(ArticleIx, karwan::dossier::Article<'_>)| {
                    other != ix && snapshot.is_known(&dossier, Some(other)) && (a.title == text || a.url == Some(text))
                };
                dossier.articles.iter().any(|at| other(&at))
            };
            for text in [Some(article.title), article.url].into_iter().flatten().filter(|text| text.len() > 20) {
                assert!(!all.contains(text) || shared(text), "as of {day}: {text}");
            }
        }
        for ix in (0..).map(EventIx).take(dossier.events.len()).filter(|&ix| !snapshot[ix].visible) {
            assert!(!page.events.contains(&ix), "as of {day}");
            let title = format!("- {}: ", dossier[ix].title);
            assert!(!all.contains(&title), "as of {day}: {title}");
        }
        assert!(told.iter().all(|change| snapshot.is_visible(&dossier, change.rec)));
    }
}

#[test]
fn it_is_one_page_on_every_day_with_and_without_what_changed() {
    let dossier = story();
    for day in days(&dossier).into_iter().chain([today()]) {
        let snapshot = Snapshot::of(&dossier, day);
        let before = day - chrono::Days::new(90);
        let told = since(&dossier, &snapshot, before);
        for since in [None, Some(BriefSince { day: Some(before), visit: true, changes: &told })] {
            let page = brief(&dossier, &snapshot, since);
            let lines = text::plain(&page, karwan::report::brief::COLUMNS).lines().count();
            assert!(lines <= karwan::report::brief::LINES, "as of {day}: {lines} lines");
            let full = page.sections.iter().all(|s| s.sentences.len() >= 2 || s.more.is_none());
            assert!(full, "as of {day}: a section says nothing of what there is: {:?}", page.sections);
        }
    }
}

#[test]
fn the_same_day_gives_the_same_page() {
    let dossier = story();
    let page = || {
        let snapshot = Snapshot::of(&dossier, today());
        html::html(&brief(&dossier, &snapshot, None), &[])
    };
    assert_eq!(page(), page());
}

#[test]
fn what_is_overdue_and_what_changed_is_counted() {
    let dossier = story();
    let snapshot = Snapshot::of(&dossier, today());
    let overdue = snapshot.events.iter().filter(|e| e.visible && e.status == CurrentStatus::Overdue).count();
    let told = since(&dossier, &snapshot, day("2026-04-01"));
    let page = brief(&dossier, &snapshot, Some(BriefSince { day: None, visit: false, changes: &told }));
    assert_eq!((page.overdue, page.changed), (overdue, told.len()));
    assert!(overdue > 0 && !told.is_empty());
}

const HOSTILE: &str = r#"
format = 1
[story]
title = "Story <b> \u001b[31m \u202e * [x](y)"
[[articles]]
id = "one"
title = "</title><script>alert(1)</script> \u001b]0;x\u0007"
outlet = "Out](javascript:x)let"
url = "javascript:alert(1)"
published = "2026-01-01"
[[events]]
id = "visit"
title = "<img src=x onerror=y> _a_ \u009b31m"
kind = "visit"
date = "2026-02"
status = "expected"
sources = ["one"]
"#;

#[test]
fn hostile_text_stays_text_in_every_form() {
    let dossier = dossier(HOSTILE);
    let snapshot = Snapshot::of(&dossier, today());
    let page = brief(&dossier, &snapshot, None);
    let (plain, md, html) = (text::plain(&page, 80), text::markdown(&page), html::html(&page, &[]));
    for out in [&plain, &md, &html] {
        assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{out:?}");
    }
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("href=\"javascript"), "{html}");
    let bare = md.replace("\\<", "").replace("\\]", "");
    assert!(!bare.contains('<') && !bare.contains("]("), "{md}");
    assert!(!plain.contains('\u{202e}') && !md.contains('\u{202e}'));
}

#[test]
fn b_shows_the_brief_scrolls_copies_and_closes_it() {
    for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
        let mut karwan = Karwan::new(columns, rows);
        karwan.press("t '2025-09-05 Enter B");
        karwan.sees("As of 5 Sep 2025: 100 events, 240 articles.");
        karwan.sees("DUE WITHIN 90 DAYS");
        karwan.press("G");
        karwan.sees("https://");
        karwan.sees_not("DUE WITHIN 90 DAYS");
        karwan.press("g");
        karwan.sees("DUE WITHIN 90 DAYS");
        let effects = karwan.press("y");
        assert!(matches!(effects.as_slice(), [Effect::Copy(text, _)] if text.contains("DUE WITHIN 90 DAYS")));
        karwan.press("Esc");
        karwan.sees_not("DUE WITHIN 90 DAYS");
    }
}

#[test]
fn b_tells_what_changed_since_the_last_visit_as_the_command_does() {
    let story = story();
    let seen = karwan::story::change::SeenBaseline::of(&story, &Snapshot::of(&story, day("2025-09-05")));
    let mut karwan = Karwan::new(120, 40);
    karwan.press("B");
    karwan.sees_not("WHAT CHANGED");
    karwan.press("Esc");
    karwan.model.update(karwan::ui::message::Message::Seen(Some(seen.clone())));
    let copied = match karwan.press("B y").as_slice() {
        [Effect::Copy(text, _)] => text.clone(),
        other => panic!("{other:?}"),
    };
    karwan.sees("WHAT CHANGED SINCE THE LAST VISIT, 5 SEP 2025");
    let snapshot = Snapshot::of(&story, today());
    let told = karwan::story::change::GainedFacts::since(&story, &seen).changes(&story, &snapshot, &seen);
    let page = brief(&story, &snapshot, Some(BriefSince { day: seen.day, visit: true, changes: &told }));
    assert_eq!(copied, text::plain(&page, 80));
}

#[test]
fn the_events_of_the_page_are_those_of_its_picture() {
    let dossier = story();
    let snapshot = Snapshot::of(&dossier, today());
    let page = brief(&dossier, &snapshot, None);
    let html = html::html(&page, &[]);
    assert!(html.contains("<svg") && html.contains("President Tokayev visits Islamabad</text>"));
    assert!(page.events.iter().all(|&ix| snapshot.is_visible(&dossier, Rec::Event(ix))));
    assert!(!html.contains("http-equiv=\"refresh\"") && !html.contains("<link") && !html.contains(" src="));
}

/// Exit code, standard output, standard error of `karwan brief` on a small dossier.
fn command(events: &str, args: &[&str]) -> (u8, String, String) {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("story.toml");
    let head = "format = 1\n[story]\ntitle = \"Small\"\n[[articles]]\nid = \"one\"\ntitle = \"One\"\noutlet = \"Paper\"\n\
                published = \"2026-11-01\"\n";
    std::fs::write(&file, format!("{head}{events}")).expect("it can be written");
    let words = [&["brief", "-d", file.to_str().expect("UTF-8")], args].concat();
    command::run(&command::unattended(frozen::places()), &words)
}

fn event(date: &str) -> String {
    format!(
        "[[events]]\nid = \"visit\"\ntitle = \"Visit\"\nkind = \"visit\"\ndate = \"{date}\"\nstatus = \"expected\"\n\
         sources = [\"one\"]\n"
    )
}

#[test]
fn a_way_is_open_since_a_day_only_if_it_was_not_before() {
    let report = |status: &str, date: &str, source: &str| {
        format!("[[corridors.reports]]\nsource = \"{source}\"\nstatus = \"{status}\"\ndate = \"{date}\"\n")
    };
    let earlier = "[[articles]]\nid = \"old\"\ntitle = \"Old\"\noutlet = \"Paper\"\npublished = \"2026-05-01\"\n";
    let road = format!("{earlier}[[corridors]]\nid = \"road\"\nname = \"Road\"\n");
    let open = report("open", "2026-10-31", "one");
    let (_, out, _) = command(&format!("{road}{open}"), &["--format", "txt"]);
    assert!(out.contains("Road: open [1]"), "{out}");
    let (_, out, _) = command(&format!("{road}{}{open}", report("closed", "2026-04-30", "old")), &["--format", "txt"]);
    assert!(out.contains("Road: open since 31 Oct 2026 [1]"), "{out}");
}

#[test]
fn the_exit_code_tells_a_scheduler_what_is_in_the_page() {
    let (coming, overdue) = (event("2027-02"), event("2026-11-10"));
    assert_eq!(command(&coming, &[]).0, 0);
    let code = |events: &str, args: &[&str]| command(events, &[args, &["--exit-code"]].concat()).0;
    assert_eq!(code(&coming, &["--since", "2026-11-01"]), 0, "known by then");
    assert_eq!(code(&coming, &["--since", "2026-10"]), 10);
    assert_eq!(command(&overdue, &["--since", "2026-10"]).0, 0, "not asked for");
    assert_eq!(code(&overdue, &["--since", "2026-11-20"]), 0, "overdue by then");
    assert_eq!(code(&overdue, &["--since", "2026-11-10"]), 12);
    assert_eq!(code(&overdue, &["--since", "2026-10"]), 12, "the higher one");
    assert_eq!(code(&overdue, &["--since", "2026-11-02", "--as-of", "2026-11-10"]), 11, "its day");
    let (code, out, err) = command(&coming, &["--since", "2027", "--format", "txt"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("--since 2027-12-31 lies after 2026-11-24"), "{err}");
}

#[test]
fn a_page_holds_the_pictures_that_are_asked_for_and_each_as_text() {
    let command = |args: &[&str]| {
        let output = frozen::karwan().args(["brief", "--as-of", "2025-10-20"]).args(args).output().expect("it runs");
        (String::from_utf8(output.stdout).expect("UTF-8"), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    let (page, _) = command(&["--format", "html", "--picture", "6", "--picture", "5 c", "--picture", "4 w"]);
    assert_eq!(page.matches("<figure>").count(), 3);
    assert_eq!(page.matches("<pre>").count(), 3);
    for words in
        ["Map: where is all this", "Charts of the figures", "Ties: one actor in the middle", "Ties of ", "20 Oct 2025"]
    {
        assert!(page.contains(words), "{words}");
    }
    // A picture is a part of the page: it loads nothing, and its text is safe.
    let tree = roxmltree::Document::parse(
        page.split("<figure>").nth(1).and_then(|rest| rest.split("<figcaption>").next()).expect("a picture"),
    );
    assert!(tree.is_ok(), "{tree:?}");
    assert!(!page.contains("<script") && !page.contains("xlink"));
    assert_eq!(command(&["--format", "html"]).0.matches("<figure>").count(), 0);
    assert!(command(&["--picture", "6"]).1.contains("--picture needs --format html"));
    assert!(command(&["--format", "html", "--picture", "6 Entre"]).1.contains("did you mean `Enter`?"));
}

#[test]
fn in_the_program_its_lines_lead_to_what_they_are_about() {
    let mut karwan = Karwan::new(100, 40);
    karwan.press("B");
    karwan.sees_not("karwan list");
    let row = |karwan: &Karwan, words: &str| {
        karwan.screen().lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}"))
    };
    let sentence = row(&karwan, "┃ - ");
    let title = karwan.screen().lines().nth(sentence).expect("a sentence").to_owned();
    let title = title.split("- ").nth(1).and_then(|words| words.split(" (").next()).expect("a title").to_owned();
    karwan.press(&"j ".repeat(sentence - row(&karwan, "━ Brief ━") - 1));
    karwan.press("Enter");
    karwan.sees(&format!("━ {title} ━"));
    // The way back leads to the brief again, and from a heading to the list of its section.
    karwan.press("Backspace");
    karwan.sees("━ Brief ━");
    karwan.press(&"j ".repeat(row(&karwan, "OVERDUE (and ") - sentence));
    karwan.press("Enter");
    karwan.sees("/ is:overdue");
    karwan.sees("━ Timeline · by date ━");
}

/// `karwan brief --since last` of a dossier, by the state file of a folder.
mod last_visit {
    use std::path::Path;

    use karwan::desk::state::{self, DossierIdentity, StateAccess};
    use karwan::dossier::load::load;
    use karwan::story::Snapshot;
    use karwan::story::change::SeenBaseline;

    use super::{command, day};

    const HEAD: &str = "format = 1\n[story]\ntitle = \"Small\"\n";

    fn article(id: &str, published: &str) -> String {
        format!("[[articles]]\nid = \"{id}\"\ntitle = \"Page {id}\"\noutlet = \"Paper\"\npublished = \"{published}\"\n")
    }

    fn event(id: &str, source: &str) -> String {
        format!(
            "[[events]]\nid = \"{id}\"\ntitle = \"Event {id}\"\nkind = \"visit\"\ndate = \"2027-02\"\n\
             status = \"expected\"\nsources = [\"{source}\"]\n"
        )
    }

    fn write(folder: &Path, parts: &[String]) {
        std::fs::write(folder.join("story.toml"), HEAD.to_owned() + &parts.concat()).expect("it can be written");
    }

    /// Takes all as seen that is known by a day.
    fn visit(folder: &Path, on: &str) {
        let path = folder.join("story.toml");
        let dossier = load(std::slice::from_ref(&path)).dossier.expect("it opens");
        let identity = DossierIdentity::of(&dossier, path.canonicalize().expect("a path").display().to_string());
        let mut opened = state::open(Some(&state::file_in(folder)), StateAccess::ReadWrite, &identity);
        let seen = SeenBaseline::of(&dossier, &Snapshot::of(&dossier, day(on)));
        opened.store.set_baseline(day(on), &seen.fingerprints(), false).expect("it is remembered");
    }

    fn brief(folder: &Path, args: &[&str]) -> (u8, String, String) {
        karwan(folder, &[&["brief", "--since", "last"], args].concat())
    }

    fn karwan(folder: &Path, args: &[&str]) -> (u8, String, String) {
        let file = folder.join("story.toml");
        let words = [args, &["-d", file.to_str().expect("UTF-8")]].concat();
        command::run(&command::unattended(command::state_in(folder)), &words)
    }

    #[test]
    fn what_was_published_since_and_what_the_files_gained_are_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = [article("one", "2026-01-01"), event("first", "one")];
        write(folder.path(), &old);
        let (code, out, err) = brief(folder.path(), &[]);
        assert_eq!(code, 0, "{err}");
        assert!(err.contains("you have not opened this dossier before"), "{err}");
        assert!(!out.contains("What changed"), "{out}");
        visit(folder.path(), "2026-06-01");
        let (code, out, _) = brief(folder.path(), &[]);
        assert_eq!(code, 0);
        assert!(out.contains("## What changed since the last visit, 1 Jun 2026\n\nNothing changed."), "{out}");
        let new = [
            article("two", "2026-05-01"),
            event("older", "two"),
            article("three", "2026-07-01"),
            event("newer", "three"),
        ];
        write(folder.path(), &[old.concat(), new.concat()]);
        let (code, out, _) = brief(folder.path(), &[]);
        assert_eq!(code, 0);
        assert!(out.contains("last visit, 1 Jun 2026: 1 published, 1 older one added to the files"), "{out}");
        assert!(out.contains("- Event newer (a new event): expected, Feb 2027 ["), "{out}");
        assert!(out.contains("- Event older (added; a new event): expected, Feb 2027 ["), "{out}");
        let (code, ..) = brief(folder.path(), &["--exit-code", "--as-of", "2026-06-15"]);
        assert_eq!(code, 10, "the older one is known by then");
        let state = std::fs::read(state::file_in(folder.path())).expect("the state");
        assert_eq!(brief(folder.path(), &["--exit-code"]).0, 10, "to print it marks nothing");
        assert_eq!(std::fs::read(state::file_in(folder.path())).expect("the state"), state);
    }

    #[test]
    fn a_list_of_what_is_new_is_that_of_the_dashboard() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = [article("one", "2026-01-01"), event("first", "one")];
        write(folder.path(), &old);
        let list = |folder: &Path| karwan(folder, &["list", "events", "is:new", "--format", "jsonl"]);
        let (_, out, err) = list(folder.path());
        assert!(out.is_empty() && err.contains("you have not opened this dossier before"), "{out}{err}");
        visit(folder.path(), "2026-06-01");
        write(folder.path(), &[old.concat(), article("two", "2026-07-01"), event("newer", "two")]);
        let (code, out, _) = list(folder.path());
        assert_eq!((code, out.lines().count(), out.contains("\"newer\"")), (0, 1, true), "{out}");
        let further = article("three", "2026-06-02");
        write(folder.path(), &[old.concat(), further]);
        let (_, out, _) = brief(folder.path(), &[]);
        assert!(out.contains("Only further sources and articles."), "{out}");
    }

    #[test]
    fn something_overdue_counts_for_more_than_what_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = [article("one", "2026-01-01"), event("first", "one")];
        write(folder.path(), &old);
        visit(folder.path(), "2026-06-01");
        let late = event("late", "one").replace("2027-02", "2026-10");
        write(folder.path(), &[old.concat(), late]);
        assert_eq!(brief(folder.path(), &["--exit-code"]).0, 12);
    }

    #[test]
    fn a_state_file_that_cannot_be_read_is_an_error_and_not_nothing_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &[article("one", "2026-01-01"), event("first", "one")]);
        let file = state::file_in(folder.path());
        std::fs::create_dir_all(file.parent().expect("it has one")).expect("a folder");
        std::fs::write(&file, "no database").expect("it can be written");
        let (code, out, err) = brief(folder.path(), &[]);
        assert_eq!((code, out.as_str()), (1, ""));
        assert!(err.contains("what you have seen is not remembered"), "{err}");
    }
}

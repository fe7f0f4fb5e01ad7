//! Pages that are printed from the code's own tables stand in the repository as they are printed.

use std::path::Path;

use karwan::ui::picture::svg;

use crate::common::screen::Karwan;

/// Compares a file of the repository with what the code prints. `UPDATE_DOCS=1 cargo test --test suite docs` writes it.
pub fn printed(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("`{file}` cannot be written: {e}"));
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stands == text,
        "`{file}` is not what the code prints; UPDATE_DOCS=1 cargo test --test suite docs writes it"
    );
}

/// Whether what is printed from the built-in story has to be of its text. Who corrects the story need not print it again at
/// once; `KARWAN_TEST_PRINTED`, which `.ci/run` sets, asks for it.
fn is_story_printed() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some();
    let is_due = karwan::dossier::load::is_story_packed() || is_set("UPDATE_DOCS") || is_set("KARWAN_TEST_PRINTED");
    if !is_due {
        eprintln!(
            "skipped: the story was corrected; UPDATE_DOCS=1 cargo test prints its records, counts and pictures again"
        );
    }
    is_due
}

#[test]
fn the_page_of_keys_is_printed_from_the_table_of_actions() {
    printed("docs/keys.md", &karwan::settings::input::manual::markdown());
}

#[test]
fn the_example_configuration_is_printed_from_the_tables_of_settings_and_actions() {
    printed("config.example.toml", &karwan::settings::config::print::example());
}

#[test]
fn the_page_of_the_query_language_is_printed_from_the_table_of_terms() {
    printed("docs/query.md", &karwan::query::grammar_page());
}

#[test]
fn the_page_of_exports_is_printed_from_the_table_of_formats() {
    printed("docs/exports.md", &karwan::report::export::manual::page());
}

#[test]
fn the_schema_that_is_built_in_is_made_from_the_types() {
    printed("assets/init/schema.json", &karwan::dossier::schema::schema());
}

/// What the README says of the size of the story.
fn size_of_story() -> String {
    let story = karwan::dossier::load::built_in().dossier.expect("the built-in story opens");
    let reports: usize = story.events.iter().map(|event| event.reports.len()).sum();
    format!(
        "<!-- counts: printed by `UPDATE_DOCS=1 cargo test --test suite docs` -->\n\
         The story holds {} articles, {} events with {reports} reports, {} actors, {} ports, {} places, {} corridors and {} figures.\n\
         <!-- end of counts -->",
        story.articles.len(),
        story.events.len(),
        story.actors.len(),
        story.ports.len(),
        story.places.len(),
        story.corridors.len(),
        story.figures.len()
    )
}

#[test]
fn the_size_of_the_story_in_the_readme_is_counted() {
    if !is_story_printed() {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(path).expect("the README");
    let (before, rest) = text.split_once("<!-- counts").expect("where the counts begin");
    let (_, after) = rest.split_once("<!-- end of counts -->").expect("where they end");
    printed("README.md", &format!("{before}{}{after}", size_of_story()));
}

/// What the story's own README says of the pages that its author could not look at again, which it lists.
fn pages_not_seen_again(readme: &str) -> String {
    let story = karwan::dossier::load::built_in().dossier.expect("the built-in story opens");
    let (_, listed) = readme.split_once("<!-- not seen again -->").expect("where the list begins");
    let (listed, _) = listed.split_once("<!-- end of the list -->").expect("where it ends");
    let listed: Vec<&str> = listed.split([',', '.']).map(str::trim).filter(|id| !id.is_empty()).collect();
    let cited = crate::built_in::cited(&story);
    let rests = |source: &Option<_>, id: &str| source.is_some_and(|ix| story.articles.get(ix).id == id);
    let resting = |id: &str| cited.iter().filter(|(source, _)| rests(source, id)).count();
    for id in &listed {
        assert!(story.find(id).is_some(), "`{id}` is no page of the story");
    }
    format!(
        "<!-- counts: printed by `UPDATE_DOCS=1 cargo test --test suite docs` -->\n\
         {} statements are here. {} of them rest on {} pages that were not seen again after they were first read, listed below.\n\
         <!-- end of counts -->",
        cited.len(),
        listed.iter().map(|id| resting(id)).sum::<usize>(),
        listed.len()
    )
}

#[test]
fn what_is_doubtful_in_the_story_is_counted() {
    if !is_story_printed() {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/story/README.md");
    let text = std::fs::read_to_string(path).expect("the story's README");
    let (before, rest) = text.split_once("<!-- counts").expect("where the counts begin");
    let (_, after) = rest.split_once("<!-- end of counts -->").expect("where they end");
    printed("assets/story/README.md", &format!("{before}{}{after}", pages_not_seen_again(&text)));
}

/// The pictures of README and docs: the name, the size of the terminal, and the keys that lead there.
const PICTURES: [(&str, (u16, u16), &str); 6] = [
    ("overview", (120, 40), "1"),
    ("timeline", (150, 36), "2"),
    ("ledger", (160, 36), "3"),
    ("ports", (120, 36), "5"),
    ("map", (140, 40), "6"),
    ("card", (110, 36), ": 'gwadar-access Enter"),
];

#[test]
fn the_pictures_are_drawn_by_the_program() {
    if !is_story_printed() {
        return;
    }
    for (name, (columns, rows), keys) in PICTURES {
        let story = karwan::dossier::load::built_in().dossier.expect("the built-in story opens");
        let mut karwan = Karwan::with(story, columns, rows);
        karwan.press(keys);
        let cut = karwan.screen().lines().filter(|line| line.contains('…')).count();
        assert!(cut <= 10, "{name}: {cut} lines with a text that is cut\n{}", karwan.screen());
        printed(&format!("docs/pictures/{name}.svg"), &svg::svg(&karwan.buffer(), &svg::DARK));
    }
}

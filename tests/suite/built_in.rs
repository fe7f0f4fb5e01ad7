//! The story that is compiled in.

use karwan::dossier::load::built_in;

#[test]
fn the_built_in_story_has_no_problem() {
    let loaded = built_in();
    let problems: Vec<String> = loaded.problems.iter().map(karwan::dossier::problem::Problem::render).collect();
    assert_eq!(problems.join("\n"), "");
    let dossier = loaded.dossier.expect("a dossier without errors");
    assert!(dossier.articles.len() > 400 && dossier.events.len() > 100 && dossier.figures.len() > 300);
}

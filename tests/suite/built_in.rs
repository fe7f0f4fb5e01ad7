//! The story that is compiled in keeps the rules of a dossier. What it says is no matter of tests: those stand on the frozen
//! story, so that a fact can be corrected here.

use karwan::dossier::Kind;
use karwan::dossier::load::built_in;
use karwan::story::{Snapshot, publication_days};

#[test]
fn the_built_in_story_has_no_problem() {
    let loaded = built_in();
    let problems: Vec<String> = loaded.problems.iter().map(karwan::dossier::problem::Problem::render).collect();
    assert_eq!(problems.join("\n"), "");
    assert!(loaded.dossier.is_some(), "a dossier without errors");
}

#[test]
fn every_record_of_the_built_in_story_is_shown_on_its_last_day() {
    let dossier = built_in().dossier.expect("a dossier");
    let last = publication_days(&dossier).last().copied().expect("a day");
    let snapshot = Snapshot::of(&dossier, last);
    for &kind in Kind::ALL {
        assert!(dossier.count(kind) > 0, "{kind}");
        for rec in dossier.all(kind) {
            assert!(snapshot.is_visible(&dossier, rec), "`{}` is hidden on {last}", dossier.id(rec));
        }
    }
}

//! How many quotes of the stories find their event among the three that are proposed. `--nocapture` prints the figures.

#[path = "../../benches/scale/quotes.rs"]
mod quotes;

use karwan::dossier::load::built_in;

/// In percent of the quotes.
const AMONG_THREE: usize = 80;

#[test]
fn the_event_of_a_quote_is_mostly_among_the_three_best() {
    let today = built_in().dossier.expect("the built-in story loads");
    for (name, dossier) in [("frozen", crate::common::frozen::story()), ("built-in", today)] {
        let figures = quotes::figures(&dossier);
        println!("{name} story: {figures}");
        assert!(figures.all > 0 && figures.among * 100 >= AMONG_THREE * figures.all, "{name} story: {figures}");
    }
}

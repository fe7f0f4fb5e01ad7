//! The article that the built-in story began from says thirteen things; each is at most three keys from the start, on the
//! record that it is about.

use karwan::dossier::load::built_in;

use crate::common::screen::Karwan;

/// The keys from the first screen, and what has to be read then.
const SAID: &[(&str, &str)] = &[
    ("g Enter", "Kazakh delegation to prepare the visit"),
    ("g Enter", "Minister of Communications"),
    ("Enter", "for ┄ Nov 2025"),
    ("k k Enter", "Agreement on Kazakh access to Gwadar"),
    ("5 Enter", "“intends to set up a goods terminal at Karachi Port”"),
    ("5 Enter", "Markets aimed at: EU and US"),
    ("Tab Enter", "Gwadar as the main hub for Central Asian trade"),
    ("5 Enter", "“launching joint ventures at both Karachi and Gwadar ports”"),
    ("5 Enter", "logistics and blue economy"),
    ("5 Enter", "“gateways to the Arabian Gulf, Africa, and Southeast Asia”"),
    ("5 Enter", "Vision Central Asia"),
    ("5 Enter", "“Karachi handles the bulk of Pakistan’s imports and exports”"),
    ("5 l Enter", "“strategically located near the Strait of Hormuz”"),
    ("5 l Enter", "Hub of the China-Pakistan corridor: Gwadar"),
    ("Tab Enter", "350 000 000 000 USD"),
];

#[test]
fn what_the_first_article_says_is_three_keys_away() {
    let dossier = built_in().dossier.expect("the built-in story opens");
    let frame = |c: char| c.is_whitespace() || matches!(c, '┃' | '│' | '›');
    let mut missing = Vec::new();
    for (keys, said) in SAID {
        assert!(keys.split(' ').count() <= 3, "{keys}");
        let mut karwan = Karwan::with(dossier.clone(), 120, 40);
        karwan.press(keys);
        let screen = karwan.screen();
        let words = screen.split(frame).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if !words.contains(said) {
            missing.push(format!("{keys}: {said}\n{screen}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

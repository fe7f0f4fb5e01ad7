//! Ports and corridors side by side: like beside like, and what cannot be compared is refused in words that say why.

use crate::common::screen;

use screen::{Karwan, story};

#[test]
fn the_chosen_ports_stand_side_by_side_and_the_others_wait_to_the_right() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("5 Space l l Space");
    karwan.sees("✓ Karachi, PK");
    karwan.sees("✓ Port Qasim, PK");
    karwan.sees_not("Gwadar, PK");
    karwan.sees("7 more →");
    karwan.sees("2 chosen of 9");
    assert_eq!(karwan.find("✓ Karachi").1, karwan.find("✓ Port Qasim").1);
    karwan.press("l");
    karwan.sees("Gwadar, PK");
    karwan.press("Space");
    karwan.sees("✓ Gwadar, PK");
    karwan.sees("3 chosen of 9");
    karwan.press("Space");
    karwan.sees("2 chosen of 9");
}

#[test]
fn six_ports_are_the_most() {
    let mut karwan = Karwan::new(200, 60);
    karwan.press("5 Space l Space l Space l Space l Space l Space");
    karwan.sees("6 chosen of 9");
    karwan.press("l Space");
    karwan.sees("6 ports at most are compared; take one out first");
    karwan.sees("6 chosen of 9");
}

#[test]
fn a_cell_that_nobody_fills_is_said_to_be_unsourced() {
    let mut karwan = Karwan::new(120, 40);
    karwan.press("5 l j j");
    karwan.sees("cargo capacity, Gwadar");
    karwan.sees("no source gives this for Gwadar");
    karwan.sees("125 000 000 t".replace(' ', "\u{202f}").replacen("\u{202f}t", " t", 1).as_str());
    karwan.press("Enter");
    karwan.sees("━ Gwadar");
}

#[test]
fn ports_are_sorted_by_a_row_of_one_period() {
    let mut karwan = Karwan::new(200, 60);
    karwan.press("5 l l Space l Space");
    assert!(karwan.find("✓ Port Qasim").0 < karwan.find("✓ Karachi").0, "in the order in which they were chosen");
    for _ in 0..40 {
        let screen = karwan.screen();
        if screen.contains("─ cargo jul mar") {
            break;
        }
        karwan.press("j");
    }
    karwan.sees("─ cargo jul mar");
    karwan.press("s");
    karwan.sees("2 chosen of 9, by cargo jul mar");
    assert!(karwan.find("✓ Karachi").0 < karwan.find("✓ Port Qasim").0, "the larger first");
    karwan.press("s");
    assert!(karwan.find("✓ Port Qasim").0 < karwan.find("✓ Karachi").0, "again: as before");
}

#[test]
fn what_cannot_be_compared_is_not_sorted_and_says_why() {
    let mut karwan = Karwan::new(200, 60);
    karwan.press("5 s");
    karwan.sees("choose a row to sort the ports by");
    karwan.press("j s");
    karwan.sees("not sorted by berths: the periods differ: Karachi no period, Gwadar 2018");
    let mut reasons = Vec::new();
    let rows = story().figures.len();
    for _ in 0..rows {
        karwan.press("j s");
        let screen = karwan.screen();
        reasons.extend(screen.lines().find(|line| line.contains("not sorted by")).map(str::to_owned));
    }
    assert!(reasons.iter().any(|line| line.contains("has a figure")), "{reasons:?}");
}

#[test]
fn a_range_is_no_number_to_sort_by() {
    let text = r#"
format = 1
[story]
title = "Two ports"
[[articles]]
id = "a"
title = "An article"
outlet = "A paper"
published = "2025-01-01"
[[ports]]
id = "one"
name = "One"
country = "PK"
[[ports]]
id = "two"
name = "Two"
country = "PK"
[[figures]]
about = "one"
metric = "ships"
unit = "ships"
period = "2024"
value = 40
source = "a"
[[figures]]
about = "two"
metric = "ships"
unit = "ships"
period = "2024"
max = 50
source = "a"
"#;
    let mut karwan = Karwan::with(screen::dossier(text), 120, 40);
    karwan.press("5 j s");
    karwan.sees("not sorted by ships: Two gives no number but a range, ≤ 50 ships");
}

#[test]
fn marked_corridors_stand_in_columns_with_the_same_facts_in_the_same_rows() {
    let mut karwan = Karwan::as_of("2025-10-20", 160, 50);
    karwan.press("5 Tab / 'corridor:uap Space 'OR Space 'corridor:trans-afghan-west Space 'OR Space 'corridor:trans-afghan-road Enter");
    karwan.press("g Space j j Space");
    karwan.sees("Corridors compared");
    for row in ["status", "weakest leg", "stands", "days closed", "length", "distance", "legs"] {
        karwan.sees(row);
    }
    karwan.press("Space");
    karwan.sees_not("Corridors compared");
}

#[test]
fn the_corridor_pane_says_how_long_it_was_closed_and_how_long_it_is() {
    let mut karwan = Karwan::as_of("2025-10-20", 200, 60);
    karwan.press("5 Tab");
    karwan.sees("8 legs · closed 22 d of 2025");
    karwan.sees("7 legs · ≥ 948.5 km, 4 legs unknown");
    karwan.press("/ 'id:trans-afghan-road Enter Enter");
    karwan.sees("on 22 of 293 days of 2025 so far");
    karwan.sees("great circles of its legs: a lower bound");
    karwan.sees("◂ weakest");
}

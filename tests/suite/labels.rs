//! Labels: the words for slugs, wherever people read them, and the rows in which ports are compared.

use crate::common::screen::{Karwan, dossier};

const STORY: &str = r#"
format = 1
[story]
title = "Two ports"

[[labels]]
id = "cargo-jul-mar"
label = "Cargo handled, July to March"
group = "cargo"

[[labels]]
id = "cargo-year"
label = "Cargo handled in a year"
group = "cargo"

[[labels]]
id = "cargo"
label = "Freight"

[[labels]]
id = "site"
label = "Place of the terminal"

[[articles]]
id = "daily"
title = "Daily"
outlet = "The Daily"
published = "2025-09-01"

[[ports]]
id = "north"
name = "North"
country = "PK"

[[ports]]
id = "south"
name = "South"
country = "PK"

[[actors]]
id = "council"
name = "Council"
kind = "organisation"

  [[actors.positions]]
  issue = "site"
  stance = "North"
  source = "daily"

[[events]]
id = "signing"
title = "Signing"
kind = "agreement"

  [[events.reports]]
  source = "daily"
  status = "expected"
  date = "2025-12"
  certainty = "likely"
  values = { "crane-count" = 4 }

[[figures]]
about = "north"
metric = "cargo-jul-mar"
kind = "throughput"
value = 40
unit = "Mt"
period = "2024"
source = "daily"

[[figures]]
about = "south"
metric = "cargo-year"
kind = "throughput"
value = 7
unit = "Mt"
period = "2024"
source = "daily"

[[figures]]
about = "south"
metric = "quay-depth"
kind = "level"
value = 12
unit = "m"
period = "2024"
source = "daily"
"#;

#[test]
fn metrics_of_one_group_share_a_row_and_are_not_sorted_by() {
    let mut karwan = Karwan::with(dossier(STORY), 120, 40);
    karwan.press("5");
    karwan.sees("Freight");
    let screen = karwan.screen();
    let row = screen.lines().find(|line| line.contains("40 Mt")).expect("the row of both");
    assert!(row.contains("7 Mt"), "{row}");
    karwan.press("j s");
    karwan.sees("not sorted by Freight: the metrics differ");
}

#[test]
fn a_slug_is_shown_by_its_label_and_otherwise_with_spaces() {
    let mut karwan = Karwan::with(dossier(STORY), 120, 40);
    karwan.press(": 'south Enter");
    karwan.sees("Cargo handled in a year");
    karwan.sees("quay depth");
    let mut karwan = Karwan::with(dossier(STORY), 120, 40);
    karwan.press("4");
    karwan.sees("Place of the terminal");
    let mut karwan = Karwan::with(dossier(STORY), 120, 40);
    karwan.press(": 'signing Enter");
    karwan.sees("crane count: 4");
    karwan.sees("certainty: likely");
}

//! The line that says where the story stands: each count is that of the list that it leads to.

use crate::common::screen::{Karwan, dossier};

const STORY: &str = r#"
format = 1
[story]
title = "A small story"
[[articles]]
id = "early"
title = "Early"
outlet = "Paper"
published = "2026-01-05"
[[articles]]
id = "late"
title = "Late"
outlet = "Other Paper"
published = "2026-06-05"
[[events]]
id = "overdue-one"
title = "The bridge opens"
kind = "infrastructure"
date = "2026-03"
status = "expected"
sources = ["early"]
[[events]]
id = "due-one"
title = "The tunnel opens"
kind = "infrastructure"
date = "2026-12"
status = "expected"
sources = ["early"]
[[events]]
id = "far-one"
title = "The airport opens"
kind = "infrastructure"
date = "2030"
status = "expected"
sources = ["late"]
"#;

#[test]
fn a_count_leads_to_the_list_that_it_counts() {
    let mut karwan = Karwan::with(dossier(STORY), 120, 40);
    karwan.sees("1 overdue · 1 due in 90 days");
    karwan.press("Shift-Tab Enter");
    karwan.sees("ledger:overdue");
    karwan.sees("The bridge opens");
    karwan.sees_not("The tunnel opens");
    karwan.press("Esc 1 Shift-Tab l Enter");
    karwan.sees("The tunnel opens");
    karwan.sees_not("The airport opens");
}

#[test]
fn the_header_says_how_old_the_newest_source_is() {
    let karwan = Karwan::with(dossier(STORY), 120, 40);
    karwan.sees("today 24 Nov 2026 · newest source 5 Jun, 172 days");
}

#[test]
fn the_header_says_until_when_somebody_looked_and_data_files_are_no_news() {
    let looked =
        STORY.replace("[[articles]]\nid = \"early\"", "researched = \"2026-08\"\n[[articles]]\nid = \"early\"");
    Karwan::with(dossier(&looked), 120, 40).sees("today 24 Nov 2026 · researched until Aug, 85+ days ago");
    Karwan::with(dossier(&looked), 80, 24).sees("researched 85+ days ago");
    Karwan::with(dossier(&looked), 160, 40).sees("newest source 5 Jun · researched until Aug, 85+ days ago");
    let data = "[[articles]]\nid = \"codes\"\ntitle = \"Codes\"\noutlet = \"X\"\npublished = \"2026-09-01\"\nkind = \"data\"\n";
    Karwan::with(dossier(&format!("{STORY}{data}")), 120, 40).sees("newest source 5 Jun, 172 days");
    let before =
        STORY.replace("[[articles]]\nid = \"early\"", "researched = \"2026-05\"\n[[articles]]\nid = \"early\"");
    Karwan::with(dossier(&before), 120, 40).sees("newest source 5 Jun, 172 days");
}

#[test]
fn the_header_says_how_rough_the_day_of_the_newest_source_is() {
    let rough = STORY.replace("2026-06-05", "2026-06-05~");
    Karwan::with(dossier(&rough), 120, 40).sees("newest source c. 5 Jun, 172+ days ago");
    Karwan::with(dossier(&rough), 80, 24).sees("newest 172+ days old");
    let month = STORY.replace("2026-06-05", "2026-06");
    Karwan::with(dossier(&month), 120, 40).sees("newest source Jun, 147+ days ago");
    let mut karwan = Karwan::with(dossier(&month), 120, 40);
    karwan.press("0");
    karwan.sees("source of Jun 2026, at least 147 days ago");
}

#[test]
fn nothing_is_drawn_of_no_articles() {
    let empty = Karwan::with(dossier("format = 1\n[story]\ntitle = \"Empty\"\n"), 120, 40);
    empty.sees_not("articles a week");
}

#[test]
fn the_counts_keep_the_filter_that_is_on() {
    let mut karwan = Karwan::with(dossier(STORY), 120, 40);
    karwan.press("/ 'tunnel Enter");
    karwan.sees("1 due in 90 days");
    karwan.sees_not("overdue ·");
    karwan.press("Shift-Tab Enter");
    karwan.sees("tunnel due:0..90");
}

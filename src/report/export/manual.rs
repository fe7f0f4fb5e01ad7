//! The page on the exports, printed from [`EXPORTS`].

use std::fmt::Write as _;

use super::EXPORTS;

/// What holds for all formats, and what a user or another program must know about some of them.
const RULES: &str = "\
`karwan export FORMAT [QUERY] [-o FILE]` writes what the query shows, as known on `--as-of` (today, if nothing is said).
Nothing that became known later is in it: no report, office, position or figure, no article, no day of retrieval, and a
summary only where every statement that it can speak of is known. The same story as of the same day gives the same bytes.

Without `-o`, or with `-o -`, it goes to standard output. A file that exists is replaced only with `--force`, and whole
or not at all. Into a directory (`-o DIR/`) goes a file that is named after the story. What the format could not say is
counted on standard error, one line each.

No output holds control characters of a text: JSON escapes them (tab, newline and return as `\\t`, `\\n` and `\\r`, others
as `\\u00XX`), all others write U+FFFD. Only addresses that begin with
`http://` or `https://` become links.
";

/// Notes on single formats.
const NOTES: &str = "\
- **ics**: an entry covers all days that the date can mean; `DTEND` is the day after. `STATUS` is `CONFIRMED` for what is
  confirmed or happened, `CANCELLED` for what is cancelled or denied, else `TENTATIVE`. The `UID` is the event's id and
  the story's title, so a moved date moves the entry; `SEQUENCE` is the number of reports. A deadline (`by 4 Feb 2027`)
  stands on the day by which it is due and says so. `--alarm 3` adds an alarm three days before what is still to come.
- **csv**: one table. If all that the query shows is of one kind (`kind:articles`), it is the table of that kind, else
  that of events. `-o DIR/` writes all twelve: a table a kind, and `reports`, `offices`, `positions`, `legs` and
  `corridor-reports` with the statements. Lists are joined by `; `. A text that a spreadsheet would take for a formula
  gets an apostrophe before it; numbers stay numbers. A reader takes one apostrophe off where, behind all apostrophes
  and white space, `=`, `+`, `-` or `@` follows, or where a tab or line end follows the apostrophes.
- **bibtex, csl-json**: the articles among the records shown, then those that the other records shown rest on. The key
  is the article's id. BibTeX is written for BibLaTeX: dates are EDTF.
- **ftm**: the records shown, and those that they refer to, so that no reference leads nowhere.
- **atom, jsonfeed**: an entry for each report, office, position and figure, on the day on which it became known. Ids
  are `tag:` addresses of story, record, article and number; they stay while statements are added.
- **html**: one page without script, whose policy forbids everything but its own style. Coasts and borders of the map
  are those that are built in; a story of another region has none.
";

/// The page.
#[must_use]
pub fn page() -> String {
    let mut out = format!("# Exports\n\n{RULES}\n| format | file | media type | what it is | what it cannot say |\n");
    out.push_str("| --- | --- | --- | --- | --- |\n");
    for export in EXPORTS {
        let _ = writeln!(
            out,
            "| `{}` | `.{}` | `{}` | {} | {} |",
            export.name, export.extension, export.media_type, export.help, export.cannot
        );
    }
    let _ = write!(out, "\n{NOTES}");
    out
}

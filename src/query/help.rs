//! The grammar as a page of the manual, printed from [`TERMS`]: `docs/query.md`.

use std::fmt::Write as _;

use super::term::{TERMS, TermValues};

const RULES: &str = "\
# The query language

Printed from the table of terms (`src/query/term/table.rs`); a test compares it. The filter line (`/`), `--filter`,
`karwan list`, `karwan export`, saved views and `watch` of a dossier read it.

## Words

| written | finds |
|---|---|
| `karach` | words that begin so, in any text of the record and in every name and alias of what it names |
| `*stan` | the letters anywhere in a word |
| `\"port qasim\"` | these whole words, one after the other, in one field; `\\\"` and `\\\\` stand for `\"` and `\\` |
| `/berth(s|ing)?/` | a regular expression, without regard to case, in a field as written or with its letters folded |
| `port:gwadar` | a term, see below |
| `port:gwadar,karachi` | any of these values; one with spaces, commas or parentheses in quotation marks |
| `port:*` | any value at all |
| `a b` | both; `AND` may stand between |
| `a OR b` | one of them; binds looser than `a b` |
| `-a`, `NOT a` | not this |
| `(a OR b) c` | parentheses group |

Case, accents and letter variants do not matter: `ASGABAT` is `Aşgabat`, `токаев` is `Тоқаев`, and Arabic letters are the
Urdu ones. Words end at everything that is not a letter, digit or apostrophe, hyphens too. Scripts are not turned into one
another; aliases in the dossier do that. `OR`, `AND` and `NOT` are written in capitals.

What is not known on the day does not count: no text, no link, no date that was published later finds anything.

## What cannot be read

A half-typed query never empties the screen. A quotation, regular expression or parenthesis that is not closed is left
out from where it opens; a key without a value is left out; of a list, the values that are wrong. The place is marked
and the nearest valid word is named. At most 256 words and values, 16 regular expressions and parentheses 64 deep are
read.

## When a record is shown

A record is looked at by itself, and once for each record that is one link away: an actor for each of its events, for
the corridors it speaks about and what it gives figures about; a port or place for its events and corridors; a corridor
for its events; an article for each record that it makes a statement about; a figure together with what it is about. To
each look belong the known statements about the linked record, or about the record itself (of an article, those that
stand in it; of what an actor speaks about, those that are his). **The record is shown where one look, with one
statement, makes the whole query true.**

- Words, regular expressions, `id:` and `text:` are about the record itself.
- Other terms are true where the record or the linked one has the value. So `port:gwadar is:overdue` keeps an actor for
  *one* event that is both. But of what a record is, only it counts: `port:gwadar` shows one port, and not those that
  share an event with it; `date:` of an article is its own.
- `by:`, `known:`, `source:`, `outlet:` and `lang:` are about the statement. So `by:kistafin known:>2025-10` asks for *one*
  statement, by him, that became known after that.
- `-x` is true in a look where `x` is true with none of its statements; by itself, a record has `-x` only where no look at
  it has `x`. So `-outlet:dawn` leaves out each event that Dawn reported at all, and `port:gwadar -is:overdue` keeps the
  actors of those events at Gwadar that are not overdue.

## Dates and days

A date is EDTF, levels 0 and 1 (`2025`, `2025-09`, `2025-09-03`, `2025-21` for spring, `2025-09/2025-11`, `202X`), or as
people say it, in quotation marks where it has spaces: `yesterday`, `7d`, `Sep-25`, `\"5 sep 2025\"`, `>\"last week\"`. A record is
found where its days and those that are asked for have one in common: `date:2025-09` finds what is dated `2025-09-03`,
`2025-08/2025-10` and `2025`. `A..B` reaches from the first day of A to the last of B, and either may be missing; `>A`
begins after A ends, `<A` ends before A begins, `>=A` and `<=A` take A in. A slip is at least and at most so many days:
`slip:>30` finds one that may be over 30.

## Terms
";

/// The page: rules, then each term with its values, reach and example.
#[must_use]
pub fn grammar_page() -> String {
    let mut out = String::from(RULES);
    out.push_str("\n| term | asks | value | which records, by what |\n|---|---|---|---|\n");
    for term in TERMS {
        let (help, values, reach) = (term.help, term.values.describe(), term.reach);
        let example = term.example.replace('|', "\\|");
        let _ = writeln!(out, "| `{}:` | {help}: `{example}` | {values} | {reach} |", term.key);
    }
    for term in TERMS {
        if let TermValues::Words(words) = term.values {
            let _ = write!(out, "\n### `{}:`\n\n| word | |\n|---|---|\n", term.key);
            for (word, means) in words() {
                let _ = writeln!(out, "| `{word}` | {means} |");
            }
        }
    }
    out
}

/// The terms for a help screen: what to type, and what it asks.
#[must_use]
pub fn lines() -> Vec<(String, &'static str)> {
    TERMS.iter().map(|term| (term.example.to_owned(), term.help)).collect()
}

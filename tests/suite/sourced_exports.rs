//! What exports and copies write beside a source is said by that source: the words before a number of the list of sources,
//! the row of a figure, and the text of each entry of a feed.

use std::collections::BTreeMap;

use karwan::dossier::{ArticleIx, Dossier, EdtfDate, Figure, FigureAmount, Rec};
use karwan::report::brief;
use karwan::report::standing::standing;
use karwan::story::Snapshot;
use serde_json::Value;

use crate::common::screen::story;
use crate::common::story::export;
use crate::sourced::{Sayings, days, shown_events};

/// A page with numbered sources, as lines of cells; a line of a list is one cell.
#[derive(Default)]
struct NumberedPage {
    lines: Vec<Vec<String>>,
    /// The lines of the list of sources, from 1.
    sources: Vec<String>,
}

impl NumberedPage {
    fn of_markdown(text: &str) -> NumberedPage {
        let (body, sources) = text.split_once("\n## Sources\n").expect("a list of sources");
        let cells = |line: &str| match line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) {
            Some(row) => row.split(" | ").map(unescaped).collect(),
            None => vec![unescaped(line)],
        };
        let numbered = sources.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
        NumberedPage { lines: body.lines().map(cells).collect(), sources: numbered.map(unescaped).collect() }
    }

    fn of_html(text: &str) -> NumberedPage {
        let (body, sources) = text.split_once("<h2 id=\"sources\">").expect("a list of sources");
        let (_, body) = body.split_once("<h2").expect("sections");
        let ends = ["</tr>", "</li>", "</p>", "</h2>", "</h3>"];
        let broken = ends.iter().fold(body.to_owned(), |text, end| text.replace(end, &format!("{end}\n")));
        let cells = |line: &str| {
            let cells = line.replace("</td>", "\u{1}").replace("</th>", "\u{1}").replace("<q dir=\"auto\">", "“");
            untagged(&cells.replace("</q>", "”")).split_terminator('\u{1}').map(str::to_owned).collect()
        };
        let numbered = sources.lines().filter(|line| line.contains("<li id=\"source_"));
        NumberedPage { lines: broken.lines().map(cells).collect(), sources: numbered.map(untagged).collect() }
    }

    /// The articles that this line of the list may mean.
    fn articles(&self, dossier: &Dossier, n: usize) -> Vec<ArticleIx> {
        let line = &self.sources[n - 1];
        let is_it = |outlet: &str, title: &str| line.contains(outlet) && line.contains(title);
        let found = dossier.articles.iter().filter(|(_, article)| is_it(article.outlet, article.title));
        let found: Vec<ArticleIx> = found.map(|(ix, _)| ix).collect();
        assert!(!found.is_empty(), "{line}");
        found
    }
}

/// Markdown without its escapes and marks.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.trim_start_matches("- ").chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        match c {
            '\\' if is_escape => out.extend(chars.next()),
            '*' => {}
            c => out.push(c),
        }
    }
    out.replace("&amp;", "&")
}

/// HTML without tags and entities.
pub fn untagged(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(out, |text, (entity, c)| text.replace(entity, c))
}

/// The words before numbers in brackets, back to the number before them; several numbers in a row say them together.
fn cited(cell: &str) -> Vec<(String, Vec<usize>)> {
    let mut found: Vec<(String, Vec<usize>)> = Vec::new();
    let mut rest = cell;
    let mut words = String::new();
    while let Some(at) = rest.find('[') {
        let (before, behind) = rest.split_at(at);
        words.push_str(before);
        let number = behind[1..].split_once(']').and_then(|(inside, rest)| Some((inside.parse().ok()?, rest)));
        let Some((n, behind)) = number else {
            words.push('[');
            rest = &behind[1..];
            continue;
        };
        match found.last_mut().filter(|_| words.trim().is_empty()) {
            Some((_, numbers)) => numbers.push(n),
            None => found.push((std::mem::take(&mut words), vec![n])),
        }
        words.clear();
        rest = behind;
    }
    found
}

/// The words of a statement alone, without what a person wrote about it: notes and quotes, titles of events.
fn bare(dossier: &Dossier, words: &str) -> String {
    let mut words = words.trim_start_matches([',', ';', ' ']).to_owned();
    let reports = dossier.events.iter().flat_map(|event| &event.reports);
    let notes = reports.filter_map(|report| report.note.as_deref());
    let corridors = dossier.corridors.iter().flat_map(|corridor| &corridor.reports);
    for note in notes.chain(corridors.filter_map(|report| report.note.as_deref())) {
        if words.contains(note) {
            words = words.replace(&format!(" ({note})"), "");
        }
    }
    while let (Some(from), Some(to)) = (words.find('“'), words.rfind('”')) {
        if to < from {
            break;
        }
        words.replace_range(from..to, "");
        words = words.replace('”', "");
    }
    // `overdue: The title; expected Nov 2025`: the state in front is a conclusion.
    let title = dossier.events.iter().find_map(|event| words.find(&format!(": {}; ", event.title)).zip(Some(event)));
    if let Some((at, event)) = title {
        words = words[at + ": ".len() + event.title.len() + "; ".len()..].to_owned();
    }
    words
}

/// What these words say that no statement of a source does, for the one of these articles that says most of it. Behind a
/// colon words begin anew: `3 Sep 2025: expected, for Nov 2025`.
fn least_unsaid(sayings: &Sayings, words: &str, articles: &[ArticleIx]) -> Vec<String> {
    let parts: Vec<&str> = std::iter::once(words).chain(words.split(": ").skip(1)).collect();
    let unsaid = |&ix: &ArticleIx| parts.iter().flat_map(|part| sayings.unsaid(part, ix)).collect::<Vec<_>>();
    articles.iter().map(unsaid).min_by_key(Vec::len).expect("a source")
}

/// Whether the row of a table is that of a figure: its number, unit, period and speaker.
fn is_row(dossier: &Dossier, figure: &Figure, (head, line): (&[String], &[String]), speaker: &str) -> bool {
    let at = |name: &str| &*line[head.iter().position(|cell| cell == name).expect(name)];
    let by = figure.by.map(|by| dossier[by].name.clone()).unwrap_or_default();
    is_amount(figure, at("value").trim_end_matches(", contested"))
        && figure.period.as_ref().map(EdtfDate::display).unwrap_or_default() == at("period")
        && by == speaker.trim()
}

/// Whether the numbers in a cell are those of a figure, whatever stands between their groups.
fn is_amount(figure: &Figure, cell: &str) -> bool {
    let digits: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let numbers = match figure.amount {
        FigureAmount::Exactly(number) => [Some(number), None],
        FigureAmount::Range { min, max } => [min, max],
    };
    cell.ends_with(&figure.unit) && numbers.into_iter().flatten().all(|number| digits.contains(&number.to_string()))
}

fn check(dossier: &Dossier, sayings: &Sayings, page: &NumberedPage, what: &str) -> usize {
    let mut head: Vec<String> = Vec::new();
    let mut checked = 0;
    let known: BTreeMap<usize, Vec<ArticleIx>> =
        (1..=page.sources.len()).map(|n| (n, page.articles(dossier, n))).collect();
    let mut is_row_before = false;
    for line in &page.lines {
        let is_row_here = line.len() > 1;
        if is_row_here && !is_row_before {
            head.clone_from(line);
        }
        is_row_before = is_row_here;
        for cell in line {
            for (words, numbers) in cited(cell) {
                let lines = || numbers.iter().map(|&n| &*page.sources[n - 1]).collect::<Vec<_>>();
                let sources: Vec<&Vec<ArticleIx>> = numbers.iter().map(|n| &known[n]).collect();
                checked += 1;
                if head.len() == line.len() && head.last().is_some_and(|last| last == "source") {
                    let is_it = |figure: &Figure| {
                        sources.iter().all(|any| any.contains(&figure.source))
                            && is_row(dossier, figure, (&head, line), &words)
                    };
                    assert!(dossier.figures.iter().any(is_it), "{what}: {line:?}");
                    continue;
                }
                if head.len() == line.len() && cell == &line[1] && head[1] == "promised by" {
                    let name = words.trim();
                    let is_outlet = |ix: ArticleIx| format!("{} (outlet)", dossier.articles.get(ix).outlet) == name;
                    let says = |ix: ArticleIx| sayings.unsaid(&format!(", said by {name}"), ix).is_empty();
                    let promised = |&ix: &ArticleIx| is_outlet(ix) || (!name.ends_with("(outlet)") && says(ix));
                    assert!(
                        sources.iter().all(|any| any.iter().any(promised)),
                        "{what}: {name} did not promise it in {:?}",
                        lines()
                    );
                    continue;
                }
                let words = bare(dossier, &words);
                let unsaid = sources.iter().map(|any| least_unsaid(sayings, &words, any));
                let unsaid = unsaid.reduce(|mut all, other| {
                    all.retain(|unsaid| other.contains(unsaid));
                    all
                });
                assert_eq!(unsaid, Some(Vec::new()), "{what}: `{words}` {:?}", lines());
            }
        }
    }
    checked
}

#[test]
fn every_number_of_a_source_in_markdown_and_html_stands_behind_what_it_says() {
    let dossier = story();
    let sayings = Sayings::of(&dossier);
    for day in [days()[0], days()[2], days()[4]] {
        let markdown = NumberedPage::of_markdown(&export("markdown", &dossier, day).0);
        let checked = check(&dossier, &sayings, &markdown, &format!("Markdown as of {day}"));
        assert!(checked > 500, "{checked} numbers as of {day}");
        let html = NumberedPage::of_html(&export("html", &dossier, day).0);
        assert_eq!(check(&dossier, &sayings, &html, &format!("HTML as of {day}")), checked);
    }
}

#[test]
fn every_part_of_a_paragraph_that_is_copied_is_said_by_its_sources() {
    let dossier = story();
    let sayings = Sayings::of(&dossier);
    for day in days() {
        let snapshot = Snapshot::of(&dossier, day);
        for ix in shown_events(&dossier, &snapshot) {
            let (sentences, sources) = brief::about(&dossier, &snapshot, ix);
            for (words, numbers) in sentences.iter().flat_map(|sentence| &sentence.parts) {
                let words = words.replace(&*dossier[ix].title, "");
                let words = match words.strip_prefix("First announced for ") {
                    Some(first) => first.replace(" by ", ", said by "),
                    None => words.trim_start_matches([',', ' ']).to_owned(),
                };
                for &n in numbers {
                    let unsaid = sayings.unsaid(&words, sources[n - 1]);
                    assert!(unsaid.is_empty(), "as of {day}, {}: {unsaid:?} in `{words}`", dossier.id(ix.into()));
                }
            }
        }
    }
}

#[test]
fn every_entry_of_a_feed_is_said_by_the_source_that_it_names() {
    let dossier = story();
    let sayings = Sayings::of(&dossier);
    let day = days()[4];
    let feed: Value = serde_json::from_str(&export("jsonfeed", &dossier, day).0).expect("JSON");
    let atom = export("atom", &dossier, day).0;
    let items = feed["items"].as_array().expect("items");
    assert!(items.len() > 500, "{} items", items.len());
    for item in items {
        let text = item["content_text"].as_str().expect("a text");
        let source = text.rsplit("\n\n").next().unwrap_or_default();
        let is_it = |outlet: &str, title: &str| source.starts_with(outlet) && source.ends_with(title);
        let sources: Vec<ArticleIx> =
            dossier.articles.iter().filter(|(_, a)| is_it(a.outlet, a.title)).map(|(ix, _)| ix).collect();
        let said = text.split("\n\n").next().expect("a first line");
        assert_eq!(least_unsaid(&sayings, said, &sources), [""; 0], "{text}");
        // Both formats hold the same.
        assert!(atom.contains(item["id"].as_str().expect("an id")), "{item}");
    }
}

#[test]
fn an_entity_is_described_by_what_was_said_and_apart_from_it_what_follows() {
    let dossier = story();
    for day in days() {
        let snapshot = Snapshot::of(&dossier, day);
        let (entities, _) = export("ftm", &dossier, day);
        for entity in entities.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
            if entity["schema"] != "Event" {
                continue;
            }
            let id = entity["id"].as_str().expect("an id");
            let Some(Rec::Event(ix)) = dossier.find(id) else { panic!("{id}") };
            let line = standing(&dossier, &snapshot, ix).line(&dossier);
            let same = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let description = entity["properties"]["description"][0].as_str().expect("a description");
            assert_eq!(same(description), same(&line), "{id}");
        }
    }
}

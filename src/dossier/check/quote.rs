//! Whether quotes stand in the texts of the articles that they are quoted from, where the dossier holds these.

use hashbrown::HashMap;

use super::CheckFinding;
use crate::dossier::record::{ArticleIx, Rec, SourcePlace};
use crate::dossier::{ActorIx, CorridorIx, Dossier, EventIx, FigureIx};

/// Calls `found` for each quote that its article's text does not hold.
pub(super) fn check(dossier: &Dossier, found: &mut dyn FnMut(CheckFinding)) {
    let mut texts: HashMap<ArticleIx, Option<String>> = HashMap::new();
    // A source that cannot be read is a fault of its own, and stands for no article.
    let is_read = |source: ArticleIx| source.ix() < dossier.articles.len();
    for (about, at, source, quote) in quotes(dossier).filter(|&(_, _, source, _)| is_read(source)) {
        let text = texts.entry(source).or_insert_with(|| dossier.articles.get(source).text.map(plain));
        if text.as_ref().is_some_and(|text| !holds(text, quote)) {
            found(CheckFinding::LostQuote { about, at, source });
        }
    }
}

/// All quotes with a source: what each is about, and where it stands.
fn quotes(dossier: &Dossier) -> impl Iterator<Item = (Rec, SourcePlace, ArticleIx, &str)> {
    let at = |ix: usize| u32::try_from(ix).unwrap_or(u32::MAX);
    let events = dossier.events.iter().enumerate().flat_map(move |(ix, event)| {
        event.reports.iter().map(move |r| (Rec::Event(EventIx(at(ix))), r.at, r.source, r.quote.as_deref()))
    });
    let actors = dossier.actors.iter().enumerate().flat_map(move |(ix, actor)| {
        actor.positions.iter().map(move |p| (Rec::Actor(ActorIx(at(ix))), p.at, p.source, p.quote.as_deref()))
    });
    let corridors = dossier.corridors.iter().enumerate().flat_map(move |(ix, corridor)| {
        corridor.reports.iter().map(move |r| (Rec::Corridor(CorridorIx(at(ix))), r.at, r.source, r.quote.as_deref()))
    });
    let figures = dossier
        .figures
        .iter()
        .enumerate()
        .map(move |(ix, f)| (Rec::Figure(FigureIx(at(ix))), f.at, Some(f.source), f.quote.as_deref()));
    let all = events.chain(actors).chain(corridors).chain(figures);
    all.filter_map(|(about, at, source, quote)| Some((about, at, source?, quote?)))
}

/// Whether a text, folded, holds the parts of a quote one after the other. `…`, `...` and `[...]` stand for what was
/// left out.
fn holds(text: &str, quote: &str) -> bool {
    let quote = plain(quote).replace("[…]", "…");
    let mut rest = text;
    for part in quote.split('…').map(|part| part.trim_matches([' ', '"', '\''])).filter(|part| !part.is_empty()) {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

/// A text without what differs between a page and a copy of it: case, sorts of space, quotation mark and dash.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("...", "…").chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '‘' | '’' | '‚' | '`' | '´' => out.push('\''),
            '‐' | '‑' | '–' | '—' | '−' => out.push('-'),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_stands_in_a_text_whatever_its_marks_spaces_and_gaps() {
        let text = plain("The envoy said: “We are likely to sign a\n deal – soon – on Gwadar’s berths.”");
        for quote in [
            "likely to sign a deal",
            "\"We are likely",
            "We are likely … on Gwadar's berths",
            "likely to sign... Gwadar",
            "a deal - soon [...] berths",
            "LIKELY",
            "",
        ] {
            assert!(holds(&text, quote), "{quote}");
        }
        for quote in ["likely to sign the deal", "berths … likely", "sure to sign"] {
            assert!(!holds(&text, quote), "{quote}");
        }
    }
}

//! `TimelineJS3` JSON: each slide becomes an event, its links become sources.

use chrono::NaiveDate;
use html5gum::{Token, Tokenizer};
use serde_json::Value as Json;

use super::sheet::SheetOptions;
use super::{ImportDraft, ImportIds, ImportTarget, ImportedDossier, ImportedRecord};
use crate::desk::edit::EditValue;
use crate::desk::page::{canonical, is_web, site};
use crate::dossier::date::when::when;
use crate::dossier::{EdtfDate, EventKind, Kind, ReportStatus};
use crate::text::cut;

/// Reads a timeline as a dossier.
///
/// # Errors
/// Returns one line if the text is not JSON or has no list of events.
pub fn read(
    name: &str,
    text: &str,
    title: &str,
    today: NaiveDate,
    options: &SheetOptions,
    into: Option<ImportTarget<'_>>,
) -> Result<ImportedDossier, String> {
    let json: Json =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| format!("`{name}` is not JSON: {e}"))?;
    let slides =
        json["events"].as_array().ok_or_else(|| format!("`{name}` has no list `events`; expected TimelineJS 3"))?;
    let headline = json["title"]["text"]["headline"].as_str().map(|text| plain(text).0);
    let mut draft = ImportDraft {
        title: headline.filter(|text| !text.is_empty()).unwrap_or_else(|| title.to_owned()),
        ..ImportDraft::default()
    };
    let mut ids = ImportIds::default();
    draft
        .notes
        .push(format!("`{name}`: {} slides; the links in a slide are its sources, known from today", slides.len()));
    for (n, slide) in slides.iter().enumerate() {
        let place = (name.to_owned(), n + 1);
        let (headline, _) = plain(slide["text"]["headline"].as_str().unwrap_or_default());
        let (words, mut links) = plain(slide["text"]["text"].as_str().unwrap_or_default());
        // A slide may have a picture or words alone.
        let headline = match (headline.is_empty(), words.lines().find(|line| !line.trim().is_empty())) {
            (true, Some(line)) => cut(line, 80, "…").into_owned(),
            (true, None) => format!("Slide {}", n + 1),
            (false, _) => headline,
        };
        links.extend(
            slide["media"]["url"].as_str().filter(|url| is_web(url)).map(|url| (url.to_owned(), String::new())),
        );
        let own = slide["unique_id"].as_str().and_then(|id| ids.own(id));
        let id = own.unwrap_or_else(|| ids.made_of(&headline, &format!("slide-{}", n + 1)));
        let mut event = ImportedRecord { place: place.clone(), ..ImportedRecord::default() };
        event.set("id", EditValue::Text(id));
        event.set("title", EditValue::Text(headline));
        let group = slide["group"].as_str().and_then(|group| EventKind::from_word(&group.to_lowercase()));
        event.set("kind", EditValue::Text(group.unwrap_or(options.kind).word().to_owned()));
        let date = date(slide, today);
        let mut lines = words.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().unwrap_or_default();
        let said = match first {
            "overdue" => Some(ReportStatus::Expected),
            word => ReportStatus::from_word(word),
        };
        let passed = date.as_ref().and_then(EdtfDate::latest).is_some_and(|last| last <= today);
        let status = said.unwrap_or(if passed { ReportStatus::Happened } else { ReportStatus::Expected });
        event.set("status", EditValue::Text(status.word().to_owned()));
        let off = matches!(status, ReportStatus::Cancelled | ReportStatus::Denied);
        draft.lose(
            "dates for which cancelled things were planned, kept in their report only",
            usize::from(off && date.is_some()),
        );
        match &date {
            Some(date) => event.set("date", EditValue::Text(date.as_str().to_owned())),
            None => draft.lose("slides without a date that can be read", 1),
        }
        let mut sources: Vec<String> = Vec::new();
        for (url, credit) in links {
            let source = article(&url, &credit, &place, today, &mut ids, &mut draft);
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        if !sources.is_empty() {
            event.set("sources", EditValue::Texts(sources));
        }
        // An export of karwan puts the status first; the rest is text.
        let rest: Vec<&str> =
            if said.is_some() { lines.collect() } else { std::iter::once(first).chain(lines).collect() };
        let rest = rest.join("\n\n");
        if !rest.trim().is_empty() {
            event.set("summary", EditValue::Text(rest));
            draft.lose("speakers, quotes and values of slides, kept in the summary as words", 1);
        }
        draft.lose(
            "background, location and type of slides",
            usize::from(slide.get("background").is_some() || slide.get("location").is_some()),
        );
        draft.add(Kind::Event, event);
    }
    draft.lose("eras", json["eras"].as_array().map_or(0, Vec::len));
    Ok(draft.finish(into))
}

/// The article of a link.
fn article(
    url: &str,
    credit: &str,
    place: &super::ImportPlace,
    today: NaiveDate,
    ids: &mut ImportIds,
    draft: &mut ImportDraft,
) -> String {
    let known_by = canonical(url).unwrap_or_else(|| url.to_owned());
    if let Some(id) = ids.articles.get(&known_by) {
        return id.clone();
    }
    let site = site(url).unwrap_or_default();
    let (outlet, published) = match credit.rsplit_once(", ") {
        Some((outlet, day)) if when(day, today).is_ok() => (outlet.to_owned(), when(day, today).ok()),
        _ if credit.is_empty() => (site.clone(), None),
        _ => (credit.to_owned(), None),
    };
    let named = format!("{outlet} {}", published.as_ref().map(EdtfDate::as_str).unwrap_or_default());
    let id = ids.made_of(&named, &format!("page {site}"));
    ids.articles.insert(known_by, id.clone());
    let mut item = ImportedRecord { place: place.clone(), ..ImportedRecord::default() };
    item.set("id", EditValue::Text(id.clone()));
    item.set("title", EditValue::Text(if credit.is_empty() { url.to_owned() } else { credit.to_owned() }));
    item.set("outlet", EditValue::Text(outlet));
    item.set("url", EditValue::Text(url.to_owned()));
    match published {
        Some(published) => item.set("published", EditValue::Text(published.as_str().to_owned())),
        None => item.set("retrieved", EditValue::Text(today.to_string())),
    }
    draft.add(Kind::Article, item);
    id
}

/// The displayed date, if it covers the days of the slide; otherwise from its first to its last day.
fn date(slide: &Json, today: NaiveDate) -> Option<EdtfDate> {
    let of = |key: &str| {
        let number = |part: &str| match &slide[key][part] {
            Json::Number(n) => n.as_i64(),
            Json::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        // Its years are those of historians, who have no year 0; EDTF has one.
        let year = number("year").filter(|year| (-9999..=9999).contains(year))?;
        let year = if year < 0 { year + 1 } else { year };
        let year = if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
        Some(match (number("month"), number("day")) {
            (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year}-{month:02}"),
            _ => year,
        })
    };
    let start = of("start_date")?;
    let plain = match of("end_date") {
        Some(end) if end != start => format!("{start}/{end}"),
        _ => start,
    };
    let plain = EdtfDate::parse(&plain).ok()?;
    let shown = slide["display_date"].as_str().and_then(|shown| when(&self::plain(shown).0, today).ok());
    let same = |shown: &EdtfDate| {
        let one = shown.deadline();
        let bounds = (one.earliest().or(one.latest()), one.latest().or(one.earliest()));
        bounds == (plain.earliest(), plain.latest())
    };
    Some(shown.filter(same).unwrap_or(plain))
}

/// The words of an HTML fragment, one line per paragraph, and its links with their texts.
fn plain(html: &str) -> (String, Vec<(String, String)>) {
    let (mut out, mut links) = (String::new(), Vec::new());
    let mut link: Option<(String, String)> = None;
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => match tag.name.as_slice() {
                b"p" | b"li" | b"br" | b"div" | b"h1" | b"h2" | b"h3" => out.push('\n'),
                b"a" => {
                    let href = tag.attributes.get(&b"href"[..]).map(|href| String::from_utf8_lossy(href).into_owned());
                    link = href.filter(|href| is_web(href)).map(|href| (href, String::new()));
                }
                _ => {}
            },
            Token::EndTag(tag) if tag.name.as_slice() == b"a" => links.extend(link.take()),
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text.value);
                if let Some((_, words)) = &mut link {
                    words.push_str(&text);
                }
                out.push_str(&text);
            }
            _ => {}
        }
    }
    let lines =
        out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty());
    (lines.collect::<Vec<_>>().join("\n"), links)
}

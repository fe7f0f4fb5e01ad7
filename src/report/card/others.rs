//! The cards of actors, ports, places, articles and figures.

use crate::dossier::{
    ActorIx, ActorKind, ArticleIx, CorridorIx, EdtfDate, Figure, FigureIx, FigureSubject, Office, PlaceIx, PortIx, Rec,
    RecordSpot,
};
use crate::report::fields::{ACTOR, ARTICLE, FIGURE, PLACE, PORT};
use crate::report::wording;
use crate::settings::theme::StyleRole;
use crate::story::Statement;

use super::{CardExtent, CardFacts, RecordCard, corridor, coverage, distance, plain, quiet, said, strong, ties};

/// A person, organisation or state: offices, stances, and what it took part in.
pub(super) fn actor(facts: &CardFacts<'_>, ix: ActorIx, extent: CardExtent) -> RecordCard {
    let (actor, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let mut card = RecordCard { title: actor.name.clone(), ..RecordCard::default() };
    let sort = [Some(actor.kind.word()), actor.country.as_deref()];
    let mut pieces = vec![plain(sort.into_iter().flatten().collect::<Vec<_>>().join(", "))];
    if let Some(office) = facts.snapshot.office_on(facts.dossier, ix, facts.snapshot.day) {
        pieces.push(strong(format!("   {}", office.title)));
    }
    card.row("Now", pieces).badge = wording::count(state.events.len(), "event", "events");
    if state.complete
        && let Some(summary) = &actor.summary
    {
        card.text("Summary", summary, StyleRole::Text);
    }
    coverage::row(&mut card, facts, ix.into());
    card.written(facts, &ACTOR, ix);
    if extent == CardExtent::Whole && !actor.aliases.is_empty() {
        card.text("Also", &actor.aliases.join(" · "), StyleRole::Quiet);
    }
    if actor.kind == ActorKind::Person {
        for (n, &o) in state.offices.iter().enumerate() {
            office(&mut card, facts, if n == 0 { "Offices" } else { "" }, ix, o);
        }
    }
    if extent == CardExtent::Whole {
        card.gap();
    }
    for (n, &p) in state.positions.iter().rev().enumerate() {
        position(&mut card, facts, if n == 0 { "Position" } else { "" }, ix, p, extent);
    }
    if extent == CardExtent::Whole {
        ties::moves(&mut card, facts, ix);
        card.gap();
        figures_about(&mut card, facts, Rec::Actor(ix));
        card.gap();
        said::rows(&mut card, facts, &facts.snapshot.said_of_actor(facts.dossier, ix), Some(ix));
        card.gap();
        ties::rows(&mut card, facts, ix);
        card.gap();
        events(&mut card, facts, &state.events);
    }
    card
}

/// An issue: the stance of each actor, with date and source; `rows` are the actors that take one.
#[must_use]
pub fn issue(facts: &CardFacts<'_>, issue: &str, rows: &[(ActorIx, u32)]) -> RecordCard {
    let mut card = RecordCard {
        title: format!("Who stands where: {}", facts.dossier.labels.words(issue)),
        ..RecordCard::default()
    };
    let mut before = None;
    for &(actor, p) in rows {
        let position = &facts.dossier[actor].positions[p as usize];
        let is_same = before == Some(actor);
        before = Some(actor);
        let name = if is_same { quiet("  earlier   ") } else { strong(format!("{}   ", facts.dossier[actor].name)) };
        let mut pieces = vec![name, plain(position.stance.clone())];
        if let Some(date) = &position.date {
            pieces.push(quiet(format!("   {}", date.display())));
        }
        if let Some(quote) = &position.quote {
            pieces.push(plain(format!("   “{quote}”")));
        }
        card.row("", pieces).source(facts.dossier, position.source).link(actor);
    }
    card
}

/// A stance: on what, which, since when; in full with the words.
pub(super) fn position(
    card: &mut RecordCard,
    facts: &CardFacts<'_>,
    label: &str,
    ix: ActorIx,
    p: u32,
    extent: CardExtent,
) {
    let position = &facts.dossier[ix].positions[p as usize];
    let when = position.date.as_ref().map(EdtfDate::display).unwrap_or_default();
    let mut pieces =
        vec![quiet(format!("{}: ", facts.dossier.labels.words(&position.issue))), plain(position.stance.clone())];
    pieces.push(quiet(format!("   {when}")));
    if let (CardExtent::Whole, Some(quote)) = (extent, &position.quote) {
        pieces.push(plain(format!("   “{quote}”")));
    }
    card.row(label, pieces).source(facts.dossier, position.source).tells(Statement::Position(ix, p));
}

/// An office: its title, its dates, and its place.
pub(super) fn office(card: &mut RecordCard, facts: &CardFacts<'_>, label: &str, ix: ActorIx, o: u32) {
    let office = &facts.dossier[ix].offices[o as usize];
    let mut pieces = vec![plain(office.title.clone()), quiet(format!("   {}", tenure(facts, office)))];
    if let Some(organisation) = office.organisation {
        pieces.push(quiet(format!("   {}", facts.dossier[organisation].name)));
    }
    card.row(label, pieces).source(facts.dossier, office.source).tells(Statement::Office(ix, o));
    // The end is shown next to the article that gives it.
    if let (Some(source), Some(to)) = (office.end_source, facts.snapshot.office_end(facts.dossier, office)) {
        let pieces = vec![quiet(format!("  until {}", to.display()))];
        card.row("", pieces).source(facts.dossier, Some(source)).tells(Statement::Office(ix, o));
    }
}

/// `from 18 May 2021`, `Apr 2023–26 Sep 2025`, `seen 9 Sep 2025`; with an end only if the same article gives it.
fn tenure(facts: &CardFacts<'_>, office: &Office) -> String {
    if let Some(seen) = &office.seen {
        return format!("seen {}", seen.display());
    }
    let to = facts.snapshot.office_end(facts.dossier, office).filter(|_| office.end_source.is_none());
    match (&office.from, to) {
        (Some(from), Some(to)) => format!("{}–{}", from.display(), to.display()),
        (Some(from), None) => format!("from {}", from.display()),
        (None, Some(to)) => format!("until {}", to.display()),
        (None, None) => "dates unknown".to_owned(),
    }
}

/// A port: where it is, who runs it, its figures, and what it is connected with.
pub(super) fn port(facts: &CardFacts<'_>, ix: PortIx, extent: CardExtent) -> RecordCard {
    let (port, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let mut card = RecordCard { title: port.name.clone(), ..RecordCard::default() };
    let mut pieces = vec![plain(format!("port, {}", port.country))];
    pieces.extend(port.locode.as_ref().map(|l| quiet(format!("   {l}"))));
    pieces.extend(port.coordinates.map(|c| quiet(format!("   {}", wording::coordinates(c.latitude, c.longitude)))));
    card.row("Now", pieces).badge = wording::count(state.events.len(), "event", "events");
    if state.complete
        && let Some(summary) = &port.summary
    {
        card.text("Summary", summary, StyleRole::Text);
    }
    card.written(facts, &PORT, ix);
    coverage::row(&mut card, facts, ix.into());
    if extent == CardExtent::Whole {
        if !port.aliases.is_empty() {
            card.text("Also", &port.aliases.join(" · "), StyleRole::Quiet);
        }
        card.gap();
        said::rows(&mut card, facts, &facts.snapshot.said_of_port(facts.dossier, ix), None);
        card.gap();
        said::chosen_by(&mut card, facts, ix);
        card.gap();
    }
    distance::to_ports(&mut card, facts, RecordSpot::Port(ix), extent);
    figures_about(&mut card, facts, Rec::Port(ix));
    if extent == CardExtent::Whole {
        card.gap();
        card.links(facts, "Corridors", corridors_through(facts, RecordSpot::Port(ix)));
        card.gap();
        events(&mut card, facts, &state.events);
    }
    card
}

/// A city, crossing or terminal.
pub(super) fn place(facts: &CardFacts<'_>, ix: PlaceIx, extent: CardExtent) -> RecordCard {
    let (place, state) = (&facts.dossier[ix], &facts.snapshot[ix]);
    let mut card = RecordCard { title: place.name.clone(), ..RecordCard::default() };
    let sort = [place.kind.map(crate::dossier::PlaceKind::word), place.country.as_deref()];
    let mut pieces = vec![plain(sort.into_iter().flatten().collect::<Vec<_>>().join(", "))];
    pieces.extend(place.coordinates.map(|c| quiet(format!("   {}", wording::coordinates(c.latitude, c.longitude)))));
    card.row("Now", pieces).badge = wording::count(state.events.len(), "event", "events");
    if !place.aliases.is_empty() {
        card.text("Also", &place.aliases.join(" · "), StyleRole::Quiet);
    }
    card.written(facts, &PLACE, ix);
    for corridor in facts.dossier.corridors.iter().enumerate() {
        let here = CorridorIx(u32::try_from(corridor.0).unwrap_or(u32::MAX));
        if facts.snapshot[here].visible {
            corridor::legs_at(&mut card, facts, here, RecordSpot::Place(ix));
        }
    }
    distance::to_ports(&mut card, facts, RecordSpot::Place(ix), CardExtent::Digest);
    figures_about(&mut card, facts, Rec::Place(ix));
    if extent == CardExtent::Whole {
        card.gap();
        events(&mut card, facts, &state.events);
    }
    card
}

/// An article: what it is, where it comes from, and the statements that rest on it.
pub(super) fn article(facts: &CardFacts<'_>, ix: ArticleIx, extent: CardExtent) -> RecordCard {
    let article = facts.dossier.articles.get(ix);
    let mut card = RecordCard { title: article.title.to_owned(), ..RecordCard::default() };
    let published = wording::published(facts.dossier, ix);
    let mut pieces = vec![strong(article.outlet), plain(format!("   {published}"))];
    let sort = [article.kind.map(crate::dossier::ArticleKind::word), article.language];
    pieces.push(quiet(format!("   {}", sort.into_iter().flatten().collect::<Vec<_>>().join(", "))));
    card.row("Published", pieces);
    if extent == CardExtent::Whole {
        card.text("Headline", article.title, StyleRole::Strong);
    }
    if let Some(url) = article.url {
        card.text("Link", url, StyleRole::Quiet);
    }
    if let Some(retrieved) = article.retrieved.filter(|_| extent == CardExtent::Whole) {
        card.text(
            "Read on",
            &EdtfDate::parse(retrieved).map_or_else(|_| retrieved.to_owned(), |d| d.display()),
            StyleRole::Quiet,
        );
    }
    card.written(facts, &ARTICLE, ix);
    let based_on = article.based_on.iter().copied().filter(|&a| facts.snapshot.is_known(facts.dossier, Some(a)));
    card.links(facts, "Based on", based_on.map(Rec::Article));
    if let Some(summary) = article.summary {
        card.gap();
        card.text("Summary", summary, StyleRole::Text);
    }
    card.gap();
    card.links(facts, "Cited for", facts.snapshot.said_in(facts.dossier, ix));
    if let (CardExtent::Whole, Some(text)) = (extent, article.text) {
        card.gap();
        for (n, paragraph) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
            card.text(if n == 0 { "Text" } else { "" }, paragraph, StyleRole::Text);
        }
    }
    card
}

/// A figure: what it is about, what was counted, who says so, and who disagrees.
pub(super) fn figure(facts: &CardFacts<'_>, ix: FigureIx) -> RecordCard {
    let figure = &facts.dossier[ix];
    let mut card =
        RecordCard { title: facts.dossier.labels.words(&figure.metric).into_owned(), ..RecordCard::default() };
    figure_row(&mut card, facts, "Now", ix);
    if let FigureSubject::Rec(rec) = figure.about {
        card.text("About", facts.dossier.label(rec), StyleRole::Text).link(rec);
    }
    card.written(facts, &FIGURE, ix);
    if let Some(by) = figure.by {
        card.text("By", &facts.dossier[by].name, StyleRole::Text).link(by);
    }
    if let Some(quote) = &figure.quote {
        card.text("Quote", &format!("“{quote}”"), StyleRole::Text);
    }
    for (n, &rival) in facts.snapshot.figure_rivals[ix.ix()].iter().enumerate() {
        figure_row(&mut card, facts, if n == 0 { "Others say" } else { "" }, rival);
    }
    card
}

/// All known figures about a record, one per line, comparable ones next to each other.
pub(super) fn figures_about(card: &mut RecordCard, facts: &CardFacts<'_>, rec: Rec) {
    let mut figures: Vec<FigureIx> = facts.snapshot.figures_about(facts.dossier, rec);
    figures.sort_by(|&a, &b| {
        let key = |f: &Figure| (f.metric.clone(), f.kind, f.unit.clone(), f.period.clone());
        key(&facts.dossier[a]).cmp(&key(&facts.dossier[b]))
    });
    for (n, ix) in figures.into_iter().enumerate() {
        figure_row(card, facts, if n == 0 { "Figures" } else { "" }, ix);
    }
}

/// `quay depth   14.5 m   2018   level`, with a mark if another source differs.
pub(super) fn figure_row(card: &mut RecordCard, facts: &CardFacts<'_>, label: &str, ix: FigureIx) {
    let figure = &facts.dossier[ix];
    let mut pieces =
        vec![quiet(format!("{}   ", facts.dossier.labels.words(&figure.metric))), strong(wording::amount(figure))];
    if let Some(period) = &figure.period {
        pieces.push(plain(format!("   {}", wording::period(period))));
    }
    if let Some(kind) = figure.kind {
        pieces.push(quiet(format!("   {kind}")));
    }
    if !facts.snapshot.figure_rivals[ix.ix()].is_empty() {
        pieces.push((format!("   {}", facts.glyphs.contested()), StyleRole::Doubt));
    }
    card.row(label, pieces).source(facts.dossier, Some(figure.source)).says(Statement::Figure(ix)).link(ix);
}

/// Events, in their order in time, each with its state.
pub(super) fn events(card: &mut RecordCard, facts: &CardFacts<'_>, events: &[crate::dossier::EventIx]) {
    let mut events = events.to_vec();
    events.sort_by_cached_key(|&ix| facts.snapshot[ix].place_in_time());
    for (n, ix) in events.into_iter().enumerate() {
        said::event(card, facts, if n == 0 { "Events" } else { "" }, ix);
    }
}

fn corridors_through(facts: &CardFacts<'_>, spot: RecordSpot) -> Vec<Rec> {
    let through = |c: &crate::dossier::Corridor| c.legs.iter().any(|l| l.from == spot || l.to == spot);
    facts
        .dossier
        .all(crate::dossier::Kind::Corridor)
        .filter(|&r| facts.snapshot.is_visible(facts.dossier, r) && through(&facts.dossier.corridors[r.ix()]))
        .collect()
}

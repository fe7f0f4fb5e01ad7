//! The list beside the map: everything the picture shows, in words.

use crate::dossier::{CorridorIx, CorridorStatus, Kind, PlaceIx, PlaceKind, PortIx, Rec, RecordSpot};
use crate::report::wording;
use crate::settings::theme::{StyleRole, corridor_role};
use crate::story::position;
use crate::ui::screens::ScreenContext;
use crate::ui::widgets::paint::StyledText;

use super::scene::{self, MapTarget};

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapItem {
    /// A corridor.
    Corridor(CorridorIx),
    /// One of its legs.
    Leg(CorridorIx, u32),
    /// A port.
    Port(PortIx),
    /// A city, crossing or terminal.
    Place(PlaceIx),
}

impl MapItem {
    /// The record whose card it opens.
    #[must_use]
    pub fn rec(self) -> Rec {
        match self {
            MapItem::Corridor(ix) | MapItem::Leg(ix, _) => Rec::Corridor(ix),
            MapItem::Port(ix) => Rec::Port(ix),
            MapItem::Place(ix) => Rec::Place(ix),
        }
    }

    /// The feature of the map it belongs to; a corridor consists of many lines and has none.
    #[must_use]
    pub fn target(self, cx: &ScreenContext<'_>) -> Option<MapTarget> {
        match self {
            MapItem::Corridor(_) => None,
            MapItem::Leg(ix, leg) => cx.ways.of_leg(ix, leg).map(MapTarget::Way),
            MapItem::Port(ix) => Some(MapTarget::Port(ix)),
            MapItem::Place(ix) => Some(MapTarget::Place(ix)),
        }
    }
}

/// The whole list: the visible corridors, each with its legs, then ports, then places.
#[must_use]
pub fn items(cx: &ScreenContext<'_>) -> Vec<MapItem> {
    let mut items = Vec::new();
    for rec in [Kind::Corridor, Kind::Port, Kind::Place].into_iter().flat_map(|kind| cx.shown.of(kind).iter()) {
        match rec {
            Rec::Corridor(ix) => {
                items.push(MapItem::Corridor(ix));
                items.extend((0..).take(cx.dossier[ix].legs.len()).map(|leg| MapItem::Leg(ix, leg)));
            }
            Rec::Port(ix) => items.push(MapItem::Port(ix)),
            Rec::Place(ix) => items.push(MapItem::Place(ix)),
            _ => {}
        }
    }
    items
}

/// The text of one line: name, details, and status.
#[derive(Clone, Debug, PartialEq)]
pub struct MapWords {
    /// Mark and name.
    pub name: Vec<StyledText>,
    /// Details, in quiet text.
    pub more: String,
    /// Flush right.
    pub badge: Vec<StyledText>,
}

impl MapWords {
    /// Everything as text.
    #[must_use]
    pub fn text(&self) -> String {
        let name: String = self.name.iter().map(|(text, _)| text.as_str()).collect();
        let badge: String = self.badge.iter().map(|(text, _)| text.as_str()).collect();
        format!("{name}   {}   {badge}", self.more)
    }
}

/// The words of a line.
#[must_use]
pub fn words(cx: &ScreenContext<'_>, item: MapItem) -> MapWords {
    match item {
        MapItem::Corridor(ix) => corridor(cx, ix),
        MapItem::Leg(ix, leg) => self::leg(cx, ix, leg),
        MapItem::Port(ix) => {
            let port = &cx.dossier[ix];
            let mark = format!("{} ", scene::port_mark(cx.paint.glyphs));
            let name = vec![(mark, StyleRole::Strong), (format!("{}, {}", port.name, port.country), StyleRole::Strong)];
            MapWords {
                name,
                more: coordinates(cx, RecordSpot::Port(ix)),
                badge: vec![("port".to_owned(), StyleRole::Quiet)],
            }
        }
        MapItem::Place(ix) => place(cx, ix),
    }
}

fn corridor(cx: &ScreenContext<'_>, ix: CorridorIx) -> MapWords {
    let (corridor, state) = (&cx.dossier[ix], &cx.snapshot[ix]);
    let role = corridor_role(state.status);
    let mark = format!("{} ", cx.paint.glyphs.corridor(state.status));
    let weakest = state.weakest.and_then(|leg| corridor.legs.get(leg as usize));
    let more = match weakest {
        Some(_) if state.status == Some(CorridorStatus::Open) => "every leg is open".to_owned(),
        Some(leg) => {
            let names = format!("weakest {}–{}", cx.dossier.spot_name(leg.from), cx.dossier.spot_name(leg.to));
            match state.since {
                Some(since) => format!("{names}, {}", wording::standing_since(cx.dossier, corridor, since)),
                None => format!("{names}, nothing known"),
            }
        }
        None => "no legs given".to_owned(),
    };
    MapWords {
        name: vec![(mark, role), (corridor.name.clone(), StyleRole::Strong)],
        more,
        badge: vec![(word(state.status).to_owned(), role)],
    }
}

fn leg(cx: &ScreenContext<'_>, ix: CorridorIx, n: u32) -> MapWords {
    let corridor = &cx.dossier[ix];
    let (leg, state) = (&corridor.legs[n as usize], &cx.snapshot[ix].legs[n as usize]);
    let role = corridor_role(state.status);
    let mark = cx.paint.glyphs.corridor(state.status);
    let glyphs = cx.paint.glyphs;
    let weakest = scene::is_weakest(cx, ix, n);
    let mark = if weakest {
        format!(" {}{mark}{} ", glyphs.pick("▸", ">"), glyphs.pick("◂", "<"))
    } else {
        format!("  {mark}  ")
    };
    let names = format!("{}–{}", cx.dossier.spot_name(leg.from), cx.dossier.spot_name(leg.to));
    let mut more: Vec<String> = leg.mode.iter().map(ToString::to_string).collect();
    more.extend(leg.length_km.map(|km| format!("{} km", wording::number(km))));
    let known = state.since.map(|since| wording::standing_since(cx.dossier, corridor, since));
    more.push(known.unwrap_or_else(|| "nothing known".to_owned()));
    more.extend(weakest.then(|| "the weakest leg".to_owned()));
    // A line of the map is drawn in the worst status of all its legs: says so if that is the status of another leg.
    if let Some(way) = cx.ways.of_leg(ix, n) {
        let drawn = scene::way_status(cx, way);
        more.extend((drawn != state.status).then(|| format!("drawn as {}, another leg's", word(drawn))));
    } else {
        more.push("not on the map: no coordinates".to_owned());
    }
    MapWords {
        name: vec![(mark, role), (names, StyleRole::Text)],
        more: more.join(", "),
        badge: vec![(word(state.status).to_owned(), role)],
    }
}

fn place(cx: &ScreenContext<'_>, ix: PlaceIx) -> MapWords {
    let place = &cx.dossier[ix];
    let (mark, role) = scene::place_mark(cx, ix);
    let country = place.country.as_ref().map(|country| format!(", {country}")).unwrap_or_default();
    let kind = place.kind.map_or("place", PlaceKind::word);
    let mut badge = Vec::new();
    if place.kind == Some(PlaceKind::Crossing) {
        badge.push((format!("{} ", word(scene::spot_status(cx, RecordSpot::Place(ix)))), role));
    }
    badge.push((kind.to_owned(), StyleRole::Quiet));
    MapWords {
        name: vec![(format!("{mark} "), role), (format!("{}{country}", place.name), StyleRole::Text)],
        more: coordinates(cx, RecordSpot::Place(ix)),
        badge,
    }
}

fn word(status: Option<CorridorStatus>) -> &'static str {
    status.map_or("unknown", CorridorStatus::word)
}

fn coordinates(cx: &ScreenContext<'_>, spot: RecordSpot) -> String {
    match position(cx.dossier, spot) {
        Some(at) => wording::coordinates(at.lat, at.lon),
        None => "not on the map: no coordinates".to_owned(),
    }
}

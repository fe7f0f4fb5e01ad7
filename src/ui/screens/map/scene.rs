//! The features of the map: the visible ports, places and corridors, with their marks and colours on the day.

use ratatui::style::Modifier;

use crate::dossier::{CorridorIx, CorridorStatus, Kind, PlaceIx, PlaceKind, PortIx, Rec, RecordSpot};
use crate::geo::{LatLon, MapPlane, MapProjection};
use crate::settings::theme::{GlyphSet, StyleRole, corridor_role};
use crate::story::position;
use crate::ui::screens::ScreenContext;
use crate::ui::widgets::map::{DotPattern, MapFeature, MapStyles};

/// What a feature stands for. Its id on the map is its number in the order lines, ports, places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapTarget {
    /// A line, by its position in [`crate::story::lines::MapLines::all`].
    Way(usize),
    /// A port.
    Port(PortIx),
    /// A city, crossing or terminal.
    Place(PlaceIx),
}

impl MapTarget {
    /// The feature's id.
    #[must_use]
    pub fn id(self, cx: &ScreenContext<'_>) -> usize {
        let (ways, ports) = (cx.ways.all().len(), cx.dossier.ports.len());
        match self {
            MapTarget::Way(way) => way,
            MapTarget::Port(ix) => ways + ix.ix(),
            MapTarget::Place(ix) => ways + ports + ix.ix(),
        }
    }

    /// What has this id.
    #[must_use]
    pub fn of(id: usize, cx: &ScreenContext<'_>) -> Option<MapTarget> {
        let (ways, ports, places) = (cx.ways.all().len(), cx.dossier.ports.len(), cx.dossier.places.len());
        let ix = |n: usize| u32::try_from(n).ok();
        match id {
            id if id < ways => Some(MapTarget::Way(id)),
            id if id < ways + ports => ix(id - ways).map(|n| MapTarget::Port(PortIx(n))),
            id if id < ways + ports + places => ix(id - ways - ports).map(|n| MapTarget::Place(PlaceIx(n))),
            _ => None,
        }
    }
}

/// The legs of a line that belong to visible corridors.
pub fn shown_legs<'a>(cx: &ScreenContext<'a>, way: usize) -> impl Iterator<Item = (CorridorIx, u32)> + use<'a> {
    let shown = cx.shown;
    cx.ways.all()[way].legs.iter().copied().filter(move |&(corridor, _)| shown.contains(Rec::Corridor(corridor)))
}

/// The status that a line is drawn in: the worst known status of its visible legs. `None` if none is known.
#[must_use]
pub fn way_status(cx: &ScreenContext<'_>, way: usize) -> Option<CorridorStatus> {
    shown_legs(cx, way).filter_map(|(corridor, leg)| cx.snapshot[corridor].legs[leg as usize].status).min()
}

/// Whether a leg is the weakest of a corridor that is not open.
#[must_use]
pub fn is_weakest(cx: &ScreenContext<'_>, corridor: CorridorIx, leg: u32) -> bool {
    let state = &cx.snapshot[corridor];
    state.weakest == Some(leg) && state.status != Some(CorridorStatus::Open)
}

/// The status of a port or place on its visible corridors: the worst known status of the legs that end there.
#[must_use]
pub fn spot_status(cx: &ScreenContext<'_>, spot: RecordSpot) -> Option<CorridorStatus> {
    let here = |way: &usize| {
        let (from, to) = cx.ways.all()[*way].ends;
        from == spot || to == spot
    };
    (0..cx.ways.all().len()).filter(here).filter_map(|way| way_status(cx, way)).min()
}

/// The dash pattern of a line with this status.
#[must_use]
pub fn pattern(status: Option<CorridorStatus>) -> DotPattern {
    use CorridorStatus::{Agreed, Building, Closed, Idle, Open, Proposed, Restricted};
    match status {
        Some(Open) => DotPattern::Solid,
        Some(Closed | Building) => DotPattern::Dashed,
        Some(Restricted | Idle) => DotPattern::DashDot,
        Some(Agreed | Proposed) | None => DotPattern::Dotted,
    }
}

/// The mark of a port.
#[must_use]
pub fn port_mark(glyphs: GlyphSet) -> &'static str {
    glyphs.pick("■", "@")
}

/// The mark of a place: its status for a crossing, its type for a city or terminal.
#[must_use]
pub fn place_mark(cx: &ScreenContext<'_>, ix: PlaceIx) -> (&'static str, StyleRole) {
    let glyphs = cx.paint.glyphs;
    match cx.dossier[ix].kind {
        Some(PlaceKind::Crossing) => {
            let status = spot_status(cx, RecordSpot::Place(ix));
            (glyphs.corridor(status), corridor_role(status))
        }
        Some(PlaceKind::Terminal) => (glyphs.pick("□", "+"), StyleRole::Text),
        Some(PlaceKind::City) | None => (glyphs.pick("•", "o"), StyleRole::Text),
    }
}

/// All features: lines first, worse ones above better ones, then ports and places.
#[must_use]
pub fn features(
    cx: &ScreenContext<'_>,
    selected: Option<MapTarget>,
    of_corridor: Option<CorridorIx>,
) -> Vec<MapFeature> {
    let mut features = lines(cx, selected, of_corridor);
    for rec in cx.shown.of(Kind::Port).iter() {
        let Rec::Port(ix) = rec else { continue };
        if let Some(at) = position(cx.dossier, RecordSpot::Port(ix)) {
            let label = cx.dossier[ix].name.clone();
            features.push(MapFeature::Point {
                id: MapTarget::Port(ix).id(cx),
                at,
                label,
                mark: port_mark(cx.paint.glyphs),
                style: cx.paint.style(StyleRole::Strong),
                priority: 0,
            });
        }
    }
    for rec in cx.shown.of(Kind::Place).iter() {
        let Rec::Place(ix) = rec else { continue };
        if let Some(at) = position(cx.dossier, RecordSpot::Place(ix)) {
            let (mark, role) = place_mark(cx, ix);
            features.push(MapFeature::Point {
                id: MapTarget::Place(ix).id(cx),
                at,
                label: cx.dossier[ix].name.clone(),
                mark,
                style: cx.paint.style(role),
                priority: priority(cx, ix),
            });
        }
    }
    features
}

/// A crossing that is closed or restricted comes before an open one; cities come last.
fn priority(cx: &ScreenContext<'_>, ix: PlaceIx) -> u8 {
    match (cx.dossier[ix].kind, spot_status(cx, RecordSpot::Place(ix))) {
        (Some(PlaceKind::Crossing), Some(CorridorStatus::Closed | CorridorStatus::Restricted)) => 1,
        (Some(PlaceKind::Crossing), _) => 2,
        _ => 3,
    }
}

fn lines(cx: &ScreenContext<'_>, selected: Option<MapTarget>, of_corridor: Option<CorridorIx>) -> Vec<MapFeature> {
    let mut lines: Vec<(usize, Option<CorridorStatus>)> = (0..cx.ways.all().len())
        .filter(|&way| shown_legs(cx, way).next().is_some())
        .map(|way| (way, way_status(cx, way)))
        .collect();
    let is_of = |way: usize| of_corridor.is_some_and(|ix| cx.ways.all()[way].legs.iter().any(|&(of, _)| of == ix));
    // Worse lines are drawn later, the selected corridor last.
    lines.sort_by_key(|&(way, status)| (is_of(way), std::cmp::Reverse(status)));
    let line = |(way, status): (usize, Option<CorridorStatus>)| {
        let weakest = shown_legs(cx, way).any(|(corridor, leg)| is_weakest(cx, corridor, leg));
        let chosen = selected == Some(MapTarget::Way(way));
        // Marks for everything that is in order would clutter the map.
        let is_marked = status != Some(CorridorStatus::Open) || chosen;
        let style = cx.paint.style(corridor_role(status));
        MapFeature::Line {
            id: way,
            points: cx.ways.all()[way].course().to_vec(),
            pattern: pattern(status),
            style: if is_of(way) { style.patch(cx.paint.theme.selected_line()) } else { style },
            mark: if is_marked { cx.paint.glyphs.corridor(status) } else { "" },
            weakest,
        }
    };
    lines.into_iter().map(line).collect()
}

/// The style of land in a theme.
#[must_use]
pub fn styles(cx: &ScreenContext<'_>) -> MapStyles {
    let style = |role| cx.paint.style(role);
    MapStyles {
        coast: style(StyleRole::Water),
        border: style(StyleRole::Quiet),
        lake: style(StyleRole::Water),
        river: style(StyleRole::River),
        sea: style(StyleRole::River),
        water_name: style(StyleRole::Water).add_modifier(Modifier::ITALIC),
        country_name: style(StyleRole::Quiet),
        scale: style(StyleRole::Quiet),
        selected: cx.paint.theme.selected(),
        selected_line: cx.paint.theme.selected_line(),
    }
}

/// The initial view: the corridors of the whole story without the outermost ends, which would make everything else
/// small; if there are none, its ports and places.
#[must_use]
pub fn extent(cx: &ScreenContext<'_>) -> Vec<LatLon> {
    // A place counts once for each leg that ends there, so that hubs are in the view.
    let legs = cx.dossier.corridors.iter().flat_map(|corridor| &corridor.legs);
    let ends: Vec<LatLon> =
        legs.flat_map(|leg| [leg.from, leg.to]).filter_map(|spot| position(cx.dossier, spot)).collect();
    if !ends.is_empty() {
        return middle(&ends);
    }
    let ports = (0..).map(PortIx).take(cx.dossier.ports.len()).map(RecordSpot::Port);
    let places = (0..).map(PlaceIx).take(cx.dossier.places.len()).map(RecordSpot::Place);
    ports.chain(places).filter_map(|spot| position(cx.dossier, spot)).collect()
}

/// The points that are not among the outermost in any direction: in each direction, one of sixteen is left out.
fn middle(points: &[LatLon]) -> Vec<LatLon> {
    let projection = MapProjection::of(points);
    let plane: Vec<MapPlane> = points.iter().map(|&at| projection.forward(at)).collect();
    let bounds = |of: fn(&MapPlane) -> f64| {
        let mut along: Vec<f64> = plane.iter().map(of).collect();
        along.sort_by(f64::total_cmp);
        let cut = along.len() / 16;
        along[cut]..=along[along.len() - 1 - cut]
    };
    let (x, y) = (bounds(|at| at.x), bounds(|at| at.y));
    let kept = points.iter().zip(&plane).filter(|(_, at)| x.contains(&at.x) && y.contains(&at.y));
    kept.map(|(&at, _)| at).collect()
}

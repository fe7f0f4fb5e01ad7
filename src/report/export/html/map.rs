//! The map on the page: coasts and borders, ports and places as points, legs of corridors as lines styled by status.

use std::fmt::Write as _;
use std::io;

use crate::dossier::{Coordinates, CorridorStatus, Rec, RecordSpot};
use crate::geo::region::{RegionBounds, RegionKind};
use crate::geo::{LatLon, MapPlane, MapProjection};

use super::{attribute, markup};
use crate::report::export::{ExportLosses, ExportStory};

/// The width of the drawing, in its own units.
const WIDTH: f64 = 960.0;
/// The maximum height.
const TALLEST: f64 = 900.0;
/// The height of a label, and the approximate width of a letter.
const LETTER: (f64, f64) = (11.0, 6.2);
/// The resolution in km, for which the coarsest lines suffice: the page should stay small.
const COARSE: f64 = 8.0;

struct MapPoint<'a> {
    name: &'a str,
    at: MapPlane,
    port: bool,
}

/// Whether anything can be drawn.
pub fn is_drawn(story: &ExportStory) -> bool {
    !points(story, &mut ExportLosses::default()).1.is_empty()
}

/// Writes the ports, places and corridors among the rows, and the ends of legs. Empty if none has coordinates.
pub fn write(story: &ExportStory, out: &mut dyn io::Write, losses: &mut ExportLosses) -> io::Result<()> {
    let (projection, points) = points(story, losses);
    let Some(frame) = MapFrame::around(projection, &points) else { return Ok(()) };
    writeln!(out, "<h2 id=\"map\">Map</h2>")?;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {:.0}\" font-size=\"11\" \
         font-family=\"sans-serif\" role=\"img\" aria-label=\"{}\">",
        frame.height,
        attribute("Ports, places and corridors; all of them stand in the lists too")
    )?;
    ground(&frame, out)?;
    ways(story, &frame, out, losses)?;
    dots(&frame, &points, out, losses)?;
    writeln!(out, "</svg>")?;
    let key = "Lines: solid open; long dashes restricted, idle or being built; short dashes proposed, agreed or \
               unknown; dots closed. Coasts and borders: Natural Earth; borders as they stand on the ground.";
    writeln!(out, "<p>{}</p>", markup(key))
}

/// Coasts, lakes and borders. Colours are set here as well, for readers without style sheets.
fn ground(frame: &MapFrame, out: &mut dyn io::Write) -> io::Result<()> {
    for (kinds, class, stroke) in [
        (&[RegionKind::Border][..], "border", "#bbbbbb"),
        (&[RegionKind::Coast, RegionKind::Lake][..], "coast", "#8aa4b8"),
    ] {
        let mut path = String::new();
        frame.projection.base(COARSE, frame.bounds(), |kind, line| {
            if kinds.contains(&kind) {
                line_to(&mut path, line.iter().map(|at| frame.place(*at)));
            }
        });
        if !path.is_empty() {
            writeln!(out, "<path class=\"{class}\" fill=\"none\" stroke=\"{stroke}\" d=\"{path}\"/>")?;
        }
    }
    Ok(())
}

fn line_to(path: &mut String, points: impl Iterator<Item = (f64, f64)>) {
    for (n, (x, y)) in points.enumerate() {
        let _ = write!(path, "{}{x:.1} {y:.1}", if n == 0 { 'M' } else { 'L' });
    }
}

fn ways(story: &ExportStory, frame: &MapFrame, out: &mut dyn io::Write, losses: &mut ExportLosses) -> io::Result<()> {
    for ix in story.corridors() {
        let corridor = &story.dossier[ix];
        for (n, leg) in corridor.legs.iter().enumerate() {
            let (Some(from), Some(to)) = (coordinates(story, leg.from), coordinates(story, leg.to)) else {
                losses.add("legs with an end without coordinates, left out of the map", 1);
                continue;
            };
            let status = story.snapshot[ix].legs.get(n).and_then(|state| state.status);
            let (word, dashes) = (status.map_or("unknown", CorridorStatus::word), dashes(status));
            let (start, end) = (story.dossier.spot_name(leg.from), story.dossier.spot_name(leg.to));
            let title = markup(&format!("{}: {start} to {end}, {word}", corridor.name));
            let mut path = String::new();
            let ends = [from, to].map(|at| frame.projection.forward(LatLon::new(at.latitude, at.longitude)));
            // A leg across the edge of the map is drawn on neither side of it.
            frame.projection.unbroken(&ends, |part| line_to(&mut path, part.iter().map(|&at| frame.place(at))));
            writeln!(
                out,
                "<path class=\"way {word}\" fill=\"none\" stroke=\"#5c5c5c\" stroke-width=\"2\" \
                 stroke-dasharray=\"{dashes}\" d=\"{path}\"><title>{title}</title></path>"
            )?;
        }
    }
    Ok(())
}

/// The dash pattern of a line, so that its status is visible without colour.
fn dashes(status: Option<CorridorStatus>) -> &'static str {
    match status {
        Some(CorridorStatus::Open) => "none",
        Some(CorridorStatus::Restricted | CorridorStatus::Idle | CorridorStatus::Building) => "8 3",
        Some(CorridorStatus::Proposed | CorridorStatus::Agreed) | None => "3 3",
        Some(CorridorStatus::Closed) => "1 5",
    }
}

/// The points, ports first, each with its name if there is room.
fn dots(frame: &MapFrame, points: &[MapPoint], out: &mut dyn io::Write, losses: &mut ExportLosses) -> io::Result<()> {
    let inside = |point: &&MapPoint| frame.holds(frame.place(point.at));
    losses.add("places beyond the edge of the map", points.iter().filter(|point| !inside(point)).count());
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for point in points.iter().filter(inside) {
        let (x, y) = frame.place(point.at);
        taken.push([x - 3.0, y - 3.0, x + 3.0, y + 3.0]);
    }
    for point in points.iter().filter(inside) {
        let (x, y) = frame.place(point.at);
        let class = if point.port { "port" } else { "place" };
        let (name, radius) = (markup(point.name), if point.port { 4.5 } else { 3.0 });
        write!(
            out,
            "<g class=\"{class}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"><title>{name}</title></circle>"
        )?;
        if let Some((tx, ty)) = room(frame, (x, y), point.name, &mut taken) {
            write!(out, "<text x=\"{tx:.1}\" y=\"{ty:.1}\">{name}</text>")?;
        }
        writeln!(out, "</g>")?;
    }
    Ok(())
}

/// Where to put a label so that it overlaps neither another label nor a point: right of its point, left, above or
/// below.
fn room(frame: &MapFrame, (x, y): (f64, f64), name: &str, taken: &mut Vec<[f64; 4]>) -> Option<(f64, f64)> {
    let letters = u16::try_from(crate::text::width(name)).unwrap_or(u16::MAX);
    let (width, (height, _)) = (f64::from(letters) * LETTER.1, LETTER);
    let starts =
        [(x + 6.0, y + 4.0), (x - 6.0 - width, y + 4.0), (x - width / 2.0, y - 6.0), (x - width / 2.0, y + 14.0)];
    starts.into_iter().find(|&(left, base)| {
        let own = [left, base - height + 2.0, left + width, base + 2.0];
        let free = frame.holds((own[0], own[1]))
            && frame.holds((own[2], own[3]))
            && taken
                .iter()
                .all(|other| own[2] < other[0] || other[2] < own[0] || own[3] < other[1] || other[3] < own[1]);
        if free {
            taken.push(own);
        }
        free
    })
}

fn coordinates(story: &ExportStory, spot: RecordSpot) -> Option<Coordinates> {
    match spot {
        RecordSpot::Port(ix) => story.dossier[ix].coordinates,
        RecordSpot::Place(ix) => story.dossier[ix].coordinates,
    }
}

/// The ports and places among the rows and the ends of legs, each once, ports first; and the plane on which they lie.
fn points<'a>(story: &ExportStory<'a>, losses: &mut ExportLosses) -> (MapProjection, Vec<MapPoint<'a>>) {
    let mut spots: Vec<RecordSpot> = Vec::new();
    let own = story.rows.iter().filter(|rec| story.is_visible(**rec)).filter_map(|rec| match *rec {
        Rec::Port(ix) => Some(RecordSpot::Port(ix)),
        Rec::Place(ix) => Some(RecordSpot::Place(ix)),
        _ => None,
    });
    let legs = story.corridors().flat_map(|ix| story.dossier.corridors[ix.ix()].legs.iter());
    for spot in own.chain(legs.flat_map(|leg| [leg.from, leg.to])) {
        if !spots.contains(&spot) {
            spots.push(spot);
        }
    }
    spots.sort_by_key(|spot| matches!(spot, RecordSpot::Place(_)));
    let at: Vec<LatLon> = spots
        .iter()
        .filter_map(|&spot| coordinates(story, spot))
        .map(|at| LatLon::new(at.latitude, at.longitude))
        .collect();
    let projection = MapProjection::of(&at);
    let mut points = Vec::new();
    for spot in spots {
        match coordinates(story, spot) {
            Some(at) => {
                points.push(MapPoint {
                    name: story.label(spot),
                    at: projection.forward(LatLon::new(at.latitude, at.longitude)),
                    port: matches!(spot, RecordSpot::Port(_)),
                });
            }
            None => losses.add("places without coordinates, left out of the map", 1),
        }
    }
    (projection, points)
}

/// The part of the projection that is drawn.
struct MapFrame {
    projection: MapProjection,
    /// The upper left corner, in km.
    corner: MapPlane,
    /// Units a km.
    scale: f64,
    height: f64,
}

impl MapFrame {
    /// The frame around nearly all points: one in twenty may lie beyond each edge, so that a single distant end does
    /// not squeeze all others together.
    fn around(projection: MapProjection, points: &[MapPoint]) -> Option<MapFrame> {
        let sides = |of: fn(&MapPoint) -> f64| {
            let mut all: Vec<f64> = points.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            let beyond = all.len() / 20;
            Some((*all.get(beyond)?, all[all.len() - 1 - beyond]))
        };
        let ((west, east), (south, north)) = (sides(|point| point.at.x)?, sides(|point| point.at.y)?);
        // A single point or a line from north to south must not give an unbounded drawing.
        let margin = ((east - west).max(north - south) * 0.07).max(60.0);
        let (wide, high) = (east - west + 2.0 * margin, north - south + 2.0 * margin);
        let width = wide.max(high * WIDTH / TALLEST);
        let scale = WIDTH / width;
        let corner = MapPlane { x: west - margin - (width - wide) / 2.0, y: north + margin };
        Some(MapFrame { projection, corner, scale, height: high * scale })
    }

    fn place(&self, at: MapPlane) -> (f64, f64) {
        ((at.x - self.corner.x) * self.scale, (self.corner.y - at.y) * self.scale)
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        (0.0..=WIDTH).contains(&x) && (0.0..=self.height).contains(&y)
    }

    fn bounds(&self) -> RegionBounds {
        let (width, height) = (WIDTH / self.scale, self.height / self.scale);
        let low = MapPlane { x: self.corner.x, y: self.corner.y - height };
        RegionBounds { low, high: MapPlane { x: low.x + width, y: self.corner.y } }
    }
}

//! The map on the page: ports and places as points, legs of corridors as lines, each with its status.

use std::io;

use crate::dossier::{Coordinates, CorridorStatus, Rec, Spot};

use super::{attribute, markup};
use crate::export::{Losses, Story};

/// Width of the drawing, in its own units.
const WIDTH: f64 = 960.0;
/// Room around it, for names.
const MARGIN: f64 = 40.0;

struct Point<'a> {
    name: &'a str,
    at: Coordinates,
    port: bool,
}

/// Writes the ports, places and corridors among the rows, and the ends of the legs. Nothing where none has coordinates.
pub fn write(story: &Story, out: &mut dyn io::Write, losses: &mut Losses) -> io::Result<()> {
    let points = points(story, losses);
    let Some(frame) = Frame::around(&points) else { return Ok(()) };
    writeln!(out, "<h2 id=\"map\">Map</h2>")?;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {:.0}\" role=\"img\" aria-label=\"{}\">",
        frame.height,
        attribute("Ports, places and corridors; all of them stand in the lists too")
    )?;
    for ix in story.corridors() {
        let corridor = &story.dossier[ix];
        for (n, leg) in corridor.legs.iter().enumerate() {
            let (Some(from), Some(to)) = (coordinates(story, leg.from), coordinates(story, leg.to)) else {
                losses.add("legs with an end without coordinates, left out of the map", 1);
                continue;
            };
            let status = story.snapshot[ix].legs.get(n).and_then(|state| state.status);
            let status = status.map_or("unknown", CorridorStatus::word);
            let ((x1, y1), (x2, y2)) = (frame.place(from), frame.place(to));
            let (start, end) = (story.dossier.spot_name(leg.from), story.dossier.spot_name(leg.to));
            let title = format!("{}: {start} to {end}, {status}", corridor.name);
            writeln!(
                out,
                "<path class=\"way {status}\" d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\"><title>{}</title></path>",
                markup(&title)
            )?;
        }
    }
    for point in &points {
        let (x, y) = frame.place(point.at);
        let class = if point.port { "port" } else { "place" };
        // Names near the right edge stand to the left of their point.
        let (tx, anchor) = if x > WIDTH - 140.0 { (x - 6.0, "end") } else { (x + 6.0, "start") };
        let name = markup(point.name);
        let title = if point.port { format!("{name}, port") } else { name.clone() };
        writeln!(
            out,
            "<g class=\"{class}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"><title>{title}</title></circle>\
             <text x=\"{tx:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{name}</text></g>",
            y + 4.0
        )?;
    }
    writeln!(out, "</svg>")?;
    let key = "Lines: solid open; long dashes restricted, idle or being built; short dashes proposed, agreed or unknown; dots closed. Drawn without coasts and borders.";
    writeln!(out, "<p>{}</p>", markup(key))
}

fn coordinates(story: &Story, spot: Spot) -> Option<Coordinates> {
    match spot {
        Spot::Port(ix) => story.dossier[ix].coordinates,
        Spot::Place(ix) => story.dossier[ix].coordinates,
    }
}

/// The ports and places among the rows, then the ends of legs, each once.
fn points<'a>(story: &Story<'a>, losses: &mut Losses) -> Vec<Point<'a>> {
    let mut spots: Vec<Spot> = Vec::new();
    let own = story.rows.iter().filter(|rec| story.is_visible(**rec)).filter_map(|rec| match *rec {
        Rec::Port(ix) => Some(Spot::Port(ix)),
        Rec::Place(ix) => Some(Spot::Place(ix)),
        _ => None,
    });
    let ends = story
        .corridors()
        .flat_map(|ix| story.dossier.corridors[ix.ix()].legs.iter())
        .flat_map(|leg| [leg.from, leg.to]);
    for spot in own.chain(ends) {
        if !spots.contains(&spot) {
            spots.push(spot);
        }
    }
    let mut points = Vec::new();
    for spot in spots {
        match coordinates(story, spot) {
            Some(at) => points.push(Point { name: story.label(spot), at, port: matches!(spot, Spot::Port(_)) }),
            None => losses.add("places without coordinates, left out of the map", 1),
        }
    }
    points
}

/// Degrees to units of the drawing: equirectangular, true to scale in the middle latitude.
struct Frame {
    west: f64,
    north: f64,
    /// Units a degree of longitude.
    scale: f64,
    /// How much longer a degree of latitude is there.
    stretch: f64,
    height: f64,
}

impl Frame {
    fn around(points: &[Point]) -> Option<Frame> {
        let fold = |of: fn(&Point) -> f64, pick: fn(f64, f64) -> f64| points.iter().map(of).reduce(pick);
        let (west, east) = (fold(|p| p.at.longitude, f64::min)?, fold(|p| p.at.longitude, f64::max)?);
        let (south, north) = (fold(|p| p.at.latitude, f64::min)?, fold(|p| p.at.latitude, f64::max)?);
        let stretch = 1.0 / ((south + north) / 2.0).to_radians().cos().max(0.2);
        // Neither a single point nor a line from north to south may fill a drawing without end.
        let width = (east - west).max((north - south) * stretch * 0.6).max(0.5);
        let scale = (WIDTH - 2.0 * MARGIN) / width;
        let west = west - (width - (east - west)) / 2.0;
        let height = (north - south) * stretch * scale + 2.0 * MARGIN;
        Some(Frame { west, north, scale, stretch, height })
    }

    fn place(&self, at: Coordinates) -> (f64, f64) {
        let x = MARGIN + (at.longitude - self.west) * self.scale;
        let y = MARGIN + (self.north - at.latitude) * self.stretch * self.scale;
        (x, y)
    }
}

//! A frame never allocates in proportion to the number of records: what a screen makes of all of them is made once. An export
//! never holds what it writes.

#[allow(dead_code)] // shared with the tests, which use all of it
#[path = "suite/common/frozen.rs"]
mod frozen;
#[allow(dead_code)]
#[path = "suite/common/screen.rs"]
mod screen;

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use allocation_counter::measure;
use karwan::dossier::{Dossier, Kind, Rec};
use karwan::report::export::{ExportOptions, ExportStory, find};
use karwan::story::Snapshot;
use screen::Karwan;

/// So many events, each of which was put off once, and as many articles.
fn dossier(count: usize) -> Arc<Dossier> {
    let mut text = "format = 1\n[story]\ntitle = \"many\"\n[[actors]]\nid = \"x\"\nname = \"X\"\nkind = \"person\"\n\
                    [[ports]]\nid = \"p\"\nname = \"P\"\ncountry = \"PK\"\nlatitude = 25\nlongitude = 62\n"
        .to_owned();
    for n in 0..count {
        let _ = write!(
            text,
            "[[articles]]\nid = \"a-{n}\"\ntitle = \"Article {n}\"\noutlet = \"Dawn\"\npublished = \"2025-{:02}-{:02}\"\n\
             [[events]]\nid = \"e-{n}\"\ntitle = \"Event {n}\"\nkind = \"visit\"\nactors = [\"x\"]\nports = [\"p\"]\n\
             [[events.reports]]\nsource = \"a-{n}\"\nstatus = \"expected\"\ndate = \"2026-{:02}\"\n\
             [[events.reports]]\nsource = \"a-{n}\"\nstatus = \"postponed\"\ndate = \"2027-{:02}\"\n",
            1 + n % 12,
            1 + n % 28,
            1 + n % 12,
            1 + n % 7,
        );
    }
    screen::dossier(&text)
}

/// The program with such a dossier.
fn with(count: usize) -> Karwan {
    Karwan::with(dossier(count), 120, 40)
}

/// Bytes that a move and its frame allocate on each screen, whose first frame is drawn already.
fn of_frames(karwan: &mut Karwan) -> Vec<u64> {
    let mut bytes = Vec::new();
    for screen in ["1", "2", "3", "4", "5", "6", "7"] {
        karwan.press(screen);
        karwan.buffer();
        karwan.press("j");
        karwan.buffer();
        let frame = measure(|| {
            karwan.press("j");
            karwan.buffer();
        });
        bytes.push(frame.bytes_total);
    }
    bytes
}

#[test]
fn a_frame_of_ten_times_as_many_records_allocates_no_more() {
    let [few, many] = [1_000, 10_000].map(|count| of_frames(&mut with(count)));
    for (screen, (few, many)) in (1..).zip(few.iter().zip(&many)) {
        assert!(*many < few * 2, "screen {screen}: {few} bytes of 1,000 events, {many} of 10,000");
    }
}

/// The most bytes that an export of such a dossier holds at one time.
fn of_export(format: &str, kinds: &[Kind], count: usize) -> u64 {
    let dossier = dossier(count);
    let snapshot = Snapshot::of(&dossier, "2026-01-01".parse().expect("a day"));
    let rows: Vec<Rec> = kinds.iter().flat_map(|&kind| dossier.all(kind)).collect();
    let (generated, options) = (snapshot.day, ExportOptions::default());
    let story = ExportStory { dossier: &dossier, snapshot: &snapshot, rows: &rows, generated, filter: "", options };
    let write = find(format).expect("a format").write;
    measure(|| drop(write(&story, &mut io::sink()).expect("written"))).bytes_max
}

#[test]
fn an_export_holds_of_each_record_no_more_than_its_place_in_the_order() {
    for (format, kinds) in [
        ("html", Kind::ALL),
        ("markdown", Kind::ALL),
        ("json", Kind::ALL),
        ("csv", &[Kind::Article][..]),
        ("csv", &[Kind::Event][..]),
    ] {
        let [few, many] = [1_000, 10_000].map(|count| of_export(format, kinds, count));
        let each = many.saturating_sub(few) / 9_000;
        assert!(each < 200, "{format}: {each} bytes of each event and article");
    }
}

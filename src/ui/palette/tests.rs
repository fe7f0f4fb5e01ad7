use super::*;
use crate::dossier::Dossier;
use crate::query::QueryIndex;
use crate::story::Snapshot;

struct PaletteStory {
    dossier: std::sync::Arc<Dossier>,
    snapshot: Snapshot,
    index: QueryIndex,
}

fn story() -> PaletteStory {
    let dossier =
        crate::dossier::load::load(&["tests/data/story".into()]).dossier.expect("the frozen story has no errors");
    let snapshot = Snapshot::of(&dossier, "2026-11-23".parse().expect("a day"));
    PaletteStory { dossier, snapshot, index: QueryIndex::new() }
}

impl PaletteStory {
    fn view(&self) -> QueryView<'_> {
        QueryView::new(&self.dossier, &self.snapshot, &self.index)
    }

    fn ids(&self, ranked: &RankedItem) -> Vec<String> {
        let id = |found: &PaletteHits| match found.choice {
            PaletteChoice::Record(rec) => self.dossier.id(rec).to_owned(),
            PaletteChoice::Screen(screen) => format!("screen {}", screen.slug()),
            PaletteChoice::Saved(at) => format!("saved {at}"),
            PaletteChoice::Command(action) => format!("command {}", action.row().name),
        };
        ranked.found.iter().map(id).collect()
    }

    fn rank(&self, typed: &str, recent: &[PaletteChoice]) -> Vec<String> {
        let others = [
            PaletteItem::new(PaletteChoice::Screen(ScreenId::Ports), "Ports", "how do the ports compare?"),
            PaletteItem::new(PaletteChoice::Saved(0), "late things", ""),
            PaletteItem::new(PaletteChoice::Command(Action::Counts), "counts", "Counts the rows by outlet."),
        ];
        let records = PaletteRecords::of(&self.dossier);
        let places = DisplayPlaces::of(&records, &self.view());
        let corpus = PaletteCorpus { others: &others, records: &records, places: &places };
        self.ids(&rank(typed, &corpus, recent, &RankedItem::default(), &self.view()))
    }

    /// What is found of these records after a text was typed that led to `before`.
    fn rank_records(&self, typed: &str, records: &PaletteRecords, before: &RankedItem) -> RankedItem {
        let places = DisplayPlaces::of(records, &self.view());
        let corpus = PaletteCorpus { others: &[], records, places: &places };
        rank(typed, &corpus, &[], before, &self.view())
    }
}

#[test]
fn whole_names_come_first_then_beginnings_then_words() {
    let story = story();
    let first = |typed: &str| story.rank(typed, &[]).into_iter().next().unwrap_or_default();
    assert_eq!(first("ports"), "screen ports");
    assert_eq!(first("gwadar"), "gwadar");
    assert_eq!(first("late"), "saved 0");
    assert_eq!(first("counts"), "command counts");
    assert_eq!(first("tokayev visits"), "tokayev-visit");
    assert_eq!(first("kazakhstan"), "kazakhstan");
    let karachi = story.rank("kar", &[]);
    assert!(karachi.iter().position(|id| id == "karachi") < Some(3), "{karachi:?}");
}

#[test]
fn a_record_is_found_by_any_of_its_names_and_by_letters_apart() {
    let story = story();
    assert_eq!(story.rank("гвадар", &[])[..1], ["gwadar"]);
    assert_eq!(story.rank("گوادر", &[])[..1], ["gwadar"]);
    assert_eq!(story.rank("Тоқаев", &[])[..1], ["kassym-jomart-tokayev"]);
    assert!(story.rank("kstfn", &[])[..3].contains(&"yerzhan-kistafin".to_owned()));
    assert_eq!(story.rank("zqzqzq", &[]), [""; 0]);
}

#[test]
fn what_was_used_last_comes_before_its_equals_and_first_where_nothing_is_typed() {
    let story = story();
    let used = PaletteChoice::Record(story.dossier.find("port-qasim").expect("a port"));
    assert_eq!(story.rank("", &[used, PaletteChoice::Saved(0)])[..2], ["port-qasim", "saved 0"]);
    let plain = story.rank("port", &[]);
    let again = story.rank("port", &[used]);
    assert!(again.iter().position(|id| id == "port-qasim") <= plain.iter().position(|id| id == "port-qasim"));
    // It is not ranked above better matches.
    assert_eq!(story.rank("gwadar", &[used])[..1], ["gwadar"]);
}

#[test]
fn typing_on_narrows_to_the_same_as_typing_at_once() {
    let story = story();
    let records = PaletteRecords::of(&story.dossier);
    for typed in ["kar rail", "tokayev", "port qas", "یوسف", "a b c"] {
        let mut before = RankedItem::default();
        for end in typed.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let sofar = &typed[..end];
            before = story.rank_records(sofar, &records, &before);
            let at_once = story.rank_records(sofar, &records, &RankedItem::default());
            assert_eq!((&before.found, before.total), (&at_once.found, at_once.total), "{sofar}");
        }
    }
}

#[test]
fn where_there_are_too_many_records_articles_are_found_by_their_words() {
    let story = story();
    let records = PaletteRecords::at_most(&story.dossier, 1000);
    assert!(records.has_articles_by_words() && records.len() < 1000);
    let found = story.rank_records("hormuz", &records, &RankedItem::default());
    let ids = story.ids(&found);
    assert!(ids.len() > 3 && ids.iter().any(|id| story.dossier.find(id).is_some_and(|r| r.kind() == Kind::Article)));
    // However few are matched, what has a name is among them.
    let few = PaletteRecords::at_most(&story.dossier, 150);
    let gwadar = story.rank_records("gwadar", &few, &RankedItem::default());
    assert_eq!((few.len(), &story.ids(&gwadar)[0][..]), (150, "gwadar"));
    let nothing = story.rank_records("", &records, &RankedItem::default());
    assert!(nothing.found.iter().all(|f| !matches!(f.choice, PaletteChoice::Record(Rec::Article(_)))));
}

//! The story that is compiled in keeps the rules of a dossier. What it says is no matter of tests: those stand on the frozen
//! story, so that a fact can be corrected here.

use std::collections::{BTreeMap, BTreeSet};

use karwan::dossier::load::{built_in, built_in_unchecked};
use karwan::dossier::{ActorKind, ArticleIx, Dossier, EdtfDate, FigureKind, Kind};
use karwan::query::{self, QueryIndex, QueryView};
use karwan::story::{Snapshot, publication_days};

#[test]
fn the_built_in_story_has_no_problem() {
    let loaded = built_in();
    let problems: Vec<String> = loaded.problems.iter().map(karwan::dossier::problem::Problem::render).collect();
    assert_eq!(problems.join("\n"), "");
    assert!(loaded.dossier.is_some(), "a dossier without errors");
    let unchecked = built_in_unchecked().dossier.expect("a dossier");
    assert!(Kind::ALL.iter().all(|&kind| unchecked.count(kind) == story().count(kind)), "all of it");
}

#[test]
fn every_record_of_the_built_in_story_is_shown_on_its_last_day() {
    let dossier = built_in().dossier.expect("a dossier");
    let last = publication_days(&dossier).last().copied().expect("a day");
    let snapshot = Snapshot::of(&dossier, last);
    for &kind in Kind::ALL {
        assert!(dossier.count(kind) > 0, "{kind}");
        for rec in dossier.all(kind) {
            assert!(snapshot.is_visible(&dossier, rec), "`{}` is hidden on {last}", dossier.id(rec));
        }
    }
}

fn story() -> std::sync::Arc<Dossier> {
    built_in().dossier.expect("a dossier")
}

/// The articles on which a statement rests, with what it is a statement about.
pub fn cited(dossier: &Dossier) -> Vec<(Option<ArticleIx>, String)> {
    let mut all = Vec::new();
    for event in &dossier.events {
        all.extend(event.reports.iter().map(|report| (report.source, event.id.clone())));
    }
    for actor in &dossier.actors {
        all.extend(actor.offices.iter().map(|office| (office.source, actor.id.clone())));
        all.extend(actor.positions.iter().map(|position| (position.source, actor.id.clone())));
    }
    for corridor in &dossier.corridors {
        all.extend(corridor.reports.iter().map(|report| (report.source, corridor.id.clone())));
    }
    all.extend(dossier.figures.iter().map(|figure| (Some(figure.source), figure.key.clone())));
    all
}

#[test]
fn every_statement_of_the_story_has_a_source() {
    for (source, about) in cited(&story()) {
        assert!(source.is_some(), "a statement about `{about}` has no source");
    }
}

#[test]
fn every_page_of_the_story_was_published_before_its_author_stopped_looking() {
    let dossier = story();
    let researched = dossier.story.researched.as_ref().and_then(EdtfDate::latest).expect("until when was looked");
    for (ix, article) in dossier.articles.iter() {
        let (first, last) = dossier.articles.published(ix);
        let day = first.or(last);
        assert!(day.is_none_or(|day| day <= researched), "`{}` is of {day:?}", article.id);
    }
}

#[test]
fn no_quote_of_the_story_is_longer_than_may_be_quoted() {
    let dossier = story();
    let events = dossier.events.iter().flat_map(|event| event.reports.iter().map(|report| &report.quote));
    let positions = dossier.actors.iter().flat_map(|actor| actor.positions.iter().map(|position| &position.quote));
    let corridors = dossier.corridors.iter().flat_map(|corridor| corridor.reports.iter().map(|report| &report.quote));
    let figures = dossier.figures.iter().map(|figure| &figure.quote);
    for quote in events.chain(positions).chain(corridors).chain(figures).flatten() {
        assert!(quote.chars().count() <= 300, "{quote}");
    }
}

#[test]
fn every_figure_of_the_story_says_what_was_counted_and_what_flows_or_ranks_when() {
    for figure in &story().figures {
        assert!(!figure.unit.is_empty() && figure.definition.is_some() && figure.kind.is_some(), "{}", figure.key);
        let timeless = !matches!(figure.kind, Some(FigureKind::Throughput | FigureKind::Change | FigureKind::Rank));
        assert!(timeless || figure.period.is_some(), "{} has no period", figure.key);
    }
}

#[test]
fn whoever_speaks_in_the_story_has_an_office_or_is_said_to_be_somebody() {
    let dossier = story();
    let reports = dossier.events.iter().flat_map(|event| event.reports.iter().filter_map(|report| report.by));
    let corridors =
        dossier.corridors.iter().flat_map(|corridor| corridor.reports.iter().filter_map(|report| report.by));
    for by in reports.chain(corridors).chain(dossier.figures.iter().filter_map(|figure| figure.by)) {
        let actor = &dossier[by];
        let known = actor.kind != ActorKind::Person || !actor.offices.is_empty() || actor.summary.is_some();
        assert!(known, "`{}` speaks, and nothing says who that is", actor.id);
    }
}

#[test]
fn every_label_of_the_story_is_used_and_every_slug_that_people_see_has_one() {
    let dossier = story();
    let mut used: BTreeSet<&str> = dossier.labels.iter().filter_map(|label| label.group.as_deref()).collect();
    for report in dossier.events.iter().flat_map(|event| &event.reports) {
        used.extend(report.values.iter().map(|(key, _)| key.as_str()));
    }
    for position in dossier.actors.iter().flat_map(|actor| &actor.positions) {
        used.insert(&position.issue);
        used.extend(position.choice.iter().map(String::as_str));
    }
    used.extend(dossier.figures.iter().map(|figure| figure.metric.as_str()));
    let labels: BTreeSet<&str> = dossier.labels.iter().map(|label| label.id.as_str()).collect();
    assert_eq!(labels.difference(&used).collect::<Vec<_>>(), Vec::<&&str>::new(), "labels that nothing uses");
    assert_eq!(used.difference(&labels).collect::<Vec<_>>(), Vec::<&&str>::new(), "slugs without a label");
}

#[test]
fn on_every_issue_of_the_story_two_actors_take_different_sides() {
    let dossier = story();
    let mut sides: BTreeMap<&str, Vec<(&str, Vec<&str>)>> = BTreeMap::new();
    for actor in &dossier.actors {
        for position in &actor.positions {
            let mut side: Vec<&str> = position.choice.iter().map(String::as_str).collect();
            side.sort_unstable();
            let side = if side.is_empty() { vec![position.stance.as_str()] } else { side };
            sides.entry(&position.issue).or_default().push((&actor.id, side));
        }
    }
    for (issue, taken) in sides {
        let differ = |one: &(&str, Vec<&str>)| taken.iter().any(|other| one.0 != other.0 && one.1 != other.1);
        assert!(taken.iter().any(differ), "{issue}: {taken:?}");
    }
}

#[test]
fn people_places_and_ports_of_the_story_are_found_by_every_common_spelling() {
    let dossier = story();
    let last = publication_days(&dossier).last().copied().expect("a day");
    let snapshot = Snapshot::of(&dossier, last);
    let index = QueryIndex::new();
    for (id, spellings) in [
        ("kassym-jomart-tokayev", ["Tokayev", "Tokaev", "Токаев", "Тоқаев", "توقایف"].as_slice()),
        ("gwadar", &["Gwadar", "Gawadar", "گوادر", "Гвадар"]),
        ("karachi", &["Karachi", "کراچی", "Карачи"]),
        ("torghundi", &["Torghundi", "Turgundi", "Towrgondi", "Тургунди", "تورغندی", "تورغونډۍ"]),
        ("spin-boldak", &["Spin Boldak", "Spinboldak", "سپین بولدک", "اسپین بولدک", "Спин-Булдак"]),
        ("yerzhan-kistafin", &["Kistafin", "Kistafen", "Кистафин", "Қыстафин", "یرزھان"]),
        ("murat-nurtleu", &["Nurtleu", "Нуртлеу", "Нұртілеу"]),
        ("nurlan-sauranbayev", &["Sauranbayev", "Soranbayev", "Сауранбаев", "سورانبایف"]),
        ("junaid-chaudhry", &["Junaid Anwar", "Chaudhry", "Chaudhary", "جنید انور"]),
        ("strait-of-hormuz", &["Hormuz", "Ормузский", "هرمز", "ہرمز"]),
        ("cpec", &["CPEC", "سی پیک", "КПЭК"]),
        ("chaman", &["Chaman", "چمن", "Чаман"]),
        ("shavkat-mirziyoyev", &["Mirziyoyev", "Mirziyoev", "Мирзиёев"]),
        ("termez", &["Termez", "Termiz", "Термез"]),
        ("khunjerab", &["Khunjerab", "Khunjrab", "خنجراب"]),
        ("kandahar", &["Kandahar", "Qandahar", "کندهار", "قندهار"]),
    ] {
        let rec = dossier.find(id).expect("it is in the story");
        for spelling in spellings {
            let query = crate::common::parse(spelling).query;
            let shown = query::shown(&query, &QueryView::new(&dossier, &snapshot, &index));
            assert!(shown.of(rec.kind()).iter().any(|found| found == rec), "`{spelling}` does not find `{id}`");
        }
    }
}

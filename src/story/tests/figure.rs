//! Figures: compared, drawn as series, contested.

use super::build::*;
use crate::dossier::{FigureIx, FigureKind, FigureSubject};
use crate::story::comparable;

fn ixs(list: &[u32]) -> Vec<FigureIx> {
    list.iter().copied().map(FigureIx).collect()
}

/// The rivals of each of these figures about one port.
fn rivals(figures: &[&str], as_of: &str) -> Vec<Vec<FigureIx>> {
    let mut b = StoryBuilder::default();
    let port = FigureSubject::Rec(b.port().into());
    for figure in figures {
        b.figure(port, figure);
    }
    b.as_of(as_of).figure_rivals
}

#[test]
fn figures_are_compared_only_where_metric_kind_and_unit_are_the_same() {
    let mut b = StoryBuilder::default();
    b.figure(FigureSubject::Story, "draught 14 m 2025-01-01 2024");
    b.figure(FigureSubject::Story, "draught 15 m 2025-01-01 2025");
    b.figure(FigureSubject::Story, "depth 15 m 2025-01-01");
    b.figure(FigureSubject::Story, "draught 45 ft 2025-01-01");
    b.figure(FigureSubject::Story, "draught 15 m 2025-01-01");
    b.dossier.figures[4].kind = Some(FigureKind::Target);
    let like = |ix: usize| comparable(&b.dossier.figures[0], &b.dossier.figures[ix]);
    assert_eq!([like(1), like(2), like(3), like(4)], [true, false, false, false]);
}

#[test]
fn two_amounts_of_one_period_are_contested() {
    let figures = ["draught 14 m 2025-01-01 2024", "draught 12 m 2025-01-02 2024", "draught 14.0 m 2025-01-03 2024"];
    assert_eq!(rivals(&figures, "2025-02-01"), [ixs(&[1]), ixs(&[0, 2]), ixs(&[1])]);
    assert_eq!(rivals(&figures[..2], "2025-01-01"), [vec![], vec![]], "not before both are known");
    let range = ["draught 14 m 2025-01-01", "draught 12.. m 2025-01-02"];
    assert_eq!(rivals(&range, "2025-02-01"), [ixs(&[1]), ixs(&[0])], "without a period: as told");
}

#[test]
fn two_periods_are_a_series_and_not_contested() {
    let figures = ["draught 14 m 2025-01-01 2023", "draught 12 m 2025-01-02 2024", "draught 11 m 2025-01-02"];
    assert!(rivals(&figures, "2025-02-01").iter().all(Vec::is_empty));
    let same = ["draught 14 m 2025-01-01 2023", "draught 12 m 2025-01-02 2023-01/2023-12"];
    assert_eq!(rivals(&same, "2025-02-01").iter().map(Vec::len).sum::<usize>(), 2, "the same days are one period");
}

#[test]
fn figures_of_other_records_units_and_kinds_do_not_contest() {
    let mut b = StoryBuilder::default();
    let (gwadar, karachi) = (FigureSubject::Rec(b.port().into()), FigureSubject::Rec(b.port().into()));
    b.figure(gwadar, "draught 14 m 2025-01-01 2024");
    b.figure(karachi, "draught 12 m 2025-01-01 2024");
    b.figure(gwadar, "draught 45 ft 2025-01-01 2024");
    b.figure(gwadar, "draught 13 m 2025-01-01 2024");
    b.dossier.figures[3].kind = Some(FigureKind::Target);
    assert!(b.as_of("2025-02-01").figure_rivals.iter().all(Vec::is_empty));
}

#[test]
fn a_series_stands_in_the_order_of_its_periods_and_holds_what_is_known() {
    let mut b = StoryBuilder::default();
    let (port, other) = (FigureSubject::Rec(b.port().into()), FigureSubject::Rec(b.port().into()));
    b.figure(port, "cargo 30 t 2025-01-01 2024");
    b.figure(port, "cargo 10 t 2025-01-01 2022");
    b.figure(port, "cargo 20 t 2025-06-01 2023");
    b.figure(port, "cargo 2 kt 2025-01-01 2021");
    b.figure(other, "cargo 9 t 2025-01-01 2021");
    b.figure(port, "draught 9 m 2025-01-01 2021");
    let series = |as_of: &str| {
        let found = b.as_of(as_of).series(&b.dossier, port, "cargo");
        found.into_iter().map(|s| (s.unit.to_owned(), s.figures)).collect::<Vec<_>>()
    };
    assert_eq!(series("2025-02-01"), [("t".to_owned(), ixs(&[1, 0])), ("kt".to_owned(), ixs(&[3]))]);
    assert_eq!(series("2025-07-01")[0].1, ixs(&[1, 2, 0]));
    let all = b.as_of("2025-07-01");
    let all = all.series_of(&b.dossier, |figure| figure.unit == "t");
    assert_eq!(all[0].figures, ixs(&[1, 2, 0, 4]), "of all records, one after the other");
}

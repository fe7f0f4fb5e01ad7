//! The values that rows reach where a query holds of them, counted by their numbers in the column of a term.

use super::{CountKey, columns};
use crate::dossier::{Kind, Rec};
use crate::query::article_index::BitSet;
use crate::query::eval::{EvalPlan, EvalSpace};
use crate::query::index::{CaseRef, TermColumn};
use crate::query::probe::{ProbedItem, QueryProbe};
use crate::query::recs::RecSet;
use crate::query::term::{ArticleColumn, QueryTerm, TermRole};
use crate::query::{QueryRows, QueryView};

/// The values that any row has, each with how many rows have it, by their numbers in the column. What articles have
/// themselves is left out: columns of their own count that.
pub(super) fn keys(plan: &EvalPlan, rows: &QueryRows, term: &'static QueryTerm) -> Vec<(CountKey, usize)> {
    let column = plan.view().index.column(plan.view(), term);
    // How many rows have a value, and the last of these; behind those of the column, what is new.
    let mut counts = vec![(0, usize::MAX); column.values().len() + 1];
    self::rows(plan, rows, term, &mut |row, number| {
        let (n, last) = &mut counts[number as usize];
        *n += usize::from(std::mem::replace(last, row) != row);
    });
    let items = column.values().items().chain([ProbedItem::Word("new")]);
    let reached = items.zip(counts).filter(|(_, (n, _))| *n > 0);
    reached.filter_map(|(item, (n, _))| Some((CountKey::of(item)?, n))).collect()
}

/// Calls `found` with a number that stands for each row and the number of each value that it has, some more than once. Of
/// articles, what they have themselves is left out.
pub(super) fn rows(plan: &EvalPlan, rows: &QueryRows, term: &'static QueryTerm, found: &mut dyn FnMut(usize, u32)) {
    let (view, kind) = (plan.view(), rows.kind());
    let values = CaseValues::new(view, term);
    let (links, articles) = (view.index.links(view), view.index.articles(view));
    let mut room = EvalSpace::default();
    let Some(bits) = rows.bits() else {
        for (row, rec) in rows.iter().enumerate() {
            values.of_record(rec, TermRole::Itself, &mut |number| found(row, number));
            if !term.itself.contains(&kind) {
                values.of_cases(plan, rec, links.cases(rec), &mut room, &mut |number| found(row, number));
            }
        }
        return;
    };
    if term.itself.contains(&kind) || values.are_none() {
        return;
    }
    let words = values.words_of_articles();
    for (row, (rec, cases)) in links.all_cases(kind).enumerate() {
        let Rec::Article(ix) = rec else { continue };
        let at = articles.position(ix);
        if bits.contains(at) {
            values.of_cases(plan, rec, cases, &mut room, &mut |number| {
                let has_itself = match &words[number as usize] {
                    Some(articles) => articles.contains(at),
                    None => values.has_text_itself(rec, number),
                };
                if !has_itself {
                    found(row, number);
                }
            });
        }
    }
}

/// The values that a case gives to a record.
struct CaseValues<'v> {
    view: &'v QueryView<'v>,
    term: &'static QueryTerm,
    column: &'v TermColumn,
    /// The records, not articles, that are new, where that is asked: the column leaves them out.
    new: Option<RecSet>,
}

impl<'v> CaseValues<'v> {
    fn new(view: &'v QueryView<'v>, term: &'static QueryTerm) -> CaseValues<'v> {
        let others = Kind::ALL.iter().filter(|&&kind| kind != Kind::Article).flat_map(|&kind| view.dossier.all(kind));
        let new = (!term.is_lasting()).then(|| {
            let mut new = RecSet::new(view.dossier);
            others.filter(|&rec| view.new.is_new(rec)).for_each(|rec| new.insert(rec));
            new
        });
        CaseValues { view, term, column: view.index.column(view, term), new }
    }

    /// The number of what is new.
    fn number_of_new(&self) -> u32 {
        u32::try_from(self.column.values().len()).unwrap_or(u32::MAX)
    }

    /// Whether no record but articles has any.
    fn are_none(&self) -> bool {
        self.column.values().len() == 0 && self.new.as_ref().is_none_or(RecSet::is_empty)
    }

    /// By the number of a value, where it is a word of a closed list: the articles that have it themselves.
    fn words_of_articles(&self) -> Vec<Option<BitSet>> {
        let items = self.column.values().items().chain([ProbedItem::Word("new")]);
        let articles = |word| columns::articles(self.view, self.term, &QueryProbe::Words(vec![word]));
        items.map(|item| if let ProbedItem::Word(word) = item { Some(articles(word)) } else { None }).collect()
    }

    /// Whether an article has a value itself that is a text.
    fn has_text_itself(&self, article: Rec, number: u32) -> bool {
        let (sought, mut has) = (self.column.values().item(number), false);
        if matches!(self.term.column, ArticleColumn::Facet(_)) {
            (self.term.of_record)(self.view, article, TermRole::Itself, &mut |item| has |= item == sought);
        }
        has
    }

    fn of_record(&self, rec: Rec, role: TermRole, found: &mut dyn FnMut(u32)) {
        self.column.of_record(rec, role).iter().for_each(|&number| found(number));
        if self.new.as_ref().is_some_and(|new| new.contains(rec)) {
            found(self.number_of_new());
        }
    }

    /// Calls `found` with all that the cases of a record have in which the query holds of it.
    fn of_cases(&self, plan: &EvalPlan, rec: Rec, cases: &[CaseRef], room: &mut EvalSpace, found: &mut dyn FnMut(u32)) {
        let mut last = None;
        plan.looks(rec, cases, room, &mut |linked, statements| {
            // One look at a linked record is as good as any other.
            if let Some(linked) = linked.filter(|_| last != Some(linked)) {
                self.of_record(linked, TermRole::Linked, found);
            }
            last = Some(linked);
            self.column.of_statements(statements).iter().for_each(|&number| found(number));
        });
    }
}

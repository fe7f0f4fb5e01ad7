//! The values that rows have under a key, as numbers: counting them compares no texts.

use crate::dossier::{ArticleIx, Rec};
use crate::query::QueryView;
use crate::query::eval::{EvalPlan, EvalSpace};
use crate::query::index::{CaseRef, TermColumn, ValueNumbers};
use crate::query::probe::ProbedItem;
use crate::query::term::{OfStatement, QueryTerm, TermRole};

/// Stands for a value that has no number yet.
const NONE: u32 = u32::MAX;

/// Gives each value of a term a number when it is met first.
pub(super) struct NumberedValues<'v> {
    view: &'v QueryView<'v>,
    term: &'v QueryTerm,
    column: &'v TermColumn,
    values: ValueNumbers,
    /// By the number in the column: the number here.
    of_column: Vec<u32>,
    /// By the number here: those of the values that this one has besides itself, see [`QueryTerm::parts`].
    parts: Vec<Vec<u32>>,
}

impl<'v> NumberedValues<'v> {
    pub(super) fn new(view: &'v QueryView<'v>, term: &'v QueryTerm) -> NumberedValues<'v> {
        let column = view.index.column(view, term);
        let of_column = vec![NONE; column.values().len()];
        NumberedValues { view, term, column, values: ValueNumbers::default(), of_column, parts: Vec::new() }
    }

    /// The values, each at its number.
    pub(super) fn items(&self) -> impl ExactSizeIterator<Item = ProbedItem<'_>> {
        self.values.items()
    }

    /// Calls `found` with all that a row has under the key wherever the query holds of it; some more than once.
    pub(super) fn of_row(
        &mut self,
        plan: &EvalPlan,
        rec: Rec,
        cases: &[CaseRef],
        room: &mut EvalSpace,
        found: &mut dyn FnMut(u32),
    ) {
        self.of_record(rec, TermRole::Itself, found);
        if self.term.itself.contains(&rec.kind()) {
            return;
        }
        let mut last = None;
        plan.looks(rec, cases, room, &mut |linked: Option<Rec>, statement: Option<u32>| {
            // One look at a linked record is as good as any other.
            if let Some(linked) = linked.filter(|_| last != Some(linked)) {
                self.of_record(linked, TermRole::Linked, found);
            }
            last = Some(linked);
            if let Some(statement) = statement {
                self.of_statement(statement, found);
            }
        });
    }

    /// Calls `found` with all that a record has itself or for the sake of others.
    pub(super) fn of_record(&mut self, rec: Rec, role: TermRole, found: &mut dyn FnMut(u32)) {
        match rec {
            Rec::Article(ix) => self.of_article(ix, role, found),
            rec => {
                let column = self.column;
                column.of_record(rec, role).iter().for_each(|&number| self.tell(number, found));
                // The column leaves it out.
                if !self.term.is_lasting() && self.view.new.is_new(rec) {
                    let new = self.number(ProbedItem::Word("new"));
                    self.tell_here(new, found);
                }
            }
        }
    }

    /// Calls `found` with all that a statement has, by its position in the links.
    pub(super) fn of_statement(&mut self, statement: u32, found: &mut dyn FnMut(u32)) {
        let (view, column) = (self.view, self.column);
        match self.term.of_statement {
            OfStatement::Nothing => {}
            OfStatement::Own(_) => {
                column.of_statement(statement).iter().for_each(|&number| self.tell(number, found));
            }
            OfStatement::Source => {
                let sources = view.index.links(view).statements[statement as usize].sources(view.dossier);
                for article in sources.into_iter().flatten() {
                    if view.snapshot.is_known(view.dossier, Some(article)) {
                        self.of_article(article, TermRole::Linked, found);
                    }
                }
            }
        }
    }

    fn of_article(&mut self, ix: ArticleIx, role: TermRole, found: &mut dyn FnMut(u32)) {
        let (view, of_record) = (self.view, self.term.of_record);
        of_record(view, ix.into(), role, &mut |item| {
            let number = self.number(item);
            self.tell_here(number, found);
        });
    }

    /// Tells a value of the column.
    fn tell(&mut self, number: u32, found: &mut dyn FnMut(u32)) {
        let mut here = self.of_column[number as usize];
        if here == NONE {
            let column = self.column;
            here = self.number(column.values().item(number));
            self.of_column[number as usize] = here;
        }
        self.tell_here(here, found);
    }

    /// `lang:en` finds `en-GB` too, so that it counts for both.
    fn tell_here(&self, number: u32, found: &mut dyn FnMut(u32)) {
        found(number);
        self.parts[number as usize].iter().for_each(|&part| found(part));
    }

    fn number(&mut self, item: ProbedItem) -> u32 {
        let number = self.values.number(item);
        if number as usize == self.parts.len() {
            self.parts.push(Vec::new());
            if let ProbedItem::Text(text) = item {
                let parts: Vec<u32> = self.term.parts(text).map(|part| self.number(ProbedItem::Text(part))).collect();
                self.parts[number as usize] = parts;
            }
        }
        number
    }
}

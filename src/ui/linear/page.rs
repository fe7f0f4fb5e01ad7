//! What is to be told of the model: where one is, the rows there, what was said; and what of it is new.

use hashbrown::HashMap;

use crate::settings::input::Action;
use crate::ui::app::Model;
use crate::ui::widgets::heard::{HeardFrame, HeardPane, HeardRow};

/// Rows that changed where one was already: so many are told as such, more as a list.
const FEW: usize = 3;

/// What there is to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LinearPage {
    /// Where one is.
    heading: String,
    /// The story, the day, the filter.
    status: Vec<String>,
    frame: HeardFrame,
    /// What was said last, and whether it is an error.
    pub notice: Option<(String, bool)>,
    /// Whether a line is typed.
    pub is_typed: bool,
}

impl LinearPage {
    /// That of a model as it is now.
    pub fn of(model: &Model) -> LinearPage {
        let frame = model.hear();
        LinearPage {
            heading: model.heading(),
            status: model.status(),
            notice: model.notice().map(|(text, wrong)| (text.to_owned(), wrong)),
            is_typed: frame.typed.is_some(),
            frame,
        }
    }

    /// Whether an action opens a line in which a number is something else than a row.
    pub fn opens_a_line(action: Action) -> bool {
        matches!(action, Action::Filter | Action::Palette | Action::AsOf | Action::Compare | Action::Help)
    }

    fn pane(&self) -> Option<&HeardPane> {
        self.frame.focused()
    }

    /// Whether the pane with the focus has nothing but a picture.
    pub fn is_picture(&self) -> bool {
        self.pane().is_some_and(|pane| pane.focused && pane.rows.is_empty()) && self.frame.panes.len() > 1
    }

    /// Where the pane with the focus is found again, and its rows.
    pub fn rows(&self) -> (String, Vec<String>) {
        let pane = self.pane();
        let place = format!("{}\n{}", self.heading, pane.map_or("", |pane| pane.title.as_str()));
        (place, pane.map(|pane| pane.rows.iter().map(|row| row.words.clone()).collect()).unwrap_or_default())
    }

    /// How many rows can be selected in the pane with the focus.
    pub fn len(&self) -> usize {
        self.pane().and_then(|pane| pane.rows.iter().rev().find_map(|row| row.number)).unwrap_or(0)
    }

    /// The number of its selected row.
    pub fn selected(&self) -> Option<usize> {
        self.pane()?.selected()?.number
    }

    /// The number of the row that these words name: one of whose columns they are, else the first that has them.
    pub fn row_with(&self, words: &str) -> Option<usize> {
        let words = words.to_lowercase();
        let rows = &self.pane()?.rows;
        let is_named = |row: &&HeardRow| row.words.to_lowercase().split(", ").any(|column| column == words);
        let has = |row: &&HeardRow| row.words.to_lowercase().contains(&words);
        rows.iter().find(is_named).or_else(|| rows.iter().find(has))?.number
    }

    /// What is wrong with what is typed.
    pub fn faults(&self) -> impl Iterator<Item = String> + '_ {
        let rows = self.frame.panes.iter().flat_map(|pane| &pane.rows);
        rows.filter_map(|row| row.words.strip_prefix("! ").map(|why| format!("Error: {why}")))
    }

    /// The pane with the focus: its name and rows, then what it is about.
    pub fn list(&self) -> Vec<String> {
        self.pane().map(told).unwrap_or_default()
    }

    /// All panes.
    pub fn whole(&self) -> Vec<String> {
        let head = [self.heading.clone()].into_iter().chain(self.status.iter().cloned());
        head.chain(self.frame.panes.iter().flat_map(told)).collect()
    }

    /// Where one stands, where nothing changed.
    pub fn here(&self) -> String {
        let row = self.pane().and_then(HeardPane::selected).map(|row| told_row(row, true));
        row.or_else(|| self.typed_row()).unwrap_or_else(|| "Nothing changed.".to_owned())
    }

    /// The row in which a line is typed.
    fn typed_row(&self) -> Option<String> {
        let typed = self.frame.typed?;
        let row = self.pane()?.rows.iter().find(|row| row.y == typed.y)?;
        Some(format!("Asked for: {}", row.words))
    }

    /// What of it was not there before; `known` are the rows that were told last at each place.
    pub fn new_since(&self, before: &LinearPage, known: &HashMap<String, Vec<String>>) -> Vec<String> {
        let mut lines = Vec::new();
        let moved = self.heading != before.heading;
        if moved {
            lines.push(self.heading.clone());
        }
        lines.extend(self.status.iter().filter(|line| !before.status.contains(line)).cloned());
        let (place, rows) = self.rows();
        if moved && rows.len() > FEW && known.get(&place) == Some(&rows) {
            // It was told before, and nothing in it has changed.
            lines.extend(self.pane().map(|pane| format!("{}, as before.", named(pane))));
            lines.push(self.here());
        } else if moved {
            lines.extend(self.arrival());
        } else {
            lines.extend(self.changes(before));
        }
        if self.notice != before.notice
            && let Some((text, wrong)) = &self.notice
        {
            lines.push(if *wrong { format!("Error: {text}") } else { text.clone() });
        }
        lines
    }

    /// What is told where one comes to: what stands above all panes, the pane with the focus, the names of the others.
    fn arrival(&self) -> Vec<String> {
        let focused = self.pane();
        let is_other = |pane: &&HeardPane| !focused.is_some_and(|focused| std::ptr::eq(focused, *pane));
        let above = self.frame.panes.iter().filter(is_other).filter(|pane| pane.title.is_empty());
        let mut lines: Vec<String> = above.flat_map(|pane| pane.rows.iter().map(|row| row.words.clone())).collect();
        let mut list = focused.map(told).unwrap_or_default();
        // The card of a record has its name as its title, which was just told.
        if let Some(pane) = focused.filter(|pane| self.heading.ends_with(&format!(": {}.", pane.title))) {
            list[0].clone_from(&pane.note);
        }
        lines.extend(list);
        // A pane without rows is a picture.
        let is_read = |pane: &&HeardPane| !pane.title.is_empty() && !pane.rows.is_empty();
        let others: Vec<String> = self.frame.panes.iter().filter(is_other).filter(is_read).map(named).collect();
        if !others.is_empty() {
            lines.push(format!("Beside it: {}.", others.join("; ")));
        }
        if self.is_typed {
            lines.push("Type a line; :close leaves it.".to_owned());
            lines.extend(self.typed_row());
        }
        lines
    }

    /// What changed where one was already.
    fn changes(&self, before: &LinearPage) -> Vec<String> {
        let (Some(now), Some(then)) = (self.pane(), before.pane()) else { return self.arrival() };
        if now.title != then.title || now.focused != then.focused {
            return self.arrival();
        }
        let is_new = |row: &&HeardRow| !then.rows.iter().any(|old| old.words == row.words);
        let new: Vec<&HeardRow> = now.rows.iter().filter(is_new).collect();
        let is_list = now.selected().is_some();
        let mut lines: Vec<String> = new.iter().map(|row| told_row(row, is_list)).collect();
        if new.len() > FEW && now.note != then.note {
            lines.insert(0, named(now));
        } else if now.note != then.note && new.is_empty() {
            lines.push(now.note.clone());
        }
        // Where one stands is told last.
        if let Some(row) = now.selected()
            && (now.selected() != then.selected() || !new.is_empty())
            && !(new.len() <= FEW && new.iter().any(|new| new.selected))
        {
            lines.push(told_row(row, true));
        }
        if self.frame.typed.map(|at| at.y) != before.frame.typed.map(|at| at.y) {
            lines.extend(self.typed_row());
        }
        let others = |page: &LinearPage| page.frame.panes.len();
        if lines.is_empty() && others(self) != others(before) {
            return self.arrival();
        }
        lines
    }
}

/// `Timeline: 191`
fn named(pane: &HeardPane) -> String {
    match (pane.title.as_str(), pane.note.as_str()) {
        (title, "") => title.to_owned(),
        ("", note) => note.to_owned(),
        (title, note) => format!("{title}: {note}"),
    }
}

/// A pane with its rows, numbered where one of them can be selected.
fn told(pane: &HeardPane) -> Vec<String> {
    let selected = pane.selected().filter(|_| pane.focused);
    let head = Some(named(pane)).filter(|name| !name.is_empty()).map(|name| format!("{name}."));
    let rows = pane.rows.iter().map(|row| told_row(row, selected.is_some()));
    let mut lines: Vec<String> = head.into_iter().chain(rows).collect();
    if let Some(number) = selected.and_then(|row| row.number).filter(|_| pane.rows.len() > 1) {
        lines.push(format!("At row {number}."));
    }
    lines
}

/// `3. words`; without a number where no row can be selected, or it is a heading.
fn told_row(row: &HeardRow, is_list: bool) -> String {
    match row.number.filter(|_| is_list) {
        Some(number) => format!("{number}. {}", row.words),
        None => row.words.clone(),
    }
}

//! What is done with the record that is selected: open its link, copy it, edit it.

use crate::dossier::Rec;
use crate::effect::Effect;
use crate::wording;

use super::{Model, Notice};

impl Model {
    pub(super) fn say(&mut self, text: String) {
        self.notice = Some(Notice { text, is_error: false });
    }

    pub(super) fn refuse(&mut self, text: &str) -> Vec<Effect> {
        self.notice = Some(Notice { text: text.to_owned(), is_error: true });
        Vec::new()
    }

    /// The article whose link is meant: the record itself, or the source of the selected line.
    fn link(&self) -> Option<String> {
        let of = |rec: Rec| match rec {
            Rec::Article(ix) => self.dossier.articles.get(ix).url.map(str::to_owned),
            Rec::Figure(ix) => self.dossier.articles.get(self.dossier[ix].source).url.map(str::to_owned),
            Rec::Event(ix) => {
                let state = &self.snapshot[ix];
                let report = state.status_report.or_else(|| state.known.last().copied())?;
                let source = self.dossier[ix].reports[report as usize].source?;
                self.dossier.articles.get(source).url.map(str::to_owned)
            }
            _ => None,
        };
        if let Some(entered) = self.way.last() {
            let (_, lines) = self.card_lines(entered.rec);
            let line = entered.cursor.selected(lines.len()).map(|n| &lines[n]);
            let link = line.and_then(|l| lines.iter().find(|o| o.entry == l.entry)).and_then(|l| l.link);
            if let Some(url) = link.and_then(of) {
                return Some(url);
            }
        }
        self.selected().and_then(of)
    }

    pub(super) fn open_link(&mut self) -> Vec<Effect> {
        match self.link() {
            Some(url) => vec![Effect::OpenUrl(url)],
            None => self.refuse("no link here; open the record and choose a line with a source"),
        }
    }

    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let Some(rec) = self.selected() else { return self.refuse("nothing is selected") };
        if let Some(entered) = self.way.last() {
            let (_, lines) = self.card_lines(entered.rec);
            if let Some(line) = entered.cursor.selected(lines.len()).map(|n| &lines[n]) {
                let entry: Vec<String> =
                    lines.iter().filter(|l| l.entry == line.entry).map(|l| l.to_text(0).trim().to_owned()).collect();
                return vec![Effect::Copy(entry.join(" "), "the line with its source".to_owned())];
            }
        }
        let text = match rec {
            Rec::Event(ix) => {
                let state = &self.snapshot[ix];
                let date = state.date.as_ref().map_or_else(|| "no date".to_owned(), crate::dossier::Edtf::display);
                let report = state.date_report.or(state.status_report).or_else(|| state.known.last().copied());
                let source = report.and_then(|r| self.dossier[ix].reports[r as usize].source);
                let cited = wording::citation(&self.dossier, source);
                format!("{}: {}, {date} ({cited})", self.dossier.label(rec), state.status.word())
            }
            Rec::Article(ix) => {
                let url = self.dossier.articles.get(ix).url.unwrap_or_default();
                format!("{}, “{}” {url}", wording::citation(&self.dossier, Some(ix)), self.dossier.label(rec))
            }
            _ => self.dossier.label(rec).to_owned(),
        };
        vec![Effect::Copy(text, "the line".to_owned())]
    }

    pub(super) fn edit(&mut self) -> Vec<Effect> {
        let Some(rec) = self.selected() else { return self.refuse("nothing is selected") };
        let at = self.dossier.at(rec);
        let file = &self.dossier.files[at.file as usize];
        if file.path.starts_with("built-in:") || file.path.to_string_lossy().starts_with("built-in:") {
            return self.refuse("the built-in story has no file; open your own with `karwan PATH` to edit it");
        }
        vec![Effect::Edit(file.path.clone(), at.offset)]
    }
}

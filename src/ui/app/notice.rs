//! The text of the last line: what was done or cannot be done, and what is wrong in the files.

use crate::desk::archive::MirrorNews;
use crate::dossier::problem::Problem;
use crate::report::wording;

/// What the last line says until the next key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum StatusNotice {
    /// Nothing.
    #[default]
    Silent,
    /// What was done.
    Said(String),
    /// What was saved or undone. The reload that follows does not replace it.
    Saved(String),
    /// What cannot be done, or is wrong.
    Error(String),
    /// Quitting would lose a draft: pressing the key again quits.
    LeaveAsked(String),
    /// Marking everything as seen takes the key again.
    SeenAsked(String),
}

impl StatusNotice {
    /// The text, and whether it reports a problem.
    pub fn words(&self) -> Option<(&str, bool)> {
        match self {
            StatusNotice::Silent => None,
            StatusNotice::Said(text) | StatusNotice::Saved(text) | StatusNotice::SeenAsked(text) => Some((text, false)),
            StatusNotice::Error(text) | StatusNotice::LeaveAsked(text) => Some((text, true)),
        }
    }
}

/// The notice, and the problems in the files if the last load failed and the previous story is still shown.
#[derive(Default)]
pub(super) struct NoticeBoard {
    pub notice: StatusNotice,
    /// Whether the last line asked before this key whether all is to be marked as seen.
    pub asked_seen: bool,
    pub problems: Vec<Problem>,
    /// Since when the server of a shared archive does not answer, with the number of decisions that wait for it.
    pub away: Option<String>,
}

impl NoticeBoard {
    pub fn say(&mut self, text: impl Into<String>) {
        self.notice = StatusNotice::Said(text.into());
    }

    pub fn show_error(&mut self, text: impl Into<String>) {
        self.notice = StatusNotice::Error(text.into());
    }

    /// Reports what became of the server of a shared archive. That it is away stays visible until it is back.
    pub fn apply_mirror(&mut self, news: MirrorNews) {
        match news {
            MirrorNews::Changed => {}
            MirrorNews::Back => {
                self.away = None;
                self.say("the shared archive answers again");
            }
            MirrorNews::Denied(why) => self.say(format!("the shared archive is read-only: {why}")),
            MirrorNews::Conflict(text) => self.show_error(text),
            MirrorNews::Away(since, why, waiting) => {
                let since = since.with_timezone(&chrono::Local).format("%H:%M");
                let waiting = match waiting {
                    0 => String::new(),
                    1 => ", a decision waits".to_owned(),
                    count => format!(", {count} decisions wait"),
                };
                if self.away.replace(format!("archive away since {since}{waiting}")).is_none() {
                    self.show_error(format!("shared archive: {why}"));
                }
            }
        }
    }

    /// Reports the first problem, the number of problems, and the key that lists them. `[one, several]` names the
    /// problems.
    pub fn show_problems(&mut self, problems: Vec<Problem>, [one, several]: [&str; 2], then: &str, enter: &str) {
        self.problems = problems;
        let Some(first) = self.problems.first() else { return };
        let count = wording::count(self.problems.len(), one, several);
        let place = match (first.path.display(), first.line) {
            (path, 0) => path.to_string(),
            (path, line) => format!("{path}:{line}:{}", first.column),
        };
        let all = if enter.is_empty() { String::new() } else { format!("; {enter} shows all") };
        self.show_error(format!("{count}{then}{all}. {place}: {}", first.message));
    }
}

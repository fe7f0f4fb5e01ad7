//! The terminal's answer about its background, which comes among the keys.
//!
//! The answer to OSC 11 is `ESC ] 11 ; rgb : RRRR / GGGG / BBBB ESC \\`, or ends with BEL. The reader of keys takes it for
//! Alt+`]`, a few letters and Alt+`\\`. [`AnswerFilter`] holds such keys back until it is clear what they are: an answer is
//! taken out, whenever it comes, and all other keys go on in their order.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use crate::settings::theme::ThemeKind;

/// How an answer begins, behind the sign for which Alt+`]` stands.
const BEGINS: &str = "11;rgb";
/// The longest that it can be, in keys.
const LONGEST: usize = 40;

/// Tells answers from keys.
#[derive(Debug, Default)]
pub(super) struct AnswerFilter {
    held: Vec<Event>,
    text: String,
}

/// What became of an event.
#[derive(Debug, PartialEq)]
pub(super) enum FilteredEvent {
    /// It may belong to an answer.
    Held,
    /// These are for the program.
    Passed(Vec<Event>),
    /// It ended an answer: the theme for the background that it tells; `None` if it tells none.
    Answer(Option<ThemeKind>),
}

impl AnswerFilter {
    /// Whether events are held back.
    pub fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// Takes in an event.
    pub fn take(&mut self, event: Event) -> FilteredEvent {
        let sign = if let Event::Key(key) = &event { sign(*key) } else { None };
        self.held.push(event);
        match sign {
            Some(ENDS) if self.text.len() > BEGINS.len() => {
                let theme = theme_for(&self.text[BEGINS.len()..]);
                self.release();
                return FilteredEvent::Answer(theme);
            }
            Some(STARTS) if self.held.len() == 1 => return FilteredEvent::Held,
            Some(sign) if self.held.len() > 1 && self.held.len() < LONGEST => {
                self.text.push(sign);
                let (begins, text) = (BEGINS, self.text.as_str());
                let colours = |rest: &str| rest.chars().all(|c| c.is_ascii_hexdigit() || "a:/".contains(c));
                if begins.starts_with(text) || text.strip_prefix(begins).is_some_and(colours) {
                    return FilteredEvent::Held;
                }
            }
            _ => {}
        }
        FilteredEvent::Passed(self.release())
    }

    /// Gives back what is held: no answer follows.
    pub fn release(&mut self) -> Vec<Event> {
        self.text.clear();
        std::mem::take(&mut self.held)
    }
}

/// Begins an answer: OSC.
const STARTS: char = '\u{9d}';
/// Ends it: ST or BEL.
const ENDS: char = '\u{9c}';

/// What a key stands for in an answer.
fn sign(key: KeyEvent) -> Option<char> {
    let only = |modifiers| key.modifiers.difference(KeyModifiers::SHIFT) == modifiers;
    match key.code {
        KeyCode::Char(']') if only(KeyModifiers::ALT) => Some(STARTS),
        KeyCode::Char('\\') if only(KeyModifiers::ALT) => Some(ENDS),
        KeyCode::Char('g') if only(KeyModifiers::CONTROL) => Some(ENDS),
        KeyCode::Char(c) if only(KeyModifiers::NONE) => Some(c),
        _ => None,
    }
}

/// The theme for the background `:1414/1616/1b1b`, or `a:…` with a fourth value.
fn theme_for(colours: &str) -> Option<ThemeKind> {
    let values = colours.trim_start_matches('a').strip_prefix(':')?;
    let share = |value: &str| {
        let most = 16_u32.checked_pow(u32::try_from(value.len()).ok()?)?.checked_sub(1).filter(|&most| most > 0)?;
        u32::from_str_radix(value, 16).ok().map(|value| f64::from(value) / f64::from(most))
    };
    let shares: Option<Vec<f64>> = values.split('/').take(3).map(share).collect();
    let &[red, green, blue] = shares?.as_slice() else { return None };
    // How bright it looks (ITU-R BT.601).
    let light = 0.299 * red + 0.587 * green + 0.114 * blue > 0.5;
    Some(if light { ThemeKind::Light } else { ThemeKind::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What crossterm makes of the bytes of a terminal.
    fn events(bytes: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut alt = KeyModifiers::NONE;
        for c in bytes.chars() {
            let (code, more) = match c {
                '\u{1b}' => {
                    alt = KeyModifiers::ALT;
                    continue;
                }
                '\u{7}' => (KeyCode::Char('g'), KeyModifiers::CONTROL),
                c if c.is_ascii_uppercase() => (KeyCode::Char(c), KeyModifiers::SHIFT),
                c => (KeyCode::Char(c), KeyModifiers::NONE),
            };
            events.push(Event::Key(KeyEvent::new(code, more | std::mem::replace(&mut alt, KeyModifiers::NONE))));
        }
        events
    }

    /// The keys that come through, and the answers.
    fn filtered(bytes: &str) -> (Vec<Event>, Vec<Option<ThemeKind>>) {
        let (mut filter, mut keys, mut answers) = (AnswerFilter::default(), Vec::new(), Vec::new());
        for event in events(bytes) {
            match filter.take(event) {
                FilteredEvent::Held => {}
                FilteredEvent::Passed(passed) => keys.extend(passed),
                FilteredEvent::Answer(theme) => answers.push(theme),
            }
        }
        keys.extend(filter.release());
        (keys, answers)
    }

    #[test]
    fn an_answer_is_taken_out_and_no_key_around_it() {
        let dark = "\u{1b}]11;rgb:0000/2b2b/3636\u{1b}\\";
        assert_eq!(filtered(&format!("3j{dark}/gw")), (events("3j/gw"), vec![Some(ThemeKind::Dark)]));
        assert_eq!(filtered("q\u{1b}]11;rgb:FDFD/f6f6/e3e3\u{7}"), (events("q"), vec![Some(ThemeKind::Light)]));
        assert_eq!(filtered("\u{1b}]11;rgba:ff/ff/ff/80\u{7}").1, [Some(ThemeKind::Light)]);
        assert_eq!(filtered("\u{1b}]11;rgb:f/f\u{7}"), (events(""), vec![None]));
    }

    #[test]
    fn keys_that_begin_like_an_answer_come_through() {
        for keys in
            ["\u{1b}]", "\u{1b}]1", "\u{1b}]11;rgbx", "]11;rgb:00/00/00\u{7}", "\u{1b}]\u{1b}\\", "\u{1b}\\\u{7}"]
        {
            assert_eq!(filtered(keys), (events(keys), Vec::new()), "{keys:?}");
        }
        let long = format!("\u{1b}]11;rgb:{}", "0".repeat(60));
        assert_eq!(filtered(&long), (events(&long), Vec::new()));
    }
}

//! The keyboard and the mouse: crossterm's events as messages, from a thread that can be paused.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind, MouseButton, MouseEventKind};
use keybinds::KeyInput;

use super::answer::{AnswerFilter, FilteredEvent};
use super::{RuntimeInput, system};
use crate::ui::message::{Message, MouseEvent, MouseKind};

/// The thread that reads what is typed.
pub(super) struct KeyboardReader {
    gate: Arc<KeyboardGate>,
}

/// Where the thread waits while another program uses the terminal.
#[derive(Default)]
struct KeyboardGate {
    state: Mutex<KeyboardState>,
    changed: Condvar,
}

#[derive(Default)]
struct KeyboardState {
    closed: bool,
    waiting: bool,
}

impl KeyboardReader {
    /// Starts reading.
    ///
    /// # Errors
    ///
    /// If there is no terminal to read from, or no thread to be had.
    pub(super) fn start(inputs: Sender<RuntimeInput>) -> io::Result<KeyboardReader> {
        // Initialises crossterm's reader here, where an error can be reported and before `hold` can be called.
        event::poll(Duration::ZERO)?;
        let gate = Arc::new(KeyboardGate::default());
        let seen = Arc::clone(&gate);
        super::spawn("keyboard", inputs.clone(), move || read(&seen, &inputs))?;
        Ok(KeyboardReader { gate })
    }

    /// Pauses the thread, so that input goes to a child. Returns when it has paused.
    pub(super) fn hold(&self) {
        let mut state = self.gate.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.closed = true;
        system::wake_reader();
        // If it does not respond, the terminal is gone, which is detected elsewhere.
        let _ = self.gate.changed.wait_timeout_while(state, Duration::from_secs(1), |state| !state.waiting);
    }

    /// Resumes the thread.
    pub(super) fn release(&self) {
        self.gate.state.lock().unwrap_or_else(PoisonError::into_inner).closed = false;
        self.gate.changed.notify_all();
    }
}

impl KeyboardGate {
    fn pass(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            state.waiting = true;
            self.changed.notify_all();
            state = self.changed.wait_while(state, |state| state.closed).unwrap_or_else(PoisonError::into_inner);
            state.waiting = false;
        }
    }
}

fn read(gate: &KeyboardGate, inputs: &Sender<RuntimeInput>) {
    let mut answers = AnswerFilter::default();
    loop {
        gate.pass();
        let Ok(event) = next(&answers) else {
            let _ = inputs.send(RuntimeInput::Gone);
            return;
        };
        let messages: Vec<Message> = match event {
            None => answers.release().into_iter().filter_map(message).collect(),
            Some(event) => match answers.take(event) {
                FilteredEvent::Held => continue,
                FilteredEvent::Passed(events) => events.into_iter().filter_map(message).collect(),
                FilteredEvent::Answer(theme) => theme.map(Message::BackgroundTold).into_iter().collect(),
            },
        };
        for message in messages {
            if inputs.send(RuntimeInput::Message(message)).is_err() {
                return;
            }
        }
    }
}

/// Waits for the next event; while some are held back, only for as long as an answer of the terminal takes: `None` then.
fn next(answers: &AnswerFilter) -> io::Result<Option<Event>> {
    const PATIENCE: Duration = Duration::from_millis(50);
    if answers.is_holding() && !event::poll(PATIENCE)? {
        return Ok(None);
    }
    if let Some(patience) = system::READ_PATIENCE {
        return if event::poll(patience)? { event::read().map(Some) } else { Ok(None) };
    }
    event::read().map(Some)
}

/// The message of an event, if it has one.
fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Message::KeyPressed(KeyInput::from(key))),
        Event::Paste(text) => Some(Message::Pasted(text)),
        Event::Resize(columns, rows) => Some(Message::Resized(columns, rows)),
        Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Click,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::ScrollUp => MouseKind::ScrollUp,
                MouseEventKind::ScrollDown => MouseKind::ScrollDown,
                _ => return None,
            };
            Some(Message::Mouse(MouseEvent { kind, column: mouse.column, row: mouse.row }))
        }
        _ => None,
    }
}

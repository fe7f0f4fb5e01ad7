//! The loop: draws a frame, waits for input, and handles everything that has arrived.

use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDateTime, NaiveTime};
use color_eyre::eyre::eyre;
use tracing::debug_span;

use super::system::{self, SIGCONT, SIGTSTP};
use super::{ExitReason, Loading, ProgramHandle, Runtime, RuntimeInput, StopReason, clock, screen};
use crate::ui::message::Message;

/// How long a burst of events is gathered before a saved dossier is read: editors write in several steps.
const BURST: Duration = Duration::from_millis(120);

/// How long after the question the first frame waits for the terminal to say what its background is. A terminal on this
/// machine answers within a few milliseconds; one behind a network, or one that never answers, holds nothing up.
const BACKGROUND: Duration = Duration::from_millis(5);

/// How long the loop handles what has arrived before it draws again: a storm of keys costs few frames, and an endless one
/// does not freeze the screen.
const STORM: Duration = Duration::from_millis(100);

impl<P: ProgramHandle> Runtime<P> {
    /// Runs the loop until something stops it.
    pub(super) fn turn(&mut self) -> StopReason {
        for message in std::mem::take(&mut self.first) {
            if let Err(stop) = self.update(message) {
                return stop;
            }
        }
        loop {
            if let Err(stop) = self.turn_once() {
                return stop;
            }
        }
    }

    /// Waits a moment for the terminal to say what its background is, so that the first frame is in the right theme: mostly it
    /// has said so while the story was read. All that comes meanwhile is kept for later, and an answer that is late changes
    /// the theme then.
    pub(super) fn wait_for_background(&mut self, asked: Instant) {
        let end = asked + BACKGROUND;
        let storm = Instant::now() + STORM;
        while Instant::now() < storm
            && let Ok(input) = self.inputs.recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            match input {
                RuntimeInput::Message(told @ Message::BackgroundTold(_)) => return self.first.insert(0, told),
                other => self.held.push_back(other),
            }
        }
    }

    /// Draws, waits for input, and handles everything that has arrived.
    fn turn_once(&mut self) -> Result<(), StopReason> {
        self.take_size()?;
        debug_span!("frame").in_scope(|| self.front.show(&mut self.program))?;
        let is_busy = self.running.load(Ordering::SeqCst) + self.in_order.left() > 0;
        if self.at_end && !is_busy {
            return Err(StopReason::Exit(ExitReason::Quit));
        }
        if !self.at_end {
            self.front.ask_next(is_busy)?;
        }
        let input = self.wait();
        let storm = Instant::now() + STORM;
        let mut next = Some(input?);
        while let Some(input) = next {
            self.take(input)?;
            next = if Instant::now() < storm {
                self.held.pop_front().or_else(|| self.inputs.try_recv().ok())
            } else {
                None
            };
        }
        Ok(())
    }

    /// Waits for the next input; a change of day is one.
    fn wait(&mut self) -> Result<RuntimeInput, StopReason> {
        loop {
            let told = clock::local_if_set();
            let now = told.unwrap_or_else(|| self.day.and_time(NaiveTime::MIN));
            if now.date() != self.day {
                self.day = now.date();
                return Ok(RuntimeInput::Message(Message::DayChanged(self.day)));
            }
            if let Some(input) = self.held.pop_front() {
                return Ok(input);
            }
            match self.inputs.recv_timeout(until_day_may_change(now)) {
                Ok(input) => return Ok(input),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(StopReason::Error(eyre!("nothing is listened to any more")));
                }
            }
        }
    }

    fn take(&mut self, input: RuntimeInput) -> Result<(), StopReason> {
        match input {
            // a storm of sizes costs one look at the last
            RuntimeInput::Message(Message::Resized(..)) => {
                self.resized = true;
                Ok(())
            }
            RuntimeInput::Message(message) => {
                self.take_size()?;
                self.update(message)
            }
            RuntimeInput::LoadEnded => {
                let again = self.loading == Loading::Again;
                self.loading = Loading::No;
                if again {
                    self.load();
                }
                Ok(())
            }
            RuntimeInput::Signal(SIGTSTP) => self.stop(),
            RuntimeInput::Signal(SIGCONT) => {
                if std::mem::take(&mut self.continued) {
                    Ok(())
                } else {
                    self.enter_again()
                }
            }
            RuntimeInput::Signal(signal) => {
                self.shared.ending.store(true, Ordering::SeqCst);
                Err(StopReason::Exit(ExitReason::Signal(signal)))
            }
            RuntimeInput::Gone => Err(StopReason::Exit(ExitReason::TerminalGone)),
            RuntimeInput::Failed(what) => Err(StopReason::Error(eyre!(what))),
            RuntimeInput::DossierChanged => {
                self.load_after(BURST);
                Ok(())
            }
            RuntimeInput::ConfigurationChanged => match self.configuration.as_ref().map(|(_, configure)| configure()) {
                Some(message) => self.update(message),
                None => Ok(()),
            },
            RuntimeInput::Line(Some(line)) => {
                self.front.line_was_read();
                let effects = self.program.take_line(&line);
                effects.into_iter().try_for_each(|effect| self.perform(effect))
            }
            RuntimeInput::NotOpened(address, why) => self.copy_address(address, why),
            RuntimeInput::Line(None) => {
                self.at_end = true;
                Ok(())
            }
            RuntimeInput::Edited(_) | RuntimeInput::WorkEnded => Ok(()),
        }
    }

    /// Tells the program its size, where that may have changed.
    fn take_size(&mut self) -> Result<(), StopReason> {
        if std::mem::take(&mut self.resized)
            && let Some((columns, rows)) = self.front.resize()?
        {
            self.update(Message::Resized(columns, rows))?;
        }
        Ok(())
    }

    pub(super) fn update(&mut self, message: Message) -> Result<(), StopReason> {
        self.ring_for(&message);
        let effects = debug_span!("update").in_scope(|| self.program.update(message));
        for effect in effects {
            self.perform(effect)?;
        }
        Ok(())
    }

    /// Leaves the screen, stops the process, and comes back when it goes on.
    fn stop(&mut self) -> Result<(), StopReason> {
        screen::restore();
        system::stop();
        self.continued = true;
        self.enter_again()
    }

    pub(super) fn enter_again(&mut self) -> Result<(), StopReason> {
        self.front.enter_again()?;
        self.resized = true;
        Ok(())
    }
}

/// How long the day cannot change: until midnight, and at most an hour, since a machine that sleeps stops the clock
/// that is waited by.
fn until_day_may_change(now: NaiveDateTime) -> Duration {
    const HOUR: Duration = Duration::from_hours(1);
    let midnight = now.date().checked_add_days(Days::new(1)).map(|day| day.and_time(NaiveTime::MIN));
    let left = midnight.and_then(|midnight| (midnight - now).to_std().ok()).unwrap_or(HOUR);
    // never less than a second, so that a clock that is set back does not make a busy loop
    left.clamp(Duration::from_secs(1), HOUR)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn sleeps_until_midnight_but_not_longer_than_an_hour() {
        let at = |hour, minute, second| {
            NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(hour, minute, second)).expect("a time")
        };
        assert_eq!(until_day_may_change(at(12, 0, 0)), Duration::from_hours(1));
        assert_eq!(until_day_may_change(at(23, 30, 0)), Duration::from_mins(30));
        assert_eq!(until_day_may_change(at(23, 59, 59)), Duration::from_secs(1));
    }
}

//! Panics: the terminal is restored before anything is reported, and the panic of a thread does not write on the
//! screen.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::screen;

/// What the panic of a thread would have written on the screen.
static UNREPORTED: Mutex<Option<String>> = Mutex::new(None);

/// Installs a panic hook that restores the terminal before the existing hook (color-eyre's) runs. Panics of other
/// threads are held back while the screen is in use: their threads report them as errors.
pub(super) fn restore_first() {
    let drawing = thread::current().id();
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing || !screen::is_entered() {
            screen::restore();
            report(info);
        } else {
            *UNREPORTED.lock().unwrap_or_else(PoisonError::into_inner) = Some(info.to_string());
        }
    }));
}

/// Runs the work of a thread; a panic becomes an error with its message.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| unreported().unwrap_or_else(|| said(&*payload)))
}

/// Runs all that is done from [`super::open_front`] to the end of [`super::run`]. A panic of another thread that is passed on to
/// this one, as one of the pool is, was held back while the screen was entered: it is written once the screen is left.
pub fn reported<T>(work: impl FnOnce() -> T) -> T {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        screen::restore();
        if let Some(report) = unreported() {
            eprintln!("{report}");
        }
        panic::resume_unwind(payload)
    })
}

fn unreported() -> Option<String> {
    UNREPORTED.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic".to_owned())
}

//! Panics: the terminal is restored before anything is reported, and a thread's panic does not write on the screen.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::screen;

/// What a thread's panic would have written on the screen.
static UNREPORTED: Mutex<Option<String>> = Mutex::new(None);

/// Puts the terminal's restoration before the panic hook that is there (color-eyre's). Panics of other threads than
/// this one are kept while the screen is entered: their threads report them as errors.
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

/// Does the work of a thread; a panic comes back as what it said.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| unreported().unwrap_or_else(|| said(&*payload)))
}

/// Does the work of the drawing thread; a panic that came over from another thread (a pool's) is reported on the way
/// out.
pub(super) fn reported<T>(work: impl FnOnce() -> T) -> T {
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

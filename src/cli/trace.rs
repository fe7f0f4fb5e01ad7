//! What the program did and how long each part took: `KARWAN_LOG` writes it to a file, `--explain` prints it.
//!
//! The parts are spans of `tracing`, opened where the work is done (`debug_span!`). Where nobody listens, a span costs one look
//! at a number. Nothing of it reaches the terminal but what `--explain` prints.

use std::ffi::OsString;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Subscriber, subscriber};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

use crate::cli::args::ExplainArg;
use crate::text::{reason, safe};

/// The variable of the environment that names the file.
pub const VARIABLE: &str = "KARWAN_LOG";

/// The file, once there is one.
static FILE: OnceLock<Arc<File>> = OnceLock::new();

/// Begins to add to the file that [`VARIABLE`] names; does nothing where it is not set, or empty.
///
/// # Errors
/// One line, where the file cannot be written or is none: a trace never goes to a terminal or another device.
pub fn start(named: Option<OsString>) -> Result<(), String> {
    let Some(named) = named.filter(|named| !named.is_empty()) else { return Ok(()) };
    let file = open(Path::new(&named));
    let file =
        file.map_err(|e| format!("cannot write the trace `{}`: {}", safe(&named.to_string_lossy()), reason(&e)))?;
    let file = FILE.get_or_init(|| Arc::new(file));
    let listener = Registry::default().with(written(Arc::clone(file)));
    subscriber::set_global_default(listener).map_err(|e| format!("cannot begin the trace: {e}"))
}

fn open(path: &Path) -> io::Result<File> {
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::other("it is not a file"));
    }
    OpenOptions::new().create(true).append(true).open(path)
}

/// Writes a line when a span ends: its name, what is known of it, and `time.busy`.
fn written<S: Subscriber + for<'a> LookupSpan<'a>>(file: Arc<File>) -> impl Layer<S> {
    tracing_subscriber::fmt::layer().with_ansi(false).with_writer(file).with_span_events(FmtSpan::CLOSE)
}

/// Does some work and, if asked to, prints what it did: a line for each span, in the order in which they began, with the time
/// that it took and what is known of it.
///
/// # Errors
/// Those of the work, and of `err`.
pub(super) fn explained<E: From<io::Error>>(
    asked: ExplainArg,
    err: &mut dyn Write,
    work: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    if !asked.explain {
        return work(err);
    }
    let steps = TraceSteps::default();
    let listener = Registry::default().with(TraceListener(Arc::clone(&steps))).with(FILE.get().cloned().map(written));
    let done = subscriber::with_default(listener, || work(err));
    let steps = steps.lock().map(|mut steps| std::mem::take(&mut *steps)).unwrap_or_default();
    for step in steps {
        writeln!(err, "{step}")?;
    }
    done
}

/// What was done, in the order in which it began.
type TraceSteps = Arc<Mutex<Vec<TracedStep>>>;

/// One span.
struct TracedStep {
    depth: usize,
    name: &'static str,
    fields: String,
    start: Instant,
    took: Duration,
}

impl fmt::Display for TracedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = self.took.as_secs_f64() * 1e3;
        write!(f, "{milliseconds:>9.3} ms  {:indent$}{}", "", self.name, indent = 2 * self.depth)?;
        if self.fields.is_empty() { Ok(()) } else { write!(f, ": {}", safe(&self.fields)) }
    }
}

impl Visit for TracedStep {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, format_args!("{value:?}"));
    }
}

impl TracedStep {
    fn add(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        let apart = if self.fields.is_empty() { "" } else { ", " };
        self.fields.extend([apart, &field.name().replace('_', " "), " ", &value.to_string()]);
    }
}

/// Puts the spans into a list.
struct TraceListener(TraceSteps);

/// Where in the list a span is.
struct TracePosition(usize);

impl TraceListener {
    fn change<S: Subscriber + for<'a> LookupSpan<'a>>(
        &self,
        id: &Id,
        cx: &Context<'_, S>,
        by: impl FnOnce(&mut TracedStep),
    ) {
        let Some(span) = cx.span(id) else { return };
        let extensions = span.extensions();
        if let Ok(mut steps) = self.0.lock()
            && let Some(TracePosition(at)) = extensions.get()
            && let Some(step) = steps.get_mut(*at)
        {
            by(step);
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for TraceListener {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let (Some(span), Ok(mut steps)) = (cx.span(id), self.0.lock()) else { return };
        let depth = span.scope().count() - 1;
        let name = attributes.metadata().name();
        let mut step = TracedStep { depth, name, fields: String::new(), start: Instant::now(), took: Duration::ZERO };
        attributes.record(&mut step);
        span.extensions_mut().insert(TracePosition(steps.len()));
        steps.push(step);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, cx: Context<'_, S>) {
        self.change(id, &cx, |step| values.record(step));
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        self.change(&id, &cx, |step| step.took = step.start.elapsed());
    }
}

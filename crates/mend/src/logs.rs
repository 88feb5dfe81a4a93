//! How the server tells what happens: as text for a person, or one JSON object a line for a program. It never names
//! contents, names, keys, tokens or addresses; see CONVENTIONS.md.

use std::fmt;
use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ValueEnum;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// The form of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogAs {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

/// Begins to tell.
pub(crate) fn begin(most: Level, form: LogAs) {
    let told = tracing_subscriber::fmt().with_max_level(most).with_target(false).with_writer(io::stderr);
    match form {
        LogAs::Text => told.init(),
        LogAs::Json => told.event_format(Json).init(),
    }
}

/// `at_ms` (unix milliseconds), `level`, `message`, and the fields of the event.
struct Json;

impl<S, N> FormatEvent<S, N> for Json
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut to: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut line = Line(Map::new());
        line.0.insert("at_ms".into(), u64::try_from(now.as_millis()).unwrap_or(u64::MAX).into());
        line.0.insert("level".into(), event.metadata().level().as_str().to_lowercase().into());
        event.record(&mut line);
        writeln!(to, "{}", Value::Object(line.0))
    }
}

struct Line(Map<String, Value>);

impl Visit for Line {
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }
}

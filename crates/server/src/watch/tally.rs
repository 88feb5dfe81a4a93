//! What the relay counts about itself. A route is counted by its pattern, in which no id stands.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::gate::pace::Counted;
use crate::relay::Relay;

/// Upper ends of the steps by which times are counted, in seconds.
const STEPS: [(Duration, &str); 9] = [
    (Duration::from_millis(2), "0.002"),
    (Duration::from_millis(5), "0.005"),
    (Duration::from_millis(10), "0.01"),
    (Duration::from_millis(25), "0.025"),
    (Duration::from_millis(50), "0.05"),
    (Duration::from_millis(100), "0.1"),
    (Duration::from_millis(250), "0.25"),
    (Duration::from_secs(1), "1"),
    (Duration::from_secs(5), "5"),
];
/// What is taken of a flow, by name.
const FLOWS: [&str; 5] = ["name", "attempts", "requests", "events", "passing"];

/// So many took so long.
#[derive(Debug, Default, Clone)]
struct Times {
    steps: [u64; STEPS.len()],
    count: u64,
    sum: Duration,
}

impl Times {
    fn add(&mut self, took: Duration) {
        for (step, (end, _)) in self.steps.iter_mut().zip(STEPS) {
            *step += u64::from(took <= end);
        }
        self.count += 1;
        self.sum += took;
    }

    /// The lines of one histogram; `labels` ends with a comma, or is empty.
    fn tell(&self, name: &str, labels: &str, text: &mut String) {
        for (count, (_, end)) in self.steps.iter().zip(STEPS) {
            let _ = writeln!(text, "{name}_bucket{{{labels}le=\"{end}\"}} {count}");
        }
        let (count, sum) = (self.count, self.sum.as_secs_f64());
        let plain = labels.trim_end_matches(',');
        let plain = if plain.is_empty() { String::new() } else { ["{", plain, "}"].concat() };
        let _ = writeln!(text, "{name}_bucket{{{labels}le=\"+Inf\"}} {count}");
        let _ = writeln!(text, "{name}_sum{plain} {sum}\n{name}_count{plain} {count}");
    }
}

/// What became of events.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EventCounts {
    /// They are durable.
    pub(crate) stored: u64,
    /// They were there already.
    pub(crate) duplicate: u64,
    /// They were refused.
    pub(crate) refused: u64,
}

/// All that is counted.
#[derive(Debug)]
pub(crate) struct Tally {
    begun: Instant,
    answers: Mutex<BTreeMap<(String, u16), Times>>,
    appends: Mutex<(Times, EventCounts)>,
    slowed: [AtomicU64; FLOWS.len()],
    accounts: AtomicU64,
    forwarded: AtomicU64,
    direct: AtomicU64,
    told: AtomicBool,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            begun: Instant::now(),
            answers: Mutex::default(),
            appends: Mutex::default(),
            slowed: Default::default(),
            accounts: AtomicU64::new(0),
            forwarded: AtomicU64::new(0),
            direct: AtomicU64::new(0),
            told: AtomicBool::new(false),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Tally {
    /// A batch was answered.
    pub(crate) fn appended(&self, took: Duration, events: EventCounts) {
        let mut appends = lock(&self.appends);
        appends.0.add(took);
        appends.1.stored += events.stored;
        appends.1.duplicate += events.duplicate;
        appends.1.refused += events.refused;
    }

    /// Somebody was told to wait.
    pub(crate) fn slowed(&self, counted: Counted) {
        let flow = match counted {
            Counted::Name(_) => 0,
            Counted::Attempts(_) => 1,
            Counted::Requests(_) => 2,
            Counted::Events(_) => 3,
            Counted::Passing(_) => 4,
        };
        if let Some(count) = self.slowed.get(flow) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// An account was made.
    pub(crate) fn account_made(&self) {
        self.accounts.fetch_add(1, Ordering::Relaxed);
    }

    fn answered(&self, route: String, status: u16, took: Duration) {
        lock(&self.answers).entry((route, status / 100)).or_default().add(took);
    }

    /// Whether a proxy says who is calling must fit what was set; where it does not, that is told once.
    fn came(&self, is_forwarded: bool, behind_proxy: bool) {
        let side = if is_forwarded { &self.forwarded } else { &self.direct };
        side.fetch_add(1, Ordering::Relaxed);
        if is_forwarded && !behind_proxy && !self.told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a proxy says who is calling and is not believed, so all who come through it are slowed together: \
                 set behind_proxy if the proxy is yours"
            );
        }
    }

    /// All of it as Prometheus reads it. `inside`: sockets and long polls that are open.
    pub(crate) fn tell(&self, inside: usize) -> String {
        let mut text = String::with_capacity(16 << 10);
        let version = env!("CARGO_PKG_VERSION");
        head(&mut text, "mend_release", "gauge", "The release that runs.");
        let _ = writeln!(text, "mend_release{{version=\"{version}\"}} 1");
        let up = self.begun.elapsed().as_secs();
        one(&mut text, ("mend_up_seconds", "gauge", "How long it has been running."), up);
        one(&mut text, ("mend_listening", "gauge", "Sockets and long polls that are open."), inside as u64);
        let made = self.accounts.load(Ordering::Relaxed);
        one(&mut text, ("mend_accounts_made_total", "counter", "Accounts made since the start."), made);
        self.tell_appends(&mut text);
        head(
            &mut text,
            "mend_slowed_total",
            "counter",
            "How often somebody was told to wait, by what there was too much of.",
        );
        for (name, count) in FLOWS.iter().zip(&self.slowed) {
            let _ = writeln!(text, "mend_slowed_total{{of=\"{name}\"}} {}", count.load(Ordering::Relaxed));
        }
        head(
            &mut text,
            "mend_requests_total",
            "counter",
            "Requests, by whether a proxy said who was calling.",
        );
        for (name, count) in [("yes", &self.forwarded), ("no", &self.direct)] {
            let _ = writeln!(
                text,
                "mend_requests_total{{forwarded=\"{name}\"}} {}",
                count.load(Ordering::Relaxed)
            );
        }
        let name = "mend_answer_seconds";
        head(&mut text, name, "histogram", "How long requests took, by route and kind of answer.");
        for ((route, class), times) in &*lock(&self.answers) {
            times.tell(name, &format!("route=\"{route}\",answer=\"{class}xx\","), &mut text);
        }
        text
    }

    fn tell_appends(&self, text: &mut String) {
        let (times, events) = lock(&self.appends).clone();
        head(text, "mend_events_total", "counter", "Events that devices sent, by what became of them.");
        let outcomes =
            [("stored", events.stored), ("duplicate", events.duplicate), ("refused", events.refused)];
        for (name, count) in outcomes {
            let _ = writeln!(text, "mend_events_total{{outcome=\"{name}\"}} {count}");
        }
        let name = "mend_append_seconds";
        head(text, name, "histogram", "From a batch of events to its answer, when it lies on the disk.");
        times.tell(name, "", text);
    }
}

/// What a metric is.
pub(super) fn head(text: &mut String, name: &str, kind: &str, says: &str) {
    let _ = writeln!(text, "# HELP {name} {says}\n# TYPE {name} {kind}");
}

/// A metric of one number.
pub(super) fn one(text: &mut String, (name, kind, says): (&str, &str, &str), number: u64) {
    head(text, name, kind, says);
    let _ = writeln!(text, "{name} {number}");
}

/// Counts an answer and how long it took.
pub(crate) async fn count(State(relay): State<Relay>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("files", MatchedPath::as_str).to_owned();
    let tally = &relay.inner.tally;
    tally.came(request.headers().contains_key("x-forwarded-for"), relay.inner.settings.behind_proxy);
    let response = next.run(request).await;
    tally.answered(route, response.status().as_u16(), begun.elapsed());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_in_steps_that_hold_all_shorter_ones() {
        let mut times = Times::default();
        for ms in [1, 5, 80, 9_000] {
            times.add(Duration::from_millis(ms));
        }
        let mut text = String::new();
        times.tell("t", "a=\"b\",", &mut text);
        for line in [
            "t_bucket{a=\"b\",le=\"0.002\"} 1",
            "t_bucket{a=\"b\",le=\"0.005\"} 2",
            "t_bucket{a=\"b\",le=\"0.1\"} 3",
            "t_bucket{a=\"b\",le=\"5\"} 3",
            "t_bucket{a=\"b\",le=\"+Inf\"} 4",
            "t_sum{a=\"b\"} 9.086",
            "t_count{a=\"b\"} 4",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}: {text}");
        }
    }
}

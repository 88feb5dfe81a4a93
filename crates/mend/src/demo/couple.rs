//! The two made-up people on a thread of their own: a client stays where it was made.

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use client::demo::{Performed, SteppedClock, moment_at, perform};
use tokio::sync::{mpsc, oneshot};
use tokio::task::LocalSet;

use super::ports::ports;

/// Opens both made-up people's stores; it guards nothing.
const PASSPHRASE: &str = "these two are made up";

/// One of the two.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    /// The one who was hurt.
    Noor,
    /// The one who is responsible.
    Sam,
}

impl Who {
    /// The name of the account.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Noor => "noor",
            Self::Sam => "sam",
        }
    }
}

struct Wanted {
    who: Who,
    answer: oneshot::Sender<String>,
}

/// The way to the two.
#[derive(Clone)]
pub(crate) struct Couple {
    desk: mpsc::Sender<Wanted>,
}

impl Couple {
    /// Lets the two begin at once, on a thread of their own; `told` hears how it went.
    pub(crate) fn begin(
        relay: SocketAddr,
        told: impl FnOnce(&Result<(), String>) + Send + 'static,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (desk, wishes) = mpsc::channel(16);
        thread::Builder::new().name("demo".to_owned()).spawn(move || {
            LocalSet::new().block_on(&runtime, live(relay, told, wishes));
        })?;
        Ok(Self { desk })
    }

    /// A kit that opens one of the two, once. Waits until their weeks are written; nothing when they could not be.
    pub(crate) async fn kit(&self, who: Who) -> Option<String> {
        let (answer, kit) = oneshot::channel();
        self.desk.send(Wanted { who, answer }).await.ok()?;
        kit.await.ok()
    }
}

async fn live(relay: SocketAddr, told: impl FnOnce(&Result<(), String>), mut wishes: mpsc::Receiver<Wanted>) {
    let clock = Rc::new(SteppedClock::at(moment_at(now_ms())));
    let (noor, sam) = (ports(relay, clock.clone()), ports(relay, clock.clone()));
    let performed = match perform((&noor, &sam), &clock, PASSPHRASE).await {
        Ok(performed) => performed,
        Err(error) => return told(&Err(error.to_string())),
    };
    told(&Ok(()));
    while let Some(Wanted { who, answer }) = wishes.recv().await {
        // Whoever asked may have gone.
        let _ = answer.send(hand_out(&performed, who));
    }
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX))
}

fn hand_out(performed: &Performed, who: Who) -> String {
    let kit = match who {
        Who::Noor => &performed.noors_kit,
        Who::Sam => &performed.sams_kit,
    };
    kit.to_text().to_string()
}

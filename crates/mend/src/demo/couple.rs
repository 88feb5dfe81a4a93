//! The two made-up people on a thread of their own: a client stays where it was made.

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use client::demo::{Performed, SteppedClock, moment_at, perform};
use tokio::sync::{mpsc, oneshot};
use tokio::task::LocalSet;

use super::clock::StoryClock;
use crate::ports::ports;

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
        time: Arc<StoryClock>,
        told: impl FnOnce(&Result<(), String>) + Send + 'static,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (desk, wishes) = mpsc::channel(16);
        thread::Builder::new().name("demo".to_owned()).spawn(move || {
            LocalSet::new().block_on(&runtime, live(relay, time, told, wishes));
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

async fn live(
    relay: SocketAddr,
    time: Arc<StoryClock>,
    told: impl FnOnce(&Result<(), String>),
    mut wishes: mpsc::Receiver<Wanted>,
) {
    let stands = Arc::clone(&time);
    let clock = Rc::new(SteppedClock::at(moment_at(now_ms()), move |ms| stands.stands_at(ms)));
    let [noor, sam, counsellor] = [0, 1, 2].map(|_| ports(relay, clock.clone()));
    let performed = perform((&noor, &sam, &counsellor), &clock, PASSPHRASE).await;
    time.goes_on();
    let performed = match performed {
        Ok(performed) => performed,
        Err(error) => return told(&Err(error.to_string())),
    };
    told(&Ok(()));
    let mut used = [false; 2];
    while let Some(Wanted { who, answer }) = wishes.recv().await {
        if let Some(kit) = hand_out(&performed, &mut used, who).await {
            // Whoever asked may have gone.
            let _ = answer.send(kit);
        }
    }
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX))
}

/// The first kit opens one browser; every other one gets a new kit, because opening ends the kit that did it.
async fn hand_out(performed: &Performed, used: &mut [bool; 2], who: Who) -> Option<String> {
    let (ours, first, used) = match (who, used) {
        (Who::Noor, [used, _]) => (&performed.noor, &performed.noors_kit, used),
        (Who::Sam, [_, used]) => (&performed.sam, &performed.sams_kit, used),
    };
    if !std::mem::replace(used, true) {
        return Some(first.to_text().to_string());
    }
    ours.new_kit().await.ok().map(|it| it.to_text().to_string())
}

#[cfg(test)]
mod tests {
    use server::{Relay, Settings, SqliteStore};
    use tokio::net::TcpListener;

    use super::*;
    use crate::demo::Demo;

    async fn relay(demo: &Demo) -> SocketAddr {
        let store = Arc::new(SqliteStore::open(demo.store()).unwrap());
        let relay =
            Relay::open(store, Settings { clock: demo.clock(), ..Settings::default() }, &[]).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = server::router(relay.clone());
        tokio::spawn(server::serve(listener, app, relay, std::future::pending()));
        address
    }

    #[tokio::test]
    async fn every_kit_handed_out_opens_the_whole_journey_on_one_more_device() {
        let demo = Demo::prepare().unwrap();
        let address = relay(&demo).await;
        let couple = Couple::begin(address, Arc::clone(&demo.clock), |it| assert_eq!(it, &Ok(()))).unwrap();
        let opening = async {
            for who in [Who::Noor, Who::Sam, Who::Noor, Who::Noor] {
                let kit = couple.kit(who).await.unwrap();
                let clock = Rc::new(SteppedClock::at(moment_at(now_ms()), |_| ()));
                let ports = ports(address, clock);
                let (ours, _) = client::open_with_kit(&ports, who.name(), &kit, PASSPHRASE).await.unwrap();
                ours.look_again();
                ours.work().await;
                let promises = ours.read(|it| it.couple().promises.all().len());
                assert!(promises > 1, "{who:?} sees {promises} promises");
                // Their weeks lie behind them, each at its own time.
                let made = ours.read(|it| it.couple().promises.all()[0].made.ms);
                assert!(now_ms() - made > 60 * 24 * 3_600_000, "{who:?}'s first promise is of {made}");
            }
        };
        LocalSet::new().run_until(opening).await;
    }
}

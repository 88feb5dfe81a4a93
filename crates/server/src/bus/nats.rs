//! Telling the other nodes over NATS: its plain protocol of lines, spoken by one task. While the server is away hints are
//! dropped; when it is back, what is listened to here is asked for anew.

mod address;
mod line;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use protocol::ids::Incarnation;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, channel, unbounded_channel};
use tokio::task::JoinSet;
use tokio::time::{interval, timeout};

use super::beyond::Told;
use super::switchboard::{Listens, News};
use super::{LocalBus, Topic};
use crate::store::postgres::jitter;
pub use address::{BusAddress, BusRefused};
use line::{Ear, Message, Mouth};

/// Hints that may wait to be said; more are dropped.
const MOST_WAITING: usize = 10_000;
/// Messages that may wait to be taken; then the server waits.
const MOST_HEARD: usize = 1_024;
/// Bytes that are said at once.
const AT_ONCE: usize = 256 << 10;
/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the server is asked whether it is there.
const PING: Duration = Duration::from_secs(10);
/// The longest wait before it is tried again.
const LONGEST_PAUSE_MS: u64 = 2_000;

enum Order {
    Heard(Topic),
    Unheard(Topic),
    Say(String, Vec<u8>),
}

#[derive(Default)]
struct State {
    waiting: AtomicUsize,
    is_there: AtomicBool,
}

/// The way to the server.
pub(crate) struct Nats {
    orders: UnboundedSender<Order>,
    state: Arc<State>,
}

impl Nats {
    /// Begins to connect, and never ceases to try.
    pub(crate) fn connect(
        address: BusAddress,
        incarnation: Incarnation,
        local: Arc<LocalBus>,
        listens: Listens,
    ) -> Self {
        let (orders, ordered) = unbounded_channel();
        let state = Arc::new(State::default());
        let speaker = Speaker { address, incarnation, local, listens, state: Arc::clone(&state), ordered };
        tokio::spawn(speaker.run());
        Self { orders, state }
    }

    /// Whether the server answers now.
    pub(crate) fn is_there(&self) -> bool {
        self.state.is_there.load(Ordering::Relaxed)
    }

    /// Says something, or drops it when nobody could hear it.
    pub(crate) fn say(&self, subject: String, bytes: Vec<u8>) {
        if self.is_there() && self.state.waiting.load(Ordering::Relaxed) < MOST_WAITING {
            self.state.waiting.fetch_add(1, Ordering::Relaxed);
            let _ = self.orders.send(Order::Say(subject, bytes));
        }
    }

    /// Somebody here listens to a topic.
    pub(crate) fn heard(&self, topic: Topic) {
        let _ = self.orders.send(Order::Heard(topic));
    }

    /// Nobody here listens to it any more.
    pub(crate) fn unheard(&self, topic: Topic) {
        let _ = self.orders.send(Order::Unheard(topic));
    }
}

struct Speaker {
    address: BusAddress,
    incarnation: Incarnation,
    local: Arc<LocalBus>,
    listens: Listens,
    state: Arc<State>,
    ordered: UnboundedReceiver<Order>,
}

/// The connection is over; or the relay is.
enum Over {
    Broken(String),
    Relay,
}

impl From<std::io::Error> for Over {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

async fn in_time<T>(work: impl Future<Output = std::io::Result<T>>) -> Result<T, Over> {
    let done = timeout(PATIENCE, work).await.map_err(|_| Over::Broken("no answer".to_owned()))?;
    Ok(done?)
}

impl Speaker {
    async fn run(mut self) {
        let mut pause_ms = 50;
        while !self.ordered.is_closed() {
            let over = match in_time(line::open(&self.address)).await {
                Ok((mouth, ear)) => {
                    tracing::info!("the bus is there");
                    pause_ms = 50;
                    self.state.is_there.store(true, Ordering::Relaxed);
                    self.speak(mouth, ear).await
                }
                Err(over) => over,
            };
            self.state.is_there.store(false, Ordering::Relaxed);
            match over {
                Over::Relay => return,
                Over::Broken(why) if pause_ms == 50 => {
                    tracing::warn!(why, "the bus is away; until it is back, what is new is found by looking");
                }
                Over::Broken(_) => {}
            }
            tokio::time::sleep(Duration::from_millis(pause_ms + jitter(pause_ms))).await;
            pause_ms = (pause_ms * 2).min(LONGEST_PAUSE_MS);
        }
    }

    async fn speak(&mut self, mut mouth: Mouth, ear: Ear) -> Over {
        match self.keep_speaking(&mut mouth, ear).await {
            Ok(never) => match never {},
            Err(over) => over,
        }
    }

    async fn keep_speaking(&mut self, mouth: &mut Mouth, ear: Ear) -> Result<std::convert::Infallible, Over> {
        for topic in self.local.topics() {
            mouth.listen(topic);
        }
        in_time(mouth.send()).await?;
        // What was said while nobody here heard it is looked for.
        (self.listens)(News::Back);
        let (passes, mut heard) = channel(MOST_HEARD);
        // It ends with this function.
        let mut hearing = JoinSet::new();
        hearing.spawn(ear.hear_on(passes));
        let mut pings = interval(PING);
        let mut unanswered = 0;
        loop {
            tokio::select! {
                order = self.ordered.recv() => {
                    self.take_orders(order.ok_or(Over::Relay)?, mouth);
                    in_time(mouth.send()).await?;
                }
                message = heard.recv() => match message.ok_or_else(|| Over::Broken("it hung up".to_owned()))? {
                    Message::Ping => {
                        mouth.pong();
                        in_time(mouth.send()).await?;
                    }
                    Message::Pong => unanswered = 0,
                    Message::Refusal(why) => return Err(Over::Broken(why)),
                    Message::Told(number, bytes) => self.take(mouth.topic(number), &bytes),
                },
                _ = pings.tick() => {
                    unanswered += 1;
                    if unanswered > 2 {
                        return Err(Over::Broken("it does not answer any more".to_owned()));
                    }
                    mouth.ping();
                    in_time(mouth.send()).await?;
                }
            }
        }
    }

    /// This order, and whatever else waits.
    fn take_orders(&mut self, first: Order, mouth: &mut Mouth) {
        let mut next = Some(first);
        while let Some(order) = next {
            match order {
                Order::Say(subject, bytes) => {
                    self.state.waiting.fetch_sub(1, Ordering::Relaxed);
                    mouth.say(&subject, &bytes);
                }
                // Whoever came meanwhile, or went, has the last word.
                Order::Heard(topic) | Order::Unheard(topic) if self.local.is_heard(topic) => {
                    mouth.listen(topic)
                }
                Order::Heard(topic) | Order::Unheard(topic) => mouth.leave(topic),
            }
            next = (mouth.waiting() < AT_ONCE).then(|| self.ordered.try_recv().ok()).flatten();
        }
    }

    fn take(&self, topic: Option<Topic>, bytes: &[u8]) {
        let Some(told) = Told::from_bytes(bytes, self.incarnation) else { return };
        let hint = topic.and_then(|topic| Some((topic, told.hint(topic)?)));
        (self.listens)(News::Told(topic, told));
        if let Some((topic, hint)) = hint {
            self.local.tell(topic, &hint);
        }
    }
}

#[cfg(test)]
mod tests {
    use engines::Certificate;
    use protocol::ids::InviteId;

    use super::*;
    use crate::bus::Switchboard;

    fn node(address: &str, listens: Listens) -> Switchboard {
        Switchboard::over(address.parse().unwrap(), Incarnation([7; 16]), listens)
    }

    #[tokio::test]
    async fn nodes_hear_each_other_over_a_bus_that_proves_who_it_is_and_over_no_other() {
        let certificate = Certificate::make().unwrap();
        let server = engines::Nats::start_with(&certificate).unwrap();
        let bus = server.sealed(&certificate.root());
        let one = node(&bus, Box::new(|_| {}));
        let (says, mut said) = unbounded_channel();
        let _other = node(
            &bus,
            Box::new(move |news| {
                if let News::Told(_, told) = news {
                    let _ = says.send(told);
                }
            }),
        );
        let stranger = node(&server.sealed(&certificate.other_root()), Box::new(|_| {}));
        let plain = node(&server.url(), Box::new(|_| {}));
        let rung = InviteId([5; 16]);
        let heard = async {
            loop {
                // Both may still be on their way to the bus.
                one.ring_beyond(rung);
                if let Ok(told) = timeout(Duration::from_millis(100), said.recv()).await {
                    return told;
                }
            }
        };
        let heard = timeout(Duration::from_secs(60), heard).await.unwrap();
        assert_eq!(heard, Some(Told::Rung(rung)));
        assert!(one.reaches_beyond() && !stranger.reaches_beyond() && !plain.reaches_beyond());
    }
}

//! Devices whose pages are open: each works, ticks and holds a real line to the relay over a socket on this machine,
//! as a page in a browser does. Time passes by itself there.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

use client::{Ours, Wish};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{LocalSet, spawn_local};
use tokio::time::sleep;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use super::{Device, RelayHouse};

/// How often the clock on the wall moves.
const BEAT: Duration = Duration::from_millis(10);
/// How long a story waits for something that should happen at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs a story while the relay listens and the pages of these devices are open.
pub(crate) fn at_home<T>(house: &RelayHouse, now: &Rc<Cell<u64>>, story: impl Future<Output = T>) -> T {
    house.run(LocalSet::new().run_until(async {
        let time = Rc::clone(now);
        let passing = async {
            let (begun, mut passed) = (Instant::now(), 0);
            loop {
                sleep(BEAT).await;
                let by_now = u64::try_from(begun.elapsed().as_millis()).unwrap();
                // A story may set the clock itself; time goes on from there.
                time.set(time.get() + by_now - passed);
                passed = by_now;
                house.set_clock(time.get());
            }
        };
        tokio::select! {
            told = story => told,
            () = passing => unreachable!("time does not end"),
        }
    }))
}

/// An address that lets no line through.
pub(crate) async fn shut_address() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    // Nobody listens there once this is dropped.
    listener.local_addr().unwrap()
}

/// Waits for what should happen by itself; whether it did.
pub(crate) async fn before_long(mut happened: impl FnMut() -> bool) -> bool {
    let waiting = async {
        while !happened() {
            sleep(BEAT).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.is_ok()
}

/// The open page of one device.
pub(crate) struct OpenPage {
    ours: Rc<Ours>,
    address: SocketAddr,
    line: RefCell<Option<UnboundedSender<Vec<u8>>>>,
    /// How often a line was wished for.
    pub(crate) connects: Cell<u32>,
    /// How many rounds of the long poll are under way.
    rounds: Cell<u32>,
    /// Nothing comes through, and nobody is told: a dead zone, or a phone that sleeps.
    network: Cell<Network>,
    /// The line that is there was cut, and nobody said so: nothing comes through it any more.
    is_dead: Cell<bool>,
    /// What the relay said to a phone that sleeps; it comes all at once.
    late: RefCell<Vec<Vec<u8>>>,
}

/// What lies between an open page and the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Network {
    Here,
    /// What is sent is lost, and no line is told of it.
    Gone,
    /// The page stands still.
    Asleep,
}

impl OpenPage {
    /// Opens the page of a device; a line goes to this address.
    pub(crate) fn of(device: &Device, address: SocketAddr) -> Rc<Self> {
        let ours = device.ours();
        let page = Rc::new(Self {
            ours: Rc::clone(&ours),
            address,
            line: RefCell::new(None),
            connects: Cell::new(0),
            rounds: Cell::new(0),
            network: Cell::new(Network::Here),
            is_dead: Cell::new(false),
            late: RefCell::new(Vec::new()),
        });
        let weak = Rc::downgrade(&page);
        ours.whenever_work_waits(Box::new(move || {
            if let Some(page) = weak.upgrade() {
                page.works();
            }
        }));
        ours.can_hold_a_link();
        ours.look_again();
        page
    }

    /// The network goes, comes, or the device falls asleep and wakes.
    pub(crate) fn has(&self, network: Network) {
        self.network.set(network);
        self.is_dead.set(self.is_dead.get() || network == Network::Gone);
        if network == Network::Here {
            self.late.take().iter().for_each(|it| self.ours.frame(it));
        }
    }

    /// The page of a talk is open from now on: it beats as a page in a browser does.
    pub(crate) fn talks(self: &Rc<Self>, talk: domain::TalkId) {
        assert!(self.ours.hold_talk(talk));
        let page = Rc::downgrade(self);
        spawn_local(async move {
            while let Some(page) = page.upgrade().filter(|it| it.ours.read(|it| it.talk_view().is_some())) {
                if page.network.get() != Network::Asleep {
                    page.ours.beat();
                    page.grants();
                }
                sleep(5 * BEAT).await;
            }
        });
    }

    /// Whether the long poll listens.
    pub(crate) fn listens(&self) -> bool {
        self.rounds.get() > 0
    }

    fn works(self: &Rc<Self>) {
        let page = Rc::downgrade(self);
        let ours = Rc::clone(&self.ours);
        spawn_local(async move {
            ours.work().await;
            if let Some(page) = page.upgrade() {
                page.grants();
            }
        });
    }

    fn grants(self: &Rc<Self>) {
        for wish in self.ours.take_wishes() {
            match wish {
                Wish::Connect => self.connects(),
                Wish::Listen => {
                    let page = Rc::clone(self);
                    spawn_local(async move {
                        page.rounds.set(page.rounds.get() + 1);
                        page.ours.listen().await;
                        page.rounds.set(page.rounds.get() - 1);
                    });
                }
                Wish::PassOn => {
                    let ours = Rc::clone(&self.ours);
                    spawn_local(async move { ours.pass_on().await });
                }
                Wish::Send(_) if self.is_dead.get() => {}
                Wish::Send(frame) => {
                    let line = self.line.borrow();
                    // A line that is closing loses it.
                    let _ = line.as_ref().map(|it| it.send(frame));
                }
                Wish::Disconnect => drop(self.line.take()),
                Wish::TickAfter(ms) => {
                    let ours = Rc::clone(&self.ours);
                    spawn_local(async move {
                        // The clock on the wall moves in beats.
                        sleep(Duration::from_millis(ms) + 2 * BEAT).await;
                        ours.tick();
                    });
                }
            }
        }
    }

    fn connects(self: &Rc<Self>) {
        self.connects.set(self.connects.get() + 1);
        if self.network.get() != Network::Here {
            return self.ours.link_closed();
        }
        self.is_dead.set(false);
        let (say, said) = unbounded_channel();
        *self.line.borrow_mut() = Some(say);
        let (page, address) = (Rc::downgrade(self), self.address);
        spawn_local(async move {
            if talk(&page, address, said).await
                && let Some(page) = page.upgrade()
            {
                page.ours.link_closed();
            }
        });
    }
}

/// Talks until the line closes. Whether the page must hear of it: not of a line that it let go itself.
async fn talk(page: &Weak<OpenPage>, address: SocketAddr, mut said: UnboundedReceiver<Vec<u8>>) -> bool {
    let Ok((mut socket, _)) = connect_async(format!("ws://{address}/v1/ws")).await else { return true };
    let ours = |act: fn(&Ours)| page.upgrade().map(|it| act(&it.ours));
    ours(Ours::link_opened);
    loop {
        tokio::select! {
            came = socket.next() => match came {
                Some(Ok(Message::Binary(bytes))) => {
                    let Some(page) = page.upgrade() else { return false };
                    match page.network.get() {
                        _ if page.is_dead.get() => {}
                        Network::Here | Network::Gone => page.ours.frame(&bytes),
                        Network::Asleep => page.late.borrow_mut().push(bytes.to_vec()),
                    }
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return true,
            },
            frame = said.recv() => match frame {
                Some(frame) => if socket.send(Message::Binary(frame.into())).await.is_err() { return true },
                None => return false,
            },
        }
    }
}

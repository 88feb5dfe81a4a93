//! Ports for tests: a clock that is set by hand, randomness that repeats, futures that are polled to their end.

use core::cell::Cell;
use core::future::Future;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

use crate::ports::{Clock, Entropy, Later, Method, Ports, Random, Relay, Reply, Token, Unreachable};
use crate::ram::{InRamStore, NoGuard};
use crate::slow::AtOnce;

/// A clock that stands until it is set.
pub(crate) struct HandClock(Cell<u64>);

impl HandClock {
    pub(crate) const fn new(ms: u64) -> Self {
        Self(Cell::new(ms))
    }

    pub(crate) fn set(&self, ms: u64) {
        self.0.set(ms);
    }
}

impl Clock for HandClock {
    fn moment(&self) -> domain::Moment {
        crate::demo::moment_at(self.0.get())
    }
}

/// Bytes that are the same in every run.
pub(crate) struct Repeating(Cell<u64>);

impl Repeating {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(Cell::new(seed << 32))
    }
}

impl Entropy for Repeating {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.0.set(self.0.get() + 1);
            let drawn = protocol::cipher::hash(&[b"testing", &self.0.get().to_le_bytes()]);
            chunk.copy_from_slice(drawn.get(..chunk.len()).unwrap());
        }
    }
}

pub(crate) fn random(seed: u64) -> Random {
    Random::new(Rc::new(Repeating(Cell::new(seed << 32))))
}

struct NoRelay;

impl Relay for NoRelay {
    fn call<'a>(
        &'a self,
        _: Method,
        _: &'a str,
        _: Option<&'a Token>,
        _: &'a [u8],
    ) -> Later<'a, Result<Reply, Unreachable>> {
        Box::pin(core::future::ready(Err(Unreachable)))
    }
}

pub(crate) fn ports_at(ms: u64) -> (Ports, Rc<HandClock>) {
    let clock = Rc::new(HandClock(Cell::new(ms)));
    let ports = Ports {
        relay: Rc::new(NoRelay),
        store: Rc::new(InRamStore::new()),
        clock: Rc::clone(&clock) as Rc<dyn Clock>,
        entropy: Rc::new(Repeating(Cell::new(7))),
        guard: Rc::new(NoGuard),
        slow: Rc::new(AtOnce),
        origin: "http://127.0.0.1:8730".into(),
    };
    (ports, clock)
}

/// Polls a future to its end; nothing in these tests ever waits.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = core::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

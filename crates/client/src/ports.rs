//! What the client needs from the machine it runs on: a way to the relay, a local store, a clock,
//! randomness, a guard for the local key, and a place for slow work. Nothing else in this crate does IO.

use core::convert::Infallible;
use core::future::Future;
use core::pin::Pin;
use std::rc::Rc;

use rand_core::{TryCryptoRng, TryRng};

/// A future that stays on its thread, as everything in a browser does.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// The HTTP methods the relay knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Send.
    Post,
    /// Put in place of what is there.
    Put,
    /// Remove.
    Delete,
}

impl Method {
    /// The name as it stands in a request line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

pub use protocol::wire::Token;

/// What the relay answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// CBOR body.
    pub body: Vec<u8>,
}

/// The relay did not answer: no network, no server, or the answer got lost on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the relay cannot be reached")]
pub struct Unreachable;

/// The way to the relay. Paths begin with `/v1/`.
pub trait Relay {
    /// One request. Should give up by itself after about thirty seconds.
    fn call<'a>(
        &'a self,
        method: Method,
        path: &'a str,
        token: Option<&'a Token>,
        body: &'a [u8],
    ) -> Later<'a, Result<Reply, Unreachable>>;
}

/// Why the local store did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreProblem {
    /// There is no room left on this device.
    #[error("no room left on this device")]
    Full,
    /// The store went away; opening it again may help.
    #[error("the local store went away")]
    Gone,
    /// What is stored cannot be what this program wrote.
    #[error("the local store is damaged")]
    Damaged,
    /// A newer version of this program wrote here. This one would lose what it does not know, so it stays out.
    #[error("a newer version has written here")]
    Newer,
    /// Another tab or window is writing here.
    #[error("another window is writing here")]
    Elsewhere,
    /// There is too little memory for what a passphrase needs. Closing other pages may help.
    #[error("too little memory for the passphrase")]
    NoMemory,
    /// The part of the program that works on a passphrase could not be loaded: no network, or a newer program is out.
    #[error("a part of the program could not be loaded")]
    NotLoaded,
}

/// One change of the local store. Values are sealed already where they need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Put a value in place.
    Put {
        /// Where.
        key: String,
        /// What.
        value: Vec<u8>,
    },
    /// Remove a value; nothing happens if there is none.
    Remove {
        /// Where.
        key: String,
    },
    /// Remove everything: signing out.
    Clear,
}

/// Keys with their values.
pub type Pairs = Vec<(String, Vec<u8>)>;

/// The local store: flat, ordered by the bytes of its keys (plain ASCII).
pub trait LocalStore {
    /// One value.
    fn get<'a>(&'a self, key: &'a str) -> Later<'a, Result<Option<Vec<u8>>, StoreProblem>>;
    /// Every key from `from` (with it) up to `to` (without it), in order, with its value.
    fn range<'a>(&'a self, from: &'a str, to: &'a str) -> Later<'a, Result<Pairs, StoreProblem>>;
    /// All of these or none of them, durable when the future is done.
    fn commit<'a>(&'a self, writes: &'a [Write]) -> Later<'a, Result<(), StoreProblem>>;
}

/// The person's clock and calendar.
pub trait Clock {
    /// Now: unix milliseconds and what the wall clock shows.
    fn moment(&self) -> domain::Moment;
}

/// Randomness fit for keys.
pub trait Entropy {
    /// Fills all of it.
    fn fill(&self, bytes: &mut [u8]);
}

/// Seals bytes under a key that cannot leave this device (in a browser: a non-extractable `WebCrypto` key).
pub trait Guard {
    /// Seal.
    fn wrap<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Vec<u8>, StoreProblem>>;
    /// Open what `wrap` sealed.
    fn unwrap<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Vec<u8>, StoreProblem>>;
}

/// Runs [`crate::slow::work`] on a job where it holds nobody up (in a browser: a worker that is thrown away afterwards).
pub trait SlowWork {
    /// The answer of `slow::work(job)`, whatever it is; nothing, when the program that does it could not be loaded.
    fn run<'a>(&'a self, job: &'a [u8]) -> Later<'a, Option<Vec<u8>>>;
}

/// All of them. Cheap to copy.
#[derive(Clone)]
pub struct Ports {
    /// The way to the relay.
    pub relay: Rc<dyn Relay>,
    /// The local store.
    pub store: Rc<dyn LocalStore>,
    /// The clock.
    pub clock: Rc<dyn Clock>,
    /// Randomness.
    pub entropy: Rc<dyn Entropy>,
    /// The guard of the local key.
    pub guard: Rc<dyn Guard>,
    /// The place for slow work.
    pub slow: Rc<dyn SlowWork>,
    /// Where the relay lives, as others should write it: `https://mend.example`.
    pub origin: Rc<str>,
}

impl Ports {
    /// The randomness as the ciphers want it.
    #[must_use]
    pub fn rng(&self) -> Random {
        Random(Rc::clone(&self.entropy))
    }

    /// Unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        self.clock.moment().ms
    }
}

/// [`Entropy`] in the form the ciphers take.
#[derive(Clone)]
pub struct Random(Rc<dyn Entropy>);

impl Random {
    /// Randomness from this source.
    #[must_use]
    pub const fn new(source: Rc<dyn Entropy>) -> Self {
        Self(source)
    }

    /// An array of random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill(&mut bytes);
        bytes
    }
}

impl TryRng for Random {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.bytes()))
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.bytes()))
    }
    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(dst);
        Ok(())
    }
}

impl TryCryptoRng for Random {}

//! Work that takes long on purpose: turning a passphrase into keys. It goes through [`crate::ports::SlowWork`]
//! as bytes, so that a browser can do it in a worker that is thrown away with its memory afterwards.

use core::cell::Cell;
use std::rc::Rc;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::ports::{Entropy, Later, Ports, Random, SlowWork};

lean::ways! {
    /// What is to be done.
    #[derive(ZeroizeOnDrop)]
    pub(crate) enum Job {
        /// A key from a passphrase, for the door of this device.
        #[n(0)]
        Stretch {
            #[n(0)]
            passphrase: String,
            #[n(1)]
            salt: [u8; 16],
        },
        /// The end of registering at the relay.
        #[n(1)]
        Register(#[n(0)] Step),
        /// The end of signing in at the relay.
        #[n(2)]
        SignIn(#[n(0)] Step),
    }
}

lean::body! {
    /// The second step of OPAQUE on this side.
    #[derive(ZeroizeOnDrop)]
    pub(crate) struct Step {
        #[n(0)]
        pub(crate) state: Vec<u8>,
        #[n(1)]
        pub(crate) passphrase: String,
        #[n(2)]
        pub(crate) response: Vec<u8>,
        /// The worker has no randomness of its own.
        #[n(3)]
        pub(crate) seed: [u8; 32],
    }
}

lean::ways! {
    /// What came of it.
    #[derive(ZeroizeOnDrop)]
    pub(crate) enum Outcome {
        /// The key.
        #[n(0)]
        Stretched {
            #[n(0)]
            key: [u8; 32],
        },
        /// Registered, or signed in.
        #[n(1)]
        Done(#[n(0)] Proof),
        /// The passphrase is wrong, or the relay is another.
        #[n(2)]
        WrongPassphrase,
        /// It could not be done.
        #[n(3)]
        Failed,
        /// The program that does it could not be loaded.
        #[n(4)]
        NotLoaded,
    }
}

lean::body! {
    /// What the second step gives.
    #[derive(ZeroizeOnDrop)]
    pub(crate) struct Proof {
        /// For the relay: the upload, or the finalization.
        #[n(0)]
        pub(crate) message: Vec<u8>,
        /// For this account alone.
        #[n(1)]
        pub(crate) export_key: [u8; 64],
        /// To pin.
        #[n(2)]
        pub(crate) server_public: [u8; 32],
    }
}

/// Memory of one stretching, in KiB: compiled in, so that nobody can talk a device into less.
const MEMORY_KIB: u32 = if cfg!(feature = "weak-for-tests") { 64 } else { 64 * 1024 };
/// Passes over that memory.
const PASSES: u32 = if cfg!(feature = "weak-for-tests") { 1 } else { 3 };

/// Does a job that [`crate::ports::SlowWork::run`] was given. Both are bytes; whoever passes them on need not know more.
#[must_use]
pub fn work(job: &[u8]) -> Vec<u8> {
    let outcome = lean::from_bytes(job).map_or(Outcome::Failed, |job| perform(&job));
    lean::to_bytes(&outcome)
}

/// Slow work where nobody is held up by it: on a machine without a page.
#[derive(Debug)]
pub struct AtOnce;

impl SlowWork for AtOnce {
    fn run<'a>(&'a self, job: &'a [u8]) -> Later<'a, Option<Vec<u8>>> {
        Box::pin(core::future::ready(Some(work(job))))
    }
}

/// Has a job done.
pub(crate) async fn run(ports: &Ports, job: Job) -> Outcome {
    let job = Zeroizing::new(lean::to_bytes(&job));
    let Some(answer) = ports.slow.run(&job).await.map(Zeroizing::new) else { return Outcome::NotLoaded };
    lean::from_bytes(&answer).unwrap_or(Outcome::Failed)
}

fn perform(job: &Job) -> Outcome {
    match job {
        Job::Stretch { passphrase, salt } => {
            stretch(passphrase, salt).map_or(Outcome::Failed, |key| Outcome::Stretched { key })
        }
        Job::Register(step) => register(step).unwrap_or_else(refused),
        Job::SignIn(step) => sign_in(step).unwrap_or_else(refused),
    }
}

const fn refused(why: opaque::Refusal) -> Outcome {
    match why {
        opaque::Refusal::WrongPassphrase => Outcome::WrongPassphrase,
        _ => Outcome::Failed,
    }
}

fn register(step: &Step) -> Result<Outcome, opaque::Refusal> {
    let state = opaque::RegisterState::from_bytes(&step.state);
    let passphrase = step.passphrase.as_bytes();
    let rng = &mut seeded(step.seed);
    let done = opaque::client_register_finish(state, passphrase, &step.response, rng)?;
    Ok(Outcome::Done(Proof {
        message: done.upload,
        export_key: *done.export_key.as_bytes(),
        server_public: done.server_public.0,
    }))
}

fn sign_in(step: &Step) -> Result<Outcome, opaque::Refusal> {
    let state = opaque::LoginState::from_bytes(&step.state);
    let passphrase = step.passphrase.as_bytes();
    let rng = &mut seeded(step.seed);
    let done = opaque::client_login_finish(state, passphrase, &step.response, rng)?;
    Ok(Outcome::Done(Proof {
        message: done.finalization,
        export_key: *done.export_key.as_bytes(),
        server_public: done.server_public.0,
    }))
}

fn stretch(passphrase: &str, salt: &[u8; 16]) -> Option<[u8; 32]> {
    let params = argon2::Params::new(MEMORY_KIB, PASSES, 1, Some(32)).ok()?;
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = [0; 32];
    argon.hash_password_into(passphrase.as_bytes(), salt, &mut key).ok()?;
    Some(key)
}

/// Randomness that grows from thirty-two random bytes.
struct Seeded {
    seed: Zeroizing<[u8; 32]>,
    drawn: Cell<u64>,
}

fn seeded(seed: [u8; 32]) -> Random {
    Random::new(Rc::new(Seeded { seed: Zeroizing::new(seed), drawn: Cell::new(0) }))
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let number = self.drawn.replace(self.drawn.get().wrapping_add(1));
            let material = Zeroizing::new([self.seed.as_slice(), &number.to_le_bytes()].concat());
            let drawn = Zeroizing::new(protocol::cipher::derive("mend/v1/slow", &material));
            chunk.iter_mut().zip(drawn.iter()).for_each(|(to, from)| *to = *from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_passphrase_and_salt_give_the_same_key_and_others_another() {
        let one = stretch("long and quiet", &[1; 16]).unwrap();
        assert_eq!(stretch("long and quiet", &[1; 16]), Some(one));
        assert_ne!(stretch("long and quiet", &[2; 16]), Some(one));
        assert_ne!(stretch("long and loud", &[1; 16]), Some(one));
    }

    #[test]
    fn a_job_nobody_can_read_fails_and_nothing_more() {
        let answer = work(b"not a job");
        assert!(matches!(lean::from_bytes(&answer), Some(Outcome::Failed)));
    }

    #[test]
    fn a_seed_gives_bytes_that_do_not_repeat() {
        let random = seeded([1; 32]);
        let (one, two): ([u8; 48], [u8; 48]) = (random.bytes(), random.bytes());
        assert_ne!(one, two);
        assert_ne!(one[..16], one[32..]);
    }
}

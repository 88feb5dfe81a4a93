//! The door of this device: the local key behind the passphrase, and ajar while the person is here.
//! Whatever lies in the store passes the machine's guard as well, so that a copied disk alone opens nothing.

use protocol::cipher::AeadKey;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::local::{LocalKey, key};
use crate::ports::{Ports, StoreProblem, Write};
use crate::slow::{self, Job, Outcome};

/// Why the door stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CannotUnlock {
    /// The passphrase is another.
    #[error("another passphrase")]
    WrongPassphrase,
    /// Nobody has an account on this device.
    #[error("nobody lives here")]
    NobodyHere,
    /// The local store did not do it.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

lean::ways! {
    /// When a device locks by itself.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum LockAfter {
        /// After a minute without a touch.
        #[n(0)]
        OneMinute,
        /// After five.
        #[n(1)]
        FiveMinutes,
        /// After thirty.
        #[n(2)]
        ThirtyMinutes,
        /// After twelve hours.
        #[n(3)]
        TwelveHours,
    }
}

impl LockAfter {
    /// In milliseconds.
    #[must_use]
    pub const fn ms(self) -> u64 {
        60_000
            * match self {
                Self::OneMinute => 1,
                Self::FiveMinutes => 5,
                Self::ThirtyMinutes => 30,
                Self::TwelveHours => 720,
            }
    }
}

/// Who lives on this device, before anything is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Nobody: welcome.
    Nobody,
    /// Somebody, and the passphrase is needed.
    Locked,
    /// Somebody who was here a moment ago.
    Ajar,
}

lean::body! {
    struct Shut {
        #[n(0)]
        version: u8,
        #[n(1)]
        salt: [u8; 16],
        #[n(2)]
        sealed: Vec<u8>,
    }
}

lean::body! {
    struct Ajar {
        #[n(0)]
        local: [u8; 32],
        #[n(1)]
        until_ms: u64,
        /// When it was written: a clock that shows less was set back.
        #[n(2)]
        since_ms: Option<u64>,
    }
}

const AAD: &[u8] = b"mend/v1/door";
/// A clock that is corrected by so much was not set back by somebody.
const SLACK_MS: u64 = 5_000;

/// Whether anybody lives on this device at all.
///
/// # Errors
/// When the local store cannot be read.
pub async fn is_home(ports: &Ports) -> Result<bool, StoreProblem> {
    Ok(ports.store.get(key::DOOR).await?.is_some())
}

/// How the door stands.
///
/// # Errors
/// When the local store cannot be read.
pub async fn door(ports: &Ports) -> Result<Door, StoreProblem> {
    if !is_home(ports).await? {
        return Ok(Door::Nobody);
    }
    Ok(if look_through(ports).await?.is_some() { Door::Ajar } else { Door::Locked })
}

/// The local key, if the person was here a moment ago.
pub(crate) async fn look_through(ports: &Ports) -> Result<Option<LocalKey>, StoreProblem> {
    let Some(wrapped) = ports.store.get(key::AJAR).await? else { return Ok(None) };
    let bytes = Zeroizing::new(ports.guard.unwrap(&wrapped).await?);
    let ajar: Ajar = lean::from_kept(&bytes).ok_or(StoreProblem::Damaged)?;
    let now = ports.now_ms();
    if now < ajar.until_ms && now.saturating_add(SLACK_MS) >= ajar.since_ms.unwrap_or(0) {
        return Ok(Some(LocalKey::from_bytes(ajar.local)));
    }
    // A clock that is set back must not open it again. A store that takes nothing is told when the person comes in.
    let _ = lock(ports).await;
    Ok(None)
}

/// What must be stored so that only this passphrase opens the door.
pub(crate) async fn shut(ports: &Ports, local: &LocalKey, passphrase: &str) -> Result<Write, StoreProblem> {
    let mut rng = ports.rng();
    let salt = rng.bytes();
    let stretched = stretch(ports, passphrase, salt).await?;
    let sealed = stretched.seal(AAD, local.as_bytes(), &mut rng);
    let bytes = lean::to_bytes(&Shut { version: 1, salt, sealed });
    Ok(Write::Put { key: key::DOOR.into(), value: ports.guard.wrap(&bytes).await? })
}

/// Opens the door.
pub(crate) async fn unlock(ports: &Ports, passphrase: &str) -> Result<LocalKey, CannotUnlock> {
    let wrapped = ports.store.get(key::DOOR).await?.ok_or(CannotUnlock::NobodyHere)?;
    let bytes = ports.guard.unwrap(&wrapped).await?;
    let shut: Shut = lean::from_kept(&bytes).ok_or(StoreProblem::Damaged)?;
    let stretched = stretch(ports, passphrase, shut.salt).await?;
    let local = stretched.open(AAD, &shut.sealed).map_err(|_| CannotUnlock::WrongPassphrase)?;
    let local = <[u8; 32]>::try_from(local.as_slice()).map_err(|_| StoreProblem::Damaged)?;
    Ok(LocalKey::from_bytes(local))
}

/// What must be stored so that the door stays ajar for a while.
pub(crate) async fn keep_ajar(
    ports: &Ports,
    local: &LocalKey,
    after: LockAfter,
) -> Result<Write, StoreProblem> {
    let now = ports.now_ms();
    let (until_ms, since_ms) = (now.saturating_add(after.ms()), Some(now));
    let bytes = lean::to_bytes(&Ajar { local: *local.as_bytes(), until_ms, since_ms });
    Ok(Write::Put { key: key::AJAR.into(), value: ports.guard.wrap(&Zeroizing::new(bytes)).await? })
}

/// Locks now. Whatever is in memory must be dropped by whoever holds it.
///
/// # Errors
/// When the local store cannot be written; then nothing is locked.
pub async fn lock(ports: &Ports) -> Result<(), StoreProblem> {
    ports.store.commit(&[Write::Remove { key: key::AJAR.into() }]).await
}

async fn stretch(ports: &Ports, passphrase: &str, salt: [u8; 16]) -> Result<AeadKey, StoreProblem> {
    let job = Job::Stretch { passphrase: passphrase.to_owned(), salt };
    match slow::run(ports, job).await {
        Outcome::Stretched { key } => Ok(AeadKey::from_bytes(key)),
        Outcome::NotLoaded => Err(StoreProblem::NotLoaded),
        // Its parameters are compiled in: nothing but memory can be missing.
        _ => Err(StoreProblem::NoMemory),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Later, SlowWork};
    use crate::testing::{block_on, ports_at};
    use std::rc::Rc;

    #[test]
    fn only_the_same_passphrase_opens_the_door() {
        block_on(async {
            let (ports, _) = ports_at(1_000);
            assert_eq!(door(&ports).await, Ok(Door::Nobody));
            assert_eq!(unlock(&ports, "x").await, Err(CannotUnlock::NobodyHere));
            let local = LocalKey::make(&mut ports.rng());
            let write = shut(&ports, &local, "slow river stones").await.unwrap();
            ports.store.commit(&[write]).await.unwrap();
            assert_eq!(door(&ports).await, Ok(Door::Locked));
            assert_eq!(unlock(&ports, "slow river stone").await, Err(CannotUnlock::WrongPassphrase));
            assert_eq!(unlock(&ports, "slow river stones").await, Ok(local));
        });
    }

    /// Gives the same answer to every job.
    struct Always(Option<Vec<u8>>);

    impl SlowWork for Always {
        fn run<'a>(&'a self, _: &'a [u8]) -> Later<'a, Option<Vec<u8>>> {
            Box::pin(core::future::ready(self.0.clone()))
        }
    }

    #[test]
    fn a_device_without_memory_or_without_the_program_says_which_and_not_that_the_passphrase_is_wrong() {
        block_on(async {
            let (mut ports, _) = ports_at(1_000);
            let local = LocalKey::make(&mut ports.rng());
            let write = shut(&ports, &local, "slow river stones").await.unwrap();
            ports.store.commit(&[write]).await.unwrap();
            // A worker that died leaves no bytes; one that was never loaded leaves no answer.
            for (answer, problem) in
                [(Some(Vec::new()), StoreProblem::NoMemory), (None, StoreProblem::NotLoaded)]
            {
                ports.slow = Rc::new(Always(answer));
                let opened = unlock(&ports, "slow river stones").await;
                assert_eq!(opened, Err(CannotUnlock::Store(problem)));
                assert_eq!(shut(&ports, &local, "another").await, Err(problem));
            }
        });
    }

    #[test]
    fn a_clock_set_back_before_the_last_touch_shuts_the_door_for_good() {
        block_on(async {
            let (ports, clock) = ports_at(1_000_000);
            let local = LocalKey::make(&mut ports.rng());
            let write = shut(&ports, &local, "slow river stones").await.unwrap();
            let ajar = keep_ajar(&ports, &local, LockAfter::OneMinute).await.unwrap();
            ports.store.commit(&[write, ajar]).await.unwrap();
            clock.set(995_000);
            assert_eq!(door(&ports).await, Ok(Door::Ajar), "corrected by a little");
            clock.set(994_999);
            assert_eq!(door(&ports).await, Ok(Door::Locked));
            clock.set(1_000_000);
            assert_eq!(door(&ports).await, Ok(Door::Locked));
        });
    }

    #[test]
    fn the_door_is_ajar_until_its_time_is_over_or_somebody_locks() {
        block_on(async {
            let (ports, clock) = ports_at(1_000);
            let local = LocalKey::make(&mut ports.rng());
            let write = shut(&ports, &local, "slow river stones").await.unwrap();
            let ajar = keep_ajar(&ports, &local, LockAfter::OneMinute).await.unwrap();
            ports.store.commit(&[write, ajar.clone()]).await.unwrap();
            assert_eq!(look_through(&ports).await, Ok(Some(local)));
            clock.set(60_999);
            assert_eq!(door(&ports).await, Ok(Door::Ajar));
            clock.set(61_000);
            assert_eq!(door(&ports).await, Ok(Door::Locked));
            // Its time is over for good, wherever the clock is set.
            clock.set(2_000);
            assert_eq!(door(&ports).await, Ok(Door::Locked));
            ports.store.commit(&[ajar]).await.unwrap();
            assert_eq!(door(&ports).await, Ok(Door::Ajar));
            lock(&ports).await.unwrap();
            assert_eq!(door(&ports).await, Ok(Door::Locked));
        });
    }
}

//! Work that takes long on purpose: turning a passphrase into a key. It goes through [`crate::ports::SlowWork`]
//! as bytes, so that a browser can do it in a worker that is thrown away with its memory afterwards.

use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

/// What is to be done.
#[derive(Encode, Decode)]
pub(crate) enum Job {
    /// A key from a passphrase, for the door of this device.
    #[n(0)]
    Stretch {
        #[n(0)]
        passphrase: String,
        #[cbor(n(1), with = "minicbor::bytes")]
        salt: [u8; 16],
    },
}

/// What came of it.
#[derive(Encode, Decode)]
pub(crate) enum Outcome {
    /// The key.
    #[n(0)]
    Stretched {
        #[cbor(n(0), with = "minicbor::bytes")]
        key: [u8; 32],
    },
    /// It could not be done.
    #[n(1)]
    Failed,
}

/// Memory of one stretching, in KiB: compiled in, so that nobody can talk a device into less.
const MEMORY_KIB: u32 = if cfg!(feature = "weak-for-tests") { 64 } else { 64 * 1024 };
/// Passes over that memory.
const PASSES: u32 = if cfg!(feature = "weak-for-tests") { 1 } else { 3 };

/// Does a job that [`crate::ports::SlowWork::run`] was given. Both are bytes; whoever passes them on need not know more.
#[must_use]
pub fn work(job: &[u8]) -> Vec<u8> {
    let outcome = minicbor::decode(job).map_or(Outcome::Failed, perform);
    minicbor::to_vec(outcome).unwrap_or_default()
}

fn perform(job: Job) -> Outcome {
    match job {
        Job::Stretch { passphrase, salt } => stretch(&Zeroizing::new(passphrase), &salt)
            .map_or(Outcome::Failed, |key| Outcome::Stretched { key }),
    }
}

fn stretch(passphrase: &str, salt: &[u8; 16]) -> Option<[u8; 32]> {
    let params = argon2::Params::new(MEMORY_KIB, PASSES, 1, Some(32)).ok()?;
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = [0; 32];
    argon.hash_password_into(passphrase.as_bytes(), salt, &mut key).ok()?;
    Some(key)
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
        assert!(matches!(minicbor::decode(&answer), Ok(Outcome::Failed)));
    }
}

//! How a passphrase is stretched: Argon2id with parameters that are compiled in.
//! A relay cannot ask for weaker ones, because it is never asked.

use crate::Refusal;
use argon2::{Algorithm, Argon2, Params, Version};
use old_generic_array::{ArrayLength, GenericArray};
use opaque_ke::errors::InternalError;
use opaque_ke::ksf::Ksf;
use zeroize::Zeroizing;

#[cfg(all(feature = "weak-for-tests", not(debug_assertions)))]
compile_error!("`weak-for-tests` is for tests: passphrases would not be protected");

/// The cost of one stretching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretching {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes; one, since a browser has one thread to give.
    pub lanes: u32,
}

/// What every released build uses. It may rise with a new suite, and never falls.
pub const FLOOR: Stretching = Stretching { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

/// What this build uses.
pub const IN_USE: Stretching =
    if cfg!(feature = "weak-for-tests") { Stretching { memory_kib: 19, passes: 1, lanes: 1 } } else { FLOOR };

/// The salt is empty on purpose: the input is already the output of the blinded exchange,
/// which differs for every account (RFC 9807, 7).
const SALT: [u8; argon2::RECOMMENDED_SALT_LEN] = [0; argon2::RECOMMENDED_SALT_LEN];

/// Stretches what is not secret enough by itself: the passphrase that locks a device, with a salt of that
/// device, or the fingerprints behind standing words. Slow, and 64 MiB of memory.
pub fn stretch(input: &[u8], salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, Refusal> {
    let mut output = Zeroizing::new([0; 32]);
    argon2id(IN_USE, input, salt, output.as_mut()).map_err(|_| Refusal::NoMemory)?;
    Ok(output)
}

fn argon2id(cost: Stretching, input: &[u8], salt: &[u8], output: &mut [u8]) -> Result<(), argon2::Error> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(output.len()))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(input, salt, output)
}

#[derive(Default)]
pub(crate) struct Argon2id;

impl Ksf for Argon2id {
    fn hash<L: ArrayLength<u8>>(
        &self,
        input: GenericArray<u8, L>,
    ) -> Result<GenericArray<u8, L>, InternalError> {
        let mut output = GenericArray::default();
        argon2id(IN_USE, &input, &SALT, &mut output).map_err(|_| InternalError::KsfError)?;
        Ok(output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_sixty_four_mebibytes_three_times() {
        assert_eq!((FLOOR.memory_kib, FLOOR.passes, FLOOR.lanes), (65_536, 3, 1));
        assert!(cfg!(feature = "weak-for-tests") || IN_USE == FLOOR);
    }

    #[test]
    fn stretching_is_argon2id_at_the_floor() {
        let mut stretched = [0; 32];
        argon2id(FLOOR, b"four quiet words here", b"salt of a device", &mut stretched).unwrap();
        let digits: String = stretched.iter().map(|byte| format!("{byte:02x}")).collect();
        // As the reference implementation in C has it.
        assert_eq!(digits, "f9ef90f0b49bf17e10687e71033c42a287c4273c1d94f1bed274bece3731804c");
    }

    #[test]
    fn another_salt_or_input_stretches_to_something_else() {
        let one = stretch(b"here", &[1; 16]).unwrap();
        assert_eq!(one, stretch(b"here", &[1; 16]).unwrap());
        assert_ne!(one, stretch(b"here", &[2; 16]).unwrap());
        assert_ne!(one, stretch(b"there", &[1; 16]).unwrap());
    }
}

//! How a passphrase is stretched: Argon2id with parameters that are compiled in.
//! A relay cannot ask for weaker ones, because it is never asked.

use argon2::{Algorithm, Argon2, Params, Version};
use old_generic_array::{ArrayLength, GenericArray};
use opaque_ke::errors::InternalError;
use opaque_ke::ksf::Ksf;

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

#[derive(Default)]
pub(crate) struct Argon2id;

impl Ksf for Argon2id {
    fn hash<L: ArrayLength<u8>>(
        &self,
        input: GenericArray<u8, L>,
    ) -> Result<GenericArray<u8, L>, InternalError> {
        let mut output = GenericArray::default();
        let Stretching { memory_kib, passes, lanes } = IN_USE;
        let params = Params::new(memory_kib, passes, lanes, Some(output.len()))
            .map_err(|_| InternalError::KsfError)?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&input, &SALT, &mut output)
            .map_err(|_| InternalError::KsfError)?;
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
}

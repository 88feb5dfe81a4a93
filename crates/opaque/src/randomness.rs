//! Lets the older generation of crates draw from the caller's source of randomness.

use old_rand_core::{CryptoRng as OldCryptoRng, Error, RngCore};
use rand_core::CryptoRng;

pub(crate) struct Adapted<'a>(pub(crate) &'a mut dyn CryptoRng);

impl RngCore for Adapted<'_> {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    fn fill_bytes(&mut self, to_fill: &mut [u8]) {
        self.0.fill_bytes(to_fill);
    }

    fn try_fill_bytes(&mut self, to_fill: &mut [u8]) -> Result<(), Error> {
        self.0.fill_bytes(to_fill);
        Ok(())
    }
}

impl OldCryptoRng for Adapted<'_> {}

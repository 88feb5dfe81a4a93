//! A source of bytes for tests that gives the same bytes in every run.

use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;

/// BLAKE3 over a seed and a counter. Never for real keys.
#[derive(Debug)]
pub(crate) struct CountingRng {
    seed: [u8; 32],
    drawn: u64,
}

impl CountingRng {
    pub(crate) fn new(seed: u8) -> Self {
        Self { seed: [seed; 32], drawn: 0 }
    }
}

impl TryRng for CountingRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, to_fill: &mut [u8]) -> Result<(), Infallible> {
        let mut stream =
            blake3::Hasher::new_keyed(&self.seed).update(&self.drawn.to_le_bytes()).finalize_xof();
        stream.fill(to_fill);
        self.drawn += 1;
        Ok(())
    }
}

impl TryCryptoRng for CountingRng {}

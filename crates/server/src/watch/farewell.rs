//! Leaving in peace: told to stop, the relay says that it is not ready, lets go of its listeners one after another, and
//! takes no new ones. What was acknowledged is kept, and devices come back wherever they find a relay.

use std::time::Duration;

use protocol::wire::ProblemCode;
use tokio::sync::watch;

use crate::gate::refusal::Refusal;
use crate::relay::{Relay, randomness};

/// When whoever was not let in may try again, in milliseconds.
const AGAIN_MS: u64 = 1_000;

/// Whether the relay is leaving.
#[derive(Debug)]
pub(crate) struct Farewell(watch::Sender<bool>);

impl Default for Farewell {
    fn default() -> Self {
        Self(watch::channel(false).0)
    }
}

impl Farewell {
    /// It leaves from now on.
    pub(crate) fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether it does.
    pub(crate) fn is_said(&self) -> bool {
        *self.0.borrow()
    }

    /// Done when it does.
    pub(crate) async fn heard(&self) {
        let mut said = self.0.subscribe();
        // The sender lives as long as the relay does.
        let _ = said.wait_for(|it| *it).await;
    }
}

impl Relay {
    /// Lets nobody begin to listen while the relay leaves.
    pub(crate) fn stays(&self) -> Result<(), Refusal> {
        if self.inner.farewell.is_said() {
            return Err(Refusal::later(ProblemCode::Busy, AGAIN_MS));
        }
        Ok(())
    }

    /// Done when it is this listener's turn to go: at some moment of the time that leaving takes, so that not all
    /// come back somewhere else at once.
    pub(crate) async fn my_turn_to_go(&self) {
        self.inner.farewell.heard().await;
        let most = u64::try_from(self.inner.settings.drain.as_millis()).unwrap_or(u64::MAX);
        let mut random = [0; 8];
        rand_core::Rng::fill_bytes(&mut randomness(), &mut random);
        let wait = u64::from_le_bytes(random) % most.max(1);
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
}

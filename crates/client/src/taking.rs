//! Taking a journey along, whole, and bringing one into an account.

use domain::brought::Journey;
use domain::{Audience, Couple, Record};
use protocol::ids::SpaceId;
use thiserror::Error;

use crate::ours::Ours;
use crate::ports::{Ports, StoreProblem};
use crate::runs::read_after;
use crate::sealing::InSpace;
use crate::session::{NotDone, Session};

/// So many records are brought at once: each time they are folded, and stored in one transaction.
const AT_ONCE: usize = 500;

/// Why a journey was not brought, or not whole. What is here already is not brought twice, so trying again goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CannotBring {
    /// A rule says no, or there is nowhere to write.
    #[error(transparent)]
    NotDone(#[from] NotDone),
    /// The local store did not do it.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

impl Ours {
    /// Everything this device can read, to be taken along. It is in the clear: whoever has it can read it.
    ///
    /// # Errors
    /// When the local store cannot be read.
    pub async fn journey(&self) -> Result<Journey, StoreProblem> {
        let (local, logs) = self.read(|it| {
            let logs = it.seats.iter().map(|it| (it.space(), it.life, it.reader.cursor().seq));
            (it.local.clone(), logs.collect::<Vec<_>>())
        });
        self.with(Session::put_by_all);
        self.save().await?;
        let mut records = Vec::new();
        for (space, life, to) in logs {
            let (mut items, _) = read_after(&*self.ports.store, &local, (space, life), 0).await?;
            items.retain(|it| it.seq <= to);
            records.extend(self.with(|session| session.open_kept(space, &items)));
        }
        records.extend(self.read(Session::open_waiting));
        Ok(self.read(|it| it.journey_of(records)))
    }

    /// Brings a journey into this account, record by record, into the vault; `so_far` hears how many of all are here.
    ///
    /// # Errors
    /// Says why not. What was brought until then stays.
    pub async fn bring(&self, journey: &Journey, so_far: impl Fn(usize)) -> Result<(), CannotBring> {
        for (nth, command) in journey.commands(AT_ONCE).enumerate() {
            self.perform(command.into())?;
            self.save().await?;
            so_far(((nth + 1) * AT_ONCE).min(journey.entries.len()));
        }
        Ok(())
    }
}

impl Session {
    /// The journey of these records, as this person has it now.
    pub(crate) fn journey_of(&self, records: Vec<Record>) -> Journey {
        let ours = self.seats.iter().find(|it| it.audience() == Some(Audience::Ours));
        let space = ours.map_or([0; 16], |it| it.space().0);
        Journey::of(self.me(), self.display_name(), self.clock.moment().ms, records, space)
    }
}

/// The couple that a journey tells of, with its sealed rounds opened as they were.
#[must_use]
pub fn couple_of(journey: &Journey, ports: &Ports) -> Couple {
    journey.couple(&InSpace { space: SpaceId([0; 16]), rng: ports.rng() })
}

//! What follows from taking something back: the words of it are erased, here, at the relay and on the other's devices.
//!
//! A practice says by an event of its own that something was taken back (`hurts.withdrawn`, `why.withdrawn`, …). Which
//! records that reaches is one pure function of the records ([`taken_back`]), the same on every device. The author's
//! device names them ([`Withdrawn`]) with what stays of each: its place in time and its bare form, without a word. Every
//! device that has erased them says so ([`Erased`]). A device believes no name that its own rule does not give, as long
//! as it still holds the words: nobody takes back what no practice lets them take back, and nobody puts other words in
//! the place of their own.
//!
//! What one puts away in one's own vault goes the same way, from one's own devices and from the relay, together with the
//! drafts of before.

mod rule;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use rule::is_taking_back;
pub use rule::{Reached, can_be_taken_back, stays_of, taken_back};
pub use words::{Cleared, Command, Erased, Event, Gone, Nothing, PutAway, Refusal, Withdrawn};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::{DeviceId, PersonId, RecordId};
use crate::path::Suggestion;
use crate::practice::{Deciding, Practice, Sealing, Stamped};
use crate::stamp::Stamp;

/// So many records are named at once.
pub const MOST_NAMED: usize = 24;
/// More than one person takes back, counted by how often they do.
const MOST: usize = 5_000;
/// So many devices a person has in one space at the most.
const MOST_DEVICES: usize = 64;
/// The longest body that stays of a record, in bytes: a form without words is short.
const MOST_STAYS: usize = 4 * 1024;

lean::row! {
    /// A device that has erased something.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct On {
        /// Whose.
        #[n(0)]
        pub by: PersonId,
        /// Which.
        #[n(1)]
        pub device: DeviceId,
    }
}

lean::row! {
    /// Records that one person took back at one time, and who has erased them.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Taking {
        /// The record that names them.
        #[n(0)]
        pub id: RecordId,
        /// Who took them back.
        #[n(1)]
        pub by: PersonId,
        /// When.
        #[n(2)]
        pub at: Stamp,
        /// By which records.
        #[n(3)]
        by_records: Vec<RecordId>,
        /// Which records went.
        #[n(4)]
        pub gone: Vec<Gone>,
        /// The devices that have erased them.
        #[n(5)]
        pub erased_on: Vec<On>,
    }
}

impl Taking {
    /// Whether a device of this person says that it has erased them.
    #[must_use]
    pub fn is_erased_on(&self, device: DeviceId) -> bool {
        self.erased_on.iter().any(|it| it.device == device)
    }

    /// Whether the relay has erased them: a device of whoever took them back erases only once the relay has.
    #[must_use]
    pub fn is_erased_at_the_relay(&self) -> bool {
        self.erased_on.iter().any(|it| it.by == self.by)
    }
}

lean::row! {
    /// What was taken back in one place, and what of it is still to be named.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Taken {
        #[n(0)]
        all: Vec<Taking>,
        /// By what each took something back that was not named yet.
        #[n(1)]
        unnamed: Vec<Unnamed>,
    }
}

lean::row! {
    /// A record by which somebody took something back.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Unnamed {
        #[n(0)]
        by: PersonId,
        #[n(1)]
        record: RecordId,
    }
}

lean::row! {
    /// What the two have taken back, and what the viewer has put away.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Withdrawal {
        #[n(0)]
        pub(crate) ours: Taken,
        #[n(1)]
        mine: Taken,
    }
}

impl Withdrawal {
    fn of(&self, audience: Audience) -> &Taken {
        match audience {
            Audience::Ours => &self.ours,
            Audience::Mine => &self.mine,
        }
    }

    fn of_mut(&mut self, audience: Audience) -> &mut Taken {
        match audience {
            Audience::Ours => &mut self.ours,
            Audience::Mine => &mut self.mine,
        }
    }

    /// Everything that was taken back in one place, in order.
    #[must_use]
    pub fn all(&self, audience: Audience) -> &[Taking] {
        &self.of(audience).all
    }

    /// The records by which this person took something back whose reach no device of theirs has named yet.
    pub fn unnamed(&self, audience: Audience, by: PersonId) -> impl Iterator<Item = RecordId> {
        self.of(audience).unnamed.iter().filter(move |it| it.by == by).map(|it| it.record)
    }

    /// Takes in that something was taken back.
    pub(crate) fn note(&mut self, audience: Audience, by: PersonId, record: RecordId) {
        let taken = self.of_mut(audience);
        let named = taken.all.iter().any(|it| it.by == by && it.by_records.contains(&record));
        if !named && taken.unnamed.len() < MOST {
            taken.unnamed.push(Unnamed { by, record });
        }
    }

    /// What stays of a record that its author took back.
    #[must_use]
    pub fn gone(&self, audience: Audience, record: RecordId, author: PersonId) -> Option<&Gone> {
        let theirs = self.of(audience).all.iter().filter(|it| it.by == author);
        theirs.flat_map(|it| &it.gone).find(|it| it.record == record)
    }
}

impl Taken {
    fn has_named(&self, record: RecordId, by: PersonId) -> bool {
        self.all.iter().filter(|it| it.by == by).any(|it| it.gone.iter().any(|it| it.record == record))
    }

    fn take_in(&mut self, record: &Stamped<'_, Event>) {
        if let Some((by_records, gone)) = record.event.names() {
            let (id, by, at) = (record.id, record.author, record.at);
            self.unnamed.retain(|it| it.by != by || !by_records.contains(&it.record));
            let short = gone.iter().all(|it| it.body.len() <= MOST_STAYS && it.word.len() <= MOST_STAYS);
            let of_theirs = self.all.iter().filter(|it| it.by == by).count();
            if short && gone.len() <= MOST_NAMED && by_records.len() <= MOST && of_theirs < MOST {
                // Two devices of one person may name the same, each before it has heard of the other.
                let new = gone.iter().filter(|it| !self.has_named(it.record, by)).cloned().collect();
                let by_records = by_records.to_vec();
                self.all.push(Taking { id, by, at, by_records, gone: new, erased_on: Vec::new() });
            }
        }
        let on = On { by: record.author, device: record.device };
        for of in record.event.erased().unwrap_or_default() {
            let taking = self.all.iter_mut().find(|it| it.id == *of);
            if let Some(taking) = taking.filter(|it| !it.is_erased_on(on.device))
                && taking.erased_on.iter().filter(|it| it.by == on.by).count() < MOST_DEVICES
            {
                taking.erased_on.push(on);
            }
        }
    }
}

impl Withdrawal {
    fn is_unnamed(&self, audience: Audience, by: PersonId, record: RecordId) -> bool {
        self.unnamed(audience, by).any(|it| it == record)
    }
}

/// In pieces, the last of which names by what they were taken back: whatever was cut off before is named again.
fn named(audience: Audience, by: &[RecordId], gone: &[Gone]) -> Vec<Event> {
    if by.is_empty() && gone.is_empty() {
        return Vec::new();
    }
    let pieces = gone.len().div_ceil(MOST_NAMED).max(1);
    let mut all: Vec<Vec<Gone>> = gone.chunks(MOST_NAMED).map(<[Gone]>::to_vec).collect();
    all.resize(pieces, Vec::new());
    let last = pieces.saturating_sub(1);
    let by = |at| if at == last { by.to_vec() } else { Vec::new() };
    let event = |(at, gone)| match audience {
        Audience::Ours => Event::Withdrawn(Withdrawn { by: by(at), gone }),
        Audience::Mine => Event::PutAway(PutAway { by: by(at), gone }),
    };
    all.into_iter().enumerate().map(event).collect()
}

impl Practice for Withdrawal {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let events: Vec<Event> = match command {
            Command::Name { audience, by, gone } => {
                let unnamed = |it: &RecordId| self.is_unnamed(audience, with.me, *it);
                let by: Vec<RecordId> = by.into_iter().filter(unnamed).collect();
                let new = gone.into_iter().filter(|it| self.gone(audience, it.record, with.me).is_none());
                named(audience, &by, &new.collect::<Vec<_>>())
            }
            Command::Erased { audience, of, here } => {
                let all = self.all(audience);
                let still = |id: &RecordId| all.iter().any(|it| it.id == *id && !it.is_erased_on(here));
                let of: Vec<RecordId> = of.into_iter().filter(still).collect();
                let event = |of: &[RecordId]| match audience {
                    Audience::Ours => Event::Erased(Erased { of: of.to_vec() }),
                    Audience::Mine => Event::Cleared(Cleared { of: of.to_vec() }),
                };
                of.chunks(MOST_NAMED).map(event).collect()
            }
        };
        if events.is_empty() {
            return Err(Refusal::NothingToSay);
        }
        Ok(events.into_iter().map(couple::Event::Withdrawal).collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.of_mut(record.event.audience()).take_in(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, _: &Couple, _: &Moment) -> Vec<Suggestion> {
        Vec::new()
    }
}

//! Apology: written, in the order that helps most; sent once the hurt partner feels heard or says it need not be; opened
//! when the receiver is ready, and answered in ways that each can be changed. Accepting is not forgiving.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::promised;
pub use words::{
    Answer, Answered, Command, Event, Letter, OfferPromised, Part, Refusal, Revised, Sent, Unfolded, Waived,
    Withdrawn,
};

use crate::couple::Couple;
use crate::ids::{ApologyId, HurtId, PersonId, PromiseId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

/// More offers in one letter than anyone could keep.
pub const MOST_OFFERS: usize = 12;

/// More versions than anyone writes.
pub const MOST_VERSIONS: usize = 50;

lean::row! {
    /// The apologies between the two, and what the viewer has opened.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Apology {
        #[n(0)]
        pub(crate) ours: Shared,
        #[n(1)]
        unfolded: Vec<Unfolded>,
    }
}

lean::row! {
    /// What both know.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Shared {
        #[n(0)]
        all: Table<ApologyId, Leaf<Sending>>,
        #[n(1)]
        waived: Vec<Waiver>,
    }
}

lean::row! {
    /// One apology, with every version.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Sending {
        /// Which.
        #[n(0)]
        pub id: ApologyId,
        /// For which hurt.
        #[n(1)]
        pub hurt: HurtId,
        /// Every version, in order. The last one leads. None is left once it was taken back.
        #[n(2)]
        pub versions: Vec<Version>,
        /// Its author took it back.
        #[n(3)]
        pub withdrawn: bool,
    }
}

lean::row! {
    /// One version of an apology.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Version {
        /// Its words.
        #[n(0)]
        pub letter: Letter,
        /// When it was sent.
        #[n(1)]
        pub sent: Stamp,
        /// What the receiver says to it, and has not taken back; in the order of the answers.
        #[n(2)]
        pub answers: Vec<Answer>,
        /// Which of its offers became which promise.
        #[n(3)]
        pub promised: Vec<(u16, PromiseId)>,
    }
}

lean::row! {
    /// Whether someone wishes to be asked for no mark before an apology.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Waiver {
        #[n(0)]
        hurt: HurtId,
        #[n(1)]
        by: PersonId,
        #[n(2)]
        waived: bool,
    }
}

/// Where an apology for a hurt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It can be written, and not sent yet: the hurt partner neither feels heard nor has said that it need not be.
    ToWrite,
    /// It can be sent.
    CanBeSent,
    /// It was sent. The receiver opens and answers it when ready, or not.
    Sent,
    /// It was sent, and "I feel heard" was taken back since. It rests: nothing is asked of either, it can still be read,
    /// and nothing was done wrong.
    Resting,
    /// The receiver said that something is missing.
    SomethingIsMissing,
    /// The receiver accepts it.
    Accepted,
}

impl Sending {
    /// Who apologises.
    #[must_use]
    pub fn author(&self) -> PersonId {
        self.id.author()
    }

    /// The version that leads.
    #[must_use]
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// Where the receiver stands: what they said last of accepting, not yet and not now, to the newest version they said
    /// it to. A new version does not take an acceptance away from them.
    #[must_use]
    pub fn stand(&self) -> Option<(u16, Answer)> {
        let stands = |it: &Version| it.answers.iter().copied().find(|it| it.is_a_stand());
        let mut last = None;
        for (number, version) in (0..).zip(&self.versions) {
            last = stands(version).map(|it| (number, it)).or(last);
        }
        last
    }

    /// Whether the receiver accepts it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.stand().is_some_and(|(_, it)| it == Answer::Accepted)
    }

    /// Whether one version after the other came back with something missing: three of them or more. Then it is seldom
    /// about words, and somebody else may help.
    #[must_use]
    pub fn came_back_often(&self) -> bool {
        let missing = |it: &&Version| it.answers.iter().any(|it| matches!(it, Answer::Missing(_)));
        self.versions.iter().filter(missing).count() >= 3
    }

    /// The parts in which something is missing from the version that leads, in their order.
    pub fn missing(&self) -> impl Iterator<Item = Part> {
        self.latest().into_iter().flat_map(|it| &it.answers).filter_map(|it| match it {
            Answer::Missing(part) => Some(*part),
            _ => None,
        })
    }
}

impl Version {
    /// Whether the receiver has said something that only a reader can say.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.answers.iter().any(|it| it.has_read())
    }

    /// The promise that an offer became.
    #[must_use]
    pub fn promise_of(&self, offer: u16) -> Option<PromiseId> {
        self.promised.iter().find(|it| it.0 == offer).map(|it| it.1)
    }
}

impl Apology {
    /// One apology, also when it was taken back.
    #[must_use]
    pub fn get(&self, id: ApologyId) -> Option<&Sending> {
        self.ours.all.get(&id).map(|it| &**it)
    }

    /// Every apology, also those that were taken back, by id.
    pub fn all(&self) -> impl Iterator<Item = &Sending> {
        self.ours.all.values().map(|it| &**it)
    }

    /// The apology of `author` for a hurt, unless it was taken back. When two devices sent one each, the earlier.
    #[must_use]
    pub fn for_hurt(&self, hurt: HurtId, author: PersonId) -> Option<&Sending> {
        let fits = |it: &&Leaf<Sending>| it.hurt == hurt && it.author() == author && !it.withdrawn;
        let sent = |it: &&Leaf<Sending>| (it.versions.first().map(|first| first.sent), it.id);
        self.ours.all.values().filter(fits).min_by_key(sent).map(|it| &**it)
    }

    /// Whether this person has said that an apology may come without "I feel heard".
    #[must_use]
    pub fn is_waived(&self, hurt: HurtId, by: PersonId) -> bool {
        self.ours.waived.iter().any(|it| it.hurt == hurt && it.by == by && it.waived)
    }

    /// Whether the viewer has opened a version. Nobody else knows.
    #[must_use]
    pub fn is_unfolded(&self, apology: ApologyId, version: u16) -> bool {
        self.unfolded.iter().any(|it| it.apology == apology && it.version == version)
    }

    /// Where the apology for a hurt stands. Nothing, while both have not named who is who.
    #[must_use]
    pub fn stands(&self, couple: &Couple, hurt: HurtId) -> Option<Stands> {
        let roles = couple.hurts.get(hurt)?.roles()?;
        let may = couple.feels_heard(hurt) || self.is_waived(hurt, roles.hurt);
        let Some(sent) = self.for_hurt(hurt, roles.responsible) else {
            return Some(if may { Stands::CanBeSent } else { Stands::ToWrite });
        };
        Some(if sent.is_accepted() {
            Stands::Accepted
        } else if !may {
            Stands::Resting
        } else if sent.missing().next().is_some() {
            Stands::SomethingIsMissing
        } else {
            Stands::Sent
        })
    }
}

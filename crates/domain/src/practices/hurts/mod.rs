//! What happened: a hurt is written for oneself first, by either. It is shared as one whole account, after a warning;
//! what comes later is marked as an addition. Who was hurt and who is responsible needs both to agree; until then each
//! one's view stands beside the other's.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

#[cfg(test)]
pub(crate) use tests::told;
pub use words::{
    Account, Added, Aware, Command, Event, Part, Passage, PutAway, Read, Refusal, Shared, Side, SideTaken,
    Telling, Withdrawn, Written,
};

use crate::ids::{HurtId, PersonId, RecordId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

lean::row! {
    /// All hurts: those that are shared, and what the viewer wrote for themselves.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Hurts {
        #[n(0)]
        pub(crate) ours: Table<HurtId, Leaf<Hurt>>,
        #[n(1)]
        mine: Table<HurtId, Leaf<Own>>,
    }
}

lean::row! {
    /// One thing that broke trust, as it is shared.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Hurt {
        /// Which.
        #[n(0)]
        pub id: HurtId,
        /// When it was first shared.
        #[n(1)]
        pub first_shared: Stamp,
        /// What each of the two has said of it, in the order in which they first spoke.
        #[n(2)]
        pub said: Vec<Said>,
    }
}

lean::row! {
    /// What one of the two has said of a hurt.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Said {
        /// Who.
        #[n(0)]
        pub author: PersonId,
        /// How they see their own part, if they say.
        #[n(1)]
        pub side: Option<Side>,
        /// Their account, while it is shared.
        #[n(2)]
        pub told: Option<Told>,
        /// How many times they shared or added something.
        #[n(3)]
        pieces: u32,
    }
}

lean::row! {
    /// A shared account.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Told {
        /// The record it came with.
        #[n(0)]
        pub record: RecordId,
        /// What its author calls the hurt.
        #[n(1)]
        pub name: String,
        /// The account as it was shared.
        #[n(2)]
        pub account: Account,
        /// When.
        #[n(3)]
        pub at: Stamp,
        /// What was added later, in order.
        #[n(4)]
        pub additions: Vec<Addition>,
    }
}

lean::row! {
    /// Something that was added to an account after it was shared.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Addition {
        /// Which part it belongs to.
        #[n(0)]
        pub part: Part,
        /// The words.
        #[n(1)]
        pub words: String,
        /// When.
        #[n(2)]
        pub at: Stamp,
    }
}

lean::row! {
    /// What the viewer keeps of a hurt in their vault.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Own {
        /// What they wrote; the author's own copy, also of what is shared.
        #[n(0)]
        pub telling: Option<Telling>,
        /// When they wrote it last.
        #[n(1)]
        pub written: Stamp,
        /// How many of the other's pieces they have read.
        #[n(2)]
        read: u32,
    }
}

/// Who was hurt and who is responsible, once both agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles {
    /// The hurt partner.
    pub hurt: PersonId,
    /// The responsible partner.
    pub responsible: PersonId,
}

/// The parts a person has in the hurts between the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// They were hurt.
    pub was_hurt: bool,
    /// They are responsible.
    pub is_responsible: bool,
}

impl Hurt {
    /// What one of the two has said of it.
    #[must_use]
    pub fn said_by(&self, person: PersonId) -> Option<&Said> {
        self.said.iter().find(|it| it.author == person)
    }

    /// The shared account of one of the two.
    #[must_use]
    pub fn told_by(&self, person: PersonId) -> Option<&Told> {
        self.said_by(person)?.told.as_ref()
    }

    /// How one of the two sees their own part.
    #[must_use]
    pub fn side_of(&self, person: PersonId) -> Option<Side> {
        self.said_by(person)?.side
    }

    /// Whether a person calls themselves responsible for it.
    #[must_use]
    pub fn is_responsible(&self, person: PersonId) -> bool {
        self.side_of(person) == Some(Side::IAmResponsible)
    }

    /// Whether an account of it is shared.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.said.iter().any(|it| it.told.is_some())
    }

    /// What it is called: by who told it first and has not taken it back.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.said.iter().find_map(|it| it.told.as_ref()).map(|it| it.name.as_str())
    }

    /// Who was hurt and who is responsible; nothing, until both agree.
    #[must_use]
    pub fn roles(&self) -> Option<Roles> {
        let [one, two] = self.said.as_slice() else { return None };
        match (one.side?, two.side?) {
            (Side::IWasHurt, Side::IAmResponsible) => {
                Some(Roles { hurt: one.author, responsible: two.author })
            }
            (Side::IAmResponsible, Side::IWasHurt) => {
                Some(Roles { hurt: two.author, responsible: one.author })
            }
            _ => None,
        }
    }

    fn pieces_of_other_than(&self, person: PersonId) -> u32 {
        self.said.iter().filter(|it| it.author != person && it.told.is_some()).map(|it| it.pieces).sum()
    }
}

impl Hurts {
    /// A hurt of which an account is or was shared.
    #[must_use]
    pub fn get(&self, id: HurtId) -> Option<&Hurt> {
        self.ours.get(&id).map(|it| &**it)
    }

    /// Every hurt of which an account is shared, in the order in which they were first shared.
    #[must_use]
    pub fn all(&self) -> Vec<&Hurt> {
        let mut all: Vec<&Hurt> = Vec::new();
        for hurt in self.ours.values().map(|it| &**it).filter(|it| it.is_shared()) {
            let at = all.partition_point(|it| it.first_shared < hurt.first_shared);
            all.insert(at, hurt);
        }
        all
    }

    /// Which parts a person has in the hurts between the two, as they see it themselves: each guide speaks to the
    /// reader's part, and who has both can read both.
    #[must_use]
    pub fn parts_of(&self, person: PersonId) -> Parts {
        let mut parts = Parts::default();
        for side in self.ours.values().filter(|it| it.is_shared()).filter_map(|it| it.side_of(person)) {
            match side {
                Side::IWasHurt => parts.was_hurt = true,
                Side::IAmResponsible => parts.is_responsible = true,
            }
        }
        parts
    }

    /// What the viewer wrote of a hurt for themselves.
    #[must_use]
    pub fn own(&self, id: HurtId) -> Option<(&Own, &Telling)> {
        let own = self.mine.get(&id)?;
        own.telling.as_ref().map(|it| (&**own, it))
    }

    /// Everything the viewer wrote for themselves, shared or not, with its hurt.
    pub fn written(&self) -> impl Iterator<Item = (HurtId, &Own, &Telling)> {
        self.mine.iter().filter_map(|(id, own)| Some((*id, &**own, own.telling.as_ref()?)))
    }

    /// Whether the other shared or added something that the viewer has not read.
    #[must_use]
    pub fn is_unread(&self, id: HurtId, viewer: PersonId) -> bool {
        let there = self.get(id).map_or(0, |it| it.pieces_of_other_than(viewer));
        there > self.mine.get(&id).map_or(0, |it| it.read)
    }
}

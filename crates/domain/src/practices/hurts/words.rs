//! What can be said about a hurt: commands, events, refusals. Names and numbers here are kept for ever.

use crate::ids::HurtId;
use crate::practice::{Flaw, LONGEST_ACCOUNT, LONGEST_LINE, events, words};
use crate::stamp::Stamp;

lean::number! {
    /// How one of the two sees their own part in a hurt.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Side {
        /// I was hurt by it.
        #[n(0)]
        IWasHurt,
        /// I am responsible for it.
        #[n(1)]
        IAmResponsible,
    }
}

lean::number! {
    /// One part of an account. The guide asks for them one by one; each may be left open.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Part {
        /// What happened; no graphic detail.
        #[n(0)]
        What,
        /// Since when.
        #[n(1)]
        SinceWhen,
        /// Whether it is over.
        #[n(2)]
        IsItOver,
        /// Whether there is a risk for anyone's health.
        #[n(3)]
        Health,
        /// Whether there is a risk for money.
        #[n(4)]
        Money,
        /// Which lies were told.
        #[n(5)]
        Lies,
        /// Who else knows.
        #[n(6)]
        WhoKnows,
        /// What it did to me.
        #[n(7)]
        WhatItDid,
    }
}

impl Part {
    /// The parts the guide asks for, by how the writer sees their own part.
    #[must_use]
    pub fn asked(side: Side) -> &'static [Part] {
        match side {
            Side::IWasHurt => &[Part::What, Part::SinceWhen, Part::WhatItDid],
            Side::IAmResponsible => &[
                Part::What,
                Part::SinceWhen,
                Part::IsItOver,
                Part::Health,
                Part::Money,
                Part::Lies,
                Part::WhoKnows,
            ],
        }
    }
}

lean::row! {
    /// One part that was written.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Passage {
        /// Which part.
        #[n(0)]
        pub part: Part,
        /// The words.
        #[n(1)]
        pub words: String,
    }
}

lean::around! {
    /// One person's account of one hurt: what is written of each part, in order.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Account(Vec<Passage>);
}

impl Account {
    /// The words of a part.
    #[must_use]
    pub fn get(&self, part: Part) -> Option<&str> {
        self.0.iter().find(|it| it.part == part).map(|it| it.words.as_str())
    }

    /// Every part that is written, in order.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.0
    }

    /// Puts words where a part belongs; nothing but blanks leaves it open.
    pub fn put(&mut self, part: Part, words: &str) {
        self.0.retain(|it| it.part != part);
        let words = words.trim();
        if !words.is_empty() {
            let at = self.0.partition_point(|it| it.part < part);
            self.0.insert(at, Passage { part, words: words.to_owned() });
        }
    }

    /// The same account with this part, for writing it in one go.
    #[must_use]
    pub fn with(mut self, part: Part, words: &str) -> Self {
        self.put(part, words);
        self
    }

    /// What the guide asks for and is left open; shown beside "is this everything?".
    #[must_use]
    pub fn left_open(&self, side: Side) -> Vec<Part> {
        Part::asked(side).iter().copied().filter(|it| self.get(*it).is_none()).collect()
    }

    fn bytes(&self) -> usize {
        self.0.iter().map(|it| it.words.len()).sum()
    }

    /// Why it cannot stand. A device that does not keep the rules may send anything.
    pub(super) fn flaw(&self) -> Option<Flaw> {
        let bytes = self.bytes();
        if self.0.iter().all(|it| it.words.trim().is_empty()) {
            return Some(Flaw::Empty);
        }
        (bytes > LONGEST_ACCOUNT).then_some(Flaw::TooLong { bytes, most: LONGEST_ACCOUNT })
    }

    /// Whether each part stands once, in order.
    pub(super) fn is_tidy(&self) -> bool {
        self.0.iter().zip(self.0.iter().skip(1)).all(|(one, next)| one.part < next.part)
    }
}

lean::row! {
    /// An account with what it is called and how its writer sees their own part.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Telling {
        /// What the writer calls it, in a few words.
        #[n(0)]
        pub name: String,
        /// How the writer sees their own part.
        #[n(1)]
        pub side: Side,
        /// The account.
        #[n(2)]
        pub account: Account,
    }
}

impl Telling {
    /// As it is kept, or why it cannot be.
    pub(super) fn checked(mut self) -> Result<Self, Flaw> {
        self.name = words(&self.name, LONGEST_LINE)?;
        self.account.flaw().map_or(Ok(self), Err)
    }

    /// Whether it can stand as it came.
    pub(super) fn is_sound(&self) -> bool {
        words(&self.name, LONGEST_LINE).is_ok() && self.account.flaw().is_none() && self.account.is_tidy()
    }
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write of a hurt, for oneself alone. Without an id it is a new one; with one it takes the place of what was
    /// written before, or is the own account of a hurt that the other shared.
    Write {
        /// Which hurt.
        hurt: Option<HurtId>,
        /// The account.
        telling: Telling,
    },
    /// Put away what one wrote for oneself alone.
    PutAway {
        /// Which hurt.
        hurt: HurtId,
    },
    /// Share what one wrote: one whole account, after a preview.
    Share {
        /// Which hurt.
        hurt: HurtId,
        /// What was previewed: [`super::Own::written`].
        previewed: Stamp,
        /// What the writer was told and asked before.
        aware: Aware,
    },
    /// Add something to an account that was shared. It is marked as an addition.
    Add {
        /// Which hurt.
        hurt: HurtId,
        /// Which part it belongs to.
        part: Part,
        /// The words.
        words: String,
        /// What the writer was told and asked before, as before sharing.
        aware: Aware,
    },
    /// Take the own shared account back. What was read cannot be unread.
    Withdraw {
        /// Which hurt.
        hurt: HurtId,
    },
    /// Say how one sees one's own part in a hurt that is shared; or that one does not say any more.
    TakeSide {
        /// Which hurt.
        hurt: HurtId,
        /// How.
        side: Option<Side>,
    },
    /// The other's account of a hurt was read. Nobody else learns of it.
    Read {
        /// Which hurt.
        hurt: HurtId,
    },
}

/// What the writer was told and asked before sharing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aware {
    /// "Written accounts can surface in legal disputes": read.
    pub it_can_surface: bool,
    /// "Is this everything?": yes.
    pub it_is_everything: bool,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words do not fit.
    Words(Flaw),
    /// There is no such hurt, or nothing written of it.
    NoSuchHurt,
    /// First the warning: written accounts can surface in legal disputes.
    WarnFirst,
    /// First the question: is this everything? Truth in pieces hurts most.
    IsThisEverything,
    /// It was changed on another device since it was previewed; look again.
    ChangedSince,
    /// Your account is shared as one whole. What is missing can be added.
    AlreadyShared,
    /// You have shared no account of this.
    NothingShared,
}

impl Aware {
    /// Whether one who sees their part so was told and asked enough.
    pub(super) fn suffices(self, side: Option<Side>) -> Result<(), Refusal> {
        if !self.it_can_surface {
            return Err(Refusal::WarnFirst);
        }
        if side == Some(Side::IAmResponsible) && !self.it_is_everything {
            return Err(Refusal::IsThisEverything);
        }
        Ok(())
    }
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::body! {
    /// `hurts.written`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Written {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
        /// The account.
        #[n(1)]
        pub telling: Telling,
    }
}

lean::body! {
    /// `hurts.put_away`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
    }
}

lean::body! {
    /// `hurts.read`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Read {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
        /// How many times the other had shared or added something.
        #[n(1)]
        pub pieces: u32,
    }
}

lean::body! {
    /// `hurts.shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Shared {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
        /// The author's account.
        #[n(1)]
        pub telling: Telling,
    }
}

lean::body! {
    /// `hurts.added`: marked as an addition
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Added {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
        /// Which part it belongs to.
        #[n(1)]
        pub part: Part,
        /// The words.
        #[n(2)]
        pub words: String,
    }
}

lean::body! {
    /// `hurts.withdrawn`: the author's account, with what was added
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Withdrawn {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
    }
}

lean::body! {
    /// `hurts.side_taken`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SideTaken {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
        /// How the author sees their own part; nothing, when they do not say any more.
        #[n(1)]
        pub side: Option<Side>,
    }
}

events! {
    /// A hurt was written, for oneself.
    Written = "hurts.written", Mine;
    /// What was written for oneself was put away.
    PutAway = "hurts.put_away", Mine;
    /// The other's account was read.
    Read = "hurts.read", Mine;
    /// An account was shared.
    Shared = "hurts.shared", Ours;
    /// Something was added to it.
    Added = "hurts.added", Ours;
    /// It was taken back.
    Withdrawn = "hurts.withdrawn", Ours;
    /// One said how they see their own part.
    SideTaken = "hurts.side_taken", Ours;
}

//! Forgiveness: of the other, and of oneself. Deciding and feeling are two things, and both may come slowly or never.
//! Nothing in the app ever suggests it. What is written stays private for ever, is shared, or is spoken; it can be taken
//! back. A chance says what learning from this would look like; the other takes it with a promise.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::chance_taken;
pub use words::{
    Begun, ChanceGiven, ChanceTaken, ChanceWithdrawn, Command, Decided, Deciding, Event, Feeling, Felt, Of,
    Part, Passage, PutAway, Read, Refusal, Shared, Spoken, TakenBack, Written,
};

use crate::couple::Couple;
use crate::ids::{ForgivingId, HurtId, PersonId, PromiseId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

lean::row! {
    /// The viewer's pages, and what either of the two shared.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Forgiveness {
        #[n(0)]
        pub(crate) ours: Table<ForgivingId, Leaf<Told>>,
        #[n(1)]
        mine: Table<ForgivingId, Leaf<Page>>,
        #[n(2)]
        read: Table<ForgivingId, u16>,
    }
}

lean::row! {
    /// A page, for its writer alone.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Page {
        /// Which.
        #[n(0)]
        pub id: ForgivingId,
        /// Whom and what it is about.
        #[n(1)]
        pub of: Of,
        /// Which hurt.
        #[n(2)]
        pub hurt: Option<HurtId>,
        /// When it was begun.
        #[n(3)]
        pub begun: Stamp,
        /// What is written, in the order of the parts.
        #[n(4)]
        pub passages: Vec<Passage>,
        /// Where the decision stands. What it was before is not kept.
        #[n(5)]
        pub deciding: Option<Deciding>,
        /// How it feels. What it was before is not kept.
        #[n(6)]
        pub feeling: Option<Feeling>,
        /// It was said aloud.
        #[n(7)]
        pub spoken: bool,
        /// It was put away.
        #[n(8)]
        put_away: bool,
    }
}

lean::row! {
    /// What is shared of a page.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Told {
        /// Which page.
        #[n(0)]
        pub id: ForgivingId,
        /// The words, while they are shared.
        #[n(1)]
        pub words: Option<String>,
        /// Words were shared and taken back. Nothing of them is left here.
        #[n(2)]
        pub taken_back: bool,
        /// What learning from this would look like, while it is shared.
        #[n(3)]
        pub chance: Option<String>,
        /// The promises with which the other took the chance.
        #[n(4)]
        pub promises: Vec<PromiseId>,
        /// When something was shared last.
        #[n(5)]
        pub at: Stamp,
        /// How many times something was shared.
        #[n(6)]
        pieces: u16,
    }
}

impl Page {
    /// What stands in a part.
    #[must_use]
    pub fn part(&self, part: Part) -> Option<&str> {
        self.passages.iter().find(|it| it.part == part).map(|it| it.text.as_str())
    }
}

impl Told {
    /// Whose words they are.
    #[must_use]
    pub fn author(&self) -> PersonId {
        self.id.author()
    }

    /// Whether anything of it stands, or it has to be said that it was taken back.
    #[must_use]
    pub fn is_to_show(&self) -> bool {
        self.words.is_some() || self.chance.is_some() || self.taken_back
    }
}

impl Forgiveness {
    /// A page of the viewer, unless it was put away.
    #[must_use]
    pub fn page(&self, id: ForgivingId) -> Option<&Page> {
        self.mine.get(&id).map(|it| &**it).filter(|it| !it.put_away)
    }

    /// The viewer's pages, in the order in which they were begun.
    #[must_use]
    pub fn pages(&self) -> Vec<&Page> {
        let mut all: Vec<&Page> = self.mine.values().map(|it| &**it).filter(|it| !it.put_away).collect();
        lean::sort(&mut all, &|one, other| (one.begun, one.id) < (other.begun, other.id));
        all
    }

    /// What is shared of a page, the viewer's or the other's.
    #[must_use]
    pub fn told(&self, id: ForgivingId) -> Option<&Told> {
        self.ours.get(&id).map(|it| &**it).filter(|it| it.is_to_show())
    }

    /// What a person shared, in the order in which it was shared last.
    #[must_use]
    pub fn told_by(&self, person: PersonId) -> Vec<&Told> {
        let fits = |it: &&Told| it.author() == person && it.is_to_show();
        let mut all: Vec<&Told> = self.ours.values().map(|it| &**it).filter(fits).collect();
        lean::sort(&mut all, &|one, other| (one.at, one.id) < (other.at, other.id));
        all
    }

    /// Whether the other shared something that the viewer has not opened. Nobody else knows.
    #[must_use]
    pub fn is_unread(&self, id: ForgivingId, viewer: PersonId) -> bool {
        let stands = |it: &&Told| it.words.is_some() || it.chance.is_some();
        let told = self.told(id).filter(stands).filter(|it| it.author() != viewer);
        told.is_some_and(|it| self.read.get(&id).is_none_or(|read| *read < it.pieces))
    }

    /// Whether the viewer has made amends here: an apology of theirs stands, for a hurt that is theirs to answer for.
    #[must_use]
    pub fn amends_were_made(couple: &Couple) -> bool {
        let me = couple.viewer;
        couple.hurts.all().iter().any(|it| couple.apology.for_hurt(it.id, me).is_some())
    }
}

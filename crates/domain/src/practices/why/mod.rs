//! Why: for who is responsible, and private first. What I did, what I told myself, what I wanted; then cause, excuse and
//! responsibility, each in its own place; the honest question whether some part of me wanted it to end; and a summary in
//! one's own words that can be shared.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::promised;
pub use words::{
    AskedMyself, Begun, Command, Event, Part, Previewed, Promised, PutAway, Refusal, Shared, ToEnd,
    Withdrawn, Written,
};

use crate::ids::{HurtId, PersonId, PromiseId, WhyId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

lean::row! {
    /// What the viewer wrote for themselves, and the summaries that are shared.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Why {
        #[n(0)]
        pub(crate) ours: Table<WhyId, Leaf<Summary>>,
        #[n(1)]
        mine: Table<WhyId, Leaf<Writing>>,
    }
}

lean::row! {
    /// A summary that is shared.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Summary {
        /// Which.
        #[n(0)]
        pub id: WhyId,
        /// About which hurt.
        #[n(1)]
        pub hurt: Option<HurtId>,
        /// The summary. Empty once it was taken back.
        #[n(2)]
        pub summary: String,
        /// What will be different; may be empty.
        #[n(3)]
        pub different: String,
        /// When it was shared last.
        #[n(4)]
        pub at: Stamp,
        /// Its author took it back.
        #[n(5)]
        withdrawn: bool,
    }
}

lean::row! {
    /// What someone writes about why, for themselves alone.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Writing {
        /// Which.
        #[n(0)]
        pub id: WhyId,
        /// About which hurt.
        #[n(1)]
        pub hurt: Option<HurtId>,
        /// When it was begun.
        #[n(2)]
        pub begun: Stamp,
        /// What is written, by part.
        #[n(3)]
        passages: Vec<Passage>,
        /// Whether some part of them wanted it to end; nothing, until they answered.
        #[n(4)]
        pub to_end: Option<ToEnd>,
        /// It was put away.
        #[n(5)]
        put_away: bool,
        /// The promise that came of it last.
        #[n(6)]
        pub promised: Option<PromiseId>,
    }
}

lean::row! {
    /// What is written in one part.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Passage {
        /// Which part.
        #[n(0)]
        pub part: Part,
        /// The words.
        #[n(1)]
        pub text: String,
        /// When they were written.
        #[n(2)]
        pub at: Stamp,
    }
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Write this part.
    Write(Part),
    /// The honest question: did some part of me want this relationship to end?
    AskMyself,
    /// Some part did. Repair will not work over that; here is the page on leaning in or out, and on parting well. It is
    /// private, and nothing the other sees changes.
    LeaningInOrOut,
    /// The summary is there. It can be shared.
    CanBeShared,
}

impl Writing {
    /// What stands in a part.
    #[must_use]
    pub fn part(&self, part: Part) -> Option<&str> {
        self.passages.iter().find(|it| it.part == part).map(|it| it.text.as_str())
    }

    /// What is written, in the order of the parts.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// What comes next. Any part can be written at any time; this is only the order of the guide.
    #[must_use]
    pub fn step(&self) -> Step {
        if self.to_end == Some(ToEnd::Yes) {
            return Step::LeaningInOrOut;
        }
        let unwritten = Part::ALL.into_iter().find(|it| self.part(*it).is_none());
        match unwritten {
            Some(part) if part < Part::Summary => Step::Write(part),
            _ if self.to_end.is_none() => Step::AskMyself,
            Some(part) => Step::Write(part),
            None => Step::CanBeShared,
        }
    }
}

impl Why {
    /// What the viewer writes about why, unless it was put away.
    #[must_use]
    pub fn writing(&self, id: WhyId) -> Option<&Writing> {
        self.mine.get(&id).map(|it| &**it).filter(|it| !it.put_away)
    }

    /// Everything the viewer writes about why, by id.
    pub fn writings(&self) -> impl Iterator<Item = &Writing> {
        self.mine.values().map(|it| &**it).filter(|it| !it.put_away)
    }

    /// A summary that is shared.
    #[must_use]
    pub fn shared(&self, id: WhyId) -> Option<&Summary> {
        self.ours.get(&id).map(|it| &**it).filter(|it| !it.withdrawn)
    }

    /// The summaries that a person shares.
    pub fn shared_by(&self, person: PersonId) -> impl Iterator<Item = &Summary> {
        let all = self.ours.values().map(|it| &**it);
        all.filter(move |it| it.id.author() == person && !it.withdrawn)
    }
}

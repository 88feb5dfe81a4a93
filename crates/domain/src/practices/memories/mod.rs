//! Memories: time together is planned for a day that both agree to, and kept with the words of both. A timeline of what
//! is kept, and "a year ago today", which each can turn off for themselves.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub use words::{
    Agreed, CalledOff, Command, Event, Kept, LookingBack, Moved, PhotoKept, PhotoTakenBack, Planned,
    PlannedFor, Refusal, Said, TakenBack,
};

use crate::day::Day;
use crate::ids::{MemoryId, PersonId, PhotoId};
use crate::leaf::Leaf;
use crate::photo::Photo;
use crate::stamp::Stamp;
use lean::Table;

/// For so many days after a plan's day, Today asks whether to keep it.
const ASKED_FOR_DAYS: i32 = 3;

lean::row! {
    /// What the two plan and keep.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Memories {
        #[n(0)]
        pub(crate) ours: Table<MemoryId, Leaf<Memory>>,
        #[n(1)]
        looks_back_not: bool,
    }
}

lean::row! {
    /// Time together: planned, kept, or both, one after the other.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Memory {
        /// Which.
        #[n(0)]
        pub id: MemoryId,
        /// What it is or was.
        #[n(1)]
        pub name: String,
        /// When it is or was.
        #[n(2)]
        pub when: PlannedFor,
        /// How it was planned; nothing, where it was not.
        #[n(3)]
        pub plan: Option<Plan>,
        /// The words of both, in the order in which they were kept.
        #[n(4)]
        pub words: Vec<Words>,
        /// Photos of it, in the order in which they were kept.
        #[n(5)]
        pub photos: Vec<Photo>,
    }
}

lean::row! {
    /// How a plan stands.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Plan {
        /// Who named the day.
        #[n(0)]
        pub by: PersonId,
        /// The other agreed to it.
        #[n(1)]
        pub agreed: bool,
        /// It was called off.
        #[n(2)]
        pub called_off: bool,
    }
}

lean::row! {
    /// What one of the two says of it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Words {
        /// Who.
        #[n(0)]
        pub by: PersonId,
        /// The words.
        #[n(1)]
        pub text: String,
        /// When.
        #[n(2)]
        pub at: Stamp,
    }
}

impl Memory {
    /// What a person says of it.
    #[must_use]
    pub fn words_of(&self, person: PersonId) -> Option<&str> {
        self.words.iter().find(|it| it.by == person).map(|it| it.text.as_str())
    }

    /// Whether somebody's words or photos keep it.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !self.words.is_empty() || !self.photos.is_empty()
    }

    /// One of its photos.
    #[must_use]
    pub fn photo(&self, id: PhotoId) -> Option<&Photo> {
        self.photos.iter().find(|it| it.id == id)
    }

    /// Whether it has been, so that photos can be put to it.
    #[must_use]
    pub fn takes_photos(&self, today: Day) -> bool {
        self.when.on <= today && (self.is_kept() || self.is_agreed())
    }

    /// The plan, while it is neither kept nor called off.
    #[must_use]
    pub fn open_plan(&self) -> Option<&Plan> {
        self.plan.as_ref().filter(|it| !it.called_off && !self.is_kept())
    }

    /// Whether both agreed to the day, and it was not called off.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.plan.is_some_and(|it| it.agreed && !it.called_off)
    }

    /// Whether this day is its day again, in a later year. What was on 29 February is looked back to on the 28th where a
    /// year has no 29th.
    fn comes_back_on(&self, today: Day) -> bool {
        let on = self.when.on;
        // No other month has 28 days.
        let leapt = on.day() == 29 && on.month() == 2 && today.day() == 28 && today.days_in_month() == 28;
        on.year() < today.year() && on.month() == today.month() && (on.day() == today.day() || leapt)
    }
}

impl Memories {
    /// One of them.
    #[must_use]
    pub fn get(&self, id: MemoryId) -> Option<&Memory> {
        self.ours.get(&id).map(|it| &**it)
    }

    /// What is planned, the earliest day first: plans both agreed to, and proposals. A plan stays here after its day until
    /// it is kept or called off.
    #[must_use]
    pub fn planned(&self) -> Vec<&Memory> {
        self.sorted(|it| it.open_plan().is_some())
    }

    /// What is kept, the latest day first.
    #[must_use]
    pub fn kept(&self) -> Vec<&Memory> {
        let mut all = self.sorted(Memory::is_kept);
        all.reverse();
        all
    }

    /// All photos of all of them.
    pub fn photos(&self) -> impl Iterator<Item = &Photo> {
        self.ours.values().flat_map(|it| &it.photos)
    }

    /// Whether nothing was ever planned or kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ours.is_empty()
    }

    /// Whether "a year ago today" is shown to the viewer.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        !self.looks_back_not
    }

    /// What was kept of this very day in earlier years, the latest first; nothing for whoever does not want to see it.
    #[must_use]
    pub fn years_ago(&self, today: Day) -> Vec<&Memory> {
        if self.looks_back_not {
            return Vec::new();
        }
        self.kept().into_iter().filter(|it| it.comes_back_on(today)).collect()
    }

    fn sorted(&self, belongs: impl Fn(&Memory) -> bool) -> Vec<&Memory> {
        let mut all: Vec<&Memory> = self.ours.values().map(|it| &**it).filter(|it| belongs(it)).collect();
        lean::sort(&mut all, &|one, other| (one.when, one.id) < (other.when, other.id));
        all
    }
}

//! Closeness: a fresh start that both write and set a day for, words for how each feels loved, and small acts, done quietly,
//! of which the other may say "I noticed".

mod decide;
mod fold;
pub mod pairs;
#[cfg(test)]
mod tests;
mod words;

pub use pairs::{ACTS_OF_A_WAY, Choices, OFTEN, PAIRS, Times, Way, pair};
pub use words::{
    ActChosen, ActDone, Chosen, Command, Event, LovedShared, LovedWithdrawn, Noticed, PageShared,
    PageWithdrawn, Refusal, StartAgreed, StartProposed, StartWithdrawn,
};

use crate::couple::Couple;
use crate::day::Day;
use crate::ids::{PersonId, StartId};
use crate::stamp::Stamp;

/// How many small acts are offered in a week.
pub const ACTS_A_WEEK: usize = 3;

lean::row! {
    /// What the two have, and what the viewer keeps for themselves.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Closeness {
        #[n(0)]
        pub(crate) ours: Ours,
        #[n(1)]
        choices: Vec<u8>,
        #[n(2)]
        acts: Vec<Act>,
    }
}

lean::row! {
    /// What both have.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Ours {
        #[n(0)]
        pages: Vec<Page>,
        #[n(1)]
        starts: Vec<Start>,
        #[n(2)]
        loved: Vec<Loved>,
        #[n(3)]
        noticed: Vec<Notice>,
    }
}

lean::row! {
    /// One part of the first page.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Page {
        /// Whose.
        #[n(0)]
        pub by: PersonId,
        /// The words.
        #[n(1)]
        pub text: String,
        /// When it was shared.
        #[n(2)]
        pub at: Stamp,
    }
}

lean::row! {
    /// A day and a small ritual for the fresh start.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Start {
        /// Which.
        #[n(0)]
        pub id: StartId,
        /// The day.
        #[n(1)]
        pub day: Day,
        /// The ritual.
        #[n(2)]
        pub ritual: String,
        /// The other said yes.
        #[n(3)]
        pub agreed: bool,
    }
}

lean::row! {
    /// How often one chose each way.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Loved {
        #[n(0)]
        by: PersonId,
        #[n(1)]
        times: Vec<u8>,
        #[n(2)]
        at: Stamp,
    }
}

lean::row! {
    /// One said that they noticed something.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Notice {
        /// Who.
        #[n(0)]
        pub by: PersonId,
        /// What; may be none.
        #[n(1)]
        pub text: String,
        /// When.
        #[n(2)]
        pub at: Stamp,
    }
}

lean::row! {
    /// A small act the viewer chose, for themselves alone.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Act {
        /// Which.
        #[n(0)]
        pub act: u16,
        /// When it was chosen.
        #[n(1)]
        pub on: Day,
        /// Whether the viewer noted that it is done.
        #[n(2)]
        pub done: bool,
    }
}

/// The way a small act belongs to; nothing, when there is no such act.
#[must_use]
pub fn way_of(act: u16) -> Option<Way> {
    let way = Way::ALL.get(usize::from(act / 100).checked_sub(1)?)?;
    (1..=ACTS_OF_A_WAY).contains(&(act % 100)).then_some(*way)
}

/// The how-manieth week since a Monday long ago.
fn week_of(day: Day) -> i32 {
    // 1 January 1970 was a Thursday.
    (day.number() + 3).div_euclid(7)
}

impl Closeness {
    /// One's part of the first page.
    #[must_use]
    pub fn page(&self, by: PersonId) -> Option<&Page> {
        self.ours.pages.iter().find(|it| it.by == by)
    }

    /// The day and the ritual that both said yes to last.
    #[must_use]
    pub fn start(&self) -> Option<&Start> {
        self.ours.starts.iter().rev().find(|it| it.agreed)
    }

    /// A proposal that came after it, and waits for a yes or for another one.
    #[must_use]
    pub fn proposed(&self) -> Option<&Start> {
        self.ours.starts.last().filter(|it| !it.agreed)
    }

    /// What the viewer chose among the pairs.
    #[must_use]
    pub fn choices(&self) -> Option<Choices> {
        Choices::read(&self.choices)
    }

    /// How often a person chose each way, if they shared it.
    #[must_use]
    pub fn loved(&self, by: PersonId) -> Option<Times> {
        self.ours.loved.iter().find(|it| it.by == by).and_then(|it| pairs::times(&it.times))
    }

    /// What the two noticed, the latest first.
    pub fn noticed(&self) -> impl Iterator<Item = &Notice> {
        self.ours.noticed.iter().rev()
    }

    /// The act the viewer chose this week.
    #[must_use]
    pub fn act_of_the_week(&self, today: Day) -> Option<&Act> {
        self.acts.iter().rev().find(|it| week_of(it.on) == week_of(today))
    }

    /// Whether the acts that are offered go by what the other shared.
    #[must_use]
    pub fn acts_fit(&self, couple: &Couple) -> bool {
        !self.ways_that_fit(couple).is_empty()
    }

    /// The ways the other chose most often, as far as they shared them and nothing is offered that is not welcome.
    fn ways_that_fit(&self, couple: &Couple) -> Vec<Way> {
        let shared = couple.partner().and_then(|it| self.loved(it)).map(|it| pairs::most(&it));
        let touch_is_welcome = self.choices().is_some_and(|it| it.has(Way::Touch));
        let mut ways = shared.unwrap_or_default();
        ways.retain(|it| *it != Way::Touch || touch_is_welcome);
        ways
    }

    /// The small acts that are offered this week: of the ways the other chose most often, as long as they shared them.
    /// A touch is offered only where the other has said that touch is how they feel loved, and the viewer has chosen a
    /// touch for themselves, too.
    #[must_use]
    pub fn acts_of_the_week(&self, couple: &Couple, today: Day) -> Vec<u16> {
        let mut ways = self.ways_that_fit(couple);
        if ways.is_empty() {
            ways = vec![Way::Words, Way::Time, Way::Help, Way::Gifts];
        }
        // Two people are not offered the same in the same week.
        let own = usize::from(couple.viewer.0.first().copied().unwrap_or_default());
        let week = usize::try_from(week_of(today)).unwrap_or_default();
        let nth = |slot: usize| {
            let turn = week * ACTS_A_WEEK + slot + own;
            let way = ways.get((week + slot) % ways.len())?;
            let act = u16::try_from(turn % usize::from(ACTS_OF_A_WAY)).ok()?;
            way.acts().nth(usize::from(act))
        };
        (0..ACTS_A_WEEK).filter_map(nth).collect()
    }
}

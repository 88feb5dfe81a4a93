//! Boosters and graduation: one, three, six and twelve months after both moved to keeping, a short check of the facets, a look
//! at what holds, and one practice to refresh. And words for the keepsake with which two people close their journey.

mod decide;
#[cfg(test)]
mod tests;
mod words;

pub use words::{
    After, Booster, Command, Event, LookShared, LookWithdrawn, PutBy, RefreshPicked, Refusal, WordsShared,
    WordsWithdrawn,
};

use crate::couple::Couple;
use crate::day::{Day, Moment};
use crate::ids::{LookId, PersonId};
use crate::path::{Chapter, Readiness, Work, chapter};
use crate::stamp::Stamp;

/// How many days after its day the last booster is still offered: three months, as before the others.
const LAST_FOR_DAYS: i32 = 92;

lean::row! {
    /// What both have, and what the viewer let be.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Boosters {
        #[n(0)]
        pub(crate) ours: Ours,
        #[n(1)]
        put_by: Vec<Booster>,
    }
}

lean::row! {
    /// What both have.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Ours {
        #[n(0)]
        looks: Vec<Look>,
        #[n(1)]
        picked: Vec<Picked>,
        #[n(2)]
        words: Vec<ClosingWords>,
    }
}

lean::row! {
    /// What one sees holding.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Look {
        /// Which.
        #[n(0)]
        pub id: LookId,
        /// At which booster.
        #[n(1)]
        pub booster: Booster,
        /// The words; the latest lead.
        #[n(2)]
        pub text: String,
        /// When they were shared.
        #[n(3)]
        pub at: Stamp,
    }
}

lean::row! {
    /// What one would refresh.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Picked {
        #[n(0)]
        by: PersonId,
        #[n(1)]
        booster: Booster,
        #[n(2)]
        practice: String,
    }
}

lean::row! {
    /// One's words for the keepsake.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ClosingWords {
        /// Whose.
        #[n(0)]
        pub by: PersonId,
        /// The words.
        #[n(1)]
        pub text: String,
        /// When they were shared.
        #[n(2)]
        pub at: Stamp,
    }
}

impl Booster {
    /// The day from which on it is offered.
    #[must_use]
    pub fn day(self) -> Day {
        self.since.months_later(self.after.months())
    }
}

/// The four boosters of the two, once both have moved to keeping.
#[must_use]
pub fn of_both(couple: &Couple) -> Option<[Booster; 4]> {
    let since = couple.path.both_since(couple, Readiness::ToKeeping)?.day();
    let keeping = chapter::of_both(couple) == Chapter::Keep;
    keeping.then(|| After::ALL.map(|after| Booster { since, after }))
}

/// The practices of which one can be refreshed: not forgiving, which nothing ever suggests, and not this one.
pub fn to_refresh() -> impl Iterator<Item = Work> {
    Work::ALL.into_iter().filter(|it| !matches!(it, Work::Forgiveness | Work::Boosters))
}

/// The practice of this name, if it can be refreshed.
fn refreshed(name: &str) -> Option<Work> {
    to_refresh().find(|it| it.name() == name)
}

/// Whether the two have closed their journey: both said so, and nothing since then leads back. Then the app sleeps.
#[must_use]
pub fn is_closed(couple: &Couple) -> bool {
    couple.path.both_said(couple, Readiness::ToClose) && chapter::of_both(couple) == Chapter::Keep
}

impl Boosters {
    /// The booster whose time it is: from its day until the next one's.
    #[must_use]
    pub fn now(&self, couple: &Couple, now: &Moment) -> Option<Booster> {
        let today = now.today();
        let latest = of_both(couple)?.into_iter().rev().find(|it| it.day() <= today)?;
        let over = latest.after == After::Twelve && today.days_since(latest.day()) > LAST_FOR_DAYS;
        (!over).then_some(latest)
    }

    /// What a person sees holding, if they shared it.
    #[must_use]
    pub fn look(&self, booster: Booster, by: PersonId) -> Option<&Look> {
        self.ours.looks.iter().find(|it| it.booster == booster && it.id.author() == by)
    }

    /// What a person would refresh.
    #[must_use]
    pub fn picked(&self, booster: Booster, by: PersonId) -> Option<Work> {
        let picked = self.ours.picked.iter().find(|it| it.booster == booster && it.by == by)?;
        refreshed(&picked.practice)
    }

    /// What both would refresh, when it is the same.
    #[must_use]
    pub fn both_picked(&self, couple: &Couple, booster: Booster) -> Option<Work> {
        let mine = self.picked(booster, couple.viewer)?;
        (self.picked(booster, couple.partner()?) == Some(mine)).then_some(mine)
    }

    /// Whether the viewer let it be.
    #[must_use]
    pub fn is_put_by(&self, booster: Booster) -> bool {
        self.put_by.contains(&booster)
    }

    /// A person's words for the keepsake.
    #[must_use]
    pub fn words(&self, by: PersonId) -> Option<&ClosingWords> {
        self.ours.words.iter().find(|it| it.by == by)
    }
}

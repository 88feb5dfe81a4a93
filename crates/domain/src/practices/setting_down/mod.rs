//! Setting the past down: a thought that intrudes is written in one tap, and one chooses what becomes of it. A plan for
//! when something sets one off, that can be shared. Nothing here counts how often the past came.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::chosen;
pub use words::{
    Choice, Chosen, Command, Event, Plan, PlanShared, PlanWithdrawn, PlanWritten, PutAway, Refusal, Reworded,
    SetDown,
};

use crate::ids::{PersonId, ThoughtId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

lean::row! {
    /// The viewer's thoughts and plan, and the plans that are shared.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SettingDown {
        #[n(0)]
        pub(crate) ours: Vec<SharedPlan>,
        #[n(1)]
        mine: Table<ThoughtId, Leaf<Thought>>,
        #[n(2)]
        plan: Plan,
    }
}

lean::row! {
    /// A thought that was set down, for its writer alone.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Thought {
        /// Which.
        #[n(0)]
        pub id: ThoughtId,
        /// The thought.
        #[n(1)]
        pub text: String,
        /// When it was set down.
        #[n(2)]
        pub at: Stamp,
        /// What was chosen for it; nothing, until something was.
        #[n(3)]
        pub choice: Option<Choice>,
        /// It was put away.
        #[n(4)]
        put_away: bool,
    }
}

lean::row! {
    /// What one of the two shares of their plan.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SharedPlan {
        /// Whose.
        #[n(0)]
        pub by: PersonId,
        /// What is shared of it.
        #[n(1)]
        pub plan: Plan,
        /// When.
        #[n(2)]
        pub at: Stamp,
    }
}

impl Thought {
    /// Whether it went to where the other can read of it, or will: a question, or a topic.
    #[must_use]
    pub fn is_carried_over(&self) -> bool {
        matches!(self.choice, Some(Choice::Question(_) | Choice::Topic(_)))
    }
}

impl SettingDown {
    /// A thought of the viewer, unless it was put away.
    #[must_use]
    pub fn thought(&self, id: ThoughtId) -> Option<&Thought> {
        self.mine.get(&id).map(|it| &**it).filter(|it| !it.put_away)
    }

    /// The viewer's thoughts, in the order in which they were set down.
    #[must_use]
    pub fn thoughts(&self) -> Vec<&Thought> {
        let mut all: Vec<&Thought> = self.mine.values().map(|it| &**it).filter(|it| !it.put_away).collect();
        lean::sort(&mut all, &|one, other| (one.at, one.id) < (other.at, other.id));
        all
    }

    /// The viewer's own plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What a person shares of their plan.
    #[must_use]
    pub fn shared_plan(&self, by: PersonId) -> Option<&SharedPlan> {
        self.ours.iter().find(|it| it.by == by)
    }
}

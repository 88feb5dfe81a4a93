//! What can be said about setting the past down: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::{QuestionId, ThoughtId, TopicId};
use crate::practice::{Flaw, events};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write down a thought about the past. One tap, and it stands somewhere else than in the head.
    SetDown {
        /// The thought.
        text: String,
    },
    /// Write it anew.
    Reword {
        /// Which thought.
        thought: ThoughtId,
        /// The thought.
        text: String,
    },
    /// Let it rest.
    LetRest {
        /// Which thought.
        thought: ThoughtId,
    },
    /// Bring it to our next talk oneself; the other reads nothing of it.
    KeepForTalk {
        /// Which thought.
        thought: ThoughtId,
        /// The talk of which day.
        day: Option<Day>,
    },
    /// Take it to the counsellor.
    KeepForCounsellor {
        /// Which thought.
        thought: ThoughtId,
    },
    /// Put it away, with its words.
    PutAway {
        /// Which thought.
        thought: ThoughtId,
    },
    /// Write one's own plan for when something sets one off, in place of what stood there.
    WritePlan(Plan),
    /// Share of the plan what was previewed. It takes the place of what was shared before.
    SharePlan(Plan),
    /// Take the shared plan back. What was read cannot be unread.
    WithdrawPlan,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is no such thought, or it was put away.
    NoSuchThought,
    /// That day has passed.
    DayIsPast,
    /// It is a question, or a topic for a talk, already.
    AlreadyCarriedOver,
    /// More thoughts than can be kept.
    TooMany,
    /// It was changed on another device since it was previewed; look again.
    ChangedSince,
    /// Nothing of the plan is shared.
    NothingShared,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::row! {
    /// A plan for when something sets one off. Each part may be left open; of a shared plan, only what is shared stands.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Plan {
        /// What sets me off.
        #[n(0)]
        pub what_sets_me_off: String,
        /// What helps.
        #[n(1)]
        pub what_helps: String,
        /// What I ask of you.
        #[n(2)]
        pub what_i_ask: String,
    }
}

lean::ways! {
    /// What was chosen for a thought.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Choice {
        /// It rests.
        #[n(0)]
        Rests,
        /// It became a question.
        #[n(1)]
        Question(#[n(0)] QuestionId),
        /// It waits for our next talk, in one's own head: nothing of it is shared.
        #[n(2)]
        ForTalk {
            /// The talk of which day.
            #[n(0)]
            day: Option<Day>,
        },
        /// It stands on the list of what to talk about.
        #[n(3)]
        Topic(#[n(0)] TopicId),
        /// It waits for the counsellor.
        #[n(4)]
        ForCounsellor,
    }
}

lean::body! {
    /// `setting_down.set_down`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SetDown {
        /// Its id.
        #[n(0)]
        pub thought: ThoughtId,
        /// The thought.
        #[n(1)]
        pub text: String,
    }
}

lean::body! {
    /// `setting_down.reworded`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Reworded {
        /// Which thought.
        #[n(0)]
        pub thought: ThoughtId,
        /// The thought.
        #[n(1)]
        pub text: String,
    }
}

lean::body! {
    /// `setting_down.chosen`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Chosen {
        /// Which thought.
        #[n(0)]
        pub thought: ThoughtId,
        /// What was chosen.
        #[n(1)]
        pub choice: Choice,
    }
}

lean::body! {
    /// `setting_down.put_away`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {
        /// Which thought.
        #[n(0)]
        pub thought: ThoughtId,
    }
}

lean::body! {
    /// `setting_down.plan_written`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PlanWritten {
        /// The plan.
        #[n(0)]
        pub plan: Plan,
    }
}

lean::body! {
    /// `setting_down.plan_shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PlanShared {
        /// What of it is shared.
        #[n(0)]
        pub plan: Plan,
    }
}

lean::body! {
    /// `setting_down.plan_withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PlanWithdrawn {}
}

events! {
    /// A thought was set down.
    SetDown = "setting_down.set_down", Mine;
    /// It was written anew.
    Reworded = "setting_down.reworded", Mine;
    /// What becomes of it was chosen.
    Chosen = "setting_down.chosen", Mine;
    /// It was put away.
    PutAway = "setting_down.put_away", Mine;
    /// The plan was written.
    PlanWritten = "setting_down.plan_written", Mine;
    /// The plan was shared.
    PlanShared = "setting_down.plan_shared", Ours;
    /// It was taken back.
    PlanWithdrawn = "setting_down.plan_withdrawn", Ours;
}

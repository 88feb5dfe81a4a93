//! What can be said about ground rules: commands, events, refusals. Names and numbers here are kept for ever.

use crate::ids::RuleId;
use crate::practice::{Flaw, events};

lean::number! {
    /// What a line is about.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum About {
        /// Contact with a third person is ended.
        #[n(0)]
        ContactEnded,
        /// Who sleeps where.
        #[n(1)]
        Sleep,
        /// The children.
        #[n(2)]
        Children,
        /// Who may know.
        #[n(3)]
        WhoMayKnow,
        /// Money.
        #[n(4)]
        Money,
        /// Intimacy.
        #[n(5)]
        Intimacy,
        /// How we stop a fight.
        #[n(6)]
        StoppingAFight,
        /// Something else.
        #[n(7)]
        SomethingElse,
    }
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Propose a line.
    Propose {
        /// What it is about.
        about: About,
        /// The line.
        words: String,
    },
    /// Propose other words for a line that both agreed to. Until the other agrees, the line stands as it is.
    ProposeChange {
        /// The line that stands.
        rule: RuleId,
        /// The new words.
        words: String,
    },
    /// Agree to a line the other proposed.
    Agree {
        /// Which line.
        rule: RuleId,
    },
    /// End a line; take back or turn down a proposal. Either can, at any time, without a reason.
    End {
        /// Which line.
        rule: RuleId,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words do not fit.
    Words(Flaw),
    /// There is no such line, or it is over.
    NoSuchLine,
    /// Nobody agrees with themselves.
    OnlyTheOtherCanAgree,
    /// Only what both agreed to can be changed; a proposal can be taken back and made anew.
    NotAgreedYet,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::body! {
    /// `ground_rules.proposed`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Proposed {
        /// Its id.
        #[n(0)]
        pub rule: RuleId,
        /// What it is about.
        #[n(1)]
        pub about: About,
        /// The line.
        #[n(2)]
        pub words: String,
        /// The line it changes, once the other agrees.
        #[n(3)]
        pub changes: Option<RuleId>,
    }
}

lean::body! {
    /// `ground_rules.agreed`, by the other
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Agreed {
        /// Which line.
        #[n(0)]
        pub rule: RuleId,
    }
}

lean::body! {
    /// `ground_rules.ended`, by either
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Ended {
        /// Which line.
        #[n(0)]
        pub rule: RuleId,
    }
}

events! {
    /// A line was proposed.
    Proposed = "ground_rules.proposed", Ours;
    /// The other agreed.
    Agreed = "ground_rules.agreed", Ours;
    /// Either ended it.
    Ended = "ground_rules.ended", Ours;
}

//! What can be said at a booster and at the end of the journey: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::LookId;
use crate::practice::{Flaw, events};

lean::number! {
    /// How long after the two moved to keeping.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum After {
        /// One month.
        #[n(0)]
        One,
        /// Three months.
        #[n(1)]
        Three,
        /// Six months.
        #[n(2)]
        Six,
        /// A year.
        #[n(3)]
        Twelve,
    }
}

impl After {
    /// All four, in order.
    pub const ALL: [After; 4] = [After::One, After::Three, After::Six, After::Twelve];

    /// So many months.
    #[must_use]
    pub fn months(self) -> u8 {
        match self {
            After::One => 1,
            After::Three => 3,
            After::Six => 6,
            After::Twelve => 12,
        }
    }
}

lean::row! {
    /// One booster: of which keeping, and how long after its first day. Whoever goes back to rebuilding and moves to keeping
    /// once more has other ones.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Booster {
        /// The day on which both had said that they move to keeping.
        #[n(0)]
        pub since: Day,
        /// How long after it.
        #[n(1)]
        pub after: After,
    }
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Share what one sees holding, as it was previewed, in place of what one shared before.
    ShareLook {
        /// At which booster.
        booster: Booster,
        /// The words.
        text: String,
    },
    /// Take it back.
    WithdrawLook {
        /// At which booster.
        booster: Booster,
    },
    /// Say which practice one would refresh; none to say nothing any more.
    Refresh {
        /// At which booster.
        booster: Booster,
        /// The name of the practice.
        practice: Option<String>,
    },
    /// Let this booster be, done or not. The other is told nothing.
    PutBy {
        /// Which.
        booster: Booster,
    },
    /// Share one's words for the keepsake, as they were previewed, in place of what stood there.
    ShareWords {
        /// The words.
        text: String,
    },
    /// Take them back.
    WithdrawWords,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is no such booster yet, or not any more.
    NoSuchBooster,
    /// There is no such practice.
    NoSuchPractice,
    /// There is nothing to take back.
    NothingThere,
    /// One of the two has asked for space; nothing joint begins meanwhile.
    InSpace,
    /// More of them than two people hold.
    TooMany,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::body! {
    /// `boosters.look_shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LookShared {
        /// Which look.
        #[n(0)]
        pub look: LookId,
        /// At which booster.
        #[n(1)]
        pub booster: Booster,
        /// The words.
        #[n(2)]
        pub text: String,
    }
}

lean::body! {
    /// `boosters.look_withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LookWithdrawn {
        /// Which look.
        #[n(0)]
        pub look: LookId,
    }
}

lean::body! {
    /// `boosters.refresh_picked`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RefreshPicked {
        /// At which booster.
        #[n(0)]
        pub booster: Booster,
        /// The name of the practice; none to say nothing any more.
        #[n(1)]
        pub practice: Option<String>,
    }
}

lean::body! {
    /// `boosters.put_by`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutBy {
        /// Which booster.
        #[n(0)]
        pub booster: Booster,
    }
}

lean::body! {
    /// `boosters.words_shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct WordsShared {
        /// The words.
        #[n(0)]
        pub text: String,
    }
}

lean::body! {
    /// `boosters.words_withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct WordsWithdrawn {}
}

events! {
    /// One of the two shared what they see holding.
    LookShared = "boosters.look_shared", Ours;
    /// One of the two took it back.
    LookWithdrawn = "boosters.look_withdrawn", Ours;
    /// One of the two said which practice they would refresh.
    RefreshPicked = "boosters.refresh_picked", Ours;
    /// One let a booster be.
    PutBy = "boosters.put_by", Mine;
    /// One of the two shared their words for the keepsake.
    WordsShared = "boosters.words_shared", Ours;
    /// One of the two took them back.
    WordsWithdrawn = "boosters.words_withdrawn", Ours;
}

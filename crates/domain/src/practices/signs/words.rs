//! What can be said about signs: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::PersonId;
use crate::path::Work;
use crate::practice::events;

lean::number! {
    /// A sign that trust is missing.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Sign {
        /// Hiding things, or snooping in a phone or its contacts.
        #[n(0)]
        HidingOrSnooping,
        /// Questioning what the other does.
        #[n(1)]
        Questioning,
        /// Feeling insecure or uncertain.
        #[n(2)]
        Insecure,
        /// Holding back from showing what is fragile.
        #[n(3)]
        HoldingBack,
        /// Clinging; not letting the other out of sight.
        #[n(4)]
        Clinging,
    }
}

impl Sign {
    /// All five, in the order of the page.
    pub const ALL: [Sign; 5] =
        [Sign::HidingOrSnooping, Sign::Questioning, Sign::Insecure, Sign::HoldingBack, Sign::Clinging];

    /// The practice that answers it.
    #[must_use]
    pub fn leads_to(self) -> Work {
        match self {
            Sign::HidingOrSnooping => Work::OpenBook,
            Sign::Questioning => Work::Questions,
            Sign::Insecure => Work::Promises,
            Sign::HoldingBack => Work::Talk,
            Sign::Clinging => Work::Space,
        }
    }
}

lean::number! {
    /// Whose doing it is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Whose {
        /// One's own: "I checked your phone".
        #[n(0)]
        Mine,
        /// As felt from the other.
        #[n(1)]
        FromYou,
    }
}

lean::number! {
    /// How much of the last seven days.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Often {
        /// Not at all.
        #[n(0)]
        NotAtAll = 0,
        /// Once or twice.
        #[n(1)]
        OnceOrTwice = 1,
        /// Some days.
        #[n(2)]
        SomeDays = 2,
        /// Most days.
        #[n(3)]
        MostDays = 3,
        /// Nearly every day.
        #[n(4)]
        NearlyEveryDay = 4,
    }
}

lean::row! {
    /// One answer of a look. What is not answered is left out.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Answer {
        /// Which sign.
        #[n(0)]
        pub sign: Sign,
        /// Whose.
        #[n(1)]
        pub whose: Whose,
        /// How often.
        #[n(2)]
        pub often: Often,
    }
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Look at the last seven days. A second look on the same day takes the place of the first.
    Look(Vec<Answer>),
    /// Forget the look of a day.
    Forget {
        /// Which day.
        on: Day,
    },
    /// Share one answer, after a preview of it.
    Share {
        /// The day of the look.
        on: Day,
        /// The answer as it was previewed.
        answer: Answer,
    },
    /// Take a shared answer back. What was read cannot be unread.
    Withdraw {
        /// The day of the look.
        on: Day,
        /// Which sign.
        sign: Sign,
        /// Whose.
        whose: Whose,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing is answered.
    NothingSaid,
    /// There is no such answer, or it was changed since.
    NoSuchAnswer,
    /// It is shared already.
    AlreadyShared,
    /// It is not shared.
    NotShared,
}

lean::body! {
    /// `signs.looked`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Looked {
        /// On which day.
        #[n(0)]
        pub on: Day,
        /// The answers, each sign and side once, in order.
        #[n(1)]
        pub answers: Vec<Answer>,
    }
}

lean::body! {
    /// `signs.forgotten`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Forgotten {
        /// The day of the look.
        #[n(0)]
        pub on: Day,
    }
}

lean::body! {
    /// `signs.shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Shared {
        /// The day of the look.
        #[n(0)]
        pub on: Day,
        /// The one answer.
        #[n(1)]
        pub answer: Answer,
    }
}

lean::body! {
    /// `signs.withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Withdrawn {
        /// The day of the look.
        #[n(0)]
        pub on: Day,
        /// Which sign.
        #[n(1)]
        pub sign: Sign,
        /// Whose.
        #[n(2)]
        pub whose: Whose,
    }
}

lean::row! {
    /// One answer that lies in our space.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Given {
        /// Who shared it.
        #[n(0)]
        pub by: PersonId,
        /// The day of the look.
        #[n(1)]
        pub on: Day,
        /// The answer.
        #[n(2)]
        pub answer: Answer,
    }
}

events! {
    /// One looked at the last seven days, for oneself.
    Looked = "signs.looked", Mine;
    /// A look was forgotten.
    Forgotten = "signs.forgotten", Mine;
    /// One answer was shared.
    Shared = "signs.shared", Ours;
    /// It was taken back.
    Withdrawn = "signs.withdrawn", Ours;
}

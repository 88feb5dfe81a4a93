//! What can be said about promises: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::{PromiseId, QuestionId};
use crate::practice::{Flaw, events};
use crate::practices::promises::repeat::Repeat;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Promise something.
    Make(NewPromise),
    /// The maker says: that day it was kept.
    ReportKept {
        /// Which promise.
        promise: PromiseId,
        /// Which of its days.
        on: Day,
    },
    /// The maker says: that day it was missed, and this is what I do about it.
    ReportMissed {
        /// Which promise.
        promise: PromiseId,
        /// Which of its days.
        on: Day,
        /// What the maker does about it.
        what_i_do: String,
    },
    /// The receiver says how it was for them.
    Confirm {
        /// Which promise.
        promise: PromiseId,
        /// Which of its days.
        on: Day,
        /// How it was.
        seen: Seen,
    },
    /// The maker ends it.
    End {
        /// Which promise.
        promise: PromiseId,
    },
    /// The receiver lets the maker go of it.
    LetGo {
        /// Which promise.
        promise: PromiseId,
    },
}

/// A promise as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPromise {
    /// What is promised.
    pub words: String,
    /// What it comes from.
    pub source: Source,
    /// On which days.
    pub when: When,
    /// An own promise that this one replaces; it ends with this.
    pub in_place_of: Option<PromiseId>,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A promise, and what one does about a miss, needs words and has an end.
    Words(Flaw),
    /// The days lie in the past.
    DayIsPast,
    /// No day of the calendar fits the rule.
    NeverComes,
    /// There is no such promise.
    NoSuchPromise,
    /// Only its maker can say or do that.
    OnlyTheMaker,
    /// Only the other can say or do that.
    OnlyTheReceiver,
    /// It is over already.
    AlreadyOver,
    /// The promise is not about that day.
    NotThatDay,
    /// That day has not come yet.
    NotYet,
    /// The maker has the first word for two days.
    MakerSpeaksFirst,
    /// The receiver has answered; the day is settled.
    AlreadyConfirmed,
}

lean::ways! {
    /// What a promise comes from.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Source {
        /// The maker's own wish.
        #[n(0)]
        Myself,
        /// Something the other needs.
        #[n(1)]
        Need,
        /// An apology.
        #[n(2)]
        Apology,
        /// A lesson.
        #[n(3)]
        Lesson,
        /// An agreement of the two.
        #[n(4)]
        Agreement,
        /// A question that will be answered by that day.
        #[n(5)]
        Question(#[n(0)] QuestionId),
    }
}

lean::row! {
    /// On which days a promise is due.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct When {
        /// The first day it can be due.
        #[n(0)]
        pub from: Day,
        /// The last day it can be due, if there is one.
        #[n(1)]
        pub until: Option<Day>,
        /// How it comes back.
        #[n(2)]
        pub repeat: Repeat,
    }
}

lean::ways! {
    /// What the maker tells about one day.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Told {
        /// It was kept.
        #[n(0)]
        Kept,
        /// It was missed.
        #[n(1)]
        Missed {
            /// What the maker does about it.
            #[n(0)]
            what_i_do: String,
        },
    }
}

lean::number! {
    /// How the receiver saw one day.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Seen {
        /// It was kept.
        #[n(0)]
        Kept,
        /// It was missed.
        #[n(1)]
        Missed,
        /// It can't be said.
        #[n(2)]
        Unclear,
    }
}

lean::body! {
    /// `promises.made`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Made {
        /// Its id.
        #[n(0)]
        pub promise: PromiseId,
        /// What is promised.
        #[n(1)]
        pub words: String,
        /// What it comes from.
        #[n(2)]
        pub source: Source,
        /// On which days.
        #[n(3)]
        pub when: When,
        /// An own promise that this one replaces.
        #[n(4)]
        pub in_place_of: Option<PromiseId>,
    }
}

lean::body! {
    /// `promises.reported`, by the maker
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Reported {
        /// Which promise.
        #[n(0)]
        pub promise: PromiseId,
        /// Which of its days.
        #[n(1)]
        pub on: Day,
        /// What the maker tells.
        #[n(2)]
        pub told: Told,
    }
}

lean::body! {
    /// `promises.confirmed`, by the receiver
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Confirmed {
        /// Which promise.
        #[n(0)]
        pub promise: PromiseId,
        /// Which of its days.
        #[n(1)]
        pub on: Day,
        /// How it was.
        #[n(2)]
        pub seen: Seen,
    }
}

lean::body! {
    /// `promises.ended`, by the maker
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Ended {
        /// Which promise.
        #[n(0)]
        pub promise: PromiseId,
    }
}

lean::body! {
    /// `promises.let_go`, by the receiver
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LetGo {
        /// Which promise.
        #[n(0)]
        pub promise: PromiseId,
    }
}

events! {
    /// A promise was made.
    Made = "promises.made", Ours;
    /// The maker told how a day went.
    Reported = "promises.reported", Ours;
    /// The receiver told how it was for them.
    Confirmed = "promises.confirmed", Ours;
    /// The maker ended it.
    Ended = "promises.ended", Ours;
    /// The receiver let the maker go of it.
    LetGo = "promises.let_go", Ours;
}

//! What can be said about needs: commands, events, refusals. Names and numbers here are kept for ever.

use crate::ids::{NeedId, PromiseId, TopicId};
use crate::practice::{Flaw, events};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Ask the other for one thing.
    Ask {
        /// The one thing.
        thing: String,
        /// When, or how often. May be left open.
        when: String,
    },
    /// Answer what the other asks for. The latest answer counts.
    Answer {
        /// Which.
        need: NeedId,
        /// The answer.
        answer: Answer,
    },
    /// Say thanks, which closes it.
    Thank {
        /// Which.
        need: NeedId,
        /// A few words. May be left open.
        words: String,
    },
    /// Take back what one asked for.
    TakeBack {
        /// Which.
        need: NeedId,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is no such thing asked for, or it was taken back.
    NoSuchNeed,
    /// Nobody answers themselves.
    OnlyTheOther,
    /// Only the one who asked can say or do that.
    OnlyTheAsker,
    /// Thanks have closed it.
    Closed,
    /// There is no answer yet to be thankful for.
    NoAnswerYet,
    /// Only a yes becomes a promise.
    NoYes,
    /// It is on the list of what to talk about already.
    OnTheList,
    /// One of the two has asked for space; nothing is asked of the other meanwhile.
    InSpace,
    /// More than anyone can be asked for.
    TooMany,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::ways! {
    /// What the other answers.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Answer {
        /// Yes.
        #[n(0)]
        Yes,
        /// Yes, with a change.
        #[n(1)]
        YesWith {
            /// What would be otherwise.
            #[n(0)]
            change: String,
        },
        /// Not now.
        #[n(2)]
        NotNow {
            /// Because of what.
            #[n(0)]
            because: String,
        },
    }
}

impl Answer {
    /// Whether it is a yes of either kind.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        !matches!(self, Answer::NotNow { .. })
    }

    /// The words that come with it.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Answer::Yes => None,
            Answer::YesWith { change: words } | Answer::NotNow { because: words } => Some(words),
        }
    }
}

lean::ways! {
    /// What it became somewhere else.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Became {
        /// A promise of the one who said yes.
        #[n(0)]
        Promise(#[n(0)] PromiseId),
        /// Something to talk about.
        #[n(1)]
        Topic(#[n(0)] TopicId),
    }
}

lean::body! {
    /// `needs.asked`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Asked {
        /// Its id.
        #[n(0)]
        pub need: NeedId,
        /// The one thing.
        #[n(1)]
        pub thing: String,
        /// When, or how often.
        #[n(2)]
        pub when: Option<String>,
    }
}

lean::body! {
    /// `needs.answered`, by the other
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Answered {
        /// Which.
        #[n(0)]
        pub need: NeedId,
        /// The answer.
        #[n(1)]
        pub answer: Answer,
    }
}

lean::body! {
    /// `needs.became`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BecameMore {
        /// Which.
        #[n(0)]
        pub need: NeedId,
        /// What it became.
        #[n(1)]
        pub became: Became,
    }
}

lean::body! {
    /// `needs.thanked`, by the asker
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Thanked {
        /// For which.
        #[n(0)]
        pub need: NeedId,
        /// A few words.
        #[n(1)]
        pub words: Option<String>,
    }
}

lean::body! {
    /// `needs.taken_back`, by the asker
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TakenBack {
        /// Which.
        #[n(0)]
        pub need: NeedId,
    }
}

events! {
    /// One asked the other for something.
    Asked = "needs.asked", Ours;
    /// The other answered.
    Answered = "needs.answered", Ours;
    /// It became a promise, or something to talk about.
    BecameMore = "needs.became", Ours;
    /// The asker said thanks.
    Thanked = "needs.thanked", Ours;
    /// The asker took it back.
    TakenBack = "needs.taken_back", Ours;
}

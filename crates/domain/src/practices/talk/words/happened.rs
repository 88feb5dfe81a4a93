//! What happened in talking: the events and what they are made of. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::{HurtId, NeedId, QuestionId, TalkId, ThoughtId, TopicId};
use crate::practice::events;

lean::ways! {
    /// What a topic comes from.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TopicFrom {
        /// A question that was answered with "let's talk".
        #[n(0)]
        Question(#[n(0)] QuestionId),
        /// A thought that was set down.
        #[n(1)]
        Thought(#[n(0)] ThoughtId),
        /// A hurt.
        #[n(2)]
        Hurt(#[n(0)] HurtId),
        /// One's own words.
        #[n(3)]
        OwnWords,
        /// Something that one of the two asked for.
        #[n(4)]
        Need(#[n(0)] NeedId),
    }
}

lean::number! {
    /// On how many devices a talk is held.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Devices {
        /// One, passed to and fro.
        #[n(0)]
        One,
        /// Each has their own.
        #[n(1)]
        Two,
    }
}

lean::number! {
    /// One of the two in a talk.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Side {
        /// Who asked for the talk.
        #[n(0)]
        Asker = 0,
        /// The other.
        #[n(1)]
        Other = 1,
    }
}

impl Side {
    /// The other side.
    #[must_use]
    pub fn across(self) -> Side {
        match self {
            Side::Asker => Side::Other,
            Side::Other => Side::Asker,
        }
    }
}

lean::number! {
    /// What the speaker says after hearing it said back.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Mark {
        /// "Not quite."
        #[n(0)]
        NotQuite,
        /// "Yes, you heard me."
        #[n(1)]
        Heard,
    }
}

lean::body! {
    /// `talk.topic_named`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TopicNamed {
        /// Its id.
        #[n(0)]
        pub topic: TopicId,
        /// What it comes from.
        #[n(1)]
        pub from: TopicFrom,
        /// What to talk about.
        #[n(2)]
        pub text: String,
        /// The talk of which day.
        #[n(3)]
        pub for_day: Option<Day>,
    }
}

lean::body! {
    /// `talk.topic_kept_for`, by either
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TopicKeptFor {
        /// Which topic.
        #[n(0)]
        pub topic: TopicId,
        /// The talk of which day.
        #[n(1)]
        pub for_day: Option<Day>,
    }
}

lean::body! {
    /// `talk.topic_taken_back`, by its author
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TopicTakenBack {
        /// Which topic.
        #[n(0)]
        pub topic: TopicId,
    }
}

lean::body! {
    /// `talk.topic_talked_through`, by each for themselves
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TopicTalkedThrough {
        /// Which topic.
        #[n(0)]
        pub topic: TopicId,
        /// Whether it is.
        #[n(1)]
        pub through: bool,
    }
}

lean::body! {
    /// `talk.asked`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Asked {
        /// Its id.
        #[n(0)]
        pub talk: TalkId,
        /// Whether one device is passed to and fro.
        #[n(1)]
        pub on: Devices,
        /// What to talk about.
        #[n(2)]
        pub topic: Option<TopicId>,
        /// How long one speaks, in seconds.
        #[n(3)]
        pub turn_seconds: u16,
    }
}

lean::body! {
    /// What says only which talk it is about.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct OfTalk {
        /// Which talk.
        #[n(0)]
        pub talk: TalkId,
    }
}

/// `talk.joined`: the other's yes
pub type Joined = OfTalk;

/// `talk.not_now`, by either, before it began
pub type NotNow = OfTalk;

lean::body! {
    /// `talk.topic_chosen`, by either
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TopicChosen {
        /// Which talk.
        #[n(0)]
        pub talk: TalkId,
        /// The topic.
        #[n(1)]
        pub topic: TopicId,
    }
}

lean::body! {
    /// `talk.floor_passed`: a turn begins
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct FloorPassed {
        /// Which talk.
        #[n(0)]
        pub talk: TalkId,
        /// Which turn, counted from 0.
        #[n(1)]
        pub turn: u16,
        /// Who speaks in it.
        #[n(2)]
        pub to: Side,
    }
}

lean::body! {
    /// `talk.said_back`, by the listener
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SaidBack {
        /// Which talk.
        #[n(0)]
        pub talk: TalkId,
        /// In which turn.
        #[n(1)]
        pub turn: u16,
        /// What was heard.
        #[n(2)]
        pub text: String,
    }
}

lean::body! {
    /// `talk.marked`, by the speaker
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Marked {
        /// Which talk.
        #[n(0)]
        pub talk: TalkId,
        /// Which turn.
        #[n(1)]
        pub turn: u16,
        /// How it was.
        #[n(2)]
        pub mark: Mark,
    }
}

/// `talk.paused`, by either
pub type Paused = OfTalk;

/// `talk.came_back`, by each
pub type CameBack = OfTalk;

/// `talk.ended`, by either
pub type Ended = OfTalk;

lean::body! {
    /// `talk.said_kindly`, at the end
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SaidKindly {
        /// Which talk.
        #[n(0)]
        pub talk: TalkId,
        /// Whose sentence.
        #[n(1)]
        pub whose: Side,
        /// The sentence.
        #[n(2)]
        pub text: String,
    }
}

lean::body! {
    /// `talk.felt_heard`, by the hurt partner
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct FeltHeard {
        /// In which hurt.
        #[n(0)]
        pub hurt: HurtId,
        /// Whether they feel heard.
        #[n(1)]
        pub heard: bool,
    }
}

events! {
    /// Something to talk about was put on the list.
    TopicNamed = "talk.topic_named", Ours;
    /// It was kept for the talk of another day.
    TopicKeptFor = "talk.topic_kept_for", Ours;
    /// Its author took it back.
    TopicTakenBack = "talk.topic_taken_back", Ours;
    /// For one of the two it is talked through, or not after all.
    TopicTalkedThrough = "talk.topic_talked_through", Ours;
    /// A talk was asked for.
    Asked = "talk.asked", Ours;
    /// The other said yes.
    Joined = "talk.joined", Ours;
    /// One of the two said "not now".
    NotNow = "talk.not_now", Ours;
    /// What it is about was chosen.
    TopicChosen = "talk.topic_chosen", Ours;
    /// A turn began.
    FloorPassed = "talk.floor_passed", Ours;
    /// What was heard was written down.
    SaidBack = "talk.said_back", Ours;
    /// The speaker said whether that was it.
    Marked = "talk.marked", Ours;
    /// One of the two needed a pause.
    Paused = "talk.paused", Ours;
    /// One of the two is back.
    CameBack = "talk.came_back", Ours;
    /// It ended.
    Ended = "talk.ended", Ours;
    /// A kind sentence was said.
    SaidKindly = "talk.said_kindly", Ours;
    /// The hurt partner feels heard, or not after all.
    FeltHeard = "talk.felt_heard", Ours;
}

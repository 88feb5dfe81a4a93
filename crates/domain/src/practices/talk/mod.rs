//! Being heard: what to talk about, a guided talk in which one has the floor and the other says back what was heard,
//! and the hurt partner's mark "I feel heard", which can be taken back.

mod decide;
mod fold;
pub mod live;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::topic_from_question;
pub use words::{
    Asked, CameBack, Command, Devices, Ended, Event, FeltHeard, FloorPassed, Joined, Mark, Marked, NotNow,
    OfTalk, Paused, Refusal, SaidBack, SaidKindly, Side, TopicChosen, TopicFrom, TopicKeptFor, TopicNamed,
    TopicTakenBack, TopicTalkedThrough,
};

use crate::day::{Day, HOUR_MS, Moment};
use crate::ids::{HurtId, PersonId, TalkId, TopicId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

/// How long one usually speaks before the other says back what was heard, in seconds.
pub const USUAL_TURN_SECONDS: u16 = 180;

/// The shortest and the longest turn, in seconds.
pub const TURN_SECONDS: core::ops::RangeInclusive<u16> = 30..=600;

/// A talk is of the moment: so long after the last word in it, it is over by itself, and nobody ended it.
pub const LASTS_MS: u64 = 12 * HOUR_MS;

lean::row! {
    /// What to talk about, the talks, and who feels heard. All of it is shared.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Talk {
        #[n(0)]
        pub(crate) ours: Shared,
    }
}

lean::row! {
    /// What both know.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Shared {
        #[n(0)]
        topics: Table<TopicId, Leaf<Topic>>,
        #[n(1)]
        talks: Table<TalkId, Leaf<Conversation>>,
        #[n(2)]
        heard: Vec<Felt>,
    }
}

lean::row! {
    /// Something to talk about.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Topic {
        /// Which.
        #[n(0)]
        pub id: TopicId,
        /// What it comes from.
        #[n(1)]
        pub from: TopicFrom,
        /// What to talk about. Empty once it was taken back.
        #[n(2)]
        pub text: String,
        /// The talk of which day.
        #[n(3)]
        pub for_day: Option<Day>,
        /// When it was put on the list.
        #[n(4)]
        pub named: Stamp,
        /// Its author took it back.
        #[n(5)]
        taken_back: bool,
        /// For its author it is talked through.
        #[n(6)]
        through_for_author: bool,
        /// For the other it is talked through.
        #[n(7)]
        through_for_other: bool,
    }
}

lean::row! {
    /// One talk, from the asking to the kind sentences.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Conversation {
        /// Which.
        #[n(0)]
        pub id: TalkId,
        /// On how many devices.
        #[n(1)]
        pub on: Devices,
        /// What it is about.
        #[n(2)]
        pub topic: Option<TopicId>,
        /// How long one speaks, in seconds.
        #[n(3)]
        pub turn_seconds: u16,
        /// When it was asked for.
        #[n(4)]
        pub asked: Stamp,
        /// Both have said yes. On one device the yes is given on the spot.
        #[n(5)]
        pub joined: bool,
        /// Its latest word.
        #[n(6)]
        pub last: Stamp,
        /// How it came to its end.
        #[n(7)]
        pub over: Option<Over>,
        /// It rests, and these are not back yet: the asker, the other.
        #[n(8)]
        away: (bool, bool),
        /// Its turns, in order.
        #[n(9)]
        pub turns: Vec<Turn>,
        /// The kind sentences.
        #[n(10)]
        pub kind: Vec<KindSentence>,
    }
}

lean::number! {
    /// How a talk came to its end.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Over {
        /// One of the two said "not now", or took the asking back.
        #[n(0)]
        NotNow,
        /// It was held, and ended.
        #[n(1)]
        Ended,
        /// Both had asked at once: this asking went up in the other's.
        #[n(2)]
        BothAsked,
    }
}

lean::row! {
    /// One turn: one speaks, the other says back what was heard.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Turn {
        /// Who speaks.
        #[n(0)]
        pub speaker: Side,
        /// What the other wrote down as heard, if they wrote; the latest.
        #[n(1)]
        pub said_back: Option<String>,
        /// What the speaker said to it.
        #[n(2)]
        pub mark: Option<Mark>,
    }
}

lean::row! {
    /// A kind sentence at the end of a talk.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct KindSentence {
        /// Whose.
        #[n(0)]
        pub whose: Side,
        /// The sentence.
        #[n(1)]
        pub text: String,
        /// They wrote it on a device of their own; otherwise it was written on the device that was passed.
        #[n(2)]
        pub by_themselves: bool,
    }
}

lean::row! {
    /// Whether someone feels heard.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Felt {
        #[n(0)]
        hurt: HurtId,
        #[n(1)]
        who: PersonId,
        #[n(2)]
        heard: bool,
        #[n(3)]
        at: Stamp,
    }
}

impl Topic {
    /// Whether it is still something to talk about.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.taken_back && (!self.through_for_author || !self.through_for_other)
    }

    /// Whether it is talked through for this person. What it is for the other is told to nobody.
    #[must_use]
    pub fn is_through_for(&self, person: PersonId) -> bool {
        if self.id.author() == person { self.through_for_author } else { self.through_for_other }
    }
}

impl Conversation {
    /// Who asked for it.
    #[must_use]
    pub fn asker(&self) -> PersonId {
        self.id.author()
    }

    /// Which of the sides a person is.
    #[must_use]
    pub fn side_of(&self, person: PersonId) -> Side {
        if self.asker() == person { Side::Asker } else { Side::Other }
    }

    /// Whether it was not ended and is not forgotten either.
    #[must_use]
    pub fn is_open(&self, now_ms: u64) -> bool {
        self.over.is_none() && now_ms < self.last.ms.saturating_add(LASTS_MS)
    }

    /// Whether it rests until both are back.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.away != (false, false)
    }

    /// Whether this side has said that it is back, or was never away. The screen says it only of its own side.
    #[must_use]
    pub fn is_back(&self, side: Side) -> bool {
        match side {
            Side::Asker => !self.away.0,
            Side::Other => !self.away.1,
        }
    }

    /// The kind sentence of a side.
    #[must_use]
    pub fn kind_sentence(&self, whose: Side) -> Option<&KindSentence> {
        self.kind.iter().find(|it| it.whose == whose)
    }

    /// On one device, whose device it is says everything for both.
    fn speaks_for(&self, author: PersonId, side: Side) -> bool {
        self.side_of(author) == side || (self.on == Devices::One && self.asker() == author)
    }
}

impl Talk {
    /// A topic, unless it was taken back.
    #[must_use]
    pub fn topic(&self, id: TopicId) -> Option<&Topic> {
        self.ours.topics.get(&id).map(|it| &**it).filter(|it| !it.taken_back)
    }

    /// What there is to talk about, in the order in which it was put on the list.
    #[must_use]
    pub fn topics(&self) -> Vec<&Topic> {
        let mut open: Vec<&Topic> = Vec::new();
        for topic in self.ours.topics.values().filter(|it| it.is_open()) {
            let at = open.partition_point(|it| (it.named, it.id) < (topic.named, topic.id));
            open.insert(at, topic);
        }
        open
    }

    /// One talk.
    #[must_use]
    pub fn get(&self, id: TalkId) -> Option<&Conversation> {
        self.ours.talks.get(&id).map(|it| &**it)
    }

    /// The talk that is asked for or held now. When there are two, the one that was asked for first.
    #[must_use]
    pub fn open(&self, now: &Moment) -> Option<&Conversation> {
        let open = self.ours.talks.values().filter(|it| it.is_open(now.ms));
        open.min_by_key(|it| (it.asked, it.id)).map(|it| &**it)
    }

    /// The talk that the other asks this person for, at this true moment.
    #[must_use]
    pub fn asked_of(&self, person: PersonId, now: &Moment) -> Option<TalkId> {
        self.open(now).filter(|it| !it.joined && it.asker() != person).map(|it| it.id)
    }

    /// Every talk that was held to its end, in order.
    #[must_use]
    pub fn held(&self) -> Vec<&Conversation> {
        let mut held: Vec<&Conversation> = Vec::new();
        for talk in self.ours.talks.values().filter(|it| it.over == Some(Over::Ended)) {
            let at = held.partition_point(|it| (it.asked, it.id) < (talk.asked, talk.id));
            held.insert(at, talk);
        }
        held
    }

    /// Whether this person has marked "I feel heard" in a hurt, and has not taken it back.
    #[must_use]
    pub fn feels_heard(&self, hurt: HurtId, who: PersonId) -> bool {
        self.ours.heard.iter().any(|it| it.hurt == hurt && it.who == who && it.heard)
    }
}

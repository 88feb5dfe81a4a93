//! What can be said about talking: commands, events, refusals.

mod happened;

pub use happened::{
    Asked, CameBack, Devices, Ended, Event, FeltHeard, FloorPassed, Joined, Mark, Marked, NotNow, OfTalk,
    Paused, SaidBack, SaidKindly, Side, TopicChosen, TopicFrom, TopicKeptFor, TopicNamed, TopicTakenBack,
    TopicTalkedThrough,
};

use crate::day::Day;
use crate::ids::{HurtId, TalkId, TopicId};
use crate::practice::Flaw;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Put something on the list of what to talk about. The other reads these words.
    NameTopic {
        /// What it comes from.
        from: TopicFrom,
        /// What to talk about.
        text: String,
        /// The talk of which day, if one was chosen.
        for_day: Option<Day>,
    },
    /// Keep a topic for the talk of another day, or of no day.
    KeepFor {
        /// Which topic.
        topic: TopicId,
        /// The day.
        for_day: Option<Day>,
    },
    /// Take an own topic back, with its words.
    TakeTopicBack {
        /// Which topic.
        topic: TopicId,
    },
    /// Say that for me a topic is talked through, or that it is not after all. It leaves the list when both say so.
    TalkedThrough {
        /// Which topic.
        topic: TopicId,
        /// Whether it is.
        through: bool,
    },
    /// Ask for a talk now. Where the other has asked already, this is a yes.
    Ask {
        /// Whether one device is passed to and fro.
        on: Devices,
        /// What to talk about, if that is clear.
        topic: Option<TopicId>,
        /// How long one speaks before the other says back what was heard.
        turn_seconds: u16,
    },
    /// Say yes to a talk.
    Join {
        /// Which talk.
        talk: TalkId,
    },
    /// Say "not now", or take one's asking back. Needs no reason.
    NotNow {
        /// Which talk.
        talk: TalkId,
    },
    /// Choose what this talk is about.
    ChooseTopic {
        /// Which talk.
        talk: TalkId,
        /// The topic.
        topic: TopicId,
    },
    /// The floor goes to someone: a turn begins.
    PassFloor {
        /// Which talk.
        talk: TalkId,
        /// Which turn begins, counted from 0.
        turn: u16,
        /// Who speaks in it.
        to: Side,
    },
    /// Write down what was heard.
    SayBack {
        /// Which talk.
        talk: TalkId,
        /// In which turn.
        turn: u16,
        /// What was heard.
        text: String,
    },
    /// The speaker says whether that was it.
    Mark {
        /// Which talk.
        talk: TalkId,
        /// Which turn.
        turn: u16,
        /// How it was.
        mark: Mark,
    },
    /// Stop for a while, at any moment. It goes on when both are back.
    Pause {
        /// Which talk.
        talk: TalkId,
    },
    /// Say that one is back. On one device this is said for both.
    ComeBack {
        /// Which talk.
        talk: TalkId,
    },
    /// End the talk. Either may, at any moment.
    End {
        /// Which talk.
        talk: TalkId,
    },
    /// The kind sentence at the end.
    SayKindly {
        /// Which talk.
        talk: TalkId,
        /// Whose sentence: on one device, the other's can be written down for them.
        whose: Side,
        /// The sentence.
        text: String,
    },
    /// The hurt partner says "I feel heard", or takes it back.
    FeelHeard {
        /// In which hurt.
        hurt: HurtId,
        /// Whether they do.
        heard: bool,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// What it comes from is not there, or is not shared: a topic does not tell of it.
    NoSuchSource,
    /// That day has passed.
    DayIsPast,
    /// There is no such topic, or it was taken back.
    NoSuchTopic,
    /// Only who put it there can take it back.
    OnlyItsAuthor,
    /// A turn lasts half a minute to ten minutes.
    NoSuchTurnLength,
    /// One of the two has asked for space until then; nothing joint begins meanwhile.
    InSpace,
    /// Your asking stands already.
    AlreadyAsked {
        /// The talk that was asked for.
        talk: TalkId,
    },
    /// There is no such talk, or it is over.
    NoSuchTalk,
    /// A talk begins with the yes of both.
    NotJoined,
    /// Nobody says yes to themselves.
    OnlyTheOther,
    /// The talk rests until both are back.
    Paused,
    /// The turns follow each other; this one has begun already, or is not the next.
    NotTheNextTurn,
    /// Only the speaker says whether they were heard.
    OnlyTheSpeaker,
    /// Only the listener says back what was heard.
    OnlyTheListener,
    /// On two devices each writes their own sentence.
    EachTheirOwn,
    /// The kind sentence comes at the end.
    NotOver,
    /// There is no such hurt between the two.
    NoSuchHurt,
    /// Who was hurt has not been named by both yet.
    NotNamedByBoth,
    /// Only the hurt partner says that.
    OnlyTheHurtPartner,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

//! What can be said about questions: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::{HoursId, HurtId, PromiseId, QuestionId};
use crate::practice::{Flaw, events};
use crate::practices::questions::hours::Hours;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write a question and put it on a shelf. "Need to know now" is sent at once, or in the next question hours.
    Write {
        /// The question.
        text: String,
        /// Where it belongs.
        shelf: Shelf,
        /// For "not sure": how long it rests before it is sent.
        rest_hours: u16,
        /// What the asker has seen and still wants to ask.
        sure: Sure,
        /// Which hurt it is about, if it is about one.
        about: Option<HurtId>,
    },
    /// Change the words of a question that is not sent yet.
    Reword {
        /// Which question.
        question: QuestionId,
        /// The new words.
        text: String,
        /// What the asker has seen and still wants to ask.
        sure: Sure,
    },
    /// Put a question that is not sent yet on another shelf.
    Sort {
        /// Which question.
        question: QuestionId,
        /// Where it belongs now.
        shelf: Shelf,
        /// For "not sure": how long it rests from now.
        rest_hours: u16,
    },
    /// Let it rest so many hours longer.
    RestLonger {
        /// Which question.
        question: QuestionId,
        /// How many hours more.
        hours: u16,
    },
    /// Take a question back that was not sent.
    TakeBack {
        /// Which question.
        question: QuestionId,
    },
    /// Send a question whose time has come. The device asks this by itself; see [`super::Questions::due`].
    Send {
        /// Which question.
        question: QuestionId,
    },
    /// Answer a question of the other.
    Answer {
        /// Which question.
        question: QuestionId,
        /// The answer.
        answer: NewAnswer,
    },
    /// The asker says what an answer was to them.
    MarkAs {
        /// Which question.
        question: QuestionId,
        /// What it was.
        mark: Mark,
    },
    /// Propose question hours.
    ProposeHours {
        /// The hours.
        hours: Hours,
    },
    /// Agree to the hours the other proposed.
    AgreeToHours {
        /// Which proposal.
        hours: HoursId,
    },
    /// End the question hours, or take back or turn down a proposal.
    EndHours {
        /// Which hours.
        hours: HoursId,
    },
}

/// What the asker was shown before asking, and asks all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sure {
    /// The earlier question that was shown beside this one.
    pub though_asked_before: Option<QuestionId>,
    /// "This asks for pictures": seen, and still wished.
    pub though_it_asks_for_pictures: bool,
}

/// An answer as it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewAnswer {
    /// In writing.
    Written(String),
    /// "Let's talk": becomes a topic for a talk.
    LetsTalk,
    /// With our counsellor.
    WithOurCounsellor,
    /// "I need until that day": becomes a promise.
    INeedUntil(Day),
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A question or an answer needs words, and has an end.
    Words(Flaw),
    /// Something close was asked before; show it first, with its answers.
    AskedBefore {
        /// The earlier question.
        earlier: QuestionId,
    },
    /// It asks for graphic detail. "Are you sure? What will knowing give you?"
    AsksForPictures,
    /// Rest is at least an hour and at most ninety days.
    NoSuchRest,
    /// There is no such question.
    NoSuchQuestion,
    /// There is no such hurt.
    NoSuchHurt,
    /// It has been sent, so the other may have read it.
    AlreadySent,
    /// It rests, or waits for the question hours.
    NotYet,
    /// Only who asked can do that.
    OnlyTheAsker,
    /// Only who was asked can do that.
    OnlyTheOther,
    /// There is nothing to mark before an answer.
    NotAnswered,
    /// That day has passed.
    DayIsPast,
    /// Hours have a weekday, a beginning and 5 minutes to 24 hours.
    NoSuchHours,
    /// There is no such proposal, or it is over.
    NoSuchProposal,
    /// Nobody agrees with themselves.
    OnlyTheOtherCanAgree,
}

lean::number! {
    /// The asker's own sorting.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Shelf {
        /// I need to know now.
        #[n(0)]
        NeedToKnowNow,
        /// I am not sure.
        #[n(1)]
        NotSure,
        /// I don't want to know yet.
        #[n(2)]
        NotYet,
    }
}

lean::number! {
    /// What an answer was to the asker.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Mark {
        /// It is answered.
        #[n(0)]
        Answered,
        /// There is more to ask.
        #[n(1)]
        MoreToAsk,
        /// It is enough.
        #[n(2)]
        Enough,
    }
}

lean::ways! {
    /// An answer, kept for ever.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Answer {
        /// In writing.
        #[n(0)]
        Written(#[n(0)] String),
        /// "Let's talk".
        #[n(1)]
        LetsTalk,
        /// With our counsellor.
        #[n(2)]
        WithOurCounsellor,
        /// "I need until that day", as a promise.
        #[n(3)]
        INeedUntil {
            /// That day.
            #[n(0)]
            day: Day,
            /// The promise to answer by then.
            #[n(1)]
            promise: PromiseId,
        },
    }
}

lean::body! {
    /// `questions.written`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Written {
        /// Its id.
        #[n(0)]
        pub question: QuestionId,
        /// The question.
        #[n(1)]
        pub text: String,
        /// Where it belongs.
        #[n(2)]
        pub shelf: Shelf,
        /// Until when it rests, in milliseconds since 1970.
        #[n(3)]
        pub rests_until_ms: Option<u64>,
        /// The earlier question it repeats, knowingly.
        #[n(4)]
        pub again: Option<QuestionId>,
        /// Which hurt it is about, if it is about one.
        #[n(5)]
        pub about: Option<HurtId>,
    }
}

lean::body! {
    /// `questions.reworded`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Reworded {
        /// Which question.
        #[n(0)]
        pub question: QuestionId,
        /// The new words.
        #[n(1)]
        pub text: String,
        /// The earlier question it repeats, knowingly.
        #[n(2)]
        pub again: Option<QuestionId>,
    }
}

lean::body! {
    /// `questions.sorted`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Sorted {
        /// Which question.
        #[n(0)]
        pub question: QuestionId,
        /// Where it belongs now.
        #[n(1)]
        pub shelf: Shelf,
        /// Until when it rests, in milliseconds since 1970.
        #[n(2)]
        pub rests_until_ms: Option<u64>,
    }
}

lean::body! {
    /// `questions.taken_back`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TakenBack {
        /// Which question.
        #[n(0)]
        pub question: QuestionId,
    }
}

lean::body! {
    /// `questions.asked`: the question is sent
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Asked {
        /// Which question.
        #[n(0)]
        pub question: QuestionId,
        /// The question.
        #[n(1)]
        pub text: String,
        /// The earlier question it repeats, knowingly.
        #[n(2)]
        pub again: Option<QuestionId>,
        /// Which hurt it is about, if that is shared.
        #[n(3)]
        pub about: Option<HurtId>,
    }
}

lean::body! {
    /// `questions.answered`, by who was asked
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Answered {
        /// Which question.
        #[n(0)]
        pub question: QuestionId,
        /// The answer.
        #[n(1)]
        pub answer: Answer,
    }
}

lean::body! {
    /// `questions.marked`, by the asker
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Marked {
        /// Which question.
        #[n(0)]
        pub question: QuestionId,
        /// What the answer was.
        #[n(1)]
        pub mark: Mark,
    }
}

lean::body! {
    /// `questions.hours_proposed`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HoursProposed {
        /// Its id.
        #[n(0)]
        pub id: HoursId,
        /// The hours.
        #[n(1)]
        pub hours: Hours,
    }
}

lean::body! {
    /// `questions.hours_agreed`, by the other
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HoursAgreed {
        /// Which proposal.
        #[n(0)]
        pub id: HoursId,
    }
}

lean::body! {
    /// `questions.hours_ended`, by either
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HoursEnded {
        /// Which hours.
        #[n(0)]
        pub id: HoursId,
    }
}

events! {
    /// A question was written, for oneself.
    Written = "questions.written", Mine;
    /// Its words were changed.
    Reworded = "questions.reworded", Mine;
    /// It was put on another shelf, or rests longer.
    Sorted = "questions.sorted", Mine;
    /// It was taken back, unread.
    TakenBack = "questions.taken_back", Mine;
    /// It was sent.
    Asked = "questions.asked", Ours;
    /// It was answered.
    Answered = "questions.answered", Ours;
    /// The asker said what the answer was.
    Marked = "questions.marked", Ours;
    /// Question hours were proposed.
    HoursProposed = "questions.hours_proposed", Ours;
    /// The other agreed.
    HoursAgreed = "questions.hours_agreed", Ours;
    /// Either ended them.
    HoursEnded = "questions.hours_ended", Ours;
}

impl Event {
    /// The question that it puts on a shelf, if it does.
    pub(crate) fn shelves(&self) -> Option<QuestionId> {
        match self {
            Event::Written(it) => Some(it.question),
            Event::Sorted(it) => Some(it.question),
            _ => None,
        }
    }
}

//! Questions: the asker sorts them, those they are not sure about rest first and can be taken back unread, the other
//! answers in a way of four, and a question asked again meets its earlier answer first.

mod decide;
mod fold;
mod hours;
mod likeness;
mod pictures;
mod shelves;
#[cfg(test)]
mod tests;
mod words;

pub use hours::{Hours, HoursNow};
pub use likeness::{CLOSE, Shape};
pub use pictures::asks_for_pictures;
pub use shelves::{Earlier, HoursStanding, OnTheShelf, Place, Shelves};
pub use words::{
    Answer, Answered, Asked, Command, Event, HoursAgreed, HoursEnded, HoursProposed, Mark, Marked, NewAnswer,
    Refusal, Reworded, Shelf, Sorted, Sure, TakenBack, Written,
};

use crate::ids::{HoursId, HurtId, PersonId, QuestionId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

/// How long an unsure question rests if the asker chooses nothing else.
pub const USUAL_REST_HOURS: u16 = 48;

/// The longest rest: ninety days.
pub const LONGEST_REST_HOURS: u16 = 90 * 24;

/// More returns of one question are not counted.
const MOST_RETURNS: usize = 100;

lean::row! {
    /// All questions: those sent, and the viewer's own that are not.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Questions {
        #[n(0)]
        pub(crate) ours: Shared,
        #[n(1)]
        mine: Table<QuestionId, Leaf<Resting>>,
    }
}

lean::row! {
    /// What both know.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Shared {
        #[n(0)]
        asked: Table<QuestionId, Leaf<Question>>,
        #[n(1)]
        hours: Table<HoursId, Proposal>,
    }
}

lean::row! {
    /// A question that was sent.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Question {
        /// Which.
        #[n(0)]
        pub id: QuestionId,
        /// The question.
        #[n(1)]
        pub text: String,
        /// The earlier question it repeats, knowingly.
        #[n(2)]
        pub again: Option<QuestionId>,
        /// When it was sent.
        #[n(3)]
        pub asked: Stamp,
        /// Every answer that was given, in order; the last one leads.
        #[n(4)]
        pub answers: Vec<Given>,
        /// What the asker said of the last answer.
        #[n(5)]
        pub mark: Option<Mark>,
        /// Which hurt it is about, if it is about one.
        #[n(6)]
        pub about: Option<HurtId>,
    }
}

lean::row! {
    /// An answer that was given.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Given {
        /// The answer.
        #[n(0)]
        pub answer: Answer,
        /// When.
        #[n(1)]
        pub at: Stamp,
    }
}

lean::row! {
    /// A question in the asker's vault.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Resting {
        /// The question.
        #[n(0)]
        pub text: String,
        /// Where it belongs.
        #[n(1)]
        pub shelf: Shelf,
        /// Until when it rests, in milliseconds since 1970.
        #[n(2)]
        pub rests_until_ms: Option<u64>,
        /// The earlier question it repeats, knowingly.
        #[n(3)]
        pub again: Option<QuestionId>,
        /// When it was written, or put on its shelf last.
        #[n(4)]
        pub sorted: Stamp,
        /// It was taken back.
        #[n(5)]
        pub taken_back: bool,
        /// Which hurt it is about, if it is about one.
        #[n(6)]
        pub about: Option<HurtId>,
    }
}

lean::row! {
    /// Hours that were proposed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Proposal {
        #[n(0)]
        hours: Hours,
        #[n(1)]
        proposed: Stamp,
        #[n(2)]
        agreed: Option<Stamp>,
        #[n(3)]
        ended: bool,
    }
}

impl Question {
    /// Who asked.
    #[must_use]
    pub fn asker(&self) -> PersonId {
        self.id.author()
    }

    /// The answer that leads.
    #[must_use]
    pub fn answer(&self) -> Option<&Given> {
        self.answers.last()
    }

    /// Whether the asked one has the next word: no answer yet, or "I need until", or "more to ask".
    #[must_use]
    pub fn waits_for_an_answer(&self) -> bool {
        match (self.answer().map(|it| &it.answer), self.mark) {
            (_, Some(Mark::Answered | Mark::Enough)) => false,
            (None | Some(Answer::INeedUntil { .. }), _) | (_, Some(Mark::MoreToAsk)) => true,
            (Some(_), None) => false,
        }
    }
}

impl Questions {
    /// A question that was sent.
    #[must_use]
    pub fn get(&self, id: QuestionId) -> Option<&Question> {
        self.ours.asked.get(&id).map(|it| &**it)
    }

    /// Every question that was sent, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<&Question> {
        let mut all: Vec<&Question> = self.ours.asked.values().map(|it| &**it).collect();
        lean::sort(&mut all, &|one, other| (one.asked, one.id) < (other.asked, other.id));
        all
    }

    /// Which hurt a question is about. The asker's own sorting is kept in their vault, also where the hurt was not shared
    /// when the question was sent.
    #[must_use]
    pub fn about(&self, id: QuestionId) -> Option<HurtId> {
        let sent = self.get(id).and_then(|it| it.about);
        sent.or_else(|| self.mine.get(&id).and_then(|it| it.about))
    }

    /// A question that is still the viewer's alone.
    #[must_use]
    pub fn resting(&self, id: QuestionId) -> Option<&Resting> {
        let unsent = self.mine.get(&id).filter(|it| !it.taken_back)?;
        (!self.ours.asked.contains_key(&id)).then_some(&**unsent)
    }
}

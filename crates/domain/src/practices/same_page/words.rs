//! What can be said about being on the same page: commands, events, refusals. Names and numbers here are kept for ever.

use crate::exchange;
use crate::practice::{Flaw, LONGEST_TEXT, events};

/// The longest time one can give it all one has, in weeks: two years.
pub const MOST_WEEKS: u16 = 104;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Ask whether both are on the same page. It can be asked again, and never nags.
    Ask,
    /// Seal one's answer.
    Seal(Answer),
    /// Take the sealed answer back, to change it, while the other has sealed none.
    TakeBack,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are too many, all together.
    Words(Flaw),
    /// That is longer than anyone can say: one week to two years.
    NoSuchTime,
    /// Who is responsible and wants to rebuild says what they regret, in their own words.
    RemorseIsMissing,
    /// Who is responsible and wants to rebuild says why they want to, in their own words.
    InterestIsMissing,
    /// One of the two has asked for space; nothing joint begins meanwhile.
    InSpace,
    /// About the sealed round.
    Round(exchange::Refusal),
}

impl From<exchange::Refusal> for Refusal {
    fn from(refusal: exchange::Refusal) -> Self {
        Refusal::Round(refusal)
    }
}

lean::number! {
    /// Do I want to rebuild this?
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Wants {
        /// Yes.
        #[n(0)]
        Yes,
        /// I lean towards yes.
        #[n(1)]
        LeaningYes,
        /// I am not sure.
        #[n(2)]
        Unsure,
        /// I lean towards no.
        #[n(3)]
        LeaningNo,
        /// No.
        #[n(4)]
        No,
    }
}

impl Wants {
    /// Whether it is a yes, or leans towards it.
    #[must_use]
    pub fn leans_yes(self) -> bool {
        matches!(self, Wants::Yes | Wants::LeaningYes)
    }
}

lean::body! {
    /// What one answers.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Answer {
        /// Do I want to rebuild this?
        #[n(0)]
        pub wants: Wants,
        /// For how many weeks I would give it all I have; nothing, when I can't say.
        #[n(1)]
        pub gives_weeks: Option<u16>,
        /// What I need to be able to.
        #[n(2)]
        pub needs: Option<String>,
        /// What I regret. The responsible partner says it.
        #[n(3)]
        pub remorse: Option<String>,
        /// Why I want to rebuild this. The responsible partner says it.
        #[n(4)]
        pub interest: Option<String>,
    }
}

impl Answer {
    /// An answer that says nothing but this.
    #[must_use]
    pub fn of(wants: Wants) -> Self {
        Self { wants, gives_weeks: None, needs: None, remorse: None, interest: None }
    }

    /// The bytes that are sealed, or kept as a draft.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        lean::to_bytes(self)
    }

    /// Reads what [`Answer::to_cbor`] wrote; what cannot be an answer is nothing.
    #[must_use]
    pub fn from_cbor(bytes: &[u8]) -> Option<Self> {
        lean::from_bytes(bytes).filter(|it: &Answer| it.flaw().is_none())
    }

    /// Empty words count as none.
    pub(super) fn tidy(mut self) -> Self {
        for words in [&mut self.needs, &mut self.remorse, &mut self.interest] {
            *words = words.take().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        }
        self
    }

    /// Why this cannot stand.
    pub(super) fn flaw(&self) -> Option<Refusal> {
        if self.gives_weeks.is_some_and(|it| it == 0 || it > MOST_WEEKS) {
            return Some(Refusal::NoSuchTime);
        }
        let bytes = self.to_cbor().len();
        let too_long = Flaw::TooLong { bytes, most: LONGEST_TEXT };
        (bytes > LONGEST_TEXT).then_some(Refusal::Words(too_long))
    }
}

lean::body! {
    /// `same_page.asked`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Asked {
        /// The how-manieth asking, counted from 1.
        #[n(0)]
        pub asking: u16,
    }
}

events! {
    /// One of the two asked.
    Asked = "same_page.asked", Ours;
}

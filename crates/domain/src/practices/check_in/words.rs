//! What can be said in a check-in: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::{Day, Weekday};
use crate::practice::{LONGEST_LINE, events};

/// The highest number on the slider.
pub const FULLY: u8 = 10;

lean::number! {
    /// The seven sides of trust, in our own words; not a validated scale.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Facet {
        /// I could lean on you when it mattered.
        #[n(0)]
        Support = 0,
        /// We could both show what is fragile.
        #[n(1)]
        Openness = 1,
        /// My limits, of body and of heart, were respected.
        #[n(2)]
        Boundaries = 2,
        /// I believe I know what I need to know.
        #[n(3)]
        NothingHidden = 3,
        /// You heard me, not only my words.
        #[n(4)]
        BeingListenedTo = 4,
        /// I felt at ease, at home and apart.
        #[n(5)]
        FeelingSafe = 5,
        /// I felt that we are both in this.
        #[n(6)]
        Commitment = 6,
    }
}

impl Facet {
    /// All seven, in the order of the page.
    pub const ALL: [Facet; 7] = [
        Facet::Support,
        Facet::Openness,
        Facet::Boundaries,
        Facet::NothingHidden,
        Facet::BeingListenedTo,
        Facet::FeelingSafe,
        Facet::Commitment,
    ];
}

lean::body! {
    /// The answers of one check-in. A facet without a number means "I can't say today".
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Answers {
        #[n(0)]
        support: Option<u8>,
        #[n(1)]
        openness: Option<u8>,
        #[n(2)]
        boundaries: Option<u8>,
        #[n(3)]
        nothing_hidden: Option<u8>,
        #[n(4)]
        being_listened_to: Option<u8>,
        #[n(5)]
        feeling_safe: Option<u8>,
        #[n(6)]
        commitment: Option<u8>,
        /// Something I appreciated.
        #[n(7)]
        pub appreciation: Option<String>,
        /// Something I need.
        #[n(8)]
        pub need: Option<String>,
    }
}

impl Answers {
    /// The number given to a facet, 0 to 10; nothing for "I can't say today".
    #[must_use]
    pub fn rating(&self, facet: Facet) -> Option<u8> {
        match facet {
            Facet::Support => self.support,
            Facet::Openness => self.openness,
            Facet::Boundaries => self.boundaries,
            Facet::NothingHidden => self.nothing_hidden,
            Facet::BeingListenedTo => self.being_listened_to,
            Facet::FeelingSafe => self.feeling_safe,
            Facet::Commitment => self.commitment,
        }
    }

    /// Gives a facet a number, or takes it away.
    pub fn rate(&mut self, facet: Facet, rating: Option<u8>) {
        let place = match facet {
            Facet::Support => &mut self.support,
            Facet::Openness => &mut self.openness,
            Facet::Boundaries => &mut self.boundaries,
            Facet::NothingHidden => &mut self.nothing_hidden,
            Facet::BeingListenedTo => &mut self.being_listened_to,
            Facet::FeelingSafe => &mut self.feeling_safe,
            Facet::Commitment => &mut self.commitment,
        };
        *place = rating;
    }

    /// The same answers with this number, for writing them in one go.
    #[must_use]
    pub fn with(mut self, facet: Facet, rating: u8) -> Self {
        self.rate(facet, Some(rating));
        self
    }

    /// The bytes that are sealed, or kept as a draft.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        lean::to_bytes(self)
    }

    /// Reads what [`Answers::to_cbor`] wrote; what cannot be a check-in is nothing.
    #[must_use]
    pub fn from_cbor(bytes: &[u8]) -> Option<Self> {
        lean::from_bytes(bytes).filter(|it: &Answers| it.flaw().is_none())
    }

    /// Empty lines count as none.
    pub(super) fn tidy(mut self) -> Self {
        self.appreciation = self.appreciation.filter(|it| !it.trim().is_empty());
        self.need = self.need.filter(|it| !it.trim().is_empty());
        self
    }

    /// Why these answers cannot stand.
    pub(super) fn flaw(&self) -> Option<Refusal> {
        if Facet::ALL.iter().any(|it| self.rating(*it).is_some_and(|it| it > FULLY)) {
            return Some(Refusal::OffTheScale);
        }
        let longest = [&self.appreciation, &self.need].into_iter().flatten().map(String::len).max();
        if longest.is_some_and(|it| it > LONGEST_LINE) {
            return Some(Refusal::LineTooLong);
        }
        let nothing = *self == Answers::default();
        nothing.then_some(Refusal::NothingSaid)
    }
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Seal this week's answers for both.
    Seal(Answers),
    /// Keep this week's answers for oneself.
    KeepForMyself(Answers),
    /// Take this week's sealed answers back, to change them.
    TakeBack {
        /// The check-in's day.
        week: Day,
    },
    /// Check in on this weekday from now on.
    PickDay(Weekday),
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Every facet is left open and no line is written.
    NothingSaid,
    /// Numbers go from 0 to 10.
    OffTheScale,
    /// A line that long does not fit.
    LineTooLong,
    /// Yours is sealed for this week.
    AlreadySealed,
    /// Both are sealed; nothing can be changed now.
    BothAreSealed,
    /// There is nothing sealed to take back.
    NothingSealed,
}

lean::body! {
    /// `check_in.noted`: answers for oneself
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Noted {
        /// The check-in's day.
        #[n(0)]
        pub week: Day,
        /// The answers.
        #[n(1)]
        pub answers: Answers,
    }
}

lean::body! {
    /// `check_in.day_picked`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DayPicked {
        /// The weekday.
        #[n(0)]
        pub weekday: Weekday,
    }
}

events! {
    /// Answers were kept for oneself.
    Noted = "check_in.noted", Mine;
    /// Either picked the day.
    DayPicked = "check_in.day_picked", Ours;
}

//! What can be said about an open book: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::AgreementId;
use crate::practice::{Flaw, events};
use crate::practices::open_book::terms::{How, Often, Opens, Terms, Thing};

/// What one proposes. The end day may be missing here, and nowhere else: without one there is no agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who opens.
    pub opens: Opens,
    /// What is open.
    pub things: Vec<Thing>,
    /// What exactly, in own words. May be left open.
    pub exactly: String,
    /// How one looks.
    pub how: How,
    /// How often at the most, to begin with.
    pub often: Often,
    /// How the privacy of other people is kept.
    pub others: String,
    /// The first day.
    pub from: Day,
    /// On which day the two look at it.
    pub review: Day,
    /// The last day.
    pub until: Option<Day>,
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Propose an agreement.
    Propose(Proposal),
    /// Propose another one in the place of one that both agreed to, which stands until the other agrees. It keeps its first
    /// day.
    ProposeChange {
        /// Which.
        agreement: AgreementId,
        /// What would be instead.
        proposal: Proposal,
    },
    /// Agree to what the other proposed.
    Agree {
        /// Which.
        agreement: AgreementId,
    },
    /// Pause it, at once and without a reason.
    Pause {
        /// Which.
        agreement: AgreementId,
    },
    /// Let it go on, as far as oneself paused it: a pause that the other could end would be none. Its days go on meanwhile.
    GoOn {
        /// Which.
        agreement: AgreementId,
    },
    /// Say that one would renew it, or not after all. It is renewed when both say so by its last day.
    Renew {
        /// Which.
        agreement: AgreementId,
        /// Whether one would.
        renew: bool,
    },
    /// End it; take back or turn down a proposal. Either can, at any time, without a reason.
    End {
        /// Which.
        agreement: AgreementId,
    },
    /// Note for oneself how often one looked on a day, and whether it helped. Noted again, the last word counts.
    Note {
        /// The day.
        on: Day,
        /// How often.
        times: u16,
        /// Whether it helped.
        helped: Helped,
    },
    /// Throw away what one noted of a day.
    Forget {
        /// The day.
        on: Day,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words do not fit; how other people's privacy is kept has to be said.
    Words(Flaw),
    /// Nothing is open.
    NothingIsOpen,
    /// An agreement of which the other does not know cannot be made: there is nobody here to read it.
    Secret,
    /// Nobody agrees with themselves: an agreement of one cannot be made.
    OneSided,
    /// Without a last day, or with one that is too far away, it cannot be made.
    Endless,
    /// It is too short to become less in steps.
    TooShort,
    /// It begins with so little that it could not become less twice.
    CannotBecomeLess,
    /// The day to look at it lies between the first and the last one.
    ReviewOutside,
    /// A day that is past.
    DayIsPast,
    /// It begins too far ahead to be agreed to now.
    TooFarAhead,
    /// There is no such agreement.
    NoSuchAgreement,
    /// Both have to agree first.
    NotAgreedYet,
    /// It is over.
    Over,
    /// What it would have changed is over by now, or goes on with another stretch.
    Overtaken,
    /// The other paused it, and lets it go on.
    NotPausedByYou,
    /// It can be renewed from the day on that was kept for looking at it.
    NotYetToRenew,
    /// Only who opens something promises it.
    OnlyWhoOpens,
    /// One of the two asked for space: nothing is asked of the other.
    InSpace,
    /// Nobody looks so often in a day, or not at all.
    NotThatMany,
    /// That day has not come.
    NotYet,
    /// Nothing is noted of that day.
    NoSuchNote,
    /// More of them than two people make.
    TooMany,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::number! {
    /// Whether having looked helped.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Helped {
        /// It did.
        #[n(0)]
        Yes,
        /// For a while.
        #[n(1)]
        ForAWhile,
        /// It did not.
        #[n(2)]
        No,
    }
}

lean::body! {
    /// `open_book.proposed`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Proposed {
        /// Its id.
        #[n(0)]
        pub agreement: AgreementId,
        /// What is agreed.
        #[n(1)]
        pub terms: Terms,
        /// The agreement whose place it takes, once the other agrees.
        #[n(2)]
        pub changes: Option<AgreementId>,
    }
}

lean::body! {
    /// `open_book.agreed`, by the other
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Agreed {
        /// Which.
        #[n(0)]
        pub agreement: AgreementId,
    }
}

lean::body! {
    /// `open_book.paused`, by either
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Paused {
        /// Which.
        #[n(0)]
        pub agreement: AgreementId,
    }
}

lean::body! {
    /// `open_book.went_on`, by who paused it
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct WentOn {
        /// Which.
        #[n(0)]
        pub agreement: AgreementId,
    }
}

lean::body! {
    /// `open_book.renewal_said`, by either
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RenewalSaid {
        /// Which.
        #[n(0)]
        pub agreement: AgreementId,
        /// The last day as it stood then: what was said about one stretch says nothing about the next.
        #[n(1)]
        pub until: Day,
        /// Whether the author would renew it.
        #[n(2)]
        pub renew: bool,
        /// The author's day.
        #[n(3)]
        pub on: Day,
    }
}

lean::body! {
    /// `open_book.ended`, by either
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Ended {
        /// Which.
        #[n(0)]
        pub agreement: AgreementId,
    }
}

lean::body! {
    /// `open_book.noted`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Noted {
        /// The day.
        #[n(0)]
        pub on: Day,
        /// How often the author looked.
        #[n(1)]
        pub times: u16,
        /// Whether it helped.
        #[n(2)]
        pub helped: Helped,
    }
}

lean::body! {
    /// `open_book.forgotten`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Forgotten {
        /// The day.
        #[n(0)]
        pub on: Day,
    }
}

events! {
    /// An agreement was proposed.
    Proposed = "open_book.proposed", Ours;
    /// The other agreed.
    Agreed = "open_book.agreed", Ours;
    /// Either paused it.
    Paused = "open_book.paused", Ours;
    /// Who paused it lets it go on.
    WentOn = "open_book.went_on", Ours;
    /// Either said that they would renew it, or not after all.
    RenewalSaid = "open_book.renewal_said", Ours;
    /// Either ended it.
    Ended = "open_book.ended", Ours;
    /// Who looks noted it for themselves.
    Noted = "open_book.noted", Mine;
    /// What was noted of a day was thrown away.
    Forgotten = "open_book.forgotten", Mine;
}

//! What can be said about an apology: commands, events, refusals. Names and numbers here are kept for ever.

use crate::ids::{ApologyId, HurtId, PromiseId};
use crate::practice::{Flaw, events};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Send an apology. Its first version.
    Send {
        /// For which hurt.
        hurt: HurtId,
        /// Its parts.
        letter: Letter,
    },
    /// Send a new version. The ones before are kept, and this one leads.
    Revise {
        /// Which apology.
        apology: ApologyId,
        /// Its parts now.
        letter: Letter,
    },
    /// Take it back: every version, with its words.
    Withdraw {
        /// Which apology.
        apology: ApologyId,
    },
    /// The hurt partner says that it may be sent without "I feel heard", or takes that back.
    Waive {
        /// For which hurt.
        hurt: HurtId,
        /// Whether it may.
        waived: bool,
    },
    /// The receiver has opened the letter. Kept in their vault; nobody is told.
    Unfold {
        /// Which apology.
        apology: ApologyId,
        /// Which version, counted from 0.
        version: u16,
    },
    /// The receiver says something to a version, or takes it back. No answer is an answer too, and nobody waits for it.
    Answer {
        /// Which apology.
        apology: ApologyId,
        /// The version they have read, counted from 0.
        version: u16,
        /// What they say.
        answer: Answer,
        /// Whether it stands.
        stands: bool,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are too many, all parts together, or an offer is none or more than a line.
    Words(Flaw),
    /// An apology says first what one is responsible for.
    ResponsibilityIsMissing,
    /// More offers than anyone could keep.
    TooManyOffers,
    /// There is no such hurt between the two.
    NoSuchHurt,
    /// Who was hurt and who is responsible has not been named by both yet.
    NotNamedByBoth,
    /// Only the responsible partner apologises for it.
    OnlyTheResponsiblePartner,
    /// Only the hurt partner says that.
    OnlyTheHurtPartner,
    /// First the hurt partner feels heard, or says that it need not be. The draft stays.
    NotHeardYet,
    /// There is one for this hurt; it can be revised.
    AlreadySent {
        /// The one there is.
        apology: ApologyId,
    },
    /// There is no such apology.
    NoSuchApology,
    /// There is no such version of it.
    NoSuchVersion,
    /// There is no such offer in it.
    NoSuchOffer,
    /// Its author took it back.
    Withdrawn,
    /// Only its author can do that.
    OnlyItsAuthor,
    /// Only the receiver answers.
    OnlyTheReceiver,
    /// Offers become promises once the other has said that they have read them.
    NotReadYet,
    /// That offer is a promise already.
    AlreadyPromised {
        /// The promise.
        promise: PromiseId,
    },
    /// More versions than anyone writes.
    TooManyVersions,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::number! {
    /// The parts of an apology, in the order that helps most.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Part {
        /// What I am responsible for.
        #[n(0)]
        Responsibility,
        /// What I offer to repair.
        #[n(1)]
        Repair,
        /// What I regret.
        #[n(2)]
        Regret,
        /// Why it happened, without excusing it.
        #[n(3)]
        Explanation,
        /// What I will do differently.
        #[n(4)]
        Differently,
    }
}

impl Part {
    /// All parts, in their order.
    pub const ALL: [Part; 5] =
        [Part::Responsibility, Part::Repair, Part::Regret, Part::Explanation, Part::Differently];
}

lean::body! {
    /// The words of an apology. A part may be left empty, but for the first; asking for forgiveness is off unless chosen,
    /// and comes last.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Letter {
        /// What I am responsible for.
        #[n(0)]
        pub responsibility: String,
        /// What I offer to repair.
        #[n(1)]
        pub repair: String,
        /// Small offers that can be seen, a line each. They can become promises.
        #[n(2)]
        pub offers: Vec<String>,
        /// What I regret.
        #[n(3)]
        pub regret: String,
        /// Why it happened, without excusing it.
        #[n(4)]
        pub explanation: String,
        /// What I will do differently.
        #[n(5)]
        pub differently: String,
        /// A sentence that asks for forgiveness, if its author chose one.
        #[n(6)]
        pub asks_forgiveness: Option<String>,
    }
}

impl Letter {
    /// The words of a part.
    #[must_use]
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Responsibility => &self.responsibility,
            Part::Repair => &self.repair,
            Part::Regret => &self.regret,
            Part::Explanation => &self.explanation,
            Part::Differently => &self.differently,
        }
    }

    /// All words together, in bytes of UTF-8.
    #[must_use]
    pub fn length(&self) -> usize {
        let parts: usize = Part::ALL.iter().map(|it| self.part(*it).len()).sum();
        let offers: usize = self.offers.iter().map(String::len).sum();
        parts + offers + self.asks_forgiveness.as_ref().map_or(0, String::len)
    }
}

lean::ways! {
    /// What the receiver may say. "I have read it" and "something is missing" stand each on their own; of the other three at
    /// most one stands.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Answer {
        /// I have read it.
        #[n(0)]
        Read,
        /// Something is missing, in this part.
        #[n(1)]
        Missing(#[n(0)] Part),
        /// I accept this apology. This is not the same as forgiving.
        #[n(2)]
        Accepted,
        /// Not yet: I want to come back to it.
        #[n(3)]
        NotYet,
        /// Not now: I can't carry this at the moment.
        #[n(4)]
        NotNow,
    }
}

impl Answer {
    /// Whether it says where the receiver stands: of these at most one stands.
    pub(super) fn is_a_stand(self) -> bool {
        matches!(self, Answer::Accepted | Answer::NotYet | Answer::NotNow)
    }

    /// Its number in names that are kept for ever; of "something is missing" the part is left out.
    pub(crate) fn number(self) -> u8 {
        match self {
            Answer::Read => 0,
            Answer::Missing(_) => 1,
            Answer::Accepted => 2,
            Answer::NotYet => 3,
            Answer::NotNow => 4,
        }
    }

    /// Whether it can only be said by someone who has read it.
    pub(super) fn has_read(self) -> bool {
        matches!(self, Answer::Read | Answer::Missing(_) | Answer::Accepted)
    }
}

lean::body! {
    /// `apology.sent`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Sent {
        /// Its id.
        #[n(0)]
        pub apology: ApologyId,
        /// For which hurt.
        #[n(1)]
        pub hurt: HurtId,
        /// Its parts.
        #[n(2)]
        pub letter: Letter,
    }
}

lean::body! {
    /// `apology.revised`: a new version
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Revised {
        /// Which apology.
        #[n(0)]
        pub apology: ApologyId,
        /// Its parts now.
        #[n(1)]
        pub letter: Letter,
    }
}

lean::body! {
    /// `apology.withdrawn`, by its author
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Withdrawn {
        /// Which apology.
        #[n(0)]
        pub apology: ApologyId,
    }
}

lean::body! {
    /// `apology.waived`, by the hurt partner
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Waived {
        /// For which hurt.
        #[n(0)]
        pub hurt: HurtId,
        /// Whether it may be sent without "I feel heard".
        #[n(1)]
        pub waived: bool,
    }
}

lean::body! {
    /// `apology.unfolded`, in the receiver's vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Unfolded {
        /// Which apology.
        #[n(0)]
        pub apology: ApologyId,
        /// Which version, counted from 0.
        #[n(1)]
        pub version: u16,
    }
}

lean::body! {
    /// `apology.answered`, by the receiver
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Answered {
        /// Which apology.
        #[n(0)]
        pub apology: ApologyId,
        /// The version they have read, counted from 0.
        #[n(1)]
        pub version: u16,
        /// What they say.
        #[n(2)]
        pub answer: Answer,
        /// Whether it stands.
        #[n(3)]
        pub stands: bool,
    }
}

lean::body! {
    /// `apology.offer_promised`, by its author: an offer has become a promise
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct OfferPromised {
        /// Which apology.
        #[n(0)]
        pub apology: ApologyId,
        /// Which version, counted from 0.
        #[n(1)]
        pub version: u16,
        /// Which of its offers, counted from 0.
        #[n(2)]
        pub offer: u16,
        /// The promise.
        #[n(3)]
        pub promise: PromiseId,
    }
}

events! {
    /// An apology was sent.
    Sent = "apology.sent", Ours;
    /// A new version was sent.
    Revised = "apology.revised", Ours;
    /// Its author took it back.
    Withdrawn = "apology.withdrawn", Ours;
    /// It may be sent without "I feel heard", or not after all.
    Waived = "apology.waived", Ours;
    /// The receiver opened it; only they know.
    Unfolded = "apology.unfolded", Mine;
    /// The receiver said something to it, or took that back.
    Answered = "apology.answered", Ours;
    /// An offer became a promise.
    OfferPromised = "apology.offer_promised", Ours;
}

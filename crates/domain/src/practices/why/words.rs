//! What can be said about why: commands, events, refusals. Names and numbers here are kept for ever.

use crate::ids::{HurtId, PromiseId, WhyId};
use crate::practice::{Flaw, events};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin to look at why. For oneself alone; about a hurt, or about none that has a name yet.
    Begin {
        /// About which hurt.
        hurt: Option<HurtId>,
    },
    /// Write one part, in place of what stood there. Nothing but blanks clears it.
    Write {
        /// Which.
        why: WhyId,
        /// Which part.
        part: Part,
        /// The words.
        text: String,
    },
    /// Answer "did some part of me want this relationship to end?". It can be answered anew.
    SayWhetherToEnd {
        /// Which.
        why: WhyId,
        /// The answer.
        answer: ToEnd,
    },
    /// Put it away, with everything written in it.
    PutAway {
        /// Which.
        why: WhyId,
    },
    /// Share the summary, after a preview. It takes the place of what was shared of it before.
    Share {
        /// Which.
        why: WhyId,
        /// What was previewed.
        previewed: Previewed,
    },
    /// Take the shared summary back. What was read cannot be unread.
    Withdraw {
        /// Which.
        why: WhyId,
    },
}

/// What the author saw before sharing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previewed {
    /// The summary.
    pub summary: String,
    /// What will be different.
    pub different: String,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is no such writing, or it was put away.
    NoSuchWriting,
    /// There is no such hurt.
    NoSuchHurt,
    /// First the honest question: did some part of me want this to end?
    AskYourselfFirst,
    /// Some part of you wanted it to end: repair will not work over that. The other page is open to you, privately.
    SomePartWantedTheEnd,
    /// It was changed on another device since it was previewed; look again.
    ChangedSince,
    /// Nothing of it is shared.
    NothingShared,
    /// More of them than anyone writes.
    TooMany,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::number! {
    /// The parts, in the order in which the guide asks for them. First what was, then the three that are easily taken
    /// for each other, then what comes of it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Part {
        /// What I did.
        #[n(0)]
        WhatIDid,
        /// What I told myself.
        #[n(1)]
        WhatIToldMyself,
        /// What was missing.
        #[n(2)]
        WhatWasMissing,
        /// What I wanted.
        #[n(3)]
        WhatIWanted,
        /// What I knew it would do.
        #[n(4)]
        WhatIKnew,
        /// A cause: it helps to understand, and would not have been enough.
        #[n(5)]
        Cause,
        /// An excuse: it makes it smaller, or someone else's.
        #[n(6)]
        Excuse,
        /// What is mine: I chose it, and could have chosen otherwise.
        #[n(7)]
        Responsibility,
        /// The summary, in my own words.
        #[n(8)]
        Summary,
        /// What will be different.
        #[n(9)]
        Different,
    }
}

impl Part {
    /// All parts, in their order.
    pub const ALL: [Part; 10] = [
        Part::WhatIDid,
        Part::WhatIToldMyself,
        Part::WhatWasMissing,
        Part::WhatIWanted,
        Part::WhatIKnew,
        Part::Cause,
        Part::Excuse,
        Part::Responsibility,
        Part::Summary,
        Part::Different,
    ];
}

lean::number! {
    /// Did some part of me want this relationship to end?
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum ToEnd {
        /// No.
        #[n(0)]
        No,
        /// Yes.
        #[n(1)]
        Yes,
        /// I can't say.
        #[n(2)]
        CantSay,
    }
}

lean::body! {
    /// `why.begun`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Begun {
        /// Its id.
        #[n(0)]
        pub why: WhyId,
        /// About which hurt.
        #[n(1)]
        pub hurt: Option<HurtId>,
    }
}

lean::body! {
    /// `why.written`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Written {
        /// Which.
        #[n(0)]
        pub why: WhyId,
        /// Which part.
        #[n(1)]
        pub part: Part,
        /// The words; none, when it was cleared.
        #[n(2)]
        pub text: String,
    }
}

lean::body! {
    /// `why.asked_myself`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AskedMyself {
        /// Which.
        #[n(0)]
        pub why: WhyId,
        /// The answer.
        #[n(1)]
        pub answer: ToEnd,
    }
}

lean::body! {
    /// `why.put_away`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {
        /// Which.
        #[n(0)]
        pub why: WhyId,
    }
}

lean::body! {
    /// `why.shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Shared {
        /// Which.
        #[n(0)]
        pub why: WhyId,
        /// About which hurt, if that is shared.
        #[n(1)]
        pub hurt: Option<HurtId>,
        /// The summary.
        #[n(2)]
        pub summary: String,
        /// What will be different; may be empty.
        #[n(3)]
        pub different: String,
    }
}

lean::body! {
    /// `why.withdrawn`, by its author
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Withdrawn {
        /// Which.
        #[n(0)]
        pub why: WhyId,
    }
}

lean::body! {
    /// `why.promised`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Promised {
        /// Which.
        #[n(0)]
        pub why: WhyId,
        /// What became of "what will be different".
        #[n(1)]
        pub promise: PromiseId,
    }
}

events! {
    /// One began to look at why.
    Begun = "why.begun", Mine;
    /// A part was written.
    Written = "why.written", Mine;
    /// One asked oneself whether some part wanted it to end.
    AskedMyself = "why.asked_myself", Mine;
    /// It was put away.
    PutAway = "why.put_away", Mine;
    /// The summary was shared.
    Shared = "why.shared", Ours;
    /// It was taken back.
    Withdrawn = "why.withdrawn", Ours;
    /// What will be different became a promise.
    Promised = "why.promised", Mine;
}

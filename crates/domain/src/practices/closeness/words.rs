//! What can be said about closeness: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::StartId;
use crate::practice::{Flaw, events};
use crate::practices::closeness::pairs::Choices;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Share one's part of the first page, in place of what stood there.
    SharePage {
        /// The words.
        text: String,
    },
    /// Take one's part of the first page back.
    WithdrawPage,
    /// Propose a day and a small ritual for the fresh start.
    ProposeStart {
        /// The day.
        day: Day,
        /// The ritual.
        ritual: String,
    },
    /// Say yes to what the other proposed.
    AgreeToStart {
        /// Which proposal.
        start: StartId,
    },
    /// Take a proposal back, decline it, or call off a day that was agreed to; either of the two may.
    WithdrawStart {
        /// Which proposal.
        start: StartId,
    },
    /// Keep for oneself what one chose among the pairs.
    Choose(Choices),
    /// Share how often one chose which way, as it was previewed.
    ShareLoved,
    /// Take that back.
    WithdrawLoved,
    /// Choose a small act for this week. The other is told nothing.
    ChooseAct {
        /// Which.
        act: u16,
    },
    /// Note for oneself that it is done.
    DoneAct {
        /// Which.
        act: u16,
    },
    /// Say that one noticed something, with or without words.
    Notice {
        /// The words; may be none.
        text: String,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is nothing to take back, or to share.
    NothingThere,
    /// There is no such proposal of the other.
    NoSuchStart,
    /// A start lies ahead: today, or within two years.
    NoSuchDay,
    /// There is no such act.
    NoSuchAct,
    /// One of the two has asked for space; nothing joint begins meanwhile.
    InSpace,
    /// More of them than two people write.
    TooMany,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::body! {
    /// `closeness.page_shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PageShared {
        /// The words.
        #[n(0)]
        pub text: String,
    }
}

lean::body! {
    /// `closeness.page_withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PageWithdrawn {}
}

lean::body! {
    /// `closeness.start_proposed`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StartProposed {
        /// Which proposal.
        #[n(0)]
        pub start: StartId,
        /// The day.
        #[n(1)]
        pub day: Day,
        /// The ritual.
        #[n(2)]
        pub ritual: String,
    }
}

lean::body! {
    /// `closeness.start_agreed`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StartAgreed {
        /// Which proposal.
        #[n(0)]
        pub start: StartId,
    }
}

lean::body! {
    /// `closeness.start_withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StartWithdrawn {
        /// Which proposal.
        #[n(0)]
        pub start: StartId,
    }
}

lean::body! {
    /// `closeness.chosen`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Chosen {
        /// One figure a pair, in the order of the pairs: 0 left open, 1 the first, 2 the other.
        #[n(0)]
        pub choices: Vec<u8>,
    }
}

lean::body! {
    /// `closeness.loved_shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LovedShared {
        /// How often each way was chosen, in the order of the ways.
        #[n(0)]
        pub times: Vec<u8>,
    }
}

lean::body! {
    /// `closeness.loved_withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LovedWithdrawn {}
}

lean::body! {
    /// `closeness.act_chosen`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ActChosen {
        /// Which.
        #[n(0)]
        pub act: u16,
        /// On which day.
        #[n(1)]
        pub on: Day,
    }
}

lean::body! {
    /// `closeness.act_done`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ActDone {
        /// Which.
        #[n(0)]
        pub act: u16,
        /// On which day.
        #[n(1)]
        pub on: Day,
    }
}

lean::body! {
    /// `closeness.noticed`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Noticed {
        /// What one noticed; may be none.
        #[n(0)]
        pub text: String,
    }
}

events! {
    /// One of the two shared their part of the first page.
    PageShared = "closeness.page_shared", Ours;
    /// One of the two took it back.
    PageWithdrawn = "closeness.page_withdrawn", Ours;
    /// One of the two proposed a day and a ritual.
    StartProposed = "closeness.start_proposed", Ours;
    /// The other said yes to it.
    StartAgreed = "closeness.start_agreed", Ours;
    /// One of the two took it off again.
    StartWithdrawn = "closeness.start_withdrawn", Ours;
    /// One chose among the pairs.
    Chosen = "closeness.chosen", Mine;
    /// One shared how often they chose which way.
    LovedShared = "closeness.loved_shared", Ours;
    /// One took that back.
    LovedWithdrawn = "closeness.loved_withdrawn", Ours;
    /// One chose a small act.
    ActChosen = "closeness.act_chosen", Mine;
    /// One noted that it is done.
    ActDone = "closeness.act_done", Mine;
    /// One said that they noticed something.
    Noticed = "closeness.noticed", Ours;
}

//! What can be said about time: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::HurtId;
use crate::practice::events;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// "I am not ready to talk about this." There is no date by which one has to be.
    NotReady {
        /// Which hurt.
        hurt: HurtId,
        /// A day on which one would like to look again. Nobody else learns of it.
        look_again: Option<Day>,
    },
    /// "I am ready to talk about this."
    Ready {
        /// Which hurt.
        hurt: HurtId,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such hurt between the two.
    NoSuchHurt,
    /// Who was hurt sets the pace.
    OnlyTheHurtPartner,
    /// That day has passed.
    DayIsPast,
}

lean::body! {
    /// `time.not_ready`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct NotReady {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
    }
}

lean::body! {
    /// `time.ready`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Ready {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
    }
}

lean::body! {
    /// `time.look_again_noted`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LookAgainNoted {
        /// Which hurt.
        #[n(0)]
        pub hurt: HurtId,
        /// On which day to look again; nothing, when there is none any more.
        #[n(1)]
        pub on: Option<Day>,
    }
}

events! {
    /// Who was hurt is not ready to talk about it.
    NotReady = "time.not_ready", Ours;
    /// Who was hurt is ready.
    Ready = "time.ready", Ours;
    /// A day to look again, for oneself.
    LookAgainNoted = "time.look_again_noted", Mine;
}

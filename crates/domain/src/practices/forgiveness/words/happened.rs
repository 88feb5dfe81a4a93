//! What can have happened: the events of forgiveness. Names and numbers here are kept for ever.

use super::{Deciding, Feeling, Of, Part};
use crate::ids::{ForgivingId, HurtId, PromiseId};
use crate::practice::events;

lean::body! {
    /// `forgiveness.begun`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Begun {
        /// Its id.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// Whom and what it is about.
        #[n(1)]
        pub of: Of,
        /// Which hurt.
        #[n(2)]
        pub hurt: Option<HurtId>,
    }
}

lean::body! {
    /// `forgiveness.written`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Written {
        /// On which page.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// Which part.
        #[n(1)]
        pub part: Part,
        /// The words; none, when it was cleared.
        #[n(2)]
        pub text: String,
    }
}

lean::body! {
    /// `forgiveness.decided`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Decided {
        /// On which page.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// Where it stands; nothing, when it is open again.
        #[n(1)]
        pub deciding: Option<Deciding>,
    }
}

lean::body! {
    /// `forgiveness.felt`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Felt {
        /// On which page.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// How it feels; nothing, when it is open again.
        #[n(1)]
        pub feeling: Option<Feeling>,
    }
}

lean::body! {
    /// `forgiveness.spoken`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Spoken {
        /// Which page.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// Whether it was said aloud.
        #[n(1)]
        pub spoken: bool,
    }
}

lean::body! {
    /// `forgiveness.put_away`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {
        /// Which page.
        #[n(0)]
        pub forgiving: ForgivingId,
    }
}

lean::body! {
    /// `forgiveness.read`, in the reader's vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Read {
        /// Which page of the other's.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// How many times something of it had been shared by then.
        #[n(1)]
        pub pieces: u16,
    }
}

lean::body! {
    /// `forgiveness.shared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Shared {
        /// Out of which page.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// The words.
        #[n(1)]
        pub words: String,
    }
}

lean::body! {
    /// `forgiveness.taken_back`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TakenBack {
        /// Out of which page.
        #[n(0)]
        pub forgiving: ForgivingId,
    }
}

lean::body! {
    /// `forgiveness.chance_given`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ChanceGiven {
        /// Out of which page.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// What learning from this would look like.
        #[n(1)]
        pub words: String,
    }
}

lean::body! {
    /// `forgiveness.chance_withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ChanceWithdrawn {
        /// Out of which page.
        #[n(0)]
        pub forgiving: ForgivingId,
    }
}

lean::body! {
    /// `forgiveness.chance_taken`, by the other
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ChanceTaken {
        /// Out of which page.
        #[n(0)]
        pub forgiving: ForgivingId,
        /// With which promise.
        #[n(1)]
        pub promise: PromiseId,
    }
}

events! {
    /// A page was begun.
    Begun = "forgiveness.begun", Mine;
    /// A part was written.
    Written = "forgiveness.written", Mine;
    /// Where the decision stands was said.
    Decided = "forgiveness.decided", Mine;
    /// How it feels was said.
    Felt = "forgiveness.felt", Mine;
    /// Whether it was said aloud was noted.
    Spoken = "forgiveness.spoken", Mine;
    /// A page was put away.
    PutAway = "forgiveness.put_away", Mine;
    /// What the other shared was opened.
    Read = "forgiveness.read", Mine;
    /// Words were shared.
    Shared = "forgiveness.shared", Ours;
    /// They were taken back.
    TakenBack = "forgiveness.taken_back", Ours;
    /// What learning from this would look like was shared.
    ChanceGiven = "forgiveness.chance_given", Ours;
    /// It was taken back.
    ChanceWithdrawn = "forgiveness.chance_withdrawn", Ours;
    /// The other took the chance, with a promise.
    ChanceTaken = "forgiveness.chance_taken", Ours;
}

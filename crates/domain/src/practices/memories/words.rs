//! What can be said about memories: commands, events, refusals. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::{MemoryId, PhotoId};
use crate::photo::Photo;
use crate::practice::{Flaw, events};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Propose time together on a day. It is a plan once the other agrees.
    Plan {
        /// What for.
        name: String,
        /// When.
        when: PlannedFor,
    },
    /// Agree to the day as it was seen.
    Agree {
        /// Which.
        memory: MemoryId,
        /// The day that was seen.
        when: PlannedFor,
    },
    /// Propose another day.
    Move {
        /// Which.
        memory: MemoryId,
        /// When.
        when: PlannedFor,
    },
    /// Call it off. Either can, at any time.
    CallOff {
        /// Which.
        memory: MemoryId,
    },
    /// Keep a moment that was not planned, with own words.
    Keep {
        /// What it was.
        name: String,
        /// On which day.
        on: Day,
        /// Own words.
        text: String,
    },
    /// Keep own words for a plan that was, or beside the other's, in place of what stood there.
    Say {
        /// Which.
        memory: MemoryId,
        /// Own words.
        text: String,
    },
    /// Take own words back. Where nobody's words are left, the moment is kept no longer.
    TakeBack {
        /// Which.
        memory: MemoryId,
    },
    /// Put a photo to what was. The picture has been sealed and brought to the relay before.
    KeepPhoto {
        /// Of which.
        memory: MemoryId,
        /// The photo.
        photo: Box<Photo>,
    },
    /// Take an own photo back.
    TakePhotoBack {
        /// Of which.
        memory: MemoryId,
        /// Which photo.
        photo: PhotoId,
    },
    /// Whether "a year ago today" is shown to oneself.
    LookBack {
        /// Whether it is.
        shown: bool,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is no such plan or memory.
    NoSuchMemory,
    /// A plan is for a day to come.
    DayIsPast,
    /// What is kept has been.
    DayIsToCome,
    /// There is no such time of day.
    NoSuchTime,
    /// It was called off, or is kept already.
    NotPlanned,
    /// The day is one's own proposal; the other agrees.
    YoursAlready,
    /// The other proposed another day since it was seen; look again.
    ChangedSince,
    /// Its day has not come yet.
    NotYet,
    /// There are no own words to take back.
    NothingSaid,
    /// One of the two has asked for space; nothing joint begins meanwhile.
    InSpace,
    /// More of them than can be kept.
    TooMany,
    /// More photos than one moment can have.
    TooManyPhotos,
    /// It cannot be a photo, or it is somebody else's.
    NotAPhoto,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::row! {
    /// A day, and a time of day if one was named.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct PlannedFor {
        /// The day.
        #[n(0)]
        pub on: Day,
        /// Minutes after midnight, from 0 to 1439, on the wall clock where it takes place.
        #[n(1)]
        pub at_minute: Option<u16>,
    }
}

impl PlannedFor {
    /// Whether the time of day is one.
    pub(super) fn is_sound(&self) -> bool {
        self.at_minute.is_none_or(|it| it < 24 * 60)
    }
}

lean::body! {
    /// `memories.planned`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Planned {
        /// Its id.
        #[n(0)]
        pub memory: MemoryId,
        /// What for.
        #[n(1)]
        pub name: String,
        /// When.
        #[n(2)]
        pub when: PlannedFor,
    }
}

lean::body! {
    /// `memories.agreed`, by the one who did not name the day
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Agreed {
        /// Which.
        #[n(0)]
        pub memory: MemoryId,
        /// What was agreed to.
        #[n(1)]
        pub when: PlannedFor,
    }
}

lean::body! {
    /// `memories.moved`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Moved {
        /// Which.
        #[n(0)]
        pub memory: MemoryId,
        /// When now.
        #[n(1)]
        pub when: PlannedFor,
    }
}

lean::body! {
    /// `memories.called_off`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CalledOff {
        /// Which.
        #[n(0)]
        pub memory: MemoryId,
    }
}

lean::body! {
    /// `memories.kept`: a moment that was not planned
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Kept {
        /// Its id.
        #[n(0)]
        pub memory: MemoryId,
        /// What it was.
        #[n(1)]
        pub name: String,
        /// On which day.
        #[n(2)]
        pub on: Day,
        /// The author's words.
        #[n(3)]
        pub text: String,
    }
}

lean::body! {
    /// `memories.said`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Said {
        /// Of which.
        #[n(0)]
        pub memory: MemoryId,
        /// The author's words.
        #[n(1)]
        pub text: String,
    }
}

lean::body! {
    /// `memories.taken_back`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TakenBack {
        /// Of which.
        #[n(0)]
        pub memory: MemoryId,
    }
}

lean::body! {
    /// `memories.photo_kept`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PhotoKept {
        /// Of which.
        #[n(0)]
        pub memory: MemoryId,
        /// The photo, with what opens it.
        #[n(1)]
        pub photo: Box<Photo>,
    }
}

lean::body! {
    /// `memories.photo_taken_back`, by whoever kept it
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PhotoTakenBack {
        /// Of which.
        #[n(0)]
        pub memory: MemoryId,
        /// Which photo.
        #[n(1)]
        pub photo: PhotoId,
    }
}

lean::body! {
    /// `memories.looking_back`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct LookingBack {
        /// Whether "a year ago today" is shown.
        #[n(0)]
        pub shown: bool,
    }
}

events! {
    /// Time together was proposed.
    Planned = "memories.planned", Ours;
    /// The other agreed.
    Agreed = "memories.agreed", Ours;
    /// Another day was proposed.
    Moved = "memories.moved", Ours;
    /// It was called off.
    CalledOff = "memories.called_off", Ours;
    /// A moment was kept.
    Kept = "memories.kept", Ours;
    /// One of the two put their words to it.
    Said = "memories.said", Ours;
    /// One took their words back.
    TakenBack = "memories.taken_back", Ours;
    /// Whether "a year ago today" is shown to its author was chosen.
    LookingBack = "memories.looking_back", Mine;
    /// A photo was put to it.
    PhotoKept = "memories.photo_kept", Ours;
    /// Whoever had kept a photo took it back.
    PhotoTakenBack = "memories.photo_taken_back", Ours;
}

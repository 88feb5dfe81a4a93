//! What can be said about our future: commands, events, refusals. Names and numbers here are kept for ever.

use crate::exchange;
use crate::ids::{PersonId, PromiseId, TopicId, WishId};
use crate::practice::{Flaw, LONGEST_LINE, LONGEST_TEXT, events, is_line};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write a wish for oneself, or write it anew. Without an id it is a new one.
    Write {
        /// Which wish.
        wish: Option<WishId>,
        /// For which area.
        area: Area,
        /// How far away.
        horizon: Horizon,
        /// The wish.
        text: String,
    },
    /// Put a wish of the vault away, with its words.
    PutAway {
        /// Which wish.
        wish: WishId,
    },
    /// Say that one would open one's wishes if the other does, too.
    Offer,
    /// Seal what was previewed: these wishes, as they stand.
    Seal {
        /// Which wishes.
        wishes: Vec<WishId>,
    },
    /// Take it back, while the other has sealed nothing.
    TakeBack,
    /// Show one wish by itself, after a preview. Only once both have opened theirs: what comes first is drawn apart.
    Show {
        /// Which wish.
        wish: WishId,
    },
    /// Take an own wish off the board.
    TakeOff {
        /// Which wish.
        wish: WishId,
    },
    /// Put a wish of the board where it belongs for oneself; nothing takes that back.
    Sort {
        /// Which wish.
        wish: WishId,
        /// Where it belongs.
        sort: Option<Sort>,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is no such wish, or it was put away or taken off.
    NoSuchWish,
    /// Only its author can do that.
    OnlyItsAuthor,
    /// What comes first is drawn apart from each other, and opened together.
    DrawApartFirst,
    /// A step comes of a wish that both want, or of one's own.
    NotYoursAlone,
    /// It is on the list of what to talk about already.
    AlreadyATopic,
    /// One of the two has asked for space; nothing joint begins meanwhile.
    InSpace,
    /// More of them than anyone writes.
    TooMany,
    /// About the sealed round.
    Round(exchange::Refusal),
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

impl From<exchange::Refusal> for Refusal {
    fn from(refusal: exchange::Refusal) -> Self {
        Refusal::Round(refusal)
    }
}

lean::number! {
    /// The areas one can pick.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Area {
        /// Where and how we live.
        #[n(0)]
        Home,
        /// What we do with our time.
        #[n(1)]
        Time,
        /// Family.
        #[n(2)]
        Family,
        /// Money.
        #[n(3)]
        Money,
        /// Intimacy.
        #[n(4)]
        Intimacy,
        /// Friends.
        #[n(5)]
        Friends,
        /// Growth.
        #[n(6)]
        Growth,
    }
}

impl Area {
    /// All areas, in their order.
    pub const ALL: [Area; 7] =
        [Area::Home, Area::Time, Area::Family, Area::Money, Area::Intimacy, Area::Friends, Area::Growth];
}

lean::number! {
    /// How far away a wish is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Horizon {
        /// Three months.
        #[n(0)]
        Near,
        /// One year.
        #[n(1)]
        Mid,
        /// Five years.
        #[n(2)]
        Far,
    }
}

impl Horizon {
    /// All three, near before far.
    pub const ALL: [Horizon; 3] = [Horizon::Near, Horizon::Mid, Horizon::Far];
}

lean::number! {
    /// Where one of the two puts a wish.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Sort {
        /// I want it, too.
        #[n(0)]
        Want,
        /// Let us talk about it first.
        #[n(1)]
        Talk,
        /// It is its author's alone.
        #[n(2)]
        Alone,
    }
}

lean::row! {
    /// A wish.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Wish {
        /// Which.
        #[n(0)]
        pub id: WishId,
        /// For which area.
        #[n(1)]
        pub area: Area,
        /// How far away.
        #[n(2)]
        pub horizon: Horizon,
        /// The wish, one line.
        #[n(3)]
        pub text: String,
    }
}

impl Wish {
    /// Whether `author` can have written it.
    pub(super) fn is_sound(&self, author: PersonId) -> bool {
        self.author() == author && is_line(&self.text)
    }
}

lean::body! {
    /// What one seals for the other: some of one's wishes.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Pages {
        /// The wishes, near before far.
        #[n(0)]
        pub wishes: Vec<Wish>,
    }
}

impl Pages {
    /// The bytes that are sealed.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        lean::to_bytes(self)
    }

    /// Reads what [`Pages::to_cbor`] wrote for `author`; what cannot be their pages is nothing.
    #[must_use]
    pub fn from_cbor(bytes: &[u8], author: PersonId) -> Option<Self> {
        let pages: Pages = lean::from_bytes(bytes)?;
        let sound = pages.flaw().is_none() && pages.wishes.iter().all(|it| it.is_sound(author));
        sound.then_some(pages)
    }

    /// Why they cannot stand.
    pub(super) fn flaw(&self) -> Option<Flaw> {
        if self.wishes.is_empty() {
            return Some(Flaw::Empty);
        }
        let bytes = self.to_cbor().len();
        (bytes > LONGEST_TEXT).then_some(Flaw::TooLong { bytes, most: LONGEST_TEXT })
    }
}

/// The longest wish: one line.
pub(super) const LONGEST_WISH: usize = LONGEST_LINE;

lean::ways! {
    /// What a wish became.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Became {
        /// A step with a date: a promise.
        #[n(0)]
        Promise(#[n(0)] PromiseId),
        /// A topic for a talk.
        #[n(1)]
        Topic(#[n(0)] TopicId),
    }
}

lean::body! {
    /// `our_future.written`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Written {
        /// The wish, in place of what stood there.
        #[n(0)]
        pub wish: Wish,
    }
}

lean::body! {
    /// `our_future.put_away`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {
        /// Which wish.
        #[n(0)]
        pub wish: WishId,
    }
}

lean::body! {
    /// `our_future.offered`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Offered {
        /// The how-manieth time, counted from 1.
        #[n(0)]
        pub drawing: u16,
    }
}

lean::body! {
    /// `our_future.added`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Added {
        /// The wish.
        #[n(0)]
        pub wish: Wish,
    }
}

lean::body! {
    /// `our_future.taken_off`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TakenOff {
        /// Which wish.
        #[n(0)]
        pub wish: WishId,
    }
}

lean::body! {
    /// `our_future.sorted`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Sorted {
        /// Which wish.
        #[n(0)]
        pub wish: WishId,
        /// Where its author of this record puts it; nothing takes back what they said.
        #[n(1)]
        pub sort: Option<Sort>,
    }
}

lean::body! {
    /// `our_future.became`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BecameMore {
        /// Which wish.
        #[n(0)]
        pub wish: WishId,
        /// What it became.
        #[n(1)]
        pub became: Became,
    }
}

events! {
    /// A wish was written.
    Written = "our_future.written", Mine;
    /// A wish was put away.
    PutAway = "our_future.put_away", Mine;
    /// One of the two would open theirs.
    Offered = "our_future.offered", Ours;
    /// A wish was shown by itself.
    Added = "our_future.added", Ours;
    /// A wish was taken off the board.
    TakenOff = "our_future.taken_off", Ours;
    /// One of the two said where a wish belongs for them.
    Sorted = "our_future.sorted", Ours;
    /// A wish became a step, or a topic for a talk.
    BecameMore = "our_future.became", Ours;
}

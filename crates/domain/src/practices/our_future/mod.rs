//! Our future: each draws wishes for the areas they pick, near, mid and far, for themselves first. Both open theirs
//! together; then they sort: both want, talk about, or one's alone. A wish becomes a step with a date.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::became;
pub use words::{
    Added, Area, Became, BecameMore, Command, Event, Horizon, Offered, Pages, PutAway, Refusal, Sort, Sorted,
    TakenOff, Wish, Written,
};

use crate::couple::Couple;
use crate::day::Moment;
use crate::exchange::{Askings, OpenedTogether, Rounds, Subject, ToOpen};
use crate::ids::{PersonId, RoundId, WishId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

lean::row! {
    /// What both made of their wishes, and what the viewer wrote for themselves; the sealed pages lie in the exchange.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct OurFuture {
        #[n(0)]
        pub(crate) ours: Shared,
        #[n(1)]
        mine: Table<WishId, Leaf<Own>>,
    }
}

lean::row! {
    /// What both have.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Shared {
        #[n(0)]
        asked: Askings,
        #[n(1)]
        leaves: Table<WishId, Leaf<Sorting>>,
    }
}

lean::row! {
    /// A wish in the vault.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Own {
        /// The wish.
        #[n(0)]
        pub wish: Wish,
        /// When it was written first.
        #[n(1)]
        pub at: Stamp,
        /// It was put away.
        #[n(2)]
        put_away: bool,
    }
}

lean::row! {
    /// What the two said of a wish.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Sorting {
        /// The wish, where its author showed it by itself.
        #[n(0)]
        added: Option<Wish>,
        /// Who said what, of two people.
        #[n(1)]
        said: Vec<Said>,
        /// Its author took it off the board.
        #[n(2)]
        taken_off: bool,
        /// What it became, in order.
        #[n(3)]
        became: Vec<Became>,
    }
}

lean::row! {
    /// Where one of the two puts a wish.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Said {
        #[n(0)]
        by: PersonId,
        #[n(1)]
        sort: Sort,
    }
}

/// Where a wish stands on the board, out of what both said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    /// It is not sorted yet.
    Open,
    /// Both want it.
    BothWant,
    /// One of the two would like to talk about it first.
    TalkAbout,
    /// It is its author's alone.
    Alone,
}

/// A wish on the board that both read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnBoard {
    /// The wish.
    pub wish: Wish,
    /// Where it stands.
    pub stands: Stands,
    /// Where the viewer put it.
    pub mine: Option<Sort>,
    /// What it became, in order.
    pub became: Vec<Became>,
}

fn subject(drawing: u16) -> Subject {
    Subject::OurFuture { drawing }
}

fn rounds(couple: &Couple) -> Rounds<'_, Pages> {
    Rounds { couple, subject, read: |bytes, author| Pages::from_cbor(bytes, author?) }
}

fn round(drawing: u16) -> RoundId {
    subject(drawing).round()
}

impl Wish {
    /// Whose it is.
    #[must_use]
    pub fn author(&self) -> PersonId {
        self.id.author()
    }
}

impl Sorting {
    fn of(&self, person: PersonId) -> Option<Sort> {
        self.said.iter().find(|it| it.by == person).map(|it| it.sort)
    }

    /// Where it stands: whoever wants to talk first is heard first; what either holds for the author's alone is the
    /// author's; and both want it once the other has said so themselves.
    fn stands(&self, author: PersonId) -> Stands {
        let says = |sort| self.said.iter().any(|it| it.sort == sort);
        let other_wants = self.said.iter().any(|it| it.by != author && it.sort == Sort::Want);
        if says(Sort::Talk) {
            Stands::TalkAbout
        } else if says(Sort::Alone) {
            Stands::Alone
        } else if other_wants {
            Stands::BothWant
        } else {
            Stands::Open
        }
    }
}

impl OurFuture {
    /// A wish in the viewer's vault, unless it was put away.
    #[must_use]
    pub fn own(&self, id: WishId) -> Option<&Own> {
        self.mine.get(&id).map(|it| &**it).filter(|it| !it.put_away)
    }

    /// What the viewer wrote and has not shown yet, in the order in which it was written. What is sealed is among it.
    #[must_use]
    pub fn not_shown(&self, couple: &Couple) -> Vec<&Own> {
        let shown = self.board_ids(couple);
        let waits = |it: &&Own| !it.put_away && !shown.contains(&it.wish.id);
        let mut all: Vec<&Own> = self.mine.values().map(|it| &**it).filter(waits).collect();
        lean::sort(&mut all, &|one, other| (one.at, one.wish.id) < (other.at, other.wish.id));
        all
    }

    /// Whether the viewer has written, sealed or been shown nothing at all.
    #[must_use]
    pub fn is_empty(&self, couple: &Couple) -> bool {
        self.mine.values().all(|it| it.put_away) && self.board(couple).is_empty()
    }

    /// The wishes both read: what was opened together and what one showed by itself, unless its author took it off.
    fn read_by_both(&self, couple: &Couple) -> Vec<Wish> {
        let drawings = 1..rounds(couple).to_write();
        let opened = drawings.filter_map(|it| match self.opened(couple, it)? {
            OpenedTogether::Both { mine, theirs } => Some(mine.wishes.into_iter().chain(theirs.wishes)),
            OpenedTogether::Opening | OpenedTogether::Broken { .. } => None,
        });
        let added = self.ours.leaves.values().filter_map(|it| it.added.clone());
        let mut all: Vec<Wish> = Vec::new();
        for it in opened.flatten().chain(added) {
            let off = self.ours.leaves.get(&it.id).is_some_and(|it| it.taken_off);
            if !off && !all.iter().any(|other| other.id == it.id) {
                all.push(it);
            }
        }
        all
    }

    fn board_ids(&self, couple: &Couple) -> Vec<WishId> {
        self.read_by_both(couple).into_iter().map(|it| it.id).collect()
    }

    fn on_board(&self, couple: &Couple, wish: Wish) -> OnBoard {
        let sorting = self.ours.leaves.get(&wish.id);
        OnBoard {
            stands: sorting.map_or(Stands::Open, |it| it.stands(wish.author())),
            mine: sorting.and_then(|it| it.of(couple.viewer)),
            became: sorting.map(|it| it.became.clone()).unwrap_or_default(),
            wish,
        }
    }

    /// Everything on the board, near before far.
    #[must_use]
    pub fn board(&self, couple: &Couple) -> Vec<OnBoard> {
        let mut all: Vec<OnBoard> =
            self.read_by_both(couple).into_iter().map(|it| self.on_board(couple, it)).collect();
        let place = |it: &OnBoard| (it.wish.horizon, it.wish.area, it.wish.id);
        lean::sort(&mut all, &|one, other| place(one) < place(other));
        all
    }

    /// One wish of the board.
    #[must_use]
    pub fn shown(&self, couple: &Couple, id: WishId) -> Option<OnBoard> {
        let found = self.read_by_both(couple).into_iter().find(|it| it.id == id);
        found.map(|it| self.on_board(couple, it))
    }

    /// The opening together that both sealed within the last week, once it is open.
    #[must_use]
    pub fn just_opened(&self, couple: &Couple, now: &Moment) -> Option<u16> {
        rounds(couple).just_opened(now)
    }

    /// The opening together that comes next.
    #[must_use]
    pub fn to_open(&self, couple: &Couple) -> ToOpen<Pages> {
        rounds(couple).next(&self.ours.asked)
    }

    /// What both sealed, the how-manieth time; nothing while they have not.
    #[must_use]
    pub fn opened(&self, couple: &Couple, drawing: u16) -> Option<OpenedTogether<Pages>> {
        couple.partner()?;
        rounds(couple).opened(drawing)
    }
}

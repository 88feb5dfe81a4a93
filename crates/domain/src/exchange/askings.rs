//! Rounds that are asked for, one after the other: which were asked for, and by whom. The rounds are numbered, so that
//! two partners who ask apart from each other ask for one round, not two.

use crate::exchange::{Exchange, Subject};
use crate::ids::PersonId;
use crate::stamp::Stamp;

/// More rounds of one kind than two people open in their lives.
const MOST: u16 = 2_000;

lean::around! {
    /// Who asked for which round.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Askings(Vec<Asking>);
}

lean::row! {
    /// One person asked for one round.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Asking {
        /// Which round, counted from 1.
        #[n(0)]
        pub number: u16,
        /// Who.
        #[n(1)]
        pub by: PersonId,
        /// When.
        #[n(2)]
        pub at: Stamp,
    }
}

impl Askings {
    /// Someone asked. Asking twice is asking once.
    pub(crate) fn take_in(&mut self, number: u16, by: PersonId, at: Stamp) {
        let place = (number, by);
        let found = self.0.binary_search_by(|it| (it.number, it.by).cmp(&place));
        if let Err(free) = found
            && (1..=MOST).contains(&number)
        {
            self.0.insert(free, Asking { number, by, at });
        }
    }

    /// Who asked for a round: at most the two.
    pub fn of(&self, number: u16) -> impl Iterator<Item = &Asking> {
        self.0.iter().filter(move |it| it.number == number)
    }

    /// Whether a person asked for a round.
    #[must_use]
    pub fn has_asked(&self, number: u16, person: PersonId) -> bool {
        self.of(number).any(|it| it.by == person)
    }
}

/// The round of this kind that is to be written now: the first that is not sealed by both. What anyone asks for beyond
/// it is not heard before its turn.
#[must_use]
pub fn to_write(exchange: &Exchange, subject: fn(u16) -> Subject) -> u16 {
    let sealed = (1..MOST).take_while(|it| exchange.sealed_by_both_ms(subject(*it).round()).is_some());
    sealed.last().map_or(1, |it| it + 1)
}

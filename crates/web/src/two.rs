//! The two people as screens show them: name, mark, and whether there is someone to share with.

use domain::people::{Mark, Together};
use domain::{Couple, PersonId};

use crate::journey;
use crate::ui::Side;
use crate::words;

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) side: Side,
}

/// Both, or one alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Two {
    pub(crate) me: Seat,
    pub(crate) other: Option<Seat>,
    pub(crate) together: Together,
}

impl Two {
    /// Both, as `me` sees them.
    pub(crate) fn of(couple: &Couple, me: PersonId) -> Self {
        let seat = |id: PersonId, unnamed: &'static str| Seat {
            id,
            name: couple.people.name_of(id, couple.viewer).unwrap_or(unnamed).to_owned(),
            side: if couple.people.mark_of(id) == Mark::One { Side::One } else { Side::Two },
        };
        let other = couple.partner().map(|id| seat(id, words::app::partner()));
        Self { me: seat(me, words::app::you()), other, together: couple.people.together(me) }
    }

    /// Whether something can be shared now.
    pub(crate) fn are_together(&self) -> bool {
        self.together == Together::Both
    }

    /// What the other is called.
    pub(crate) fn other_name(&self) -> String {
        self.other.as_ref().map_or_else(|| words::app::partner().to_owned(), |it| it.name.clone())
    }

    /// Mark one first, mark two second: the same picture on both screens.
    pub(crate) fn in_order(&self) -> Vec<Seat> {
        let mut both: Vec<Seat> = [Some(self.me.clone()), self.other.clone()].into_iter().flatten().collect();
        both.sort_by_key(|it| it.side == Side::Two);
        both
    }

    /// One of the two by id.
    pub(crate) fn seat(&self, id: PersonId) -> Option<&Seat> {
        [Some(&self.me), self.other.as_ref()].into_iter().flatten().find(|it| it.id == id)
    }
}

/// Both now, and again when it changes. Nobody is in: nothing.
pub(crate) fn two() -> Option<Two> {
    journey::read(Two::of)
}

/// Both now.
pub(crate) fn two_now() -> Option<Two> {
    journey::read_once(Two::of)
}

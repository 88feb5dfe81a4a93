//! Pages that two open together, time after time: what comes next, and what stands of an earlier time.

use super::{Askings, State, Subject, to_write};
use crate::couple::Couple;
use crate::day::{HOUR_MS, Moment};
use crate::ids::PersonId;

/// How long Today shows that both are open: a week.
pub(crate) const SHOWN_FOR_MS: u64 = 7 * 24 * HOUR_MS;

/// The opening together that comes next, for the viewer. Nothing here tells whether the other has sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToOpen<P> {
    /// The how-manieth, from one.
    pub number: u16,
    /// The viewer would open theirs.
    pub offered_by_me: bool,
    /// The other would.
    pub offered_by_them: bool,
    /// What the viewer has sealed, if they have; waiting until both are ready.
    pub sealed: Option<P>,
}

/// What both opened together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenedTogether<P> {
    /// It opens by itself when the devices meet.
    Opening,
    /// Both are open.
    Both {
        /// The viewer's.
        mine: P,
        /// The other's.
        theirs: P,
    },
    /// What was opened does not fit what was sealed, or is no page of this kind. Said plainly.
    Broken {
        /// It is the viewer's own that does not fit.
        mine: bool,
    },
}

/// Reads the pages of a person; the partner's name is not known where there is none any more.
type Read<P> = fn(&[u8], Option<PersonId>) -> Option<P>;

/// The rounds of one kind.
pub(crate) struct Rounds<'a, P> {
    pub(crate) couple: &'a Couple,
    pub(crate) subject: fn(u16) -> Subject,
    pub(crate) read: Read<P>,
}

impl<P> Rounds<'_, P> {
    /// The number of the one that is to be written now.
    pub(crate) fn to_write(&self) -> u16 {
        to_write(&self.couple.exchange, self.subject)
    }

    pub(crate) fn next(&self, asked: &Askings) -> ToOpen<P> {
        let (number, me) = (self.to_write(), self.couple.viewer);
        let sealed = self.couple.exchange.mine((self.subject)(number).round(), me);
        ToOpen {
            number,
            offered_by_me: asked.has_asked(number, me),
            offered_by_them: asked.of(number).any(|it| it.by != me),
            sealed: sealed.and_then(|it| (self.read)(it, Some(me))),
        }
    }

    /// What both sealed, the how-manieth time; nothing while they have not.
    pub(crate) fn opened(&self, number: u16) -> Option<OpenedTogether<P>> {
        let (round, me) = ((self.subject)(number).round(), self.couple.viewer);
        self.couple.exchange.sealed_by_both_ms(round)?;
        Some(match self.couple.exchange.state(round, me) {
            State::Open { mine, theirs } => {
                match ((self.read)(&mine, Some(me)), (self.read)(&theirs, self.couple.partner())) {
                    (Some(mine), Some(theirs)) => OpenedTogether::Both { mine, theirs },
                    (mine, _) => OpenedTogether::Broken { mine: mine.is_none() },
                }
            }
            State::Broken { whose } => OpenedTogether::Broken { mine: whose == me },
            _ => OpenedTogether::Opening,
        })
    }

    /// The one that both sealed within the last week, once it is open.
    pub(crate) fn just_opened(&self, now: &Moment) -> Option<u16> {
        let latest = self.to_write().checked_sub(1)?;
        let sealed = self.couple.exchange.sealed_by_both_ms((self.subject)(latest).round())?;
        let open = matches!(self.opened(latest), Some(OpenedTogether::Both { .. }));
        (open && now.ms < sealed.saturating_add(SHOWN_FOR_MS)).then_some(latest)
    }
}

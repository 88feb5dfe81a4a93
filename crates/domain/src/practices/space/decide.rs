//! What may be asked of space, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::{PersonId, SpaceAskedId};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, LONGEST_LINE, Practice, Sealing, Stamped, words};
use crate::practices::space::words::{
    Asked, Command, Contact, Event, Extended, Refusal, Respected, Returned, TimeOutTaken,
};
use crate::practices::space::{Apart, LONGEST_MS, SHORTEST_MS, Space, Standing, TIME_OUT_MINUTES};

impl Space {
    fn ask(
        &self,
        with: &mut Deciding<'_>,
        until_ms: u64,
        contact: Contact,
        text: &str,
    ) -> Result<Event, Refusal> {
        let for_ms = until_ms.saturating_sub(with.now.ms);
        if !(SHORTEST_MS..=LONGEST_MS).contains(&for_ms) {
            return Err(Refusal::NoSuchReturn);
        }
        if self.of(with.me, &with.now).is_some_and(|it| !it.is_time_out()) {
            return Err(Refusal::AlreadyAsked);
        }
        let words = if text.trim().is_empty() { None } else { Some(words(text, LONGEST_LINE)?) };
        let space = SpaceAskedId::make(with.me, (with.fresh)());
        Ok(Event::Asked(Asked { space, for_ms, contact, words }))
    }

    /// A space or time-out that holds.
    fn holding(&self, now: &Moment, id: SpaceAskedId) -> Result<&Apart, Refusal> {
        self.get(id).filter(|it| it.holds(now)).ok_or(Refusal::NoSuchSpace)
    }

    fn extend(
        &self,
        with: &Deciding<'_>,
        space: SpaceAskedId,
        until_ms: u64,
        text: &str,
    ) -> Result<Event, Refusal> {
        let known = self.holding(&with.now, space)?;
        if known.by() != with.me {
            return Err(Refusal::OnlyTheAsker);
        }
        if known.is_time_out() {
            return Err(Refusal::NoSuchSpace);
        }
        let by_ms = until_ms.saturating_sub(known.until_ms());
        if by_ms == 0 {
            return Err(Refusal::NotLonger);
        }
        if known.for_ms.saturating_add(by_ms) > LONGEST_MS {
            return Err(Refusal::NoSuchReturn);
        }
        Ok(Event::Extended(Extended { space, by_ms, words: words(text, LONGEST_LINE)? }))
    }

    fn respect(&self, with: &Deciding<'_>, space: SpaceAskedId) -> Result<Vec<Event>, Refusal> {
        let known = self.holding(&with.now, space)?;
        if known.by() == with.me {
            return Err(Refusal::OnlyTheOther);
        }
        let said = known.respected || known.is_time_out();
        Ok(if said { Vec::new() } else { vec![Event::Respected(Respected { space })] })
    }

    /// Back from this one, and from whatever else of its kind one holds: two devices may both have asked.
    fn come_back(&self, with: &Deciding<'_>, space: SpaceAskedId) -> Result<Vec<Event>, Refusal> {
        let known = self.get(space).filter(|it| it.returned.is_none()).ok_or(Refusal::NoSuchSpace)?;
        if known.by() != with.me {
            return Err(Refusal::OnlyTheAsker);
        }
        let others = self.held_by(with.me, &with.now, known.is_time_out()).filter(|it| *it != space);
        Ok([space].into_iter().chain(others).map(|space| Event::Returned(Returned { space })).collect())
    }

    /// One's own time-out ends, if one still holds.
    pub(crate) fn time_out_ends(&self, me: PersonId, now: &Moment) -> Vec<Event> {
        self.held_by(me, now, true).map(|space| Event::Returned(Returned { space })).collect()
    }

    /// A time-out takes the place of one's own that still holds: so it can be made longer, and coming back ends it.
    fn take_time_out(&self, with: &mut Deciding<'_>, minutes: u16) -> Vec<Event> {
        let mut events = self.time_out_ends(with.me, &with.now);
        let space = SpaceAskedId::make(with.me, (with.fresh)());
        events.push(Event::TimeOutTaken(TimeOutTaken { space, minutes }));
        events
    }

    fn held_by(&self, me: PersonId, now: &Moment, time_outs: bool) -> impl Iterator<Item = SpaceAskedId> {
        let held = move |it: &&Apart| it.by() == me && it.is_time_out() == time_outs && it.holds(now);
        self.ours.values().filter(held).map(|it| it.id)
    }
}

impl Practice for Space {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let events = match command {
            Command::Ask { until_ms, contact, words } => vec![self.ask(with, until_ms, contact, &words)?],
            Command::Extend { space, until_ms, words } => vec![self.extend(with, space, until_ms, &words)?],
            Command::Respect { space } => self.respect(with, space)?,
            Command::Return { space } => self.come_back(with, space)?,
            Command::TakeTimeOut { minutes } if TIME_OUT_MINUTES.contains(&minutes) => {
                self.take_time_out(with, minutes)
            }
            Command::TakeTimeOut { .. } => return Err(Refusal::NoSuchTimeOut),
        };
        Ok(events.into_iter().map(couple::Event::Space).collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let me = couple.viewer;
        if let Standing::Asked(it) = self.now(now)
            && it.by() != me
        {
            return vec![Suggestion {
                what: What::RespectSpace { space: it.id },
                because: Because::TheyAskedForSpace,
            }];
        }
        let over = self.just_over(me, now).filter(|_| !self.now(now).is_quiet());
        let back = |it: &Apart| Suggestion {
            what: What::SayYouAreBack { space: it.id },
            because: Because::TheTimeIsOver,
        };
        over.map(back).into_iter().collect()
    }
}

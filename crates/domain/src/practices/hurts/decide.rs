//! What may be asked of hurts, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::HurtId;
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, LONGEST_TEXT, Practice, Sealing, Stamped, words};
use crate::practices::hurts::words::{
    Added, Aware, Command, Event, Part, PutAway, Read, Refusal, Shared, Side, SideTaken, Telling, Withdrawn,
    Written,
};
use crate::practices::hurts::{Hurts, Told};
use crate::stamp::Stamp;

impl Hurts {
    fn write(
        &self,
        with: &mut Deciding<'_>,
        hurt: Option<HurtId>,
        telling: Telling,
    ) -> Result<Event, Refusal> {
        let telling = telling.checked()?;
        let hurt = match hurt {
            None => HurtId::make(with.me, (with.fresh)()),
            Some(known) if self.own(known).is_some() || self.get(known).is_some() => known,
            Some(_) => return Err(Refusal::NoSuchHurt),
        };
        Ok(Event::Written(Written { hurt, telling }))
    }

    fn share(
        &self,
        with: &Deciding<'_>,
        hurt: HurtId,
        previewed: Stamp,
        aware: Aware,
    ) -> Result<Event, Refusal> {
        let (own, telling) = self.own(hurt).ok_or(Refusal::NoSuchHurt)?;
        if self.get(hurt).is_some_and(|it| it.told_by(with.me).is_some()) {
            return Err(Refusal::AlreadyShared);
        }
        if own.written != previewed {
            return Err(Refusal::ChangedSince);
        }
        aware.suffices(Some(telling.side))?;
        Ok(Event::Shared(Shared { hurt, telling: telling.clone() }))
    }

    fn told(&self, with: &Deciding<'_>, hurt: HurtId) -> Result<&Told, Refusal> {
        let known = self.get(hurt).ok_or(Refusal::NoSuchHurt)?;
        known.told_by(with.me).ok_or(Refusal::NothingShared)
    }

    /// The addition for both, and the author's own copy with it.
    fn add(
        &self,
        with: &Deciding<'_>,
        hurt: HurtId,
        (part, text): (Part, &str),
        aware: Aware,
    ) -> Result<Vec<Event>, Refusal> {
        self.told(with, hurt)?;
        aware.suffices(self.get(hurt).and_then(|it| it.side_of(with.me)))?;
        let words = words(text, LONGEST_TEXT)?;
        let mut events = Vec::new();
        if let Some((_, own)) = self.own(hurt) {
            let mut telling = own.clone();
            let whole = [telling.account.get(part).unwrap_or_default(), &words].join("\n\n");
            telling.account.put(part, &whole);
            events.extend(telling.checked().ok().map(|telling| Event::Written(Written { hurt, telling })));
        }
        events.push(Event::Added(Added { hurt, part, words }));
        Ok(events)
    }

    fn take_side(
        &self,
        with: &Deciding<'_>,
        hurt: HurtId,
        side: Option<Side>,
    ) -> Result<Vec<Event>, Refusal> {
        let known = self.get(hurt).filter(|it| it.is_shared()).ok_or(Refusal::NoSuchHurt)?;
        let unchanged = known.side_of(with.me) == side;
        Ok(if unchanged { Vec::new() } else { vec![Event::SideTaken(SideTaken { hurt, side })] })
    }
}

impl Practice for Hurts {
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
            Command::Write { hurt, telling } => vec![self.write(with, hurt, telling)?],
            Command::PutAway { hurt } => {
                self.own(hurt).ok_or(Refusal::NoSuchHurt)?;
                vec![Event::PutAway(PutAway { hurt })]
            }
            Command::Share { hurt, previewed, aware } => vec![self.share(with, hurt, previewed, aware)?],
            Command::Add { hurt, part, words, aware } => self.add(with, hurt, (part, &words), aware)?,
            Command::Withdraw { hurt } => {
                self.told(with, hurt)?;
                vec![Event::Withdrawn(Withdrawn { hurt })]
            }
            Command::TakeSide { hurt, side } => self.take_side(with, hurt, side)?,
            Command::Read { hurt } => {
                let pieces = self.get(hurt).ok_or(Refusal::NoSuchHurt)?.pieces_of_other_than(with.me);
                let news = self.is_unread(hurt, with.me);
                if news { vec![Event::Read(Read { hurt, pieces })] } else { Vec::new() }
            }
        };
        Ok(events.into_iter().map(couple::Event::Hurts).collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, _: &Moment) -> Vec<Suggestion> {
        let me = couple.viewer;
        let mut all = Vec::new();
        for hurt in self.all() {
            let id = hurt.id;
            if self.is_unread(id, me) {
                all.push(Suggestion { what: What::ReadAccount { hurt: id }, because: Because::TheyTold });
            } else if hurt.side_of(me).is_none() {
                all.push(Suggestion {
                    what: What::SayYourPart { hurt: id },
                    because: Because::NamingNeedsBoth,
                });
            }
        }
        all
    }

    fn wrote(&self, _: &Couple, to: &mut OwnWriting) {
        for (_, own, telling) in self.written() {
            for it in telling.account.passages() {
                to.add(own.written.day(), Way::Back, &it.words);
            }
        }
    }
}

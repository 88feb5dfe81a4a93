//! Same page: does each of us want to rebuild this? Both answer sealed and open together. If both lean towards yes, the
//! date is kept and rebuilding opens; if either does not, it is named without blame. It can be asked again.

#[cfg(test)]
mod tests;
mod words;

pub use words::{Answer, Asked, Command, Event, MOST_WEEKS, Refusal, Wants};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::exchange::{Askings, SHOWN_FOR_MS, State, Subject, to_write};
use crate::ids::{PersonId, RoundId};
use crate::path::{Because, Suggestion, What, Work};
use crate::practice::{Deciding, Practice, Sealing, Stamped};

lean::row! {
    /// Who asked when; the sealed answers lie in the exchange.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SamePage {
        #[n(0)]
        pub(crate) ours: Askings,
    }
}

/// The asking that is to be written now, for the viewer. Nothing here tells whether the other has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToWrite {
    /// The how-manieth.
    pub asking: u16,
    /// The viewer asked for it.
    pub asked_by_me: bool,
    /// The other asked for it.
    pub asked_by_them: bool,
    /// What the viewer has sealed, if they have; waiting until both are ready.
    pub sealed: Option<Answer>,
}

/// An asking that both have sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// It opens by itself when the devices meet.
    Opening,
    /// Both are open.
    Open(BothPages),
    /// What was opened does not fit what was sealed, or is no answer. Said plainly.
    Broken {
        /// It is the viewer's own that does not fit.
        mine: bool,
    },
}

/// Two answers, open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BothPages {
    /// The viewer's.
    pub mine: Answer,
    /// The other's.
    pub theirs: Answer,
    /// When both were sealed, in milliseconds since 1970.
    pub sealed_ms: u64,
}

impl BothPages {
    /// Whether both lean towards yes. If not, that is nobody's fault: there is time, the counsellor, and parting well.
    #[must_use]
    pub fn both_lean_yes(&self) -> bool {
        self.mine.wants.leans_yes() && self.theirs.wants.leans_yes()
    }

    /// For how many weeks both give it all they have: the shorter of the two; nothing, when either can't say.
    #[must_use]
    pub fn weeks(&self) -> Option<u16> {
        Some(self.mine.gives_weeks?.min(self.theirs.gives_weeks?))
    }
}

fn subject(asking: u16) -> Subject {
    Subject::SamePage { asking }
}

fn round(asking: u16) -> RoundId {
    subject(asking).round()
}

impl SamePage {
    /// The asking that is to be written now.
    #[must_use]
    pub fn to_write(&self, couple: &Couple) -> ToWrite {
        let asking = to_write(&couple.exchange, subject);
        let me = couple.viewer;
        ToWrite {
            asking,
            asked_by_me: self.ours.has_asked(asking, me),
            asked_by_them: self.ours.of(asking).any(|it| it.by != me),
            sealed: couple.exchange.mine(round(asking), me).and_then(Answer::from_cbor),
        }
    }

    /// How an asking stands that both have sealed; nothing while they have not.
    #[must_use]
    pub fn sealed(&self, couple: &Couple, asking: u16) -> Option<Sealed> {
        let sealed_ms = couple.exchange.sealed_by_both_ms(round(asking))?;
        Some(match couple.exchange.state(round(asking), couple.viewer) {
            State::Open { mine, theirs } => match (Answer::from_cbor(&mine), Answer::from_cbor(&theirs)) {
                (Some(mine), Some(theirs)) => Sealed::Open(BothPages { mine, theirs, sealed_ms }),
                (mine, _) => Sealed::Broken { mine: mine.is_none() },
            },
            State::Broken { whose } => Sealed::Broken { mine: whose == couple.viewer },
            _ => Sealed::Opening,
        })
    }

    /// The latest asking that both have sealed, with its number.
    #[must_use]
    pub fn latest(&self, couple: &Couple) -> Option<(u16, Sealed)> {
        let asking = to_write(&couple.exchange, subject).checked_sub(1)?;
        Some((asking, self.sealed(couple, asking)?))
    }

    /// The latest two answers, if both lean towards yes: rebuilding is open since then. Who says otherwise in a later
    /// asking closes it again, without a word of blame.
    #[must_use]
    pub fn both_chose(&self, couple: &Couple) -> Option<BothPages> {
        let asking = to_write(&couple.exchange, subject);
        for asking in (1..asking).rev() {
            match self.sealed(couple, asking) {
                Some(Sealed::Open(both)) => return Some(both).filter(BothPages::both_lean_yes),
                // What never opened says nothing.
                _ => continue,
            }
        }
        None
    }

    /// Whether this person, who leans towards yes, also says what they regret and why they want to: both have named them
    /// the responsible partner of a hurt between them.
    #[must_use]
    pub fn asks_for_remorse(&self, couple: &Couple, person: PersonId) -> bool {
        let hurts = couple.hurts.all();
        hurts.iter().any(|it| it.roles().is_some_and(|it| it.responsible == person))
    }

    fn seal(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        answer: Answer,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let answer = answer.tidy();
        if let Some(flaw) = answer.flaw() {
            return Err(flaw);
        }
        if answer.wants.leans_yes() && self.asks_for_remorse(couple, with.me) {
            if answer.remorse.is_none() {
                return Err(Refusal::RemorseIsMissing);
            }
            if answer.interest.is_none() {
                return Err(Refusal::InterestIsMissing);
            }
        }
        let asking = to_write(&couple.exchange, subject);
        let sealed = couple.exchange.seal(with, subject(asking), &answer.to_cbor())?;
        // Whoever seals without being asked has asked.
        let asks = self.ours.of(asking).next().is_none();
        if asks {
            couple.space.lets(&with.now, Refusal::InSpace)?;
        }
        let asked = asks.then_some(couple::Event::SamePage(Event::Asked(Asked { asking })));
        Ok(asked.into_iter().chain(sealed.into_iter().map(couple::Event::Exchange)).collect())
    }
}

impl Practice for SamePage {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let asking = to_write(&couple.exchange, subject);
        match command {
            Command::Seal(answer) => self.seal(couple, with, answer),
            Command::TakeBack => {
                let events = couple.exchange.take_back(with.me, round(asking))?;
                Ok(events.into_iter().map(couple::Event::Exchange).collect())
            }
            Command::Ask => {
                couple.space.lets(&with.now, Refusal::InSpace)?;
                let asks = !self.ours.has_asked(asking, with.me);
                let asked = asks.then_some(couple::Event::SamePage(Event::Asked(Asked { asking })));
                Ok(asked.into_iter().collect())
            }
        }
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        let Event::Asked(Asked { asking }) = record.event;
        self.ours.take_in(*asking, record.author, record.at);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let mut all = Vec::new();
        let writes = self.to_write(couple);
        if writes.asked_by_them && writes.sealed.is_none() {
            let what = What::Begin { work: Work::SamePage };
            all.push(Suggestion { what, because: Because::TheyAskedYou });
        }
        if let Some((asking, Sealed::Open(both))) = self.latest(couple)
            && now.ms < both.sealed_ms.saturating_add(SHOWN_FOR_MS)
        {
            all.push(Suggestion { what: What::LookAtBothPages { asking }, because: Because::BothAreOpen });
        }
        all
    }
}

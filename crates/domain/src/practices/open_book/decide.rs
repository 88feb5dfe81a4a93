//! What may be asked of an open book, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::{AgreementId, PersonId};
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::people::Together;
use crate::practice::{Deciding, LONGEST_LINE, Practice, Sealing, Stamped, words};
use crate::practices::open_book::fold::MOST;
use crate::practices::open_book::looking::MOST_TIMES;
use crate::practices::open_book::terms::{DAYS, Often, Terms, Thing, days};
use crate::practices::open_book::words::{
    Agreed, Command, Ended, Event, Forgotten, Noted, Paused, Proposal, Proposed, Refusal, RenewalSaid, WentOn,
};
use crate::practices::open_book::{Agreement, OpenBook, Over, Stands, TOLD_FOR_DAYS};
use crate::stamp::Stamp;

/// An agreement begins within so many days: what is agreed to now is meant for now.
const BEGINS_WITHIN_DAYS: i32 = 30;

impl Proposal {
    /// What is proposed, as it is kept.
    ///
    /// # Errors
    /// Why it cannot be made, whoever proposes it and whenever.
    pub fn terms(&self) -> Result<Terms, Refusal> {
        let Proposal { opens, how, often, from, review, .. } = *self;
        let things: Vec<Thing> = Thing::ALL.into_iter().filter(|it| self.things.contains(it)).collect();
        if things.is_empty() {
            return Err(Refusal::NothingIsOpen);
        }
        if !Often::TO_BEGIN.contains(&often) {
            return Err(Refusal::CannotBecomeLess);
        }
        let others = words(&self.others, LONGEST_LINE)?;
        let exactly = match self.exactly.trim().is_empty() {
            true => None,
            false => Some(words(&self.exactly, LONGEST_LINE)?),
        };
        let until = self.until.ok_or(Refusal::Endless)?;
        match days(from, until) {
            long if long > *DAYS.end() => Err(Refusal::Endless),
            short if short < *DAYS.start() => Err(Refusal::TooShort),
            _ if from < review && review < until => {
                Ok(Terms { opens, things, exactly, how, often, others, from, review, until })
            }
            _ => Err(Refusal::ReviewOutside),
        }
    }
}

/// Whether both are here to agree, and nobody has space.
fn may_ask(couple: &Couple, with: &Deciding<'_>) -> Result<(), Refusal> {
    if couple.people.together(with.me) != Together::Both {
        return Err(Refusal::Secret);
    }
    couple.space.lets(&with.now, Refusal::InSpace)
}

impl OpenBook {
    fn known(&self, id: AgreementId) -> Result<&Agreement, Refusal> {
        self.get(id).ok_or(Refusal::NoSuchAgreement)
    }

    /// One that both agreed to and that is not over.
    fn running_one(&self, id: AgreementId, today: Day) -> Result<&Agreement, Refusal> {
        let it = self.known(id)?;
        match it.agreed {
            None if it.over.is_none() => Err(Refusal::NotAgreedYet),
            _ if it.runs(today) => Ok(it),
            _ => Err(Refusal::Over),
        }
    }

    fn propose(&self, couple: &Couple, with: &mut Deciding<'_>, it: &Proposal) -> Result<Event, Refusal> {
        may_ask(couple, with)?;
        let terms = it.terms()?;
        let today = with.now.today();
        if terms.from < today {
            return Err(Refusal::DayIsPast);
        }
        if terms.from.days_since(today) > BEGINS_WITHIN_DAYS {
            return Err(Refusal::TooFarAhead);
        }
        self.proposed(with, terms, None)
    }

    /// The first day stays: to change the rest again and again does not make it longer than it may be.
    fn propose_change(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        (id, it): (AgreementId, &Proposal),
    ) -> Result<Event, Refusal> {
        let stands = self.running_one(id, with.now.today())?;
        may_ask(couple, with)?;
        let terms = Proposal { from: stands.terms.from, ..it.clone() }.terms()?;
        if terms.until < with.now.today() {
            return Err(Refusal::DayIsPast);
        }
        self.proposed(with, terms, Some(id))
    }

    fn proposed(
        &self,
        with: &mut Deciding<'_>,
        terms: Terms,
        changes: Option<AgreementId>,
    ) -> Result<Event, Refusal> {
        if self.ours.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        let agreement = AgreementId::make(with.me, (with.fresh)());
        Ok(Event::Proposed(Proposed { agreement, terms, changes }))
    }

    fn agree(&self, couple: &Couple, with: &Deciding<'_>, id: AgreementId) -> Result<Option<Event>, Refusal> {
        let it = self.known(id)?;
        if it.proposer() == with.me {
            return Err(Refusal::OneSided);
        }
        match it.stands(couple, &with.now) {
            Stands::Proposed => may_ask(couple, with)?,
            Stands::NeverHeld | Stands::Over(_) | Stands::RanOut { .. } => return Err(Refusal::Over),
            Stands::Overtaken => return Err(Refusal::Overtaken),
            Stands::Apart => return Err(Refusal::Secret),
            _ => return Ok(None),
        }
        Ok(Some(Event::Agreed(Agreed { agreement: id })))
    }

    fn go_on(&self, couple: &Couple, with: &Deciding<'_>, id: AgreementId) -> Result<Option<Event>, Refusal> {
        let it = self.running_one(id, with.now.today())?;
        if it.is_paused_by(with.me) {
            may_ask(couple, with)?;
            return Ok(Some(Event::WentOn(WentOn { agreement: id })));
        }
        if it.paused.is_empty() { Ok(None) } else { Err(Refusal::NotPausedByYou) }
    }

    fn renew(
        &self,
        couple: &Couple,
        with: &Deciding<'_>,
        (id, renew): (AgreementId, bool),
    ) -> Result<Option<Event>, Refusal> {
        let on = with.now.today();
        let it = self.running_one(id, on)?;
        if !it.can_be_renewed(on) {
            return Err(Refusal::NotYetToRenew);
        }
        if renew {
            may_ask(couple, with)?;
        }
        let said = RenewalSaid { agreement: id, until: it.terms.until, renew, on };
        Ok((it.is_renewed_by(with.me) != renew).then_some(Event::RenewalSaid(said)))
    }

    fn note(&self, with: &Deciding<'_>, noted: Noted) -> Result<Option<Event>, Refusal> {
        if noted.on > with.now.today() {
            return Err(Refusal::NotYet);
        }
        if !(1..=MOST_TIMES).contains(&noted.times) {
            return Err(Refusal::NotThatMany);
        }
        let stands = self.noted(noted.on).map(|it| (it.times, it.helped));
        Ok((stands != Some((noted.times, noted.helped))).then_some(Event::Noted(noted)))
    }

    fn follows(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Option<Event>, Refusal> {
        let today = with.now.today();
        match command {
            Command::Propose(it) => self.propose(couple, with, &it).map(Some),
            Command::ProposeChange { agreement, proposal } => {
                self.propose_change(couple, with, (agreement, &proposal)).map(Some)
            }
            Command::Agree { agreement } => self.agree(couple, with, agreement),
            Command::Pause { agreement } => {
                let it = self.running_one(agreement, today)?;
                Ok((!it.is_paused_by(with.me)).then_some(Event::Paused(Paused { agreement })))
            }
            Command::GoOn { agreement } => self.go_on(couple, with, agreement),
            Command::Renew { agreement, renew } => self.renew(couple, with, (agreement, renew)),
            Command::End { agreement } => {
                let it = self.known(agreement)?;
                let open = it.over.is_none() && today <= it.terms.until;
                if open { Ok(Some(Event::Ended(Ended { agreement }))) } else { Err(Refusal::Over) }
            }
            Command::Note { on, times, helped } => self.note(with, Noted { on, times, helped }),
            Command::Forget { on } if self.mine.contains_key(&on) => {
                Ok(Some(Event::Forgotten(Forgotten { on })))
            }
            Command::Forget { .. } => Err(Refusal::NoSuchNote),
        }
    }

    /// One in which `me` opens something, to promise what it takes.
    pub(crate) fn to_promise(&self, with: &Deciding<'_>, id: AgreementId) -> Result<(), Refusal> {
        let it = self.running_one(id, with.now.today())?;
        if it.opens(with.me) { Ok(()) } else { Err(Refusal::OnlyWhoOpens) }
    }

    /// What one of them asks of its viewer, by what the other did and by its days.
    fn asks(it: &Agreement, couple: &Couple, now: &Moment, all: &mut Vec<Suggestion>) {
        let (id, today) = (it.id, now.today());
        let theirs = it.done_by_the_other(couple.viewer);
        let since = |day: Day| (0..=TOLD_FOR_DAYS).contains(&today.days_since(day));
        let mut push = |what, because| all.push(Suggestion { what, because });
        let told = |at: Stamp| What::HearOfAgreement { agreement: id, at_ms: at.ms };
        match it.stands(couple, now) {
            Stands::Proposed if it.proposer() != couple.viewer => {
                push(What::LookAtAgreement { agreement: id }, Because::TheyProposed)
            }
            // From its last day on nothing goes on; both are told, whoever would have renewed it.
            Stands::RanOut { .. } if since(it.terms.until.plus(1)) => {
                push(What::HearItRanOut { agreement: id, until: it.terms.until }, Because::ItsLastDayIsOver);
            }
            Stands::Over(Over::Ended { by, at }) if by != couple.viewer => {
                push(told(at), Because::TheyChangedIt)
            }
            Stands::Proposed
            | Stands::NeverHeld
            | Stands::Overtaken
            | Stands::Apart
            | Stands::RanOut { .. }
            | Stands::Over(_) => {}
            Stands::Begins | Stands::Holds(_) | Stands::Paused | Stands::InSpace => {
                if let Some(at) = theirs {
                    push(told(at), Because::TheyChangedIt);
                }
                if since(it.terms.review) {
                    let on = it.terms.review;
                    push(What::ReviewAgreement { agreement: id, on }, Because::YouBothPickedTheDay);
                }
            }
        }
    }

    /// The article's own advice: to both when it was renewed for the third time, and to who looks more and more, who alone
    /// knows of it.
    fn advice(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let today = now.today();
        let mut all = Vec::new();
        if self.looks_more_and_more(today) {
            let fortnight = today.number().div_euclid(14);
            all.push(Suggestion {
                what: What::ThinkOfLooking { fortnight },
                because: Because::YouLookMoreAndMore,
            });
        }
        for it in self.running(couple, today).into_iter().filter(|it| it.asks_for_help()) {
            let what = What::ThinkOfRenewing { agreement: it.id, renewals: it.renewals };
            all.push(Suggestion { what, because: Because::ItWasRenewedAgain });
        }
        all
    }
}

impl Practice for OpenBook {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let event = self.follows(couple, with, command)?;
        Ok(event.map(couple::Event::OpenBook).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let mut found = self.advice(couple, now);
        self.ours.values().for_each(|it| Self::asks(it, couple, now, &mut found));
        found
    }

    fn wrote(&self, couple: &Couple, to: &mut OwnWriting) {
        let mine = |it: &PersonId| *it == couple.viewer;
        for it in self.ours.values().filter(|it| mine(&it.proposer())) {
            to.add(it.proposed.day(), Way::Forward, &it.terms.others);
        }
    }
}

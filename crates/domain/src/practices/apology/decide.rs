//! What may be asked of an apology, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::{ApologyId, HurtId, PersonId, PromiseId};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, Flaw, LONGEST_ACCOUNT, LONGEST_LINE, Practice, Sealing, Stamped, words};
use crate::practices::apology::words::{
    Answer, Answered, Command, Event, Letter, OfferPromised, Refusal, Revised, Sent, Unfolded, Waived,
    Withdrawn,
};
use crate::practices::apology::{Apology, MOST_OFFERS, MOST_VERSIONS, Sending, Stands, Version};

/// What the receiver says to the version that leads, where it asks the author for nothing.
fn reply_to_read(it: &Sending) -> Option<What> {
    let version = u16::try_from(it.versions.len().checked_sub(1)?).ok()?;
    let says = |it: &&Answer| !matches!(it, Answer::Missing(_));
    let reply = it.latest()?.answers.iter().rev().find(says)?;
    Some(What::ReadReply { apology: it.id, hurt: it.hurt, version, reply: *reply })
}

/// A letter as it is sent, or why it is none.
fn checked(letter: Letter) -> Result<Letter, Refusal> {
    let Letter { responsibility, repair, offers, regret, explanation, differently, asks_forgiveness } =
        letter;
    if offers.len() > MOST_OFFERS {
        return Err(Refusal::TooManyOffers);
    }
    let mut lines = Vec::with_capacity(offers.len());
    for offer in &offers {
        lines.push(words(offer, LONGEST_LINE)?);
    }
    let asks = asks_forgiveness.map(|it| it.trim().to_owned());
    let letter = Letter {
        responsibility: responsibility.trim().to_owned(),
        repair: repair.trim().to_owned(),
        offers: lines,
        regret: regret.trim().to_owned(),
        explanation: explanation.trim().to_owned(),
        differently: differently.trim().to_owned(),
        asks_forgiveness: asks.filter(|it| !it.is_empty()),
    };
    match letter.length() {
        _ if letter.responsibility.is_empty() => Err(Refusal::ResponsibilityIsMissing),
        bytes if bytes > LONGEST_ACCOUNT => Err(Flaw::TooLong { bytes, most: LONGEST_ACCOUNT }.into()),
        _ => Ok(letter),
    }
}

impl Apology {
    /// An apology that was not taken back.
    fn known(&self, id: ApologyId) -> Result<&Sending, Refusal> {
        let known = self.get(id).ok_or(Refusal::NoSuchApology)?;
        if known.withdrawn { Err(Refusal::Withdrawn) } else { Ok(known) }
    }

    fn own(&self, me: PersonId, id: ApologyId) -> Result<&Sending, Refusal> {
        self.known(id).and_then(|it| if it.author() == me { Ok(it) } else { Err(Refusal::OnlyItsAuthor) })
    }

    fn theirs(&self, me: PersonId, id: ApologyId, version: u16) -> Result<&Version, Refusal> {
        let known = self.known(id)?;
        if known.author() == me {
            return Err(Refusal::OnlyTheReceiver);
        }
        known.versions.get(usize::from(version)).ok_or(Refusal::NoSuchVersion)
    }

    /// Whether the responsible partner may send something for this hurt now.
    fn may_send(&self, couple: &Couple, me: PersonId, hurt: HurtId) -> Result<(), Refusal> {
        let roles = roles(couple, hurt)?;
        if roles.1 != me {
            return Err(Refusal::OnlyTheResponsiblePartner);
        }
        let may = couple.feels_heard(hurt) || self.is_waived(hurt, roles.0);
        if may { Ok(()) } else { Err(Refusal::NotHeardYet) }
    }

    fn send(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        hurt: HurtId,
        letter: Letter,
    ) -> Result<Event, Refusal> {
        self.may_send(couple, with.me, hurt)?;
        if let Some(before) = self.for_hurt(hurt, with.me) {
            return Err(Refusal::AlreadySent { apology: before.id });
        }
        let letter = checked(letter)?;
        let apology = ApologyId::make(with.me, (with.fresh)());
        Ok(Event::Sent(Sent { apology, hurt, letter }))
    }

    fn revise(
        &self,
        couple: &Couple,
        me: PersonId,
        apology: ApologyId,
        letter: Letter,
    ) -> Result<Option<Event>, Refusal> {
        let known = self.own(me, apology)?;
        self.may_send(couple, me, known.hurt)?;
        if known.versions.len() >= MOST_VERSIONS {
            return Err(Refusal::TooManyVersions);
        }
        let letter = checked(letter)?;
        let same = known.latest().is_some_and(|it| it.letter == letter);
        Ok((!same).then_some(Event::Revised(Revised { apology, letter })))
    }

    fn waive(
        &self,
        couple: &Couple,
        me: PersonId,
        hurt: HurtId,
        waived: bool,
    ) -> Result<Option<Event>, Refusal> {
        if roles(couple, hurt)?.0 != me {
            return Err(Refusal::OnlyTheHurtPartner);
        }
        let news = self.is_waived(hurt, me) != waived;
        Ok(news.then_some(Event::Waived(Waived { hurt, waived })))
    }

    fn answer(
        &self,
        me: PersonId,
        apology: ApologyId,
        version: u16,
        (answer, stands): (Answer, bool),
    ) -> Result<Option<Event>, Refusal> {
        let news = self.theirs(me, apology, version)?.answers.contains(&answer) != stands;
        Ok(news.then_some(Event::Answered(Answered { apology, version, answer, stands })))
    }

    /// The words of an offer that may become a promise now.
    ///
    /// # Errors
    /// When there is none, when it is one already, or when the receiver has not said that they have read it: what an
    /// apology holds is not told to them in another place before they open it.
    pub(crate) fn offer(
        &self,
        me: PersonId,
        apology: ApologyId,
        (version, offer): (u16, u16),
    ) -> Result<&str, Refusal> {
        let known =
            self.own(me, apology)?.versions.get(usize::from(version)).ok_or(Refusal::NoSuchVersion)?;
        let words = known.letter.offers.get(usize::from(offer)).ok_or(Refusal::NoSuchOffer)?;
        match known.promise_of(offer) {
            Some(promise) => Err(Refusal::AlreadyPromised { promise }),
            None if !known.is_read() => Err(Refusal::NotReadYet),
            None => Ok(words),
        }
    }
}

/// An offer has become a promise.
pub(crate) fn promised(apology: ApologyId, (version, offer): (u16, u16), promise: PromiseId) -> Event {
    Event::OfferPromised(OfferPromised { apology, version, offer, promise })
}

/// Who was hurt and who is responsible, as both have named it.
fn roles(couple: &Couple, hurt: HurtId) -> Result<(PersonId, PersonId), Refusal> {
    let known = couple.hurts.get(hurt).filter(|it| it.is_shared()).ok_or(Refusal::NoSuchHurt)?;
    known.roles().map(|it| (it.hurt, it.responsible)).ok_or(Refusal::NotNamedByBoth)
}

impl Practice for Apology {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let me = with.me;
        let event = match command {
            Command::Send { hurt, letter } => Some(self.send(couple, with, hurt, letter)?),
            Command::Revise { apology, letter } => self.revise(couple, me, apology, letter)?,
            Command::Withdraw { apology } => {
                self.own(me, apology)?;
                Some(Event::Withdrawn(Withdrawn { apology }))
            }
            Command::Waive { hurt, waived } => self.waive(couple, me, hurt, waived)?,
            Command::Unfold { apology, version } => {
                self.theirs(me, apology, version)?;
                let news = !self.is_unfolded(apology, version);
                news.then_some(Event::Unfolded(Unfolded { apology, version }))
            }
            Command::Answer { apology, version, answer, stands } => {
                self.answer(me, apology, version, (answer, stands))?
            }
        };
        Ok(event.map(couple::Event::Apology).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, _: &Moment) -> Vec<Suggestion> {
        let mut all = Vec::new();
        for it in self.all() {
            let (hurt, apology) = (it.hurt, it.id);
            let stands = self.stands(couple, hurt);
            if it.author() == couple.viewer {
                // Only what the receiver said asks the author for anything. Silence never does.
                let missing = stands == Some(Stands::SomethingIsMissing);
                let what = What::CompleteLetter { apology, hurt };
                all.extend(missing.then_some(Suggestion { what, because: Because::SomethingIsMissing }));
                let reply = reply_to_read(it).filter(|_| !missing);
                all.extend(reply.map(|what| Suggestion { what, because: Because::TheyAnswered }));
            } else if let Some(version) =
                it.versions.len().checked_sub(1).and_then(|it| u16::try_from(it).ok())
            {
                let rests =
                    stands.is_none_or(|it| it == Stands::Resting) || self.is_unfolded(apology, version);
                let what = What::OpenLetter { apology, hurt, version };
                all.extend((!rests).then_some(Suggestion { what, because: Because::TheyWroteToYou }));
            }
        }
        all
    }
}

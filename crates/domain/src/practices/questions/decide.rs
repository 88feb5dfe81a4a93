//! What may be asked of questions, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{HOUR_MS, Moment};
use crate::ids::{HoursId, HurtId, PromiseId, QuestionId};
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::people::Together;
use crate::practice::{Deciding, LONGEST_TEXT, Practice, Sealing, Stamped, words};
use crate::practices::questions::words::{
    Answer, Answered, Asked, Command, Event, HoursAgreed, HoursEnded, HoursProposed, Mark, Marked, NewAnswer,
    Refusal, Reworded, Shelf, Sorted, Sure, TakenBack, Written,
};
use crate::practices::questions::{
    Hours, LONGEST_REST_HOURS, Proposal, Question, Questions, Resting, asks_for_pictures,
};

/// Until when a question on that shelf rests.
fn rests_until(shelf: Shelf, rest_hours: u16, now: &Moment) -> Result<Option<u64>, Refusal> {
    match shelf {
        Shelf::NeedToKnowNow | Shelf::NotYet => Ok(None),
        Shelf::NotSure if (1..=LONGEST_REST_HOURS).contains(&rest_hours) => {
            Ok(Some(now.ms.saturating_add(u64::from(rest_hours) * HOUR_MS)))
        }
        Shelf::NotSure => Err(Refusal::NoSuchRest),
    }
}

/// A question as it is sent. That there is a hurt which is not shared is not told by asking about it.
fn asked(
    couple: &Couple,
    question: QuestionId,
    text: String,
    (again, about): (Option<QuestionId>, Option<HurtId>),
) -> Event {
    let about = about.filter(|id| couple.hurts.get(*id).is_some_and(|it| it.is_shared()));
    Event::Asked(Asked { question, text, again, about })
}

/// Whether who was hurt takes time over what a question is about: nothing is asked of anyone meanwhile.
fn rests(couple: &Couple, question: &Question) -> bool {
    question.about.is_some_and(|hurt| !couple.time.is_ready(couple, hurt))
}

impl Questions {
    fn unsent(&self, id: QuestionId) -> Result<&Resting, Refusal> {
        let sent = self.get(id).is_some();
        self.resting(id).ok_or(if sent { Refusal::AlreadySent } else { Refusal::NoSuchQuestion })
    }

    fn sent(&self, id: QuestionId) -> Result<&Question, Refusal> {
        self.get(id).ok_or(Refusal::NoSuchQuestion)
    }

    /// What the asker must have seen before such a question is kept.
    fn nudge(&self, with: &Deciding<'_>, text: &str, sure: Sure) -> Result<(), Refusal> {
        let close = self.asked_before(with.me, text);
        let shown = close.iter().any(|it| Some(it.question.id) == sure.though_asked_before);
        if let Some(earlier) = close.first().filter(|_| !shown) {
            return Err(Refusal::AskedBefore { earlier: earlier.question.id });
        }
        if asks_for_pictures(text) && !sure.though_it_asks_for_pictures {
            return Err(Refusal::AsksForPictures);
        }
        Ok(())
    }

    fn write(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        text: &str,
        (shelf, rest_hours): (Shelf, u16),
        (sure, about): (Sure, Option<HurtId>),
    ) -> Result<Vec<Event>, Refusal> {
        let text = words(text, LONGEST_TEXT).map_err(Refusal::Words)?;
        if about.is_some_and(|id| couple.hurts.get(id).is_none() && couple.hurts.own(id).is_none()) {
            return Err(Refusal::NoSuchHurt);
        }
        self.nudge(with, &text, sure)?;
        let rests_until_ms = rests_until(shelf, rest_hours, &with.now)?;
        let question = QuestionId::make(with.me, (with.fresh)());
        let again = sure.though_asked_before;
        let written = Written { question, text: text.clone(), shelf, rests_until_ms, again, about };
        let mut events = vec![Event::Written(written)];
        if shelf == Shelf::NeedToKnowNow && self.goes_now(couple, with) {
            events.push(asked(couple, question, text, (again, about)));
        }
        Ok(events)
    }

    /// Whether a question can be sent at this moment. Alone it waits in the vault, and so it does outside the hours and
    /// while either has space.
    fn goes_now(&self, couple: &Couple, with: &Deciding<'_>) -> bool {
        couple.people.together(with.me) == Together::Both && self.passes(couple, &with.now)
    }

    fn reword(&self, with: &Deciding<'_>, id: QuestionId, text: &str, sure: Sure) -> Result<Event, Refusal> {
        self.unsent(id)?;
        let text = words(text, LONGEST_TEXT).map_err(Refusal::Words)?;
        self.nudge(with, &text, sure)?;
        Ok(Event::Reworded(Reworded { question: id, text, again: sure.though_asked_before }))
    }

    fn sort(
        &self,
        couple: &Couple,
        with: &Deciding<'_>,
        id: QuestionId,
        (shelf, rest_hours): (Shelf, u16),
    ) -> Result<Vec<Event>, Refusal> {
        let resting = self.unsent(id)?;
        let rests_until_ms = rests_until(shelf, rest_hours, &with.now)?;
        let mut events = vec![Event::Sorted(Sorted { question: id, shelf, rests_until_ms })];
        if shelf == Shelf::NeedToKnowNow && self.goes_now(couple, with) {
            events.push(asked(couple, id, resting.text.clone(), (resting.again, resting.about)));
        }
        Ok(events)
    }

    fn rest_longer(&self, now: &Moment, id: QuestionId, hours: u16) -> Result<Event, Refusal> {
        let resting = self.unsent(id)?;
        let from = resting.rests_until_ms.unwrap_or(now.ms).max(now.ms);
        let until = from.saturating_add(u64::from(hours) * HOUR_MS);
        let longest = now.ms.saturating_add(u64::from(LONGEST_REST_HOURS) * HOUR_MS);
        if hours == 0 || until > longest {
            return Err(Refusal::NoSuchRest);
        }
        Ok(Event::Sorted(Sorted { question: id, shelf: Shelf::NotSure, rests_until_ms: Some(until) }))
    }

    fn send(&self, couple: &Couple, now: &Moment, id: QuestionId) -> Result<Event, Refusal> {
        let resting = self.unsent(id)?;
        if !resting.is_due(now) || !self.passes(couple, now) {
            return Err(Refusal::NotYet);
        }
        Ok(asked(couple, id, resting.text.clone(), (resting.again, resting.about)))
    }

    fn answer(&self, with: &mut Deciding<'_>, id: QuestionId, answer: NewAnswer) -> Result<Event, Refusal> {
        if self.sent(id)?.asker() == with.me {
            return Err(Refusal::OnlyTheOther);
        }
        let answer = match answer {
            NewAnswer::Written(text) => Answer::Written(words(&text, LONGEST_TEXT).map_err(Refusal::Words)?),
            NewAnswer::LetsTalk => Answer::LetsTalk,
            NewAnswer::WithOurCounsellor => Answer::WithOurCounsellor,
            NewAnswer::INeedUntil(day) if day < with.now.today() => return Err(Refusal::DayIsPast),
            NewAnswer::INeedUntil(day) => {
                Answer::INeedUntil { day, promise: PromiseId::make(with.me, (with.fresh)()) }
            }
        };
        Ok(Event::Answered(Answered { question: id, answer }))
    }

    fn mark(&self, with: &Deciding<'_>, id: QuestionId, mark: Mark) -> Result<Event, Refusal> {
        let question = self.sent(id)?;
        if question.asker() != with.me {
            return Err(Refusal::OnlyTheAsker);
        }
        if question.answers.is_empty() {
            return Err(Refusal::NotAnswered);
        }
        Ok(Event::Marked(Marked { question: id, mark }))
    }

    fn propose(with: &mut Deciding<'_>, hours: Hours) -> Result<Event, Refusal> {
        if !hours.is_sound() {
            return Err(Refusal::NoSuchHours);
        }
        Ok(Event::HoursProposed(HoursProposed { id: HoursId::make(with.me, (with.fresh)()), hours }))
    }

    fn proposal(&self, id: HoursId) -> Result<&Proposal, Refusal> {
        self.ours.hours.get(&id).filter(|it| !it.ended).ok_or(Refusal::NoSuchProposal)
    }

    fn agree(&self, with: &Deciding<'_>, id: HoursId) -> Result<Vec<Event>, Refusal> {
        let agreed = self.proposal(id)?.agreed.is_some();
        if id.author() == with.me {
            return Err(Refusal::OnlyTheOtherCanAgree);
        }
        Ok(if agreed { Vec::new() } else { vec![Event::HoursAgreed(HoursAgreed { id })] })
    }
}

impl Practice for Questions {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let now = with.now;
        let events = match command {
            Command::Write { text, shelf, rest_hours, sure, about } => {
                self.write(couple, with, &text, (shelf, rest_hours), (sure, about))?
            }
            Command::Reword { question, text, sure } => vec![self.reword(with, question, &text, sure)?],
            Command::Sort { question, shelf, rest_hours } => {
                self.sort(couple, with, question, (shelf, rest_hours))?
            }
            Command::RestLonger { question, hours } => vec![self.rest_longer(&now, question, hours)?],
            Command::TakeBack { question } => {
                self.unsent(question)?;
                vec![Event::TakenBack(TakenBack { question })]
            }
            Command::Send { question } => vec![self.send(couple, &now, question)?],
            Command::Answer { question, answer } => vec![self.answer(with, question, answer)?],
            Command::MarkAs { question, mark } => vec![self.mark(with, question, mark)?],
            Command::ProposeHours { hours } => vec![Self::propose(with, hours)?],
            Command::AgreeToHours { hours } => self.agree(with, hours)?,
            Command::EndHours { hours } => {
                self.proposal(hours)?;
                vec![Event::HoursEnded(HoursEnded { id: hours })]
            }
        };
        Ok(events.into_iter().map(couple::Event::Questions).collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let me = couple.viewer;
        let suggest = |what, because| Suggestion { what, because };
        let quiet = couple.space.now(now).is_quiet();
        if couple.people.together(me) != Together::Both || quiet {
            return vec![suggest(What::WriteQuestion, Because::WritingQuiets)];
        }
        let mut all = Vec::new();
        let answered = |it: &&&Question| {
            it.asker() == me && it.answer().is_some() && it.mark.is_none() && !rests(couple, it)
        };
        let asked = self.asked();
        let to_read = asked.iter().rev().find(answered);
        all.extend(to_read.map(|it| suggest(What::ReadAnswer { question: it.id }, Because::YouAskedForIt)));
        let theirs = self.proposed_hours(me).filter(|it| !it.mine);
        all.extend(theirs.map(|_| suggest(What::LookAtHours, Because::TheyProposed)));
        if self.hours_now(now).lets_pass() {
            let needs_time = |it: &Question| matches!(it.answer(), Some(given) if matches!(given.answer, Answer::INeedUntil { day, .. } if day > now.today()));
            let waits = |it: &Question| it.waits_for_an_answer() && !needs_time(it) && !rests(couple, it);
            let to_answer = asked.iter().find(|it| it.asker() != me && waits(it));
            all.extend(
                to_answer.map(|it| suggest(What::AnswerQuestion { question: it.id }, Because::TheyAskedYou)),
            );
        }
        all
    }

    /// What one asks looks back. What one answers was asked for, and counts for nothing: honesty is no being stuck.
    fn wrote(&self, couple: &Couple, to: &mut OwnWriting) {
        for it in self.ours.asked.values().filter(|it| it.asker() == couple.viewer) {
            to.add(it.asked.day(), Way::Back, &it.text);
        }
        for it in self.mine.keys().filter_map(|id| self.resting(*id)) {
            to.add(it.sorted.day(), Way::Back, &it.text);
        }
    }
}

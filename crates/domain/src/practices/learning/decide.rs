//! What may be asked of learning from the past, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::exchange::{self, to_write};
use crate::ids::{HurtId, LessonId};
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, Flaw, LONGEST_TEXT, Practice, Sealing, Stamped, words};
use crate::practices::learning::fold::MOST;
use crate::practices::learning::words::{
    Became, BecameMore, Command, Event, Offered, Pages, Part, Passage, PutAway, Refusal, SeenFromOutside,
    Written,
};
use crate::practices::learning::{Learning, Lesson, round, subject};

/// What a lesson became.
pub(crate) fn became(lesson: LessonId, became: Became) -> Event {
    Event::BecameMore(BecameMore { lesson, became })
}

fn in_round(events: Vec<exchange::Event>) -> Vec<couple::Event> {
    events.into_iter().map(couple::Event::Exchange).collect()
}

impl Learning {
    /// A lesson of the viewer.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn known(&self, lesson: LessonId) -> Result<&Lesson, Refusal> {
        self.lesson(lesson).ok_or(Refusal::NoSuchLesson)
    }

    fn write(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        (lesson, about): (Option<LessonId>, Option<HurtId>),
        part: Part,
        text: &str,
    ) -> Result<Option<Event>, Refusal> {
        let text = text.trim();
        // What a lesson is about is said where it begins.
        let about = about.filter(|_| lesson.is_none());
        if about.is_some_and(|id| couple.hurts.get(id).is_none() && couple.hurts.own(id).is_none()) {
            return Err(Refusal::NoSuchHurt);
        }
        if text.len() > LONGEST_TEXT {
            return Err(Flaw::TooLong { bytes: text.len(), most: LONGEST_TEXT }.into());
        }
        let lesson = match lesson {
            Some(id) if self.known(id)?.part(part).unwrap_or_default() == text => return Ok(None),
            Some(id) => id,
            None if text.is_empty() => return Err(Flaw::Empty.into()),
            None if self.mine.len() >= MOST => return Err(Refusal::TooMany),
            None => LessonId::make(with.me, (with.fresh)()),
        };
        Ok(Some(Event::Written(Written { lesson, part, text: text.to_owned(), about })))
    }

    fn seal(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        (lesson, parts): (LessonId, &[Part]),
    ) -> Result<Vec<couple::Event>, Refusal> {
        let known = self.known(lesson)?;
        let chosen = known.passages.iter().filter(|it| parts.contains(&it.part));
        let passages = chosen.map(|it| Passage { part: it.part, text: it.text.clone() }).collect();
        let pages = Pages { passages };
        if let Some(flaw) = pages.flaw() {
            return Err(flaw.into());
        }
        let sitting = to_write(&couple.exchange, subject);
        let sealed = couple.exchange.seal(with, subject(sitting), &pages.to_cbor())?;
        // Whoever seals would open theirs.
        let offered = self.offer(couple, with)?.map(couple::Event::Learning);
        Ok(offered.into_iter().chain(in_round(sealed)).collect())
    }

    fn offer(&self, couple: &Couple, with: &Deciding<'_>) -> Result<Option<Event>, Refusal> {
        couple.space.lets(&with.now, Refusal::InSpace)?;
        let sitting = to_write(&couple.exchange, subject);
        Ok((!self.ours.has_asked(sitting, with.me)).then_some(Event::Offered(Offered { sitting })))
    }

    fn see_from_outside(&self, with: &mut Deciding<'_>, text: &str) -> Result<Option<Event>, Refusal> {
        let text = words(text, LONGEST_TEXT)?;
        if self.outside.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        let lesson = LessonId::make(with.me, (with.fresh)());
        Ok(Some(Event::SeenFromOutside(SeenFromOutside { lesson, text })))
    }
}

impl Practice for Learning {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let event = match command {
            Command::Write { lesson, part, text, about } => {
                self.write(couple, with, (lesson, about), part, &text)?
            }
            Command::PutAway { lesson } => {
                self.known(lesson)?;
                Some(Event::PutAway(PutAway { lesson }))
            }
            Command::Offer => self.offer(couple, with)?,
            Command::Seal { lesson, parts } => return self.seal(couple, with, (lesson, &parts)),
            Command::TakeBack => {
                let sitting = to_write(&couple.exchange, subject);
                return Ok(in_round(couple.exchange.take_back(with.me, round(sitting))?));
            }
            Command::SeeFromOutside { text } => self.see_from_outside(with, &text)?,
        };
        Ok(event.map(couple::Event::Learning).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let seen = Suggestion { what: What::SeeFromOutside, because: Because::ItHelpsEveryFewMonths };
        let both =
            |sitting| Suggestion { what: What::LookAtBothLessons { sitting }, because: Because::BothAreOpen };
        let opened = self.just_opened(couple, now).map(both);
        let next = self.to_open(couple);
        let what = What::HearOfOffer { sitting: next.number };
        let asked = next.offered_by_them && !next.offered_by_me && next.sealed.is_none();
        let offer = asked.then_some(Suggestion { what, because: Because::TheyWouldOpenTheirs });
        self.outside_is_due(now).then_some(seen).into_iter().chain(opened).chain(offer).collect()
    }

    fn wrote(&self, _: &Couple, to: &mut OwnWriting) {
        for lesson in self.lessons() {
            for it in &lesson.passages {
                let way = if it.part == Part::WhatINowKnow { Way::Forward } else { Way::Back };
                to.add(lesson.begun.day(), way, &it.text);
            }
        }
        for it in &self.outside {
            to.add(it.at.day(), Way::Back, &it.text);
        }
    }
}

//! Where one practice gives rise to another: events of several practices from one command. No practice knows another,
//! so the couple carries it over.

use super::{Command, Couple, Event, Refusal};
use crate::ids::{ApologyId, HurtId, PromiseId, TopicId};
use crate::practice::{Deciding, Practice};
use crate::practices::{apology, promises, questions, talk};

/// What a person carries from one practice over to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Across {
    /// An offer of an own apology becomes a promise.
    PromiseOffer {
        /// Which apology.
        apology: ApologyId,
        /// Which of its versions, counted from 0.
        version: u16,
        /// Which of its offers, counted from 0.
        offer: u16,
        /// On which days.
        when: promises::When,
    },
}

impl From<Across> for Command {
    fn from(across: Across) -> Self {
        Command::Across(across)
    }
}

impl Couple {
    /// What follows from carrying something over.
    pub(super) fn across(&self, with: &mut Deciding<'_>, across: Across) -> Result<Vec<Event>, Refusal> {
        match across {
            Across::PromiseOffer { apology, version, offer, when } => {
                let place = (version, offer);
                let words = self.apology.offer(with.me, apology, place).map_err(Refusal::Apology)?;
                let source = promises::Source::Apology;
                let (mut events, promise) = self.promise(with, words, source, when)?;
                events.push(Event::Apology(apology::promised(apology, place, promise)));
                Ok(events)
            }
        }
    }

    fn promise(
        &self,
        with: &mut Deciding<'_>,
        words: &str,
        source: promises::Source,
        when: promises::When,
    ) -> Result<(Vec<Event>, PromiseId), Refusal> {
        let new = promises::NewPromise { words: words.to_owned(), source, when, in_place_of: None };
        let make = promises::Command::Make(new);
        let events = self.promises.decide(self, with, make).map_err(Refusal::Promises)?;
        let made = events.iter().find_map(|it| match it {
            Event::Promises(promises::Event::Made(made)) => Some(made.promise),
            _ => None,
        });
        let promise = made.ok_or(Refusal::Promises(promises::Refusal::NoSuchPromise))?;
        Ok((events, promise))
    }
}

impl Couple {
    /// The events of a command, with what they give rise to in other practices.
    pub(super) fn crossed(&self, with: &Deciding<'_>, events: Vec<Event>) -> Vec<Event> {
        let mut all = Vec::with_capacity(events.len());
        for event in events {
            if let Event::Questions(questions::Event::Answered(answered)) = &event {
                self.promise_to_answer(with, answered, &mut all);
                all.extend(self.topic_to_talk(with, answered));
            }
            all.push(event);
        }
        all
    }

    /// "I need until that day" is a real promise, and the answer that comes in time keeps it.
    fn promise_to_answer(&self, with: &Deciding<'_>, answered: &questions::Answered, all: &mut Vec<Event>) {
        match (&answered.answer, self.questions.get(answered.question)) {
            (questions::Answer::INeedUntil { day, promise }, Some(question)) => {
                let made = promises::made_for_question(*promise, *day, question.id, &question.text);
                all.push(Event::Promises(made));
            }
            _ => {
                let today = with.now.today();
                let kept = self.promises.kept_by_answering(answered.question, with.me, today);
                all.extend(kept.map(Event::Promises));
            }
        }
    }
}

impl Couple {
    /// "Let's talk" puts the question on the list of what to talk about. Answered so twice, it is one topic.
    fn topic_to_talk(&self, with: &Deciding<'_>, answered: &questions::Answered) -> Option<Event> {
        let question = self.questions.get(answered.question)?;
        let topic = TopicId::make(with.me, question.id.fresh());
        let talks = answered.answer == questions::Answer::LetsTalk && self.talk.topic(topic).is_none();
        talks.then(|| Event::Talk(talk::topic_from_question(topic, question.id, &question.text)))
    }

    /// Whether the hurt partner feels heard in a hurt whose parts both have named.
    #[must_use]
    pub fn feels_heard(&self, hurt: HurtId) -> bool {
        let roles = self.hurts.get(hurt).and_then(|it| it.roles());
        roles.is_some_and(|it| self.talk.feels_heard(hurt, it.hurt))
    }
}

//! Where one practice gives rise to another: events of several practices from one command. No practice knows another,
//! so the couple carries it over.

use super::{Couple, Event};
use crate::ids::{HurtId, TopicId};
use crate::practice::Deciding;
use crate::practices::{promises, questions, space, talk};

impl Couple {
    /// The events of a command, with what they give rise to in other practices.
    pub(super) fn crossed(&self, with: &Deciding<'_>, events: Vec<Event>) -> Vec<Event> {
        let mut all = Vec::with_capacity(events.len());
        for event in events {
            match &event {
                Event::Questions(questions::Event::Answered(answered)) => {
                    self.promise_to_answer(with, answered, &mut all);
                    all.extend(self.topic_to_talk(with, answered));
                }
                Event::Space(space::Event::TimeOutTaken(_)) => all.extend(self.talk_rests(with)),
                Event::Talk(talk::Event::CameBack(_)) => {
                    // Who comes back to a talk has ended the time-out they took from it.
                    let ends = self.space.time_out_ends(with.me, &with.now);
                    all.extend(ends.into_iter().map(Event::Space));
                }
                _ => {}
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

    /// A time-out lets the talk rest that is held, until both are back.
    fn talk_rests(&self, with: &Deciding<'_>) -> Option<Event> {
        self.talk.rest(&with.now).map(Event::Talk)
    }

    /// Which hurt a topic is about: the one it was named for, or the one its question is about.
    #[must_use]
    pub fn topic_about(&self, topic: &talk::Topic) -> Option<HurtId> {
        match topic.from {
            talk::TopicFrom::Hurt(hurt) => Some(hurt),
            talk::TopicFrom::Question(question) => self.questions.about(question),
            talk::TopicFrom::Thought(_) | talk::TopicFrom::Need(_) | talk::TopicFrom::OwnWords => None,
        }
    }

    /// Whether the hurt partner feels heard in a hurt whose parts both have named.
    #[must_use]
    pub fn feels_heard(&self, hurt: HurtId) -> bool {
        let roles = self.hurts.get(hurt).and_then(|it| it.roles());
        roles.is_some_and(|it| self.talk.feels_heard(hurt, it.hurt))
    }
}

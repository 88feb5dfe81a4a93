//! Where one practice gives rise to another: events of several practices from one command. No practice knows another,
//! so the couple carries it over.

use super::{Couple, Event};
use crate::practice::Deciding;
use crate::practices::{promises, questions};

impl Couple {
    /// The events of a command, with what they give rise to in other practices.
    pub(super) fn crossed(&self, with: &Deciding<'_>, events: Vec<Event>) -> Vec<Event> {
        let mut all = Vec::with_capacity(events.len());
        for event in events {
            if let Event::Questions(questions::Event::Answered(answered)) = &event {
                self.promise_to_answer(with, answered, &mut all);
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

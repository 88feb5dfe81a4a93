//! How questions follow from events. Whoever may not say something is not heard.

use crate::ids::QuestionId;
use crate::leaf::Leaf;
use crate::practice::{Stamped, is_text};
use crate::practices::questions::words::{Answer, Asked, Event, Written};
use crate::practices::questions::{Given, Proposal, Question, Questions, Resting};

/// More answers to one question than anyone honest gives.
const MOST_ANSWERS: usize = 200;

/// More proposals than anyone honest makes.
const MOST_PROPOSALS: usize = 1_000;

impl Questions {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        match record.event {
            Event::Written(it) => self.fold_written(record, it),
            Event::Reworded(it) if is_text(&it.text) => self.rest_otherwise(it.question, |resting| {
                resting.text.clone_from(&it.text);
                resting.again = it.again;
            }),
            Event::Reworded(_) => {}
            Event::Sorted(it) => self.rest_otherwise(it.question, |resting| {
                resting.shelf = it.shelf;
                resting.rests_until_ms = it.rests_until_ms;
                resting.sorted = record.at;
            }),
            Event::TakenBack(it) => self.rest_otherwise(it.question, |resting| {
                resting.taken_back = true;
                resting.text.clear();
                resting.again = None;
            }),
            Event::Asked(it) => self.fold_asked(record, it),
            Event::Answered(it) => self.fold_answered(record, it.question, &it.answer),
            Event::Marked(it) => {
                if let Some(question) = self.ours.asked.get_mut(&it.question)
                    && question.asker() == record.author
                    && !question.answers.is_empty()
                {
                    question.change().mark = Some(it.mark);
                }
            }
            Event::HoursProposed(_) | Event::HoursAgreed(_) | Event::HoursEnded(_) => self.fold_hours(record),
        }
    }

    fn fold_written(&mut self, record: &Stamped<'_, Event>, written: &Written) {
        let sound = written.question.author() == record.author && is_text(&written.text);
        if sound && !self.mine.contains_key(&written.question) {
            let resting = Resting {
                text: written.text.clone(),
                shelf: written.shelf,
                rests_until_ms: written.rests_until_ms,
                again: written.again,
                sorted: record.at,
                taken_back: false,
                about: written.about,
            };
            self.mine.insert(written.question, Leaf::new(resting));
        }
    }

    fn rest_otherwise(&mut self, id: QuestionId, change: impl FnOnce(&mut Resting)) {
        if let Some(resting) = self.mine.get_mut(&id).filter(|it| !it.taken_back) {
            change(resting.change());
        }
    }

    fn fold_asked(&mut self, record: &Stamped<'_, Event>, asked: &Asked) {
        let sound = asked.question.author() == record.author && is_text(&asked.text);
        // Two devices of the asker may both send it when its time has come; it is one question.
        if sound && !self.ours.asked.contains_key(&asked.question) {
            let question = Question {
                id: asked.question,
                text: asked.text.clone(),
                again: asked.again,
                asked: record.at,
                answers: Vec::new(),
                mark: None,
                about: asked.about,
            };
            self.ours.asked.insert(asked.question, Leaf::new(question));
        }
    }

    fn fold_answered(&mut self, record: &Stamped<'_, Event>, id: QuestionId, answer: &Answer) {
        let sound = match answer {
            Answer::Written(text) => is_text(text),
            Answer::INeedUntil { promise, .. } => promise.author() == record.author,
            Answer::LetsTalk | Answer::WithOurCounsellor => true,
        };
        if let Some(question) = self.ours.asked.get_mut(&id)
            && sound
            && question.asker() != record.author
            && question.answers.len() < MOST_ANSWERS
        {
            let question = question.change();
            question.answers.push(Given { answer: answer.clone(), at: record.at });
            question.mark = None;
        }
    }

    fn fold_hours(&mut self, record: &Stamped<'_, Event>) {
        let hours = &mut self.ours.hours;
        match record.event {
            Event::HoursProposed(it) => {
                let by_author = hours.keys().filter(|id| id.author() == record.author).count();
                let sound =
                    it.id.author() == record.author && it.hours.is_sound() && by_author < MOST_PROPOSALS;
                if sound && !hours.contains_key(&it.id) {
                    let proposal =
                        Proposal { hours: it.hours, proposed: record.at, agreed: None, ended: false };
                    hours.insert(it.id, proposal);
                }
            }
            Event::HoursAgreed(it) => {
                if let Some(proposal) = hours.get_mut(&it.id)
                    && it.id.author() != record.author
                    && !proposal.ended
                {
                    proposal.agreed.get_or_insert(record.at);
                }
            }
            Event::HoursEnded(it) => {
                if let Some(proposal) = hours.get_mut(&it.id) {
                    proposal.ended = true;
                }
            }
            _ => {}
        }
    }
}

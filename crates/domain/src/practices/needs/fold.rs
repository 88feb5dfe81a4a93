//! How what is asked for follows from events. Whoever may not say something is not heard.

use crate::leaf::Leaf;
use crate::practice::{Stamped, is_line};
use crate::practices::needs::words::{Answer, Asked, Event};
use crate::practices::needs::{Given, Need, Needs, Thanks};

/// More of them than two people ask for.
pub(super) const MOST: usize = 10_000;

/// More than one thing asked for becomes.
const MOST_BECAME: usize = 16;

/// Words that may be left open, but not too long.
fn fits(words: Option<&str>) -> bool {
    words.is_none_or(is_line)
}

impl Needs {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let at = record.at;
        match record.event {
            Event::Asked(it) => self.fold_asked(record, it),
            Event::Answered(it) => {
                let sound = fits(it.answer.words());
                let given = Given { answer: it.answer.clone(), at };
                self.change(record, it.need, false, |need| {
                    if sound && need.is_open() {
                        need.answer = Some(given);
                    }
                });
            }
            Event::BecameMore(it) => {
                if let Some(need) = self.ours.get_mut(&it.need).filter(|it| !it.thing.is_empty())
                    && need.became.len() < MOST_BECAME
                    && !need.became.contains(&it.became)
                {
                    need.change().became.push(it.became);
                }
            }
            Event::Thanked(it) => {
                let sound = fits(it.words.as_deref());
                let thanks = Thanks { words: it.words.clone(), at };
                self.change(record, it.need, true, |need| {
                    if sound && need.is_open() && need.answer.is_some() {
                        need.thanks = Some(thanks);
                    }
                });
            }
            Event::TakenBack(it) => self.change(record, it.need, true, |need| {
                // The words go; the name stays, so that nothing late brings them back.
                (need.thing, need.when) = (String::new(), None);
                (need.answer, need.thanks) = (None, None);
                need.became.clear();
            }),
        }
    }

    fn fold_asked(&mut self, record: &Stamped<'_, Event>, asked: &Asked) {
        let Asked { need: id, thing, when } = asked;
        let sound = id.author() == record.author && is_line(thing) && fits(when.as_deref());
        if sound && self.ours.len() < MOST && !self.ours.contains_key(id) {
            let need = Need {
                id: *id,
                thing: thing.clone(),
                when: when.clone(),
                asked: record.at,
                answer: None,
                became: Vec::new(),
                thanks: None,
            };
            self.ours.insert(*id, Leaf::new(need));
        }
    }

    /// Changes one that is still there, if its author is the asker, or is not.
    fn change(
        &mut self,
        record: &Stamped<'_, Event>,
        id: crate::ids::NeedId,
        by_asker: bool,
        change: impl FnOnce(&mut Need),
    ) {
        if (id.author() == record.author) == by_asker
            && let Some(need) = self.ours.get_mut(&id).filter(|it| !it.thing.is_empty())
        {
            change(need.change());
        }
    }
}

impl Answer {
    /// The answer as it is kept.
    pub(super) fn kept(
        self,
        words: impl Fn(&str) -> Result<String, super::Refusal>,
    ) -> Result<Self, super::Refusal> {
        Ok(match self {
            Answer::Yes => Answer::Yes,
            Answer::YesWith { change } => Answer::YesWith { change: words(&change)? },
            Answer::NotNow { because } => Answer::NotNow { because: words(&because)? },
        })
    }
}

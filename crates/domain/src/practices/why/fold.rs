//! How writing about why follows from events. Whoever may not say something is not heard.

use crate::ids::{PersonId, WhyId};
use crate::leaf::Leaf;
use crate::practice::{LONGEST_ACCOUNT, Stamped};
use crate::practices::why::words::{Begun, Event, Shared, Written};
use crate::practices::why::{Passage, Summary, Why, Writing};
use crate::stamp::Stamp;

/// More writings or summaries of one person than anyone honest begins.
pub(super) const MOST: usize = 200;

impl Why {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let (author, at) = (record.author, record.at);
        match record.event {
            Event::Begun(it) => self.fold_begun(author, at, it),
            Event::Written(it) => self.fold_written(at, it),
            Event::AskedMyself(it) => {
                if let Some(writing) = self.writing_mut(it.why) {
                    writing.to_end = Some(it.answer);
                }
            }
            Event::PutAway(it) => {
                if let Some(writing) = self.writing_mut(it.why) {
                    writing.put_away = true;
                    writing.passages.clear();
                }
            }
            Event::Promised(it) => {
                if let Some(writing) = self.writing_mut(it.why) {
                    writing.promised = Some(it.promise);
                }
            }
            Event::Shared(it) => self.fold_shared(author, at, it),
            Event::Withdrawn(it) => {
                if let Some(shared) = self.ours.get_mut(&it.why).filter(|_| it.why.author() == author) {
                    let shared = shared.change();
                    shared.withdrawn = true;
                    shared.summary.clear();
                    shared.different.clear();
                }
            }
        }
    }

    fn writing_mut(&mut self, id: WhyId) -> Option<&mut Writing> {
        self.mine.get_mut(&id).filter(|it| !it.put_away).map(Leaf::change)
    }

    fn fold_begun(&mut self, author: PersonId, at: Stamp, begun: &Begun) {
        let sound = begun.why.author() == author && self.mine.len() < MOST;
        if sound && !self.mine.contains_key(&begun.why) {
            let writing = Writing {
                id: begun.why,
                hurt: begun.hurt,
                begun: at,
                passages: Vec::new(),
                to_end: None,
                put_away: false,
                promised: None,
            };
            self.mine.insert(begun.why, Leaf::new(writing));
        }
    }

    fn fold_written(&mut self, at: Stamp, written: &Written) {
        if written.text.len() > LONGEST_ACCOUNT {
            return;
        }
        let Some(writing) = self.writing_mut(written.why) else { return };
        writing.passages.retain(|it| it.part != written.part);
        if !written.text.trim().is_empty() {
            let place = writing.passages.partition_point(|it| it.part < written.part);
            let passage = Passage { part: written.part, text: written.text.clone(), at };
            writing.passages.insert(place, passage);
        }
    }

    fn fold_shared(&mut self, author: PersonId, at: Stamp, shared: &Shared) {
        let Shared { why, hurt, summary, different } = shared;
        let fits = !summary.trim().is_empty() && summary.len() + different.len() <= LONGEST_ACCOUNT;
        let room = self.ours.keys().filter(|it| it.author() == author).count() < MOST;
        if why.author() == author && fits && (room || self.ours.contains_key(why)) {
            let (summary, different) = (summary.clone(), different.clone());
            let it = Summary { id: *why, hurt: *hurt, summary, different, at, withdrawn: false };
            self.ours.insert(*why, Leaf::new(it));
        }
    }
}

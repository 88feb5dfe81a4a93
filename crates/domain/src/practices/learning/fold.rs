//! How lessons follow from events. Whoever may not say something is not heard.

use crate::ids::{LessonId, PersonId};
use crate::leaf::Leaf;
use crate::practice::{LONGEST_TEXT, Stamped, is_text};
use crate::practices::learning::words::{Event, Part, Passage, SeenFromOutside, Written};
use crate::practices::learning::{FromOutside, Learning, Lesson};
use crate::stamp::Stamp;

/// More lessons than anyone writes.
pub(super) const MOST: usize = 2_000;

/// More promises and rules than come of one lesson.
const MOST_BECAME: usize = 200;

impl Learning {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let (author, at) = (record.author, record.at);
        match record.event {
            Event::Written(it) => self.fold_written(author, at, it),
            Event::PutAway(it) => {
                if let Some(lesson) = self.lesson_mut(it.lesson) {
                    lesson.put_away = true;
                    lesson.passages.clear();
                }
            }
            Event::Offered(it) => self.ours.take_in(it.sitting, author, at),
            Event::BecameMore(it) => {
                let lesson = self.lesson_mut(it.lesson);
                if let Some(lesson) = lesson.filter(|lesson| !lesson.became.contains(&it.became))
                    && lesson.became.len() < MOST_BECAME
                {
                    lesson.became.push(it.became);
                }
            }
            Event::SeenFromOutside(it) => self.fold_outside(author, at, it),
        }
    }

    fn lesson_mut(&mut self, id: LessonId) -> Option<&mut Lesson> {
        self.mine.get_mut(&id).filter(|it| !it.put_away).map(Leaf::change)
    }

    fn fold_written(&mut self, author: PersonId, at: Stamp, written: &Written) {
        let Written { lesson: id, part, text, about } = written;
        if id.author() != author || text.len() > LONGEST_TEXT {
            return;
        }
        if !self.mine.contains_key(id) && self.mine.len() < MOST && is_text(text) {
            let (passages, became) = (Vec::new(), Vec::new());
            let lesson = Lesson { id: *id, begun: at, passages, became, put_away: false, about: *about };
            self.mine.insert(*id, Leaf::new(lesson));
        }
        if let Some(lesson) = self.lesson_mut(*id) {
            lesson.put(*part, text);
        }
    }

    fn fold_outside(&mut self, author: PersonId, at: Stamp, seen: &SeenFromOutside) {
        let SeenFromOutside { lesson: id, text } = seen;
        let sound = id.author() == author && is_text(text) && self.outside.len() < MOST;
        if sound && !self.outside.iter().any(|it| it.id == *id) {
            self.outside.push(FromOutside { id: *id, text: text.clone(), at });
        }
    }
}

impl Lesson {
    fn put(&mut self, part: Part, text: &str) {
        self.passages.retain(|it| it.part != part);
        if !text.trim().is_empty() {
            let place = self.passages.partition_point(|it| it.part < part);
            self.passages.insert(place, Passage { part, text: text.to_owned() });
        }
    }
}

//! How promises follow from events. Whoever may not say something is not heard.

use crate::leaf::Leaf;
use crate::practice::{Stamped, is_line};
use crate::practices::promises::words::{Event, Made, Seen, Told};
use crate::practices::promises::{How, Over, Promise, Promises};
use lean::Table;

/// More days than these are not kept for one promise: ten years, every day.
const MOST_DAYS: usize = 4_000;

impl Promises {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        match record.event {
            Event::Made(made) => self.fold_made(record, made),
            Event::Reported(it) => {
                let words_fit = match &it.told {
                    Told::Kept => true,
                    Told::Missed { what_i_do } => is_line(what_i_do),
                };
                let Some(promise) = self.ours.get_mut(&it.promise).filter(|_| words_fit) else { return };
                if promise.maker() == record.author && promise.has_room_for(it.on) {
                    let said = promise.change().days.or_default(it.on);
                    // What the receiver has answered stays as it was answered.
                    if said.seen.is_none() {
                        said.told_first = matches!(it.told, Told::Missed { .. });
                        said.told = Some(it.told.clone());
                    }
                }
            }
            Event::Confirmed(it) => {
                let Some(promise) = self.ours.get_mut(&it.promise) else { return };
                if promise.maker() != record.author && promise.has_room_for(it.on) {
                    promise.change().days.or_default(it.on).seen = Some(it.seen);
                }
            }
            Event::Ended(it) => self.close(record, it.promise, How::Ended),
            Event::LetGo(it) => self.close(record, it.promise, How::LetGo),
        }
    }

    fn fold_made(&mut self, record: &Stamped<'_, Event>, made: &Made) {
        let sound =
            made.promise.author() == record.author && is_line(&made.words) && made.when.repeat.is_sound();
        if sound && !self.ours.contains_key(&made.promise) {
            let promise = Promise {
                id: made.promise,
                words: made.words.clone(),
                source: made.source,
                when: made.when,
                in_place_of: made.in_place_of,
                made: record.at,
                over: None,
                days: Table::new(),
            };
            self.ours.insert(made.promise, Leaf::new(promise));
        }
    }

    fn close(&mut self, record: &Stamped<'_, Event>, id: crate::ids::PromiseId, how: How) {
        let Some(promise) = self.ours.get_mut(&id) else { return };
        let by_maker = promise.maker() == record.author;
        if promise.over.is_none() && by_maker == (how == How::Ended) {
            promise.change().over = Some(Over { how, at: record.at });
        }
    }
}

impl Promise {
    fn has_room_for(&self, on: crate::day::Day) -> bool {
        self.when.is_on(on) && (self.days.len() < MOST_DAYS || self.days.contains_key(&on))
    }
}

/// How one day came out.
impl crate::practices::promises::Said {
    /// The receiver's word is the last one; a miss the maker tells needs none.
    #[must_use]
    pub fn outcome(&self) -> crate::practices::promises::Outcome {
        use crate::practices::promises::Outcome;
        match (self.seen, &self.told) {
            (Some(Seen::Kept), _) => Outcome::Kept,
            (Some(Seen::Unclear), _) => Outcome::Unclear,
            (Some(Seen::Missed), _) | (None, Some(Told::Missed { .. })) if self.told_first => {
                Outcome::MissedToldFirst
            }
            (Some(Seen::Missed), _) | (None, Some(Told::Missed { .. })) => Outcome::Missed,
            (None, Some(Told::Kept)) => Outcome::SaidKept,
            (None, None) => Outcome::Open,
        }
    }
}

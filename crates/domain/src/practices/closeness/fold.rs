//! How closeness follows from events. Whoever may not say something is not heard.

use crate::practice::{LONGEST_LINE, Stamped, is_line, is_text};
use crate::practices::closeness::words::{Event, StartAgreed, StartProposed};
use crate::practices::closeness::{Act, Choices, Closeness, Loved, Notice, Page, Start, pairs, way_of};

/// More of anything here than two people write.
pub(super) const MOST: usize = 2_000;

impl Closeness {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let (by, at, ours) = (record.author, record.at, &mut self.ours);
        match record.event {
            Event::PageShared(it) => {
                if is_text(&it.text) && (ours.pages.len() < 4 || ours.pages.iter().any(|it| it.by == by)) {
                    ours.pages.retain(|it| it.by != by);
                    ours.pages.push(Page { by, text: it.text.clone(), at });
                }
            }
            Event::PageWithdrawn(_) => ours.pages.retain(|it| it.by != by),
            Event::StartProposed(StartProposed { start: id, day, ritual }) => {
                let sound = id.author() == by && is_line(ritual) && ours.starts.len() < MOST;
                if sound && !ours.starts.iter().any(|it| it.id == *id) {
                    let (day, ritual) = (*day, ritual.clone());
                    ours.starts.push(Start { id: *id, day, ritual, agreed: false });
                }
            }
            Event::StartAgreed(StartAgreed { start }) => {
                let it = ours.starts.iter_mut().find(|it| it.id == *start && it.id.author() != by);
                it.into_iter().for_each(|it| it.agreed = true);
            }
            Event::StartWithdrawn(it) => ours.starts.retain(|start| start.id != it.start),
            Event::LovedShared(it) => {
                let room = ours.loved.len() < 4 || ours.loved.iter().any(|it| it.by == by);
                if pairs::times(&it.times).is_some() && room {
                    ours.loved.retain(|it| it.by != by);
                    ours.loved.push(Loved { by, times: it.times.clone(), at });
                }
            }
            Event::LovedWithdrawn(_) => ours.loved.retain(|it| it.by != by),
            Event::Noticed(it) => {
                if it.text.len() <= LONGEST_LINE && ours.noticed.len() < MOST {
                    ours.noticed.push(Notice { by, text: it.text.clone(), at });
                }
            }
            _ => self.fold_own(record),
        }
    }

    /// What one keeps for oneself.
    fn fold_own(&mut self, record: &Stamped<'_, Event>) {
        match record.event {
            Event::Chosen(it) if Choices::read(&it.choices).is_some() => {
                self.choices = it.choices.clone();
            }
            Event::ActChosen(it) if way_of(it.act).is_some() && self.acts.len() < MOST => {
                self.acts.push(Act { act: it.act, on: it.on, done: false });
            }
            Event::ActDone(it) => {
                let last = self.acts.iter_mut().rev().find(|act| act.act == it.act);
                last.into_iter().for_each(|act| act.done = true);
            }
            _ => {}
        }
    }
}

//! How space follows from events. Whoever may not say something is not heard.

use crate::ids::SpaceAskedId;
use crate::practice::{LONGEST_LINE, Stamped, is_line};
use crate::practices::space::words::{Contact, Event, Extended};
use crate::practices::space::{Apart, LONGEST_MS, SHORTEST_MS, Space, TIME_OUT_MINUTES};

/// More askings of one person than anyone honest makes in ten years.
const MOST: usize = 4_000;

/// More extensions of one space than anyone honest asks for.
const MOST_EXTENDED: usize = 100;

impl Space {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        match record.event {
            Event::Asked(it) => {
                let words_fit = it.words.as_ref().is_none_or(|it| it.len() <= LONGEST_LINE);
                if words_fit && (SHORTEST_MS..=LONGEST_MS).contains(&it.for_ms) {
                    self.begin(record, it.space, it.for_ms, Some((it.contact, it.words.clone())));
                }
            }
            Event::TimeOutTaken(it) => {
                if TIME_OUT_MINUTES.contains(&it.minutes) {
                    self.begin(record, it.space, u64::from(it.minutes) * 60_000, None);
                }
            }
            Event::Extended(it) => self.fold_extended(record, it),
            Event::Respected(it) => {
                if let Some(apart) = self.ours.get_mut(&it.space).filter(|it| it.by() != record.author) {
                    apart.respected = true;
                }
            }
            Event::Returned(it) => {
                if let Some(apart) = self.ours.get_mut(&it.space).filter(|it| it.by() == record.author) {
                    apart.returned.get_or_insert(record.at);
                }
            }
        }
    }

    fn begin(
        &mut self,
        record: &Stamped<'_, Event>,
        id: SpaceAskedId,
        for_ms: u64,
        asked: Option<(Contact, Option<String>)>,
    ) {
        let by_author = self.ours.keys().filter(|it| it.author() == record.author).count();
        if id.author() != record.author || by_author >= MOST || self.ours.contains_key(&id) {
            return;
        }
        let (contact, words) = match asked {
            Some((contact, words)) => (Some(contact), words),
            None => (None, None),
        };
        let apart = Apart {
            id,
            asked: record.at,
            for_ms,
            contact,
            words,
            extended: Vec::new(),
            respected: false,
            returned: None,
        };
        self.ours.insert(id, apart);
    }

    fn fold_extended(&mut self, record: &Stamped<'_, Event>, extended: &Extended) {
        let Some(apart) = self.ours.get_mut(&extended.space) else { return };
        let fits = apart.for_ms.saturating_add(extended.by_ms) <= LONGEST_MS
            && apart.extended.len() < MOST_EXTENDED
            && is_line(&extended.words);
        if fits && apart.by() == record.author && !apart.is_time_out() && apart.returned.is_none() {
            apart.for_ms += extended.by_ms;
            apart.extended.push(extended.words.clone());
        }
    }
}

//! How pages and what is shared of them follow from events. Whoever may not say something is not heard.

use crate::ids::ForgivingId;
use crate::leaf::Leaf;
use crate::practice::{LONGEST_TEXT, Stamped, is_text};
use crate::practices::forgiveness::words::{Begun, Event, Part, Passage, Written};
use crate::practices::forgiveness::{Forgiveness, Page, Told};
use crate::stamp::Stamp;

/// More pages than anyone writes.
pub(super) const MOST: usize = 2_000;

/// More promises than come of one chance.
const MOST_PROMISES: usize = 200;

impl Forgiveness {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        match record.event {
            Event::Begun(it) => self.fold_begun(record, it),
            Event::Written(it) => self.fold_written(it),
            Event::Decided(it) => self.with_page(it.forgiving, |page| page.deciding = it.deciding),
            Event::Felt(it) => self.with_page(it.forgiving, |page| page.feeling = it.feeling),
            Event::Spoken(it) => self.with_page(it.forgiving, |page| page.spoken = it.spoken),
            Event::PutAway(it) => self.with_page(it.forgiving, |page| {
                page.put_away = true;
                page.passages.clear();
            }),
            Event::Read(it) => {
                if self.read.contains_key(&it.forgiving) || self.read.len() < MOST {
                    let pieces = self.read.or_default(it.forgiving);
                    *pieces = it.pieces.max(*pieces);
                }
            }
            _ => self.fold_shared(record),
        }
    }

    /// What lies in our space.
    fn fold_shared(&mut self, record: &Stamped<'_, Event>) {
        let author = record.author;
        match record.event {
            Event::Shared(it) if it.forgiving.author() == author && is_text(&it.words) => {
                self.tell(it.forgiving, record.at, |told| {
                    told.words = Some(it.words.clone());
                    told.taken_back = false;
                });
            }
            Event::ChanceGiven(it) if it.forgiving.author() == author && is_text(&it.words) => {
                self.tell(it.forgiving, record.at, |told| told.chance = Some(it.words.clone()));
            }
            Event::TakenBack(it) if it.forgiving.author() == author => self.with_told(it.forgiving, |told| {
                told.taken_back |= told.words.is_some();
                told.words = None;
            }),
            Event::ChanceWithdrawn(it) if it.forgiving.author() == author => {
                self.with_told(it.forgiving, |told| told.chance = None);
            }
            Event::ChanceTaken(it) if it.forgiving.author() != author && it.promise.author() == author => {
                self.with_told(it.forgiving, |told| {
                    if told.promises.len() < MOST_PROMISES && !told.promises.contains(&it.promise) {
                        told.promises.push(it.promise);
                    }
                });
            }
            _ => {}
        }
    }

    fn fold_begun(&mut self, record: &Stamped<'_, Event>, begun: &Begun) {
        let Begun { forgiving: id, of, hurt } = *begun;
        if id.author() != record.author || self.mine.contains_key(&id) || self.mine.len() >= MOST {
            return;
        }
        let page = Page {
            id,
            of,
            hurt,
            begun: record.at,
            passages: Vec::new(),
            deciding: None,
            feeling: None,
            spoken: false,
            put_away: false,
        };
        self.mine.insert(id, Leaf::new(page));
    }

    fn fold_written(&mut self, written: &Written) {
        let Written { forgiving, part, text } = written;
        if text.len() <= LONGEST_TEXT {
            self.with_page(*forgiving, |page| page.put(*part, text));
        }
    }

    fn with_page(&mut self, id: ForgivingId, change: impl FnOnce(&mut Page)) {
        if let Some(page) = self.mine.get_mut(&id).filter(|it| !it.put_away) {
            change(page.change());
        }
    }

    fn with_told(&mut self, id: ForgivingId, change: impl FnOnce(&mut Told)) {
        if let Some(told) = self.ours.get_mut(&id) {
            change(told.change());
        }
    }

    fn tell(&mut self, id: ForgivingId, at: Stamp, change: impl FnOnce(&mut Told)) {
        if !self.ours.contains_key(&id) {
            if self.ours.len() >= MOST * 2 {
                return;
            }
            let (words, chance, promises) = (None, None, Vec::new());
            let told = Told { id, words, taken_back: false, chance, promises, at, pieces: 0 };
            self.ours.insert(id, Leaf::new(told));
        }
        self.with_told(id, |told| {
            told.at = at;
            told.pieces = told.pieces.saturating_add(1);
            change(told);
        });
    }
}

impl Page {
    fn put(&mut self, part: Part, text: &str) {
        self.passages.retain(|it| it.part != part);
        if Part::of(self.of).contains(&part) && !text.trim().is_empty() {
            let order = |part: Part| Part::of(self.of).iter().position(|it| *it == part);
            let place = self.passages.partition_point(|it| order(it.part) < order(part));
            self.passages.insert(place, Passage { part, text: text.to_owned() });
        }
    }
}

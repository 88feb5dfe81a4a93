//! How hurts follow from events. Whoever may not say something is not heard.

use crate::ids::HurtId;
use crate::leaf::Leaf;
use crate::practice::{Stamped, is_text};
use crate::practices::hurts::words::{Added, Event, Shared, SideTaken, Written};
use crate::practices::hurts::{Addition, Hurt, Hurts, Own, Said, Told};

/// More hurts than any two have.
const MOST_HURTS: usize = 200;

/// More additions than anyone honest makes.
const MOST_ADDITIONS: usize = 200;

impl Hurts {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        match record.event {
            Event::Written(it) => self.fold_written(record, it),
            Event::PutAway(it) => {
                if let Some(own) = self.mine.get_mut(&it.hurt) {
                    own.change().telling = None;
                }
            }
            Event::Read(it) => {
                if let Some(own) = self.own_mut(it.hurt) {
                    own.read = own.read.max(it.pieces);
                }
            }
            Event::Shared(it) => self.fold_shared(record, it),
            Event::Added(it) => self.fold_added(record, it),
            Event::Withdrawn(it) => {
                if let Some(said) = self.said_mut(record, it.hurt) {
                    said.told = None;
                }
            }
            Event::SideTaken(SideTaken { hurt, side }) => {
                if let Some(said) = self.said_mut(record, *hurt) {
                    said.side = *side;
                }
            }
        }
    }

    fn own_mut(&mut self, hurt: HurtId) -> Option<&mut Own> {
        let room = self.mine.len() < MOST_HURTS * 2 || self.mine.contains_key(&hurt);
        room.then(|| self.mine.or_default(hurt).change())
    }

    fn fold_written(&mut self, record: &Stamped<'_, Event>, written: &Written) {
        if !written.telling.is_sound() {
            return;
        }
        if let Some(own) = self.own_mut(written.hurt) {
            own.telling = Some(written.telling.clone());
            own.written = record.at;
        }
    }

    /// What `record`'s author has said of a hurt that is known; a place for it, if they are the second to speak.
    fn said_mut(&mut self, record: &Stamped<'_, Event>, hurt: HurtId) -> Option<&mut Said> {
        let said = &mut self.ours.get_mut(&hurt)?.change().said;
        let at = match said.iter().position(|it| it.author == record.author) {
            Some(at) => at,
            None if said.len() < 2 => {
                said.push(Said { author: record.author, side: None, told: None, pieces: 0 });
                said.len() - 1
            }
            None => return None,
        };
        said.get_mut(at)
    }

    fn fold_shared(&mut self, record: &Stamped<'_, Event>, shared: &Shared) {
        if !shared.telling.is_sound() {
            return;
        }
        let by_author = self.ours.keys().filter(|it| it.author() == record.author).count();
        let may_begin = shared.hurt.author() == record.author && by_author < MOST_HURTS;
        if may_begin && !self.ours.contains_key(&shared.hurt) {
            let hurt = Hurt { id: shared.hurt, first_shared: record.at, said: Vec::new() };
            self.ours.insert(shared.hurt, Leaf::new(hurt));
        }
        let Some(said) = self.said_mut(record, shared.hurt) else { return };
        // Two devices of the author may both share it; the first is the whole account.
        if said.told.is_none() {
            let telling = shared.telling.clone();
            said.side = Some(telling.side);
            said.pieces = said.pieces.saturating_add(1);
            said.told = Some(Told {
                record: record.id,
                name: telling.name,
                account: telling.account,
                at: record.at,
                additions: Vec::new(),
            });
        }
    }

    fn fold_added(&mut self, record: &Stamped<'_, Event>, added: &Added) {
        if !is_text(&added.words) || self.get(added.hurt).is_none_or(|it| it.told_by(record.author).is_none())
        {
            return;
        }
        let Some(said) = self.said_mut(record, added.hurt) else { return };
        let Some(told) = said.told.as_mut().filter(|it| it.additions.len() < MOST_ADDITIONS) else { return };
        told.additions.push(Addition { part: added.part, words: added.words.clone(), at: record.at });
        said.pieces = said.pieces.saturating_add(1);
    }
}

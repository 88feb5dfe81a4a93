//! How agreements follow from events. What cannot be agreed to is not heard: of one alone, without an end, after its days.

use crate::Day;
use crate::ids::AgreementId;
use crate::leaf::Leaf;
use crate::practice::Stamped;
use crate::practices::open_book::looking::MOST_TIMES;
use crate::practices::open_book::terms::Terms;
use crate::practices::open_book::words::{Event, Noted, Proposed, RenewalSaid};
use crate::practices::open_book::{Agreement, Done, Note, OpenBook, Over, SOON_AFTER_DAYS};

/// More of them than two people make.
pub(super) const MOST: usize = 1_000;

/// More days than ten years have.
const MOST_NOTES: usize = 4_000;

impl OpenBook {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let by = record.author;
        match record.event {
            Event::Proposed(it) => self.fold_proposed(record, it),
            Event::Agreed(it) => self.fold_agreed(record, it.agreement),
            Event::Paused(it) => self.change(record, it.agreement, |it| {
                let new = !it.is_paused_by(by) && it.paused.len() < 2;
                if new {
                    it.paused.push(by);
                }
                new
            }),
            Event::WentOn(it) => self.change(record, it.agreement, |it| {
                let was_paused = it.is_paused_by(by);
                it.paused.retain(|it| *it != by);
                was_paused
            }),
            Event::RenewalSaid(it) => self.fold_renewal(record, it),
            Event::Ended(it) => {
                let over = Over::Ended { by, at: record.at };
                let id = self.standing(it.agreement);
                // A proposal can be taken back and turned down, too.
                if let Some(it) = self.ours.get_mut(&id)
                    && it.over.is_none()
                    && in_time(record, it.terms.until)
                {
                    let it = it.change();
                    it.over = Some(over);
                    it.did(by, record.at);
                }
            }
            Event::Noted(it) => self.fold_noted(it),
            Event::Forgotten(it) => {
                self.mine.remove(&it.on);
            }
        }
    }

    fn fold_proposed(&mut self, record: &Stamped<'_, Event>, proposed: &Proposed) {
        let Proposed { agreement: id, terms, changes } = proposed;
        let sound = id.author() == record.author && terms.is_sound();
        if sound && self.ours.len() < MOST && !self.ours.contains_key(id) {
            let agreement = Agreement {
                id: *id,
                terms: terms.clone(),
                changes: *changes,
                proposed: record.at,
                agreed: None,
                over: None,
                paused: Vec::new(),
                renew: Vec::new(),
                renewals: 0,
                done: vec![Done { by: record.author, at: record.at }],
                before: None,
            };
            self.ours.insert(*id, Leaf::new(agreement));
        }
    }

    fn fold_agreed(&mut self, record: &Stamped<'_, Event>, id: AgreementId) {
        let Some(proposed) = self.get(id) else { return };
        let open = proposed.agreed.is_none() && proposed.over.is_none();
        if proposed.proposer() == record.author || !open || !in_time(record, proposed.terms.until) {
            return;
        }
        let (renewals, stretch, paused) = match proposed.changes {
            None => (self.renewals_before(&proposed.terms), None, Vec::new()),
            // If both changed the same one at once, the first takes its place and the second has nothing to change.
            Some(_) => match self.base(proposed).filter(|it| in_time(record, it.terms.until)) {
                Some(it) => (it.renewals, it.before.clone(), it.paused.clone()),
                None => return,
            },
        };
        let changes = proposed.changes;
        if let Some(before) = changes.and_then(|it| self.ours.get_mut(&it)) {
            before.change().over = Some(Over::Changed { into: id });
        }
        if let Some(it) = self.ours.get_mut(&id) {
            let it = it.change();
            it.agreed = Some(record.at);
            it.renewals = renewals;
            it.before = stretch;
            // To agree to other terms ends nobody's pause.
            it.paused = paused;
            // Whoever agrees has read the proposal.
            it.done.clear();
            it.did(record.author, record.at);
        }
    }

    /// How often an agreement was renewed already, if it comes soon after another one, or opens the same and goes on longer:
    /// to let one run out and make it anew is no way around.
    fn renewals_before(&self, terms: &Terms) -> u16 {
        let mut most = 0;
        for it in self.ours.values().filter(|it| it.agreed.is_some()) {
            let began = it.before.as_ref().map_or(it.terms.from, |it| it.from);
            let last = match it.over {
                None => it.terms.until,
                Some(Over::Ended { at, .. }) => at.day().min(it.terms.until),
                Some(Over::Changed { .. }) => continue,
            };
            // A stretch that never came to its first day was not lived.
            let count = if last >= it.terms.from { it.renewals.saturating_add(1) } else { it.renewals };
            let lived = last >= began && began < terms.from;
            let after = last <= terms.from || it.terms.things.iter().any(|it| terms.things.contains(it));
            if lived && after && terms.from.days_since(last) <= SOON_AFTER_DAYS {
                most = most.max(count);
            }
        }
        most
    }

    /// Both said it about the same stretch, each by its last day: another one follows.
    fn fold_renewal(&mut self, record: &Stamped<'_, Event>, said: &RenewalSaid) {
        let RenewalSaid { agreement, until, renew, on } = *said;
        let by = record.author;
        self.change(record, agreement, |it| {
            // What was said of other terms is not said of these.
            if it.id != agreement || it.terms.until != until || !(it.terms.review..=until).contains(&on) {
                return false;
            }
            let said_so = it.is_renewed_by(by);
            it.renew.retain(|who| *who != by);
            if renew {
                it.renew.push(by);
            }
            if it.renew.len() >= 2 {
                let next = it.terms.renewed();
                it.before = Some(core::mem::replace(&mut it.terms, next));
                it.renew.clear();
                it.renewals = it.renewals.saturating_add(1);
            }
            said_so != renew
        });
    }

    fn fold_noted(&mut self, noted: &Noted) {
        let Noted { on, times, helped } = *noted;
        let room = self.mine.len() < MOST_NOTES || self.mine.contains_key(&on);
        if room && (1..=MOST_TIMES).contains(&times) {
            self.mine.insert(on, Note { times, helped });
        }
    }

    /// Changes one that both agreed to, or what took its place, as long as it runs. `change` says whether it did anything.
    fn change(
        &mut self,
        record: &Stamped<'_, Event>,
        id: AgreementId,
        change: impl FnOnce(&mut Agreement) -> bool,
    ) {
        let id = self.standing(id);
        if let Some(it) = self.ours.get_mut(&id)
            && it.agreed.is_some()
            && it.over.is_none()
            && in_time(record, it.terms.until)
        {
            let it = it.change();
            if change(it) {
                it.did(record.author, record.at);
            }
        }
    }
}

/// Whether something was written by the last day, wherever on earth its author was. What carries a day of its own is held
/// to that, too.
fn in_time(record: &Stamped<'_, Event>, until: Day) -> bool {
    record.at.day() <= until.plus(1)
}

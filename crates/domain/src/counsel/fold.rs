//! How a room follows from what was said in it. Whoever may not say something is not heard, whatever their program does.

use super::words::GIVEN_AS_WRITTEN;
use super::{Entry, Grant, Material, Member, Note, Offered, Role, Room, Said, Terms, Topic, Window};
use crate::ids::{PersonId, RecordId};
use crate::practice::{is_line, is_text};
use crate::stamp::Stamp;

/// More of one thing than a room holds.
pub(super) const MOST: usize = 10_000;

impl Entry {
    fn at(&self) -> Stamp {
        self.stamp.effective(self.received_ms)
    }

    fn is_before(&self, other: &Self) -> bool {
        let place = |it: &Self| (it.at(), it.device, it.dseq, it.id);
        place(self) < place(other)
    }
}

impl Room {
    /// The room that these entries tell, in whatever order they came. `members` are those who are in it now.
    #[must_use]
    pub fn of(members: &[Member], mut entries: Vec<Entry>) -> Self {
        lean::sort(&mut entries, &|one: &Entry, other: &Entry| one.is_before(other));
        let mut room = Self { members: members.to_vec(), opened: first_terms(&entries), ..Self::default() };
        let mut last = None;
        for entry in &entries {
            // The same record once more, from the log and from the outbox.
            if last.replace(entry.id) != Some(entry.id) {
                room.hear(entry);
            }
        }
        room
    }

    fn hear(&mut self, entry: &Entry) {
        // The relay's time where it is known: nobody dates something back to before the end.
        let reached_ms = entry.received_ms.unwrap_or(entry.at().ms);
        if self.terms().is_some_and(|it| reached_ms >= it.until_ms) {
            return;
        }
        match entry.role {
            Role::Partner => self.hear_partner(entry),
            Role::Counsellor => self.hear_counsellor(entry),
        }
        match &entry.said {
            Said::Brought { topic, words } if topic.author() == entry.author => {
                let known = self.topics.iter().any(|it| it.id == *topic);
                if !known && is_line(words) && self.topics.len() < MOST {
                    let words = words.clone();
                    self.topics.push(Topic { id: *topic, words, at: entry.at(), talked: false });
                }
            }
            Said::Talked { topic } => {
                let talked = self.topics.iter_mut().filter(|it| it.id == *topic);
                talked.for_each(|it| it.talked = true);
            }
            _ => {}
        }
    }

    fn hear_counsellor(&mut self, entry: &Entry) {
        let Said::Noted { note, words } = &entry.said else { return };
        let known = self.notes.iter().any(|it| it.id == *note);
        if note.author() == entry.author && !known && is_text(words) && self.notes.len() < MOST {
            self.notes.push(Note { id: *note, words: words.clone(), at: entry.at() });
        }
    }

    fn hear_partner(&mut self, entry: &Entry) {
        match &entry.said {
            Said::Agreed { terms } => {
                let stands = self.opened.is_some_and(|(by, stand)| by != entry.author && stand == *terms);
                if stands && terms.material == Material::Shared {
                    self.agreed.get_or_insert(entry.author);
                }
            }
            Said::Given { record, author, own } => {
                self.hear_given(entry, Offered { record: *record, author: *author, own: *own });
            }
            Said::Stopped { record } => {
                for grant in self.grants.iter_mut().filter(|it| it.record == *record) {
                    grant.by.retain(|it| *it != entry.author);
                    grant.stopped.retain(|it| *it != entry.author);
                    grant.stopped.push(entry.author);
                }
            }
            Said::WindowOpened { window, practice, from_ms, until_ms } => {
                let (id, practice) = (*window, practice.clone());
                let (from_ms, until_ms) = (*from_ms, *until_ms);
                let opened = Window { id, practice, from_ms, until_ms, closed: false };
                self.hear_window(entry, opened);
            }
            Said::WindowClosed { window } => {
                let closed = self.windows.iter_mut().filter(|it| it.id == *window);
                closed.for_each(|it| it.closed = true);
            }
            Said::Picked { records } => self.picked = once_each(records),
            _ => {}
        }
    }

    fn hear_window(&mut self, entry: &Entry, opened: Window) {
        let known = self.windows.iter().any(|it| it.id == opened.id);
        let ends = self.terms().map_or(0, |it| it.until_ms);
        let within = opened.from_ms < opened.until_ms && opened.until_ms <= ends;
        let theirs = opened.id.author() == entry.author;
        if theirs
            && within
            && !known
            && GIVEN_AS_WRITTEN.contains(&opened.practice.as_str())
            && self.windows.len() < MOST
        {
            self.windows.push(opened);
        }
    }

    fn hear_given(&mut self, entry: &Entry, offered: Offered) {
        let Some(terms) = self.terms() else { return };
        let fits = match terms.material {
            Material::Own => offered.own && offered.author == entry.author,
            Material::Shared => !offered.own && self.agreed.is_some(),
        };
        if !fits {
            return;
        }
        let Offered { record, author, own } = offered;
        let at = self.grants.iter().position(|it| it.record == record && it.author == author);
        let Some(known) = at.and_then(|at| self.grants.get_mut(at)) else {
            if self.grants.len() < MOST {
                let by = vec![entry.author];
                let (since, stopped) = (entry.at(), Vec::new());
                self.grants.push(Grant { record, author, own, by, since, stopped });
            }
            return;
        };
        known.stopped.retain(|it| *it != entry.author);
        if !known.by.contains(&entry.author) {
            known.by.push(entry.author);
        }
    }
}

/// The terms that the relay had first, whatever their author's clock said: nobody changes them by dating others back. Those
/// that it has not had yet come last.
fn first_terms(entries: &[Entry]) -> Option<(PersonId, Terms)> {
    let mut first: Option<(&Entry, Terms)> = None;
    for entry in entries.iter().filter(|it| it.role == Role::Partner) {
        let Said::Opened { terms } = &entry.said else { continue };
        let had = |it: &Entry| it.received_ms.unwrap_or(u64::MAX);
        if first.is_none_or(|(it, _)| had(entry) < had(it)) {
            first = Some((entry, *terms));
        }
    }
    first.map(|(entry, terms)| (entry.author, terms))
}

fn once_each(records: &[RecordId]) -> Vec<RecordId> {
    let mut once = Vec::new();
    for record in records {
        if !once.contains(record) {
            once.push(*record);
        }
    }
    once
}

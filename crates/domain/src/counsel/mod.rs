//! A counsellor's room: what a counsellor may see, for how long, and what is said in it. A room is no part of the couple:
//! it folds by itself, from its own records. What one wrote for themselves enters a room of their own, given by
//! them alone; what both share enters a room of both, once both have agreed to the same terms.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub use words::{
    Command, Entry, GIVEN_AS_WRITTEN, Giving, Material, OWN_AS_WRITTEN, Offered, Refusal, Role, Said, Terms,
    is_worth_giving,
};

use crate::ids::{CounselNoteId, CounselTopicId, PersonId, RecordId, WindowId};
use crate::stamp::Stamp;

/// Somebody who is or was in the room, as its control chain says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What they are there.
    pub role: Role,
}

/// A record that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Which.
    pub record: RecordId,
    /// Who wrote it.
    pub author: PersonId,
    /// Whether it lies in the vault of its author.
    pub own: bool,
    /// Who gave it.
    pub by: Vec<PersonId>,
    /// When it was given first.
    pub since: Stamp,
    /// Who took it out. While there is anybody, it is out: nobody else gives it for them.
    pub stopped: Vec<PersonId>,
}

/// A practice that is given as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Which.
    pub id: WindowId,
    /// The practice, as it begins the names of its events.
    pub practice: String,
    /// What was written from then on.
    pub from_ms: u64,
    /// And until then.
    pub until_ms: u64,
    /// No more of it.
    pub closed: bool,
}

/// A note by the counsellor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Which.
    pub id: CounselNoteId,
    /// The words.
    pub words: String,
    /// When.
    pub at: Stamp,
}

/// A topic for the next session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Which; it names who brought it.
    pub id: CounselTopicId,
    /// In a few words.
    pub words: String,
    /// When it was brought.
    pub at: Stamp,
    /// It was talked about.
    pub talked: bool,
}

/// A room, as one of its members sees it. What the counsellor sees of the couple is what [`Room::seen`] names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    members: Vec<Member>,
    opened: Option<(PersonId, Terms)>,
    agreed: Option<PersonId>,
    grants: Vec<Grant>,
    windows: Vec<Window>,
    notes: Vec<Note>,
    topics: Vec<Topic>,
    picked: Vec<RecordId>,
}

impl Room {
    /// Under which terms it stands.
    #[must_use]
    pub fn terms(&self) -> Option<Terms> {
        self.opened.map(|(_, terms)| terms)
    }

    /// Who is in it.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The counsellor, until the end.
    #[must_use]
    pub fn counsellor(&self) -> Option<PersonId> {
        self.members.iter().find(|it| it.role == Role::Counsellor).map(|it| it.person)
    }

    /// What somebody is in it; nothing, when they are not in it or not any more.
    #[must_use]
    pub fn role_of(&self, person: PersonId) -> Option<Role> {
        self.members.iter().find(|it| it.person == person).map(|it| it.role)
    }

    /// Whether somebody is a partner in it.
    #[must_use]
    pub fn has_partner(&self, person: PersonId) -> bool {
        self.role_of(person) == Some(Role::Partner)
    }

    /// Whether one partner alone is in it.
    fn is_of_one(&self) -> bool {
        self.members.iter().filter(|it| it.role == Role::Partner).count() == 1
    }

    /// Whether its time is over, or the counsellor is out of it.
    #[must_use]
    pub fn is_over(&self, now_ms: u64) -> bool {
        self.counsellor().is_none() || self.is_due(now_ms)
    }

    /// Whether its time is over and somebody must still end it.
    #[must_use]
    pub fn is_due(&self, now_ms: u64) -> bool {
        self.terms().is_some_and(|it| now_ms >= it.until_ms)
    }

    /// Whether records may be given: one's own by its author, what both share once both have agreed and are here.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        let Some((by, terms)) = self.opened else { return false };
        let other = self.agreed.filter(|it| *it != by && self.has_partner(*it));
        let enough = match terms.material {
            // A second partner would hold the key of what is not theirs.
            Material::Own => self.is_of_one(),
            Material::Shared => other.is_some(),
        };
        self.has_partner(by) && enough
    }

    /// Everything that was given, the first first, also what was taken out or waits for the other partner.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Whether the counsellor may see what was given: nothing has taken it out, and whoever must has given it.
    #[must_use]
    pub fn counts(&self, grant: &Grant) -> bool {
        let Some((opener, terms)) = self.opened else { return false };
        let gave = |person: PersonId| grant.by.contains(&person);
        let enough = match (terms.material, terms.giving) {
            (Material::Own, _) => gave(grant.author),
            (Material::Shared, Giving::Either) => !grant.by.is_empty(),
            (Material::Shared, Giving::Both) => gave(opener) && self.agreed.is_some_and(gave),
        };
        enough && grant.stopped.is_empty() && self.is_agreed()
    }

    /// What the counsellor may see.
    pub fn seen(&self) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |it| self.counts(it))
    }

    /// The practices that are given as they are written.
    #[must_use]
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// Whether a device of `me` gives this record now, because its practice is given. `kind` is the name of its event,
    /// `written_ms` when it was written. What was taken out is never given again by itself.
    #[must_use]
    pub fn gives(&self, me: PersonId, offered: &Offered, kind: &str, written_ms: u64, now_ms: u64) -> bool {
        let practice = kind.split_once('.').map_or(kind, |(practice, _)| practice);
        let mut windows = self.windows.iter().filter(|it| it.id.author() == me && !it.closed);
        let wanted =
            windows.any(|it| it.practice == practice && (it.from_ms..it.until_ms).contains(&written_ms));
        let known = self.grants.iter().find(|it| it.record == offered.record);
        let done = known.is_some_and(|it| !it.stopped.is_empty() || it.by.contains(&me));
        wanted && !done && self.may_give(me, offered, now_ms).is_ok()
    }

    /// The counsellor's notes, the latest first.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().rev()
    }

    /// What to talk about, the first first.
    pub fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.topics.iter().filter(|it| !it.talked)
    }

    /// How much in it came from others than `me`, also what was taken out or talked about since: it only grows.
    #[must_use]
    pub fn came_from_others(&self, me: PersonId) -> usize {
        let notes = self.notes.iter().filter(|it| it.id.author() != me);
        let topics = self.topics.iter().filter(|it| it.id.author() != me);
        let grants = self.grants.iter().filter(|it| it.author != me && !it.by.contains(&me));
        notes.count() + topics.count() + grants.count()
    }

    /// What the next session is about: what was picked and may still be seen.
    pub fn picked(&self) -> impl Iterator<Item = &Grant> {
        self.picked.iter().filter_map(move |it| self.seen().find(|grant| grant.record == *it))
    }
}

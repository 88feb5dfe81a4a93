//! The rules of a counsellor's room, each as a sentence.

mod giving;
mod standing;

use super::{Command, Entry, Giving, Material, Member, Offered, Refusal, Role, Room, Said, Terms};
use crate::ids::{CounselNoteId, CounselTopicId, DeviceId, PersonId, RecordId, WindowId};
use crate::practice::Flaw;
use crate::stamp::Stamp;

const ANA: PersonId = PersonId([1; 16]);
const BEN: PersonId = PersonId([2; 16]);
const CARL: PersonId = PersonId([3; 16]);
const EVE: PersonId = PersonId([4; 16]);
const UNTIL: u64 = 1_000_000;

fn terms(material: Material, giving: Giving) -> Terms {
    Terms { material, giving, until_ms: UNTIL }
}

fn offered(record: u8, author: PersonId, own: bool) -> Offered {
    Offered { record: RecordId([record; 32]), author, own }
}

/// A room as everybody in it holds its records.
struct Scene {
    members: Vec<Member>,
    entries: Vec<Entry>,
    now_ms: u64,
}

impl Scene {
    fn of(partners: &[PersonId]) -> Self {
        let partners = partners.iter().map(|it| Member { person: *it, role: Role::Partner });
        let mut members: Vec<_> = partners.collect();
        members.push(Member { person: CARL, role: Role::Counsellor });
        Self { members, entries: Vec::new(), now_ms: 1_000 }
    }

    /// Ana's own room.
    fn own() -> Self {
        let mut scene = Self::of(&[ANA]);
        scene.does(ANA, Command::Open { terms: terms(Material::Own, Giving::Either) });
        scene
    }

    /// The room of both, agreed.
    fn shared(giving: Giving) -> Self {
        let mut scene = Self::of(&[ANA, BEN]);
        let terms = terms(Material::Shared, giving);
        scene.does(ANA, Command::Open { terms });
        scene.does(BEN, Command::Agree { terms });
        scene
    }

    fn room(&self) -> Room {
        Room::of(&self.members, self.entries.clone())
    }

    fn tries(&self, who: PersonId, command: Command) -> Result<Said, Refusal> {
        let fresh = [u8::try_from(self.entries.len()).unwrap(); 16];
        self.room().decide(who, self.now_ms, fresh, command)
    }

    fn does(&mut self, who: PersonId, command: Command) {
        let said = self.tries(who, command).unwrap();
        self.says(who, said);
    }

    /// Said by a program that asks no rules.
    fn says(&mut self, author: PersonId, said: Said) {
        self.now_ms += 1_000;
        let role = if author == CARL { Role::Counsellor } else { Role::Partner };
        let dseq = self.entries.len() as u64 + 1;
        let id = RecordId([u8::try_from(dseq).unwrap(); 32]);
        let (device, stamp) = (DeviceId(author.0), Stamp { ms: self.now_ms, counter: 0 });
        self.entries.push(Entry { id, author, role, device, dseq, stamp, received_ms: None, said });
    }

    fn gives(&mut self, who: PersonId, offered: Offered) {
        self.does(who, Command::Give { offered });
    }

    fn leaves(&mut self, who: PersonId) {
        self.members.retain(|it| it.person != who);
    }

    fn seen(&self) -> Vec<u8> {
        self.room().seen().map(|it| it.record.0[0]).collect()
    }
}

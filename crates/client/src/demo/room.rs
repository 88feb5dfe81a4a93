//! The room that the made-up Noor has with a counsellor: two things given, a note and a topic.

use std::rc::Rc;

use domain::counsel::{Command, Giving, Material, Terms};
use domain::{Audience, Moment, RecordId, RoomId};
use protocol::account::AccountChain;
use protocol::space::{ControlRecord, SpaceKey};

use super::moment_before;
use crate::ours::Ours;
use crate::session::Session;

/// What the counsellor is called where they have an account.
pub(super) const COUNSELLOR: &str = "Ines";

/// What Noor calls the room.
const NAMED: &str = "Ines, every second Tuesday";

/// How long the room stands from now on.
const DAYS: u64 = 70;

/// One thing that happened in the room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Did {
    Opened,
    /// Noor gave everything of this name that she had written for herself, or only the last of it.
    Gave(&'static str, bool),
    Noted(&'static str),
    Brought(&'static str),
}

/// The room, and who is in it.
pub(super) struct Room {
    pub(super) noor: Rc<Ours>,
    pub(super) counsellor: Rc<Ours>,
    /// What is still to happen.
    ahead: Vec<(Moment, Did)>,
}

impl Room {
    /// Both have come in, on the day before the first act.
    pub(super) fn new(
        (noor, counsellor): (&Rc<Ours>, Rc<Ours>),
        chains: &[AccountChain],
        (genesis, key): (&ControlRecord, &SpaceKey),
        now: &Moment,
    ) -> Self {
        for ours in [noor, &counsellor] {
            ours.with(|it| it.enters(chains, genesis, key));
        }
        let at = |when: (i32, u8, u8), did: Did| (moment_before(now, when), did);
        let ahead = vec![
            at((20, 18, 0), Did::Opened),
            at((19, 21, 10), Did::Gave("learning.written", false)),
            at((1, 9, 30), Did::Gave("setting_down.set_down", true)),
            at(
                (1, 17, 40),
                Did::Noted(
                    "You write that you can live with the answer. Stay with that sentence this week, before you ask the next thing.",
                ),
            ),
            at((1, 20, 15), Did::Brought("How I ask without it becoming an interrogation")),
        ];
        Self { noor: Rc::clone(noor), counsellor, ahead }
    }

    /// Everything that happened in the room up to a moment. Gives what a rule did not allow.
    pub(super) fn lives_until(&mut self, until_ms: u64, stands_at: impl Fn(Moment)) -> Vec<Moment> {
        let due = self.ahead.iter().take_while(|(at, _)| at.ms <= until_ms).count();
        let mut refused = Vec::new();
        for (at, did) in self.ahead.drain(..due).collect::<Vec<_>>() {
            stands_at(at);
            if self.happens(at, did).is_none() {
                refused.push(at);
            }
        }
        refused
    }

    fn happens(&self, at: Moment, did: Did) -> Option<()> {
        let room = self.noor.read(|it| it.rooms().next())?;
        let said = match did {
            Did::Opened => {
                let until_ms = at.ms.saturating_add(DAYS * 24 * 3_600_000);
                let terms = Terms { material: Material::Own, giving: Giving::Either, until_ms };
                self.noor.name_room(room, NAMED);
                self.noor.say_in(room, Command::Open { terms }).is_ok()
            }
            Did::Gave(kind, last) => {
                let records = self.noor.read(|it| written(it, kind, last));
                !records.is_empty() && self.noor.with(|it| it.give_what_stays(room, &records)).is_ok()
            }
            Did::Noted(words) => {
                let said = self.counsellor.say_in(room, Command::Note { words: words.to_owned() }).is_ok();
                let entries = self.counsellor.read(|it| it.said_in(room));
                self.noor.with(|it| it.is_told(room, entries));
                said
            }
            Did::Brought(words) => self.noor.say_in(room, Command::Bring { words: words.to_owned() }).is_ok(),
        };
        said.then_some(())
    }
}

fn written(session: &Session, kind: &str, last: bool) -> Vec<RecordId> {
    let own = session.history().records().filter(|it| it.audience == Audience::Mine);
    let mut all: Vec<RecordId> = own.filter(|it| it.event.kind() == kind).map(|it| it.id).collect();
    if last {
        all.drain(..all.len().saturating_sub(1));
    }
    all
}

impl Session {
    /// Comes into a room that was founded beside.
    fn enters(&mut self, chains: &[AccountChain], genesis: &ControlRecord, key: &SpaceKey) {
        for chain in chains {
            self.circle.meet(chain.clone());
        }
        let relay = self.keys.relay;
        if let Some(space) = self.found(genesis, key.clone(), relay) {
            self.let_myself_in(space);
        }
        self.stay_here();
    }

    fn give_what_stays(&mut self, room: RoomId, records: &[RecordId]) -> Result<(), crate::NotSaid> {
        let logs = self.stayed();
        self.give_from(room, records, &logs)
    }
}

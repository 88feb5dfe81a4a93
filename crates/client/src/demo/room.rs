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
pub(super) enum Did {
    Opened,
    /// Noor gave everything of this name that she had written for herself, or only the last of it.
    Gave(&'static str, bool),
    Noted(&'static str),
    Brought(&'static str),
}

/// What is still to happen in the room.
pub(super) struct Ahead(Vec<(Moment, Did)>);

impl Ahead {
    /// All of it, counted back from now.
    pub(super) fn of(now: &Moment) -> Self {
        let at = |when: (i32, u8, u8), did: Did| (moment_before(now, when), did);
        let note = "You write that you can live with the answer. Stay with that sentence this week, before you ask the next thing.";
        Self(vec![
            at((20, 18, 0), Did::Opened),
            at((19, 21, 10), Did::Gave("learning.written", false)),
            at((1, 9, 30), Did::Gave("setting_down.set_down", true)),
            at((1, 17, 40), Did::Noted(note)),
            at((1, 20, 15), Did::Brought("How I ask without it becoming an interrogation")),
        ])
    }

    /// What has happened by a moment; it is not ahead any more.
    pub(super) fn due(&mut self, until_ms: u64) -> Vec<(Moment, Did)> {
        let due = self.0.iter().take_while(|(at, _)| at.ms <= until_ms).count();
        self.0.drain(..due).collect()
    }
}

/// Noor and the counsellor, each on their device.
pub(super) struct Both {
    pub(super) noor: Rc<Ours>,
    pub(super) counsellor: Rc<Ours>,
}

impl Both {
    /// Both have come into a room that was founded beside.
    pub(super) fn enter(&self, chains: &[AccountChain], genesis: &ControlRecord, key: &SpaceKey) {
        for ours in [&self.noor, &self.counsellor] {
            ours.with(|it| it.enters(chains, genesis, key));
        }
    }

    /// What happens on one device without a relay; nothing, when a rule does not allow it.
    pub(super) fn do_here(&self, at: Moment, did: Did) -> Option<()> {
        let room = self.room()?;
        if let Did::Gave(kind, last) = did {
            let records = self.noor.read(|it| written(it, kind, last));
            let given = self.noor.with(|it| it.give_what_stays(room, &records));
            return given.ok().filter(|()| !records.is_empty());
        }
        self.say(room, at, did)?;
        let entries = self.counsellor.read(|it| it.said_in(room));
        self.noor.with(|it| it.is_told(room, entries));
        Some(())
    }

    /// The same through a relay.
    pub(super) async fn do_there(&self, at: Moment, did: Did) -> Option<()> {
        self.look().await;
        let room = self.room()?;
        if let Did::Gave(kind, last) = did {
            let records = self.noor.read(|it| written(it, kind, last));
            self.noor.give(room, &records).await.ok().filter(|()| !records.is_empty())?;
        } else {
            self.say(room, at, did)?;
        }
        self.look().await;
        Some(())
    }

    async fn look(&self) {
        for ours in [&self.noor, &self.counsellor] {
            ours.tick();
            ours.look_again();
            ours.work().await;
        }
    }

    fn room(&self) -> Option<RoomId> {
        self.noor.read(|it| it.rooms().next())
    }

    fn say(&self, room: RoomId, at: Moment, did: Did) -> Option<()> {
        let said = match did {
            Did::Opened => {
                let until_ms = at.ms.saturating_add(DAYS * 24 * 3_600_000);
                let terms = Terms { material: Material::Own, giving: Giving::Either, until_ms };
                self.noor.name_room(room, NAMED);
                self.noor.say_in(room, Command::Open { terms })
            }
            Did::Noted(words) => self.counsellor.say_in(room, Command::Note { words: words.to_owned() }),
            Did::Brought(words) => self.noor.say_in(room, Command::Bring { words: words.to_owned() }),
            Did::Gave(..) => return None,
        };
        said.ok()
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

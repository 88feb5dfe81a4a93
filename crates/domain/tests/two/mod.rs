//! Two partners for tests: each with a history, a clock that is moved by hand, and seals without cryptography.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "shared by several tests, none of which uses all of it"
)]

use domain::day::HOUR_MS;
use domain::stamp::StampClock;
use domain::{
    Audience, Command, Commitment, Couple, Day, Deciding, DeviceId, Event, History, HurtId, Moment, PersonId,
    Record, RecordId, Refusal, RevealKey, RoundId, SealedBox, SealedText, Sealing, WallTime, brought, hurts,
    people,
};

/// 12 June 2025, a Thursday, at noon.
pub const START_MS: u64 = 1_749_729_600_000;

pub const ANA: PersonId = PersonId([0xa; 16]);
pub const BEN: PersonId = PersonId([0xb; 16]);

/// Seals by mixing bytes: enough to see who holds which key, and nothing else.
#[derive(Default)]
pub struct WaxSealing {
    keys: u64,
}

pub fn mix(parts: &[&[u8]]) -> [u8; 32] {
    let mut state = [0x9e37_79b9_7f4a_7c15_u64; 4];
    for (at, byte) in parts.iter().flat_map(|it| it.iter().chain(&[0xff])).enumerate() {
        let place = &mut state[at % 4];
        *place = (*place ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
        let carry = *place;
        state[(at + 1) % 4] ^= carry;
    }
    let mut out = [0; 32];
    out.chunks_mut(8).zip(state).for_each(|(to, from)| to.copy_from_slice(&from.to_le_bytes()));
    out
}

fn stream(text: &[u8], key: &RevealKey) -> Vec<u8> {
    text.iter().enumerate().map(|(at, byte)| byte ^ key.0[at % 32]).collect()
}

fn commitment(round: RoundId, author: PersonId, key: &RevealKey, text: &[u8]) -> Commitment {
    Commitment(mix(&[&round.0, &author.0, &key.0, text]))
}

impl Sealing for WaxSealing {
    fn seal(&mut self, round: RoundId, author: PersonId, text: &[u8]) -> SealedText {
        self.keys += 1;
        let key = RevealKey(mix(&[&author.0, &round.0, &self.keys.to_le_bytes(), text]));
        SealedText { commitment: commitment(round, author, &key, text), sealed: stream(text, &key), key }
    }

    fn open(
        &self,
        round: RoundId,
        author: PersonId,
        sealed: &SealedBox<'_>,
        key: &RevealKey,
    ) -> Option<Vec<u8>> {
        let text = stream(sealed.sealed, key);
        (commitment(round, author, key, &text) == sealed.commitment).then_some(text)
    }
}

/// One of the two, with one device.
pub struct Partner {
    pub id: PersonId,
    pub device: u8,
    pub history: History,
    pub clock: StampClock,
    pub sealing: WaxSealing,
    /// Everything this device wrote, in order.
    pub written: Vec<Record>,
    fresh: u64,
}

impl Partner {
    pub fn new(id: PersonId, device: u8) -> Self {
        let sealing = WaxSealing { keys: u64::from(device) << 32 };
        let (history, clock) = (History::new(id), StampClock::default());
        let fresh = u64::from(device) << 32;
        Self { id, device, history, clock, sealing, written: Vec::new(), fresh }
    }

    pub fn couple(&self) -> &Couple {
        self.history.couple()
    }

    pub fn device_in(&self, audience: Audience) -> DeviceId {
        DeviceId([self.device * 2 + audience as u8; 16])
    }

    /// What would follow from a command.
    pub fn decides(&mut self, now: Moment, command: Command) -> Result<Vec<Event>, Refusal> {
        let couple = self.history.couple().clone();
        let counter = &mut self.fresh;
        let mut fresh = || {
            *counter += 1;
            let mut id = [0; 16];
            id[..8].copy_from_slice(&counter.to_be_bytes());
            id
        };
        let mut with = Deciding { me: self.id, now, fresh: &mut fresh, sealing: &mut self.sealing };
        couple.decide(&mut with, command)
    }

    /// Writes events down as records of this device.
    pub fn writes(&mut self, now: Moment, events: Vec<Event>) {
        for event in events {
            let audience = event.audience();
            let device = self.device_in(audience);
            let dseq = 1 + self.written.iter().filter(|it| it.device == device).count() as u64;
            let id = RecordId(mix(&[&device.0, &dseq.to_le_bytes()]));
            let stamp = match &event {
                Event::Brought(brought::Event::Along(it)) => it.at,
                _ => self.clock.next(now.ms),
            };
            let author = self.id;
            let record = Record { id, author, device, dseq, audience, stamp, received_ms: None, event };
            self.written.push(record.clone());
            self.history.take_in(record, &self.sealing);
        }
    }
}

/// Ana and Ben, and the log between them.
pub struct Two {
    pub ana: Partner,
    pub ben: Partner,
    pub now: Moment,
    /// How many records of each were passed on.
    passed: [usize; 2],
}

pub fn moment(ms: u64) -> Moment {
    Moment { ms, local: WallTime::of_greenwich(ms / 1_000) }
}

pub fn day(year: i16, month: u8, day: u8) -> Day {
    Day::new(year, month, day).unwrap()
}

impl Two {
    /// Neither knows of the other yet.
    pub fn alone() -> Self {
        let (ana, ben) = (Partner::new(ANA, 1), Partner::new(BEN, 2));
        Self { ana, ben, now: moment(START_MS), passed: [0, 0] }
    }

    /// Both are in our space and know of each other.
    pub fn together() -> Self {
        let mut two = Self::alone();
        two.ana(Command::People(people::Command::Join("Ana".to_owned())));
        two.ben(Command::People(people::Command::Join("Ben".to_owned())));
        two.meet();
        two
    }

    pub fn ana(&mut self, command: impl Into<Command>) {
        self.try_ana(command).unwrap();
    }

    pub fn ben(&mut self, command: impl Into<Command>) {
        self.try_ben(command).unwrap();
    }

    pub fn try_ana(&mut self, command: impl Into<Command>) -> Result<(), Refusal> {
        self.now.ms += 1;
        let events = self.ana.decides(self.now, command.into())?;
        self.ana.writes(self.now, events);
        Ok(())
    }

    pub fn try_ben(&mut self, command: impl Into<Command>) -> Result<(), Refusal> {
        self.now.ms += 1;
        let events = self.ben.decides(self.now, command.into())?;
        self.ben.writes(self.now, events);
        Ok(())
    }

    /// Everything written so far reaches the log and both; then each device does what is due by itself.
    pub fn meet(&mut self) {
        for _ in 0..3 {
            self.pass_on();
            for due in self.ana.couple().due(&self.now) {
                self.ana(due);
            }
            for due in self.ben.couple().due(&self.now) {
                self.ben(due);
            }
        }
        self.pass_on();
        assert_eq!(self.ana.couple().shared_cbor(), self.ben.couple().shared_cbor(), "both have the same");
    }

    /// Passes on what was written, and nothing else.
    pub fn pass_on(&mut self) {
        let (ana, ben) = (&mut self.ana, &mut self.ben);
        Self::pass(&mut self.passed[0], self.now.ms, ana, ben);
        Self::pass(&mut self.passed[1], self.now.ms, ben, ana);
    }

    fn pass(passed: &mut usize, now_ms: u64, from: &mut Partner, to: &mut Partner) {
        let new: Vec<Record> = from.written[*passed..].to_vec();
        *passed = from.written.len();
        for mut record in new {
            from.clock.received(Some(now_ms));
            from.history.confirm(record.id, now_ms, &from.sealing);
            record.received_ms = Some(now_ms);
            if record.audience == Audience::Ours {
                to.clock.seen(record.stamp, record.received_ms, now_ms);
                to.history.take_in(record, &to.sealing);
            }
        }
    }

    pub fn wait_hours(&mut self, hours: u64) {
        self.now = moment(self.now.ms + hours * HOUR_MS);
    }

    pub fn wait_days(&mut self, days: u64) {
        self.wait_hours(days * 24);
    }

    pub fn today(&self) -> Day {
        self.now.today()
    }

    /// A hurt that Ana wrote and shared, and of which both say that she was hurt and Ben is responsible.
    pub fn hurt_of_ana(&mut self) -> HurtId {
        let account = hurts::Account::default().with(hurts::Part::What, "You were not where you said.");
        let telling = hurts::Telling { name: "January".to_owned(), side: hurts::Side::IWasHurt, account };
        self.ana(hurts::Command::Write { hurt: None, telling });
        let (hurt, previewed) = {
            let (hurt, own, _) = self.ana.couple().hurts.written().last().unwrap();
            (hurt, own.written)
        };
        let aware = hurts::Aware { it_can_surface: true, it_is_everything: true };
        self.ana(hurts::Command::Share { hurt, previewed, aware });
        self.meet();
        self.ben(hurts::Command::TakeSide { hurt, side: Some(hurts::Side::IAmResponsible) });
        self.meet();
        hurt
    }

    /// A hurt that Ben wrote for himself alone.
    pub fn private_hurt_of_ben(&mut self) -> HurtId {
        let account = hurts::Account::default().with(hurts::Part::What, "What I have not told.");
        let telling = hurts::Telling { name: "May".to_owned(), side: hurts::Side::IAmResponsible, account };
        self.ben(hurts::Command::Write { hurt: None, telling });
        self.ben.couple().hurts.written().last().unwrap().0
    }
}

//! A talk as it is held on two devices: the floor, the time left and the marks stay in step, whatever the network does.
//!
//! Each device tells the other all it knows, with every change and every two seconds; what is heard twice, late or in
//! another order changes nothing, and what was lost comes with the next beat. Nothing waits for the other: a device that
//! hears nothing goes on by itself.
//!
//! # Two clocks
//! The two clocks may differ by days. A beat says when it was sent by its sender's clock; taken from when it was received
//! by one's own, that gives by how much the clocks differ, plus the time it travelled. Travelling only ever adds, so the
//! smallest of the last eight differences is the nearest to the truth (the minimum filter of D. Mills, RFC 5905 §10): the
//! two disagree about the time left by no more than the shortest of the last eight travels. A phone that slept hears
//! late what waited for it, and the first beat that comes straight puts it right.

mod beat;
#[cfg(test)]
mod tests;

pub use beat::{Beat, Floor, Phase};

use crate::ids::{PersonId, TalkId};
use crate::practices::talk::words::{Mark, Side};
use crate::practices::talk::{Conversation, Devices, Turn};
use beat::LONGEST_MS;

/// After a change it is told at once, and again after these times, in milliseconds: one lost frame is not noticed.
const TOLD_AGAIN_MS: [u64; 2] = [300, 900];

/// When nothing changes, how often a device tells what it knows, in milliseconds.
const EVERY_MS: u64 = 2_000;

/// After how much silence the other's device counts as out of reach, in milliseconds.
const OUT_OF_REACH_MS: u64 = 6_000;

/// How many differences between the clocks are remembered.
const DIFFERENCES: usize = 8;

/// By how much "one minute more" lengthens a turn, in milliseconds.
const MORE_MS: u32 = 60_000;

/// A talk as one device holds it.
#[derive(Clone, Debug)]
pub struct Live {
    talk: TalkId,
    me: Side,
    /// One device is passed to and fro: it speaks for both, and there is nobody to tell.
    one: bool,
    /// Whether the talk rested when the log was last looked at.
    rested: bool,
    /// How many beats this device has made.
    number: u32,
    floor: Option<Held>,
    pauses: u16,
    asker_back: u16,
    other_back: u16,
    /// The newest beat of the other.
    heard: Option<Heard>,
    /// The last differences: this clock less the other's, with the time a beat travelled.
    differences: Vec<i64>,
    turn_ms: u32,
    /// When something last changed here, and how many times it was told since.
    changed_ms: u64,
    told: usize,
    last_told_ms: u64,
    /// When this device came into the talk.
    began_ms: u64,
}

/// The newest beat of the other: its number, when it was sent by their clock, and when it was heard by this one.
#[derive(Clone, Copy, Debug)]
struct Heard {
    number: u32,
    sent_ms: u64,
    at_ms: u64,
}

/// A floor, and by whose clock its time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    floor: Floor,
    clock: Side,
}

impl Live {
    /// Begins, or goes on after a page was closed, from what lies in the log. What only the devices knew comes with the
    /// other's next beat.
    #[must_use]
    pub fn of(talk: &Conversation, me: PersonId, now_ms: u64) -> Self {
        let paused = u16::from(talk.is_paused());
        let back = |side| if talk.is_back(side) { paused } else { 0 };
        let mut live = Self {
            talk: talk.id,
            me: talk.side_of(me),
            one: talk.on == Devices::One,
            rested: talk.is_paused(),
            number: 0,
            floor: None,
            pauses: paused,
            asker_back: back(Side::Asker),
            other_back: back(Side::Other),
            heard: None,
            differences: Vec::new(),
            turn_ms: u32::from(talk.turn_seconds) * 1_000,
            changed_ms: now_ms,
            told: 0,
            last_told_ms: 0,
            began_ms: now_ms,
        };
        live.catch_up(talk, now_ms);
        if live.one {
            live.go_on(now_ms);
        }
        live
    }

    /// Takes over from the log what is further there: turns, marks and pauses whose beats were lost. Call it when the log
    /// has changed, and now and then while the other is out of reach.
    pub fn catch_up(&mut self, talk: &Conversation, now_ms: u64) {
        self.rest_as(talk.is_paused(), now_ms);
        let Some(last) = talk.turns.len().checked_sub(1) else { return };
        let (Ok(turn), Some(known)) = (u16::try_from(last), talk.turns.get(last)) else { return };
        let in_log = self.in_log(turn, known);
        let Some(held) = self.floor.filter(|it| it.floor.turn >= turn) else {
            return self.hold(in_log, now_ms);
        };
        let floor = held.floor;
        let otherwise = floor.turn == turn && floor.speaker != known.speaker;
        // As long as beats come, the speaker's device knows best where the turn stands.
        let silent = !self.speaks_for(floor.speaker) && self.is_out_of_reach(now_ms);
        let further = floor.turn == turn && silent && in_log.phase > floor.phase;
        if otherwise || further {
            // Both devices say the same of it, and it holds against what is still on its way.
            let (version, length_ms) = (floor.version.saturating_add(1), floor.length_ms);
            let ran_ms = if further { self.ran_ms(&held, now_ms) } else { 0 };
            self.hold(Floor { version, length_ms, ran_ms, ..in_log }, now_ms);
        }
    }

    /// The log says that it rests, or goes on again: by a time-out from another page, or by a beat that was lost.
    fn rest_as(&mut self, rests: bool, now_ms: u64) {
        let before = core::mem::replace(&mut self.rested, rests);
        if rests && !before && !self.is_paused() {
            self.pause(now_ms);
        } else if !rests && before && self.is_paused() {
            (self.asker_back, self.other_back) = (self.pauses, self.pauses);
            self.changed(now_ms);
            self.go_on(now_ms);
        }
    }

    /// Whether this device may say something for a side.
    fn speaks_for(&self, side: Side) -> bool {
        self.one || self.me == side
    }

    /// A turn as the log tells it, which knows nothing of the time. The speaker's device does, and says so.
    fn in_log(&self, turn: u16, known: &Turn) -> Floor {
        let phase = match known.mark {
            Some(Mark::Heard) => Phase::Heard,
            Some(Mark::NotQuite) => Phase::NotQuite,
            None if known.said_back.is_some() => Phase::SayingBack,
            None => Phase::Speaking,
        };
        Floor {
            turn,
            version: 0,
            by: Side::Asker,
            speaker: known.speaker,
            phase,
            length_ms: self.turn_ms,
            ran_ms: 0,
            since_ms: None,
        }
    }

    /// Who has the floor, and where the turn stands; nothing before the first turn. When the time is over, the other
    /// says back.
    #[must_use]
    pub fn floor(&self, now_ms: u64) -> Option<(u16, Side, Phase)> {
        let floor = self.floor?.floor;
        let over = floor.phase == Phase::Speaking && self.left_ms(now_ms) == 0;
        Some((floor.turn, floor.speaker, if over { Phase::SayingBack } else { floor.phase }))
    }

    /// The time left to the speaker, in milliseconds.
    #[must_use]
    pub fn left_ms(&self, now_ms: u64) -> u32 {
        let Some(held) = self.floor else { return self.turn_ms };
        held.floor.length_ms.saturating_sub(self.ran_ms(&held, now_ms))
    }

    /// How much of a turn is over. While the talk rests, no time passes.
    fn ran_ms(&self, held: &Held, now_ms: u64) -> u32 {
        let since = held.floor.since_ms.filter(|_| !self.is_paused());
        let here = since.map(|it| if held.clock == self.me { it } else { self.by_my_clock(it) });
        let passed = here.map_or(0, |it| now_ms.saturating_sub(it));
        held.floor.ran_ms.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX)).min(LONGEST_MS)
    }

    fn by_my_clock(&self, theirs_ms: u64) -> u64 {
        let difference = self.differences.iter().copied().min().unwrap_or(0);
        theirs_ms.saturating_add_signed(difference)
    }

    /// Whether the talk rests until both are back.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.asker_back.min(self.other_back) < self.pauses
    }

    /// Whether one's own "I am back" is still to be said.
    #[must_use]
    pub fn am_away(&self) -> bool {
        let back = if self.me == Side::Asker { self.asker_back } else { self.other_back };
        back < self.pauses
    }

    /// Whether one device is passed to and fro.
    #[must_use]
    pub fn is_on_one_device(&self) -> bool {
        self.one
    }

    /// Which of the two this device is.
    #[must_use]
    pub fn my_side(&self) -> Side {
        self.me
    }

    /// Whether the other's device has been silent for a moment. The floor and the time are kept; talking goes on.
    #[must_use]
    pub fn is_out_of_reach(&self, now_ms: u64) -> bool {
        let heard = self.heard.map_or(self.began_ms, |it| it.at_ms);
        !self.one && now_ms.saturating_sub(heard) > OUT_OF_REACH_MS
    }

    /// A turn begins: the floor goes to someone. Whoever speaks passes it; once they were heard, either does.
    pub fn pass_floor(&mut self, to: Side, now_ms: u64) -> bool {
        let free =
            self.floor.is_none_or(|it| self.speaks_for(it.floor.speaker) || it.floor.phase == Phase::Heard);
        let turn = self.floor.map_or(Some(0), |it| it.floor.turn.checked_add(1));
        let Some(turn) = turn.filter(|_| free && !self.is_paused()) else { return false };
        let floor = Floor {
            turn,
            version: 1,
            by: self.me,
            speaker: to,
            phase: Phase::Speaking,
            length_ms: self.turn_ms,
            ran_ms: 0,
            since_ms: Some(now_ms),
        };
        self.hold(floor, now_ms);
        true
    }

    /// The speaker has said it: the other says back what was heard.
    pub fn said_it(&mut self, now_ms: u64) -> bool {
        self.speaker_says(now_ms, &|floor| floor.phase = Phase::SayingBack)
    }

    /// The speaker says whether that was it.
    pub fn mark(&mut self, mark: Mark, now_ms: u64) -> bool {
        let phase = if mark == Mark::Heard { Phase::Heard } else { Phase::NotQuite };
        self.speaker_says(now_ms, &|floor| floor.phase = phase)
    }

    /// The speaker takes one minute more.
    pub fn more(&mut self, now_ms: u64) -> bool {
        self.speaker_says(now_ms, &|floor| {
            floor.length_ms = floor.length_ms.saturating_add(MORE_MS).min(LONGEST_MS);
        })
    }

    fn speaker_says(&mut self, now_ms: u64, change: &dyn Fn(&mut Floor)) -> bool {
        let mine = self.floor.filter(|it| self.speaks_for(it.floor.speaker) && !self.is_paused());
        let Some(held) = mine else { return false };
        self.say(held, now_ms, change);
        true
    }

    /// One of the two needs a pause, at any moment. It goes on when both are back.
    pub fn pause(&mut self, now_ms: u64) {
        let held = self.floor;
        let ran = held.map(|it| self.ran_ms(&it, now_ms));
        self.pauses = self.pauses.saturating_add(1);
        match held.zip(ran) {
            Some((held, ran)) => self.say(held, now_ms, &|floor| floor.ran_ms = ran),
            None => self.changed(now_ms),
        }
    }

    /// One is back; on one device, both.
    pub fn come_back(&mut self, now_ms: u64) {
        if self.speaks_for(Side::Asker) {
            self.asker_back = self.pauses;
        }
        if self.speaks_for(Side::Other) {
            self.other_back = self.pauses;
        }
        self.changed(now_ms);
        self.go_on(now_ms);
    }

    /// The time goes on by itself on the speaker's device, once both are back.
    fn go_on(&mut self, now_ms: u64) {
        let rests = |it: &Held| it.floor.phase == Phase::Speaking && it.floor.since_ms.is_none();
        let mine = self.floor.filter(|it| self.speaks_for(it.floor.speaker) && rests(it));
        if let Some(held) = mine.filter(|_| !self.is_paused()) {
            self.say(held, now_ms, &|_| {});
        }
    }

    /// Says something about the turn: what is over is counted, and time passes on from now while one speaks.
    fn say(&mut self, held: Held, now_ms: u64, change: &dyn Fn(&mut Floor)) {
        let mut floor = held.floor;
        floor.ran_ms = self.ran_ms(&held, now_ms);
        change(&mut floor);
        let goes_on = floor.phase == Phase::Speaking && !self.is_paused();
        floor.since_ms = goes_on.then_some(now_ms);
        floor.version = floor.version.saturating_add(1);
        floor.by = self.me;
        self.hold(floor, now_ms);
    }

    fn hold(&mut self, floor: Floor, now_ms: u64) {
        self.floor = Some(Held { floor, clock: self.me });
        self.changed(now_ms);
    }

    fn changed(&mut self, now_ms: u64) {
        (self.changed_ms, self.told) = (now_ms, 0);
    }

    /// Takes in a beat of the other's device: in any order, twice, late. `now_ms` is when it was received, by one's own
    /// clock.
    pub fn take_in(&mut self, beat: &Beat, now_ms: u64) {
        if beat.talk != self.talk || beat.from == self.me {
            return;
        }
        // A page that was opened anew counts from 1 again, and sends later.
        let news = self.heard.is_none_or(|it| beat.number > it.number || beat.sent_ms > it.sent_ms);
        if news {
            self.heard = Some(Heard { number: beat.number, sent_ms: beat.sent_ms, at_ms: now_ms });
            if self.differences.len() >= DIFFERENCES {
                self.differences.remove(0);
            }
            self.differences.push(now_ms.wrapping_sub(beat.sent_ms).cast_signed());
        }
        self.pauses = self.pauses.max(beat.pauses);
        self.asker_back = self.asker_back.max(beat.asker_back);
        self.other_back = self.other_back.max(beat.other_back);
        let mine = self.floor.map(|it| it.floor.place());
        if let Some(floor) = beat.floor.filter(|it| Some(it.place()) > mine) {
            self.floor = Some(Held { floor, clock: beat.from });
        }
        self.go_on(now_ms);
    }

    /// Whether it is time to tell the other what one knows.
    #[must_use]
    pub fn beat_is_due(&self, now_ms: u64) -> bool {
        if self.one {
            return false;
        }
        let again = match self.told.checked_sub(1) {
            None => return true,
            Some(times) => TOLD_AGAIN_MS.get(times).map(|it| self.changed_ms.saturating_add(*it)),
        };
        let usual = self.last_told_ms.saturating_add(EVERY_MS);
        // A clock that was set back does not keep this device silent.
        now_ms >= again.map_or(usual, |it| it.min(usual)) || now_ms < self.last_told_ms
    }

    /// What one tells the other now.
    pub fn beat(&mut self, now_ms: u64) -> Beat {
        if self.heard.is_some() || self.is_out_of_reach(now_ms) {
            self.go_on(now_ms);
        }
        self.number = self.number.saturating_add(1);
        self.told = self.told.saturating_add(1);
        self.last_told_ms = now_ms;
        let told = |held: Held| {
            let mine = |it| if held.clock == self.me { it } else { self.by_my_clock(it) };
            Floor { since_ms: held.floor.since_ms.map(mine), ..held.floor }
        };
        Beat {
            talk: self.talk,
            from: self.me,
            number: self.number,
            sent_ms: now_ms,
            pauses: self.pauses,
            asker_back: self.asker_back,
            other_back: self.other_back,
            floor: self.floor.map(told),
        }
    }
}

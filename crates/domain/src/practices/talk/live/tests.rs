//! A talk stays in step: two devices, two clocks, and a network that loses, doubles, delays and turns round.

use crate::ids::TalkId;
use crate::practices::talk::live::{Beat, Live, Phase};
use crate::practices::talk::words::{Mark, Side};
use crate::practices::talk::{self, Conversation, Devices};
use crate::two::{ANA, BEN, Two};
use proptest::collection::vec;
use proptest::prelude::*;

const TWO_DAYS_MS: u64 = 2 * 24 * 3_600_000;

/// Ana asked, Ben said yes, and both look at the same talk in the log.
fn conversation() -> Conversation {
    let mut two = Two::together();
    two.ana(talk::Command::Ask { on: Devices::Two, topic: None, turn_seconds: 120 });
    two.meet();
    let talk = two.ben.couple().talk.open(&two.now).unwrap().id;
    two.ben(talk::Command::Join { talk });
    two.meet();
    two.ana.couple().talk.get(talk).unwrap().clone()
}

/// Two devices and what is on its way between them.
struct Room {
    ana: Live,
    ben: Live,
    /// True time; Ana's clock shows it, Ben's is two days behind.
    now_ms: u64,
    /// When it arrives, for whom, and what.
    on_its_way: Vec<(u64, Side, Vec<u8>)>,
    /// For each beat in turn: how long it travels, and whether it is lost or comes twice.
    weather: Vec<(u64, bool, bool)>,
    sent: usize,
}

impl Room {
    fn new(weather: Vec<(u64, bool, bool)>) -> Self {
        let (log, now_ms) = (conversation(), 1_800_000_000_000);
        let (ana, ben) = (Live::of(&log, ANA, now_ms), Live::of(&log, BEN, now_ms - TWO_DAYS_MS));
        Self { ana, ben, now_ms, on_its_way: Vec::new(), weather, sent: 0 }
    }

    fn calm() -> Self {
        Self::new(vec![(80, false, false)])
    }

    fn send(&mut self, to: Side, beat: Beat) {
        let (travel, lost, twice) = self.weather[self.sent % self.weather.len()];
        self.sent += 1;
        for copy in 0..if lost { 0 } else { 1 + u64::from(twice) } {
            self.on_its_way.push((self.now_ms + travel + copy * 3_000, to, beat.to_bytes()));
        }
    }

    /// So many milliseconds pass, in steps of 20.
    fn pass(&mut self, ms: u64) {
        let until = self.now_ms + ms;
        while self.now_ms < until {
            self.now_ms += 20;
            let (here, there) = (self.now_ms, self.now_ms - TWO_DAYS_MS);
            let (arrived, rest) = self.on_its_way.drain(..).partition(|it| it.0 <= here);
            self.on_its_way = rest;
            let arrived: Vec<(u64, Side, Vec<u8>)> = arrived;
            for (_, to, bytes) in arrived {
                let beat = Beat::from_bytes(&bytes).unwrap();
                match to {
                    Side::Asker => self.ana.take_in(&beat, here),
                    Side::Other => self.ben.take_in(&beat, there),
                }
            }
            if self.ana.beat_is_due(here) {
                let beat = self.ana.beat(here);
                self.send(Side::Other, beat);
            }
            if self.ben.beat_is_due(there) {
                let beat = self.ben.beat(there);
                self.send(Side::Asker, beat);
            }
        }
    }

    fn bens_ms(&self) -> u64 {
        self.now_ms - TWO_DAYS_MS
    }

    fn left(&self) -> (u32, u32) {
        (self.ana.left_ms(self.now_ms), self.ben.left_ms(self.bens_ms()))
    }

    #[track_caller]
    fn are_in_step(&self) {
        let (anas, bens) = (self.ana.floor(self.now_ms), self.ben.floor(self.bens_ms()));
        let (one, other) = self.left();
        assert_eq!((anas, self.ana.is_paused()), (bens, self.ben.is_paused()), "left {one} and {other}");
        assert!(one.abs_diff(other) < 1_000, "{one} and {other}");
    }
}

#[test]
fn the_floor_the_time_and_the_marks_are_the_same_on_both_within_a_second_though_the_clocks_are_days_apart() {
    let mut room = Room::calm();
    room.pass(3_000);
    assert!(room.ana.pass_floor(Side::Asker, room.now_ms));
    room.pass(500);
    room.are_in_step();
    room.pass(40_000);
    room.are_in_step();
    assert_eq!(room.ana.left_ms(room.now_ms), 120_000 - 40_500);
    assert!(!room.ben.said_it(room.bens_ms()), "only the speaker says that");
    assert!(room.ana.said_it(room.now_ms) && room.ana.mark(Mark::NotQuite, room.now_ms));
    room.pass(500);
    assert_eq!(room.ben.floor(room.bens_ms()), Some((0, Side::Asker, Phase::NotQuite)));
    assert!(
        !room.ben.pass_floor(Side::Other, room.bens_ms()),
        "until they are heard, the speaker has the floor"
    );
    assert!(room.ana.mark(Mark::Heard, room.now_ms));
    room.pass(500);
    assert!(room.ben.pass_floor(Side::Other, room.bens_ms()));
    room.pass(10_000);
    room.are_in_step();
    assert_eq!(room.ana.floor(room.now_ms), Some((1, Side::Other, Phase::Speaking)));
}

#[test]
fn when_the_time_is_over_the_other_says_back_and_one_minute_more_goes_on() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.pass(121_000);
    room.are_in_step();
    assert_eq!(room.ben.floor(room.bens_ms()), Some((0, Side::Asker, Phase::SayingBack)));
    assert!(room.ana.more(room.now_ms));
    room.pass(1_000);
    room.are_in_step();
    assert_eq!(room.ben.floor(room.bens_ms()), Some((0, Side::Asker, Phase::Speaking)));
    assert!(room.left().0.abs_diff(59_000) < 1_100, "{:?}", room.left());
}

#[test]
fn either_pauses_no_time_passes_and_it_goes_on_when_both_are_back() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.pass(20_000);
    room.ben.pause(room.bens_ms());
    room.pass(60_000);
    room.are_in_step();
    assert!(room.ana.is_paused() && room.ana.am_away() && room.left().0.abs_diff(100_000) < 500);
    assert!(!room.ana.more(room.now_ms));
    room.ana.come_back(room.now_ms);
    room.pass(5_000);
    assert!(room.ben.is_paused() && room.ben.am_away() && !room.ana.am_away());
    room.are_in_step();
    room.ben.come_back(room.bens_ms());
    room.pass(10_000);
    room.are_in_step();
    assert!(!room.ana.is_paused() && room.left().0.abs_diff(90_000) < 1_000, "{:?}", room.left());
}

#[test]
fn both_acting_at_once_agree_on_one() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.ben.pass_floor(Side::Other, room.bens_ms());
    room.pass(500);
    room.are_in_step();
    assert_eq!(room.ben.floor(room.bens_ms()), Some((0, Side::Asker, Phase::Speaking)));
    room.ana.pause(room.now_ms);
    room.ben.pause(room.bens_ms());
    room.pass(500);
    room.are_in_step();
    room.ana.come_back(room.now_ms);
    room.ben.come_back(room.bens_ms());
    room.pass(500);
    room.are_in_step();
    assert!(!room.ana.is_paused());
}

#[test]
fn a_lost_connection_is_said_and_the_talk_goes_on_without_it() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.pass(5_000);
    assert!(!room.ana.is_out_of_reach(room.now_ms));
    room.weather = vec![(0, true, false)];
    room.pass(30_000);
    assert!(room.ana.is_out_of_reach(room.now_ms) && room.ben.is_out_of_reach(room.bens_ms()));
    room.are_in_step();
    room.ana.said_it(room.now_ms);
    room.pass(10_000);
    assert_eq!(room.ben.floor(room.bens_ms()), Some((0, Side::Asker, Phase::Speaking)));
    room.weather = vec![(80, false, false)];
    room.pass(2_500);
    room.are_in_step();
    assert!(!room.ana.is_out_of_reach(room.now_ms));
}

#[test]
fn a_phone_that_slept_hears_late_and_is_right_with_the_first_beat_that_comes_straight() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.pass(5_000);
    // Ben's phone sleeps: what was sent to it waits and comes all at once.
    let mut waiting = Vec::new();
    for _ in 0..30 {
        room.now_ms += 1_000;
        waiting.push(room.ana.beat(room.now_ms));
    }
    room.ana.said_it(room.now_ms);
    room.ana.mark(Mark::Heard, room.now_ms);
    room.ana.pass_floor(Side::Asker, room.now_ms);
    waiting.push(room.ana.beat(room.now_ms));
    room.now_ms += 20_000;
    let woke = room.bens_ms();
    for beat in &waiting {
        room.ben.take_in(beat, woke);
    }
    assert_eq!(room.ben.floor(woke), Some((1, Side::Asker, Phase::Speaking)));
    room.pass(2_500);
    room.are_in_step();
    assert!(room.left().1.abs_diff(120_000 - 22_500) < 1_000, "{:?}", room.left());
}

#[test]
fn a_page_that_was_closed_comes_back_from_the_log_and_takes_the_time_from_the_other() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.pass(30_000);
    let mut log = conversation();
    log.turns.push(talk::Turn { speaker: Side::Asker, said_back: None, mark: None });
    room.ana = Live::of(&log, ANA, room.now_ms);
    assert_eq!(room.ana.floor(room.now_ms), Some((0, Side::Asker, Phase::Speaking)));
    room.pass(2_500);
    room.are_in_step();
    assert!(room.left().0.abs_diff(120_000 - 32_500) < 1_000, "{:?}", room.left());
    assert!(room.ana.said_it(room.now_ms));
    room.pass(1_000);
    room.are_in_step();
}

#[test]
fn a_turn_whose_beats_were_all_lost_comes_from_the_log() {
    let mut room = Room::new(vec![(0, true, false)]);
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.pass(1_000);
    assert_eq!(room.ben.floor(room.bens_ms()), None);
    let mut log = conversation();
    log.turns.push(talk::Turn { speaker: Side::Asker, said_back: None, mark: Some(Mark::Heard) });
    log.turns.push(talk::Turn { speaker: Side::Other, said_back: None, mark: None });
    let bens = room.bens_ms();
    room.ben.catch_up(&log, bens);
    assert_eq!(room.ben.floor(bens), Some((1, Side::Other, Phase::Speaking)));
    room.ana.catch_up(&log, room.now_ms);
    room.weather = vec![(80, false, false)];
    room.pass(10_000);
    room.are_in_step();
    assert!(room.left().0 < 120_000, "the speaker's time passes");
}

#[test]
fn a_mark_whose_beats_were_all_lost_comes_from_the_log_once_the_speaker_is_out_of_reach() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.pass(3_000);
    let mut log = conversation();
    log.turns.push(talk::Turn { speaker: Side::Asker, said_back: None, mark: Some(Mark::Heard) });
    let bens = room.bens_ms();
    room.ben.catch_up(&log, bens);
    assert_eq!(
        room.ben.floor(bens),
        Some((0, Side::Asker, Phase::Speaking)),
        "her device is there to say it"
    );
    room.weather = vec![(0, true, false)];
    room.pass(10_000);
    let bens = room.bens_ms();
    room.ben.catch_up(&log, bens);
    assert_eq!(room.ben.floor(bens), Some((0, Side::Asker, Phase::Heard)));
    assert!(room.ben.pass_floor(Side::Other, bens));
}

#[test]
fn a_time_out_that_only_the_log_tells_of_lets_the_talk_rest_and_its_end_goes_on() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    room.pass(20_000);
    let mut log = conversation();
    log.away = (true, true);
    room.ana.catch_up(&log, room.now_ms);
    room.pass(60_000);
    room.are_in_step();
    assert!(room.ben.is_paused() && room.left().1.abs_diff(100_000) < 500);
    let bens = room.bens_ms();
    room.ben.catch_up(&log, bens);
    log.away = (false, false);
    room.ben.catch_up(&log, bens);
    room.pass(2_500);
    room.are_in_step();
    assert!(!room.ana.is_paused() && room.left().0 < 100_000);
}

#[test]
fn on_one_device_one_hand_says_everything_for_both_and_nobody_is_told() {
    let mut two = Two::together();
    two.ana(talk::Command::Ask { on: Devices::One, topic: None, turn_seconds: 120 });
    let log = two.ana.couple().talk.open(&two.now).unwrap().clone();
    let (mut now, mut live) = (5_000, Live::of(&log, ANA, 5_000));
    for speaker in [Side::Other, Side::Asker] {
        assert!(live.pass_floor(speaker, now));
        now += 30_000;
        assert_eq!(live.left_ms(now), 90_000);
        live.pause(now);
        now += 30_000;
        live.come_back(now);
        assert!(!live.is_paused() && !live.am_away());
        assert_eq!(live.left_ms(now), 90_000);
        assert!(live.said_it(now) && live.mark(Mark::NotQuite, now) && live.mark(Mark::Heard, now));
    }
    assert!(!live.beat_is_due(now) && !live.is_out_of_reach(now));
}

#[test]
fn a_beat_takes_at_most_two_hundred_bytes_and_what_nobody_could_say_is_nothing() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Other, room.now_ms);
    let mut beat = room.ana.beat(u64::MAX);
    beat.number = u32::MAX;
    beat.pauses = u16::MAX;
    let floor = beat.floor.as_mut().unwrap();
    (floor.turn, floor.version, floor.since_ms) = (u16::MAX, u32::MAX, Some(u64::MAX));
    let bytes = beat.to_bytes();
    assert!(bytes.len() <= 200, "{}", bytes.len());
    assert_eq!(Beat::from_bytes(&bytes), Some(beat));
    room.ben.take_in(&beat, 5);
    let _ = (room.ben.left_ms(0), room.ben.beat(0), room.ben.pass_floor(Side::Other, 1));
    beat.floor.as_mut().unwrap().ran_ms = u32::MAX;
    assert_eq!(Beat::from_bytes(&beat.to_bytes()), None);
    assert_eq!(Beat::from_bytes(&bytes[1..]), None);
}

#[test]
fn a_beat_of_another_talk_or_of_ones_own_side_changes_nothing() {
    let mut room = Room::calm();
    room.ana.pass_floor(Side::Asker, room.now_ms);
    let own = room.ana.beat(room.now_ms);
    let other = Beat { talk: TalkId::make(BEN, [7; 16]), ..own };
    let bens = room.bens_ms();
    room.ben.take_in(&other, bens);
    assert_eq!(room.ben.floor(bens), None);
    room.ben.take_in(&Beat { from: Side::Other, ..own }, bens);
    assert_eq!(room.ben.floor(bens), None);
}

/// Anything one of the two may press.
fn press(room: &mut Room, anas: bool, what: u8) {
    let now = if anas { room.now_ms } else { room.bens_ms() };
    let live = if anas { &mut room.ana } else { &mut room.ben };
    let _ = match what {
        0 => live.pass_floor(Side::Asker, now),
        1 => live.pass_floor(Side::Other, now),
        2 => live.said_it(now),
        3 => live.mark(Mark::NotQuite, now),
        4 => live.mark(Mark::Heard, now),
        5 => live.more(now),
        6 => {
            live.pause(now);
            true
        }
        _ => {
            live.come_back(now);
            true
        }
    };
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn whatever_the_network_did_both_are_in_step_soon_after_it_is_well_again(
        weather in vec((0..4_000_u64, any::<bool>(), any::<bool>()), 1..40),
        presses in vec((any::<bool>(), 0..8_u8, 0..5_000_u64), 0..25)
    ) {
        let mut room = Room::new(weather);
        for (anas, what, wait) in presses {
            press(&mut room, anas, what);
            room.pass(wait);
        }
        room.pass(8_000);
        room.weather = vec![(90, false, false)];
        room.pass(8_000);
        room.are_in_step();
    }
}

//! A talk as this device holds it: what is pressed here goes into the log and, at once, in sealed beats to the other's
//! device. Without a line everything goes on here, and meets again when there is one.

use domain::talk::live::{Beat, Live, Phase};
use domain::talk::{self, Conversation, Mark, Refusal, Side};
use domain::{Audience, Command, Event, Moment, TalkId};
use protocol::Wire;
use protocol::ids::{AccountId, SpaceId};
use protocol::passing::{Passing, open_passing, seal_passing};
use protocol::wire::{ClientFrame, Poll, Polled, V1};

use super::{NotDone, Session};
use crate::calls::{self, Request};
use crate::link::{Doubt, Link};
use crate::ports::{Reply, Unreachable};
use crate::seat::Seat;
use crate::sync::Wish;

/// What is passed on begins with a number that says what it is. This one is a beat of a talk.
const TALK_BEAT: u8 = 1;
/// What could not be written into the log yet, at most.
const MOST_UNSAID: usize = 64;
/// While a talk is held, a line that is down is tried again this soon.
const AGAIN_MS: u64 = 2_000;

/// A clock that is off by more than this is not asked whether a talk is still of the moment.
const OFF_MS: u64 = 10 * 60 * 1000;
/// By more than this no event is moved, whatever the relay says.
const MOST_OFF_MS: u64 = 7 * 24 * 3_600_000;

/// What one does in a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InTalk {
    /// The floor goes to someone: a turn begins.
    PassFloor(Side),
    /// The speaker has said it.
    SaidIt,
    /// The speaker says whether they were heard.
    Mark(Mark),
    /// The speaker takes one minute more.
    More,
    /// A pause, at any moment.
    Pause,
    /// Back from it.
    ComeBack,
}

/// A talk as it stands on this device now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TalkView {
    /// Which turn, who has the floor, and where the turn stands; nothing before the first.
    pub floor: Option<(u16, Side, Phase)>,
    /// What is left to the speaker, in milliseconds.
    pub left_ms: u32,
    /// It rests until both are back.
    pub is_paused: bool,
    /// One's own "I am back" is still to be said.
    pub am_away: bool,
    /// The other's device has not been heard for a moment.
    pub is_out_of_reach: bool,
    /// No open line is let through here: what the other does is seen a moment later.
    pub is_slow: bool,
}

/// The talk that is held.
pub(super) struct Held {
    live: Live,
    talk: TalkId,
    /// The talk as the log told it when it was last looked at.
    seen: Conversation,
    /// Pressed, and not in the log: what it rests on has not come from there yet.
    unsaid: Vec<talk::Command>,
    /// The relay asked for patience until then.
    rests_until_ms: u64,
    knocked_ms: u64,
}

impl Session {
    /// Now, for what is only of the moment: a talk is over by itself after half a day, and a clock that is wrong by days must
    /// not end it. Where it is, what the relay signed last counts.
    #[must_use]
    pub fn of_the_moment(&self) -> Moment {
        let (own, ahead_ms) = (self.clock.moment(), self.sync.ahead_ms);
        let is_off = (OFF_MS..=MOST_OFF_MS).contains(&ahead_ms.unsigned_abs());
        if is_off { Moment { ms: own.ms.saturating_add_signed(-ahead_ms), ..own } } else { own }
    }

    /// What an event is stamped with: in a talk no earlier than the true time, or it would seem to be long over.
    pub(super) fn stamp_ms(&self, event: &Event) -> u64 {
        let own = self.clock.moment().ms;
        if matches!(event, Event::Talk(_)) { own.max(self.of_the_moment().ms) } else { own }
    }

    /// Begins to hold a talk on this device, or goes on holding it. False when there is none that both are in.
    pub fn hold_talk(&mut self, talk: TalkId) -> bool {
        let (now, true_ms) = (self.clock.moment().ms, self.of_the_moment().ms);
        let known = self.couple().talk.get(talk);
        if self.held_talk.as_ref().is_some_and(|it| it.talk == talk) {
            // While a late record is put into its place, the log may know less for a moment: that ends nothing.
            let goes_on = known.is_none_or(|it| it.is_open(true_ms));
            self.held_talk.take_if(|_| !goes_on);
            return goes_on;
        }
        let open = known.filter(|it| it.joined && it.is_open(true_ms)).cloned();
        self.held_talk = open.map(|known| {
            let live = Live::of(&known, self.me(), now);
            Held { live, talk, seen: known, unsaid: Vec::new(), rests_until_ms: 0, knocked_ms: 0 }
        });
        self.held_talk.is_some()
    }

    /// Its page was left. The other's device goes on, and hears of this one again when it is back.
    pub fn leave_talk(&mut self) {
        self.held_talk = None;
    }

    /// How the held talk stands now.
    #[must_use]
    pub fn talk_view(&self) -> Option<TalkView> {
        let now = self.clock.moment().ms;
        let live = &self.held_talk.as_ref()?.live;
        Some(TalkView {
            floor: live.floor(now),
            left_ms: live.left_ms(now),
            is_paused: live.is_paused(),
            am_away: live.am_away(),
            is_out_of_reach: live.is_out_of_reach(now) && !self.sync.stays_here,
            is_slow: !live.is_on_one_device() && self.sync.life.polls() && !self.has_a_line(),
        })
    }

    /// Does something in the held talk. False when it cannot be done now: somebody else has the floor, or it rests.
    pub fn in_talk(&mut self, act: InTalk) -> bool {
        let now = self.clock.moment().ms;
        let Some(held) = self.held_talk.as_mut() else { return false };
        let Some(said) = held.act(act, now) else { return false };
        held.unsaid.extend(said.into_iter().take(MOST_UNSAID.saturating_sub(held.unsaid.len())));
        self.say_the_unsaid();
        self.tell_talk(now);
        self.changed = true;
        true
    }

    /// A moment has passed, a few times in a second, while a talk is held. Whether something was written or is to be
    /// worked on.
    pub(crate) fn beat(&mut self) -> bool {
        let now = self.clock.moment().ms;
        let Some(talk) = self.held_talk.as_ref().map(|it| it.talk) else { return false };
        if !self.hold_talk(talk) {
            self.changed = true;
            return true;
        }
        self.look_into_log(now);
        let wrote = self.say_the_unsaid();
        self.tell_talk(now);
        self.keep_the_line(now) || wrote
    }

    fn look_into_log(&mut self, now: u64) {
        let Some(mut held) = self.held_talk.take() else { return };
        if let Some(known) = self.couple().talk.get(held.talk).filter(|it| it.joined)
            && (held.seen != *known || held.live.is_out_of_reach(now))
        {
            held.live.catch_up(known, now);
            held.seen = known.clone();
        }
        self.held_talk = Some(held);
    }

    /// Writes into the log what was pressed, as far as the log knows what it rests on. Whether something was written.
    fn say_the_unsaid(&mut self) -> bool {
        let waiting = match self.held_talk.as_mut() {
            Some(held) if !held.unsaid.is_empty() => core::mem::take(&mut held.unsaid),
            _ => return false,
        };
        let (before, mut left) = (self.arrivals, Vec::new());
        for command in waiting {
            if self.must_wait(&command) {
                left.push(command);
            }
        }
        if let Some(held) = self.held_talk.as_mut() {
            held.unsaid = left;
        }
        self.arrivals != before
    }

    /// Writes it, or says that the log must first bring what it rests on.
    fn must_wait(&mut self, command: &talk::Command) -> bool {
        let known = self.held_talk.as_ref().and_then(|it| self.couple().talk.get(it.talk));
        let Some((turns, rests)) = known.map(|it| (it.turns.len(), it.is_paused())) else { return false };
        if matches!(command, talk::Command::ComeBack { .. }) && !rests {
            return true;
        }
        match self.perform(Command::Talk(command.clone())) {
            Err(NotDone::Refused(domain::Refusal::Talk(refusal))) => may_come(command, refusal, turns),
            Err(NotDone::KeyNotHere) => true,
            Err(_) | Ok(()) => false,
        }
    }

    /// Tells the other's device what this one knows, when it is time and there is a way.
    fn tell_talk(&mut self, now: u64) {
        let by_poll = !self.has_a_line();
        if by_poll && (!self.sync.life.polls() || self.sync.token.is_none()) {
            return;
        }
        let Some(held) = self.held_talk.as_mut() else { return };
        if now < held.rests_until_ms || !held.live.beat_is_due(now) {
            return;
        }
        let said = [&[TALK_BEAT], held.live.beat(now).to_bytes().as_slice()].concat();
        let Some(frame) = self.seal_for_ours(&said) else { return };
        if by_poll {
            self.sync.to_pass = Some(frame);
            self.sync.wishes.push(Wish::PassOn);
        } else {
            self.sync.wishes.push(Wish::Send(frame.to_bytes()));
        }
    }

    fn seal_for_ours(&mut self, said: &[u8]) -> Option<ClientFrame> {
        let from = self.keys.account;
        let seat = self.seats.iter().find(|it| it.audience() == Some(Audience::Ours) && it.is_bound())?;
        let (space, key) = (seat.space(), seat.writing_key()?);
        let ct = seal_passing(&Passing { space, from }, key, said, &mut self.rng).ok()?;
        Some(ClientFrame::Eph { space, ct })
    }

    /// Another device passed something on. Whether it says something to this one.
    pub(super) fn passed(&mut self, space: SpaceId, from: AccountId, ct: &[u8]) -> bool {
        let ours = |it: &&Seat| it.space() == space && it.audience() == Some(Audience::Ours);
        let key = self.seats.iter().find(ours).and_then(Seat::writing_key);
        let opened = key.and_then(|key| open_passing(&Passing { space, from }, key, ct).ok());
        let Some([TALK_BEAT, beat @ ..]) = opened.as_ref().map(|it| it.as_slice()) else { return false };
        let now = self.clock.moment().ms;
        match (Beat::from_bytes(beat), self.held_talk.as_mut()) {
            // One's own side speaks from another device of one's own.
            (Some(beat), Some(held)) if from != self.keys.account => {
                held.live.take_in(&beat, now);
                true
            }
            _ => false,
        }
    }

    /// The relay would not pass it on now.
    pub(super) fn pass_on_later(&mut self, retry_ms: u64) {
        let now = self.clock.moment().ms;
        if let Some(held) = self.held_talk.as_mut() {
            held.rests_until_ms = now.saturating_add(retry_ms);
        }
    }

    /// What is to be passed on by a call, where no line is let through.
    pub(crate) fn next_passing(&mut self) -> Option<Request> {
        let (token, _) = self.sync.token.clone()?;
        let frames = vec![self.sync.to_pass.take()?];
        Some(calls::post("/v1/poll", Some(&token), &Poll { v: V1, frames }))
    }

    /// What came of that call. What got lost is said again.
    pub(crate) fn was_passed_on(&mut self, answer: Result<Reply, Unreachable>) {
        for frame in calls::read::<Polled>(answer).map(|it| it.frames).unwrap_or_default() {
            self.take_frame(frame);
        }
    }

    fn has_a_line(&self) -> bool {
        matches!(self.sync.link, Link::Up { .. })
    }

    /// While a talk is held, a dead line is noticed within seconds and opened anew. Whether there is something to do.
    fn keep_the_line(&mut self, now: u64) -> bool {
        if self.sync.stays_here || self.held_talk.as_ref().is_none_or(|it| it.live.is_on_one_device()) {
            return false;
        }
        if self.has_a_line() {
            return self.ask_whether_it_lives(now);
        }
        if self.sync.life.polls() {
            return false;
        }
        let soon = now.saturating_add(AGAIN_MS);
        self.sync.backoff.hurry(soon);
        self.sync.link_backoff.hurry(soon);
        let may = self.sync.backoff.may_try(now) && self.sync.link_backoff.may_try(now);
        let knocks = |it: &mut Held| {
            let again = now.abs_diff(it.knocked_ms) >= AGAIN_MS;
            it.knocked_ms = if again { now } else { it.knocked_ms };
            again
        };
        may && self.held_talk.as_mut().is_some_and(knocks)
    }

    /// A line on which nothing comes is asked where our log stands; without an answer it is let go.
    fn ask_whether_it_lives(&mut self, now: u64) -> bool {
        match self.sync.life.doubt(now) {
            Doubt::None => false,
            Doubt::Ask => {
                let ours = self.seats.iter().find(|it| it.audience() == Some(Audience::Ours));
                let sub = ours.map(|it| ClientFrame::Sub { space: it.space(), cursor: it.reader.cursor() });
                self.sync.wishes.extend(sub.map(|it| Wish::Send(it.to_bytes())));
                false
            }
            Doubt::Dead => {
                self.hang_up(None);
                true
            }
        }
    }
}

impl Held {
    /// What follows for the log; nothing, when it cannot be done now.
    fn act(&mut self, act: InTalk, now: u64) -> Option<Option<talk::Command>> {
        let (live, talk) = (&mut self.live, self.talk);
        let done = match act {
            InTalk::PassFloor(to) => live.pass_floor(to, now),
            InTalk::SaidIt => live.said_it(now),
            InTalk::Mark(mark) => live.mark(mark, now),
            InTalk::More => live.more(now),
            InTalk::Pause => {
                live.pause(now);
                true
            }
            InTalk::ComeBack => {
                live.come_back(now);
                true
            }
        };
        let turn = live.floor(now).map_or(0, |(turn, _, _)| turn);
        let said = match act {
            InTalk::PassFloor(to) => Some(talk::Command::PassFloor { talk, turn, to }),
            InTalk::Mark(mark) => Some(talk::Command::Mark { talk, turn, mark }),
            InTalk::Pause => Some(talk::Command::Pause { talk }),
            InTalk::ComeBack => Some(talk::Command::ComeBack { talk }),
            InTalk::SaidIt | InTalk::More => None,
        };
        done.then_some(said)
    }
}

/// Whether what stands against it may go by itself, when the log brings what the other's device said.
fn may_come(command: &talk::Command, refusal: Refusal, turns: usize) -> bool {
    match (command, refusal) {
        (_, Refusal::Paused) => true,
        (talk::Command::PassFloor { turn, .. }, Refusal::NotTheNextTurn) => usize::from(*turn) > turns,
        (talk::Command::PassFloor { turn, .. }, Refusal::OnlyTheSpeaker) => usize::from(*turn) == turns,
        (talk::Command::Mark { turn, .. }, Refusal::NotTheNextTurn) => usize::from(*turn) >= turns,
        _ => false,
    }
}

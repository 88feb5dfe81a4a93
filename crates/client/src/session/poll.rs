//! Listening by the long poll, on networks that let no socket through: rounds of `POST /v1/poll` beside all other calls,
//! which carry the same frames. What is written goes by its own calls.

use protocol::wire::{ClientFrame, Poll, Polled, ProblemCode, ServerFrame, V1, Want};

use super::Session;
use crate::calls::{self, CallFailed, Request};
use crate::link::Link;
use crate::ports::{Reply, Unreachable};
use crate::sync::Wish;

impl Session {
    /// Whether a round of listening should begin: none is under way, or it does not listen to all there is by now.
    pub(crate) fn round_is_due(&self, now: u64) -> bool {
        let sync = &self.sync;
        let polls = sync.wants_link && sync.life.polls() && !matches!(sync.link, Link::Up { .. });
        let waits = sync.stays_here || sync.ended || !sync.link_backoff.may_try(now);
        let all = || self.may_be_heard(now).len();
        polls && !waits && sync.life.round.is_none_or(|it| it.spaces < all())
    }

    /// Spaces whose pages can be taken now. Others would be answered at once, again and again.
    fn may_be_heard(&self, now: u64) -> Vec<Want> {
        let mut wanted = self.wanted();
        wanted.retain(|it| {
            let desk = self.sync.desks.get(&it.space);
            desk.is_some_and(|it| it.heal.is_none() && !it.behind && it.reading_rests.may_try(now))
        });
        wanted
    }

    /// The next round of listening, if one should begin.
    pub fn next_round(&mut self) -> Option<(u64, Request)> {
        let now = self.clock.moment().ms;
        let (token, _) = self.sync.token.clone().filter(|_| self.round_is_due(now))?;
        let wanted = self.may_be_heard(now);
        let number = self.sync.life.begin_round(wanted.len());
        let frames = wanted.into_iter().map(|Want { space, cursor }| ClientFrame::Sub { space, cursor });
        let body = Poll { v: V1, frames: frames.collect() };
        Some((number, calls::post("/v1/poll", Some(&token), &body)))
    }

    /// What a round of listening brought.
    pub fn listened(&mut self, round: u64, answer: Result<Reply, Unreachable>) {
        // One that another took the place of is not looked at: what it brought comes again.
        if !self.sync.life.end_round(round) {
            return;
        }
        match calls::read::<Polled>(answer) {
            Ok(polled) => self.heard_in_round(polled.frames),
            Err(failed) => self.round_failed(&failed),
        }
        self.changed = true;
    }

    fn heard_in_round(&mut self, frames: Vec<ServerFrame>) {
        let before = self.arrivals;
        let quiet = frames.iter().all(|it| matches!(it, ServerFrame::Head { .. }));
        let control = frames.iter().any(|it| matches!(it, ServerFrame::Ctl { .. }));
        let mut passed = false;
        for frame in frames {
            match frame {
                ServerFrame::Eph { space, ct, from } => passed |= self.passed(space, from, &ct),
                frame => self.take_frame(frame),
            }
        }
        if quiet {
            // A control chain may have grown between two rounds: the list of spaces says so.
            self.sync.spaces_stale = true;
        }
        if quiet || control || passed || self.arrivals != before {
            self.sync.link_backoff.reset();
        } else {
            // Something was said of which nothing could be used: not at once again.
            self.listen_later(None);
        }
    }

    fn round_failed(&mut self, failed: &CallFailed) {
        let retry_ms = match failed {
            CallFailed::Refused { code: ProblemCode::Unauthorised, .. } => {
                self.sync.token = None;
                None
            }
            CallFailed::Refused { retry_ms, .. } => *retry_ms,
            CallFailed::Unreachable(_) | CallFailed::Nonsense => None,
        };
        self.listen_later(retry_ms);
        self.ask_for_everything();
    }

    fn listen_later(&mut self, retry_ms: Option<u64>) {
        let now = self.clock.moment().ms;
        let wait = self.sync.link_backoff.fail(now, retry_ms, &self.rng.clone());
        self.sync.wishes.push(Wish::TickAfter(wait));
    }
}

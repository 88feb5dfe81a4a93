//! The live link: frames that the relay pushes, and what is sent without a call of its own.

use protocol::Wire;
use protocol::ids::SpaceId;
use protocol::wire::{ClientFrame, ProblemCode, ServerFrame as Frame, Want};

use super::Session;
use crate::link::Link;
use crate::sync::Wish;

impl Session {
    /// The live link is open: says who is there and what is wanted.
    pub fn link_opened(&mut self) {
        self.sync.link = Link::Up { next: 1 };
        self.sync.life.heard(self.clock.moment().ms);
        if let Some(hello) = self.hello() {
            self.sync.wishes.push(Wish::Send(hello));
            for want in self.wanted() {
                self.sync.desk(want.space).listened_to = true;
            }
        }
        self.changed = true;
    }

    /// Spaces that can be listened to.
    pub(crate) fn wanted(&self) -> Vec<Want> {
        let ready = self.seats.iter().filter(|it| it.is_known() && !it.is_ended());
        ready.map(|it| Want { space: it.space(), cursor: it.reader.cursor() }).collect()
    }

    /// A space that became known while the link is up, as after pairing, is listened to from now on.
    pub(crate) fn listen_to_new_spaces(&mut self) {
        if !matches!(self.sync.link, Link::Up { .. }) {
            return;
        }
        for Want { space, cursor } in self.wanted() {
            if !core::mem::replace(&mut self.sync.desk(space).listened_to, true) {
                self.sync.wishes.push(Wish::Send(ClientFrame::Sub { space, cursor }.to_bytes()));
            }
        }
    }

    /// The live link is gone, or could not be opened.
    pub fn link_closed(&mut self) {
        self.link_lost(None);
    }

    /// As above; the relay may have said when another try makes sense.
    fn link_lost(&mut self, retry_ms: Option<u64>) {
        let now = self.clock.moment().ms;
        let was = core::mem::replace(&mut self.sync.link, Link::Down);
        // While no call is answered either, it says nothing about sockets that none is.
        if was == Link::Opening && self.sync.reached {
            self.sync.life.was_not_answered(now);
        }
        if self.sync.life.polls() {
            // The long poll listens, and goes on doing so.
            return;
        }
        if was != Link::Down {
            // Where links are not let through, pages are asked for all the same: that they come says nothing about links.
            let wait = self.sync.link_backoff.fail(now, retry_ms, &self.rng.clone());
            self.sync.wishes.push(Wish::TickAfter(wait));
        }
        self.ask_for_everything();
    }

    /// Whatever came while nobody listened is asked for.
    pub(crate) fn ask_for_everything(&mut self) {
        let spaces: Vec<SpaceId> = self.seats.iter().map(|it| it.space()).collect();
        for space in spaces {
            let desk = self.sync.desk(space);
            desk.listened_to = false;
            if desk.sent_as.take().is_some() {
                self.unsend_in(space);
            }
            self.sync.desk(space).behind = true;
        }
        self.changed = true;
    }

    /// A frame came over the live link.
    pub fn frame(&mut self, bytes: &[u8]) {
        let Ok(frame) = Frame::from_bytes(bytes) else { return };
        self.sync.life.heard(self.clock.moment().ms);
        self.take_frame(frame);
    }

    /// A frame, however it came.
    pub(crate) fn take_frame(&mut self, frame: Frame) {
        match frame {
            Frame::Ping => {
                let pong = ClientFrame::Pong.to_bytes();
                self.sync.wishes.push(Wish::Send(pong));
            }
            Frame::Ev { space, page } => self.pushed(space, &page),
            Frame::Head { head } => self.head_told(&head),
            Frame::Ack { req, results } => {
                let desks = self.sync.desks.iter_mut();
                let found = desks.filter(|(_, it)| it.sent_as == Some(req)).map(|(it, _)| *it).next();
                if let Some(space) = found {
                    self.sync.desk(space).sent_as = None;
                    self.acked(space, &results);
                }
            }
            Frame::Ctl { space, .. } => {
                let desk = self.sync.desk(space);
                desk.control_stale = true;
                desk.control_fresh = false;
                self.sync.spaces_stale |= self.seat(space).is_none();
            }
            Frame::Err { code, space, retry_ms } => self.told_no(&code, space, retry_ms),
            Frame::Welcome { .. } => {
                self.sync.life.answered();
                self.sync.link_backoff.reset();
            }
            Frame::Eph { space, ct, from } => {
                self.passed(space, from, &ct);
            }
        }
        self.changed = true;
    }

    fn told_no(&mut self, code: &ProblemCode, space: Option<SpaceId>, retry_ms: u64) {
        match (code, space) {
            (ProblemCode::Fork, Some(space)) => self.begin_healing(space),
            (ProblemCode::Unauthorised, _) => {
                self.sync.token = None;
                self.hang_up(None);
            }
            (ProblemCode::TooMany, Some(space)) => {
                self.pass_on_later(retry_ms);
                self.sync.desk(space).behind = true;
            }
            (_, Some(space)) => self.sync.desk(space).behind = true,
            (ProblemCode::TooMany, None) => self.hang_up(Some(retry_ms)),
            (_, None) => {}
        }
    }

    /// A link that nobody closed and on which nothing comes any more is let go.
    pub(crate) fn watch_link(&mut self) {
        let awaits = self.sync.desks.values().any(|it| it.sent_as.is_some());
        if self.sync.life.is_dead(self.sync.link, awaits, self.clock.moment().ms) {
            self.hang_up(None);
        }
    }

    /// Closes the link from this side. The platform says nothing of a link that it closes when asked.
    pub(super) fn hang_up(&mut self, retry_ms: Option<u64>) {
        self.sync.wishes.push(Wish::Disconnect);
        self.link_lost(retry_ms);
    }
}

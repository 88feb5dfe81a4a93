//! What to ask the relay next. One call at a time, the most needed one first.

use protocol::ids::{DeviceId, SpaceId};
use protocol::space::{Change, Signer};
use protocol::wire::{
    Append, AppendChain, AppendControl, Challenge, ClientFrame, EventBytes, MOST_BATCH_BYTES, MOST_EVENTS,
    MOST_PAGE, NewSpace, PROVE, PageQuery, Prove, PutBlob, Token, V1, prove_message,
};
use protocol::{Wire, cbor::Blob};

use super::Session;
use super::wake::CHECKPOINT_EVERY;
use crate::calls::{self, Request};
use crate::link::{ANSWER_MS, Link, OPENING_MS};
use crate::seat::Step;
use crate::sync::{Asked, Heal, Wish};

/// A token that ends within this time is not used any more.
const TOKEN_MARGIN_MS: u64 = 60_000;
/// Room for the frame around a batch.
const BATCH_BYTES: usize = MOST_BATCH_BYTES - 4096;

impl Session {
    /// The next call, if there is one to make now.
    pub fn next_call(&mut self) -> Option<(u64, Request)> {
        let now = self.clock.moment().ms;
        let silent = self.sync.stays_here || self.sync.ended;
        if self.sync.asked.is_some() {
            return None;
        }
        if silent || !self.sync.backoff.may_try(now) {
            self.fold_held();
            return None;
        }
        let (asked, request) = self.plan(now)?;
        let id = self.sync.next_call;
        self.sync.next_call += 1;
        self.sync.asked = Some((id, asked));
        Some((id, request))
    }

    fn plan(&mut self, now: u64) -> Option<(Asked, Request)> {
        let token = match &self.sync.token {
            Some((token, until)) if *until > now + TOKEN_MARGIN_MS => token.clone(),
            _ => return Some(self.plan_proof()),
        };
        if self.sync.chain_stale {
            let from = self.circle.length(self.keys.account);
            return Some((Asked::MyChain, calls::my_chain(&token, from)));
        }
        if let Some(asked) = self.plan_restoring(&token) {
            return Some(asked);
        }
        if let Some(asked) = self.plan_bag(&token) {
            return Some(asked);
        }
        if self.sync.spaces_stale {
            return Some((Asked::MySpaces, calls::my_spaces(&token)));
        }
        if let Some((account, space)) = self.sync.chains_wanted.first().copied() {
            let from = self.circle.length(account);
            let request = calls::their_chain(&token, account, space, from);
            return Some((Asked::TheirChain(account), request));
        }
        let strangers: Vec<SpaceId> = self.sync.desks.keys().copied().collect();
        for space in strangers {
            if let Some(found) = self.plan_space(space, &token, now) {
                return Some(found);
            }
        }
        if self.fold_held() {
            // What follows from it may be sent.
            return self.plan(now);
        }
        self.keep_checkpoint(CHECKPOINT_EVERY);
        self.listen(now);
        None
    }

    /// All logs are known to their ends: hears what comes from here on.
    fn listen(&mut self, now: u64) {
        self.open_link(now);
        if self.round_is_due(now) {
            self.sync.wishes.push(Wish::Listen);
        }
        self.listen_to_new_spaces();
        self.send_over_link(now);
    }

    fn plan_proof(&self) -> (Asked, Request) {
        let (account, device) = (self.keys.account, self.keys.device.id);
        let Some(nonce) = self.sync.nonce else {
            let body = Challenge { v: V1, account, device };
            return (Asked::Challenge, calls::challenge(&body));
        };
        let message = prove_message(&self.keys.relay.head_key, account, device, &nonce);
        let signature = self.keys.device.sign.sign(PROVE, &message);
        let body = Prove { v: V1, account, device, nonce, signature };
        (Asked::Prove, calls::prove(&body))
    }

    fn plan_bag(&mut self, token: &Token) -> Option<(Asked, Request)> {
        if self.sync.bag_stale {
            return Some((Asked::Bag, calls::blob(token, calls::BAG)));
        }
        if !self.keys.bag_changed {
            return None;
        }
        let body = self.keys.bag.seal(&self.keys.ring, &mut self.rng);
        let put = PutBlob { v: V1, expect_version: self.keys.bag_version, body };
        Some((Asked::PutBag, calls::put_blob(token, calls::BAG, &put)))
    }

    fn plan_space(&mut self, space: SpaceId, token: &Token, now: u64) -> Option<(Asked, Request)> {
        let desk = self.sync.desk(space);
        let (stale, behind, rebind) = (desk.control_stale, desk.behind, desk.rebind);
        let link_busy = desk.sent_as.is_some();
        if stale {
            let from = self.seat(space).map_or(0, |it| it.chain.state().length());
            return Some((Asked::Control(space), calls::control(token, space, from)));
        }
        let seat = self.seats.iter().find(|it| it.space() == space)?;
        // What was taken before a gap is seen first, so that it is not written twice.
        if rebind || !seat.is_known() || (seat.has_a_gap() && !behind) {
            return Some((Asked::Bind(space), self.plan_bind(space, token)?));
        }
        if seat.is_ended() {
            return None;
        }
        if let Some(request) = self.plan_unbind(space, token) {
            return Some((Asked::Unbind(space), request));
        }
        if self.epoch_is_due(space) {
            return Some((Asked::Rotate(space), self.plan_epoch(space, token)?));
        }
        let desk = self.sync.desk(space);
        let may_read = desk.reading_rests.may_try(now);
        let may_send = desk.sending_rests.may_try(now);
        if desk.heal.is_some() {
            return if may_read { self.plan_heal(space, token) } else { None };
        }
        let seat = self.seats.iter().find(|it| it.space() == space)?;
        if behind && may_read {
            let query = PageQuery { cursor: seat.reader.cursor(), limit: MOST_PAGE };
            let asked = Asked::Page(space, query.cursor.seq);
            return Some((asked, calls::page(token, space, &query)));
        }
        if link_busy || !may_send || matches!(self.sync.link, Link::Up { .. }) {
            return self.plan_erasing(space, token, now);
        }
        let Some(events) = self.take_batch(space) else { return self.plan_erasing(space, token, now) };
        Some((Asked::Append(space), calls::append(token, space, &Append { v: V1, events })))
    }

    /// The record by which this device may write in a space, under a fresh name.
    fn plan_bind(&mut self, space: SpaceId, token: &Token) -> Option<Request> {
        let device = DeviceId::make(&mut self.rng);
        let record = self.bind_record(space, device)?;
        self.sync.desk(space).binding = Some((device, record.clone()));
        let state = self.seat(space)?.chain.state();
        let expect_seq = state.length();
        let body = AppendControl { v: V1, expect_seq, records: vec![record] };
        Some(calls::extend_control(token, space, &body))
    }

    pub(crate) fn bind_record(&mut self, space: SpaceId, device: DeviceId) -> Option<Blob> {
        let account = self.keys.account;
        let at = self.circle.head(account)?;
        let keys = &self.keys.device;
        let change = Change::DeviceBind { device, account, key: keys.id, at, dsk: keys.sign.verify_key() };
        let seat = self.seats.iter().find(|it| it.space() == space)?;
        let record = seat.chain.state().next(change);
        let signed = record.sign(Signer::Device(device), &keys.sign);
        Some(Blob(record.signed(vec![signed]).to_bytes()))
    }

    fn plan_heal(&mut self, space: SpaceId, token: &Token) -> Option<(Asked, Request)> {
        let desk = self.sync.desks.get_mut(&space)?;
        match desk.heal.as_mut()? {
            Heal::AskCard => Some((Asked::Card(space), calls::server())),
            Heal::AskMissing => {
                let frontier = self.seat(space)?.frontier();
                Some((Asked::Missing(space), calls::missing(token, space, &frontier)))
            }
            Heal::ReadLog(_) | Heal::ReadBodies => None,
            Heal::Resend(left) => {
                let mut events = Vec::new();
                let mut bytes = 0;
                while let Some(next) = left.front() {
                    bytes += next.0.len() + 8;
                    if events.len() >= MOST_EVENTS || bytes > BATCH_BYTES {
                        break;
                    }
                    events.extend(left.pop_front());
                }
                let body = Append { v: V1, events };
                Some((Asked::Resend(space), calls::append(token, space, &body)))
            }
            Heal::ReadAnew => {
                let cursor = self.seat(space)?.reading().cursor();
                let query = PageQuery { cursor, limit: MOST_PAGE };
                Some((Asked::Page(space, cursor.seq), calls::page(token, space, &query)))
            }
        }
    }

    /// Marks what waits and may go as sent, as much as one batch holds.
    fn take_batch(&mut self, space: SpaceId) -> Option<Vec<EventBytes>> {
        let seat = self.seat(space).filter(|it| !it.has_a_gap())?;
        let mut bytes = 0;
        let mut events = Vec::new();
        for it in &mut seat.waiting {
            match it.at {
                Step::Acked | Step::Sent => continue,
                // What follows must not overtake it.
                Step::Storing => break,
                Step::Here => {}
            }
            bytes += it.bytes.0.len() + 8;
            if events.len() >= MOST_EVENTS || bytes > BATCH_BYTES {
                break;
            }
            it.at = Step::Sent;
            events.push(it.bytes.clone());
        }
        (!events.is_empty()).then_some(events)
    }

    fn open_link(&mut self, now: u64) {
        let may_try = self.sync.link_backoff.may_try(now) && self.sync.life.socket_is_due(now);
        if self.sync.link == Link::Down && self.sync.wants_link && may_try {
            self.sync.link = Link::Opening;
            self.sync.life.heard(now);
            self.sync.wishes.extend([Wish::Connect, Wish::TickAfter(OPENING_MS)]);
        }
    }

    /// What the link is opened with.
    pub(crate) fn hello(&self) -> Option<Vec<u8>> {
        let (token, _) = self.sync.token.clone()?;
        Some(ClientFrame::Hello { token, want: self.wanted() }.to_bytes())
    }

    /// Sends what waits over the live link: an append needs no call of its own there.
    fn send_over_link(&mut self, now: u64) {
        let spaces: Vec<SpaceId> = self.seats.iter().map(|it| it.space()).collect();
        for space in spaces {
            let Link::Up { next } = self.sync.link else { return };
            let desk = self.sync.desk(space);
            let waits = desk.heal.is_some() || desk.behind || !desk.sending_rests.may_try(now);
            if desk.sent_as.is_some() || desk.rebind || waits {
                continue;
            }
            let Some(events) = self.take_batch(space) else { continue };
            self.sync.desk(space).sent_as = Some(next);
            self.sync.link = Link::Up { next: next.wrapping_add(1) };
            let frame = ClientFrame::Append { req: next, space, events };
            self.sync.life.said(now);
            self.sync.wishes.extend([Wish::Send(frame.to_bytes()), Wish::TickAfter(ANSWER_MS)]);
        }
    }

    /// The whole control chain, for a relay that has lost the space.
    pub(crate) fn found_request(&self, space: SpaceId, token: &Token) -> Option<Request> {
        let seat = self.seats.iter().find(|it| it.space() == space)?;
        let body = NewSpace { v: V1, records: seat.records.clone() };
        Some(calls::post("/v1/spaces", Some(token), &body))
    }

    /// The part of the own chain that the relay has lost.
    pub(crate) fn chain_request(&self, token: &Token, from: u64) -> Request {
        let records = self.circle.records_from(self.keys.account, from);
        let body = AppendChain { v: V1, expect_seq: from, records };
        calls::extend_my_chain(token, &body)
    }
}

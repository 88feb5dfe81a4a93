//! What a device and the relay say to each other in frames: the same over a socket and over the long poll.

use std::sync::Arc;

use axum::body::Bytes;
use protocol::Wire;
use protocol::ids::SpaceId;
use protocol::log::Cursor;
use protocol::wire::{ClientFrame, MOST_PAGE, MOST_SPACES, ProblemCode, ServerFrame, Want};

use crate::bus::{Heard, Hint, Listener, Topic};
use crate::gate::pace::Counted;
use crate::gate::refusal::Refusal;
use crate::gate::session::DeviceAuth;
use crate::gate::turnstile::Place;
use crate::relay::Relay;

/// The most bytes of events in one frame: small enough that other frames do not wait long behind it.
const FRAME_BYTES: usize = 1 << 20;

/// A space that is listened to.
struct Listening {
    space: SpaceId,
    /// How far it was sent.
    cursor: Cursor,
    /// Whether there may be more to be read.
    behind: bool,
}

/// A conversation with one device.
pub(crate) struct Conversation {
    relay: Relay,
    who: DeviceAuth,
    listener: Arc<Listener>,
    wants: Vec<Listening>,
    _place: Place,
}

/// Frames, encoded.
pub(crate) type Frames = Vec<Bytes>;

fn encoded(frame: &ServerFrame) -> Bytes {
    Bytes::from(frame.to_bytes())
}

/// A refusal as a frame.
pub(crate) fn refused(refusal: &Refusal, space: Option<SpaceId>) -> Bytes {
    let code = refusal.0.code.clone();
    encoded(&ServerFrame::Err { code, retry_ms: refusal.0.retry_ms.unwrap_or(0), space })
}

impl Conversation {
    /// Begins one, if there is room.
    pub(crate) fn begin(relay: &Relay, who: DeviceAuth) -> Result<Self, Refusal> {
        let limits = &relay.inner.settings.limits;
        let place = relay.inner.turnstile.enter(who.account, limits.sockets, limits.sockets_per_account);
        let place = place.ok_or_else(|| Refusal::later(ProblemCode::TooMany, 30_000))?;
        let listener = Arc::new(Listener::default());
        relay.inner.bus.listen(Topic::Account(who.account), &listener);
        Ok(Self { relay: relay.clone(), who, listener, wants: Vec::new(), _place: place })
    }

    /// The first frame a signed-in device gets.
    pub(crate) fn welcome(&self) -> Bytes {
        encoded(&ServerFrame::Welcome { now_ms: self.relay.now_ms() })
    }

    /// Where the others leave what they have to say.
    pub(crate) fn listener(&self) -> Arc<Listener> {
        Arc::clone(&self.listener)
    }

    /// Takes a frame; answers what is to be sent at once.
    pub(crate) async fn take(&mut self, frame: ClientFrame) -> Frames {
        match frame {
            ClientFrame::Hello { .. } => vec![refused(&ProblemCode::Malformed.into(), None)],
            ClientFrame::Sub { space, cursor } => self.subscribe(Want { space, cursor }).await,
            ClientFrame::Append { req, space, events } => {
                match self.relay.append(self.who.account, space, events).await {
                    Ok(results) => vec![encoded(&ServerFrame::Ack { req, results })],
                    Err(refusal) => vec![refused(&refusal, Some(space))],
                }
            }
            ClientFrame::Eph { space, ct } => self.pass_on(space, ct).await,
            ClientFrame::Pong => Vec::new(),
        }
    }

    /// Listens to a space from a cursor on. Listening begins before anything is read, so that nothing falls between.
    pub(crate) async fn subscribe(&mut self, want: Want) -> Frames {
        if let Err(refusal) = self.pace() {
            return vec![refused(&refusal, Some(want.space))];
        }
        if let Err(refusal) = self.relay.space_of(want.space, self.who.account).await {
            return vec![refused(&refusal, Some(want.space))];
        }
        self.wants.retain(|it| it.space != want.space);
        if self.wants.len() >= MOST_SPACES {
            return vec![refused(&ProblemCode::TooMany.into(), Some(want.space))];
        }
        self.relay.inner.bus.listen(Topic::Space(want.space), &self.listener);
        self.wants.push(Listening { space: want.space, cursor: want.cursor, behind: false });
        match self.next_page(want.space).await {
            Ok(Ok(page) | Err(page)) => vec![page],
            Err(refusal) => vec![self.leave(want.space, &refusal)],
        }
    }

    fn leave(&mut self, space: SpaceId, refusal: &Refusal) -> Bytes {
        self.relay.inner.bus.leave(Topic::Space(space), &self.listener);
        self.wants.retain(|it| it.space != space);
        refused(refusal, Some(space))
    }

    /// The next page of a space, or its head when there is nothing new in it.
    async fn next_page(&mut self, space: SpaceId) -> Result<Result<Bytes, Bytes>, Refusal> {
        let Some(want) = self.wants.iter_mut().find(|it| it.space == space) else {
            return Err(ProblemCode::Unknown.into());
        };
        let (page, after) = self.relay.page(space, &want.cursor, MOST_PAGE, FRAME_BYTES).await?;
        want.behind = page.more;
        if page.items.is_empty() {
            return Ok(Err(encoded(&ServerFrame::Head { head: page.head })));
        }
        want.cursor = after;
        Ok(Ok(encoded(&ServerFrame::Ev { space, page })))
    }

    /// Whether it listens to anything.
    pub(crate) fn listens(&self) -> bool {
        !self.wants.is_empty()
    }

    /// Whether there may be more to be read.
    pub(crate) fn is_behind(&self) -> bool {
        self.wants.iter().any(|it| it.behind)
    }

    /// One more page of whatever has more than was sent. May be dropped half-way without losing anything.
    pub(crate) async fn catch_up(&mut self) -> Option<Bytes> {
        while let Some(space) = self.wants.iter().find(|it| it.behind).map(|it| it.space) {
            match self.next_page(space).await {
                Ok(Ok(page)) => return Some(page),
                Ok(Err(_)) => {}
                Err(refusal) => return Some(self.leave(space, &refusal)),
            }
        }
        None
    }

    /// Beginning to listen counts like an event, so that nobody asks for pages without end.
    fn pace(&self) -> Result<(), Refusal> {
        let flow = self.relay.inner.settings.limits.account_events;
        self.relay.pace(Counted::Events(self.who.account.0), flow, 1)
    }

    /// Gives it to whoever listens to the space now. It touches no store and is named in no log.
    async fn pass_on(&self, space: SpaceId, ct: Vec<u8>) -> Frames {
        let flow = self.relay.inner.settings.limits.account_passing;
        if let Err(refusal) = self.relay.pace(Counted::Passing(self.who.account.0), flow, 1) {
            return vec![refused(&refusal, Some(space))];
        }
        if let Err(refusal) = self.relay.space_of(space, self.who.account).await {
            return vec![refused(&refusal, Some(space))];
        }
        let frame = encoded(&ServerFrame::Eph { space, ct, from: self.who.account });
        let hint = Hint::Passing { from: self.who.device, frame };
        self.relay.inner.bus.tell(Topic::Space(space), &hint);
        Vec::new()
    }

    /// What is to be sent about something heard; `None` when the session is over.
    pub(crate) async fn about(&mut self, heard: Heard) -> Option<Frames> {
        match heard {
            Heard::Hint(Hint::Log { space, before, seq, root, frame }) => {
                let inc = self.relay.inner.keys.incarnation;
                Some(self.grown(space, before, Cursor { inc, seq, root }, frame))
            }
            Heard::Hint(Hint::Grown { space, seq }) => {
                self.may_be_behind(space, seq);
                Some(Vec::new())
            }
            Heard::Hint(Hint::Control { space, seq }) => Some(self.control(space, seq).await),
            Heard::Hint(Hint::Passing { from, frame }) if from != self.who.device => Some(vec![frame]),
            Heard::Hint(Hint::Passing { .. }) => Some(Vec::new()),
            Heard::Hint(Hint::Sessions) => self.still_signed_in().await.then(Vec::new),
            Heard::Missed => self.still_signed_in().await.then(|| self.look_at_everything()),
        }
    }

    fn grown(&mut self, space: SpaceId, before: u64, after: Cursor, frame: Bytes) -> Frames {
        let Some(want) = self.wants.iter_mut().find(|it| it.space == space) else { return Vec::new() };
        if want.cursor.seq == before {
            want.cursor = after;
            return vec![frame];
        }
        want.behind |= want.cursor.seq < after.seq;
        Vec::new()
    }

    fn may_be_behind(&mut self, space: SpaceId, seq: u64) {
        for want in self.wants.iter_mut().filter(|it| it.space == space) {
            want.behind |= want.cursor.seq < seq;
        }
    }

    async fn control(&mut self, space: SpaceId, seq: u64) -> Frames {
        match self.relay.space_of(space, self.who.account).await {
            Ok(chain) => vec![encoded(&ServerFrame::Ctl { space, seq: seq.max(chain.state().head().seq) })],
            Err(refusal) => vec![self.leave(space, &refusal)],
        }
    }

    async fn still_signed_in(&self) -> bool {
        matches!(self.relay.session(self.who.token_hash).await, Ok(Some(_)))
    }

    /// After hints were lost: all logs are read on, and the control chains are told.
    fn look_at_everything(&mut self) -> Frames {
        for want in &mut self.wants {
            want.behind = true;
            self.listener.tell(Hint::Control { space: want.space, seq: 0 });
        }
        Vec::new()
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        let bus = &self.relay.inner.bus;
        bus.leave(Topic::Account(self.who.account), &self.listener);
        for want in &self.wants {
            bus.leave(Topic::Space(want.space), &self.listener);
        }
    }
}

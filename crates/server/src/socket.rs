//! The WebSocket: one task, one small buffer, the token in the first frame and never in an address.

use std::pin::Pin;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use protocol::Wire;
use protocol::wire::{ClientFrame, MOST_BATCH_BYTES, ProblemCode, ServerFrame};
use tokio::time::{Instant, sleep_until, timeout};

use crate::conversation::{Conversation, refused};
use crate::gate::refusal::Refusal;
use crate::gate::session::session_of;
use crate::relay::Relay;

/// The name of what is spoken.
const SUBPROTOCOL: &str = "mend.1";
/// The buffers of one socket. The library's own would be 128 KiB.
const BUFFER: usize = 4 << 10;
/// How long a device has for its first frame.
const FIRST_FRAME: Duration = Duration::from_secs(10);
/// How often a device is asked whether it is there.
const PING: Duration = Duration::from_secs(25);
/// After this long without a word it is not.
const GONE: Duration = Duration::from_secs(80);
/// How long a device may take to receive a frame.
const SLOW: Duration = Duration::from_secs(60);

/// `GET /v1/ws`
pub(crate) async fn open(State(relay): State<Relay>, upgrade: WebSocketUpgrade) -> Response {
    if let Err(refusal) = relay.stays() {
        return refusal.into_response();
    }
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_message_size(MOST_BATCH_BYTES)
        .max_frame_size(MOST_BATCH_BYTES)
        .on_upgrade(move |socket| async move {
            let mut socket = Socket { socket, heard_at: Instant::now() };
            // Whatever ends a socket, the device comes back with its cursors.
            let _ = talk(&mut socket, relay).await;
        })
}

/// The socket is over.
struct Over;

struct Socket {
    socket: WebSocket,
    heard_at: Instant,
}

/// What came over a socket.
enum Said {
    Frame(ClientFrame),
    Nothing,
    Nonsense,
}

impl Socket {
    async fn say(&mut self, frame: Bytes) -> Result<(), Over> {
        let sent = timeout(SLOW, self.socket.send(Message::Binary(frame))).await;
        sent.map_err(|_| Over)?.map_err(|_| Over)
    }

    async fn say_all(&mut self, frames: impl IntoIterator<Item = Bytes>) -> Result<(), Over> {
        for frame in frames {
            self.say(frame).await?;
        }
        Ok(())
    }

    /// May be dropped at any time without losing anything.
    async fn hear(&mut self) -> Result<Said, Over> {
        let message = self.socket.recv().await.ok_or(Over)?.map_err(|_| Over)?;
        self.heard_at = Instant::now();
        match message {
            Message::Binary(bytes) => Ok(ClientFrame::from_bytes(&bytes).map_or(Said::Nonsense, Said::Frame)),
            Message::Text(_) => Ok(Said::Nonsense),
            Message::Ping(_) | Message::Pong(_) => Ok(Said::Nothing),
            Message::Close(_) => Err(Over),
        }
    }

    async fn refuse(&mut self, refusal: &Refusal) -> Result<Over, Over> {
        self.say(refused(refusal, None)).await?;
        Ok(self.closes().await)
    }

    async fn closes(&mut self) -> Over {
        // Whoever has gone needs no word any more.
        let _ = self.socket.send(Message::Close(None)).await;
        Over
    }

    async fn asks_whether_it_lives(&mut self) -> Result<(), Over> {
        if self.heard_at.elapsed() > GONE {
            return Err(Over);
        }
        self.say(Bytes::from(ServerFrame::Ping.to_bytes())).await
    }
}

async fn talk(socket: &mut Socket, relay: Relay) -> Result<(), Over> {
    let conversation = match Box::pin(first_frame(socket, &relay)).await? {
        Ok(conversation) => conversation,
        Err(refusal) => return Err(socket.refuse(&refusal).await?),
    };
    let leaving = Box::pin(relay.my_turn_to_go());
    keep_talking(socket, conversation, leaving).await
}

async fn first_frame(socket: &mut Socket, relay: &Relay) -> Result<Result<Conversation, Refusal>, Over> {
    let first = timeout(FIRST_FRAME, socket.hear()).await.map_err(|_| Over)??;
    let Said::Frame(ClientFrame::Hello { token, want }) = first else {
        return Ok(Err(ProblemCode::Unauthorised.into()));
    };
    let who = session_of(relay, &token).await.and_then(|it| it.device());
    let mut conversation = match who.and_then(|who| Conversation::begin(relay, who)) {
        Ok(conversation) => conversation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    socket.say(conversation.welcome()).await?;
    for want in want {
        let frames = conversation.subscribe(want).await;
        socket.say_all(frames).await?;
    }
    Ok(Ok(conversation))
}

async fn keep_talking(
    socket: &mut Socket,
    mut conversation: Conversation,
    mut leaving: Pin<Box<impl Future<Output = ()>>>,
) -> Result<(), Over> {
    let listener = conversation.listener();
    let mut ping_at = Instant::now() + PING;
    loop {
        let behind = conversation.is_behind();
        // What is seldom and large is boxed, so that a socket that only waits stays small.
        tokio::select! {
            biased;
            said = socket.hear() => match said? {
                Said::Frame(frame) => {
                    let frames = Box::pin(conversation.take(frame)).await;
                    socket.say_all(frames).await?;
                }
                Said::Nothing => {}
                Said::Nonsense => return Err(socket.refuse(&ProblemCode::Malformed.into()).await?),
            },
            heard = listener.hear() => match Box::pin(conversation.about(heard)).await {
                Some(frames) => socket.say_all(frames).await?,
                None => return Err(socket.refuse(&ProblemCode::Unauthorised.into()).await?),
            },
            // What was taken is answered; what was not taken is said again somewhere else.
            () = &mut leaving => return Err(socket.closes().await),
            () = sleep_until(ping_at) => {
                socket.asks_whether_it_lives().await?;
                ping_at = Instant::now() + PING;
            }
            () = std::future::ready(()), if behind => {
                if let Some(page) = Box::pin(conversation.catch_up()).await {
                    socket.say(page).await?;
                }
            }
        }
    }
}

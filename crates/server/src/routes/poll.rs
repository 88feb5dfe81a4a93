//! The long poll: what a socket carries, for networks that let no socket through.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use protocol::Wire;
use protocol::wire::{ClientFrame, MOST_FRAMES, Poll, ServerFrame};
use tokio::time::{Instant, timeout_at};

use crate::conversation::{Conversation, Frames};
use crate::gate::body::Cbor;
use crate::gate::refusal::Refusal;
use crate::gate::session::DeviceAuth;
use crate::relay::Relay;

/// How long nothing may happen before it is answered that nothing has.
const PATIENCE: Duration = Duration::from_secs(25);
/// Bytes after which no more pages are added; one page more fits into the answer.
const ENOUGH: usize = 2 << 20;

/// `POST /v1/poll`
pub(crate) async fn poll(
    State(relay): State<Relay>,
    who: DeviceAuth,
    Cbor(body): Cbor<Poll>,
) -> Result<Response, Refusal> {
    relay.stays()?;
    let until = Instant::now() + PATIENCE;
    let mut conversation = Conversation::begin(&relay, who)?;
    let mut frames = Frames::new();
    for frame in body.frames {
        if !matches!(frame, ClientFrame::Hello { .. }) {
            frames.extend(conversation.take(frame).await);
        }
    }
    // A head alone is no news: it is what the device hears when nothing has happened. Who only has something to say, and
    // listens to nothing, is not kept waiting.
    while conversation.listens() && !frames.iter().any(is_news) {
        let listener = conversation.listener();
        let heard = tokio::select! {
            heard = timeout_at(until, listener.hear()) => heard,
            () = relay.inner.farewell.heard() => break,
        };
        let Ok(heard) = heard else { break };
        frames.extend(conversation.about(heard).await.ok_or(protocol::wire::ProblemCode::Unauthorised)?);
        if conversation.is_behind() {
            break;
        }
    }
    while let Some(heard) = conversation.listener().try_hear() {
        frames.extend(conversation.about(heard).await.unwrap_or_default());
    }
    while frames.iter().map(Bytes::len).sum::<usize>() < ENOUGH {
        let Some(page) = conversation.catch_up().await else { break };
        frames.push(page);
    }
    frames.truncate(MOST_FRAMES);
    let headers = [(header::CONTENT_TYPE, "application/cbor"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, polled(&frames)).into_response())
}

fn is_news(frame: &Bytes) -> bool {
    !matches!(ServerFrame::from_bytes(frame), Ok(ServerFrame::Head { .. }))
}

/// Writes a `Polled` around frames that are encoded already.
fn polled(frames: &[Bytes]) -> Vec<u8> {
    let mut bytes = vec![0xa1, 0x00];
    let count = u16::try_from(frames.len()).unwrap_or(u16::MAX);
    match (count, count.to_be_bytes()) {
        (0..24, [_, low]) => bytes.push(0x80 | low),
        (24..256, [_, low]) => bytes.extend([0x98, low]),
        (_, [high, low]) => bytes.extend([0x99, high, low]),
    }
    frames.iter().for_each(|it| bytes.extend_from_slice(it));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::wire::Polled;

    #[test]
    fn frames_around_which_the_answer_was_written_read_back() {
        for count in [0, 1, 23, 24, 255, 256] {
            let frames = vec![ServerFrame::Welcome { now_ms: 7 }; count];
            let encoded: Vec<Bytes> = frames.iter().map(|it| it.to_bytes().into()).collect();
            assert_eq!(Polled::from_bytes(&polled(&encoded)), Ok(Polled { frames }), "{count}");
        }
    }
}

//! Something is said in a space, and its devices hear it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use protocol::Wire;
use protocol::log::Cursor;
use protocol::wire::{ClientFrame, Page, PageQuery, ServerFrame, Want};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::{Ours, Writer};
use crate::http::Http;
use crate::measured::Measured;

pub(super) type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// Signs a device in at a node, from where it stands on.
pub(super) async fn socket(writer: &Writer, node: SocketAddr, cursor: Cursor) -> anyhow::Result<Socket> {
    let (mut socket, _) = connect_async_with_config(format!("ws://{node}/v1/ws"), None, true).await?;
    let want = vec![Want { space: writer.seat.space, cursor }];
    let hello = ClientFrame::Hello { token: writer.token.clone(), want };
    socket.send(Message::Binary(hello.to_bytes().into())).await?;
    for _ in 0..2 {
        socket.next().await.context("hung up")??;
    }
    Ok(socket)
}

/// Where the space stands now.
pub(super) async fn newest(writer: &Writer) -> anyhow::Result<Cursor> {
    let mut http = Http::connect(writer.node).await?;
    let query = PageQuery { cursor: writer.start, limit: 1 };
    let path = format!("/v1/spaces/{}/events?{}", writer.seat.space, query.to_text());
    let (_, body) = http.call("GET", &path, &writer.token.to_bearer(), b"").await?;
    Ok(Page::from_bytes(&body)?.head.at)
}

/// How many events come with the next frame that brings some.
pub(super) async fn hear(socket: &mut Socket) -> anyhow::Result<usize> {
    loop {
        let message = socket.next().await.context("hung up")??;
        match ServerFrame::from_bytes(&message.into_data())? {
            ServerFrame::Ev { page, .. } => return Ok(page.items.len()),
            ServerFrame::Err { code, .. } => bail!("refused: {code:?}"),
            _ => {}
        }
    }
}

impl Ours {
    /// One says something after the other, and so many devices hear each.
    ///
    /// # Errors
    /// When the relay refuses something.
    pub async fn heard(&mut self, listeners: usize, time: Duration) -> anyhow::Result<Measured> {
        let mut writer = self.writers.pop().context("a space")?;
        let at = newest(&writer).await?;
        let mut sockets = Vec::new();
        for _ in 0..listeners {
            sockets.push(socket(&writer, writer.node, at).await?);
        }
        let (mut times, begun) = (Vec::new(), Instant::now());
        while begun.elapsed() < time {
            let said = Instant::now();
            let events = vec![writer.seat.seal()?.bytes];
            let append = ClientFrame::Append { req: 1, space: writer.seat.space, events };
            let speaker = sockets.first_mut().context("a socket")?;
            speaker.send(Message::Binary(append.to_bytes().into())).await?;
            for socket in &mut sockets {
                hear(socket).await?;
            }
            times.push(said.elapsed());
        }
        self.writers.insert(0, writer);
        Ok(Measured { events: times.len(), times, wall: begun.elapsed(), disk: 0, bytes: 0 })
    }

    /// So many single changes without waiting for answers, until the other device has all of them.
    ///
    /// # Errors
    /// When the relay refuses something.
    pub async fn burst(&mut self, count: usize) -> anyhow::Result<Duration> {
        let mut writer = self.writers.pop().context("a space")?;
        let at = newest(&writer).await?;
        let (speaker, mut listener) =
            (socket(&writer, writer.node, at).await?, socket(&writer, writer.node, at).await?);
        let frames: Vec<Message> = (0..count as u32)
            .map(|req| {
                let events = vec![writer.seat.seal()?.bytes];
                let append = ClientFrame::Append { req, space: writer.seat.space, events };
                Ok(Message::Binary(append.to_bytes().into()))
            })
            .collect::<anyhow::Result<_>>()?;
        let (mut says, mut hears) = speaker.split();
        let begun = Instant::now();
        let saying = tokio::spawn(async move {
            for frame in frames {
                says.send(frame).await?;
            }
            anyhow::Ok(says)
        });
        // What comes back to the speaker is read, so that nothing waits for that.
        let answers = tokio::spawn(async move { while hears.next().await.is_some_and(|it| it.is_ok()) {} });
        let mut heard = 0;
        while heard < count {
            heard += hear(&mut listener).await?;
        }
        let took = begun.elapsed();
        drop(saying.await??);
        answers.abort();
        self.writers.insert(0, writer);
        Ok(took)
    }
}

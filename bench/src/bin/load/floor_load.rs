//! The load on the floor relay.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use bench::http::Http;
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::Message;

use bench::measured::{Measured, together};

use super::{JOURNEY, LISTENERS, WRITERS, listen};

/// As long as one of our sealed events with 145 bytes of words in it.
pub(super) const EVENT: usize = 846;
const SPOKEN: usize = 1_000;
const LONG: usize = 1_001;

pub(crate) struct FloorLoad(SocketAddr);

impl FloorLoad {
    pub(crate) async fn begin(folder: &Path) -> anyhow::Result<Self> {
        let address = listen(bench::floor::router(&folder.join("floor.db"))?).await?;
        let writers = (0..32).map(|_| {
            tokio::spawn(async move {
                let mut http = Http::connect(address).await?;
                for _ in 0..JOURNEY.div_ceil(32) {
                    http.call("POST", &format!("/events/{LONG}/0"), "", &[7; EVENT]).await?;
                }
                anyhow::Ok(())
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await??;
        }
        Ok(Self(address))
    }

    async fn write(&self, writers: usize, at_once: usize, time: Duration) -> anyhow::Result<Measured> {
        let (address, end) = (self.0, Instant::now() + time);
        let writers = (0..writers).map(|space| {
            tokio::spawn(async move {
                let mut http = Http::connect(address).await?;
                let (path, body) = (format!("/events/{space}/{at_once}"), vec![7; EVENT * at_once]);
                let mut times = Vec::new();
                while Instant::now() < end {
                    let begun = Instant::now();
                    http.call("POST", &path, "", &body).await?;
                    times.push(begun.elapsed());
                }
                Ok(times)
            })
        });
        together(writers.collect(), at_once, EVENT as u64).await
    }

    pub(crate) async fn many(&self, time: Duration) -> anyhow::Result<Measured> {
        self.write(WRITERS, 1, time).await
    }

    pub(crate) async fn alone(&self, time: Duration) -> anyhow::Result<Measured> {
        self.write(1, 1, time).await
    }

    pub(crate) async fn backlog(&self, time: Duration) -> anyhow::Result<Measured> {
        self.write(16, 100, time).await
    }

    pub(crate) async fn burst(&self, count: usize) -> anyhow::Result<Duration> {
        let at = format!("ws://{}/ws/{SPOKEN}", self.0);
        let (speaker, _) = connect_async_with_config(&at, None, true).await?;
        let (mut listener, _) = connect_async_with_config(&at, None, true).await?;
        let (mut says, mut hears) = speaker.split();
        let begun = Instant::now();
        let saying = tokio::spawn(async move {
            for _ in 0..count {
                says.send(Message::Binary(vec![7; EVENT].into())).await?;
            }
            anyhow::Ok(says)
        });
        let answers = tokio::spawn(async move { while hears.next().await.is_some_and(|it| it.is_ok()) {} });
        let mut heard = 0;
        while heard < count {
            heard += usize::from(listener.next().await.context("hung up")??.is_binary());
        }
        let took = begun.elapsed();
        drop(saying.await??);
        answers.abort();
        Ok(took)
    }

    pub(crate) async fn heard(&self, time: Duration) -> anyhow::Result<Measured> {
        let mut sockets = Vec::new();
        for _ in 0..LISTENERS {
            sockets
                .push(connect_async_with_config(format!("ws://{}/ws/{SPOKEN}", self.0), None, true).await?.0);
        }
        let mut times = Vec::new();
        let begun = Instant::now();
        while begun.elapsed() < time {
            let said = Instant::now();
            sockets.first_mut().context("a socket")?.send(Message::Binary(vec![7; EVENT].into())).await?;
            for socket in &mut sockets {
                while !socket.next().await.context("hung up")??.is_binary() {}
            }
            times.push(said.elapsed());
        }
        Ok(Measured { events: times.len(), times, wall: begun.elapsed(), disk: 0, bytes: 0 })
    }

    pub(crate) async fn catch_up(&self) -> anyhow::Result<Duration> {
        let mut http = Http::connect(self.0).await?;
        let begun = Instant::now();
        for page in 0..JOURNEY.div_ceil(1_000) {
            http.call("GET", &format!("/events/{LONG}/{}", page * 1_000), "", b"").await?;
        }
        Ok(begun.elapsed())
    }
}

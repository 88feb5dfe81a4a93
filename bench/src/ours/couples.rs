//! Couples as they live: both connected, at different nodes where there are several; one writes now and then, and the
//! other hears it.

use std::time::{Duration, Instant};

use anyhow::Context;
use futures_util::{SinkExt, StreamExt};
use protocol::Wire;
use protocol::wire::ClientFrame;
use tokio::time::{Instant as At, interval_at};
use tokio_tungstenite::tungstenite::Message;

use super::hearing::{hear, newest, socket};
use super::{Ours, Writer};
use crate::measured::{Measured, together};

impl Ours {
    /// So many couples, each with an event in every interval; how long until the other has it.
    ///
    /// # Errors
    /// When the relay refuses something.
    pub async fn couples(
        &mut self,
        count: usize,
        every: Duration,
        time: Duration,
    ) -> anyhow::Result<Measured> {
        let (back, mut writers) = tokio::sync::mpsc::unbounded_channel();
        let mut ready = Vec::new();
        for (number, writer) in self.writers.drain(..count).enumerate() {
            let there = self.nodes.get((number + 1) % self.nodes.len()).copied().context("no node")?;
            let at = newest(&writer).await?;
            ready.push((socket(&writer, writer.node, at).await?, socket(&writer, there, at).await?, writer));
        }
        let begin = At::now() + Duration::from_millis(200);
        let tasks = ready.into_iter().enumerate().map(|(number, (speaker, listener, writer))| {
            let back = back.clone();
            // Spread over the interval: people do not write at the same moment.
            let first = begin + every.mul_f64(number as f64 / count as f64);
            tokio::spawn(async move {
                let (writer, times) = live(writer, [speaker, listener], (first, every, begin + time)).await?;
                let _ = back.send(writer);
                Ok(times)
            })
        });
        let measured = together(tasks.collect(), 1, self.length).await?;
        drop(back);
        while let Some(writer) = writers.recv().await {
            self.writers.push(writer);
        }
        Ok(measured)
    }
}

async fn live(
    mut writer: Writer,
    [speaker, mut listener]: [super::hearing::Socket; 2],
    (first, every, end): (At, Duration, At),
) -> anyhow::Result<(Writer, Vec<Duration>)> {
    let (mut says, mut hears) = speaker.split();
    let answers = tokio::spawn(async move { while hears.next().await.is_some_and(|it| it.is_ok()) {} });
    let (mut times, mut ticks) = (Vec::new(), interval_at(first, every));
    while At::now() < end {
        ticks.tick().await;
        let events = vec![writer.seat.seal()?.bytes];
        let append = ClientFrame::Append { req: 1, space: writer.seat.space, events };
        let said = Instant::now();
        says.send(Message::Binary(append.to_bytes().into())).await?;
        hear(&mut listener).await?;
        times.push(said.elapsed());
    }
    answers.abort();
    Ok((writer, times))
}

//! The least of an HTTP client: one connection that is kept, one request at a time. It costs next to nothing, so that what is
//! measured is the server.

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection.
pub struct Http {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// Said with each request.
    more: String,
}

impl Http {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens there.
    pub async fn connect(address: std::net::SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new(), more: String::new() })
    }

    /// From now on it is as if somebody elsewhere was calling through a proxy: a relay counts requests by address.
    #[must_use]
    pub fn calling_from(mut self, person: usize) -> Self {
        let [.., high, low] = person.to_be_bytes();
        self.more = format!("x-forwarded-for: 198.18.{high}.{low}\r\n");
        self
    }

    /// Sends a request and reads the whole answer: its status and its body.
    ///
    /// # Errors
    /// When the connection breaks or what comes is no HTTP.
    pub async fn call(
        &mut self,
        method: &str,
        path: &str,
        bearer: &str,
        body: &[u8],
    ) -> anyhow::Result<(u16, Vec<u8>)> {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nhost: bench\r\ncontent-length: {}\r\n", body.len());
        if !bearer.is_empty() {
            request.push_str(&format!("authorization: {bearer}\r\n"));
        }
        request.push_str(&self.more);
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        self.stream.write_all(&bytes).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(at) = self.buffer.windows(4).position(|it| it == b"\r\n\r\n") {
                break at + 4;
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server hung up");
            }
        };
        let (said, begun) = self.buffer.split_at(head);
        let said = std::str::from_utf8(said)?.to_ascii_lowercase();
        let status = said.split(' ').nth(1).context("a status")?.parse()?;
        let length = said.lines().find_map(|it| it.strip_prefix("content-length: "));
        let length: usize = length.map_or(Ok(0), str::parse)?;
        let mut answer = begun.to_vec();
        let have = answer.len();
        answer.resize(length.max(have), 0);
        if let Some(rest) = answer.get_mut(have..) {
            self.stream.read_exact(rest).await?;
        }
        Ok((status, answer))
    }
}

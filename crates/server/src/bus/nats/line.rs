//! The lines themselves: `SUB`, `UNSUB`, `PUB`, `MSG`, `PING`, `PONG`, each ended by a line feed; the protocol of NATS clients.

use std::collections::HashMap;
use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, split};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Sender;

use super::address::BusAddress;
use crate::bus::Topic;
use crate::bus::beyond::{MEETINGS, subject};

/// The longest line that is read: what the server says about itself.
const LONGEST_LINE: u64 = 64 << 10;
/// The longest message that is read.
const LONGEST: usize = 64 << 10;

/// One half of a connection, sealed or not.
type Reads = Box<dyn AsyncRead + Send + Unpin>;
/// The other half.
type Writes = Box<dyn AsyncWrite + Send + Unpin>;

/// What the server says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// It asks whether we are there.
    Ping,
    /// It is there.
    Pong,
    /// It does not take us.
    Refusal(String),
    /// Somebody said this on what has that number.
    Told(u64, Vec<u8>),
}

/// What we say.
pub(super) struct Mouth {
    write: Writes,
    out: Vec<u8>,
    numbers: HashMap<Topic, u64>,
    topics: HashMap<u64, Topic>,
    next: u64,
}

/// What we hear.
pub(super) struct Ear<R = Reads>(BufReader<R>);

/// Connects, and says who we are.
pub(super) async fn open(address: &BusAddress) -> io::Result<(Mouth, Ear)> {
    let stream = TcpStream::connect(&address.host).await?;
    stream.set_nodelay(true)?;
    // The server says what it is before anything is sealed, and then waits for us.
    let mut greeted = Ear(BufReader::new(stream));
    let greeting = greeted.line().await?;
    let (read, mut write): (Reads, Writes) = match &address.tls {
        Some(tls) => {
            let (read, write) = split(tls.over(address.name(), greeted.0.into_inner()).await?);
            (Box::new(read), Box::new(write))
        }
        None if greeting.contains("\"tls_required\":true") => {
            return Err(io::Error::other("it asks for TLS: name it tls://…"));
        }
        None => {
            let (read, write) = greeted.0.into_inner().into_split();
            (Box::new(read), Box::new(write))
        }
    };
    let mut ear = Ear(BufReader::new(read));
    write.write_all(address.greeting().as_bytes()).await?;
    write.flush().await?;
    loop {
        match ear.hear().await? {
            Some(Message::Pong) => break,
            Some(Message::Refusal(why)) => return Err(io::Error::other(why)),
            _ => {}
        }
    }
    let out = ["SUB ", MEETINGS, " 1\r\n"].concat().into_bytes();
    Ok((Mouth { write, out, numbers: HashMap::new(), topics: HashMap::new(), next: 2 }, ear))
}

impl Mouth {
    /// Says what was put down.
    pub(super) async fn send(&mut self) -> io::Result<()> {
        self.write.write_all(&self.out).await?;
        self.out.clear();
        self.write.flush().await
    }

    /// How many bytes are put down.
    pub(super) fn waiting(&self) -> usize {
        self.out.len()
    }

    /// Asks for a topic, once.
    pub(super) fn listen(&mut self, topic: Topic) {
        if self.numbers.contains_key(&topic) {
            return;
        }
        let number = self.next;
        self.next += 1;
        self.numbers.insert(topic, number);
        self.topics.insert(number, topic);
        self.put(&["SUB ", &subject(topic), " ", &number.to_string(), "\r\n"]);
    }

    /// Asks for it no more.
    pub(super) fn leave(&mut self, topic: Topic) {
        if let Some(number) = self.numbers.remove(&topic) {
            self.topics.remove(&number);
            self.put(&["UNSUB ", &number.to_string(), "\r\n"]);
        }
    }

    /// The topic of a number.
    pub(super) fn topic(&self, number: u64) -> Option<Topic> {
        self.topics.get(&number).copied()
    }

    /// Says something to whoever asked for the subject.
    pub(super) fn say(&mut self, subject: &str, bytes: &[u8]) {
        self.put(&["PUB ", subject, " ", &bytes.len().to_string(), "\r\n"]);
        self.out.extend_from_slice(bytes);
        self.put(&["\r\n"]);
    }

    /// Asks whether the server is there.
    pub(super) fn ping(&mut self) {
        self.put(&["PING\r\n"]);
    }

    /// Says that we are.
    pub(super) fn pong(&mut self) {
        self.put(&["PONG\r\n"]);
    }

    fn put(&mut self, parts: &[&str]) {
        parts.iter().for_each(|it| self.out.extend_from_slice(it.as_bytes()));
    }
}

impl<R: AsyncRead + Send + Unpin> Ear<R> {
    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        let mut some = (&mut self.0).take(LONGEST_LINE);
        some.read_line(&mut line).await?;
        if !line.ends_with('\n') {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }

    /// The next message; nothing for what is no news to us.
    async fn hear(&mut self) -> io::Result<Option<Message>> {
        let line = self.line().await?;
        let mut words = line.split_ascii_whitespace();
        match words.next().unwrap_or_default() {
            "PING" => Ok(Some(Message::Ping)),
            "PONG" => Ok(Some(Message::Pong)),
            "-ERR" => Ok(Some(Message::Refusal(line))),
            "MSG" => {
                let number = words.nth(1).and_then(|it| it.parse().ok());
                let length = words.next_back().and_then(|it| it.parse().ok()).filter(|it| *it <= LONGEST);
                let (Some(number), Some(length)) = (number, length) else {
                    return Err(io::Error::other("a message that cannot be read"));
                };
                let mut bytes = vec![0; length + 2];
                self.0.read_exact(&mut bytes).await?;
                bytes.truncate(length);
                Ok(Some(Message::Told(number, bytes)))
            }
            _ => Ok(None),
        }
    }

    /// Passes on what is heard until nobody takes it or nothing comes.
    pub(super) async fn hear_on(mut self, passes: Sender<Message>) {
        while let Ok(message) = self.hear().await {
            if let Some(message) = message
                && passes.send(message).await.is_err()
            {
                return;
            }
        }
    }
}

//! A way to the server that counts what comes back: each answer by its path, with the time it was whole.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;

/// What stands around each body: the heads of question and answer.
pub(crate) const AROUND: usize = 250;

/// One answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) path: String,
    pub(crate) bytes: usize,
    pub(crate) asker: Asker,
}

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asker {
    /// The page, its styles, fonts and program.
    Page,
    /// A worker beside the page.
    Worker,
    /// What keeps everything for times without a network.
    Keeper,
}

/// The way; it lasts as long as the process.
pub(crate) struct Counting {
    port: u16,
    answers: Arc<Mutex<Vec<Answer>>>,
}

impl Counting {
    /// Stands before the server at this port.
    pub(crate) fn before(server: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let answers = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&answers);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                // A browser that closes in the middle of an answer is no failure.
                std::thread::spawn(move || pass_on(&stream, server, &kept).ok());
            }
        });
        Ok(Self { port, answers })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Every answer so far.
    pub(crate) fn answers(&self) -> Vec<Answer> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Head {
    first: String,
    lines: Vec<String>,
}

impl Head {
    fn field(&self, name: &str) -> Option<&str> {
        self.lines.iter().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    fn length(&self) -> usize {
        self.field("content-length").and_then(|it| it.parse().ok()).unwrap_or(0)
    }

    fn bytes(&self) -> Vec<u8> {
        (self.first.clone() + &self.lines.concat() + "\r\n").into_bytes()
    }
}

fn head(from: &mut impl BufRead) -> anyhow::Result<Option<Head>> {
    let mut first = String::new();
    if from.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        from.read_line(&mut line)?;
        if line.trim().is_empty() {
            return Ok(Some(Head { first, lines }));
        }
        lines.push(line);
    }
}

fn pass_on(browser: &TcpStream, server: u16, kept: &Mutex<Vec<Answer>>) -> anyhow::Result<()> {
    let server = TcpStream::connect(("127.0.0.1", server))?;
    for stream in [browser, &server] {
        stream.set_nodelay(true)?;
    }
    let (mut asking, mut answering) = (BufReader::new(browser), BufReader::new(&server));
    let (mut to_browser, mut to_server) = (browser, &server);
    while let Some(asked) = head(&mut asking)? {
        let mut whole = asked.bytes();
        (&mut asking).take(asked.length() as u64).read_to_end(&mut whole)?;
        to_server.write_all(&whole)?;
        let answer = head(&mut answering)?.context("the server hung up")?;
        let mut body = Vec::new();
        if !answer.first.contains(" 304 ") {
            (&mut answering).take(answer.length() as u64).read_to_end(&mut body)?;
        }
        let path = asked.first.split(' ').nth(1).unwrap_or_default().to_owned();
        let counted = Answer { path, bytes: body.len() + AROUND, asker: asker(&asked) };
        kept.lock().unwrap_or_else(PoisonError::into_inner).push(counted);
        let mut whole = answer.bytes();
        whole.append(&mut body);
        to_browser.write_all(&whole)?;
    }
    Ok(())
}

fn asker(asked: &Head) -> Asker {
    // A kept bundle is asked for past the browser's own store, and each file by itself.
    let past_the_store = asked.field("cache-control").is_some_and(|it| it.contains("max-age=0"));
    match asked.field("sec-fetch-dest") {
        Some("serviceworker") => Asker::Keeper,
        Some("empty") if past_the_store => Asker::Keeper,
        Some("worker") => Asker::Worker,
        _ => Asker::Page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Head {
        head(&mut BufReader::new(text.as_bytes())).unwrap().unwrap()
    }

    #[test]
    fn who_asked_is_read_from_the_request() {
        let page = asked("GET / HTTP/1.1\r\nSec-Fetch-Dest: document\r\n\r\n");
        let keeper = asked("GET / HTTP/1.1\r\nCache-Control: max-age=0\r\nSec-Fetch-Dest: empty\r\n\r\n");
        let worker = asked("GET /worker.js HTTP/1.1\r\nsec-fetch-dest: worker\r\n\r\n");
        assert_eq!([&page, &keeper, &worker].map(asker), [Asker::Page, Asker::Keeper, Asker::Worker]);
    }

    #[test]
    fn a_head_is_passed_on_as_it_came() {
        let text = "POST /v1 HTTP/1.1\r\nContent-Length: 12\r\nhost: here\r\n\r\n";
        assert_eq!(asked(text).bytes(), text.as_bytes());
        assert_eq!(asked(text).length(), 12);
    }
}

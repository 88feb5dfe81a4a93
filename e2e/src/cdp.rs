//! Chromium's debugging protocol over a pipe: JSON messages that end with a zero byte. Over a pipe Chromium
//! ends when we end, however we end, and there is no port to find and no socket to lose.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

/// Longer than any answer may take; a hung browser should fail a test and not hang it.
const ANSWER_WITHIN: Duration = Duration::from_secs(40);

/// Events worth keeping; the rest of the stream is dropped.
const KEPT: [&str; 4] =
    ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Inspector.targetCrashed"];

/// What the browser said by itself.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) session: String,
    pub(crate) method: String,
    pub(crate) params: Value,
}

#[derive(Default)]
struct Shared {
    next: u64,
    waiting: HashMap<u64, Sender<Value>>,
    said: Vec<Said>,
}

/// The connection to one browser.
pub(crate) struct Cdp {
    to: Mutex<Box<dyn Write + Send>>,
    shared: Arc<Mutex<Shared>>,
}

impl Cdp {
    /// Speaks over this pair of pipes.
    pub(crate) fn over(from: impl Read + Send + 'static, to: impl Write + Send + 'static) -> Self {
        let shared = Arc::new(Mutex::new(Shared::default()));
        let listening = Arc::clone(&shared);
        std::thread::spawn(move || listen(from, &listening));
        Self { to: Mutex::new(Box::new(to)), shared }
    }

    /// Sends a command and waits for its answer; the browser's refusal is an `Err`.
    pub(crate) fn ask(&self, session: &str, method: &str, params: Value) -> Result<Value, String> {
        let (sender, answer) = channel();
        let id = self.send(session, method, params, Some(sender))?;
        match answer.recv_timeout(ANSWER_WITHIN) {
            Ok(mut answer) if answer["error"].is_null() => Ok(answer["result"].take()),
            Ok(answer) => Err(format!("{method}: {}", answer["error"]["message"])),
            Err(_) => {
                self.shared.lock().unwrap().waiting.remove(&id);
                Err(format!("{method}: the browser does not answer"))
            }
        }
    }

    /// Sends a command that will not be answered, since it ends the one who would answer.
    pub(crate) fn tell(&self, session: &str, method: &str, params: Value) {
        let _ = self.send(session, method, params, None);
    }

    /// What a session said so far.
    pub(crate) fn said(&self, session: &str) -> Vec<Said> {
        let shared = self.shared.lock().unwrap();
        shared.said.iter().filter(|it| it.session == session).cloned().collect()
    }

    /// Forgets what a session said so far.
    pub(crate) fn forget(&self, session: &str) {
        self.shared.lock().unwrap().said.retain(|it| it.session != session);
    }

    fn send(
        &self,
        session: &str,
        method: &str,
        params: Value,
        answer: Option<Sender<Value>>,
    ) -> Result<u64, String> {
        let id = {
            let mut shared = self.shared.lock().unwrap();
            shared.next += 1;
            let id = shared.next;
            if let Some(answer) = answer {
                shared.waiting.insert(id, answer);
            }
            id
        };
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut to = self.to.lock().unwrap();
        let sent = to.write_all(&bytes).and_then(|()| to.flush());
        sent.map(|()| id).map_err(|error| format!("{method}: the browser is gone ({error})"))
    }
}

fn listen(from: impl Read, shared: &Mutex<Shared>) {
    let mut from = BufReader::new(from);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match from.read_until(0, &mut bytes) {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
        if bytes.last() == Some(&0) {
            bytes.pop();
        }
        let Ok(message) = serde_json::from_slice::<Value>(&bytes) else {
            continue;
        };
        take_in(message, shared);
    }
    // Whoever still waits is told at once: dropping the senders ends their waiting.
    shared.lock().unwrap().waiting.clear();
}

fn take_in(mut message: Value, shared: &Mutex<Shared>) {
    let mut shared = shared.lock().unwrap();
    if let Some(id) = message["id"].as_u64() {
        if let Some(waiting) = shared.waiting.remove(&id) {
            let _ = waiting.send(message);
        }
        return;
    }
    let method = message["method"].as_str().unwrap_or_default().to_owned();
    if KEPT.contains(&method.as_str()) {
        let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
        shared.said.push(Said { session, method, params: message["params"].take() });
    }
}

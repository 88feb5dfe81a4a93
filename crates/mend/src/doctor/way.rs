//! The way to the server: whether it answers here, and whether a proxy before it lets everything through.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::Duration;

use super::Findings;
use crate::settings::Settings;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest body that a device sends, and a little more: a proxy must let it through.
const LONGEST_BODY: usize = (1 << 20) + 64;
/// The key of the example in RFC 6455, section 1.3.
const SOCKET_KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// The address people open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    has_tls: bool,
    /// Name and port, as after `Host:`.
    host: String,
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").ok_or("write it as https://mend.example")?;
        let has_tls = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err("only http and https are known".to_owned()),
        };
        let host = rest.trim_end_matches('/').to_owned();
        if host.is_empty() || host.contains('/') || host.contains(char::is_whitespace) {
            return Err("only a name, and a port if it is not the usual one: mend has no folder of its own"
                .to_owned());
        }
        Ok(Self { has_tls, host })
    }
}

struct Answer {
    status: u16,
    /// Head and body.
    text: String,
}

/// Asks over plain HTTP.
fn ask(to: SocketAddr, host: &str, head: &str, body: usize) -> Option<Answer> {
    let mut stream = TcpStream::connect_timeout(&to, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.set_write_timeout(Some(PATIENCE)).ok()?;
    write!(stream, "{head}Host: {host}\r\n\r\n").ok()?;
    // Who refuses a body may do so before all of it was sent.
    let _ = stream.write_all(&vec![0; body]);
    let mut read = Vec::new();
    let mut piece = [0; 4096];
    while read.len() < 64 << 10 {
        let Ok(count) = stream.read(&mut piece) else { break };
        read.extend_from_slice(piece.get(..count)?);
        // After an upgrade nothing more comes by itself.
        if count == 0 || read.starts_with(b"HTTP/1.1 101") {
            break;
        }
    }
    answer(&read)
}

fn answer(read: &[u8]) -> Option<Answer> {
    let text = String::from_utf8_lossy(read).into_owned();
    let status = text.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, text })
}

impl Address {
    fn ask(&self, head: &str, body: usize) -> Option<Answer> {
        if !self.has_tls {
            let port = if self.host.rsplit(']').next()?.contains(':') { "" } else { ":80" };
            let to = [self.host.as_str(), port].concat().to_socket_addrs().ok()?.next()?;
            return ask(to, &self.host, head, body);
        }
        self.ask_by_curl(head, body)
    }

    /// Mend speaks no TLS; where people open a page over TLS, somebody who speaks it is there.
    fn ask_by_curl(&self, head: &str, body: usize) -> Option<Answer> {
        let mut lines = head.split("\r\n").filter(|it| !it.is_empty());
        let mut first = lines.next()?.split(' ');
        let (method, path) = (first.next()?, first.next()?);
        let mut curl = Command::new("curl");
        curl.args(["-sS", "-i", "--http1.1", "--max-time", "10", "-X", method]);
        for line in lines.filter(|it| !it.starts_with("Connection: close")) {
            curl.args(["-H", line]);
        }
        if body > 0 {
            curl.args(["--data-binary", "@-"]);
        }
        curl.arg(["https://", &self.host, path].concat());
        let mut child =
            curl.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let mut said = child.stdin.take()?;
        let saying = std::thread::spawn(move || said.write_all(&vec![0; body]));
        let output = child.wait_with_output().ok()?;
        let _ = saying.join();
        answer(&output.stdout)
    }
}

/// Whether the server answers on its own address.
pub(super) fn server(settings: &Settings, runs: bool, found: &mut Findings) {
    let address = settings.listen;
    let health = ask(address, &address.to_string(), "GET /health HTTP/1.1\r\nConnection: close\r\n", 0);
    let version = ["\"version\":\"", env!("CARGO_PKG_VERSION"), "\""].concat();
    match health {
        Some(it) if it.status == 200 && it.text.contains(&version) => {
            found.well(&format!("A server answers on {address}."));
        }
        Some(it) if it.text.contains("\"version\":") && it.status == 200 => found.odd(
            &format!("The server on {address} is another release than this doctor."),
            "Start the server again after an update, and call the doctor of the same release.",
        ),
        Some(_) => found.wrong(
            &format!("Something answers on {address} and is not well, or is not mend."),
            "Look into mend's log, or choose another address with --listen.",
        ),
        None if runs => found.wrong(
            &format!("A server has the store open, and none answers on {address}."),
            "Call the doctor with the same settings as the server.",
        ),
        None => found.odd(&format!("No server answers on {address}."), "Start it: mend serve."),
    }
}

/// Whether what devices send comes through a proxy, and what they are told back.
pub(super) fn proxy(at: &Address, settings: &Settings, found: &mut Findings) {
    let health = at.ask("GET /health HTTP/1.1\r\nConnection: close\r\n", 0);
    match health {
        Some(it) if it.status == 200 && it.text.contains("\"version\":") => {
            found.well(&format!("{} leads here.", at.host));
        }
        Some(it) => {
            return found.wrong(
                &format!("{} answers, but not with this server (status {}).", at.host, it.status),
                "Let the proxy pass everything below / to the address mend listens on.",
            );
        }
        None if at.has_tls => {
            return found.wrong(
                &format!("{} does not answer over TLS, or there is no curl here to ask with.", at.host),
                "Install curl, or look at the proxy's log: its certificate, and whether it runs.",
            );
        }
        None => return found.wrong(&format!("{} does not answer.", at.host), "Look whether the proxy runs."),
    }
    sockets(at, found);
    bodies(at, found);
    headers(at, settings, found);
}

fn sockets(at: &Address, found: &mut Findings) {
    let head = format!(
        "GET /v1/ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Protocol: mend.1\r\nSec-WebSocket-Key: {SOCKET_KEY}\r\n"
    );
    match at.ask(&head, 0) {
        Some(it) if it.status == 101 => found.well("WebSockets come through."),
        _ => found.odd(
            "WebSockets do not come through. Devices listen by the long poll instead, which costs a little time and power.",
            "Let the proxy pass Upgrade and Connection on, over HTTP/1.1 (docs/self-hosting.md).",
        ),
    }
}

fn bodies(at: &Address, found: &mut Findings) {
    let head = format!(
        "POST /v1/rdv/{}/j1 HTTP/1.1\r\nConnection: close\r\nContent-Type: application/cbor\r\nContent-Length: {LONGEST_BODY}\r\n",
        "00".repeat(16)
    );
    match at.ask(&head, LONGEST_BODY) {
        Some(it) if it.text.to_ascii_lowercase().contains("content-type: application/cbor") => {
            found.well("Bodies as long as devices send come through.");
        }
        _ => found.wrong(
            "The longest bodies that devices send do not come through.",
            "Let the proxy take bodies of 2 MB (nginx: client_max_body_size 2m).",
        ),
    }
}

fn headers(at: &Address, settings: &Settings, found: &mut Findings) {
    let shell = at.ask("GET / HTTP/1.1\r\nConnection: close\r\n", 0);
    let meddled = meddled_with(&shell.map(|it| it.text).unwrap_or_default());
    if meddled.is_empty() {
        found.well("The page comes with the headers that guard it.");
    } else {
        found.wrong(
            &format!("Headers that guard the page do not come as they were sent: {}.", meddled.join(", ")),
            "Let the proxy neither remove, nor change, nor repeat headers of the answers of mend.",
        );
    }
    if settings.behind_proxy {
        forwarded(at, settings, found)
    } else {
        found.odd(
        "There is a proxy, and behind_proxy is not set: all who come through it count as one, and are slowed together.",
        "Set behind_proxy = true, and let the proxy say in x-forwarded-for who is calling.",
    )
    }
}

/// The headers that guard the page and did not come through as they were sent, each with what became of it. What a proxy
/// adds under names of its own is its own affair.
fn meddled_with(answer: &str) -> Vec<String> {
    let (head, _) = answer.split_once("\r\n\r\n").unwrap_or((answer, ""));
    let came: Vec<(String, &str)> = head
        .lines()
        .filter_map(|it| it.split_once(':'))
        .map(|(name, says)| (name.to_ascii_lowercase(), says.trim()))
        .collect();
    let became = |(name, sent): (&str, &str)| {
        let says: Vec<&str> = came.iter().filter(|(it, _)| it == name).map(|(_, says)| *says).collect();
        let became = match says.as_slice() {
            [says] if *says == sent => return None,
            [] => " (missing)",
            [_] => " (changed)",
            _ => " (more than once)",
        };
        Some([name, became].concat())
    };
    server::guarding_headers().filter_map(became).collect()
}

/// Asks the server whether it heard from the proxy who was calling.
fn forwarded(at: &Address, settings: &Settings, found: &mut Findings) {
    let Some(watch) = settings.watch else {
        return found.odd(
            "Whether the proxy says who is calling cannot be seen from here.",
            "Set watch = \"127.0.0.1:8731\", start mend again and call the doctor once more.",
        );
    };
    let count = || {
        let told = ask(watch, "localhost", "GET /metrics HTTP/1.1\r\nConnection: close\r\n", 0)?;
        let line = told.text.lines().find(|it| it.starts_with("mend_requests_total{forwarded=\"yes\"}"))?;
        line.rsplit(' ').next()?.parse::<u64>().ok()
    };
    let before = count();
    let _ = at.ask("GET /health HTTP/1.1\r\nConnection: close\r\n", 0);
    match (before, count()) {
        (Some(before), Some(after)) if after > before => found.well("The proxy says who is calling."),
        (Some(_), Some(_)) => found.wrong(
            "The proxy does not say who is calling: all who come through it count as one.",
            "nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; (Caddy does it by itself.)",
        ),
        _ => found.wrong(
            &format!("Nobody answers on {watch}."),
            "Start mend with the same settings as the doctor.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_name_and_perhaps_a_port() {
        let address = |text: &str| text.parse::<Address>().ok();
        let known = |has_tls, host: &str| Some(Address { has_tls, host: host.to_owned() });
        assert_eq!(address("https://mend.example/"), known(true, "mend.example"));
        assert_eq!(address("http://127.0.0.1:8080"), known(false, "127.0.0.1:8080"));
        for text in ["mend.example", "ftp://a", "https://", "https://a/b", "https://a b"] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}

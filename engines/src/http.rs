//! Asking an engine how it is.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(5);

/// The first line and the rest of the answer; nothing when nobody answers.
fn answer(port: u16, path: &str) -> Option<String> {
    let to = SocketAddr::from(([127, 0, 0, 1], port));
    let mut stream = TcpStream::connect_timeout(&to, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {to}\r\nConnection: close\r\n\r\n").ok()?;
    let mut read = Vec::new();
    stream.read_to_end(&mut read).ok()?;
    Some(String::from_utf8_lossy(&read).into_owned())
}

/// Whether it says yes (200) to this question.
pub(crate) fn is_well(port: u16, path: &str) -> bool {
    answer(port, path).is_some_and(|it| it.split(' ').nth(1) == Some("200"))
}

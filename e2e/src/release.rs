//! A server that gets a new release while people have the old one open: a proxy before the real one that, from a
//! moment on, serves the same bundle under other names and no longer knows the old ones.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What comes between a hashed name and its ending in the new release.
const MARK: &str = ".later";

const GONE: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// The address people open, before a server that may get a new release.
pub struct Release {
    port: u16,
    renamed: Arc<Mutex<Vec<String>>>,
    missing: Arc<Mutex<Option<String>>>,
    asked: Asked,
    behind: u16,
}

/// What was asked for through the proxy, and whether the answer is through.
type Asked = Arc<Mutex<Vec<(String, bool)>>>;

impl Drop for Release {
    /// A test that fails says what no answer came to.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let asked = self.asked.lock().map(|it| it.clone()).unwrap_or_default();
            let open: Vec<&str> = asked.iter().filter(|it| !it.1).map(|it| it.0.as_str()).collect();
            eprintln!("through the proxy: {} requests, without an answer: {open:?}", asked.len());
        }
    }
}

impl Release {
    /// Stands before a server at this port of the same machine.
    pub fn before(behind: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("its number").port();
        let renamed = Arc::new(Mutex::new(Vec::new()));
        let missing: Arc<Mutex<Option<String>>> = Arc::default();
        let (names, lost) = (Arc::clone(&renamed), Arc::clone(&missing));
        let asked = Asked::default();
        let told = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (names, lost) = (names.lock().unwrap().clone(), Arc::clone(&lost));
                let told = Arc::clone(&told);
                // A person who closes a page in the middle of an answer is no failure.
                std::thread::spawn(move || pass_on(stream, behind, (&names, &lost), &told).ok());
            }
        });
        Self { port, renamed, missing, asked, behind }
    }

    /// The address to open.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on the files whose names have this in them cannot be had; with nothing, all can again.
    pub fn loses(&self, named: Option<&str>) {
        *self.missing.lock().unwrap() = named.map(str::to_owned);
    }

    /// From now on there is a newer release, and the files of the old one are gone.
    pub fn is_newer(&self) {
        let worker = fetch(self.behind, "/sw.js").expect("the service worker's file").1;
        let worker = String::from_utf8_lossy(&worker).into_owned();
        let names: Vec<String> = worker.split('"').filter(|it| is_hashed(it)).map(str::to_owned).collect();
        assert!(!names.is_empty(), "the service worker names no hashed file: {worker}");
        *self.renamed.lock().unwrap() = names;
    }
}

/// Names by contents have a long run of hexadecimal digits.
fn is_hashed(name: &str) -> bool {
    let runs = name.split(|it: char| !it.is_ascii_hexdigit());
    name.starts_with('/') && runs.map(str::len).any(|it| it >= 8)
}

fn later(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}{MARK}.{ending}"),
        None => name.to_owned(),
    }
}

fn pass_on(
    person: TcpStream,
    behind: u16,
    (renamed, missing): (&[String], &Mutex<Option<String>>),
    asked: &Mutex<Vec<(String, bool)>>,
) -> std::io::Result<()> {
    let mut from = BufReader::new(person.try_clone()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if from.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        lines.push(line);
    }
    let Some(first) = lines.first().cloned() else { return Ok(()) };
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let nth = {
        let mut asked = asked.lock().unwrap();
        asked.push((path.clone(), false));
        asked.len() - 1
    };
    let done = passes(&person, &from, (lines, &path), (behind, renamed, missing));
    if let Some(it) = asked.lock().unwrap().get_mut(nth) {
        it.1 = true;
    }
    done
}

/// Carries one request on, or answers it.
fn passes(
    person: &TcpStream,
    from: &BufReader<TcpStream>,
    (mut lines, path): (Vec<String>, &str),
    (behind, renamed, missing): (u16, &[String], &Mutex<Option<String>>),
) -> std::io::Result<()> {
    let mut person = person;
    let first = lines.first().cloned().unwrap_or_default();
    if missing.lock().unwrap().as_ref().is_some_and(|it| path.contains(it.as_str())) {
        return person.write_all(GONE);
    }
    if first.starts_with("GET ") && !path.starts_with("/v1") && !renamed.is_empty() {
        return answer(person, behind, path, renamed);
    }
    let upgrade = lines.iter().any(|it| it.to_ascii_lowercase().starts_with("upgrade:"));
    if !upgrade {
        // One request a connection, so that each one passes by here.
        lines.retain(|it| !it.to_ascii_lowercase().starts_with("connection:"));
        lines.push("connection: close\r\n".to_owned());
    }
    let server = TcpStream::connect(("127.0.0.1", behind))?;
    (&server).write_all((lines.concat() + "\r\n").as_bytes())?;
    (&server).write_all(from.buffer())?;
    join(person, &server)
}

/// Carries bytes both ways until one side ends.
fn join(one: &TcpStream, other: &TcpStream) -> std::io::Result<()> {
    let (mut from, mut to) = (one.try_clone()?, other.try_clone()?);
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let _ = std::io::copy(&mut &*other, &mut &*one);
    one.shutdown(Shutdown::Both)
}

fn answer(mut person: &TcpStream, behind: u16, path: &str, renamed: &[String]) -> std::io::Result<()> {
    if renamed.iter().any(|it| it == path) {
        return person.write_all(GONE);
    }
    let (head, mut body) = fetch(behind, &path.replace(MARK, ""))?;
    let kind =
        head.lines().find(|it| it.to_ascii_lowercase().starts_with("content-type:")).unwrap_or_default();
    if ["html", "javascript", "css", "json"].iter().any(|it| kind.contains(it)) {
        let text = String::from_utf8_lossy(&body).into_owned();
        let text = renamed.iter().fold(text, |text, name| text.replace(name.as_str(), &later(name)));
        body = text.replace("const VERSION = \"", "const VERSION = \"later-").into_bytes();
    }
    let kept = head.lines().filter(|it| {
        let it = it.to_ascii_lowercase();
        !it.starts_with("content-length:") && !it.starts_with("connection:") && !it.is_empty()
    });
    let head: String = kept.map(|it| format!("{it}\r\n")).collect();
    write!(person, "{head}content-length: {}\r\nconnection: close\r\n\r\n", body.len())?;
    person.write_all(&body)
}

/// Head and body of what the real server answers, uncompressed.
fn fetch(port: u16, path: &str) -> std::io::Result<(String, Vec<u8>)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(stream, "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    Ok((head, bytes.get(end + 4..).unwrap_or_default().to_vec()))
}

//! `mend serve` as a stranger starts and stops it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it expected by falling over")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// An empty folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("mend-serve-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn mend(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mend"));
    command.current_dir(folder).arg("serve").args(words);
    for name in ["MEND_LISTEN", "MEND_STORE", "MEND_SETTINGS", "MEND_LOG"] {
        command.env_remove(name);
    }
    command
}

/// Starts a server and waits until it says where it is.
fn started(folder: &Path, words: &[&str]) -> Child {
    let mut child = mend(folder, words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Mend is at http://"), "it said: {line}");
    child
}

fn refused(folder: &Path, words: &[&str]) -> String {
    let Output { status, stderr, .. } = mend(folder, words).output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

fn stop(child: &mut Child, signal: &str) -> bool {
    Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        if let Some(status) = child.try_wait().unwrap() {
            return status.success();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    panic!("it did not stop");
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn it_serves_and_stops_when_the_system_asks() {
    for signal in ["-TERM", "-INT"] {
        let (folder, address) = (Folder::new(), free_address());
        let mut child = started(&folder.0, &["--listen", &address.to_string(), "--store", "sqlite:a.sqlite"]);
        assert!(get(address, "/health").starts_with("HTTP/1.1 200"));
        assert!(stop(&mut child, signal), "{signal} did not end well");
        assert!(folder.0.join("a.sqlite").exists());
    }
}

#[test]
fn an_open_connection_does_not_hold_it_up() {
    let (folder, address) = (Folder::new(), free_address());
    let mut child = started(&folder.0, &["--listen", &address.to_string()]);
    let mut idle = TcpStream::connect(address).unwrap();
    write!(idle, "GET /health HTTP/1.1\r\nhost: x\r\n").unwrap();
    assert!(stop(&mut child, "-TERM"));
}

#[test]
fn a_second_server_on_the_same_file_is_told_why_not() {
    let (folder, address) = (Folder::new(), free_address());
    let mut first = started(&folder.0, &["--listen", &address.to_string(), "--store", "sqlite:a.sqlite"]);
    let told = refused(&folder.0, &["--listen", &free_address().to_string(), "--store", "sqlite:a.sqlite"]);
    assert!(told.contains("another mend is running on a.sqlite"), "{told}");
    assert!(get(address, "/health").starts_with("HTTP/1.1 200"), "the first was disturbed");
    stop(&mut first, "-TERM");
    let mut again = started(&folder.0, &["--listen", &address.to_string(), "--store", "sqlite:a.sqlite"]);
    stop(&mut again, "-TERM");
}

#[test]
fn an_address_that_is_taken_is_named() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let told = refused(&folder.0, &["--listen", &address]);
    assert!(told.contains(&address) && told.contains("--listen"), "{told}");
}

#[test]
fn a_store_it_cannot_use_is_named_and_left_alone() {
    let folder = Folder::new();
    fs::write(folder.0.join("diary.txt"), "Dear diary, this is no database at all. ".repeat(200)).unwrap();
    let listen = free_address().to_string();
    let told = refused(&folder.0, &["--listen", &listen, "--store", "sqlite:diary.txt"]);
    assert!(told.contains("diary.txt is not a store of mend"), "{told}");
    assert!(fs::read_to_string(folder.0.join("diary.txt")).unwrap().starts_with("Dear diary"));
    let told = refused(&folder.0, &["--listen", &listen, "--store", "sqlite:nowhere/a.sqlite"]);
    assert!(told.contains("there is no folder nowhere"), "{told}");
}

#[test]
fn settings_come_from_flags_then_the_environment_then_the_file() {
    let folder = Folder::new();
    let [flag, environment, file] = [free_address(), free_address(), free_address()];
    fs::write(folder.0.join("mend.toml"), format!("listen = \"{file}\"\nstore = \"sqlite:file.sqlite\"\n"))
        .unwrap();
    let mut from_file = started(&folder.0, &[]);
    assert!(get(file, "/health").starts_with("HTTP/1.1 200"));
    stop(&mut from_file, "-TERM");
    assert!(folder.0.join("file.sqlite").exists());
    let mut child = mend(&folder.0, &["--listen", &flag.to_string()])
        .env("MEND_LISTEN", environment.to_string())
        .env("MEND_STORE", "sqlite:environment.sqlite")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains(&flag.to_string()), "{line}");
    stop(&mut child, "-TERM");
    assert!(folder.0.join("environment.sqlite").exists());
}

#[test]
fn a_made_up_couple_is_written_handed_out_and_cleared_away() {
    let (folder, address) = (Folder::new(), free_address());
    let mut child = mend(&folder.0, &["--demo", "--listen", &address.to_string()])
        .env("TMPDIR", &folder.0)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let told: Vec<String> = BufReader::new(child.stdout.as_mut().unwrap())
        .lines()
        .map_while(Result::ok)
        .take_while(|line| !line.starts_with("Open each"))
        .collect();
    assert!(told.iter().any(|it| it.contains(&format!("http://{address}/#demo=noor"))), "{told:?}");
    let mut kits = Vec::new();
    for who in ["noor", "sam", "noor"] {
        let answer = get(address, &format!("/demo/{who}.json"));
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("no-store"), "{answer}");
        let kit = answer.split("\"kit\":\"").nth(1).and_then(|it| it.split('"').next()).unwrap();
        assert!(kit.len() >= 32 && answer.contains(&format!("\"name\":\"{who}\"")), "{answer}");
        assert!(!kits.contains(&kit.to_owned()), "a kit opens one browser; the next needs another");
        kits.push(kit.to_owned());
    }
    assert!(get(address, "/demo/else.json").starts_with("HTTP/1.1 404"));
    assert!(stop(&mut child, "-TERM"));
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0, "something was left behind");
}

#[test]
fn servers_on_one_database_and_one_bus_do_not_need_each_other() {
    let (folder, mut nats) = (Folder::new(), engines::Nats::start().unwrap());
    let database = engines::Postgres::shared().unwrap().new_database().unwrap();
    let addresses = [free_address(), free_address()];
    let start = |address: SocketAddr| {
        let words = ["--listen", &address.to_string(), "--store", &database.url, "--bus", &nats.url()];
        started(&folder.0, &words)
    };
    let mut servers = addresses.map(start);
    let card = |address| get(address, "/v1/server").split("\r\n\r\n").count();
    assert!(addresses.iter().all(|it| get(*it, "/health").starts_with("HTTP/1.1 200") && card(*it) == 2));
    servers[0].kill().unwrap();
    servers[0].wait().unwrap();
    nats.kill();
    assert!(get(addresses[1], "/health").starts_with("HTTP/1.1 200"));
    let mut again = started(&folder.0, &["--listen", &addresses[0].to_string(), "--store", &database.url]);
    assert!(get(addresses[0], "/health").starts_with("HTTP/1.1 200"));
    assert!(stop(&mut again, "-TERM") && stop(&mut servers[1], "-TERM"));
}

#[test]
fn a_database_it_cannot_use_is_told_without_its_password() {
    let folder = Folder::new();
    let server = engines::Postgres::shared().unwrap();
    for (url, words) in [
        (server.named("not-this-one", "postgres"), "does not accept this user and password"),
        (server.named(engines::PASSWORD, "nowhere"), "there is no such database"),
        (
            server.named("not-this-one", "postgres").replace("sslmode=disable", "sslmode=require"),
            "the database speaks none",
        ),
    ] {
        let told = refused(&folder.0, &["--store", &url]);
        assert!(told.contains(words), "{told}");
        assert!(!told.contains("not-this-one") && !told.contains(engines::PASSWORD), "{told}");
    }
    let told = refused(&folder.0, &["--bus", "nats://bus"]);
    assert!(told.contains("leave --bus out"), "{told}");
}

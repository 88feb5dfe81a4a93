//! `mend export`, as somebody would use it who has the kit and no browser.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it expected by falling over")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

struct Demo(Child, SocketAddr, PathBuf);

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        let _ = fs::remove_dir_all(&self.2);
    }
}

fn demo() -> Demo {
    let folder = std::env::temp_dir().join(format!("mend-export-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mend"));
    command.current_dir(&folder).args(["serve", "--demo", "--listen", &address.to_string()]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(said.any(|line| line.starts_with("Open each")), "the two did not come");
    // Whatever else it says is heard, so that it is not stopped by a closed door.
    std::thread::spawn(move || said.count());
    Demo(child, address, folder)
}

fn kit_of_noor(address: SocketAddr) -> serde_json::Value {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /demo/noor.json HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let json = answer.split_once("\r\n\r\n").unwrap().1;
    let (from, to) = (json.find('{').unwrap(), json.rfind('}').unwrap());
    serde_json::from_str(&json[from..=to]).unwrap()
}

fn exports(server: &str, name: &str, code: &str, out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mend"));
    command.args(["export", "--server", server, "--name", name, "--out"]).arg(out);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = writeln!(child.stdin.take().unwrap(), "{code}");
    child.wait_with_output().unwrap()
}

#[test]
fn the_kit_exports_everything_and_what_is_wrong_is_said_in_a_sentence() {
    let demo = demo();
    let server = format!("http://{}", demo.1);
    let kit = kit_of_noor(demo.1);
    let (name, code) = (kit["name"].as_str().unwrap(), kit["kit"].as_str().unwrap());
    let said = |server: &str, name: &str, code: &str| {
        let output = exports(server, name, code, &demo.2);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said("https://mend.example", name, code).contains("from this machine alone"));
    assert!(said("http://127.0.0.1:1", name, code).contains("Nobody answers"));
    assert!(said(&server, name, "ABCD").contains("not the code of a recovery kit"));
    assert!(said(&server, "somebody", code).contains("do not belong together"));
    let done = exports(&server, name, code, &demo.2);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let book = fs::read_to_string(demo.2.join("journey.html")).unwrap();
    assert!(book.contains("<h2>Promises</h2>") && book.contains("Sam") && !book.contains("<script"));
    let file = fs::read(demo.2.join("journey.json")).unwrap();
    let journey = book::read(&file).unwrap();
    assert!(journey.entries.len() > 100 && journey.name == "Noor", "{}", journey.entries.len());
    assert!(said(&server, name, code).contains("is there already"));
}

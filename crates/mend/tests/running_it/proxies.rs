//! What the doctor says of proxies that do not pass on what they are given.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;

use super::house::House;

/// What a proxy makes of one line of an answer's head; `None` leaves it out.
type Meddle = fn(&str) -> Option<String>;

/// Everything up to the empty line.
fn head(from: &mut TcpStream) -> io::Result<String> {
    let (mut read, mut next) = (Vec::new(), [0; 1]);
    while !read.ends_with(b"\r\n\r\n") {
        from.read_exact(&mut next)?;
        read.extend(next);
    }
    Ok(String::from_utf8_lossy(&read).into_owned())
}

fn pass(mut person: TcpStream, server: SocketAddr, meddle: Meddle) -> io::Result<()> {
    let mut server = TcpStream::connect(server)?;
    let asked = head(&mut person)?;
    let (first, rest) = asked.split_once("\r\n").unwrap_or((&asked, ""));
    write!(server, "{first}\r\nX-Forwarded-For: 192.0.2.9\r\n{rest}")?;
    let (mut body, mut to) = (person.try_clone()?, server.try_clone()?);
    thread::spawn(move || io::copy(&mut body, &mut to));
    let said = head(&mut server)?;
    let lines = said.trim_end().lines().filter_map(meddle).collect::<Vec<_>>();
    write!(person, "{}\r\n\r\n", lines.join("\r\n"))?;
    // After an upgrade the person hangs up first, and nobody is told.
    let _ = io::copy(&mut server, &mut person);
    person.shutdown(Shutdown::Both)
}

/// A proxy before the server; it ends with the program.
fn proxy(server: SocketAddr, meddle: Meddle) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for person in listener.incoming().flatten() {
            thread::spawn(move || pass(person, server, meddle));
        }
    });
    address
}

fn is(line: &str, name: &str) -> bool {
    line.to_ascii_lowercase().starts_with(&[name, ":"].concat())
}

fn strips_the_policy(line: &str) -> Option<String> {
    (!is(line, "content-security-policy")).then(|| line.to_owned())
}

fn loosens_the_policy(line: &str) -> Option<String> {
    let loose =
        is(line, "content-security-policy").then(|| "Content-Security-Policy: default-src *".to_owned());
    loose.or_else(|| Some(line.to_owned()))
}

fn says_all_twice(line: &str) -> Option<String> {
    Some(if line.contains(": ") && !is(line, "content-length") {
        [line, "\r\n", line].concat()
    } else {
        line.to_owned()
    })
}

fn lets_others_frame_it(line: &str) -> Option<String> {
    (!is(line, "x-frame-options")).then(|| line.to_owned())
}

fn adds_its_own(line: &str) -> Option<String> {
    Some(line.replace("HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=31536000"))
}

#[test]
fn the_doctor_names_each_guarding_header_that_a_proxy_meddles_with() {
    let mut house = House::new("behind_proxy = true\n");
    house.starts();
    let through = |meddle: Meddle| {
        let at = proxy(house.listen, meddle);
        house.calls(&["doctor", "--at", &["http://", &at.to_string()].concat()])
    };
    for meddle in [adds_its_own, |it: &str| Some(it.to_owned())] {
        let said = through(meddle);
        for well in ["The page comes with the headers that guard it.", "The proxy says who is calling."] {
            assert!(said.status <= 1 && said.out.contains(well), "{}", said.out);
        }
    }
    let meddling: [(Meddle, &str); 4] = [
        (strips_the_policy, "as they were sent: content-security-policy (missing)."),
        (loosens_the_policy, "as they were sent: content-security-policy (changed)."),
        (lets_others_frame_it, "as they were sent: x-frame-options (missing)."),
        (
            says_all_twice,
            "content-security-policy (more than once), x-content-type-options (more than once), ",
        ),
    ];
    for (meddle, says) in meddling {
        let said = through(meddle);
        assert!(said.status == 2 && said.out.contains(says), "{says} {}", said.out);
        assert!(said.out.contains("-> Let the proxy neither remove"), "{}", said.out);
    }
}

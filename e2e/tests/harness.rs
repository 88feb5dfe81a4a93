//! The harness itself, against a page small enough to know by heart.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

use e2e::{Browser, Shape, Theme};

const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Small</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Small page</h1>
<label for="n">Your name</label> <input id="n">
<button id="b">Greet</button> <button disabled>Not yet</button>
<label><input type="checkbox" id="c"> I agree</label>
<p id="out"></p></main>
<script>
b.onclick = () => { out.textContent = 'Hello ' + n.value; localStorage.name = n.value };
addEventListener('keydown', e => { if (e.key === 'Escape') out.textContent += '!' });
if (localStorage.name) out.textContent = 'Back, ' + localStorage.name;
</script></body></html>"#;

const BROKEN: &str = r#"<!doctype html><html><head><title></title></head><body>
<img src="data:,"><div style="width: 900px; background: #eee; color: #ddd">far too wide and far too faint</div>
<script>console.error('on purpose'); throw new Error('thrown on purpose')</script></body></html>"#;

/// Serves the two pages until the test process ends.
fn tiny_server() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 2048];
            let length = stream.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let body = if request.starts_with("GET /broken") { BROKEN } else { PAGE };
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close";
            let _ = write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        }
    });
    address
}

#[test]
fn a_person_finds_things_by_role_and_name_and_uses_them() {
    let person = Browser::shared().person();
    let page = person.opens(&tiny_server());
    page.finds("heading", "Small page");
    page.writes("textbox", "Your name", "Ana");
    page.presses("button", "Greet");
    page.reads("Hello Ana");
    page.presses("checkbox", "I agree");
    assert_eq!(page.eval("c.checked"), true);
    assert_eq!(page.value_of("textbox", "Your name"), "Ana");
    assert!(!page.has("button", "Nothing of the kind"));
    page.is_sound();
}

#[test]
fn a_person_can_use_the_keyboard_alone() {
    let person = Browser::shared().person();
    let page = person.opens(&tiny_server());
    page.tabs_to("textbox", "Your name");
    page.types("Ben B");
    page.tabs_to("button", "Greet");
    page.hits("Enter");
    page.reads("Hello Ben B");
    page.hits("Escape");
    page.reads("Hello Ben B!");
    page.hits("Shift+Tab");
    assert_eq!(page.focus(), ("textbox".to_owned(), "Your name".to_owned()));
}

#[test]
#[should_panic(expected = "it is not enabled")]
fn what_is_not_enabled_can_not_be_pressed() {
    let person = Browser::shared().person();
    let page = person.opens(&tiny_server());
    page.is_patient_for(Duration::from_millis(300));
    page.presses("button", "Not yet");
}

#[test]
fn two_people_share_nothing_and_a_killed_page_leaves_its_storage() {
    let address = tiny_server();
    let (ana, ben) = (Browser::shared().person(), Browser::shared().person());
    let page = ana.opens(&address);
    page.writes("textbox", "Your name", "Ana");
    page.presses("button", "Greet");
    page.reads("Hello Ana");
    page.is_killed();
    ana.opens(&address).reads("Back, Ana");
    let other = ben.opens(&address);
    other.finds("heading", "Small page");
    other.does_not_read("Back,");
}

#[test]
fn a_page_without_network_says_so() {
    let address = tiny_server();
    let person = Browser::shared().person();
    let page = person.opens(&address);
    page.is_offline(true);
    let reach = format!("fetch('{address}').then(() => true, () => false)");
    assert_eq!(page.eval(&reach), false);
    page.is_offline(false);
    assert_eq!(page.eval(&reach), true);
}

#[test]
fn barriers_overflow_and_problems_are_seen() {
    let address = tiny_server();
    let person = Browser::shared().person();
    let good = person.opens(&address);
    for theme in [Theme::Light, Theme::Dark] {
        good.is_themed(theme);
        good.is_shaped(Shape::PHONE);
        assert_eq!(good.barriers(), Vec::<String>::new());
        assert_eq!(good.overflow(), Vec::<String>::new());
    }
    let bad = person.opens(&format!("{address}/broken"));
    bad.is_shaped(Shape::PHONE);
    let barriers = bad.barriers().join("\n");
    for rule in ["image-alt", "document-title", "html-has-lang", "color-contrast"] {
        assert!(barriers.contains(rule), "{rule} was not found in {barriers}");
    }
    assert!(bad.overflow().join("\n").contains("far too wide"));
    let problems = bad.problems().join("\n");
    assert!(problems.contains("on purpose") && problems.contains("thrown on purpose"), "{problems}");
}

#[test]
fn pictures_are_taken_in_the_shape_that_was_asked_for() {
    let person = Browser::shared().person();
    let page = person.opens(&tiny_server());
    page.is_shaped(Shape::DESK);
    let file = std::env::temp_dir().join(format!("mend-e2e-picture-{}.png", std::process::id()));
    page.is_pictured(&file, false);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), (Shape::DESK.width, Shape::DESK.height));
}

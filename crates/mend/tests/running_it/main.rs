//! What whoever runs a server calls beside `mend serve`: each command says what it did, or what to do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it expected by falling over")]

mod house;
mod proxies;

use std::fs;

use house::{House, get};

#[test]
fn a_copy_is_made_beside_the_server_and_put_back_only_without_it() {
    let mut house = House::new("");
    let missing = house.calls(&["backup", "copy.sqlite"]);
    assert_eq!(missing.status, 1);
    assert!(missing.err.contains("there is no store a.sqlite"), "{}", missing.err);
    house.starts();
    let made = house.calls(&["backup", "copy.sqlite"]);
    assert_eq!(
        (made.status, made.out.as_str()),
        (0, "copy.sqlite holds 0 records in 0 spaces, each of them checked.\n")
    );
    assert!(house.calls(&["backup", "copy.sqlite"]).err.contains("is there already"));
    let refused = house.calls(&["restore", "copy.sqlite"]);
    assert!(
        refused.err.contains("another mend is running") && refused.err.contains("as it was"),
        "{}",
        refused.err
    );
    house.stops();
    let restored = house.calls(&["restore", "copy.sqlite"]);
    assert_eq!(restored.status, 0, "{}", restored.err);
    assert!(restored.out.contains("a.sqlite.before-restore-1"), "{}", restored.out);
    assert!(house.folder.join("a.sqlite.before-restore-1").exists());
    assert_eq!(house.calls(&["new-life"]).status, 0);
    house.starts();
}

#[test]
fn an_invitation_is_one_line_that_can_be_handed_on() {
    let mut house = House::new("registration = \"by-invitation\"\n");
    house.starts();
    let made = house.calls(&["invite", "--people", "3", "--days", "1"]);
    assert_eq!((made.status, made.out.trim().len(), made.out.lines().count()), (0, 19, 1), "{}", made.err);
    assert!(made.err.contains("3 people and 1 day."), "{}", made.err);
    assert_ne!(house.calls(&["invite"]).out, made.out);
    assert_eq!(house.calls(&["invite", "--people", "0"]).status, 2);
    let store: Vec<u8> =
        ["a.sqlite", "a.sqlite-wal"].iter().flat_map(|it| fs::read(house.folder.join(it)).unwrap()).collect();
    let code = made.out.trim().as_bytes();
    assert!(!store.windows(code.len()).any(|it| it == code), "its hash is kept, and nothing else");
}

#[test]
fn the_doctor_says_what_is_wrong_what_to_do_and_ends_with_how_bad_it_is() {
    let mut house = House::new("");
    let before = house.calls(&["doctor"]);
    assert_eq!(before.status, 1, "{}", before.out);
    assert!(
        before.out.contains("No server answers") && before.out.contains("-> Start it: mend serve."),
        "{}",
        before.out
    );
    house.starts();
    // The clock of the machine these tests run on may or may not be kept by the network.
    let well = house.calls(&["doctor", "--thorough"]);
    assert!(well.status <= 1 && well.out.contains("each of them sound"), "{}", well.out);
    let through = house.calls(&["doctor", "--at", &format!("http://{}", house.listen)]);
    for says in ["WebSockets come through.", "Bodies as long as devices send come through."] {
        assert!(through.out.contains(says), "{says} {}", through.out);
    }
    assert!(through.out.contains("There is a proxy, and behind_proxy is not set"), "{}", through.out);
    house.stops();
    fs::write(house.folder.join("a.sqlite"), "Dear diary, this is no database at all. ".repeat(200)).unwrap();
    let foreign = house.calls(&["doctor"]);
    assert_eq!(foreign.status, 2);
    assert!(foreign.out.contains("is not a store of mend"), "{}", foreign.out);
    fs::write(house.folder.join("mend.toml"), "lisen = \"127.0.0.1:1\"\n").unwrap();
    let unclear = house.calls(&["doctor"]);
    assert!(unclear.status == 2 && unclear.out.contains("unknown field `lisen`"), "{}", unclear.out);
}

#[test]
fn counts_are_on_a_listener_of_their_own_and_the_log_is_an_object_a_line() {
    let mut house = House::new("");
    house.starts();
    assert!(get(house.listen, "/ready", "").starts_with("HTTP/1.1 200"));
    assert!(get(house.watch, "/ready", "").starts_with("HTTP/1.1 200"));
    get(house.listen, "/health", "x-forwarded-for: 192.0.2.9\r\n");
    let metrics = get(house.watch, "/metrics", "");
    assert!(metrics.contains("\nmend_requests_total{forwarded=\"yes\"} 1\n"), "{metrics}");
    assert!(metrics.contains("mend_store_bytes{file=\"store\"} "), "{metrics}");
    assert!(!get(house.listen, "/metrics", "").contains("mend_"), "not where everybody may ask");
    let log = house.stops();
    let told = log.lines().find(|it| it.starts_with('{')).unwrap();
    let told: serde_json::Value = serde_json::from_str(told).unwrap();
    assert_eq!(told["level"], "warn");
    assert!(
        told["message"].as_str().unwrap().contains("set behind_proxy") && told["at_ms"].is_u64(),
        "{log}"
    );
    assert!(!log.contains("192.0.2.9"), "and no address");
}

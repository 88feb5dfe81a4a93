//! `mend read-apology` as it is called by a person or a program.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what it expected by falling over"
)]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn read(language: &str, bytes: &[u8]) -> Output {
    let mut call = Command::new(env!("CARGO_BIN_EXE_mend"));
    call.args(["read-apology", "--language", language]);
    let mut child = call.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_mark_is_one_json_object_on_a_line_of_its_own() {
    let text = "I lied. I’m sorry if you felt hurt, but you made me do it.";
    let output = read("en", text.as_bytes());
    assert!(output.status.success());
    let marks = lines(&output);
    let kinds: Vec<&str> = marks.iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["conditional", "deflecting_but", "blaming"]);
    for mark in &marks {
        let at = |name: &str| usize::try_from(mark[name].as_u64().unwrap()).unwrap();
        assert_eq!(mark["words"], text[at("start")..at("end")]);
        assert!(mark["reason"].as_str().is_some_and(|it| !it.is_empty()));
        assert!(mark["better"].as_str().is_some_and(|it| !it.is_empty()));
        assert_eq!(mark.as_object().unwrap().len(), 6);
    }
}

#[test]
fn a_spanish_apology_is_answered_in_spanish() {
    let marks = lines(&read("es", "Perdón si te ofendí.".as_bytes()));
    assert_eq!(marks[0]["kind"], "conditional");
    assert!(marks[0]["better"].as_str().unwrap().starts_with("Dilo como fue"));
}

#[test]
fn a_clean_text_and_an_empty_one_are_answered_with_nothing() {
    for text in ["I lied to you, and I chose to.", ""] {
        let output = read("en", text.as_bytes());
        assert!(output.status.success());
        assert!(output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn what_is_no_text_is_refused_in_one_sentence() {
    let output = read("en", b"I am sorry \xff\xfe");
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "The apology was not read: it is not UTF-8 text, from byte 11 on.\n");
}

//! A whole journey with planted words; then none of them is found anywhere but on the two people's devices.

use std::sync::{Arc, Mutex};

use domain::promises::{self, NewPromise, Source, When};
use domain::questions::{self, NewAnswer, Shelf, Sure};
use domain::{Command, check_in, people};
use protocol::ids::NameHash;
use tracing_subscriber::fmt::MakeWriter;

use crate::journey::every_field::every_field;
use crate::world::{Device, PASSPHRASE, TwoPartners};

/// Login names nobody would write by chance.
const LOGINS: [&str; 2] = ["canary-noor-qzvxk", "canary-sam-wjqpf"];

/// Everything that was logged.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Journal {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Journal {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Words nobody would write by chance.
struct Planted(Vec<String>);

impl Planted {
    fn word(&mut self) -> String {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).unwrap();
        let letters = bytes.map(|it| char::from(b'a' + it % 26));
        let word: String = ["Canary", &letters.iter().collect::<String>()].concat();
        self.0.push(word.clone());
        word
    }
}

fn performs(device: &Device, command: Command) {
    device.ours().perform(command).unwrap();
}

fn one_week(us: &TwoPartners, planted: &mut Planted) {
    for device in [&us.noor, &us.sam] {
        let mut answers = check_in::Answers::default().with(check_in::Facet::Support, 4);
        answers.appreciation = Some(planted.word());
        answers.need = Some(planted.word());
        performs(device, Command::CheckIn(check_in::Command::Seal(answers)));
        let words = planted.word();
        let when = When::once(device.moment().today());
        let new = NewPromise { words: words.clone(), source: Source::Need, when, in_place_of: None };
        performs(device, Command::Promises(promises::Command::Make(new)));
        let promise = device.ours().read(|it| {
            it.couple().promises.all().iter().find(|it| it.words == words).map(|it| it.id).unwrap()
        });
        let (on, what_i_do) = (device.moment().today(), planted.word());
        let report = promises::Command::ReportMissed { promise, on, what_i_do };
        performs(device, Command::Promises(report));
        device.ours().save_draft(&format!("place/{}", planted.word()), &planted.word());
        for shelf in [Shelf::NeedToKnowNow, Shelf::NotSure, Shelf::NotYet] {
            let text = format!("{} {}", planted.word(), planted.word());
            let sure = Sure::default();
            let write = questions::Command::Write { text, shelf, rest_hours: 48, sure, about: None };
            performs(device, Command::Questions(write));
        }
    }
    us.meet();
    for device in [&us.noor, &us.sam] {
        let now = device.moment();
        let open = device.ours().read(|it| {
            let asked = it.couple().questions.asked_of(it.me(), &now);
            asked.iter().filter(|it| it.waits_for_an_answer()).map(|it| it.id).collect::<Vec<_>>()
        });
        for question in open {
            let answer = NewAnswer::Written(planted.word());
            performs(device, Command::Questions(questions::Command::Answer { question, answer }));
        }
    }
    us.meet();
    us.hours_pass(24 * 7);
}

fn base64(bytes: &[u8], alphabet: &[u8; 64]) -> Vec<u8> {
    let bits = bytes.iter().flat_map(|it| (0..8).rev().map(move |at| it >> at & 1));
    let bits: Vec<u8> = bits.collect();
    // Whole groups only: what follows a word in a longer text changes its last letter.
    bits.chunks_exact(6)
        .map(|six| alphabet[six.iter().fold(0, |all, it| all << 1 | usize::from(*it))])
        .collect()
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FOR_URLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Every form in which a secret could lie around.
fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex: String = secret.iter().map(|it| format!("{it:02x}")).collect();
    let mut forms = vec![secret.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
    if let Ok(text) = std::str::from_utf8(secret) {
        forms.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        forms.push(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    for alphabet in [STANDARD, FOR_URLS] {
        // Wherever in a longer text it may begin: without the letters that its neighbours share.
        for skipped in 0..3 {
            forms.push(base64(&secret[skipped..], alphabet));
        }
    }
    forms
}

/// Every place of these bytes at which one of the forms stands.
fn found(forms: &[(String, Vec<u8>)], there: &[u8]) -> Vec<String> {
    let mut by_start: std::collections::HashMap<[u8; 4], Vec<usize>> = std::collections::HashMap::new();
    for (at, (_, form)) in forms.iter().enumerate() {
        by_start.entry(form[..4].try_into().unwrap()).or_default().push(at);
    }
    let mut hits = Vec::new();
    for at in 0..there.len().saturating_sub(4) {
        let start: [u8; 4] = there[at..at + 4].try_into().unwrap();
        for number in by_start.get(&start).into_iter().flatten() {
            let (name, form) = &forms[*number];
            if there[at..].starts_with(form) {
                hits.push(name.clone());
            }
        }
    }
    hits
}

#[test]
fn nothing_of_what_two_people_write_is_with_the_relay_or_on_the_way() {
    let journal = Journal::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(journal.clone());
    // For all threads: the relay's writer has one of its own.
    tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
    std::thread::spawn(|| tracing::error!("heard on any thread")).join().unwrap();
    let us = TwoPartners::named(LOGINS);
    us.pair().unwrap();
    us.meet();
    let mut planted = Planted(Vec::new());
    for device in [&us.noor, &us.sam] {
        performs(device, Command::People(people::Command::Rename(planted.word())));
    }
    every_field(&us, &mut || planted.word());
    us.hours_pass(24 * 7);
    let mut weeks = 0;
    while planted.0.len() < 300 {
        one_week(&us, &mut planted);
        weeks += 1;
    }
    assert!(weeks >= 3);
    // A new device, another passphrase, another kit; and then the codes of all of them.
    let phone = Device::new(LOGINS[0], &us.house, &us.now);
    let old = us.noor.code();
    phone.opens_with(LOGINS[0], &old, "another long passphrase").unwrap();
    us.meet();
    us.same_journey();
    let mut secrets: Vec<(String, Vec<u8>)> = Vec::new();
    secrets.extend(planted.0.iter().map(|it| (it.clone(), it.clone().into_bytes())));
    for name in LOGINS {
        secrets.push((name.to_owned(), name.as_bytes().to_vec()));
        // The relay is told this, and keeps only a keyed hash of it.
        secrets.push((format!("{name}, hashed"), NameHash::of(name).as_bytes().to_vec()));
    }
    for word in [PASSPHRASE, "another long passphrase", &old, &phone.code(), &us.sam.code()] {
        secrets.push((word.to_owned(), word.as_bytes().to_vec()));
        secrets.push((format!("{word}, plain"), word.replace('-', "").into_bytes()));
    }
    for device in [&us.noor, &us.sam, &phone] {
        let keys = device.ours().read(|it| it.secrets_for_canaries());
        assert!(keys.len() > 5);
        secrets.extend(keys.into_iter().map(|(name, key)| (format!("{} {name}", device.name), key)));
    }
    let forms: Vec<(String, Vec<u8>)> = secrets
        .iter()
        .flat_map(|(name, it)| forms(it).into_iter().map(move |form| (name.clone(), form)))
        .collect();
    let journal = journal.0.lock().unwrap().clone();
    assert!(journal.windows(19).any(|it| it == b"heard on any thread"));
    let answers = us.house.answers.borrow().clone();
    let running = us.house.all_bytes();
    us.house.kill();
    let stopped = us.house.all_bytes();
    for (place, there) in
        [("files", running), ("files, stopped", stopped), ("answers", answers), ("logs", journal)]
    {
        assert_eq!(found(&forms, &there), Vec::<String>::new(), "in the {place}");
    }
    // The search itself finds what is there.
    let mut tampered = vec![0; 50];
    tampered.extend(base64(b"x, and then the word", STANDARD));
    assert!(!found(&[("it".into(), base64(&b", and then the word"[2..], STANDARD))], &tampered).is_empty());
}

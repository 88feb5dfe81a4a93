//! Formats that live for ever in people's journals. The first test writes everything again from fixed
//! seeds and must get the same bytes; the second opens the bytes that were written by the first version.
//! If one fails, the code is wrong, never the file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a vector that cannot be read is a failed test"
)]

#[path = "../src/testing.rs"]
mod testing;
mod vector_file;

use protocol::account::*;
use protocol::cbor::Wire;
use protocol::cipher::{AeadKey, hash, pad};
use protocol::ids::{AccountId, Fingerprint, NameHash, SpaceId};
use protocol::recovery::RecoveryCode;
use protocol::sign::SigningKey;
use protocol::words::{safety_input, safety_words, spoken_words};
use protocol::wrap::{WrapSecret, seal_to};
use std::fmt::Write;
use testing::CountingRng;
use vector_file::Vector;

const FROZEN: &str = include_str!("vectors/frozen.txt");

struct Sheet(String);

impl Sheet {
    fn line(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        write!(self.0, "{name} = ").unwrap();
        bytes.as_ref().iter().for_each(|byte| write!(self.0, "{byte:02x}").unwrap());
        self.0.push('\n');
    }
}

/// A person whose every byte is drawn from one seed.
struct Seeded {
    rng: CountingRng,
    phone: DeviceKeys,
    identity: IdentityKey,
    code: RecoveryCode,
    password: VirtualKeys,
    account: AccountId,
}

fn seeded() -> Seeded {
    let mut rng = CountingRng::new(7);
    let account = AccountId::make(&mut rng);
    let phone = DeviceKeys::make(&mut rng);
    let identity = IdentityKey::make(&mut rng);
    let code = RecoveryCode::make(&mut rng);
    let password = VirtualKeys::derive_from_password(&[3; 64], &AccountSecret::from_bytes([4; 16]));
    Seeded { rng, phone, identity, code, password, account }
}

fn bag(it: &Seeded) -> KeyBag {
    KeyBag {
        account_secret: AccountSecret::from_bytes([4; 16]),
        identity: it.identity.clone(),
        display_name: "Ana".into(),
        partners: vec![],
        relays: vec![RelayPin {
            origin: "https://mend.example".into(),
            head_key: it.phone.sign.verify_key(),
            opaque_public: [5; 32],
        }],
        spaces: vec![SpaceEntry {
            space: SpaceId([6; 16]),
            home: "https://mend.example".into(),
            genesis: protocol::ids::RecordHash([8; 32]),
        }],
        devices: vec![NamedDevice { device: it.phone.id, name: "Phone".into() }],
        settings: vec![Setting { name: "language".into(), value: protocol::cbor::Blob(b"en".to_vec()) }],
    }
}

fn primitives(sheet: &mut Sheet) {
    let mut rng = CountingRng::new(6);
    let key = AeadKey::derive("mend/v1/frozen", b"material");
    sheet.line("derived", key.as_bytes());
    sheet.line("sealed", key.seal(b"aad", b"plain", &mut rng));
    sheet.line("padded", hash(&[&pad(b"plain")]));
    let signing = SigningKey::from_seed(&[1; 32]);
    sheet.line("verify_key", signing.verify_key().as_bytes());
    sheet.line("signature", signing.sign("mend/v1/frozen", b"message").as_bytes());
    let secret = WrapSecret::from_seed([2; 32]);
    sheet.line("wrap_public", hash(&[secret.public().as_bytes()]));
    sheet.line("wrapped", hash(&[&seal_to(&secret.public(), b"info", b"aad", b"plain", &mut rng)]));
    sheet.line("name_hash", NameHash::of(" Ana.Example ").as_bytes());
    sheet.line("spoken_words", spoken_words(&hash(&[b"transcript"])).join(" "));
    let input = safety_input(Fingerprint([1; 32]), Fingerprint([2; 32]));
    sheet.line("safety_input", input);
    sheet.line("safety_words", safety_words(&input).join(" "));
}

fn person(sheet: &mut Sheet) {
    let mut it = seeded();
    let paper = it.code.derive_keys();
    sheet.line("code", it.code.to_text().as_bytes());
    sheet.line("paper_sign", paper.sign.verify_key().as_bytes());
    sheet.line("paper_wrap", hash(&[paper.wrap.public().as_bytes()]));
    sheet.line("password_sign", it.password.sign.verify_key().as_bytes());
    sheet.line("password_wrap", hash(&[it.password.wrap.public().as_bytes()]));
    sheet.line("fingerprint", it.identity.fingerprint().as_bytes());
    sheet.line("pin_mark", Pin::mark_of(SpaceId([1; 16]), protocol::ids::DeviceId([2; 16])));

    let (paper, password) = (paper.public(), it.password.public());
    let founding = Founding {
        account: it.account,
        identity: &it.identity,
        device: &it.phone,
        paper: &paper,
        password: Some(&password),
    };
    let (genesis, key) = founding.genesis(1_700_000_000_000, &mut it.rng);
    sheet.line("genesis", genesis.to_bytes());
    let mut chain = AccountChain::begin(genesis).unwrap();
    let mut ring = PukRing::begin(it.account, key);
    let laptop = DeviceKeys::make(&mut it.rng);
    let by = By::Device(&it.phone);
    let added = chain.state().add_device(by, laptop.public(), ring.current(), 1, &mut it.rng);
    chain.append(added.accepted_by(&laptop)).unwrap();
    let pins = vec![Pin { mark: [1; 32], dseq: 2, event: protocol::ids::EventId([3; 32]) }];
    let out = chain.state().revoke_device(by, laptop.id, pins, ring.current(), 2, &mut it.rng);
    take(&mut chain, &mut ring, out);
    let out = chain.state().replace_paper(by, paper, ring.current(), 3, &mut it.rng);
    take(&mut chain, &mut ring, out);
    let out = chain.state().replace_password(by, None, ring.current(), 4, &mut it.rng);
    take(&mut chain, &mut ring, out);
    let out = chain.state().rotate(by, ring.current(), 5, &mut it.rng);
    take(&mut chain, &mut ring, out);
    for (seq, record) in chain.bytes_from(1).iter().enumerate() {
        sheet.line(&format!("record_{}", seq + 1), &record.0);
    }
    sheet.line("head", chain.state().head().as_bytes());
    sheet.line("bag", bag(&it).seal(&ring, &mut it.rng));
}

fn take(chain: &mut AccountChain, ring: &mut PukRing, (record, key): (AccountRecord, PerUserKey)) {
    chain.append(record).unwrap();
    ring.push(key);
}

#[test]
fn everything_is_written_as_it_was_in_the_first_version() {
    let mut sheet = Sheet("# Written once, kept for ever.\n\n".into());
    primitives(&mut sheet);
    person(&mut sheet);
    for (now, frozen) in sheet.0.lines().zip(FROZEN.lines()) {
        assert_eq!(now, frozen);
    }
    assert_eq!(sheet.0.lines().count(), FROZEN.lines().count());
}

#[test]
fn what_the_first_version_wrote_is_read() {
    let frozen = &Vector::all(FROZEN)[0];
    let it = seeded();
    let records = (1..=5).map(|seq| frozen.get(&format!("record_{seq}")));
    let chain = AccountChain::verify(std::iter::once(frozen.get("genesis")).chain(records)).unwrap();
    assert_eq!(chain.state().head().as_bytes(), &frozen.array("head"));
    let code = RecoveryCode::parse(std::str::from_utf8(frozen.get("code")).unwrap()).unwrap();
    assert_eq!(code, it.code);
    let ring = PukRing::open(chain.state(), Holder::Device(it.phone.id), &it.phone.wrap).unwrap();
    let by_paper = PukRing::open(chain.state(), Holder::Paper, &code.derive_keys().wrap).unwrap();
    assert_eq!(ring.current().as_bytes(), by_paper.current().as_bytes());
    assert_eq!(KeyBag::open(&ring, frozen.get("bag")).unwrap().display_name, "Ana");
}

//! Known answers: what was sealed, signed and hashed once with fixed dice must come out the same for ever.
//! To pin a new vector, delete its line in the file, run with `MEND_PIN=1`, and read the difference before keeping it.

use std::collections::BTreeMap;
use std::path::Path;

use protocol::Wire;
use protocol::attachment::{Attachment, open_attachment, seal_attachment};
use protocol::cipher::{AeadKey, hash};
use protocol::event::{Erasure, EventView, grant_event, open_event, open_granted};
use protocol::ids::{AccountId, RoundId, SpaceId};
use protocol::log::{Cursor, next_root};
use protocol::pairing::InviteLink;
use protocol::passing::{Passing, open_passing, seal_passing};
use protocol::reveal::{Bucket, Part, open, seal};
use protocol::space::{Change, ControlChain, ControlRecord, Role, SpaceKey, SpaceKeys};
use protocol::wire::ServerFrame;

use crate::scene::{Couple, Dice, INC, Ledger, said};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The pinned lines `name value` of a file. With `MEND_PIN` set, missing ones are written.
fn pinned(file: &str, now: &[(&str, String)]) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut kept: BTreeMap<_, _> =
        text.lines().filter_map(|it| it.split_once(' ')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    if std::env::var_os("MEND_PIN").is_some() {
        for (name, value) in now {
            kept.entry((*name).to_owned()).or_insert_with(|| value.clone());
        }
        let lines: String = kept.iter().map(|(name, value)| format!("{name} {value}\n")).collect();
        std::fs::write(&path, lines).unwrap();
    }
    for (name, value) in now {
        assert_eq!(kept.get(*name), Some(value), "{name} in {file}");
    }
    assert_eq!(kept.len(), now.len(), "lines without a test in {file}");
    kept
}

#[test]
fn an_event_is_sealed_as_it_always_was() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("a walk without phones");
    let stub = EventView::parse(&event.bytes.0).unwrap().withdrawn();
    let word = Erasure::sign(event.id, couple.anas.device, &couple.anas.dsk);
    let erased = EventView::parse(&event.bytes.0).unwrap().erased(&word);
    let kept = pinned(
        "event.txt",
        &[
            ("space_key", hex(couple.key.as_bytes())),
            ("dsk", hex(couple.anas.dsk.verify_key().as_bytes())),
            ("id", hex(event.id.as_bytes())),
            ("event", hex(&event.bytes.0)),
            ("withdrawn", hex(&stub.0)),
            ("erased", hex(&erased.0)),
            ("payload", hex(&said(couple.ana.account, "a walk without phones").to_bytes())),
        ],
    );
    // What was sealed then opens now, from the pinned bytes alone.
    let bytes = unhex(&kept["event"]);
    let opened = open_event(&EventView::parse(&bytes).unwrap(), &couple.key, couple.ana.account);
    assert_eq!(opened, Ok(said(couple.ana.account, "a walk without phones")));
}

#[test]
fn an_event_is_given_to_a_room_as_it_always_was() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("a walk without phones");
    let (room, key) = (SpaceId([66; 16]), SpaceKey::from_bytes(3, [60; 32]));
    let view = EventView::parse(&event.bytes.0).unwrap();
    let (own, author) = (&couple.key, couple.ana.account);
    let given = grant_event(&view, own, author, (room, &key), &mut Dice::new(70)).unwrap();
    let kept = pinned("grant.txt", &[("room_key", hex(key.as_bytes())), ("given", hex(&given.0))]);
    let bytes = unhex(&kept["given"]);
    let signer = couple.anas.dsk.verify_key();
    let opened = open_granted(&EventView::parse(&bytes).unwrap(), (room, &key), &signer, author);
    assert_eq!(opened, Ok(said(author, "a walk without phones")));
}

#[test]
fn a_control_chain_is_signed_as_it_always_was() {
    let mut couple = Couple::new();
    let members = [couple.ana.recipient(), couple.ben.recipient()];
    let (device, dsk) = (couple.anas.device, &couple.anas.dsk);
    let (epoch, _) = couple.chain.state().begin_epoch(&couple.key, &members, device, dsk, &mut couple.dice);
    couple.append(epoch);
    let end = couple.by_ana(Change::EndSpace);
    couple.append(end);
    let names = ["0_genesis", "1_bind_ana", "2_bind_ben", "3_epoch", "4_end"];
    let lines: Vec<_> =
        names.iter().zip(&couple.records).map(|(name, it)| (*name, hex(&it.to_bytes()))).collect();
    let kept = pinned("control.txt", &lines);
    let records: Vec<_> = kept.values().map(|it| ControlRecord::from_bytes(&unhex(it)).unwrap()).collect();
    let chain = ControlChain::verify(&records, &couple.known).unwrap();
    assert_eq!(chain, couple.chain);
    let secret = couple.ana.ring.current().derive_wrap_secret();
    let keys = SpaceKeys::gather(&records, couple.ana.account, |_| Some(secret.clone()));
    assert_eq!(keys.iter().count(), 2);
    assert_eq!(keys.get(1), Some(&couple.key));
}

#[test]
fn roots_heads_and_pages_are_as_they_always_were() {
    let mut couple = Couple::new();
    let mut ledger = Ledger::new(couple.space());
    let first = couple.ana_writes("one");
    let second = couple.ben_writes("two");
    let root0 = Cursor::start(couple.space(), INC).root;
    let root1 = next_root(&root0, first.id, 1_001);
    ledger.keeps([first, second]);
    assert_eq!(ledger.roots[1], root1);
    let page = ledger.page(0, 9);
    let frame = ServerFrame::Ev { space: couple.space(), page: page.clone() };
    pinned(
        "log.txt",
        &[
            ("root0", hex(&root0)),
            ("root1", hex(&root1)),
            ("head", hex(&page.head.to_bytes())),
            ("page_hash", hex(&hash(&[&page.to_bytes()]))),
            ("frame_hash", hex(&hash(&[&frame.to_bytes()]))),
        ],
    );
}

#[test]
fn a_text_is_sealed_for_a_round_as_it_always_was() {
    let part = Part { space: SpaceId([1; 16]), round: RoundId([2; 16]), person: AccountId([3; 16]) };
    let it = seal(&part, Bucket::Small, b"I was afraid", &mut Dice::new(1)).unwrap();
    let kept = pinned(
        "reveal.txt",
        &[("key", hex(it.key.as_bytes())), ("commitment", hex(&it.commitment)), ("sealed", hex(&it.sealed))],
    );
    let sealed = unhex(&kept["sealed"]);
    assert_eq!(open(&part, &it.commitment, &sealed, &it.key).unwrap().as_slice(), b"I was afraid");
}

#[test]
fn what_is_passed_on_is_sealed_as_it_always_was() {
    let passing = Passing { space: SpaceId([1; 16]), from: AccountId([2; 16]) };
    let key = SpaceKey::from_bytes(3, [7; 32]);
    let sealed = seal_passing(&passing, &key, b"the floor is yours", &mut Dice::new(1)).unwrap();
    let derived = hex(key.derive_passing_key().as_bytes());
    let kept = pinned("passing.txt", &[("key", derived), ("sealed", hex(&sealed))]);
    let opened = open_passing(&passing, &key, &unhex(&kept["sealed"])).unwrap();
    assert_eq!(opened.as_slice(), b"the floor is yours");
}

#[test]
fn an_attachment_is_sealed_as_it_always_was() {
    let text: Vec<u8> = (0..300_000_u32).map(|it| (it % 251) as u8).collect();
    let (it, chunks) = seal_attachment(SpaceId([1; 16]), &text, &mut Dice::new(1)).unwrap();
    let hashes: Vec<_> = chunks.iter().map(|it| hex(&hash(&[it]))).collect();
    let kept = pinned(
        "attachment.txt",
        &[
            ("id", it.id.to_string()),
            ("key", hex(it.key.as_bytes())),
            ("tags", hex(&it.tags)),
            ("chunk_0_hash", hashes[0].clone()),
            ("chunk_1_hash", hashes[1].clone()),
            ("short", hex(&seal_attachment(SpaceId([1; 16]), b"a walk", &mut Dice::new(1)).unwrap().1[0])),
        ],
    );
    let key = AeadKey::from_bytes(unhex(&kept["key"]).try_into().unwrap());
    let chunk = unhex(&kept["short"]);
    let tags = hash(&[b"mend/v1/attachment/tags", &chunk[chunk.len() - 16..]]);
    let told = Attachment { id: kept["id"].parse().unwrap(), key, tags, length: 6 };
    assert_eq!(open_attachment(SpaceId([1; 16]), &told, &[chunk]).unwrap().as_slice(), b"a walk");
}

#[test]
fn a_link_names_its_meeting_as_it_always_did() {
    let inviter = crate::scene::person(1).identity.fingerprint();
    let link = InviteLink::make(Role::Partner, "https://mend.example:8730", inviter, &mut Dice::new(2));
    let room = InviteLink::make(Role::Counsellor, "https://mend.example:8730", inviter, &mut Dice::new(2));
    pinned(
        "pairing.txt",
        &[
            ("counsellor_invite_id", room.invite_id().to_string()),
            ("counsellor_link", room.to_url("https://mend.example:8730")),
            ("link", link.to_url("https://mend.example:8730")),
            ("invite_id", link.invite_id().to_string()),
            ("words", crate::pairings::words_of_two().join("-")),
        ],
    );
}

//! The envelope: what is sealed opens in its place only, and every changed bit is refused alike.

use proptest::prelude::*;
use protocol::Wire;
use protocol::cbor::Malformed;
use protocol::event::{
    DeviceHead, Erasure, EventRefused, EventView, Header, MOST_BODY, Payload, Placing, RunRefused, TooLong,
    open_event, seal_event, verify_run,
};
use protocol::ids::{AccountId, SpaceId};
use protocol::space::SpaceKey;

use crate::scene::{Couple, Dice, said, view};

/// Everything a reader checks of one event by itself.
fn accept(bytes: &[u8], couple: &Couple) -> Result<Payload, EventRefused> {
    let event = EventView::parse(bytes)?;
    event.verify_signature(&couple.anas.dsk.verify_key())?;
    event.verify_body()?;
    open_event(&event, &couple.key, couple.anas.account)
}

#[test]
fn an_event_opens_for_whoever_holds_the_key_of_its_epoch() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("a walk without phones");
    let opened = accept(&event.bytes.0, &couple).unwrap();
    assert_eq!(opened, said(couple.ana.account, "a walk without phones"));
    let other = SpaceKey::from_bytes(1, [1; 32]);
    let refused = open_event(&view(&event), &other, couple.ana.account);
    assert_eq!(refused, Err(EventRefused::Tampered));
    let later = SpaceKey::from_bytes(2, [1; 32]);
    let refused = open_event(&view(&event), &later, couple.ana.account);
    assert_eq!(refused, Err(EventRefused::OtherEpoch));
}

#[test]
fn every_flipped_bit_of_an_event_is_refused_alike() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("x").bytes.0;
    for bit in 0..event.len() * 8 {
        let mut changed = event.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(accept(&changed, &couple), Err(EventRefused::Tampered), "bit {bit}");
    }
}

#[test]
fn every_cut_and_every_addition_is_refused_alike() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("x").bytes.0;
    for end in 0..event.len() {
        assert_eq!(accept(&event[..end], &couple), Err(EventRefused::Tampered));
    }
    let longer = [event.as_slice(), &[0]].concat();
    assert_eq!(accept(&longer, &couple), Err(EventRefused::Tampered));
}

/// The four parts of an event's array, and the array made of them again.
fn parts(bytes: &[u8]) -> [Vec<u8>; 4] {
    let mut decoder = minicbor::Decoder::new(bytes);
    decoder.array().unwrap();
    core::array::from_fn(|_| decoder.bytes().unwrap().to_vec())
}

fn joined(parts: &[Vec<u8>; 4]) -> Vec<u8> {
    let mut encoder = minicbor::Encoder::new(Vec::new());
    encoder.array(4).unwrap();
    for part in parts {
        encoder.bytes(part).unwrap();
    }
    encoder.into_writer()
}

#[test]
fn parts_of_two_events_cannot_be_exchanged() {
    let mut couple = Couple::new();
    let one = parts(&couple.ana_writes("one").bytes.0);
    let two = parts(&couple.ana_writes("two").bytes.0);
    assert!(accept(&joined(&one), &couple).is_ok());
    for mix in 1..15_u8 {
        let mixed: [Vec<u8>; 4] = core::array::from_fn(|part| {
            let from = if mix & (1 << part) == 0 { &one } else { &two };
            from[part].clone()
        });
        let refused = accept(&joined(&mixed), &couple);
        assert_eq!(refused, Err(EventRefused::Tampered), "mix {mix:04b}");
    }
}

#[test]
fn no_field_of_a_header_can_be_exchanged_even_by_whoever_signs() {
    let mut couple = Couple::new();
    let [header, _, ct, kw] = parts(&couple.ana_writes("one").bytes.0);
    let header = Header::from_bytes(&header).unwrap();
    let other = Header::from_bytes(&parts(&couple.ana_writes("two").bytes.0)[0]).unwrap();
    let changed = [
        Header { space: SpaceId([9; 16]), ..header },
        Header { dseq: other.dseq, prev: other.prev, ..header },
        Header { ctl: couple.records[0].hash(), ..header },
        Header { anchor: protocol::event::Anchor { seq: 7, ..header.anchor }, ..header },
        Header { nonce: other.nonce, ..header },
        Header { kcom: other.kcom, ..header },
        Header { ct_hash: other.ct_hash, ..header },
    ];
    for (at, it) in changed.iter().enumerate() {
        // The attacker may sign, and may wrap the right content key for the new name: the commitment still tells.
        let bytes = it.to_bytes();
        let id = protocol::cipher::hash(&[b"mend/v1/eid", &bytes]);
        let sig = couple.anas.dsk.sign("mend/v1/sig", &id);
        let old_slot = [
            b"mend/v1/kw".as_slice(),
            &protocol::cipher::hash(&[b"mend/v1/eid", &header.to_bytes()]),
            &[0, 0],
        ]
        .concat();
        let cek = couple.key.wrap_key().open(&old_slot, &kw).unwrap();
        let slot = [b"mend/v1/kw".as_slice(), &id, &[0, 0]].concat();
        let kw = couple.key.wrap_key().seal(&slot, &cek, &mut couple.dice);
        let event = joined(&[bytes, sig.as_bytes().to_vec(), ct.clone(), kw]);
        assert_eq!(accept(&event, &couple), Err(EventRefused::Tampered), "field {at}");
    }
}

#[test]
fn a_header_no_device_of_ours_writes_is_refused_whoever_signs_it() {
    let mut couple = Couple::new();
    let [first, sig, ct, kw] = parts(&couple.ana_writes("one").bytes.0);
    let second = Header::from_bytes(&parts(&couple.ana_writes("two").bytes.0)[0]).unwrap();
    let first = Header::from_bytes(&first).unwrap();
    let none = DeviceHead::START.id;
    let odd = [
        Header { v: 0, ..first },
        Header { v: 2, ..first },
        Header { suite: 0, ..first },
        Header { suite: 2, ..first },
        Header { epoch: 0, ..first },
        Header { dseq: 0, ..first },
        Header { dseq: 0, ..second },
        Header { prev: second.prev, ..first },
        Header { prev: none, ..second },
        Header { ct_len: first.ct_len + 1, ..first },
    ];
    let event = |header: &Header, ct: &[u8], kw: &[u8]| {
        joined(&[header.to_bytes(), sig.clone(), ct.into(), kw.into()])
    };
    assert!(EventView::parse(&event(&first, &ct, &kw)).is_ok());
    for header in odd {
        let parsed = EventView::parse(&event(&header, &ct, &kw)).map(|_| ());
        assert_eq!(parsed, Err(EventRefused::Tampered), "{header:?}");
    }
    let short = Header { ct_len: 271, ..first };
    for (header, ct, kw) in [(&short, &ct[..271], &kw[..]), (&short, &[], &[]), (&first, &ct[..], &kw[..71])]
    {
        let parsed = EventView::parse(&event(header, ct, kw)).map(|_| ());
        assert_eq!(parsed, Err(EventRefused::Tampered));
    }
}

#[test]
fn a_second_spelling_of_the_envelope_is_refused() {
    let mut couple = Couple::new();
    let bytes = couple.ana_writes("x").bytes.0;
    assert_eq!(bytes[..2], [0x84, 0x58]);
    // The length of the header in two bytes instead of one, of the array in one byte more, and without an end.
    let longer_length = [&[0x84, 0x59, 0], &bytes[2..]].concat();
    let longer_array = [&[0x98, 4], &bytes[1..]].concat();
    let indefinite = [&[0x9f], &bytes[1..], &[0xff]].concat();
    for other in [longer_length, longer_array, indefinite] {
        assert_eq!(accept(&other, &couple), Err(EventRefused::Tampered));
    }
}

#[test]
fn an_event_that_claims_another_author_is_refused() {
    let mut couple = Couple::new();
    couple.anas.account = couple.ben.account;
    let event = couple.ana_writes("Ben says so");
    let refused = open_event(&view(&event), &couple.key, couple.ana.account);
    assert_eq!(refused, Err(EventRefused::Tampered));
}

#[test]
fn a_withdrawn_event_keeps_its_place_and_nothing_else() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("I take this back");
    let stub = view(&event).withdrawn();
    assert!(stub.0.len() < 450, "{} bytes", stub.0.len());
    let left = EventView::parse(&stub.0).unwrap();
    assert_eq!(left.id(), event.id);
    assert!(left.verify_signature(&couple.anas.dsk.verify_key()).is_ok());
    assert!(left.verify_body().is_ok());
    let opened = open_event(&left, &couple.key, couple.ana.account);
    assert_eq!(opened, Err(EventRefused::Withdrawn));
    let [header, sig, ct, _] = parts(&event.bytes.0);
    let without_slot = joined(&[header, sig, ct, Vec::new()]);
    let left = EventView::parse(&without_slot).unwrap();
    let opened = open_event(&left, &couple.key, couple.ana.account);
    assert_eq!(opened, Err(EventRefused::Withdrawn));
}

#[test]
fn the_authors_word_stays_in_the_place_of_the_key_slot_and_no_other_word_fits() {
    let mut couple = Couple::new();
    let (event, other) = (couple.ana_writes("I take this back"), couple.ana_writes("and not this"));
    let dsk = couple.anas.dsk.verify_key();
    let word = Erasure::sign(event.id, couple.anas.device, &couple.anas.dsk);
    let stub = view(&event).erased(&word);
    let left = EventView::parse(&stub.0).unwrap();
    assert_eq!((left.id(), left.erasure()), (event.id, Some(word)));
    assert!(left.is_withdrawn() && left.verify_signature(&dsk).is_ok());
    assert!(word.verify(event.id, &dsk).is_ok());
    assert!(word.verify(other.id, &dsk).is_err(), "another event");
    assert!(word.verify(event.id, &couple.bens.dsk.verify_key()).is_err(), "another's word");
    let of_another = Erasure { device: couple.bens.device, ..word };
    assert!(of_another.verify(event.id, &dsk).is_err(), "another device");
    let bytes = word.to_bytes();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let read = Erasure::from_bytes(&flipped).unwrap();
        assert!(read.verify(event.id, &dsk).is_err(), "bit {bit}");
    }
    for wrong in [&bytes[1..], &[bytes.as_slice(), &[0]].concat()] {
        assert_eq!(Erasure::from_bytes(wrong), None);
    }
    // Beside a body it is no key slot.
    let [header, sig, ct, _] = parts(&event.bytes.0);
    assert_eq!(EventView::parse(&joined(&[header, sig, ct, bytes])).err(), Some(EventRefused::Tampered));
}

#[test]
fn a_body_made_for_two_keys_opens_under_neither() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("one");
    let [header, _, ct, _] = parts(&event.bytes.0);
    let header = Header::from_bytes(&header).unwrap();
    // A second content key that some crafted body would open under, wrapped in the slot of the true name.
    let slot = [b"mend/v1/kw".as_slice(), event.id.as_bytes(), &[0, 0]].concat();
    let kw = couple.key.wrap_key().seal(&slot, &[6; 32], &mut couple.dice);
    let sig = couple.anas.dsk.sign("mend/v1/sig", event.id.as_bytes());
    let crafted = joined(&[header.to_bytes(), sig.as_bytes().to_vec(), ct, kw]);
    assert_eq!(accept(&crafted, &couple), Err(EventRefused::Tampered));
}

#[test]
fn the_relay_sees_a_length_from_a_short_list_and_no_word() {
    let mut couple = Couple::new();
    let short = couple.ana_writes("a");
    let longer = couple.ana_writes("something longer that was hard to say");
    assert_eq!(view(&short).header().ct_len, view(&longer).header().ct_len);
    let text = b"hard to say";
    assert!(!longer.bytes.0.windows(text.len()).any(|it| it == text));
    let kind = b"promises";
    assert!(!longer.bytes.0.windows(kind.len()).any(|it| it == kind));
}

#[test]
fn what_is_too_long_is_refused_before_it_is_sealed() {
    let mut couple = Couple::new();
    let most = "x".repeat(MOST_BODY);
    let event = couple.ana_writes(&most);
    assert!(event.bytes.0.len() <= protocol::wire::MOST_EVENT_BYTES);
    assert!(accept(&event.bytes.0, &couple).is_ok());
    let placing = Placing {
        space: couple.space(),
        device: couple.anas.device,
        after: couple.anas.head,
        ctl: couple.state().head().hash,
        anchor: view(&event).header().anchor,
    };
    let longer = said(couple.ana.account, &"x".repeat(MOST_BODY + 1));
    let dice = &mut Dice::new(1);
    let refused = seal_event(&placing, &longer, &couple.key, &couple.anas.dsk, dice);
    assert_eq!(refused, Err(TooLong));
}

#[test]
fn one_signature_proves_a_whole_run() {
    let mut couple = Couple::new();
    let events: Vec<_> = (0..5).map(|n| couple.ana_writes(&n.to_string())).collect();
    let run: Vec<_> = events.iter().map(view).collect();
    let dsk = couple.anas.dsk.verify_key();
    assert_eq!(verify_run(&run, &dsk, DeviceHead::START), Ok(couple.anas.head));
    assert_eq!(verify_run(&run[2..], &dsk, events[1].head), Ok(couple.anas.head));
    assert_eq!(verify_run(&[], &dsk, events[1].head), Ok(events[1].head));
    let gap = [run[0], run[2]];
    assert_eq!(verify_run(&gap, &dsk, DeviceHead::START), Err(RunRefused::Gap));
    let twice = [run[0], run[0]];
    assert_eq!(verify_run(&twice, &dsk, DeviceHead::START), Err(RunRefused::DeviceFork));
    let ben = couple.bens.dsk.verify_key();
    assert_eq!(verify_run(&run, &ben, DeviceHead::START), Err(RunRefused::Signature));
    let bens = couple.ben_writes("mine");
    let mixed = [run[0], view(&bens)];
    assert_eq!(verify_run(&mixed, &dsk, DeviceHead::START), Err(RunRefused::Mixed));
}

#[test]
fn a_body_exchanged_inside_a_run_is_seen_without_its_signature() {
    let mut couple = Couple::new();
    let first = couple.ana_writes("one");
    let second = couple.ana_writes("two");
    let [header, sig, _, kw] = parts(&first.bytes.0);
    let other = parts(&second.bytes.0)[2].clone();
    let swapped = joined(&[header, sig, other, kw]);
    let run = [EventView::parse(&swapped).unwrap(), view(&second)];
    let refused = verify_run(&run, &couple.anas.dsk.verify_key(), DeviceHead::START);
    assert_eq!(refused, Err(RunRefused::Mixed));
}

#[test]
fn a_copied_device_is_found_when_it_writes_at_the_same_place() {
    let mut couple = Couple::new();
    let (ctl, space) = (couple.state().head().hash, couple.space());
    let known = couple.ana_writes("first").head;
    let copy = couple.anas.drafts(ctl, space, &couple.key, "from the copy", &mut couple.dice);
    let original = couple.ana_writes("from the original");
    let after = couple.ana_writes("and on");
    let dsk = couple.anas.dsk.verify_key();
    assert!(verify_run(&[view(&original)], &dsk, known).is_ok());
    assert_eq!(verify_run(&[view(&copy)], &dsk, original.head), Err(RunRefused::DeviceFork));
    assert_eq!(verify_run(&[view(&after)], &dsk, copy.head), Err(RunRefused::DeviceFork));
}

proptest! {
    #[test]
    fn any_payload_comes_back(kind in "[a-z._]{0,80}", schema: u16, author: [u8; 16], ms: u64, counter: u16,
        body in prop::collection::vec(any::<u8>(), 0..3000), fold_v: u32) {
        let payload = Payload {
            kind, schema, author: AccountId(author), stamp: protocol::event::Stamp { ms, counter },
            base: Vec::new(), body, fold_v,
        };
        prop_assert_eq!(Payload::from_bytes(&payload.to_bytes()), Ok(payload));
    }

    #[test]
    fn hostile_bytes_are_no_event(bytes in prop::collection::vec(any::<u8>(), 0..1200)) {
        prop_assert_eq!(EventView::parse(&bytes).map(|_| ()), Err(EventRefused::Tampered));
    }

    #[test]
    fn a_header_has_one_spelling(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(header) = Header::from_bytes(&bytes) {
            prop_assert_eq!(header.to_bytes(), bytes);
        }
    }
}

#[test]
fn a_second_spelling_of_a_header_is_refused() {
    let mut couple = Couple::new();
    let [header, ..] = parts(&couple.ana_writes("x").bytes.0);
    assert!(Header::from_bytes(&header).is_ok());
    // The first field is `0: 1`; the same number in two bytes is another spelling.
    let longer = [&header[..2], &[0x18, 1], &header[3..]].concat();
    assert_eq!(Header::from_bytes(&longer), Err(Malformed::Shape));
    let extra = [&[header[0] + 1], &header[1..], &[13, 0]].concat();
    assert_eq!(Header::from_bytes(&extra), Err(Malformed::Shape));
}

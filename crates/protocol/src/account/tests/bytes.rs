//! The bytes of account records and bags: one spelling, no bit to spare, nothing that panics.

use super::journeys::bag_of;
use super::*;
use proptest::prelude::*;
use std::sync::OnceLock;

struct Written {
    genesis: Vec<u8>,
    before: AccountChain,
    next: Vec<Vec<u8>>,
    ring: PukRing,
    bag: Vec<u8>,
}

/// One account with one record of each kind that could come next.
fn written() -> &'static Written {
    static WRITTEN: OnceLock<Written> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let mut ana = Ana::begin(41);
        let tablet = ana.adds_laptop();
        let (_, added) = ana.laptop();
        let paper = RecoveryCode::make(&mut ana.rng).derive_keys().public();
        let (by, key) = (By::Device(&ana.phone), ana.ring.current());
        let (state, rng) = (ana.chain.state(), &mut ana.rng);
        let next = [
            added,
            state.revoke_device(by, tablet.id, vec![], key, 5, rng).0,
            state.replace_paper(by, paper.clone(), key, 5, rng).0,
            state.replace_password(by, Some(paper), key, 5, rng).0,
            state.rotate(by, key, 5, rng).0,
        ];
        let bag = bag_of(&ana).seal(&ana.ring, &mut ana.rng);
        Written {
            genesis: ana.chain.records()[0].to_bytes(),
            before: ana.chain.clone(),
            next: next.iter().map(Wire::to_bytes).collect(),
            ring: ana.ring.clone(),
            bag,
        }
    })
}

fn is_taken(next: &[u8]) -> bool {
    let mut chain = written().before.clone();
    AccountRecord::from_bytes(next).is_ok_and(|record| chain.append(record).is_ok())
}

#[test]
fn each_kind_of_record_is_read_back() {
    for bytes in &written().next {
        assert_eq!(&AccountRecord::from_bytes(bytes).unwrap().to_bytes(), bytes);
        assert!(is_taken(bytes));
    }
}

#[test]
fn every_flipped_bit_in_a_record_is_refused() {
    for (kind, bytes) in written().next.iter().enumerate() {
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_taken(&flipped), "record {kind}, bit {bit}");
        }
    }
}

#[test]
fn every_flipped_bit_in_a_genesis_is_refused() {
    let genesis = &written().genesis;
    for bit in 0..genesis.len() * 8 {
        let mut flipped = genesis.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(AccountChain::verify([&flipped]).is_err(), "bit {bit}");
    }
}

#[test]
fn every_flipped_bit_in_a_bag_is_refused() {
    let Written { ring, bag, .. } = written();
    assert!(KeyBag::open(ring, bag).is_ok());
    for bit in 0..bag.len() * 8 {
        let mut flipped = bag.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(KeyBag::open(ring, &flipped).is_err(), "bit {bit}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_are_a_record(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(record) = AccountRecord::from_bytes(&bytes) {
            let _ = record.body();
            prop_assert_eq!(record.to_bytes(), bytes.clone());
        }
        if let Ok(body) = Body::from_bytes(&bytes) {
            prop_assert_eq!(body.to_bytes(), bytes.clone());
        }
        prop_assert!(KeyBag::open(&written().ring, &bytes).is_err());
    }

    #[test]
    fn a_record_cut_patched_or_lengthened_is_refused(kind in 0..5_usize, at in any::<prop::sample::Index>(),
        patch in prop::collection::vec(any::<u8>(), 0..40), cut in 0..40_usize) {
        let bytes = &written().next[kind];
        let at = at.index(bytes.len());
        let end = (at + cut).min(bytes.len());
        let patched = [&bytes[..at], &patch, &bytes[end..]].concat();
        prop_assert_eq!(is_taken(&patched), &patched == bytes);
    }

    #[test]
    fn a_body_made_of_other_bytes_is_read_back_or_refused(kind in 0..5_usize, at in any::<prop::sample::Index>(), with: u8) {
        let record = AccountRecord::from_bytes(&written().next[kind]).unwrap();
        let mut body = record.body().unwrap().to_bytes();
        let at = at.index(body.len());
        body[at] = with;
        if let Ok(read) = Body::from_bytes(&body) {
            prop_assert_eq!(read.to_bytes(), body);
        }
    }
}

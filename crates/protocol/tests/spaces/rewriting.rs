//! Whoever knows the secret of a link and rewrites what stands in its slots.

use protocol::cipher::AeadKey;
use protocol::pairing::{InviteLink, Inviter, Joiner, PairingRefused, Step};
use protocol::sign::SigningKey;
use protocol::space::Role;
use protocol::wire::{Slot, from_base64url};

use crate::pairings::{INC, head_key, hears, met, posts};
use crate::scene::Dice;

/// Eve knows the link's secret and rewrites what stands in a slot.
pub(crate) fn rewritten(
    link: &InviteLink,
    slot: Slot,
    sealed: &[u8],
    change: impl Fn(Vec<u8>) -> Vec<u8>,
) -> Vec<u8> {
    let fragment = link.to_fragment();
    let secret = from_base64url(fragment.rsplit('.').next().unwrap()).unwrap();
    let key = match link.role() {
        Role::Partner => AeadKey::derive("mend/v1/pair/slot", &secret),
        Role::Counsellor => AeadKey::derive("mend/v1/pair/counsel/slot", &secret),
    };
    let place = [b"mend/v1/pair".as_slice(), link.invite_id().as_bytes(), slot.as_str().as_bytes()].concat();
    let plain = key.open(&place, sealed).unwrap().to_vec();
    key.seal(&place, &change(plain), &mut Dice::new(3))
}

/// Both have said that their words are the same; and the link.
fn agreed() -> (Inviter, Joiner, InviteLink) {
    let (mut ana, mut ben) = met();
    let link = ana.link().clone();
    ana.confirm(true, &mut Dice::new(5));
    ben.confirm(true, &mut Dice::new(6));
    (ana, ben, link)
}

#[test]
fn a_genesis_changed_on_the_way_is_refused_wherever_it_was_changed() {
    let (mut ana, mut ben, link) = agreed();
    let i2 = posts!(ana, Slot::I2);
    let length = rewritten(&link, Slot::I2, &i2, |it| it).len() - 40;
    for at in (0..length).step_by(41).chain(0..160) {
        let changed = rewritten(&link, Slot::I2, &i2, |mut plain| {
            plain[at] ^= 1 << (at % 8);
            plain
        });
        let (_, mut other, _) = agreed();
        assert_eq!(hears!(other, Slot::I2, &changed), Err(PairingRefused::Malformed), "byte {at}");
    }
    hears!(ben, Slot::I2, &i2).unwrap();
}

#[test]
fn another_head_key_put_into_the_last_slot_is_refused() {
    let (mut ana, mut ben, link) = agreed();
    let i2 = posts!(ana, Slot::I2);
    hears!(ben, Slot::I2, &i2).unwrap();
    let j3 = posts!(ben, Slot::J3);
    hears!(ana, Slot::J3, &j3).unwrap();
    ana.created(head_key().verify_key(), INC, &mut Dice::new(7));
    let i3 = posts!(ana, Slot::I3);
    let true_key = *head_key().verify_key().as_bytes();
    let false_key = *SigningKey::from_seed(&[1; 32]).verify_key().as_bytes();
    let changed = rewritten(&link, Slot::I3, &i3, |plain| {
        let at = plain.windows(32).position(|it| it == true_key).unwrap();
        [&plain[..at], &false_key, &plain[at + 32..]].concat()
    });
    assert_eq!(hears!(ben, Slot::I3, &changed), Err(PairingRefused::Malformed));
}

#[test]
fn a_signature_of_somebody_else_completes_nothing() {
    let (mut ana, mut ben, link) = agreed();
    let i2 = posts!(ana, Slot::I2);
    hears!(ben, Slot::I2, &i2).unwrap();
    let j3 = posts!(ben, Slot::J3);
    let changed = rewritten(&link, Slot::J3, &j3, |mut plain| {
        let last = plain.len() - 1;
        plain[last] ^= 1;
        plain
    });
    assert_eq!(hears!(ana, Slot::J3, &changed), Err(PairingRefused::Malformed));
    assert!(matches!(ana.step(), Step::Post(Slot::X, _)));
}

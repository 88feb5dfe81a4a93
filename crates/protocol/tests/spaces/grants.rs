//! Giving an event to a counsellor's room: it opens there and nowhere else, its author is certain, and whoever was
//! removed opens nothing that is given later.

use protocol::event::{EventRefused, EventView, SealedEvent, grant_event, open_event, open_granted};
use protocol::ids::SpaceId;
use protocol::space::SpaceKey;
use protocol::wire::EventBytes;

use crate::scene::{Couple, Dice, view};

const ROOM: SpaceId = SpaceId([66; 16]);

fn room_key(epoch: u32) -> SpaceKey {
    SpaceKey::make(epoch, &mut Dice::new(60 + u8::try_from(epoch).unwrap()))
}

/// Ana's words as Ana's device gives them to the room.
fn given(couple: &Couple, event: &SealedEvent, epoch: u32) -> EventBytes {
    let room = (ROOM, &room_key(epoch));
    grant_event(&view(event), &couple.key, couple.ana.account, room, &mut Dice::new(70)).unwrap()
}

/// As the counsellor's device opens it.
fn opened(couple: &Couple, given: &[u8], room: (SpaceId, &SpaceKey)) -> Result<Vec<u8>, EventRefused> {
    let signer = couple.ana.device.sign.verify_key();
    let event = EventView::parse(given)?;
    open_granted(&event, room, &signer, couple.ana.account).map(|it| it.body)
}

#[test]
fn what_is_given_to_a_room_opens_with_the_key_of_the_room_and_keeps_its_signature() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("I was afraid");
    let given = given(&couple, &event, 1);
    assert_eq!(opened(&couple, &given.0, (ROOM, &room_key(1))), Ok(b"I was afraid".to_vec()));
    let (copy, original) = (EventView::parse(&given.0).unwrap(), view(&event));
    assert_eq!(
        (copy.id(), copy.signature(), copy.body()),
        (original.id(), original.signature(), original.body())
    );
    assert_ne!(copy.key_slot(), original.key_slot());
}

#[test]
fn what_is_given_opens_in_no_other_room_no_other_epoch_and_not_in_its_own_space() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("for one room");
    let given = given(&couple, &event, 1);
    let key = room_key(1);
    let same_key_later = SpaceKey::from_bytes(2, *key.as_bytes());
    for room in
        [(SpaceId([67; 16]), &key), (ROOM, &room_key(2)), (ROOM, &same_key_later), (ROOM, &couple.key)]
    {
        assert_eq!(opened(&couple, &given.0, room), Err(EventRefused::Tampered));
    }
    let copy = EventView::parse(&given.0).unwrap();
    assert_eq!(open_event(&copy, &couple.key, couple.ana.account), Err(EventRefused::Tampered));
    // And the original does not open as if it had been given.
    assert_eq!(opened(&couple, &event.bytes.0, (ROOM, &couple.key)), Err(EventRefused::Tampered));
}

#[test]
fn one_key_that_was_given_opens_no_other_event_of_its_space() {
    let mut couple = Couple::new();
    let (one, other) = (couple.ana_writes("given"), couple.ana_writes("kept"));
    let given = given(&couple, &one, 1);
    let copy = EventView::parse(&given.0).unwrap();
    let mut mixed = minicbor::Encoder::new(Vec::new());
    mixed.array(4).unwrap();
    let kept = view(&other);
    for part in [kept.header_bytes(), kept.signature().as_bytes(), kept.body(), copy.key_slot()] {
        mixed.bytes(part).unwrap();
    }
    let mixed = mixed.into_writer();
    assert_eq!(opened(&couple, &mixed, (ROOM, &room_key(1))), Err(EventRefused::Tampered));
}

#[test]
fn nobody_can_be_made_the_author_of_what_they_did_not_write() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("mine");
    let given = given(&couple, &event, 1);
    let copy = EventView::parse(&given.0).unwrap();
    let (key, bens) = (room_key(1), couple.ben.device.sign.verify_key());
    let room = (ROOM, &key);
    let ana = couple.ana.device.sign.verify_key();
    let refused = Err(EventRefused::Tampered);
    assert_eq!(open_granted(&copy, room, &bens, couple.ana.account), refused, "another's signature");
    assert_eq!(open_granted(&copy, room, &ana, couple.ben.account), refused, "another's name");
    let (own, account) = (&couple.key, couple.ben.account);
    let as_bens = grant_event(&view(&event), own, account, room, &mut Dice::new(71));
    assert_eq!(as_bens, Err(EventRefused::Tampered), "what is not theirs is not given in their name");
}

#[test]
fn every_flipped_bit_of_what_was_given_is_refused() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("x");
    let given = given(&couple, &event, 1).0;
    let key = room_key(1);
    for bit in 0..given.len() * 8 {
        let mut changed = given.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(opened(&couple, &changed, (ROOM, &key)), Err(EventRefused::Tampered), "bit {bit}");
    }
}

#[test]
fn what_its_author_took_back_is_not_given_and_opens_no_more() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("taken back");
    let key = room_key(1);
    let given = given(&couple, &event, 1);
    let stub = EventView::parse(&given.0).unwrap().withdrawn();
    assert_eq!(opened(&couple, &stub.0, (ROOM, &key)), Err(EventRefused::Withdrawn));
    let stub = view(&event).withdrawn();
    let stub = EventView::parse(&stub.0).unwrap();
    let again = grant_event(&stub, &couple.key, couple.ana.account, (ROOM, &key), &mut Dice::new(70));
    assert_eq!(again, Err(EventRefused::Withdrawn));
}

#[test]
fn what_cannot_be_read_is_not_given() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("hidden");
    let (key, other) = (room_key(1), SpaceKey::from_bytes(1, [1; 32]));
    let refused = grant_event(&view(&event), &other, couple.ana.account, (ROOM, &key), &mut Dice::new(70));
    assert_eq!(refused, Err(EventRefused::Tampered));
    let later = SpaceKey::from_bytes(2, *couple.key.as_bytes());
    let refused = grant_event(&view(&event), &later, couple.ana.account, (ROOM, &key), &mut Dice::new(70));
    assert_eq!(refused, Err(EventRefused::OtherEpoch));
}

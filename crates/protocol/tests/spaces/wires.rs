//! Bodies and frames: each has one spelling, a version where it asks for something, and bounds everywhere.

use std::fmt::Debug;

use proptest::prelude::*;
use protocol::Wire;
use protocol::cbor::{Blob, Malformed};
use protocol::event::Erasure;
use protocol::ids::*;
use protocol::log::{Cursor, PageVerifier, SignedHead};
use protocol::sign::{Signature, SigningKey};
use protocol::space::{ControlRecord, SpaceState};
use protocol::wire::*;

use crate::scene::{Couple, Ledger};

/// What must hold for every form that travels.
fn holds<T: Wire + PartialEq + Debug>(value: &T) {
    let bytes = value.to_bytes();
    assert!(bytes.len() <= T::LONGEST);
    assert_eq!(T::from_bytes(&bytes).as_ref(), Ok(value));
    for end in 0..bytes.len() {
        assert!(T::from_bytes(&bytes[..end]).is_err(), "{value:?} cut at {end}");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(T::from_bytes(&longer).is_err(), "{value:?} and more");
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            if let Ok(read) = T::from_bytes(&changed) {
                assert_eq!(read.to_bytes(), changed);
            }
        }
    }
}

/// Field 0 of a request is its version; any other version is refused.
fn asks<T: Wire + PartialEq + Debug>(value: &T) {
    holds(value);
    let mut bytes = value.to_bytes();
    assert_eq!(&bytes[1..3], [0, 1], "{value:?}");
    for other in [0, 2, 23] {
        bytes[2] = other;
        assert_eq!(T::from_bytes(&bytes), Err(Malformed::Shape));
    }
}

const ACCOUNT: AccountId = AccountId([1; 16]);
const DEVICE: DeviceKeyId = DeviceKeyId([2; 16]);
const SPACE: SpaceId = SpaceId([3; 16]);
const NAME: NameHash = NameHash([4; 32]);
const SIGNED: Signature = Signature([5; 64]);
const NONCE: [u8; 32] = [6; 32];

fn token() -> Token {
    Token::from_array([7; 32])
}

fn head() -> ChainHead {
    ChainHead { seq: 9, hash: RecordHash([8; 32]) }
}

fn event() -> EventBytes {
    EventBytes(vec![1, 2, 3])
}

#[test]
fn the_bodies_of_signing_in_have_one_spelling() {
    let (v, some) = (V1, vec![1, 2, 3]);
    asks(&RegisterStart { v, name_hash: NAME, request: some.clone() });
    holds(&RegisterStarted { response: some.clone() });
    for invitation in [None, Some(Blob(vec![9]))] {
        let chain = vec![Blob(vec![1]), Blob(vec![])];
        asks(&RegisterFinish {
            v,
            name_hash: NAME,
            account: ACCOUNT,
            upload: some.clone(),
            chain,
            invitation,
        });
    }
    holds(&Registered { token: token(), expires_ms: 5 });
    holds(&Admission { who: 1 });
    holds(&PushOffer { key: None });
    holds(&PushOffer { key: Some([4; POINT_BYTES]) });
    asks(&PutPush {
        v,
        endpoint: Endpoint("https://push.example/1".to_owned()),
        p256dh: [4; POINT_BYTES],
        auth: [1; SHARED_BYTES],
        watched: vec![Watched { space: SPACE, seq: 7 }],
        moments: vec![WakeAt { at_ms: 5, only_if_new: true }],
    });
    asks(&LoginStart { v, name_hash: NAME, request: some.clone() });
    holds(&LoginStarted { login_id: LoginId([1; 16]), response: some.clone() });
    asks(&LoginFinish { v, login_id: LoginId([1; 16]), finalization: some });
    holds(&LoggedIn { account: ACCOUNT, token: token(), expires_ms: 5 });
    asks(&Challenge { v, account: ACCOUNT, device: DEVICE });
    holds(&Challenged { nonce: NONCE });
    asks(&Prove { v, account: ACCOUNT, device: DEVICE, nonce: NONCE, signature: SIGNED });
    holds(&Proved { token: token(), expires_ms: u64::MAX });
    asks(&RecoveryChallenge { v, name_hash: NAME });
    holds(&RecoveryChallenged { account: ACCOUNT, nonce: NONCE });
    asks(&RecoveryProve { v, account: ACCOUNT, nonce: NONCE, signature: SIGNED });
}

#[test]
fn the_bodies_of_accounts_and_spaces_have_one_spelling() {
    let (v, records) = (V1, vec![Blob(vec![1, 2]), Blob(vec![3])]);
    holds(&AccountChain { records: records.clone(), at: head() });
    asks(&AppendChain { v, expect_seq: 3, records: records.clone() });
    holds(&Appended { at: head() });
    asks(&PutBlob { v, expect_version: 300, body: vec![1] });
    holds(&BlobStored { version: 70_000 });
    holds(&StoredBlob { version: 1, body: vec![] });
    holds(&SpaceList { spaces: vec![SpaceSeat { space: SPACE, ctl: head(), alone: true }] });
    asks(&NewSpace { v, records: records.clone() });
    let log = Couple::new();
    let ledger = Ledger::new(log.space());
    holds(&SpaceMade { space: SPACE, at: head(), head: ledger.head() });
    holds(&ControlRecords { records: records.clone(), at: head() });
    asks(&AppendControl { v, expect_seq: 3, records });
}

#[test]
fn the_bodies_of_attachments_have_one_spelling() {
    let (v, some) = (V1, vec![AttachmentId([9; 16]), AttachmentId([8; 16])]);
    asks(&PutChunk { v, of: 64, sealed: vec![1; 40] });
    holds(&ChunkStored { bytes: 70_000, room: 1 << 31 });
    holds(&StoredChunk { sealed: vec![1, 2, 3] });
    holds(&AttachmentHeld { of: 3, held: vec![0, 2], kept: false });
    asks(&SortAttachments { v, keep: some.clone(), drop: vec![] });
    holds(&SortedAttachments { kept: vec![], dropped: some });
    let longest = PutChunk { v, of: 1, sealed: vec![0; protocol::attachment::MOST_SEALED] };
    assert_eq!(PutChunk::from_bytes(&longest.to_bytes()), Ok(longest.clone()));
    let longer = PutChunk { sealed: vec![0; protocol::attachment::MOST_SEALED + 1], ..longest };
    assert!(PutChunk::from_bytes(&longer.to_bytes()).is_err());
}

#[test]
fn the_bodies_of_the_log_have_one_spelling() {
    let (v, id) = (V1, EventId([9; 32]));
    asks(&Append { v, events: vec![event(), event()] });
    let results = vec![
        AppendResult::Stored { id, seq: 1, recv_ms: 2 },
        AppendResult::Duplicate { id, seq: 1, recv_ms: 2 },
        AppendResult::Refused { id, code: ProblemCode::DeviceFork },
    ];
    holds(&AppendResults { results });
    let mut ledger = Ledger::new(SPACE);
    ledger.keeps_bytes(event(), id);
    holds(&ledger.page(0, 9));
    let device = DeviceId([1; 16]);
    asks(&Frontier { v, devices: vec![DeviceMark { device, dseq: 4, id }] });
    holds(&Lacks { devices: vec![Lack { device, from_dseq: 4 }] });
    let by = Erasure { device, signature: Signature([5; 64]) };
    asks(&Withdraw { v, events: vec![ToErase { event: id, by }] });
    holds(&Withdrawn { events: vec![] });
    for problem in [
        Problem::new(ProblemCode::Unknown),
        Problem { retry_ms: Some(250), ..Problem::new(ProblemCode::TooMany) },
        Problem { at: Some(head()), ..Problem::new(ProblemCode::Conflict) },
        Problem { head: Some(ledger.head()), ..Problem::new(ProblemCode::Fork) },
    ] {
        holds(&problem);
    }
}

#[test]
fn the_bodies_of_a_meeting_have_one_spelling() {
    let (v, invite) = (V1, InviteId([1; 16]));
    asks(&NewInvite { v, invite, ttl_ms: 86_400_000 });
    holds(&InviteMade { expires_ms: 5 });
    holds(&InviteState { expires_ms: 5, answered: true });
    asks(&SlotBox { v, sealed: vec![1, 2] });
}

#[test]
fn every_frame_has_one_spelling() {
    let cursor = Cursor::start(SPACE, Incarnation([2; 16]));
    let mut ledger = Ledger::new(SPACE);
    ledger.keeps_bytes(event(), EventId([9; 32]));
    let said = vec![
        ClientFrame::Hello { token: token(), want: vec![Want { space: SPACE, cursor }] },
        ClientFrame::Sub { space: SPACE, cursor },
        ClientFrame::Append { req: 1, space: SPACE, events: vec![event()] },
        ClientFrame::Eph { space: SPACE, ct: vec![1] },
        ClientFrame::Pong,
    ];
    said.iter().for_each(holds);
    asks(&Poll { v: V1, frames: said });
    let id = EventId([9; 32]);
    let heard = vec![
        ServerFrame::Welcome { now_ms: 1 },
        ServerFrame::Head { head: ledger.head() },
        ServerFrame::Ev { space: SPACE, page: ledger.page(0, 9) },
        ServerFrame::Ack { req: 1, results: vec![AppendResult::Stored { id, seq: 1, recv_ms: 2 }] },
        ServerFrame::Eph { space: SPACE, ct: vec![1], from: ACCOUNT },
        ServerFrame::Ctl { space: SPACE, seq: 4 },
        ServerFrame::Err { code: ProblemCode::Fork, retry_ms: 0, space: Some(SPACE) },
        ServerFrame::Err { code: ProblemCode::Busy, retry_ms: 100, space: None },
        ServerFrame::Ping,
    ];
    heard.iter().for_each(holds);
    holds(&Polled { frames: heard });
}

#[test]
fn every_list_has_a_bound() {
    let v = V1;
    let full = Append { v, events: vec![event(); MOST_EVENTS] };
    assert!(Append::from_bytes(&full.to_bytes()).is_ok());
    let over = Append { v, events: vec![event(); MOST_EVENTS + 1] };
    assert_eq!(Append::from_bytes(&over.to_bytes()), Err(Malformed::Shape));
    let over = Frontier {
        v,
        devices: vec![
            DeviceMark { device: DeviceId([1; 16]), dseq: 1, id: EventId([0; 32]) };
            MOST_DEVICES + 1
        ],
    };
    assert_eq!(Frontier::from_bytes(&over.to_bytes()), Err(Malformed::Shape));
    let big = EventBytes(vec![0; MOST_EVENT_BYTES + 1]);
    let over = Append { v, events: vec![big] };
    assert_eq!(Append::from_bytes(&over.to_bytes()), Err(Malformed::Shape));
    let over = Poll { v, frames: vec![ClientFrame::Pong; MOST_FRAMES + 1] };
    assert_eq!(Poll::from_bytes(&over.to_bytes()), Err(Malformed::Shape));
    let long = vec![0; Append::LONGEST + 1];
    assert_eq!(Append::from_bytes(&long), Err(Malformed::TooLong));
    // A length that promises more than there is must not be believed.
    let promise = [0xa2, 0, 1, 1, 0x9a, 0, 0, 1, 0];
    assert!(Append::from_bytes(&promise).is_err());
}

#[test]
fn a_full_page_of_full_batches_fits_its_bound() {
    let mut ledger = Ledger::new(SPACE);
    for n in 0..MOST_PAGE {
        ledger.keeps_bytes(EventBytes(vec![0; 800]), EventId([n as u8; 32]));
    }
    let page = ledger.page(0, MOST_PAGE);
    assert_eq!(Page::from_bytes(&page.to_bytes()), Ok(page));
}

#[test]
fn a_relay_signs_what_it_says_about_itself() {
    let key = SigningKey::from_seed(&[1; 32]);
    let instance = ServerInstance {
        version: "0.1.0".into(),
        head_key: key.verify_key(),
        incarnation: Incarnation([1; 16]),
        now_ms: 5,
    };
    let mut card = ServerCard::sign(instance, &key);
    holds(&card);
    assert!(card.verify().is_ok());
    card.instance.now_ms += 1;
    assert!(card.verify().is_err());
}

#[test]
fn what_is_signed_to_prove_a_device_or_a_kit_names_all_it_is_for() {
    let head_key = |seed| SigningKey::from_seed(&[seed; 32]).verify_key();
    let (relay, other) = (head_key(1), head_key(2));
    let prove = prove_message(&relay, ACCOUNT, DEVICE, &NONCE);
    assert_eq!(prove.len(), 32 + 16 + 16 + 32);
    assert_ne!(prove, prove_message(&other, ACCOUNT, DEVICE, &NONCE));
    assert_ne!(prove, prove_message(&relay, ACCOUNT, DeviceKeyId([9; 16]), &NONCE));
    assert_ne!(prove, prove_message(&relay, AccountId([9; 16]), DEVICE, &NONCE));
    assert_ne!(prove, prove_message(&relay, ACCOUNT, DEVICE, &[9; 32]));
    let recover = recovery_message(&relay, ACCOUNT, &NONCE);
    assert_ne!(recover, recovery_message(&other, ACCOUNT, &NONCE));
    assert_ne!(recover, recovery_message(&relay, ACCOUNT, &[9; 32]));
    assert_ne!(PROVE, RECOVER);
}

#[test]
fn a_frame_with_a_token_never_shows_it() {
    let hello = ClientFrame::Hello { token: token(), want: vec![] };
    assert_eq!(format!("{hello:?}"), "Hello { token: [key], want: [] }");
}

macro_rules! hostile {
    ($bytes:expr, $($name:ty)+) => {
        $(if let Ok(read) = <$name>::from_bytes($bytes) {
            prop_assert_eq!(&read.to_bytes(), $bytes);
        })+
    };
}

proptest! {
    #[test]
    fn hostile_bytes_are_refused_by_every_body(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        hostile!(&bytes, RegisterStart RegisterFinish LoginStart LoginFinish Challenge Prove RecoveryChallenge
            RecoveryProve AccountChain AppendChain PutBlob PutChunk AttachmentHeld SortAttachments SortedAttachments SpaceList NewSpace ControlRecords AppendControl Append
            AppendResults Page Frontier Lacks Withdraw Problem NewInvite SlotBox ClientFrame ServerFrame Poll Polled
            ServerCard Admission PushOffer PutPush SpaceState PageVerifier ControlRecord SignedHead Cursor);
    }

    #[test]
    fn nearly_right_bytes_are_refused_by_every_body(mut bytes in prop::collection::vec(0u8..4, 0..40), first in 0xa0u8..0xa8) {
        bytes.insert(0, first);
        hostile!(&bytes, RegisterStart Challenge AppendChain PutBlob Append Frontier Problem NewInvite SlotBox Poll Polled);
    }

    #[test]
    fn any_bytes_survive_base64url(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        prop_assert_eq!(from_base64url(&to_base64url(&bytes)), Some(bytes));
    }

    #[test]
    fn base64url_has_one_spelling(text in "[A-Za-z0-9_-]{0,20}") {
        if let Some(bytes) = from_base64url(&text) {
            prop_assert_eq!(to_base64url(&bytes), text);
        }
    }
}

//! Reading a whole journey with the recovery kit alone. Whoever reads comes in as a device of its own, so that the person is told of it
//! on all others: a stolen kit must not read in silence. Nothing else is written, and the kit stays as good as it was.

use domain::brought::Journey;
use domain::{PhotoId, Record};
use protocol::account::{By, DeviceKeys, Holder, NamedDevice};
use protocol::attachment::open_attachment;
use protocol::ids::{AccountId, NameHash, SpaceId};
use protocol::recovery::RecoveryCode;
use protocol::wire;
use protocol::wire::{
    Challenge, Challenged, ControlRecords, MOST_PAGE, PROVE, Page, PageQuery, Prove, Proved, PutBlob,
    SpaceList, StoredChunk, Token, V1, prove_message,
};

use crate::account::{keyring, meet_relay};
use crate::calls;
use crate::kit::{CannotOpenKit, enter, open_account, prove_kit};
use crate::local::LocalKey;
use crate::ours::photos::attachment;
use crate::ports::Ports;
use crate::seat::Relay;
use crate::session::Session;
use crate::taking::couple_of;

/// What was read.
#[derive(Debug)]
pub struct LookedIn {
    /// All records.
    pub journey: Journey,
    /// The photos, each as it is looked at, as far as they could be had.
    pub pictures: Vec<(PhotoId, Vec<u8>)>,
}

/// Reads everything that an account can open, with its name and its kit. Among the person's devices it stands as `called`; its keys are
/// gone when this is done, and the person can end it.
///
/// # Errors
/// Says why nothing was read.
pub async fn read_with_kit(
    ports: &Ports,
    name: &str,
    code_as_typed: &str,
    called: &str,
) -> Result<LookedIn, CannotOpenKit> {
    let paper = RecoveryCode::parse(code_as_typed)?.derive_keys();
    let relay = meet_relay(ports).await?;
    let name_hash = NameHash::of(name);
    let (account, token) = prove_kit(ports, &relay, name_hash, &paper).await?;
    let (mut chain, ring, mut bag) = open_account(ports, &token, &relay, (Holder::Paper, &paper)).await?;
    if chain.state().account() != account {
        return Err(CannotOpenKit::Doubtful);
    }
    let mut rng = ports.rng();
    let device = DeviceKeys::make(&mut rng);
    bag.0.devices.push(NamedDevice { device: device.id, name: called.to_owned() });
    let put = PutBlob { v: V1, expect_version: bag.1, body: bag.0.seal(&ring, &mut rng) };
    // Without its name it is a device all the same.
    let _ = calls::tell(ports, &calls::put_blob(&token, calls::BAG, &put)).await;
    enter(ports, &token, &mut chain, (By::Paper(&paper), &device), &ring).await?;
    let token = prove_device(ports, &relay, account, &device).await?;
    let keys = keyring((account, name_hash), device, ring, bag, relay);
    let local = LocalKey::make(&mut rng);
    let mut session = Session::new(keys, local, ports.clock.clone(), rng, ports.origin.clone());
    session.circle.meet(chain);
    let listed: SpaceList = calls::send(ports, &calls::my_spaces(&token)).await?;
    let mut records = Vec::new();
    for space in listed.spaces.iter().map(|it| it.space) {
        take_seat(ports, &token, &mut session, space).await?;
        read_log(ports, &token, &mut session, space, &mut records).await?;
    }
    let journey = session.journey_of(records);
    let pictures = read_pictures(ports, &token, session.our_space(), &journey).await;
    // The session was only there to understand what was read.
    let _ = calls::tell(ports, &calls::end_session(&token)).await;
    Ok(LookedIn { journey, pictures })
}

/// What the relay does not have is left out.
async fn read_pictures(
    ports: &Ports,
    token: &Token,
    space: Option<SpaceId>,
    journey: &Journey,
) -> Vec<(PhotoId, Vec<u8>)> {
    let Some(space) = space else { return Vec::new() };
    let couple = couple_of(journey, ports);
    let mut pictures = Vec::new();
    for photo in couple.memories.photos() {
        let told = attachment(&photo.view);
        let mut chunks = Vec::new();
        for n in 0..told.chunks() {
            let asked = calls::chunk(token, space, told.id, n);
            let got: Result<StoredChunk, _> = calls::send(ports, &asked).await;
            chunks.extend(got.map(|it| it.sealed));
        }
        if let Ok(file) = open_attachment(space, &told, &chunks) {
            pictures.push((photo.id, file.to_vec()));
        }
    }
    pictures
}

async fn prove_device(
    ports: &Ports,
    relay: &Relay,
    account: AccountId,
    device: &DeviceKeys,
) -> Result<Token, CannotOpenKit> {
    let asks = Challenge { v: V1, account, device: device.id };
    let Challenged { nonce } = calls::send(ports, &calls::challenge(&asks)).await?;
    let message = prove_message(&relay.head_key, account, device.id, &nonce);
    let signature = device.sign.sign(PROVE, &message);
    let proof = Prove { v: V1, account, device: device.id, nonce, signature };
    let Proved { token, .. } = calls::send(ports, &calls::prove(&proof)).await?;
    Ok(token)
}

/// Reads who is in a space and with which keys.
async fn take_seat(
    ports: &Ports,
    token: &Token,
    session: &mut Session,
    space: SpaceId,
) -> Result<(), CannotOpenKit> {
    let mut all: ControlRecords = calls::send(ports, &calls::control(token, space, 0)).await?;
    while (all.records.len() as u64) <= all.at.seq {
        let from = all.records.len() as u64;
        let more: ControlRecords = calls::send(ports, &calls::control(token, space, from)).await?;
        if more.records.is_empty() {
            return Err(CannotOpenKit::Doubtful);
        }
        all.records.extend(more.records);
    }
    for account in session.strangers_in(&all)? {
        read_chain(ports, token, session, (account, space)).await?;
    }
    session.new_space(space, &all).map_err(|_| CannotOpenKit::Doubtful)
}

/// Reads the chain of somebody who is in the same space.
async fn read_chain(
    ports: &Ports,
    token: &Token,
    session: &mut Session,
    (account, space): (AccountId, SpaceId),
) -> Result<(), CannotOpenKit> {
    loop {
        let from = session.circle.length(account);
        let read: wire::AccountChain =
            calls::send(ports, &calls::their_chain(token, account, space, from)).await?;
        let taken = session.circle.take(account, &read.records);
        if taken.is_err() || !session.fits_pin(account) {
            return Err(CannotOpenKit::Doubtful);
        }
        if read.records.is_empty() || session.circle.length(account) > read.at.seq {
            return Ok(());
        }
    }
}

async fn read_log(
    ports: &Ports,
    token: &Token,
    session: &mut Session,
    space: SpaceId,
    records: &mut Vec<Record>,
) -> Result<(), CannotOpenKit> {
    loop {
        let Some(seat) = session.seat(space) else { return Ok(()) };
        let query = PageQuery { cursor: seat.reader.cursor(), limit: MOST_PAGE };
        let page: Page = calls::send(ports, &calls::page(token, space, &query)).await?;
        let arrived = seat.take_page(&page).map_err(|_| CannotOpenKit::Doubtful)?;
        records.extend(arrived.records);
        if arrived.complete {
            return Ok(());
        }
    }
}

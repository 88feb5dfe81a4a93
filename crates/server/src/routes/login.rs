//! Registering and signing in with a passphrase that the relay never learns.

use axum::extract::State;
use axum::http::HeaderMap;
use protocol::Wire;
use protocol::account::{AccountChain, AccountRecord, AccountState, Change};
use protocol::admission::AdmissionCode;
use protocol::cbor::Blob;
use protocol::ids::{AccountId, LoginId, NameHash};
use protocol::wire::{
    LoggedIn, LoginFinish, LoginStart, LoginStarted, ProblemCode, RegisterFinish, RegisterStart,
    RegisterStarted, Registered,
};

use crate::facts::chain_row;
use crate::gate::body::Cbor;
use crate::gate::pace::Counted;
use crate::gate::refusal::Refusal;
use crate::gate::session::{DeviceAuth, session_of};
use crate::relay::{Login, Relay, randomness};
use crate::settings::Registration;
use crate::store::{Admitted, ChainOutcome, ChainRow, NewAccount, Reach, RegisterOutcome};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;
/// The most records an account may begin with.
const MOST_AT_FIRST: usize = 4;

fn malformed(_: opaque::Refusal) -> Refusal {
    ProblemCode::Malformed.into()
}

/// Counts an attempt with a name, whether it is known or not.
pub(crate) fn attempt(relay: &Relay, kept: NameHash) -> Result<(), Refusal> {
    relay.pace(Counted::Name(kept.0), relay.inner.settings.limits.name_attempts, 1)
}

/// `POST /v1/opaque/register/start`
pub(crate) async fn register_start(
    State(relay): State<Relay>,
    Cbor(body): Cbor<RegisterStart>,
) -> Result<Cbor<RegisterStarted>, Refusal> {
    let kept = relay.kept_name(body.name_hash);
    let response = opaque::server_register_start(&relay.inner.keys.opaque, &body.request, &kept.0);
    Ok(Cbor(RegisterStarted { response: response.map_err(malformed)? }))
}

/// `POST /v1/opaque/register/finish`: a new account; or, from a device that is signed in, a new passphrase together
/// with the records of its chain that say so.
pub(crate) async fn register_finish(
    State(relay): State<Relay>,
    headers: HeaderMap,
    Cbor(body): Cbor<RegisterFinish>,
) -> Result<Cbor<Registered>, Refusal> {
    let token = headers.get(axum::http::header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    match token {
        None => register(&relay, body).await,
        Some(text) => {
            let token = protocol::wire::Token::from_bearer(text).ok_or(ProblemCode::Unauthorised)?;
            let who = session_of(&relay, &token).await?.device()?;
            replace(&relay, who, body).await
        }
    }
}

async fn register(relay: &Relay, body: RegisterFinish) -> Result<Cbor<Registered>, Refusal> {
    let admission = admitted(relay, body.invitation.as_ref())?;
    if body.chain.len() > MOST_AT_FIRST {
        return Err(ProblemCode::TooMany.into());
    }
    let chain = AccountChain::verify(&body.chain).map_err(|_| ProblemCode::Refused)?;
    let state = chain.state().clone();
    let device = state.active_devices().next().map(|(id, _)| id).ok_or(ProblemCode::Refused)?;
    if state.account() != body.account {
        return Err(ProblemCode::Refused.into());
    }
    let new = NewAccount {
        account: body.account,
        name: relay.kept_name(body.name_hash),
        opaque: opaque::server_register_finish(&body.upload).map_err(malformed)?,
        chain: chain.records().iter().map(|it| chain_row(it.hash().0, it)).collect(),
        created_day: relay.now_ms() / DAY_MS,
        admission,
    };
    match relay.store().register(new).await? {
        RegisterOutcome::Made => {}
        RegisterOutcome::NameTaken => return Err(ProblemCode::NameTaken.into()),
        RegisterOutcome::AccountTaken => return Err(ProblemCode::Used.into()),
        RegisterOutcome::NotAdmitted => return Err(ProblemCode::Unknown.into()),
    }
    relay.account_grew(state);
    relay.inner.tally.account_made();
    tracing::info!("an account was made");
    signed_in(relay, body.account, Reach::Device(device)).await
}

/// Whether somebody may come in, and by which code. A code with a mistake, one that is used up and one that is over get
/// the same answer.
fn admitted(relay: &Relay, code: Option<&Blob>) -> Result<Option<Admitted>, Refusal> {
    match relay.inner.settings.registration {
        Registration::Open => Ok(None),
        Registration::Closed => Err(ProblemCode::Closed.into()),
        Registration::ByInvitation => {
            let typed = code.ok_or(ProblemCode::Closed)?;
            let code = AdmissionCode::read(&typed.0).ok_or(ProblemCode::Unknown)?;
            Ok(Some(Admitted { code: code.kept(), now_ms: relay.now_ms() }))
        }
    }
}

async fn signed_in(relay: &Relay, account: AccountId, reach: Reach) -> Result<Cbor<Registered>, Refusal> {
    let (token, expires_ms) = relay.begin_session(account, reach).await?;
    Ok(Cbor(Registered { token, expires_ms }))
}

async fn replace(relay: &Relay, who: DeviceAuth, body: RegisterFinish) -> Result<Cbor<Registered>, Refusal> {
    let state = relay.account_now(who.account).await?.ok_or(ProblemCode::Unauthorised)?;
    let expect_seq = state.seq() + 1;
    let mut next = AccountState::clone(&state);
    let rows = grow(&mut next, &body.chain)?;
    if body.account != who.account || !rows.1.iter().any(|it| matches!(it, Change::PasswordReplace { .. })) {
        return Err(ProblemCode::Refused.into());
    }
    let name = relay.kept_name(body.name_hash);
    let upload = opaque::server_register_finish(&body.upload).map_err(malformed)?;
    match relay.store().replace_login(who.account, name, upload, expect_seq, rows.0).await? {
        ChainOutcome::Grown(_) => {}
        ChainOutcome::Conflict(at) => {
            relay.forget_account(who.account);
            return Err(Refusal::conflict(at));
        }
        ChainOutcome::Unknown => return Err(ProblemCode::Unauthorised.into()),
    }
    relay.account_grew(next);
    signed_in(relay, who.account, Reach::Device(who.device)).await
}

/// Lets a chain grow in memory by records as they came over the wire; answers them as rows, and what they change.
pub(crate) fn grow(
    state: &mut AccountState,
    records: &[impl AsRef<[u8]>],
) -> Result<(Vec<ChainRow>, Vec<Change>), Refusal> {
    let mut rows = Vec::with_capacity(records.len());
    let mut changes = Vec::with_capacity(records.len());
    for bytes in records {
        let record = AccountRecord::from_bytes(bytes.as_ref()).map_err(|_| ProblemCode::Malformed)?;
        state.append(&record).map_err(|_| ProblemCode::Refused)?;
        changes.push(record.body().map_err(|_| ProblemCode::Malformed)?.change);
        rows.push(chain_row(record.hash().0, &record));
    }
    Ok((rows, changes))
}

/// `POST /v1/opaque/login/start`: a name that nobody has is answered in the same way, in the same time.
pub(crate) async fn login_start(
    State(relay): State<Relay>,
    Cbor(body): Cbor<LoginStart>,
) -> Result<Cbor<LoginStarted>, Refusal> {
    let kept = relay.kept_name(body.name_hash);
    attempt(&relay, kept)?;
    let known = relay.store().login(kept).await?;
    let (account, record) = known.map_or((None, None), |(account, record)| (Some(account), Some(record)));
    let mut rng = randomness();
    let setup = &relay.inner.keys.opaque;
    let started = opaque::server_login_start(setup, record.as_deref(), &body.request, &kept.0, &mut rng);
    let (state, response) = started.map_err(malformed)?;
    let login_id = LoginId::make(&mut rng);
    relay.keep_login(login_id, &Login { state, account }).await?;
    Ok(Cbor(LoginStarted { login_id, response }))
}

/// `POST /v1/opaque/login/finish`
pub(crate) async fn login_finish(
    State(relay): State<Relay>,
    Cbor(body): Cbor<LoginFinish>,
) -> Result<Cbor<LoggedIn>, Refusal> {
    let login = relay.take_login(body.login_id).await?.ok_or(ProblemCode::Unauthorised)?;
    let proven = opaque::server_login_finish(login.state, &body.finalization);
    let account = login.account.filter(|_| proven.is_ok()).ok_or(ProblemCode::Unauthorised)?;
    let (token, expires_ms) = relay.begin_session(account, Reach::OwnChain).await?;
    Ok(Cbor(LoggedIn { account, token, expires_ms }))
}

//! Signing in without telling the relay the passphrase: OPAQUE (RFC 9807, 3DH over ristretto255),
//! as byte slices in and out. Everything of the older generation of crates stays in here.
//!
//! The stretching runs in [`stretch`] and in the two `client_…_finish` functions, and nowhere else.

mod randomness;
#[cfg(test)]
mod rfc9807;
mod steps;
mod stretching;

pub use stretching::{FLOOR, IN_USE, Stretching, stretch};
pub use zeroize::Zeroizing;

use rand_core::CryptoRng;
use std::fmt;
use stretching::Argon2id;
use thiserror::Error;
use zeroize::ZeroizeOnDrop;

/// Both sides bind this to the sign-in: another protocol or version cannot be mixed in.
const CONTEXT: &[u8] = b"mend/v1/opaque";

/// The longest passphrase in bytes.
pub const LONGEST_PASSPHRASE: usize = 1024;

/// Why a step was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The passphrase is empty or longer than [`LONGEST_PASSPHRASE`].
    #[error("passphrase empty or too long")]
    PassphraseLength,
    /// The message is not one of this step.
    #[error("malformed message")]
    Malformed,
    /// The passphrase is wrong, the name is unknown, or the other side is not who it should be.
    /// Which of these cannot be told apart, and must not be.
    #[error("wrong passphrase or unknown name")]
    WrongPassphrase,
    /// There is not enough memory for the stretching.
    #[error("not enough memory to stretch the passphrase")]
    NoMemory,
}

/// Secret bytes that both a client and a relay, or a client alone, end up with.
macro_rules! secret_bytes {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, ZeroizeOnDrop)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The secret bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("[key]")
            }
        }
    };
}

secret_bytes!(/// Known to the client alone, the same at every sign-in with this passphrase.
    ExportKey, 64);
secret_bytes!(/// Known to client and relay, new at every sign-in.
    SessionKey, 64);

/// The relay's public key. A client pins it at the first sign-in and refuses another later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerPublic(pub [u8; 32]);

/// What a step leaves for the next one. It holds a secret; its bytes may cross to a worker
/// or wait in memory, not on disk.
macro_rules! state {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, ZeroizeOnDrop)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// The bytes, for handing on.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }

            /// Handed-on bytes. They are read by the next step, which refuses malformed ones.
            pub fn from_bytes(bytes: &[u8]) -> Self {
                Self(bytes.to_vec())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("[key]")
            }
        }
    };
}

state!(/// Between [`client_register_start`] and [`client_register_finish`].
    RegisterState);
state!(/// Between [`client_login_start`] and [`client_login_finish`].
    LoginState);
state!(/// Between [`server_login_start`] and [`server_login_finish`].
    ServerLoginState);

/// What a client has after registering: the upload for the relay, and its own keys.
#[derive(Debug)]
pub struct Registered {
    /// For the relay to keep.
    pub upload: Vec<u8>,
    /// For the client alone.
    pub export_key: ExportKey,
    /// To pin.
    pub server_public: ServerPublic,
}

/// What a client has after signing in: the proof for the relay, and its own keys.
#[derive(Debug)]
pub struct LoggedIn {
    /// For the relay to check.
    pub finalization: Vec<u8>,
    /// Shared with the relay.
    pub session_key: SessionKey,
    /// For the client alone.
    pub export_key: ExportKey,
    /// To compare with the pinned one.
    pub server_public: ServerPublic,
}

/// Begins to register a passphrase. The second part goes to the relay.
pub fn client_register_start(
    passphrase: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<(RegisterState, Vec<u8>), Refusal> {
    let (state, request) = steps::register_start::<Argon2id>(checked(passphrase)?, rng)?;
    Ok((RegisterState(state), request))
}

/// Finishes registering. Stretches the passphrase: slow, and 64 MiB of memory.
pub fn client_register_finish(
    state: RegisterState,
    passphrase: &[u8],
    response: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Registered, Refusal> {
    let parties = steps::Parties::default();
    steps::register_finish::<Argon2id>(&state.0, checked(passphrase)?, response, parties, rng)
}

/// Begins to sign in. The second part goes to the relay.
pub fn client_login_start(
    passphrase: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<(LoginState, Vec<u8>), Refusal> {
    let (state, request) = steps::login_start::<Argon2id>(checked(passphrase)?, rng)?;
    Ok((LoginState(state), request))
}

/// Finishes signing in. Stretches the passphrase: slow, and 64 MiB of memory.
pub fn client_login_finish(
    state: LoginState,
    passphrase: &[u8],
    response: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<LoggedIn, Refusal> {
    let parties = steps::Parties::with_context(CONTEXT);
    steps::login_finish::<Argon2id>(&state.0, checked(passphrase)?, response, parties, rng)
}

/// The relay's own secrets. Losing them makes every registered passphrase useless; they are stored
/// with the accounts.
#[derive(Clone)]
pub struct ServerSetup(steps::Setup<Argon2id>);

/// Both secrets in it wipe themselves: the seed and the private key.
impl ZeroizeOnDrop for ServerSetup {}

impl fmt::Debug for ServerSetup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

impl ServerSetup {
    /// New secrets, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        Self(steps::make_setup(rng))
    }

    /// The stored secrets.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Refusal> {
        steps::read_setup(bytes).map(Self)
    }

    /// The secrets, to be stored.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.serialize().to_vec())
    }

    /// The public half, which clients pin.
    pub fn public(&self) -> ServerPublic {
        steps::public_of(self.0.keypair().public())
    }
}

/// The relay's answer to [`client_register_start`]. The credential id is the account's for ever.
pub fn server_register_start(
    setup: &ServerSetup,
    request: &[u8],
    credential_id: &[u8],
) -> Result<Vec<u8>, Refusal> {
    steps::server_register_start(&setup.0, request, credential_id)
}

/// The record to keep for an account, from the upload of [`client_register_finish`].
pub fn server_register_finish(upload: &[u8]) -> Result<Vec<u8>, Refusal> {
    steps::server_register_finish::<Argon2id>(upload)
}

/// The relay's answer to [`client_login_start`]. Without a record, for an unknown name, the answer
/// looks the same and takes as long.
pub fn server_login_start(
    setup: &ServerSetup,
    record: Option<&[u8]>,
    request: &[u8],
    credential_id: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<(ServerLoginState, Vec<u8>), Refusal> {
    let parties = steps::Parties::with_context(CONTEXT);
    steps::server_login_start(&setup.0, record, request, credential_id, parties, rng)
        .map(|(state, response)| (ServerLoginState(state), response))
}

/// Checks the proof of [`client_login_finish`].
pub fn server_login_finish(state: ServerLoginState, finalization: &[u8]) -> Result<SessionKey, Refusal> {
    let parties = steps::Parties::with_context(CONTEXT);
    steps::server_login_finish::<Argon2id>(&state.0, finalization, parties)
}

fn checked(passphrase: &[u8]) -> Result<&[u8], Refusal> {
    if passphrase.is_empty() || passphrase.len() > LONGEST_PASSPHRASE {
        return Err(Refusal::PassphraseLength);
    }
    Ok(passphrase)
}

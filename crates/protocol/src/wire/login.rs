//! Bodies of registration, login, device proof and recovery.

use super::{MOST_RECORDS, Token, V1};
use crate::cbor::Blob;
use crate::ids::{AccountId, DeviceKeyId, LoginId, NameHash};
use crate::sign::{Signature, VerifyKey};

lean::body! {
    /// `POST /v1/opaque/register/start`
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RegisterStart {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The login name, hashed; the relay never sees the name.
        #[n(1)]
        pub name_hash: NameHash,
        /// The OPAQUE registration request.
        #[n(2)]
        #[most(1024)]
        pub request: Vec<u8>,
    }
}

lean::body! {
    /// The answer to [`RegisterStart`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RegisterStarted {
        /// The OPAQUE registration response.
        #[n(0)]
        #[most(1024)]
        pub response: Vec<u8>,
    }
}

lean::body! {
    /// `POST /v1/opaque/register/finish`
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RegisterFinish {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The login name, hashed.
        #[n(1)]
        pub name_hash: NameHash,
        /// The new account.
        #[n(2)]
        pub account: AccountId,
        /// The OPAQUE registration upload.
        #[n(3)]
        #[most(1024)]
        pub upload: Vec<u8>,
        /// The records of the account chain, from its genesis, as they are hashed.
        #[n(4)]
        #[most(MOST_RECORDS)]
        pub chain: Vec<Blob>,
        /// The code by which one is let in where not everybody may come, as it was typed.
        #[n(5)]
        pub invitation: Option<Blob>,
    }
}

lean::body! {
    /// The answer to [`RegisterFinish`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Registered {
        /// A token bound to the device of the genesis.
        #[n(0)]
        pub token: Token,
        /// When it ends.
        #[n(1)]
        pub expires_ms: u64,
    }
}

lean::body! {
    /// `POST /v1/opaque/login/start`
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LoginStart {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The login name, hashed.
        #[n(1)]
        pub name_hash: NameHash,
        /// The OPAQUE credential request.
        #[n(2)]
        #[most(1024)]
        pub request: Vec<u8>,
    }
}

lean::body! {
    /// The answer to [`LoginStart`]; an unknown name gets one that looks the same.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LoginStarted {
        /// Names this attempt.
        #[n(0)]
        pub login_id: LoginId,
        /// The OPAQUE credential response.
        #[n(1)]
        #[most(1024)]
        pub response: Vec<u8>,
    }
}

lean::body! {
    /// `POST /v1/opaque/login/finish`
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LoginFinish {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// Names this attempt.
        #[n(1)]
        pub login_id: LoginId,
        /// The OPAQUE finalization.
        #[n(2)]
        #[most(1024)]
        pub finalization: Vec<u8>,
    }
}

lean::body! {
    /// The answer to [`LoginFinish`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct LoggedIn {
        /// Whose login it was.
        #[n(0)]
        pub account: AccountId,
        /// A token bound to no device: it reads the own chain and blob and adds a device, nothing else.
        #[n(1)]
        pub token: Token,
        /// When it ends.
        #[n(2)]
        pub expires_ms: u64,
    }
}

lean::body! {
    /// `POST /v1/session/challenge`
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Challenge {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The account.
        #[n(1)]
        pub account: AccountId,
        /// One of its devices, as its chain names it.
        #[n(2)]
        pub device: DeviceKeyId,
    }
}

lean::body! {
    /// The answer to [`Challenge`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Challenged {
        /// To be signed; good once and for a short time.
        #[n(0)]
        pub nonce: [u8; 32],
    }
}

lean::body! {
    /// `POST /v1/session/prove`
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Prove {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The account.
        #[n(1)]
        pub account: AccountId,
        /// The device.
        #[n(2)]
        pub device: DeviceKeyId,
        /// The nonce of the challenge.
        #[n(3)]
        pub nonce: [u8; 32],
        /// The device's signature of [`prove_message`].
        #[n(4)]
        pub signature: Signature,
    }
}

lean::body! {
    /// The answer to [`Prove`] and [`RecoveryProve`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Proved {
        /// The session's token.
        #[n(0)]
        pub token: Token,
        /// When it ends.
        #[n(1)]
        pub expires_ms: u64,
    }
}

lean::body! {
    /// `POST /v1/recovery/challenge`
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecoveryChallenge {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The login name, hashed.
        #[n(1)]
        pub name_hash: NameHash,
    }
}

lean::body! {
    /// The answer to [`RecoveryChallenge`]; an unknown name gets one that looks the same.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecoveryChallenged {
        /// The account of that name.
        #[n(0)]
        pub account: AccountId,
        /// To be signed by the paper key.
        #[n(1)]
        pub nonce: [u8; 32],
    }
}

lean::body! {
    /// `POST /v1/recovery/prove`, answered by [`Proved`] with a token that may read and extend the own chain.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RecoveryProve {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The account.
        #[n(1)]
        pub account: AccountId,
        /// The nonce of the challenge.
        #[n(2)]
        pub nonce: [u8; 32],
        /// The paper key's signature of [`recovery_message`].
        #[n(3)]
        pub signature: Signature,
    }
}

/// The context of a device's proof.
pub const PROVE: &str = "mend/v1/prove";
/// The context of the paper key's proof.
pub const RECOVER: &str = "mend/v1/recover";

/// What a device signs, in the context [`PROVE`], to prove that it holds its key to the relay that asks.
/// The relay's head key is in it: a relay that passes on another one's challenge gets a proof nobody else takes.
#[must_use]
pub fn prove_message(
    relay: &VerifyKey,
    account: AccountId,
    device: DeviceKeyId,
    nonce: &[u8; 32],
) -> Vec<u8> {
    [relay.as_bytes().as_slice(), account.as_bytes(), device.as_bytes(), nonce].concat()
}

/// What the paper key signs, in the context [`RECOVER`], to prove to the relay that asks that the kit is at hand.
#[must_use]
pub fn recovery_message(relay: &VerifyKey, account: AccountId, nonce: &[u8; 32]) -> Vec<u8> {
    [relay.as_bytes().as_slice(), account.as_bytes(), nonce].concat()
}

//! The steps of OPAQUE, for any stretching, so that the vectors of the RFC, which use none,
//! run through the same code as a real sign-in.

use crate::randomness::Adapted;
use crate::{ExportKey, LoggedIn, Refusal, Registered, ServerPublic, SessionKey};
use old_generic_array::GenericArray;
use old_generic_array::typenum::U64;
use old_sha2::Sha512;
use opaque_ke::errors::{InternalError, ProtocolError};
use opaque_ke::keypair::PublicKey;
use opaque_ke::ksf::Ksf;
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration,
    ClientRegistrationFinishParameters, CredentialFinalization, CredentialRequest, CredentialResponse,
    Identifiers, RegistrationRequest, RegistrationResponse, RegistrationUpload, Ristretto255, ServerLogin,
    ServerLoginParameters, ServerRegistration, TripleDh,
};
use rand_core::CryptoRng;
use std::marker::PhantomData;
use zeroize::Zeroize;

pub(crate) struct Suite<K>(PhantomData<K>);

impl<K: Ksf + 'static> CipherSuite for Suite<K> {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, Sha512>;
    type Ksf = K;
}

pub(crate) type Setup<K> = opaque_ke::ServerSetup<Suite<K>>;

/// Who the two are and what for. Mend names nobody here: the account is bound by its chain.
#[derive(Clone, Copy, Default)]
pub(crate) struct Parties<'a> {
    pub(crate) context: &'a [u8],
    pub(crate) ids: Identifiers<'a>,
}

impl<'a> Parties<'a> {
    pub(crate) fn with_context(context: &'a [u8]) -> Self {
        Self { context, ids: Identifiers::default() }
    }

    fn for_server(&self) -> ServerLoginParameters<'a, 'a> {
        ServerLoginParameters { context: Some(self.context), identifiers: self.ids }
    }
}

/// Reads a message. The library ignores bytes after its end and other spellings of a value;
/// here they are refused.
macro_rules! read {
    ($message:ty, $bytes:expr) => {{
        let bytes: &[u8] = $bytes;
        <$message>::deserialize(bytes).map_err(why).and_then(|message| {
            match message.serialize()[..] == *bytes {
                true => Ok(message),
                false => Err(Refusal::Malformed),
            }
        })
    }};
}

pub(crate) fn register_start<K: Ksf + 'static>(
    passphrase: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    let started = ClientRegistration::<Suite<K>>::start(&mut Adapted(rng), passphrase).map_err(why)?;
    Ok((taken(&mut started.state.serialize()), started.message.serialize().to_vec()))
}

pub(crate) fn register_finish<K: Ksf + 'static>(
    state: &[u8],
    passphrase: &[u8],
    response: &[u8],
    parties: Parties<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<Registered, Refusal> {
    let state = read!(ClientRegistration<Suite<K>>, state)?;
    let response = read!(RegistrationResponse<Suite<K>>, response)?;
    let params = ClientRegistrationFinishParameters::new(parties.ids, None);
    let mut done = state.finish(&mut Adapted(rng), passphrase, response, params).map_err(why)?;
    Ok(Registered {
        upload: done.message.serialize().to_vec(),
        export_key: ExportKey(taken_array(&mut done.export_key)),
        server_public: public_of(&done.server_s_pk),
    })
}

pub(crate) fn login_start<K: Ksf + 'static>(
    passphrase: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    let started = ClientLogin::<Suite<K>>::start(&mut Adapted(rng), passphrase).map_err(why)?;
    Ok((taken(&mut started.state.serialize()), started.message.serialize().to_vec()))
}

pub(crate) fn login_finish<K: Ksf + 'static>(
    state: &[u8],
    passphrase: &[u8],
    response: &[u8],
    parties: Parties<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<LoggedIn, Refusal> {
    let state = read!(ClientLogin<Suite<K>>, state)?;
    let response = read!(CredentialResponse<Suite<K>>, response)?;
    let params = ClientLoginFinishParameters::new(Some(parties.context), parties.ids, None);
    let mut done = state.finish(&mut Adapted(rng), passphrase, response, params).map_err(why)?;
    Ok(LoggedIn {
        finalization: done.message.serialize().to_vec(),
        session_key: SessionKey(taken_array(&mut done.session_key)),
        export_key: ExportKey(taken_array(&mut done.export_key)),
        server_public: public_of(&done.server_s_pk),
    })
}

pub(crate) fn make_setup<K: Ksf + 'static>(rng: &mut dyn CryptoRng) -> Setup<K> {
    Setup::new(&mut Adapted(rng))
}

pub(crate) fn read_setup<K: Ksf + 'static>(bytes: &[u8]) -> Result<Setup<K>, Refusal> {
    read!(Setup<K>, bytes)
}

pub(crate) fn server_register_start<K: Ksf + 'static>(
    setup: &Setup<K>,
    request: &[u8],
    credential_id: &[u8],
) -> Result<Vec<u8>, Refusal> {
    let request = read!(RegistrationRequest<Suite<K>>, request)?;
    let started = ServerRegistration::start(setup, request, credential_id).map_err(why)?;
    Ok(started.message.serialize().to_vec())
}

pub(crate) fn server_register_finish<K: Ksf + 'static>(upload: &[u8]) -> Result<Vec<u8>, Refusal> {
    let upload = read!(RegistrationUpload<Suite<K>>, upload)?;
    Ok(ServerRegistration::finish(upload).serialize().to_vec())
}

pub(crate) fn server_login_start<K: Ksf + 'static>(
    setup: &Setup<K>,
    record: Option<&[u8]>,
    request: &[u8],
    credential_id: &[u8],
    parties: Parties<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
    let record = record.map(|record| read!(ServerRegistration<Suite<K>>, record)).transpose()?;
    let request = read!(CredentialRequest<Suite<K>>, request)?;
    let started =
        ServerLogin::start(&mut Adapted(rng), setup, record, request, credential_id, parties.for_server())
            .map_err(why)?;
    Ok((taken(&mut started.state.serialize()), started.message.serialize().to_vec()))
}

pub(crate) fn server_login_finish<K: Ksf + 'static>(
    state: &[u8],
    finalization: &[u8],
    parties: Parties<'_>,
) -> Result<SessionKey, Refusal> {
    let state = read!(ServerLogin<Suite<K>>, state)?;
    let message = read!(CredentialFinalization<Suite<K>>, finalization)?;
    let mut done = state.finish(message, parties.for_server()).map_err(why)?;
    Ok(SessionKey(taken_array(&mut done.session_key)))
}

pub(crate) fn public_of(key: &PublicKey<Ristretto255>) -> ServerPublic {
    ServerPublic(key.serialize().into())
}

/// Secret bytes out of the library's arrays, which do not wipe themselves.
fn taken(source: &mut [u8]) -> Vec<u8> {
    let bytes = source.to_vec();
    source.zeroize();
    bytes
}

fn taken_array(source: &mut GenericArray<u8, U64>) -> [u8; 64] {
    let bytes = (*source).into();
    source.as_mut_slice().zeroize();
    bytes
}

fn why(error: ProtocolError) -> Refusal {
    match error {
        ProtocolError::LibraryError(InternalError::KsfError) => Refusal::NoMemory,
        ProtocolError::InvalidLoginError => Refusal::WrongPassphrase,
        _ => Refusal::Malformed,
    }
}

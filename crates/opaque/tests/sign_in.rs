//! Registering and signing in with the real stretching, and what goes wrong in between.
#![allow(clippy::unwrap_used, reason = "a test that cannot take a step has failed")]

use opaque::*;
use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;

/// The same bytes in every run: a xorshift, good enough for tests.
struct Repeatable(u64);

impl TryRng for Repeatable {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.try_next_u64()? as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Ok(self.0)
    }
    fn try_fill_bytes(&mut self, to_fill: &mut [u8]) -> Result<(), Infallible> {
        for byte in to_fill {
            *byte = self.try_next_u64()?.to_le_bytes()[0];
        }
        Ok(())
    }
}

impl TryCryptoRng for Repeatable {}

const ID: &[u8] = b"account";

fn register(setup: &ServerSetup, passphrase: &[u8], rng: &mut Repeatable) -> (Vec<u8>, Registered) {
    let (state, request) = client_register_start(passphrase, rng).unwrap();
    let response = server_register_start(setup, &request, ID).unwrap();
    let done = client_register_finish(state, passphrase, &response, rng).unwrap();
    (server_register_finish(&done.upload).unwrap(), done)
}

/// Both halves of a sign-in, as far as it gets.
fn sign_in(
    setup: &ServerSetup,
    record: Option<&[u8]>,
    passphrase: &[u8],
    rng: &mut Repeatable,
) -> Result<(LoggedIn, SessionKey), Refusal> {
    let (state, request) = client_login_start(passphrase, rng)?;
    let (server_state, response) = server_login_start(setup, record, &request, ID, rng)?;
    let done = client_login_finish(state, passphrase, &response, rng)?;
    let session_key = server_login_finish(server_state, &done.finalization)?;
    Ok((done, session_key))
}

#[test]
fn a_registered_passphrase_signs_in_and_gives_the_same_export_key() {
    let mut rng = Repeatable(1);
    let setup = ServerSetup::make(&mut rng);
    let (record, registered) = register(&setup, b"four quiet words here", &mut rng);
    let (done, session_key) = sign_in(&setup, Some(&record), b"four quiet words here", &mut rng).unwrap();
    assert_eq!(done.export_key.as_bytes(), registered.export_key.as_bytes());
    assert_eq!(done.session_key.as_bytes(), session_key.as_bytes());
    assert_eq!(done.server_public, registered.server_public);
    assert_eq!(done.server_public, setup.public());
}

#[test]
fn a_wrong_passphrase_an_unknown_name_and_another_relay_look_the_same() {
    let mut rng = Repeatable(2);
    let setup = ServerSetup::make(&mut rng);
    let (record, _) = register(&setup, b"right", &mut rng);
    let wrong = sign_in(&setup, Some(&record), b"wrong", &mut rng).unwrap_err();
    assert_eq!(wrong, Refusal::WrongPassphrase);
    let unknown = sign_in(&setup, None, b"right", &mut rng).unwrap_err();
    assert_eq!(unknown, Refusal::WrongPassphrase);
    let elsewhere = ServerSetup::make(&mut rng);
    let relayed = sign_in(&elsewhere, Some(&record), b"right", &mut rng).unwrap_err();
    assert_eq!(relayed, Refusal::WrongPassphrase);
}

#[test]
fn the_record_of_another_account_does_not_sign_in() {
    let mut rng = Repeatable(3);
    let setup = ServerSetup::make(&mut rng);
    let (record, _) = register(&setup, b"right", &mut rng);
    let (state, request) = client_login_start(b"right", &mut rng).unwrap();
    let (_, response) = server_login_start(&setup, Some(&record), &request, b"another", &mut rng).unwrap();
    let refused = client_login_finish(state, b"right", &response, &mut rng).unwrap_err();
    assert_eq!(refused, Refusal::WrongPassphrase);
}

#[test]
fn a_changed_proof_is_refused() {
    let mut rng = Repeatable(4);
    let setup = ServerSetup::make(&mut rng);
    let (record, _) = register(&setup, b"right", &mut rng);
    let (state, request) = client_login_start(b"right", &mut rng).unwrap();
    let (server_state, response) = server_login_start(&setup, Some(&record), &request, ID, &mut rng).unwrap();
    let done = client_login_finish(state, b"right", &response, &mut rng).unwrap();
    for bit in (0..done.finalization.len() * 8).step_by(13) {
        let mut changed = done.finalization.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(server_login_finish(server_state.clone(), &changed).is_err());
    }
    assert!(server_login_finish(server_state, &done.finalization).is_ok());
}

#[test]
fn an_empty_or_endless_passphrase_is_refused() {
    let mut rng = Repeatable(5);
    let too_long = vec![b'a'; LONGEST_PASSPHRASE + 1];
    for passphrase in [&b""[..], &too_long] {
        let refused = client_register_start(passphrase, &mut rng).unwrap_err();
        assert_eq!(refused, Refusal::PassphraseLength);
        let refused = client_login_start(passphrase, &mut rng).unwrap_err();
        assert_eq!(refused, Refusal::PassphraseLength);
    }
}

#[test]
fn hostile_messages_are_refused_and_never_panic() {
    let mut rng = Repeatable(6);
    let setup = ServerSetup::make(&mut rng);
    let (record, _) = register(&setup, b"right", &mut rng);
    let (_, request) = client_login_start(b"right", &mut rng).unwrap();
    let (server_state, response) = server_login_start(&setup, Some(&record), &request, ID, &mut rng).unwrap();
    for length in (0..400).step_by(3) {
        let mut noise = vec![0; length];
        rng.try_fill_bytes(&mut noise).unwrap();
        for hostile in [&noise[..], &request[..length.min(request.len() - 1) | 1], &response[1..]] {
            assert!(ServerSetup::from_bytes(hostile).is_err());
            assert!(server_register_start(&setup, hostile, ID).is_err());
            assert!(server_register_finish(hostile).is_err());
            assert!(server_login_start(&setup, Some(&record), hostile, ID, &mut rng).is_err());
            assert!(server_login_start(&setup, Some(hostile), &request, ID, &mut rng).is_err());
            assert!(server_login_finish(server_state.clone(), hostile).is_err());
            let state = LoginState::from_bytes(hostile);
            assert!(client_login_finish(state, b"right", &response, &mut rng).is_err());
            let state = RegisterState::from_bytes(hostile);
            assert!(client_register_finish(state, b"right", hostile, &mut rng).is_err());
        }
    }
}

#[test]
fn the_secrets_of_a_relay_can_be_stored() {
    let mut rng = Repeatable(7);
    let setup = ServerSetup::make(&mut rng);
    let again = ServerSetup::from_bytes(&setup.to_bytes()).unwrap();
    assert_eq!(again.to_bytes(), setup.to_bytes());
}

#[test]
fn secrets_never_show_themselves_and_are_wiped() {
    fn wiped<T: zeroize::ZeroizeOnDrop>() {}
    wiped::<ExportKey>();
    wiped::<SessionKey>();
    wiped::<RegisterState>();
    wiped::<LoginState>();
    wiped::<ServerLoginState>();
    wiped::<ServerSetup>();
    let mut rng = Repeatable(8);
    let setup = ServerSetup::make(&mut rng);
    assert_eq!(format!("{setup:?}"), "[key]");
    let (state, request) = client_register_start(b"right", &mut rng).unwrap();
    assert_eq!(format!("{state:?}"), "[key]");
    let response = server_register_start(&setup, &request, ID).unwrap();
    let done = client_register_finish(state, b"right", &response, &mut rng).unwrap();
    assert_eq!(format!("{:?}", done.export_key), "[key]");
    let (state, request) = client_login_start(b"right", &mut rng).unwrap();
    assert_eq!(format!("{state:?}"), "[key]");
    let (state, _) = server_login_start(&setup, None, &request, ID, &mut rng).unwrap();
    assert_eq!(format!("{state:?}"), "[key]");
}

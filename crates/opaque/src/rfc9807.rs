//! The vectors of RFC 9807, run through the steps of a real sign-in without the stretching,
//! as the RFC has them. The draws of randomness are fed in the order in which the steps make them.

use crate::steps::{self, Parties, Setup};
use old_generic_array::{ArrayLength, GenericArray};
use opaque_ke::Identifiers;
use opaque_ke::errors::InternalError;
use opaque_ke::ksf::Ksf;
use rand_core::{TryCryptoRng, TryRng};
use std::collections::BTreeMap;
use std::convert::Infallible;

#[derive(Default)]
struct NotStretched;

impl Ksf for NotStretched {
    fn hash<L: ArrayLength<u8>>(
        &self,
        input: GenericArray<u8, L>,
    ) -> Result<GenericArray<u8, L>, InternalError> {
        Ok(input)
    }
}

/// Gives out fixed bytes, once.
struct Fed(Vec<u8>);

impl TryRng for Fed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("the steps draw bytes only")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("the steps draw bytes only")
    }

    fn try_fill_bytes(&mut self, to_fill: &mut [u8]) -> Result<(), Infallible> {
        to_fill.copy_from_slice(&self.0[..to_fill.len()]);
        self.0.drain(..to_fill.len());
        Ok(())
    }
}

impl TryCryptoRng for Fed {}

struct Vector(BTreeMap<String, Vec<u8>>);

impl Vector {
    fn all(kind: &str) -> Vec<Self> {
        include_str!("../tests/vectors/rfc9807.txt")
            .split("\n[")
            .skip(1)
            .filter(|section| section.starts_with(kind))
            .map(|section| Self(section.lines().filter_map(field).collect()))
            .collect()
    }

    fn get(&self, name: &str) -> &[u8] {
        &self.0[name]
    }

    fn parties(&self) -> Parties<'_> {
        Parties {
            context: self.get("Context"),
            ids: Identifiers {
                client: self.0.get("client_identity").map(Vec::as_slice),
                server: self.0.get("server_identity").map(Vec::as_slice),
            },
        }
    }

    fn setup(&self) -> Setup<NotStretched> {
        let parts = [self.get("oprf_seed"), self.get("server_private_key"), self.get("client_public_key")];
        steps::read_setup(&parts.concat()).unwrap()
    }

    /// A scalar is drawn as 64 bytes and reduced; these reduce to the one in the vector.
    fn scalar(&self, name: &str) -> Vec<u8> {
        [self.get(name), &[0; 32]].concat()
    }

    fn server_draws(&self, masking_key: &[u8]) -> Fed {
        let (nonce, seed) = (self.get("masking_nonce"), self.get("server_keyshare_seed"));
        Fed([masking_key, nonce, seed, self.get("server_nonce")].concat())
    }
}

fn field(line: &str) -> Option<(String, Vec<u8>)> {
    let (name, digits) = line.split_once(" = ")?;
    let bytes = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    Some((name.to_owned(), bytes))
}

#[test]
fn registering_follows_the_rfc() {
    let vectors = Vector::all("Real");
    assert_eq!(vectors.len(), 2);
    for vector in vectors {
        let password = vector.get("password");
        let mut draws = Fed(vector.scalar("blind_registration"));
        let (state, request) = steps::register_start::<NotStretched>(password, &mut draws).unwrap();
        assert_eq!(request, vector.get("registration_request"));

        let id = vector.get("credential_identifier");
        let response = steps::server_register_start(&vector.setup(), &request, id).unwrap();
        assert_eq!(response, vector.get("registration_response"));

        let mut draws = Fed(vector.get("envelope_nonce").to_vec());
        let parties = vector.parties();
        let done =
            steps::register_finish::<NotStretched>(&state, password, &response, parties, &mut draws).unwrap();
        assert_eq!(done.upload, vector.get("registration_upload"));
        assert_eq!(done.export_key.as_bytes().as_slice(), vector.get("export_key"));
        assert_eq!(done.server_public.0.as_slice(), vector.get("server_public_key"));
    }
}

#[test]
fn signing_in_follows_the_rfc() {
    for vector in Vector::all("Real") {
        let (password, parties) = (vector.get("password"), vector.parties());
        let (seed, nonce) = (vector.get("client_keyshare_seed"), vector.get("client_nonce"));
        let mut draws = Fed([&vector.scalar("blind_login"), seed, nonce].concat());
        let (state, request) = steps::login_start::<NotStretched>(password, &mut draws).unwrap();
        assert_eq!(request, vector.get("KE1"));

        let upload = vector.get("registration_upload");
        let record = steps::server_register_finish::<NotStretched>(upload).unwrap();
        let (server_state, response) = steps::server_login_start(
            &vector.setup(),
            Some(&record),
            &request,
            vector.get("credential_identifier"),
            parties,
            &mut vector.server_draws(&[0; 64]),
        )
        .unwrap();
        assert_eq!(response, vector.get("KE2"));

        let done =
            steps::login_finish::<NotStretched>(&state, password, &response, parties, &mut Fed(vec![]))
                .unwrap();
        assert_eq!(done.finalization, vector.get("KE3"));
        assert_eq!(done.session_key.as_bytes().as_slice(), vector.get("session_key"));
        assert_eq!(done.export_key.as_bytes().as_slice(), vector.get("export_key"));

        let session_key =
            steps::server_login_finish::<NotStretched>(&server_state, &done.finalization, parties).unwrap();
        assert_eq!(session_key.as_bytes().as_slice(), vector.get("session_key"));
    }
}

#[test]
fn an_unknown_name_is_answered_as_the_rfc_says() {
    let vectors = Vector::all("Fake");
    assert_eq!(vectors.len(), 1);
    for vector in vectors {
        let (_, response) = steps::server_login_start(
            &vector.setup(),
            None,
            vector.get("KE1"),
            vector.get("credential_identifier"),
            vector.parties(),
            &mut vector.server_draws(vector.get("masking_key")),
        )
        .unwrap();
        assert_eq!(response, vector.get("KE2"));
    }
}

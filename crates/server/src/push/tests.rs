//! The message as a browser reads it, the signature as a push service checks it, and whom the relay speaks to at all.

use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{Aes128Gcm, Nonce};
use hkdf::Hkdf;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::{PublicKey, SecretKey};
use protocol::wire::{Endpoint, V1, from_base64url};
use protocol::wire::{POINT_BYTES, PutPush, SHARED_BYTES, WakeAt};
use sha2::Sha256;

use super::allowed::Target;
use super::wake::take_due;
use super::*;

fn bytes(text: &str) -> Vec<u8> {
    from_base64url(text).unwrap()
}

fn derived<const N: usize>(salt: &[u8], secret: &[u8], info: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    Hkdf::<Sha256>::new(Some(salt), secret).expand_multi_info(info, &mut out).unwrap();
    out
}

/// A browser's side: RFC 8291, section 3.4, over RFC 8188, section 2, for a message of one record.
fn opened(sealed: &[u8], secret: &SecretKey, auth: &[u8]) -> Vec<u8> {
    let (salt, rest) = sealed.split_at(16);
    let (size, rest) = rest.split_at(4);
    let (key, record) = rest[1..].split_at(rest[0].into());
    assert!(record.len() <= u32::from_be_bytes(size.try_into().unwrap()).try_into().unwrap());
    let sender = PublicKey::from_sec1_bytes(key).unwrap();
    let shared = p256::ecdh::diffie_hellman(secret.to_nonzero_scalar(), sender.as_affine());
    let mine = secret.public_key().to_sec1_bytes();
    let ikm: [u8; 32] = derived(auth, shared.raw_secret_bytes(), &[b"WebPush: info\0", &mine, key]);
    let cek: [u8; 16] = derived(salt, &ikm, &[b"Content-Encoding: aes128gcm\0"]);
    let nonce: [u8; 12] = derived(salt, &ikm, &[b"Content-Encoding: nonce\0"]);
    let mut text = Aes128Gcm::new(&cek.into()).decrypt(Nonce::from_slice(&nonce), record).unwrap();
    while text.last() == Some(&0) {
        text.pop();
    }
    assert_eq!(text.pop(), Some(2), "the last record ends so");
    text
}

#[test]
fn the_browser_of_these_tests_reads_the_example_of_the_standard() {
    // RFC 8291, section 5.
    let sealed = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
    let secret = SecretKey::from_slice(&bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")).unwrap();
    let text = opened(&bytes(sealed), &secret, &bytes("BTBZMqHH6r4Tts7J_aSIgg"));
    assert_eq!(text, b"When I grow up, I want to be a watermelon");
}

#[test]
fn a_browser_opens_a_message_that_says_nothing_and_every_one_has_the_same_length() {
    let secret = SecretKey::from_slice(&[7; 32]).unwrap();
    let point: [u8; POINT_BYTES] = (*secret.public_key().to_sec1_bytes()).try_into().unwrap();
    let sealed = |auth| message::sealed(&point, auth).unwrap();
    let (one, other) = (sealed([1; SHARED_BYTES]), sealed([1; SHARED_BYTES]));
    assert_eq!(opened(&one, &secret, &[1; SHARED_BYTES]), message::NOTHING);
    assert_ne!(one, other);
    assert_eq!(one.len(), other.len());
    assert_eq!(message::sealed(&[4; POINT_BYTES], [1; SHARED_BYTES]), None, "no point of the curve");
}

#[test]
fn the_signature_names_the_service_the_contact_and_an_end_and_holds_under_the_key_browsers_are_told() {
    let here = ["http://127.0.0.1:9".to_owned()];
    let settings = PushSettings::new("mailto:ana@mend.example", Some(&here)).unwrap();
    let push = Push::of(&settings, &[5; 32]).unwrap();
    let says = push.sender.authorization("https://push.example", 1_000_000_000_000);
    let (token, key) = says.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(bytes(key), push.public());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let verify = VerifyingKey::from_sec1_bytes(&push.public()).unwrap();
    let signature = Signature::from_slice(&bytes(signature)).unwrap();
    verify.verify(signed.as_bytes(), &signature).unwrap();
    let (head, claims) = signed.split_once('.').unwrap();
    assert_eq!(bytes(head), br#"{"typ":"JWT","alg":"ES256"}"#);
    let said = r#"{"aud":"https://push.example","exp":1000003600,"sub":"mailto:ana@mend.example"}"#;
    assert_eq!(bytes(claims), said.as_bytes());
}

#[test]
fn only_the_services_that_were_named_are_spoken_to() {
    let usual = Courier::usual();
    assert_eq!(usual.len(), 4);
    let own = ["http://127.0.0.1:9000", "https://push.example:8443"];
    let own: Vec<Courier> = own.iter().map(|it| it.parse().unwrap()).collect();
    let known = |services: &[Courier], address: &str| Courier::target(services, address).is_some();
    for address in [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc?d=e",
        "https://WNS2-par02p.notify.windows.com:443/w/?token=abc",
    ] {
        assert!(known(&usual, address), "{address}");
        assert!(!known(&own, address), "{address}");
    }
    assert!(known(&own, "http://127.0.0.1:9000/abc") && known(&own, "https://push.example:8443/abc"));
    for address in [
        "http://fcm.googleapis.com/a",
        "https://fcm.googleapis.com:8443/a",
        "https://fcm.googleapis.com.evil.example/a",
        "https://evilfcm.googleapis.com/a",
        "https://push.apple.com/a",
        "https://evilpush.apple.com/a",
        "https://.push.apple.com/a",
        "https://fcm.googleapis.com@127.0.0.1/a",
        "https://a@fcm.googleapis.com/a",
        "https://127.0.0.1/a",
        "ftp://fcm.googleapis.com/a",
        "//fcm.googleapis.com/a",
        "/a",
        "",
    ] {
        assert!(!known(&usual, address), "{address}");
    }
    let services = [
        "push.example",
        "http://push.example",
        "https://",
        "https://*",
        "https://a/b",
        "https://*.10.0.0.1",
        "https://a\"b.c",
    ];
    for service in services {
        assert!(service.parse::<Courier>().is_err(), "{service}");
    }
    for contact in ["", "ana@mend.example", "mailto:", "mailto:a\"b@c.d", "http://mend.example"] {
        assert_eq!(PushSettings::new(contact, Some(&[])), Err(PushRefused::Contact), "{contact}");
    }
}

#[test]
fn a_signature_names_the_origin_as_a_browser_would() {
    let of = |address: &str| {
        let services = [address.parse().unwrap()];
        Courier::target(&services, &[address, "/a"].concat()).map(|it: Target| it.origin())
    };
    assert_eq!(of("https://push.example").as_deref(), Some("https://push.example"));
    assert_eq!(of("http://127.0.0.1:9000").as_deref(), Some("http://127.0.0.1:9000"));
}

#[test]
fn a_moment_is_due_once_for_an_hour_and_never_twice_in_a_day() {
    const HOUR: u64 = 3_600_000;
    let at = |hours: u64| WakeAt { at_ms: hours * HOUR, only_if_new: false };
    let left = |moments| PutPush {
        v: V1,
        endpoint: Endpoint(String::new()),
        p256dh: [4; POINT_BYTES],
        auth: [0; SHARED_BYTES],
        watched: Vec::new(),
        moments,
    };
    let mut one = left(vec![at(100), at(124)]);
    assert_eq!(take_due(&mut one, 99 * HOUR, 0), None);
    assert_eq!(take_due(&mut one, 100 * HOUR, 0), Some(at(100)));
    assert_eq!(take_due(&mut one, 100 * HOUR, 0), None, "it was taken");
    assert_eq!(take_due(&mut one, 124 * HOUR, 110 * HOUR), None, "the last one was this morning");
    assert_eq!(one.moments, []);
    let mut late = left(vec![at(100), at(124)]);
    assert_eq!(take_due(&mut late, 101 * HOUR, 0), None, "the relay was away when it was time");
    assert_eq!(late.moments, [at(124)]);
}

#[test]
fn a_key_is_drawn_anew_and_a_damaged_one_is_none() {
    let (one, other) = (make_key().unwrap(), make_key().unwrap());
    assert_ne!(one, other);
    assert!(is_key(&one) && !is_key(&one[1..]) && !is_key(&[0; 32]));
}

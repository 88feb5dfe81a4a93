//! The code with which a person lets another device of theirs in: a one-time secret, shown as a picture to scan and as
//! seven groups to type. Under it the account secret waits at the relay, for a short time; the passphrase is asked for
//! besides, so the code alone opens nothing.

use core::fmt;

use rand_core::CryptoRng;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::account::AccountSecret;
use crate::cbor::Wire;
use crate::cipher::{AeadKey, CannotOpen, derive, hash, same};
use crate::ids::{AccountId, DeviceKeyId, Fingerprint, InviteId, NameHash};
use crate::recovery::{CodeProblem, is_between, letter, value_of};
use crate::sign::VerifyKey;
use crate::wire::{from_base64url, to_base64url};

/// How many groups of four are typed, the check included.
pub const GROUPS: usize = 7;
const GROUP: usize = 4;
const LETTERS: usize = GROUPS * GROUP;
const CHECK_BITS: u32 = 12;
const OFFER: &[u8] = b"mend/v1/device-offer";
const ARRIVED: &[u8] = b"mend/v1/device-arrived";

/// See the module.
#[derive(Clone, ZeroizeOnDrop)]
pub struct DeviceCode([u8; 16]);

/// What the device at hand leaves for the new one, besides the passphrase that only the person has.
#[derive(Debug)]
pub struct DeviceOffer {
    /// Whose account.
    pub account: AccountId,
    /// The name to sign in with, hashed.
    pub name: NameHash,
    /// Mixed with what the passphrase opens.
    pub secret: AccountSecret,
    /// The person, so that the relay cannot give another one's chain.
    pub fingerprint: Fingerprint,
    /// Signs the relay's heads.
    pub head_key: VerifyKey,
    /// The relay's public key in OPAQUE.
    pub opaque_public: [u8; 32],
}

lean::body! {
    /// The offer as it is written. Its secret is wiped with it.
    struct Form {
        #[n(0)]
        version: u8,
        #[n(1)]
        account: AccountId,
        #[n(2)]
        name: NameHash,
        #[n(3)]
        secret: [u8; 16],
        #[n(4)]
        fingerprint: Fingerprint,
        #[n(5)]
        head_key: VerifyKey,
        #[n(6)]
        opaque_public: [u8; 32],
    }
}

impl Wire for Form {
    const LONGEST: usize = 512;
}

impl Drop for Form {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.secret);
    }
}

impl DeviceCode {
    /// A new code, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut code = Self([0; 16]);
        rng.fill_bytes(&mut code.0);
        code
    }

    /// The seven groups, for typing.
    #[must_use]
    pub fn to_groups(&self) -> Zeroizing<Vec<String>> {
        let bits = u128::from_be_bytes(self.0);
        let check = self.check();
        let mut letters = Zeroizing::new(Vec::with_capacity(LETTERS));
        // Twenty-five letters hold 125 bits; the last three stand before the check.
        letters.extend((0..25).map(|at| letter((bits >> (123 - 5 * at)) as u64)));
        let rest = (bits as u64 & 0b111) << CHECK_BITS | u64::from(check);
        letters.extend([10, 5, 0].map(|shift| letter(rest >> shift)));
        let groups = letters.chunks(GROUP).map(|group| group.iter().map(|it| char::from(*it)).collect());
        Zeroizing::new(groups.collect())
    }

    /// The link to scan, for an app served at this origin. What follows `#` is never sent to any server.
    #[must_use]
    pub fn to_url(&self, app: &str) -> Zeroizing<String> {
        let server = to_base64url(app.as_bytes());
        let secret = Zeroizing::new(to_base64url(&self.0));
        Zeroizing::new([app, "/#d1.", &server, ".", &secret].concat())
    }

    /// Reads a code however it was passed on: the whole link, or the groups as people type them. With the origin
    /// of the relay, if the link says it.
    ///
    /// # Errors
    /// Says what is wrong with the letters.
    pub fn parse(typed: &str) -> Result<(Self, Option<String>), CodeProblem> {
        let typed = typed.trim();
        let fragment = typed.rsplit_once('#').map_or(typed, |(_, after)| after);
        match fragment.strip_prefix("d1.") {
            Some(rest) => Self::read_link(rest).ok_or(CodeProblem::Mistyped),
            None => Self::read_groups(typed).map(|it| (it, None)),
        }
    }

    fn read_link(rest: &str) -> Option<(Self, Option<String>)> {
        let (server, secret) = rest.split_once('.')?;
        let server = String::from_utf8(from_base64url(server)?).ok()?;
        let secret = Zeroizing::new(from_base64url(secret)?);
        Some((Self(secret.as_slice().try_into().ok()?), Some(server)))
    }

    fn read_groups(typed: &str) -> Result<Self, CodeProblem> {
        let (mut bits, mut rest, mut read) = (Zeroizing::new(0_u128), 0_u16, 0);
        for sign in typed.chars().filter(|sign| !is_between(*sign)) {
            let value = value_of(sign).ok_or(CodeProblem::Sign { at: read + 1 })?;
            if read < 25 {
                *bits = *bits << 5 | u128::from(value);
            } else {
                rest = rest << 5 | u16::from(value);
            }
            read += 1;
        }
        if read < LETTERS {
            return Err(CodeProblem::TooShort { missing: LETTERS - read });
        }
        if read > LETTERS {
            return Err(CodeProblem::TooLong { extra: read - LETTERS });
        }
        let code = Self((*bits << 3 | u128::from(rest >> CHECK_BITS)).to_be_bytes());
        let check = rest & ((1 << CHECK_BITS) - 1);
        if same(&check.to_be_bytes(), &code.check().to_be_bytes()) {
            Ok(code)
        } else {
            Err(CodeProblem::Mistyped)
        }
    }

    /// Twelve bits over the code: of four thousand mistakes one goes unseen, and then nothing is found at the relay.
    fn check(&self) -> u16 {
        let [first, second, ..] = hash(&[b"mend/v1/device-check", &self.0]);
        u16::from_be_bytes([first, second]) >> 4
    }

    /// Under which name the relay knows the place where the offer waits.
    #[must_use]
    pub fn invite_id(&self) -> InviteId {
        let [half @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            derive("mend/v1/device/id", &self.0);
        InviteId(half)
    }

    fn key(&self) -> AeadKey {
        AeadKey::derive("mend/v1/device/slot", &self.0)
    }

    /// Seals what waits at the relay.
    pub fn seal_offer(&self, offer: &DeviceOffer, rng: &mut dyn CryptoRng) -> Vec<u8> {
        let form = Form {
            version: 1,
            account: offer.account,
            name: offer.name,
            secret: *offer.secret.as_bytes(),
            fingerprint: offer.fingerprint,
            head_key: offer.head_key,
            opaque_public: offer.opaque_public,
        };
        self.key().seal(OFFER, &Zeroizing::new(form.to_bytes()), rng)
    }

    /// Opens it again.
    ///
    /// # Errors
    /// When it was not sealed under this code, or by a later version.
    pub fn open_offer(&self, sealed: &[u8]) -> Result<DeviceOffer, CannotOpen> {
        let plain = self.key().open(OFFER, sealed)?;
        let form = Form::from_bytes(&plain).ok().filter(|it| it.version == 1).ok_or(CannotOpen)?;
        Ok(DeviceOffer {
            account: form.account,
            name: form.name,
            secret: AccountSecret::from_bytes(form.secret),
            fingerprint: form.fingerprint,
            head_key: form.head_key,
            opaque_public: form.opaque_public,
        })
    }

    /// What the new device leaves when it is in.
    pub fn seal_arrival(&self, device: DeviceKeyId, rng: &mut dyn CryptoRng) -> Vec<u8> {
        self.key().seal(ARRIVED, device.as_bytes(), rng)
    }

    /// Which device came in.
    ///
    /// # Errors
    /// When it was not sealed under this code.
    pub fn open_arrival(&self, sealed: &[u8]) -> Result<DeviceKeyId, CannotOpen> {
        let plain = self.key().open(ARRIVED, sealed)?;
        plain.as_slice().try_into().map(DeviceKeyId).map_err(|_| CannotOpen)
    }
}

impl PartialEq for DeviceCode {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for DeviceCode {}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::SigningKey;
    use crate::testing::CountingRng;
    use proptest::prelude::*;

    fn offer() -> DeviceOffer {
        DeviceOffer {
            account: AccountId([1; 16]),
            name: NameHash::of("quiet-lamp-12"),
            secret: AccountSecret::from_bytes([2; 16]),
            fingerprint: Fingerprint([3; 32]),
            head_key: SigningKey::from_seed(&[4; 32]).verify_key(),
            opaque_public: [5; 32],
        }
    }

    #[test]
    fn a_code_is_read_however_it_was_passed_on() {
        let code = DeviceCode(*b"a code of a home");
        let text = code.to_groups().join(" ");
        assert_eq!(text.len(), 28 + 6);
        for typed in [text.clone(), text.to_lowercase(), text.replace(' ', "-"), text.replace('0', "o")] {
            assert_eq!(DeviceCode::parse(&typed), Ok((code.clone(), None)), "{typed}");
        }
        let link = code.to_url("https://mend.example:8730");
        let server = Some("https://mend.example:8730".to_owned());
        assert_eq!(DeviceCode::parse(&format!(" {} \n", *link)), Ok((code, server)));
    }

    /// Known answers: what one release shows the next one must read.
    #[test]
    fn letters_and_meeting_place_of_a_code_stay_what_they_are() {
        let code = DeviceCode([0x5a; 16]);
        assert_eq!(code.to_groups().join("-"), "B9D5-MPJT-B9D5-MPJT-B9D5-MPJT-B8CA");
        assert_eq!(code.invite_id().to_string(), "52f9044557a383f20d08ecd8c7ed60ce");
    }

    #[test]
    fn each_mistake_in_a_code_has_its_own_name() {
        let text = DeviceCode([7; 16]).to_groups().concat();
        assert_eq!(DeviceCode::parse(""), Err(CodeProblem::TooShort { missing: 28 }));
        assert_eq!(DeviceCode::parse(&text[..20]), Err(CodeProblem::TooShort { missing: 8 }));
        assert_eq!(DeviceCode::parse(&format!("{text}77")), Err(CodeProblem::TooLong { extra: 2 }));
        assert_eq!(DeviceCode::parse("7U"), Err(CodeProblem::Sign { at: 2 }));
        for link in ["https://a.example/#d1.", "#d1.x.y", "d1.aHR0cA.AAAA", "d1..AAAAAAAAAAAAAAAAAAAAAA.x"] {
            assert_eq!(DeviceCode::parse(link), Err(CodeProblem::Mistyped), "{link}");
        }
    }

    #[test]
    fn an_offer_opens_under_its_own_code_only_and_not_as_an_arrival() {
        let mut rng = CountingRng::new(1);
        let code = DeviceCode::make(&mut rng);
        let sealed = code.seal_offer(&offer(), &mut rng);
        let opened = code.open_offer(&sealed).unwrap();
        assert_eq!(opened.account, offer().account);
        assert_eq!(opened.name, offer().name);
        assert_eq!(opened.secret.as_bytes(), offer().secret.as_bytes());
        assert_eq!(opened.fingerprint, offer().fingerprint);
        assert_eq!(opened.head_key, offer().head_key);
        assert_eq!(opened.opaque_public, offer().opaque_public);
        assert!(DeviceCode::make(&mut rng).open_offer(&sealed).is_err());
        assert!(code.open_arrival(&sealed).is_err());
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert!(code.open_offer(&flipped).is_err(), "byte {at}");
        }
        let arrived = code.seal_arrival(DeviceKeyId([9; 16]), &mut rng);
        assert_eq!(code.open_arrival(&arrived), Ok(DeviceKeyId([9; 16])));
    }

    #[test]
    fn a_code_and_an_offer_never_show_themselves() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<DeviceCode>();
        assert_eq!(format!("{:?}", DeviceCode([7; 16])), "[key]");
        assert!(format!("{:?}", offer()).contains("secret: [key]"));
    }

    proptest! {
        #[test]
        fn every_code_is_read_back(bytes: [u8; 16]) {
            let code = DeviceCode(bytes);
            prop_assert_eq!(DeviceCode::parse(&code.to_groups().join(" ")), Ok((code, None)));
        }

        #[test]
        fn one_wrong_letter_is_found_nearly_always(bytes: [u8; 16], at in 0..28_usize, other in 0..31_u8) {
            let mut letters = DeviceCode(bytes).to_groups().concat().into_bytes();
            let alphabet = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
            let is = alphabet.iter().position(|it| *it == letters[at]).unwrap();
            letters[at] = alphabet[(is + 1 + usize::from(other)) % 32];
            if let Ok((code, _)) = DeviceCode::parse(core::str::from_utf8(&letters).unwrap()) {
                prop_assert_ne!(code, DeviceCode(bytes));
            }
        }

        #[test]
        fn any_typing_is_read_or_refused(typed in "(#?d1\\.)?\\PC{0,60}") {
            if let Ok((code, _)) = DeviceCode::parse(&typed) {
                prop_assert_eq!(code.to_groups().len(), GROUPS);
            }
        }
    }
}

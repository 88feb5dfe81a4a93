//! What the two sides put into the slots, and the transcript the words are made from.

use rand_core::CryptoRng;

use super::{InviteLink, PairingRefused};
use crate::account::AccountChain;
use crate::cbor::{Blob, Wire};
use crate::cipher::{derive, hash};
use crate::ids::{AccountId, Incarnation, RecordHash, SpaceId};
use crate::sign::{Signature, SigningKey, VerifyKey};
use crate::space::{Signed, Unsigned};
use crate::wire::{MOST_SLOT_BYTES, Slot};

const FOUNDED: &str = "mend/v1/pair/founded";
const MOST_RECORDS: usize = 1024;

lean::body! {
    /// `j1`: who answers, and a commitment to a nonce that is opened only after the inviter has shown one.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct JoinerHello {
        #[n(0)]
        pub(super) account: AccountId,
        #[n(1)]
        #[most(MOST_RECORDS)]
        pub(super) chain: Vec<Blob>,
        #[n(2)]
        pub(super) commitment: [u8; 32],
    }
}

lean::body! {
    /// `i1`: who invites, and a nonce.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct InviterHello {
        #[n(0)]
        pub(super) account: AccountId,
        #[n(1)]
        #[most(MOST_RECORDS)]
        pub(super) chain: Vec<Blob>,
        #[n(2)]
        pub(super) nonce: [u8; 32],
    }
}

lean::body! {
    /// `j2`: the nonce that was committed to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct JoinerOpens {
        #[n(0)]
        pub(super) nonce: [u8; 32],
    }
}

lean::body! {
    /// `i2`: the genesis of the shared space with the inviter's signature. Posted only after the words were confirmed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct InviterFounds {
        #[n(0)]
        pub(super) genesis: Unsigned,
        #[n(1)]
        pub(super) signed: Signed,
    }
}

lean::body! {
    /// `j3`: the joiner's signature of it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct JoinerSigns {
        #[n(0)]
        pub(super) signed: Signed,
    }
}

lean::body! {
    /// `i3`: the space exists. Signed, so that whoever reads the link cannot name another head key.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Founded {
        #[n(0)]
        pub(super) at: FoundedAt,
        #[n(1)]
        pub(super) sig: Signature,
    }
}

impl Founded {
    pub(super) fn sign(at: FoundedAt, identity: &SigningKey) -> Self {
        let sig = identity.sign(FOUNDED, &at.to_bytes());
        Self { at, sig }
    }

    pub(super) fn is_signed_by(&self, identity: &VerifyKey) -> bool {
        identity.verify(FOUNDED, &self.at.to_bytes(), &self.sig).is_ok()
    }
}

lean::body! {
    /// Which space, where, under which key of the relay.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct FoundedAt {
        #[n(0)]
        pub(super) space: SpaceId,
        #[n(1)]
        pub(super) genesis: RecordHash,
        #[n(2)]
        pub(super) head_key: VerifyKey,
        #[n(3)]
        pub(super) incarnation: Incarnation,
    }
}

lean::body! {
    /// `x`: called off.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct CalledOff {}
}

macro_rules! messages {
    ($($name:ident)+) => {
        $(impl Wire for $name {
            const LONGEST: usize = MOST_SLOT_BYTES - 64;
        })+
    };
}
messages!(JoinerHello InviterHello JoinerOpens InviterFounds JoinerSigns Founded FoundedAt CalledOff);

/// Seals a message for a slot of this invitation.
pub(super) fn seal<M: Wire>(link: &InviteLink, slot: Slot, message: &M, rng: &mut dyn CryptoRng) -> Vec<u8> {
    link.derive_slot_key().seal(&place(link, slot), &message.to_bytes(), rng)
}

/// Opens what was found in a slot of this invitation.
pub(super) fn open<M: Wire>(link: &InviteLink, slot: Slot, sealed: &[u8]) -> Result<M, PairingRefused> {
    let bytes =
        link.derive_slot_key().open(&place(link, slot), sealed).map_err(|_| PairingRefused::Malformed)?;
    M::from_bytes(&bytes).map_err(|_| PairingRefused::Malformed)
}

fn place(link: &InviteLink, slot: Slot) -> Vec<u8> {
    let invite = link.invite_id();
    [b"mend/v1/pair".as_slice(), invite.as_bytes(), slot.as_str().as_bytes()].concat()
}

/// An account chain that verifies and is the account's it claims to be.
pub(super) fn verified(account: AccountId, chain: &[Blob]) -> Result<AccountChain, PairingRefused> {
    let chain = AccountChain::verify(chain).map_err(|_| PairingRefused::Malformed)?;
    if chain.state().account() != account {
        return Err(PairingRefused::Malformed);
    }
    Ok(chain)
}

/// Commits the joiner to a nonce before the inviter's is known: nobody can try nonces until the words fit.
pub(super) fn commitment(account: AccountId, nonce: &[u8; 32]) -> [u8; 32] {
    let material = [account.as_bytes().as_slice(), nonce].concat();
    derive("mend/v1/pair/commitment", &material)
}

/// The words both screens show: made from everything the two sides have said so far.
pub(super) fn words(
    link: &InviteLink,
    joiner: &JoinerHello,
    inviter: &InviterHello,
    nonce: &[u8; 32],
) -> [&'static str; 4] {
    let transcript = hash(&[
        b"mend/v1/pair/transcript",
        link.invite_id().as_bytes(),
        &hash(&[&joiner.to_bytes()]),
        &hash(&[&inviter.to_bytes()]),
        nonce,
    ]);
    let bytes = derive("mend/v1/pair/words", &transcript);
    crate::words::spoken_words(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::CountingRng;
    use proptest::prelude::*;

    fn link() -> InviteLink {
        let mut rng = CountingRng::new(1);
        InviteLink::make(
            crate::space::Role::Partner,
            "https://mend.example",
            crate::ids::Fingerprint([7; 32]),
            &mut rng,
        )
    }

    macro_rules! has_one_spelling {
        ($bytes:expr, $($name:ident)+) => {
            $(if let Ok(message) = $name::from_bytes($bytes) {
                prop_assert_eq!(&message.to_bytes(), $bytes);
            })+
        };
    }

    proptest! {
        #[test]
        fn hostile_bytes_under_a_leaked_link_are_only_malformed(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            has_one_spelling!(&bytes, JoinerHello InviterHello JoinerOpens InviterFounds JoinerSigns Founded CalledOff);
            let sealed = link().derive_slot_key().seal(&place(&link(), Slot::J1), &bytes, &mut CountingRng::new(2));
            if let Err(why) = open::<JoinerHello>(&link(), Slot::J1, &sealed) {
                prop_assert_eq!(why, PairingRefused::Malformed);
            }
        }
    }

    #[test]
    fn a_box_fits_its_slot_and_its_link_only() {
        let opens = JoinerOpens { nonce: [3; 32] };
        let sealed = seal(&link(), Slot::J2, &opens, &mut CountingRng::new(3));
        assert_eq!(open(&link(), Slot::J2, &sealed), Ok(opens));
        assert_eq!(open::<JoinerOpens>(&link(), Slot::J1, &sealed), Err(PairingRefused::Malformed));
        let other = InviteLink::make(
            crate::space::Role::Partner,
            "https://mend.example",
            crate::ids::Fingerprint([7; 32]),
            &mut CountingRng::new(4),
        );
        assert_eq!(open::<JoinerOpens>(&other, Slot::J2, &sealed), Err(PairingRefused::Malformed));
    }

    #[test]
    fn the_words_change_with_everything_that_was_said() {
        let joiner =
            JoinerHello { account: AccountId([1; 16]), chain: vec![Blob(vec![1])], commitment: [2; 32] };
        let inviter =
            InviterHello { account: AccountId([3; 16]), chain: vec![Blob(vec![4])], nonce: [5; 32] };
        let nonce = [6; 32];
        let before = words(&link(), &joiner, &inviter, &nonce);
        let other_link = InviteLink::make(
            crate::space::Role::Partner,
            "https://mend.example",
            crate::ids::Fingerprint([7; 32]),
            &mut CountingRng::new(4),
        );
        let changed = [
            words(&other_link, &joiner, &inviter, &nonce),
            words(&link(), &JoinerHello { chain: vec![Blob(vec![9])], ..joiner.clone() }, &inviter, &nonce),
            words(&link(), &JoinerHello { account: AccountId([9; 16]), ..joiner.clone() }, &inviter, &nonce),
            words(&link(), &JoinerHello { commitment: [9; 32], ..joiner.clone() }, &inviter, &nonce),
            words(&link(), &joiner, &InviterHello { chain: vec![Blob(vec![9])], ..inviter.clone() }, &nonce),
            words(&link(), &joiner, &InviterHello { nonce: [9; 32], ..inviter.clone() }, &nonce),
            words(&link(), &joiner, &inviter, &[9; 32]),
        ];
        assert!(changed.iter().all(|it| *it != before));
    }
}

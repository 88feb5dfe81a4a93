//! What lies in the local store: which keys there are, and values sealed under the local key.

use protocol::cipher::{AeadKey, CannotOpen};
use protocol::ids::{AccountId, AttachmentId, EventId, SpaceId};
use zeroize::Zeroizing;

use crate::ports::{Random, StoreProblem, Write};

/// Keys of the local store. Kept for ever: an older store must open in a newer client.
pub(crate) mod key {
    use super::{AccountId, AttachmentId, EventId, SpaceId};

    /// The local key under the passphrase. Not sealed by the local key, of course.
    pub(crate) const DOOR: &str = "door";
    /// The local key while nothing is locked, with its end.
    pub(crate) const AJAR: &str = "ajar";
    /// An account that is being made, until the relay has said that it has it. Sealed by the machine's guard alone.
    pub(crate) const BEGUN: &str = "begun";
    /// Every other key this device holds.
    pub(crate) const KEYRING: &str = "keyring";
    /// The folded journey, so that opening it does not read everything.
    pub(crate) const CHECKPOINT: &str = "checkpoint";
    /// Between [`NAMED_DRAFTS`] and this: drafts as they were kept once, under the names of their places.
    pub(crate) const NAMED_DRAFTS_END: &str = "draft0";
    /// Drafts as they were kept once.
    pub(crate) const NAMED_DRAFTS: &str = "draft/";
    /// Between [`DRAFTS`] and this: drafts.
    pub(crate) const DRAFTS_END: &str = "typed0";
    /// Drafts, by names that say nothing of their places.
    pub(crate) const DRAFTS: &str = "typed/";

    /// Where this device stands in a space: cursor, chain, its own last record.
    pub(crate) fn standing(space: SpaceId) -> String {
        format!("standing/{space}")
    }

    /// Account chains, by their account.
    pub(crate) const ACCOUNTS: &str = "account/";
    /// Between [`ACCOUNTS`] and this: account chains.
    pub(crate) const ACCOUNTS_END: &str = "account0";

    /// One account chain.
    pub(crate) fn account(account: AccountId) -> String {
        format!("{ACCOUNTS}{account}")
    }

    /// What stands under the spaces.
    pub(crate) const GROUNDS: &str = "ground/";
    /// Between [`GROUNDS`] and this: what stands under the spaces.
    pub(crate) const GROUNDS_END: &str = "ground0";

    /// What stands under a space on this device: its control chain and its keys.
    pub(crate) fn ground(space: SpaceId) -> String {
        format!("{GROUNDS}{space}")
    }

    /// A run of the log, named by its last position. `life` counts the lives of the relay's store
    /// this device has seen, so that a log that is read anew never mixes with the one before.
    pub(crate) fn log(space: SpaceId, life: u32, last: u64) -> String {
        format!("log/{space}/{life:08x}/{last:016x}")
    }

    /// After the last run of one life of a log.
    pub(crate) fn log_end(space: SpaceId, life: u32) -> String {
        format!("log/{space}/{life:08x}0")
    }

    /// A record that waits to be sent, by its number on this device.
    pub(crate) fn waiting(space: SpaceId, dseq: u64) -> String {
        format!("waiting/{space}/{dseq:016x}")
    }

    /// Records of a space that wait: from here …
    pub(crate) fn waiting_begin(space: SpaceId) -> String {
        format!("waiting/{space}/")
    }

    /// … to here.
    pub(crate) fn waiting_end(space: SpaceId) -> String {
        format!("waiting/{space}0")
    }

    /// A record that the relay will never take.
    pub(crate) fn untaken(space: SpaceId, event: EventId) -> String {
        format!("untaken/{space}/{event}")
    }

    /// Two heads of one place that disagree, signed by the relay: kept for ever, to be shown to others.
    pub(crate) const PROOFS: &str = "proof/";
    /// Between [`PROOFS`] and this: such pairs.
    pub(crate) const PROOFS_END: &str = "proof0";

    /// One such pair.
    pub(crate) fn proof(space: SpaceId, seq: u64) -> String {
        format!("{PROOFS}{space}/{seq:016x}")
    }

    /// A piece of a picture, sealed as it lies at the relay.
    pub(crate) fn chunk(id: AttachmentId, n: u32) -> String {
        format!("piece/{id}/{n:02x}")
    }

    /// Which pictures lie on this device.
    pub(crate) const PHOTOS_NEAR: &str = "photos-near";
    /// Photos that wait to be brought to the relay.
    pub(crate) const PHOTOS_WAITING: &str = "photos-wait/";
    /// Between [`PHOTOS_WAITING`] and this: such photos.
    pub(crate) const PHOTOS_WAITING_END: &str = "photos-wait0";
    /// Pictures that are to be taken from the relay.
    pub(crate) const PHOTOS_GO: &str = "photos-go/";
    /// Between [`PHOTOS_GO`] and this: such pictures.
    pub(crate) const PHOTOS_GO_END: &str = "photos-go0";

    /// One photo that waits.
    pub(crate) fn photo_waiting(number: u64) -> String {
        format!("{PHOTOS_WAITING}{number:016x}")
    }

    /// A photo whose pictures are to be taken from the relay.
    pub(crate) fn photo_goes(first: AttachmentId) -> String {
        format!("{PHOTOS_GO}{first}")
    }

    /// Records of a space that were never taken: from here …
    pub(crate) fn untaken_begin(space: SpaceId) -> String {
        format!("untaken/{space}/")
    }

    /// … to here.
    pub(crate) fn untaken_end(space: SpaceId) -> String {
        format!("untaken/{space}0")
    }
}

/// The key that seals everything this device stores. Made on this device, kept nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LocalKey(AeadKey);

impl LocalKey {
    /// A new one.
    pub(crate) fn make(rng: &mut Random) -> Self {
        Self(AeadKey::make(rng))
    }

    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(AeadKey::from_bytes(bytes))
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Seals a value for its place: it opens nowhere else.
    pub(crate) fn put(&self, key: String, plain: &[u8], rng: &mut Random) -> Write {
        let value = self.0.seal(place(&key).as_bytes(), plain, rng);
        Write::Put { key, value }
    }

    /// Where a draft lies: whoever sees the store must not learn what is being written about.
    pub(crate) fn draft_key(&self, name: &str) -> String {
        let material = Zeroizing::new([self.as_bytes(), name.as_bytes()].concat());
        let hidden = protocol::cipher::derive("mend/v1/local-draft", &material);
        let digits = hidden.iter().take(16).map(|it| format!("{it:02x}"));
        digits.fold(key::DRAFTS.to_owned(), |all, it| all + &it)
    }

    /// Keeps a draft.
    pub(crate) fn put_draft(&self, name: &str, text: &str, rng: &mut Random) -> Write {
        let plain = Zeroizing::new(lean::to_bytes(&(name.to_owned(), text.to_owned())));
        self.put(self.draft_key(name), &plain, rng)
    }

    /// The place and the text of a draft.
    pub(crate) fn open_draft(&self, key: &str, value: &[u8]) -> Result<(String, String), StoreProblem> {
        lean::from_kept(&self.open(key, value)?).ok_or(StoreProblem::Damaged)
    }

    /// Opens what was put in this place.
    pub(crate) fn open(&self, key: &str, value: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreProblem> {
        self.0.open(place(key).as_bytes(), value).map_err(|CannotOpen| StoreProblem::Damaged)
    }
}

fn place(key: &str) -> String {
    format!("mend/v1/local/{key}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::random;

    #[test]
    fn a_value_opens_only_in_its_own_place() {
        let local = LocalKey::make(&mut random(1));
        let Write::Put { key, value } = local.put("here".into(), b"words", &mut random(2)) else {
            unreachable!("a put is a put")
        };
        assert_eq!(local.open(&key, &value).unwrap().as_slice(), b"words");
        assert_eq!(local.open("there", &value), Err(StoreProblem::Damaged));
    }

    #[test]
    fn where_a_draft_lies_says_nothing_of_its_place() {
        let local = LocalKey::make(&mut random(1));
        let Write::Put { key, value } = local.put_draft("check_in/need", "more time", &mut random(2)) else {
            unreachable!("a put is a put")
        };
        assert!(!key.contains("check"), "{key}");
        assert_eq!(local.open_draft(&key, &value).unwrap(), ("check_in/need".into(), "more time".into()));
        assert_ne!(
            key,
            LocalKey::make(&mut random(3)).draft_key("check_in/need"),
            "another device, another name"
        );
    }

    #[test]
    fn the_local_key_never_shows_itself() {
        assert_eq!(format!("{:?}", LocalKey::from_bytes([7; 32])), "LocalKey([key])");
    }

    #[test]
    fn runs_of_a_log_sort_by_their_last_position() {
        let space = SpaceId([0xab; 16]);
        let end = key::log_end(space, 1);
        assert!(key::log(space, 1, 9) < key::log(space, 1, 10));
        assert!(key::log(space, 1, u64::MAX) < end);
        assert!(end < key::log(space, 2, 0));
        assert!(key::waiting(space, u64::MAX) < key::waiting_end(space));
        let draft = LocalKey::from_bytes([7; 32]).draft_key("zzz");
        assert!(key::DRAFTS < draft.as_str() && draft.as_str() < key::DRAFTS_END);
    }
}

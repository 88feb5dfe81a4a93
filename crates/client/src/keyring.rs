//! Every key this device holds but the local one, and how they are kept.

use protocol::account::{AccountSecret, DeviceKeys, IdentityKey, KeyBag, PerUserKey, PukRing, RelayPin};
use protocol::cbor::Secret;
use protocol::ids::{AccountId, DeviceKeyId, NameHash};
use protocol::recovery::RecoveryCode;
use protocol::sign::SigningKey;
use protocol::wrap::WrapSecret;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::local::{LocalKey, key};
use crate::lock::LockAfter;
use crate::ports::{Random, StoreProblem, Write};
use crate::seat::Relay;

/// The version of all that is kept on a device. A program in which anything kept has more fields than before raises
/// it, and keeps the keyring before it writes anything else: an older one would throw those fields away, and stays out.
const FORM: u8 = 1;

/// See the module.
pub(crate) struct Keyring {
    pub(crate) account: AccountId,
    pub(crate) name: NameHash,
    pub(crate) device: DeviceKeys,
    pub(crate) ring: PukRing,
    pub(crate) bag: KeyBag,
    /// The version of the bag at the relay that this one grew from.
    pub(crate) bag_version: u64,
    /// The bag was changed and must be sent.
    pub(crate) bag_changed: bool,
    pub(crate) relay: Relay,
    pub(crate) lock_after: LockAfter,
    pub(crate) untold: Untold,
    /// A kit that was not written down yet.
    pub(crate) unwritten: Option<UnwrittenKit>,
}

lean::body! {
    /// What the person was not told yet, or what they were told once and need not be told again.
    #[derive(Debug, Clone, Default)]
    pub(crate) struct Untold {
        /// Records of the own chain, made elsewhere, that nobody on this device has seen.
        #[n(0)]
        pub(crate) records: Vec<u64>,
        /// This device was ended, and has locked for it.
        #[n(1)]
        pub(crate) ended: bool,
        /// The partner's account is gone, and that was read.
        #[n(2)]
        pub(crate) partner_gone: bool,
        /// The relay was asked to delete the account, and has not answered yet.
        #[n(3)]
        pub(crate) leaving: bool,
        /// The relay was doubted, and nobody on this device has read that yet.
        #[n(4)]
        pub(crate) doubtful: Option<bool>,
        /// Of so many records it was read here that the relay would never take them.
        #[n(5)]
        pub(crate) untaken_read: Option<u64>,
    }
}

/// A kit whose code was made here and was not typed back yet.
#[derive(Clone, ZeroizeOnDrop)]
pub struct UnwrittenKit {
    /// The name to sign in with, if it was typed here.
    pub name: Option<String>,
    /// The code.
    #[zeroize(skip)]
    pub code: RecoveryCode,
    /// The code was given to a screen. If not, it is the same one that is given next.
    #[zeroize(skip)]
    pub(crate) shown: bool,
}

lean::body! {
    #[derive(ZeroizeOnDrop)]
    struct KeptKit {
        #[n(0)]
        name: Option<String>,
        #[n(1)]
        code: String,
        #[n(2)]
        #[zeroize(skip)]
        shown: bool,
    }
}

impl UnwrittenKit {
    fn keep(&self) -> KeptKit {
        KeptKit { name: self.name.clone(), code: self.code.to_text().to_string(), shown: self.shown }
    }

    fn read(kept: &KeptKit) -> Option<Self> {
        let code = RecoveryCode::parse(&kept.code).ok()?;
        Some(Self { name: kept.name.clone(), code, shown: kept.shown })
    }
}

/// What a new person's bag begins with.
pub(crate) fn new_bag(secret: AccountSecret, identity: IdentityKey, name: &str, relay: RelayPin) -> KeyBag {
    KeyBag {
        account_secret: secret,
        identity,
        display_name: name.to_owned(),
        partners: Vec::new(),
        relays: vec![relay],
        spaces: Vec::new(),
        devices: Vec::new(),
        settings: Vec::new(),
    }
}

lean::body! {
    #[derive(ZeroizeOnDrop)]
    struct Kept {
        #[n(0)]
        version: u8,
        #[n(1)]
        #[zeroize(skip)]
        account: AccountId,
        #[n(2)]
        #[zeroize(skip)]
        name: NameHash,
        #[n(3)]
        #[zeroize(skip)]
        device: DeviceKeyId,
        #[n(4)]
        sign: [u8; 32],
        #[n(5)]
        wrap: [u8; 32],
        #[n(6)]
        ring: Vec<Secret<32>>,
        #[n(7)]
        #[zeroize(skip)]
        bag: Vec<u8>,
        #[n(8)]
        bag_version: u64,
        #[n(9)]
        bag_changed: bool,
        #[n(10)]
        #[zeroize(skip)]
        relay: Relay,
        #[n(11)]
        #[zeroize(skip)]
        lock_after: LockAfter,
        #[n(12)]
        #[zeroize(skip)]
        untold: Option<Untold>,
        #[n(13)]
        unwritten: Option<KeptKit>,
    }
}

impl Keyring {
    /// What must be written to keep it.
    pub(crate) fn keep(&self, local: &LocalKey, rng: &mut Random) -> Write {
        let ring = (1..=self.ring.generation()).filter_map(|it| self.ring.get(it));
        let kept = Kept {
            version: FORM,
            account: self.account,
            name: self.name,
            device: self.device.id,
            sign: *self.device.sign.seed(),
            wrap: *self.device.wrap.seed(),
            ring: ring.map(|it| Secret(*it.as_bytes())).collect(),
            bag: self.bag.seal(&self.ring, rng),
            bag_version: self.bag_version,
            bag_changed: self.bag_changed,
            relay: self.relay,
            lock_after: self.lock_after,
            untold: Some(self.untold.clone()),
            unwritten: self.unwritten.as_ref().map(UnwrittenKit::keep),
        };
        let bytes = Zeroizing::new(lean::to_bytes(&kept));
        local.put(key::KEYRING.into(), &bytes, rng)
    }

    /// Reads what [`Keyring::keep`] wrote.
    pub(crate) fn read(local: &LocalKey, value: &[u8]) -> Result<Self, StoreProblem> {
        let bytes = local.open(key::KEYRING, value)?;
        let kept: Kept = lean::from_kept(&bytes).ok_or(StoreProblem::Damaged)?;
        if kept.version > FORM {
            return Err(StoreProblem::Newer);
        }
        let mut keys = kept.ring.iter().map(|it| PerUserKey::from_bytes(it.0));
        let first = keys.next().ok_or(StoreProblem::Damaged)?;
        let mut ring = PukRing::begin(kept.account, first);
        keys.for_each(|it| ring.push(it));
        Ok(Self {
            account: kept.account,
            name: kept.name,
            device: DeviceKeys {
                id: kept.device,
                sign: SigningKey::from_seed(&kept.sign),
                wrap: WrapSecret::from_seed(kept.wrap),
            },
            bag: KeyBag::open(&ring, &kept.bag).map_err(|_| StoreProblem::Damaged)?,
            ring,
            bag_version: kept.bag_version,
            bag_changed: kept.bag_changed,
            relay: kept.relay,
            lock_after: kept.lock_after,
            untold: kept.untold.clone().unwrap_or_default(),
            unwritten: kept.unwritten.as_ref().and_then(UnwrittenKit::read),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::random;

    #[test]
    fn what_a_newer_version_kept_is_left_alone() {
        let local = LocalKey::make(&mut random(1));
        let kept = |version: u8| {
            let device = DeviceKeys::make(&mut random(2));
            let kept = Kept {
                version,
                account: AccountId([1; 16]),
                name: NameHash([2; 32]),
                device: device.id,
                sign: *device.sign.seed(),
                wrap: *device.wrap.seed(),
                ring: vec![Secret([3; 32])],
                bag: Vec::new(),
                bag_version: 1,
                bag_changed: false,
                relay: Relay { inc: protocol::ids::Incarnation([4; 16]), head_key: device.sign.verify_key() },
                lock_after: LockAfter::OneMinute,
                untold: None,
                unwritten: None,
            };
            match local.put(key::KEYRING.into(), &lean::to_bytes(&kept), &mut random(3)) {
                Write::Put { value, .. } => Keyring::read(&local, &value).err(),
                _ => None,
            }
        };
        assert_eq!(kept(FORM + 1), Some(StoreProblem::Newer));
        assert_eq!(kept(FORM), Some(StoreProblem::Damaged), "its own, though this bag opens for nobody");
    }
}

//! People with real keys, and what they send.

use getrandom::SysRng;
use protocol::Wire;
use protocol::account::{
    AccountChain, AccountState, By, DeviceKeys, Founding, IdentityKey, PerUserKey, VirtualKeys,
};
use protocol::cbor::Blob;
use protocol::event::{Anchor, DeviceHead, Payload, Placing, SealedEvent, Stamp, seal_event};
use protocol::ids::{AccountId, DeviceId, DeviceKeyId, NameHash, SpaceId};
use protocol::log::Cursor;
use protocol::recovery::RecoveryCode;
use protocol::space::{
    Binding, ControlChain, ControlRecord, Founder, KnownAccounts, Signer, SpaceKey, SpaceKind, found,
    found_vault,
};
use protocol::wire::{
    Append, AppendChain, AppendControl, AppendResult, AppendResults, Appended, ChainHead, Challenge,
    Challenged, EventBytes, NewSpace, PROVE, Page, PageQuery, Prove, Proved, RegisterFinish, RegisterStart,
    RegisterStarted, Registered, SpaceMade, Token, V1, prove_message,
};
use rand_core::UnwrapErr;

use crate::rig::{NOW, Reply, Rig};

pub(crate) fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

pub(crate) const PASSPHRASE: &[u8] = b"seven plain words that nobody else says";

pub(crate) struct Person {
    pub(crate) name: NameHash,
    pub(crate) account: AccountId,
    pub(crate) identity: IdentityKey,
    pub(crate) device: DeviceKeys,
    pub(crate) paper: VirtualKeys,
    pub(crate) puk: PerUserKey,
    pub(crate) chain: AccountChain,
    pub(crate) token: Token,
}

/// What somebody sends to register.
pub(crate) struct Registering {
    pub(crate) person: Person,
    pub(crate) finish: RegisterFinish,
}

impl Person {
    pub(crate) async fn register(rig: &Rig, name: &str) -> Self {
        let mut registering = Self::begin(rig, name).await;
        let reply = rig.post("/v1/opaque/register/finish", None, &registering.finish).await;
        registering.person.token = reply.read::<Registered>().token;
        registering.person
    }

    /// Everything but the last step.
    pub(crate) async fn begin(rig: &Rig, name: &str) -> Registering {
        let mut rng = rng();
        let name = NameHash::of(name);
        let upload = opaque_upload(rig, name, PASSPHRASE).await;
        let (identity, device) = (IdentityKey::make(&mut rng), DeviceKeys::make(&mut rng));
        let paper = RecoveryCode::make(&mut rng).derive_keys();
        let account = AccountId::make(&mut rng);
        let founding = Founding {
            account,
            identity: &identity,
            device: &device,
            paper: &paper.public(),
            password: None,
        };
        let (genesis, puk) = founding.genesis(NOW, &mut rng);
        let chain = AccountChain::begin(genesis).unwrap();
        let finish = RegisterFinish {
            v: V1,
            name_hash: name,
            account,
            upload,
            chain: chain.bytes_from(0),
            invitation: None,
        };
        let token = Token::from_array([0; 32]);
        Registering { person: Self { name, account, identity, device, paper, puk, chain, token }, finish }
    }

    pub(crate) fn state(&self) -> &AccountState {
        self.chain.state()
    }

    pub(crate) fn at(&self) -> ChainHead {
        ChainHead { seq: self.state().seq(), hash: self.state().head() }
    }

    /// Adds a device, vouched for by the first one.
    pub(crate) async fn adds_device(&mut self, rig: &Rig) -> DeviceKeys {
        let mut rng = rng();
        let new = DeviceKeys::make(&mut rng);
        let by = By::Device(&self.device);
        let record =
            self.state().add_device(by, new.public().clone(), &self.puk, NOW, &mut rng).accepted_by(&new);
        let token = self.token.clone();
        self.appends_to_chain(rig, &token, record).await.read::<Appended>();
        new
    }

    pub(crate) async fn appends_to_chain(
        &mut self,
        rig: &Rig,
        token: &Token,
        record: protocol::account::AccountRecord,
    ) -> Reply {
        let body =
            AppendChain { v: V1, expect_seq: self.at().seq + 1, records: vec![Blob(record.to_bytes())] };
        let reply = rig.post("/v1/account/chain", Some(token), &body).await;
        if reply.status.is_success() {
            self.chain.append(record).unwrap();
        }
        reply
    }

    /// Proves a device and signs in with it.
    pub(crate) async fn proves(&self, rig: &Rig, device: &DeviceKeys) -> Reply {
        let nonce = self.is_challenged(rig, device.id).await;
        let signature =
            device.sign.sign(PROVE, &prove_message(&rig.head_key().await, self.account, device.id, &nonce));
        let body = Prove { v: V1, account: self.account, device: device.id, nonce, signature };
        rig.post("/v1/session/prove", None, &body).await
    }

    pub(crate) async fn is_challenged(&self, rig: &Rig, device: DeviceKeyId) -> [u8; 32] {
        let body = Challenge { v: V1, account: self.account, device };
        rig.post("/v1/session/challenge", None, &body).await.read::<Challenged>().nonce
    }

    pub(crate) async fn signs_in(&self, rig: &Rig, device: &DeviceKeys) -> Token {
        self.proves(rig, device).await.read::<Proved>().token
    }
}

pub(crate) async fn opaque_upload(rig: &Rig, name: NameHash, passphrase: &[u8]) -> Vec<u8> {
    let mut rng = rng();
    let (state, request) = opaque::client_register_start(passphrase, &mut rng).unwrap();
    let start = RegisterStart { v: V1, name_hash: name, request };
    let started: RegisterStarted = rig.post("/v1/opaque/register/start", None, &start).await.read();
    opaque::client_register_finish(state, passphrase, &started.response, &mut rng).unwrap().upload
}

/// A device in a space.
pub(crate) struct Seat {
    pub(crate) space: SpaceId,
    pub(crate) account: AccountId,
    pub(crate) device: DeviceId,
    pub(crate) keys: DeviceKeys,
    pub(crate) key: SpaceKey,
    pub(crate) head: DeviceHead,
    pub(crate) token: Token,
    pub(crate) chain: ControlChain,
}

/// The known chains of people.
pub(crate) fn known(people: &[&Person]) -> KnownAccounts {
    people.iter().map(|it| it.state().clone()).collect()
}

pub(crate) fn vault_genesis(person: &Person) -> (ControlRecord, SpaceKey) {
    let founder = Founder::of(person.state());
    found_vault("https://mend.example", &founder, person.identity.signing_key(), &mut rng())
}

pub(crate) fn ours_genesis(one: &Person, other: &Person) -> (ControlRecord, SpaceKey) {
    let founders = [Founder::of(one.state()), Founder::of(other.state())];
    let founding = found(SpaceKind::Ours, "https://mend.example", &founders, &mut rng());
    let mut people = [one, other];
    people.sort_by_key(|it| it.account);
    let sign = |it: &&Person| founding.genesis.sign(Signer::Identity(it.account), it.identity.signing_key());
    let signatures = people.iter().map(sign).collect();
    (founding.genesis.signed(signatures), founding.key)
}

pub(crate) async fn makes_space(rig: &Rig, person: &Person, genesis: &ControlRecord) -> Reply {
    let body = NewSpace { v: V1, records: vec![Blob(genesis.to_bytes())] };
    rig.post("/v1/spaces", Some(&person.token), &body).await
}

/// A vault with its owner's first device in it.
pub(crate) async fn vault(rig: &Rig, person: &Person) -> Seat {
    let (genesis, key) = vault_genesis(person);
    makes_space(rig, person, &genesis).await.read::<SpaceMade>();
    let chain = ControlChain::verify(&[genesis], &known(&[person])).unwrap();
    binds(rig, person, &person.device, chain, key, &[person]).await
}

/// A shared space with both first devices in it.
pub(crate) async fn ours(rig: &Rig, one: &Person, other: &Person) -> (Seat, Seat) {
    let (genesis, key) = ours_genesis(one, other);
    makes_space(rig, one, &genesis).await.read::<SpaceMade>();
    let people = [one, other];
    let chain = ControlChain::verify(&[genesis], &known(&people)).unwrap();
    let mut first = binds(rig, one, &one.device, chain, key.clone(), &people).await;
    let second = binds(rig, other, &other.device, first.chain.clone(), key, &people).await;
    first.chain = second.chain.clone();
    (first, second)
}

/// Binds one more device of a member.
pub(crate) async fn binds(
    rig: &Rig,
    person: &Person,
    keys: &DeviceKeys,
    mut chain: ControlChain,
    key: SpaceKey,
    people: &[&Person],
) -> Seat {
    let device = DeviceId::make(&mut rng());
    let binding = Binding { device, account: person.account, key: keys.id, at: person.at() };
    let record = chain.state().bind_device(&binding, &keys.sign);
    let space = chain.state().space();
    let expect_seq = chain.state().length();
    appends_control(rig, &person.token, space, expect_seq, &record).await.read::<Appended>();
    chain.append(&record, &known(people)).unwrap();
    Seat {
        space,
        account: person.account,
        device,
        keys: keys.clone(),
        key,
        head: DeviceHead::START,
        token: person.token.clone(),
        chain,
    }
}

pub(crate) async fn appends_control(
    rig: &Rig,
    token: &Token,
    space: SpaceId,
    expect_seq: u64,
    record: &ControlRecord,
) -> Reply {
    let body = AppendControl { v: V1, expect_seq, records: vec![Blob(record.to_bytes())] };
    rig.post(&format!("/v1/spaces/{space}/ctl"), Some(token), &body).await
}

impl Seat {
    /// Seals an event after the last one sealed here.
    pub(crate) fn seals(&mut self, words: &str) -> SealedEvent {
        let cursor = Cursor::start(self.space, protocol::ids::Incarnation([0; 16]));
        let placing = Placing {
            space: self.space,
            device: self.device,
            after: self.head,
            ctl: self.chain.state().head().hash,
            anchor: Anchor::of(&cursor),
        };
        let payload = Payload {
            kind: "test.said".into(),
            schema: 1,
            author: self.account,
            stamp: Stamp { ms: NOW, counter: 0 },
            base: Vec::new(),
            body: words.as_bytes().to_vec(),
            fold_v: 1,
        };
        let sealed = seal_event(&placing, &payload, &self.key, &self.keys.sign, &mut rng()).unwrap();
        self.head = sealed.head;
        sealed
    }

    pub(crate) async fn sends(&self, rig: &Rig, events: &[SealedEvent]) -> Reply {
        let events: Vec<EventBytes> = events.iter().map(|it| it.bytes.clone()).collect();
        rig.post(&self.path("events"), Some(&self.token), &Append { v: V1, events }).await
    }

    pub(crate) async fn appends(&self, rig: &Rig, events: &[SealedEvent]) -> Vec<AppendResult> {
        self.sends(rig, events).await.read::<AppendResults>().results
    }

    /// Seals and sends.
    pub(crate) async fn says(&mut self, rig: &Rig, words: &str) -> SealedEvent {
        let sealed = self.seals(words);
        let results = self.appends(rig, std::slice::from_ref(&sealed)).await;
        assert!(matches!(results[..], [AppendResult::Stored { .. }]), "{results:?}");
        sealed
    }

    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/v1/spaces/{}/{rest}", self.space)
    }

    pub(crate) async fn reads(&self, rig: &Rig, cursor: Cursor) -> Reply {
        let query = PageQuery { cursor, limit: 1_000 };
        rig.get(&format!("{}?{}", self.path("events"), query.to_text()), Some(&self.token)).await
    }

    pub(crate) async fn reads_all(&self, rig: &Rig) -> Page {
        self.reads(rig, self.start(rig).await).await.read()
    }

    /// The beginning of the log in the relay's present life.
    pub(crate) async fn start(&self, rig: &Rig) -> Cursor {
        let card: protocol::wire::ServerCard = rig.get("/v1/server", None).await.read();
        Cursor::start(self.space, card.instance.incarnation)
    }
}

impl Seat {
    /// Where the log stands, as the relay signs it.
    pub(crate) async fn reads_all_heads(&self, rig: &Rig) -> Cursor {
        self.reads_all(rig).await.head.at
    }
}

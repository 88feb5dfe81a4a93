//! The side that made the link.

use rand_core::CryptoRng;

use super::message::{
    CalledOff, Founded, FoundedAt, InviterFounds, InviterHello, JoinerHello, JoinerOpens, JoinerSigns,
    commitment, open, seal, verified, words,
};
use super::{InviteLink, Myself, Paired, PairingRefused, Step};
use crate::account::AccountChain;
use crate::cbor::{Blob, Wire};
use crate::cipher::same;
use crate::few::in_order;
use crate::ids::Incarnation;
use crate::sign::VerifyKey;
use crate::space::{
    ControlChain, ControlRecord, Founder, Founding, KnownAccounts, Role, Signed, Signer, SpaceKey, found,
};
use crate::wire::Slot;

/// The inviter's side of a pairing.
#[derive(Debug)]
pub struct Inviter {
    me: Myself,
    link: InviteLink,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    AwaitHello,
    PostHello(Box<Met>, Vec<u8>),
    AwaitOpening(Box<Met>),
    Compare(Box<Met>, [&'static str; 4]),
    PostGenesis(Box<Met>, Founding, Vec<u8>),
    AwaitSignature(Box<Met>, Founding),
    Create(Box<Met>, ControlRecord, SpaceKey),
    PostFounded(Box<Paired>, Vec<u8>),
    Done(Box<Paired>),
    CallOff(Vec<u8>, PairingRefused),
    Ended(PairingRefused),
}

/// The other side, as far as it has shown itself.
#[derive(Debug, Clone)]
struct Met {
    said: JoinerHello,
    answered: InviterHello,
    partner: AccountChain,
}

impl Inviter {
    /// Makes a link for a partner, or for a counsellor, and waits for somebody to answer it at this relay.
    pub fn begin(me: Myself, role: Role, server: &str, rng: &mut dyn CryptoRng) -> Self {
        let link = InviteLink::make(role, server, me.chain.state().fingerprint(), rng);
        Self { me, link, stage: Stage::AwaitHello }
    }

    /// The link to hand over.
    #[must_use]
    pub fn link(&self) -> &InviteLink {
        &self.link
    }

    /// What to do next.
    #[must_use]
    pub fn step(&self) -> Step {
        match &self.stage {
            Stage::AwaitHello => Step::Await(Slot::J1),
            Stage::PostHello(_, sealed) => Step::Post(Slot::I1, sealed.clone()),
            Stage::AwaitOpening(_) => Step::Await(Slot::J2),
            Stage::Compare(_, words) => Step::Compare(*words),
            Stage::PostGenesis(_, _, sealed) => Step::Post(Slot::I2, sealed.clone()),
            Stage::AwaitSignature(..) => Step::Await(Slot::J3),
            Stage::Create(_, genesis, _) => Step::Create(vec![Blob(genesis.to_bytes())]),
            Stage::PostFounded(_, sealed) => Step::Post(Slot::I3, sealed.clone()),
            Stage::Done(_) => Step::Done,
            Stage::CallOff(sealed, _) => Step::Post(Slot::X, sealed.clone()),
            Stage::Ended(why) => Step::Ended(*why),
        }
    }

    /// The relay has taken what `step` said to post.
    pub fn posted(&mut self) {
        let stage = core::mem::replace(&mut self.stage, Stage::Ended(PairingRefused::CalledOff));
        self.stage = match stage {
            Stage::PostHello(met, _) => Stage::AwaitOpening(met),
            Stage::PostGenesis(met, founding, _) => Stage::AwaitSignature(met, founding),
            Stage::PostFounded(paired, _) => Stage::Done(paired),
            Stage::CallOff(_, why) => Stage::Ended(why),
            other => other,
        };
    }

    /// What stood in the slot that `step` said to wait for.
    ///
    /// # Errors
    /// What is not as it must be ends the pairing; the next step calls it off.
    pub fn received(&mut self, sealed: &[u8], rng: &mut dyn CryptoRng) -> Result<(), PairingRefused> {
        let next = match &self.stage {
            Stage::AwaitHello => self.meet(sealed, rng),
            Stage::AwaitOpening(met) => self.compare(met, sealed),
            Stage::AwaitSignature(met, founding) => self.complete(met, founding, sealed),
            _ => Err(PairingRefused::Malformed),
        };
        match next {
            Ok(stage) => {
                self.stage = stage;
                Ok(())
            }
            Err(why) => {
                self.call_off(why, rng);
                Err(why)
            }
        }
    }

    /// Whether the person says the words are the same. Only then is the shared space made and its key given.
    pub fn confirm(&mut self, same_words: bool, rng: &mut dyn CryptoRng) {
        let Stage::Compare(met, _) = &self.stage else {
            return;
        };
        if same_words {
            let met = met.clone();
            self.stage = self.found(met, rng);
        } else {
            self.call_off(PairingRefused::WordsDiffer, rng);
        }
    }

    /// The relay has made the space.
    pub fn created(&mut self, head_key: VerifyKey, incarnation: Incarnation, rng: &mut dyn CryptoRng) {
        let Stage::Create(met, genesis, key) = &self.stage else {
            return;
        };
        let at = FoundedAt { space: genesis.record.space, genesis: genesis.hash(), head_key, incarnation };
        let founded = Founded::sign(at, self.me.identity.signing_key());
        let sealed = seal(&self.link, Slot::I3, &founded, rng);
        let paired = Paired {
            partner: met.partner.clone(),
            genesis: genesis.clone(),
            key: key.clone(),
            head_key,
            incarnation,
        };
        self.stage = Stage::PostFounded(Box::new(paired), sealed);
    }

    /// Ends the pairing; the next step tells the other side.
    pub fn call_off(&mut self, why: PairingRefused, rng: &mut dyn CryptoRng) {
        let over = matches!(self.stage, Stage::Done(_) | Stage::CallOff(..) | Stage::Ended(_));
        if !over {
            let sealed = seal(&self.link, Slot::X, &CalledOff {}, rng);
            self.stage = Stage::CallOff(sealed, why);
        }
    }

    /// The relay's answer ended it: expired, used, or called off by the other side.
    pub fn ended(&mut self, why: PairingRefused) {
        if !matches!(self.stage, Stage::Done(_)) {
            self.stage = Stage::Ended(why);
        }
    }

    /// The result, once it is done.
    #[must_use]
    pub fn into_paired(self) -> Option<Paired> {
        match self.stage {
            Stage::Done(paired) => Some(*paired),
            _ => None,
        }
    }

    fn meet(&self, sealed: &[u8], rng: &mut dyn CryptoRng) -> Result<Stage, PairingRefused> {
        let said: JoinerHello = open(&self.link, Slot::J1, sealed)?;
        let partner = verified(said.account, &said.chain)?;
        let own = self.me.chain.state();
        let same_person = partner.state().identity() == own.identity();
        if said.account == own.account() || same_person {
            return Err(PairingRefused::Oneself);
        }
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let answered = InviterHello { account: own.account(), chain: self.me.chain.bytes_from(0), nonce };
        let sealed = seal(&self.link, Slot::I1, &answered, rng);
        let met = Met { said, answered, partner };
        Ok(Stage::PostHello(Box::new(met), sealed))
    }

    fn compare(&self, met: &Met, sealed: &[u8]) -> Result<Stage, PairingRefused> {
        let JoinerOpens { nonce } = open(&self.link, Slot::J2, sealed)?;
        let committed = commitment(met.said.account, &nonce);
        if !same(&committed, &met.said.commitment) {
            return Err(PairingRefused::Malformed);
        }
        let words = words(&self.link, &met.said, &met.answered, &nonce);
        Ok(Stage::Compare(Box::new(met.clone()), words))
    }

    fn found(&self, met: Box<Met>, rng: &mut dyn CryptoRng) -> Stage {
        let joiner = Founder::of(met.partner.state());
        let joiner = match self.link.role() {
            Role::Partner => joiner,
            Role::Counsellor => joiner.as_counsellor(),
        };
        let founders = [Founder::of(self.me.chain.state()), joiner];
        let founding = found(self.link.kind(), self.link.server(), &founders, rng);
        let said = InviterFounds { genesis: founding.genesis.clone(), signed: self.sign(&founding) };
        let sealed = seal(&self.link, Slot::I2, &said, rng);
        Stage::PostGenesis(met, founding, sealed)
    }

    fn sign(&self, founding: &Founding) -> Signed {
        let by = Signer::Identity(self.me.chain.state().account());
        founding.genesis.sign(by, self.me.identity.signing_key())
    }

    fn complete(&self, met: &Met, founding: &Founding, sealed: &[u8]) -> Result<Stage, PairingRefused> {
        let JoinerSigns { signed } = open(&self.link, Slot::J3, sealed)?;
        let genesis = both_signed(founding.genesis.clone(), self.sign(founding), signed);
        let known = [self.me.chain.state().clone(), met.partner.state().clone()];
        let known: KnownAccounts = known.into_iter().collect();
        ControlChain::begin(&genesis, &known).map_err(|_| PairingRefused::Malformed)?;
        let met = Box::new(met.clone());
        Ok(Stage::Create(met, genesis, founding.key.clone()))
    }
}

/// The genesis with both signatures, in the order of the accounts.
pub(super) fn both_signed(genesis: crate::space::Unsigned, one: Signed, other: Signed) -> ControlRecord {
    let account = |it: &Signed| match it.by {
        Signer::Identity(account) => Some(account),
        Signer::Device(_) => None,
    };
    let mut signatures = vec![one, other];
    in_order(&mut signatures, account);
    genesis.signed(signatures)
}

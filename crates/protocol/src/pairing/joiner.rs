//! The side that opened the link.

use rand_core::CryptoRng;

use super::inviter::both_signed;
use super::message::{
    CalledOff, Founded, InviterFounds, InviterHello, JoinerHello, JoinerOpens, JoinerSigns, commitment, open,
    seal, verified, words,
};
use super::{InviteLink, Myself, Paired, PairingRefused, Step};
use crate::account::AccountChain;
use crate::space::{
    Change, ControlChain, ControlRecord, KnownAccounts, Policy, Signer, SpaceKey, Unsigned, open_epoch,
};
use crate::wire::Slot;

/// The joiner's side of a pairing.
#[derive(Debug)]
pub struct Joiner {
    me: Myself,
    link: InviteLink,
    nonce: [u8; 32],
    said: JoinerHello,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    PostHello(Vec<u8>),
    AwaitHello,
    PostOpening(Box<AccountChain>, [&'static str; 4], Vec<u8>),
    Compare(Box<AccountChain>, [&'static str; 4]),
    AwaitGenesis(Box<AccountChain>),
    PostSignature(Box<Signed>, Vec<u8>),
    AwaitFounded(Box<Signed>),
    Done(Box<Paired>),
    CallOff(Vec<u8>, PairingRefused),
    Ended(PairingRefused),
}

/// The genesis both have signed.
#[derive(Debug, Clone)]
struct Signed {
    partner: AccountChain,
    genesis: ControlRecord,
    key: SpaceKey,
}

impl Joiner {
    /// Answers a link.
    pub fn begin(me: Myself, link: InviteLink, rng: &mut dyn CryptoRng) -> Self {
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        let account = me.chain.state().account();
        let said =
            JoinerHello { account, chain: me.chain.bytes_from(0), commitment: commitment(account, &nonce) };
        let stage = if link.names(me.chain.state().fingerprint()) {
            Stage::Ended(PairingRefused::Oneself)
        } else {
            Stage::PostHello(seal(&link, Slot::J1, &said, rng))
        };
        Self { me, link, nonce, said, stage }
    }

    /// The link that was answered.
    #[must_use]
    pub fn link(&self) -> &InviteLink {
        &self.link
    }

    /// What to do next.
    #[must_use]
    pub fn step(&self) -> Step {
        match &self.stage {
            Stage::PostHello(sealed) => Step::Post(Slot::J1, sealed.clone()),
            Stage::AwaitHello => Step::Await(Slot::I1),
            Stage::PostOpening(_, _, sealed) => Step::Post(Slot::J2, sealed.clone()),
            Stage::Compare(_, words) => Step::Compare(*words),
            Stage::AwaitGenesis(_) => Step::Await(Slot::I2),
            Stage::PostSignature(_, sealed) => Step::Post(Slot::J3, sealed.clone()),
            Stage::AwaitFounded(_) => Step::Await(Slot::I3),
            Stage::Done(_) => Step::Done,
            Stage::CallOff(sealed, _) => Step::Post(Slot::X, sealed.clone()),
            Stage::Ended(why) => Step::Ended(*why),
        }
    }

    /// The relay has taken what `step` said to post.
    pub fn posted(&mut self) {
        let stage = core::mem::replace(&mut self.stage, Stage::Ended(PairingRefused::CalledOff));
        self.stage = match stage {
            Stage::PostHello(_) => Stage::AwaitHello,
            Stage::PostOpening(partner, words, _) => Stage::Compare(partner, words),
            Stage::PostSignature(signed, _) => Stage::AwaitFounded(signed),
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
            Stage::AwaitGenesis(partner) => self.sign(partner, sealed, rng),
            Stage::AwaitFounded(signed) => self.complete(signed, sealed),
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

    /// Whether the person says the words are the same.
    pub fn confirm(&mut self, same_words: bool, rng: &mut dyn CryptoRng) {
        let Stage::Compare(partner, _) = &self.stage else {
            return;
        };
        if same_words {
            self.stage = Stage::AwaitGenesis(partner.clone());
        } else {
            self.call_off(PairingRefused::WordsDiffer, rng);
        }
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
        let heard: InviterHello = open(&self.link, Slot::I1, sealed)?;
        let partner = verified(heard.account, &heard.chain)?;
        if !self.link.names(partner.state().fingerprint()) {
            return Err(PairingRefused::WrongFingerprint);
        }
        let words = words(&self.link, &self.said, &heard, &self.nonce);
        let opens = JoinerOpens { nonce: self.nonce };
        let sealed = seal(&self.link, Slot::J2, &opens, rng);
        Ok(Stage::PostOpening(Box::new(partner), words, sealed))
    }

    fn sign(
        &self,
        partner: &AccountChain,
        sealed: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Stage, PairingRefused> {
        let InviterFounds { genesis, signed } = open(&self.link, Slot::I2, sealed)?;
        let key = self.key_of(&genesis).ok_or(PairingRefused::Malformed)?;
        let by = Signer::Identity(self.me.chain.state().account());
        let own = genesis.sign(by, self.me.identity.signing_key());
        let genesis = both_signed(genesis, signed, own);
        // The rules of the chain check the rest: both members as their chains name them, both signatures, both boxes.
        let known = [self.me.chain.state().clone(), partner.state().clone()];
        let known: KnownAccounts = known.into_iter().collect();
        ControlChain::begin(&genesis, &known).map_err(|_| PairingRefused::Malformed)?;
        let sealed = seal(&self.link, Slot::J3, &JoinerSigns { signed: own }, rng);
        let signed = Signed { partner: partner.clone(), genesis, key };
        Ok(Stage::PostSignature(Box::new(signed), sealed))
    }

    /// The key that is given to us, if this is the space we agreed to and no other.
    fn key_of(&self, genesis: &Unsigned) -> Option<SpaceKey> {
        let Change::Genesis { kind, home, members, seal, policy: Policy::FIRST } = &genesis.change else {
            return None;
        };
        let account = self.me.chain.state().account();
        let seat = members.iter().find(|it| it.account == account)?;
        if *kind != self.link.kind() || seat.role != self.link.role() || home != self.link.server() {
            return None;
        }
        open_epoch(genesis.space, seal, account, &self.me.wrap).ok()
    }

    fn complete(&self, signed: &Signed, sealed: &[u8]) -> Result<Stage, PairingRefused> {
        let founded: Founded = open(&self.link, Slot::I3, sealed)?;
        let expected = (signed.genesis.record.space, signed.genesis.hash());
        let same_space = (founded.at.space, founded.at.genesis) == expected;
        if !same_space || !founded.is_signed_by(&signed.partner.state().identity()) {
            return Err(PairingRefused::Malformed);
        }
        let paired = Paired {
            partner: signed.partner.clone(),
            genesis: signed.genesis.clone(),
            key: signed.key.clone(),
            head_key: founded.at.head_key,
            incarnation: founded.at.incarnation,
        };
        Ok(Stage::Done(Box::new(paired)))
    }
}

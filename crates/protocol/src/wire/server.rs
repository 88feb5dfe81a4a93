//! What a relay says about itself, signed by the key its spaces pin.

use crate::cbor::Wire;
use crate::ids::Incarnation;
use crate::sign::{Signature, SigningKey, VerifyKey, WrongSignature};

lean::body! {
    /// The parts of a [`ServerCard`] that are signed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ServerInstance {
        /// The release that runs.
        #[n(0)]
        #[most(64)]
        pub version: String,
        /// The key that signs heads.
        #[n(1)]
        pub head_key: VerifyKey,
        /// One life of the store; another one after it was restored from a copy.
        #[n(2)]
        pub incarnation: Incarnation,
        /// The relay's clock.
        #[n(3)]
        pub now_ms: u64,
    }
}

lean::body! {
    /// The answer to `GET /v1/server`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ServerCard {
        /// What is said.
        #[n(0)]
        pub instance: ServerInstance,
        /// Signed by the head key.
        #[n(1)]
        pub sig: Signature,
    }
}

lean::body! {
    /// The answer to `GET /v1/admission`: who may make an account. A number of a newer release reads as 2.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Admission {
        /// 0 everybody, 1 who was given a code, 2 nobody.
        #[n(0)]
        pub who: u8,
    }
}

const CARD: &str = "mend/v1/server";

impl ServerCard {
    /// Signs what a relay says about itself.
    #[must_use]
    pub fn sign(instance: ServerInstance, key: &SigningKey) -> Self {
        let sig = key.sign(CARD, &instance.to_bytes());
        Self { instance, sig }
    }

    /// Whether the key it names signed it. Whether that key is the pinned one is another question.
    ///
    /// # Errors
    /// When it did not.
    pub fn verify(&self) -> Result<(), WrongSignature> {
        self.instance.head_key.verify(CARD, &self.instance.to_bytes(), &self.sig)
    }
}

//! A key that the browser keeps and never gives away: it seals the local key while the door stands ajar.

use std::rc::Rc;

use client::ports::{Guard, Later, StoreProblem};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::machine::fill_random;
use super::store::IndexedStore;

const NAME: &str = "guard";
const NONCE: usize = 12;

/// AES-GCM under a non-extractable key.
pub(crate) struct BrowserGuard {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl BrowserGuard {
    /// Takes the key of this device, or makes it.
    pub(crate) async fn of(store: &Rc<IndexedStore>) -> Result<Self, StoreProblem> {
        // Browsers give no `subtle` to pages that came over an open line.
        let crypto = Reflect::get(&js_sys::global(), &"crypto".into())
            .and_then(|it| Reflect::get(&it, &"subtle".into()));
        let subtle: SubtleCrypto = crypto.ok().and_then(|it| it.dyn_into().ok()).ok_or(StoreProblem::Gone)?;
        if let Ok(key) = store.key(NAME).await?.dyn_into::<CryptoKey>() {
            return Ok(Self { subtle, key });
        }
        let wanted = Object::new();
        set(&wanted, "name", &"AES-GCM".into());
        set(&wanted, "length", &256.into());
        let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
        let making =
            subtle.generate_key_with_object(&wanted, false, &uses).map_err(|_| StoreProblem::Gone)?;
        let made = JsFuture::from(making).await.map_err(|_| StoreProblem::Gone)?;
        store.keep_key(NAME, &made).await?;
        Ok(Self { subtle, key: made.dyn_into().map_err(|_| StoreProblem::Gone)? })
    }
}

impl Guard for BrowserGuard {
    fn wrap<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Vec<u8>, StoreProblem>> {
        Box::pin(async move {
            let mut nonce = [0; NONCE];
            fill_random(&mut nonce);
            let sealing = self
                .subtle
                .encrypt_with_object_and_u8_array(&gcm(&nonce), &self.key, bytes)
                .map_err(|_| StoreProblem::Gone)?;
            let sealed = JsFuture::from(sealing).await.map_err(|_| StoreProblem::Gone)?;
            let mut all = nonce.to_vec();
            all.extend(Uint8Array::new(&sealed).to_vec());
            Ok(all)
        })
    }

    fn unwrap<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Vec<u8>, StoreProblem>> {
        Box::pin(async move {
            let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or(StoreProblem::Damaged)?;
            let opening = self
                .subtle
                .decrypt_with_object_and_u8_array(&gcm(nonce), &self.key, sealed)
                .map_err(|_| StoreProblem::Gone)?;
            let opened = JsFuture::from(opening).await.map_err(|_| StoreProblem::Damaged)?;
            Ok(Uint8Array::new(&opened).to_vec())
        })
    }
}

fn gcm(nonce: &[u8]) -> Object {
    let wanted = Object::new();
    set(&wanted, "name", &"AES-GCM".into());
    set(&wanted, "iv", &Uint8Array::from(nonce));
    wanted
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a field of a fresh plain object cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}

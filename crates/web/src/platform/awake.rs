//! Keeps the screen on while two people talk, where the browser can. Where it cannot, the phone does as it always does.

use std::cell::RefCell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    static LOCK: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

fn call(on: &JsValue, name: &str, with: &JsValue) -> Option<Promise> {
    let method: Function = Reflect::get(on, &name.into()).ok()?.dyn_into().ok()?;
    method.call1(on, with).ok()?.dyn_into().ok()
}

fn is_released(lock: &JsValue) -> bool {
    Reflect::get(lock, &"released".into()).is_ok_and(|it| it.is_truthy())
}

/// Keeps it on from now on. The browser lets go by itself when the page is hidden, so this is asked again.
pub(crate) fn stay_awake() {
    if LOCK.with_borrow(|it| it.as_ref().is_some_and(|it| !is_released(it))) || !super::page::in_sight() {
        return;
    }
    let navigator = web_sys::window().map(|it| it.navigator());
    let keeper =
        navigator.and_then(|it| Reflect::get(&it, &"wakeLock".into()).ok()).filter(JsValue::is_object);
    let Some(asked) = keeper.and_then(|it| call(&it, "request", &"screen".into())) else { return };
    spawn_local(async move {
        if let Ok(lock) = JsFuture::from(asked).await {
            LOCK.set(Some(lock));
        }
    });
}

/// Lets the phone sleep again.
pub(crate) fn may_sleep() {
    if let Some(lock) = LOCK.take() {
        let _ = call(&lock, "release", &JsValue::UNDEFINED);
    }
}

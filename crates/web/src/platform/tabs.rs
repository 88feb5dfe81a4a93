//! One writer among the tabs of this browser, so that two never write into one journey at once.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

const HAND_OVER: &str = "hand over";
/// So many times, a quarter of a second apart, a tab asks before it says that another one writes.
const TRIES: u32 = 4;

/// The right to write, held by one tab.
pub(crate) struct Writing {
    name: String,
    release: Function,
}

impl Writing {
    /// Takes the right if no tab has it. A page that is just being left has it for a moment longer: that is waited for.
    pub(crate) async fn take(profile: &str) -> Option<Self> {
        for _ in 0..TRIES {
            if let Some(taken) = Self::ask(profile, true).await {
                return Some(taken);
            }
            super::page::pause(250).await;
        }
        Self::ask(profile, true).await
    }

    /// Asks the tab that has it to hand it over, and waits for it.
    pub(crate) async fn take_over(profile: &str) -> Option<Self> {
        let name = lock_name(profile);
        if let Ok(channel) = BroadcastChannel::new(&name) {
            let _ = channel.post_message(&HAND_OVER.into());
            channel.close();
        }
        Self::ask(profile, false).await
    }

    /// `request` calls back with a lock or with nothing; the lock is held until the promise given in return is settled.
    async fn ask(profile: &str, only_if_free: bool) -> Option<Self> {
        let name = lock_name(profile);
        let navigator = web_sys::window()?.navigator();
        let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
        let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into()).ok()?;
        let mut release = None;
        let held = Promise::new(&mut |yes, _| release = Some(yes));
        let granted = Promise::new(&mut |yes, _| {
            let held = held.clone();
            let answer = Closure::once_into_js(move |lock: JsValue| {
                let got = !lock.is_null();
                let _ = yes.call1(&JsValue::NULL, &got.into());
                if got { JsValue::from(held) } else { JsValue::NULL }
            });
            let _ = request.call3(&locks, &name.as_str().into(), &options, &answer);
        });
        let got = JsFuture::from(granted).await.ok()?.is_truthy();
        got.then_some(Self { name, release: release? })
    }

    /// Watches for another tab that asks; then `stop` runs to its end, and the right goes on to it.
    pub(crate) fn hand_over_when_asked<F>(self, writer: Rc<Cell<bool>>, stop: impl Fn() -> F + 'static)
    where
        F: Future<Output = ()> + 'static,
    {
        let Ok(channel) = BroadcastChannel::new(&self.name) else { return };
        let Self { release, .. } = self;
        // Handed over once: a later hold of this tab has a listener of its own.
        let held = Cell::new(true);
        let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            if message.data().as_string().as_deref() == Some(HAND_OVER) && held.replace(false) {
                let (stopped, writer, release) = (stop(), Rc::clone(&writer), release.clone());
                spawn_local(async move {
                    stopped.await;
                    writer.set(false);
                    let _ = release.call0(&JsValue::NULL);
                });
            }
        });
        channel.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        listen.forget();
        // The channel lives as long as the page does.
        std::mem::forget(channel);
    }
}

fn lock_name(profile: &str) -> String {
    ["mend-writer-", profile].concat()
}

//! Offline from the second visit on: the service worker keeps one whole bundle, and a newer one waits until the person takes it.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerRegistration};

/// So many times, a second apart, a waiting bundle is asked to take over.
const TRIES: u32 = 10;

/// Registers the worker; `offered` runs when a newer bundle lies ready.
pub(crate) fn watch(offered: impl Fn() + Clone + 'static) {
    spawn_local(async move {
        let Some(registration) = register().await else { return };
        if registration.waiting().is_some() {
            offered();
        }
        offer_what_others_took(offered.clone());
        let watched = registration.clone();
        let found = Closure::<dyn FnMut()>::new(move || {
            if let Some(coming) = watched.installing() {
                tell_when_ready(coming, offered.clone());
            }
        });
        registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        found.forget();
    });
}

/// Another tab took a newer bundle, or this page was loaded while it was taken: this page still runs the one before.
fn offer_what_others_took(offered: impl Fn() + 'static) {
    let Some(container) = container() else { return };
    let controller = Reflect::get(&container, &"controller".into()).ok();
    if controller.is_none_or(|it| it.is_null()) {
        // The very first bundle is no update.
        return;
    }
    let changed = Closure::<dyn FnMut()>::new(offered);
    let listen = Reflect::get(&container, &"addEventListener".into()).and_then(JsCast::dyn_into::<Function>);
    if let Ok(listen) = listen {
        let _ = listen.call2(&container, &"controllerchange".into(), changed.as_ref());
        changed.forget();
    }
}

async fn register() -> Option<ServiceWorkerRegistration> {
    let container = container()?;
    let register: Function = Reflect::get(&container, &"register".into()).ok()?.dyn_into().ok()?;
    let asked: Promise = register.call1(&container, &"/sw.js".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok()?.dyn_into().ok()
}

/// Private windows and open lines have no such container.
fn container() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"serviceWorker".into()).ok().filter(JsValue::is_object)
}

fn tell_when_ready(coming: ServiceWorker, offered: impl Fn() + 'static) {
    let watched = coming.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        let state = Reflect::get(&watched, &"state".into()).ok().and_then(|it| it.as_string());
        let first = container()
            .and_then(|it| Reflect::get(&it, &"controller".into()).ok())
            .is_none_or(|it| it.is_null());
        // The very first bundle is no update.
        if state.as_deref() == Some("installed") && !first {
            offered();
        }
    });
    coming.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

/// Takes the waiting bundle and loads the page anew.
pub(crate) fn take() {
    spawn_local(async {
        let Some(registration) = register().await else { return super::page::reload() };
        let Some(waiting) = registration.waiting() else { return super::page::reload() };
        if let Some(container) = container() {
            let reload = Closure::once_into_js(super::page::reload);
            let _ = Reflect::set(&container, &"oncontrollerchange".into(), &reload);
        }
        // The worker that is being replaced may be busy with this very page, and one that sleeps may not hear the first
        // word: it is said again until the page is loaded anew.
        for _ in 0..TRIES {
            let _ = waiting.post_message(&"take over".into());
            super::page::pause(1_000).await;
        }
        super::page::reload();
    });
}

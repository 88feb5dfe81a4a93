//! Offline from the second visit on: the service worker keeps one whole bundle, and a newer one waits until the person takes it.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerRegistration};

use super::page;

/// Where a tab notes that it asked for the newer bundle.
const WISH: &str = "mend-take";

/// So many times, a second apart, a waiting bundle is asked to take over.
const TRIES: u32 = 4;

/// Registers the worker; `offered` runs when a newer bundle lies ready.
pub(crate) fn watch(offered: impl Fn() + Clone + 'static) {
    spawn_local(async move {
        let Some(registration) = register().await else { return };
        offer_what_others_took(offered.clone());
        if let Some(active) = registration.active().filter(|_| !is_controlled()) {
            let _ = active.post_message(&"take me".into());
        }
        if is_wished() {
            // It was asked for before this page was loaded, and may have taken over since, before anybody listened.
            spawn_local(go_on_taking(|| page::choose_for_tab(WISH, "")));
        }
        if registration.waiting().is_some() {
            offered();
        }
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

/// A newer bundle has taken over. Here it was asked for: the page is loaded anew. Another tab asked for it: this page still
/// runs the one before, and is offered the newer.
fn offer_what_others_took(offered: impl Fn() + 'static) {
    let Some(container) = container() else { return };
    if !is_controlled() {
        // The very first bundle is no update.
        return;
    }
    let changed =
        Closure::<dyn FnMut()>::new(move || if is_wished() { load_what_was_taken() } else { offered() });
    let listen = Reflect::get(&container, &"addEventListener".into()).and_then(JsCast::dyn_into::<Function>);
    if let Ok(listen) = listen {
        let _ = listen.call2(&container, &"controllerchange".into(), changed.as_ref());
        changed.forget();
    }
}

/// Whether a bundle that is kept answers for this page.
fn is_controlled() -> bool {
    let controller = container().and_then(|it| Reflect::get(&it, &"controller".into()).ok());
    controller.is_some_and(|it| it.is_object())
}

async fn register() -> Option<ServiceWorkerRegistration> {
    let container = container()?;
    let register: Function = Reflect::get(&container, &"register".into()).ok()?.dyn_into().ok()?;
    let asked: Promise = register.call1(&container, &"/sw.js".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok()?.dyn_into().ok()
}

/// Whether a bundle can be kept here at all.
pub(super) fn is_possible() -> bool {
    container().is_some()
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
        let first = !is_controlled();
        // The very first bundle is no update.
        if state.as_deref() == Some("installed") && !first {
            offered();
        }
    });
    coming.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

/// Takes the newer bundle and loads the page anew as soon as it has taken over, whatever this page or the worker is doing
/// just now.
pub(crate) fn take() {
    page::choose_for_tab(WISH, "asked");
    // Loading the page anew lets go of a worker that is busy with it. The wish stays.
    spawn_local(go_on_taking(page::reload));
}

/// The worker that is being replaced may be busy with this very page, and one that sleeps may not hear the first word: it is
/// said again, to whichever bundle waits now, until one has taken over. If none does for a while, `otherwise` is done.
async fn go_on_taking(otherwise: fn()) {
    for _ in 0..TRIES {
        if let Some(registration) = register().await {
            match registration.waiting() {
                Some(waiting) => {
                    let _ = waiting.post_message(&"take over".into());
                }
                None if registration.installing().is_none() => return load_what_was_taken(),
                None => {}
            }
        }
        page::pause(1_000).await;
        if !is_wished() {
            // It has taken over: the page is on its way already.
            return;
        }
    }
    otherwise();
}

/// Whether somebody lives here or looks around: then the whole program is kept, and it is looked for early at the next start.
pub(crate) fn home(is: bool) {
    page::choose("home", is.then_some("1"));
    if is {
        spawn_local(async {
            let Some(registration) = ready().await else { return };
            // A newer bundle that waits is taken later, perhaps without a network: it is whole by then.
            let bundles = [registration.active(), registration.waiting(), registration.installing()];
            for worker in bundles.into_iter().flatten() {
                let _ = worker.post_message(&"keep all".into());
            }
        });
    }
}

/// Loads the page anew with the newest bundle there is: of the one before, a part that was not kept is gone.
pub(crate) fn load_newest() {
    spawn_local(async {
        if let Some(registration) = register().await
            && let Ok(asked) = registration.update()
        {
            let _ = JsFuture::from(asked).await;
        }
        take();
    });
}

/// The registration, once a bundle is kept. It may take as long as the page is open.
pub(super) async fn ready() -> Option<ServiceWorkerRegistration> {
    let ready: Promise = Reflect::get(&container()?, &"ready".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(ready).await.ok()?.dyn_into().ok()
}

fn is_wished() -> bool {
    page::tab_choice(WISH).as_deref() == Some("asked")
}

/// Loads the page anew, once for each wish.
fn load_what_was_taken() {
    page::choose_for_tab(WISH, "");
    page::reload();
}

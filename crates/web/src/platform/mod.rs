//! The only place that speaks to the browser.

pub(crate) mod awake;
pub(crate) mod dom;
mod guard;
pub(crate) mod later;
pub(crate) mod link;
pub(crate) mod looks;
mod machine;
pub(crate) mod page;
pub(crate) mod photo;
pub(crate) mod place;
pub(crate) mod remind;
pub(crate) mod slow;
mod store;
pub(crate) mod tabs;
pub(crate) mod update;

use core::mem;
use core::task::{Context, Waker};
use std::cell::Cell;
use std::rc::Rc;

use client::Ports;
use client::ports::{Clock, Entropy, Method, Relay as _, StoreProblem};
use domain::Moment;

pub(crate) use machine::{leaving, moment_of, wall_clock_at};

/// Whether this is the page. Else it is the worker beside it.
pub(crate) fn is_page() -> bool {
    web_sys::window().is_some()
}

/// Now, on the person's wall.
pub(crate) fn now() -> Moment {
    machine::BrowserClock.moment()
}

/// Begins a future within this very call and never looks at it again: nothing that is only planned is done by a page
/// that is going away.
pub(crate) fn send_off(future: impl Future<Output = ()> + 'static) {
    let mut future = Box::pin(future);
    if future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        // What it waits for may still answer.
        mem::forget(future);
    }
}

/// Runs a future on this thread.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(future);
}

/// The clock on the person's wall.
pub(crate) fn clock() -> Rc<dyn Clock> {
    Rc::new(machine::BrowserClock)
}

/// The browser's randomness.
pub(crate) fn entropy() -> Rc<dyn Entropy> {
    Rc::new(machine::BrowserEntropy)
}

/// Three random numbers, for a name that says nothing.
pub(crate) fn random_bytes() -> [u8; 3] {
    let mut bytes = [0; 3];
    machine::fill_random(&mut bytes);
    bytes
}

/// Name and code of one of the made-up two, when the server lays them out.
pub(crate) async fn demo_kit(who: &str) -> Option<(String, String)> {
    let reply =
        machine::FetchRelay.call(Method::Get, &["/demo/", who, ".json"].concat(), None, &[]).await.ok()?;
    let text = String::from_utf8(reply.body).ok().filter(|_| reply.status == 200)?;
    let read = js_sys::JSON::parse(&text).ok()?;
    let part = |name: &str| js_sys::Reflect::get(&read, &name.into()).ok()?.as_string();
    Some((part("name")?, part("kit")?))
}

/// A file of this bundle, as the page names it: `lines`. It lies on the device as soon as the page does.
pub(crate) async fn own_file(name: &str) -> Option<String> {
    let path = page::named_file(name)?;
    let reply = machine::FetchRelay.call(Method::Get, &path, None, &[]).await.ok()?;
    String::from_utf8(reply.body).ok().filter(|_| reply.status == 200)
}

/// The text in Unicode form NFKC: a name or a passphrase typed on another keyboard must be the same bytes.
pub(crate) fn one_form(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKC").into()
}

/// Everything the client needs from this browser. `writer` turns false when another tab takes over.
pub(crate) async fn ports(profile: &str, writer: Rc<Cell<bool>>) -> Result<Ports, StoreProblem> {
    let store = Rc::new(store::IndexedStore::open(profile, writer).await?);
    let guard = guard::BrowserGuard::of(&store).await?;
    Ok(Ports {
        relay: Rc::new(machine::FetchRelay),
        store,
        clock: clock(),
        entropy: entropy(),
        guard: Rc::new(guard),
        slow: Rc::new(slow::WorkerSlow),
        origin: page::origin().into(),
    })
}

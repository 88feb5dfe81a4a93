//! Notifications and the browser's push service. What is left here for the service worker, which can open nothing, lies
//! unsealed: quiet hours, neutral words, and when the last reminder was shown.

use client::Browser;
use domain::reminders::QuietHours;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::update;

/// Where it is left.
const LEFT: &str = "reminders";

/// What the person has said to notifications from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// They may come.
    Granted,
    /// They may not; only the browser's own settings change that.
    Denied,
    /// Nobody has asked.
    NotAsked,
    /// This browser has none, or not for this page.
    Impossible,
}

/// The words of every reminder.
pub(crate) struct Words {
    pub(crate) title: &'static str,
    pub(crate) body: &'static str,
    pub(crate) off: &'static str,
    pub(crate) language: &'static str,
}

fn part(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|it| !it.is_undefined() && !it.is_null())
}

fn call(on: &JsValue, name: &str, with: &Array) -> Option<JsValue> {
    part(on, name)?.dyn_into::<Function>().ok()?.apply(on, with).ok()
}

async fn done(asked: Option<JsValue>) -> Option<JsValue> {
    JsFuture::from(asked?.dyn_into::<Promise>().ok()?).await.ok()
}

/// What the person has said.
pub(crate) fn permission() -> Permission {
    let global = js_sys::global();
    let said = part(&global, "Notification").and_then(|it| part(&it, "permission")?.as_string());
    match said.as_deref().filter(|_| part(&global, "caches").is_some() && update::is_possible()) {
        Some("granted") => Permission::Granted,
        Some("denied") => Permission::Denied,
        Some(_) => Permission::NotAsked,
        None => Permission::Impossible,
    }
}

/// Asks the person; whether they may come.
pub(crate) async fn ask() -> bool {
    if let Some(notification) = part(&js_sys::global(), "Notification") {
        done(call(&notification, "requestPermission", &Array::new())).await;
    }
    permission() == Permission::Granted
}

async fn store() -> Option<JsValue> {
    let caches = part(&js_sys::global(), "caches")?;
    done(call(&caches, "open", &Array::of1(&LEFT.into()))).await
}

async fn left(name: &str) -> Option<JsValue> {
    let found = done(call(&store().await?, "match", &Array::of1(&name.into()))).await;
    done(call(&found.filter(JsValue::is_object)?, "json", &Array::new())).await
}

/// The quiet hours, where reminders are on.
pub(crate) async fn kept() -> Option<QuietHours> {
    let kept = left("/kept").await?;
    QuietHours::new(number(&part(&kept, "from")?)?, number(&part(&kept, "to")?)?)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at just before")]
fn number(value: &JsValue) -> Option<u16> {
    value.as_f64().filter(|it| (0.0..1_440.0).contains(it)).map(|it| it as u16)
}

/// When the last reminder was shown here, in milliseconds since 1970.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "looked at just before")]
pub(crate) async fn shown_ms() -> Option<u64> {
    left("/shown").await?.as_f64().filter(|it| *it >= 0.0).map(|it| it as u64)
}

/// Leaves the worker what it needs: from now on reminders are on.
pub(crate) async fn keep(quiet: QuietHours, words: &Words) {
    let kept = Object::new();
    let set = |name: &str, value: JsValue| {
        let _ = Reflect::set(&kept, &name.into(), &value);
    };
    set("from", quiet.from().into());
    set("to", quiet.to().into());
    for (name, text) in
        [("title", words.title), ("body", words.body), ("off", words.off), ("lang", words.language)]
    {
        set(name, text.into());
    }
    let text = js_sys::JSON::stringify(&kept).unwrap_or_default();
    let (Some(store), Ok(body)) =
        (store().await, web_sys::Response::new_with_opt_str(Some(&String::from(text))))
    else {
        return;
    };
    done(call(&store, "put", &Array::of2(&"/kept".into(), &body))).await;
}

/// Reminders are off: the worker forgets all of it, and the browser's push service is told.
pub(crate) async fn forget() {
    if let Some(caches) = part(&js_sys::global(), "caches") {
        done(call(&caches, "delete", &Array::of1(&LEFT.into()))).await;
    }
    if let Some(there) = subscription().await {
        done(call(&there, "unsubscribe", &Array::new())).await;
    }
}

async fn manager() -> Option<JsValue> {
    let registration: JsValue = update::ready().await?.into();
    part(&registration, "pushManager")
}

async fn subscription() -> Option<JsValue> {
    done(call(&manager().await?, "getSubscription", &Array::new())).await.filter(JsValue::is_object)
}

/// The browser at its push service, for messages that are signed with this key. Nothing where it has none, or where its
/// maker's service is not reached.
pub(crate) async fn subscribe(key: &[u8]) -> Option<Browser> {
    let wanted = Object::new();
    Reflect::set(&wanted, &"userVisibleOnly".into(), &true.into()).ok()?;
    Reflect::set(&wanted, &"applicationServerKey".into(), &Uint8Array::from(key)).ok()?;
    let manager = manager().await?;
    let wanted = Array::of1(&wanted);
    let mut made = done(call(&manager, "subscribe", &wanted)).await;
    if made.is_none()
        && let Some(older) = subscription().await
    {
        // It was made for the key of another relay, or of an older one.
        done(call(&older, "unsubscribe", &Array::new())).await;
        made = done(call(&manager, "subscribe", &wanted)).await;
    }
    let made = made?;
    let bytes = |name: &str| {
        let found = call(&made, "getKey", &Array::of1(&name.into()))?;
        Some(Uint8Array::new(&found).to_vec())
    };
    let endpoint = part(&made, "endpoint")?.as_string()?;
    Some(Browser { endpoint, p256dh: bytes("p256dh")?, auth: bytes("auth")? })
}

/// Lets the worker show a reminder, if its hour allows it and nobody looks at a page of ours.
pub(crate) async fn remind() {
    if let Some(worker) = update::ready().await.and_then(|it| it.active()) {
        let _ = worker.post_message(&"remind".into());
    }
}

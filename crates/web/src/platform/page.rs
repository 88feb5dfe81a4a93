//! The page itself: its address, title, focus, theme, and what a page can do for a person (copy, print, keep).

use std::cell::Cell;

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, Document, Element, Event, HtmlAnchorElement, HtmlElement, HtmlTextAreaElement, Storage,
    VisibilityState, Window,
};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Where the page stands: path and what follows `#`.
pub(crate) fn address() -> (String, String) {
    let location = window().map(|it| it.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location.as_ref().and_then(|it| read(it).ok()).unwrap_or_default()
    };
    (part(web_sys::Location::pathname), part(web_sys::Location::hash))
}

/// The address of a file of this bundle, as the page around the program names it.
pub(crate) fn named_file(name: &str) -> Option<String> {
    document()?.document_element()?.get_attribute(&["data-", name].concat())
}

/// Where this page came from, as `https://mend.example`.
pub(crate) fn origin() -> String {
    window().and_then(|it| it.location().origin().ok()).unwrap_or_default()
}

/// Moves on to a path, without loading.
pub(crate) fn push(path: &str) {
    if let Some(history) = window().and_then(|it| it.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Stands at another path, with no way back to this one.
pub(crate) fn replace(path: &str) {
    if let Some(history) = window().and_then(|it| it.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Runs for the life of the page whenever the event comes.
pub(crate) fn whenever(event: &str, act: impl FnMut(Event) + 'static) {
    let Some(window) = window() else { return };
    let listen = Closure::<dyn FnMut(Event)>::new(act);
    let _ = window.add_event_listener_with_callback(event, listen.as_ref().unchecked_ref());
    listen.forget();
}

/// Links within the app lead on without loading; `follow` gets the path.
pub(crate) fn catch_links(follow: impl Fn(String) + 'static) {
    whenever("click", move |event| {
        let plain = ["ctrlKey", "metaKey", "shiftKey", "altKey"]
            .iter()
            .all(|key| !Reflect::get(&event, &(*key).into()).is_ok_and(|it| it.is_truthy()));
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let Some(link) = target.and_then(|it| it.closest("a[href^='/']").ok().flatten()) else { return };
        if plain && !event.default_prevented() && !link.has_attribute("download") {
            event.prevent_default();
            follow(link.get_attribute("href").unwrap_or_default());
        }
    });
}

/// The title of the tab; neutral words only, and one plain name where the person chose that.
pub(crate) fn title(words: &str) {
    if let Some(document) = document() {
        document.set_title(super::looks::plain_name().unwrap_or(words));
    }
}

/// Lets a link in the page's head lead elsewhere.
pub(crate) fn relink(kind: &str, href: &str) {
    let selector = ["link[rel=", kind, "]"].concat();
    if let Some(link) = document().and_then(|it| it.query_selector(&selector).ok().flatten()) {
        let _ = link.set_attribute("href", href);
    }
}

const HEADING: &str = "main h1";

thread_local! {
    /// After a move, until there is a heading.
    static AWAITED: Cell<bool> = const { Cell::new(false) };
}

/// After a move: the top of the page, and the heading read aloud.
pub(crate) fn arrive() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    AWAITED.set(true);
    focus(HEADING);
}

/// The page that was moved to is drawn only now.
pub(crate) fn heading_is_here() {
    if AWAITED.get() {
        focus(HEADING);
    }
}

/// Puts the focus on the first such element, once it is drawn.
pub(crate) fn focus(selector: &'static str) {
    after(0, move || {
        let Some(found) = document().and_then(|it| it.query_selector(selector).ok().flatten()) else {
            return;
        };
        let Ok(found) = found.dyn_into::<HtmlElement>() else { return };
        if found.tab_index() < 0 {
            let _ = found.set_attribute("tabindex", "-1");
        }
        let _ = found.focus();
        AWAITED.set(false);
    });
}

/// Goes to a place in a text field and marks what stands between the two ends.
pub(crate) fn select(id: &'static str, start: u32, end: u32) {
    after(0, move || {
        let field = document().and_then(|it| it.get_element_by_id(id));
        if let Some(field) = field.and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) {
            let _ = field.focus();
            let _ = field.set_selection_range(start, end);
        }
    });
}

/// Scrolls such an element to its end: the latest week.
pub(crate) fn scroll_to_end(selector: &'static str) {
    after(0, move || {
        if let Some(found) = document().and_then(|it| it.query_selector(selector).ok().flatten()) {
            found.set_scroll_left(found.scroll_width());
        }
    });
}

/// Runs once, later.
pub(crate) fn after(ms: i32, act: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let act = Closure::once_into_js(act);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), ms);
    }
}

/// Waits.
pub(crate) async fn pause(ms: i32) {
    let promise = js_sys::Promise::new(&mut |yes, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&yes, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Whether the page can be seen now.
pub(crate) fn in_sight() -> bool {
    document().is_some_and(|it| it.visibility_state() == VisibilityState::Visible)
}

/// Whether the browser thinks it has a network.
pub(crate) fn online() -> bool {
    window().is_some_and(|it| it.navigator().on_line())
}

/// Loads the page anew.
pub(crate) fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Prints what the print style shows.
pub(crate) fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Puts a text on the clipboard; true when it is there.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let clipboard = Reflect::get(&window.navigator(), &"clipboard".into()).ok().filter(JsValue::is_object);
    let write = clipboard
        .as_ref()
        .and_then(|it| Reflect::get(it, &"writeText".into()).ok())
        .and_then(|it| it.dyn_into::<Function>().ok());
    let (Some(clipboard), Some(write)) = (clipboard, write) else { return false };
    let asked = write.call1(&clipboard, &text.into()).and_then(JsCast::dyn_into::<js_sys::Promise>);
    match asked {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

/// Gives the person a file to keep.
pub(crate) fn save_file(name: &str, text: &str) {
    let parts = Array::of1(&Uint8Array::from(text.as_bytes()));
    let Ok(blob) = Blob::new_with_u8_array_sequence(&parts) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link = document()
        .and_then(|it| it.create_element("a").ok())
        .and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&url);
}

/// Asks the browser not to clear our store when room gets short.
pub(crate) fn keep_store() {
    spawn_local(async {
        let storage = window()
            .and_then(|it| Reflect::get(&it.navigator(), &"storage".into()).ok())
            .filter(JsValue::is_object);
        let persist = storage
            .as_ref()
            .and_then(|it| Reflect::get(it, &"persist".into()).ok())
            .and_then(|it| it.dyn_into::<Function>().ok());
        if let (Some(storage), Some(persist)) = (storage, persist)
            && let Ok(Ok(promise)) = persist.call0(&storage).map(JsCast::dyn_into::<js_sys::Promise>)
        {
            let _ = JsFuture::from(promise).await;
        }
    });
}

fn small_store() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// What the person chose for this browser (theme and the like); never anything written.
pub(crate) fn choice(name: &str) -> Option<String> {
    small_store()?.get_item(name).ok().flatten()
}

/// What holds for this tab alone, as long as it is open.
pub(crate) fn tab_choice(name: &str) -> Option<String> {
    window()?.session_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Keeps such a choice.
pub(crate) fn choose_for_tab(name: &str, value: &str) {
    if let Some(store) = window().and_then(|it| it.session_storage().ok().flatten()) {
        let _ = store.set_item(name, value);
    }
}

/// Keeps such a choice, or forgets it.
pub(crate) fn choose(name: &str, value: Option<&str>) {
    let Some(store) = small_store() else { return };
    let _ = match value {
        Some(value) => store.set_item(name, value),
        None => store.remove_item(name),
    };
}

/// Light, dark, or as the device has it.
pub(crate) fn theme(name: Option<&str>) {
    let Some(root) = document().and_then(|it| it.document_element()) else { return };
    let _ = match name {
        Some(name) => root.set_attribute("data-theme", name),
        None => root.remove_attribute("data-theme"),
    };
}

/// Marks the page as drawn, for tests and measurements.
pub(crate) fn ready() {
    if let Some(root) = document().and_then(|it| it.document_element()) {
        let _ = root.set_attribute("data-ready", "true");
    }
}

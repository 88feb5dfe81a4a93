//! How the app looks to others on this device: its name and icon in tabs, among the apps used last, and on the home screen.

use std::cell::RefCell;

use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast;
use web_sys::Event;

use super::page;

/// Where the choice is kept. `boot.js` reads it before anything is shown.
const CHOICE: &str = "name";
/// What is kept there for the plain name.
const PLAIN: &str = "notes";
/// The plain name, as it stands in its manifest and on the page one leaves to.
const NOTES: &str = "Notes";

thread_local! {
    /// The browser's offer to put the app on the home screen.
    static OFFER: RefCell<Option<Event>> = const { RefCell::new(None) };
}

/// The plain name, where the person chose it.
pub(crate) fn plain_name() -> Option<&'static str> {
    page::choice(CHOICE).is_some_and(|it| it == PLAIN).then_some(NOTES)
}

/// Chooses the plain name and icon, or the app's own. What was put on a home screen before keeps what it had.
pub(crate) fn choose_plain(plain: bool) {
    page::choose(CHOICE, plain.then_some(PLAIN));
    let (manifest, icon, large) = if plain {
        ("/notes.webmanifest", "/icon-neutral.svg", "/icons/neutral-180.png")
    } else {
        ("/manifest.webmanifest", "/icon-app.svg", "/icons/app-180.png")
    };
    page::relink("manifest", manifest);
    page::relink("icon", icon);
    page::relink("apple-touch-icon", large);
    // It was made for the other name; the browser makes another.
    OFFER.take();
}

/// Keeps the browser's offers; `offered` hears of each.
pub(crate) fn listen_for_offers(offered: impl Fn() + 'static) {
    page::whenever("beforeinstallprompt", move |event| {
        event.prevent_default();
        OFFER.set(Some(event));
        offered();
    });
}

/// Takes the offer: the browser asks the person.
pub(crate) fn put_on_home_screen() {
    let Some(offer) = OFFER.take() else { return };
    let ask = Reflect::get(&offer, &"prompt".into()).and_then(JsCast::dyn_into::<Function>);
    if let Ok(ask) = ask {
        let _ = ask.call0(&offer);
    }
}

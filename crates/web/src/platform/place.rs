//! Where a person may be, as far as their own browser knows, and what countries are called. Nothing of it leaves the page.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The zone of this device's clock, as in `Europe/Paris`; nothing where it does not say.
pub(crate) fn time_zone() -> String {
    let named = || {
        let format = made("DateTimeFormat", &Array::new())?;
        let options = called(&format, "resolvedOptions", &Array::new())?;
        Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
    };
    named().unwrap_or_default()
}

/// The languages the person reads, the dearest first.
pub(crate) fn languages() -> Vec<String> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let all = Reflect::get(&window.navigator(), &"languages".into()).unwrap_or_default();
    Array::from(&all).iter().filter_map(|it| it.as_string()).collect()
}

/// What a country is called in a language; its two letters where the browser does not know.
pub(crate) fn country_name(country: &str, language: &str) -> String {
    let named = || {
        let kind = Object::new();
        Reflect::set(&kind, &"type".into(), &"region".into()).ok()?;
        let names = made("DisplayNames", &Array::of2(&language.into(), &kind))?;
        called(&names, "of", &Array::of1(&country.into()))?.as_string()
    };
    named().unwrap_or_else(|| country.to_owned())
}

/// One of `Intl`'s.
fn made(name: &str, with: &Array) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let maker: Function = Reflect::get(&intl, &name.into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&maker, with).ok()
}

fn called(on: &JsValue, name: &str, with: &Array) -> Option<JsValue> {
    let act: Function = Reflect::get(on, &name.into()).ok()?.dyn_into().ok()?;
    act.apply(on, with).ok()
}

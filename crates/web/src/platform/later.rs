//! Parts of the program that are loaded when they are first needed.
//!
//! A part is everything that can be reached from its entry and not from `main`: the build finds it by following calls
//! (`xtask/src/client/parts.rs`), and nothing else marks where code belongs. So the rest of the program knows a part only by what its
//! function here gives, and a path that names anything of it pulls it into the first part.
#![allow(
    unsafe_code,
    reason = "the two ends of a part are joined by the build, by their names; the compiler sees a foreign function"
)]

use core::ffi::c_void;
use std::rc::Rc;

use client::demo::LookAround;
use client::ports::{Clock, Entropy};
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::inside::{INSIDE, Inside};
use crate::reads::{CAREFUL, Careful, UNDOES, Undoes};
use crate::screens::{self, Screens};
use crate::taken::{TAKEN, Taken};

/// Makes the made-up couple and lets them live.
pub(crate) type MakeUp = fn(Rc<dyn Clock>, Rc<dyn Entropy>) -> Option<LookAround>;

/// Called once when a part is here, or cannot be had.
type Tell = extern "C" fn(*mut c_void, bool);

/// A function that loads a part and gives its entry; nothing when it cannot be had: no network, or a relay of another
/// version. Asked again, it tries again; once it is here, it is not loaded twice.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident gives $kind:ty = $entry:path) => {
        $(#[$doc])*
        pub(crate) async fn $name() -> Option<&'static $kind> {
            static ENTRY: $kind = $entry;
            #[cfg(target_family = "wasm")]
            {
                #[link(wasm_import_module = "__wasm_split_placeholder__")]
                unsafe extern "C" {
                    #[link_name = concat!("__wasm_split_load_", stringify!($name))]
                    fn load(tell: Tell, whom: *mut c_void);
                    #[link_name = concat!("__wasm_split_00", stringify!($name), "00_import_00000000000000000000000000000000")]
                    fn enter() -> *const c_void;
                }
                #[unsafe(export_name = concat!("__wasm_split_00", stringify!($name), "00_export_00000000000000000000000000000000"))]
                extern "C" fn entry() -> *const c_void {
                    (&raw const ENTRY).cast()
                }
                // SAFETY: the loader calls `tell` once, with what it was given.
                if !come(|tell, whom| unsafe { load(tell, whom) }).await {
                    return None;
                }
                // SAFETY: the part is here. The build makes `enter` of this part a call of its `entry`, which gives `ENTRY`.
                Some(unsafe { &*enter().cast() })
            }
            #[cfg(not(target_family = "wasm"))]
            Some(&ENTRY)
        }
    };
}

part! {
    /// Everything behind the front page.
    inside gives Inside = INSIDE
}

part! {
    /// The screens of being safe and steady.
    steady gives Screens = screens::STEADY
}

part! {
    /// The screens of one whole truth and of being heard.
    understand gives Screens = screens::UNDERSTAND
}

part! {
    /// The screens of an apology and of the same page.
    amend gives Screens = screens::AMEND
}

part! {
    /// The screens of what is kept over months.
    rebuild gives Screens = screens::REBUILD
}

part! {
    /// The screens of a counsellor's room and of the desk.
    counsel gives Screens = screens::COUNSEL
}

part! {
    /// The slow arithmetic of a passphrase; only the worker needs it.
    slow gives fn(&[u8]) -> Vec<u8> = client::slow::work
}

part! {
    /// What tells of words of self-harm, for whoever writes.
    careful gives Careful = CAREFUL
}

part! {
    /// The reader of apologies, for whoever writes one.
    undoes gives Undoes = UNDOES
}

part! {
    /// The book and the file of a journey, for whoever takes one along or brings one.
    taken gives Taken = TAKEN
}

part! {
    /// The made-up couple with their twelve weeks, for whoever looks around.
    made_up gives MakeUp = LookAround::begin
}

#[cfg_attr(not(target_family = "wasm"), expect(dead_code, reason = "elsewhere, all parts are here"))]
async fn come(load: impl FnOnce(Tell, *mut c_void)) -> bool {
    let mut load = Some(load);
    let promise = Promise::new(&mut |told, _| {
        if let Some(load) = load.take() {
            load(tell, Box::into_raw(Box::new(told)).cast());
        }
    });
    JsFuture::from(promise).await.is_ok_and(|came| came.is_truthy())
}

extern "C" fn tell(whom: *mut c_void, came: bool) {
    // SAFETY: it is what `come` gave away, and it comes back once.
    let told: Box<Function> = unsafe { Box::from_raw(whom.cast()) };
    let _ = told.call1(&JsValue::NULL, &came.into());
}

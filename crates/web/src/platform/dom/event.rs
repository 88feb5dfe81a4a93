//! What happened on an element, and who listens.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use crate::view::graph;

/// Something a person did.
pub(crate) struct Event(web_sys::Event);

impl Event {
    /// The page does what follows, not the browser.
    pub(crate) fn prevent_default(&self) {
        self.0.prevent_default();
    }

    /// What stands in the field where it happened.
    pub(crate) fn value(&self) -> String {
        self.field().map(|it| it.value()).unwrap_or_default()
    }

    /// Whether the box where it happened is ticked.
    pub(crate) fn checked(&self) -> bool {
        self.field().is_some_and(|it| it.checked())
    }

    /// The bytes of the file that was chosen there; nothing, when none was, or it cannot be read.
    pub(crate) fn file(&self) -> impl Future<Output = Option<Vec<u8>>> + 'static {
        let file = self.field().and_then(|it| it.files()).and_then(|it| it.item(0));
        async move {
            let bytes = JsFuture::from(file?.array_buffer()).await.ok()?;
            Some(Uint8Array::new(&bytes).to_vec())
        }
    }

    /// The files that were chosen there, in their order.
    pub(crate) fn files(&self) -> Vec<web_sys::File> {
        let files = self.field().and_then(|it| it.files());
        files.map_or_else(Vec::new, |it| (0..it.length()).filter_map(|nth| it.item(nth)).collect())
    }

    /// Forgets what was chosen there, so that the same file can be chosen again.
    pub(crate) fn clear(&self) {
        if let Some(field) = self.field() {
            field.set_value("");
        }
    }

    /// Not only an input: whatever has a `value`.
    fn field(&self) -> Option<HtmlInputElement> {
        self.0.current_target().map(JsCast::unchecked_into)
    }
}

type Act = Rc<dyn Fn(Event)>;

/// One listener of one element. What it does can change; what left the page does nothing.
pub(super) struct Listener(Rc<RefCell<Option<Act>>>);

impl Listener {
    pub(super) fn add(element: &Element, event: &str, act: Act) -> Self {
        let hears = Rc::new(RefCell::new(Some(act)));
        let heard = Rc::clone(&hears);
        let listen = Closure::<dyn FnMut(web_sys::Event)>::new(move |event| {
            let act = heard.borrow().clone();
            if let Some(act) = act {
                graph::apart(|| act(Event(event)));
            }
        });
        // The browser lets go of it together with the element.
        let _ = element.add_event_listener_with_callback(event, listen.into_js_value().unchecked_ref());
        Self(hears)
    }

    pub(super) fn change(&self, act: Act) {
        self.0.replace(Some(act));
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.take();
    }
}

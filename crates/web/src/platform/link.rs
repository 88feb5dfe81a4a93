//! The open line to the relay: a WebSocket. Whoever holds it is told what comes in and when it closes.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, MessageEvent, WebSocket};

/// What happened on the line.
pub(crate) enum News {
    Opened,
    Frame(Vec<u8>),
    Closed,
}

/// An open line; it closes when dropped.
pub(crate) struct Link {
    socket: WebSocket,
    _opened: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut()>,
}

impl Link {
    /// Opens a line. Nothing when the browser refuses it outright.
    pub(crate) fn open(told: impl Fn(News) + Clone + 'static) -> Option<Self> {
        let socket = WebSocket::new(&address()?).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (on_open, on_frame, on_close) = (told.clone(), told.clone(), told);
        let opened = Closure::<dyn FnMut()>::new(move || on_open(News::Opened));
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            if let Ok(buffer) = message.data().dyn_into::<ArrayBuffer>() {
                on_frame(News::Frame(Uint8Array::new(&buffer).to_vec()));
            }
        });
        let closed = Closure::<dyn FnMut()>::new(move || on_close(News::Closed));
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self { socket, _opened: opened, _message: message, _closed: closed })
    }

    /// Sends a frame. A line that is closing loses it, and then it is sent again on the next.
    pub(crate) fn send(&self, frame: &[u8]) {
        let _ = self.socket.send_with_u8_array(frame);
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

fn address() -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = if location.protocol().ok()? == "https:" { "wss://" } else { "ws://" };
    Some([scheme, &location.host().ok()?, "/v1/ws"].concat())
}

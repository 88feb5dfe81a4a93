//! Puts nodes on the page and keeps them true. One path for every screen: what a live part shows is put into what stands
//! there already, in place where the shape is the same, so that focus, caret, scrolling and open details stay.

mod attribute;
mod build;
mod event;
mod patch;

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{Document, Text};

use crate::view::{Live, Node, Parts, Template, graph, keep_true};
use attribute::Attribute;
pub(crate) use event::Event;
use event::Listener;

/// What stands on the page for one node. It is never empty: nothing is an empty text, so its place is always known.
enum Stand {
    Text(Text, Node),
    Marked(Template, Vec<Root>, Vec<Held>),
    /// One after the other, with an empty text behind the last.
    Many(Vec<Stand>, Text),
    Live(Seen),
}

/// What a live part shows now. Nothing once it was taken off the page.
type Seen = Rc<RefCell<Option<Stand>>>;

/// A node at the top of a view.
enum Root {
    Fixed(web_sys::Node),
    /// The part with this number.
    Part(usize),
}

/// A part of a view, at its mark.
enum Held {
    Child(Stand),
    Value(Rc<Attribute>),
    Listener(Listener),
}

/// Shows a view in the body of the page, for as long as the page lives.
pub(crate) fn mount(look: impl FnOnce() -> Node) {
    graph::begin(|| super::spawn(async { graph::settle() }));
    if let Some(body) = document().body() {
        std::mem::forget(build::stand(look(), &body, None, false));
    }
}

#[expect(clippy::expect_used, reason = "nodes are only put on a page by a page")]
fn document() -> Document {
    web_sys::window().and_then(|it| it.document()).expect("a page has a document")
}

/// Shows it now, and looks again whenever what was read changes. It belongs to whoever made it: when that looks again, this
/// never does.
fn look_again(look: Live, seen: Seen) {
    keep_true(Box::new(move || {
        let node = Parts::seen(&look);
        if let Some(stand) = seen.borrow_mut().as_mut() {
            patch::patch(stand, node);
        }
    }));
}

//! Attributes and properties of an element.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::view::{Node, Parts, keep_true};

/// One attribute, or a property when its name begins with a dot.
pub(super) struct Attribute {
    element: Element,
    name: &'static str,
    stands: RefCell<Node>,
}

impl Attribute {
    pub(super) fn new(element: &Element, name: &'static str) -> Rc<Self> {
        Rc::new(Self { element: element.clone(), name, stands: RefCell::new(Node::Nothing) })
    }

    /// Sets it now, and again when what it has read changes.
    pub(super) fn keep(self: &Rc<Self>, value: Node) {
        match value {
            Node::Live(look) => {
                let kept = Rc::clone(self);
                keep_true(Box::new(move || kept.set(Parts::seen(&look))));
            }
            value => self.set(value),
        }
    }

    fn set(&self, value: Node) {
        if let Some(property) = self.name.strip_prefix('.') {
            // Always: a person may have changed it since.
            let value = value.text().map_or_else(|| matches!(value, Node::Yes).into(), JsValue::from_str);
            // The field of a form takes whatever it is given.
            let _ = Reflect::set(&self.element, &property.into(), &value);
            return;
        }
        if self.stands.borrow().says_the_same(&value) {
            return;
        }
        if self.name == "inner_html" {
            self.element.set_inner_html(value.text().unwrap_or_default());
        } else if let Node::Nothing = value {
            let _ = self.element.remove_attribute(self.name);
        } else {
            // A name that is not allowed would show at the first look.
            let _ = self.element.set_attribute(self.name, value.text().unwrap_or_default());
        }
        self.stands.replace(value);
    }
}

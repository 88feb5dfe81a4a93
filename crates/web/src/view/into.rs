//! What may stand in a view: as a child, as the value of an attribute, as a listener. The generic shells are one line each.

use std::rc::Rc;

use super::{Node, Parts};
use crate::platform::dom::Event;

/// What may stand among the children.
pub(crate) trait IntoNode: Sized {
    /// Gives exactly one part.
    fn give(self, parts: &mut Parts);

    /// As a view of its own.
    fn into_node(self) -> Node {
        let mut parts = Parts::none();
        self.give(&mut parts);
        parts.into_one()
    }
}

/// What may be the value of an attribute or a property.
pub(crate) trait IntoValue: Sized {
    /// Gives exactly one part.
    fn give_value(self, parts: &mut Parts);
}

/// What is called when the event comes.
pub(crate) fn listen(act: impl Fn(Event) + 'static, parts: &mut Parts) {
    parts.listen(Rc::new(act));
}

impl IntoNode for Node {
    fn give(self, parts: &mut Parts) {
        parts.node(self);
    }

    fn into_node(self) -> Node {
        self
    }
}

impl IntoNode for () {
    fn give(self, parts: &mut Parts) {
        parts.nothing();
    }
}

impl IntoNode for &'static str {
    fn give(self, parts: &mut Parts) {
        parts.fixed(self);
    }
}

impl IntoNode for String {
    fn give(self, parts: &mut Parts) {
        parts.text(self);
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn give(self, parts: &mut Parts) {
        match self {
            Some(it) => it.give(parts),
            None => parts.nothing(),
        }
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn give(self, parts: &mut Parts) {
        let mut many = Parts::of(self.len());
        for it in self {
            it.give(&mut many);
        }
        parts.many(many);
    }
}

impl<T: IntoNode, F: Fn() -> T + 'static> IntoNode for F {
    fn give(self, parts: &mut Parts) {
        parts.live(Box::new(move |parts| self().give(parts)));
    }
}

impl IntoValue for &'static str {
    fn give_value(self, parts: &mut Parts) {
        parts.fixed(self);
    }
}

impl IntoValue for String {
    fn give_value(self, parts: &mut Parts) {
        parts.text(self);
    }
}

impl IntoValue for bool {
    fn give_value(self, parts: &mut Parts) {
        parts.node(if self { Node::Yes } else { Node::Nothing });
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn give_value(self, parts: &mut Parts) {
        match self {
            Some(it) => it.give_value(parts),
            None => parts.nothing(),
        }
    }
}

impl<T: IntoValue, F: Fn() -> T + 'static> IntoValue for F {
    fn give_value(self, parts: &mut Parts) {
        parts.live(Box::new(move |parts| self().give_value(parts)));
    }
}

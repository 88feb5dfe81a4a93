//! A view before it stands on a page.

use std::rc::Rc;

use crate::platform::dom::Event;

/// The static text of one `view!`. Two nodes of the same one have the same shape, so the second can be put into the
/// first in place. The marks in it are explained in `crates/view/src/template.rs`.
pub(crate) type Template = &'static &'static str;

/// Looked at now, and again whenever something that it has read changes.
pub(crate) type Live = Box<dyn Fn(&mut Parts)>;

/// One kind for all that can stand in a view, as a child, as the value of an attribute, or listening.
pub(crate) enum Node {
    /// Nothing here; an attribute that is not there.
    Nothing,
    /// An attribute without a value; a property that is true.
    Yes,
    Static(&'static str),
    Text(String),
    /// Elements and texts, with the parts that belong at the marks of the template.
    Marked(Template, Vec<Node>),
    Many(Vec<Node>),
    Live(Live),
    Listen(Rc<dyn Fn(Event)>),
}

impl Node {
    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Static(text) => Some(text),
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether both are the same text, or the same nothing.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Nothing, Self::Nothing) | (Self::Yes, Self::Yes) => true,
            _ => self.text().is_some() && self.text() == other.text(),
        }
    }
}

/// Parts on their way into a view, in the order of its marks. None of this is generic, so that each part of a screen
/// costs one call.
pub(crate) struct Parts(Vec<Node>);

impl Parts {
    pub(crate) const fn none() -> Self {
        Self(Vec::new())
    }

    #[inline(never)]
    pub(crate) fn of(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    #[inline(never)]
    pub(crate) fn node(&mut self, node: Node) {
        self.0.push(node);
    }

    #[inline(never)]
    pub(crate) fn nothing(&mut self) {
        self.node(Node::Nothing);
    }

    #[inline(never)]
    pub(crate) fn fixed(&mut self, text: &'static str) {
        self.node(Node::Static(text));
    }

    #[inline(never)]
    pub(crate) fn text(&mut self, text: String) {
        self.node(Node::Text(text));
    }

    #[inline(never)]
    pub(crate) fn live(&mut self, look: Live) {
        self.node(Node::Live(look));
    }

    #[inline(never)]
    pub(crate) fn listen(&mut self, act: Rc<dyn Fn(Event)>) {
        self.node(Node::Listen(act));
    }

    #[inline(never)]
    pub(crate) fn many(&mut self, many: Self) {
        self.node(Node::Many(many.0));
    }

    /// The view that these parts belong into.
    #[inline(never)]
    pub(crate) fn into_view(self, template: Template) -> Node {
        Node::Marked(template, self.0)
    }

    /// The one part that was given.
    #[inline(never)]
    pub(crate) fn into_one(mut self) -> Node {
        self.0.pop().unwrap_or(Node::Nothing)
    }

    /// What there is to see now.
    pub(crate) fn seen(look: &Live) -> Node {
        let mut parts = Self::none();
        look(&mut parts);
        parts.into_one()
    }
}

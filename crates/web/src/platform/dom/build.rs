//! From a node to elements. The marks are those of `crates/view/src/template.rs`.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{Element, Text};

use super::attribute::Attribute;
use super::event::Listener;
use super::{Held, Root, Stand, document, look_again};
use crate::view::{Node, Template};

const SVG: &str = "http://www.w3.org/2000/svg";

const OPEN: u8 = 1;
const CLOSE: u8 = 2;
const TEXT: u8 = 3;
const CHILD: u8 = 4;
const NAME: u8 = 5;
const VALUE: u8 = 6;
const GIVEN: u8 = 7;
const LISTEN: u8 = 8;

/// Puts a node into `parent`, before a node of it or at its end. `svg`: the parent is a drawing.
pub(super) fn stand(node: Node, parent: &web_sys::Node, before: Option<&web_sys::Node>, svg: bool) -> Stand {
    match node {
        Node::Marked(template, parts) => marked(template, parts, parent, before, svg),
        Node::Many(many) => {
            let rows = many.into_iter().map(|it| stand(it, parent, before, svg)).collect();
            Stand::Many(rows, text("", parent, before))
        }
        Node::Live(look) => {
            let seen = Rc::new(RefCell::new(Some(stand(Node::Nothing, parent, before, svg))));
            look_again(look, Rc::clone(&seen));
            Stand::Live(seen)
        }
        said => Stand::Text(text(said.text().unwrap_or_default(), parent, before), said),
    }
}

fn text(words: &str, parent: &web_sys::Node, before: Option<&web_sys::Node>) -> Text {
    let text = document().create_text_node(words);
    put(&text, parent, before);
    text
}

fn put(node: &web_sys::Node, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
    // A parent that a person's own extension took away has no place for it either.
    let _ = parent.insert_before(node, before);
}

fn element(tag: &str, svg: bool) -> Element {
    let made =
        if svg { document().create_element_ns(Some(SVG), tag) } else { document().create_element(tag) };
    #[expect(
        clippy::expect_used,
        reason = "the macro took the tag from the source, where it stands as a name"
    )]
    made.expect("a tag is a name")
}

/// Where the walk through a template stands.
struct Walk<'a> {
    parent: &'a web_sys::Node,
    before: Option<&'a web_sys::Node>,
    svg: bool,
    open: Vec<(Element, bool)>,
    roots: Vec<Root>,
    held: Vec<Held>,
}

fn marked(
    template: Template,
    parts: Vec<Node>,
    parent: &web_sys::Node,
    before: Option<&web_sys::Node>,
    svg: bool,
) -> Stand {
    let held = Vec::with_capacity(parts.len());
    let mut walk = Walk { parent, before, svg, open: Vec::new(), roots: Vec::new(), held };
    let mut parts = parts.into_iter();
    let mut name = "";
    let mut rest: &'static str = template;
    while let Some(mark) = rest.bytes().next() {
        let after = rest.split_at(1).1;
        let (word, tail) = after.split_at(after.bytes().position(|it| it < b' ').unwrap_or(after.len()));
        rest = tail;
        match mark {
            OPEN => walk.open(word),
            CLOSE => walk.close(),
            TEXT => walk.text(word),
            NAME => name = word,
            VALUE => walk.attribute(name, word),
            CHILD | GIVEN | LISTEN => walk.part(mark, word, parts.next().unwrap_or(Node::Nothing)),
            _ => {}
        }
    }
    Stand::Marked(template, walk.roots, walk.held)
}

impl Walk<'_> {
    fn open(&mut self, tag: &str) {
        let svg = tag == "svg" || self.open.last().map_or(self.svg, |(_, svg)| *svg);
        self.open.push((element(tag, svg), svg));
    }

    fn close(&mut self) {
        if let Some((element, _)) = self.open.pop() {
            self.put(element.into());
        }
    }

    fn put(&mut self, node: web_sys::Node) {
        match self.open.last() {
            Some((parent, _)) => put(&node, parent, None),
            None => {
                put(&node, self.parent, self.before);
                self.roots.push(Root::Fixed(node));
            }
        }
    }

    fn text(&mut self, words: &str) {
        self.put(document().create_text_node(words).into());
    }

    fn attribute(&self, name: &str, value: &str) {
        if let Some((element, _)) = self.open.last() {
            let _ = element.set_attribute(name, value);
        }
    }

    fn part(&mut self, mark: u8, word: &'static str, node: Node) {
        let held = match (self.open.last(), node) {
            (Some((element, _)), Node::Listen(act)) => Held::Listener(Listener::add(element, word, act)),
            (Some((element, _)), node) if mark == GIVEN => {
                let attribute = Attribute::new(element, word);
                attribute.keep(node);
                Held::Value(attribute)
            }
            (Some((element, svg)), node) => Held::Child(stand(node, element, None, *svg)),
            (None, node) => {
                self.roots.push(Root::Part(self.held.len()));
                Held::Child(stand(node, self.parent, self.before, self.svg))
            }
        };
        self.held.push(held);
    }
}

//! Puts a newer node in place of what stands there. The same shape stays and only takes what is new.

use std::mem;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{SvgElement, Text};

use super::build::stand;
use super::{Held, Root, Stand, look_again};
use crate::view::Node;

/// Makes what stands there show `node`.
pub(super) fn patch(old: &mut Stand, node: Node) {
    match (old, node) {
        (Stand::Text(text, said), node @ (Node::Nothing | Node::Static(_) | Node::Text(_))) => {
            if !said.says_the_same(&node) {
                text.set_data(node.text().unwrap_or_default());
                *said = node;
            }
        }
        (Stand::Marked(stands, _, held), Node::Marked(template, parts))
            if std::ptr::eq(*stands, template) =>
        {
            for (held, part) in held.iter_mut().zip(parts) {
                patch_part(held, part);
            }
        }
        (Stand::Many(rows, end), Node::Many(many)) => patch_many(rows, end, many),
        (Stand::Live(seen), Node::Live(look)) => look_again(look, Rc::clone(seen)),
        (old, node) => replace(old, node),
    }
}

fn patch_part(held: &mut Held, part: Node) {
    match (held, part) {
        (Held::Child(child), part) => patch(child, part),
        (Held::Value(attribute), part) => attribute.keep(part),
        (Held::Listener(listener), Node::Listen(act)) => listener.change(act),
        // The same template has the same kind of part at each mark.
        (Held::Listener(_), _) => {}
    }
}

/// By position: what is too much goes, what is new comes behind.
fn patch_many(rows: &mut Vec<Stand>, end: &Text, many: Vec<Node>) {
    for gone in rows.drain(many.len().min(rows.len())..) {
        take_off(gone);
    }
    let mut many = many.into_iter();
    for (row, node) in rows.iter_mut().zip(many.by_ref()) {
        patch(row, node);
    }
    if let Some(parent) = end.parent_node() {
        let svg = is_drawing(&parent);
        rows.extend(many.map(|it| stand(it, &parent, Some(end), svg)));
    }
}

/// Another shape: the new one comes before the old one, and the old one goes.
fn replace(old: &mut Stand, node: Node) {
    let Some(at) = first(old) else { return };
    let Some(parent) = at.parent_node() else { return };
    let fresh = stand(node, &parent, Some(&at), is_drawing(&parent));
    take_off(mem::replace(old, fresh));
}

fn is_drawing(parent: &web_sys::Node) -> bool {
    parent.is_instance_of::<SvgElement>()
}

/// Where it begins.
fn first(stand: &Stand) -> Option<web_sys::Node> {
    match stand {
        Stand::Text(text, _) => Some(text.clone().into()),
        Stand::Marked(_, roots, held) => match roots.first()? {
            Root::Fixed(node) => Some(node.clone()),
            Root::Part(at) => match held.get(*at)? {
                Held::Child(child) => first(child),
                Held::Value(_) | Held::Listener(_) => None,
            },
        },
        Stand::Many(rows, end) => rows.first().map_or_else(|| Some(end.clone().into()), first),
        Stand::Live(seen) => seen.borrow().as_ref().and_then(first),
    }
}

/// Off the page, with everything that still looked or listened for it.
fn take_off(stand: Stand) {
    match &stand {
        Stand::Text(text, _) => remove(text),
        Stand::Marked(_, roots, _) => roots.iter().for_each(|root| {
            if let Root::Fixed(node) = root {
                remove(node);
            }
        }),
        Stand::Many(_, end) => remove(end),
        Stand::Live(_) => {}
    }
    match stand {
        Stand::Marked(_, roots, held) => {
            // Parts inside of an element went with it; only those at the top stand by themselves.
            let top: Vec<usize> = roots
                .iter()
                .filter_map(|root| if let Root::Part(at) = root { Some(*at) } else { None })
                .collect();
            for (at, held) in held.into_iter().enumerate() {
                if let Held::Child(child) = held
                    && top.contains(&at)
                {
                    take_off(child);
                }
            }
        }
        Stand::Many(rows, _) => rows.into_iter().for_each(take_off),
        Stand::Live(seen) => {
            if let Some(seen) = seen.take() {
                take_off(seen);
            }
        }
        Stand::Text(..) => {}
    }
}

fn remove(node: &web_sys::Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

//! What screens are made of: `view!`, the nodes it gives, and the signals they read. Nothing here knows a browser;
//! `platform::dom` puts nodes on the page. Written so that a screen costs few bytes: one static text for its markup,
//! and one small call for each part that is put into it.

pub(crate) mod graph;
mod into;
mod node;
mod signals;
#[cfg(test)]
mod tests;

pub(crate) use crate::platform::dom::Event;
pub(crate) use ::view::view;
pub(crate) use into::{IntoNode, IntoValue, listen};
pub(crate) use node::{Live, Node, Parts, Template};
pub(crate) use signals::{Memo, RwSignal, StoredValue, effect, keep_true};

//! What a view comes to, told as markup.

use std::cell::Cell;
use std::rc::Rc;

use super::*;

/// The node as markup: what is live stands between waves, as it is seen now.
fn told(node: &Node) -> String {
    match node {
        Node::Nothing => "-".to_owned(),
        Node::Yes => "yes".to_owned(),
        Node::Static(text) => (*text).to_owned(),
        Node::Text(text) => format!("“{text}”"),
        Node::Marked(template, parts) => marked(template, parts),
        Node::Many(many) => format!("[{}]", many.iter().map(told).collect::<Vec<_>>().join(" ")),
        Node::Live(look) => format!("~{}~", told(&Parts::seen(look))),
        Node::Listen(_) => "listens".to_owned(),
    }
}

fn marked(template: &str, parts: &[Node]) -> String {
    let mut parts = parts.iter().map(told);
    let mut part = || parts.next().expect("each mark has its part");
    let (mut out, mut tags) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some(mark) = rest.chars().next() {
        let end = rest[1..].find(|it: char| it < ' ').map_or(rest.len(), |it| it + 1);
        let word = &rest[1..end];
        match mark {
            '\u{1}' => {
                out += &format!("<{word}>");
                tags.push(word);
            }
            '\u{2}' => out += &format!("</{}>", tags.pop().expect("an element is open")),
            '\u{3}' => out += word,
            '\u{4}' => out += &format!("{{{}}}", part()),
            '\u{5}' => out += &format!("({word}"),
            '\u{6}' => out += &format!("={word})"),
            '\u{7}' | '\u{8}' => out += &format!("({word}: {})", part()),
            other => panic!("{other:?} is no mark"),
        }
        rest = &rest[end..];
    }
    assert!(parts.next().is_none() && tags.is_empty(), "each part has its mark, and each element its end");
    out
}

#[track_caller]
fn shows(node: &Node, expected: &str) {
    assert_eq!(told(node), expected);
}

#[test]
fn what_is_written_out_stands_in_the_template_and_brings_no_part() {
    let node = view! { <p class="lead" hidden>"Two "<b>"words"</b></p><br/> };
    assert!(matches!(&node, Node::Marked(_, parts) if parts.is_empty()));
    shows(&node, "<p>(class=lead)(hidden=)Two <b>words</b></p><br></br>");
}

#[test]
fn parts_stand_at_their_marks_in_the_order_in_which_they_are_written() {
    let (class, ticked) = ("quiet", true);
    let node = view! { <label class=class aria-label="a" on:click=|_| {}><input prop:checked=ticked/>{"name"}{String::from("own")}</label> };
    shows(
        &node,
        "<label>(class: quiet)(aria-label=a)(click: listens)<input>(.checked: yes)</input>{name}{“own”}</label>",
    );
}

#[test]
fn what_is_not_there_still_has_its_place() {
    let (none, no): (Option<&'static str>, Option<Node>) = (None, None);
    shows(&view! { <p data-tone=none hidden=false>{no}{()}</p> }, "<p>(data-tone: -)(hidden: -){-}{-}</p>");
}

#[test]
fn a_list_is_one_part() {
    let rows: Vec<_> = ["a", "b"].into_iter().map(|it| view! { <li>{it}</li> }).collect();
    shows(&view! { <ul>{rows}</ul> }, "<ul>{[<li>{a}</li> <li>{b}</li>]}</ul>");
}

#[test]
fn a_closure_is_looked_at_again_and_everything_else_once() {
    let (looked, counted) = (Rc::new(Cell::new(0)), Cell::new(0));
    let seen = Rc::clone(&looked);
    let count = || {
        counted.set(counted.get() + 1);
        "once"
    };
    let node = view! { <p>{move || { seen.set(seen.get() + 1); seen.get().to_string() }}{count()}</p> };
    assert_eq!((looked.get(), counted.get()), (0, 1), "a view is made without looking at what is live");
    shows(&node, "<p>{~“1”~}{once}</p>");
    shows(&node, "<p>{~“2”~}{once}</p>");
    assert_eq!(counted.get(), 1);
}

#[test]
fn one_expression_alone_is_no_view_of_its_own() {
    shows(&view! { {"only"} }, "only");
    shows(&view! {{move || view! { <b>"live"</b> }}}, "~<b>live</b>~");
}

#[test]
fn what_a_person_wrote_is_never_markup() {
    shows(&view! { <p>{String::from("<b>\u{2}</b>")}</p> }, "<p>{“<b>\u{2}</b>”}</p>");
}

#[test]
fn two_nodes_of_one_view_have_one_template() {
    let row = |it: &'static str| view! { <li>{it}</li> };
    let (Node::Marked(one, _), Node::Marked(other, _)) = (row("a"), row("b")) else {
        panic!("a view is marked")
    };
    assert!(std::ptr::eq(one, other));
}

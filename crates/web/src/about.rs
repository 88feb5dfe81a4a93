//! One hurt as other practices show what belongs to it: what it is called, the way back to its page, and the line that
//! says that a page shows only this, with the way to all of it.

use domain::{Couple, HurtId};

use crate::journey;
use crate::ui::{Choice, choices, icon_turns};
use crate::view::*;
use crate::words::hurts;

/// The hurt that a page is about, or everything.
pub(crate) type About = Option<HurtId>;

/// Reads it out of an address.
pub(crate) fn with(id: &str, page: impl FnOnce(About) -> Node) -> Option<Node> {
    HurtId::parse(id).map(|it| page(Some(it)))
}

/// The address of what a practice has on it: all, or what belongs to one hurt.
pub(crate) fn at(first: &str, about: About, rest: &str) -> String {
    match about {
        Some(hurt) => [first, "/hurt/", &hurt.to_string(), rest].concat(),
        None => [first, rest].concat(),
    }
}

/// What a hurt is called: as it was shared, or else as the viewer calls it for themselves.
pub(crate) fn name_of(couple: &Couple, hurt: HurtId) -> Option<String> {
    let shared = couple.hurts.get(hurt).and_then(|it| it.name());
    shared.or_else(|| couple.hurts.own(hurt).map(|(_, it)| it.name.as_str())).map(str::to_owned)
}

/// The same now.
pub(crate) fn name_now(hurt: HurtId) -> Option<String> {
    journey::read_once(|couple, _| name_of(couple, hurt)).flatten().filter(|it| !it.is_empty())
}

fn page_of(hurt: HurtId) -> String {
    ["/hurts/", &hurt.to_string()].concat()
}

/// The way back: to the hurt, or to what lies before all of it.
pub(crate) fn back(about: About, otherwise: Option<Node>) -> Option<Node> {
    let Some(hurt) = about else { return otherwise };
    let name = name_now(hurt).unwrap_or_else(|| hurts::name().to_owned());
    Some(view! { <a href=page_of(hurt)>{icon_turns("#icon-back")}<span class="cut">{name}</span></a> })
}

/// "About: …", and the way to everything.
pub(crate) fn line(about: About, all: &'static str) -> Option<Node> {
    let name = name_now(about?)?;
    Some(
        view! { <p class="about-line"><span>{hurts::about(&name)}</span>" "<a href=all>{hurts::about_all()}</a></p> },
    )
}

/// "About: …" on something that belongs to a hurt, leading to it.
pub(crate) fn belonging(about: About) -> Option<Node> {
    let hurt = about?;
    let name = name_now(hurt)?;
    Some(view! { <p class="about-line"><a href=page_of(hurt)>{hurts::about(&name)}</a></p> })
}

/// To which of the hurts something belongs, if to any: of those between the two, and where nobody else reads it also of
/// one's own.
pub(crate) fn chooser(
    chosen: RwSignal<About>,
    own_too: bool,
    legend: &'static str,
    none: &'static str,
) -> Node {
    let known = journey::read_once(|couple, _| {
        let mut all: Vec<HurtId> = couple.hurts.all().into_iter().map(|it| it.id).collect();
        let own = couple.hurts.written().map(|it| it.0).filter(|_| own_too);
        for id in own {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all.into_iter().filter_map(|id| Some((id, name_of(couple, id)?))).collect::<Vec<_>>()
    });
    let known = known.unwrap_or_default();
    if known.is_empty() {
        return Node::Nothing;
    }
    let choice = |value, name| Choice { value, name, says: String::new() };
    let mut options = vec![choice(None, none.to_owned())];
    options.extend(known.into_iter().map(|(id, name)| choice(Some(id), name)));
    choices("hurt", legend, options, chosen)
}

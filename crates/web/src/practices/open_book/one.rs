//! One agreement: how it stands, what it says, how it becomes less, and what can be done with it.

use crate::view::*;
use domain::AgreementId;
use domain::open_book::{Over, Stands, Terms};

use super::shown::{Shown, on, stands, steps, terms};
use super::{acts, at, back, not_here};
use crate::dates;
use crate::journey;
use crate::platform;
use crate::practices::{Says, refusal};
use crate::safety::somebody_to_talk_with;
use crate::today::{offline, read_here};
use crate::two::{Two, two_now};
use crate::ui::{self, Place, Reader, audience, head, icon, person};
use crate::words::{self, open_book};

pub(super) fn screen(id: AgreementId) -> Node {
    read_here(at(id, ""), None);
    let shown = Memo::new(move || journey::read(|couple, _| Shown::by_id(couple, id)).flatten());
    view! {{move || shown.get().zip(two_now()).map_or_else(not_here, |(shown, two)| one(&shown, &two))}}
}

fn one(shown: &Shown, two: &Two) -> Node {
    let says: Says = RwSignal::new(None);
    let it = &shown.it;
    let mine = it.proposer() == two.me.id;
    let by = two.seat(it.proposer()).map(|seat| person(seat.side, seat.name.clone()));
    let since = match it.agreed {
        Some(agreed) => open_book::agreed_on(&on(agreed)),
        None => open_book::proposed_on(&on(it.proposed)),
    };
    let instead = it.changes.filter(|_| shown.is_proposed()).map(
        |before| view! { <p class="quiet">{open_book::instead_of()}" "<a href=at(before, "")>{words::app::see_it()}</a></p> },
    );
    let in_a_row = match it.renewals {
        0 => None,
        1 => Some(open_book::second_in_a_row()),
        2 => Some(open_book::third_in_a_row()),
        _ => Some(open_book::many_in_a_row()),
    };
    let in_a_row = in_a_row.map(|says| view! { <p class="quiet">{says}</p> });
    let today = matches!(shown.stands, Stands::Holds(_)).then(|| platform::now().today());
    let stretches: Vec<_> = it.stretches(platform::now().today()).map(Terms::steps).collect();
    let less = (!stretches.is_empty()).then(|| steps(stretches, today));
    ui::page(
        Place::Ours,
        view! {
            {head(back(), super::shown::things(&it.terms.things), ())}
            {offline()}
            <p class="state" role="status">{icon(drawing(shown))}{stands(shown, two)}</p>
            {refusal(says)}
            {acts::first(shown, two, says)}
            {help(shown)}
            <article class="paper"><p class="byline">{by}" "<span>{since}</span></p>{terms(&it.terms, mine, two)}{in_a_row}{instead}{audience(Reader::Both)}</article>
            {less}
            {acts::more(shown, two, says)}
            {shown.goes_on().then(dates::link)}
        },
    )
}

fn drawing(shown: &Shown) -> &'static str {
    match shown.stands {
        Stands::Holds(_) => "#icon-both",
        Stands::Over(Over::Changed { .. }) => "#icon-onward",
        _ => "#icon-resting",
    }
}

/// It was renewed for the third time: both read who could help.
fn help(shown: &Shown) -> Option<Node> {
    (shown.goes_on() && shown.it.asks_for_help()).then(|| {
        view! {
            <section class="notice" data-tone="care" aria-labelledby="again">{icon("#icon-counsellor")}<div><h2 id="again">{open_book::help_title()}</h2><p>{open_book::help_says()}</p></div></section>
            {somebody_to_talk_with()}
        }
    })
}

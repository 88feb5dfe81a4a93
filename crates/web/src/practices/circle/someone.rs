//! Someone on the map: who, how near, and one true example.

use std::rc::Rc;

use crate::view::*;
use domain::SomeoneId;
use domain::circle::{Command, Ring};

use super::{back, not_here, ring_name};
use crate::app::go;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, saved};
use crate::words::{self, circle, writing};
use crate::writing::{Kept, second_step};

pub(super) fn screen(id: Option<SomeoneId>) -> Node {
    let own = id.and_then(|id| journey::read_once(|couple, _| couple.circle.someone(id).cloned()).flatten());
    if id.is_some() && own.is_none() {
        return not_here();
    }
    let key = ["circle/someone/", &id.map_or_else(|| "new".to_owned(), |it| it.to_string())].concat();
    let was = |text: Option<&String>| text.cloned().unwrap_or_default();
    let name = Kept::at([&key, "/name"].concat(), &was(own.as_ref().map(|it| &it.name)));
    let example = Kept::at(key, &was(own.as_ref().map(|it| &it.example)));
    let (ring, says): (_, Says) =
        (RwSignal::new(own.as_ref().map_or(Ring::Near, |it| it.ring)), RwSignal::new(None));
    let rings = Ring::ALL.into_iter().map(|it| {
        let (name, says) = ring_name(it);
        Choice { value: it, name: name.to_owned(), says: says.to_owned() }
    });
    let hand_in = move |event: Event| {
        event.prevent_default();
        let (name_text, example_text, ring) = (name.text(), example.text(), ring.get_untracked());
        let place = Command::Place { someone: id, name: name_text, ring, example: example_text };
        if tell(place.into(), says) {
            [name, example].into_iter().for_each(Kept::done);
            go("/circle");
        }
    };
    ui::page(
        Place::Mine,
        view! {
            {head(back(), circle::someone_title(), view! { <p class="lead">{circle::someone_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=hand_in>
                {audience(Reader::OnlyYou)}
                <div class="section">{name.field("name", circle::who(), "1")}<p class="field-note">{circle::who_hint()}</p></div>
                {choices("ring", circle::how_near(), rings.collect(), ring)}
                <div class="section">{example.field("example", circle::example(), "3")}<p class="field-note">{circle::example_hint()}</p></div>
                {saved()}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{writing::keep()}</button><a class="button-plain" href="/circle">{words::app::not_now()}</a></p>
            </form>
            {id.map(|id| take_off(id, says))}
        },
    )
}

fn take_off(someone: SomeoneId, says: Says) -> Node {
    let away = move || {
        if tell(Command::TakeOff { someone }.into(), says) {
            go("/circle");
        }
    };
    second_step(circle::take_off(), circle::take_off_ask(), circle::take_off_yes(), Rc::new(away))
}

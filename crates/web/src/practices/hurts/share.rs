//! Sharing an account: exactly what the other will read, the warning that it can surface, and "is this everything?".

use crate::view::*;
use domain::HurtId;
use domain::hurts::{Aware, Command, Part, Side, Telling};

use super::account::parts_of;
use super::{at, back_to, not_here, part_name};
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, head, notice};
use crate::words::{self, hurts};
use crate::writing::preview;

pub(super) fn screen(hurt: HurtId) -> Node {
    page::title(words::app::mine());
    let own = Memo::new(move || {
        journey::read(|couple, _| couple.hurts.own(hurt).map(|(own, it)| (own.written, it.clone()))).flatten()
    });
    view! {{move || own.get().map_or_else(not_here, |(previewed, telling)| sharing(hurt, previewed, &telling))}}
}

fn sharing(hurt: HurtId, previewed: domain::Stamp, telling: &Telling) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let (aware, says): (_, Says) = (RwSignal::new(Aware::default()), RwSignal::new(None));
    let other = two.other_name();
    let asks_everything = telling.side == Side::IAmResponsible;
    let share = move |event: Event| {
        event.prevent_default();
        let command = Command::Share { hurt, previewed, aware: aware.get_untracked() };
        if tell(command.into(), says) {
            go(&at(hurt, ""));
        }
    };
    let act = if two.are_together() {
        view! { <button class="button" type="submit">{hurts::share(&other)}</button> }
    } else {
        view! { <p class="quiet">{hurts::share_alone()}</p> }
    };
    ui::page(
        Place::Mine,
        view! {
            {head(back_to(hurt, telling.name.clone()), hurts::share_title(), ())}
            {offline()}
            <form class="stack-wide" on:submit=share>
                {preview(&other, Reader::Both, parts_of(telling))}
                <p class="acts"><a class="button-plain" href=at(hurt, "/write")>{words::writing::change()}</a></p>
                {asks_everything.then(|| everything(&telling.account.left_open(telling.side), aware))}
                {warning(aware)}
                {refusal(says)}
                <p class="acts acts-wide">{act}<a class="button-plain" href=at(hurt, "")>{words::app::not_now()}</a></p>
                <p class="small">{hurts::withdraw_says()}</p>
            </form>
        },
    )
}

/// Written accounts can surface in legal disputes: read.
pub(super) fn warning(aware: RwSignal<Aware>) -> Node {
    let warning = view! {
        <h2>{hurts::warning_title()}</h2><p>{hurts::warning()}</p>
        <label class="tick"><input type="checkbox" on:change=move |event| aware.update(|it| it.it_can_surface = event.checked())/><span>{hurts::warning_read()}</span></label>
    };
    notice("#icon-notice", true, warning)
}

/// "Is this everything?", with what was left open.
pub(super) fn everything(left_open: &[Part], aware: RwSignal<Aware>) -> Node {
    let open: Vec<&str> = left_open.iter().copied().map(part_name).collect();
    let open = (!open.is_empty()).then(|| view! { <p>{hurts::left_open(&open.join(", "))}</p> });
    let asked = view! {
        <h2>{hurts::everything_title()}</h2><p>{hurts::everything()}</p>{open}
        <label class="tick"><input type="checkbox" on:change=move |event| aware.update(|it| it.it_is_everything = event.checked())/><span>{hurts::everything_yes()}</span></label>
    };
    notice("#icon-note", false, asked)
}

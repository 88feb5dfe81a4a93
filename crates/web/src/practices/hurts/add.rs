//! Adding to an account that is shared. It is marked as an addition, with its day.

use crate::view::*;
use domain::HurtId;
use domain::hurts::{Aware, Command, Part, Side};

use super::share::{everything, warning};
use super::{at, back_to, name_of, not_here, part_name};
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::two::two_now;
use crate::ui::{self, Place, Reader, head, saved};
use crate::words::{self, hurts, writing};
use crate::writing::{Kept, preview, read_once_more};

pub(super) fn screen(hurt: HurtId) -> Node {
    page::title(words::app::mine());
    let known = journey::read_once(|couple, me| {
        let told = couple.hurts.get(hurt).filter(|it| it.told_by(me).is_some())?;
        Some((name_of(couple, hurt).unwrap_or_default(), told.side_of(me)))
    });
    let (Some((name, side)), Some(two)) = (known.flatten(), two_now()) else { return not_here() };
    let words = Kept::at(["hurts/", &hurt.to_string(), "/add"].concat(), "");
    let (part, reads) = (RwSignal::new(Part::What), RwSignal::new(false));
    let aware = RwSignal::new(Aware::default());
    let (says, other): (Says, _) = (RwSignal::new(None), StoredValue::new(two.other_name()));
    let add = move |_| {
        let (part, words_now, aware) = (part.get_untracked(), words.text(), aware.get_untracked());
        let command = Command::Add { hurt, part, words: words_now, aware };
        if tell(command.into(), says) {
            words.done();
            go(&at(hurt, ""));
        }
    };
    let write = move || {
        view! {
            <div class="stack-wide">
                {which(side.unwrap_or(Side::IWasHurt), part)}
                {words.field("add", hurts::add_words(), "4")}
                <p class="field-note">{hurts::add_words_says()}</p>{saved()}
                <p class="acts"><button class="button" type="button" on:click=move |_| { aware.set(Aware::default()); read_once_more(reads, !words.text().is_empty()); }>{writing::read_once_more()}</button>
                <a class="button-plain" href=at(hurt, "")>{words::app::not_now()}</a></p>
            </div>
        }
    };
    let read = move || {
        let other = other.get_value();
        view! {
            <div class="stack-wide">
                {preview(&other, Reader::Both, vec![(part_name(part.get_untracked()), words.text())])}
                {(side == Some(Side::IAmResponsible)).then(|| everything(&[], aware))}
                {warning(aware)}
                <p class="acts acts-wide"><button class="button" type="button" on:click=add>{hurts::add_share(&other)}</button>
                <button class="button-plain" type="button" on:click=move |_| read_once_more(reads, false)>{writing::change()}</button></p>
            </div>
        }
    };
    ui::page(
        Place::Mine,
        view! {
            {head(back_to(hurt, name), hurts::add_title(), view! { <p class="lead">{hurts::add_lead()}</p> })}
            {move || if reads.get() { read() } else { write() }}
            {refusal(says)}
        },
    )
}

fn which(side: Side, chosen: RwSignal<Part>) -> Node {
    let options: Vec<_> = Part::asked(side).iter().copied().map(|part| view! {
        <label><input type="radio" name="part" prop:checked=move || chosen.get() == part on:change=move |_| chosen.set(part)/><span>{part_name(part)}</span></label>
    }).collect();
    view! { <fieldset class="field"><legend class="label">{hurts::which_part()}</legend><div class="answers">{options}</div></fieldset> }
}

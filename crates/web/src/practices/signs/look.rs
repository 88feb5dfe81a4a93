//! The look: five signs about oneself, and the same five, apart, as felt from the other. What is left open counts for nothing.

use std::rc::Rc;

use crate::view::*;
use domain::signs::{Answer, Command, Sign, Whose};

use super::{MOST, often_of, sentence, sign_name, step_name};
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::two::two_now;
use crate::ui::{self, Place, Rating, Reader, Side, Slider, audience, head, saved, slider};
use crate::words::{self, signs};

/// One question with what its slider says.
type Asked = (Sign, Whose, RwSignal<Rating>);

fn key(sign: Sign, whose: Whose) -> String {
    ["signs/", &(sign as u8).to_string(), "/", &(whose as u8).to_string()].concat()
}

/// All ten, as they were left.
fn from_drafts() -> Vec<Asked> {
    let mut all = Vec::new();
    for whose in [Whose::Mine, Whose::FromYou] {
        for sign in Sign::ALL {
            let left = Rating::of_draft(&journey::draft(&key(sign, whose)), MOST);
            all.push((sign, whose, RwSignal::new(left)));
        }
    }
    all
}

fn hand_in(asked: &[Asked], says: Says) {
    let given = |(sign, whose, rating): &Asked| {
        let often = often_of(rating.get_untracked().number()?);
        Some(Answer { sign: *sign, whose: *whose, often })
    };
    let answers = asked.iter().filter_map(given).collect();
    if tell(domain::Command::Signs(Command::Look(answers)), says) {
        for (sign, whose, _) in asked {
            journey::keep_draft(&key(*sign, *whose), "");
        }
        go("/signs");
    }
}

pub(super) fn screen() -> Node {
    page::title(words::app::mine());
    let Some(two) = two_now() else { return Node::Nothing };
    let asked = Rc::new(from_drafts());
    let says: Says = RwSignal::new(None);
    let side = two.me.side;
    let group = |group: Whose| -> Vec<Node> {
        asked.iter().filter(|it| it.1 == group).map(|it| question(it, side)).collect()
    };
    let (mine, felt) = (group(Whose::Mine), group(Whose::FromYou));
    let send = move |event: Event| {
        event.prevent_default();
        hand_in(&asked, says);
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/signs", signs::name()), signs::look_title(), view! { <p class="lead">{signs::look_lead()}</p> })}
            {audience(Reader::OnlyYou)}
            <form class="stack-wide" on:submit=send>
                <section class="section" aria-labelledby="mine"><h2 id="mine">{signs::group_mine()}</h2><div>{mine}</div></section>
                <section class="section" aria-labelledby="felt"><div class="section-head"><h2 id="felt">{signs::group_other(&two.other_name())}</h2><p class="quiet">{signs::group_other_says()}</p></div><div>{felt}</div></section>
                {saved()}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{signs::keep()}</button><a class="button-plain" href="/signs">{words::app::not_now()}</a></p>
            </form>
        },
    )
}

fn question((sign, whose, rating): &Asked, side: Side) -> Node {
    let (sign, whose) = (*sign, *whose);
    let id = ["sign-", &(sign as u8).to_string(), "-", &(whose as u8).to_string()].concat();
    let name = sign_name(sign);
    let heading = view! { <h3 id=id.clone()>{name}</h3> };
    let ends = [signs::not_at_all(), signs::nearly_every_day()];
    let says = sentence(sign, whose);
    let asked = Slider { id, heading, name, says, most: MOST, ends, steps: Some(step_name), side };
    slider(asked, *rating, Rc::new(move |it| journey::keep_draft(&key(sign, whose), &it.to_draft())))
}

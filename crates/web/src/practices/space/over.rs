//! The time is over, said gently: to who asked for space, and to both after a time-out.

use crate::view::*;
use domain::space::{Apart, Command};

use super::{LENGTHS, named};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::ui::{self, breath, kindly};
use crate::words::space;

pub(super) fn screen(apart: &Apart) -> Node {
    let says = RwSignal::new(None);
    let (title, lead, acts) = if apart.is_time_out() {
        let on = view! { <a class="button" href="/ours">{space::go_on()}</a> };
        let again = named(space::another(u64::from(LENGTHS[0])), LENGTHS[0], says);
        (
            space::time_out_over(),
            space::time_out_over_lead(),
            view! { <p class="acts acts-wide">{on}{again}</p>{breath()} },
        )
    } else {
        (space::over(), space::over_lead(), after_space(apart, says))
    };
    ui::calm_page(view! {
        <div class="calm-centre"><h1 class="title">{title}</h1><p class="lead">{lead}</p></div>
        <div class="stack-wide">{refusal(says)}{acts}{kindly(space::kindly())}</div>
    })
}

fn after_space(apart: &Apart, says: Says) -> Node {
    let id = apart.id;
    let come = move |_| {
        if tell(domain::Command::Space(Command::Return { space: id }), says) {
            go("/");
        }
    };
    view! {
        <p class="acts acts-wide"><button class="button" type="button" on:click=come>{space::over_back()}</button><a class="button-quiet" href="/space/ask">{space::over_more()}</a></p>
    }
}

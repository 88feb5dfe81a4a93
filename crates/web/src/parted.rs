//! When one of the two has ended what they share: what holds now, and the way back for whoever ended it.

use crate::view::*;
use domain::people::{Command, Together};

use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::two::{two, two_now};
use crate::ui::{icon, notice};
use crate::words::leaning;

/// What the other is called, now.
pub(crate) fn name_of_the_other() -> String {
    two_now().map(|it| it.other_name()).unwrap_or_default()
}

/// Whether one of the two ended it.
pub(crate) fn is_ended(together: Together) -> bool {
    matches!(together, Together::ILeft | Together::TheyLeft)
}

/// Says it where both would look; nothing, as long as both are here or nobody came yet.
pub(crate) fn ended() -> Node {
    let says: Says = RwSignal::new(None);
    let back = move |_| {
        let name =
            journey::read_once(|couple, me| couple.people.name_of(me, me).map(str::to_owned)).flatten();
        tell(Command::Join(name.unwrap_or_default()).into(), says);
    };
    (move || {
        let two = two().filter(|it| is_ended(it.together))?;
        let name = two.other_name();
        Some(match two.together {
            Together::ILeft => view! {
                {notice("#icon-notice", false, view! { <p>{leaning::ended_by_me(&name)}</p> })}
                <p class="acts"><button class="button-quiet" type="button" on:click=back>{icon("#icon-both")}{leaning::come_back()}</button></p>
                {refusal(says)}
            },
            _ => notice("#icon-notice", false, view! { <p>{leaning::ended_by_them(&name)}</p> }),
        })
    })
    .into_node()
}

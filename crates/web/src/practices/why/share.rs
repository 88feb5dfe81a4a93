//! Sharing the summary, after a preview of exactly what the other will read.

use crate::view::*;
use domain::WhyId;
use domain::why::{Command, Part, Previewed};

use super::{at, back, not_here, part, writing_now};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, head, icon};
use crate::words::{why, writing};
use crate::writing::preview;

pub(super) fn screen(id: WhyId) -> Node {
    let (Some(own), Some(two)) = (writing_now(id), two_now()) else { return not_here() };
    let other = two.other_name();
    let text = |of: Part| own.part(of).unwrap_or_default().to_owned();
    let parts = [Part::Summary, Part::Different].map(|of| (part(of).0, text(of)));
    let previewed =
        StoredValue::new(Previewed { summary: text(Part::Summary), different: text(Part::Different) });
    let says: Says = RwSignal::new(None);
    let share = move |_| {
        if tell(Command::Share { why: id, previewed: previewed.get_value() }.into(), says) {
            go("/why");
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), why::share_summary(&other), view! { <p class="lead">{why::share_lead(&other)}</p> })}
            {offline()}
            {preview(&other, Reader::Both, parts.into())}
            {refusal(says)}
            <p class="acts acts-wide"><button class="button" type="button" on:click=share>{icon("#icon-both")}{writing::share(&other)}</button>
                <a class="button-plain" href=at(id, "")>{writing::change()}</a></p>
            <p class="quiet">{why::share_expect(&other)}</p>
        },
    )
}

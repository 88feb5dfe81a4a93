//! A recent quarrel, written anew as a kind outsider would have seen it: seven minutes, every four months.

use crate::view::*;
use domain::learning::{Command, OUTSIDE_MINUTES};

use super::back;
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, kindly, saved};
use crate::words::{learning, writing};
use crate::writing::Kept;

pub(super) fn screen() -> Node {
    let says: Says = RwSignal::new(None);
    let text = Kept::at("learning/outside".to_owned(), "");
    let hand_in = move |event: Event| {
        event.prevent_default();
        if tell(Command::SeeFromOutside { text: text.text() }.into(), says) {
            text.done();
            go("/learning");
        }
    };
    let asks = [learning::outside_ask_1(), learning::outside_ask_2(), learning::outside_ask_3()];
    let asks: Vec<_> = asks.into_iter().map(|it| view! { <p>{it}</p> }).collect();
    ui::page(
        Place::Mine,
        view! {
            {head(back(), learning::outside_title(), view! { <p class="lead">{learning::outside_lead(&OUTSIDE_MINUTES.to_string())}</p> })}
            {offline()}
            <form class="with-margin" on:submit=hand_in>
                <div class="section">
                    {audience(Reader::OnlyYou)}
                    {text.field("outside", learning::outside_field(), "8")}
                    {saved()}
                    {refusal(says)}
                    <p class="acts acts-wide"><button class="button" type="submit">{writing::keep()}</button><a class="button-plain" href="/learning">{learning::later()}</a></p>
                </div>
                <div class="margin-note outside-asks" data-tone="plain">{asks}</div>
            </form>
            {kindly(learning::outside_kindly())}
        },
    )
}

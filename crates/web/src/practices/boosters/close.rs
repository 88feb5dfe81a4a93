//! Closing the journey: words for the keepsake, what each says for themselves, and the app that sleeps.

use std::rc::Rc;

use crate::view::*;
use domain::Couple;
use domain::boosters::Command;

use super::front::link;
use super::{back, said_by};
use crate::journey;
use crate::path::{asleep, closing};
use crate::practices::{Says, refusal, tell};
use crate::today::{offline, read_here};
use crate::two::{two, two_now};
use crate::ui::{self, Place, head, kindly};
use crate::words::boosters;
use crate::writing::{Kept, OwnWords, own_words, second_step};

pub(super) fn screen() -> Node {
    let says: Says = RwSignal::new(None);
    read_here("/boosters/close".to_owned(), None);
    ui::page(
        Place::Ours,
        view! {
            {head(back(), boosters::close_link(), view! { <p class="lead">{boosters::close_lead()}</p> })}
            {offline()}
            {asleep()}
            {refusal(says)}
            <section class="section" aria-labelledby="words">
                <div class="section-head"><h2 id="words">{boosters::close_words()}</h2><p class="quiet">{boosters::close_words_says()}</p></div>
                {words_of_both(says)}
                {write(says)}
            </section>
            <section class="section">{closing(says, boosters::close_not_yet())}<p class="quiet">{boosters::close_ready()}</p></section>
            <ul class="links">
                {link("/boosters/keepsake", "#icon-memory", boosters::keepsake_link(), boosters::keepsake_link_says())}
                {link("/settings", "#icon-export", boosters::closed_delete(), boosters::closed_delete_says())}
            </ul>
            {kindly(boosters::kindly())}
        },
    )
}

fn words_of_both(says: Says) -> Node {
    let back: Rc<dyn Fn()> = Rc::new(move || {
        tell(Command::WithdrawWords.into(), says);
    });
    (move || {
        let two = two()?;
        let words =
            |who| journey::read(|couple, _| couple.boosters.words(who).map(|it| it.text.clone())).flatten();
        let theirs = two.other.clone().and_then(|it| Some(said_by((it.side, it.name), words(it.id)?)));
        let theirs = theirs.unwrap_or_else(
            || view! { <p class="quiet">{boosters::close_theirs_none(&two.other_name())}</p> },
        );
        let mine = words(two.me.id).map(|text| {
            let back = second_step(
                boosters::holds_back(),
                boosters::holds_back_ask(),
                boosters::holds_back_yes(),
                Rc::clone(&back),
            );
            view! { {said_by((two.me.side, boosters::close_mine().to_owned()), text)}{back} }
        });
        Some(view! { <div class="papers">{theirs}{mine}</div> })
    })
    .into_node()
}

fn write(says: Says) -> Node {
    if !two_now().is_some_and(|it| it.are_together()) {
        return Node::Nothing;
    }
    let said = |couple: &Couple, me| couple.boosters.words(me).map(|it| it.text.clone());
    let kept = Kept::at("boosters/words".to_owned(), &journey::read_once(said).flatten().unwrap_or_default());
    own_words(OwnWords {
        kept,
        label: boosters::close_label(),
        hint: "",
        stands: Memo::new(move || journey::read(said).flatten().is_some()),
        share: Rc::new(move || tell(Command::ShareWords { text: kept.text() }.into(), says)),
    })
}

//! What the receiver of an apology sees: nothing while nothing was sent, a closed letter until they open it, and then
//! the letter with their own answer, if they want to give one.

use crate::view::*;
use domain::apology::{Command, Sending, Stands};
use domain::{Couple, HurtId};

use super::{Shown, answer, back_to, for_hurt, hurt_guide, hurt_page, letter, tell};
use crate::journey;
use crate::platform::page;
use crate::practices::refusal;
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, head, icon, kindly, notice};
use crate::words::{self, apology};

/// Which version lies open, and stays so while a newer one comes.
pub(super) type Opened = RwSignal<Option<u16>>;

/// The number of the newest version, and whether the viewer has opened it.
pub(super) fn latest(couple: &Couple, sending: &Sending) -> (u16, bool) {
    let number = u16::try_from(sending.versions.len().saturating_sub(1)).unwrap_or(u16::MAX);
    (number, couple.apology.is_unfolded(sending.id, number))
}

/// What the viewer had open last.
pub(super) fn opened_last(hurt: HurtId) -> Opened {
    let opened = journey::read_once(|couple, me| {
        let theirs = |it: &&Sending| it.hurt == hurt && it.author() != me && !it.withdrawn;
        let sending = couple.apology.all().find(theirs)?;
        let last = latest(couple, sending).0;
        (0..=last).rev().find(|it| couple.apology.is_unfolded(sending.id, *it))
    });
    RwSignal::new(opened.flatten())
}

/// Nothing was sent, or it was taken back. Nothing here tells whether the other writes.
pub(super) fn nothing(shown: &Shown) -> Node {
    let other = &shown.other;
    let lead =
        if shown.taken_back { apology::taken_back_lead(other) } else { apology::nothing_lead().to_owned() };
    ui::page(
        Place::Ours,
        view! {
            {head(back_to(shown), apology::nothing_title(), view! { <p class="lead">{lead}</p>{for_hurt(shown)} })}
            {offline()}
            {(!shown.taken_back).then(hurt_guide)}
            {shown.stands.is_some().then(|| heard_first(shown))}
            {kindly(apology::nothing_end())}
        },
    )
}

/// What has to come before an apology, and how the hurt partner can say that it need not.
fn heard_first(shown: &Shown) -> Node {
    let (hurt, waived) = (shown.hurt, shown.waived);
    let says = RwSignal::new(None);
    let waive = move |_| {
        tell(Command::Waive { hurt, waived: !waived }, says);
    };
    let stands = match (shown.heard, waived) {
        (true, _) => apology::you_feel_heard().to_owned(),
        (false, true) => apology::waived().to_owned(),
        (false, false) => apology::heard_first_says(&shown.other),
    };
    let act = (!shown.heard || waived).then(|| {
        let name = if waived { apology::waive_back() } else { apology::waive() };
        view! { <button class="button-quiet" type="button" on:click=waive>{name}</button> }
    });
    let href = hurt_page(hurt);
    view! {
        <section class="section" aria-labelledby="heard">
            <h2 id="heard">{apology::heard_first()}</h2>
            <p>{stands}</p>
            {refusal(says)}
            <p class="acts">{act}<a class="button-plain" href=href>{apology::heard_where()}</a></p>
        </section>
    }
}

pub(super) fn screen(shown: &Shown, sending: &Sending, opened: Opened) -> Node {
    let both = StoredValue::new((shown.clone(), sending.clone()));
    view! {{move || both.with_value(|(shown, sending)| match opened.get() {
        Some(version) if usize::from(version) < sending.versions.len() => open(shown, sending, version, opened),
        _ => closed(shown, sending, opened),
    })}}
}

fn unfold(
    sending: &Sending,
    opened: Opened,
    says: RwSignal<Option<&'static str>>,
) -> impl Fn(Event) + 'static {
    let apology = sending.id;
    let version = u16::try_from(sending.versions.len().saturating_sub(1)).unwrap_or(u16::MAX);
    move |_| {
        if tell(Command::Unfold { apology, version }, says) {
            opened.set(Some(version));
            page::arrive();
        }
    }
}

fn closed(shown: &Shown, sending: &Sending, opened: Opened) -> Node {
    let says = RwSignal::new(None);
    ui::page(
        Place::Ours,
        view! {
            {head(back_to(shown), apology::theirs_title(&shown.other), view! { <p class="lead">{apology::closed_lead()}</p>{for_hurt(shown)} })}
            {offline()}
            {hurt_guide()}
            {refusal(says)}
            <p class="acts acts-wide"><button class="button" type="button" on:click=unfold(sending, opened, says)>{icon("#icon-letter")}{apology::open()}</button><a class="button-plain" href="/">{words::app::not_now()}</a></p>
            {kindly(apology::closed_says())}
        },
    )
}

fn open(shown: &Shown, sending: &Sending, version: u16, opened: Opened) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let says = RwSignal::new(None);
    let rests = matches!(shown.stands, None | Some(Stands::Resting));
    let lead = if rests { apology::opened_rests() } else { apology::opened_lead() };
    let newer = (usize::from(version) + 1 < sending.versions.len()).then(|| {
        notice("#icon-letter", false, view! {
            <p>{apology::closed_newer_lead(&shown.other)}</p>
            <p class="acts"><button class="button-quiet button-small" type="button" on:click=unfold(sending, opened, says)>{apology::newer_open()}</button></p>
        })
    });
    let close = move |_| {
        opened.set(None);
        page::arrive();
    };
    let accepted = sending.is_accepted();
    ui::page(
        Place::Ours,
        view! {
            {head(back_to(shown), apology::theirs_title(&shown.other), view! { <p class="lead">{lead}</p>{for_hurt(shown)} })}
            {offline()}
            {newer}
            {refusal(says)}
            {letter::paper(two.other.as_ref(), &sending.versions, usize::from(version))}
            <p class="acts"><button class="button-plain" type="button" on:click=close>{apology::close_again()}</button></p>
            {answer::section(&shown.other, sending, version, rests)}

            {accepted.then(|| view! { <p class="quiet">{apology::after_accepting()}" "<a href="/same-page">{apology::to_same_page()}</a></p> })}
            {kindly(apology::not_forgiving())}
        },
    )
}

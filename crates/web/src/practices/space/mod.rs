//! Space on a screen: one calm page for both with the return time, asking for it, and the time-out, one tap away.

mod ask;
mod calm;
mod over;

use crate::view::*;
use domain::space::{Apart, Command, Contact, Refusal, Standing};
use domain::{Couple, Flaw, Moment, PersonId};

use crate::app::go;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{two, two_now};
use crate::ui::{self, Place, breath, head, icon, kindly, passing, when};
use crate::words::{self, space};

/// How long a time-out is by one tap.
const ONE_TAP_MINUTES: u16 = 20;
const LENGTHS: [u16; 3] = [20, 40, 60];

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => screen(),
        ["ask"] => ask::screen(),
        _ => return None,
    })
}

/// How it stands between the two, for the page.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    /// What holds and leads.
    leads: Option<Apart>,
    /// What the viewer asked for and still holds.
    own: Option<Apart>,
    /// The viewer's own that ended by itself, or the time-out of either.
    over: Option<Apart>,
}

impl Seen {
    fn of(couple: &Couple, me: PersonId, now: &Moment) -> Self {
        let space = &couple.space;
        let over = space.just_over(me, now).or_else(|| space.time_out_over(now));
        Self {
            leads: space.now(now).apart().cloned(),
            own: space.of(me, now).cloned(),
            over: over.filter(|_| !space.now(now).is_quiet()).cloned(),
        }
    }
}

fn screen() -> Node {
    page::title(words::app::ours());
    let now = passing();
    let seen = Memo::new(move || {
        let now = now.get();
        journey::read(|couple, me| Seen::of(couple, me, &now))
    });
    view! {{move || match seen.get() {
        None => Node::Nothing,
        Some(Seen { leads: Some(apart), own, .. }) => calm::screen(&apart, own.as_ref()),
        Some(Seen { over: Some(apart), .. }) => over::screen(&apart),
        Some(_) => home(),
    }}}
}

/// Nobody takes space now.
fn home() -> Node {
    let says = RwSignal::new(None);
    let lines = Guide {
        anyone: [space::anyone_1(), space::anyone_2(), space::anyone_3()],
        hurt: [space::hurt_1(), space::hurt_2(), space::hurt_3()],
        responsible: [space::responsible_1(), space::responsible_2(), space::responsible_3()],
    };
    let together = two_now().is_some_and(|it| it.are_together());
    let ask = view! { <p class="acts acts-wide"><a class="button" href="/space/ask">{icon("#icon-space")}{space::ask()}</a></p> };
    let time_out = view! {
        <section class="section" aria-labelledby="time-out">
            <h2 id="time-out">{space::time_out_title()}</h2>
            <p>{space::time_out_lead()}</p>
            <p class="acts">{LENGTHS.map(|minutes| taking(minutes, says)).into_iter().collect::<Vec<_>>()}</p>
            {refusal(says)}
        </section>
    };
    ui::breathing_page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), space::title(), ())}
            {guide(lines)}
            {offline()}
            {if together { view! { {ask}{time_out} } } else { view! { <p class="quiet">{space::alone()}</p> } }}
            {breath()}
            {kindly(space::kindly())}
        },
    )
}

/// A button that takes a time-out of so many minutes.
fn taking(minutes: u16, says: Says) -> Node {
    named(space::time_out_now(u64::from(minutes)), minutes, says)
}

fn named(name: String, minutes: u16, says: Says) -> Node {
    let take = move |_| {
        if tell(domain::Command::Space(Command::TakeTimeOut { minutes }), says) {
            page::arrive();
        }
    };
    view! { <button class="button-quiet" type="button" on:click=take>{name}</button> }
}

/// "Sunday, 23 November, 18:00"; a time-out is short enough for its time alone.
fn until(apart: &Apart) -> String {
    let at = platform::wall_clock_at(apart.until_ms());
    if apart.is_time_out() { when::clock(at) } else { when::day_and_time(at) }
}

fn fine(contact: Contact) -> &'static str {
    match contact {
        Contact::OnlyWhatCannotWait => space::fine_cannot_wait(),
        Contact::WhatHasToBeSettled => space::fine_settled(),
        Contact::ShortMessages => space::fine_short(),
        Contact::AllButThis => space::fine_all_but_this(),
    }
}

/// What stands on the pages of both while one of the two has space: a line with the return time that leads to the calm page.
pub(crate) fn line() -> Node {
    let now = passing();
    let holds = Memo::new(move || {
        let now = now.get();
        journey::read(|couple, _| couple.space.now(&now).apart().cloned()).flatten()
    });
    (move || {
        holds.get().map(|apart| {
            let (drawing, says) = if apart.is_time_out() {
                ("#icon-time-out", space::line_time_out(&until(&apart)))
            } else {
                ("#icon-space", space::line_space(&until(&apart)))
            };
            view! { <p class="apart">{icon(drawing)}<span>{says}" "<a href="/space">{words::app::see_it()}</a></span></p> }
        })
    })
    .into_node()
}

/// The time-out in the top bar of every joint screen: one tap, and it holds for both.
pub(crate) fn one_tap() -> Node {
    let can = Memo::new(|| {
        let now = platform::now();
        let free = journey::read(|couple, _| couple.space.now(&now) == Standing::None);
        free == Some(true) && two().is_some_and(|it| it.are_together())
    });
    let take = |_| {
        let command = Command::TakeTimeOut { minutes: ONE_TAP_MINUTES };
        // Whoever took one in the same instant has it already: the calm page is the same.
        let _ = journey::perform(domain::Command::Space(command));
        go("/space");
    };
    (move || {
        can.get().then(|| view! { <span class="top-acts"><button class="button-quiet button-small" type="button" on:click=take>{icon("#icon-time-out")}{space::time_out()}</button></span> })
    })
    .into_node()
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => space::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => space::words_too_long(),
        Refusal::NoSuchReturn => space::no_such_return(),
        Refusal::NotLonger => space::not_longer(),
        Refusal::NoSuchTimeOut => space::no_such_time_out(),
        Refusal::NoSuchSpace => space::no_such_space(),
        Refusal::OnlyTheAsker => space::only_asker(),
        Refusal::OnlyTheOther => space::only_other(),
        Refusal::AlreadyAsked => space::already_asked(),
    }
}

//! The page of one hurt: each one's account beside the other's, the parts as both name them, "I feel heard", and the way
//! to everything that belongs to it.

use std::rc::Rc;

use crate::view::*;
use domain::hurts::{Command, Hurt, Roles, Side, Telling};
use domain::path::{Chapter, Work, chapter};
use domain::{Couple, HurtId, PersonId};

use super::{account, at, name_of, not_here, side_name};
use crate::about;
use crate::app::go;
use crate::counsel::offer;
use crate::journey;
use crate::path::{chapter_mark, chapter_name, shown};
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, head, icon, kindly, person};
use crate::words::{self, hurts, writing};
use crate::writing::second_step;

/// A hurt as its page shows it.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    id: HurtId,
    name: String,
    hurt: Option<Hurt>,
    own: Option<Telling>,
    unread: bool,
    roles: Option<Roles>,
    heard: bool,
    ready: bool,
    mine_to_set: bool,
    /// The other shares why.
    why_told: bool,
    chapter: Chapter,
}

impl Seen {
    fn of(couple: &Couple, me: PersonId, id: HurtId) -> Option<Self> {
        let hurt = couple.hurts.get(id).filter(|it| it.is_shared());
        Some(Self {
            id,
            name: name_of(couple, id)?,
            own: couple.hurts.own(id).map(|(_, it)| it.clone()),
            unread: couple.hurts.is_unread(id, me),
            roles: hurt.and_then(Hurt::roles),
            heard: couple.feels_heard(id),
            ready: couple.time.is_ready(couple, id),
            mine_to_set: couple.time.is_mine_to_set(couple, id)
                && !couple.time.is_taken_by_the_other(couple, id),
            why_told: couple
                .partner()
                .is_some_and(|it| couple.why.shared_by(it).any(|it| it.hurt == Some(id))),
            chapter: chapter::of_hurt(couple, id),
            hurt: hurt.cloned(),
        })
    }
}

pub(super) fn screen(id: HurtId) -> Node {
    page::title(words::app::ours());
    let seen = Memo::new(move || journey::read(|couple, me| Seen::of(couple, me, id)).flatten());
    view! {{move || seen.get().map_or_else(not_here, |it| one(&it))}}
}

fn one(it: &Seen) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let says: Says = RwSignal::new(None);
    let content = match &it.hurt {
        Some(hurt) => between_two(it, hurt, &two, says),
        None => view! { {account::mine(it.id, None, it.own.as_ref(), &two)}{goes_on(it, &two)} },
    };
    let between = it.hurt.is_some();
    let page = if between { ui::wide_page } else { ui::page };
    page(
        if between { Place::Ours } else { Place::Mine },
        view! {
            {head(ui::back("/hurts", hurts::name()), it.name.clone(), ())}
            {offline()}
            {refusal(says)}
            {content}
            {it.own.is_some().then(|| offer(&it.id.to_string()))}
            {taking_away(it, &two, says)}
            {kindly(hurts::kindly())}
        },
    )
}

fn between_two(it: &Seen, hurt: &Hurt, two: &Two, says: Says) -> Node {
    let other = two.other_name();
    let waits = (!it.ready).then(|| {
        let says = if it.mine_to_set { hurts::you_take_time().to_owned() } else { hurts::not_ready(&other) };
        view! { <p class="state" role="status">{icon("#icon-resting")}{says}</p> }
    });
    let mine = hurt.told_by(two.me.id);
    view! {
        <p class="chapter-line">{chapter_mark(it.chapter)}<span>{hurts::chapter_is(chapter_name(it.chapter))}</span></p>
        {waits}
        <div class="views">
        <section class="section" aria-labelledby="their-account">
            <h2 id="their-account">{hurts::their_view(&other)}</h2>
            {account::theirs(hurt, two, it.unread, says)}
        </section>
        <section class="section" aria-labelledby="own-account">
            <h2 id="own-account">{hurts::your_view()}</h2>
            {account::mine(it.id, mine, it.own.as_ref(), two)}
        </section>
        </div>
        {named(it, hurt, two, says)}
        {heard(it, two, says)}
        {goes_on(it, two)}
    }
}

/// Who was hurt and who is responsible: as both see it, or each one's view beside the other's.
fn named(it: &Seen, hurt: &Hurt, two: &Two, says: Says) -> Node {
    let id = it.id;
    let stands = match it.roles {
        Some(roles) => {
            let name = |id: PersonId| two.seat(id).map(|it| it.name.clone()).unwrap_or_default();
            view! { <p>{hurts::parts_named(&name(roles.hurt), &name(roles.responsible))}</p> }
        }
        None => {
            let views: Vec<_> = two
                .in_order()
                .into_iter()
                .map(|seat| {
                    let says = match hurt.side_of(seat.id) {
                        Some(Side::IWasHurt) => hurts::says_hurt(),
                        Some(Side::IAmResponsible) => hurts::says_responsible(),
                        None => hurts::says_nothing(),
                    };
                    view! { <li>{person(seat.side, seat.name)}" "<span>{says}</span></li> }
                })
                .collect();
            view! { <p class="quiet">{hurts::parts_open()}</p><ul class="plain-lines">{views}</ul> }
        }
    };
    let mine = hurt.side_of(two.me.id);
    let options: Vec<_> = [Some(Side::IWasHurt), Some(Side::IAmResponsible), None].into_iter().map(|side| {
        let take = move |_| { tell(Command::TakeSide { hurt: id, side }.into(), says); };
        view! { <label><input type="radio" name="part" prop:checked=mine == side on:change=take/><span>{side_name(side)}</span></label> }
    }).collect();
    let choice = view! { <fieldset class="field"><legend class="label">{hurts::your_choice()}</legend><div class="answers">{options}</div></fieldset> };
    let choice = if it.roles.is_some() {
        view! { <details><summary>{hurts::your_choice()}</summary>{choice}</details> }
    } else {
        choice
    };
    view! { <section class="section" aria-labelledby="parts"><h2 id="parts">{hurts::parts_title()}</h2>{stands}{choice}</section> }
}

/// "I feel heard": the hurt partner's mark. The other reads of it only when it is there.
fn heard(it: &Seen, two: &Two, says: Says) -> Node {
    let Some(roles) = it.roles else { return Node::Nothing };
    let (id, other) = (it.id, two.other_name());
    let feel = move |heard| {
        tell(domain::talk::Command::FeelHeard { hurt: id, heard }.into(), says);
    };
    let stands = match (roles.hurt == two.me.id, it.heard) {
        (false, false) => return Node::Nothing,
        (false, true) => view! { <p class="state">{icon("#icon-talk")}{hurts::heard_theirs(&other)}</p> },
        (true, true) => view! {
            <p class="state" role="status">{icon("#icon-talk")}{hurts::heard_mine()}</p>
            <p class="acts"><button class="button-plain" type="button" on:click=move |_| feel(false)>{hurts::heard_back()}</button></p>
        },
        (true, false) => view! {
            <p>{hurts::heard_asks(&other)}</p>
            <p class="acts"><button class="button-quiet" type="button" on:click=move |_| feel(true)>{hurts::heard_say()}</button></p>
        },
    };
    view! { <section class="section" aria-labelledby="heard"><h2 id="heard">{hurts::heard_title()}</h2>{stands}</section> }
}

/// What belongs to this hurt, by the viewer's part in it.
fn goes_on(it: &Seen, two: &Two) -> Node {
    use Work::{Apology, Learning, Questions, Talk, Time, Why};
    let between = it.hurt.as_ref();
    let mine = between.map_or(it.own.as_ref().map(|it| it.side), |hurt| hurt.side_of(two.me.id));
    let works: &[Work] = match (between.is_some(), mine) {
        (true, Some(Side::IWasHurt)) if it.why_told => &[Questions, Why, Time, Talk, Apology, Learning],
        (true, Some(Side::IWasHurt)) => &[Questions, Time, Talk, Apology, Learning],
        (true, Some(Side::IAmResponsible)) => &[Why, Questions, Talk, Apology, Time, Learning],
        (true, None) => &[Time, Talk],
        // For oneself alone, what helps also alone.
        (false, Some(Side::IAmResponsible)) => &[Why, Learning],
        (false, _) => &[Questions, Learning],
    };
    let lines: Vec<_> = works
        .iter()
        .map(|work| (*work, shown(*work)))
        .filter(|(_, shown)| shown.is_here())
        .map(|(work, shown)| {
            let href = match work {
                Time | Apology => [shown.href, "/", &it.id.to_string()].concat(),
                _ => about::at(shown.href, Some(it.id), ""),
            };
            shown.line_to(href)
        })
        .collect();
    view! { <section class="section" aria-labelledby="on"><h2 id="on">{hurts::goes_on()}</h2><ul class="links">{lines}</ul></section> }
}

/// Taking back what is shared, and putting away what is one's own.
fn taking_away(it: &Seen, two: &Two, says: Says) -> Node {
    let id = it.id;
    let shared = it.hurt.as_ref().is_some_and(|hurt| hurt.told_by(two.me.id).is_some());
    let withdraw = move || {
        tell(Command::Withdraw { hurt: id }.into(), says);
    };
    let between = it.hurt.is_some();
    let put_away = move || {
        if tell(Command::PutAway { hurt: id }.into(), says) {
            go(&if between { at(id, "") } else { "/hurts".to_owned() });
        }
    };
    let back = shared.then(|| {
        second_step(hurts::take_back(), hurts::take_back_ask(), writing::take_back_yes(), Rc::new(withdraw))
    });
    let ask = if shared { hurts::put_away_shared() } else { hurts::put_away_ask() };
    let away = it
        .own
        .is_some()
        .then(|| second_step(hurts::put_away(), ask, writing::put_away_yes(), Rc::new(put_away)));
    view! { <div class="section">{back}{away}</div> }
}

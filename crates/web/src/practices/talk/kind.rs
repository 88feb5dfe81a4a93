//! How a talk ends: a minute to land, one kind sentence each, whether it is talked through, and "I feel heard".

use crate::view::*;
use domain::talk::{Command, Conversation, Devices, Side};
use domain::{Couple, HurtId, PersonId, TalkId};

use super::{Shown, do_it, name_of, not_here, one, shown_person};
use crate::about::About;
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal};
use crate::today::read_here;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, Reader, audience, breath, head, kindly, saved, when};
use crate::words::talk;
use crate::writing::Kept;

/// A hurt in which the viewer was hurt: its name, and whether they feel heard.
type Felt = (HurtId, String, bool);

pub(super) fn screen(id: TalkId) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let two = StoredValue::new(two);
    read_here(super::href(id), None);
    let says: Says = RwSignal::new(None);
    let known = Memo::new(move || journey::read(|couple, _| couple.talk.get(id).cloned()).flatten());
    let topic = Memo::new(move || {
        let known = known.get()?;
        journey::read(|couple, me| one::about(couple, me, &known)).flatten()
    });
    let felt = Memo::new(move || {
        let topic = topic.get();
        let about = |couple: &Couple| topic.as_ref().and_then(|it| couple.topic_about(&it.topic));
        journey::read(|couple, me| hurts_of(couple, me, about(couple))).unwrap_or_default()
    });
    let sentences = move || match known.get() {
        Some(known) => two.with_value(|two| kind_sentences(&known, two, says)),
        None => not_here(),
    };
    // A talk of another day is looked back at; the minute to land was its own day's.
    let day = journey::read_once(|couple, _| couple.talk.get(id).map(|it| it.last.ms)).flatten();
    let day = day.map(|ms| platform::wall_clock_at(ms).day()).filter(|it| *it < platform::now().today());
    let heading = match day {
        Some(day) => head(ui::back("/talk", talk::name()), talk::earlier_of(&when::day(day)), ()),
        None => view! {
            {head(ui::back("/talk", talk::name()), talk::over_title(), view! { <p class="lead">{talk::over_lead()}</p> })}
            <section class="section" aria-labelledby="minute"><h2 id="minute">{talk::minute()}</h2><p>{talk::minute_says()}</p>{breath()}</section>
        },
    };
    // The minute to land has its breath on the page.
    let page = if day.is_some() { ui::page } else { ui::breathing_page };
    page(
        Place::Ours,
        view! {
            {heading}
            {sentences}
            {refusal(says)}
            {move || topic.get().map(|it| through(&it, says))}
            {move || feeling(&felt.get(), says)}
            <p class="acts"><a class="button-quiet" href="/">{talk::done()}</a></p>
            {kindly(talk::kindly())}
        },
    )
}

fn kind_sentences(known: &Conversation, two: &Two, says: Says) -> Node {
    let me = known.side_of(two.me.id);
    let sides = [me, me.across()].map(|side| sentence(known, two, side, says));
    view! {
        <section class="section" aria-labelledby="kind"><div class="section-head"><h2 id="kind">{talk::kind()}</h2><p class="quiet">{talk::kind_says()}</p></div>
        {sides.into_iter().collect::<Vec<_>>()}</section>
    }
}

/// A side's sentence, or the place for it where this device may write it.
fn sentence(known: &Conversation, two: &Two, side: Side, says: Says) -> Node {
    let (id, mine) = (known.id, known.side_of(two.me.id) == side);
    if let Some(said) = known.kind_sentence(side) {
        return view! {
            <article class="paper"><p class="byline">{shown_person(two, known.asker(), side)}" "<span>{talk::kind_said()}</span></p>
            <div class="words"><p>{said.text.clone()}</p></div>{audience(Reader::Both)}</article>
        };
    }
    let passed = known.on == Devices::One && known.asker() == two.me.id;
    if !mine && !passed {
        return view! { <p class="quiet">{talk::kind_waiting()}</p> };
    }
    let (field, name, label) = if mine {
        ("kind-mine", talk::kind_mine(), talk::kind_for(&name_of(two, known.asker(), side.across())))
    } else {
        ("kind-theirs", talk::kind_theirs(), talk::kind_by(&name_of(two, known.asker(), side)))
    };
    let text = Kept::at(["talk/kind/", field, "/", &id.to_string()].concat(), "");
    let send =
        if mine && !passed { talk::kind_send(&two.other_name()) } else { talk::kind_keep().to_owned() };
    let say = move |event: Event| {
        event.prevent_default();
        if do_it(Command::SayKindly { talk: id, whose: side, text: text.text() }, says) {
            text.done();
        }
    };
    view! {
        <form class="section" on:submit=say aria-label=label.clone()>
            <p class="quiet">{label}</p>{audience(Reader::Both)}{text.field(field, name, "2")}{saved()}
            <p class="acts"><button class="button" type="submit">{send}</button></p>
        </form>
    }
}

fn through(shown: &Shown, says: Says) -> Node {
    let (topic, is) = (shown.topic.id, shown.through);
    let choose = move |through: bool, name: &'static str| {
        view! { <label><input type="radio" name="through" prop:checked=is == through on:change=move |_| { do_it(Command::TalkedThrough { topic, through }, says); }/><span>{name}</span></label> }
    };
    view! {
        <fieldset class="field"><legend class="heading">{talk::through()}</legend>
        <p class="quiet">{talk::through_says()}</p>
        <div class="answers">{choose(true, talk::through_yes())}{choose(false, talk::through_no())}</div></fieldset>
    }
}

/// The hurts in which the viewer was hurt: the one it was about, or all of them.
fn hurts_of(couple: &Couple, me: PersonId, about: About) -> Vec<Felt> {
    let about = |id: HurtId| about.is_none_or(|hurt| hurt == id);
    let hurts = couple.hurts.all().into_iter();
    let mine = hurts.filter(|it| it.roles().is_some_and(|it| it.hurt == me) && about(it.id));
    mine.filter_map(|it| Some((it.id, it.name()?.to_owned(), couple.talk.feels_heard(it.id, me)))).collect()
}

fn feeling(felt: &[Felt], says: Says) -> Node {
    if felt.is_empty() {
        return Node::Nothing;
    }
    let other = two_now().map(|it| it.other_name()).unwrap_or_default();
    let rows: Vec<_> =
        felt.iter().map(|(hurt, name, heard)| one_hurt(*hurt, name, *heard, &other, says)).collect();
    view! { <section class="section" aria-labelledby="felt"><h2 id="felt">{talk::felt()}</h2>{rows}</section> }
}

fn one_hurt(hurt: HurtId, name: &str, heard: bool, other: &str, says: Says) -> Node {
    let says_it = if heard { talk::felt_said().to_owned() } else { talk::felt_says(name, other) };
    let act = if heard { talk::feel_heard_back() } else { talk::i_feel_heard() };
    let say = move |_| {
        do_it(Command::FeelHeard { hurt, heard: !heard }, says);
        page::focus("#felt");
    };
    view! {
        <div class="section"><h3 class="small">{talk::felt_hurt(name)}</h3><p class="quiet">{says_it}</p>
        <p class="acts"><button class="button-quiet" type="button" on:click=say>{act}</button></p></div>
    }
}

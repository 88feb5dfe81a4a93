//! What there is to talk about, the talk that is on, and the talks the two had.

use std::rc::Rc;

use crate::view::*;
use domain::talk::{Command, Conversation, Topic};
use domain::{Couple, Day, Moment, PersonId, TalkId};

use super::{Shown, do_it, href};
use crate::about::{self, About};
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal};
use crate::today::{offline, read_here};
use crate::two::two;
use crate::ui::{self, Place, Reader, audience, day_field, empty, head, icon, kindly, passing, when};
use crate::words::{self, talk};
use crate::writing::second_step;

#[derive(Clone, Default, PartialEq, Eq)]
struct Seen {
    topics: Vec<Shown>,
    open: Option<TalkId>,
    quiet: bool,
    held: Vec<(TalkId, Day, usize)>,
}

fn gather(couple: &Couple, me: PersonId, true_now: &Moment, about: About) -> Seen {
    let quiet = couple.space.now(&platform::now()).is_quiet();
    let belongs = |it: &Topic| about.is_none() || couple.topic_about(it) == about;
    let was_about = |it: &&Conversation| {
        about.is_none() || it.topic.and_then(|it| couple.talk.topic(it)).is_some_and(belongs)
    };
    let held = couple.talk.held().into_iter().rev().filter(was_about).take(12);
    let topics = couple.talk.topics().into_iter().filter(|it| belongs(it));
    Seen {
        topics: topics.map(|it| Shown::of(couple, me, it)).collect(),
        // What was only asked for waits quietly while one of the two has space.
        open: couple.talk.open(true_now).filter(|it| it.joined || !quiet).map(|it| it.id),
        quiet,
        held: held.map(|it| (it.id, platform::wall_clock_at(it.asked.ms).day(), it.turns.len())).collect(),
    }
}

pub(super) fn screen(about: About) -> Node {
    page::title(words::app::ours());
    let now = passing();
    let seen = Memo::new(move || {
        now.track();
        let true_now = journey::of_the_moment();
        journey::read(|couple, me| gather(couple, me, &true_now, about)).unwrap_or_default()
    });
    read_here("/talk".to_owned(), about);
    let says = RwSignal::new(None);
    let lines = Guide {
        anyone: [talk::anyone_1(), talk::anyone_2(), talk::anyone_3()],
        hurt: [talk::hurt_1(), talk::hurt_2(), talk::hurt_3()],
        responsible: [talk::responsible_1(), talk::responsible_2(), talk::responsible_3()],
    };
    ui::page(
        Place::Ours,
        view! {
            {head(about::back(about, ui::back("/ours", words::app::ours())), talk::title(), ())}
            {about::line(about, "/talk")}
            {about.is_none().then(|| guide(lines))}
            {offline()}
            {move || begin(&seen.get())}
            {refusal(says)}
            {move || topics(&seen.get(), about, says)}
            {move || earlier(&seen.get().held)}
            {kindly(talk::kindly())}
        },
    )
}

fn begin(seen: &Seen) -> Node {
    if two().is_none_or(|it| !it.are_together()) {
        return view! { <p class="quiet">{talk::needs_two()}</p> };
    }
    match seen.open {
        Some(open) => view! {
            <p class="acts acts-wide"><a class="button" href=href(open)>{icon("#icon-talk")}{talk::go_to_talk()}</a><span class="quiet">{talk::talk_is_on()}</span></p>
        },
        None if seen.quiet => {
            view! { <p class="quiet">{talk::in_space()}" "<a href="/space">{talk::see_space()}</a></p> }
        }
        None => {
            view! { <p class="acts acts-wide"><a class="button" href="/talk/begin">{icon("#icon-talk")}{talk::ask()}</a></p> }
        }
    }
}

fn topics(seen: &Seen, about: About, says: Says) -> Node {
    let href = about::at("/talk", about, "/topic");
    let add = view! { <a class="button-quiet" href=href>{icon("#icon-plus")}{talk::add_topic()}</a> };
    if seen.topics.is_empty() {
        let together = two().is_some_and(|it| it.are_together());
        return empty(talk::no_topics(), talk::no_topics_says(), together.then_some(add).into_node());
    }
    let may = seen.open.is_none() && !seen.quiet;
    let papers: Vec<_> = seen.topics.iter().map(|it| paper(it, may, says)).collect();
    view! {
        <section class="section" aria-labelledby="topics">
            <div class="section-head"><h2 id="topics">{talk::topics()}</h2><p class="quiet">{talk::topics_says()}</p></div>
            {audience(Reader::Both)}
            <div class="papers">{papers}</div>
            <p class="acts">{add}</p>
        </section>
    }
}

fn paper(shown: &Shown, may: bool, says: Says) -> Node {
    let (topic, through) = (shown.topic.id, shown.through);
    let state = |drawing: &'static str, says: String| view! { <p class="state">{icon(drawing)}{says}</p> };
    let day = shown.topic.for_day.map(|it| state("#icon-date", talk::for_day(&when::weekday_and_day(it))));
    let from = shown.comes_from().map(|it| state("#icon-talk", it));
    let name = if through { talk::not_through_for_me() } else { talk::through_for_me() };
    let say = move |_| {
        do_it(Command::TalkedThrough { topic, through: !through }, says);
    };
    let back = move || {
        do_it(Command::TakeTopicBack { topic }, says);
    };
    let begin = ["/talk/begin/", &topic.to_string()].concat();
    let ways = (may && !through)
        .then(|| view! { <a class="button-quiet button-small" href=begin>{talk::talk_about()}</a> });
    view! {
        <article class="paper">
            <div class="words"><p>{shown.topic.text.clone()}</p></div>
            {from}{day}
            {through.then(|| view! { <p class="quiet">{talk::through_state()}</p> })}
            <p class="acts">{ways}<button class="button-plain" type="button" on:click=say>{name}</button></p>
            <details><summary>{if shown.mine { talk::another_day_or_back() } else { talk::another_day() }}</summary>{other_day(shown, says)}
            {shown.mine.then(|| second_step(words::writing::take_back(), talk::no_topics_says(), words::writing::take_back_yes(), Rc::new(back)))}</details>
        </article>
    }
}

fn other_day(shown: &Shown, says: Says) -> Node {
    let topic = shown.topic.id;
    let on = RwSignal::new(shown.topic.for_day.map(|it| it.to_string()).unwrap_or_default());
    let keep = move |_| {
        do_it(Command::KeepFor { topic, for_day: Day::parse(&on.get_untracked()) }, says);
    };
    view! {
        <div class="section"><p class="quiet">{talk::another_day_says()}</p>{day_field("day", talk::topic_day(), on)}
        <p class="acts"><button class="button-quiet button-small" type="button" on:click=keep>{talk::keep_day()}</button></p></div>
    }
}

fn earlier(held: &[(TalkId, Day, usize)]) -> Node {
    if held.is_empty() {
        return Node::Nothing;
    }
    let rows: Vec<_> = held.iter().map(|(id, day, turns)| view! {
        <li><a href=href(*id)>{icon("#icon-talk")}<span>{talk::earlier_of(&when::day(*day))}<small>{talk::turns_held(*turns as u64)}</small></span>{ui::icon_turns("#icon-onward")}</a></li>
    }).collect();
    view! { <section class="section" aria-labelledby="earlier"><h2 id="earlier">{talk::earlier()}</h2><ul class="links">{rows}</ul></section> }
}

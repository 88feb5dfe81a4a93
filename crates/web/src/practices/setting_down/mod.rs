//! Setting the past down on a screen: a thought in one tap and what becomes of it, the plan, and one's own weeks.

mod carry;
mod one;
mod plan;
mod weeks;

use crate::view::*;
use domain::setting_down::{Choice, Command, Refusal, Thought};
use domain::{Couple, Flaw, ThoughtId};

use crate::app::go;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, kindly, saved, when};
use crate::words::{self, setting_down};
use crate::writing::Kept;

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => screen(),
        ["plan"] => plan::screen(),
        ["weeks"] => weeks::screen(),
        [id] => with(id, one::screen),
        [id, "question"] => with(id, carry::question),
        [id, "talk"] => with(id, carry::talk),
        _ => return None,
    })
}

fn with(id: &str, page: fn(ThoughtId) -> Node) -> Node {
    ThoughtId::parse(id).map_or_else(not_here, page)
}

fn not_here() -> Node {
    ui::page(
        Place::Mine,
        view! { {head(ui::back("/setting-down", setting_down::name()), words::writing::not_here(), ())} },
    )
}

/// A thought in the list.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    drawing: &'static str,
    href: String,
    text: String,
    says: String,
}

/// What was chosen for a thought, in words.
fn says_of(choice: Option<Choice>) -> String {
    match choice {
        None => setting_down::is_open().to_owned(),
        Some(Choice::Rests) => setting_down::rests().to_owned(),
        Some(Choice::Question(_)) => setting_down::is_question().to_owned(),
        Some(Choice::Topic(_)) => setting_down::is_topic().to_owned(),
        Some(Choice::ForTalk { day: None }) => setting_down::waits_for_talk().to_owned(),
        Some(Choice::ForTalk { day: Some(day) }) => {
            setting_down::waits_for_talk_on(&when::weekday_and_day(day))
        }
        Some(Choice::ForCounsellor) => setting_down::waits_for_counsellor().to_owned(),
    }
}

fn drawing(choice: Option<Choice>) -> &'static str {
    match choice {
        None => "#icon-write",
        Some(Choice::Rests) => "#icon-resting",
        Some(Choice::Question(_)) => "#icon-question",
        Some(Choice::Topic(_) | Choice::ForTalk { .. }) => "#icon-talk",
        Some(Choice::ForCounsellor) => "#icon-counsellor",
    }
}

fn row(it: &Thought) -> Row {
    Row {
        drawing: drawing(it.choice),
        href: ["/setting-down/", &it.id.to_string()].concat(),
        text: it.text.clone(),
        says: says_of(it.choice),
    }
}

fn screen() -> Node {
    page::title(words::app::mine());
    let rows = Memo::new(move || {
        let all =
            |couple: &Couple| couple.setting_down.thoughts().into_iter().rev().map(row).collect::<Vec<_>>();
        journey::read(|couple, _| all(couple)).unwrap_or_default()
    });
    let lines = Guide {
        anyone: [setting_down::anyone_1(), setting_down::anyone_2(), setting_down::anyone_3()],
        hurt: [setting_down::hurt_1(), setting_down::hurt_2(), setting_down::hurt_3()],
        responsible: [
            setting_down::responsible_1(),
            setting_down::responsible_2(),
            setting_down::responsible_3(),
        ],
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/mine", words::app::mine()), setting_down::title(), ())}
            {guide(lines)}
            {offline()}
            {setting_one_down()}
            {move || list(rows.get())}
            {plan::theirs()}
            <ul class="links">
                {link("/setting-down/plan", "#icon-note", setting_down::plan_title(), setting_down::plan_says())}
                {link("/setting-down/weeks", "#icon-check-in", setting_down::weeks_title(), setting_down::weeks_says())}
            </ul>
            {kindly(setting_down::kindly())}
        },
    )
}

fn link(href: &'static str, drawing: &'static str, name: &'static str, says: &'static str) -> Node {
    view! { <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
}

/// The newest of the viewer's thoughts.
fn newest() -> Option<ThoughtId> {
    journey::read_once(|couple, _| couple.setting_down.thoughts().last().map(|it| it.id)).flatten()
}

/// One tap: write it, and it stands here.
fn setting_one_down() -> Node {
    let thought = Kept::at("setting_down/thought".to_owned(), "");
    let says: Says = RwSignal::new(None);
    let set_down = move |event: Event| {
        event.prevent_default();
        if tell(Command::SetDown { text: thought.text() }.into(), says) {
            thought.done();
            if let Some(id) = newest() {
                go(&["/setting-down/", &id.to_string()].concat());
            }
        }
    };
    view! {
        <form class="section" on:submit=set_down>
            {audience(Reader::OnlyYou)}
            {thought.field("thought", setting_down::what_came(), "3")}
            {saved()}
            {refusal(says)}
            <p class="acts acts-wide"><button class="button" type="submit">{setting_down::set_it_down()}</button></p>
        </form>
    }
}

fn list(rows: Vec<Row>) -> Node {
    if rows.is_empty() {
        return Node::Nothing;
    }
    let rows: Vec<_> = rows.into_iter().map(|it| view! {
        <li><a href=it.href>{icon(it.drawing)}<span class="words cut">{it.text}<small>{it.says}</small></span>{icon_turns("#icon-onward")}</a></li>
    }).collect();
    view! { <section class="section" aria-labelledby="set-down"><h2 id="set-down">{setting_down::all()}</h2><ul class="links links-words">{rows}</ul></section> }
}

/// The other's name, or nothing when there is nobody to share with.
fn other() -> Option<String> {
    two().filter(|it| it.are_together()).map(|it| it.other_name())
}

/// The day something was written on.
fn day_of(ms: u64) -> String {
    when::day(platform::wall_clock_at(ms).day())
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => setting_down::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => words::app::too_long(),
        Refusal::NoSuchThought => words::writing::not_here(),
        Refusal::DayIsPast => setting_down::day_past(),
        Refusal::AlreadyCarriedOver => setting_down::already_carried(),
        Refusal::TooMany => setting_down::too_many(),
        Refusal::ChangedSince => setting_down::changed_since(),
        Refusal::NothingShared => setting_down::nothing_shared(),
    }
}

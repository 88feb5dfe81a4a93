//! One promise: the day in question first, then the record in one sentence, then stitches, then how sure one can be.

use crate::view::*;
use domain::promises::{Command, Counts, How, Promise, PromiseRecord, Seen, Source, Told, Week};
use domain::{Day, PromiseId};

use super::{day_name, not_here, repeats, stitches};
use crate::dates;
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{refusal, unheard};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, head, person, saved, tenths, when, words_field};
use crate::words::{self, promises};

/// Everything the page shows of a promise.
#[derive(Clone, PartialEq)]
struct Shown {
    promise: Promise,
    record: PromiseRecord,
    in_question: Option<Week>,
    told: Option<Told>,
    open: bool,
    mine: bool,
}

pub(super) fn screen(id: PromiseId) -> Node {
    page::title(words::app::ours());
    let now = platform::now();
    let shown = Memo::new(move || {
        journey::read(|couple, me| {
            let promise = couple.promises.get(id)?;
            let in_question = promise.day_in_question(&now);
            let told =
                in_question.as_ref().and_then(|it| promise.days.get(&it.on)).and_then(|it| it.told.clone());
            Some(Shown {
                record: promise.record(&now),
                in_question,
                told,
                open: promise.is_open(&now),
                mine: promise.maker() == me,
                promise: promise.clone(),
            })
        })
        .flatten()
    });
    view! {{move || shown.get().map_or_else(not_here, one)}}
}

fn one(shown: Shown) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let says = RwSignal::new(None);
    let question = shown.in_question.as_ref().map(|week| in_question(&shown, week, &two, says));
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/promises", promises::name()), shown.promise.words.clone(), byline(&shown.promise, &two))}
            {offline()}
            {question}
            {refusal(says)}
            {record(&shown.record)}
            {sure(&shown.record)}
            {facts(&shown, &two, says)}
        },
    )
}

fn byline(promise: &Promise, two: &Two) -> Node {
    let seats =
        (two.seat(promise.maker()).cloned(), two.in_order().into_iter().find(|it| it.id != promise.maker()));
    let (Some(maker), Some(receiver)) = seats else { return Node::Nothing };
    let made = platform::wall_clock_at(promise.made.ms);
    view! { <p class="byline">{person(maker.side, maker.name)}" "<span>{promises::promised()}</span>" "{person(receiver.side, receiver.name)}" "<span>{promises::on(&when::day(made.day()))}</span></p> }
}

/// The day that asks for a word, from the one who may give it.
fn in_question(shown: &Shown, week: &Week, two: &Two, says: RwSignal<Option<&'static str>>) -> Node {
    let (id, on) = (shown.promise.id, week.on);
    let asks = match (shown.mine, &shown.told) {
        (true, _) => how_did_it_go(id, on, shown.told.as_ref(), says),
        (false, told) => how_was_it(id, on, told.as_ref(), &two.other_name(), says),
    };
    view! { <section class="paper" aria-labelledby="now"><h2 id="now">{day_name(on)}</h2>{asks}</section> }
}

fn tell(command: Command, says: RwSignal<Option<&'static str>>) -> bool {
    match journey::perform(domain::Command::Promises(command)) {
        Ok(()) => {
            says.set(None);
            true
        }
        Err(reason) => {
            says.set(Some(unheard(&reason)));
            false
        }
    }
}

/// For the maker: kept, or missed and what I do about it.
fn how_did_it_go(
    promise: PromiseId,
    on: Day,
    told: Option<&Told>,
    says: RwSignal<Option<&'static str>>,
) -> Node {
    let key = ["promises/missed/", &promise.to_string(), "/", &on.to_string()].concat();
    let what = RwSignal::new(journey::draft(&key));
    let missing = RwSignal::new(!what.get_untracked().is_empty());
    let kept = told == Some(&Told::Kept);
    let missed = matches!(told, Some(Told::Missed { .. }));
    let (draft, done) = (key.clone(), key);
    let say_missed = move |event: Event| {
        event.prevent_default();
        let command =
            Command::ReportMissed { promise, on, what_i_do: what.get_untracked().trim().to_owned() };
        if tell(command, says) {
            journey::keep_draft(&done, "");
        }
    };
    let say_missed = StoredValue::new(say_missed);
    let draft = StoredValue::new(draft);
    view! {
        <p>{promises::ask_maker()}</p>
        <div class="answers" role="group" aria-labelledby="now">
            <label><input type="radio" name="told" prop:checked=kept on:change=move |_| { missing.set(false); tell(Command::ReportKept { promise, on }, says); }/><span>{promises::kept()}</span></label>
            <label><input type="radio" name="told" prop:checked=missed on:change=move |_| missing.set(true)/><span>{promises::missed()}</span></label>
        </div>
        {move || missing.get().then(|| view! {
            <form class="section" on:submit=move |event| say_missed.with_value(|say| say(event))>
                {words_field("what-i-do", promises::what_i_do(), "2", what, move |text| draft.with_value(|key| journey::keep_draft(key, &text)))}
                {saved()}
                <p class="field-note">{promises::missed_help()}</p>
                <p class="acts"><button class="button" type="submit">{promises::say_missed()}</button></p>
            </form>
        })}
        <p class="small">{promises::leave_open()}</p>
    }
}

/// For the receiver: how it was for them.
fn how_was_it(
    promise: PromiseId,
    on: Day,
    told: Option<&Told>,
    maker: &str,
    says: RwSignal<Option<&'static str>>,
) -> Node {
    let (told, what) = match told {
        Some(Told::Kept) => (promises::says_kept(maker), None),
        Some(Told::Missed { what_i_do }) => (promises::says_missed(maker), Some(what_i_do.clone())),
        None => (promises::says_nothing().to_owned(), None),
    };
    let answers: Vec<_> = [(Seen::Kept, promises::kept()), (Seen::Missed, promises::missed()), (Seen::Unclear, promises::unclear())].into_iter().map(|(seen, name)| view! {
        <label><input type="radio" name="seen" prop:checked=false on:change=move |_| { tell(Command::Confirm { promise, on, seen }, says); }/><span>{name}</span></label>
    }).collect();
    view! {
        <p>{told}</p>
        {what.map(|it| view! { <div class="words"><p>{it}</p></div> })}
        <div class="answers" role="group" aria-labelledby="now">{answers}</div>
        <p class="small">{promises::leave_open()}</p>
    }
}

fn record(record: &PromiseRecord) -> Node {
    let Counts { missed, told_first, .. } = record.counts;
    let fact = record.since.map_or_else(
        || promises::nothing_counted().to_owned(),
        |since| {
            promises::kept_of(
                &record.counts.kept.to_string(),
                &record.counts.settled().to_string(),
                &when::day(since),
            )
        },
    );
    let honest = (missed > 0 && missed == told_first).then(|| view! {
        <div class="margin-note" data-tone="plain"><p><b>{promises::told_first()}</b>" "{promises::told_first_more()}</p></div>
    });
    page::scroll_to_end(".weeks");
    view! {
        <section class="with-margin" aria-labelledby="so-far">
            <div class="section">
                <h2 id="so-far" class="only-read">{promises::so_far()}</h2>
                <p class="record"><span class="record-fact">{fact}</span></p>
                {stitches::picture(&record.days)}
            </div>
            {honest}
        </section>
    }
}

fn sure(record: &PromiseRecord) -> Node {
    let enough = record.counts.settled() >= stitches::FEWEST;
    let content = match record.lately.filter(|_| enough) {
        Some(share) => {
            let tenth = |it: f64| tenths((it * 10.0).round());
            let says = promises::how_often_says(&tenth(share.likely), &tenth(share.low), &tenth(share.high));
            view! { <p>{says}</p>{stitches::lens(&share)} }
        }
        None => view! { <p class="quiet">{promises::too_early()}</p> },
    };
    view! {
        <section class="section sure" aria-labelledby="sure">
            <h2 id="sure">{promises::how_often()}</h2>
            {content}
            <details><summary>{promises::how_sure()}</summary><p class="quiet">{promises::how_sure_says()}</p></details>
        </section>
    }
}

fn source(promise: &Promise, two: &Two) -> String {
    match promise.source {
        Source::Myself => promises::from_myself().to_owned(),
        Source::Need => {
            let other = two
                .in_order()
                .into_iter()
                .find(|it| it.id != promise.maker())
                .map(|it| it.name)
                .unwrap_or_default();
            promises::from_need(&other)
        }
        Source::Apology => promises::from_apology().to_owned(),
        Source::Lesson => promises::from_lesson().to_owned(),
        Source::Agreement => promises::from_agreement().to_owned(),
        Source::Question(_) => promises::from_question().to_owned(),
    }
}

fn facts(shown: &Shown, two: &Two, says: RwSignal<Option<&'static str>>) -> Node {
    let promise = &shown.promise;
    let until = repeats::until(&promise.when).unwrap_or_else(|| promises::until_ended().to_owned());
    let over = promise.over.map(|over| {
        let at = when::day(platform::wall_clock_at(over.at.ms).day());
        let how = match over.how {
            How::Ended => promises::ended(),
            How::LetGo => promises::was_let_go(),
        };
        view! { <dt>{how}</dt><dd>{promises::on(&at)}</dd> }
    });
    view! {
        <section class="section" aria-labelledby="what">
            <h2 id="what">{promises::what_was()}</h2>
            <dl class="facts">
                <dt>{promises::repeats()}</dt><dd>{repeats::says(&promise.when)}</dd>
                <dt>{promises::until()}</dt><dd>{until}</dd>
                <dt>{promises::from()}</dt><dd>{source(promise, two)}</dd>
                {over}
            </dl>
            {shown.open.then(dates::link)}
            {shown.open.then(|| ending(promise.id, shown.mine, two.other_name(), says))}
        </section>
    }
}

/// Ending takes a second step, which says what will happen.
fn ending(promise: PromiseId, mine: bool, other: String, says: RwSignal<Option<&'static str>>) -> Node {
    let asked = RwSignal::new(false);
    let (name, ask, yes, command) = if mine {
        (promises::end().to_owned(), promises::end_ask(), promises::end_yes(), Command::End { promise })
    } else {
        (promises::let_go(&other), promises::let_go_ask(), promises::let_go_yes(), Command::LetGo { promise })
    };
    let command = StoredValue::new(command);
    (move || if asked.get() {
        view! {
            <p class="quiet" role="status">{ask}</p>
            <p class="acts">
                <button class="button-quiet button-final" type="button" on:click=move |_| { tell(command.get_value(), says); }>{yes}</button>
                <button class="button-plain" type="button" on:click=move |_| asked.set(false)>{words::app::not_now()}</button>
            </p>
        }
    } else {
        let name = name.clone();
        view! { <p class="acts"><button class="button-plain" type="button" on:click=move |_| asked.set(true)>{name}</button></p> }
    })
    .into_node()
}

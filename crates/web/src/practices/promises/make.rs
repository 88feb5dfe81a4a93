//! Making a promise: one concrete thing, on a day or days, that the other can see.

use crate::view::*;
use domain::promises::{Command, NewPromise, Nth, Repeat, Source, When};
use domain::{Day, PromiseId};

use crate::app::go;
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{refusal, unheard};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, saved};
use crate::words::{self, promises};
use crate::writing::Kept;

/// The ways of coming back that are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    Once,
    Daily,
    Weekly,
    TwoWeekly,
    Monthly,
    MonthlyThe,
}

/// What it comes from, of what a person can say here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Myself,
    Need,
    Agreement,
}

#[derive(Clone, Copy)]
struct Form {
    words: Kept,
    pattern: RwSignal<Pattern>,
    first: Kept,
    until: Kept,
    from: RwSignal<From>,
    says: RwSignal<Option<&'static str>>,
}

pub(super) fn screen() -> Node {
    page::title(words::app::ours());
    let Some(two) = two_now() else { return Node::Nothing };
    let other = two.other_name();
    let form = Form {
        words: Kept::at("promises/words".to_owned(), ""),
        pattern: RwSignal::new(Pattern::Weekly),
        first: first_day(),
        until: Kept::at("promises/until".to_owned(), ""),
        from: RwSignal::new(From::Myself),
        says: RwSignal::new(None),
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/promises", promises::name()), promises::make_title(), view! { <p class="lead">{promises::make_lead(&other)}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=move |event| { event.prevent_default(); form.hand_in(); }>
                <div class="section">{form.words.field("words", promises::words(), "2")}
                    <p class="field-note">{promises::words_hint()}</p>{saved()}</div>
                {choices("pattern", promises::when(), patterns(), form.pattern)}
                <div class="section">{form.first.day("first", promises::first_day())}
                    {move || (form.pattern.get() != Pattern::Once).then(|| form.until.day("until", promises::last_day()))}</div>
                {choices("from", promises::comes_from(), sources(&other), form.from)}
                {audience(Reader::Both)}
                {refusal(form.says)}
                <p class="acts acts-wide"><button class="button" type="submit">{promises::tell(&other)}</button><a class="button-plain" href="/promises">{words::app::not_now()}</a></p>
            </form>
        },
    )
}

/// The first day as it was last chosen, or today where that has gone by.
fn first_day() -> Kept {
    let (key, today) = ("promises/first", platform::now().today());
    if day_of(&journey::draft(key)).is_some_and(|chosen| chosen < today) {
        journey::keep_draft(key, "");
    }
    Kept::at(key.to_owned(), &today.to_string())
}

fn patterns() -> Vec<Choice<Pattern>> {
    vec![
        Choice::of(Pattern::Once, promises::once(), promises::once_says()),
        Choice::of(Pattern::Daily, promises::daily(), promises::daily_says()),
        Choice::of(Pattern::Weekly, promises::weekly(), promises::weekly_says()),
        Choice::of(Pattern::TwoWeekly, promises::two_weekly(), promises::two_weekly_says()),
        Choice::of(Pattern::Monthly, promises::monthly(), promises::monthly_says()),
        Choice::of(Pattern::MonthlyThe, promises::monthly_the(), promises::monthly_the_says()),
    ]
}

fn sources(other: &str) -> Vec<Choice<From>> {
    vec![
        Choice::of(From::Myself, promises::from_myself(), promises::from_myself_says()),
        Choice {
            value: From::Need,
            name: promises::from_need(other),
            says: promises::from_need_says().to_owned(),
        },
        Choice::of(From::Agreement, promises::from_agreement(), promises::from_agreement_says()),
    ]
}

fn day_of(text: &str) -> Option<Day> {
    Day::parse(text)
}

/// The rule that the first day stands for.
fn repeat(pattern: Pattern, first: Day) -> Repeat {
    let on = domain::day::Weekdays::of(&[first.weekday()]);
    let day = first.day();
    match pattern {
        Pattern::Once => Repeat::Once,
        Pattern::Daily => Repeat::Daily { every: 1 },
        Pattern::Weekly => Repeat::Weekly { every: 1, on },
        Pattern::TwoWeekly => Repeat::Weekly { every: 2, on },
        Pattern::Monthly => Repeat::MonthlyOn { every: 1, day },
        Pattern::MonthlyThe => Repeat::MonthlyThe { every: 1, nth: nth(first), weekday: first.weekday() },
    }
}

/// Which of its weekdays in the month a day is. What may be the last is the last: so people say it.
fn nth(day: Day) -> Nth {
    match day.day() {
        after if after > day.days_in_month() - 7 => Nth::Last,
        1..=7 => Nth::First,
        8..=14 => Nth::Second,
        15..=21 => Nth::Third,
        _ => Nth::Fourth,
    }
}

impl Form {
    fn hand_in(self) {
        let Some(first) = day_of(&self.first.text()) else {
            return self.says.set(Some(promises::day_missing()));
        };
        let pattern = self.pattern.get_untracked();
        let until = if pattern == Pattern::Once { None } else { day_of(&self.until.text()) };
        let source = match self.from.get_untracked() {
            From::Myself => Source::Myself,
            From::Need => Source::Need,
            From::Agreement => Source::Agreement,
        };
        let promise = NewPromise {
            words: self.words.text(),
            source,
            when: When { from: first, until, repeat: repeat(pattern, first) },
            in_place_of: None::<PromiseId>,
        };
        match journey::perform(domain::Command::Promises(Command::Make(promise))) {
            Ok(()) => {
                for kept in [self.words, self.first, self.until] {
                    kept.done();
                }
                go("/promises");
            }
            Err(reason) => self.says.set(Some(unheard(&reason))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_the_last_week_of_a_month_is_the_last_of_its_kind() {
        let day = |day| Day::new(2025, 6, day).unwrap();
        assert_eq!(nth(day(2)), Nth::First);
        assert_eq!(nth(day(12)), Nth::Second);
        assert_eq!(nth(day(23)), Nth::Fourth);
        assert_eq!(nth(day(24)), Nth::Last);
    }
}

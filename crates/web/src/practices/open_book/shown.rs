//! An agreement in words: what it says, its parts, and how it stands now.

use crate::view::*;
use domain::open_book::{Agreement, How, Often, Opens, Over, Stands, Step, Terms, Thing};
use domain::{AgreementId, Couple, Day, Stamp};

use crate::platform;
use crate::two::Two;
use crate::ui::when;
use crate::words::open_book;
use crate::writing::said;

/// One of them, and how it stands.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) it: Agreement,
    pub(super) stands: Stands,
}

impl Shown {
    pub(super) fn of(couple: &Couple, it: &Agreement) -> Self {
        Self { it: it.clone(), stands: it.stands(couple, &platform::now()) }
    }

    pub(super) fn by_id(couple: &Couple, id: AgreementId) -> Option<Self> {
        couple.open_book.get(id).map(|it| Self::of(couple, it))
    }

    /// Whether both agreed to it and it goes on, also while something holds it up.
    pub(super) fn goes_on(&self) -> bool {
        matches!(self.stands, Stands::Begins | Stands::Holds(_) | Stands::InSpace | Stands::Paused)
    }

    /// Whether it waits for the other's word.
    pub(super) fn is_proposed(&self) -> bool {
        self.stands == Stands::Proposed
    }
}

pub(super) fn thing(it: Thing) -> &'static str {
    match it {
        Thing::Phone => open_book::phone(),
        Thing::Accounts => open_book::accounts(),
        Thing::Calendar => open_book::calendar(),
        Thing::Whereabouts => open_book::whereabouts(),
    }
}

/// "The phone · The calendar".
pub(super) fn things(all: &[Thing]) -> String {
    all.iter().map(|it| thing(*it)).collect::<Vec<_>>().join(" · ")
}

pub(super) fn often(it: Often) -> &'static str {
    match it {
        Often::Daily => open_book::daily(),
        Often::TwiceAWeek => open_book::twice_a_week(),
        Often::Weekly => open_book::weekly(),
        Often::EverySecondWeek => open_book::every_second_week(),
        Often::EveryFourthWeek => open_book::every_fourth_week(),
    }
}

/// Who opens, as the viewer says it.
fn who(opens: Opens, mine: bool, two: &Two) -> String {
    match (opens, mine) {
        (Opens::Both, _) => open_book::both_of_you().to_owned(),
        (Opens::Proposer, true) | (Opens::TheOther, false) => open_book::you().to_owned(),
        (Opens::Proposer, false) | (Opens::TheOther, true) => two.other_name(),
    }
}

/// What an agreement says, part for part. `mine` is whether the viewer proposed it.
pub(super) fn terms(it: &Terms, mine: bool, two: &Two) -> Node {
    let how = match it.how {
        How::Together => open_book::how_together(),
        How::OnAsking => open_book::how_asking(),
    };
    let exactly = it.exactly.clone().map(|it| said(open_book::exactly_name(), it));
    view! {
        {said(open_book::who_opens(), who(it.opens, mine, two))}
        {said(open_book::things(), things(&it.things))}
        {exactly}
        {said(open_book::the_way(), how.to_owned())}
        {said(open_book::others_name(), it.others.clone())}
        {said(open_book::days_name(), stretch(it.from, it.until))}
        {said(open_book::review_name(), when::weekday_and_day(it.review))}
    }
}

fn stretch(from: Day, until: Day) -> String {
    open_book::step(&when::day(from), &when::day(until))
}

/// The three parts of each stretch, each with less than the one before; the one of today is named.
pub(super) fn steps(stretches: impl IntoIterator<Item = [Step; 3]>, today: Option<Day>) -> Node {
    let row = |step: Step| {
        let now = today.is_some_and(|it| (step.from..=step.until).contains(&it));
        let now = now.then(|| view! { " · "<b>{open_book::now_here()}</b> });
        let most = open_book::at_most(&lower(often(step.often)));
        view! { <li><span class="words">{most}</span><span class="quiet">{stretch(step.from, step.until)}{now}</span></li> }
    };
    let list = |all: [Step; 3]| {
        let rows: Vec<_> = all.into_iter().map(row).collect();
        view! { <ol class="said">{rows}</ol> }
    };
    let lists: Vec<_> = stretches.into_iter().map(list).collect();
    view! {
        <section class="section" aria-labelledby="less"><div class="section-head"><h2 id="less">{open_book::becomes_less()}</h2><p class="quiet">{open_book::becomes_less_says()}</p></div>
            {lists}</section>
    }
}

/// As it is said inside a sentence.
pub(super) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|it| it.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// "12 June".
pub(super) fn on(at: Stamp) -> String {
    when::day(platform::wall_clock_at(at.ms).day())
}

/// How it stands, in a sentence.
pub(super) fn stands(shown: &Shown, two: &Two) -> String {
    let (it, name) = (&shown.it, two.other_name());
    let mine = it.proposer() == two.me.id;
    let until = when::day(it.terms.until);
    let changes = it.changes.is_some();
    let plain = match shown.stands {
        Stands::Proposed if changes && mine => return open_book::change_proposed_you(&name),
        Stands::Proposed if changes => open_book::change_proposed_them(),
        Stands::Overtaken => open_book::stands_overtaken(),
        Stands::Apart => open_book::stands_apart(),
        Stands::Proposed if mine => return open_book::stands_proposed_you(&name),
        Stands::Proposed => open_book::stands_proposed_them(),
        Stands::NeverHeld => open_book::stands_never_held(),
        Stands::Begins => return open_book::stands_begins(&when::weekday_and_day(it.terms.from)),
        Stands::Holds(step) => {
            return open_book::stands_holds(&lower(often(step.often)), &when::day(step.until));
        }
        Stands::Paused => return paused(it, two),
        Stands::InSpace => open_book::stands_in_space(),
        Stands::RanOut { renewed_by: None } => return open_book::stands_ran_out(&until),
        Stands::RanOut { renewed_by: Some(who) } if who == two.me.id => {
            return open_book::stands_ran_out_you(&until);
        }
        Stands::RanOut { renewed_by: Some(_) } => return open_book::stands_ran_out_them(&until, &name),
        Stands::Over(Over::Changed { .. }) => open_book::stands_changed(),
        Stands::Over(Over::Ended { by, at }) if it.agreed.is_none() => {
            let day = on(at);
            return match (by == it.proposer(), changes) {
                (true, false) => open_book::stands_taken_back(&day),
                (false, false) => open_book::stands_turned_down(&day),
                (true, true) => open_book::change_taken_back(&day),
                (false, true) => open_book::change_turned_down(&day),
            };
        }
        Stands::Over(Over::Ended { by, at }) if by == two.me.id => {
            return open_book::stands_ended_you(&on(at));
        }
        Stands::Over(Over::Ended { at, .. }) => return open_book::stands_ended_them(&name, &on(at)),
    };
    plain.to_owned()
}

fn paused(it: &Agreement, two: &Two) -> String {
    let name = two.other_name();
    let by_other = two.other.as_ref().is_some_and(|other| it.is_paused_by(other.id));
    match (it.is_paused_by(two.me.id), by_other) {
        (true, true) => open_book::stands_paused_both().to_owned(),
        (true, false) => open_book::stands_paused_you().to_owned(),
        _ => open_book::stands_paused_them(&name),
    }
}

/// How it stands, in a few words for a list.
pub(super) fn shortly(shown: &Shown) -> String {
    match shown.stands {
        Stands::Proposed => open_book::short_proposed().to_owned(),
        Stands::Begins => open_book::short_begins(&when::day(shown.it.terms.from)),
        Stands::Holds(step) => open_book::short_holds(often(step.often), &when::day(step.until)),
        Stands::Paused => open_book::short_paused().to_owned(),
        Stands::InSpace => open_book::short_in_space().to_owned(),
        Stands::Overtaken => open_book::short_overtaken().to_owned(),
        Stands::Apart => open_book::short_apart().to_owned(),
        Stands::NeverHeld | Stands::RanOut { .. } => open_book::short_until(&when::day(shown.it.terms.until)),
        Stands::Over(Over::Ended { at, .. }) => open_book::short_until(&on(at)),
        Stands::Over(Over::Changed { .. }) => open_book::stands_changed().to_owned(),
    }
}

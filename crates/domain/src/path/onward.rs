//! What the chapter suggests, and what helps also alone: the practices that Today names beside what asks for the viewer
//! by itself.

use crate::couple::Couple;
use crate::day::Moment;
use crate::ids::HurtId;
use crate::path::{Because, Chapter, Readiness, Suggestion, What, Work, chapter};
use crate::practices::apology::Stands;
use crate::practices::hurts::{Hurt, Side};

/// What the chapter of the two suggests to the viewer beside what asks for them by itself.
pub(super) fn of_the_chapter(couple: &Couple, now: &Moment, all: &mut Vec<Suggestion>) {
    let mut begin = |work, because| all.push(Suggestion { what: What::Begin { work }, because });
    match chapter::of_both(couple) {
        Chapter::Steady => {
            if couple.ground_rules.is_empty() {
                begin(Work::GroundRules, Because::SteadyComesFirst);
            }
            if !couple.signs.looked_lately(now) {
                begin(Work::Signs, Because::SteadyComesFirst);
            }
        }
        Chapter::Understand => understand(couple, &mut begin),
        Chapter::Amend => amend(couple, &mut begin),
        Chapter::Rebuild => {
            if couple.promises.made_by(couple.viewer).is_empty() {
                begin(Work::Promises, Because::BothWantToRebuild);
            }
            come_close(couple, &mut begin);
        }
        Chapter::Keep => {}
    }
    let unsaid = !couple.path.i_said(couple, Readiness::SteadyEnough);
    if unsaid && has_begun_to_steady(couple) {
        all.push(Suggestion { what: What::SaySteady, because: Because::YouSayWhen });
    }
}

/// What helps also alone, whatever the chapter.
pub(super) fn for_oneself(couple: &Couple, now: &Moment, all: &mut Vec<Suggestion>) {
    let mut begin =
        |work| all.push(Suggestion { what: What::Begin { work }, because: Because::ItHelpsAlsoAlone });
    if !couple.signs.looked_lately(now) {
        begin(Work::Signs);
    }
    if couple.hurts.written().next().is_none() {
        begin(Work::Hurts);
    }
}

/// Whether the viewer has done anything for steadiness: only then it is worth asking.
fn has_begun_to_steady(couple: &Couple) -> bool {
    !couple.ground_rules.standing().is_empty() || !couple.check_in.opened(couple).is_empty()
}

/// The hurts in which the viewer has named their part so, and nobody takes time.
fn with_side(couple: &Couple, side: Side) -> Vec<HurtId> {
    let of = |it: &&Hurt| it.side_of(couple.viewer) == Some(side) && couple.time.is_ready(couple, it.id);
    couple.hurts.all().into_iter().filter(of).map(|it| it.id).collect()
}

fn understand(couple: &Couple, begin: &mut dyn FnMut(Work, Because)) {
    let because = Because::BothSaidSteady;
    let told = couple.hurts.all().iter().any(|it| it.told_by(couple.viewer).is_some());
    if !told && couple.hurts.written().next().is_none() {
        begin(Work::Hurts, because);
    }
    if !couple.talk.topics().is_empty() {
        begin(Work::Talk, because);
    }
    if !with_side(couple, Side::IAmResponsible).is_empty() && couple.why.writings().next().is_none() {
        begin(Work::Why, because);
    }
    let asked = couple.questions.asked().iter().any(|it| it.asker() == couple.viewer);
    if !asked && !with_side(couple, Side::IWasHurt).is_empty() {
        begin(Work::Questions, because);
    }
}

/// What looks forward, one after the other: what one needs, then wishes, then time together, then the people one can trust.
fn come_close(couple: &Couple, begin: &mut dyn FnMut(Work, Because)) {
    let begun = [
        (Work::Needs, couple.needs.never_asked(couple.viewer)),
        (Work::Vulnerability, couple.vulnerability.picked(couple.viewer).is_none()),
        (Work::Closeness, couple.closeness.loved(couple.viewer).is_none()),
        (Work::OurFuture, couple.our_future.is_empty(couple)),
        (Work::Memories, couple.memories.is_empty()),
        (Work::Circle, couple.circle.is_empty()),
    ];
    if let Some((work, _)) = begun.into_iter().find(|(_, is_empty)| *is_empty) {
        begin(work, Because::BothWantToRebuild);
    }
}

fn amend(couple: &Couple, begin: &mut dyn FnMut(Work, Because)) {
    let stands = |hurt: &HurtId| couple.apology.stands(couple, *hurt);
    let mine = with_side(couple, Side::IAmResponsible);
    if mine.iter().any(|it| stands(it) == Some(Stands::CanBeSent)) {
        begin(Work::Apology, Because::ItWasHeard);
    }
    let accepted = couple.hurts.all().iter().any(|it| stands(&it.id) == Some(Stands::Accepted));
    if accepted
        && couple.same_page.both_chose(couple).is_none()
        && couple.same_page.to_write(couple).sealed.is_none()
    {
        begin(Work::SamePage, Because::AnApologyWasAccepted);
    }
}

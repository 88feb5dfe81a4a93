//! What the chapter suggests, and what helps also alone: the practices that Today names beside what asks for the viewer
//! by itself.

use crate::couple::Couple;
use crate::day::Moment;
use crate::ids::HurtId;
use crate::path::{Because, Chapter, Readiness, Suggestion, What, Work, chapter, stuck};
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
            let unsaid = |it: &HurtId| couple.time.is_unsaid(*it);
            if with_side(couple, Side::IWasHurt).iter().any(unsaid) {
                begin(Work::Time, Because::YouSetThePace);
            }
        }
        Chapter::Understand => understand(couple, now, &mut begin),
        Chapter::Amend => amend(couple, &mut begin),
        Chapter::Rebuild => {
            if couple.promises.made_by(couple.viewer).is_empty() {
                begin(Work::Promises, Because::BothWantToRebuild);
            }
            come_close(couple, &mut begin);
        }
        Chapter::Keep => {}
    }
    by_the_signs(couple, now, &mut begin);
    let unsaid = !couple.path.i_said(couple, Readiness::SteadyEnough);
    if unsaid && has_begun_to_steady(couple) {
        all.push(Suggestion { what: What::SaySteady, because: Because::YouSayWhen });
    }
}

/// What helps also alone, whatever the chapter: a look at the signs, then what happened, then why, then what one takes
/// along, one after the other. Space and a time-out are for rest: no more of it is named then.
pub(super) fn for_oneself(couple: &Couple, now: &Moment, all: &mut Vec<Suggestion>) {
    let mut begin = |work, because| all.push(Suggestion { what: What::Begin { work }, because });
    if !couple.signs.looked_lately(now) {
        begin(Work::Signs, Because::ItHelpsAlsoAlone);
    }
    let responsible = couple.hurts.written().any(|(_, _, it)| it.side == Side::IAmResponsible);
    let next = if couple.hurts.written().next().is_none() {
        Some(Work::Hurts)
    } else if couple.space.now(now).is_quiet() {
        None
    } else if responsible && !has_begun_why(couple) {
        Some(Work::Why)
    } else {
        couple.learning.lessons().is_empty().then_some(Work::Learning)
    };
    next.into_iter().for_each(|work| begin(work, Because::ItIsForYouFirst));
    set_down(couple, now, &mut begin);
}

/// A practice that answers what the viewer saw in themselves at their last look, where no other rule leads to it. What is
/// felt from the other leads nowhere by itself: to ask something of them for it is not for a suggestion to say.
fn by_the_signs(couple: &Couple, now: &Moment, begin: &mut dyn FnMut(Work, Because)) {
    let here = chapter::of_both(couple);
    let left_open = |work: &Work| match work {
        Work::Space => !couple.space.asked_lately(couple.viewer, now),
        Work::OpenBook => couple.open_book.all().is_empty(),
        _ => false,
    };
    let leads = couple.signs.leads_lately(now).filter(|it| it.chapter() == here);
    leads.filter(left_open).for_each(|work| begin(work, Because::YourSignsLeadThere));
}

/// When most of what one wrote in the last days is about what was: a thought can be set down.
fn set_down(couple: &Couple, now: &Moment, begin: &mut dyn FnMut(Work, Because)) {
    let goes_round = couple.looking(now.today(), 1).iter().all(stuck::is_mostly_back);
    if goes_round && couple.setting_down.thoughts().is_empty() {
        begin(Work::SettingDown, Because::WritingQuiets);
    }
}

fn has_begun_why(couple: &Couple) -> bool {
    couple.why.writings().next().is_some()
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

fn understand(couple: &Couple, now: &Moment, begin: &mut dyn FnMut(Work, Because)) {
    let because = Because::BothSaidSteady;
    let told = couple.hurts.all().iter().any(|it| it.told_by(couple.viewer).is_some());
    if !told && couple.hurts.written().next().is_none() {
        begin(Work::Hurts, because);
    }
    if !couple.talk.topics().is_empty() {
        begin(Work::Talk, because);
    }
    let responsible = !with_side(couple, Side::IAmResponsible).is_empty();
    if responsible && !has_begun_why(couple) {
        begin(Work::Why, because);
    }
    let asked = couple.questions.asked().iter().any(|it| it.asker() == couple.viewer);
    let hurt = !with_side(couple, Side::IWasHurt).is_empty();
    if hurt && !asked {
        begin(Work::Questions, because);
    }
    // What one takes along comes when one's own part of it was begun, and not while time is taken.
    let begun = hurt && asked || responsible && has_begun_why(couple);
    if begun && couple.learning.lessons().is_empty() {
        begin(Work::Learning, Because::ItIsForYouFirst);
    }
    set_down(couple, now, begin);
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

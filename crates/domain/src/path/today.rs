//! Today: at most three things, chosen by one pure function of the couple, its viewer and the moment.

use crate::couple::Couple;
use crate::day::{Day, Moment};
use crate::ids::HurtId;
use crate::path::{Because, Chapter, Readiness, Suggestion, What, Work, chapter};
use crate::practices::apology::Stands;
use crate::practices::boosters;
use crate::practices::hurts::{Hurt, Side};

/// How many things Today shows at most.
pub const AT_MOST: usize = 3;

/// How Today is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Looking {
    /// Only what one does for oneself: for this visit, on this screen.
    pub only_for_myself: bool,
    /// Whether a thing has a place where it can be done.
    pub can_be_done: fn(&What) -> bool,
    /// Now, for what is only of the moment: a clock that is wrong by days neither hides nor invents that the other asks
    /// to talk.
    pub of_the_moment: Moment,
}

/// What Today suggests to the viewer now: at most three things, none of them put aside for today. Zero is fine.
#[must_use]
pub fn today(couple: &Couple, now: &Moment) -> Vec<Suggestion> {
    suggested(couple, now, &Looking { only_for_myself: false, can_be_done: |_| true, of_the_moment: *now })
}

/// What Today suggests, looked at in a certain way.
///
/// - Nothing joint without a partner, during space or a time-out, or for who looks for themselves alone.
/// - Nothing about a hurt while who was hurt takes time over it.
/// - When the past will not let go, the kind step back comes in place of more of the past.
/// - What is only to be read is told until it was looked at.
/// - After a week without a word of one's own, a step for oneself leads, where fewer than three things wait.
/// - When the two have closed their journey, nothing comes by itself any more.
/// - Nothing depends on what the other has not done.
#[must_use]
pub fn suggested(couple: &Couple, now: &Moment, looking: &Looking) -> Vec<Suggestion> {
    let today = now.today();
    let together = couple.are_together();
    let quiet = couple.space.now(now).is_quiet();
    let joint = together && !quiet && !looking.only_for_myself;
    let mut all = couple.attention(now);
    let asked = couple.talk.asked_of(couple.viewer, &looking.of_the_moment);
    let join = |talk| Suggestion { what: What::JoinTalk { talk }, because: Because::TheyAskedToTalk };
    all.extend(asked.map(join));
    if joint {
        of_the_chapter(couple, now, &mut all);
    } else {
        for_oneself(couple, now, &mut all);
    }
    let mut chosen: Vec<Suggestion> = Vec::new();
    let stuck = all.iter().any(|it| it.what == What::StepBack);
    let closed = boosters::is_closed(couple) && !looking.only_for_myself;
    for it in all {
        let about_space = it.what.is_about_space() && together && !looking.only_for_myself;
        let waits = it.what.hurt().is_some_and(|hurt| !couple.time.is_ready(couple, hurt));
        let more_of_the_past = stuck && looks_back(&it.what);
        let sleeps = closed && it.what.comes_by_itself();
        let fits = (joint || about_space || !it.is_joint()) && !waits && !more_of_the_past && !sleeps;
        if !fits || !may_be_shown(couple, &it, today) || !(looking.can_be_done)(&it.what) {
            continue;
        }
        let at = chosen.partition_point(|other| other.what <= it.what);
        if at.checked_sub(1).and_then(|it| chosen.get(it)).is_none_or(|other| other.what != it.what) {
            chosen.insert(at, it);
        }
    }
    chosen.truncate(AT_MOST);
    if !stuck && !closed {
        lead_back(couple, now, looking, &mut chosen);
    }
    chosen
}

/// After silence: a step for oneself comes first. What waits already does not give way to it.
fn lead_back(couple: &Couple, now: &Moment, looking: &Looking, chosen: &mut Vec<Suggestion>) {
    let back = after_silence(couple, now).filter(|it| may_be_shown(couple, it, now.today()));
    let Some(back) = back.filter(|it| (looking.can_be_done)(&it.what)) else { return };
    chosen.retain(|it| it.what != back.what);
    if chosen.len() < AT_MOST {
        chosen.insert(0, back);
    }
}

/// Not put aside for today, and not looked at already.
fn may_be_shown(couple: &Couple, it: &Suggestion, today: Day) -> bool {
    !couple.path.is_aside(&it.what, today) && !couple.path.is_read(&it.what)
}

/// After a week without a word of one's own: a small step for oneself. What the two have between them can wait.
fn after_silence(couple: &Couple, now: &Moment) -> Option<Suggestion> {
    let work = if couple.signs.looked_lately(now) { Work::SettingDown } else { Work::Signs };
    let because = Because::ASmallStepIsAWayBack;
    couple.path.was_silent(now).then_some(Suggestion { what: What::Begin { work }, because })
}

/// What the other shared and the viewer has not looked at, of the things that are there to be read.
#[must_use]
pub fn unread(couple: &Couple, now: &Moment) -> Vec<What> {
    let all = couple.attention(now).into_iter().map(|it| it.what);
    all.filter(|it| it.is_only_read() && !couple.path.is_read(it)).collect()
}

/// What asks for more of the past. What the other waits for is not among it: a step back is no reason to leave a
/// question unanswered.
fn looks_back(what: &What) -> bool {
    let begins = [Work::Hurts, Work::Questions, Work::Talk, Work::Why];
    match what {
        What::Begin { work } => begins.contains(work),
        What::WriteQuestion => true,
        _ => false,
    }
}

/// What the chapter of the two suggests to the viewer beside what asks for them by itself.
fn of_the_chapter(couple: &Couple, now: &Moment, all: &mut Vec<Suggestion>) {
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
fn for_oneself(couple: &Couple, now: &Moment, all: &mut Vec<Suggestion>) {
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

//! Today: at most three things, chosen by one pure function of the couple, its viewer and the moment.

use crate::couple::Couple;
use crate::day::{Day, Moment};
use crate::path::onward::{for_oneself, of_the_chapter};
use crate::path::{Because, Suggestion, What, Work};
use crate::practices::boosters;

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

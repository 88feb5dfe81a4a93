//! What the screens show of questions: the asker's shelves, what was asked of me, what was asked before, the hours.

use crate::couple::Couple;
use crate::day::{Day, Moment};
use crate::ids::{HoursId, PersonId, QuestionId};
use crate::practices::questions::likeness::Shape;
use crate::practices::questions::{Answer, Hours, HoursNow, Question, Questions, Resting, Shelf};
use crate::stamp::Stamp;

/// One of the viewer's questions on its shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnTheShelf<'a> {
    /// Which.
    pub id: QuestionId,
    /// The question.
    pub text: &'a str,
    /// Where it is on its way.
    pub place: Place<'a>,
    /// It is not sent yet and asks for pictures: nudge.
    pub asks_for_pictures: bool,
}

/// Where a question of the viewer is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// Only the viewer can read it; it rests.
    Resting {
        /// Until then, in milliseconds since 1970.
        until_ms: u64,
    },
    /// Only the viewer can read it; it is put away.
    PutAway,
    /// Only the viewer can read it; it goes in the next question hours, or at once.
    Queued,
    /// Only the viewer can read it; it was written while they were alone, and inviting the other shares none of
    /// it. Putting it on a shelf again does.
    WrittenAlone,
    /// It was sent.
    Sent(&'a Question),
}

/// The viewer's questions by their own sorting. Each shelf has the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelves<'a> {
    /// "Need to know now", and whatever was sent.
    pub need_to_know_now: Vec<OnTheShelf<'a>>,
    /// "Not sure".
    pub not_sure: Vec<OnTheShelf<'a>>,
    /// "Don't want to know yet".
    pub not_yet: Vec<OnTheShelf<'a>>,
}

/// An earlier question that is close to a new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier<'a> {
    /// The earlier question, with its answers.
    pub question: &'a Question,
    /// How alike they are, from 0 to 1.
    pub likeness: f64,
}

/// How question hours stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoursStanding {
    /// Which.
    pub id: HoursId,
    /// The hours.
    pub hours: Hours,
    /// Whether the viewer proposed them.
    pub mine: bool,
}

impl Questions {
    /// The viewer's shelves.
    #[must_use]
    pub fn shelves<'a>(&'a self, couple: &Couple, now: &Moment) -> Shelves<'a> {
        let (viewer, since) = (couple.viewer, couple.people.together_since(couple.viewer));
        let mut all: Vec<(Stamp, Shelf, OnTheShelf<'_>)> = Vec::new();
        for (id, resting) in &self.mine {
            if self.resting(*id).is_some() {
                let there = couple.brought.was_shelved_there(*id, resting.sorted);
                let place = resting.place(since.filter(|_| !there), now);
                all.push((resting.sorted, resting.shelf, OnTheShelf::new(*id, &resting.text, place)));
            }
        }
        for question in self.ours.asked.values().filter(|it| it.asker() == viewer) {
            let shelf = self.mine.get(&question.id).map_or(Shelf::NeedToKnowNow, |it| it.shelf);
            all.push((
                question.asked,
                shelf,
                OnTheShelf::new(question.id, &question.text, Place::Sent(question)),
            ));
        }
        lean::sort(&mut all, &|one, other| (one.0, one.2.id) > (other.0, other.2.id));
        let mut shelves = Shelves::default();
        for (_, shelf, it) in all {
            match (&it.place, shelf) {
                (Place::Sent(_), _) | (_, Shelf::NeedToKnowNow) => shelves.need_to_know_now.push(it),
                (_, Shelf::NotSure) => shelves.not_sure.push(it),
                (_, Shelf::NotYet) => shelves.not_yet.push(it),
            }
        }
        shelves
    }

    /// What was asked of the viewer, the newest first. Outside the question hours, those still to be answered wait
    /// out of sight; what was answered can be read at any time.
    #[must_use]
    pub fn asked_of(&self, viewer: PersonId, now: &Moment) -> Vec<&Question> {
        let open = self.hours_now(now).lets_pass();
        let mut all = self.asked();
        all.retain(|it| it.asker() != viewer && (open || !it.answers.is_empty()));
        all.reverse();
        all
    }

    /// Questions that were answered with "let's talk" and are not settled: topics for a talk.
    #[must_use]
    pub fn talk_topics(&self) -> Vec<&Question> {
        self.settled_elsewhere(&Answer::LetsTalk)
    }

    /// Questions that are to be answered with the counsellor.
    #[must_use]
    pub fn counsellor_topics(&self) -> Vec<&Question> {
        self.settled_elsewhere(&Answer::WithOurCounsellor)
    }

    fn settled_elsewhere(&self, way: &Answer) -> Vec<&Question> {
        let mut all = self.asked();
        all.retain(|it| it.mark.is_none() && it.answer().is_some_and(|given| given.answer == *way));
        all
    }

    /// What the viewer asked before that is close to a text, the closest first. Show it with its answer before
    /// the new one is asked.
    #[must_use]
    pub fn asked_before(&self, viewer: PersonId, text: &str) -> Vec<Earlier<'_>> {
        let shape = Shape::of(text);
        let own = self.ours.asked.values().filter(|it| it.asker() == viewer);
        let mut close: Vec<Earlier<'_>> = own
            .map(|question| Earlier { question, likeness: shape.likeness(&Shape::of(&question.text)) })
            .filter(|it| it.likeness >= super::CLOSE)
            .collect();
        lean::sort(&mut close, &|one, other| {
            let by_likeness = other.likeness.total_cmp(&one.likeness);
            by_likeness.then_with(|| other.question.asked.cmp(&one.question.asked)).is_lt()
        });
        close
    }

    /// How many times a person asked the question that returned most, among those that were asked since a day. A
    /// question that was not asked again counts once.
    #[must_use]
    pub fn most_returned(&self, asker: PersonId, since: Day) -> usize {
        let mut most = 0;
        for question in self.ours.asked.values().filter(|it| it.asker() == asker && it.asked.day() >= since) {
            let (mut times, mut earlier) = (1, question.again);
            // A chain that bites its own tail has no more links than there are questions.
            while let Some(before) =
                earlier.and_then(|it| self.get(it)).filter(|_| times < super::MOST_RETURNS)
            {
                (times, earlier) = (times + 1, before.again);
            }
            most = most.max(times);
        }
        most
    }

    /// The hours both agreed to.
    #[must_use]
    pub fn hours(&self, viewer: PersonId) -> Option<HoursStanding> {
        self.standing(viewer, true)
    }

    /// The newest hours that one of the two proposed and the other has not agreed to.
    #[must_use]
    pub fn proposed_hours(&self, viewer: PersonId) -> Option<HoursStanding> {
        self.standing(viewer, false)
    }

    fn standing(&self, viewer: PersonId, agreed: bool) -> Option<HoursStanding> {
        let open = self.ours.hours.iter().filter(|(_, it)| !it.ended && it.agreed.is_some() == agreed);
        let (id, newest) = open.max_by_key(|(id, it)| (it.agreed, it.proposed, **id))?;
        Some(HoursStanding { id: *id, hours: newest.hours, mine: id.author() == viewer })
    }

    /// Whether questions pass now.
    #[must_use]
    pub fn hours_now(&self, now: &Moment) -> HoursNow {
        let agreed = self.ours.hours.values().filter(|it| !it.ended && it.agreed.is_some());
        let latest = agreed.max_by_key(|it| (it.agreed, it.proposed));
        latest.map_or(HoursNow::NoneAgreed, |it| it.hours.now(now))
    }

    /// Whether a question reaches the other now: not outside the hours, and not while either has space.
    pub(super) fn passes(&self, couple: &Couple, now: &Moment) -> bool {
        self.hours_now(now).lets_pass() && !couple.space.now(now).is_quiet()
    }

    /// The viewer's questions whose time has come: sent by the device, by itself. What was written alone never is.
    #[must_use]
    pub fn due(&self, couple: &Couple, now: &Moment) -> Vec<QuestionId> {
        let Some(since) = couple.people.together_since(couple.viewer) else { return Vec::new() };
        if !self.passes(couple, now) {
            return Vec::new();
        }
        let there = |id, it: &Resting| couple.brought.was_shelved_there(id, it.sorted);
        let unsent = self.mine.keys().filter_map(|id| Some((*id, self.resting(*id)?)));
        let mut due: Vec<(QuestionId, &Resting)> =
            unsent.filter(|(id, it)| it.sorted > since && !there(*id, it) && it.is_due(now)).collect();
        lean::sort(&mut due, &|one, other| (one.1.sorted, one.0) < (other.1.sorted, other.0));
        due.into_iter().map(|(id, _)| id).collect()
    }
}

impl Resting {
    /// Whether nothing but the question hours holds it back.
    #[must_use]
    pub fn is_due(&self, now: &Moment) -> bool {
        match self.shelf {
            Shelf::NeedToKnowNow => true,
            Shelf::NotSure => self.rests_until_ms.is_some_and(|it| it <= now.ms),
            Shelf::NotYet => false,
        }
    }

    fn place(&self, since: Option<Stamp>, now: &Moment) -> Place<'static> {
        if self.shelf != Shelf::NotYet && since.is_none_or(|it| self.sorted < it) {
            return Place::WrittenAlone;
        }
        match (self.shelf, self.rests_until_ms) {
            (Shelf::NotSure, Some(until_ms)) if until_ms > now.ms => Place::Resting { until_ms },
            // Unsure without an end of its rest: it never goes by itself.
            (Shelf::NotSure, None) | (Shelf::NotYet, _) => Place::PutAway,
            (Shelf::NeedToKnowNow | Shelf::NotSure, _) => Place::Queued,
        }
    }
}

impl<'a> OnTheShelf<'a> {
    fn new(id: QuestionId, text: &'a str, place: Place<'a>) -> Self {
        let sent = matches!(place, Place::Sent(_));
        Self { id, text, place, asks_for_pictures: !sent && super::asks_for_pictures(text) }
    }
}

//! What may be asked of promises, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::{PersonId, PromiseId, QuestionId};
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, LONGEST_LINE, Practice, Sealing, Stamped, words};
use crate::practices::promises::words::{
    Command, Confirmed, Ended, Event, LetGo, Made, NewPromise, Refusal, Reported, Source, Told, When,
};
use crate::practices::promises::{MAKER_SPEAKS_FIRST_DAYS, Promise, Promises};

/// How far back Today reminds of a day about which nothing was said. Older days may be left open for ever.
const RECENT_DAYS: i32 = 7;

/// The promise that "I need until that day" makes.
pub(crate) fn made_for_question(promise: PromiseId, day: Day, question: QuestionId, text: &str) -> Event {
    let mut end = text.len().min(LONGEST_LINE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let words = text.get(..end).unwrap_or_default().to_owned();
    let when = When::once(day);
    Event::Made(Made { promise, words, source: Source::Question(question), when, in_place_of: None })
}

impl Promises {
    /// An answer in time keeps the promises to answer that question which `maker` has not spoken about.
    pub(crate) fn kept_by_answering(
        &self,
        question: QuestionId,
        maker: PersonId,
        today: Day,
    ) -> impl Iterator<Item = Event> {
        let made = self.ours.values().filter(move |it| it.maker() == maker && it.over.is_none());
        let waiting = made.filter(move |it| it.source == Source::Question(question));
        let in_time = waiting.filter(move |it| today <= it.when.from);
        let silent = in_time.filter(|it| it.days.get(&it.when.from).is_none_or(|said| said.told.is_none()));
        silent.map(|it| Event::Reported(Reported { promise: it.id, on: it.when.from, told: Told::Kept }))
    }

    fn known(&self, promise: PromiseId) -> Result<&Promise, Refusal> {
        self.get(promise).ok_or(Refusal::NoSuchPromise)
    }

    fn make(&self, with: &mut Deciding<'_>, new: NewPromise) -> Result<Vec<Event>, Refusal> {
        let words = words(&new.words, LONGEST_LINE).map_err(Refusal::Words)?;
        if new.when.from < with.now.today() {
            return Err(Refusal::DayIsPast);
        }
        if new.when.on_or_after(new.when.from).is_none() {
            return Err(Refusal::NeverComes);
        }
        let mut events = Vec::new();
        if let Some(before) = new.in_place_of {
            self.may_end(with.me, before)?;
            events.push(Event::Ended(Ended { promise: before }));
        }
        let promise = PromiseId::make(with.me, (with.fresh)());
        let NewPromise { source, when, in_place_of, .. } = new;
        events.push(Event::Made(Made { promise, words, source, when, in_place_of }));
        Ok(events)
    }

    fn may_end(&self, me: PersonId, promise: PromiseId) -> Result<(), Refusal> {
        let promise = self.known(promise)?;
        if promise.maker() != me {
            return Err(Refusal::OnlyTheMaker);
        }
        promise.over.map_or(Ok(()), |_| Err(Refusal::AlreadyOver))
    }

    fn report(&self, with: &Deciding<'_>, promise: PromiseId, on: Day, told: Told) -> Result<Event, Refusal> {
        let known = self.known(promise)?;
        if known.maker() != with.me {
            return Err(Refusal::OnlyTheMaker);
        }
        if !known.is_about(on) {
            return Err(Refusal::NotThatDay);
        }
        if on > with.now.today() {
            return Err(Refusal::NotYet);
        }
        if known.days.get(&on).is_some_and(|it| it.seen.is_some()) {
            return Err(Refusal::AlreadyConfirmed);
        }
        if let Told::Missed { what_i_do } = &told {
            words(what_i_do, LONGEST_LINE).map_err(Refusal::Words)?;
        }
        Ok(Event::Reported(Reported { promise, on, told }))
    }

    fn confirm(&self, with: &Deciding<'_>, confirmed: Confirmed) -> Result<Event, Refusal> {
        let known = self.known(confirmed.promise)?;
        if known.maker() == with.me {
            return Err(Refusal::OnlyTheReceiver);
        }
        if !known.is_about(confirmed.on) {
            return Err(Refusal::NotThatDay);
        }
        let told = known.days.get(&confirmed.on).is_some_and(|it| it.told.is_some());
        let passed = with.now.today().days_since(confirmed.on);
        match (told, passed) {
            (true, _) => Ok(Event::Confirmed(confirmed)),
            (false, ..0) => Err(Refusal::NotYet),
            (false, passed) if passed <= MAKER_SPEAKS_FIRST_DAYS => Err(Refusal::MakerSpeaksFirst),
            (false, _) => Ok(Event::Confirmed(confirmed)),
        }
    }

    fn let_go(&self, me: PersonId, promise: PromiseId) -> Result<Event, Refusal> {
        let known = self.known(promise)?;
        if known.maker() == me {
            return Err(Refusal::OnlyTheReceiver);
        }
        known.over.map_or(Ok(Event::LetGo(LetGo { promise })), |_| Err(Refusal::AlreadyOver))
    }

    /// The latest day of a promise that asks for a word from `me`, and why.
    fn asks(promise: &Promise, me: PersonId, now: &Moment) -> Option<Suggestion> {
        let today = now.today();
        let days = promise.when.days(today.plus(-RECENT_DAYS), today, 8);
        let said = |day: &Day| promise.days.get(day).cloned().unwrap_or_default();
        if promise.maker() == me {
            if promise.over.is_some() {
                return None;
            }
            let on = days.into_iter().rev().find(|it| said(it).told.is_none() && said(it).seen.is_none())?;
            let because = if on == today { Because::ItIsToday } else { Because::YouPromisedIt };
            return Some(Suggestion { what: What::SayHowItWent { promise: promise.id, on }, because });
        }
        let on = days.into_iter().rev().find(|it| said(it).told.is_some() && said(it).seen.is_none())?;
        let what = What::ConfirmPromise { promise: promise.id, on };
        Some(Suggestion { what, because: Because::TheyToldYouHowItWent })
    }
}

impl Promise {
    /// Whether the day is one of its days, and the promise was not over before.
    pub(super) fn is_about(&self, on: Day) -> bool {
        self.when.is_on(on) && (self.over.is_none() || self.days.contains_key(&on))
    }
}

impl Practice for Promises {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let events = match command {
            Command::Make(new) => self.make(with, new)?,
            Command::ReportKept { promise, on } => vec![self.report(with, promise, on, Told::Kept)?],
            Command::ReportMissed { promise, on, what_i_do } => {
                let what_i_do = what_i_do.trim().to_owned();
                vec![self.report(with, promise, on, Told::Missed { what_i_do })?]
            }
            Command::Confirm { promise, on, seen } => {
                vec![self.confirm(with, Confirmed { promise, on, seen })?]
            }
            Command::End { promise } => {
                self.may_end(with.me, promise)?;
                vec![Event::Ended(Ended { promise })]
            }
            Command::LetGo { promise } => vec![self.let_go(with.me, promise)?],
        };
        Ok(events.into_iter().map(couple::Event::Promises).collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let me = couple.viewer;
        self.all().into_iter().filter_map(|it| Self::asks(it, me, now)).collect()
    }

    fn wrote(&self, couple: &Couple, to: &mut OwnWriting) {
        for it in self.ours.values().filter(|it| it.maker() == couple.viewer) {
            to.add(it.made.day(), Way::Forward, &it.words);
        }
    }
}

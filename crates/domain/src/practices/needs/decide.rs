//! What may be asked of needs, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::NeedId;
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, LONGEST_LINE, Practice, Sealing, Stamped, words};
use crate::practices::needs::fold::MOST;
use crate::practices::needs::words::{
    Answered, Asked, Became, BecameMore, Command, Event, Refusal, TakenBack, Thanked,
};
use crate::practices::needs::{Answer, Need, Needs};

/// What one asked for became something.
pub(crate) fn became(need: NeedId, became: Became) -> Event {
    Event::BecameMore(BecameMore { need, became })
}

fn line(text: &str) -> Result<String, Refusal> {
    Ok(words(text, LONGEST_LINE)?)
}

/// Words that may be left open.
fn may_be_open(text: &str) -> Result<Option<String>, Refusal> {
    if text.trim().is_empty() { Ok(None) } else { line(text).map(Some) }
}

impl Needs {
    fn known(&self, need: NeedId) -> Result<&Need, Refusal> {
        self.get(need).ok_or(Refusal::NoSuchNeed)
    }

    fn open_for(&self, need: NeedId) -> Result<&Need, Refusal> {
        self.known(need).and_then(|it| if it.is_open() { Ok(it) } else { Err(Refusal::Closed) })
    }

    fn ask(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        (thing, when): (&str, &str),
    ) -> Result<Event, Refusal> {
        let (thing, when) = (line(thing)?, may_be_open(when)?);
        couple.space.lets(&with.now, Refusal::InSpace)?;
        if self.ours.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        let need = NeedId::make(with.me, (with.fresh)());
        Ok(Event::Asked(Asked { need, thing, when }))
    }

    fn answer(&self, with: &Deciding<'_>, need: NeedId, answer: Answer) -> Result<Option<Event>, Refusal> {
        let known = self.open_for(need)?;
        if known.asker() == with.me {
            return Err(Refusal::OnlyTheOther);
        }
        let answer = answer.kept(line)?;
        let news = known.answer.as_ref().is_none_or(|it| it.answer != answer);
        Ok(news.then_some(Event::Answered(Answered { need, answer })))
    }

    fn own(&self, with: &Deciding<'_>, need: NeedId) -> Result<&Need, Refusal> {
        let known = self.known(need)?;
        if known.asker() == with.me { Ok(known) } else { Err(Refusal::OnlyTheAsker) }
    }

    fn thank(&self, with: &Deciding<'_>, need: NeedId, text: &str) -> Result<Event, Refusal> {
        let known = self.own(with, need)?;
        if !known.is_open() {
            return Err(Refusal::Closed);
        }
        if known.answer.is_none() {
            return Err(Refusal::NoAnswerYet);
        }
        Ok(Event::Thanked(Thanked { need, words: may_be_open(text)? }))
    }

    /// One to which the viewer of `with` said yes, to promise it.
    pub(crate) fn to_promise(&self, with: &Deciding<'_>, need: NeedId) -> Result<(), Refusal> {
        let known = self.open_for(need)?;
        if known.asker() == with.me {
            return Err(Refusal::OnlyTheOther);
        }
        if known.has_a_yes() { Ok(()) } else { Err(Refusal::NoYes) }
    }

    /// One to talk about. Either of the two can bring it.
    pub(crate) fn to_talk_about(&self, couple: &Couple, need: NeedId) -> Result<String, Refusal> {
        let known = self.open_for(need)?;
        let open = |it: &Became| matches!(it, Became::Topic(it) if couple.talk.topic(*it).is_some_and(|it| it.is_open()));
        if known.became.iter().any(open) {
            return Err(Refusal::OnTheList);
        }
        Ok(known.thing.clone())
    }

    /// What one of them asks of its viewer.
    fn asks(need: &Need, couple: &Couple) -> Option<Suggestion> {
        let id = need.id;
        let mine = need.asker() == couple.viewer;
        match (&need.answer, &need.thanks) {
            (_, Some(_)) if !mine => {
                Some(Suggestion { what: What::ReadThanks { need: id }, because: Because::TheySharedIt })
            }
            (None, None) if !mine => {
                Some(Suggestion { what: What::AnswerNeed { need: id }, because: Because::TheyAskedYou })
            }
            (Some(given), None) if mine => Some(Suggestion {
                what: What::ReadNeedAnswer { need: id, at_ms: given.at.ms },
                because: Because::TheyAnswered,
            }),
            _ => None,
        }
    }
}

impl Practice for Needs {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let event = match command {
            Command::Ask { thing, when } => Some(self.ask(couple, with, (&thing, &when))?),
            Command::Answer { need, answer } => self.answer(with, need, answer)?,
            Command::Thank { need, words } => Some(self.thank(with, need, &words)?),
            Command::TakeBack { need } => {
                self.own(with, need)?;
                Some(Event::TakenBack(TakenBack { need }))
            }
        };
        Ok(event.map(couple::Event::Needs).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, _: &Moment) -> Vec<Suggestion> {
        let all = self.open().into_iter().chain(self.closed());
        all.filter_map(|it| Self::asks(it, couple)).collect()
    }

    fn wrote(&self, couple: &Couple, to: &mut OwnWriting) {
        for it in self.ours.values().filter(|it| it.asker() == couple.viewer) {
            to.add(it.asked.day(), Way::Forward, &it.thing);
        }
    }
}

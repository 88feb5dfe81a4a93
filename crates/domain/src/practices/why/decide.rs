//! What may be asked of writing about why, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::{HurtId, PersonId, PromiseId, WhyId};
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, Flaw, LONGEST_ACCOUNT, Practice, Sealing, Stamped};
use crate::practices::why::fold::MOST;
use crate::practices::why::words::{
    AskedMyself, Begun, Command, Event, Part, Previewed, Promised, PutAway, Refusal, Shared, ToEnd,
    Withdrawn, Written,
};
use crate::practices::why::{Summary, Why, Writing};

/// What will be different became a promise.
pub(crate) fn promised(why: WhyId, promise: PromiseId) -> Event {
    Event::Promised(Promised { why, promise })
}

impl Why {
    /// A writing of the viewer from which promises may come: repair will not work over a wish to end.
    ///
    /// # Errors
    /// When there is none, or some part of them wanted it to end.
    pub(crate) fn to_promise_from(&self, why: WhyId) -> Result<&Writing, Refusal> {
        let known = self.known(why)?;
        if known.to_end == Some(ToEnd::Yes) { Err(Refusal::SomePartWantedTheEnd) } else { Ok(known) }
    }

    fn known(&self, id: WhyId) -> Result<&Writing, Refusal> {
        self.writing(id).ok_or(Refusal::NoSuchWriting)
    }

    fn begin(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        hurt: Option<HurtId>,
    ) -> Result<Option<Event>, Refusal> {
        let known = |id| couple.hurts.get(id).is_some() || couple.hurts.own(id).is_some();
        if hurt.is_some_and(|id| !known(id)) {
            return Err(Refusal::NoSuchHurt);
        }
        if self.mine.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        let why = WhyId::make(with.me, (with.fresh)());
        Ok(Some(Event::Begun(Begun { why, hurt })))
    }

    fn write(&self, why: WhyId, part: Part, text: &str) -> Result<Option<Event>, Refusal> {
        let known = self.known(why)?;
        let text = text.trim();
        if text.len() > LONGEST_ACCOUNT {
            return Err(Flaw::TooLong { bytes: text.len(), most: LONGEST_ACCOUNT }.into());
        }
        let news = known.part(part).unwrap_or_default() != text;
        Ok(news.then(|| Event::Written(Written { why, part, text: text.to_owned() })))
    }

    fn share(&self, couple: &Couple, why: WhyId, previewed: Previewed) -> Result<Option<Event>, Refusal> {
        let known = self.known(why)?;
        match known.to_end {
            None => return Err(Refusal::AskYourselfFirst),
            Some(ToEnd::Yes) => return Err(Refusal::SomePartWantedTheEnd),
            Some(ToEnd::No | ToEnd::CantSay) => {}
        }
        let Previewed { summary, different } = previewed;
        let now = |part| known.part(part).unwrap_or_default();
        if now(Part::Summary) != summary || now(Part::Different) != different {
            return Err(Refusal::ChangedSince);
        }
        let bytes = summary.len() + different.len();
        if summary.is_empty() {
            return Err(Flaw::Empty.into());
        }
        if bytes > LONGEST_ACCOUNT {
            return Err(Flaw::TooLong { bytes, most: LONGEST_ACCOUNT }.into());
        }
        // That there is a hurt which is not shared is not told by sharing this.
        let hurt = known.hurt.filter(|id| couple.hurts.get(*id).is_some_and(|it| it.is_shared()));
        let before = self.shared(why).map(|it| (it.hurt, it.summary.as_str(), it.different.as_str()));
        let news = before != Some((hurt, &summary, &different));
        let shared = Shared { why, hurt, summary, different };
        Ok(news.then_some(Event::Shared(shared)))
    }

    fn withdraw(&self, me: PersonId, why: WhyId) -> Result<Option<Event>, Refusal> {
        let own = self.shared(why).filter(|it| it.id.author() == me);
        own.map(|_| Some(Event::Withdrawn(Withdrawn { why }))).ok_or(Refusal::NothingShared)
    }
}

impl Practice for Why {
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
            Command::Begin { hurt } => self.begin(couple, with, hurt)?,
            Command::Write { why, part, text } => self.write(why, part, &text)?,
            Command::SayWhetherToEnd { why, answer } => {
                let news = self.known(why)?.to_end != Some(answer);
                news.then_some(Event::AskedMyself(AskedMyself { why, answer }))
            }
            Command::PutAway { why } => {
                self.known(why)?;
                Some(Event::PutAway(PutAway { why }))
            }
            Command::Share { why, previewed } => self.share(couple, why, previewed)?,
            Command::Withdraw { why } => self.withdraw(with.me, why)?,
        };
        Ok(event.map(couple::Event::Why).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, _: &Moment) -> Vec<Suggestion> {
        let theirs = couple.partner().into_iter().flat_map(|it| self.shared_by(it));
        let takes_time = |it: &Summary| it.hurt.is_some_and(|hurt| !couple.time.is_ready(couple, hurt));
        let what = |it: &Summary| What::ReadWhy { why: it.id, at_ms: it.at.ms };
        let theirs = theirs.filter(|it| !takes_time(it)).map(what);
        theirs.map(|what| Suggestion { what, because: Because::TheySharedIt }).collect()
    }

    fn wrote(&self, _: &Couple, to: &mut OwnWriting) {
        for it in self.writings().flat_map(Writing::passages) {
            let way = if it.part == Part::Different { Way::Forward } else { Way::Back };
            to.add(it.at.day(), way, &it.text);
        }
    }
}

//! What may be asked of closeness, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::StartId;
use crate::path::{Because, Chapter, Suggestion, What, chapter};
use crate::practice::{Deciding, Flaw, LONGEST_LINE, LONGEST_TEXT, Practice, Sealing, Stamped, words};
use crate::practices::closeness::fold::MOST;
use crate::practices::closeness::words::{
    ActChosen, ActDone, Chosen, Command, Event, LovedShared, LovedWithdrawn, Noticed, PageShared,
    PageWithdrawn, Refusal, StartAgreed, StartProposed, StartWithdrawn,
};
use crate::practices::closeness::{Closeness, way_of, week_of};

/// A start lies at most this many days ahead: two years.
const MOST_DAYS_AHEAD: i32 = 730;

impl Command {
    /// Whether it asks something new of the other, which waits during space.
    const fn asks_the_other(&self) -> bool {
        matches!(
            self,
            Self::SharePage { .. }
                | Self::ProposeStart { .. }
                | Self::AgreeToStart { .. }
                | Self::ShareLoved
                | Self::Notice { .. }
        )
    }
}

impl Closeness {
    fn share_page(&self, with: &Deciding<'_>, text: &str) -> Result<Option<Event>, Refusal> {
        let text = words(text, LONGEST_TEXT)?;
        let same = self.page(with.me).is_some_and(|it| it.text == text);
        Ok((!same).then_some(Event::PageShared(PageShared { text })))
    }

    fn done_act(&self, with: &Deciding<'_>, act: u16) -> Result<Option<Event>, Refusal> {
        let open = self.acts.iter().rev().find(|it| it.act == act).ok_or(Refusal::NoSuchAct)?;
        let on = with.now.today();
        Ok((!open.done).then_some(Event::ActDone(ActDone { act, on })))
    }

    fn propose(&self, with: &mut Deciding<'_>, (day, ritual): (Day, &str)) -> Result<Event, Refusal> {
        let ritual = words(ritual, LONGEST_LINE)?;
        if !(0..=MOST_DAYS_AHEAD).contains(&day.days_since(with.now.today())) {
            return Err(Refusal::NoSuchDay);
        }
        if self.ours.starts.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        let start = StartId::make(with.me, (with.fresh)());
        Ok(Event::StartProposed(StartProposed { start, day, ritual }))
    }

    fn agree(&self, with: &Deciding<'_>, start: StartId) -> Result<Option<Event>, Refusal> {
        let known = self.ours.starts.iter().find(|it| it.id == start && it.id.author() != with.me);
        let known = known.ok_or(Refusal::NoSuchStart)?;
        if known.day < with.now.today() {
            return Err(Refusal::NoSuchDay);
        }
        Ok((!known.agreed).then_some(Event::StartAgreed(StartAgreed { start })))
    }

    fn withdraw_start(&self, with: &Deciding<'_>, start: StartId) -> Result<Event, Refusal> {
        let known = self.ours.starts.iter().find(|it| it.id == start).ok_or(Refusal::NoSuchStart)?;
        // What both agreed to and has come is theirs, and nobody takes it out of what was.
        if known.agreed && known.day < with.now.today() {
            return Err(Refusal::NoSuchDay);
        }
        Ok(Event::StartWithdrawn(StartWithdrawn { start }))
    }

    fn share_loved(&self, with: &Deciding<'_>) -> Result<Option<Event>, Refusal> {
        let choices = self.choices().filter(|it| !it.is_empty()).ok_or(Refusal::NothingThere)?;
        let times = choices.times();
        let news = self.loved(with.me) != Some(times);
        Ok(news.then(|| Event::LovedShared(LovedShared { times: times.to_vec() })))
    }

    fn choose_act(&self, with: &Deciding<'_>, act: u16) -> Result<Option<Event>, Refusal> {
        way_of(act).ok_or(Refusal::NoSuchAct)?;
        let on = with.now.today();
        if self.act_of_the_week(on).is_some_and(|it| it.act == act) {
            return Ok(None);
        }
        if self.acts.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        Ok(Some(Event::ActChosen(ActChosen { act, on })))
    }

    fn notice(&self, with: &Deciding<'_>, text: &str) -> Result<Event, Refusal> {
        let text = text.trim().to_owned();
        if text.len() > LONGEST_LINE {
            return Err(Flaw::TooLong { bytes: text.len(), most: LONGEST_LINE }.into());
        }
        if self.ours.noticed.iter().filter(|it| it.by == with.me).count() >= MOST / 2 {
            return Err(Refusal::TooMany);
        }
        Ok(Event::Noticed(Noticed { text }))
    }
}

fn there<T>(known: Option<T>) -> Result<T, Refusal> {
    known.ok_or(Refusal::NothingThere)
}

impl Practice for Closeness {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        if command.asks_the_other() {
            couple.space.lets(&with.now, Refusal::InSpace)?;
        }
        let event = match command {
            Command::SharePage { text } => self.share_page(with, &text)?,
            Command::WithdrawPage => {
                there(self.page(with.me))?;
                Some(Event::PageWithdrawn(PageWithdrawn {}))
            }
            Command::ProposeStart { day, ritual } => Some(self.propose(with, (day, &ritual))?),
            Command::AgreeToStart { start } => self.agree(with, start)?,
            Command::WithdrawStart { start } => Some(self.withdraw_start(with, start)?),
            Command::Choose(choices) if choices.figures() == self.choices => None,
            Command::Choose(choices) => Some(Event::Chosen(Chosen { choices: choices.figures() })),
            Command::ShareLoved => self.share_loved(with)?,
            Command::WithdrawLoved => {
                there(self.loved(with.me))?;
                Some(Event::LovedWithdrawn(LovedWithdrawn {}))
            }
            Command::ChooseAct { act } => self.choose_act(with, act)?,
            Command::DoneAct { act } => self.done_act(with, act)?,
            Command::Notice { text } => Some(self.notice(with, &text)?),
        };
        Ok(event.map(couple::Event::Closeness).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let (me, mut all) = (couple.viewer, Vec::new());
        let mut tell = |what, because| all.push(Suggestion { what, because });
        for it in self.ours.pages.iter().filter(|it| it.by != me) {
            tell(What::ReadFirstPage { at_ms: it.at.ms }, Because::TheySharedIt);
        }
        for it in self.ours.loved.iter().filter(|it| it.by != me) {
            tell(What::ReadHowLoved { at_ms: it.at.ms }, Because::TheySharedIt);
        }
        for it in self.ours.noticed.iter().filter(|it| it.by != me) {
            tell(What::HearItWasNoticed { at_ms: it.at.ms }, Because::TheyNoticed);
        }
        if let Some(it) = self.proposed().filter(|it| it.id.author() != me && it.day >= now.today()) {
            tell(What::LookAtStart { start: it.id }, Because::TheyProposed);
        }
        let today = now.today();
        let begun = chapter::of_both(couple) >= Chapter::Rebuild && self.loved(me).is_some();
        if begun && self.act_of_the_week(today).is_none() {
            tell(What::SmallAct { week: week_of(today) }, Because::SmallThingsCount);
        }
        all
    }
}

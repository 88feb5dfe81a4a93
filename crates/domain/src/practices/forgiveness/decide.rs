//! What may be asked of forgiveness, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::{ForgivingId, HurtId, PersonId, PromiseId};
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{self, Flaw, LONGEST_TEXT, Practice, Sealing, Stamped};
use crate::practices::forgiveness::fold::MOST;
use crate::practices::forgiveness::words::{
    Begun, ChanceGiven, ChanceTaken, ChanceWithdrawn, Command, Decided, Event, Felt, Of, Part, PutAway, Read,
    Refusal, Shared, Spoken, TakenBack, Written,
};
use crate::practices::forgiveness::{Forgiveness, Page, Told};

/// The other took a chance with a promise.
pub(crate) fn chance_taken(forgiving: ForgivingId, promise: PromiseId) -> Event {
    Event::ChanceTaken(ChanceTaken { forgiving, promise })
}

impl Forgiveness {
    fn known(&self, id: ForgivingId) -> Result<&Page, Refusal> {
        self.page(id).ok_or(Refusal::NoSuchPage)
    }

    /// A chance that `me` was given.
    ///
    /// # Errors
    /// When there is none, or when it is one's own to give.
    pub(crate) fn chance_for(&self, id: ForgivingId, me: PersonId) -> Result<&Told, Refusal> {
        let told = self.told(id).filter(|it| it.chance.is_some()).ok_or(Refusal::NothingShared)?;
        if told.author() == me { Err(Refusal::OnlyTheOther) } else { Ok(told) }
    }

    fn begin(
        &self,
        couple: &Couple,
        with: &mut practice::Deciding<'_>,
        of: Of,
        (hurt, elsewhere): (Option<HurtId>, bool),
    ) -> Result<Event, Refusal> {
        if of == Of::WhatIDid && !elsewhere && !Self::amends_were_made(couple) {
            return Err(Refusal::AmendsFirst);
        }
        if self.mine.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        let forgiving = ForgivingId::make(with.me, (with.fresh)());
        Ok(Event::Begun(Begun { forgiving, of, hurt }))
    }

    fn write(&self, forgiving: ForgivingId, part: Part, text: &str) -> Result<Option<Event>, Refusal> {
        let (page, text) = (self.known(forgiving)?, text.trim());
        if !Part::of(page.of).contains(&part) {
            return Err(Refusal::NotThatPart);
        }
        if text.len() > LONGEST_TEXT {
            return Err(Flaw::TooLong { bytes: text.len(), most: LONGEST_TEXT }.into());
        }
        let lets_go = page.of == Of::WhatIDid && matches!(part, Part::ToAFriend | Part::LetGo);
        if lets_go && !text.is_empty() && page.part(Part::Responsibility).is_none() {
            return Err(Refusal::ResponsibilityFirst);
        }
        let news = page.part(part).unwrap_or_default() != text;
        Ok(news.then(|| Event::Written(Written { forgiving, part, text: text.to_owned() })))
    }

    /// The words of a part, exactly as they were previewed.
    fn previewed(&self, forgiving: ForgivingId, part: Part, previewed: &str) -> Result<String, Refusal> {
        let page = self.known(forgiving)?;
        if page.of != Of::TheOther {
            return Err(Refusal::NotForTheOther);
        }
        match page.part(part) {
            None => Err(Flaw::Empty.into()),
            Some(stands) if stands != previewed => Err(Refusal::ChangedSince),
            Some(stands) => Ok(stands.to_owned()),
        }
    }

    fn share(&self, forgiving: ForgivingId, previewed: &str) -> Result<Option<Event>, Refusal> {
        let words = self.previewed(forgiving, Part::InWords, previewed)?;
        let news = self.told(forgiving).and_then(|it| it.words.as_ref()) != Some(&words);
        Ok(news.then_some(Event::Shared(Shared { forgiving, words })))
    }

    fn give_chance(&self, forgiving: ForgivingId, previewed: &str) -> Result<Option<Event>, Refusal> {
        let words = self.previewed(forgiving, Part::Chance, previewed)?;
        let news = self.told(forgiving).and_then(|it| it.chance.as_ref()) != Some(&words);
        Ok(news.then_some(Event::ChanceGiven(ChanceGiven { forgiving, words })))
    }

    /// What of a page lies in our space and goes with it.
    fn withdrawn(&self, forgiving: ForgivingId, chance_too: bool) -> Vec<Event> {
        let Some(told) = self.told(forgiving) else { return Vec::new() };
        let words = told.words.is_some().then_some(Event::TakenBack(TakenBack { forgiving }));
        let chance = (chance_too && told.chance.is_some())
            .then_some(Event::ChanceWithdrawn(ChanceWithdrawn { forgiving }));
        words.into_iter().chain(chance).collect()
    }

    fn take_back(&self, forgiving: ForgivingId) -> Result<Vec<Event>, Refusal> {
        let open_again = self.known(forgiving)?.deciding.is_some();
        let mut events = self.withdrawn(forgiving, false);
        events.extend(open_again.then_some(Event::Decided(Decided { forgiving, deciding: None })));
        Ok(events)
    }

    fn put_away(&self, forgiving: ForgivingId) -> Result<Vec<Event>, Refusal> {
        self.known(forgiving)?;
        let mut events = self.withdrawn(forgiving, true);
        events.push(Event::PutAway(PutAway { forgiving }));
        Ok(events)
    }

    fn one(&self, me: PersonId, command: Command) -> Result<Option<Event>, Refusal> {
        Ok(match command {
            Command::Write { forgiving, part, text } => self.write(forgiving, part, &text)?,
            Command::Decide { forgiving, deciding } => (self.known(forgiving)?.deciding != deciding)
                .then_some(Event::Decided(Decided { forgiving, deciding })),
            Command::Feel { forgiving, feeling } => (self.known(forgiving)?.feeling != feeling)
                .then_some(Event::Felt(Felt { forgiving, feeling })),
            Command::Speak { forgiving, spoken } => (self.known(forgiving)?.spoken != spoken)
                .then_some(Event::Spoken(Spoken { forgiving, spoken })),
            Command::Share { forgiving, previewed } => self.share(forgiving, &previewed)?,
            Command::GiveChance { forgiving, previewed } => self.give_chance(forgiving, &previewed)?,
            Command::WithdrawChance { forgiving } => {
                self.known(forgiving)?;
                let told = self.told(forgiving).filter(|it| it.chance.is_some());
                told.ok_or(Refusal::NothingShared)?;
                Some(Event::ChanceWithdrawn(ChanceWithdrawn { forgiving }))
            }
            Command::Read { forgiving } => {
                let told = self.told(forgiving).ok_or(Refusal::NothingShared)?;
                let read = Read { forgiving, pieces: told.pieces };
                self.is_unread(forgiving, me).then_some(Event::Read(read))
            }
            Command::Begin { .. } | Command::TakeBack { .. } | Command::PutAway { .. } => None,
        })
    }
}

impl Practice for Forgiveness {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut practice::Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let events = match command {
            Command::Begin { of, hurt, amends_elsewhere } => {
                vec![self.begin(couple, with, of, (hurt, amends_elsewhere))?]
            }
            Command::TakeBack { forgiving } => self.take_back(forgiving)?,
            Command::PutAway { forgiving } => self.put_away(forgiving)?,
            other => self.one(with.me, other)?.into_iter().collect(),
        };
        Ok(events.into_iter().map(couple::Event::Forgiveness).collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    /// Only that the other shared something. To forgive is never suggested, in no chapter and for no reason.
    fn attention(&self, couple: &Couple, _: &Moment) -> Vec<Suggestion> {
        let Some(other) = couple.partner() else { return Vec::new() };
        let unread = |it: &&Told| self.is_unread(it.id, couple.viewer);
        let read = |it: &Told| Suggestion {
            what: What::ReadSharedWords { forgiving: it.id },
            because: Because::TheyTold,
        };
        self.told_by(other).into_iter().filter(unread).map(read).collect()
    }

    fn wrote(&self, _: &Couple, to: &mut OwnWriting) {
        for page in self.pages() {
            let tells = [Part::Tell, Part::Responsibility, Part::WhatICouldKnow, Part::WhatWasHidden];
            for it in page.passages.iter().filter(|it| tells.contains(&it.part)) {
                to.add(page.begun.day(), Way::Back, &it.text);
            }
        }
    }
}

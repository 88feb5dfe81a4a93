//! What may be asked of boosters and of graduation, why not, and how they follow from events.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::LookId;
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, LONGEST_TEXT, Practice, Sealing, Stamped, is_text, words};
use crate::practices::boosters::words::{
    Booster, Command, Event, LookShared, LookWithdrawn, PutBy, RefreshPicked, Refusal, WordsShared,
    WordsWithdrawn,
};
use crate::practices::boosters::{Boosters, ClosingWords, Look, Picked, of_both, refreshed};

/// More of anything here than two people write: whoever goes back and forth has four boosters each time.
const MOST: usize = 400;

impl Boosters {
    fn share(
        &self,
        with: &mut Deciding<'_>,
        (booster, text): (Booster, &str),
    ) -> Result<Option<Event>, Refusal> {
        let text = words(text, LONGEST_TEXT)?;
        let before = self.look(booster, with.me);
        if before.is_some_and(|it| it.text == text) {
            return Ok(None);
        }
        if before.is_none() && self.ours.looks.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        let look = before.map(|it| it.id).unwrap_or_else(|| LookId::make(with.me, (with.fresh)()));
        Ok(Some(Event::LookShared(LookShared { look, booster, text })))
    }

    fn refresh(
        &self,
        with: &Deciding<'_>,
        (booster, practice): (Booster, Option<String>),
    ) -> Result<Option<Event>, Refusal> {
        let picked = practice.as_deref().map(|it| refreshed(it).ok_or(Refusal::NoSuchPractice));
        let picked = picked.transpose()?;
        let news = self.picked(booster, with.me) != picked;
        Ok(news.then_some(Event::RefreshPicked(RefreshPicked { booster, practice })))
    }

    fn share_words(&self, with: &Deciding<'_>, text: &str) -> Result<Option<Event>, Refusal> {
        let text = words(text, LONGEST_TEXT)?;
        let same = self.words(with.me).is_some_and(|it| it.text == text);
        Ok((!same).then_some(Event::WordsShared(WordsShared { text })))
    }

    fn fold(&mut self, record: &Stamped<'_, Event>) {
        let (by, at, ours) = (record.author, record.at, &mut self.ours);
        match record.event {
            Event::LookShared(LookShared { look: id, booster, text }) => {
                let others = |it: &Look| it.booster != *booster || it.id.author() != by;
                if id.author() == by && is_text(text) {
                    ours.looks.retain(others);
                    if ours.looks.len() < MOST {
                        let text = text.clone();
                        ours.looks.push(Look { id: *id, booster: *booster, text, at });
                    }
                }
            }
            Event::LookWithdrawn(LookWithdrawn { look }) => {
                ours.looks.retain(|it| it.id != *look || it.id.author() != by);
            }
            Event::RefreshPicked(RefreshPicked { booster, practice }) => {
                ours.picked.retain(|it| it.booster != *booster || it.by != by);
                let practice = practice.clone().filter(|it| refreshed(it).is_some());
                if let Some(practice) = practice.filter(|_| ours.picked.len() < MOST) {
                    ours.picked.push(Picked { by, booster: *booster, practice });
                }
            }
            Event::PutBy(PutBy { booster }) => {
                if !self.put_by.contains(booster) && self.put_by.len() < MOST {
                    self.put_by.push(*booster);
                }
            }
            Event::WordsShared(WordsShared { text }) => {
                ours.words.retain(|it| it.by != by);
                // Two people, and those of a journey that was brought along.
                if is_text(text) && ours.words.len() < 4 {
                    ours.words.push(ClosingWords { by, text: text.clone(), at });
                }
            }
            Event::WordsWithdrawn(_) => ours.words.retain(|it| it.by != by),
        }
    }
}

impl Practice for Boosters {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let is_here = |booster: Booster| match of_both(couple).is_some_and(|all| all.contains(&booster)) {
            true if booster.day() <= with.now.today() => Ok(booster),
            _ => Err(Refusal::NoSuchBooster),
        };
        let quiet = couple.space.now(&with.now).is_quiet();
        let event = match command {
            Command::ShareLook { .. } | Command::Refresh { .. } | Command::ShareWords { .. } if quiet => {
                return Err(Refusal::InSpace);
            }
            Command::ShareLook { booster, text } => {
                let booster = is_here(booster)?;
                self.share(with, (booster, &text))?
            }
            Command::WithdrawLook { booster } => {
                let look = self.look(booster, with.me).ok_or(Refusal::NothingThere)?.id;
                Some(Event::LookWithdrawn(LookWithdrawn { look }))
            }
            Command::Refresh { booster, practice } => {
                let booster = is_here(booster)?;
                self.refresh(with, (booster, practice))?
            }
            Command::PutBy { booster } if self.is_put_by(booster) => None,
            Command::PutBy { booster } => Some(Event::PutBy(PutBy { booster: is_here(booster)? })),
            Command::ShareWords { text } => self.share_words(with, &text)?,
            Command::WithdrawWords => {
                self.words(with.me).ok_or(Refusal::NothingThere)?;
                Some(Event::WordsWithdrawn(WordsWithdrawn {}))
            }
        };
        Ok(event.map(couple::Event::Boosters).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let mut all = Vec::new();
        for it in self.ours.looks.iter().filter(|it| it.id.author() != couple.viewer) {
            let Booster { since, after } = it.booster;
            let what = What::ReadLook { since, after, at_ms: it.at.ms };
            all.push(Suggestion { what, because: Because::TheySharedIt });
        }
        for it in self.ours.words.iter().filter(|it| it.by != couple.viewer) {
            let what = What::ReadClosingWords { at_ms: it.at.ms };
            all.push(Suggestion { what, because: Because::TheySharedIt });
        }
        // Who has said what holds has done it; whether the other has is nobody's business here.
        let open = |it: &Booster| !self.is_put_by(*it) && self.look(*it, couple.viewer).is_none();
        if let Some(Booster { since, after }) = self.now(couple, now).filter(open) {
            let what = What::HoldBooster { since, after };
            all.push(Suggestion { what, because: Because::TrustSlipsBackFirst });
        }
        all
    }
}

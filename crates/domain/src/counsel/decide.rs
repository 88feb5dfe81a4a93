//! Who may say what in a room.

use super::fold::MOST;
use super::words::{GIVEN_AS_WRITTEN, MOST_PICKED};
use super::{Command, Material, Offered, Refusal, Role, Room, Said, Terms};
use crate::ids::{CounselNoteId, CounselTopicId, PersonId, RecordId, WindowId};
use crate::practice::{LONGEST_LINE, LONGEST_TEXT, words};

impl Room {
    /// What is to be said for a command, or why nothing is.
    ///
    /// # Errors
    /// The reason, for which the screen has kind words.
    pub fn decide(
        &self,
        me: PersonId,
        now_ms: u64,
        fresh: [u8; 16],
        command: Command,
    ) -> Result<Said, Refusal> {
        let role = self.role_of(me).ok_or(Refusal::NotInTheRoom)?;
        if self.is_over(now_ms) {
            return Err(Refusal::Over);
        }
        match (command, role) {
            (Command::Bring { words: text }, _) => {
                let words = words(&text, LONGEST_LINE)?;
                room_for(self.topics.len())?;
                Ok(Said::Brought { topic: CounselTopicId::make(me, fresh), words })
            }
            (Command::Talked { topic }, _) => {
                self.topics().find(|it| it.id == topic).ok_or(Refusal::NoSuch)?;
                Ok(Said::Talked { topic })
            }
            (Command::Note { words: text }, Role::Counsellor) => {
                let words = words(&text, LONGEST_TEXT)?;
                room_for(self.notes.len())?;
                Ok(Said::Noted { note: CounselNoteId::make(me, fresh), words })
            }
            (Command::Note { .. }, Role::Partner) => Err(Refusal::OnlyTheCounsellor),
            (_, Role::Counsellor) => Err(Refusal::OnlyPartners),
            (command, Role::Partner) => self.decide_as_partner(me, now_ms, fresh, command),
        }
    }

    fn decide_as_partner(
        &self,
        me: PersonId,
        now_ms: u64,
        fresh: [u8; 16],
        command: Command,
    ) -> Result<Said, Refusal> {
        match command {
            Command::Open { terms } => self.open(now_ms, terms),
            Command::Agree { terms } => self.agree(me, terms),
            Command::Give { offered } => {
                self.may_give(me, &offered, now_ms)?;
                room_for(self.grants.len())?;
                let Offered { record, author, own } = offered;
                Ok(Said::Given { record, author, own })
            }
            Command::Stop { record } => {
                self.given(me, record)?;
                Ok(Said::Stopped { record })
            }
            Command::GivePractice { practice, from_ms, until_ms } => {
                self.may_open_window(&practice, (from_ms, until_ms))?;
                let window = WindowId::make(me, fresh);
                Ok(Said::WindowOpened { window, practice, from_ms, until_ms })
            }
            Command::StopPractice { window } => {
                let open = self.windows.iter().find(|it| it.id == window && !it.closed);
                open.ok_or(Refusal::NoSuch)?;
                Ok(Said::WindowClosed { window })
            }
            Command::Pick { records } => self.pick(records),
            Command::Note { .. } | Command::Bring { .. } | Command::Talked { .. } => Err(Refusal::NoSuch),
        }
    }

    fn may_open_window(&self, practice: &str, (from_ms, until_ms): (u64, u64)) -> Result<(), Refusal> {
        if !GIVEN_AS_WRITTEN.contains(&practice) {
            return Err(Refusal::NotAsWritten);
        }
        let terms = self.terms().ok_or(Refusal::NotOpen)?;
        if from_ms >= until_ms || until_ms > terms.until_ms {
            return Err(Refusal::NoSuchTime);
        }
        room_for(self.windows.len())
    }

    fn open(&self, now_ms: u64, terms: Terms) -> Result<Said, Refusal> {
        if self.opened.is_some() {
            return Err(Refusal::Opened);
        }
        if terms.until_ms <= now_ms {
            return Err(Refusal::NoSuchTime);
        }
        if (terms.material == Material::Own) != self.is_of_one() {
            return Err(Refusal::OtherMaterial);
        }
        Ok(Said::Opened { terms })
    }

    fn agree(&self, me: PersonId, terms: Terms) -> Result<Said, Refusal> {
        let (opener, stand) = self.opened.ok_or(Refusal::NotOpen)?;
        if stand != terms {
            return Err(Refusal::OtherTerms);
        }
        if opener == me || self.agreed.is_some() || terms.material == Material::Own {
            return Err(Refusal::Opened);
        }
        Ok(Said::Agreed { terms })
    }

    /// Whether `me` may give this record now.
    pub(super) fn may_give(&self, me: PersonId, offered: &Offered, now_ms: u64) -> Result<(), Refusal> {
        let terms = self.terms().ok_or(Refusal::NotOpen)?;
        if self.is_over(now_ms) {
            return Err(Refusal::Over);
        }
        if !self.has_partner(me) {
            return Err(Refusal::OnlyPartners);
        }
        match (terms.material, offered.own) {
            (Material::Own, false) => return Err(Refusal::SharedIntoOwn),
            (Material::Shared, true) => return Err(Refusal::OwnIntoShared),
            (Material::Own, true) if offered.author != me => return Err(Refusal::OnlyItsAuthor),
            (Material::Shared, false) if !self.has_partner(offered.author) => return Err(Refusal::NoSuch),
            _ => {}
        }
        self.is_agreed().then_some(()).ok_or(Refusal::NotAgreed)
    }

    fn given(&self, me: PersonId, record: RecordId) -> Result<(), Refusal> {
        let given = self.grants.iter().any(|it| it.record == record && !it.stopped.contains(&me));
        given.then_some(()).ok_or(Refusal::NoSuch)
    }

    fn pick(&self, records: Vec<RecordId>) -> Result<Said, Refusal> {
        if records.len() > MOST_PICKED {
            return Err(Refusal::TooMany);
        }
        let seen = |record: &RecordId| self.seen().any(|it| it.record == *record);
        records.iter().all(seen).then_some(()).ok_or(Refusal::NoSuch)?;
        Ok(Said::Picked { records })
    }
}

fn room_for(held: usize) -> Result<(), Refusal> {
    (held < MOST).then_some(()).ok_or(Refusal::TooMany)
}

//! The couple: the sum of the practices, as one viewer's records tell it.

use crate::audience::Audience;
use crate::exchange::{self, Exchange};
use crate::ids::PersonId;
use crate::path::{self, Path};
use crate::people::{self, People, Together};
use crate::practice::{Deciding, Practice, Sealing, Stamped, written};
use crate::practices::{check_in, promises, questions};
use crate::{drafts, ids::RecordId};
use minicbor::{Decode, Encode};

/// The only form of body that is written so far.
pub const SCHEMA: u16 = 1;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// About names and being together.
    People(people::Command),
    /// About the check-in.
    CheckIn(check_in::Command),
    /// About promises.
    Promises(promises::Command),
    /// About questions.
    Questions(questions::Command),
    /// About unfinished texts.
    Drafts(drafts::Command),
    /// About what Today suggests.
    Path(path::Command),
    /// Let go of the key of a round that is ready. The device asks this by itself.
    Release(crate::ids::RoundId),
}

macro_rules! into_command {
    ($($practice:ident: $command:ty),+) => {
        $(impl From<$command> for Command {
            fn from(command: $command) -> Self {
                Command::$practice(command)
            }
        })+
    };
}

into_command! {
    People: people::Command, CheckIn: check_in::Command, Promises: promises::Command,
    Questions: questions::Command, Drafts: drafts::Command, Path: path::Command
}

/// Why a command was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It needs two, and there is nobody to share with: still alone, or one of the two left.
    NotTogether(Together),
    /// About names and being together.
    People(people::Refusal),
    /// About the check-in.
    CheckIn(check_in::Refusal),
    /// About promises.
    Promises(promises::Refusal),
    /// About questions.
    Questions(questions::Refusal),
    /// About unfinished texts.
    Drafts(drafts::Refusal),
    /// About a sealed round.
    Exchange(exchange::Refusal),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// About names and being together.
    People(people::Event),
    /// In a sealed round.
    Exchange(exchange::Event),
    /// About the check-in.
    CheckIn(check_in::Event),
    /// About promises.
    Promises(promises::Event),
    /// About questions.
    Questions(questions::Event),
    /// About unfinished texts.
    Drafts(drafts::Event),
    /// About what Today suggests.
    Path(path::Event),
    /// What this version cannot read: kept as it is, changes nothing, folded after the update.
    Unknown {
        /// Its name.
        kind: String,
        /// The form of its body.
        schema: u16,
        /// Its body.
        body: Vec<u8>,
    },
}

macro_rules! each_known {
    ($event:expr, $it:ident => $do:expr, unknown $kind:ident $schema:ident $body:ident => $else:expr) => {
        match $event {
            Event::People($it) => $do,
            Event::Exchange($it) => $do,
            Event::CheckIn($it) => $do,
            Event::Promises($it) => $do,
            Event::Questions($it) => $do,
            Event::Drafts($it) => $do,
            Event::Path($it) => $do,
            Event::Unknown { kind: $kind, schema: $schema, body: $body } => $else,
        }
    };
}

impl Event {
    /// Its name, for ever.
    #[must_use]
    pub fn kind(&self) -> &str {
        each_known!(self, it => it.kind(), unknown kind _s _b => kind)
    }

    /// The form of its body.
    #[must_use]
    pub fn schema(&self) -> u16 {
        each_known!(self, _it => SCHEMA, unknown _k schema _b => *schema)
    }

    /// Its body.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        each_known!(self, it => it.to_cbor(), unknown _k _s body => body.clone())
    }

    /// Reads an event. What cannot be read is kept as [`Event::Unknown`].
    #[must_use]
    pub fn from_parts(kind: &str, schema: u16, body: &[u8]) -> Event {
        let unknown = || Event::Unknown { kind: kind.to_owned(), schema, body: body.to_vec() };
        if schema != SCHEMA {
            return unknown();
        }
        let known = match kind.split_once('.').map(|(practice, _)| practice) {
            Some("people") => people::Event::from_body(kind, body).map(Event::People),
            Some("exchange") => exchange::Event::from_body(kind, body).map(Event::Exchange),
            Some("check_in") => check_in::Event::from_body(kind, body).map(Event::CheckIn),
            Some("promises") => promises::Event::from_body(kind, body).map(Event::Promises),
            Some("questions") => questions::Event::from_body(kind, body).map(Event::Questions),
            Some("drafts") => drafts::Event::from_body(kind, body).map(Event::Drafts),
            Some("path") => path::Event::from_body(kind, body).map(Event::Path),
            _ => None,
        };
        known.unwrap_or_else(unknown)
    }

    /// Who can open it. Nothing, when this version does not know.
    #[must_use]
    pub fn known_audience(&self) -> Option<Audience> {
        each_known!(self, it => Some(it.audience()), unknown _k _s _b => None)
    }

    /// Who can open it. What is unknown stays in the vault.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.known_audience().unwrap_or(Audience::Mine)
    }
}

/// The two and what they share, and what is the viewer's alone.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Couple {
    /// Whose eyes these are.
    #[n(0)]
    pub viewer: PersonId,
    /// The two people.
    #[n(1)]
    pub people: People,
    /// The sealed rounds.
    #[n(2)]
    pub exchange: Exchange,
    /// The check-in.
    #[n(3)]
    pub check_in: check_in::CheckIn,
    /// Promises.
    #[n(4)]
    pub promises: promises::Promises,
    /// Questions.
    #[n(5)]
    pub questions: questions::Questions,
    /// Unfinished texts.
    #[n(6)]
    pub drafts: drafts::Drafts,
    /// What Today suggests.
    #[n(7)]
    pub path: Path,
}

impl Couple {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(viewer: PersonId) -> Self {
        Self {
            viewer,
            people: People::default(),
            exchange: Exchange::default(),
            check_in: check_in::CheckIn::default(),
            promises: promises::Promises::default(),
            questions: questions::Questions::default(),
            drafts: drafts::Drafts::default(),
            path: Path::default(),
        }
    }

    /// The other of the two.
    #[must_use]
    pub fn partner(&self) -> Option<PersonId> {
        self.people.partner_of(self.viewer).map(|(id, _)| id)
    }

    /// What follows from a command, or why nothing does.
    ///
    /// # Errors
    /// The reason, for which the screen has kind words.
    pub fn decide(&self, with: &mut Deciding<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        let enters = matches!(command, Command::People(_));
        let events = self.decide_alone(with, command)?;
        let shares = events.iter().any(|it| it.audience() == Audience::Ours);
        match self.people.together(with.me) {
            Together::Both => Ok(events),
            _ if enters || !shares => Ok(events),
            apart => Err(Refusal::NotTogether(apart)),
        }
    }

    /// What follows from a command, if the two are together.
    fn decide_alone(&self, with: &mut Deciding<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::People(it) => self.people.decide(self, with, it).map_err(Refusal::People),
            Command::CheckIn(it) => self.check_in.decide(self, with, it).map_err(Refusal::CheckIn),
            Command::Promises(it) => self.promises.decide(self, with, it).map_err(Refusal::Promises),
            Command::Questions(it) => {
                let events = self.questions.decide(self, with, it).map_err(Refusal::Questions)?;
                Ok(self.with_promises(with, events))
            }
            Command::Drafts(it) => {
                let events = self.drafts.decide(it).map_err(Refusal::Drafts)?;
                Ok(events.into_iter().map(Event::Drafts).collect())
            }
            Command::Path(it) => Ok(Path::decide(&with.now, &it).into_iter().map(Event::Path).collect()),
            Command::Release(round) => {
                let events = self.exchange.release(with.me, round).map_err(Refusal::Exchange)?;
                Ok(events.into_iter().map(Event::Exchange).collect())
            }
        }
    }

    /// "I need until that day" is a real promise, and the answer that comes in time keeps it.
    fn with_promises(&self, with: &Deciding<'_>, events: Vec<Event>) -> Vec<Event> {
        let mut all = Vec::with_capacity(events.len());
        for event in events {
            if let Event::Questions(questions::Event::Answered(answered)) = &event {
                match (&answered.answer, self.questions.get(answered.question)) {
                    (questions::Answer::INeedUntil { day, promise }, Some(question)) => {
                        all.push(Event::Promises(promises::made_for_question(
                            *promise,
                            *day,
                            question.id,
                            &question.text,
                        )));
                    }
                    _ => all.extend(
                        self.promises
                            .kept_by_answering(answered.question, with.me, with.now.today())
                            .map(Event::Promises),
                    ),
                }
            }
            all.push(event);
        }
        all
    }

    /// Takes in a record. What came from a space where it does not belong, or does not fit, changes nothing.
    pub(crate) fn apply(&mut self, space: Audience, record: &Stamped<'_, Event>, opener: &dyn Sealing) {
        if record.event.known_audience() != Some(space) {
            return;
        }
        // A vault has one author. Anyone else's record in it is a forgery.
        if space == Audience::Mine && record.author != self.viewer {
            return;
        }
        match record.event {
            Event::People(it) => self.people.apply(&record.with(it), opener),
            Event::Exchange(it) => self.exchange.apply(&record.with(it), opener),
            Event::CheckIn(it) => self.check_in.apply(&record.with(it), opener),
            Event::Promises(it) => self.promises.apply(&record.with(it), opener),
            Event::Questions(it) => self.questions.apply(&record.with(it), opener),
            Event::Drafts(it) => self.drafts.apply(&record.with(it)),
            Event::Path(it) => self.path.apply(&record.with(it)),
            Event::Unknown { .. } => {}
        }
    }

    /// The relay has a record now.
    pub(crate) fn confirm(&mut self, record: RecordId, received_ms: u64, opener: &dyn Sealing) {
        self.exchange.confirm(record, received_ms, opener);
    }

    /// What the device may do by itself now: let keys go whose rounds are ready, and send questions whose time has
    /// come. A release is carried out only under a head of the log that was checked.
    #[must_use]
    pub fn due(&self, now: &crate::day::Moment) -> Vec<Command> {
        if self.people.together(self.viewer) != Together::Both {
            return Vec::new();
        }
        let releases = self.exchange.releasable(self.viewer).into_iter().map(Command::Release);
        let questions = self.questions.due(self, now).into_iter();
        let sends = questions.map(|question| Command::Questions(questions::Command::Send { question }));
        releases.chain(sends).collect()
    }

    /// The same bytes on every device of the viewer.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        written(self)
    }

    /// Reads what [`Couple::to_cbor`] wrote.
    #[must_use]
    pub fn from_cbor(bytes: &[u8]) -> Option<Self> {
        crate::practice::read(bytes)
    }

    /// What both have: the same bytes for both partners.
    #[must_use]
    pub fn shared_cbor(&self) -> Vec<u8> {
        let ours = (
            &self.people.ours,
            &self.exchange.ours,
            &self.check_in.ours,
            &self.promises.ours,
            &self.questions.ours,
        );
        written(&ours)
    }
}

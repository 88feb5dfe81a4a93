//! The couple: the sum of the practices, as one viewer's records tell it.

mod across;
mod crossings;
mod sum;

pub use across::Across;

use crate::audience::Audience;
use crate::day::{Day, Moment};
use crate::exchange::{self, Exchange};
use crate::ids::{PersonId, RecordId, RoundId};
use crate::measure::{Looks, OwnWriting};
use crate::path::Suggestion;
use crate::people::Together;
use crate::practice::{Deciding, Practice, Sealing, Stamped};
use crate::practices::{
    apology, boosters, check_in, circle, closeness, forgiveness, ground_rules, hurts, leaning, learning,
    memories, needs, open_book, our_future, promises, questions, same_page, setting_down, signs, space, talk,
    time, vulnerability, why,
};
use crate::stamp::Stamp;
use crate::{brought, drafts, path, people, withdrawal};
use lean::{Reader, Writer};

/// The only form of body that is written so far.
pub const SCHEMA: u16 = 1;

// What each practice is about, its name, its module, and the number of its field, which it keeps.
sum::sum! {
    /// Names and being together.
    People people = 1;
    /// The check-in.
    CheckIn check_in = 3;
    /// Promises.
    Promises promises = 4;
    /// Questions.
    Questions questions = 5;
    /// Unfinished texts.
    Drafts drafts = 6;
    /// What Today suggests.
    Path path = 7;
    /// Signs of lack of trust.
    Signs signs = 8;
    /// Space and time-out.
    Space space = 9;
    /// Time.
    Time time = 10;
    /// Ground rules.
    GroundRules ground_rules = 11;
    /// What happened.
    Hurts hurts = 12;
    /// Being heard.
    Talk talk = 13;
    /// Why.
    Why why = 14;
    /// Learning from the past.
    Learning learning = 15;
    /// Setting the past down.
    SettingDown setting_down = 16;
    /// Apologies.
    Apology apology = 17;
    /// Being on the same page.
    SamePage same_page = 18;
    /// Leaning in or out.
    Leaning leaning = 19;
    /// Asking for what one needs.
    Needs needs = 20;
    /// The open book.
    OpenBook open_book = 21;
    /// Our future.
    OurFuture our_future = 30;
    /// Memories.
    Memories memories = 31;
    /// The people one can trust.
    Circle circle = 32;
    /// Forgiveness.
    Forgiveness forgiveness = 33;
    /// Being vulnerable.
    Vulnerability vulnerability = 22;
    /// Closeness.
    Closeness closeness = 23;
    /// Boosters and graduation.
    Boosters boosters = 24;
    /// A journey that was brought along.
    Brought brought = 60;
    /// What was taken back, and where it is erased.
    Withdrawal withdrawal = 61;
}

impl Event {
    /// The form of its body.
    #[must_use]
    pub fn schema(&self) -> u16 {
        match self {
            Event::Unknown { schema, .. } => *schema,
            _ => SCHEMA,
        }
    }

    /// Reads an event. What cannot be read is kept as [`Event::Unknown`].
    #[must_use]
    pub fn from_parts(kind: &str, schema: u16, body: &[u8]) -> Event {
        let mut from = Reader::new(body);
        let known = if schema == SCHEMA { Event::known(kind, &mut from) } else { None };
        known.filter(|_| from.is_done()).unwrap_or_else(|| Event::Unknown {
            kind: kind.to_owned(),
            schema,
            body: body.to_vec(),
        })
    }

    /// Who can open it. What is unknown stays in the vault.
    #[must_use]
    pub fn audience(&self) -> Audience {
        self.known_audience().unwrap_or(Audience::Mine)
    }
}

impl Couple {
    /// The other of the two.
    #[must_use]
    pub fn partner(&self) -> Option<PersonId> {
        self.people.partner_of(self.viewer).map(|(id, _)| id)
    }

    /// Whether both are in our space, so that there is somebody to share with.
    #[must_use]
    pub fn are_together(&self) -> bool {
        self.people.together(self.viewer) == Together::Both
    }

    /// What follows from a command, or why nothing does.
    ///
    /// # Errors
    /// The reason, for which the screen has kind words.
    pub fn decide(&self, with: &mut Deciding<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        // What was taken back is erased also by whoever stays alone in our space.
        let enters = matches!(command, Command::People(_) | Command::Withdrawal(_));
        let events = self.decide_alone(with, command)?;
        let events = self.crossed(with, events);
        let shares = events.iter().any(|it| it.audience() == Audience::Ours);
        match self.people.together(with.me) {
            Together::Both => Ok(events),
            _ if enters || !shares => Ok(events),
            apart => Err(Refusal::NotTogether(apart)),
        }
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
            Event::Brought(brought::Event::Along(it)) => self.fold_along(record.at, it, opener),
            event => {
                if record.author == self.viewer {
                    self.path.was_here(record.at);
                }
                if withdrawal::is_taking_back(event) {
                    self.withdrawal.note(space, record.author, record.id);
                }
                self.fold(record, opener);
            }
        }
    }

    /// Takes in a record that was brought along, as it was taken in where it was written.
    fn fold_along(&mut self, at: Stamp, it: &brought::Along, opener: &dyn Sealing) {
        let event = it.event();
        let forged = it.audience == Audience::Mine && it.author != self.viewer;
        // Who is in our space here is not for another journey to say.
        let of_somebody_here = matches!(event, Event::People(_)) && self.people.is_here(it.author);
        self.brought.take_in(at, it, &event);
        if it.author == self.viewer {
            self.path.was_here(at);
        }
        // What was taken back there was erased there; no log here holds it.
        let of_another_log = matches!(event, Event::Withdrawal(_));
        if event.known_audience() != Some(it.audience) || forged || of_somebody_here || of_another_log {
            return;
        }
        let brought::Along { id, author, device, dseq, received_ms, .. } = *it;
        let record = Stamped { id, author, device, dseq, at, received_ms, event: &event };
        match it.sealed_in {
            Some(sealed_in) => {
                self.fold(&record, &brought::Elsewhere { opener, sealed_in, me: self.viewer });
            }
            None => self.fold(&record, opener),
        }
        if matches!(event, Event::People(_)) {
            self.people.was_elsewhere(author);
        }
    }

    /// The relay has a record now.
    pub(crate) fn confirm(&mut self, record: RecordId, received_ms: u64, opener: &dyn Sealing) {
        self.exchange.confirm(record, received_ms, opener);
    }

    /// What the device may do by itself now: let keys go whose rounds are ready, and send questions whose time has
    /// come. A release is carried out only under a head of the log that was checked.
    #[must_use]
    pub fn due(&self, now: &Moment) -> Vec<Command> {
        if !self.are_together() {
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
        lean::to_bytes(self)
    }

    /// Reads what [`Couple::to_cbor`] wrote.
    #[must_use]
    pub fn from_cbor(bytes: &[u8]) -> Option<Self> {
        lean::from_bytes(bytes)
    }

    /// What both have: the same bytes for both partners.
    #[must_use]
    pub fn shared_cbor(&self) -> Vec<u8> {
        [
            lean::to_bytes(&self.people.ours),
            lean::to_bytes(&self.exchange.ours),
            lean::to_bytes(&self.check_in.ours),
            lean::to_bytes(&self.promises.ours),
            lean::to_bytes(&self.questions.ours),
            lean::to_bytes(&self.path.ours),
            lean::to_bytes(&self.signs.ours),
            lean::to_bytes(&self.space.ours),
            lean::to_bytes(&self.time.ours),
            lean::to_bytes(&self.ground_rules.ours),
            lean::to_bytes(&self.hurts.ours),
            lean::to_bytes(&self.talk.ours),
            lean::to_bytes(&self.why.ours),
            lean::to_bytes(&self.learning.ours),
            lean::to_bytes(&self.setting_down.ours),
            lean::to_bytes(&self.apology.ours),
            lean::to_bytes(&self.same_page.ours),
            lean::to_bytes(&self.needs.ours),
            lean::to_bytes(&self.open_book.ours),
            lean::to_bytes(&self.our_future.ours),
            lean::to_bytes(&self.memories.ours),
            lean::to_bytes(&self.forgiveness.ours),
            lean::to_bytes(&self.vulnerability.ours),
            lean::to_bytes(&self.closeness.ours),
            lean::to_bytes(&self.boosters.ours),
            lean::to_bytes(&self.withdrawal.ours),
        ]
        .concat()
    }
}

//! What every practice is: commands that may be refused, events that are kept for ever, and a state that folds from them.

use crate::audience::Audience;
use crate::brought::SealedIn;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::{Commitment, DeviceId, PersonId, RecordId, RevealKey, RoundId};
use crate::measure::OwnWriting;
use crate::path::Suggestion;
use crate::stamp::Stamp;

/// The longest text of one entry, in bytes of UTF-8.
pub const LONGEST_TEXT: usize = 16 * 1024;

/// The longest writing that is one whole: an account of what happened, an apology with all its parts, a draft. In bytes
/// of UTF-8. A body of the protocol holds 128 KiB; what is left carries ids and the form.
pub const LONGEST_ACCOUNT: usize = 120 * 1024;

/// The longest single line (a name, a promise), in bytes of UTF-8.
pub const LONGEST_LINE: usize = 1024;

/// A text as it is sealed: what both may see of it, and the key that only its author has.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedText {
    /// Binds the author to the text.
    pub commitment: Commitment,
    /// The text, unreadable without the key.
    pub sealed: Vec<u8>,
    /// Opens it.
    pub key: RevealKey,
}

/// What lies in our space of a sealed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedBox<'a> {
    /// Binds the author to the text.
    pub commitment: Commitment,
    /// The text, unreadable without the key.
    pub sealed: &'a [u8],
}

/// Seals and opens texts of an exchange. The cryptography lives elsewhere; the rules of the exchange live here.
pub trait Sealing {
    /// Seals a text of `author` for a round.
    fn seal(&mut self, round: RoundId, author: PersonId, text: &[u8]) -> SealedText;

    /// Opens a sealed text; nothing, when the key or the commitment does not fit.
    fn open(
        &self,
        round: RoundId,
        author: PersonId,
        sealed: &SealedBox<'_>,
        key: &RevealKey,
    ) -> Option<Vec<u8>>;

    /// Opens a text that was sealed in another space, of a journey that was brought along.
    fn open_elsewhere(
        &self,
        place: &SealedIn,
        round: RoundId,
        author: PersonId,
        sealed: &SealedBox<'_>,
        key: &RevealKey,
    ) -> Option<Vec<u8>> {
        let _ = place;
        self.open(round, author, sealed, key)
    }
}

/// What a decision may use: who decides, when, and what is fresh.
pub struct Deciding<'a> {
    /// Who decides.
    pub me: PersonId,
    /// Now.
    pub now: Moment,
    /// Makes ids.
    pub fresh: &'a mut dyn FnMut() -> [u8; 16],
    /// Seals texts.
    pub sealing: &'a mut dyn Sealing,
}

/// An event with what is certain about it: who wrote it, and its place in the order.
#[derive(Debug)]
pub struct Stamped<'a, E> {
    /// The record.
    pub id: RecordId,
    /// Who wrote it; the signature was checked.
    pub author: PersonId,
    /// On which device.
    pub device: DeviceId,
    /// The how-manieth record of that device.
    pub dseq: u64,
    /// The time by which it is ordered.
    pub at: Stamp,
    /// When the relay had it; nothing while it is only here.
    pub received_ms: Option<u64>,
    /// What happened.
    pub event: &'a E,
}

impl<'a, E> Stamped<'a, E> {
    /// The same record with a part of its event.
    pub fn with<F>(&self, event: &'a F) -> Stamped<'a, F> {
        let Stamped { id, author, device, dseq, at, received_ms, .. } = *self;
        Stamped { id, author, device, dseq, at, received_ms, event }
    }
}

/// One kind of work that two people can do.
pub trait Practice {
    /// What a person may ask for.
    type Command;
    /// What happened, kept for ever.
    type Event;
    /// Why a command was not carried out.
    type Refusal;

    /// What follows from a command, or why nothing does. The state itself is not changed. Besides events of its own,
    /// a practice may begin or end a round of an exchange.
    ///
    /// # Errors
    /// The reason of the practice, for which the screen has kind words.
    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Self::Command,
    ) -> Result<Vec<couple::Event>, Self::Refusal>;

    /// Takes in an event. Never fails: what does not fit changes nothing.
    fn apply(&mut self, record: &Stamped<'_, Self::Event>, opener: &dyn Sealing);

    /// Who can open an event.
    fn audience(event: &Self::Event) -> Audience;

    /// What Today may suggest to `couple`'s viewer, each with its reason.
    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion>;

    /// Puts in what `couple`'s viewer wrote in it, by the way it looks. Most practices hold no such writing.
    fn wrote(&self, couple: &Couple, to: &mut OwnWriting) {
        let _ = (couple, to);
    }
}

/// Why words cannot be kept. They stay in the draft; nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It needs words.
    Empty,
    /// That is more than fits.
    TooLong {
        /// How long it is, in bytes of UTF-8.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
}

/// The words as they are kept, without the blanks around them.
///
/// # Errors
/// When there are none, or more than `most` bytes.
pub fn words(text: &str, most: usize) -> Result<String, Flaw> {
    let text = text.trim();
    match text.len() {
        0 => Err(Flaw::Empty),
        bytes if bytes > most => Err(Flaw::TooLong { bytes, most }),
        _ => Ok(text.to_owned()),
    }
}

/// The same where nothing may stand: blanks alone are an empty text.
///
/// # Errors
/// [`Flaw::TooLong`].
pub(crate) fn words_if_any(text: &str) -> Result<String, Flaw> {
    match words(text, LONGEST_TEXT) {
        Err(Flaw::Empty) => Ok(String::new()),
        other => other,
    }
}

/// Whether a text is neither empty nor longer than an entry may be.
pub(crate) fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST_TEXT
}

/// Whether a text is neither empty nor longer than one line may be.
pub(crate) fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST_LINE
}

/// Writes the events of a practice: the enum, the name of each for ever, and who can open it.
macro_rules! events {
    ($($(#[$line:meta])* $variant:ident = $kind:literal, $audience:ident;)+) => {
        /// What happened, kept for ever.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[$line])* $variant($variant),)+
        }

        impl Event {
            /// Every name an event of this practice can have.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// Its name, for ever.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Event::$variant(_) => $kind,)+ }
            }

            /// Who can open it.
            #[must_use]
            pub fn audience(&self) -> $crate::audience::Audience {
                match self { $(Event::$variant(_) => $crate::audience::Audience::$audience,)+ }
            }

            pub(crate) fn write(&self, to: &mut lean::Writer) {
                match self { $(Event::$variant(body) => lean::Form::write(body, to),)+ }
            }

            /// Reads the body of a kind; nothing, when there is no such kind.
            pub(crate) fn read(kind: &str, from: &mut lean::Reader<'_>) -> Option<Self> {
                const READ: &[fn(&mut lean::Reader<'_>) -> Event] =
                    &[$(|from| Event::$variant(lean::Form::read(from)),)+];
                let at = Event::KINDS.iter().position(|it| *it == kind)?;
                READ.get(at).map(|read| read(from))
            }
        }
    };
}
pub(crate) use events;

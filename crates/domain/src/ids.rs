//! Names of people, devices, records and entries. An entry's id begins with its author, so nobody can take
//! the place of an entry of someone else.

use core::fmt;
use lean::{Form, Key, Reader, Writer, table};

/// Writes bytes as two hexadecimal digits each.
fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Reads what [`hex`] wrote; anything else is nothing.
fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 || !text.bytes().all(|it| it.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl $name {
            /// Reads the hexadecimal form that `Display` writes, as it stands in addresses of pages.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                from_hex(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}(", stringify!($name))?;
                hex(&self.0, f)?;
                f.write_str(")")
            }
        }

        impl Form for $name {
            fn write(&self, to: &mut Writer) {
                to.bytes(&self.0);
            }

            fn read(from: &mut Reader<'_>) -> Self {
                Self(Form::read(from))
            }
        }

        impl Key for $name {
            fn place(&self) -> table::Place {
                table::place_of(&self.0)
            }
        }
    };
}

id!(
    /// A person: the id of their account.
    PersonId, 16
);
id!(
    /// A device, random for each space and device.
    DeviceId, 16
);
id!(
    /// A record: the id of the event in the protocol.
    RecordId, 32
);
id!(
    /// A counsellor's room: its space in the protocol.
    RoomId, 16
);
id!(
    /// A round of an exchange.
    RoundId, 16
);
id!(
    /// A binding fingerprint of a sealed text.
    Commitment, 32
);
id!(
    /// The key of one sealed text.
    RevealKey, 32
);

macro_rules! owned_id {
    ($(#[$doc:meta])* $name:ident) => {
        id!($(#[$doc])* $name, 32);

        impl $name {
            /// A new id of an entry by `author`.
            #[must_use]
            pub fn make(author: PersonId, fresh: [u8; 16]) -> Self {
                let mut bytes = [0; 32];
                let (front, back) = bytes.split_at_mut(16);
                front.copy_from_slice(&author.0);
                back.copy_from_slice(&fresh);
                Self(bytes)
            }

            /// What tells the entries of one author apart.
            #[must_use]
            pub fn fresh(&self) -> [u8; 16] {
                let mut bytes = [0; 16];
                bytes.iter_mut().zip(self.0.iter().skip(16)).for_each(|(to, from)| *to = *from);
                bytes
            }

            /// Whose entry this is. An entry that names another author is not believed.
            #[must_use]
            pub fn author(&self) -> PersonId {
                let mut bytes = [0; 16];
                bytes.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
                PersonId(bytes)
            }
        }
    };
}

owned_id!(
    /// A promise, made by its author.
    PromiseId
);
owned_id!(
    /// A question, asked by its author.
    QuestionId
);
owned_id!(
    /// A day and a ritual for a fresh start, proposed by its author.
    StartId
);
owned_id!(
    /// What its author saw holding, at a booster.
    LookId
);
owned_id!(
    /// A proposal of question hours, made by its author.
    HoursId
);

owned_id!(
    /// A hurt, first written by its author.
    HurtId
);
owned_id!(
    /// A line of the ground rules, proposed by its author.
    RuleId
);
owned_id!(
    /// A stretch of space or a time-out, asked for by its author.
    SpaceAskedId
);
owned_id!(
    /// A talk, begun by its author.
    TalkId
);
owned_id!(
    /// A topic for a talk, put there by its author.
    TopicId
);
owned_id!(
    /// A sitting over why, by its author.
    WhyId
);
owned_id!(
    /// A lesson, by its author.
    LessonId
);
owned_id!(
    /// A thought that was set down, by its author.
    ThoughtId
);
owned_id!(
    /// An apology, by its author.
    ApologyId
);
owned_id!(
    /// Something its author asks the other for.
    NeedId
);
owned_id!(
    /// An agreement about an open book, proposed by its author.
    AgreementId
);
owned_id!(
    /// A wish for our future, by its author.
    WishId
);
owned_id!(
    /// Time together, planned or kept first by its author.
    MemoryId
);
owned_id!(
    /// A photo, by whoever keeps it.
    PhotoId
);
owned_id!(
    /// Someone in a person's circle.
    SomeoneId
);
owned_id!(
    /// A page on which a thought is weighed, by its author.
    WeighingId
);
owned_id!(
    /// A page about forgiving, by its author.
    ForgivingId
);
owned_id!(
    /// A practice that is given to a counsellor's room for a time, by whoever gives it.
    WindowId
);
owned_id!(
    /// A counsellor's note.
    CounselNoteId
);
owned_id!(
    /// A topic for the next session with a counsellor, by whoever brings it.
    CounselTopicId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_names_its_author() {
        let ana = PersonId([7; 16]);
        assert_eq!(PromiseId::make(ana, [9; 16]).author(), ana);
    }

    #[test]
    fn an_id_is_read_back_from_its_text_and_nothing_else_is() {
        let id = PromiseId::make(PersonId([0xab; 16]), [1; 16]);
        assert_eq!(PromiseId::parse(&id.to_string()), Some(id));
        assert_eq!(PromiseId::parse("ab"), None);
        assert_eq!(PersonId::parse(&"+1".repeat(16)), None);
    }
}

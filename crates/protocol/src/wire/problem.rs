//! The body of every error answer: a code for the program, and what is needed to go on.

use lean::{Form, Reader, Writer};

use crate::ids::RecordHash;
use crate::log::SignedHead;

/// Why the relay said no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemCode {
    /// The log does not hold what the cursor names: restored from a copy, or forked.
    Fork,
    /// Another record took this place in a chain; read again and decide again.
    Conflict,
    /// This device already wrote another event at this place: it was copied or set back.
    DeviceFork,
    /// An event does not follow the device's last one.
    Gap,
    /// The event's epoch is not one a writer may use now.
    Epoch,
    /// The device was removed from the space.
    Removed,
    /// A signature or a chain does not hold.
    Refused,
    /// More of something than allowed, or too often.
    TooMany,
    /// Larger than allowed.
    TooLarge,
    /// The account is not a member of the space.
    NotMember,
    /// An invitation, a challenge or a token whose time is over.
    Expired,
    /// An invitation or a slot that was already used.
    Used,
    /// No room left: the quota of the space, or the disk.
    Full,
    /// There is no such thing here.
    Unknown,
    /// The name is taken.
    NameTaken,
    /// The server takes no new accounts without an invitation.
    Closed,
    /// No valid token, or a wrong passphrase, or a wrong proof.
    Unauthorised,
    /// The bytes are not what they should be.
    Malformed,
    /// The server cannot answer now; try again later.
    Busy,
    /// A code of a newer release.
    Other(String),
}

/// Every code with its text and its HTTP status: the one list both directions read.
const CODES: &[(ProblemCode, &str, u16)] = &[
    (ProblemCode::Fork, "fork", 409),
    (ProblemCode::Conflict, "conflict", 409),
    (ProblemCode::DeviceFork, "device_fork", 409),
    (ProblemCode::Gap, "gap", 409),
    (ProblemCode::Epoch, "epoch", 409),
    (ProblemCode::Removed, "removed", 403),
    (ProblemCode::Refused, "refused", 422),
    (ProblemCode::TooMany, "too_many", 429),
    (ProblemCode::TooLarge, "too_large", 413),
    (ProblemCode::NotMember, "not_member", 403),
    (ProblemCode::Expired, "expired", 410),
    (ProblemCode::Used, "used", 410),
    (ProblemCode::Full, "full", 507),
    (ProblemCode::Unknown, "unknown", 404),
    (ProblemCode::NameTaken, "name_taken", 409),
    (ProblemCode::Closed, "closed", 403),
    (ProblemCode::Unauthorised, "unauthorised", 401),
    (ProblemCode::Malformed, "malformed", 400),
    (ProblemCode::Busy, "busy", 503),
];

impl ProblemCode {
    /// The text on the wire, kept for ever.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(text) => text,
            known => CODES.iter().find(|(code, ..)| code == known).map_or("malformed", |(_, text, _)| text),
        }
    }

    /// Reads the text on the wire.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        CODES
            .iter()
            .find(|(_, it, _)| *it == text)
            .map_or_else(|| Self::Other(text.to_owned()), |(code, ..)| code.clone())
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub fn status(&self) -> u16 {
        CODES.iter().find(|(code, ..)| code == self).map_or(500, |(.., status)| *status)
    }
}

impl Form for ProblemCode {
    fn write(&self, to: &mut Writer) {
        to.text(self.as_str());
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.at_most(40);
        Self::from_text(from.text())
    }
}

lean::body! {
    /// Where a chain stands.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct ChainHead {
        /// The number of the newest record, counted from 0.
        #[n(0)]
        pub seq: u64,
        /// Its hash.
        #[n(1)]
        pub hash: RecordHash,
    }
}

lean::body! {
    /// The body of every error answer.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Problem {
        /// Why.
        #[n(0)]
        pub code: ProblemCode,
        /// When trying again makes sense, in milliseconds from now.
        #[n(1)]
        pub retry_ms: Option<u64>,
        /// With `conflict`: where the chain stands.
        #[n(2)]
        pub at: Option<ChainHead>,
        /// With `fork`: the log's signed head.
        #[n(3)]
        pub head: Option<SignedHead>,
    }
}

impl Problem {
    /// A problem that says nothing but its code.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self { code, retry_ms: None, at: None, head: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_text_and_reads_back() {
        for (code, text, status) in CODES {
            assert_eq!(code.as_str(), *text);
            assert_eq!(ProblemCode::from_text(text), *code);
            assert_eq!(code.status(), *status);
        }
        let mut texts: Vec<_> = CODES.iter().map(|(_, text, _)| text).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), CODES.len());
    }

    #[test]
    fn a_code_of_a_newer_release_is_kept_as_it_is() {
        let code = ProblemCode::from_text("moon_phase");
        assert_eq!(code.as_str(), "moon_phase");
        assert_eq!(code.status(), 500);
    }
}

//! What was typed and not finished, kept in the vault so that it is on all of one's own devices.

use crate::practice::{LONGEST_TEXT, Stamped, events};
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// The longest name of a place where something is typed, in bytes.
pub const LONGEST_KEY: usize = 200;

/// More unfinished places than this are not kept.
pub const MOST_DRAFTS: usize = 1_000;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Keep what stands there now. Nothing at all clears the place.
    Save {
        /// Where it is typed.
        key: String,
        /// What stands there.
        text: String,
    },
    /// It was finished, or thrown away.
    Clear {
        /// Where it was typed.
        key: String,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The place has no name, or one that is too long.
    NoSuchPlace,
    /// That is more than a draft can hold.
    TooLong,
    /// There are too many unfinished texts.
    TooMany,
}

/// `drafts.saved`
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Saved {
    /// Where it is typed.
    #[n(0)]
    pub key: String,
    /// What stands there.
    #[n(1)]
    pub text: String,
}

/// `drafts.cleared`
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cleared {
    /// Where it was typed.
    #[n(0)]
    pub key: String,
}

events! {
    /// A draft was kept.
    Saved = "drafts.saved", Mine;
    /// A draft is done with.
    Cleared = "drafts.cleared", Mine;
}

/// All drafts of the viewer. The latest one leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Drafts {
    #[n(0)]
    mine: BTreeMap<String, String>,
}

impl Drafts {
    /// What stands at a place.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.mine.get(key).map(String::as_str)
    }

    /// Every place with something unfinished.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.mine.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// What follows from a command. A save that changes nothing gives no event.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn decide(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        let (key, text) = match command {
            Command::Save { key, text } => (key, text),
            Command::Clear { key } => (key, String::new()),
        };
        if key.is_empty() || key.len() > LONGEST_KEY {
            return Err(Refusal::NoSuchPlace);
        }
        if text.len() > LONGEST_TEXT {
            return Err(Refusal::TooLong);
        }
        match self.get(&key) {
            None if text.is_empty() => Ok(Vec::new()),
            None if self.mine.len() >= MOST_DRAFTS => Err(Refusal::TooMany),
            Some(before) if before == text => Ok(Vec::new()),
            _ if text.is_empty() => Ok(vec![Event::Cleared(Cleared { key })]),
            _ => Ok(vec![Event::Saved(Saved { key, text })]),
        }
    }

    /// Takes in an event. What does not fit changes nothing.
    pub fn apply(&mut self, record: &Stamped<'_, Event>) {
        match record.event {
            Event::Cleared(Cleared { key }) => {
                self.mine.remove(key);
            }
            Event::Saved(Saved { key, text }) => {
                let fits = !key.is_empty() && key.len() <= LONGEST_KEY && text.len() <= LONGEST_TEXT;
                if fits && (self.mine.contains_key(key) || self.mine.len() < MOST_DRAFTS) {
                    self.mine.insert(key.clone(), text.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::couple::Refusal as Refused;
    use crate::two::Two;

    fn save(key: &str, text: &str) -> Command {
        Command::Save { key: key.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn what_is_typed_stays_until_it_is_cleared_and_never_leaves_the_vault() {
        let mut two = Two::together();
        two.ana(save("questions/new", "When did"));
        two.ana(save("questions/new", "When did it start"));
        assert_eq!(two.ana.couple().drafts.get("questions/new"), Some("When did it start"));
        two.meet();
        assert_eq!(two.ben.couple().drafts.all().count(), 0);
        two.ana(Command::Clear { key: "questions/new".to_owned() });
        assert_eq!(two.ana.couple().drafts.get("questions/new"), None);
    }

    #[test]
    fn saving_the_same_again_writes_nothing() {
        let mut two = Two::alone();
        two.ana(save("a", "b"));
        let written = two.ana.written.len();
        two.ana(save("a", "b"));
        two.ana(save("c", ""));
        assert_eq!(two.ana.written.len(), written);
    }

    #[test]
    fn a_draft_without_a_place_or_an_end_is_refused() {
        let mut two = Two::alone();
        let mut refused = |command| two.try_ana(command).unwrap_err();
        assert_eq!(refused(save("", "b")), Refused::Drafts(Refusal::NoSuchPlace));
        assert_eq!(refused(save("a", &"x".repeat(LONGEST_TEXT + 1))), Refused::Drafts(Refusal::TooLong));
    }
}

//! What was typed and not finished, kept in the vault so that it is on all of one's own devices.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::path::Suggestion;
use crate::practice::{Deciding, LONGEST_ACCOUNT, Practice, Sealing, Stamped, events};
use lean::Named;

/// The longest name of a place where something is typed, in bytes.
pub const LONGEST_KEY: usize = 200;

/// More unfinished places than this are not kept.
pub const MOST_DRAFTS: usize = 1_000;

/// How places begin at which stands what one calls something: no text that waits to be finished.
pub const NAMES: &str = "names/";

/// Whether a place holds what one calls something.
#[must_use]
pub fn is_a_name(place: &str) -> bool {
    place.starts_with(NAMES)
}

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

lean::body! {
    /// `drafts.saved`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Saved {
        /// Where it is typed.
        #[n(0)]
        pub key: String,
        /// What stands there.
        #[n(1)]
        pub text: String,
    }
}

lean::body! {
    /// `drafts.cleared`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Cleared {
        /// Where it was typed.
        #[n(0)]
        pub key: String,
    }
}

events! {
    /// A draft was kept.
    Saved = "drafts.saved", Mine;
    /// A draft is done with.
    Cleared = "drafts.cleared", Mine;
}

lean::row! {
    /// All drafts of the viewer. The latest one leads.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Drafts {
        #[n(0)]
        mine: Named<String>,
    }
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
    fn follows(&self, command: Command) -> Result<Option<Event>, Refusal> {
        let (key, text) = match command {
            Command::Save { key, text } => (key, text),
            Command::Clear { key } => (key, String::new()),
        };
        if key.is_empty() || key.len() > LONGEST_KEY {
            return Err(Refusal::NoSuchPlace);
        }
        if text.len() > LONGEST_ACCOUNT {
            return Err(Refusal::TooLong);
        }
        match self.get(&key) {
            None if text.is_empty() => Ok(None),
            None if self.mine.len() >= MOST_DRAFTS => Err(Refusal::TooMany),
            Some(before) if before == text => Ok(None),
            _ if text.is_empty() => Ok(Some(Event::Cleared(Cleared { key }))),
            _ => Ok(Some(Event::Saved(Saved { key, text }))),
        }
    }
}

impl Practice for Drafts {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        _: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        Ok(self.follows(command)?.map(couple::Event::Drafts).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        match record.event {
            Event::Cleared(Cleared { key }) => {
                self.mine.remove(key);
            }
            Event::Saved(Saved { key, text }) => {
                let fits = !key.is_empty() && key.len() <= LONGEST_KEY && text.len() <= LONGEST_ACCOUNT;
                if fits && (self.get(key).is_some() || self.mine.len() < MOST_DRAFTS) {
                    self.mine.insert(key.clone(), text.clone());
                }
            }
        }
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, _: &Couple, _: &Moment) -> Vec<Suggestion> {
        Vec::new()
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
        assert_eq!(refused(save("a", &"x".repeat(LONGEST_ACCOUNT + 1))), Refused::Drafts(Refusal::TooLong));
    }
}

//! Ground rules: a short agreement made together from lines that each proposes. A line is proposed, agreed by both,
//! changed, ended; either can end a line at any time.

#[cfg(test)]
mod tests;
mod words;

pub use words::{About, Agreed, Command, Ended, Event, Proposed, Refusal};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::{PersonId, RuleId};
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, LONGEST_LINE, Practice, Sealing, Stamped, is_line, words};
use crate::stamp::Stamp;
use lean::Table;

/// More lines of one person than anyone honest proposes.
const MOST: usize = 1_000;

lean::row! {
    /// Every line that was ever proposed.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct GroundRules {
        #[n(0)]
        pub(crate) ours: Table<RuleId, Line>,
    }
}

lean::row! {
    /// One line.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Line {
        /// Which.
        #[n(0)]
        pub id: RuleId,
        /// What it is about.
        #[n(1)]
        pub about: About,
        /// The line.
        #[n(2)]
        pub words: String,
        /// The line it changes.
        #[n(3)]
        pub changes: Option<RuleId>,
        /// When it was proposed.
        #[n(4)]
        pub proposed: Stamp,
        /// How it stands.
        #[n(5)]
        pub state: State,
    }
}

lean::ways! {
    /// How a line stands.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum State {
        /// One proposed it.
        #[n(0)]
        Proposed,
        /// Both agreed.
        #[n(1)]
        Agreed {
            /// Since when.
            #[n(0)]
            at: Stamp,
        },
        /// Another line that both agreed to took its place.
        #[n(2)]
        Changed {
            /// Which.
            #[n(0)]
            into: RuleId,
        },
        /// One of the two ended it.
        #[n(3)]
        Ended {
            /// Who: a line that was ended by its own proposer before was taken back.
            #[n(0)]
            by: PersonId,
            /// When.
            #[n(1)]
            at: Stamp,
        },
    }
}

impl Line {
    /// Who proposed it.
    #[must_use]
    pub fn proposer(&self) -> PersonId {
        self.id.author()
    }

    /// Whether it is agreed and holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        matches!(self.state, State::Agreed { .. })
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Proposed | State::Agreed { .. })
    }
}

impl GroundRules {
    /// One line.
    #[must_use]
    pub fn get(&self, id: RuleId) -> Option<&Line> {
        self.ours.get(&id)
    }

    /// Whether no line was ever proposed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ours.is_empty()
    }

    /// The lines both agreed to, in the order of what they are about.
    #[must_use]
    pub fn standing(&self) -> Vec<&Line> {
        self.in_order(Line::holds)
    }

    /// The lines one of the two proposed and the other has not answered. Nothing tells for how long.
    #[must_use]
    pub fn proposed(&self) -> Vec<&Line> {
        self.in_order(|it| it.state == State::Proposed)
    }

    /// The lines that held or were proposed and do not any more.
    #[must_use]
    pub fn over(&self) -> Vec<&Line> {
        self.in_order(|it| !it.is_open())
    }

    fn in_order(&self, wanted: fn(&Line) -> bool) -> Vec<&Line> {
        let mut all: Vec<&Line> = Vec::new();
        for line in self.ours.values().filter(|it| wanted(it)) {
            let place = |it: &Line| (it.about, it.proposed, it.id);
            let at = all.partition_point(|it| place(it) < place(line));
            all.insert(at, line);
        }
        all
    }

    fn open(&self, id: RuleId) -> Result<&Line, Refusal> {
        self.get(id).filter(|it| it.is_open()).ok_or(Refusal::NoSuchLine)
    }

    /// A line that holds, to make a promise of it.
    pub(crate) fn to_promise(&self, id: RuleId) -> Result<(), Refusal> {
        let line = self.open(id)?;
        if line.holds() { Ok(()) } else { Err(Refusal::NotAgreedYet) }
    }

    fn agree(&self, with: &Deciding<'_>, rule: RuleId) -> Result<Vec<Event>, Refusal> {
        let line = self.open(rule)?;
        if line.proposer() == with.me {
            return Err(Refusal::OnlyTheOtherCanAgree);
        }
        Ok(if line.holds() { Vec::new() } else { vec![Event::Agreed(Agreed { rule })] })
    }

    fn fold_proposed(&mut self, record: &Stamped<'_, Event>, proposed: &Proposed) {
        let Proposed { rule, about, words, changes } = proposed;
        let by_author = self.ours.keys().filter(|it| it.author() == record.author).count();
        let sound = rule.author() == record.author && is_line(words) && by_author < MOST;
        if sound && !self.ours.contains_key(rule) {
            let line = Line {
                id: *rule,
                about: *about,
                words: words.clone(),
                changes: *changes,
                proposed: record.at,
                state: State::Proposed,
            };
            self.ours.insert(*rule, line);
        }
    }

    fn fold_agreed(&mut self, record: &Stamped<'_, Event>, rule: RuleId) {
        let Some(line) = self.ours.get_mut(&rule) else { return };
        if line.proposer() == record.author || line.state != State::Proposed {
            return;
        }
        line.state = State::Agreed { at: record.at };
        // If both changed the same line at once, the first takes its place and the second stands beside it: nothing
        // that both agreed to is lost, and either can end one of them.
        let changed = line.changes;
        if let Some(before) =
            changed.and_then(|it| self.ours.get_mut(&it)).filter(|it| it.holds() && it.id != rule)
        {
            before.state = State::Changed { into: rule };
        }
    }
}

/// A proposed line, as `words` fit.
fn proposal(
    with: &mut Deciding<'_>,
    about: About,
    text: &str,
    changes: Option<RuleId>,
) -> Result<Event, Refusal> {
    let words = words(text, LONGEST_LINE)?;
    let rule = RuleId::make(with.me, (with.fresh)());
    Ok(Event::Proposed(Proposed { rule, about, words, changes }))
}

impl Practice for GroundRules {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let events = match command {
            Command::Propose { about, words } => vec![proposal(with, about, &words, None)?],
            Command::ProposeChange { rule, words } => {
                let line = self.open(rule)?;
                if !line.holds() {
                    return Err(Refusal::NotAgreedYet);
                }
                vec![proposal(with, line.about, &words, Some(rule))?]
            }
            Command::Agree { rule } => self.agree(with, rule)?,
            Command::End { rule } => {
                self.open(rule)?;
                vec![Event::Ended(Ended { rule })]
            }
        };
        Ok(events.into_iter().map(couple::Event::GroundRules).collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        match record.event {
            Event::Proposed(it) => self.fold_proposed(record, it),
            Event::Agreed(it) => self.fold_agreed(record, it.rule),
            Event::Ended(it) => {
                if let Some(line) = self.ours.get_mut(&it.rule).filter(|it| it.is_open()) {
                    line.state = State::Ended { by: record.author, at: record.at };
                }
            }
        }
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, _: &Moment) -> Vec<Suggestion> {
        let theirs = self.proposed().into_iter().find(|it| it.proposer() != couple.viewer);
        let look =
            |it: &Line| Suggestion { what: What::LookAtRule { rule: it.id }, because: Because::TheyProposed };
        theirs.map(look).into_iter().collect()
    }

    fn wrote(&self, couple: &Couple, to: &mut OwnWriting) {
        for it in self.ours.values().filter(|it| it.proposer() == couple.viewer) {
            to.add(it.proposed.day(), Way::Forward, &it.words);
        }
    }
}

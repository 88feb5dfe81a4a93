//! The two people: what they are called, and whether they are together in our space yet.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::PersonId;
use crate::path::Suggestion;
use crate::practice::{Deciding, Practice, Sealing, Stamped, events};
use crate::stamp::Stamp;
use lean::Table;

/// The longest name, in bytes.
pub const LONGEST_NAME: usize = 120;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Keep my name in my vault, for myself, before there is anyone to tell it to.
    CallMe(String),
    /// Enter our space under this name. Done once, when pairing is over.
    Join(String),
    /// Be called otherwise from now on.
    Rename(String),
    /// Leave our space.
    Leave,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A name has at least one letter.
    NameIsEmpty,
    /// A name that long fits nowhere.
    NameTooLong,
    /// There is no space of two to be in.
    NotJoined,
    /// It is so already.
    AlreadyJoined,
    /// The space is held by two people already.
    AlreadyTwo,
}

lean::body! {
    /// `people.called`: a name kept in the vault.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Called {
        /// The name.
        #[n(0)]
        pub name: String,
    }
}

lean::body! {
    /// `people.joined`: the author entered our space.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Joined {
        /// The name the other reads.
        #[n(0)]
        pub name: String,
    }
}

lean::body! {
    /// `people.renamed`: the author is called otherwise.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Renamed {
        /// The name from now on.
        #[n(0)]
        pub name: String,
    }
}

lean::body! {
    /// `people.left`: the author left our space.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Left {}
}

events! {
    /// Kept a name in the vault.
    Called = "people.called", Mine;
    /// Entered our space.
    Joined = "people.joined", Ours;
    /// Took another name.
    Renamed = "people.renamed", Ours;
    /// Left our space.
    Left = "people.left", Ours;
}

lean::row! {
    /// One of the two in our space.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Partner {
        /// What they are called.
        #[n(0)]
        pub name: String,
        /// When they came.
        #[n(1)]
        pub joined: Stamp,
        /// When they left, if they did.
        #[n(2)]
        pub left: Option<Stamp>,
        /// It was in a journey that was brought along, and not here.
        #[n(3)]
        pub elsewhere: Option<bool>,
    }
}

impl Partner {
    fn is_here(&self) -> bool {
        self.elsewhere.is_none()
    }
}

/// Which of the two marks and colours a person has, the same on every device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The person with the smaller id.
    One,
    /// The other.
    Two,
}

/// Whether there is someone to share with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// Only the vault is there.
    Alone,
    /// Both are here.
    Both,
    /// The other left our space.
    TheyLeft,
    /// The viewer left our space.
    ILeft,
}

lean::row! {
    /// The two people, as our space and the viewer's vault tell.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct People {
        #[n(0)]
        pub(crate) ours: Table<PersonId, Partner>,
        #[n(1)]
        called: Option<String>,
    }
}

impl People {
    /// Whether someone entered our space, or was with this person in a journey that was brought along.
    #[must_use]
    pub fn partner_of(&self, person: PersonId) -> Option<(PersonId, &Partner)> {
        let of = |here: bool| self.ours.iter().find(move |(id, it)| **id != person && it.is_here() == here);
        of(true).or_else(|| of(false)).map(|(id, it)| (*id, it))
    }

    /// Whether a person entered this space of ours.
    #[must_use]
    pub fn is_here(&self, person: PersonId) -> bool {
        self.ours.get(&person).is_some_and(Partner::is_here)
    }

    /// What is known of a person comes from a journey that was brought along.
    pub(crate) fn was_elsewhere(&mut self, person: PersonId) {
        if let Some(partner) = self.ours.get_mut(&person) {
            partner.elsewhere = Some(true);
        }
    }

    /// One of the two, once they are in our space.
    #[must_use]
    pub fn get(&self, person: PersonId) -> Option<&Partner> {
        self.ours.get(&person)
    }

    /// What a person is called, in our space or, for the viewer alone, in the vault.
    #[must_use]
    pub fn name_of(&self, person: PersonId, viewer: PersonId) -> Option<&str> {
        let in_our_space = self.ours.get(&person).map(|it| it.name.as_str());
        in_our_space.or_else(|| self.called.as_deref().filter(|_| person == viewer))
    }

    /// Which mark a person has. Alone, one has the first.
    #[must_use]
    pub fn mark_of(&self, person: PersonId) -> Mark {
        match self.partner_of(person) {
            Some((other, _)) if other < person => Mark::Two,
            _ => Mark::One,
        }
    }

    /// Whether there is someone to share with.
    #[must_use]
    pub fn together(&self, viewer: PersonId) -> Together {
        match (self.ours.get(&viewer), self.partner_of(viewer)) {
            (Some(me), _) if !me.is_here() => Together::Alone,
            (Some(me), _) if me.left.is_some() => Together::ILeft,
            (Some(_), Some((_, them))) if !them.is_here() => Together::Alone,
            (Some(_), Some((_, them))) if them.left.is_some() => Together::TheyLeft,
            (Some(_), Some(_)) => Together::Both,
            _ => Together::Alone,
        }
    }

    /// Since when both are in our space; nothing while they are not.
    #[must_use]
    pub fn together_since(&self, viewer: PersonId) -> Option<Stamp> {
        (self.together(viewer) == Together::Both).then_some(())?;
        self.ours.values().filter(|it| it.is_here()).map(|it| it.joined).max()
    }

    /// How many entered this space of ours.
    fn how_many(&self) -> usize {
        self.ours.values().filter(|it| it.is_here()).count()
    }

    fn join(&self, me: PersonId, name: String) -> Result<Event, Refusal> {
        match self.ours.get(&me) {
            Some(here) if here.is_here() && here.left.is_none() => Err(Refusal::AlreadyJoined),
            None if self.how_many() >= 2 => Err(Refusal::AlreadyTwo),
            _ => Ok(Event::Joined(Joined { name })),
        }
    }
}

/// A name as it is kept, or why it is none.
fn checked(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::NameIsEmpty);
    }
    if name.len() > LONGEST_NAME {
        return Err(Refusal::NameTooLong);
    }
    Ok(name.to_owned())
}

impl Practice for People {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let here = self.ours.get(&with.me).is_some_and(|it| it.is_here() && it.left.is_none());
        let event = match command {
            Command::CallMe(name) => Event::Called(Called { name: checked(&name)? }),
            Command::Join(name) => self.join(with.me, checked(&name)?)?,
            Command::Rename(name) if here => Event::Renamed(Renamed { name: checked(&name)? }),
            Command::Leave if here => Event::Left(Left {}),
            Command::Rename(_) | Command::Leave => return Err(Refusal::NotJoined),
        };
        Ok(vec![couple::Event::People(event)])
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        let (author, at) = (record.author, record.at);
        match record.event {
            Event::Called(Called { name }) => self.called = checked(name).ok().or(self.called.take()),
            Event::Joined(Joined { name }) => {
                let Ok(name) = checked(name) else { return };
                let before = self.ours.get(&author).filter(|it| it.is_here());
                if before.is_some() || self.how_many() < 2 {
                    let joined = before.map_or(at, |it| it.joined);
                    self.ours.insert(author, Partner { name, joined, left: None, elsewhere: None });
                }
            }
            Event::Renamed(Renamed { name }) => {
                if let (Some(partner), Ok(name)) = (self.ours.get_mut(&author), checked(name)) {
                    partner.name = name;
                }
            }
            Event::Left(Left {}) => {
                if let Some(partner) = self.ours.get_mut(&author) {
                    partner.left.get_or_insert(at);
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
    use crate::practices::promises;
    use crate::two::{ANA, BEN, Two};

    #[test]
    fn alone_one_has_a_name_and_nothing_can_be_shared() {
        let mut two = Two::alone();
        two.ana(Command::CallMe(" Ana ".to_owned()));
        let people = &two.ana.couple().people;
        assert_eq!(people.name_of(ANA, ANA), Some("Ana"));
        assert_eq!(people.together(ANA), Together::Alone);
        let walk = promises::NewPromise {
            words: "a walk".to_owned(),
            source: promises::Source::Myself,
            when: promises::When::once(two.today()),
            in_place_of: None,
        };
        let refused = two.try_ana(promises::Command::Make(walk));
        assert_eq!(refused, Err(Refused::NotTogether(Together::Alone)));
    }

    #[test]
    fn both_see_both_names_and_each_has_the_same_mark_on_both_sides() {
        let two = Two::together();
        for couple in [two.ana.couple(), two.ben.couple()] {
            assert_eq!(couple.people.name_of(ANA, couple.viewer), Some("Ana"));
            assert_eq!(couple.people.name_of(BEN, couple.viewer), Some("Ben"));
            assert_eq!((couple.people.mark_of(ANA), couple.people.mark_of(BEN)), (Mark::One, Mark::Two));
        }
        assert_eq!(two.ana.couple().partner(), Some(BEN));
    }

    #[test]
    fn a_third_person_does_not_become_a_partner() {
        let mut two = Two::together();
        let carl = crate::ids::PersonId([0xc; 16]);
        let joined = crate::Event::People(Event::Joined(Joined { name: "Carl".to_owned() }));
        two.ben.id = carl;
        two.ben.writes(two.now, vec![joined]);
        two.pass_on();
        assert_eq!(two.ana.couple().people.get(carl), None);
    }

    #[test]
    fn either_may_leave_alone_and_come_back_under_a_name() {
        let mut two = Two::together();
        two.ben(Command::Leave);
        two.meet();
        assert_eq!(two.ana.couple().people.together(ANA), Together::TheyLeft);
        assert_eq!(two.ben.couple().people.together(BEN), Together::ILeft);
        let seal = crate::check_in::Answers::default().with(crate::check_in::Facet::Support, 3);
        let refused = two.try_ana(crate::check_in::Command::Seal(seal));
        assert_eq!(refused, Err(Refused::NotTogether(Together::TheyLeft)));
        two.ben(Command::Join("Benjamin".to_owned()));
        two.meet();
        assert_eq!(two.ana.couple().people.together(ANA), Together::Both);
        two.ben(Command::Rename("Ben".to_owned()));
        two.meet();
        assert_eq!(two.ana.couple().people.name_of(BEN, ANA), Some("Ben"));
    }

    #[test]
    fn a_name_needs_a_letter_and_has_an_end() {
        let mut two = Two::together();
        let mut rename = |name: &str| two.try_ana(Command::Rename(name.to_owned()));
        assert_eq!(rename(" "), Err(Refused::People(Refusal::NameIsEmpty)));
        assert_eq!(rename(&"a".repeat(121)), Err(Refused::People(Refusal::NameTooLong)));
        assert_eq!(
            two.try_ana(Command::Join("Ana".to_owned())),
            Err(Refused::People(Refusal::AlreadyJoined))
        );
    }
}

//! Circle: a private map of the people who have been reliable, near to far, each with one true example; and a page that
//! meets a thought like "everyone lies" with what speaks for it, what against it, and a fairer sentence. Nobody else ever
//! reads it, and there is nothing here that could be shared.

#[cfg(test)]
mod tests;
mod words;

pub use words::{Command, Event, Placed, PutAway, Refusal, Ring, TakenOff, Weighed, Weighing};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::ids::{PersonId, SomeoneId, WeighingId};
use crate::leaf::Leaf;
use crate::path::Suggestion;
use crate::practice::{
    Deciding, Flaw, LONGEST_LINE, LONGEST_TEXT, Practice, Sealing, Stamped, is_line, is_text, words,
    words_if_any,
};
use crate::stamp::Stamp;
use lean::Table;

/// More people, and more pages, than anyone keeps.
const MOST: usize = 2_000;

lean::row! {
    /// The viewer's circle.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Circle {
        #[n(0)]
        people: Table<SomeoneId, Leaf<Someone>>,
        #[n(1)]
        pages: Table<WeighingId, Leaf<Page>>,
    }
}

lean::row! {
    /// Someone on the map.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Someone {
        /// Who.
        #[n(0)]
        pub id: SomeoneId,
        /// As the viewer calls them.
        #[n(1)]
        pub name: String,
        /// How near.
        #[n(2)]
        pub ring: Ring,
        /// One true example of their being reliable.
        #[n(3)]
        pub example: String,
        /// When they were put there first.
        #[n(4)]
        at: Stamp,
    }
}

lean::row! {
    /// A thought that was weighed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Page {
        /// Which.
        #[n(0)]
        pub id: WeighingId,
        /// What stands on it.
        #[n(1)]
        pub weighing: Weighing,
        /// When it was begun.
        #[n(2)]
        pub at: Stamp,
    }
}

impl Circle {
    /// One of the people.
    #[must_use]
    pub fn someone(&self, id: SomeoneId) -> Option<&Someone> {
        self.people.get(&id).map(|it| &**it)
    }

    /// The people of a ring, in the order in which they were put there.
    #[must_use]
    pub fn ring(&self, ring: Ring) -> Vec<&Someone> {
        let mut all: Vec<&Someone> =
            self.people.values().map(|it| &**it).filter(|it| it.ring == ring).collect();
        lean::sort(&mut all, &|one, other| (one.at, one.id) < (other.at, other.id));
        all
    }

    /// A page with a thought.
    #[must_use]
    pub fn page(&self, id: WeighingId) -> Option<&Page> {
        self.pages.get(&id).map(|it| &**it)
    }

    /// All pages, in the order in which they were begun.
    #[must_use]
    pub fn pages(&self) -> Vec<&Page> {
        let mut all: Vec<&Page> = self.pages.values().map(|it| &**it).collect();
        lean::sort(&mut all, &|one, other| (one.at, one.id) < (other.at, other.id));
        all
    }

    /// Whether nobody is on the map and nothing was weighed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.pages.is_empty()
    }

    fn place(&self, with: &mut Deciding<'_>, placed: Placed, is_new: bool) -> Result<Option<Event>, Refusal> {
        let name = words(&placed.name, LONGEST_LINE)?;
        let example = match words(&placed.example, LONGEST_TEXT) {
            Err(Flaw::Empty) => return Err(Refusal::ExampleIsMissing),
            other => other?,
        };
        let (mut someone, ring) = (placed.someone, placed.ring);
        if is_new {
            if self.people.len() >= MOST {
                return Err(Refusal::TooMany);
            }
            someone = SomeoneId::make(with.me, (with.fresh)());
        } else {
            let known = self.someone(someone).ok_or(Refusal::NoSuchPerson)?;
            if (&known.name, known.ring, &known.example) == (&name, ring, &example) {
                return Ok(None);
            }
        }
        Ok(Some(Event::Placed(Placed { someone, name, ring, example })))
    }

    fn weigh(
        &self,
        with: &mut Deciding<'_>,
        page: Option<WeighingId>,
        weighing: &Weighing,
    ) -> Result<Option<Event>, Refusal> {
        let weighing = weighing.checked()?;
        let page = match page {
            Some(id) if self.page(id).ok_or(Refusal::NoSuchPage)?.weighing == weighing => return Ok(None),
            Some(id) => id,
            None if self.pages.len() >= MOST => return Err(Refusal::TooMany),
            None => WeighingId::make(with.me, (with.fresh)()),
        };
        Ok(Some(Event::Weighed(Weighed { page, weighing })))
    }

    fn fold_placed(&mut self, author: PersonId, at: Stamp, placed: &Placed) {
        let Placed { someone: id, name, ring, example } = placed;
        let room = self.people.contains_key(id) || self.people.len() < MOST;
        if id.author() == author && is_line(name) && is_text(example) && room {
            let at = self.someone(*id).map_or(at, |it| it.at);
            let someone = Someone { id: *id, name: name.clone(), ring: *ring, example: example.clone(), at };
            self.people.insert(*id, Leaf::new(someone));
        }
    }

    fn fold_weighed(&mut self, author: PersonId, at: Stamp, weighed: &Weighed) {
        let id = weighed.page;
        let room = self.pages.contains_key(&id) || self.pages.len() < MOST;
        if id.author() == author && weighed.weighing.is_sound() && room {
            let at = self.page(id).map_or(at, |it| it.at);
            self.pages.insert(id, Leaf::new(Page { id, weighing: weighed.weighing.clone(), at }));
        }
    }
}

impl Weighing {
    fn rest(&self) -> [&String; 3] {
        [&self.speaks_for, &self.speaks_against, &self.fairer]
    }

    fn is_sound(&self) -> bool {
        is_text(&self.thought) && self.rest().iter().all(|it| it.len() <= LONGEST_TEXT)
    }

    /// As it is kept, or why it cannot be.
    fn checked(&self) -> Result<Self, Flaw> {
        Ok(Self {
            thought: words(&self.thought, LONGEST_TEXT)?,
            speaks_for: words_if_any(&self.speaks_for)?,
            speaks_against: words_if_any(&self.speaks_against)?,
            fairer: words_if_any(&self.fairer)?,
        })
    }
}

impl Practice for Circle {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let event = match command {
            Command::Place { someone, name, ring, example } => {
                let id = someone.unwrap_or(SomeoneId([0; 32]));
                self.place(with, Placed { someone: id, name, ring, example }, someone.is_none())?
            }
            Command::TakeOff { someone } => {
                self.someone(someone).ok_or(Refusal::NoSuchPerson)?;
                Some(Event::TakenOff(TakenOff { someone }))
            }
            Command::Weigh { page, weighing } => self.weigh(with, page, &weighing)?,
            Command::PutAway { page } => {
                self.page(page).ok_or(Refusal::NoSuchPage)?;
                Some(Event::PutAway(PutAway { page }))
            }
        };
        Ok(event.map(couple::Event::Circle).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        match record.event {
            Event::Placed(it) => self.fold_placed(record.author, record.at, it),
            Event::TakenOff(it) => {
                self.people.remove(&it.someone);
            }
            Event::Weighed(it) => self.fold_weighed(record.author, record.at, it),
            Event::PutAway(it) => {
                self.pages.remove(&it.page);
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

//! Leaning in or out: a private page for who is torn. What pulls me to stay, what pulls me to go, what I would need to
//! see and by when; and three ways, none of which is suggested. Nothing of it is ever shared, and nothing asks for it.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::path::Suggestion;
use crate::practice::{Deciding, Flaw, LONGEST_TEXT, Practice, Sealing, Stamped, events, words_if_any};

lean::row! {
    /// What stands on the page. Each part may be left open.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Page {
        /// What pulls me to stay.
        #[n(0)]
        pub to_stay: String,
        /// What pulls me to go.
        #[n(1)]
        pub to_go: String,
        /// What I would need to see.
        #[n(2)]
        pub to_see: String,
        /// By when.
        #[n(3)]
        pub by: Option<Day>,
    }
}

lean::ways! {
    /// The three ways.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Way {
        /// Give repair all I have, for a time I choose.
        #[n(0)]
        GiveItAll {
            /// Until when.
            #[n(0)]
            until: Option<Day>,
        },
        /// Wait without deciding.
        #[n(1)]
        Wait {
            /// When to look again.
            #[n(0)]
            look_again: Option<Day>,
        },
        /// Part well.
        #[n(2)]
        PartWell,
    }
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write the page, in place of what stood there.
    Write(Page),
    /// Lean one way, or none again.
    Lean(Option<Way>),
    /// Put everything away, with its words.
    PutAway,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are too many.
    Words(Flaw),
    /// That day has passed.
    DayIsPast,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::body! {
    /// `leaning.written`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Written {
        /// The page.
        #[n(0)]
        pub page: Page,
    }
}

lean::body! {
    /// `leaning.leant`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Leant {
        /// Which way; none, when it is open again.
        #[n(0)]
        pub way: Option<Way>,
    }
}

lean::body! {
    /// `leaning.put_away`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {}
}

events! {
    /// The page was written.
    Written = "leaning.written", Mine;
    /// One leans a way, or none again.
    Leant = "leaning.leant", Mine;
    /// Everything was put away.
    PutAway = "leaning.put_away", Mine;
}

lean::row! {
    /// The viewer's page.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Leaning {
        #[n(0)]
        page: Page,
        #[n(1)]
        way: Option<Way>,
    }
}

impl Page {
    fn parts(&self) -> [&String; 3] {
        [&self.to_stay, &self.to_go, &self.to_see]
    }
}

impl Leaning {
    /// What the viewer wrote.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Which way they lean; nothing, as long as they have chosen none.
    #[must_use]
    pub fn way(&self) -> Option<Way> {
        self.way
    }

    /// Whether nothing stands here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A page as it is kept, or why it cannot be. A day that was chosen before may pass; a new one lies ahead.
fn checked(page: &Page, before: &Page, today: Day) -> Result<Page, Refusal> {
    ahead(page.by.filter(|it| before.by != Some(*it)), today)?;
    Ok(Page {
        to_stay: words_if_any(&page.to_stay)?,
        to_go: words_if_any(&page.to_go)?,
        to_see: words_if_any(&page.to_see)?,
        by: page.by,
    })
}

fn ahead(day: Option<Day>, today: Day) -> Result<(), Refusal> {
    if day.is_some_and(|it| it < today) { Err(Refusal::DayIsPast) } else { Ok(()) }
}

impl Practice for Leaning {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let today = with.now.today();
        let event = match command {
            Command::Write(page) => {
                let page = checked(&page, &self.page, today)?;
                (page != self.page).then_some(Event::Written(Written { page }))
            }
            Command::Lean(way) if way == self.way => None,
            Command::Lean(way) => {
                let Some(Way::GiveItAll { until: day } | Way::Wait { look_again: day }) = way else {
                    return Ok(vec![couple::Event::Leaning(Event::Leant(Leant { way }))]);
                };
                ahead(day, today)?;
                Some(Event::Leant(Leant { way }))
            }
            Command::PutAway => (!self.is_empty()).then_some(Event::PutAway(PutAway {})),
        };
        Ok(event.map(couple::Event::Leaning).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        match record.event {
            Event::Written(it) if it.page.parts().iter().all(|it| it.len() <= LONGEST_TEXT) => {
                self.page = it.page.clone();
            }
            Event::Written(_) => {}
            Event::Leant(it) => self.way = it.way,
            Event::PutAway(_) => *self = Self::default(),
        }
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    /// Nobody is ever asked which way they lean.
    fn attention(&self, _: &Couple, _: &Moment) -> Vec<Suggestion> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::couple::Refusal as Refused;
    use crate::path;
    use crate::two::Two;

    fn page() -> Page {
        Page {
            to_stay: "The children, and how we laugh".to_owned(),
            to_go: "I am tired of guessing".to_owned(),
            to_see: "That you tell me first".to_owned(),
            by: None,
        }
    }

    fn refused(refusal: Refusal) -> Result<(), Refused> {
        Err(Refused::Leaning(refusal))
    }

    #[test]
    fn who_is_torn_writes_for_nobody_else_and_works_alone() {
        let mut two = Two::alone();
        two.ana(Command::Write(page()));
        two.ana(Command::Lean(Some(Way::Wait { look_again: None })));
        let couple = two.ana.couple();
        assert_eq!(
            (couple.leaning.page(), couple.leaning.way()),
            (&page(), Some(Way::Wait { look_again: None }))
        );
        assert!(two.ana.written.iter().all(|it| it.audience == Audience::Mine));
    }

    #[test]
    fn nothing_the_other_sees_changes_and_none_of_the_three_ways_is_suggested() {
        let mut two = Two::together();
        let (bens, today) = (two.ben.couple().to_cbor(), path::today(two.ana.couple(), &two.now));
        two.ana(Command::Write(page()));
        for way in
            [Way::GiveItAll { until: None }, Way::Wait { look_again: Some(two.today()) }, Way::PartWell]
        {
            two.ana(Command::Lean(Some(way)));
            assert_eq!(two.ana.couple().leaning.way(), Some(way));
            assert_eq!(path::today(two.ana.couple(), &two.now), today);
        }
        two.meet();
        assert_eq!(two.ben.couple().to_cbor(), bens);
    }

    #[test]
    fn a_way_can_be_left_open_again_and_everything_put_away_with_its_words() {
        let mut two = Two::together();
        two.ana(Command::Write(page()));
        two.ana(Command::Lean(Some(Way::PartWell)));
        two.ana(Command::Lean(None));
        assert_eq!(two.ana.couple().leaning.way(), None);
        two.ana(Command::PutAway);
        assert!(two.ana.couple().leaning.is_empty());
        assert!(!two.ana.couple().to_cbor().windows(8).any(|it| it == b"guessing"));
        let written = two.ana.written.len();
        two.ana(Command::PutAway);
        assert_eq!(two.ana.written.len(), written);
    }

    #[test]
    fn a_new_day_lies_ahead_and_one_that_was_chosen_may_pass() {
        let mut two = Two::together();
        let soon = Page { by: Some(two.today().plus(1)), ..page() };
        two.ana(Command::Write(soon.clone()));
        two.wait_days(30);
        two.ana(Command::Write(Page { to_go: String::new(), ..soon.clone() }));
        let past = two.today().plus(-1);
        assert_eq!(two.try_ana(Command::Write(Page { by: Some(past), ..soon })), refused(Refusal::DayIsPast));
        let way = Some(Way::GiveItAll { until: Some(past) });
        assert_eq!(two.try_ana(Command::Lean(way)), refused(Refusal::DayIsPast));
    }

    #[test]
    fn too_many_words_are_refused_with_their_size_and_all_scripts_stay_as_they_are() {
        let mut two = Two::alone();
        let bytes = 100_000;
        let long = Page { to_go: "x".repeat(bytes), ..Page::default() };
        let too_long = Refusal::Words(Flaw::TooLong { bytes, most: LONGEST_TEXT });
        assert_eq!(two.try_ana(Command::Write(long)), refused(too_long));
        let arabic = Page { to_stay: "بيتنا 🏠 \u{202e}".to_owned(), ..Page::default() };
        two.ana(Command::Write(arabic.clone()));
        assert_eq!(two.ana.couple().leaning.page(), &arabic);
    }
}

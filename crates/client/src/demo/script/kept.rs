//! What the two wish for, plan and keep; whom each can trust; and what one of them writes about forgiving.

use domain::circle::{self, Ring, Weighing};
use domain::forgiveness::{self, Deciding, Feeling, Of, Part};
use domain::memories::{self, PlannedFor};
use domain::our_future::{self, Area, Horizon, Sort};
use domain::promises::When;
use domain::{Across, Command, Couple, Day, ForgivingId, MemoryId, WishId};

use super::{Script, When3, Who};

const EVENING: &str = "One evening a week that is only ours, phones in the drawer.";
const MOTHER: &str = "To tell your mother ourselves, before someone else does.";
const FLAT: &str = "A smaller flat with a garden, and less to pay.";
const SEA: &str = "A week by the sea with no plan at all.";
const CHOIR: &str = "To sing in a choir again.";
const THROUGH: &str = "That this is something we came through, and can speak of.";

const SOUP: &str = "Soup, rain and the record player";
const LAKE: &str = "Round the lake, phones at home";
const MARKET: &str = "The market, before it is full";

impl Script {
    /// From the first name on a map to a board of wishes.
    pub(super) fn keeping(&mut self) {
        self.circles();
        self.wishes();
        self.time_together();
        self.forgiving();
    }

    fn circles(&mut self) {
        let mut place = |at, who, name: &'static str, ring, example: &'static str| {
            self.add(at, who, move |_| {
                let (name, example) = (name.to_owned(), example.to_owned());
                Some(Command::Circle(circle::Command::Place { someone: None, name, ring, example }))
            });
        };
        let sister = "She came at two in the morning and asked nothing.";
        place((46, 22, 5), Who::Noor, "My sister", Ring::Near, sister);
        let marit = "Took my shift for a week and told nobody why.";
        place((46, 22, 9), Who::Noor, "Marit from work", Ring::Midway, marit);
        place((46, 22, 14), Who::Noor, "The neighbour", Ring::Far, "Has had our key for nine years.");
        let brother = "Told me to my face what I did, and drove me home.";
        place((42, 23, 0), Who::Sam, "My brother", Ring::Near, brother);
        self.add((45, 23, 30), Who::Noor, |_| {
            let weighing = Weighing {
                thought: "Everyone lies in the end.".to_owned(),
                speaks_for: "One did, for months, and I did not see it.".to_owned(),
                speaks_against:
                    "My sister has not. Marit has not. The neighbour has had our key for nine years."
                        .to_owned(),
                fairer: "One person lied to me. Most people around me have not.".to_owned(),
            };
            Some(Command::Circle(circle::Command::Weigh { page: None, weighing }))
        });
    }

    /// Drawn apart, opened together, sorted.
    fn wishes(&mut self) {
        use Who::{Noor, Sam};
        self.wish((7, 21, 0), Noor, (Area::Time, Horizon::Near), EVENING);
        self.wish((7, 21, 4), Noor, (Area::Family, Horizon::Near), MOTHER);
        self.wish((7, 21, 9), Noor, (Area::Home, Horizon::Far), FLAT);
        self.wish((6, 22, 10), Sam, (Area::Time, Horizon::Mid), SEA);
        self.wish((6, 22, 14), Sam, (Area::Growth, Horizon::Mid), CHOIR);
        self.wish((6, 22, 20), Sam, (Area::Growth, Horizon::Far), THROUGH);
        for (at, who) in [((7, 21, 20), Noor), ((6, 22, 30), Sam)] {
            self.add(at, who, |couple| {
                let own = couple.our_future.not_shown(couple);
                let wishes = own.into_iter().map(|it| it.wish.id).collect();
                Some(Command::OurFuture(our_future::Command::Seal { wishes }))
            });
        }
        self.sort((5, 20, 0), Sam, EVENING, Sort::Want);
        self.sort((5, 20, 1), Sam, MOTHER, Sort::Talk);
        self.sort((5, 20, 4), Noor, SEA, Sort::Want);
        self.sort((5, 20, 6), Noor, CHOIR, Sort::Alone);
        self.sort((5, 20, 8), Noor, THROUGH, Sort::Want);
        let day = self.day(-4);
        self.add((4, 19, 0), Sam, move |couple| {
            let (wish, words) = (wish(couple, SEA)?, "I look at trains to the sea".to_owned());
            Some(Command::Across(Across::PromiseWish { wish, words, when: When::once(day) }))
        });
    }

    fn wish(&mut self, at: When3, who: Who, (area, horizon): (Area, Horizon), text: &'static str) {
        self.add(at, who, move |_| {
            let text = text.to_owned();
            Some(Command::OurFuture(our_future::Command::Write { wish: None, area, horizon, text }))
        });
    }

    fn sort(&mut self, at: When3, who: Who, text: &'static str, sort: Sort) {
        self.add(at, who, move |couple| {
            let wish = wish(couple, text)?;
            Some(Command::OurFuture(our_future::Command::Sort { wish, sort: Some(sort) }))
        });
    }

    fn time_together(&mut self) {
        use Who::{Noor, Sam};
        self.keep((24, 22, 0), Sam, (SOUP, self.day(24)), "Nobody asked for anything.");
        self.say((23, 8, 10), Noor, SOUP, "I did not look at the door once.");
        let today = self.now.today();
        let year_ago = Day::new(today.year() - 1, today.month(), today.day()).unwrap_or(self.day(365));
        let before = "Before. I can look at it now.";
        self.keep((10, 21, 30), Noor, ("The table by the window", year_ago), before);
        self.proposed((8, 12, 20), Noor, LAKE, PlannedFor { on: self.day(3), at_minute: None });
        self.add((8, 18, 5), Sam, |couple| {
            let plan = memory(couple, LAKE)?;
            let when = couple.memories.get(plan)?.when;
            Some(Command::Memories(memories::Command::Agree { memory: plan, when }))
        });
        self.say((3, 21, 10), Noor, LAKE, "We got lost twice, and it was not a quarrel.");
        self.say((3, 21, 40), Sam, LAKE, "You laughed at the map. I had missed that sound.");
        self.proposed(
            (1, 19, 15),
            Sam,
            MARKET,
            PlannedFor { on: self.day(-3), at_minute: Some(9 * 60 + 30) },
        );
    }

    fn keep(&mut self, at: When3, who: Who, (name, on): (&'static str, Day), text: &'static str) {
        self.add(at, who, move |_| {
            let (name, text) = (name.to_owned(), text.to_owned());
            Some(Command::Memories(memories::Command::Keep { name, on, text }))
        });
    }

    fn say(&mut self, at: When3, who: Who, name: &'static str, text: &'static str) {
        self.add(at, who, move |couple| {
            let (memory, text) = (memory(couple, name)?, text.to_owned());
            Some(Command::Memories(memories::Command::Say { memory, text }))
        });
    }

    fn proposed(&mut self, at: When3, who: Who, name: &'static str, when: PlannedFor) {
        self.add(at, who, move |_| {
            Some(Command::Memories(memories::Command::Plan { name: name.to_owned(), when }))
        });
    }

    /// Noor writes for herself, and shows what learning would look like. Sam writes of himself, after amends.
    fn forgiving(&mut self) {
        use Who::Noor;
        const CHANCE: &str = "When something is awkward, you tell me in the same week, before I ask.";
        self.page(
            (5, 23, 0),
            Noor,
            Of::TheOther,
            &[
                (Part::Tell, "That you could look at me and say “work”. For months."),
                (
                    Part::WhatIGive,
                    "I stop using it when we argue about something else. Not: that it was all right.",
                ),
                (Part::HoldOn, "The street by the station. Then I call my sister, and not you."),
                (Part::Chance, CHANCE),
            ],
        );
        self.of_page((5, 23, 20), Noor, |forgiving| forgiveness::Command::Decide {
            forgiving,
            deciding: Some(Deciding::WouldLikeTo),
        });
        self.of_page((5, 23, 22), Noor, |forgiving| forgiveness::Command::Feel {
            forgiving,
            feeling: Some(Feeling::ComesAndGoes),
        });
        self.of_page((4, 8, 0), Noor, |forgiving| forgiveness::Command::GiveChance {
            forgiving,
            previewed: CHANCE.to_owned(),
        });
        self.forgiving_oneself();
    }

    /// After amends: responsibility first.
    fn forgiving_oneself(&mut self) {
        use Who::Sam;
        self.page(
            (7, 23, 0),
            Sam,
            Of::WhatIDid,
            &[
                (Part::Responsibility, "I lied, and I went on lying when I could have stopped."),
                (Part::Amends, "Two letters. The bill, every month. I say the awkward part first."),
            ],
        );
        self.add((4, 9, 0), Sam, |couple| {
            let told = couple.forgiveness.told_by(couple.partner()?);
            Some(Command::Forgiveness(forgiveness::Command::Read { forgiving: told.first()?.id }))
        });
    }

    fn page(&mut self, at: When3, who: Who, of: Of, parts: &'static [(Part, &'static str)]) {
        self.add(at, who, move |_| {
            Some(Command::Forgiveness(forgiveness::Command::Begin {
                of,
                hurt: None,
                amends_elsewhere: false,
            }))
        });
        let (days, hour, _) = at;
        for ((part, text), minute) in parts.iter().zip(1..) {
            self.of_page((days, hour, minute), who, move |forgiving| forgiveness::Command::Write {
                forgiving,
                part: *part,
                text: (*text).to_owned(),
            });
        }
    }

    fn of_page(&mut self, at: When3, who: Who, what: impl Fn(ForgivingId) -> forgiveness::Command + 'static) {
        self.add(at, who, move |couple| {
            let page = couple.forgiveness.pages().last()?.id;
            Some(Command::Forgiveness(what(page)))
        });
    }
}

fn wish(couple: &Couple, text: &str) -> Option<WishId> {
    couple.our_future.board(couple).into_iter().find(|it| it.wish.text == text).map(|it| it.wish.id)
}

fn memory(couple: &Couple, name: &str) -> Option<MemoryId> {
    let its = &couple.memories;
    its.planned().into_iter().chain(its.kept()).find(|it| it.name == name).map(|it| it.id)
}

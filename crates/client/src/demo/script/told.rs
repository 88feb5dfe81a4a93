//! What happened, as each of the two told it: two hurts, in opposite directions.

use domain::hurts::{self, Account, Aware, Part, Side, Telling};
use domain::{Command, Couple};

use super::{Script, When3, Who, hurt};

/// What Sam did.
pub(super) const WINTER: &str = "What began in January";
/// What Noor did.
pub(super) const TABLE: &str = "The evening at my parents’ table";

type Passages = &'static [(Part, &'static str)];

const NOORS: Passages = &[
    (
        Part::What,
        "You told me you were at work. You were with them, and then you came home and asked how my day had been.",
    ),
    (Part::SinceWhen, "For me it began on the evening your phone lit up on the kitchen table."),
    (
        Part::WhatItDid,
        "I stopped believing my own eyes. I go through old photographs and look for the lie in them.",
    ),
];

const SAMS: Passages = &[
    (Part::What, "I had an affair with somebody from work. You asked me twice, and I said no twice."),
    (Part::SinceWhen, "From the second week of January until the evening you found the message."),
    (Part::IsItOver, "Yes. I ended it in writing that same night, and you have read what I wrote."),
    (Part::Health, "We used protection. I have been tested since. The result is in the blue folder."),
    (Part::Money, "Some dinners that I paid for in cash."),
    (Part::Lies, "That I worked late. That the trip was for the company. That nothing was the matter."),
    (Part::WhoKnows, "My brother, since March. Nobody else of us."),
];

const AT_THE_TABLE: Passages = &[
    (
        Part::What,
        "You told my parents before I could, at the table, in front of everybody. I had asked you for one week.",
    ),
    (Part::SinceWhen, "The evening of my father’s birthday."),
    (Part::WhatItDid, "I know what I did. I still could not look at my father for a month."),
];

impl Script {
    /// Both hurts, from the first words to the naming.
    pub(super) fn telling(&mut self) {
        use Who::{Noor, Sam};
        self.tell((80, 23, 10), Noor, (WINTER, Side::IWasHurt), NOORS);
        self.share((76, 20, 50), Noor, WINTER);
        self.read((76, 21, 30), Sam, WINTER);
        self.tell((75, 22, 40), Sam, (WINTER, Side::IAmResponsible), SAMS);
        self.share((75, 23, 5), Sam, WINTER);
        self.read((74, 7, 10), Noor, WINTER);
        self.add_to_it(
            (71, 22, 15),
            Part::Lies,
            "After I had said that it was over, I wrote to them once more. I left that out, and you found it.",
        );
        self.read((70, 7, 40), Noor, WINTER);
        self.add_to_it(
            (45, 20, 31),
            Part::Money,
            "Two hotel nights as well, 240 in all, from my own account. I have gone through every statement now.",
        );
        self.read((44, 9, 10), Noor, WINTER);
        self.tell((40, 22, 5), Sam, (TABLE, Side::IWasHurt), AT_THE_TABLE);
        self.share((36, 21, 0), Sam, TABLE);
        self.read((36, 22, 10), Noor, TABLE);
        self.add((35, 8, 20), Noor, |couple| {
            let (hurt, side) = (hurt(couple, TABLE)?, Some(Side::IAmResponsible));
            Some(Command::Hurts(hurts::Command::TakeSide { hurt, side }))
        });
    }

    fn tell(&mut self, at: When3, who: Who, (name, side): (&'static str, Side), passages: Passages) {
        self.add(at, who, move |couple| {
            let mut account = Account::default();
            for (part, words) in passages {
                account.put(*part, words);
            }
            let telling = Telling { name: name.to_owned(), side, account };
            Some(Command::Hurts(hurts::Command::Write { hurt: hurt(couple, name), telling }))
        });
    }

    /// After the warning, and after asking oneself whether it is everything.
    fn share(&mut self, at: When3, who: Who, name: &'static str) {
        self.add(at, who, move |couple| {
            let hurt = hurt(couple, name)?;
            let previewed = couple.hurts.own(hurt)?.0.written;
            let aware = Aware { it_can_surface: true, it_is_everything: true };
            Some(Command::Hurts(hurts::Command::Share { hurt, previewed, aware }))
        });
    }

    fn read(&mut self, at: When3, who: Who, name: &'static str) {
        self.add(at, who, move |couple| {
            Some(Command::Hurts(hurts::Command::Read { hurt: hurt(couple, name)? }))
        });
    }

    fn add_to_it(&mut self, at: When3, part: Part, words: &'static str) {
        self.add(at, Who::Sam, move |couple: &Couple| {
            let (hurt, words) = (hurt(couple, WINTER)?, words.to_owned());
            Some(Command::Hurts(hurts::Command::Add {
                aware: hurts::Aware { it_can_surface: true, it_is_everything: true },
                hurt,
                part,
                words,
            }))
        });
    }
}

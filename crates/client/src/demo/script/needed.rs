//! What the two asked each other for: a yes that became a promise, a yes with a change, a not now, and thanks.

use domain::needs::{Answer, Command as Do};
use domain::promises::{Repeat, When};
use domain::{Across, Command, Couple, NeedId};

use super::promised::one;
use super::{Script, When3, Who};

const SUPPER: &str = "Phones in the drawer while we eat";
const NEWS: &str = "To hear on Monday which evenings will be late";
const WALK: &str = "Half an hour outside together, before it is dark";
const MAP: &str = "That you tell me when a question is too much for today";

impl Script {
    /// From the first thing asked for to the one that waits.
    pub(super) fn needs(&mut self) {
        use Who::{Noor, Sam};
        self.asks_for((21, 19, 40), Noor, SUPPER, "On weekdays");
        self.answers_a_need((20, 8, 10), Sam, SUPPER, Answer::Yes);
        let from = self.day(19);
        self.add((20, 8, 20), Sam, move |couple| {
            let words = "Mine goes into the drawer before I sit down".to_owned();
            let when = When { from, until: None, repeat: Repeat::Weekly { every: 1, on: one(from) } };
            Some(Command::Across(Across::PromiseNeed { need: need(couple, SUPPER)?, words, when }))
        });
        self.add((12, 21, 5), Noor, |couple| {
            let words = "You put it there without my saying so. I noticed every time.".to_owned();
            Some(Command::Needs(Do::Thank { need: need(couple, SUPPER)?, words }))
        });
        self.asks_for((9, 18, 30), Noor, NEWS, "On Mondays");
        let change = "By Monday evening; the plan comes at four.".to_owned();
        self.answers_a_need((9, 22, 0), Sam, NEWS, Answer::YesWith { change });
        self.asks_for((6, 12, 45), Noor, WALK, "");
        let because = "I am on call until Friday. Ask me again on Saturday, I would like it.".to_owned();
        self.answers_a_need((6, 20, 15), Sam, WALK, Answer::NotNow { because });
        self.asks_for((1, 17, 20), Sam, MAP, "When it happens");
    }

    fn asks_for(&mut self, at: When3, who: Who, thing: &'static str, when: &'static str) {
        self.add(at, who, move |_| {
            Some(Command::Needs(Do::Ask { thing: thing.to_owned(), when: when.to_owned() }))
        });
    }

    fn answers_a_need(&mut self, at: When3, who: Who, thing: &'static str, answer: Answer) {
        self.add(at, who, move |couple| {
            Some(Command::Needs(Do::Answer { need: need(couple, thing)?, answer: answer.clone() }))
        });
    }
}

fn need(couple: &Couple, thing: &str) -> Option<NeedId> {
    couple.needs.open().into_iter().find(|it| it.thing == thing).map(|it| it.id)
}

//! How the two found some ground: what they noticed in themselves, the lines they drew, space, time, and readiness.

use domain::ground_rules::{self, About};
use domain::path::{self, Readiness};
use domain::signs::{self, Answer, Often, Sign, Whose};
use domain::space::{self, Contact};
use domain::{Command, Couple, RuleId, time};

use super::told::WINTER;
use super::{Script, When3, Who, hurt};

const NO_CONTACT: &str =
    "No contact with them. If something comes, you show me the same day and do not answer.";
const SMALL_ROOM: &str = "You sleep in the small room for now.";
const WHO_KNOWS: &str = "Your sister and my brother know. We tell nobody else without asking each other.";
const NO_IS_FINE: &str = "Closeness begins with me. Any no is fine, also halfway.";
const NOT_AFTER_TEN: &str = "Not after ten at night. Whoever says “tomorrow” also says when.";
const OVER_100: &str = "Anything over 100 we say before, not after.";
const OVER_150: &str = "Anything over 150 we say before, not after.";
const SUNDAYS: &str = "Ten minutes on Sunday evenings for the week ahead.";

impl Script {
    /// The first part of their path, and what of it goes on.
    pub(super) fn steadying(&mut self) {
        self.what_they_noticed();
        self.what_holds();
        self.what_changed();
        self.two_evenings_alone();
        self.around_the_date();
        self.time_to_take();
    }

    fn what_they_noticed(&mut self) {
        use Who::{Noor, Sam};
        self.look((83, 22, 20), Noor, [3, 4, 4, 3, 2], [4, 1, 2, 3, 0]);
        self.look((69, 21, 40), Noor, [4, 4, 4, 4, 2], [4, 1, X, 3, 0]);
        self.look((69, 22, 10), Sam, [3, 1, 3, 3, 2], [3, 4, 2, 3, 1]);
        self.look((55, 21, 15), Noor, [3, 3, 4, 3, 1], [2, 0, 1, 2, 0]);
        self.look((42, 20, 30), Noor, [2, 3, 3, 3, 1], [1, 0, 1, 2, 0]);
        self.look((41, 21, 50), Sam, [1, 0, 3, 2, 1], [2, 3, 2, 2, 0]);
        self.look((28, 21, 30), Noor, [3, 3, 4, 4, 1], [1, 0, 1, 2, 1]);
        self.look((13, 20, 25), Noor, [1, 2, 2, 2, 0], [0, 0, 1, 1, 0]);
        self.look((6, 21, 20), Noor, [1, 1, 2, 2, 0], [0, 0, 1, 1, 0]);
        self.look((5, 22, 5), Sam, [0, 0, 2, 1, 1], [1, 1, 1, 2, 0]);
        // Noor says herself that she looked into Sam's phone; Sam answers with something of his own.
        let (noors, sams) = (self.day(42), self.day(41));
        let share = |on, sign, often| {
            let answer = Answer { sign, whose: Whose::Mine, often };
            move |_: &Couple| Some(Command::Signs(signs::Command::Share { on, answer }))
        };
        self.add((42, 20, 41), Noor, share(noors, Sign::HidingOrSnooping, Often::SomeDays));
        self.add((41, 21, 58), Sam, share(sams, Sign::Insecure, Often::MostDays));
    }

    fn look(&mut self, at: When3, who: Who, mine: [u8; 5], from_you: [u8; 5]) {
        self.add(at, who, move |_| {
            let mut answers = Vec::new();
            for (whose, row) in [(Whose::Mine, mine), (Whose::FromYou, from_you)] {
                for (sign, number) in Sign::ALL.into_iter().zip(row) {
                    answers.extend(often(number).map(|often| Answer { sign, whose, often }));
                }
            }
            Some(Command::Signs(signs::Command::Look(answers)))
        });
    }

    fn what_holds(&mut self) {
        use Who::{Noor, Sam};
        self.rule((84, 20, 15), Noor, About::ContactEnded, NO_CONTACT);
        self.rule((84, 20, 18), Noor, About::Sleep, SMALL_ROOM);
        self.agree((84, 20, 50), Sam, NO_CONTACT);
        self.agree((84, 20, 52), Sam, SMALL_ROOM);
        self.rule((81, 19, 10), Sam, About::WhoMayKnow, WHO_KNOWS);
        self.agree((80, 8, 5), Noor, WHO_KNOWS);
        self.rule((62, 21, 15), Noor, About::StoppingAFight, NOT_AFTER_TEN);
        self.agree((61, 7, 30), Sam, NOT_AFTER_TEN);
        self.rule((58, 21, 40), Noor, About::Intimacy, NO_IS_FINE);
        self.agree((58, 21, 55), Sam, NO_IS_FINE);
        self.rule((49, 20, 40), Sam, About::Money, OVER_100);
        self.agree((48, 8, 0), Noor, OVER_100);
    }

    fn what_changed(&mut self) {
        use Who::{Noor, Sam};
        self.add((39, 9, 40), Noor, |couple| {
            let rule = rule(couple, SMALL_ROOM)?;
            Some(Command::GroundRules(ground_rules::Command::End { rule }))
        });
        self.add((18, 20, 30), Noor, |couple| {
            let (rule, words) = (rule(couple, OVER_100)?, OVER_150.to_owned());
            Some(Command::GroundRules(ground_rules::Command::ProposeChange { rule, words }))
        });
        self.agree((17, 7, 45), Sam, OVER_150);
        // Waits for Noor's word.
        self.rule((3, 20, 10), Sam, About::SomethingElse, SUNDAYS);
    }

    fn rule(&mut self, at: When3, who: Who, about: About, words: &'static str) {
        self.add(at, who, move |_| {
            let words = words.to_owned();
            Some(Command::GroundRules(ground_rules::Command::Propose { about, words }))
        });
    }

    pub(super) fn agree(&mut self, at: When3, who: Who, words: &'static str) {
        self.add(at, who, move |couple| {
            let rule = rule(couple, words)?;
            Some(Command::GroundRules(ground_rules::Command::Agree { rule }))
        });
    }

    fn two_evenings_alone(&mut self) {
        self.add((72, 21, 52), Who::Noor, |_| {
            Some(Command::Space(space::Command::TakeTimeOut { minutes: 30 }))
        });
        self.in_space((72, 22, 15), Who::Noor, |space| space::Command::Return { space });
        let until_ms = self.moment((46, 17, 0)).ms;
        self.add((48, 18, 0), Who::Noor, move |_| {
            let words = "Two evenings on my own, as I said. I am coming back.".to_owned();
            Some(Command::Space(space::Command::Ask { until_ms, contact: Contact::ShortMessages, words }))
        });
        self.in_space((48, 18, 11), Who::Sam, |space| space::Command::Respect { space });
        let back = self.moment((46, 17, 20));
        self.add((46, 17, 20), Who::Noor, move |couple| {
            let space = couple.space.just_over(couple.viewer, &back)?.id;
            Some(Command::Space(space::Command::Return { space }))
        });
    }

    fn around_the_date(&mut self) {
        let (first, then) = (self.moment((28, 20, 0)).ms, self.moment((27, 18, 0)).ms);
        self.add((29, 20, 0), Who::Noor, move |_| {
            let contact = Contact::OnlyWhatCannotWait;
            Some(Command::Space(space::Command::Ask { until_ms: first, contact, words: String::new() }))
        });
        self.in_space((29, 20, 9), Who::Sam, |space| space::Command::Respect { space });
        self.in_space((28, 18, 30), Who::Noor, move |space| {
            let words = "One more night. It is the date, not you.".to_owned();
            space::Command::Extend { space, until_ms: then, words }
        });
        self.in_space((27, 9, 10), Who::Noor, |space| space::Command::Return { space });
    }

    fn in_space(
        &mut self,
        at: When3,
        who: Who,
        what: impl Fn(domain::SpaceAskedId) -> space::Command + 'static,
    ) {
        let now = self.moment(at);
        self.add(at, who, move |couple| Some(Command::Space(what(couple.space.now(&now).apart()?.id))));
    }

    fn time_to_take(&mut self) {
        let look_again = Some(self.day(62));
        self.add((69, 22, 5), Who::Noor, move |couple| {
            let hurt = hurt(couple, WINTER)?;
            Some(Command::Time(time::Command::NotReady { hurt, look_again }))
        });
        self.add((58, 19, 30), Who::Noor, |couple| {
            let hurt = hurt(couple, WINTER)?;
            Some(Command::Time(time::Command::Ready { hurt }))
        });
        let ready = |_: &Couple| {
            let say = path::Command::Say { readiness: Readiness::SteadyEnough, ready: true };
            Some(Command::Path(say))
        };
        self.add((66, 21, 5), Who::Sam, ready);
        self.add((60, 20, 40), Who::Noor, ready);
    }
}

/// Left open.
const X: u8 = 9;

fn often(number: u8) -> Option<Often> {
    use Often::{MostDays, NearlyEveryDay, NotAtAll, OnceOrTwice, SomeDays};
    [NotAtAll, OnceOrTwice, SomeDays, MostDays, NearlyEveryDay].get(usize::from(number)).copied()
}

fn rule(couple: &Couple, words: &str) -> Option<RuleId> {
    let all = [couple.ground_rules.standing(), couple.ground_rules.proposed()].concat();
    all.into_iter().find(|it| it.words == words).map(|it| it.id)
}

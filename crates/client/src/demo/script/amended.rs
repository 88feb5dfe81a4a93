//! Two apologies with their answers, and whether both were on the same page.

use domain::apology::{self, Answer, Letter, Part};
use domain::promises::{Repeat, When};
use domain::same_page::{self, Wants};
use domain::{Across, ApologyId, Command, Couple};

use super::promised::one;
use super::told::{TABLE, WINTER};
use super::{Script, When3, Who, hurt};

/// What Sam offered, and promised after it was read.
pub(super) const OFFER: &str = "Once a week I tell you of my week, the awkward part first";

impl Script {
    /// From the first letter to both pages open.
    pub(super) fn amends(&mut self) {
        self.for_the_evening_at_the_table();
        self.for_what_began_in_january();
        self.the_same_page();
    }

    /// A short one. Sam had said that it could come before he felt heard.
    fn for_the_evening_at_the_table(&mut self) {
        self.add((35, 19, 0), Who::Sam, |couple| {
            let hurt = hurt(couple, TABLE)?;
            Some(Command::Apology(apology::Command::Waive { hurt, waived: true }))
        });
        self.add((31, 21, 30), Who::Noor, |couple| {
            let letter = Letter {
                responsibility: "We had agreed to ask each other first, and I told your parents all the same. I wanted you to sit there and be seen, and I chose the moment for it.".to_owned(),
                regret: "You lost the chance to say it yourself. I am sorry.".to_owned(),
                differently: "I ask you first. When I need somebody, I call my sister.".to_owned(),
                ..Letter::default()
            };
            Some(Command::Apology(apology::Command::Send { hurt: hurt(couple, TABLE)?, letter }))
        });
        self.unfold((30, 7, 20), Who::Sam, (TABLE, 0));
        self.answer_letter((30, 7, 32), Who::Sam, (TABLE, 0), Answer::Read);
        self.answer_letter((26, 20, 10), Who::Sam, (TABLE, 0), Answer::Accepted);
    }

    /// Sent, found to lack something, written again, answered with "not yet", and accepted.
    fn for_what_began_in_january(&mut self) {
        self.add((22, 22, 10), Who::Sam, |couple| {
            let letter = letter("It was a hard winter for me.");
            Some(Command::Apology(apology::Command::Send { hurt: hurt(couple, WINTER)?, letter }))
        });
        self.unfold((21, 7, 30), Who::Noor, (WINTER, 0));
        self.answer_letter((20, 20, 10), Who::Noor, (WINTER, 0), Answer::Read);
        self.answer_letter((20, 20, 12), Who::Noor, (WINTER, 0), Answer::Missing(Part::Explanation));
        self.add((18, 22, 40), Who::Sam, |couple| {
            let letter = letter(
                "I was ashamed of failing at work, and I hid from you instead of telling you. That explains it and excuses nothing.",
            );
            Some(Command::Apology(apology::Command::Revise { apology: apology(couple, WINTER)?, letter }))
        });
        self.unfold((17, 7, 20), Who::Noor, (WINTER, 1));
        self.answer_letter((16, 21, 0), Who::Noor, (WINTER, 1), Answer::NotYet);
        self.answer_letter((11, 20, 45), Who::Noor, (WINTER, 1), Answer::Accepted);
        let from = self.day(8);
        self.add((10, 19, 15), Who::Sam, move |couple| {
            let when = When { from, until: None, repeat: Repeat::Weekly { every: 1, on: one(from) } };
            let apology = apology(couple, WINTER)?;
            Some(Command::Across(Across::PromiseOffer { apology, version: 1, offer: 0, when }))
        });
    }

    fn unfold(&mut self, at: When3, who: Who, (name, version): (&'static str, u16)) {
        self.add(at, who, move |couple| {
            let apology = apology(couple, name)?;
            Some(Command::Apology(apology::Command::Unfold { apology, version }))
        });
    }

    fn answer_letter(&mut self, at: When3, who: Who, (name, version): (&'static str, u16), answer: Answer) {
        self.add(at, who, move |couple| {
            let apology = apology(couple, name)?;
            Some(Command::Apology(apology::Command::Answer { apology, version, answer, stands: true }))
        });
    }

    fn the_same_page(&mut self) {
        self.add((9, 20, 20), Who::Noor, |_| Some(Command::SamePage(same_page::Command::Ask)));
        self.add((9, 22, 30), Who::Sam, |_| {
            let words = [
                "To be told when something I do makes it worse.",
                "I hurt the person I trust most, and I did it in secret. That is mine to carry.",
                "I want to grow old with you, and I want to earn it.",
            ];
            Some(page((Wants::Yes, 52), words))
        });
        self.add((8, 21, 0), Who::Noor, |_| {
            let words = [
                "That we go slowly, and that I may ask a thing twice.",
                "I am sorry for the evening at your parents’ table.",
                "I would like to find out who we are after this.",
            ];
            Some(page((Wants::LeaningYes, 26), words))
        });
    }
}

fn letter(explanation: &str) -> Letter {
    Letter {
        responsibility: "I had an affair, and I lied to you about it every day. Each time I decided to. You did nothing to cause it.".to_owned(),
        repair: "You say what would help, and I do it without being reminded. These I can offer now.".to_owned(),
        offers: vec![
            OFFER.to_owned(),
            "I keep my appointments, every second week, and tell you when I have been there".to_owned(),
        ],
        regret: "I let you doubt your own eyes. I watched you ask yourself what you had done wrong, and I kept silent. I am sorry for every one of those evenings.".to_owned(),
        explanation: explanation.to_owned(),
        differently: "When I am ashamed, I say it the same week. I do not write to them. If they write, you hear of it the same day.".to_owned(),
        asks_forgiveness: None,
    }
}

fn page((wants, weeks): (Wants, u16), words: [&str; 3]) -> Command {
    let [needs, remorse, interest] = words.map(|it| Some(it.to_owned()));
    let answer = same_page::Answer { wants, gives_weeks: Some(weeks), needs, remorse, interest };
    Command::SamePage(same_page::Command::Seal(answer))
}

/// The apology for a hurt. None was taken back.
fn apology(couple: &Couple, name: &str) -> Option<ApologyId> {
    let hurt = hurt(couple, name)?;
    couple.apology.all().find(|it| it.hurt == hurt).map(|it| it.id)
}

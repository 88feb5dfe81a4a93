//! The keepsake with which two people close their journey: what they read together, in parts of which each picks their own. Nothing
//! private is in it, nothing is counted, and no account of a hurt, no question and no letter.

use crate::couple::Couple;
use crate::day::Day;
use crate::ids::PersonId;
use crate::practices::our_future::Stands;
use crate::practices::promises::{How, Promise, Source};

/// A part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The words with which both close.
    Words,
    /// The first page of the new chapter, and its ritual.
    FirstPage,
    /// The promises of both.
    Promises,
    /// The ground rules that hold.
    Rules,
    /// What both want.
    Wishes,
    /// Time together.
    Memories,
    /// What each thanked for and noticed.
    Thanks,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Part; 7] = [
        Part::Words,
        Part::FirstPage,
        Part::Promises,
        Part::Rules,
        Part::Wishes,
        Part::Memories,
        Part::Thanks,
    ];
}

/// A passage of the keepsake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is called, if it has a name.
    pub name: Option<String>,
    /// Its day, if it has one.
    pub on: Option<Day>,
    /// Who said it; nobody, where it is of both.
    pub by: Option<PersonId>,
    /// The words; none, where it was kept in pictures alone.
    pub text: String,
}

impl Passage {
    fn of(by: PersonId, text: &str) -> Self {
        Self { name: None, on: None, by: Some(by), text: text.to_owned() }
    }

    fn of_both(text: &str) -> Self {
        Self { name: None, on: None, by: None, text: text.to_owned() }
    }
}

/// What stands in a part, in its order. Both partners find the same there.
#[must_use]
pub fn passages(couple: &Couple, part: Part) -> Vec<Passage> {
    match part {
        Part::Words => {
            let words = |who| couple.boosters.words(who).map(|it| Passage::of(who, &it.text));
            both(couple).into_iter().filter_map(words).collect()
        }
        Part::FirstPage => first_page(couple),
        Part::Promises => {
            // A promise that the other let one go of was put to rest; one to answer a question belongs to the question.
            let ended = |it: &Promise| it.over.is_none_or(|it| it.how == How::Ended);
            let stays = |it: &&Promise| ended(it) && !matches!(it.source, Source::Question(_));
            let all = couple.promises.all().into_iter().filter(stays);
            all.map(|it| Passage::of(it.maker(), &it.words)).collect()
        }
        Part::Rules => {
            couple.ground_rules.standing().into_iter().map(|it| Passage::of_both(&it.words)).collect()
        }
        Part::Wishes => {
            let board = couple.our_future.board(couple).into_iter();
            let wanted = board.filter(|it| it.stands == Stands::BothWant);
            wanted.map(|it| Passage::of_both(&it.wish.text)).collect()
        }
        Part::Memories => memories(couple),
        Part::Thanks => thanks(couple),
    }
}

/// Both, in the same order for both.
fn both(couple: &Couple) -> Vec<PersonId> {
    let me = couple.viewer;
    match couple.partner() {
        Some(other) if other < me => vec![other, me],
        Some(other) => vec![me, other],
        None => vec![me],
    }
}

fn first_page(couple: &Couple) -> Vec<Passage> {
    let page = |who| couple.closeness.page(who).map(|it| Passage::of(who, &it.text));
    let mut all: Vec<Passage> = both(couple).into_iter().filter_map(page).collect();
    all.extend(
        couple.closeness.start().map(|it| Passage { on: Some(it.day), ..Passage::of_both(&it.ritual) }),
    );
    all
}

/// From the earliest day on.
fn memories(couple: &Couple) -> Vec<Passage> {
    let mut all = Vec::new();
    for it in couple.memories.kept().into_iter().rev() {
        let (mut name, mut on) = (Some(it.name.clone()), Some(it.when.on));
        for who in both(couple) {
            if let Some(text) = it.words_of(who) {
                all.push(Passage { name: name.take(), on: on.take(), ..Passage::of(who, text) });
            }
        }
        // Kept in pictures alone.
        if name.is_some() {
            all.push(Passage { name, on, ..Passage::of_both("") });
        }
    }
    all
}

fn thanks(couple: &Couple) -> Vec<Passage> {
    let mut all = Vec::new();
    for it in couple.check_in.opened(couple).into_iter().rev() {
        for who in both(couple) {
            let answers = if who == couple.viewer { &it.mine } else { &it.theirs };
            all.extend(answers.appreciation.as_deref().map(|text| Passage::of(who, text)));
        }
    }
    let mut noticed: Vec<Passage> = Vec::new();
    for it in couple.closeness.noticed().filter(|it| !it.text.is_empty()) {
        noticed.push(Passage::of(it.by, &it.text));
    }
    noticed.reverse();
    all.extend(noticed);
    for it in couple.needs.closed() {
        let words = it.thanks.as_ref().and_then(|thanks| thanks.words.as_deref()).filter(|it| !it.is_empty());
        all.extend(words.map(|text| Passage::of(it.asker(), text)));
    }
    all
}

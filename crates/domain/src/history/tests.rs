//! Long histories: what arrives late, what is confirmed late, and what a checkpoint stands for.

use crate::history::marks::EVERY;
use crate::history::{History, Record};
use crate::ids::{DeviceId, RecordId};
use crate::practice::Sealing;
use crate::stamp::Stamp;
use crate::two::{ANA, BEN, START_MS, Two, WaxSealing, mix};
use crate::{Audience, Event, people, questions};

const LONG: u64 = 6_000;

/// A record by Ben that gives him another name, so that the order shows in the couple.
fn renamed(dseq: u64, ms: u64) -> Record {
    let name = format!("Ben {dseq}");
    let event = match dseq {
        1 => people::Event::Joined(people::Joined { name }),
        _ => people::Event::Renamed(people::Renamed { name }),
    };
    let device = DeviceId([0x33; 16]);
    Record {
        id: RecordId(mix(&[&device.0, &dseq.to_le_bytes()])),
        author: BEN,
        device,
        dseq,
        audience: Audience::Ours,
        stamp: Stamp { ms, counter: 0 },
        received_ms: Some(ms + 1),
        event: Event::People(event),
    }
}

/// A question by Ben: every one of them stays in the couple.
fn asked(dseq: u64, ms: u64) -> Record {
    let question = crate::QuestionId::make(BEN, mix(&[&dseq.to_le_bytes()])[..16].try_into().unwrap());
    let asked = questions::Asked { question, text: format!("{dseq}?"), again: None, about: None };
    let mut record = renamed(dseq, ms);
    if dseq.is_multiple_of(2) {
        record.event = Event::Questions(questions::Event::Asked(asked));
    }
    record
}

fn long() -> Vec<Record> {
    (1..=LONG).map(|it| asked(it, START_MS + it * 1_000)).collect()
}

fn folded(records: &[Record]) -> History {
    let mut history = History::new(ANA);
    history.take_in_all(records.to_vec(), &WaxSealing::default());
    history
}

fn same(one: &History, other: &History) {
    assert_eq!(one.couple(), other.couple());
    assert!(one.records().eq(other.records()));
}

/// Opens nothing: no seal is needed here.
struct Nothing;

impl Sealing for Nothing {
    fn seal(&mut self, _: crate::RoundId, _: crate::PersonId, _: &[u8]) -> crate::SealedText {
        unreachable!("nothing is sealed here")
    }

    fn open(
        &self,
        _: crate::RoundId,
        _: crate::PersonId,
        _: &crate::SealedBox<'_>,
        _: &crate::RevealKey,
    ) -> Option<Vec<u8>> {
        None
    }
}

#[test]
fn records_that_arrive_late_fold_into_their_place_in_a_long_history() {
    let all = long();
    let whole = folded(&all);
    let late = [5_999, 5_500, 5_120, 5_119, 4_000, 2_000, 513, 512, 511, 1, 0];
    let mut history = folded(
        &all.iter()
            .enumerate()
            .filter(|(at, _)| !late.contains(at))
            .map(|(_, it)| it.clone())
            .collect::<Vec<_>>(),
    );
    for at in late {
        history.take_in(all[at].clone(), &Nothing);
    }
    same(&whole, &history);
}

#[test]
fn a_late_record_folds_again_only_from_the_last_mark_before_it() {
    let all = long();
    let mut history = folded(&all[..all.len() - 1]);
    let last = all.len() - 1;
    let mark = history.marks.positions().into_iter().rfind(|it| *it <= last).unwrap();
    assert!(last - mark <= 2 * EVERY, "{mark}");
    history.take_in(all[last].clone(), &Nothing);
    assert!(history.marks.positions().contains(&mark));
}

#[test]
fn a_record_from_a_clock_far_ahead_moves_back_when_the_relay_confirms_it() {
    let mut all = long();
    let fast = all.len() / 2;
    all[fast].stamp.ms = u64::MAX / 2;
    let whole = folded(&all);
    let mut unconfirmed = all.clone();
    unconfirmed[fast].received_ms = None;
    let mut history = folded(&unconfirmed);
    assert_eq!(history.records().last().unwrap().id, all[fast].id);
    history.confirm(all[fast].id, all[fast].received_ms.unwrap(), &Nothing);
    same(&whole, &history);
}

#[test]
fn seeing_an_own_record_come_back_from_the_log_confirms_it() {
    let all = long();
    let mut own = all[..10].to_vec();
    own[9].received_ms = None;
    let mut history = folded(&own);
    history.take_in(all[9].clone(), &Nothing);
    same(&folded(&all[..10]), &history);
}

#[test]
fn a_history_goes_on_from_a_checkpoint_and_takes_the_older_records_in_later() {
    let mut all = long();
    // An answer counts each time it is folded: a mark in the wrong place would show it twice.
    let Event::Questions(questions::Event::Asked(asked)) = &all[101].event else { panic!("no question") };
    let (question, answer) = (asked.question, questions::Answer::LetsTalk);
    all[5_049].event = Event::Questions(questions::Event::Answered(questions::Answered { question, answer }));
    all[5_049].author = ANA;
    let whole = folded(&all);
    let (before, after) = all.split_at(5_000);
    let checkpoint = folded(before).checkpoint();
    let mut history = History::resume(ANA, &checkpoint, after.to_vec(), &Nothing).unwrap();
    assert_eq!(history.couple(), whole.couple());
    assert!(!history.needs_older() && !history.is_whole());
    for page in before.rchunks(700) {
        history.fill(page.to_vec(), &Nothing);
    }
    assert!(history.is_whole());
    same(&whole, &history);
    // What arrives late after that finds its marks shifted.
    for at in [2_000, 5_100, 5_900] {
        let mut late = renamed(LONG + at, START_MS + at * 1_000 + 500);
        late.dseq = LONG + at;
        history.take_in(late.clone(), &Nothing);
        let mut expected: Vec<Record> = history.records().cloned().collect();
        expected.reverse();
        same(&folded(&expected), &history);
    }
}

#[test]
fn what_belongs_before_the_checkpoint_is_shown_at_once_and_put_in_place_with_the_older_records() {
    let all = long();
    let whole = folded(&all);
    let without: Vec<Record> = all[..5_000].iter().filter(|it| it.dseq != 400).cloned().collect();
    let checkpoint = folded(&without).checkpoint();
    let mut history = History::resume(ANA, &checkpoint, all[5_000..].to_vec(), &Nothing).unwrap();
    history.take_in(all[399].clone(), &Nothing);
    assert!(history.needs_older());
    assert_eq!(history.couple().questions.asked().len(), whole.couple().questions.asked().len());
    // A checkpoint made now covers only what is certain.
    let careful = History::resume(ANA, &history.checkpoint(), all[5_000..].to_vec(), &Nothing).unwrap();
    assert_eq!(careful.couple(), folded(&[&without, &all[5_000..]].concat()).couple());
    history.fill(without, &Nothing);
    assert!(!history.needs_older() && history.is_whole());
    same(&whole, &history);
}

#[test]
fn what_waits_for_the_older_records_is_never_shown_twice() {
    let all = long();
    let question = all.iter().find_map(|it| match &it.event {
        Event::Questions(questions::Event::Asked(asked)) => Some(asked.question),
        _ => None,
    });
    let question = question.unwrap();
    let mut answered = renamed(1, START_MS + 100_500);
    let answer = questions::Answer::LetsTalk;
    answered.event = Event::Questions(questions::Event::Answered(questions::Answered { question, answer }));
    (answered.author, answered.device, answered.id) = (ANA, DeviceId([9; 16]), RecordId([9; 32]));
    let checkpoint = folded(&all[..3_000]).checkpoint();
    let mut history = History::resume(ANA, &checkpoint, Vec::new(), &Nothing).unwrap();
    history.take_in(answered, &Nothing);
    let answers = |it: &History| it.couple().questions.get(question).unwrap().answers.len();
    for record in &all[3_000..] {
        history.take_in(record.clone(), &Nothing);
    }
    assert_eq!(answers(&history), 1);
    let before_the_end = renamed(LONG + 1, START_MS + LONG * 1_000 - 500_500);
    history.take_in(before_the_end, &Nothing);
    assert_eq!(answers(&history), 1);
}

#[test]
fn a_seal_confirmed_after_a_checkpoint_counts_without_the_older_records() {
    let mut two = Two::together();
    let answers = crate::check_in::Answers::default().with(crate::check_in::Facet::Support, 3);
    two.ana(crate::check_in::Command::Seal(answers.clone()));
    two.ben(crate::check_in::Command::Seal(answers));
    let checkpoint = two.ana.history.checkpoint();
    let wax = WaxSealing::default();
    two.ana.history = History::resume(ANA, &checkpoint, Vec::new(), &wax).unwrap();
    two.meet();
    assert_eq!(two.ana.couple().check_in.opened(two.ana.couple()).len(), 1);
    assert!(!two.ana.history.needs_older());
}

#[test]
fn a_confirmation_reaches_the_marks_too() {
    let mut two = Two::together();
    let answers = crate::check_in::Answers::default().with(crate::check_in::Facet::Support, 3);
    two.ana(crate::check_in::Command::Seal(answers.clone()));
    let wax = WaxSealing::default();
    let mut bens: Vec<Record> = (2..2_000).map(|it| renamed(it, two.now.ms + it * 10)).collect();
    let late = bens.remove(1_500);
    two.ana.history.take_in_all(bens, &wax);
    let confirmed = two.ana.written.clone();
    for record in &confirmed {
        two.ana.history.confirm(record.id, two.now.ms, &wax);
    }
    two.ana.history.take_in(late, &wax);
    let mut expected: Vec<Record> = two.ana.history.records().cloned().collect();
    expected.reverse();
    assert!(expected.iter().all(|it| it.received_ms.is_some()));
    same(&folded(&expected), &two.ana.history);
}

#[test]
fn a_checkpoint_says_nothing_in_debug_output() {
    let shown = format!("{:?}", folded(&long()[..3]).checkpoint());
    assert!(shown.starts_with("Checkpoint(") && !shown.contains("Ben"), "{shown}");
}

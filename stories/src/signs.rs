//! Signs: a look that nobody else ever has, and one answer that is shared as it was previewed.

use client::NotDone;
use domain::path::{self, What, Work};
use domain::signs::{Answer, Command as Signs, Often, Refusal, Sign, Whose};
use domain::{Command, Day};

use crate::world::{Device, TwoPartners};

const CHECKED: Answer = Answer { sign: Sign::HidingOrSnooping, whose: Whose::Mine, often: Often::MostDays };
const FELT: Answer = Answer { sign: Sign::Questioning, whose: Whose::FromYou, often: Often::SomeDays };

fn says(device: &Device, command: Signs) -> Result<(), NotDone> {
    device.ours().perform(Command::Signs(command))
}

fn look(device: &Device, on: Day) -> Vec<Answer> {
    device.ours().read(|it| it.couple().signs.look(on).map(<[_]>::to_vec).unwrap_or_default())
}

/// The answers the partner of this person shared.
fn theirs(device: &Device) -> Vec<Answer> {
    device.ours().read(|it| {
        let couple = it.couple();
        couple.signs.shared_by(couple.partner().unwrap()).map(|it| it.answer).collect()
    })
}

#[test]
fn a_look_stays_with_its_author_and_leaves_no_trace_with_the_other() {
    let us = TwoPartners::apart();
    let before = (us.sam.whole(), us.sam.shared());
    says(&us.noor, Signs::Look(vec![CHECKED, FELT])).unwrap();
    us.meet();
    assert_eq!((us.sam.whole(), us.sam.shared()), before);
    assert_eq!(look(&us.noor, us.noor.moment().today()), [CHECKED, FELT]);
}

#[test]
fn one_answer_is_shared_as_it_was_previewed_and_can_be_taken_back() {
    let us = TwoPartners::apart();
    let on = us.noor.moment().today();
    says(&us.noor, Signs::Look(vec![CHECKED, FELT])).unwrap();
    says(&us.noor, Signs::Share { on, answer: CHECKED }).unwrap();
    us.meet();
    assert_eq!(theirs(&us.sam), [CHECKED]);
    let back = Signs::Withdraw { on, sign: CHECKED.sign, whose: CHECKED.whose };
    says(&us.noor, back).unwrap();
    us.meet();
    assert!(theirs(&us.sam).is_empty());
    assert_eq!(look(&us.noor, on), [CHECKED, FELT]);
    us.same_journey();
}

#[test]
fn today_tells_softly_of_a_shared_sign_until_it_was_read_and_of_nothing_more() {
    let us = TwoPartners::apart();
    let on = us.noor.moment().today();
    says(&us.noor, Signs::Look(vec![CHECKED, FELT])).unwrap();
    us.meet();
    let told = |device: &Device| {
        let mut all = device.today();
        all.retain(What::is_only_read);
        all
    };
    assert_eq!(told(&us.sam), []);
    says(&us.noor, Signs::Share { on, answer: CHECKED }).unwrap();
    us.meet();
    let sign = What::ReadSign { on, answer: CHECKED };
    assert_eq!((told(&us.sam), told(&us.noor)), (vec![sign], vec![]));
    // Reading it is nobody's but the reader's.
    let (shared, noors) = (us.noor.shared(), us.noor.whole());
    us.sam.ours().perform(Command::Path(path::Command::Read(vec![sign]))).unwrap();
    us.meet();
    assert_eq!(told(&us.sam), []);
    assert_eq!((us.noor.shared(), us.noor.whole()), (shared, noors));
    // What is taken back before it was read is told no more.
    says(&us.noor, Signs::Share { on, answer: FELT }).unwrap();
    us.meet();
    says(&us.noor, Signs::Withdraw { on, sign: FELT.sign, whose: FELT.whose }).unwrap();
    us.meet();
    assert_eq!(told(&us.sam), []);
}

#[test]
fn an_answer_that_was_changed_since_its_preview_is_not_shared() {
    let us = TwoPartners::apart();
    let on = us.noor.moment().today();
    says(&us.noor, Signs::Look(vec![CHECKED])).unwrap();
    says(&us.noor, Signs::Look(vec![Answer { often: Often::NotAtAll, ..CHECKED }])).unwrap();
    let changed = NotDone::Refused(domain::Refusal::Signs(Refusal::NoSuchAnswer));
    assert_eq!(says(&us.noor, Signs::Share { on, answer: CHECKED }), Err(changed));
    us.meet();
    assert!(theirs(&us.sam).is_empty());
}

#[test]
fn looking_works_alone_and_inviting_the_other_later_shares_none_of_it() {
    let us = TwoPartners::strangers();
    let on = us.noor.moment().today();
    says(&us.noor, Signs::Look(vec![CHECKED, FELT])).unwrap();
    assert!(says(&us.noor, Signs::Share { on, answer: CHECKED }).is_err());
    us.pair().unwrap();
    us.meet();
    assert!(theirs(&us.sam).is_empty() && look(&us.sam, on).is_empty());
    assert_eq!(look(&us.noor, on), [CHECKED, FELT]);
}

#[test]
fn a_look_is_suggested_once_in_seven_days_also_during_space() {
    let us = TwoPartners::apart();
    let suggested = |device: &Device| {
        let now = device.moment();
        let all = device.ours().read(|it| path::today(it.couple(), &now));
        all.iter().any(|it| it.what == What::Begin { work: Work::Signs })
    };
    let until_ms = us.noor.moment().ms + 10 * 24 * 3_600_000;
    let contact = domain::space::Contact::ShortMessages;
    let ask = domain::space::Command::Ask { until_ms, contact, words: String::new() };
    us.noor.ours().perform(Command::Space(ask)).unwrap();
    assert!(suggested(&us.noor));
    says(&us.noor, Signs::Look(vec![FELT])).unwrap();
    assert!(!suggested(&us.noor));
    us.hours_pass(7 * 24);
    assert!(suggested(&us.noor));
}

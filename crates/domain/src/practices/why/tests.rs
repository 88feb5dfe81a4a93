//! The rules of writing about why, each as a sentence.

use crate::couple::{Across, Event as Any, Refusal as Refused};
use crate::ids::{HurtId, WhyId};
use crate::practice::{Flaw, LONGEST_ACCOUNT};
use crate::practices::promises::{Source, When};
use crate::practices::why::{
    Command, Event, Part, Previewed, Refusal, Shared, Step, ToEnd, Withdrawn, Writing,
};
use crate::two::{BEN, Two};
use crate::{Audience, people};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Why(refusal))
}

fn begin(two: &mut Two, hurt: Option<HurtId>) -> WhyId {
    two.ben(Command::Begin { hurt });
    two.ben.couple().why.writings().last().unwrap().id
}

fn write(why: WhyId, part: Part, text: &str) -> Command {
    Command::Write { why, part, text: text.to_owned() }
}

fn writing(two: &Two, why: WhyId) -> &Writing {
    two.ben.couple().why.writing(why).unwrap()
}

/// Everything is written, and no part wanted the end.
fn written(two: &mut Two, hurt: Option<HurtId>) -> WhyId {
    let why = begin(two, hurt);
    for part in Part::ALL {
        two.ben(write(why, part, &format!("{part:?}")));
    }
    two.ben(Command::SayWhetherToEnd { why, answer: ToEnd::No });
    why
}

fn share(why: WhyId) -> Command {
    let previewed = Previewed { summary: "Summary".to_owned(), different: "Different".to_owned() };
    Command::Share { why, previewed }
}

#[test]
fn it_works_alone_and_nothing_of_it_leaves_the_vault() {
    let mut two = Two::alone();
    written(&mut two, None);
    assert!(two.ben.written.iter().all(|it| it.audience == Audience::Mine));
    two.ana(people::Command::Join("Ana".to_owned()));
    two.ben(people::Command::Join("Ben".to_owned()));
    two.meet();
    assert_eq!(two.ana.couple().why.shared_by(BEN).count(), 0);
    assert_eq!(two.ana.couple().why.writings().count(), 0);
}

#[test]
fn the_guide_goes_from_what_was_over_cause_excuse_and_responsibility_to_the_honest_question() {
    let mut two = Two::together();
    let why = begin(&mut two, None);
    for part in &Part::ALL[..8] {
        assert_eq!(writing(&two, why).step(), Step::Write(*part));
        two.ben(write(why, *part, "…"));
    }
    assert_eq!(Part::ALL[5..8], [Part::Cause, Part::Excuse, Part::Responsibility]);
    assert_eq!(writing(&two, why).step(), Step::AskMyself);
    two.ben(Command::SayWhetherToEnd { why, answer: ToEnd::No });
    assert_eq!(writing(&two, why).step(), Step::Write(Part::Summary));
    two.ben(write(why, Part::Summary, "I was too proud."));
    two.ben(write(why, Part::Different, "I say it within the day."));
    assert_eq!(writing(&two, why).step(), Step::CanBeShared);
}

#[test]
fn if_some_part_wanted_the_end_the_other_page_opens_privately_and_no_summary_is_shared() {
    let mut two = Two::together();
    let why = written(&mut two, None);
    let of_ana = two.ana.couple().clone();
    two.ben(Command::SayWhetherToEnd { why, answer: ToEnd::Yes });
    two.meet();
    assert_eq!(writing(&two, why).step(), Step::LeaningInOrOut);
    assert_eq!(two.try_ben(share(why)), refused(Refusal::SomePartWantedTheEnd));
    assert_eq!(two.ana.couple(), &of_ana, "nothing the other sees has changed");
    // It can be answered anew.
    two.ben(Command::SayWhetherToEnd { why, answer: ToEnd::CantSay });
    two.ben(share(why));
}

#[test]
fn a_summary_is_shared_only_after_the_honest_question_and_exactly_as_it_was_previewed() {
    let mut two = Two::together();
    let why = begin(&mut two, None);
    two.ben(write(why, Part::Summary, "Summary"));
    assert_eq!(two.try_ben(share(why)), refused(Refusal::AskYourselfFirst));
    two.ben(Command::SayWhetherToEnd { why, answer: ToEnd::No });
    assert_eq!(two.try_ben(share(why)), refused(Refusal::ChangedSince));
    two.ben(write(why, Part::Different, "Different"));
    two.ben(share(why));
    two.meet();
    let seen = two.ana.couple().why.shared(why).unwrap();
    assert_eq!((seen.summary.as_str(), seen.different.as_str()), ("Summary", "Different"));
    // Only these two parts ever reach the other.
    let body = two.ben.written.last().unwrap().event.to_cbor();
    assert!(!body.windows(6).any(|it| it == b"Excuse"));
    let again = two.ben.written.len();
    two.ben(share(why));
    assert_eq!(two.ben.written.len(), again);
}

#[test]
fn sharing_does_not_tell_of_a_hurt_that_is_not_shared() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    let why = written(&mut two, Some(hurt));
    two.ben(share(why));
    assert_eq!(two.ben.couple().why.shared(why).unwrap().hurt, Some(hurt));
    let private = two.private_hurt_of_ben();
    let why = written(&mut two, Some(private));
    two.ben(share(why));
    two.meet();
    assert_eq!(two.ana.couple().why.shared(why).unwrap().hurt, None);
    let nowhere = Command::Begin { hurt: Some(HurtId::make(BEN, [77; 16])) };
    assert_eq!(two.try_ben(nowhere), refused(Refusal::NoSuchHurt));
}

#[test]
fn a_shared_summary_can_be_taken_back_by_its_author_alone() {
    let mut two = Two::together();
    let why = written(&mut two, None);
    two.ben(share(why));
    two.meet();
    assert_eq!(two.try_ana(Command::Withdraw { why }), refused(Refusal::NothingShared));
    two.ana.writes(two.now, vec![Any::Why(Event::Withdrawn(Withdrawn { why }))]);
    let (hurt, summary, different) = (None, "It was you".to_owned(), String::new());
    two.ana.writes(two.now, vec![Any::Why(Event::Shared(Shared { why, hurt, summary, different }))]);
    two.meet();
    assert_eq!(two.ana.couple().why.shared(why).unwrap().summary, "Summary");
    two.ben(Command::Withdraw { why });
    two.meet();
    assert_eq!(two.ana.couple().why.shared(why), None);
    assert!(!two.ana.couple().to_cbor().windows(7).any(|it| it == b"Summary"));
    // The author's own copy stays.
    assert_eq!(writing(&two, why).part(Part::Summary), Some("Summary"));
}

#[test]
fn what_is_put_away_is_gone_from_the_vault_and_what_is_shared_stays_until_it_is_taken_back() {
    let mut two = Two::together();
    let why = written(&mut two, None);
    two.ben(share(why));
    two.ben(Command::PutAway { why });
    two.meet();
    assert_eq!(two.ben.couple().why.writing(why), None);
    assert!(two.ana.couple().why.shared(why).is_some());
    assert_eq!(two.try_ben(write(why, Part::Cause, "…")), refused(Refusal::NoSuchWriting));
    two.ben(Command::Withdraw { why });
}

#[test]
fn a_part_holds_a_hundred_thousand_characters_and_more_is_refused_with_its_size() {
    let mut two = Two::together();
    let why = begin(&mut two, None);
    let bytes = LONGEST_ACCOUNT + 1;
    let too_long = Flaw::TooLong { bytes, most: LONGEST_ACCOUNT };
    let long = write(why, Part::WhatIDid, &"x".repeat(bytes));
    assert_eq!(two.try_ben(long), refused(Refusal::Words(too_long)));
    two.ben(write(why, Part::WhatIDid, &"x".repeat(100_000)));
    two.ben(write(why, Part::WhatIWanted, "أن أُرى 🫥 \u{202e}"));
    assert_eq!(writing(&two, why).part(Part::WhatIWanted), Some("أن أُرى 🫥 \u{202e}"));
    two.ben(write(why, Part::WhatIDid, "  "));
    assert_eq!(writing(&two, why).passages().len(), 1);
}

#[test]
fn begun_on_one_device_it_goes_on_on_another_though_its_clock_is_two_days_behind() {
    let mut two = Two::together();
    let why = begin(&mut two, None);
    two.meet();
    two.ben.device = 7;
    let now = two.now;
    two.now = crate::two::moment(now.ms - 2 * 24 * crate::day::HOUR_MS);
    two.ben(write(why, Part::Cause, "I was lonely."));
    two.now = now;
    two.meet();
    assert_eq!(writing(&two, why).part(Part::Cause), Some("I was lonely."));
}

#[test]
fn what_will_be_different_becomes_a_promise_with_one_tap_unless_some_part_wants_the_end() {
    let mut two = Two::together();
    let why = written(&mut two, None);
    let promise = |two: &Two| Across::PromiseDifferent {
        why,
        words: "I say it within the day".to_owned(),
        when: When::once(two.today()),
    };
    let tap = promise(&two);
    two.ben(tap);
    two.meet();
    let made = two.ana.couple().promises.made_by(BEN)[0];
    assert_eq!((made.words.as_str(), made.source), ("I say it within the day", Source::Myself));
    assert_eq!(writing(&two, why).promised, Some(made.id));
    two.ben(Command::SayWhetherToEnd { why, answer: ToEnd::Yes });
    let tap = promise(&two);
    assert_eq!(two.try_ben(tap), refused(Refusal::SomePartWantedTheEnd));
}

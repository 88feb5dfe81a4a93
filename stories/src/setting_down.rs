//! A thought about the past is set down in a tap, and what becomes of it is chosen; what it says stays with its writer.

use domain::questions::{Shelf, Sure};
use domain::setting_down::{Choice, Command, Plan};
use domain::{Across, ThoughtId};

use crate::world::{Device, TwoPartners};

const THOUGHT: &str = "The red coat in the hall, and nobody said whose it was.";

fn does(device: &Device, command: impl Into<domain::Command>) {
    device.ours().perform(command.into()).unwrap();
}

fn sets_down(device: &Device, text: &str) -> ThoughtId {
    does(device, Command::SetDown { text: text.to_owned() });
    device.ours().read(|it| it.couple().setting_down.thoughts().last().unwrap().id)
}

fn chosen(device: &Device, thought: ThoughtId) -> Option<Choice> {
    device.ours().read(|it| it.couple().setting_down.thought(thought).unwrap().choice)
}

fn knows_of_the_coat(device: &Device) -> bool {
    device.whole().windows(8).any(|it| it == b"red coat")
}

fn plan() -> Plan {
    Plan {
        what_sets_me_off: "A phone face down".to_owned(),
        what_helps: "Once round the block".to_owned(),
        what_i_ask: "Say who wrote".to_owned(),
    }
}

#[test]
fn a_thought_becomes_a_question_that_rests_and_the_thought_itself_is_never_sent() {
    let us = TwoPartners::apart();
    let thought = sets_down(&us.noor, THOUGHT);
    let text = "Whose coat was it?".to_owned();
    let sure = Sure::default();
    does(&us.noor, Across::AskThought { thought, text, shelf: Shelf::NotSure, rest_hours: 48, sure });
    us.meet();
    assert!(us.sam.asked().is_empty());
    us.hours_pass(49);
    us.meet();
    assert_eq!(us.sam.asked(), ["Whose coat was it?"]);
    assert!(matches!(chosen(&us.noor, thought), Some(Choice::Question(_))));
    assert!(knows_of_the_coat(&us.noor) && !knows_of_the_coat(&us.sam));
    us.same_journey();
}

#[test]
fn written_while_the_server_is_down_it_comes_to_the_talk_in_the_words_that_were_read_once_more() {
    let us = TwoPartners::apart();
    us.house.kill();
    let thought = sets_down(&us.noor, THOUGHT);
    let words = "The evening in the hall".to_owned();
    let for_day = Some(us.noor.moment().today().plus(1));
    does(&us.noor, Across::BringThought { thought, words, for_day });
    us.noor.looks();
    us.noor.is_killed_and_opened().unwrap();
    us.house.start();
    us.hours_pass(1);
    us.meet();
    us.sam.ours().read(|it| {
        let topic = it.couple().talk.topics()[0].clone();
        assert_eq!((topic.text.as_str(), topic.for_day), ("The evening in the hall", for_day));
    });
    assert!(!knows_of_the_coat(&us.sam));
    us.same_journey();
}

#[test]
fn a_thought_that_rests_or_waits_changes_nothing_for_the_other() {
    let us = TwoPartners::apart();
    let before = us.sam.whole();
    let thought = sets_down(&us.noor, THOUGHT);
    for command in [
        Command::LetRest { thought },
        Command::KeepForTalk { thought, day: None },
        Command::KeepForCounsellor { thought },
    ] {
        does(&us.noor, command);
        us.meet();
        assert_eq!(us.sam.whole(), before);
    }
    assert_eq!(chosen(&us.noor, thought), Some(Choice::ForCounsellor));
}

#[test]
fn what_was_typed_and_not_set_down_stands_in_the_field_again() {
    let us = TwoPartners::apart();
    us.noor.ours().save_draft("setting_down/thought", THOUGHT);
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.ours().draft("setting_down/thought").as_deref(), Some(THOUGHT));
    us.meet();
    assert!(!knows_of_the_coat(&us.sam));
}

#[test]
fn of_a_plan_the_other_reads_the_parts_that_were_shared_until_they_are_taken_back() {
    let us = TwoPartners::apart();
    does(&us.noor, Command::WritePlan(plan()));
    let part = Plan { what_helps: String::new(), ..plan() };
    does(&us.noor, Command::SharePlan(part.clone()));
    // Both share theirs in the same hour, and neither stands in the place of the other.
    does(&us.sam, Command::WritePlan(plan()));
    does(&us.sam, Command::SharePlan(plan()));
    us.meet();
    let shared = |device: &Device| {
        device.ours().read(|it| {
            let partner = it.couple().partner().unwrap();
            it.couple().setting_down.shared_plan(partner).map(|it| it.plan.clone())
        })
    };
    assert_eq!((shared(&us.sam), shared(&us.noor)), (Some(part), Some(plan())));
    does(&us.noor, Command::WithdrawPlan);
    us.meet();
    assert_eq!((shared(&us.sam), shared(&us.noor)), (None, Some(plan())));
    us.same_journey();
}

#[test]
fn which_way_ones_own_writing_looks_is_known_to_its_writer_alone() {
    let us = TwoPartners::apart();
    sets_down(&us.noor, THOUGHT);
    us.meet();
    let back = |device: &Device| {
        let today = device.moment().today();
        device.ours().read(|it| it.couple().looking(today, 1)[0].back)
    };
    assert!(back(&us.noor) > 0);
    assert_eq!(back(&us.sam), 0);
}

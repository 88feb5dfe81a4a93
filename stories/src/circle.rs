//! One's circle is for oneself alone: on all of one's own devices, and never on the other's.

use domain::circle::{Command, Ring, Weighing};

use crate::world::{Device, TwoPartners};

fn does(device: &Device, command: Command) {
    device.ours().perform(command.into()).unwrap();
}

fn place(name: &str, example: &str) -> Command {
    Command::Place { someone: None, name: name.to_owned(), ring: Ring::Near, example: example.to_owned() }
}

fn knows(device: &Device, words: &str) -> bool {
    device.whole().windows(words.len()).any(|it| it == words.as_bytes())
}

#[test]
fn nobody_on_the_map_and_no_thought_ever_reaches_the_other() {
    let us = TwoPartners::apart();
    let before = us.sam.whole();
    does(&us.noor, place("Lina", "She came at night"));
    let weighing = Weighing { thought: "Everyone lies".to_owned(), ..Weighing::default() };
    does(&us.noor, Command::Weigh { page: None, weighing });
    us.meet();
    us.noor.is_killed_and_opened().unwrap();
    assert!(knows(&us.noor, "She came at night") && knows(&us.noor, "Everyone lies"));
    assert_eq!(us.sam.whole(), before);
}

#[test]
fn what_is_taken_off_the_map_is_gone_from_what_the_device_holds() {
    let us = TwoPartners::apart();
    does(&us.noor, place("Lina", "She came at night"));
    us.meet();
    let someone = us.noor.ours().read(|it| it.couple().circle.ring(Ring::Near)[0].id);
    does(&us.noor, Command::TakeOff { someone });
    us.meet();
    assert!(!knows(&us.noor, "at night"));
}

#[test]
fn it_is_written_offline_by_whoever_is_alone() {
    let us = TwoPartners::strangers();
    does(&us.noor, place("Lina", "She came at night"));
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    us.noor.ours().read(|it| assert_eq!(it.couple().circle.ring(Ring::Near).len(), 1));
}

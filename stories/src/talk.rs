//! Two people talk on two devices: the floor, the time and the marks stay in step, whatever happens to the network.

use std::rc::Rc;

use client::{InTalk, TalkView};
use domain::path::What;
use domain::talk::live::Phase;
use domain::talk::{Command, Devices, Mark, Side, TopicFrom};
use domain::{TalkId, questions};

use crate::world::{Device, Network, OpenPage, TwoPartners, at_home, before_long, shut_address};

const TWO_DAYS_MS: i64 = 2 * 24 * 3_600_000;

fn says(device: &Device, command: Command) {
    device.ours().perform(domain::Command::Talk(command)).unwrap();
}

fn view(device: &Device) -> TalkView {
    device.ours().read(|it| it.talk_view()).unwrap()
}

/// Whether both screens show the same: floor, phase, pause, and the time left to within a second.
fn in_step(us: &TwoPartners) -> bool {
    let (noors, sams) = (view(&us.noor), view(&us.sam));
    (noors.floor, noors.is_paused) == (sams.floor, sams.is_paused)
        && noors.left_ms.abs_diff(sams.left_ms) < 1_000
}

fn open_talk(device: &Device) -> Option<(TalkId, bool)> {
    device.ours().read(|it| it.couple().talk.open(&it.of_the_moment()).map(|it| (it.id, it.joined)))
}

fn talk_of(device: &Device) -> Option<TalkId> {
    open_talk(device).filter(|it| it.1).map(|it| it.0)
}

/// Noor asks, Sam says yes, and both have the page of the talk open.
pub(crate) async fn begin(us: &TwoPartners, pages: &[Rc<OpenPage>; 2]) -> TalkId {
    says(&us.noor, Command::Ask { on: Devices::Two, topic: None, turn_seconds: 120 });
    assert!(before_long(|| open_talk(&us.sam).is_some()).await);
    let (talk, _) = open_talk(&us.sam).unwrap();
    says(&us.sam, Command::Join { talk });
    assert!(before_long(|| talk_of(&us.noor) == Some(talk)).await);
    pages.iter().for_each(|it| it.talks(talk));
    talk
}

pub(crate) fn presses(device: &Device, act: InTalk) {
    assert!(device.ours().in_talk(act), "{} {act:?} {:?}", device.name, view(device));
}

pub(crate) async fn both_see(us: &TwoPartners, turn: u16, speaker: Side, phase: Phase) {
    let floor = Some((turn, speaker, phase));
    let there = before_long(|| view(&us.noor).floor == floor && in_step(us)).await;
    assert!(there, "{floor:?}: {:?} {:?}", view(&us.noor), view(&us.sam));
}

/// Both logs say the same, and nothing of the talk is left to write.
async fn the_log_agrees(us: &TwoPartners, talk: TalkId) {
    let of = |device: &Device| device.ours().read(|it| it.couple().talk.get(talk).cloned());
    assert!(before_long(|| of(&us.noor) == of(&us.sam)).await, "{:?} {:?}", of(&us.noor), of(&us.sam));
}

#[test]
fn two_devices_are_in_step_though_one_clock_is_two_days_behind() {
    a_talk_with_a_clock_that_is_ahead_by(-TWO_DAYS_MS);
}

#[test]
fn two_devices_are_in_step_though_one_clock_is_two_days_ahead() {
    a_talk_with_a_clock_that_is_ahead_by(TWO_DAYS_MS);
}

#[test]
fn who_asks_with_a_clock_two_days_behind_asks_for_a_talk_of_now() {
    let us = TwoPartners::apart();
    us.hours_pass(60);
    us.sam.ahead_ms.set(-TWO_DAYS_MS);
    us.meet();
    says(&us.sam, Command::Ask { on: Devices::Two, topic: None, turn_seconds: 120 });
    us.meet();
    for device in [&us.noor, &us.sam] {
        assert!(open_talk(device).is_some(), "{}", device.name);
    }
}

#[test]
fn today_tells_that_the_other_asks_to_talk_also_where_a_clock_is_two_days_off_and_no_longer_than_it_is_so() {
    for ahead_ms in [-TWO_DAYS_MS, 0, TWO_DAYS_MS] {
        let us = TwoPartners::apart();
        us.hours_pass(60);
        us.sam.ahead_ms.set(ahead_ms);
        us.meet();
        says(&us.noor, Command::Ask { on: Devices::Two, topic: None, turn_seconds: 120 });
        us.meet();
        let (talk, _) = open_talk(&us.noor).unwrap();
        let told = || us.sam.today().contains(&What::JoinTalk { talk });
        assert!(told(), "{ahead_ms}");
        us.hours_pass(11);
        us.meet();
        assert!(told(), "{ahead_ms}: the same evening");
        us.hours_pass(2);
        us.meet();
        assert!(!told(), "{ahead_ms}: it is of another day");
    }
}

fn a_talk_with_a_clock_that_is_ahead_by(ahead_ms: i64) {
    let us = TwoPartners::apart();
    us.sam.ahead_ms.set(ahead_ms);
    us.at_home(async |pages| {
        let talk = begin(&us, &pages).await;
        presses(&us.noor, InTalk::PassFloor(Side::Asker));
        both_see(&us, 0, Side::Asker, Phase::Speaking).await;
        assert!(!us.sam.ours().in_talk(InTalk::SaidIt), "only the speaker says that");
        presses(&us.noor, InTalk::SaidIt);
        both_see(&us, 0, Side::Asker, Phase::SayingBack).await;
        says(&us.sam, Command::SayBack { talk, turn: 0, text: "You had waited".to_owned() });
        presses(&us.noor, InTalk::Mark(Mark::NotQuite));
        both_see(&us, 0, Side::Asker, Phase::NotQuite).await;
        presses(&us.noor, InTalk::Mark(Mark::Heard));
        both_see(&us, 0, Side::Asker, Phase::Heard).await;
        presses(&us.sam, InTalk::PassFloor(Side::Other));
        both_see(&us, 1, Side::Other, Phase::Speaking).await;
        // Either needs a pause at any moment; it goes on when both are back.
        presses(&us.noor, InTalk::Pause);
        assert!(before_long(|| view(&us.sam).is_paused && view(&us.sam).am_away).await);
        presses(&us.noor, InTalk::ComeBack);
        presses(&us.sam, InTalk::ComeBack);
        assert!(before_long(|| !view(&us.noor).is_paused && in_step(&us)).await);
        let turns = || us.noor.ours().read(|it| it.couple().talk.get(talk).unwrap().turns.len());
        assert!(before_long(|| turns() == 2).await);
        the_log_agrees(&us, talk).await;
        let turns = us.sam.ours().read(|it| it.couple().talk.get(talk).unwrap().turns.clone());
        assert_eq!((turns.len(), turns[0].mark), (2, Some(Mark::Heard)));
    });
}

#[test]
fn a_network_that_is_cut_in_the_middle_is_said_and_the_two_meet_again() {
    let us = TwoPartners::apart();
    us.at_home(async |pages| {
        let talk = begin(&us, &pages).await;
        presses(&us.noor, InTalk::PassFloor(Side::Asker));
        both_see(&us, 0, Side::Asker, Phase::Speaking).await;
        let [noors, _] = &pages;
        noors.has(Network::Gone);
        us.noor.weather(crate::world::Weather::CutAfter(0));
        us.now.set(us.now.get() + 7_000);
        let silent = || view(&us.noor).is_out_of_reach && view(&us.sam).is_out_of_reach;
        assert!(before_long(silent).await);
        assert!(in_step(&us), "the time goes on on both");
        presses(&us.noor, InTalk::SaidIt);
        presses(&us.noor, InTalk::Mark(Mark::Heard));
        assert_eq!(view(&us.sam).floor, Some((0, Side::Asker, Phase::Speaking)));
        // Nobody closed the line, and it is dead: within seconds another one is there.
        noors.has(Network::Here);
        us.noor.weather(crate::world::Weather::Fine);
        us.now.set(us.now.get() + 6_000);
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        us.now.set(us.now.get() + 6_000);
        both_see(&us, 0, Side::Asker, Phase::Heard).await;
        let met = || !view(&us.noor).is_out_of_reach && !view(&us.sam).is_out_of_reach && in_step(&us);
        assert!(before_long(met).await);
        presses(&us.sam, InTalk::PassFloor(Side::Other));
        both_see(&us, 1, Side::Other, Phase::Speaking).await;
        the_log_agrees(&us, talk).await;
    });
}

#[test]
fn a_line_that_is_dead_is_noticed_within_seconds_and_opened_anew() {
    let us = TwoPartners::apart();
    us.at_home(async |pages| {
        let _ = begin(&us, &pages).await;
        let [noors, _] = &pages;
        noors.has(Network::Gone);
        noors.has(Network::Here);
        let before = noors.connects.get();
        // Nothing is heard: the relay is asked. It does not answer either: another line is opened.
        for silent_ms in [6_500, 5_500] {
            us.now.set(us.now.get() + silent_ms);
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
        assert!(before_long(|| noors.connects.get() == before + 1).await);
        assert!(before_long(|| !view(&us.sam).is_out_of_reach && in_step(&us)).await);
    });
}

#[test]
fn both_pressing_at_once_agree_on_one() {
    let us = TwoPartners::apart();
    us.at_home(async |pages| {
        let talk = begin(&us, &pages).await;
        presses(&us.noor, InTalk::PassFloor(Side::Asker));
        presses(&us.sam, InTalk::PassFloor(Side::Other));
        the_log_agrees(&us, talk).await;
        let speaker = us.noor.ours().read(|it| it.couple().talk.get(talk).unwrap().turns[0].speaker);
        both_see(&us, 0, speaker, Phase::Speaking).await;
        presses(&us.noor, InTalk::Pause);
        presses(&us.sam, InTalk::Pause);
        assert!(before_long(|| view(&us.noor).is_paused && in_step(&us)).await);
        presses(&us.sam, InTalk::ComeBack);
        presses(&us.noor, InTalk::ComeBack);
        assert!(before_long(|| !view(&us.sam).is_paused && in_step(&us)).await);
        the_log_agrees(&us, talk).await;
    });
}

#[test]
fn a_phone_that_slept_is_right_again_when_it_wakes() {
    let us = TwoPartners::apart();
    us.at_home(async |pages| {
        let _ = begin(&us, &pages).await;
        presses(&us.noor, InTalk::PassFloor(Side::Asker));
        both_see(&us, 0, Side::Asker, Phase::Speaking).await;
        let [_, sams] = &pages;
        sams.has(Network::Asleep);
        presses(&us.noor, InTalk::More);
        us.now.set(us.now.get() + 40_000);
        assert!(before_long(|| view(&us.noor).left_ms < 140_000).await);
        presses(&us.noor, InTalk::SaidIt);
        presses(&us.noor, InTalk::Mark(Mark::Heard));
        presses(&us.noor, InTalk::PassFloor(Side::Asker));
        us.now.set(us.now.get() + 20_000);
        sams.has(Network::Here);
        both_see(&us, 1, Side::Asker, Phase::Speaking).await;
        assert!(view(&us.sam).left_ms < 101_000, "{:?}", view(&us.sam));
    });
}

#[test]
fn who_leaves_in_the_middle_ends_nothing_and_finds_what_was_said_meanwhile() {
    let us = TwoPartners::apart();
    us.at_home(async |pages| {
        let talk = begin(&us, &pages).await;
        presses(&us.noor, InTalk::PassFloor(Side::Asker));
        both_see(&us, 0, Side::Asker, Phase::Speaking).await;
        us.sam.ours().leave_talk();
        us.now.set(us.now.get() + 7_000);
        assert!(before_long(|| view(&us.noor).is_out_of_reach).await);
        presses(&us.noor, InTalk::SaidIt);
        presses(&us.noor, InTalk::Mark(Mark::Heard));
        let [_, sams] = &pages;
        sams.talks(talk);
        both_see(&us, 0, Side::Asker, Phase::Heard).await;
        says(&us.noor, Command::End { talk });
        let over = || us.sam.ours().read(|it| it.talk_view().is_none());
        assert!(before_long(over).await, "the talk is over on both");
        says(&us.noor, Command::SayKindly { talk, whose: Side::Asker, text: "Thank you for staying".into() });
        says(&us.sam, Command::SayKindly { talk, whose: Side::Other, text: "I am glad you told me".into() });
        the_log_agrees(&us, talk).await;
        let kind = us.noor.ours().read(|it| it.couple().talk.get(talk).unwrap().kind.len());
        assert_eq!(kind, 2);
    });
}

#[test]
fn where_no_socket_is_let_through_a_talk_is_held_all_the_same() {
    let us = TwoPartners::apart();
    at_home(&us.house, &us.now, async {
        let noors = OpenPage::of(&us.noor, shut_address().await);
        let sams = OpenPage::of(&us.sam, us.house.listens().await);
        assert!(before_long(|| noors.listens()).await);
        let pages = [noors, sams];
        let talk = begin(&us, &pages).await;
        presses(&us.noor, InTalk::PassFloor(Side::Other));
        both_see(&us, 0, Side::Other, Phase::Speaking).await;
        presses(&us.sam, InTalk::SaidIt);
        both_see(&us, 0, Side::Other, Phase::SayingBack).await;
        presses(&us.sam, InTalk::Mark(Mark::Heard));
        presses(&us.noor, InTalk::Pause);
        assert!(before_long(|| view(&us.sam).is_paused && in_step(&us)).await);
        assert!(view(&us.noor).is_slow && !view(&us.sam).is_slow);
        the_log_agrees(&us, talk).await;
    });
}

#[test]
fn a_question_becomes_a_topic_that_leaves_the_list_when_both_have_talked_it_through() {
    let us = TwoPartners::apart();
    us.noor.writes_a_question("Why did you not call?", questions::Shelf::NeedToKnowNow);
    us.meet();
    let question = us.sam.ours().read(|it| it.couple().questions.asked()[0].id);
    let answer = questions::Command::Answer { question, answer: questions::NewAnswer::LetsTalk };
    us.sam.ours().perform(domain::Command::Questions(answer)).unwrap();
    us.meet();
    let topic = us.noor.ours().read(|it| it.couple().talk.topics()[0].clone());
    assert_eq!(topic.from, TopicFrom::Question(question));
    says(&us.noor, Command::Ask { on: Devices::One, topic: Some(topic.id), turn_seconds: 60 });
    let talk = talk_of(&us.noor).unwrap();
    assert!(us.noor.ours().hold_talk(talk));
    presses(&us.noor, InTalk::PassFloor(Side::Asker));
    presses(&us.noor, InTalk::Mark(Mark::Heard));
    presses(&us.noor, InTalk::PassFloor(Side::Other));
    says(&us.noor, Command::End { talk });
    for device in [&us.noor, &us.sam] {
        us.meet();
        let listed = |it: &Device| it.ours().read(|it| it.couple().talk.topics().len());
        assert_eq!((listed(&us.noor), listed(&us.sam)), (1, 1), "it is not for both yet");
        says(device, Command::TalkedThrough { topic: topic.id, through: true });
    }
    us.meet();
    assert!(us.sam.ours().read(|it| it.couple().talk.topics().is_empty()));
    us.same_journey();
}

//! The rules of talking and of being heard, each as a sentence.

mod topics;

use crate::couple::{Event as Any, Refusal as Refused};
use crate::ids::{TalkId, TopicId};
use crate::people;
use crate::people::Together;
use crate::practices::space;
use crate::practices::talk::{
    Command, Conversation, Devices, Event, FeltHeard, FloorPassed, Mark, OfTalk, Over, Refusal, SaidBack,
    Side, TopicFrom, USUAL_TURN_SECONDS,
};
use crate::two::{ANA, BEN, Two};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Talk(refusal))
}

fn topic(text: &str) -> Command {
    Command::NameTopic { from: TopicFrom::OwnWords, text: text.to_owned(), for_day: None }
}

fn names(two: &mut Two, text: &str) -> TopicId {
    two.ana(topic(text));
    two.meet();
    two.ben.couple().talk.topics().last().unwrap().id
}

fn ask(on: Devices) -> Command {
    Command::Ask { on, topic: None, turn_seconds: USUAL_TURN_SECONDS }
}

fn held(two: &Two) -> &Conversation {
    two.ana.couple().talk.open(&two.now).unwrap()
}

/// Ana asked, Ben said yes.
fn talking(two: &mut Two) -> TalkId {
    two.ana(ask(Devices::Two));
    two.meet();
    let talk = held(two).id;
    two.ben(Command::Join { talk });
    two.meet();
    talk
}

#[test]
fn a_talk_begins_only_with_the_yes_of_both() {
    let mut two = Two::together();
    two.ana(ask(Devices::Two));
    two.meet();
    let talk = held(&two).id;
    let floor = Command::PassFloor { talk, turn: 0, to: Side::Asker };
    assert_eq!(two.try_ana(floor.clone()), refused(Refusal::NotJoined));
    assert_eq!(two.try_ana(Command::Join { talk }), refused(Refusal::OnlyTheOther));
    two.ben(Command::Join { talk });
    two.meet();
    two.ana(floor);
    two.meet();
    assert_eq!(two.ben.couple().talk.get(talk).unwrap().turns[0].speaker, Side::Asker);
}

#[test]
fn either_says_not_now_without_a_reason_and_nothing_stays_open() {
    let mut two = Two::together();
    for by_asker in [true, false] {
        two.ana(ask(Devices::Two));
        two.meet();
        let talk = held(&two).id;
        let not_now = Command::NotNow { talk };
        if by_asker {
            two.ana(not_now)
        } else {
            two.ben(not_now)
        }
        two.meet();
        assert!(two.ana.couple().talk.open(&two.now).is_none());
        assert_eq!(two.ben.couple().talk.get(talk).unwrap().over, Some(Over::NotNow));
    }
    assert!(two.ana.couple().talk.held().is_empty());
}

#[test]
fn both_asking_at_once_apart_from_each_other_is_one_talk_with_both_their_yes() {
    let mut two = Two::together();
    let id = names(&mut two, "The money");
    two.ana(ask(Devices::Two));
    two.ben(Command::Ask { on: Devices::Two, topic: Some(id), turn_seconds: 60 });
    two.meet();
    let (anas, bens) = (held(&two).clone(), two.ben.couple().talk.open(&two.now).unwrap().clone());
    assert_eq!(anas, bens);
    assert!(anas.joined);
    assert_eq!((anas.asker(), anas.topic), (ANA, Some(id)));
    assert_eq!(two.ben.couple().talk.ours.talks.len(), 2);
}

#[test]
fn asking_where_the_other_has_asked_is_saying_yes() {
    let mut two = Two::together();
    two.ana(ask(Devices::Two));
    assert!(matches!(two.try_ana(ask(Devices::Two)), Err(Refused::Talk(Refusal::AlreadyAsked { .. }))));
    two.meet();
    two.ben(ask(Devices::Two));
    two.meet();
    assert!(held(&two).joined);
    assert_eq!(two.ana.couple().talk.ours.talks.len(), 1);
}

#[test]
fn one_speaks_the_other_says_back_and_the_speaker_says_whether_that_was_it() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    two.ana(Command::PassFloor { talk, turn: 0, to: Side::Asker });
    two.meet();
    let said = |text: &str| Command::SayBack { talk, turn: 0, text: text.to_owned() };
    assert_eq!(two.try_ana(said("You were late")), refused(Refusal::OnlyTheListener));
    two.ben(said("You were late"));
    two.meet();
    assert_eq!(
        two.try_ben(Command::Mark { talk, turn: 0, mark: Mark::Heard }),
        refused(Refusal::OnlyTheSpeaker)
    );
    two.ana(Command::Mark { talk, turn: 0, mark: Mark::NotQuite });
    two.meet();
    // Until they are heard, the speaker keeps the floor, and can pass it on all the same.
    let next = Command::PassFloor { talk, turn: 1, to: Side::Other };
    assert_eq!(two.try_ben(next.clone()), refused(Refusal::OnlyTheSpeaker));
    two.ben(said("I was late, and you had waited"));
    two.meet();
    two.ana(Command::Mark { talk, turn: 0, mark: Mark::Heard });
    two.meet();
    two.ben(next);
    two.meet();
    let turns = &held(&two).turns;
    assert_eq!(turns[0].said_back.as_deref(), Some("I was late, and you had waited"));
    assert_eq!((turns[0].mark, turns[1].speaker), (Some(Mark::Heard), Side::Other));
}

#[test]
fn both_passing_the_floor_at_once_begin_one_turn() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    two.ana(Command::PassFloor { talk, turn: 0, to: Side::Asker });
    two.ben(Command::PassFloor { talk, turn: 0, to: Side::Other });
    two.meet();
    assert_eq!(held(&two).turns.len(), 1);
    assert_eq!(held(&two).turns[0].speaker, Side::Asker);
    assert_eq!(
        two.try_ana(Command::PassFloor { talk, turn: 0, to: Side::Asker }),
        refused(Refusal::NotTheNextTurn)
    );
}

#[test]
fn either_pauses_at_any_moment_and_it_goes_on_when_both_are_back() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    two.ben(Command::Pause { talk });
    two.meet();
    let floor = Command::PassFloor { talk, turn: 0, to: Side::Asker };
    assert_eq!(two.try_ana(floor.clone()), refused(Refusal::Paused));
    two.ana(Command::ComeBack { talk });
    two.meet();
    assert!(held(&two).is_paused() && held(&two).is_back(Side::Asker));
    assert_eq!(two.try_ana(floor.clone()), refused(Refusal::Paused));
    two.ben(Command::ComeBack { talk });
    two.meet();
    two.ana(floor);
}

#[test]
fn either_ends_a_talk_and_each_leaves_a_kind_sentence() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    let kind = |whose, text: &str| Command::SayKindly { talk, whose, text: text.to_owned() };
    assert_eq!(two.try_ana(kind(Side::Asker, "Thank you")), refused(Refusal::NotOver));
    two.ben(Command::End { talk });
    two.meet();
    assert_eq!(two.try_ana(kind(Side::Other, "I was wrong")), refused(Refusal::EachTheirOwn));
    two.ana(kind(Side::Asker, "Thank you for staying"));
    two.ben(kind(Side::Other, "I am glad you told me"));
    two.meet();
    let known = two.ben.couple().talk.held()[0];
    assert_eq!(known.kind_sentence(Side::Asker).unwrap().text, "Thank you for staying");
    assert_eq!(known.kind_sentence(Side::Other).unwrap().text, "I am glad you told me");
    assert!(two.ana.couple().talk.open(&two.now).is_none());
}

#[test]
fn on_one_device_its_owner_writes_for_both_and_what_the_other_writes_themselves_leads() {
    let mut two = Two::together();
    two.ana(ask(Devices::One));
    let talk = held(&two).id;
    two.ana(Command::PassFloor { talk, turn: 0, to: Side::Other });
    two.ana(Command::SayBack { talk, turn: 0, text: "You are tired".to_owned() });
    two.ana(Command::Mark { talk, turn: 0, mark: Mark::Heard });
    two.ana(Command::End { talk });
    two.ana(Command::SayKindly { talk, whose: Side::Other, text: "Thanks".to_owned() });
    two.meet();
    let known = two.ben.couple().talk.get(talk).unwrap();
    assert_eq!(known.turns[0].mark, Some(Mark::Heard));
    assert!(!known.kind_sentence(Side::Other).unwrap().by_themselves);
    two.ben(Command::SayKindly { talk, whose: Side::Other, text: "Thank you, Ana".to_owned() });
    two.meet();
    two.ana(Command::SayKindly { talk, whose: Side::Other, text: "Thanks".to_owned() });
    two.meet();
    let known = two.ana.couple().talk.get(talk).unwrap();
    assert_eq!(known.kind_sentence(Side::Other).unwrap().text, "Thank you, Ana");
}

#[test]
fn a_talk_that_nobody_ended_is_over_by_itself_after_half_a_day() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    two.wait_hours(13);
    assert!(two.ana.couple().talk.open(&two.now).is_none());
    assert_eq!(two.try_ana(Command::End { talk }), refused(Refusal::NoSuchTalk));
    two.ben(ask(Devices::Two));
    two.meet();
    assert_eq!(held(&two).asker(), BEN);
}

#[test]
fn a_talk_begun_on_one_device_goes_on_on_another_of_the_same_person() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    two.ana.device = 7;
    two.ana(Command::PassFloor { talk, turn: 0, to: Side::Asker });
    two.meet();
    assert_eq!(two.ben.couple().talk.get(talk).unwrap().turns.len(), 1);
}

#[test]
fn a_device_two_days_behind_still_takes_its_turn_in_the_talk_it_has_read() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    let behind = crate::two::moment(two.now.ms - 2 * 24 * crate::day::HOUR_MS);
    let floor = Any::Talk(Event::FloorPassed(FloorPassed { talk, turn: 0, to: Side::Other }));
    two.ben.writes(behind, vec![floor]);
    two.meet();
    assert_eq!(held(&two).turns.len(), 1);
}

#[test]
fn the_partner_cannot_speak_for_the_other_in_a_talk_on_two_devices() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    two.ana(Command::PassFloor { talk, turn: 0, to: Side::Asker });
    two.meet();
    let (turn, mark, text) = (0, Mark::Heard, "x".to_owned());
    let forged = [
        Event::Marked(super::Marked { talk, turn, mark }),
        Event::Asked(super::Asked { talk, on: Devices::One, topic: None, turn_seconds: 60 }),
    ];
    two.ben.writes(two.now, forged.map(Any::Talk).to_vec());
    let own = Event::SaidBack(SaidBack { talk, turn, text });
    two.ana.writes(two.now, vec![Any::Talk(own)]);
    two.meet();
    let known = held(&two);
    assert_eq!((known.turns[0].mark, known.on), (None, Devices::Two));
    assert_eq!(known.turns[0].said_back, None);
}

#[test]
fn who_leaves_in_the_middle_ends_nothing_for_the_other_and_nothing_more_is_shared() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    two.ben(people::Command::Leave);
    two.meet();
    let refused = two.try_ana(Command::End { talk });
    assert_eq!(refused, Err(Refused::NotTogether(Together::TheyLeft)));
    two.wait_hours(13);
    assert!(two.ana.couple().talk.open(&two.now).is_none());
}

#[test]
fn only_the_hurt_partner_says_i_feel_heard_and_can_take_it_back() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    assert_eq!(two.try_ben(Command::FeelHeard { hurt, heard: true }), refused(Refusal::OnlyTheHurtPartner));
    two.ana(Command::FeelHeard { hurt, heard: true });
    two.meet();
    assert!(two.ben.couple().feels_heard(hurt));
    two.ana(Command::FeelHeard { hurt, heard: false });
    two.meet();
    assert!(!two.ben.couple().feels_heard(hurt));
    // A mark by anyone else counts for nothing, whoever wrote it.
    let forged = Event::FeltHeard(FeltHeard { hurt, heard: true });
    two.ben.writes(two.now, vec![Any::Talk(forged)]);
    two.meet();
    assert!(!two.ana.couple().feels_heard(hurt));
}

#[test]
fn what_belongs_to_a_talk_that_is_over_changes_nothing() {
    let mut two = Two::together();
    let talk = talking(&mut two);
    two.ana(Command::End { talk });
    two.meet();
    let before = two.ana.couple().shared_cbor();
    let late =
        [Event::Paused(OfTalk { talk }), Event::NotNow(OfTalk { talk }), Event::Joined(OfTalk { talk })];
    two.ben.writes(two.now, late.map(Any::Talk).to_vec());
    two.meet();
    assert_eq!(two.ana.couple().shared_cbor(), before);
}

#[test]
fn a_time_out_lets_the_talk_rest_and_during_space_nobody_asks_for_one() {
    let mut two = Two::together();
    talking(&mut two);
    two.ben(space::Command::TakeTimeOut { minutes: 20 });
    two.meet();
    assert!(held(&two).is_paused());
    // Coming back to the talk ends the time-out for both.
    let talk = held(&two).id;
    two.ben(Command::ComeBack { talk });
    two.meet();
    assert!(!two.ana.couple().space.now(&two.now).is_quiet());
    let mut two = Two::together();
    two.ben(space::Command::TakeTimeOut { minutes: 20 });
    two.meet();
    assert_eq!(two.try_ana(ask(Devices::Two)), refused(Refusal::InSpace));
}

#[test]
fn a_talk_that_was_asked_for_before_space_is_not_joined_during_it() {
    let mut two = Two::together();
    two.ana(ask(Devices::Two));
    two.meet();
    let talk = two.ben.couple().talk.open(&two.now).unwrap().id;
    two.ben(space::Command::TakeTimeOut { minutes: 20 });
    two.meet();
    assert_eq!(two.try_ben(Command::Join { talk }), refused(Refusal::InSpace));
}

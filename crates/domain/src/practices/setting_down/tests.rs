//! The rules of setting the past down, each as a sentence.

use crate::couple::{Across, Event as Any, Refusal as Refused};
use crate::ids::ThoughtId;
use crate::people::Together;
use crate::practice::{Flaw, LONGEST_TEXT};
use crate::practices::questions::{self, Place, Shelf, Sure, USUAL_REST_HOURS};
use crate::practices::setting_down::{Choice, Command, Event, Plan, PlanShared, Refusal, Thought};
use crate::practices::talk::TopicFrom;
use crate::two::{ANA, BEN, Two};
use crate::{Audience, people};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::SettingDown(refusal))
}

fn set_down(two: &mut Two, text: &str) -> ThoughtId {
    two.ana(Command::SetDown { text: text.to_owned() });
    two.ana.couple().setting_down.thoughts().last().unwrap().id
}

fn thought(two: &Two, id: ThoughtId) -> &Thought {
    two.ana.couple().setting_down.thought(id).unwrap()
}

fn as_question(thought: ThoughtId) -> Across {
    Across::AskThought {
        thought,
        text: "Was it the red coat?".to_owned(),
        shelf: Shelf::NotSure,
        rest_hours: USUAL_REST_HOURS,
        sure: Sure::default(),
    }
}

fn plan() -> Plan {
    Plan {
        what_sets_me_off: "A phone face down".to_owned(),
        what_helps: "A hand".to_owned(),
        what_i_ask: "Tell me who it is".to_owned(),
    }
}

#[test]
fn a_thought_is_set_down_and_rests_in_the_vault() {
    let mut two = Two::together();
    let id = set_down(&mut two, " The red coat ");
    assert_eq!((thought(&two, id).text.as_str(), thought(&two, id).choice), ("The red coat", None));
    two.ana(Command::LetRest { thought: id });
    two.ana(Command::KeepForCounsellor { thought: id });
    two.ana(Command::Reword { thought: id, text: "The red coat again".to_owned() });
    assert_eq!(thought(&two, id).choice, Some(Choice::ForCounsellor));
    let of_ben = two.ben.couple().to_cbor();
    two.meet();
    assert_eq!(two.ben.couple().to_cbor(), of_ben);
    let kinds = two.ana.written.iter().filter(|it| it.event.kind().starts_with("setting_down"));
    assert!(kinds.map(|it| it.audience).all(|it| it == Audience::Mine));
}

#[test]
fn a_thought_becomes_a_question_that_rests_like_any_other() {
    let mut two = Two::together();
    let id = set_down(&mut two, "The red coat");
    two.ana(as_question(id));
    let couple = two.ana.couple();
    let shelves = couple.questions.shelves(couple, &two.now);
    assert_eq!(shelves.not_sure[0].place, Place::Resting { until_ms: two.now.ms + 48 * 3_600_000 });
    assert_eq!(thought(&two, id).choice, Some(Choice::Question(shelves.not_sure[0].id)));
    two.meet();
    assert!(two.ben.couple().questions.asked().is_empty());
    assert_eq!(two.try_ana(Command::LetRest { thought: id }), refused(Refusal::AlreadyCarriedOver));
    assert_eq!(two.try_ana(as_question(id)), refused(Refusal::AlreadyCarriedOver));
}

#[test]
fn a_question_made_of_a_thought_meets_the_same_care_as_any_other() {
    let mut two = Two::together();
    let id = set_down(&mut two, "The red coat");
    let empty = Across::AskThought {
        thought: id,
        text: " ".to_owned(),
        shelf: Shelf::NeedToKnowNow,
        rest_hours: 0,
        sure: Sure::default(),
    };
    assert_eq!(two.try_ana(empty), Err(Refused::Questions(questions::Refusal::Words(crate::Flaw::Empty))));
    assert_eq!(thought(&two, id).choice, None);
    let other = ThoughtId::make(ANA, [99; 16]);
    assert_eq!(two.try_ana(as_question(other)), refused(Refusal::NoSuchThought));
}

#[test]
fn a_thought_comes_to_the_next_talk_in_the_words_that_were_previewed_and_no_others() {
    let mut two = Two::together();
    let id = set_down(&mut two, "She wore the red coat and I hated you");
    let day = two.today().plus(2);
    let words = "The evening of the red coat".to_owned();
    two.ana(Across::BringThought { thought: id, words, for_day: Some(day) });
    two.meet();
    let topic = two.ben.couple().talk.topics()[0];
    assert_eq!((topic.text.as_str(), topic.for_day), ("The evening of the red coat", Some(day)));
    assert_eq!(topic.from, TopicFrom::Thought(id));
    assert_eq!(thought(&two, id).choice, Some(Choice::Topic(topic.id)));
    assert!(!two.ben.couple().to_cbor().windows(11).any(|it| it == b"I hated you"));
}

#[test]
fn alone_a_thought_waits_for_a_talk_in_the_vault_and_inviting_shares_nothing() {
    let mut two = Two::alone();
    let id = set_down(&mut two, "The red coat");
    let words = "The red coat".to_owned();
    let bring = Across::BringThought { thought: id, words, for_day: None };
    assert_eq!(two.try_ana(bring.clone()), Err(Refused::NotTogether(Together::Alone)));
    let day = Some(two.today());
    two.ana(Command::KeepForTalk { thought: id, day });
    let yesterday = Command::KeepForTalk { thought: id, day: Some(two.today().plus(-1)) };
    assert_eq!(two.try_ana(yesterday), refused(Refusal::DayIsPast));
    two.ana(people::Command::Join("Ana".to_owned()));
    two.ben(people::Command::Join("Ben".to_owned()));
    two.meet();
    assert!(two.ben.couple().talk.topics().is_empty());
    assert_eq!(thought(&two, id).choice, Some(Choice::ForTalk { day }));
    two.ana(bring);
    two.meet();
    assert_eq!(two.ben.couple().talk.topics().len(), 1);
}

#[test]
fn what_is_put_away_is_gone_with_its_words() {
    let mut two = Two::together();
    let id = set_down(&mut two, "The red coat");
    two.ana(Command::PutAway { thought: id });
    assert!(two.ana.couple().setting_down.thoughts().is_empty());
    assert!(!two.ana.couple().to_cbor().windows(8).any(|it| it == b"red coat"));
    assert_eq!(two.try_ana(Command::LetRest { thought: id }), refused(Refusal::NoSuchThought));
}

#[test]
fn the_plan_is_private_and_only_the_parts_that_were_previewed_are_shared() {
    let mut two = Two::together();
    two.ana(Command::WritePlan(plan()));
    two.meet();
    assert_eq!(two.ben.couple().setting_down.shared_plan(ANA), None);
    let part = Plan { what_sets_me_off: String::new(), ..plan() };
    two.ana(Command::SharePlan(part.clone()));
    two.meet();
    assert_eq!(two.ben.couple().setting_down.shared_plan(ANA).unwrap().plan, part);
    assert!(!two.ben.couple().to_cbor().windows(7).any(|it| it == b"A phone"));
    let other = Plan { what_helps: "A walk".to_owned(), ..plan() };
    assert_eq!(two.try_ana(Command::SharePlan(other)), refused(Refusal::ChangedSince));
    assert_eq!(two.try_ana(Command::SharePlan(Plan::default())), refused(Refusal::Words(Flaw::Empty)));
}

#[test]
fn a_shared_plan_is_taken_back_by_its_author_alone_and_the_own_copy_stays() {
    let mut two = Two::together();
    two.ana(Command::WritePlan(plan()));
    two.ana(Command::SharePlan(plan()));
    two.meet();
    assert_eq!(two.try_ben(Command::WithdrawPlan), refused(Refusal::NothingShared));
    let forged = PlanShared { plan: Plan { what_helps: "Silence".to_owned(), ..Plan::default() } };
    two.ben.writes(two.now, vec![Any::SettingDown(Event::PlanShared(forged))]);
    two.meet();
    assert_eq!(two.ana.couple().setting_down.shared_plan(ANA).unwrap().plan, plan());
    assert_eq!(two.ana.couple().setting_down.shared_plan(BEN).unwrap().plan.what_helps, "Silence");
    two.ana(Command::WithdrawPlan);
    two.meet();
    assert_eq!(two.ben.couple().setting_down.shared_plan(ANA), None);
    assert_eq!(two.ana.couple().setting_down.plan(), &plan());
}

#[test]
fn too_many_words_are_refused_with_their_size_and_all_scripts_stay_as_they_are() {
    let mut two = Two::together();
    let bytes = 100_000;
    let too_long = Refusal::Words(Flaw::TooLong { bytes, most: LONGEST_TEXT });
    assert_eq!(two.try_ana(Command::SetDown { text: "x".repeat(bytes) }), refused(too_long));
    let long = Plan { what_helps: "x".repeat(bytes), ..Plan::default() };
    assert_eq!(two.try_ana(Command::WritePlan(long)), refused(too_long));
    assert_eq!(two.try_ana(Command::SetDown { text: "\n".to_owned() }), refused(Refusal::Words(Flaw::Empty)));
    let id = set_down(&mut two, "المعطف الأحمر 🧥 \u{202e}");
    assert_eq!(thought(&two, id).text, "المعطف الأحمر 🧥 \u{202e}");
}

#[test]
fn ones_own_writing_that_looks_back_is_known_to_its_writer_alone() {
    let mut two = Two::together();
    set_down(&mut two, "The red coat");
    two.meet();
    assert!(two.ana.couple().looking(two.today(), 1)[0].back > 0);
    assert_eq!(two.ben.couple().looking(two.today(), 1)[0].letters(), 0);
}

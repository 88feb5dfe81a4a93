//! The rules of questions, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::day::{HOUR_MS, Weekdays};
use crate::ids::{HoursId, PromiseId, QuestionId};
use crate::people;
use crate::practice::Flaw;
use crate::practices::promises::{Outcome, Source};
use crate::practices::questions::{
    Answer, Answered, Asked, Command, Event, Hours, HoursAgreed, HoursNow, HoursProposed, Mark, Marked,
    NewAnswer, Place, Refusal, Shelf, Sure, USUAL_REST_HOURS,
};
use crate::two::{ANA, BEN, Two};
use crate::{Audience, Weekday};

fn write(text: &str, shelf: Shelf) -> Command {
    Command::Write {
        text: text.to_owned(),
        shelf,
        rest_hours: USUAL_REST_HOURS,
        sure: Sure::default(),
        about: None,
    }
}

fn asks(two: &mut Two, text: &str) -> QuestionId {
    two.ana(write(text, Shelf::NeedToKnowNow));
    two.meet();
    two.ben.couple().questions.asked().last().unwrap().id
}

fn rests(two: &mut Two, text: &str) -> QuestionId {
    two.ana(write(text, Shelf::NotSure));
    let shelves = two.ana.couple().questions.shelves(two.ana.couple(), &two.now);
    shelves.not_sure[0].id
}

fn answer(question: QuestionId, text: &str) -> Command {
    Command::Answer { question, answer: NewAnswer::Written(text.to_owned()) }
}

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Questions(refusal))
}

#[test]
fn what_one_needs_to_know_now_is_asked_at_once() {
    let mut two = Two::together();
    let question = asks(&mut two, "When did it start?");
    assert_eq!(two.ben.couple().questions.asked_of(BEN, &two.now)[0].id, question);
}

#[test]
fn what_one_is_not_sure_about_rests_in_the_vault_and_goes_when_its_time_is_over() {
    let mut two = Two::together();
    let question = rests(&mut two, "Did you talk about me?");
    assert!(two.ana.written.iter().filter(|it| it.event.kind() == "questions.asked").count() == 0);
    two.wait_hours(47);
    two.meet();
    assert!(two.ben.couple().questions.asked().is_empty());
    two.wait_hours(2);
    two.meet();
    assert_eq!(two.ben.couple().questions.asked()[0].id, question);
}

#[test]
fn a_resting_question_can_be_taken_back_unread() {
    let mut two = Two::together();
    let question = rests(&mut two, "Did you talk about me?");
    two.ana(Command::TakeBack { question });
    two.wait_days(30);
    two.meet();
    assert!(two.ben.couple().questions.asked().is_empty());
    let records = two.ana.written.iter().filter(|it| it.event.kind().starts_with("questions."));
    assert!(records.map(|it| it.audience).all(|it| it == Audience::Mine));
    assert_eq!(two.try_ana(Command::Send { question }), refused(Refusal::NoSuchQuestion));
}

#[test]
fn a_question_can_rest_longer_and_cannot_be_sent_before() {
    let mut two = Two::together();
    let question = rests(&mut two, "Did you talk about me?");
    two.ana(Command::RestLonger { question, hours: 24 });
    two.wait_hours(50);
    assert_eq!(two.try_ana(Command::Send { question }), refused(Refusal::NotYet));
    two.meet();
    assert!(two.ben.couple().questions.asked().is_empty());
    two.wait_hours(24);
    two.meet();
    assert_eq!(two.ben.couple().questions.asked().len(), 1);
    assert_eq!(two.try_ana(Command::TakeBack { question }), refused(Refusal::AlreadySent));
}

#[test]
fn what_one_does_not_want_to_know_yet_stays_put_away_until_it_is_sorted_anew() {
    let mut two = Two::together();
    two.ana(write("Would you have told me?", Shelf::NotYet));
    two.wait_days(400);
    two.meet();
    let couple = two.ana.couple();
    let shelves = couple.questions.shelves(couple, &two.now);
    assert_eq!(shelves.not_yet[0].place, Place::PutAway);
    let question = shelves.not_yet[0].id;
    two.ana(Command::Sort { question, shelf: Shelf::NeedToKnowNow, rest_hours: 0 });
    two.meet();
    assert_eq!(two.ben.couple().questions.asked().len(), 1);
}

#[test]
fn a_question_written_alone_is_not_sent_by_inviting_the_other() {
    let mut two = Two::alone();
    two.ana(write("When did it start?", Shelf::NeedToKnowNow));
    two.ana(people::Command::Join("Ana".to_owned()));
    two.ben(people::Command::Join("Ben".to_owned()));
    two.meet();
    two.wait_days(3);
    two.meet();
    assert!(two.ben.couple().questions.asked().is_empty());
    let couple = two.ana.couple();
    let shelves = couple.questions.shelves(couple, &two.now);
    assert_eq!(shelves.need_to_know_now[0].place, Place::WrittenAlone);
    let question = shelves.need_to_know_now[0].id;
    two.ana(Command::Sort { question, shelf: Shelf::NeedToKnowNow, rest_hours: 0 });
    two.meet();
    assert_eq!(two.ben.couple().questions.asked().len(), 1);
}

#[test]
fn the_asker_marks_what_an_answer_was_and_a_new_answer_asks_anew() {
    let mut two = Two::together();
    let question = asks(&mut two, "When did it start?");
    let mark = |mark| Command::MarkAs { question, mark };
    assert_eq!(two.try_ana(mark(Mark::Answered)), refused(Refusal::NotAnswered));
    two.ben(answer(question, "In January."));
    two.meet();
    assert_eq!(two.try_ben(mark(Mark::Answered)), refused(Refusal::OnlyTheAsker));
    two.ana(mark(Mark::MoreToAsk));
    two.meet();
    assert!(two.ben.couple().questions.get(question).unwrap().waits_for_an_answer());
    two.ben(answer(question, "In the second week of January."));
    two.meet();
    let known = two.ana.couple().questions.get(question).unwrap();
    assert_eq!((known.mark, known.answers.len()), (None, 2));
    assert_eq!(known.answer().unwrap().answer, Answer::Written("In the second week of January.".to_owned()));
}

#[test]
fn nobody_answers_their_own_question() {
    let mut two = Two::together();
    let question = asks(&mut two, "When did it start?");
    assert_eq!(two.try_ana(answer(question, "In May.")), refused(Refusal::OnlyTheOther));
}

#[test]
fn i_need_until_that_day_is_a_real_promise_that_the_answer_keeps() {
    let mut two = Two::together();
    let question = asks(&mut two, "Is there anything about money I should know?");
    let saturday = two.today().plus(2);
    two.ben(Command::Answer { question, answer: NewAnswer::INeedUntil(saturday) });
    two.meet();
    let promise = two.ana.couple().promises.made_by(BEN)[0].clone();
    assert_eq!((promise.source, promise.when.from), (Source::Question(question), saturday));
    assert!(two.ana.couple().questions.get(question).unwrap().waits_for_an_answer());
    two.wait_days(1);
    two.ben(answer(question, "Yes. I will show you."));
    two.meet();
    let promise = two.ana.couple().promises.get(promise.id).unwrap();
    assert_eq!(promise.days.get(&saturday).unwrap().outcome(), Outcome::SaidKept);
    assert_eq!(promise.days.len(), 1);
}

#[test]
fn an_answer_after_that_day_does_not_keep_the_promise() {
    let mut two = Two::together();
    let question = asks(&mut two, "Is there anything about money I should know?");
    let today = two.today();
    assert_eq!(
        two.try_ben(Command::Answer { question, answer: NewAnswer::INeedUntil(today.plus(-1)) }),
        refused(Refusal::DayIsPast)
    );
    two.ben(Command::Answer { question, answer: NewAnswer::INeedUntil(today) });
    two.wait_days(2);
    two.ben(answer(question, "Yes."));
    two.meet();
    assert!(two.ana.couple().promises.made_by(BEN)[0].days.is_empty());
}

#[test]
fn lets_talk_and_the_counsellor_become_topics_until_they_are_settled() {
    let mut two = Two::together();
    let talk = asks(&mut two, "When did it start?");
    let counsellor = asks(&mut two, "Does your family know?");
    two.ben(Command::Answer { question: talk, answer: NewAnswer::LetsTalk });
    two.ben(Command::Answer { question: counsellor, answer: NewAnswer::WithOurCounsellor });
    two.meet();
    let questions = &two.ana.couple().questions;
    assert_eq!(questions.talk_topics()[0].id, talk);
    assert_eq!(questions.counsellor_topics()[0].id, counsellor);
    two.ana(Command::MarkAs { question: talk, mark: Mark::Enough });
    assert!(two.ana.couple().questions.talk_topics().is_empty());
}

#[test]
fn a_question_asked_again_meets_its_earlier_answer_first() {
    let mut two = Two::together();
    let first = asks(&mut two, "When did it start?");
    two.ben(answer(first, "In January."));
    two.meet();
    let again = two.try_ana(write("When did it all start?", Shelf::NeedToKnowNow));
    assert_eq!(again, refused(Refusal::AskedBefore { earlier: first }));
    let earlier = &two.ana.couple().questions.asked_before(ANA, "When did it all start?")[0];
    assert_eq!(earlier.question.answers.len(), 1);
    let sure = Sure { though_asked_before: Some(first), ..Sure::default() };
    two.ana(Command::Write {
        text: "When did it all start?".to_owned(),
        shelf: Shelf::NeedToKnowNow,
        rest_hours: 0,
        sure,
        about: None,
    });
    two.meet();
    let asked = two.ben.couple().questions.asked();
    assert_eq!((asked.len(), asked[1].again), (2, Some(first)));
    // Ben may ask the same of Ana: it is another question.
    two.ben(write("When did it all start?", Shelf::NeedToKnowNow));
}

#[test]
fn a_question_that_asks_for_pictures_gets_a_gentle_are_you_sure() {
    let mut two = Two::together();
    let text = "Where exactly did you meet, and what was it like?";
    assert_eq!(two.try_ana(write(text, Shelf::NotSure)), refused(Refusal::AsksForPictures));
    let sure = Sure { though_it_asks_for_pictures: true, ..Sure::default() };
    two.ana(Command::Write {
        text: text.to_owned(),
        shelf: Shelf::NotSure,
        rest_hours: 1,
        sure,
        about: None,
    });
    let couple = two.ana.couple();
    assert!(couple.questions.shelves(couple, &two.now).not_sure[0].asks_for_pictures);
}

#[test]
fn question_hours_need_both_and_outside_of_them_questions_queue() {
    let mut two = Two::together();
    let evening = Hours { on: Weekdays::of(&Weekday::ALL), from_minute: 20 * 60, minutes: 20 };
    two.ana(Command::ProposeHours { hours: evening });
    two.meet();
    let id = two.ben.couple().questions.proposed_hours(BEN).unwrap().id;
    assert_eq!(two.try_ana(Command::AgreeToHours { hours: id }), refused(Refusal::OnlyTheOtherCanAgree));
    assert_eq!(two.ana.couple().questions.hours_now(&two.now), HoursNow::NoneAgreed);
    two.ben(Command::AgreeToHours { hours: id });
    two.meet();
    // Noon: it queues in Ana's vault.
    two.ana(write("When did it start?", Shelf::NeedToKnowNow));
    two.meet();
    assert!(two.ben.couple().questions.asked().is_empty());
    let couple = two.ana.couple();
    assert_eq!(couple.questions.shelves(couple, &two.now).need_to_know_now[0].place, Place::Queued);
    two.wait_hours(8);
    two.meet();
    assert_eq!(two.ben.couple().questions.asked_of(BEN, &two.now).len(), 1);
    // Later, what is not answered waits out of sight for the next hours.
    two.wait_hours(1);
    assert!(two.ben.couple().questions.asked_of(BEN, &two.now).is_empty());
    two.ben(Command::EndHours { hours: id });
    two.meet();
    assert_eq!(two.ana.couple().questions.hours_now(&two.now), HoursNow::NoneAgreed);
}

#[test]
fn a_rest_is_an_hour_to_ninety_days() {
    let mut two = Two::together();
    let rest = |rest_hours| Command::Write {
        text: "Did you talk about me?".to_owned(),
        shelf: Shelf::NotSure,
        rest_hours,
        sure: Sure::default(),
        about: None,
    };
    assert_eq!(two.try_ana(rest(0)), refused(Refusal::NoSuchRest));
    assert_eq!(two.try_ana(rest(90 * 24 + 1)), refused(Refusal::NoSuchRest));
    two.ana(rest(90 * 24));
    let couple = two.ana.couple();
    let place = &couple.questions.shelves(couple, &two.now).not_sure[0].place;
    assert_eq!(*place, Place::Resting { until_ms: two.now.ms + 90 * 24 * HOUR_MS });
}

#[test]
fn a_question_can_be_reworded_while_it_rests() {
    let mut two = Two::together();
    let question = rests(&mut two, "Did you talk about me?");
    let text = "Did you two laugh about me?".to_owned();
    two.ana(Command::Reword { question, text: text.clone(), sure: Sure::default() });
    two.wait_days(3);
    two.meet();
    assert_eq!(two.ben.couple().questions.asked()[0].text, text);
}

#[test]
fn what_the_wrong_partner_writes_about_a_question_is_not_heard() {
    let mut two = Two::together();
    let question = asks(&mut two, "When did it start?");
    two.ben(answer(question, "In January."));
    let all_day = Hours { on: Weekdays::of(&Weekday::ALL), from_minute: 0, minutes: 24 * 60 };
    two.ana(Command::ProposeHours { hours: all_day });
    two.meet();
    let before = two.ana.couple().questions.clone();
    let hours = before.proposed_hours(ANA).unwrap().id;
    let text = "Nothing, really".to_owned();
    let forged = QuestionId::make(ANA, [77; 16]);
    let not_bens = Answer::INeedUntil { day: two.today(), promise: PromiseId::make(ANA, [1; 16]) };
    let by_ben = [
        Event::Marked(Marked { question, mark: Mark::Enough }),
        Event::Asked(Asked { question: forged, text: text.clone(), again: None, about: None }),
        Event::Asked(Asked { question, text: text.clone(), again: None, about: None }),
        Event::Answered(Answered { question, answer: not_bens }),
        Event::HoursProposed(HoursProposed { id: HoursId::make(ANA, [77; 16]), hours: all_day }),
    ];
    let by_ana = [
        Event::Answered(Answered { question, answer: Answer::Written(text) }),
        Event::HoursAgreed(HoursAgreed { id: hours }),
    ];
    for event in by_ben {
        two.ben.writes(two.now, vec![crate::Event::Questions(event)]);
    }
    for event in by_ana {
        two.ana.writes(two.now, vec![crate::Event::Questions(event)]);
    }
    two.meet();
    assert_eq!(two.ana.couple().questions, before);
}

#[test]
fn a_question_taken_back_on_one_device_is_not_changed_by_another() {
    let mut two = Two::together();
    let question = rests(&mut two, "Did you talk about me?");
    let sort = Command::Sort { question, shelf: Shelf::NotSure, rest_hours: 1 };
    let offline = two.ana.decides(two.now, crate::Command::Questions(sort)).unwrap();
    two.ana(Command::TakeBack { question });
    let before = two.ana.couple().questions.clone();
    two.ana.writes(two.now, offline);
    assert_eq!(two.ana.couple().questions, before);
    two.wait_days(1);
    two.meet();
    assert!(two.ben.couple().questions.asked().is_empty());
}

#[test]
fn a_hundred_thousand_characters_are_refused_with_their_size_and_stay_in_the_draft() {
    let mut two = Two::together();
    let long = "x".repeat(100_000);
    let flaw = Flaw::TooLong { bytes: 100_000, most: 16 * 1024 };
    assert_eq!(two.try_ana(write(&long, Shelf::NotSure)), refused(Refusal::Words(flaw)));
    two.ana(crate::drafts::Command::Save { key: "questions/new".to_owned(), text: long.clone() });
    assert_eq!(two.ana.couple().drafts.get("questions/new"), Some(long.as_str()));
    let question = asks(&mut two, "متى بدأ هذا؟ 💔");
    assert_eq!(two.ben.couple().questions.get(question).unwrap().text, "متى بدأ هذا؟ 💔");
    assert_eq!(two.try_ben(answer(question, " ")), refused(Refusal::Words(Flaw::Empty)));
}

#[test]
fn while_either_has_space_questions_wait_in_the_vault_and_go_when_it_is_over() {
    let mut two = Two::together();
    let until_ms = two.now.ms + 24 * HOUR_MS;
    let (contact, words) = (crate::space::Contact::AllButThis, String::new());
    two.ben(crate::space::Command::Ask { until_ms, contact, words });
    two.meet();
    two.ana(write("When did it start?", Shelf::NeedToKnowNow));
    two.meet();
    let couple = two.ana.couple();
    let shelves = couple.questions.shelves(couple, &two.now);
    assert_eq!(shelves.need_to_know_now[0].place, Place::Queued);
    let question = shelves.need_to_know_now[0].id;
    assert_eq!(two.try_ana(Command::Send { question }), refused(Refusal::NotYet));
    two.wait_hours(25);
    two.meet();
    assert_eq!(two.ben.couple().questions.asked().len(), 1);
}

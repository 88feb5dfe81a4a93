//! The rules of the open book, each as a sentence.

mod holding;

use crate::couple::{Across, Refusal as Refused};
use crate::day::Day;
use crate::ids::AgreementId;
use crate::path::{self, What, today};
use crate::practice::Flaw;
use crate::practices::open_book::{
    Agreed, Agreement, Command, Event, Helped, How, Often, Opens, Over, Proposal, Proposed, Refusal, Stands,
    Step, Terms, Thing, WentOn,
};
use crate::practices::promises::{Source, When};
use crate::practices::space;
use crate::two::{ANA, BEN, Partner, Two};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::OpenBook(refusal))
}

/// Sixty days from today on, looked at after thirty.
fn proposal(two: &Two) -> Proposal {
    let from = two.today();
    Proposal {
        opens: Opens::TheOther,
        things: vec![Thing::Whereabouts, Thing::Phone],
        exactly: String::new(),
        how: How::Together,
        often: Often::TwiceAWeek,
        others: "What friends write stays theirs.".to_owned(),
        from,
        review: from.plus(30),
        until: Some(from.plus(59)),
    }
}

fn proposed(two: &mut Two, it: Proposal) -> AgreementId {
    two.ana(Command::Propose(it));
    two.meet();
    two.ben.couple().open_book.all()[0].id
}

fn agreed(two: &mut Two, it: Proposal) -> AgreementId {
    let agreement = proposed(two, it);
    two.ben(Command::Agree { agreement });
    two.meet();
    agreement
}

/// Ben opens his phone and says where he is, for sixty days.
fn open() -> (Two, AgreementId) {
    let mut two = Two::together();
    let it = proposal(&two);
    let agreement = agreed(&mut two, it);
    (two, agreement)
}

fn seen(who: &Partner, id: AgreementId) -> Agreement {
    who.couple().open_book.get(id).unwrap().clone()
}

fn stands(two: &Two, id: AgreementId) -> Stands {
    seen(&two.ana, id).stands(two.ana.couple(), &two.now)
}

fn renew(agreement: AgreementId) -> Command {
    Command::Renew { agreement, renew: true }
}

fn renewed_by_both(two: &mut Two, agreement: AgreementId) {
    let days = seen(&two.ana, agreement).terms.review.days_since(two.today());
    two.wait_days(u64::try_from(days).unwrap());
    two.ana(renew(agreement));
    two.ben(renew(agreement));
    two.meet();
}

fn suggested(who: &Partner, two: &Two, what: &What) -> bool {
    today(who.couple(), &two.now).iter().any(|it| it.what == *what)
}

#[test]
fn it_holds_when_the_other_agrees_and_nobody_agrees_with_themselves() {
    let mut two = Two::together();
    let it = proposal(&two);
    let agreement = proposed(&mut two, it);
    assert_eq!(stands(&two, agreement), Stands::Proposed);
    assert_eq!(two.try_ana(Command::Agree { agreement }), refused(Refusal::OneSided));
    assert!(suggested(&two.ben, &two, &What::LookAtAgreement { agreement }));
    assert!(!suggested(&two.ana, &two, &What::LookAtAgreement { agreement }));
    two.ben(Command::Agree { agreement });
    two.meet();
    assert!(matches!(stands(&two, agreement), Stands::Holds(Step { often: Often::TwiceAWeek, .. })));
    let it = seen(&two.ana, agreement);
    assert_eq!([it.opens(ANA), it.opens(BEN), it.looks(ANA), it.looks(BEN)], [false, true, true, false]);
    assert_eq!(it.terms.things, [Thing::Phone, Thing::Whereabouts], "in order, each once");
}

#[test]
fn either_may_open_or_both() {
    for (opens, who_opens) in
        [(Opens::Proposer, [true, false]), (Opens::TheOther, [false, true]), (Opens::Both, [true, true])]
    {
        let mut two = Two::together();
        let it = Proposal { opens, ..proposal(&two) };
        let agreement = agreed(&mut two, it);
        let it = seen(&two.ben, agreement);
        assert_eq!([ANA, BEN].map(|who| it.opens(who)), who_opens);
        assert!([ANA, BEN].into_iter().all(|who| it.looks(who) || it.opens(who)));
    }
}

#[test]
fn what_is_one_sided_secret_or_endless_cannot_be_made() {
    let mut two = Two::together();
    let fine = proposal(&two);
    let from = fine.from;
    for (it, why) in [
        (Proposal { until: None, ..fine.clone() }, Refusal::Endless),
        (Proposal { until: Some(from.plus(90)), ..fine.clone() }, Refusal::Endless),
        (Proposal { until: Some(from.plus(4)), review: from.plus(2), ..fine.clone() }, Refusal::TooShort),
        (Proposal { review: from, ..fine.clone() }, Refusal::ReviewOutside),
        (Proposal { review: from.plus(59), ..fine.clone() }, Refusal::ReviewOutside),
        (Proposal { things: Vec::new(), ..fine.clone() }, Refusal::NothingIsOpen),
        (Proposal { others: " ".to_owned(), ..fine.clone() }, Refusal::Words(Flaw::Empty)),
        (Proposal { often: Often::EverySecondWeek, ..fine.clone() }, Refusal::CannotBecomeLess),
        (Proposal { from: from.plus(-1), ..fine.clone() }, Refusal::DayIsPast),
        (
            Proposal {
                from: from.plus(31),
                review: from.plus(40),
                until: Some(from.plus(60)),
                ..fine.clone()
            },
            Refusal::TooFarAhead,
        ),
    ] {
        assert_eq!(two.try_ana(Command::Propose(it)), refused(why));
    }
    let longest = Proposal { until: Some(from.plus(89)), ..fine.clone() };
    assert_eq!(two.try_ana(Command::Propose(longest)), Ok(()));
    let mut alone = Two::alone();
    assert_eq!(alone.try_ana(Command::Propose(fine)), refused(Refusal::Secret));
}

#[test]
fn what_cannot_be_made_is_not_heard_from_others_either() {
    let mut two = Two::together();
    let terms = |until: Day, often, others: &str| Terms {
        opens: Opens::TheOther,
        things: vec![Thing::Phone],
        exactly: None,
        how: How::OnAsking,
        often,
        others: others.to_owned(),
        from: two.today(),
        review: two.today().plus(3),
        until,
    };
    let today = two.today();
    for (nth, terms) in [
        terms(today.plus(400), Often::Daily, "Theirs."),
        terms(today.plus(59), Often::EveryFourthWeek, "Theirs."),
        terms(today.plus(59), Often::Daily, ""),
    ]
    .into_iter()
    .enumerate()
    {
        let agreement = AgreementId::make(ANA, [u8::try_from(nth).unwrap(); 16]);
        let event = Event::Proposed(Proposed { agreement, terms, changes: None });
        two.ana.writes(two.now, vec![crate::Event::OpenBook(event)]);
    }
    two.meet();
    assert!(two.ben.couple().open_book.all().is_empty());
    let it = proposal(&two);
    let agreement = proposed(&mut two, it);
    two.ana.writes(two.now, vec![crate::Event::OpenBook(Event::Agreed(Agreed { agreement }))]);
    two.meet();
    assert_eq!(stands(&two, agreement), Stands::Proposed, "of one alone");
}

#[test]
fn it_becomes_less_in_three_steps_that_are_known_when_it_is_made() {
    let (mut two, agreement) = open();
    let from = two.today();
    let steps = seen(&two.ana, agreement).terms.steps();
    let expected = [(0, 19, Often::TwiceAWeek), (20, 39, Often::Weekly), (40, 59, Often::EverySecondWeek)];
    assert_eq!(steps.map(|it| (it.from.days_since(from), it.until.days_since(from), it.often)), expected);
    for (days, step) in [(0, 0), (19, 0), (1, 1), (19, 1), (1, 2), (19, 2)] {
        two.wait_days(days);
        assert_eq!(stands(&two, agreement), Stands::Holds(steps[step]));
    }
    two.wait_days(1);
    assert_eq!(stands(&two, agreement), Stands::RanOut { renewed_by: None });
}

#[test]
fn each_part_of_every_length_has_at_least_two_days_and_they_follow_each_other() {
    let two = Two::together();
    for days in super::DAYS {
        let it = proposal(&two);
        let terms = Terms {
            opens: it.opens,
            things: vec![Thing::Phone],
            exactly: None,
            how: it.how,
            often: Often::Daily,
            others: it.others,
            from: it.from,
            review: it.from.plus(1),
            until: it.from.plus(days - 1),
        };
        let [one, two, three] = terms.steps();
        assert_eq!((one.from, three.until), (terms.from, terms.until));
        assert_eq!((one.until.plus(1), two.until.plus(1)), (two.from, three.from));
        assert!([one, two, three].iter().all(|it| it.until > it.from), "{days} days");
    }
}

#[test]
fn a_change_stands_in_its_place_when_the_other_agrees_and_makes_it_no_longer_than_it_may_be() {
    let (mut two, agreement) = open();
    two.wait_days(40);
    let from = seen(&two.ana, agreement).terms.from;
    let less = Proposal { until: Some(from.plus(50)), how: How::OnAsking, ..proposal(&two) };
    let less = Proposal { review: from.plus(45), ..less };
    let endless = Proposal { until: Some(from.plus(90)), ..less.clone() };
    let change = |proposal| Command::ProposeChange { agreement, proposal };
    assert_eq!(two.try_ben(change(endless)), refused(Refusal::Endless), "counted from its first day");
    two.ben(change(less));
    two.meet();
    let changed = two.ana.couple().open_book.all()[0].id;
    assert!(seen(&two.ana, agreement).runs(two.today()), "until the other agrees");
    two.ana(Command::Agree { agreement: changed });
    two.meet();
    assert_eq!(stands(&two, agreement), Stands::Over(Over::Changed { into: changed }));
    assert_eq!(seen(&two.ben, changed).terms.from, from);
    assert_eq!(seen(&two.ben, changed).renewals, 0, "a change is no renewal");
}

#[test]
fn both_change_it_at_once_and_one_of_them_takes_its_place() {
    let (mut two, agreement) = open();
    let proposal = Proposal { often: Often::Weekly, ..proposal(&two) };
    let change = || Command::ProposeChange { agreement, proposal: proposal.clone() };
    two.ana(change());
    two.ben(change());
    two.meet();
    let of = |who| {
        two.ana.couple().open_book.all().into_iter().find(|it| it.changes.is_some() && it.proposer() == who)
    };
    let (anas, bens) = (of(ANA).unwrap().id, of(BEN).unwrap().id);
    two.ana(Command::Agree { agreement: bens });
    two.ben(Command::Agree { agreement: anas });
    two.meet();
    assert_eq!(two.ana.couple().open_book.running(two.ana.couple(), two.today()).len(), 1);
}

#[test]
fn during_space_nothing_is_asked_anew_it_rests_and_can_be_paused_and_ended() {
    let (mut two, agreement) = open();
    let it = proposal(&two);
    let waits = proposed(&mut two, it);
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    assert_eq!(two.try_ana(Command::Propose(proposal(&two))), refused(Refusal::InSpace));
    assert_eq!(two.try_ben(Command::Agree { agreement: waits }), refused(Refusal::InSpace));
    assert_eq!(stands(&two, agreement), Stands::InSpace);
    two.ana(Command::Pause { agreement });
    assert_eq!(two.try_ana(Command::GoOn { agreement }), refused(Refusal::InSpace));
    two.ana(Command::End { agreement });
}

#[test]
fn who_opens_promises_what_it_takes_and_nobody_else_does() {
    let (mut two, agreement) = open();
    let when = When::once(two.today());
    let promise =
        || Across::PromiseOpenBook { agreement, words: "My phone lies on the table".to_owned(), when };
    assert_eq!(two.try_ana(promise()), refused(Refusal::OnlyWhoOpens));
    two.ben(promise());
    two.meet();
    assert_eq!(two.ana.couple().promises.all()[0].source, Source::Agreement);
    two.ben(Command::End { agreement });
    assert_eq!(two.try_ben(promise()), refused(Refusal::Over));
}

#[test]
fn who_looks_notes_it_for_themselves_and_hears_alone_that_they_look_more_and_more() {
    let (mut two, _) = open();
    let told = path::unread(two.ana.couple(), &two.now);
    two.ana(path::Command::Read(told));
    let first = two.today();
    let note = |on, times| Command::Note { on, times, helped: Helped::ForAWhile };
    assert_eq!(two.try_ana(note(first.plus(1), 1)), refused(Refusal::NotYet));
    assert_eq!(two.try_ana(note(first, 0)), refused(Refusal::NotThatMany));
    assert_eq!(two.try_ana(note(first, 100)), refused(Refusal::NotThatMany));
    two.ana(note(first, 2));
    two.wait_days(27);
    two.ana(note(two.today(), 3));
    assert!(!two.ana.couple().open_book.looks_more_and_more(two.today()));
    two.ana(note(two.today(), 9));
    assert!(two.ana.couple().open_book.looks_more_and_more(two.today()), "noted again, the last word counts");
    two.meet();
    assert_eq!(two.ben.couple().open_book.notes().count(), 0);
    let advice = |it: &crate::path::Suggestion| matches!(it.what, What::ThinkOfLooking { .. });
    assert!(today(two.ana.couple(), &two.now).iter().any(advice));
    assert!(!today(two.ben.couple(), &two.now).iter().any(advice));
    let new = crate::reminders::Because::SomethingNew;
    assert!(!crate::reminders::still_holds(two.ana.couple(), &two.now, new), "nobody is woken for it");
    two.ana(Command::Forget { on: first });
    assert_eq!(two.try_ana(Command::Forget { on: first }), refused(Refusal::NoSuchNote));
    assert_eq!(two.ana.couple().open_book.notes().count(), 1);
}

#[test]
fn the_days_of_one_are_on_the_calendar_of_both_and_are_reminded_of() {
    let (two, agreement) = open();
    let from = two.today();
    for who in [&two.ana, &two.ben] {
        let on: Vec<Day> =
            crate::calendar::dates(who.couple(), &two.now).iter().filter_map(|it| it.next(from)).collect();
        assert_eq!(on, [from.plus(30), from.plus(59)]);
        let falls = |ahead: i32| who.couple().open_book.falls_on(who.couple(), from.plus(ahead));
        assert_eq!([0, 29, 30, 31, 59, 60].map(falls), [false, false, true, false, true, false]);
    }
    let mut two = two;
    two.ana(Command::End { agreement });
    two.meet();
    assert!(crate::calendar::dates(two.ben.couple(), &two.now).is_empty());
}

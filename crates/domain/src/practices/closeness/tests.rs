//! The rules of closeness, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::path::{self, What};
use crate::practice::Flaw;
use crate::practices::closeness::{ACTS_A_WEEK, Choices, Command, OFTEN, PAIRS, Refusal, Way, pair, way_of};
use crate::practices::space;
use crate::two::{ANA, BEN, Two};
use crate::{Audience, Couple};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Closeness(refusal))
}

/// Chooses this way wherever it is offered, and nothing elsewhere.
fn always(way: Way) -> Choices {
    let mut all = Choices::default();
    for (nth, to) in all.0.iter_mut().enumerate() {
        let ways = pair(nth);
        *to = ways.contains(&way).then_some(ways[0] == way);
    }
    all
}

fn unread(couple: &Couple, two: &Two) -> Vec<What> {
    path::unread(couple, &two.now)
}

#[test]
fn each_two_ways_stand_against_each_other_three_times_and_each_way_equally_often() {
    let mut counts = [[0_u8; 5]; 5];
    let mut times = [0_u8; 5];
    for [one, other] in (0..PAIRS).map(pair) {
        assert_ne!(one, other);
        counts[one.min(other) as usize][one.max(other) as usize] += 1;
        times[one as usize] += 1;
        times[other as usize] += 1;
    }
    assert!(counts.iter().flatten().all(|it| [0, 3].contains(it)) && times == [OFTEN; 5]);
}

#[test]
fn every_pair_and_every_small_act_has_its_words() {
    let words = include_str!("../../../../../locales/en/closeness.toml");
    let has = |table: &str, id: usize| {
        let (_, rest) = words.split_once(&format!("[{table}]\n")).unwrap();
        let until = rest.split("\n[").next().unwrap();
        until.lines().any(|it| it.starts_with(&format!("{id} = \"")))
    };
    for nth in 1..=PAIRS {
        assert!(has("pair_one", nth) && has("pair_other", nth), "pair {nth}");
    }
    let acts: Vec<u16> = Way::ALL.into_iter().flat_map(Way::acts).collect();
    assert_eq!(acts.len(), 60);
    for act in acts {
        assert!(way_of(act).is_some() && has("act", usize::from(act)), "act {act}");
    }
    assert!([0, 100, 113, 600, 601].into_iter().all(|it| way_of(it).is_none()));
}

#[test]
fn what_one_chooses_is_for_oneself_until_the_counts_are_shared_and_they_can_be_taken_back() {
    let mut two = Two::together();
    assert_eq!(two.try_ana(Command::ShareLoved), refused(Refusal::NothingThere));
    two.ana(Command::Choose(always(Way::Help)));
    assert_eq!(two.ana.written.last().unwrap().audience, Audience::Mine);
    two.ana(Command::ShareLoved);
    two.meet();
    let couple = two.ben.couple();
    assert_eq!(couple.closeness.loved(ANA), Some([0, 0, OFTEN, 0, 0]));
    assert_eq!((couple.closeness.choices(), couple.closeness.loved(BEN)), (None, None));
    assert!(matches!(unread(couple, &two)[..], [What::ReadHowLoved { .. }]));
    two.ana(Command::WithdrawLoved);
    two.meet();
    assert_eq!(two.ben.couple().closeness.loved(ANA), None);
    assert_eq!(two.try_ana(Command::WithdrawLoved), refused(Refusal::NothingThere));
}

#[test]
fn small_acts_fit_what_the_other_said_and_a_touch_is_offered_only_where_both_have_chosen_one() {
    let mut two = Two::together();
    let offered = |two: &Two| {
        let couple = two.ana.couple();
        let acts = couple.closeness.acts_of_the_week(couple, two.today());
        acts.into_iter().map(|it| way_of(it).unwrap()).collect::<Vec<_>>()
    };
    for _ in 0..30 {
        let ways = offered(&two);
        assert!(ways.len() == ACTS_A_WEEK && !ways.contains(&Way::Touch), "{ways:?}");
        two.wait_days(7);
    }
    two.ben(Command::Choose(always(Way::Touch)));
    two.ben(Command::ShareLoved);
    two.meet();
    assert!(
        !offered(&two).contains(&Way::Touch),
        "who has not chosen a touch for themselves is not asked for one"
    );
    two.ana(Command::Choose(always(Way::Touch)));
    assert_eq!(offered(&two), [Way::Touch; ACTS_A_WEEK]);
    two.ben(Command::WithdrawLoved);
    two.meet();
    assert!(!offered(&two).contains(&Way::Touch));
}

#[test]
fn the_acts_of_a_week_are_different_ones_and_stay_the_same_all_week() {
    let mut two = Two::together();
    let acts = |two: &Two| two.ana.couple().closeness.acts_of_the_week(two.ana.couple(), two.today());
    // 12 June 2025 is a Thursday; the next Monday begins another week.
    let first = acts(&two);
    two.wait_days(3);
    assert_eq!(acts(&two), first);
    two.wait_days(1);
    assert!(acts(&two).iter().all(|it| !first.contains(it)));
    assert!(first[0] != first[1] && first[1] != first[2] && first[0] != first[2]);
    // Where the other named one way, its twelve acts last four weeks.
    two.ben(Command::Choose(always(Way::Help)));
    two.ben(Command::ShareLoved);
    two.meet();
    let mut all = Vec::new();
    for _ in 0..4 {
        all.extend(acts(&two));
        two.wait_days(7);
    }
    all.sort_unstable();
    assert_eq!(all, Way::Help.acts().collect::<Vec<_>>());
}

#[test]
fn an_act_is_done_quietly_and_the_other_may_say_that_they_noticed() {
    let mut two = Two::together();
    let act = two.ana.couple().closeness.acts_of_the_week(two.ana.couple(), two.today())[0];
    two.ana(Command::ChooseAct { act });
    two.ana(Command::DoneAct { act });
    assert!(two.ana.couple().closeness.act_of_the_week(two.today()).unwrap().done);
    let before = two.ben.couple().to_cbor();
    two.meet();
    assert_eq!(two.ben.couple().to_cbor(), before);
    two.ben(Command::Notice { text: " The tea ".to_owned() });
    two.ben(Command::Notice { text: String::new() });
    two.meet();
    let couple = two.ana.couple();
    let heard: Vec<&str> = couple.closeness.noticed().map(|it| it.text.as_str()).collect();
    assert_eq!(heard, ["", "The tea"]);
    assert_eq!(unread(couple, &two).len(), 2);
    assert_eq!(two.try_ana(Command::ChooseAct { act: 7 }), refused(Refusal::NoSuchAct));
    assert_eq!(two.try_ana(Command::DoneAct { act: 512 }), refused(Refusal::NoSuchAct));
}

#[test]
fn each_writes_their_part_of_the_first_page_and_can_take_it_back() {
    let mut two = Two::together();
    let share = |text: &str| Command::SharePage { text: text.to_owned() };
    assert_eq!(two.try_ana(share(" ")), refused(Refusal::Words(Flaw::Empty)));
    two.ana(share("From here on"));
    two.ben(share("We begin with breakfast"));
    two.ana(share("From here on, slowly"));
    two.meet();
    let text = |couple: &Couple, who| couple.closeness.page(who).map(|it| it.text.clone());
    assert_eq!(text(two.ben.couple(), ANA).as_deref(), Some("From here on, slowly"));
    assert_eq!(text(two.ana.couple(), BEN).as_deref(), Some("We begin with breakfast"));
    two.ben(Command::WithdrawPage);
    two.meet();
    assert_eq!(text(two.ana.couple(), BEN), None);
    assert!(text(two.ana.couple(), ANA).is_some());
}

#[test]
fn a_day_and_a_ritual_hold_when_the_other_says_yes() {
    let mut two = Two::together();
    let propose = |two: &Two, ahead: i32| Command::ProposeStart {
        day: two.today().plus(ahead),
        ritual: "Breakfast by the river".to_owned(),
    };
    assert_eq!(two.try_ana(propose(&two, -1)), refused(Refusal::NoSuchDay));
    two.ana(propose(&two, 10));
    let start = two.ana.couple().closeness.proposed().unwrap().id;
    assert_eq!(two.try_ana(Command::AgreeToStart { start }), refused(Refusal::NoSuchStart));
    two.meet();
    assert!(two.ben.couple().closeness.start().is_none());
    let asked = path::today(two.ben.couple(), &two.now);
    assert!(asked.iter().any(|it| it.what == What::LookAtStart { start }));
    two.ben(Command::AgreeToStart { start });
    two.meet();
    assert_eq!(two.ana.couple().closeness.start().map(|it| it.id), Some(start));
    assert!(two.ana.couple().closeness.proposed().is_none());
    // Another day leaves the one that was agreed until it is agreed, too.
    two.ben(propose(&two, 20));
    two.meet();
    assert_eq!(two.ana.couple().closeness.start().map(|it| it.id), Some(start));
    assert!(two.ana.couple().closeness.proposed().is_some());
}

#[test]
fn either_takes_a_fresh_start_off_again_and_a_day_that_is_past_is_agreed_to_by_nobody() {
    let mut two = Two::together();
    let propose = |two: &Two| Command::ProposeStart {
        day: two.today().plus(3),
        ritual: "Breakfast by the river".to_owned(),
    };
    let ids = |couple: &Couple| {
        [couple.closeness.start(), couple.closeness.proposed()].map(|it| it.map(|it| it.id))
    };
    two.ana(propose(&two));
    two.meet();
    let start = two.ben.couple().closeness.proposed().unwrap().id;
    two.ben(Command::WithdrawStart { start });
    two.meet();
    assert_eq!(ids(two.ana.couple()), [None, None], "no is an answer");
    assert_eq!(two.try_ana(Command::WithdrawStart { start }), refused(Refusal::NoSuchStart));
    two.ana(propose(&two));
    two.meet();
    let start = two.ben.couple().closeness.proposed().unwrap().id;
    two.ben(Command::AgreeToStart { start });
    two.meet();
    two.ana(Command::WithdrawStart { start });
    two.meet();
    assert_eq!(ids(two.ben.couple()), [None, None], "what was agreed is called off");
    two.ana(propose(&two));
    two.meet();
    let start = two.ben.couple().closeness.proposed().unwrap().id;
    two.wait_days(4);
    assert_eq!(two.try_ben(Command::AgreeToStart { start }), refused(Refusal::NoSuchDay));
    two.ana(propose(&two));
    two.meet();
    let start = two.ben.couple().closeness.proposed().unwrap().id;
    two.ben(Command::AgreeToStart { start });
    two.meet();
    two.wait_days(4);
    assert_eq!(two.try_ana(Command::WithdrawStart { start }), refused(Refusal::NoSuchDay), "it has been");
    assert_eq!(ids(two.ana.couple())[0], Some(start));
}

#[test]
fn nothing_joint_is_begun_during_space() {
    let mut two = Two::together();
    two.ana(Command::Choose(always(Way::Help)));
    two.ben(Command::ProposeStart { day: two.today().plus(3), ritual: "Breakfast".to_owned() });
    two.meet();
    let start = two.ana.couple().closeness.proposed().unwrap().id;
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    let notice = Command::Notice { text: String::new() };
    assert_eq!(two.try_ana(notice), refused(Refusal::InSpace));
    assert_eq!(two.try_ana(Command::AgreeToStart { start }), refused(Refusal::InSpace));
    assert_eq!(two.try_ana(Command::ShareLoved), refused(Refusal::InSpace));
    two.ana(Command::Choose(always(Way::Time)));
}

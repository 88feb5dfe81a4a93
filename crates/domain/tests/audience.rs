//! Nothing private ever reaches the other's log: what may be in our space is listed here by name, and whatever one
//! writes for oneself, in any practice and in any order, stays in one's own vault.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

mod two;

use domain::check_in::{self, Answers};
use domain::circle;
use domain::closeness::{self, Choices};
use domain::forgiveness;
use domain::hurts::{self, Account, Telling};
use domain::leaning;
use domain::learning;
use domain::memories;
use domain::needs;
use domain::open_book::{self, Helped};
use domain::our_future;
use domain::questions::{self, Shelf, Sure};
use domain::setting_down::{self, Plan};
use domain::signs::{self, Answer, Often, Sign, Whose};
use domain::why::{self, ToEnd};
use domain::{
    Across, Audience, Command, Event, Record, apology, drafts, path, people, promises, same_page, talk, time,
    vulnerability,
};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;
use two::{Partner, Two};

/// Every event the other can read, by practice. Whoever adds one here says that a person has chosen to share it.
const READ_BY_BOTH: &str = "
    people: joined renamed left
    exchange: opened sealed withdrawn released
    path: said
    check_in: day_picked
    signs: shared withdrawn
    space: asked extended respected returned time_out_taken
    time: not_ready ready
    ground_rules: proposed agreed ended
    hurts: shared added withdrawn side_taken
    questions: asked answered marked hours_proposed hours_agreed hours_ended
    talk: topic_named topic_kept_for topic_taken_back topic_talked_through asked joined not_now topic_chosen
    talk: floor_passed said_back marked paused came_back ended said_kindly felt_heard
    why: shared withdrawn
    learning: offered
    setting_down: plan_shared plan_withdrawn
    apology: sent revised withdrawn waived answered offer_promised
    same_page: asked
    promises: made reported confirmed ended let_go
    needs: asked answered became thanked taken_back
    open_book: proposed agreed paused went_on renewal_said ended
    our_future: offered added taken_off sorted became
    memories: planned agreed moved called_off kept said taken_back photo_kept photo_taken_back
    forgiveness: shared taken_back chance_given chance_withdrawn chance_taken
    boosters: look_shared look_withdrawn refresh_picked words_shared words_withdrawn
    vulnerability: depth_picked asked unasked answered
    closeness: page_shared page_withdrawn start_proposed start_agreed start_withdrawn loved_shared loved_withdrawn noticed
    withdrawal: withdrawn erased nothing
";

#[test]
fn only_what_is_listed_by_name_lies_where_the_other_can_read() {
    let listed: BTreeSet<String> = READ_BY_BOTH
        .lines()
        .filter_map(|line| line.trim().split_once(": "))
        .flat_map(|(practice, names)| names.split(' ').map(move |name| format!("{practice}.{name}")))
        .collect();
    let pinned = include_str!("vectors/events.txt").lines().filter(|it| !it.starts_with('#'));
    let ours: BTreeSet<String> = pinned
        .map(|it| it.split(' ').collect::<Vec<_>>())
        .filter(|it| it.get(2) == Some(&"ours"))
        .map(|it| it[0].to_owned())
        .collect();
    assert_eq!(ours, listed);
    let known: BTreeSet<String> = Event::KINDS.concat().into_iter().map(str::to_owned).collect();
    assert!(listed.is_subset(&known));
}

/// Stands in everything that is private, and in nothing that is shared.
const SECRET: &str = "nobody-else";

fn secret(nth: u8) -> String {
    format!("{SECRET}-{nth}")
}

/// Something one does for oneself alone, with words that nobody else may read.
fn for_oneself(nth: u8, who: &Partner) -> Vec<Command> {
    let text = || secret(nth);
    let couple = who.couple();
    let thought = couple.setting_down.thoughts().last().map(|it| it.id);
    let why = couple.why.writings().last().map(|it| it.id);
    let hurt = couple.hurts.written().last().map(|it| it.0);
    let letter = couple.apology.all().find(|it| it.author() != who.id).map(|it| it.id);
    let mut answers = Answers::default();
    answers.need = Some(text());
    let telling = Telling {
        name: text(),
        side: hurts::Side::IWasHurt,
        account: Account::default().with(hurts::Part::What, &text()),
    };
    let sure = Sure { though_it_asks_for_pictures: true, ..Sure::default() };
    let signs = vec![Answer { sign: Sign::HidingOrSnooping, whose: Whose::Mine, often: Often::NotAtAll }];
    let plan = Plan { what_sets_me_off: text(), what_helps: text(), what_i_ask: text() };
    let (part, learned) = (why::Part::Excuse, learning::Part::MyMistakes);
    let mut all: Vec<Command> = vec![
        people::Command::CallMe(text()).into(),
        drafts::Command::Save { key: "apology".to_owned(), text: text() }.into(),
        path::Command::NotNow(path::What::WriteQuestion).into(),
        check_in::Command::KeepForMyself(answers).into(),
        signs::Command::Look(signs).into(),
        hurts::Command::Write { hurt, telling }.into(),
        questions::Command::Write { text: text(), shelf: Shelf::NotYet, rest_hours: 0, sure, about: None }
            .into(),
        why::Command::Begin { hurt }.into(),
        learning::Command::Write { lesson: None, part: learned, text: text(), about: None }.into(),
        learning::Command::SeeFromOutside { text: text() }.into(),
        setting_down::Command::SetDown { text: text() }.into(),
        setting_down::Command::WritePlan(plan).into(),
        leaning::Command::Write(leaning::Page { to_go: text(), ..leaning::Page::default() }).into(),
        leaning::Command::Lean(Some(leaning::Way::PartWell)).into(),
        circle::Command::Place { someone: None, name: text(), ring: circle::Ring::Near, example: text() }
            .into(),
        circle::Command::Weigh {
            page: None,
            weighing: circle::Weighing { thought: text(), fairer: text(), ..circle::Weighing::default() },
        }
        .into(),
        our_future::Command::Write {
            wish: None,
            area: our_future::Area::Home,
            horizon: our_future::Horizon::Far,
            text: text(),
        }
        .into(),
        memories::Command::LookBack { shown: nth.is_multiple_of(2) }.into(),
        forgiveness::Command::Begin { of: forgiveness::Of::TheOther, hurt, amends_elsewhere: false }.into(),
    ];
    all.extend(of_coming_close(nth));
    all.extend(of_forgiving(who, &text()));
    all.extend(why.map(|why| why::Command::Write { why, part, text: text() }.into()));
    all.extend(why.map(|why| why::Command::SayWhetherToEnd { why, answer: ToEnd::Yes }.into()));
    all.extend(thought.map(|thought| setting_down::Command::KeepForTalk { thought, day: None }.into()));
    all.extend(thought.map(|thought| setting_down::Command::KeepForCounsellor { thought }.into()));
    all.extend(letter.map(|apology| apology::Command::Unfold { apology, version: 0 }.into()));
    all
}

/// Doing away with what one wrote for oneself, and writing it anew; a rule may say no.
fn done_away_with(nth: u8, who: &Partner) -> Vec<Command> {
    let couple = who.couple();
    let text = || secret(nth);
    let mut all: Vec<Command> =
        vec![signs::Command::Forget { on: two::moment(two::START_MS).today() }.into()];
    let hurt = couple.hurts.written().last().map(|it| it.0);
    all.extend(hurt.map(|hurt| hurts::Command::PutAway { hurt }.into()));
    let why = couple.why.writings().last().map(|it| it.id);
    all.extend(why.map(|why| why::Command::PutAway { why }.into()));
    let lesson = couple.learning.lessons().last().map(|it| it.id);
    all.extend(lesson.map(|lesson| learning::Command::PutAway { lesson }.into()));
    if let Some(thought) = couple.setting_down.thoughts().last().map(|it| it.id) {
        all.push(setting_down::Command::Reword { thought, text: text() }.into());
        all.push(setting_down::Command::LetRest { thought }.into());
        all.push(setting_down::Command::PutAway { thought }.into());
    }
    all
}

fn of_forgiving(who: &Partner, text: &str) -> Vec<Command> {
    use forgiveness::{Command as Forgiving, Deciding, Feeling, Part};
    let Some(page) = who.couple().forgiveness.pages().last().map(|it| it.id) else { return Vec::new() };
    let (deciding, feeling) = (Some(Deciding::Decided), Some(Feeling::Raw));
    vec![
        Forgiving::Write { forgiving: page, part: Part::InWords, text: text.to_owned() }.into(),
        Forgiving::Write { forgiving: page, part: Part::Chance, text: text.to_owned() }.into(),
        Forgiving::Decide { forgiving: page, deciding }.into(),
        Forgiving::Feel { forgiving: page, feeling }.into(),
        Forgiving::Speak { forgiving: page, spoken: true }.into(),
        Forgiving::TakeBack { forgiving: page }.into(),
    ]
}

fn of_coming_close(nth: u8) -> [Command; 5] {
    let mut choices = Choices::default();
    choices.0[usize::from(nth % 30)] = Some(true);
    [
        closeness::Command::Choose(choices).into(),
        closeness::Command::ChooseAct { act: 101 }.into(),
        closeness::Command::DoneAct { act: 101 }.into(),
        vulnerability::Command::Skip { topic: 101 }.into(),
        open_book::Command::Note {
            on: two::moment(two::START_MS).today(),
            times: u16::from(nth) + 1,
            helped: Helped::No,
        }
        .into(),
    ]
}

/// Something that both see, beside what is private.
fn for_both(two: &Two, who: &Partner) -> Vec<Command> {
    let text = || "for both".to_owned();
    let couple = who.couple();
    let thought = couple.setting_down.thoughts().last().map(|it| it.id);
    let lesson = couple.learning.lessons().last().map(|it| it.id);
    let question = couple.questions.asked().last().map(|it| it.id);
    let when = promises::When::once(two.today());
    let mut all: Vec<Command> = vec![
        talk::Command::NameTopic { from: talk::TopicFrom::OwnWords, text: text(), for_day: None }.into(),
        talk::Command::Ask { on: talk::Devices::Two, topic: None, turn_seconds: 60 }.into(),
        same_page::Command::Ask.into(),
        same_page::Command::TakeBack.into(),
        learning::Command::Offer.into(),
        vulnerability::Command::Ask { topic: 102 }.into(),
        closeness::Command::ShareLoved.into(),
        closeness::Command::Notice { text: text() }.into(),
        setting_down::Command::WithdrawPlan.into(),
        needs::Command::Ask { thing: text(), when: String::new() }.into(),
        our_future::Command::Offer.into(),
        memories::Command::Keep { name: text(), on: two.today(), text: text() }.into(),
        check_in::Command::Seal(Answers::default().with(check_in::Facet::Support, 4)).into(),
        closeness::Command::SharePage { text: text() }.into(),
        setting_down::Command::SharePlan(Plan { what_helps: text(), ..Plan::default() }).into(),
    ];
    all.extend(thought.map(|thought| Across::BringThought { thought, words: text(), for_day: None }.into()));
    all.extend(lesson.map(|lesson| Across::PromiseLesson { lesson, words: text(), when }.into()));
    let written = |question| questions::NewAnswer::Written(["answer to ", &format!("{question}")].concat());
    all.extend(
        question.map(|question| questions::Command::Answer { question, answer: written(question) }.into()),
    );
    let pace = |hurt: &hurts::Hurt| time::Command::NotReady { hurt: hurt.id, look_again: Some(two.today()) };
    all.extend(couple.hurts.all().first().map(|it| pace(it).into()));
    all
}

fn holds_a_secret(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|it| it == SECRET.as_bytes())
}

fn leaks(records: &[Record]) -> impl Iterator<Item = &str> {
    let ours = records.iter().filter(|it| it.audience == Audience::Ours);
    ours.filter(|it| holds_a_secret(&it.event.to_cbor())).map(|it| it.event.kind())
}

#[test]
fn what_one_does_for_oneself_gives_events_of_the_vault_alone() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    two.ana(apology::Command::Waive { hurt, waived: true });
    two.meet();
    let letter = apology::Letter { responsibility: "I lied.".to_owned(), ..apology::Letter::default() };
    two.ben(apology::Command::Send { hurt, letter });
    two.meet();
    for nth in 0..3 {
        for command in for_oneself(nth, &two.ana) {
            let events = two.ana.decides(two.now, command.clone()).unwrap();
            assert!(events.iter().all(|it| it.audience() == Audience::Mine), "{command:?}");
            two.ana(command);
        }
    }
    // All of it works alone, too.
    let mut alone = Two::alone();
    for command in for_oneself(0, &alone.ana) {
        alone.ana(command);
    }
}

#[test]
fn inviting_the_other_later_shares_nothing_of_what_was_written_alone() {
    let mut two = Two::alone();
    for nth in 0..3 {
        for command in for_oneself(nth, &two.ana) {
            two.ana(command);
        }
    }
    two.ana(people::Command::Join("Ana".to_owned()));
    two.ben(people::Command::Join("Ben".to_owned()));
    two.meet();
    two.wait_days(400);
    two.meet();
    assert_eq!(leaks(&two.ana.written).collect::<Vec<_>>(), Vec::<&str>::new());
    assert!(!holds_a_secret(&two.ben.couple().to_cbor()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn nothing_private_ever_reaches_the_others_log(
        steps in vec((any::<bool>(), any::<bool>(), any::<prop::sample::Index>(), any::<u8>()), 1..80)
    ) {
        let mut two = Two::together();
        two.hurt_of_ana();
        for (nth, (anas, private, which, hours)) in steps.into_iter().enumerate() {
            let who = if anas { &two.ana } else { &two.ben };
            let nth = u8::try_from(nth).unwrap();
            let own = || [for_oneself(nth, who), done_away_with(nth, who)].concat();
            let all = if private { own() } else { for_both(&two, who) };
            let command = all[which.index(all.len())].clone();
            // A rule may say no; what matters is what was written.
            let _ = if anas { two.try_ana(command) } else { two.try_ben(command) };
            if hours > 200 {
                two.wait_hours(u64::from(hours));
                two.meet();
            }
        }
        two.meet();
        prop_assert_eq!(leaks(&two.ana.written).collect::<Vec<_>>(), Vec::<&str>::new());
        prop_assert_eq!(leaks(&two.ben.written).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}

//! Something is written into every field of every practice: right to left, with pictures for letters, or far too long.

use domain::apology::Letter;
use domain::ground_rules::About;
use domain::hurts::{Account, Aware, Part, Side, Telling};
use domain::promises::{NewPromise, Source, When};
use domain::questions::{NewAnswer, Shelf, Sure};
use domain::same_page::Wants;
use domain::setting_down::Plan;
use domain::space::Contact;
use domain::talk::{Devices, TopicFrom, USUAL_TURN_SECONDS};
use domain::{
    Across, Command, HurtId, apology, check_in, ground_rules, hurts, leaning, learning, people, promises,
    questions, same_page, setting_down, space, talk, why,
};

use super::closer::{closer_with, coming_close};
use super::keeping::keeping;
use super::steps::{does, sees};
use crate::world::{Device, TwoPartners};

/// What was written, and who can read it now.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) by_both: Vec<String>,
    pub(crate) by_noor: Vec<String>,
    pub(crate) by_sam: Vec<String>,
}

/// What to write, each time something else.
pub(super) struct Pen<'a> {
    next: &'a mut dyn FnMut() -> String,
    written: Written,
}

impl Pen<'_> {
    pub(super) fn both(&mut self) -> String {
        let words = (self.next)();
        self.written.by_both.push(words.clone());
        words
    }

    pub(super) fn noor(&mut self) -> String {
        let words = (self.next)();
        self.written.by_noor.push(words.clone());
        words
    }

    fn sam(&mut self) -> String {
        let words = (self.next)();
        self.written.by_sam.push(words.clone());
        words
    }
}

/// Two people who are together write into every field there is.
pub(crate) fn every_field(us: &TwoPartners, next: &mut dyn FnMut() -> String) -> Written {
    let mut pen = Pen { next, written: Written::default() };
    for device in [&us.noor, &us.sam] {
        does(device, people::Command::Rename(pen.both()));
    }
    ground(us, &mut pen);
    let hurt = telling(us, &mut pen);
    talking(us, &mut pen);
    inward(us, &mut pen, hurt);
    past(us, &mut pen);
    amends(us, &mut pen, hurt);
    coming_close(us, &mut pen);
    keeping(us, &mut pen);
    // Drafts go to one's other devices after a pause.
    us.hours_pass(1);
    us.meet();
    pen.written
}

fn ground(us: &TwoPartners, pen: &mut Pen<'_>) {
    let mut answers = check_in::Answers::default().with(check_in::Facet::Support, 4);
    (answers.appreciation, answers.need) = (Some(pen.both()), Some(pen.both()));
    does(&us.noor, check_in::Command::Seal(answers));
    let mut answers = check_in::Answers::default().with(check_in::Facet::Support, 4);
    answers.need = Some(pen.both());
    does(&us.sam, check_in::Command::Seal(answers));
    let (words, on) = (pen.both(), us.sam.moment().today());
    let when = When::once(on);
    let new = NewPromise { words: words.clone(), source: Source::Need, when, in_place_of: None };
    does(&us.sam, promises::Command::Make(new));
    let promise =
        sees(&us.sam, |it| it.promises.all().into_iter().find(|it| it.words == words).map(|it| it.id))
            .unwrap();
    does(&us.sam, promises::Command::ReportMissed { promise, on, what_i_do: pen.both() });
    does(&us.noor, ground_rules::Command::Propose { about: About::Sleep, words: pen.both() });
    us.meet();
    let rule = sees(&us.sam, |it| it.ground_rules.proposed()[0].id);
    does(&us.sam, ground_rules::Command::Agree { rule });
    does(&us.sam, ground_rules::Command::ProposeChange { rule, words: pen.both() });
    let now = us.noor.moment().ms;
    let (contact, words) = (Contact::AllButThis, pen.both());
    does(&us.noor, space::Command::Ask { until_ms: now + 4_000_000, contact, words });
    let space = sees(&us.noor, |it| it.space.of(it.viewer, &us.noor.moment()).unwrap().id);
    does(&us.noor, space::Command::Extend { space, until_ms: now + 8_000_000, words: pen.both() });
    does(&us.noor, space::Command::Return { space });
    us.noor.ours().save_draft("everywhere/at-all", &pen.noor());
    us.meet();
}

fn telling(us: &TwoPartners, pen: &mut Pen<'_>) -> HurtId {
    let name = pen.both();
    for (device, side) in [(&us.noor, Side::IWasHurt), (&us.sam, Side::IAmResponsible)] {
        let hurt = sees(device, |it| it.hurts.all().first().map(|it| it.id));
        let account = Part::asked(side).iter().fold(Account::default(), |all, it| all.with(*it, &pen.both()));
        let telling = Telling { name: name.clone(), side, account };
        does(device, hurts::Command::Write { hurt, telling });
        let (hurt, previewed) =
            sees(device, |it| it.hurts.written().next().map(|it| (it.0, it.1.written)).unwrap());
        let aware = Aware { it_can_surface: true, it_is_everything: true };
        does(device, hurts::Command::Share { hurt, previewed, aware });
        does(
            device,
            hurts::Command::Add {
                aware: hurts::Aware { it_can_surface: true, it_is_everything: true },
                hurt,
                part: Part::What,
                words: pen.both(),
            },
        );
        us.meet();
    }
    let account = Account::default().with(Part::What, &pen.noor());
    let telling = Telling { name: pen.noor(), side: Side::IWasHurt, account };
    does(&us.noor, hurts::Command::Write { hurt: None, telling });
    sees(&us.noor, |it| it.hurts.all()[0].id)
}

fn asks(device: &Device, text: String, shelf: Shelf) {
    let close =
        sees(device, |it| it.questions.asked_before(it.viewer, &text).first().map(|it| it.question.id));
    let sure = Sure { though_asked_before: close, though_it_asks_for_pictures: true };
    does(device, questions::Command::Write { text, shelf, rest_hours: 48, sure, about: None });
}

fn talking(us: &TwoPartners, pen: &mut Pen<'_>) {
    asks(&us.noor, pen.both(), Shelf::NeedToKnowNow);
    asks(&us.noor, pen.noor(), Shelf::NotYet);
    us.meet();
    let question = sees(&us.sam, |it| it.questions.asked()[0].id);
    let answer = NewAnswer::Written(pen.both());
    does(&us.sam, questions::Command::Answer { question, answer });
    let (from, text) = (TopicFrom::OwnWords, pen.both());
    does(&us.noor, talk::Command::NameTopic { from, text, for_day: None });
    does(&us.noor, talk::Command::Ask { on: Devices::One, topic: None, turn_seconds: USUAL_TURN_SECONDS });
    let talk = sees(&us.noor, |it| it.talk.open(&us.noor.moment()).unwrap().id);
    does(&us.noor, talk::Command::PassFloor { talk, turn: 0, to: talk::Side::Asker });
    does(&us.noor, talk::Command::SayBack { talk, turn: 0, text: pen.both() });
    does(&us.noor, talk::Command::End { talk });
    for whose in [talk::Side::Asker, talk::Side::Other] {
        does(&us.noor, talk::Command::SayKindly { talk, whose, text: pen.both() });
    }
}

fn inward(us: &TwoPartners, pen: &mut Pen<'_>, hurt: HurtId) {
    does(&us.sam, why::Command::Begin { hurt: Some(hurt) });
    let why = sees(&us.sam, |it| it.why.writings().next().unwrap().id);
    for part in why::Part::ALL.into_iter().filter(|it| *it < why::Part::Summary) {
        does(&us.sam, why::Command::Write { why, part, text: pen.sam() });
    }
    let previewed = why::Previewed { summary: pen.both(), different: pen.both() };
    for (part, text) in
        [(why::Part::Summary, &previewed.summary), (why::Part::Different, &previewed.different)]
    {
        does(&us.sam, why::Command::Write { why, part, text: text.clone() });
    }
    does(&us.sam, why::Command::SayWhetherToEnd { why, answer: why::ToEnd::No });
    does(&us.sam, why::Command::Share { why, previewed });
    let page =
        leaning::Page { to_stay: pen.sam(), to_go: pen.sam(), to_see: pen.sam(), ..leaning::Page::default() };
    does(&us.sam, leaning::Command::Write(page));
    for device in [&us.noor, &us.sam] {
        for part in learning::Part::ALL {
            let lesson = sees(device, |it| it.learning.lessons().first().map(|it| it.id));
            does(device, learning::Command::Write { lesson, part, text: pen.both(), about: None });
        }
        let lesson = sees(device, |it| it.learning.lessons()[0].id);
        does(device, learning::Command::Seal { lesson, parts: learning::Part::ALL.to_vec() });
    }
    does(&us.noor, learning::Command::SeeFromOutside { text: pen.noor() });
    let lesson = sees(&us.noor, |it| it.learning.lessons()[0].id);
    let when = When::once(us.noor.moment().today());
    does(&us.noor, Across::PromiseLesson { lesson, words: pen.both(), when });
    does(&us.noor, Across::RuleLesson { lesson, about: About::SomethingElse, words: pen.both() });
}

fn past(us: &TwoPartners, pen: &mut Pen<'_>) {
    does(&us.noor, setting_down::Command::SetDown { text: "soon written anew".to_owned() });
    for _ in 0..2 {
        does(&us.noor, setting_down::Command::SetDown { text: pen.noor() });
    }
    let [first, then, last] =
        sees(&us.noor, |it| it.setting_down.thoughts().iter().map(|it| it.id).collect::<Vec<_>>())[..]
    else {
        panic!("three thoughts")
    };
    does(&us.noor, setting_down::Command::Reword { thought: first, text: pen.noor() });
    does(&us.noor, Across::BringThought { thought: then, words: pen.both(), for_day: None });
    let text = pen.noor();
    let close =
        sees(&us.noor, |it| it.questions.asked_before(it.viewer, &text).first().map(|it| it.question.id));
    let sure = Sure { though_asked_before: close, though_it_asks_for_pictures: true };
    does(&us.noor, Across::AskThought { thought: last, text, shelf: Shelf::NotYet, rest_hours: 0, sure });
    let plan = Plan { what_sets_me_off: pen.both(), what_helps: pen.noor(), what_i_ask: pen.both() };
    does(&us.noor, setting_down::Command::WritePlan(plan.clone()));
    does(&us.noor, setting_down::Command::SharePlan(Plan { what_helps: String::new(), ..plan }));
}

fn amends(us: &TwoPartners, pen: &mut Pen<'_>, hurt: HurtId) {
    does(&us.noor, talk::Command::FeelHeard { hurt, heard: true });
    us.meet();
    let letter = Letter {
        responsibility: pen.both(),
        repair: pen.both(),
        offers: vec![pen.both(), pen.both()],
        regret: pen.both(),
        explanation: pen.both(),
        differently: pen.both(),
        asks_forgiveness: Some(pen.both()),
    };
    does(&us.sam, apology::Command::Send { hurt, letter });
    for device in [&us.noor, &us.sam] {
        let [needs, remorse, interest] = [pen.both(), pen.both(), pen.both()].map(Some);
        let wants = Wants::LeaningYes;
        let answer = same_page::Answer { wants, gives_weeks: Some(12), needs, remorse, interest };
        does(device, same_page::Command::Seal(answer));
    }
}

fn holds(there: &[u8], words: &str) -> bool {
    there.windows(words.len()).any(|it| it == words.as_bytes())
}

/// Arabic and Hebrew with numbers inside, families of one picture, marks that turn the direction around, letters that
/// are put together from several, and a line of its own.
const HARD: [&str; 5] = [
    "أنا آسف على ما فعلته في 12 يناير",
    "אני כאן, ולא אלך \u{202B}עכשיו\u{202C}",
    "👩🏽‍❤️‍👨🏻 👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣",
    "Zoë’s cafe\u{301} \u{2067}سلام\u{2069} <b>\"&\u{0}",
    "سطر أول\nשורה שנייה\r\nthird 🫂",
];

#[test]
fn right_to_left_and_pictures_in_every_field_arrive_letter_by_letter() {
    let us = TwoPartners::apart();
    let mut number = 0;
    let mut next = || {
        number += 1;
        format!("{} {number}🫂", HARD[number % HARD.len()])
    };
    let written = every_field(&us, &mut next);
    assert!(written.by_both.len() > 50, "{}", written.by_both.len());
    us.same_journey();
    for device in [&us.noor, &us.sam] {
        device.is_killed_and_opened().unwrap();
    }
    let (noors, sams) = (us.noor.whole(), us.sam.whole());
    for words in &written.by_both {
        assert!(holds(&noors, words) && holds(&sams, words), "both read {words:?}");
    }
    for (own, other, all) in [(&noors, &sams, &written.by_noor), (&sams, &noors, &written.by_sam)] {
        for words in all {
            assert!(holds(own, words), "its writer reads {words:?}");
            assert!(!holds(other, words), "nobody else reads {words:?}");
        }
    }
}

/// Every field once more, with this text.
fn all_with(us: &TwoPartners, text: &str) -> Vec<(&'static str, bool, Command)> {
    let words = || text.to_owned();
    let hurt = sees(&us.noor, |it| it.hurts.all()[0].id);
    let why = sees(&us.sam, |it| it.why.writings().next().unwrap().id);
    let question = sees(&us.sam, |it| it.questions.asked()[0].id);
    let apology = sees(&us.sam, |it| it.apology.all().next().unwrap().id);
    let rule = sees(&us.sam, |it| it.ground_rules.standing()[0].id);
    let sure = Sure { though_asked_before: None, though_it_asks_for_pictures: true };
    let account = Account::default().with(Part::What, text);
    let told = |name: String, account| Telling { name, side: Side::IAmResponsible, account };
    let mut line = check_in::Answers::default().with(check_in::Facet::Support, 4);
    line.need = Some(words());
    let page = same_page::Answer { needs: Some(words()), ..same_page::Answer::of(Wants::No) };
    let letter = |responsibility| Letter { responsibility, ..Letter::default() };
    let offers = Letter { offers: vec![words()], ..letter("I lied.".to_owned()) };
    let plan = Plan { what_helps: words(), ..Plan::default() };
    let pages = leaning::Page { to_stay: words(), ..leaning::Page::default() };
    let until_ms = us.sam.moment().ms + 8_000_000;
    let (contact, from, about) = (Contact::AllButThis, TopicFrom::OwnWords, About::Money);
    vec![
        (
            "an account",
            true,
            hurts::Command::Write { hurt: Some(hurt), telling: told("x".into(), account) }.into(),
        ),
        ("the name of a hurt", false, {
            let telling = told(words(), Account::default().with(Part::What, "x"));
            hurts::Command::Write { hurt: Some(hurt), telling }.into()
        }),
        (
            "an addition",
            false,
            hurts::Command::Add {
                aware: hurts::Aware { it_can_surface: true, it_is_everything: true },
                hurt,
                part: Part::Money,
                words: words(),
            }
            .into(),
        ),
        ("why", true, why::Command::Write { why, part: why::Part::Cause, text: words() }.into()),
        ("an apology", true, apology::Command::Revise { apology, letter: letter(words()) }.into()),
        ("an offer", false, apology::Command::Revise { apology, letter: offers }.into()),
        ("a check-in", false, check_in::Command::KeepForMyself(line).into()),
        ("a question", false, {
            let (shelf, rest_hours) = (Shelf::NotYet, 0);
            questions::Command::Write { text: words(), shelf, rest_hours, sure, about: None }.into()
        }),
        ("an answer", false, {
            let answer = NewAnswer::Written(words());
            questions::Command::Answer { question, answer }.into()
        }),
        ("a line", false, ground_rules::Command::Propose { about, words: words() }.into()),
        ("a changed line", false, ground_rules::Command::ProposeChange { rule, words: words() }.into()),
        ("space", false, space::Command::Ask { until_ms, contact, words: words() }.into()),
        ("a topic", false, talk::Command::NameTopic { from, text: words(), for_day: None }.into()),
        ("a lesson", false, {
            let part = learning::Part::MyMistakes;
            learning::Command::Write { lesson: None, part, text: words(), about: None }.into()
        }),
        ("from outside", false, learning::Command::SeeFromOutside { text: words() }.into()),
        ("a thought", false, setting_down::Command::SetDown { text: words() }.into()),
        ("a plan", false, setting_down::Command::WritePlan(plan).into()),
        ("leaning", false, leaning::Command::Write(pages).into()),
        ("the same page", false, same_page::Command::Seal(page).into()),
        ("a promise", false, {
            let when = When::once(us.sam.moment().today());
            let new = NewPromise { words: words(), source: Source::Myself, when, in_place_of: None };
            promises::Command::Make(new).into()
        }),
    ]
}

#[test]
fn a_hundred_thousand_characters_are_kept_whole_or_said_to_be_too_long_and_stay_in_the_draft() {
    let us = TwoPartners::apart();
    let mut number = 0;
    let mut next = || {
        number += 1;
        format!("{} {number}", HARD[number % HARD.len()])
    };
    every_field(&us, &mut next);
    let text = "x".repeat(100_000);
    for (place, whole, command) in all_with(&us, &text).into_iter().chain(closer_with(&us, &text)) {
        us.sam.ours().save_draft(place, &text);
        let before = us.sam.shared();
        let done = us.sam.ours().perform(command);
        assert_eq!(done.is_ok(), whole, "{place}");
        if let Err(why) = done {
            assert!(format!("{why:?}").contains("TooLong"), "{place}: {why:?}");
            assert_eq!(us.sam.shared(), before, "{place}");
        }
        us.sam.saves();
        us.sam.is_killed_and_opened().unwrap();
        assert_eq!(us.sam.ours().draft(place).as_deref(), Some(&*text), "{place}");
    }
    us.meet();
    us.same_journey();
    let read = sees(&us.noor, |it| {
        let sent = it.apology.all().next().unwrap();
        sent.latest().unwrap().letter.responsibility.clone()
    });
    assert_eq!(read, text);
}

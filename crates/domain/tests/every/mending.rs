//! Every event of being heard, why, learning, setting the past down, apology and same page.

use domain::apology::{self, Answer, Letter};
use domain::exchange::{self, Subject};
use domain::leaning;
use domain::learning::{self, Became};
use domain::setting_down::{self, Choice, Plan};
use domain::talk::{self, Devices, Mark, OfTalk, Side, TopicFrom};
use domain::why::{self, ToEnd};
use domain::{
    ApologyId, Day, Event, HurtId, LessonId, PersonId, PromiseId, QuestionId, RuleId, TalkId, ThoughtId,
    TopicId, WhyId, same_page,
};

const ANA: PersonId = PersonId([1; 16]);
const FRESH: [u8; 16] = [9; 16];

fn topic_events(day: Day) -> Vec<talk::Event> {
    let topic = TopicId::make(ANA, FRESH);
    let mut events = Vec::new();
    for from in [
        TopicFrom::Question(QuestionId::make(ANA, FRESH)),
        TopicFrom::Thought(ThoughtId::make(ANA, FRESH)),
        TopicFrom::Hurt(HurtId::make(ANA, FRESH)),
        TopicFrom::OwnWords,
    ] {
        let text = "The Thursday".to_owned();
        events.push(talk::Event::TopicNamed(talk::TopicNamed { topic, from, text, for_day: Some(day) }));
    }
    for for_day in [None, Some(day)] {
        events.push(talk::Event::TopicKeptFor(talk::TopicKeptFor { topic, for_day }));
    }
    events.push(talk::Event::TopicTakenBack(talk::TopicTakenBack { topic }));
    for through in [true, false] {
        events.push(talk::Event::TopicTalkedThrough(talk::TopicTalkedThrough { topic, through }));
    }
    events
}

fn talk_events(day: Day) -> Vec<Event> {
    let (talk, topic) = (TalkId::make(ANA, FRESH), TopicId::make(ANA, FRESH));
    let mut events = topic_events(day);
    for (on, topic) in [(Devices::One, None), (Devices::Two, Some(topic))] {
        events.push(talk::Event::Asked(talk::Asked { talk, on, topic, turn_seconds: 180 }));
    }
    events.extend([
        talk::Event::Joined(OfTalk { talk }),
        talk::Event::NotNow(OfTalk { talk }),
        talk::Event::TopicChosen(talk::TopicChosen { talk, topic }),
        talk::Event::Paused(OfTalk { talk }),
        talk::Event::CameBack(OfTalk { talk }),
        talk::Event::Ended(OfTalk { talk }),
        talk::Event::SaidBack(talk::SaidBack { talk, turn: 1, text: "You waited".to_owned() }),
    ]);
    for (turn, to) in [(0, Side::Asker), (300, Side::Other)] {
        events.push(talk::Event::FloorPassed(talk::FloorPassed { talk, turn, to }));
    }
    for mark in [Mark::NotQuite, Mark::Heard] {
        events.push(talk::Event::Marked(talk::Marked { talk, turn: 1, mark }));
    }
    for whose in [Side::Asker, Side::Other] {
        events.push(talk::Event::SaidKindly(talk::SaidKindly { talk, whose, text: "Thank you".to_owned() }));
    }
    let hurt = HurtId::make(ANA, FRESH);
    for heard in [true, false] {
        events.push(talk::Event::FeltHeard(talk::FeltHeard { hurt, heard }));
    }
    events.into_iter().map(Event::Talk).collect()
}

fn why_events() -> Vec<Event> {
    let (why, hurt) = (WhyId::make(ANA, FRESH), Some(HurtId::make(ANA, FRESH)));
    let text = || "I was too proud".to_owned();
    let mut events = vec![
        why::Event::Begun(why::Begun { why, hurt }),
        why::Event::Begun(why::Begun { why, hurt: None }),
        why::Event::PutAway(why::PutAway { why }),
        why::Event::Shared(why::Shared { why, hurt, summary: text(), different: String::new() }),
        why::Event::Withdrawn(why::Withdrawn { why }),
        why::Event::Promised(why::Promised { why, promise: PromiseId::make(ANA, FRESH) }),
    ];
    for part in why::Part::ALL {
        events.push(why::Event::Written(why::Written { why, part, text: text() }));
    }
    for answer in [ToEnd::No, ToEnd::Yes, ToEnd::CantSay] {
        events.push(why::Event::AskedMyself(why::AskedMyself { why, answer }));
    }
    events.into_iter().map(Event::Why).collect()
}

fn leaning_events(day: Day) -> Vec<Event> {
    let page = leaning::Page {
        to_stay: "The children".to_owned(),
        to_go: String::new(),
        to_see: "That you tell me first".to_owned(),
        by: Some(day),
    };
    let mut events = vec![
        leaning::Event::Written(leaning::Written { page }),
        leaning::Event::PutAway(leaning::PutAway {}),
    ];
    for way in [
        None,
        Some(leaning::Way::GiveItAll { until: Some(day) }),
        Some(leaning::Way::Wait { look_again: None }),
        Some(leaning::Way::PartWell),
    ] {
        events.push(leaning::Event::Leant(leaning::Leant { way }));
    }
    events.into_iter().map(Event::Leaning).collect()
}

fn learning_events() -> Vec<Event> {
    let lesson = LessonId::make(ANA, FRESH);
    let text = || "To ask first".to_owned();
    let mut events = vec![
        learning::Event::PutAway(learning::PutAway { lesson }),
        learning::Event::Offered(learning::Offered { sitting: 1 }),
        learning::Event::SeenFromOutside(learning::SeenFromOutside { lesson, text: text() }),
    ];
    for part in learning::Part::ALL {
        let about = None;
        events.push(learning::Event::Written(learning::Written { lesson, part, text: text(), about }));
    }
    let (part, about) = (learning::Part::MyMistakes, Some(HurtId::make(ANA, FRESH)));
    events.push(learning::Event::Written(learning::Written { lesson, part, text: text(), about }));
    for became in [Became::Promise(PromiseId::make(ANA, FRESH)), Became::Rule(RuleId::make(ANA, FRESH))] {
        events.push(learning::Event::BecameMore(learning::BecameMore { lesson, became }));
    }
    events.into_iter().map(Event::Learning).collect()
}

fn setting_down_events(day: Day) -> Vec<Event> {
    let thought = ThoughtId::make(ANA, FRESH);
    let text = || "The red coat".to_owned();
    let plan =
        || Plan { what_sets_me_off: text(), what_helps: String::new(), what_i_ask: "Tell me".to_owned() };
    let mut events = vec![
        setting_down::Event::SetDown(setting_down::SetDown { thought, text: text() }),
        setting_down::Event::Reworded(setting_down::Reworded { thought, text: text() }),
        setting_down::Event::PutAway(setting_down::PutAway { thought }),
        setting_down::Event::PlanWritten(setting_down::PlanWritten { plan: plan() }),
        setting_down::Event::PlanShared(setting_down::PlanShared { plan: plan() }),
        setting_down::Event::PlanWithdrawn(setting_down::PlanWithdrawn {}),
    ];
    for choice in [
        Choice::Rests,
        Choice::Question(QuestionId::make(ANA, FRESH)),
        Choice::ForTalk { day: Some(day) },
        Choice::ForTalk { day: None },
        Choice::Topic(TopicId::make(ANA, FRESH)),
        Choice::ForCounsellor,
    ] {
        events.push(setting_down::Event::Chosen(setting_down::Chosen { thought, choice }));
    }
    events.into_iter().map(Event::SettingDown).collect()
}

fn apology_events() -> Vec<Event> {
    let (apology, hurt) = (ApologyId::make(ANA, FRESH), HurtId::make(ANA, FRESH));
    let short = Letter { responsibility: "I lied.".to_owned(), ..Letter::default() };
    let whole = Letter {
        responsibility: "I lied.".to_owned(),
        repair: "No contact.".to_owned(),
        offers: vec!["Home by seven".to_owned(), "A call".to_owned()],
        regret: "I left you alone.".to_owned(),
        explanation: "I was proud.".to_owned(),
        differently: "I say it.".to_owned(),
        asks_forgiveness: Some("If ever you can.".to_owned()),
    };
    let mut events = vec![
        apology::Event::Sent(apology::Sent { apology, hurt, letter: short }),
        apology::Event::Revised(apology::Revised { apology, letter: whole }),
        apology::Event::Withdrawn(apology::Withdrawn { apology }),
        apology::Event::Unfolded(apology::Unfolded { apology, version: 1 }),
    ];
    for waived in [true, false] {
        events.push(apology::Event::Waived(apology::Waived { hurt, waived }));
    }
    let missing = apology::Part::ALL.map(Answer::Missing);
    let mut answers = vec![Answer::Read, Answer::Accepted, Answer::NotYet, Answer::NotNow];
    answers.extend(missing);
    for answer in answers {
        let answered = apology::Answered { apology, version: 0, answer, stands: true };
        events.push(apology::Event::Answered(answered));
    }
    let promise = PromiseId::make(ANA, FRESH);
    let promised = apology::OfferPromised { apology, version: 0, offer: 1, promise };
    events.push(apology::Event::OfferPromised(promised));
    events.into_iter().map(Event::Apology).collect()
}

pub fn events(day: Day) -> Vec<Event> {
    let mut all = talk_events(day);
    all.extend(why_events());
    all.extend(learning_events());
    all.extend(setting_down_events(day));
    all.extend(apology_events());
    all.push(Event::SamePage(same_page::Event::Asked(same_page::Asked { asking: 2 })));
    for subject in [Subject::SamePage { asking: 2 }, Subject::Learning { sitting: 3 }] {
        let round = subject.round();
        all.push(Event::Exchange(exchange::Event::Opening(exchange::Opening { round, subject })));
    }
    all.extend(leaning_events(day));
    all
}

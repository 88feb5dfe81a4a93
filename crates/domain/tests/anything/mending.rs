//! Anything that may be written about being heard, why, learning, setting the past down, apology and same page.

use super::steady::hurt;
use super::{day, person, promise, question, text};
use crate::two::WaxSealing;
use domain::apology::{self, Answer, Letter};
use domain::exchange::{self, Subject};
use domain::leaning;
use domain::learning::{self, Became};
use domain::same_page::{self, Wants};
use domain::setting_down::{self, Choice, Plan};
use domain::talk::{self, Devices, Mark, OfTalk, Side, TopicFrom};
use domain::why::{self, ToEnd};
use domain::{ApologyId, Event, LessonId, Sealing, TalkId, ThoughtId, TopicId, WhyId};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

macro_rules! few {
    ($($name:ident: $id:ty),+) => {
        $(fn $name() -> impl Strategy<Value = $id> {
            (person(), 0..2_u8).prop_map(|(author, it)| <$id>::make(author, [it; 16]))
        })+
    };
}

few!(topic: TopicId, talk_id: TalkId, why_id: WhyId, lesson: LessonId, thought: ThoughtId, apology_id: ApologyId);

fn number() -> impl Strategy<Value = u16> {
    prop_oneof![8 => 0..3_u16, 1 => any::<u16>()]
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Asker), Just(Side::Other)]
}

pub fn topic_event() -> impl Strategy<Value = talk::Event> {
    let from = prop_oneof![
        question().prop_map(TopicFrom::Question),
        thought().prop_map(TopicFrom::Thought),
        hurt().prop_map(TopicFrom::Hurt),
        Just(TopicFrom::OwnWords),
    ];
    prop_oneof![
        3 => (topic(), from, text(), option::of(day())).prop_map(|(topic, from, text, for_day)| {
            talk::Event::TopicNamed(talk::TopicNamed { topic, from, text, for_day })
        }),
        1 => (topic(), option::of(day()))
            .prop_map(|(topic, for_day)| talk::Event::TopicKeptFor(talk::TopicKeptFor { topic, for_day })),
        1 => topic().prop_map(|topic| talk::Event::TopicTakenBack(talk::TopicTakenBack { topic })),
        1 => (topic(), any::<bool>()).prop_map(|(topic, through)| {
            talk::Event::TopicTalkedThrough(talk::TopicTalkedThrough { topic, through })
        }),
    ]
}

fn talk_event() -> impl Strategy<Value = Event> {
    let devices = prop_oneof![1 => Just(Devices::One), 3 => Just(Devices::Two)];
    let mark = prop_oneof![Just(Mark::NotQuite), Just(Mark::Heard)];
    let of_talk = || talk_id().prop_map(|talk| OfTalk { talk });
    prop_oneof![
        4 => topic_event(),
        4 => (talk_id(), devices, option::of(topic()), prop_oneof![4 => Just(180_u16), 1 => any::<u16>()])
            .prop_map(|(talk, on, topic, turn_seconds)| talk::Event::Asked(talk::Asked { talk, on, topic, turn_seconds })),
        3 => of_talk().prop_map(talk::Event::Joined),
        1 => of_talk().prop_map(talk::Event::NotNow),
        1 => (talk_id(), topic()).prop_map(|(talk, topic)| talk::Event::TopicChosen(talk::TopicChosen { talk, topic })),
        3 => (talk_id(), number(), side())
            .prop_map(|(talk, turn, to)| talk::Event::FloorPassed(talk::FloorPassed { talk, turn, to })),
        2 => (talk_id(), number(), text())
            .prop_map(|(talk, turn, text)| talk::Event::SaidBack(talk::SaidBack { talk, turn, text })),
        2 => (talk_id(), number(), mark)
            .prop_map(|(talk, turn, mark)| talk::Event::Marked(talk::Marked { talk, turn, mark })),
        1 => of_talk().prop_map(talk::Event::Paused),
        1 => of_talk().prop_map(talk::Event::CameBack),
        1 => of_talk().prop_map(talk::Event::Ended),
        2 => (talk_id(), side(), text())
            .prop_map(|(talk, whose, text)| talk::Event::SaidKindly(talk::SaidKindly { talk, whose, text })),
        2 => (hurt(), any::<bool>())
            .prop_map(|(hurt, heard)| talk::Event::FeltHeard(talk::FeltHeard { hurt, heard })),
    ]
    .prop_map(Event::Talk)
}

pub fn why_event() -> impl Strategy<Value = Event> {
    let part = (0..10_usize).prop_map(|it| why::Part::ALL[it]);
    let answer = prop_oneof![Just(ToEnd::No), Just(ToEnd::Yes), Just(ToEnd::CantSay)];
    prop_oneof![
        3 => (why_id(), option::of(hurt())).prop_map(|(why, hurt)| why::Event::Begun(why::Begun { why, hurt })),
        4 => (why_id(), part, text())
            .prop_map(|(why, part, text)| why::Event::Written(why::Written { why, part, text })),
        1 => (why_id(), answer).prop_map(|(why, answer)| why::Event::AskedMyself(why::AskedMyself { why, answer })),
        1 => why_id().prop_map(|why| why::Event::PutAway(why::PutAway { why })),
        3 => (why_id(), option::of(hurt()), text(), text()).prop_map(|(why, hurt, summary, different)| {
            why::Event::Shared(why::Shared { why, hurt, summary, different })
        }),
        1 => why_id().prop_map(|why| why::Event::Withdrawn(why::Withdrawn { why })),
        1 => (why_id(), promise())
            .prop_map(|(why, promise)| why::Event::Promised(why::Promised { why, promise })),
    ]
    .prop_map(Event::Why)
}

fn leaning_event() -> impl Strategy<Value = Event> {
    let page = (text(), text(), text(), option::of(day()))
        .prop_map(|(to_stay, to_go, to_see, by)| leaning::Page { to_stay, to_go, to_see, by });
    let way = prop_oneof![
        option::of(day()).prop_map(|until| leaning::Way::GiveItAll { until }),
        option::of(day()).prop_map(|look_again| leaning::Way::Wait { look_again }),
        Just(leaning::Way::PartWell),
    ];
    prop_oneof![
        2 => page.prop_map(|page| leaning::Event::Written(leaning::Written { page })),
        2 => option::of(way).prop_map(|way| leaning::Event::Leant(leaning::Leant { way })),
        1 => Just(leaning::Event::PutAway(leaning::PutAway {})),
    ]
    .prop_map(Event::Leaning)
}

pub fn learning_event() -> impl Strategy<Value = Event> {
    let part = (0..4_usize).prop_map(|it| learning::Part::ALL[it]);
    prop_oneof![
        4 => (lesson(), part, text(), option::of(hurt())).prop_map(|(lesson, part, text, about)| {
            learning::Event::Written(learning::Written { lesson, part, text, about })
        }),
        1 => lesson().prop_map(|lesson| learning::Event::PutAway(learning::PutAway { lesson })),
        3 => number().prop_map(|sitting| learning::Event::Offered(learning::Offered { sitting })),
        1 => (lesson(), promise()).prop_map(|(lesson, promise)| {
            learning::Event::BecameMore(learning::BecameMore { lesson, became: Became::Promise(promise) })
        }),
        1 => (lesson(), text())
            .prop_map(|(lesson, text)| learning::Event::SeenFromOutside(learning::SeenFromOutside { lesson, text })),
    ]
    .prop_map(Event::Learning)
}

pub fn setting_down_event() -> impl Strategy<Value = Event> {
    let choice = prop_oneof![
        Just(Choice::Rests),
        question().prop_map(Choice::Question),
        option::of(day()).prop_map(|day| Choice::ForTalk { day }),
        topic().prop_map(Choice::Topic),
    ];
    let plan = || {
        (text(), text(), text()).prop_map(|(what_sets_me_off, what_helps, what_i_ask)| Plan {
            what_sets_me_off,
            what_helps,
            what_i_ask,
        })
    };
    prop_oneof![
        3 => (thought(), text())
            .prop_map(|(thought, text)| setting_down::Event::SetDown(setting_down::SetDown { thought, text })),
        1 => (thought(), text())
            .prop_map(|(thought, text)| setting_down::Event::Reworded(setting_down::Reworded { thought, text })),
        2 => (thought(), choice)
            .prop_map(|(thought, choice)| setting_down::Event::Chosen(setting_down::Chosen { thought, choice })),
        1 => thought().prop_map(|thought| setting_down::Event::PutAway(setting_down::PutAway { thought })),
        1 => plan().prop_map(|plan| setting_down::Event::PlanWritten(setting_down::PlanWritten { plan })),
        2 => plan().prop_map(|plan| setting_down::Event::PlanShared(setting_down::PlanShared { plan })),
        1 => Just(setting_down::Event::PlanWithdrawn(setting_down::PlanWithdrawn {})),
    ]
    .prop_map(Event::SettingDown)
}

fn letter() -> impl Strategy<Value = Letter> {
    (text(), text(), vec(text(), 0..3), option::of(text())).prop_map(
        |(responsibility, regret, offers, asks_forgiveness)| Letter {
            responsibility,
            regret,
            offers,
            asks_forgiveness,
            ..Letter::default()
        },
    )
}

pub fn apology_event() -> impl Strategy<Value = Event> {
    let answer = prop_oneof![
        Just(Answer::Read),
        (0..5_usize).prop_map(|it| Answer::Missing(apology::Part::ALL[it])),
        Just(Answer::Accepted),
        Just(Answer::NotYet),
        Just(Answer::NotNow),
    ];
    prop_oneof![
        4 => (apology_id(), hurt(), letter())
            .prop_map(|(apology, hurt, letter)| apology::Event::Sent(apology::Sent { apology, hurt, letter })),
        2 => (apology_id(), letter())
            .prop_map(|(apology, letter)| apology::Event::Revised(apology::Revised { apology, letter })),
        1 => apology_id().prop_map(|apology| apology::Event::Withdrawn(apology::Withdrawn { apology })),
        1 => (hurt(), any::<bool>())
            .prop_map(|(hurt, waived)| apology::Event::Waived(apology::Waived { hurt, waived })),
        1 => (apology_id(), number())
            .prop_map(|(apology, version)| apology::Event::Unfolded(apology::Unfolded { apology, version })),
        4 => (apology_id(), number(), answer, any::<bool>()).prop_map(|(apology, version, answer, stands)| {
            apology::Event::Answered(apology::Answered { apology, version, answer, stands })
        }),
        1 => (apology_id(), number(), number(), promise()).prop_map(|(apology, version, offer, promise)| {
            apology::Event::OfferPromised(apology::OfferPromised { apology, version, offer, promise })
        }),
    ]
    .prop_map(Event::Apology)
}

/// Rounds that are asked for and sealed by one of the two, with what belongs in them and what does not.
fn asked_round_event() -> impl Strategy<Value = Event> {
    let asking = || prop_oneof![8 => 1..3_u16, 1 => any::<u16>()];
    let asked =
        asking().prop_map(|asking| Event::SamePage(same_page::Event::Asked(same_page::Asked { asking })));
    let sealed = (person(), asking(), any::<bool>(), 0..4_u8).prop_map(|(author, number, page, kind)| {
        let answer = same_page::Answer::of(Wants::LeaningYes).to_cbor();
        let subject =
            if page { Subject::SamePage { asking: number } } else { Subject::Learning { sitting: number } };
        let round = subject.round();
        let sealed = WaxSealing::default().seal(round, author, &answer);
        Event::Exchange(match kind {
            0 => exchange::Event::Opening(exchange::Opening { round, subject }),
            1 => exchange::Event::Released(exchange::Released { round, key: sealed.key }),
            _ => {
                let (commitment, sealed) = (sealed.commitment, sealed.sealed);
                exchange::Event::Sealed(exchange::Sealed { round, commitment, sealed })
            }
        })
    });
    prop_oneof![1 => asked, 4 => sealed]
}

pub fn mending_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => talk_event().boxed(),
        2 => why_event().boxed(),
        1 => leaning_event().boxed(),
        2 => learning_event().boxed(),
        2 => setting_down_event().boxed(),
        4 => apology_event().boxed(),
        3 => asked_round_event().boxed(),
    ]
}

//! Anything that may be written about our future, memories, one's circle and forgiveness.

use super::steady::hurt;
use super::{day, person, promise, text};
use crate::two::WaxSealing;
use domain::circle::{self, Ring, Weighing};
use domain::exchange::{self, Subject};
use domain::forgiveness::{self, Deciding, Feeling, Of, Part};
use domain::memories::{self, PlannedFor};
use domain::our_future::{self, Area, Became, Horizon, Pages, Sort, Wish};
use domain::{
    Event, ForgivingId, MemoryId, Photo, PhotoId, Picture, PictureKey, Sealing, SomeoneId, WeighingId, WishId,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

macro_rules! few {
    ($($name:ident: $id:ty),+) => {
        $(fn $name() -> impl Strategy<Value = $id> {
            (person(), 0..3_u8).prop_map(|(author, it)| <$id>::make(author, [it; 16]))
        })+
    };
}

few!(wish_id: WishId, memory: MemoryId, someone: SomeoneId, weighing_id: WeighingId, forgiving: ForgivingId);

fn wish() -> impl Strategy<Value = Wish> {
    let horizon = (0..3_usize).prop_map(|it| Horizon::ALL[it]);
    let area = (0..7_usize).prop_map(|it| Area::ALL[it]);
    (wish_id(), area, horizon, text()).prop_map(|(id, area, horizon, text)| Wish { id, area, horizon, text })
}

pub fn our_future_event() -> impl Strategy<Value = Event> {
    let sort = prop_oneof![Just(Sort::Want), Just(Sort::Talk), Just(Sort::Alone)];
    prop_oneof![
        3 => wish().prop_map(|wish| our_future::Event::Written(our_future::Written { wish })),
        1 => wish_id().prop_map(|wish| our_future::Event::PutAway(our_future::PutAway { wish })),
        1 => (0..3_u16).prop_map(|drawing| our_future::Event::Offered(our_future::Offered { drawing })),
        3 => wish().prop_map(|wish| our_future::Event::Added(our_future::Added { wish })),
        1 => wish_id().prop_map(|wish| our_future::Event::TakenOff(our_future::TakenOff { wish })),
        3 => (wish_id(), option::of(sort))
            .prop_map(|(wish, sort)| our_future::Event::Sorted(our_future::Sorted { wish, sort })),
        1 => (wish_id(), promise()).prop_map(|(wish, promise)| {
            our_future::Event::BecameMore(our_future::BecameMore { wish, became: Became::Promise(promise) })
        }),
    ]
    .prop_map(Event::OurFuture)
}

/// Drawings that are sealed by one of the two, with what belongs in them and what does not.
fn drawing_event() -> impl Strategy<Value = Event> {
    (person(), 1..3_u16, vec(wish(), 0..3), 0..4_u8).prop_map(|(author, drawing, wishes, kind)| {
        let subject = Subject::OurFuture { drawing };
        let round = subject.round();
        let sealed = WaxSealing::default().seal(round, author, &Pages { wishes }.to_cbor());
        Event::Exchange(match kind {
            0 => exchange::Event::Opening(exchange::Opening { round, subject }),
            1 => exchange::Event::Released(exchange::Released { round, key: sealed.key }),
            _ => {
                let (commitment, sealed) = (sealed.commitment, sealed.sealed);
                exchange::Event::Sealed(exchange::Sealed { round, commitment, sealed })
            }
        })
    })
}

/// Now and then one that nobody can have kept.
fn photo() -> impl Strategy<Value = Photo> {
    let length = prop_oneof![3 => Just(9_000_u64), 1 => Just(0), 1 => any::<u64>()];
    (person(), 0..4_u8, text(), length, option::of(0..2_u32)).prop_map(|(who, fresh, says, length, side)| {
        let picture = Picture { id: [fresh; 16], key: PictureKey([7; 32]), tags: [8; 32], length };
        let side = side.unwrap_or(4_000);
        let id = PhotoId::make(who, [fresh; 16]);
        Photo { id, says, width: side, height: 3_000, thumbnail: picture, view: picture, full: None }
    })
}

pub fn memories_event() -> impl Strategy<Value = Event> {
    let minute = || option::of(prop_oneof![3 => Just(600_u16), 1 => any::<u16>()]);
    let when = || (day(), minute()).prop_map(|(on, at_minute)| PlannedFor { on, at_minute });
    prop_oneof![
        3 => (memory(), text(), when()).prop_map(|(memory, name, when)| {
            memories::Event::Planned(memories::Planned { memory, name, when })
        }),
        2 => (memory(), when())
            .prop_map(|(memory, when)| memories::Event::Agreed(memories::Agreed { memory, when })),
        2 => (memory(), when())
            .prop_map(|(memory, when)| memories::Event::Moved(memories::Moved { memory, when })),
        1 => memory().prop_map(|memory| memories::Event::CalledOff(memories::CalledOff { memory })),
        2 => (memory(), text(), day(), text()).prop_map(|(memory, name, on, text)| {
            memories::Event::Kept(memories::Kept { memory, name, on, text })
        }),
        2 => (memory(), text()).prop_map(|(memory, text)| memories::Event::Said(memories::Said { memory, text })),
        1 => memory().prop_map(|memory| memories::Event::TakenBack(memories::TakenBack { memory })),
        2 => (memory(), photo()).prop_map(|(memory, photo)| memories::Event::PhotoKept(memories::PhotoKept { memory, photo: Box::new(photo) })),
        1 => (memory(), photo()).prop_map(|(memory, it)| {
            memories::Event::PhotoTakenBack(memories::PhotoTakenBack { memory, photo: it.id })
        }),
        1 => any::<bool>().prop_map(|shown| memories::Event::LookingBack(memories::LookingBack { shown })),
    ]
    .prop_map(Event::Memories)
}

pub fn circle_event() -> impl Strategy<Value = Event> {
    let ring = (0..3_usize).prop_map(|it| Ring::ALL[it]);
    let weighing =
        (text(), text(), text(), text()).prop_map(|(thought, speaks_for, speaks_against, fairer)| Weighing {
            thought,
            speaks_for,
            speaks_against,
            fairer,
        });
    prop_oneof![
        3 => (someone(), text(), ring, text()).prop_map(|(someone, name, ring, example)| {
            circle::Event::Placed(circle::Placed { someone, name, ring, example })
        }),
        1 => someone().prop_map(|someone| circle::Event::TakenOff(circle::TakenOff { someone })),
        2 => (weighing_id(), weighing)
            .prop_map(|(page, weighing)| circle::Event::Weighed(circle::Weighed { page, weighing })),
        1 => weighing_id().prop_map(|page| circle::Event::PutAway(circle::PutAway { page })),
    ]
    .prop_map(Event::Circle)
}

fn own_page() -> impl Strategy<Value = forgiveness::Event> {
    use forgiveness::Event;
    let of = || prop_oneof![3 => Just(Of::TheOther), 1 => Just(Of::WhatIDid), 1 => Just(Of::WhatIDidNotSee)];
    let part = of().prop_flat_map(|of| (0..5_usize).prop_map(move |it| Part::of(of)[it]));
    let deciding = option::of(prop_oneof![Just(Deciding::NotNow), Just(Deciding::Decided)]);
    let feeling = option::of(prop_oneof![Just(Feeling::Raw), Just(Feeling::AtPeace)]);
    prop_oneof![
        4 => (forgiving(), of(), option::of(hurt()))
            .prop_map(|(forgiving, of, hurt)| Event::Begun(forgiveness::Begun { forgiving, of, hurt })),
        4 => (forgiving(), part, text())
            .prop_map(|(forgiving, part, text)| Event::Written(forgiveness::Written { forgiving, part, text })),
        1 => (forgiving(), deciding)
            .prop_map(|(forgiving, deciding)| Event::Decided(forgiveness::Decided { forgiving, deciding })),
        1 => (forgiving(), feeling)
            .prop_map(|(forgiving, feeling)| Event::Felt(forgiveness::Felt { forgiving, feeling })),
        1 => (forgiving(), any::<bool>())
            .prop_map(|(forgiving, spoken)| Event::Spoken(forgiveness::Spoken { forgiving, spoken })),
        1 => forgiving().prop_map(|forgiving| Event::PutAway(forgiveness::PutAway { forgiving })),
        1 => (forgiving(), any::<u16>())
            .prop_map(|(forgiving, pieces)| Event::Read(forgiveness::Read { forgiving, pieces })),
    ]
}

pub fn forgiveness_event() -> impl Strategy<Value = Event> {
    use forgiveness::Event as Forgiving;
    let shared = prop_oneof![
        3 => (forgiving(), text())
            .prop_map(|(forgiving, words)| Forgiving::Shared(forgiveness::Shared { forgiving, words })),
        1 => forgiving().prop_map(|forgiving| Forgiving::TakenBack(forgiveness::TakenBack { forgiving })),
        2 => (forgiving(), text())
            .prop_map(|(forgiving, words)| Forgiving::ChanceGiven(forgiveness::ChanceGiven { forgiving, words })),
        1 => forgiving()
            .prop_map(|forgiving| Forgiving::ChanceWithdrawn(forgiveness::ChanceWithdrawn { forgiving })),
        1 => (forgiving(), promise()).prop_map(|(forgiving, promise)| {
            Forgiving::ChanceTaken(forgiveness::ChanceTaken { forgiving, promise })
        }),
    ];
    prop_oneof![own_page().boxed(), shared.boxed()].prop_map(Event::Forgiveness)
}

pub fn keeping_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        2 => our_future_event().boxed(),
        3 => drawing_event().boxed(),
        2 => memories_event().boxed(),
        1 => circle_event().boxed(),
        2 => forgiveness_event().boxed(),
    ]
}

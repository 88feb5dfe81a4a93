//! Every event of our future, memories, one's circle and forgiveness.

use domain::circle::{self, Ring, Weighing};
use domain::exchange::{self, Subject};
use domain::forgiveness::{self, Deciding, Feeling, Of};
use domain::memories::{self, PlannedFor};
use domain::our_future::{self, Area, Became, Horizon, Sort, Wish};
use domain::{
    Day, Event, ForgivingId, HurtId, MemoryId, PersonId, Photo, PhotoId, Picture, PictureKey, PromiseId,
    SomeoneId, TopicId, WeighingId, WishId,
};

const ANA: PersonId = PersonId([1; 16]);
const FRESH: [u8; 16] = [9; 16];

fn our_future_events() -> Vec<Event> {
    let id = WishId::make(ANA, FRESH);
    let wish = |area, horizon| Wish { id, area, horizon, text: "A garden".to_owned() };
    let mut events = vec![
        our_future::Event::PutAway(our_future::PutAway { wish: id }),
        our_future::Event::Offered(our_future::Offered { drawing: 1 }),
        our_future::Event::Added(our_future::Added { wish: wish(Area::Home, Horizon::Far) }),
        our_future::Event::TakenOff(our_future::TakenOff { wish: id }),
    ];
    for (area, horizon) in Area::ALL.into_iter().zip(Horizon::ALL.into_iter().cycle()) {
        events.push(our_future::Event::Written(our_future::Written { wish: wish(area, horizon) }));
    }
    for sort in [None, Some(Sort::Want), Some(Sort::Talk), Some(Sort::Alone)] {
        events.push(our_future::Event::Sorted(our_future::Sorted { wish: id, sort }));
    }
    for became in [Became::Promise(PromiseId::make(ANA, FRESH)), Became::Topic(TopicId::make(ANA, FRESH))] {
        events.push(our_future::Event::BecameMore(our_future::BecameMore { wish: id, became }));
    }
    events.into_iter().map(Event::OurFuture).collect()
}

fn memories_events(day: Day) -> Vec<Event> {
    let memory = MemoryId::make(ANA, FRESH);
    let (name, text) = (|| "The lake".to_owned(), || "We got lost twice".to_owned());
    let mut events = vec![
        memories::Event::CalledOff(memories::CalledOff { memory }),
        memories::Event::Kept(memories::Kept { memory, name: name(), on: day, text: text() }),
        memories::Event::Said(memories::Said { memory, text: text() }),
        memories::Event::TakenBack(memories::TakenBack { memory }),
        memories::Event::LookingBack(memories::LookingBack { shown: false }),
        memories::Event::PhotoTakenBack(memories::PhotoTakenBack { memory, photo: photo(false).id }),
    ];
    for largest in [false, true] {
        events.push(memories::Event::PhotoKept(memories::PhotoKept {
            memory,
            photo: Box::new(photo(largest)),
        }));
    }
    for at_minute in [None, Some(1_200)] {
        let when = PlannedFor { on: day, at_minute };
        events.push(memories::Event::Planned(memories::Planned { memory, name: name(), when }));
        events.push(memories::Event::Agreed(memories::Agreed { memory, when }));
        events.push(memories::Event::Moved(memories::Moved { memory, when }));
    }
    events.into_iter().map(Event::Memories).collect()
}

fn photo(largest: bool) -> Photo {
    let picture = |id, length| Picture { id: [id; 16], key: PictureKey([7; 32]), tags: [8; 32], length };
    let (thumbnail, view) = (picture(3, 9_000), picture(4, 300_000));
    let (id, says) = (PhotoId::make(ANA, FRESH), "Rain on the lake".to_owned());
    Photo {
        id,
        says,
        width: 4_000,
        height: 3_000,
        thumbnail,
        view,
        full: largest.then(|| picture(5, 2_000_000)),
    }
}

fn circle_events() -> Vec<Event> {
    let (someone, page) = (SomeoneId::make(ANA, FRESH), WeighingId::make(ANA, FRESH));
    let weighing = Weighing {
        thought: "Everyone lies".to_owned(),
        speaks_for: String::new(),
        speaks_against: "My sister came".to_owned(),
        fairer: "One person lied to me".to_owned(),
    };
    let mut events = vec![
        circle::Event::TakenOff(circle::TakenOff { someone }),
        circle::Event::Weighed(circle::Weighed { page, weighing }),
        circle::Event::PutAway(circle::PutAway { page }),
    ];
    for ring in Ring::ALL {
        let (name, example) = ("Lina".to_owned(), "She came at night".to_owned());
        events.push(circle::Event::Placed(circle::Placed { someone, name, ring, example }));
    }
    events.into_iter().map(Event::Circle).collect()
}

fn forgiveness_events() -> Vec<Event> {
    let forgiving = ForgivingId::make(ANA, FRESH);
    let words = || "I put it down".to_owned();
    let promise = PromiseId::make(ANA, FRESH);
    let mut events = vec![
        forgiveness::Event::PutAway(forgiveness::PutAway { forgiving }),
        forgiveness::Event::Read(forgiveness::Read { forgiving, pieces: 2 }),
        forgiveness::Event::Shared(forgiveness::Shared { forgiving, words: words() }),
        forgiveness::Event::TakenBack(forgiveness::TakenBack { forgiving }),
        forgiveness::Event::ChanceGiven(forgiveness::ChanceGiven { forgiving, words: words() }),
        forgiveness::Event::ChanceWithdrawn(forgiveness::ChanceWithdrawn { forgiving }),
        forgiveness::Event::ChanceTaken(forgiveness::ChanceTaken { forgiving, promise }),
    ];
    for spoken in [true, false] {
        events.push(forgiveness::Event::Spoken(forgiveness::Spoken { forgiving, spoken }));
    }
    let hurt = Some(HurtId::make(ANA, FRESH));
    for (of, hurt) in [(Of::TheOther, hurt), (Of::WhatIDid, None), (Of::WhatIDidNotSee, None)] {
        events.push(forgiveness::Event::Begun(forgiveness::Begun { forgiving, of, hurt }));
        for part in forgiveness::Part::of(of) {
            let written = forgiveness::Written { forgiving, part: *part, text: words() };
            events.push(forgiveness::Event::Written(written));
        }
    }
    let decidings = [Deciding::NotNow, Deciding::DontKnow, Deciding::WouldLikeTo, Deciding::Decided];
    for deciding in decidings.map(Some).into_iter().chain([None]) {
        events.push(forgiveness::Event::Decided(forgiveness::Decided { forgiving, deciding }));
    }
    let feelings = [Feeling::Raw, Feeling::ComesAndGoes, Feeling::Quieter, Feeling::AtPeace];
    for feeling in feelings.map(Some).into_iter().chain([None]) {
        events.push(forgiveness::Event::Felt(forgiveness::Felt { forgiving, feeling }));
    }
    events.into_iter().map(Event::Forgiveness).collect()
}

pub fn events(day: Day) -> Vec<Event> {
    let subject = Subject::OurFuture { drawing: 4 };
    let round = subject.round();
    let mut all = vec![Event::Exchange(exchange::Event::Opening(exchange::Opening { round, subject }))];
    all.extend(our_future_events());
    all.extend(memories_events(day));
    all.extend(circle_events());
    all.extend(forgiveness_events());
    all
}

//! Anything that may be written about an open book.

use super::{day, person, text};
use domain::open_book::{self, Helped, How, Often, Opens, Terms, Thing};
use domain::{AgreementId, Day, Event};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn agreement() -> impl Strategy<Value = AgreementId> {
    (person(), 0..3_u8).prop_map(|(author, it)| AgreementId::make(author, [it; 16]))
}

fn things() -> impl Strategy<Value = Vec<Thing>> {
    prop_oneof![4 => Just(vec![Thing::Phone, Thing::Whereabouts]), 1 => vec(select(Thing::ALL.to_vec()), 0..4)]
}

/// Mostly days that can be; else any.
fn days() -> impl Strategy<Value = [Day; 3]> {
    let sound = (20_248..20_260_i32, 6..90_i32).prop_map(|(from, days)| {
        let from = Day::from_number(from);
        [from, from.plus(days / 2), from.plus(days - 1)]
    });
    prop_oneof![6 => sound, 1 => [day(), day(), day()]]
}

fn terms() -> impl Strategy<Value = Terms> {
    let opens = select(vec![Opens::Proposer, Opens::TheOther, Opens::Both]);
    let how = select(vec![How::Together, How::OnAsking]);
    let often = select(vec![Often::Daily, Often::TwiceAWeek, Often::Weekly, Often::EveryFourthWeek]);
    let others = prop_oneof![3 => Just("Theirs stays theirs".to_owned()), 1 => text()];
    (opens, things(), option::of(text()), how, often, others, days()).prop_map(
        |(opens, things, exactly, how, often, others, [from, review, until])| Terms {
            opens,
            things,
            exactly,
            how,
            often,
            others,
            from,
            review,
            until,
        },
    )
}

pub fn opening_event() -> impl Strategy<Value = Event> {
    let helped = select(vec![Helped::Yes, Helped::ForAWhile, Helped::No]);
    let times = prop_oneof![4 => 1..9_u16, 1 => any::<u16>()];
    prop_oneof![
        4 => (agreement(), terms(), option::of(agreement())).prop_map(|(agreement, terms, changes)| {
            open_book::Event::Proposed(open_book::Proposed { agreement, terms, changes })
        }),
        5 => agreement().prop_map(|agreement| open_book::Event::Agreed(open_book::Agreed { agreement })),
        1 => agreement().prop_map(|agreement| open_book::Event::Paused(open_book::Paused { agreement })),
        1 => agreement().prop_map(|agreement| open_book::Event::WentOn(open_book::WentOn { agreement })),
        2 => (agreement(), day(), any::<bool>(), day()).prop_map(|(agreement, until, renew, on)| {
            open_book::Event::RenewalSaid(open_book::RenewalSaid { agreement, until, renew, on })
        }),
        1 => agreement().prop_map(|agreement| open_book::Event::Ended(open_book::Ended { agreement })),
        2 => (day(), times, helped)
            .prop_map(|(on, times, helped)| open_book::Event::Noted(open_book::Noted { on, times, helped })),
        1 => day().prop_map(|on| open_book::Event::Forgotten(open_book::Forgotten { on })),
    ]
    .prop_map(Event::OpenBook)
}

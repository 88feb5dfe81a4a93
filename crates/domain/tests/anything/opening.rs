//! Anything that may be written about an open book.

use super::{day, person, text};
use domain::open_book::{self, Helped, How, Often, Opens, Terms, Thing};
use domain::{AgreementId, Day, Event};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Few, so that the two speak of the same ones.
fn agreement() -> impl Strategy<Value = AgreementId> {
    (person(), select(vec![0_u8, 0, 0, 0, 0, 1])).prop_map(|(author, it)| AgreementId::make(author, [it; 16]))
}

fn things() -> impl Strategy<Value = Vec<Thing>> {
    prop_oneof![9 => Just(vec![Thing::Phone, Thing::Whereabouts]), 1 => vec(select(Thing::ALL.to_vec()), 0..4)]
}

/// Mostly the same few days, so that what is said of one agreement fits another and its renewal; else any.
fn days() -> impl Strategy<Value = [Day; 3]> {
    let sound =
        select(vec![(FROM, DAYS), (FROM, DAYS), (FROM, 7), (FROM + 3, 90)]).prop_map(|(from, days)| {
            let from = Day::from_number(from);
            [from, from.plus(days / 2), from.plus(days - 1)]
        });
    prop_oneof![9 => sound, 1 => [day(), day(), day()]]
}

const FROM: i32 = 20_250;
const DAYS: i32 = 60;

/// The last day of a stretch, and a day on which it can be renewed; else any.
fn renewed() -> impl Strategy<Value = (Day, Day)> {
    let fits = select(vec![1, 1, 2]).prop_map(|nth| {
        let until = Day::from_number(FROM + nth * DAYS - 1);
        (until, until.plus(-3))
    });
    prop_oneof![6 => fits, 1 => (day(), day())]
}

fn terms() -> impl Strategy<Value = Terms> {
    let opens = select(vec![Opens::Proposer, Opens::TheOther, Opens::Both]);
    let how = select(vec![How::Together, How::OnAsking]);
    let often = prop_oneof![9 => select(Often::TO_BEGIN.to_vec()), 1 => Just(Often::EveryFourthWeek)];
    let others = prop_oneof![9 => Just("Theirs stays theirs".to_owned()), 1 => text()];
    (opens, things(), option::weighted(0.1, text()), how, often, others, days()).prop_map(
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
        6 => (agreement(), terms(), option::weighted(0.3, agreement())).prop_map(|(agreement, terms, changes)| {
            open_book::Event::Proposed(open_book::Proposed { agreement, terms, changes })
        }),
        8 => agreement().prop_map(|agreement| open_book::Event::Agreed(open_book::Agreed { agreement })),
        1 => agreement().prop_map(|agreement| open_book::Event::Paused(open_book::Paused { agreement })),
        1 => agreement().prop_map(|agreement| open_book::Event::WentOn(open_book::WentOn { agreement })),
        12 => (agreement(), renewed(), select(vec![true, true, false])).prop_map(|(agreement, (until, on), renew)| {
            open_book::Event::RenewalSaid(open_book::RenewalSaid { agreement, until, renew, on })
        }),
        1 => agreement().prop_map(|agreement| open_book::Event::Ended(open_book::Ended { agreement })),
        2 => (day(), times, helped)
            .prop_map(|(on, times, helped)| open_book::Event::Noted(open_book::Noted { on, times, helped })),
        1 => day().prop_map(|on| open_book::Event::Forgotten(open_book::Forgotten { on })),
    ]
    .prop_map(Event::OpenBook)
}

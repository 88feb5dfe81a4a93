//! Every event of the open book.

use domain::open_book::{self, Helped, How, Often, Opens, Terms, Thing};
use domain::{AgreementId, Day, Event, PersonId};

pub fn events(day: Day) -> Vec<Event> {
    let agreement = AgreementId::make(PersonId([1; 16]), [9; 16]);
    let terms = |opens, how, often| Terms {
        opens,
        things: Thing::ALL.to_vec(),
        exactly: None,
        how,
        often,
        others: "What friends write stays theirs".to_owned(),
        from: day,
        review: day.plus(30),
        until: day.plus(59),
    };
    let plain = terms(Opens::Proposer, How::Together, Often::Daily);
    let phone = Terms {
        things: vec![Thing::Phone],
        exactly: Some("Messages with people from work".to_owned()),
        ..terms(Opens::Both, How::OnAsking, Often::Weekly)
    };
    let other = terms(Opens::TheOther, How::Together, Often::TwiceAWeek);
    let mut all: Vec<open_book::Event> = [(plain, None), (phone, Some(agreement)), (other, None)]
        .map(|(terms, changes)| open_book::Event::Proposed(open_book::Proposed { agreement, terms, changes }))
        .to_vec();
    all.push(open_book::Event::Agreed(open_book::Agreed { agreement }));
    all.push(open_book::Event::Paused(open_book::Paused { agreement }));
    all.push(open_book::Event::WentOn(open_book::WentOn { agreement }));
    for renew in [true, false] {
        let said = open_book::RenewalSaid { agreement, until: day.plus(59), renew, on: day.plus(31) };
        all.push(open_book::Event::RenewalSaid(said));
    }
    all.push(open_book::Event::Ended(open_book::Ended { agreement }));
    for helped in [Helped::Yes, Helped::ForAWhile, Helped::No] {
        all.push(open_book::Event::Noted(open_book::Noted { on: day, times: 3, helped }));
    }
    all.push(open_book::Event::Forgotten(open_book::Forgotten { on: day }));
    all.into_iter().map(Event::OpenBook).collect()
}

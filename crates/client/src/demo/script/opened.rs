//! An open book that Sam proposed, became less and ended on its day, with what Noor noted for herself; and one about the calendars,
//! that goes on.

use domain::open_book::{Agreement, Command as Do, Helped, How, Often, Opens, Proposal, Thing};
use domain::{AgreementId, Command, Couple};

use super::{Script, When3, Who};

impl Script {
    /// From the first proposal to the one that holds now.
    pub(super) fn opening(&mut self) {
        use Who::{Noor, Sam};
        let phone = Proposal {
            opens: Opens::Proposer,
            things: vec![Thing::Phone, Thing::Whereabouts],
            exactly: "Messages and calls of this year, and where I am when it gets late".to_owned(),
            how: How::Together,
            often: Often::TwiceAWeek,
            others: "What friends write about themselves we scroll past.".to_owned(),
            from: self.day(44),
            review: self.day(24),
            until: Some(self.day(15)),
        };
        self.opens_a_book((45, 20, 15), Sam, move |_| Some(Do::Propose(phone.clone())));
        self.opens_a_book((44, 8, 5), Noor, |couple| Some(Do::Agree { agreement: proposed(couple)? }));
        for (days_ago, times, helped) in
            [(43, 2, Helped::ForAWhile), (36, 2, Helped::ForAWhile), (26, 1, Helped::Yes)]
        {
            let on = self.day(days_ago);
            self.opens_a_book((days_ago, 22, 40), Noor, move |_| Some(Do::Note { on, times, helped }));
        }
        self.opens_a_book((33, 18, 20), Sam, |couple| Some(Do::Pause { agreement: last(couple)?.id }));
        self.opens_a_book((31, 7, 50), Sam, |couple| Some(Do::GoOn { agreement: last(couple)?.id }));
        let calendars = Proposal {
            opens: Opens::Both,
            things: vec![Thing::Calendar],
            exactly: String::new(),
            how: How::OnAsking,
            often: Often::Weekly,
            others: "What belongs to work stays closed.".to_owned(),
            from: self.day(10),
            review: self.day(-11),
            until: Some(self.day(-19)),
        };
        self.opens_a_book((12, 19, 30), Noor, move |_| Some(Do::Propose(calendars.clone())));
        self.opens_a_book((11, 7, 35), Sam, |couple| Some(Do::Agree { agreement: proposed(couple)? }));
    }

    fn opens_a_book(&mut self, at: When3, who: Who, what: impl Fn(&Couple) -> Option<Do> + 'static) {
        self.add(at, who, move |couple| what(couple).map(Command::OpenBook));
    }
}

fn last(couple: &Couple) -> Option<&Agreement> {
    couple.open_book.all().into_iter().find(|it| it.agreed.is_some())
}

fn proposed(couple: &Couple) -> Option<AgreementId> {
    couple.open_book.all().into_iter().find(|it| it.agreed.is_none()).map(|it| it.id)
}

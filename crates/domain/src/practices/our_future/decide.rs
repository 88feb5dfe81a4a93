//! What may be asked of our future, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::exchange::{self, to_write};
use crate::ids::{PersonId, WishId};
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, Practice, Sealing, Stamped, words};
use crate::practices::our_future::fold::MOST;
use crate::practices::our_future::words::{
    Added, Became, BecameMore, Command, Event, LONGEST_WISH, Offered, Pages, PutAway, Refusal, Sort, Sorted,
    TakenOff, Wish, Written,
};
use crate::practices::our_future::{OnBoard, OurFuture, Own, Stands, round, subject};

/// What a wish became.
pub(crate) fn became(wish: WishId, became: Became) -> Event {
    Event::BecameMore(BecameMore { wish, became })
}

fn in_round(events: Vec<exchange::Event>) -> Vec<couple::Event> {
    events.into_iter().map(couple::Event::Exchange).collect()
}

impl OurFuture {
    fn known(&self, wish: WishId) -> Result<&Own, Refusal> {
        self.own(wish).ok_or(Refusal::NoSuchWish)
    }

    fn on_the_board(&self, couple: &Couple, wish: WishId) -> Result<OnBoard, Refusal> {
        self.shown(couple, wish).ok_or(Refusal::NoSuchWish)
    }

    /// A wish of which `me` can take a step: both want it, or it is theirs alone.
    ///
    /// # Errors
    /// When there is none, or the two have not sorted it so.
    pub(crate) fn to_step_from(
        &self,
        couple: &Couple,
        me: PersonId,
        wish: WishId,
    ) -> Result<OnBoard, Refusal> {
        let shown = self.on_the_board(couple, wish)?;
        let own = shown.stands == Stands::Alone && shown.wish.author() == me;
        if own || shown.stands == Stands::BothWant { Ok(shown) } else { Err(Refusal::NotYoursAlone) }
    }

    /// A wish that can be talked about.
    ///
    /// # Errors
    /// When there is none, or when it is a topic already.
    pub(crate) fn to_talk_about(&self, couple: &Couple, wish: WishId) -> Result<OnBoard, Refusal> {
        let shown = self.on_the_board(couple, wish)?;
        let open = |it: &Became| match *it {
            Became::Topic(topic) => couple.talk.topic(topic).is_some_and(|it| it.is_open()),
            Became::Promise(_) => false,
        };
        if shown.became.iter().any(open) { Err(Refusal::AlreadyATopic) } else { Ok(shown) }
    }

    fn write(&self, with: &mut Deciding<'_>, wish: Wish, is_new: bool) -> Result<Option<Event>, Refusal> {
        let text = words(&wish.text, LONGEST_WISH)?;
        let wish = Wish { text, ..wish };
        if is_new {
            if self.mine.len() >= MOST {
                return Err(Refusal::TooMany);
            }
            let id = WishId::make(with.me, (with.fresh)());
            return Ok(Some(Event::Written(Written { wish: Wish { id, ..wish } })));
        }
        let news = self.known(wish.id)?.wish != wish;
        Ok(news.then_some(Event::Written(Written { wish })))
    }

    fn seal(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        chosen: &[WishId],
    ) -> Result<Vec<couple::Event>, Refusal> {
        let mut wishes: Vec<Wish> = Vec::new();
        for id in chosen {
            wishes.push(self.known(*id)?.wish.clone());
        }
        let place = |it: &Wish| (it.horizon, it.area, it.id);
        lean::sort(&mut wishes, &|one, other| place(one) < place(other));
        wishes.dedup();
        let pages = Pages { wishes };
        if let Some(flaw) = pages.flaw() {
            return Err(flaw.into());
        }
        let drawing = to_write(&couple.exchange, subject);
        let sealed = couple.exchange.seal(with, subject(drawing), &pages.to_cbor())?;
        // Whoever seals would open theirs.
        let offered = self.offer(couple, with)?.map(couple::Event::OurFuture);
        Ok(offered.into_iter().chain(in_round(sealed)).collect())
    }

    fn offer(&self, couple: &Couple, with: &Deciding<'_>) -> Result<Option<Event>, Refusal> {
        couple.space.lets(&with.now, Refusal::InSpace)?;
        let drawing = to_write(&couple.exchange, subject);
        let news = !self.ours.asked.has_asked(drawing, with.me);
        Ok(news.then_some(Event::Offered(Offered { drawing })))
    }

    fn show(&self, couple: &Couple, wish: WishId) -> Result<Option<Event>, Refusal> {
        let own = self.known(wish)?;
        if to_write(&couple.exchange, subject) == 1 {
            return Err(Refusal::DrawApartFirst);
        }
        let news = self.shown(couple, wish).is_none();
        Ok(news.then(|| Event::Added(Added { wish: own.wish.clone() })))
    }

    fn take_off(&self, couple: &Couple, me: PersonId, wish: WishId) -> Result<Option<Event>, Refusal> {
        let shown = self.on_the_board(couple, wish)?;
        if shown.wish.author() != me {
            return Err(Refusal::OnlyItsAuthor);
        }
        Ok(Some(Event::TakenOff(TakenOff { wish })))
    }

    fn sort(&self, couple: &Couple, wish: WishId, sort: Option<Sort>) -> Result<Option<Event>, Refusal> {
        let shown = self.on_the_board(couple, wish)?;
        Ok((shown.mine != sort).then_some(Event::Sorted(Sorted { wish, sort })))
    }
}

impl Practice for OurFuture {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let event = match command {
            Command::Write { wish, area, horizon, text } => {
                let id = wish.unwrap_or(WishId([0; 32]));
                self.write(with, Wish { id, area, horizon, text }, wish.is_none())?
            }
            Command::PutAway { wish } => {
                self.known(wish)?;
                Some(Event::PutAway(PutAway { wish }))
            }
            Command::Offer => self.offer(couple, with)?,
            Command::Seal { wishes } => return self.seal(couple, with, &wishes),
            Command::TakeBack => {
                let drawing = to_write(&couple.exchange, subject);
                return Ok(in_round(couple.exchange.take_back(with.me, round(drawing))?));
            }
            Command::Show { wish } => self.show(couple, wish)?,
            Command::TakeOff { wish } => self.take_off(couple, with.me, wish)?,
            Command::Sort { wish, sort } => self.sort(couple, wish, sort)?,
        };
        Ok(event.map(couple::Event::OurFuture).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let both =
            |drawing| Suggestion { what: What::LookAtBothFutures { drawing }, because: Because::BothAreOpen };
        let next = self.to_open(couple);
        let asked = next.offered_by_them && !next.offered_by_me && next.sealed.is_none();
        let draw = Suggestion {
            what: What::DrawFuture { drawing: next.number },
            because: Because::TheyWouldOpenTheirs,
        };
        self.just_opened(couple, now).map(both).into_iter().chain(asked.then_some(draw)).collect()
    }

    fn wrote(&self, _: &Couple, to: &mut OwnWriting) {
        for it in self.mine.values().filter(|it| !it.put_away) {
            to.add(it.at.day(), Way::Forward, &it.wish.text);
        }
    }
}

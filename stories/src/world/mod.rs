//! The world of a story: two people with their devices, one relay on an SQLite file, and a clock for all.

mod at_home;
mod device;
mod nodes;
mod relay;

pub(crate) use at_home::{Network, OpenPage, at_home, before_long, shut_address};
pub(crate) use device::Device;
pub(crate) use relay::{RelayHouse, Weather};

use std::cell::Cell;
use std::rc::Rc;

use client::{NotDone, Pairing};
use domain::{Command, HurtId, check_in, hurts, path, promises, questions};

/// 1 June 2025, a Sunday, nine in the morning.
pub(crate) const MORNING: u64 = 1_748_768_400_000;
/// Everybody's passphrase but one's own would do as well.
pub(crate) const PASSPHRASE: &str = "four slow herons on the ice";

/// Two people, a relay between them.
pub(crate) struct TwoPartners {
    pub(crate) noor: Device,
    pub(crate) sam: Device,
    pub(crate) house: Rc<RelayHouse>,
    pub(crate) now: Rc<Cell<u64>>,
}

impl TwoPartners {
    /// Each has an account, and neither knows of the other.
    pub(crate) fn strangers() -> Self {
        Self::named(["noor", "sam"])
    }

    /// The same, with other names to sign in by.
    pub(crate) fn named([noor, sam]: [&'static str; 2]) -> Self {
        Self::in_house([noor, sam], RelayHouse::open(MORNING))
    }

    /// Strangers to each other, and to what lies behind the relay's address: two nodes on one database. Noor's devices
    /// come to the first, Sam's to the second.
    pub(crate) fn at_two_nodes(database: engines::Database, bus: Option<&engines::Nats>) -> Self {
        let us = Self::in_house(["noor", "sam"], RelayHouse::of_nodes(MORNING, 2, database, bus));
        us.sam.way.node.set(1);
        us
    }

    fn in_house([noor, sam]: [&'static str; 2], house: RelayHouse) -> Self {
        let now = Rc::new(Cell::new(MORNING));
        let house = Rc::new(house);
        let noor = Device::with_account(noor, "Noor", &house, &now);
        let sam = Device::with_account(sam, "Sam", &house, &now);
        Self { noor, sam, house, now }
    }

    /// Paired, everything known to both; from here on each is offline until they meet.
    pub(crate) fn apart() -> Self {
        let us = Self::strangers();
        us.pair().unwrap();
        us.meet();
        us
    }

    /// They pair, and the words are the same.
    pub(crate) fn pair(&self) -> Result<(), client::CannotPair> {
        self.house.run(self.become_a_couple())
    }

    /// As above, for whoever is running already.
    pub(crate) async fn become_a_couple(&self) -> Result<(), client::CannotPair> {
        let inviting = self.noor.ours().invite().await?;
        let joining = self.sam.ours().join(&inviting.link()).await?;
        let (one, other) = tokio::join!(inviting.words(), joining.words());
        assert_eq!(one?, other?);
        confirm_both(&inviting, &joining, true).await
    }

    /// Tells a story while both have their page open, with a live line to the relay.
    pub(crate) fn at_home<T>(&self, story: impl AsyncFnOnce([Rc<OpenPage>; 2]) -> T) -> T {
        at_home(&self.house, &self.now, async {
            let address = self.house.listens().await;
            let pages = [&self.noor, &self.sam].map(|it| OpenPage::of(it, address));
            story(pages).await
        })
    }

    /// Both look, whatever the weather. It takes a second.
    pub(crate) fn meet_as_far_as_possible(&self) {
        self.time_passes(1_000);
        for _ in 0..3 {
            self.noor.looks();
            self.sam.looks();
        }
    }

    /// Both have a network for a while.
    pub(crate) fn meet(&self) {
        self.meet_as_far_as_possible();
        for device in [&self.noor, &self.sam] {
            let view = device.ours().sync_view();
            assert!(view.saved_here && view.waiting == 0, "{} still waits: {view:?}", device.name);
        }
    }

    /// Time passes for everybody, the relay included.
    pub(crate) fn hours_pass(&self, hours: u64) {
        self.time_passes(hours * 3_600_000);
    }

    fn time_passes(&self, ms: u64) {
        self.now.set(self.now.get() + ms);
        self.house.set_clock(self.now.get());
    }

    /// Noor was hurt: she has told it, and both have said so.
    pub(crate) fn hurt_of_noor(&self) -> HurtId {
        let account = hurts::Account::default().with(hurts::Part::What, "You were not where you said.");
        let telling = hurts::Telling { name: "January".to_owned(), side: hurts::Side::IWasHurt, account };
        let noor = self.noor.ours();
        noor.perform(Command::Hurts(hurts::Command::Write { hurt: None, telling })).unwrap();
        let (hurt, previewed) = noor.read(|it| {
            let (hurt, own, _) = it.couple().hurts.written().last().unwrap();
            (hurt, own.written)
        });
        let aware = hurts::Aware { it_can_surface: true, it_is_everything: true };
        noor.perform(Command::Hurts(hurts::Command::Share { hurt, previewed, aware })).unwrap();
        self.meet();
        let side = Some(hurts::Side::IAmResponsible);
        self.sam.ours().perform(Command::Hurts(hurts::Command::TakeSide { hurt, side })).unwrap();
        self.meet();
        hurt
    }

    /// Both have the same journey, to the byte.
    pub(crate) fn same_journey(&self) {
        assert_eq!(self.noor.shared(), self.sam.shared());
    }
}

/// Both say whether the words are the same.
pub(crate) async fn confirm_both(
    inviting: &Pairing,
    joining: &Pairing,
    same: bool,
) -> Result<(), client::CannotPair> {
    let (one, other) = tokio::join!(inviting.confirm(same), joining.confirm(same));
    one.and(other)
}

impl Device {
    /// Seals a check-in that says only how supported one feels.
    pub(crate) fn seals(&self, support: u8) -> Result<(), NotDone> {
        self.seals_with(support, None)
    }

    /// Seals a check-in with a line of need.
    pub(crate) fn seals_with(&self, support: u8, need: Option<&str>) -> Result<(), NotDone> {
        let mut answers = check_in::Answers::default().with(check_in::Facet::Support, support);
        answers.need = need.map(str::to_owned);
        self.ours().perform(Command::CheckIn(check_in::Command::Seal(answers)))
    }

    /// How this week's check-in stands.
    pub(crate) fn this_week(&self) -> check_in::WeekState {
        let now = self.moment();
        self.ours().read(|it| it.couple().check_in.this_week(it.couple(), &now).state)
    }

    /// What Today shows here, as the page asks for it.
    pub(crate) fn today(&self) -> Vec<path::What> {
        let now = self.moment();
        let shown = self.ours().read(|it| {
            let of_the_moment = it.of_the_moment();
            let looking = path::Looking { only_for_myself: false, can_be_done: |_| true, of_the_moment };
            path::suggested(it.couple(), &now, &looking)
        });
        shown.into_iter().map(|it| it.what).collect()
    }

    /// Promises something for today.
    pub(crate) fn promises(&self, words: &str) -> domain::PromiseId {
        let when = promises::When::once(self.moment().today());
        let new = promises::NewPromise {
            words: words.to_owned(),
            source: promises::Source::Myself,
            when,
            in_place_of: None,
        };
        self.ours().perform(Command::Promises(promises::Command::Make(new))).unwrap();
        self.ours().read(|it| {
            let all = it.couple().promises.all();
            all.iter().find(|it| it.words == words).map(|it| it.id).unwrap()
        })
    }

    /// Writes a question that rests for two days.
    pub(crate) fn writes_a_question(&self, text: &str, shelf: questions::Shelf) {
        let text = text.to_owned();
        let sure = questions::Sure::default();
        let write = questions::Command::Write { text, shelf, rest_hours: 48, sure, about: None };
        self.ours().perform(Command::Questions(write)).unwrap();
    }

    /// The texts of all questions that were sent.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.ours().read(|it| it.couple().questions.asked().iter().map(|it| it.text.clone()).collect())
    }

    /// What both have of the journey.
    pub(crate) fn shared(&self) -> Vec<u8> {
        self.ours().read(|it| it.couple().shared_cbor())
    }

    /// All one has of the journey.
    pub(crate) fn whole(&self) -> Vec<u8> {
        self.ours().read(|it| it.couple().to_cbor())
    }
}

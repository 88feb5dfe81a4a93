//! One device of one person.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use client::ports::{Clock, Entropy, Ports};
use client::ram::{InRamStore, NoGuard};
use client::slow::AtOnce;
use client::{CannotComeIn, CannotOpenKit, CannotUnlock, NewAccount, Ours, RecoveryCode};

use super::PASSPHRASE;
use super::relay::{RelayHouse, Way, Weather};

/// Where the relay seems to live.
pub(crate) const ORIGIN: &str = "https://mend.example";

/// The true time, and by how much this clock is ahead of it, or behind.
struct Wrist(Rc<Cell<u64>>, Rc<Cell<i64>>);

impl Clock for Wrist {
    fn moment(&self) -> domain::Moment {
        client::demo::moment_at(self.0.get().saturating_add_signed(self.1.get()))
    }
}

struct Dice;

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).unwrap();
    }
}

/// See the module.
pub(crate) struct Device {
    pub(crate) name: &'static str,
    pub(crate) ports: Ports,
    pub(crate) way: Rc<Way>,
    pub(crate) store: RefCell<Rc<InRamStore>>,
    pub(crate) kit: RefCell<Option<RecoveryCode>>,
    /// By how many milliseconds its clock is ahead.
    pub(crate) ahead_ms: Rc<Cell<i64>>,
    house: Rc<RelayHouse>,
    now: Rc<Cell<u64>>,
    ours: RefCell<Option<Rc<Ours>>>,
}

impl Device {
    /// A device on which nobody lives.
    pub(crate) fn new(name: &'static str, house: &Rc<RelayHouse>, now: &Rc<Cell<u64>>) -> Self {
        let store = Rc::new(InRamStore::new());
        let way = Rc::new(Way::new(house));
        let (house, now) = (Rc::clone(house), Rc::clone(now));
        let ahead_ms = Rc::default();
        let ports = ports(&way, &store, (&now, &ahead_ms));
        let (store, kit, ours) = (RefCell::new(store), RefCell::new(None), RefCell::new(None));
        Self { name, ports, way, store, kit, ahead_ms, house, now, ours }
    }

    /// A device on which somebody has just made an account.
    pub(crate) fn with_account(
        name: &'static str,
        display_name: &str,
        house: &Rc<RelayHouse>,
        now: &Rc<Cell<u64>>,
    ) -> Self {
        let device = Self::new(name, house, now);
        let new = NewAccount { name, passphrase: PASSPHRASE, display_name, admission: None };
        let (ours, kit) = house.run(client::create_account(&device.ports, new)).unwrap();
        *device.ours.borrow_mut() = Some(ours);
        *device.kit.borrow_mut() = Some(kit);
        device
    }

    /// Opens somebody's account here with their kit.
    pub(crate) fn opens_with(&self, name: &str, code: &str, passphrase: &str) -> Result<(), CannotOpenKit> {
        let opened = self.house.run(client::open_with_kit(&self.ports, name, code, passphrase));
        let (ours, kit) = opened?;
        *self.ours.borrow_mut() = Some(ours);
        *self.kit.borrow_mut() = kit;
        Ok(())
    }

    /// Comes in here by a code that another device shows.
    pub(crate) fn comes_in(&self, code: &str, passphrase: &str) -> Result<(), CannotComeIn> {
        let ours = self.house.run(client::come_in(&self.ports, code, passphrase))?;
        *self.ours.borrow_mut() = Some(ours);
        Ok(())
    }

    /// The code of the kit as it stands on the paper.
    pub(crate) fn code(&self) -> String {
        self.kit.borrow().as_ref().unwrap().to_text().to_string()
    }

    pub(crate) fn ours(&self) -> Rc<Ours> {
        self.ours.borrow().clone().unwrap()
    }

    pub(crate) fn moment(&self) -> domain::Moment {
        client::demo::moment_at(self.now.get().saturating_add_signed(self.ahead_ms.get()))
    }

    /// Stores what is not stored yet. Needs no network.
    pub(crate) fn saves(&self) {
        self.house.run(self.ours().save()).unwrap();
    }

    /// Has a network (or what the weather leaves of it) and looks what is new.
    pub(crate) fn looks(&self) {
        let ours = self.ours();
        ours.look_again();
        ours.tick();
        self.house.run(async {
            ours.work().await;
            ours.send_photos().await;
            // What was told of then goes now, and the relay hears that it was.
            ours.work().await;
            ours.send_photos().await;
        });
    }

    /// From now on the way is like that.
    pub(crate) fn weather(&self, weather: Weather) {
        self.way.weather.set(weather);
    }

    /// The program ends at once, and is opened again with the passphrase.
    pub(crate) fn is_killed_and_opened(&self) -> Result<(), CannotUnlock> {
        *self.ours.borrow_mut() = None;
        self.opens(PASSPHRASE)
    }

    /// Opens this device with a passphrase.
    pub(crate) fn opens(&self, passphrase: &str) -> Result<(), CannotUnlock> {
        let ports = ports(&self.way, &self.store.borrow(), (&self.now, &self.ahead_ms));
        let ours = self.house.run(client::unlock(&ports, passphrase))?;
        *self.ours.borrow_mut() = Some(ours);
        Ok(())
    }

    /// Everything that lies on this device's disk now.
    pub(crate) fn disk(&self) -> InRamStore {
        self.store.borrow().copied()
    }

    /// The disk is set back to a copy of it, as a restored or cloned profile is.
    pub(crate) fn is_set_back_to(&self, copy: InRamStore) {
        *self.store.borrow_mut() = Rc::new(copy);
        self.is_killed_and_opened().unwrap();
    }
}

fn ports(way: &Rc<Way>, store: &Rc<InRamStore>, (now, ahead_ms): (&Rc<Cell<u64>>, &Rc<Cell<i64>>)) -> Ports {
    Ports {
        relay: Rc::clone(way) as Rc<dyn client::ports::Relay>,
        store: Rc::clone(store) as Rc<dyn client::ports::LocalStore>,
        clock: Rc::new(Wrist(Rc::clone(now), Rc::clone(ahead_ms))),
        entropy: Rc::new(Dice),
        guard: Rc::new(NoGuard),
        slow: Rc::new(AtOnce),
        origin: ORIGIN.into(),
    }
}

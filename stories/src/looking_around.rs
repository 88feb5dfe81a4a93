//! The made-up couple through a real relay: what the demonstration shows was made as anybody's journey is.

use std::collections::BTreeSet;
use std::rc::Rc;

use client::demo::{SteppedClock, Who, moment_at, perform};
use client::ports::Clock;
use domain::path::{Chapter, chapter};

use crate::world::{Device, MORNING, PASSPHRASE, RelayHouse};

#[test]
fn the_made_up_couple_lives_its_twelve_weeks_through_the_relay() {
    let house = Rc::new(RelayHouse::open(MORNING));
    let now = Rc::new(std::cell::Cell::new(MORNING));
    let relays = Rc::clone(&house);
    let clock = Rc::new(SteppedClock::at(moment_at(MORNING), move |ms| relays.set_clock(ms)));
    let [noor, sam, counsellor] = ["noor", "sam", "counsellor"].map(|name| {
        let mut ports = Device::new(name, &house, &now).ports;
        ports.clock = Rc::clone(&clock) as Rc<dyn Clock>;
        ports
    });
    let performed = house.run(perform((&noor, &sam, &counsellor), &clock, PASSPHRASE)).unwrap();
    performed.noor.read(|it| {
        assert_eq!(it.couple().check_in.opened(it.couple()).len(), 11);
        assert!(it.history().records().count() > 250);
        assert_eq!(chapter::of_both(it.couple()), Chapter::Rebuild);
        // Each day of theirs is its own: the relay's time went along with the story.
        let told: BTreeSet<_> = it.history().records().map(|it| it.stamp.day()).collect();
        assert!(told.len() > 60, "everything happened on {} days", told.len());
    });
    performed.noor.read(|it| {
        let id = it.rooms().next().unwrap();
        let (room, seen) = (it.room(id).unwrap(), it.seen_in(id).unwrap());
        assert_eq!((room.notes().count(), room.topics().count()), (1, 1));
        assert_eq!((seen.records().count(), it.has_news(id)), (room.seen().count(), true));
        assert!(seen.records().count() > 1);
    });
    assert_eq!(performed.sam.read(|it| it.rooms().count()), 0);
    // Both partners are one click away: their kits open them anywhere.
    for (who, kit) in [(Who::Noor, performed.noors_kit), (Who::Sam, performed.sams_kit)] {
        let name = who.name().to_lowercase();
        let window = Device::new("window", &house, &now);
        window.opens_with(&name, &kit.to_text(), PASSPHRASE).unwrap();
        let shown = window.ours().read(|it| it.couple().shared_cbor());
        assert_eq!(shown, performed.noor.read(|it| it.couple().shared_cbor()));
    }
}

//! A relay that has outgrown one machine: two nodes on one database, with and without a bus between them. Nobody who
//! uses it can tell.

use std::rc::Rc;
use std::time::{Duration, Instant};

use client::InTalk;
use domain::talk::live::Phase;
use domain::talk::{Mark, Side};
use engines::{Database, Nats, Postgres};

use crate::world::{Device, OpenPage, TwoPartners, at_home, before_long};

fn database() -> Database {
    Postgres::shared().unwrap().new_database().unwrap()
}

/// Paired, each at a node of their own.
fn together(bus: Option<&Nats>) -> TwoPartners {
    let us = TwoPartners::at_two_nodes(database(), bus);
    us.pair().unwrap();
    us.meet();
    us
}

/// Tells a story while both have their page open, each with a line to a node of their own.
fn at_two_nodes(us: &TwoPartners, story: impl AsyncFnOnce([Rc<OpenPage>; 2])) {
    at_home(&us.house, &us.now, async {
        let doors = [us.house.nodes().door(0).await, us.house.nodes().door(1).await];
        let pages = [OpenPage::of(&us.noor, doors[0]), OpenPage::of(&us.sam, doors[1])];
        assert!(before_long(|| has_a_line(&us.noor) && has_a_line(&us.sam)).await);
        story(pages).await;
    });
}

fn has_a_line(device: &Device) -> bool {
    device.ours().sync_view().standing == client::Standing::Live
}

fn sees(device: &Device, words: &str) -> bool {
    device.ours().read(|it| it.couple().promises.all().iter().any(|it| it.words == words))
}

/// Both see everything, each once, and so does the database.
async fn nothing_is_lost_and_nothing_doubled(us: &TwoPartners, words: &[String]) {
    let all_there = || words.iter().all(|it| sees(&us.noor, it) && sees(&us.sam, it));
    for _ in 0..6 {
        if before_long(all_there).await {
            break;
        }
        us.noor.ours().look_again();
        us.sam.ours().look_again();
    }
    for device in [&us.noor, &us.sam] {
        let there = device
            .ours()
            .read(|it| it.couple().promises.all().iter().map(|it| it.words.clone()).collect::<Vec<_>>());
        assert_eq!(there.len(), words.len(), "{}: {there:?}", device.name);
        assert_eq!(device.ours().sync_view().notices, []);
    }
    let counted = us.house.nodes().events();
    let (all, distinct) = counted.split_once('|').unwrap();
    assert_eq!(all, distinct);
    us.same_journey();
}

#[test]
fn two_who_come_to_different_nodes_pair_and_hear_each_other() {
    let us = together(None);
    at_two_nodes(&us, async |_| {
        for number in 0..3 {
            let (one, other) = (format!("soup {number}"), format!("bread {number}"));
            us.noor.promises(&one);
            assert!(before_long(|| sees(&us.sam, &one)).await, "found by looking");
            us.sam.promises(&other);
            assert!(before_long(|| sees(&us.noor, &other)).await);
        }
    });
    us.same_journey();
}

#[test]
fn each_request_may_go_to_another_node() {
    let us = TwoPartners::at_two_nodes(database(), None);
    us.noor.way.alternates.set(true);
    us.sam.way.alternates.set(true);
    us.pair().unwrap();
    us.meet();
    us.noor.promises("soup on Wednesday");
    us.meet();
    assert!(sees(&us.sam, "soup on Wednesday"));
    // With the kit on a new device: a proof that begins at one node and ends at the other.
    let new = Device::new("noor's new phone", &us.house, &us.now);
    new.way.alternates.set(true);
    new.opens_with("noor", &us.noor.code(), crate::world::PASSPHRASE).unwrap();
    new.looks();
    assert!(sees(&new, "soup on Wednesday"));
}

#[test]
fn over_a_bus_the_other_hears_at_once_and_without_it_after_a_look() {
    let mut nats = Nats::start().unwrap();
    let us = together(Some(&nats));
    let words: Vec<String> = (0..9).map(|it| format!("soup {it}")).collect();
    at_two_nodes(&us, async |_| {
        let tell = async |words: &str| {
            let begun = Instant::now();
            us.noor.promises(words);
            assert!(before_long(|| sees(&us.sam, words)).await, "{words}");
            begun.elapsed()
        };
        let mut took = Vec::new();
        for it in &words[..5] {
            took.push(tell(it).await);
        }
        took.sort();
        // A node that hears the others looks every two seconds only.
        assert!(took[2] < Duration::from_millis(900), "{took:?}");
        nats.kill();
        for it in &words[5..7] {
            tell(it).await;
        }
        nats.start_again().unwrap();
        for it in &words[7..] {
            tell(it).await;
        }
        nothing_is_lost_and_nothing_doubled(&us, &words).await;
    });
}

#[test]
fn a_node_that_is_killed_under_load_loses_nothing_and_doubles_nothing() {
    let us = together(None);
    let words: Vec<String> = (0..24).map(|it| format!("soup {it}")).collect();
    at_two_nodes(&us, async |_| {
        for (number, it) in words.iter().enumerate() {
            let writer = if number % 2 == 0 { &us.noor } else { &us.sam };
            writer.promises(it);
            match number {
                6 => us.house.nodes().kill(0),
                12 => us.house.nodes().start_again(0),
                16 => us.house.nodes().kill(1),
                _ => {}
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        nothing_is_lost_and_nothing_doubled(&us, &words).await;
    });
}

#[test]
fn a_database_that_is_killed_under_load_loses_nothing_and_doubles_nothing() {
    let mut server = Postgres::start().unwrap();
    let us = TwoPartners::at_two_nodes(server.new_database().unwrap(), None);
    us.pair().unwrap();
    us.meet();
    let words: Vec<String> = (0..20).map(|it| format!("soup {it}")).collect();
    at_two_nodes(&us, async |_| {
        for (number, it) in words.iter().enumerate() {
            let writer = if number % 2 == 0 { &us.noor } else { &us.sam };
            writer.promises(it);
            match number {
                7 => server.kill().unwrap(),
                14 => server.start_again().unwrap(),
                _ => {}
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        nothing_is_lost_and_nothing_doubled(&us, &words).await;
    });
}

#[test]
fn a_talk_on_two_devices_is_in_step_though_each_hangs_on_another_node() {
    let nats = Nats::start().unwrap();
    let us = together(Some(&nats));
    at_two_nodes(&us, async |pages| {
        crate::talk::begin(&us, &pages).await;
        crate::talk::presses(&us.noor, InTalk::PassFloor(Side::Asker));
        crate::talk::both_see(&us, 0, Side::Asker, Phase::Speaking).await;
        crate::talk::presses(&us.noor, InTalk::SaidIt);
        crate::talk::both_see(&us, 0, Side::Asker, Phase::SayingBack).await;
        crate::talk::presses(&us.noor, InTalk::Mark(Mark::Heard));
        crate::talk::both_see(&us, 0, Side::Asker, Phase::Heard).await;
    });
}

#[test]
fn a_database_that_is_put_back_from_a_copy_is_made_whole_by_the_devices() {
    let us = together(None);
    us.noor.promises("before the copy");
    us.meet();
    let copy = us.house.nodes().copy();
    us.noor.promises("after the copy");
    us.sam.promises("and one of his");
    us.meet();
    us.house.nodes().put_back(copy);
    us.meet();
    us.meet();
    for device in [&us.noor, &us.sam] {
        for words in ["before the copy", "after the copy", "and one of his"] {
            assert!(sees(device, words), "{} {words}", device.name);
        }
    }
    us.same_journey();
    // What devices hold lies there again: somebody who comes anew gets all of it.
    let new = Device::new("sam's new phone", &us.house, &us.now);
    new.opens_with("sam", &us.sam.code(), crate::world::PASSPHRASE).unwrap();
    new.looks();
    assert!(sees(&new, "after the copy") && sees(&new, "and one of his"));
}

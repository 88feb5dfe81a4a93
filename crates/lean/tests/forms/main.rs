//! The forms are those of minicbor's derives, with which the first journeys were written; and no other is read.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, unreachable_pub, reason = "a test")]

mod bounded;
mod in_one_row;
mod kept;
mod wide;

use lean::{Key, Named, Table, from_bytes, table};
use minicbor::{Decode, Encode};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The same types twice: with our forms, and as minicbor derives them.
macro_rules! twice {
    ($($(#[$($derived:tt)*])? $shape:ident! { $($type:tt)* })+) => {
        mod ours {
            $(lean::$shape! { #[derive(Clone, Debug, PartialEq)] $($type)* })+
        }

        mod derived {
            use minicbor::{Decode, Encode};
            $(#[derive(Clone, Debug, PartialEq, Encode, Decode)] $(#[$($derived)*])? $($type)*)+
        }
    };
}

twice! {
    #[cbor(index_only)]
    number! {
        #[derive(Copy)]
        pub enum Colour {
            #[n(0)]
            Red,
            /// Blue as the sea.
            #[n(1)]
            Blue,
        }
    }

    ways! {
        pub enum Way {
            /// No fields.
            #[n(0)]
            Stay,
            #[n(1)]
            Say(#[n(0)] String),
            #[n(2)]
            Go {
                /// How far.
                #[n(0)]
                far: u16,
                #[n(1)]
                by: Option<u8>,
            },
            #[n(3)]
            Perhaps(#[n(0)] Option<u32>),
        }
    }

    row! {
        pub struct Row {
            #[n(0)]
            pub one: Option<u64>,
            #[n(1)]
            pub colour: Colour,
            #[n(2)]
            pub way: Way,
            #[n(3)]
            pub yes: bool,
            #[n(4)]
            pub two: Option<String>,
            #[n(5)]
            pub rows: Vec<Row>,
            #[n(6)]
            pub three: Option<Box<Row>>,
            #[n(7)]
            pub four: Option<u8>,
        }
    }

    #[cbor(map)]
    body! {
        pub struct Body {
            #[n(0)]
            pub row: Row,
            #[n(1)]
            pub perhaps: Option<Row>,
            #[n(3)]
            pub way: Option<Way>,
            #[n(4)]
            pub number: u32,
            #[n(23)]
            pub words: String,
        }
    }

    #[cbor(map)]
    body! {
        pub struct Empty {}
    }
}

type Parts = (Option<u64>, bool, u8, u16, Option<String>);

macro_rules! makers {
    ($types:ident) => {
        pub(crate) mod $types {
            use super::Parts;
            use crate::$types::{Body, Colour, Row, Way};

            pub(super) fn row((one, yes, small, far, two): &Parts, deeper: u8) -> Row {
                let parts = (one.map(|it| it / 3), !yes, small.wrapping_add(1), far / 2, two.clone());
                let inside = || row(&parts, deeper - 1);
                let by = (*small > 99).then_some(*small);
                Row {
                    one: *one,
                    colour: if *yes { Colour::Red } else { Colour::Blue },
                    way: match small % 4 {
                        0 => Way::Stay,
                        1 => Way::Say(two.clone().unwrap_or_default()),
                        2 => Way::Go { far: *far, by },
                        _ => Way::Perhaps(one.map(|it| it as u32)),
                    },
                    yes: *yes,
                    two: two.clone(),
                    rows: if deeper > 0 { vec![inside(), inside()] } else { Vec::new() },
                    three: (deeper > 0 && *yes).then(|| Box::new(inside())),
                    four: by,
                }
            }

            pub(crate) fn body(parts: &Parts) -> Body {
                let row = row(parts, 2);
                let words = parts.4.clone().unwrap_or_default();
                let way = parts.1.then(|| row.way.clone());
                Body {
                    perhaps: parts.1.then(|| row.clone()),
                    way,
                    number: parts.0.unwrap_or(7) as u32,
                    row,
                    words,
                }
            }
        }
    };
}

mod makes {
    use super::Parts;
    makers!(ours);
    makers!(derived);
}

fn parts() -> impl Strategy<Value = Parts> {
    let number = prop_oneof![any::<u64>(), any::<u32>().prop_map(u64::from), 0..300_u64];
    let words = proptest::option::of(prop_oneof!["[a-zé ]{0,30}", Just("x".repeat(70_000))]);
    (proptest::option::of(number), any::<bool>(), any::<u8>(), any::<u16>(), words)
}

lean::around! {
    #[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Eq, Ord, Encode, Decode)]
    #[cbor(transparent)]
    struct Id(#[n(0)] u16);
}

impl Key for Id {
    fn place(&self) -> table::Place {
        table::place_of(&self.0.to_be_bytes())
    }
}

proptest! {
    #[test]
    fn every_shape_has_the_form_that_the_derives_give_and_is_read_back(parts in parts()) {
        let (ours, derived) = (makes::ours::body(&parts), makes::derived::body(&parts));
        let bytes = lean::to_bytes(&ours);
        prop_assert_eq!(&bytes, &minicbor::to_vec(&derived).unwrap());
        prop_assert_eq!(from_bytes(&bytes), Some(ours));
    }

    #[test]
    fn whatever_is_read_writes_the_same_bytes_again(
        parts in parts(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..4)
    ) {
        let parts = (parts.0, parts.1, parts.2, parts.3, parts.4.filter(|it| it.len() < 100));
        let mut bytes = lean::to_bytes(&makes::ours::body(&parts));
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        if let Some(read) = from_bytes::<ours::Body>(&bytes) {
            prop_assert_eq!(lean::to_bytes(&read), bytes);
        }
    }

    #[test]
    fn a_table_is_a_map_in_the_order_of_its_keys(
        steps in proptest::collection::vec((0..2_000_u16, 0..5_u8), 0..3_000)
    ) {
        let (mut table, mut map) = (Table::<Id, u64>::new(), BTreeMap::<Id, u64>::new());
        let mut before = None;
        for (at, (id, what)) in steps.into_iter().enumerate() {
            let id = Id(id);
            match what {
                0 => prop_assert_eq!(table.remove(&id), map.remove(&id)),
                1 => *table.or_default(id) += 1,
                _ => table.insert(id, at as u64),
            }
            match what {
                0 => {}
                1 => *map.entry(id).or_default() += 1,
                _ => drop(map.insert(id, at as u64)),
            }
            if at == 1_000 {
                before = Some((table.clone(), map.clone()));
            }
            prop_assert_eq!((table.len(), table.get(&id), table.contains_key(&id)), (map.len(), map.get(&id), map.contains_key(&id)));
        }
        for (table, map) in before.into_iter().chain([(table, map)]) {
            prop_assert!(table.iter().eq(map.iter()));
            prop_assert!(table.iter().rev().eq(map.iter().rev()));
            let (mut ours, mut theirs) = (table.keys(), map.keys());
            for at in 0..map.len() {
                let from_behind = at % 3 == 0;
                let step = if from_behind { ours.next_back() } else { ours.next() };
                prop_assert_eq!(step, if from_behind { theirs.next_back() } else { theirs.next() });
            }
            prop_assert_eq!((ours.next(), ours.next_back()), (None, None));
            drop((ours, theirs));
            let bytes = lean::to_bytes(&table);
            prop_assert_eq!(&bytes, &minicbor::to_vec(&map).unwrap());
            prop_assert_eq!(from_bytes(&bytes), Some(table));
        }
    }

    #[test]
    fn values_by_name_are_a_map_in_the_order_of_the_names(
        steps in proptest::collection::vec(("[a-c]{0,3}", any::<bool>()), 0..60)
    ) {
        let (mut named, mut map) = (Named::<u64>::default(), BTreeMap::<String, u64>::new());
        for (at, (name, away)) in steps.into_iter().enumerate() {
            if away {
                named.remove(&name);
                map.remove(&name);
            } else {
                named.insert(name.clone(), at as u64);
                map.insert(name.clone(), at as u64);
            }
            prop_assert_eq!((named.len(), named.get(&name)), (map.len(), map.get(&name)));
        }
        let bytes = lean::to_bytes(&named);
        prop_assert_eq!(&bytes, &minicbor::to_vec(&map).unwrap());
        prop_assert_eq!(from_bytes(&bytes), Some(named));
    }
}

#[test]
fn two_tables_with_the_same_entries_are_equal_whatever_came_first() {
    let (mut one, mut other) = (Table::<Id, u8>::new(), Table::<Id, u8>::new());
    for id in 0..600 {
        one.insert(Id(id), 1);
        other.insert(Id(599 - id), 1);
    }
    assert_eq!(one, other);
    other.insert(Id(300), 2);
    assert_ne!(one, other);
}

#[test]
fn other_forms_of_the_same_are_not_read() {
    let body = |bytes: &[u8]| from_bytes::<ours::Empty>(bytes);
    assert_eq!(body(&[0xa0]), Some(ours::Empty {}));
    assert_eq!(minicbor::to_vec(derived::Empty {}).unwrap(), [0xa0]);
    for other in [&[0xbf, 0xff][..], &[0xa0, 0], &[0xb8, 0], &[0x80], &[], &[0xa1, 0, 0]] {
        assert_eq!(body(other), None);
    }
    for longer in
        [&[0x18, 23][..], &[0x19, 0, 255], &[0x1a, 0, 0, 255, 255], &[0x1b, 0, 0, 0, 0, 255, 255, 255, 255]]
    {
        assert_eq!(from_bytes::<u64>(longer), None);
    }
    assert_eq!(from_bytes::<u8>(&[0x19, 1, 0]), None);
    assert_eq!(from_bytes::<ours::Colour>(&[2]), None);
    // A row that says at its end that something is absent.
    assert_eq!(from_bytes::<ours::Way>(&[0x82, 3, 0x80]), Some(ours::Way::Perhaps(None)));
    assert_eq!(from_bytes::<ours::Way>(&[0x82, 3, 0x81, 0xf6]), None);
    assert_eq!(from_bytes::<ours::Way>(&[0x82, 4, 0x80]), None);
    let keys = |bytes: &[u8]| from_bytes::<Table<Id, u8>>(bytes).map(|it| it.len());
    assert_eq!(keys(&[0xa2, 1, 0, 2, 0]), Some(2));
    assert_eq!((keys(&[0xa2, 2, 0, 1, 0]), keys(&[0xa2, 1, 0, 1, 0])), (None, None));
}

#[test]
fn a_length_that_is_not_there_costs_nothing() {
    let endless = [0x9b, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2];
    assert_eq!(from_bytes::<Vec<u64>>(&endless), None);
    assert_eq!(from_bytes::<Vec<u8>>(&[0x5b, 255, 255, 255, 255, 255, 255, 255, 255, 1, 2]), None);
}

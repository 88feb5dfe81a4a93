//! What a later version kept for itself.

use super::*;

lean::body! {
    #[derive(Clone, Debug, PartialEq)]
    struct Earlier {
        #[n(0)]
        pub one: u8,
        #[n(1)]
        pub rows: Vec<EarlierRow>,
        #[n(3)]
        pub perhaps: Option<u8>,
    }
}

lean::row! {
    #[derive(Clone, Debug, PartialEq)]
    struct EarlierRow {
        #[n(0)]
        pub word: String,
    }
}

lean::body! {
    #[derive(Clone, Debug, PartialEq)]
    struct Later {
        #[n(0)]
        pub one: u8,
        #[n(1)]
        pub rows: Vec<LaterRow>,
        #[n(3)]
        pub perhaps: Option<u8>,
        #[n(4)]
        pub more: Vec<LaterRow>,
        #[n(5)]
        pub yes: bool,
        #[n(6)]
        pub named: Named<u64>,
    }
}

lean::row! {
    #[derive(Clone, Debug, PartialEq)]
    struct LaterRow {
        #[n(0)]
        pub word: String,
        #[n(1)]
        pub bytes: Vec<u8>,
    }
}

proptest! {
    #[test]
    fn an_earlier_version_reads_what_it_knows_of_it(one: u8, words in prop::collection::vec(".{0,40}", 0..4), perhaps: Option<u8>, yes: bool) {
        let rows = |words: &[String]| words.iter().map(|it| LaterRow { word: it.clone(), bytes: vec![7; 30] }).collect();
        let mut named = Named::default();
        words.iter().for_each(|it| named.insert(it.clone(), 1 << 40));
        let later = Later { one, rows: rows(&words), perhaps, more: rows(&words), yes, named };
        let bytes = lean::to_bytes(&later);
        let known = words.into_iter().map(|word| EarlierRow { word }).collect();
        prop_assert_eq!(lean::from_kept(&bytes), Some(Earlier { one, rows: known, perhaps }));
        prop_assert_eq!(lean::from_kept(&bytes), Some(later));
        prop_assert_eq!(from_bytes::<Earlier>(&bytes), None);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let _ = lean::from_kept::<Earlier>(&[&[0xa3, 0, 7, 1, 0x80, 9], &bytes[..]].concat());
    }
}

#[test]
fn what_is_nested_without_end_is_refused_and_ends_nobody() {
    let nested = |deep: usize| [&[0xa3, 0, 7, 1, 0x80, 9][..], &vec![0x81; deep], &[0]].concat();
    assert!(lean::from_kept::<Earlier>(&nested(32)).is_some());
    assert_eq!(lean::from_kept::<Earlier>(&nested(33)), None);
    assert_eq!(lean::from_kept::<Earlier>(&nested(1 << 20)), None);
}

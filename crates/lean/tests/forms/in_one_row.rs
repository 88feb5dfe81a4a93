//! Ways in one row, with minicbor's derive beside ours.

use super::*;

lean::flat! {
    #[derive(Clone, Debug, PartialEq)]
    pub(crate) enum Ours {
        #[n(0)]
        Stay,
        /// With words.
        #[n(1)]
        Say(#[n(0)] String),
        #[n(2)]
        Go {
            #[n(0)]
            far: u16,
            #[n(1)]
            way: Option<u8>,
            #[n(2)]
            yes: bool,
            #[n(3)]
            by: Option<u8>,
        },
    }
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(flat)]
enum Derived {
    #[n(0)]
    Stay,
    #[n(1)]
    Say(#[n(0)] String),
    #[n(2)]
    Go {
        #[n(0)]
        far: u16,
        #[n(1)]
        way: Option<u8>,
        #[n(2)]
        yes: bool,
        #[n(3)]
        by: Option<u8>,
    },
}

proptest! {
    #[test]
    fn they_are_written_as_minicbor_writes_flat_ones(
        which in 0..3_u8, words in ".{0,9}", far: u16, way: Option<u8>, yes: bool, by: Option<u8>
    ) {
        let (ours, derived) = match which {
            0 => (Ours::Stay, Derived::Stay),
            1 => (Ours::Say(words.clone()), Derived::Say(words)),
            _ => (Ours::Go { far, way, yes, by }, Derived::Go { far, way, yes, by }),
        };
        let bytes = minicbor::to_vec(&derived).unwrap();
        prop_assert_eq!(lean::to_bytes(&ours), bytes.clone());
        prop_assert_eq!(from_bytes(&bytes), Some(ours));
    }

    #[test]
    fn any_bytes_are_refused_or_are_their_one_form(bytes in prop::collection::vec(0..9_u8, 0..9)) {
        let bytes: Vec<u8> = bytes.iter().map(|it| if *it < 5 { 0x80 + it } else { it - 5 }).collect();
        if let Some(read) = from_bytes::<Ours>(&bytes) {
            prop_assert_eq!(lean::to_bytes(&read), bytes);
        }
    }
}

//! A body with more fields, and higher numbers, than fit into one byte.

use lean::{from_bytes, to_bytes};
use minicbor::Encode;

macro_rules! wide {
    ($($n:tt $field:ident)*) => {
        lean::body! {
            #[derive(Clone, Debug, PartialEq)]
            pub struct Ours { $(#[n($n)] pub $field: u16),* }
        }

        #[derive(Encode)]
        #[cbor(map)]
        pub struct Derived { $(#[n($n)] $field: u16),* }

        fn both() -> (Ours, Derived) {
            (Ours { $($field: 300 + $n),* }, Derived { $($field: 300 + $n),* })
        }
    };
}

wide! {
    0 a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8 i 9 j 10 k 11 l 12 m 13 n 14 o 15 p 16 q 17 r 18 s 19 t 20 u 21 v 22 w 23 x 24 y 40 z 255 zz
}

#[test]
fn a_body_with_many_fields_has_the_form_of_the_derive_and_no_other_is_read() {
    let (ours, derived) = both();
    let bytes = to_bytes(&ours);
    assert_eq!(bytes, minicbor::to_vec(derived).unwrap());
    assert_eq!(from_bytes::<Ours>(&bytes), Some(ours));
    let longer: Vec<u8> = [&[0xb9, 0, 27][..], &bytes[2..]].concat();
    assert_eq!(from_bytes::<Ours>(&longer), None);
    assert_eq!(from_bytes::<Ours>(&bytes[..bytes.len() - 1]), None);
}

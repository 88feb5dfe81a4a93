//! Fields with a longest length.

use super::*;

lean::body! {
    #[derive(Clone, Debug, PartialEq)]
    struct Bounded {
        #[n(0)]
        #[most(2)]
        pub bytes: Option<Vec<u8>>,
        #[n(1)]
        #[most(3)]
        pub text: String,
        #[n(2)]
        pub free: String,
        #[n(3)]
        #[most(1)]
        pub list: Vec<String>,
    }
}

fn reads(bytes: Option<usize>, text: usize, list: usize) -> bool {
    let long = "longer than all bounds".to_owned();
    let bounded = Bounded {
        bytes: bytes.map(|it| vec![7; it]),
        text: "a".repeat(text),
        free: long.clone(),
        list: vec![long; list],
    };
    from_bytes(&lean::to_bytes(&bounded)) == Some(bounded)
}

#[test]
fn what_is_longer_than_its_bound_is_refused_and_a_bound_holds_for_one_field_only() {
    assert!(reads(Some(2), 3, 1) && reads(None, 3, 1) && reads(None, 0, 0));
    assert!(!reads(Some(3), 3, 1) && !reads(None, 4, 1) && !reads(None, 3, 2));
}

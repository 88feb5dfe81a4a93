//! One stable sort for all types: it moves numbers about, and asks which of two comes first.

/// The numbers below `length` in order, equal ones as they stood: the first one is the place of what comes first.
/// By merging from below; what is in order already is only looked at once.
#[must_use]
pub fn order(length: usize, goes_before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    if (1..length).all(|it| !goes_before(it, it - 1)) {
        return order;
    }
    let mut merged = Vec::with_capacity(length);
    let mut width = 1;
    while width < length {
        for both in order.chunks(width * 2) {
            let (mut front, mut back) = both.split_at(width.min(both.len()));
            loop {
                match (front, back) {
                    ([one, ..], [other, rest @ ..]) if goes_before(*other, *one) => {
                        merged.push(*other);
                        back = rest;
                    }
                    ([one, rest @ ..], _) => {
                        merged.push(*one);
                        front = rest;
                    }
                    ([], rest) => {
                        merged.extend_from_slice(rest);
                        break;
                    }
                }
            }
        }
        core::mem::swap(&mut order, &mut merged);
        merged.clear();
        width *= 2;
    }
    order
}

/// The exchanges of two places, one after the other, that bring everything into [`order`].
fn exchanges(length: usize, goes_before: &dyn Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let order = order(length, goes_before);
    let mut goes_to = vec![0; length];
    for (to, from) in order.into_iter().enumerate() {
        if let Some(place) = goes_to.get_mut(from) {
            *place = to;
        }
    }
    let mut exchanges = Vec::new();
    for at in 0..length {
        while let Some(to) = goes_to.get(at).copied().filter(|to| *to != at) {
            exchanges.push((at, to));
            goes_to.swap(at, to);
        }
    }
    exchanges
}

/// Sorts; equal ones stay as they stood.
pub fn sort<T>(all: &mut [T], goes_before: &dyn Fn(&T, &T) -> bool) {
    let by_place = |one, other| match (all.get(one), all.get(other)) {
        (Some(one), Some(other)) => goes_before(one, other),
        _ => false,
    };
    for (one, other) in exchanges(all.len(), &by_place) {
        all.swap(one, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_library_does_and_equal_ones_stay_as_they_stood(
            mut all in proptest::collection::vec((0..9_u8, any::<u8>()), 0..70)
        ) {
            let mut same = all.clone();
            same.sort_by_key(|it| it.0);
            sort(&mut all, &|one, other| one.0 < other.0);
            prop_assert_eq!(all, same);
        }
    }

    #[test]
    fn what_is_in_order_is_looked_at_once() {
        let asked = core::cell::Cell::new(0);
        let in_order = order(1_000, &|one, other| {
            asked.set(asked.get() + 1);
            one < other
        });
        assert!(in_order.into_iter().eq(0..1_000));
        assert_eq!(asked.get(), 999);
    }
}

//! The learned weights of a language as they are kept: `crates/reader/examples/learn.rs` writes them.
//!
//! Bytes: how many features, in two bytes, little-endian; the features in rising order, each as the distance to the one before, in
//! bytes that are added up, the last of them below 255; for each feature nine signed bytes: the eight kinds in the order of
//! their numbers, then `clean`; and nine biases. A feature's number is cut to 20 bits.

/// The place of `clean` in a row.
pub(crate) const CLEAN: u8 = 8;
const ROW: usize = 9;
/// A weight is kept in units of the natural logarithm, a score in hundredths of it.
const UNIT: i32 = 100;

/// The features of a language in rising order, and their rows.
pub(crate) struct Weights {
    features: Vec<u32>,
    rows: &'static [u8],
}

/// The nine weights of a feature.
#[derive(Clone, Copy)]
pub(crate) struct Row(&'static [u8]);

/// The sums of the weights of a sentence.
#[derive(Default)]
pub(crate) struct Scores([i32; ROW]);

impl Row {
    /// The weight for a kind or for `clean`.
    pub(crate) fn of(self, kind: u8) -> i32 {
        self.0.get(usize::from(kind)).map_or(0, |it| i32::from(it.cast_signed()))
    }
}

impl Weights {
    /// Unpacks the features; the rows stay where they are.
    pub(crate) fn new(kept: &'static [u8]) -> Self {
        let (count, rest) = kept.split_at_checked(2).unwrap_or((&[0, 0], &[]));
        let count = usize::from(u16::from_le_bytes(count.try_into().unwrap_or_default()));
        let mut features = Vec::with_capacity(count);
        let (mut sum, mut read) = (0_u32, 0);
        for it in rest {
            if features.len() == count {
                break;
            }
            sum += u32::from(*it);
            read += 1;
            if *it < u8::MAX {
                features.push(sum);
            }
        }
        Self { features, rows: rest.get(read..).unwrap_or_default() }
    }

    fn row(&self, at: usize) -> Option<Row> {
        self.rows.get(at * ROW..at * ROW + ROW).map(Row)
    }

    /// The weights of a feature, if it has any.
    pub(crate) fn of(&self, feature: u32) -> Option<Row> {
        self.features.binary_search(&cut(feature)).ok().and_then(|at| self.row(at))
    }
}

/// The 20 bits of a feature's number that are kept.
pub(crate) fn cut(feature: u32) -> u32 {
    (feature ^ (feature >> 15)).wrapping_mul(0x9e37_79b1) >> 12
}

impl Scores {
    pub(crate) fn add(&mut self, row: Row) {
        for (sum, at) in self.0.iter_mut().zip(0..) {
            *sum += row.of(at);
        }
    }

    /// With the biases, and as much of the sums as a sentence of so many features is given.
    pub(crate) fn weighed(mut self, features: usize, weights: &Weights) -> Self {
        let biases = weights.row(weights.features.len());
        let root = i32::try_from(features.max(1).isqrt()).unwrap_or(1);
        for (sum, at) in self.0.iter_mut().zip(0..) {
            let bias = biases.map_or(0, |it| it.of(at));
            *sum = *sum * UNIT / root + bias * UNIT;
        }
        self
    }

    /// The kind with the highest score, and by how much it passes `clean`.
    pub(crate) fn strongest(&self) -> (u8, i32) {
        let [kinds @ .., clean] = &self.0;
        let mut found = (0, i32::MIN);
        for (kind, score) in (0..).zip(kinds) {
            if *score > found.1 {
                found = (kind, *score);
            }
        }
        (found.0, found.1 - clean)
    }
}

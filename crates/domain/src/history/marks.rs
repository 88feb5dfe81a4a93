//! Checkpoints in memory: copies of the couple at some positions, many near the end and few far back.

use crate::couple::Couple;
use crate::ids::RecordId;
use crate::practice::Sealing;

/// Records between two marks, at the least.
pub(crate) const EVERY: usize = 512;

/// Copies of the couple, each before the record at its position, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    marks: Vec<(usize, Couple)>,
    /// How many records the couple has folded. Another number than the position means: it must go back first.
    pub(crate) folded: usize,
}

/// Marks at about the same distance from the end share a bucket; one of them is kept.
fn bucket(position: usize, total: usize) -> u32 {
    (total.saturating_sub(position) / EVERY + 1).ilog2()
}

impl Marks {
    /// Whether a copy before the record at this position will be of use, when there will be `total` records.
    pub(crate) fn is_wanted(&self, position: usize, total: usize) -> bool {
        let on_the_grid = position > 0 && position.is_multiple_of(EVERY);
        // Of a bucket, the one farthest back: it serves every record of the bucket.
        on_the_grid && (position == EVERY || bucket(position - EVERY, total) != bucket(position, total))
    }

    /// Keeps a copy, and drops those that another one serves as well.
    pub(crate) fn put(&mut self, position: usize, couple: &Couple) {
        self.marks.retain(|(at, _)| *at < position);
        self.marks.push((position, couple.clone()));
        let mut last = None;
        self.marks.retain(|(at, _)| {
            let own = Some(bucket(*at, position));
            core::mem::replace(&mut last, own) != own
        });
    }

    /// The last copy that is not after a position. Those after it are wrong from now on.
    pub(crate) fn back_to(&mut self, position: usize) -> Option<(usize, Couple)> {
        self.forget_after(position);
        self.marks.last().cloned()
    }

    pub(crate) fn forget_after(&mut self, position: usize) {
        self.marks.retain(|(at, _)| *at <= position);
    }

    /// The relay has the record at a position; every copy after it learns that.
    pub(crate) fn confirm(&mut self, position: usize, id: RecordId, received_ms: u64, opener: &dyn Sealing) {
        for (_, couple) in self.marks.iter_mut().filter(|(at, _)| *at > position) {
            couple.confirm(id, received_ms, opener);
        }
    }

    /// So many records came in before all others, and led to `couple`.
    pub(crate) fn shift(&mut self, by: usize, couple: &Couple) {
        for (at, _) in &mut self.marks {
            *at += by;
        }
        self.marks.insert(0, (by, couple.clone()));
        self.folded += by;
    }

    #[cfg(test)]
    pub(crate) fn positions(&self) -> Vec<usize> {
        self.marks.iter().map(|(at, _)| *at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PersonId;

    #[test]
    fn marks_stay_few_and_lie_close_to_the_end() {
        let couple = Couple::new(PersonId([1; 16]));
        let mut one_by_one = Marks::default();
        for total in 1..=70_000 {
            if one_by_one.is_wanted(total - 1, total) {
                one_by_one.put(total - 1, &couple);
            }
        }
        let mut at_once = Marks::default();
        for position in 0..70_000 {
            if at_once.is_wanted(position, 70_000) {
                at_once.put(position, &couple);
            }
        }
        for marks in [one_by_one, at_once] {
            let positions = marks.positions();
            assert!(positions.len() <= 10, "{positions:?}");
            assert!(positions.last().is_some_and(|it| 70_000 - it <= 2 * EVERY), "{positions:?}");
        }
    }
}

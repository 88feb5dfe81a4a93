//! Values that were computed otherwise, and not with this code.
//!
//! - The range of a share: for whole a and b, the part of Beta(a, b) below x is the chance of at least a hits in
//!   a + b − 1 throws with chance x each (NIST Digital Library of Mathematical Functions, 8.17.5). Summed in exact
//!   fractions of whole numbers and halved fifty times, outside of this program.
//! - The range with weights: the density integrated by Simpson's rule over 400 000 steps.
//! - Change: means, moving ranges and noise in exact fractions, compared by their squares, without a square root.
//! - Looking back: counted by hand.

use super::{Change, Looks, OwnWriting, Way, change, share, weight};
use crate::two::day;

#[test]
fn the_range_agrees_with_sums_of_exact_fractions() {
    for (kept, missed, low, high) in [
        (1.0, 0.0, 0.223_606_797_7, 0.974_679_434_5),
        (3.0, 1.0, 0.342_591_682_0, 0.923_559_608_6),
        (9.0, 2.0, 0.561_894_564_9, 0.928_129_744_5),
        (0.0, 4.0, 0.010_206_218_3, 0.450_719_727_9),
        (20.0, 5.0, 0.637_405_138_0, 0.894_403_551_1),
        (52.0, 0.0, 0.945_044_511_5, 0.999_032_670_2),
    ] {
        let found = share(kept, missed).unwrap();
        assert!((found.low - low).abs() < 1e-9, "{kept} of {missed}: {found:?}");
        assert!((found.high - high).abs() < 1e-9, "{kept} of {missed}: {found:?}");
    }
}

#[test]
fn the_range_of_weighted_weeks_agrees_with_an_integral() {
    // Kept each of the last ten weeks; missed three and eleven weeks ago.
    let kept: f64 = (0..10).map(|week| weight(week * 7)).sum();
    let missed = weight(21) + weight(77);
    let found = share(kept, missed).unwrap();
    assert!((kept - 6.982_891_875_110_734).abs() < 1e-12 && (missed - 1.156_658_119_055_955_5).abs() < 1e-12);
    assert!(
        (found.low - 0.556_168_029_1).abs() < 1e-8 && (found.high - 0.952_017_868_1).abs() < 1e-8,
        "{found:?}"
    );
}

#[test]
fn change_agrees_with_exact_fractions() {
    let of = |line: &[f64]| match change(line) {
        Change::TooFewWeeks => panic!("too few"),
        Change::AsBefore(band) => (0, band),
        Change::Risen(band) => (1, band),
        Change::Fallen(band) => (-1, band),
    };
    for (line, way, before, lately, reach) in [
        (&[3., 4., 3., 4., 3., 4., 3., 4., 3., 7., 7., 7.][..], 1, 3.444_444_444_4, 7.0, 1.611_863_314_0),
        (&[6., 5., 7., 6., 6., 5., 7., 6., 4., 5., 4.], 0, 6.0, 4.333_333_333_3, 1.800_540_426_6),
        (&[5., 5., 5., 5., 5., 5., 6., 6., 6.], 1, 5.0, 6.0, 1.0),
        (&[8., 7., 8., 8., 7., 3., 4., 3.], -1, 7.6, 3.333_333_333_3, 2.081_012_756_5),
        (&[2., 2., 2., 4., 4., 4.], 1, 2.0, 4.0, 1.020_620_726_2),
        (&[1., 9., 1., 9., 1., 9., 5., 9., 9.], 0, 5.0, 7.666_666_666_7, 9.403_015_707_3),
    ] {
        let (found, band) = of(line);
        assert_eq!(found, way, "{line:?}");
        assert!((band.before - before).abs() < 1e-9 && (band.lately - lately).abs() < 1e-9, "{band:?}");
        let (low, high) = ((before - reach).max(0.0), (before + reach).min(10.0));
        assert!((band.low - low).abs() < 1e-9 && (band.high - high).abs() < 1e-9, "{line:?}: {band:?}");
    }
}

#[test]
fn looking_back_and_forward_is_counted_by_letters_week_by_week() {
    let today = day(2025, 6, 12);
    let mut writing = OwnWriting::until(today, 3);
    writing.add(today, Way::Back, "why did you");
    writing.add(today.plus(-6), Way::Forward, "we eat");
    writing.add(today.plus(-7), Way::Forward, "لنا غد 🌱");
    writing.add(today.plus(-21), Way::Back, "too long ago");
    writing.add(today.plus(1), Way::Back, "a clock ahead");
    let weeks = writing.weeks();
    let counted: Vec<(u32, u32)> = weeks.iter().map(|it| (it.back, it.forward)).collect();
    assert_eq!(counted, [(0, 0), (0, 6), (9, 5)]);
    let shares: Vec<Option<f64>> = weeks.iter().map(Looks::back_share).collect();
    assert_eq!(shares, [None, Some(0.0), Some(9.0 / 14.0)]);
    assert_eq!(weeks[2].until, today);
}

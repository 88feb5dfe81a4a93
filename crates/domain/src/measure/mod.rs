//! What may be said about numbers, and how sure one can be. Nothing computed here is stored or sent.
//!
//! # Change, or the usual wobble
//! A line of weekly ratings is read as a chart of individual values (Shewhart's control chart with moving ranges;
//! NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2). With x₁ … xₙ the weeks in which a number was given:
//!
//! - the last three weeks are *lately*, up to twelve weeks before them are *before* (m of them, at least three);
//! - the wobble of this person on this line is σ = MR / 1.128, where MR is the mean of |xᵢ − xᵢ₋₁| over lately and
//!   before together, and 1.128 is the expected range of two values drawn from a normal distribution with σ = 1;
//! - σ is at least 0.5: ratings are whole numbers, so a line without any movement does not show a smaller wobble;
//! - it is a change when |mean(lately) − mean(before)| > 2.5 · σ · √(1/3 + 1/m), and at least one whole point.
//!
//! 2.5 instead of the 1.96 for nineteen in twenty, because σ comes from few weeks; `tests` shows how rarely a
//! line that only wobbles is called changed. With fewer than six numbers nothing is said.
//!
//! # How often kept lately
//! Each settled day of a promise counts with weight w = ½^(age in weeks / 8): a day from eight weeks ago weighs half
//! as much as one from today (the forgetting of Jøsang and Ismail's beta reputation system, 2002). With a prior that
//! holds every share for equally likely (Bayes, Laplace), the share of kept days has the distribution
//! Beta(1 + Σ w·kept, 1 + Σ w·missed). Shown are its mode, "most likely", and the middle nine tenths of it: with
//! nine in ten odds, the true share lies inside. Unclear and open days count for nothing.
//! The distribution function is the regularised incomplete beta function by its continued fraction (NIST Digital
//! Library of Mathematical Functions, 8.17.22), the quantiles by halving.
//!
//! # Looking back and forward
//! The share of one's own writing that looks back, by week: B / (B + F). See [`OwnWriting`].
//!
//! # More and more
//! How often somebody looked, by their own notes: two fortnights side by side. See [`rising`].
//!
//! These are never put together into one number: there is no score of a person, of love or of the couple.

#[cfg(test)]
mod known;
mod looking;
mod rising;

pub use looking::{Looks, OwnWriting, Way};
pub use rising::{Rising, rising};

/// How many weeks are lately.
pub const LATELY: usize = 3;
/// How many weeks are before, at most.
pub const BEFORE: usize = 12;
/// With fewer numbers nothing is said.
pub const FEWEST: usize = 6;
/// After so many weeks a day weighs half.
pub const HALF_LIFE_WEEKS: f64 = 8.0;

const RANGE_OF_TWO: f64 = 1.128;
const SMALLEST_WOBBLE: f64 = 0.5;
const BEYOND: f64 = 2.5;
const SMALLEST_CHANGE: f64 = 1.0;

/// What can be said about a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// Too few weeks to say anything.
    TooFewWeeks,
    /// It stays inside its usual wobble.
    AsBefore(Band),
    /// It has risen by more than its usual wobble.
    Risen(Band),
    /// It has fallen by more than its usual wobble.
    Fallen(Band),
}

/// The usual wobble: where the last three weeks together would lie if nothing had changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Its lower edge, not below 0.
    pub low: f64,
    /// Its upper edge, not above 10.
    pub high: f64,
    /// The mean of the weeks before.
    pub before: f64,
    /// The mean of the last three weeks.
    pub lately: f64,
}

impl Change {
    /// The lower and the upper edge of the usual wobble, once anything can be said.
    #[must_use]
    pub fn band(&self) -> Option<(f64, f64)> {
        match self {
            Change::TooFewWeeks => None,
            Change::AsBefore(it) | Change::Risen(it) | Change::Fallen(it) => Some((it.low, it.high)),
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// What can be said about ratings from 0 to 10, the oldest first.
#[must_use]
pub fn change(ratings: &[f64]) -> Change {
    if ratings.len() < FEWEST {
        return Change::TooFewWeeks;
    }
    let recent = ratings.get(ratings.len().saturating_sub(LATELY + BEFORE)..).unwrap_or(ratings);
    let (earlier, latest) = recent.split_at(recent.len() - LATELY);
    let ranges: Vec<f64> =
        recent.iter().zip(recent.iter().skip(1)).map(|(one, next)| (next - one).abs()).collect();
    let wobble = (mean(&ranges) / RANGE_OF_TWO).max(SMALLEST_WOBBLE);
    let (before, lately) = (mean(earlier), mean(latest));
    let spread = (1.0 / LATELY as f64 + 1.0 / earlier.len() as f64).sqrt();
    let noise = BEYOND * wobble * spread;
    let reach = noise.max(SMALLEST_CHANGE);
    let band = Band { low: (before - reach).max(0.0), high: (before + reach).min(10.0), before, lately };
    let moved = lately - before;
    match moved.abs() > noise && moved.abs() >= SMALLEST_CHANGE {
        true if moved > 0.0 => Change::Risen(band),
        true => Change::Fallen(band),
        false => Change::AsBefore(band),
    }
}

/// How often something is kept lately, as a share from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The lower edge of nine-in-ten odds.
    pub low: f64,
    /// The most likely share.
    pub likely: f64,
    /// The upper edge.
    pub high: f64,
}

/// The weight of a day so many days ago. Days to come, by a clock ahead, weigh like today.
#[must_use]
pub fn weight(days_ago: i32) -> f64 {
    0.5_f64.powf(f64::from(days_ago.max(0)) / 7.0 / HALF_LIFE_WEEKS)
}

/// The share kept, from the weights of kept and missed days. Nothing, when no day is settled.
#[must_use]
pub fn share(kept: f64, missed: f64) -> Option<Share> {
    let sound = kept.is_finite() && missed.is_finite() && kept >= 0.0 && missed >= 0.0;
    if !sound || kept + missed <= 0.0 {
        return None;
    }
    let (a, b) = (1.0 + kept, 1.0 + missed);
    Some(Share { low: quantile(0.05, a, b), likely: kept / (kept + missed), high: quantile(0.95, a, b) })
}

/// The share below which lies the part `p` of Beta(a, b).
fn quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if beta_below(middle, a, b) < p { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The part of Beta(a, b) below x.
fn beta_below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    // The fraction converges fast on one side of the mean only; the other side is its mirror.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    }
}

/// The continued fraction of DLMF 8.17.22, by Lentz's method.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let nonzero = |it: f64| if it.abs() < 1e-300 { 1e-300 } else { it };
    let mut c = 1.0;
    let mut d = 1.0 / nonzero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..300 {
        let m = f64::from(step);
        for term in [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ] {
            d = 1.0 / nonzero(1.0 + term * d);
            c = nonzero(1.0 + term / c);
            value *= d * c;
        }
        if (d * c - 1.0).abs() < 1e-12 {
            break;
        }
    }
    value
}

/// The logarithm of the gamma function for arguments of at least 1, by Stirling's series (DLMF 5.11.1) after moving
/// the argument up to where the series is exact to a double.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 12.0 {
        shift += x.ln();
        x += 1.0;
    }
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5))
        - 1.0 / (1680.0 * x.powi(7));
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * core::f64::consts::PI).ln() + series - shift
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wobbling numbers without a crate: a linear congruence, twelve draws to one nearly normal value.
    struct Wobble(u64);

    impl Wobble {
        fn next(&mut self) -> f64 {
            let mut sum = 0.0;
            for _ in 0..12 {
                self.0 =
                    self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                sum += (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
            }
            sum - 6.0
        }

        fn ratings(&mut self, weeks: usize, middle: f64, wobble: f64) -> Vec<f64> {
            (0..weeks).map(|_| (middle + wobble * self.next()).round().clamp(0.0, 10.0)).collect()
        }
    }

    #[test]
    fn with_fewer_than_six_weeks_nothing_is_said() {
        assert_eq!(change(&[1.0, 1.0, 9.0, 9.0, 9.0]), Change::TooFewWeeks);
        assert!(matches!(change(&[1.0, 1.0, 1.0, 9.0, 9.0, 9.0]), Change::Risen(_)));
    }

    #[test]
    fn a_line_that_only_wobbles_is_rarely_called_changed() {
        let mut wobble = Wobble(7);
        for (weeks, most) in [(6, 100), (9, 70), (15, 50)] {
            for noise in [0.5, 1.0, 2.0] {
                let called = (0..1_000)
                    .filter(|_| !matches!(change(&wobble.ratings(weeks, 5.0, noise)), Change::AsBefore(_)))
                    .count();
                assert!(called <= most, "{called} of 1000 at {weeks} weeks with a wobble of {noise}");
            }
        }
    }

    #[test]
    fn a_line_that_rises_well_beyond_its_wobble_is_mostly_called_risen() {
        let mut wobble = Wobble(11);
        let called = (0..1_000)
            .filter(|_| {
                let mut ratings = wobble.ratings(12, 3.0, 1.0);
                ratings.extend(wobble.ratings(3, 6.0, 1.0));
                matches!(change(&ratings), Change::Risen(_))
            })
            .count();
        assert!(called >= 900, "{called}");
    }

    #[test]
    fn less_than_a_whole_point_is_no_change_and_a_fall_is_named_as_one() {
        let steady = [5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 6.0, 6.0, 5.0];
        assert!(matches!(change(&steady), Change::AsBefore(_)));
        let fallen = [8.0, 8.0, 8.0, 8.0, 8.0, 4.0, 4.0, 4.0];
        let Change::Fallen(band) = change(&fallen) else { panic!("{:?}", change(&fallen)) };
        assert_eq!((band.before, band.lately), (8.0, 4.0));
        assert!(band.low < 8.0 && band.high <= 10.0);
    }

    #[test]
    fn only_the_last_fifteen_weeks_are_looked_at() {
        let mut ratings = vec![0.0; 50];
        ratings.extend([6.0; 15]);
        assert!(matches!(change(&ratings), Change::AsBefore(_)));
    }

    #[test]
    fn the_beta_distribution_agrees_with_its_closed_forms() {
        // Beta(a, 1) has the distribution x^a, Beta(1, b) has 1 − (1 − x)^b, Beta(2, 3) a polynomial.
        for x in [0.01, 0.2, 0.5, 0.83, 0.999] {
            let close =
                |found: f64, exact: f64| assert!((found - exact).abs() < 1e-10, "{x}: {found} {exact}");
            close(beta_below(x, 7.5, 1.0), x.powf(7.5));
            close(beta_below(x, 1.0, 40.0), 1.0 - (1.0 - x).powi(40));
            close(beta_below(x, 2.0, 3.0), 6.0 * x * x - 8.0 * x.powi(3) + 3.0 * x.powi(4));
        }
        assert!((ln_gamma(1.0)).abs() < 1e-12 && (ln_gamma(5.0) - 24.0_f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn the_range_has_nine_in_ten_odds_and_the_likely_share_inside() {
        let Share { low, likely, high } = share(9.0, 2.0).unwrap();
        let part = beta_below(high, 10.0, 3.0) - beta_below(low, 10.0, 3.0);
        assert!((part - 0.9).abs() < 1e-9);
        assert!(low < likely && likely < high);
        assert!((likely - 9.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn one_kept_day_says_little() {
        let one = share(1.0, 0.0).unwrap();
        assert!(one.high - one.low > 0.7, "{one:?}");
        assert_eq!(share(0.0, 0.0), None);
        assert_eq!(share(f64::NAN, 1.0), None);
        assert_eq!(share(-1.0, 3.0), None);
    }

    #[test]
    fn a_day_from_eight_weeks_ago_weighs_half() {
        assert_eq!(weight(0), 1.0);
        assert!((weight(56) - 0.5).abs() < 1e-12);
        assert_eq!(weight(-3), 1.0);
        assert!(weight(i32::MAX) >= 0.0);
    }
}

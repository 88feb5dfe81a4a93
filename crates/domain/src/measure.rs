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

//! Figures as they stand in the tables: the median, and the least and the most beside it.

/// The one in the middle; the mean of the two in the middle when there are two.
#[must_use]
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let half = figures.len() / 2;
    let upper = figures.get(half).copied().unwrap_or_default();
    match figures.get(half.wrapping_sub(1)) {
        Some(lower) if figures.len().is_multiple_of(2) => f64::midpoint(*lower, upper),
        _ => upper,
    }
}

/// `median [least–most] unit`.
#[must_use]
pub fn spread(figures: Vec<f64>, unit: &str) -> String {
    let least = figures.iter().copied().fold(f64::INFINITY, f64::min);
    let most = figures.iter().copied().fold(0.0, f64::max);
    format!("{:.0} [{least:.0}–{most:.0}] {unit}", median(figures))
}

/// How busy the machine is: figures taken on a busy one are no figures.
#[must_use]
pub fn load_average() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(Vec::new()), 0.0);
    }

    #[test]
    fn the_spread_names_both_ends() {
        assert_eq!(spread(vec![3.0, 1.0, 2.0], "ms"), "2 [1–3] ms");
    }
}

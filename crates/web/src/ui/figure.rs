//! Numbers as pictures and sentences need them.

/// A number to the tenth, as pictures take it: finer than any screen. Written out here, because the library's way of
/// writing any number whatever would weigh more than all our pictures.
pub(crate) fn tenths(number: f64) -> String {
    // What is not a number, or beyond every picture, is drawn at the edge.
    let all = (number * 10.0).round() as i64;
    let (whole, rest) = ((all / 10).unsigned_abs(), all % 10);
    let sign = if all < 0 { "-" } else { "" };
    match rest.unsigned_abs() {
        0 => [sign, &whole.to_string()].concat(),
        rest => [sign, &whole.to_string(), ".", &rest.to_string()].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_to_the_tenth() {
        let written: Vec<String> = [0.0, 3.0, 2.04, 2.05, -0.04, -0.5, -12.34, 99.96].map(tenths).into();
        assert_eq!(written, ["0", "3", "2", "2.1", "0", "-0.5", "-12.3", "100"]);
        assert_eq!(tenths(f64::NAN), "0");
    }
}

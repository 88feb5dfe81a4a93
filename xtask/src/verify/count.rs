//! Counts tests out of what they print.

/// How many tests there were.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Those that held.
    pub(crate) passed: usize,
    /// Those that did not.
    pub(crate) failed: usize,
    /// Those that somebody switched off.
    pub(crate) ignored: usize,
}

impl Count {
    /// Takes in one line; says whether a person wants to read it.
    pub(crate) fn take_in(&mut self, line: &str) -> bool {
        if let Some(result) = line.strip_prefix("test result: ") {
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
            self.ignored += number_before(result, " ignored");
            return !result.starts_with("ok. 0 passed");
        }
        let passed = line.starts_with("test ") && line.ends_with(" ... ok");
        let heading = line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test"));
        !passed && !heading && !line.is_empty()
    }

    /// Tests that did not compile, or that fell over without a word, failed all the same.
    pub(crate) fn close(&mut self, succeeded: bool) {
        if (!succeeded && self.failed == 0) || self.ignored > 0 {
            self.failed += self.ignored.max(1);
        }
    }
}

fn number_before(result: &str, word: &str) -> usize {
    let before = result.split(word).next().unwrap_or_default();
    let digits = before.rsplit(|it: char| !it.is_ascii_digit()).next();
    digits.and_then(|it| it.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_added_up() {
        let mut count = Count::default();
        count.take_in("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out");
        count.take_in("test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out");
        assert_eq!(count, Count { passed: 15, failed: 2, ignored: 1 });
    }

    #[test]
    fn what_went_well_is_not_printed_line_by_line() {
        let mut count = Count::default();
        assert!(!count.take_in("test a_promise_is_kept ... ok"));
        assert!(!count.take_in("running 1 test"));
        assert!(count.take_in("test a_promise_is_kept ... FAILED"));
        assert!(count.take_in("thread 'a' panicked at src/a.rs"));
    }

    #[test]
    fn tests_that_fell_over_or_were_switched_off_have_failed() {
        let mut silent = Count::default();
        silent.close(false);
        assert_eq!(silent.failed, 1);
        let mut switched_off = Count { passed: 3, failed: 0, ignored: 2 };
        switched_off.close(true);
        assert_eq!(switched_off.failed, 2);
        let mut fine = Count { passed: 3, ..Count::default() };
        fine.close(true);
        assert_eq!(fine.failed, 0);
    }
}

//! Days and times as people say them: "Thursday, 12 June, 20:00".

use domain::{Day, WallTime, Weekday};

use crate::words::time;

/// "Thursday".
pub(crate) fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => time::monday(),
        Weekday::Tuesday => time::tuesday(),
        Weekday::Wednesday => time::wednesday(),
        Weekday::Thursday => time::thursday(),
        Weekday::Friday => time::friday(),
        Weekday::Saturday => time::saturday(),
        Weekday::Sunday => time::sunday(),
    }
}

/// "June".
pub(crate) fn month(date: Day) -> &'static str {
    match date.month() {
        1 => time::january(),
        2 => time::february(),
        3 => time::march(),
        4 => time::april(),
        5 => time::may(),
        6 => time::june(),
        7 => time::july(),
        8 => time::august(),
        9 => time::september(),
        10 => time::october(),
        11 => time::november(),
        _ => time::december(),
    }
}

/// "12 June".
pub(crate) fn day(date: Day) -> String {
    time::day(&date.day().to_string(), month(date))
}

/// "Thursday, 12 June".
pub(crate) fn weekday_and_day(date: Day) -> String {
    time::weekday_and_day(weekday(date.weekday()), &day(date))
}

/// "Thursday, 12 June, 20:00".
pub(crate) fn day_and_time(at: WallTime) -> String {
    time::day_and_time(&weekday_and_day(at.day()), &clock(at))
}

/// "20:00".
pub(crate) fn clock(at: WallTime) -> String {
    [two(at.hour()), two(at.minute())].join(":")
}

fn two(number: u8) -> String {
    if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() }
}

/// "Thursday evening".
pub(crate) fn part_of_day(at: WallTime) -> String {
    let day = weekday(at.day().weekday());
    match at.hour() {
        5..=11 => time::morning(day),
        12..=17 => time::afternoon(day),
        18..=22 => time::evening(day),
        _ => time::night(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let at = Day::new(2025, 6, 12).map(|day| WallTime::new(day, 20, 5, 0)).unwrap_or_default();
        assert_eq!(day_and_time(at), "Thursday, 12 June, 20:05");
        assert_eq!(part_of_day(at), "Thursday evening");
    }
}

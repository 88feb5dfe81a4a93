//! Days and times as people say them: "Thursday, 12 June, 20:00".

use domain::{Day, WallTime, Weekday};

use crate::words::calendar;

/// "Thursday".
pub(crate) fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => calendar::monday(),
        Weekday::Tuesday => calendar::tuesday(),
        Weekday::Wednesday => calendar::wednesday(),
        Weekday::Thursday => calendar::thursday(),
        Weekday::Friday => calendar::friday(),
        Weekday::Saturday => calendar::saturday(),
        Weekday::Sunday => calendar::sunday(),
    }
}

/// "June".
pub(crate) fn month(date: Day) -> &'static str {
    match date.month() {
        1 => calendar::january(),
        2 => calendar::february(),
        3 => calendar::march(),
        4 => calendar::april(),
        5 => calendar::may(),
        6 => calendar::june(),
        7 => calendar::july(),
        8 => calendar::august(),
        9 => calendar::september(),
        10 => calendar::october(),
        11 => calendar::november(),
        _ => calendar::december(),
    }
}

/// "12 June".
pub(crate) fn day(date: Day) -> String {
    calendar::day(&date.day().to_string(), month(date))
}

/// "Thursday, 12 June".
pub(crate) fn weekday_and_day(date: Day) -> String {
    calendar::weekday_and_day(weekday(date.weekday()), &day(date))
}

/// "Thursday, 12 June, 20:00".
pub(crate) fn day_and_time(at: WallTime) -> String {
    calendar::day_and_time(&weekday_and_day(at.day()), &clock(at))
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
        5..=11 => calendar::morning(day),
        12..=17 => calendar::afternoon(day),
        18..=22 => calendar::evening(day),
        _ => calendar::night(day),
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

//! A promise as a calendar file (iCalendar, RFC 5545), for one's own calendar. Whole days without a time zone.

use crate::day::{Day, Weekday};
use crate::practices::promises::{Nth, Promise, Repeat, When};
use crate::wall::WallTime;

/// The words around the promise, in the language of the screen.
#[derive(Clone, Copy, Debug)]
pub struct CalendarText<'a> {
    /// The title of the entry. The screen decides whether it is the promise itself or something neutral.
    pub title: &'a str,
    /// The stamp of the file, as in 20250612T200000Z.
    pub made_at: WallTime,
}

/// The calendar file of a promise.
#[must_use]
pub fn to_ics(promise: &Promise, text: &CalendarText<'_>) -> String {
    let first = promise.when.on_or_after(promise.when.from).unwrap_or(promise.when.from);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//mend//promises//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", promise.id),
        format!("DTSTAMP:{}Z", stamp(text.made_at)),
        format!("DTSTART;VALUE=DATE:{}", digits(first)),
        "TRANSP:TRANSPARENT".to_owned(),
        format!("SUMMARY:{}", escaped(text.title)),
    ];
    lines.extend(rule(&promise.when).map(|it| format!("RRULE:{it}")));
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lines.iter().map(|it| folded(it)).collect()
}

/// As in 20250612T200000.
fn stamp(at: WallTime) -> String {
    let shown = at.to_string();
    shown.chars().filter(|it| !matches!(it, '-' | ':')).map(|it| if it == ' ' { 'T' } else { it }).collect()
}

fn digits(day: Day) -> String {
    day.to_string().replace('-', "")
}

fn rule(when: &When) -> Option<String> {
    let mut rule = match when.repeat {
        Repeat::Once => return None,
        Repeat::Daily { every } => format!("FREQ=DAILY;INTERVAL={every}"),
        Repeat::Weekly { every, on } => {
            let days: Vec<&str> = on.iter().map(short).collect();
            format!("FREQ=WEEKLY;INTERVAL={every};WKST=MO;BYDAY={}", days.join(","))
        }
        // The last of the days up to the wished one: the 31st, or the last day of a shorter month.
        Repeat::MonthlyOn { every, day } if day > 28 => {
            let days: Vec<String> = (28..=day).map(|it| it.to_string()).collect();
            format!("FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={};BYSETPOS=-1", days.join(","))
        }
        Repeat::MonthlyOn { every, day } => format!("FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={day}"),
        Repeat::MonthlyThe { every, nth, weekday } => {
            format!("FREQ=MONTHLY;INTERVAL={every};BYDAY={}{}", position(nth), short(weekday))
        }
    };
    if let Some(until) = when.until {
        rule.push_str(";UNTIL=");
        rule.push_str(&digits(until));
    }
    Some(rule)
}

fn position(nth: Nth) -> i8 {
    match nth {
        Nth::First => 1,
        Nth::Second => 2,
        Nth::Third => 3,
        Nth::Fourth => 4,
        Nth::Last => -1,
    }
}

fn short(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            it if it.is_control() => {}
            it => out.push(it),
        }
    }
    out
}

/// Lines of at most 75 bytes; the rest follows after a space.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut width = 0;
    for letter in line.chars() {
        if width + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(letter);
        width += letter.len_utf8();
    }
    out.push_str("\r\n");
    out
}

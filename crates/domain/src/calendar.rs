//! Dates of the two as a calendar file (iCalendar, RFC 5545), for one's own calendar: promises, time together, the fresh start,
//! what is to be talked about on a day, the days of an open book, and return times.
//!
//! What is for a day is a day without a zone, and what is for a time on the wall clock has that time without a zone ("floating", 3.3.5):
//! no clock change moves it, and each has it by their own clock. A return time is a moment, so it stands in UTC. So no file needs the rules
//! of any zone.

use crate::couple::Couple;
use crate::day::{Day, Moment, Weekday};
use crate::ids::{AgreementId, MemoryId, PromiseId, SpaceAskedId, StartId, TopicId};
use crate::practices::promises::{Nth, Repeat, When};
use crate::wall::WallTime;

/// What a date is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A promise.
    Promise(PromiseId),
    /// Time together, to which both said yes.
    Together(MemoryId),
    /// The day of a fresh start.
    Start(StartId),
    /// Something to talk about on a day.
    Talk(TopicId),
    /// The day to look at an agreement about an open book.
    Review(AgreementId),
    /// The last day of an agreement about an open book.
    LastDay(AgreementId),
    /// When one of the two comes back from space.
    Back(SpaceAskedId),
}

/// When it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// On whole days, by a rule.
    Days(When),
    /// At a time of the wall clock: minutes after midnight.
    Wall(Day, u16),
    /// At a moment, in milliseconds since 1970.
    Moment(u64),
}

/// One date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Of what.
    pub of: Of,
    /// When.
    pub at: At,
    /// The words of the two. Empty for a return time.
    pub words: String,
}

/// Every date from today on, in the order of its practice: promises, time together, the fresh start, talks, open books, return
/// times.
#[must_use]
pub fn dates(couple: &Couple, now: &Moment) -> Vec<Dated> {
    let today = now.today();
    let mut all = Vec::new();
    for it in couple.promises.all().into_iter().filter(|it| it.is_open(now)) {
        all.push(Dated { of: Of::Promise(it.id), at: At::Days(it.when), words: it.words.clone() });
    }
    for it in couple.memories.planned().into_iter().filter(|it| it.is_agreed() && it.when.on >= today) {
        let on = it.when.on;
        let at = it.when.at_minute.map_or(At::Days(When::once(on)), |minute| At::Wall(on, minute));
        all.push(Dated { of: Of::Together(it.id), at, words: it.name.clone() });
    }
    if let Some(it) = couple.closeness.start().filter(|it| it.day >= today) {
        let at = At::Days(When::once(it.day));
        all.push(Dated { of: Of::Start(it.id), at, words: it.ritual.clone() });
    }
    for it in couple.talk.topics().into_iter().filter(|it| it.is_open()) {
        if let Some(day) = it.for_day.filter(|day| *day >= today) {
            let at = At::Days(When::once(day));
            all.push(Dated { of: Of::Talk(it.id), at, words: it.text.clone() });
        }
    }
    for it in couple.open_book.running(couple, today) {
        for (of, on) in [(Of::Review(it.id), it.terms.review), (Of::LastDay(it.id), it.terms.until)] {
            if on >= today {
                let words = it.terms.exactly.clone().unwrap_or_default();
                all.push(Dated { of, at: At::Days(When::once(on)), words });
            }
        }
    }
    if let Some(it) = couple.space.now(now).apart() {
        all.push(Dated { of: Of::Back(it.id), at: At::Moment(it.until_ms()), words: String::new() });
    }
    all
}

impl Dated {
    /// Its name in the calendar, the same for ever: taken again, it takes the place of what was there.
    #[must_use]
    pub fn uid(&self) -> String {
        let id = match self.of {
            Of::Promise(id) => id.to_string(),
            Of::Together(id) => id.to_string(),
            Of::Start(id) => id.to_string(),
            Of::Talk(id) => id.to_string(),
            Of::Review(id) => [&id.to_string(), ".review"].concat(),
            Of::LastDay(id) => [&id.to_string(), ".last"].concat(),
            Of::Back(id) => id.to_string(),
        };
        [&id, "@mend"].concat()
    }

    /// The next day on which it is; nothing for a moment, whose day depends on where one is.
    #[must_use]
    pub fn next(&self, today: Day) -> Option<Day> {
        match self.at {
            At::Days(when) => when.on_or_after(today),
            At::Wall(on, _) => Some(on),
            At::Moment(_) => None,
        }
    }

    fn start(&self) -> String {
        match self.at {
            At::Days(when) => {
                let first = when.on_or_after(when.from).unwrap_or(when.from);
                ["DTSTART;VALUE=DATE:", &digits(first)].concat()
            }
            At::Wall(on, minute) => {
                let at = WallTime::new(on, 0, 0, 0).plus_minutes(minute.into());
                ["DTSTART:", &stamp(at)].concat()
            }
            At::Moment(ms) => ["DTSTART:", &stamp(WallTime::of_greenwich(ms / 1_000)), "Z"].concat(),
        }
    }
}

/// The calendar file of some dates, each with what it is called there. `now_ms` is when it is written, in milliseconds since 1970.
#[must_use]
pub fn to_ics(dates: &[(Dated, String)], now_ms: u64) -> String {
    let made_at = ["DTSTAMP:", &stamp(WallTime::of_greenwich(now_ms / 1_000)), "Z"].concat();
    let mut out = String::new();
    let mut line = |line: &str| fold(line, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//mend//dates//EN");
    for (it, title) in dates {
        line("BEGIN:VEVENT");
        line(&["UID:", &it.uid()].concat());
        line(&made_at);
        line(&it.start());
        if let At::Days(when) = &it.at
            && let Some(rule) = rule(when)
        {
            line(&["RRULE:", &rule].concat());
        }
        line(&["SUMMARY:", &escaped(title)].concat());
        // Nobody is kept from anything by it, and whoever looks at when one is free learns nothing.
        line("TRANSP:TRANSPARENT");
        line("CLASS:PRIVATE");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
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

/// Adds a line, in pieces of at most 75 bytes; the rest follows after a space.
fn fold(line: &str, out: &mut String) {
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
}

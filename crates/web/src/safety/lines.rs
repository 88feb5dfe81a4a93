//! Help lines as they lie on every device: a small table, read once. Which country is shown first is only guessed.

use std::cell::{OnceCell, RefCell};

use domain::Day;

/// What a line is for, in the order in which lines are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Emergency,
    Violence,
    Crisis,
    Men,
    Lgbtq,
    Couples,
}

/// The names of the kinds in the table.
const KINDS: [(&str, Kind); 6] = [
    ("emergency", Kind::Emergency),
    ("violence", Kind::Violence),
    ("crisis", Kind::Crisis),
    ("men", Kind::Men),
    ("lgbtq", Kind::Lgbtq),
    ("couples", Kind::Couples),
];

/// One row of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HelpLine {
    cells: Vec<String>,
}

/// A column of the table, as `xtask` writes it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column {
    Country,
    Kind,
    Name,
    Serves,
    Who,
    Phone,
    PhoneShown,
    Text,
    Web,
    Hours,
    Languages,
    Owner,
    ReadOn,
    Free,
    Year,
    Source,
}

impl HelpLine {
    pub(crate) fn cell(&self, column: Column) -> &str {
        self.cells.get(column as usize).map(String::as_str).unwrap_or_default()
    }

    pub(crate) fn kind(&self) -> Option<Kind> {
        let named = self.cell(Column::Kind);
        KINDS.iter().find(|(name, _)| *name == named).map(|(_, kind)| *kind)
    }

    /// The day on which somebody last looked whether it still holds.
    pub(crate) fn read_on(&self) -> Option<Day> {
        Day::parse(self.cell(Column::ReadOn))
    }

    /// Whether that is more than a year ago.
    pub(crate) fn is_old(&self, today: Day) -> bool {
        self.read_on().is_none_or(|it| today.number() - it.number() > 366)
    }
}

/// The whole table.
#[derive(Default)]
pub(crate) struct HelpLines {
    /// A time zone and its country.
    zones: Vec<(String, String)>,
    lines: Vec<HelpLine>,
}

impl HelpLines {
    /// Reads the table. A row that is none is passed over.
    pub(crate) fn read(table: &str) -> Self {
        let mut all = Self::default();
        for row in table.lines() {
            let cells: Vec<String> = row.split('\t').map(str::to_owned).collect();
            match cells.as_slice() {
                [sign, zone, country] if sign == "@" => all.zones.push((zone.clone(), country.clone())),
                _ if cells.len() > Column::Source as usize => all.lines.push(HelpLine { cells }),
                _ => {}
            }
        }
        all
    }

    /// The lines of a country that are for one of these, in their order.
    pub(crate) fn of(&self, country: &str, kinds: &[Kind]) -> Vec<HelpLine> {
        let mut found = Vec::new();
        for kind in kinds {
            let fits = |it: &&HelpLine| it.cell(Column::Country) == country && it.kind() == Some(*kind);
            found.extend(self.lines.iter().filter(fits).cloned());
        }
        found
    }

    /// Every country that has a line, in the order of the table.
    pub(crate) fn countries(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for line in &self.lines {
            let country = line.cell(Column::Country);
            if all.last().is_none_or(|it| it != country) {
                all.push(country.to_owned());
            }
        }
        all
    }

    /// The country that is shown first: by the clock's zone, for a clock goes along on a journey. Only where the zone says
    /// nothing, by a language that names a country. Nothing when neither is here: a wrong number is worse than none.
    pub(crate) fn first_shown(&self, zone: &str, languages: &[String]) -> Option<String> {
        if let Some((_, country)) = self.zones.iter().find(|(name, _)| name == zone) {
            return Some(country.clone());
        }
        let says_nothing = zone.is_empty() || zone == "UTC" || zone.starts_with("Etc/");
        let named = languages.iter().filter_map(|it| it.split('-').skip(1).find(|part| part.len() == 2));
        let here = self.countries();
        named.filter(|_| says_nothing).map(str::to_uppercase).find(|it| here.contains(it))
    }
}

thread_local! {
    static LINES: OnceCell<HelpLines> = const { OnceCell::new() };
    /// What the person chose, as long as the page is open. It is never kept.
    static CHOSEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Takes the table in.
pub(super) fn keep(table: &str) {
    LINES.with(|lines| {
        let _ = lines.set(HelpLines::read(table));
    });
}

/// Whether it is here.
pub(super) fn are_here() -> bool {
    LINES.with(|lines| lines.get().is_some())
}

/// Looks into the table, once it is here.
pub(super) fn look<T>(look: impl FnOnce(&HelpLines) -> T) -> Option<T> {
    LINES.with(|lines| lines.get().map(look))
}

/// The country whose lines are shown: the chosen one, else the guess.
pub(super) fn country(zone: &str, languages: &[String]) -> Option<String> {
    CHOSEN.with_borrow(Clone::clone).or_else(|| look(|it| it.first_shown(zone, languages)).flatten())
}

/// From now on, and for this visit, this country is shown.
pub(super) fn choose(country: &str) {
    CHOSEN.set(Some(country.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "@\tEurope/Amsterdam\tNL\n@\tEurope/Zurich\tCH\n\
        CH\temergency\tPolizei\t\t\t117\t117\t\t\t\t\tgovernment\t2026-11-22\t\t\tch.ch\n\
        NL\tcrisis\t113\t\t\t113\t113\t\t113.nl\t24/7\t\toperator\t2026-11-22\tfree\t2025\t113.nl\n\
        NL\temergency\t112\t\t\t112\t112\t\t\t\t\tgovernment\t2025-01-01\t\t\trijksoverheid.nl\n\
        NL\tviolence\ttoo few cells\n";

    #[test]
    fn the_lines_of_a_country_come_in_the_order_they_were_asked_for() {
        let all = HelpLines::read(TABLE);
        let found = all.of("NL", &[Kind::Emergency, Kind::Violence, Kind::Crisis]);
        let names: Vec<&str> = found.iter().map(|it| it.cell(Column::Name)).collect();
        assert_eq!(names, ["112", "113"]);
        assert_eq!(found[1].cell(Column::Free), "free");
        assert_eq!(found[1].cell(Column::Source), "113.nl");
        assert_eq!(all.countries(), ["CH", "NL"]);
    }

    #[test]
    fn the_country_shown_first_follows_the_clock_then_the_language_and_else_is_asked_for() {
        let all = HelpLines::read(TABLE);
        let english = ["en-US".to_owned(), "de-CH".to_owned()];
        assert_eq!(all.first_shown("Europe/Amsterdam", &english).as_deref(), Some("NL"));
        assert_eq!(all.first_shown("", &english).as_deref(), Some("CH"), "the first that has lines");
        assert_eq!(all.first_shown("UTC", &["nl".to_owned()]), None, "a language without a country");
        assert_eq!(all.first_shown("Africa/Cairo", &english), None, "somewhere else: no wrong number");
    }

    #[test]
    fn a_line_nobody_looked_at_for_more_than_a_year_is_old() {
        let all = HelpLines::read(TABLE);
        let lines = all.of("NL", &[Kind::Emergency, Kind::Crisis]);
        let today = Day::parse("2026-12-01").unwrap_or(Day::from_number(0));
        assert_eq!(lines.iter().map(|it| it.is_old(today)).collect::<Vec<_>>(), [true, false]);
    }
}

//! Ideas for time together, by what they cost, what they ask for, and where they happen. What is here is which there are;
//! their words stand in `locales/`, under the same numbers for ever.

/// What it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// Nothing.
    Free,
    /// What a coffee or a bus ticket costs.
    Little,
    /// More than that.
    Some,
}

/// How much it asks of two tired people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Energy {
    /// It can be done on a bad day.
    Low,
    /// It takes getting up for.
    Middle,
    /// It takes some strength.
    High,
}

/// Where it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At home.
    Home,
    /// Out of doors.
    Outside,
    /// Among people: in town, at somebody's.
    Out,
    /// Anywhere, also while apart.
    Anywhere,
}

/// One idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Idea {
    /// Its number, for ever.
    pub id: u16,
    /// What it costs.
    pub cost: Cost,
    /// How much it asks.
    pub energy: Energy,
    /// Where.
    pub place: Place,
}

/// The numbers of the ideas of one kind: cost, energy, place, the first and the last number.
type Row = (Cost, Energy, Place, u16, u16);

const ROWS: [Row; 16] = {
    use Cost::{Free, Little, Some};
    use Energy::{High, Low, Middle};
    use Place::{Anywhere, Home, Out, Outside};
    [
        (Free, Low, Home, 101, 114),
        (Free, Middle, Home, 121, 128),
        (Free, High, Home, 131, 133),
        (Free, Low, Outside, 141, 147),
        (Free, Middle, Outside, 151, 157),
        (Free, High, Outside, 161, 163),
        (Free, Low, Anywhere, 171, 178),
        (Free, Middle, Out, 181, 185),
        (Little, Low, Home, 201, 205),
        (Little, Middle, Home, 211, 215),
        (Little, Low, Out, 221, 224),
        (Little, Middle, Out, 231, 234),
        (Little, Middle, Outside, 241, 244),
        (Some, Low, Out, 301, 303),
        (Some, Middle, Out, 311, 312),
        (Some, High, Outside, 321, 322),
    ]
};

/// Every idea, in the order of the numbers.
pub fn all() -> impl Iterator<Item = Idea> {
    ROWS.into_iter().flat_map(|(cost, energy, place, first, last)| {
        (first..=last).map(move |id| Idea { id, cost, energy, place })
    })
}

/// The idea of this number, if there is one.
#[must_use]
pub fn idea(id: u16) -> Option<Idea> {
    all().find(|it| it.id == id)
}

#[cfg(test)]
mod tests {
    use super::{Cost, Energy, Place, all};

    #[test]
    fn there_are_eighty_ideas_and_more_of_them_each_with_its_words() {
        let words = include_str!("../../../locales/en/ideas.toml");
        assert!(all().count() >= 80, "{}", all().count());
        for it in all() {
            assert!(words.lines().any(|line| line.starts_with(&format!("{} = \"", it.id))), "{}", it.id);
        }
        let written = words.lines().filter(|line| line.starts_with(|it: char| it.is_ascii_digit())).count();
        assert_eq!(written, all().count());
    }

    #[test]
    fn there_is_something_for_every_purse_for_every_day_and_for_every_place() {
        for cost in [Cost::Free, Cost::Little, Cost::Some] {
            assert!(all().filter(|it| it.cost == cost).count() >= 5);
        }
        for energy in [Energy::Low, Energy::Middle, Energy::High] {
            assert!(all().filter(|it| it.energy == energy).count() >= 5);
        }
        for place in [Place::Home, Place::Outside, Place::Out, Place::Anywhere] {
            assert!(all().filter(|it| it.place == place).count() >= 5);
        }
        assert!(all().filter(|it| it.cost == Cost::Free).count() >= 40);
    }
}

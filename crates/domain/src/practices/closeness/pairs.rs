//! How one feels loved: thirty choices between two of five ways. What comes of it are words to talk with, and never a type.

/// A way of being shown love.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Said or written.
    Words,
    /// Time for each other.
    Time,
    /// A hand with what there is to do.
    Help,
    /// Something brought or made.
    Gifts,
    /// A touch that is wanted.
    Touch,
}

impl Way {
    /// All five, in the order in which they are counted.
    pub const ALL: [Way; 5] = [Way::Words, Way::Time, Way::Help, Way::Gifts, Way::Touch];

    /// Its small acts, by their numbers.
    pub fn acts(self) -> impl Iterator<Item = u16> {
        let first = (self as u16 + 1) * 100;
        first + 1..=first + ACTS_OF_A_WAY
    }
}

/// How many small acts there are of each way. Their numbers are 101 and on for words, 201 and on for time, and so on; a
/// number keeps its act for ever.
pub const ACTS_OF_A_WAY: u16 = 12;

/// How many pairs there are.
pub const PAIRS: usize = 30;

/// How often each way stands in a pair.
pub const OFTEN: u8 = 12;

/// Which ways stand against each other in a pair, counted from 0: each of the ten pairs of ways three times, and which of
/// them stands first changes.
#[must_use]
pub fn pair(nth: usize) -> [Way; 2] {
    use Way::{Gifts, Help, Time, Touch, Words};
    const TEN: [[Way; 2]; 10] = [
        [Words, Time],
        [Help, Gifts],
        [Time, Touch],
        [Words, Help],
        [Gifts, Time],
        [Touch, Words],
        [Time, Help],
        [Gifts, Touch],
        [Words, Gifts],
        [Help, Touch],
    ];
    let [one, other] = TEN.get(nth % 10).copied().unwrap_or([Words, Time]);
    if nth / 10 % 2 == 1 { [other, one] } else { [one, other] }
}

/// What one chose in each pair: the first, the other, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices(pub [Option<bool>; PAIRS]);

impl Default for Choices {
    fn default() -> Self {
        Self([None; PAIRS])
    }
}

/// How often each way was chosen, in the order of the ways.
pub type Times = [u8; 5];

impl Choices {
    /// How often each way was chosen.
    #[must_use]
    pub fn times(&self) -> Times {
        let mut times = Times::default();
        for (nth, is_first) in self.0.iter().enumerate() {
            let [one, other] = pair(nth);
            let way = is_first.map(|first| if first { one } else { other });
            if let Some(count) = way.and_then(|it| times.get_mut(it as usize)) {
                *count += 1;
            }
        }
        times
    }

    /// Whether a way is chosen at all.
    #[must_use]
    pub fn has(&self, way: Way) -> bool {
        self.times().get(way as usize).is_some_and(|it| *it > 0)
    }

    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// One figure a pair: 0 left open, 1 the first, 2 the other.
    #[must_use]
    pub fn figures(&self) -> Vec<u8> {
        self.0.iter().map(|it| it.map_or(0, |first| if first { 1 } else { 2 })).collect()
    }

    /// Reads [`Choices::figures`]; anything else is nothing.
    #[must_use]
    pub fn read(figures: &[u8]) -> Option<Self> {
        let mut all = Self::default();
        let sound = figures.len() == PAIRS && figures.iter().all(|it| *it < 3);
        for (to, from) in all.0.iter_mut().zip(figures) {
            *to = (*from > 0).then_some(*from == 1);
        }
        sound.then_some(all)
    }
}

/// What can be such a count: nothing is chosen more often than it is offered, nor all of it more often than there are
/// pairs.
pub(super) fn times(figures: &[u8]) -> Option<Times> {
    let times: Times = figures.try_into().ok()?;
    let sum: usize = times.iter().map(|it| usize::from(*it)).sum();
    (times.iter().all(|it| *it <= OFTEN) && (1..=PAIRS).contains(&sum)).then_some(times)
}

/// The two ways chosen most often, the more often first. Ways that were never chosen are none of them.
pub(super) fn most(times: &Times) -> Vec<Way> {
    let mut ways: Vec<(u8, Way)> = times.iter().copied().zip(Way::ALL).filter(|it| it.0 > 0).collect();
    lean::sort(&mut ways, &|one, other| (other.0, one.1) < (one.0, other.1));
    ways.into_iter().take(2).map(|it| it.1).collect()
}

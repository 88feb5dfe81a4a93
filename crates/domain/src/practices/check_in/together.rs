//! A week's check-in as the screen shows it: to write, sealed, or both side by side.

use crate::couple::Couple;
use crate::day::{Day, Moment};
use crate::exchange::{State, Subject};
use crate::practices::check_in::{Answers, CheckIn, Facet, SHOWN_FOR_DAYS, SOMETHING_TO_TALK_ABOUT, round};

/// This week's check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThisWeek {
    /// The check-in's day.
    pub week: Day,
    /// How it stands.
    pub state: WeekState,
    /// What the viewer keeps for themselves this week.
    pub kept_for_myself: Option<Answers>,
}

/// How a week's check-in stands, for the viewer. Nothing here tells whether the other has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WeekState {
    /// The viewer has sealed nothing.
    ToWrite,
    /// Mine is sealed; waiting until both are ready. It can be taken back.
    Sealed {
        /// "Read mine".
        mine: Option<Answers>,
    },
    /// Both are sealed; it opens by itself when the devices meet.
    Opening {
        /// "Read mine".
        mine: Option<Answers>,
    },
    /// Mine can be opened by the other; theirs follows when their device is online the next time.
    TheirsNotReleased {
        /// "Read mine".
        mine: Option<Answers>,
    },
    /// Both are open.
    Open(SideBySide),
    /// What was opened does not fit what was sealed, or is no check-in. Said plainly.
    Broken {
        /// It is the viewer's own that does not fit.
        mine: bool,
    },
}

/// Two check-ins side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideBySide {
    /// The check-in's day.
    pub week: Day,
    /// The viewer's answers.
    pub mine: Answers,
    /// The other's answers.
    pub theirs: Answers,
    /// The seven facets, in order.
    pub pairs: Vec<Pair>,
}

/// One facet, as both rated it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Which.
    pub facet: Facet,
    /// The viewer's number.
    pub mine: Option<u8>,
    /// The other's number.
    pub theirs: Option<u8>,
    /// Three or more points apart: something to talk about, and no one's fault.
    pub to_talk_about: bool,
}

impl SideBySide {
    fn of(week: Day, mine: Answers, theirs: Answers) -> Self {
        let pairs = Facet::ALL.iter().map(|facet| Pair::of(*facet, &mine, &theirs)).collect();
        Self { week, mine, theirs, pairs }
    }

    /// The facets that are something to talk about.
    pub fn to_talk_about(&self) -> impl Iterator<Item = Facet> {
        self.pairs.iter().filter(|it| it.to_talk_about).map(|it| it.facet)
    }
}

impl Pair {
    fn of(facet: Facet, mine: &Answers, theirs: &Answers) -> Self {
        let (mine, theirs) = (mine.rating(facet), theirs.rating(facet));
        let gap = mine.zip(theirs).map(|(mine, theirs)| mine.abs_diff(theirs));
        Self { facet, mine, theirs, to_talk_about: gap.is_some_and(|it| it >= SOMETHING_TO_TALK_ABOUT) }
    }
}

impl CheckIn {
    /// The viewer's present week.
    #[must_use]
    pub fn this_week(&self, couple: &Couple, now: &Moment) -> ThisWeek {
        let week = self.week_of(now);
        ThisWeek {
            week,
            state: self.state(couple, week),
            kept_for_myself: self.kept_for_myself(week).cloned(),
        }
    }

    /// How the check-in of a week stands.
    #[must_use]
    pub fn state(&self, couple: &Couple, week: Day) -> WeekState {
        let mine = couple.exchange.mine(round(week), couple.viewer).and_then(Answers::from_cbor);
        match couple.exchange.state(round(week), couple.viewer) {
            State::Writing => WeekState::ToWrite,
            State::Waiting => WeekState::Sealed { mine },
            State::Opening => WeekState::Opening { mine },
            State::TheirsNotReleased => WeekState::TheirsNotReleased { mine },
            State::Broken { whose } => WeekState::Broken { mine: whose == couple.viewer },
            State::Open { mine, theirs } => match (Answers::from_cbor(&mine), Answers::from_cbor(&theirs)) {
                (Some(mine), Some(theirs)) => WeekState::Open(SideBySide::of(week, mine, theirs)),
                (mine, _) => WeekState::Broken { mine: mine.is_none() },
            },
        }
    }

    /// The latest week that is open and not long ago, whenever it opened.
    #[must_use]
    pub fn just_opened(&self, couple: &Couple, now: &Moment) -> Option<Day> {
        let latest = self.opened(couple).first().map(|it| it.week)?;
        (now.today().days_since(latest) < SHOWN_FOR_DAYS).then_some(latest)
    }

    /// Every week that both have opened, the latest first.
    #[must_use]
    pub fn opened(&self, couple: &Couple) -> Vec<SideBySide> {
        let mut all: Vec<SideBySide> = Self::weeks(couple)
            .filter_map(|week| match self.state(couple, week) {
                WeekState::Open(it) => Some(it),
                _ => None,
            })
            .collect();
        lean::sort(&mut all, &|one, other| one.week > other.week);
        all
    }

    /// The week that was open last on a day, and the latest one since then.
    #[must_use]
    pub fn then_and_now(&self, couple: &Couple, day: Day) -> [Option<SideBySide>; 2] {
        let all = self.opened(couple);
        let now = all.first().filter(|it| it.week > day).cloned();
        [all.into_iter().find(|it| it.week <= day), now]
    }

    pub(super) fn weeks(couple: &Couple) -> impl Iterator<Item = Day> {
        couple.exchange.rounds().filter_map(|(_, subject)| match subject {
            Subject::CheckIn { week } => Some(week),
            Subject::SamePage { .. }
            | Subject::Learning { .. }
            | Subject::OurFuture { .. }
            | Subject::Vulnerability { .. } => None,
        })
    }
}

//! What two made-up people did in twelve weeks, act by act, counted back from today.

mod amended;
mod asked;
mod closer;
mod inward;
mod kept;
mod needed;
mod opened;
mod promised;
mod steady;
mod talked;
mod told;
mod weeks;

use domain::check_in::{Answers, Facet};
use domain::{Command, Couple, Day, HurtId, Moment, check_in, path};

use super::moment_before;
use weeks::{Said, WEEKS, Week};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Asked most of the questions.
    Noor,
    /// Made most of the promises.
    Sam,
}

impl Who {
    /// What the other calls them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Noor => "Noor",
            Self::Sam => "Sam",
        }
    }
}

type What = Box<dyn Fn(&Couple) -> Option<Command>>;

/// One thing somebody did.
pub struct Act {
    /// When, on their wall clock.
    pub at: Moment,
    /// Who.
    pub who: Who,
    what: What,
}

impl Act {
    /// The command, as the journey stands then.
    #[must_use]
    pub fn command(&self, couple: &Couple) -> Option<Command> {
        (self.what)(couple)
    }
}

/// Days before today, hour, minute.
type When3 = (i32, u8, u8);

struct Script {
    now: Moment,
    acts: Vec<Act>,
}

/// Everything the two did up to now, in order.
#[must_use]
pub fn script(now: &Moment) -> Vec<Act> {
    let mut script = Script { now: *now, acts: Vec::new() };
    script.check_ins();
    script.steadying();
    script.telling();
    script.questions();
    script.looking_inward();
    script.talks();
    script.amends();
    script.promises();
    script.needs();
    script.opening();
    script.coming_close();
    script.keeping();
    script.reading();
    script.acts.retain(|it| it.at.ms <= now.ms);
    lean::sort(&mut script.acts, &|one, other| one.at.ms < other.at.ms);
    script.acts
}

impl Script {
    fn add(&mut self, at: When3, who: Who, what: impl Fn(&Couple) -> Option<Command> + 'static) {
        let at = self.moment(at);
        self.acts.push(Act { at, who, what: Box::new(what) });
    }

    fn moment(&self, at: When3) -> Moment {
        moment_before(&self.now, at)
    }

    fn day(&self, days_ago: i32) -> Day {
        self.now.today().plus(-days_ago)
    }

    /// Both have read what the other shared, up to a few days ago.
    fn reading(&mut self) {
        for who in [Who::Noor, Who::Sam] {
            let now = self.moment((5, 21, 0));
            self.add((5, 21, 0), who, move |couple| {
                let opened = couple.check_in.just_opened(couple, &now);
                let mut all = path::unread(couple, &now);
                all.extend(opened.map(|week| path::What::LookAtCheckIn { week }));
                Some(Command::Path(path::Command::Read(all)))
            });
        }
    }

    /// Every week on the weekday of today, so that today is the day again.
    fn check_ins(&mut self) {
        let weekday = self.now.today().weekday();
        self.add((85, 20, 40), Who::Noor, move |_| {
            Some(Command::CheckIn(check_in::Command::PickDay(weekday)))
        });
        for (week, days_ago) in WEEKS.iter().zip((1..=12).rev().map(|it| it * 7)) {
            let late = u8::try_from(days_ago % 5).unwrap_or(0) * 7;
            match week {
                Week::Together { noor, sam } => {
                    self.add((days_ago, 19, 4 + late), Who::Noor, move |_| Some(seal(noor)));
                    self.add((days_ago, 21, 31 - late), Who::Sam, move |_| Some(seal(sam)));
                }
                Week::Apart { noor, sam } => {
                    self.add((days_ago, 22, 12), Who::Noor, move |_| Some(keep(noor)));
                    self.add((days_ago, 22, 48), Who::Sam, move |_| Some(keep(sam)));
                }
            }
        }
        self.todays_check_in();
    }

    /// Noor has sealed this week's already; whoever looks around as Sam can seal too, and see both open.
    fn todays_check_in(&mut self) {
        const TODAY: Said = Said {
            facets: [Some(6), Some(5), Some(8), Some(4), Some(7), Some(6), Some(7)],
            appreciation: Some("Home before seven, and the table was laid."),
            need: Some("One evening this week with nobody else's news."),
        };
        let mut at = self.now;
        let minutes = i64::from(at.local.hour()) * 60 + i64::from(at.local.minute());
        let back = minutes.min(20);
        at.ms = at.ms.saturating_sub(u64::try_from(back).unwrap_or(0) * 60_000);
        at.local = at.local.plus_minutes(-back);
        self.acts.push(Act { at, who: Who::Noor, what: Box::new(|_| Some(seal(&TODAY))) });
    }
}

fn answers(said: &Said) -> Answers {
    let mut answers = Answers::default();
    for (facet, rating) in Facet::ALL.into_iter().zip(said.facets) {
        answers.rate(facet, rating);
    }
    answers.appreciation = said.appreciation.map(str::to_owned);
    answers.need = said.need.map(str::to_owned);
    answers
}

fn seal(said: &Said) -> Command {
    Command::CheckIn(check_in::Command::Seal(answers(said)))
}

fn keep(said: &Said) -> Command {
    Command::CheckIn(check_in::Command::KeepForMyself(answers(said)))
}

/// A hurt by its name, as whoever acts knows it.
fn hurt(couple: &Couple, name: &str) -> Option<HurtId> {
    let told = couple.hurts.all().into_iter().find(|it| it.name() == Some(name)).map(|it| it.id);
    told.or_else(|| couple.hurts.written().find(|it| it.2.name == name).map(|it| it.0))
}

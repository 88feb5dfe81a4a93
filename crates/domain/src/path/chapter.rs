//! The five parts of the path and what belongs to each. Readiness moves people along, not days; every practice can be
//! opened at any time, the path only suggests.

use crate::couple::Couple;
use crate::ids::HurtId;
use crate::path::Readiness;
use crate::practices::apology::Stands;

/// One of the five parts of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// Safety, limits, space, time, what trust means to us.
    Steady,
    /// One full, paced truth; being heard; why it happened.
    Understand,
    /// Remorse, apology, repair, and both on the same page.
    Amend,
    /// Prove it over time; come close again.
    Rebuild,
    /// Trust is what slips back first.
    Keep,
}

impl Chapter {
    /// All five, in order.
    pub const ALL: [Chapter; 5] =
        [Chapter::Steady, Chapter::Understand, Chapter::Amend, Chapter::Rebuild, Chapter::Keep];

    /// The practices of this chapter, in the order of *All practices*.
    pub fn works(self) -> impl Iterator<Item = Work> {
        Work::ALL.into_iter().filter(move |it| it.chapter() == self)
    }
}

/// A practice, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// The trust check-in.
    CheckIn,
    /// Signs of lack of trust.
    Signs,
    /// Space and time-out.
    Space,
    /// Time.
    Time,
    /// Ground rules.
    GroundRules,
    /// What happened.
    Hurts,
    /// Questions.
    Questions,
    /// Being heard.
    Talk,
    /// Why.
    Why,
    /// Learning from the past.
    Learning,
    /// Setting the past down.
    SettingDown,
    /// Apology.
    Apology,
    /// Same page.
    SamePage,
    /// Promises.
    Promises,
    /// Asking for what one needs.
    Needs,
    /// The open book.
    OpenBook,
    /// Being vulnerable.
    Vulnerability,
    /// Closeness.
    Closeness,
    /// Our future.
    OurFuture,
    /// Memories.
    Memories,
    /// The people one can trust.
    Circle,
    /// Forgiveness.
    Forgiveness,
    /// Boosters and graduation.
    Boosters,
}

impl Work {
    /// Every practice that is built, in the order of the path.
    pub const ALL: [Work; 23] = [
        Work::CheckIn,
        Work::Signs,
        Work::Space,
        Work::Time,
        Work::GroundRules,
        Work::Hurts,
        Work::Questions,
        Work::Talk,
        Work::Why,
        Work::Learning,
        Work::SettingDown,
        Work::Apology,
        Work::SamePage,
        Work::Promises,
        Work::Needs,
        Work::OpenBook,
        Work::Vulnerability,
        Work::Closeness,
        Work::OurFuture,
        Work::Memories,
        Work::Circle,
        Work::Forgiveness,
        Work::Boosters,
    ];

    /// The chapter it belongs to.
    #[must_use]
    pub fn chapter(self) -> Chapter {
        match self {
            Work::CheckIn | Work::Signs | Work::Space | Work::Time | Work::GroundRules => Chapter::Steady,
            Work::Hurts | Work::Questions | Work::Talk | Work::Why | Work::Learning | Work::SettingDown => {
                Chapter::Understand
            }
            Work::Apology | Work::SamePage => Chapter::Amend,
            Work::Promises
            | Work::Needs
            | Work::OpenBook
            | Work::Vulnerability
            | Work::Closeness
            | Work::OurFuture
            | Work::Memories
            | Work::Circle => Chapter::Rebuild,
            Work::Forgiveness | Work::Boosters => Chapter::Keep,
        }
    }

    /// The name of its module and of its words, the same for ever.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Work::CheckIn => "check_in",
            Work::Signs => "signs",
            Work::Space => "space",
            Work::Time => "time",
            Work::GroundRules => "ground_rules",
            Work::Hurts => "hurts",
            Work::Questions => "questions",
            Work::Talk => "talk",
            Work::Why => "why",
            Work::Learning => "learning",
            Work::SettingDown => "setting_down",
            Work::Apology => "apology",
            Work::SamePage => "same_page",
            Work::Promises => "promises",
            Work::Needs => "needs",
            Work::OpenBook => "open_book",
            Work::Vulnerability => "vulnerability",
            Work::Closeness => "closeness",
            Work::OurFuture => "our_future",
            Work::Memories => "memories",
            Work::Circle => "circle",
            Work::Forgiveness => "forgiveness",
            Work::Boosters => "boosters",
        }
    }

    /// The practice of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Work> {
        Work::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// The chapter of one hurt. What is taken back leads back: "not steady any more", or "I do not feel heard after all"
/// while the apology is not accepted. Nobody is told that they fell back; Today only suggests other things.
#[must_use]
pub fn of_hurt(couple: &Couple, hurt: HurtId) -> Chapter {
    if !couple.path.both_said(couple, Readiness::SteadyEnough) {
        return Chapter::Steady;
    }
    match couple.apology.stands(couple, hurt) {
        None | Some(Stands::ToWrite | Stands::Resting) => Chapter::Understand,
        Some(Stands::CanBeSent | Stands::Sent | Stands::SomethingIsMissing) => Chapter::Amend,
        Some(Stands::Accepted) if couple.same_page.both_chose(couple).is_none() => Chapter::Amend,
        Some(Stands::Accepted) if couple.path.both_said(couple, Readiness::ToKeeping) => Chapter::Keep,
        Some(Stands::Accepted) => Chapter::Rebuild,
    }
}

/// The chapter of the two: the earliest that is open for any of their hurts.
#[must_use]
pub fn of_both(couple: &Couple) -> Chapter {
    let earliest = couple.hurts.all().into_iter().map(|it| of_hurt(couple, it.id)).min();
    match earliest {
        Some(chapter) => chapter,
        None if couple.path.both_said(couple, Readiness::SteadyEnough) => Chapter::Understand,
        None => Chapter::Steady,
    }
}

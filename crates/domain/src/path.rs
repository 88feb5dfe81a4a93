//! What Today suggests: at most three things, each with its reason, and "not now", which is never counted.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::{PromiseId, QuestionId};
use crate::practice::{Deciding, Practice, Sealing, Stamped, events};
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// How many things Today shows at most.
pub const AT_MOST: usize = 3;

/// One thing Today may suggest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The thing.
    pub what: What,
    /// Its reason, for the sentence that begins with "Because".
    pub because: Because,
}

/// Things Today may suggest, in the order in which they come first: what is one's own before what touches the
/// other, so that the first is never chosen by what the other waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Look at a check-in that is open now.
    LookAtCheckIn {
        /// The check-in's day.
        week: Day,
    },
    /// Check in.
    CheckIn {
        /// The check-in's day.
        week: Day,
    },
    /// Say how a day of an own promise went.
    SayHowItWent {
        /// The promise.
        promise: PromiseId,
        /// The day.
        on: Day,
    },
    /// Read an answer.
    ReadAnswer {
        /// The question.
        question: QuestionId,
    },
    /// Look at question hours the other proposed.
    LookAtHours,
    /// Say how a promise of the other was.
    ConfirmPromise {
        /// The promise.
        promise: PromiseId,
        /// The day.
        on: Day,
    },
    /// Answer a question.
    AnswerQuestion {
        /// The question.
        question: QuestionId,
    },
    /// Write down a question for oneself.
    WriteQuestion,
}

impl What {
    /// The name under which it is put aside, the same for ever.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            What::LookAtCheckIn { week } => format!("check_in.look/{}", week.0),
            What::CheckIn { week } => format!("check_in.write/{}", week.0),
            What::SayHowItWent { promise, on } => format!("promises.say/{promise}/{}", on.0),
            What::ReadAnswer { question } => format!("questions.read/{question}"),
            What::LookAtHours => "questions.hours".to_owned(),
            What::ConfirmPromise { promise, on } => format!("promises.confirm/{promise}/{}", on.0),
            What::AnswerQuestion { question } => format!("questions.answer/{question}"),
            What::WriteQuestion => "questions.write".to_owned(),
        }
    }
}

/// Reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Both check-ins are open.
    BothAreOpen,
    /// This is the day the two picked.
    ItIsTheDayYouPicked,
    /// This week's check-in is not written yet.
    OnceAWeek,
    /// A week of one's own, seen from outside, helps also alone.
    ItHelpsAlsoAlone,
    /// It is due today.
    ItIsToday,
    /// The day was, and nothing is said about it yet.
    YouPromisedIt,
    /// An answer came.
    YouAskedForIt,
    /// The other proposed it.
    TheyProposed,
    /// The maker told how it went.
    TheyToldYouHowItWent,
    /// It was asked.
    TheyAskedYou,
    /// What goes round in the head is quieter on paper.
    WritingQuiets,
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Not now. It comes back tomorrow, if it still has a reason.
    NotNow(What),
}

/// `path.put_aside`, in the vault
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PutAside {
    /// The name of the thing.
    #[n(0)]
    pub key: String,
    /// For which day.
    #[n(1)]
    pub on: Day,
}

events! {
    /// A suggestion was put aside for a day.
    PutAside = "path.put_aside", Mine;
}

/// The longest name of a thing, in bytes.
const LONGEST_KEY: usize = 200;

/// Things put aside that are remembered at the same time.
const MOST_ASIDE: usize = 64;

/// What was put aside, by the viewer alone. Only the last day of each is known, and no number of times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Path {
    #[n(0)]
    mine: BTreeMap<String, Day>,
}

impl Path {
    fn is_aside(&self, what: &What, today: Day) -> bool {
        self.mine.get(&what.key()) == Some(&today)
    }
}

/// Why not: putting a thing aside has no rule that could refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {}

impl Practice for Path {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let Command::NotNow(what) = command;
        let aside = PutAside { key: what.key(), on: with.now.today() };
        Ok(vec![couple::Event::Path(Event::PutAside(aside))])
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        let Event::PutAside(PutAside { key, on }) = record.event;
        if key.len() > LONGEST_KEY {
            return;
        }
        self.mine.insert(key.clone(), *on);
        while self.mine.len() > MOST_ASIDE {
            let oldest =
                self.mine.iter().min_by_key(|(key, on)| (**on, (*key).clone())).map(|(key, _)| key.clone());
            oldest.and_then(|key| self.mine.remove(&key));
        }
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, _: &Couple, _: &Moment) -> Vec<Suggestion> {
        Vec::new()
    }
}

/// What Today suggests to the viewer now: at most three things, none of them put aside for today. Zero is fine.
#[must_use]
pub fn today(couple: &Couple, now: &Moment) -> Vec<Suggestion> {
    let today = now.today();
    let mut all = couple.attention(now);
    all.retain(|it| !couple.path.is_aside(&it.what, today));
    all.sort_by_key(|it| it.what);
    all.truncate(AT_MOST);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questions::{NewAnswer, Shelf, Sure};
    use crate::two::Two;
    use crate::{check_in, questions};

    fn keys(two: &Two) -> Vec<String> {
        today(two.ana.couple(), &two.now).iter().map(|it| it.what.key()).collect()
    }

    #[test]
    fn alone_today_suggests_only_what_one_does_for_oneself() {
        let two = Two::alone();
        let suggested = today(two.ana.couple(), &two.now);
        let reasons: Vec<Because> = suggested.iter().map(|it| it.because).collect();
        assert_eq!(reasons, [Because::ItHelpsAlsoAlone, Because::WritingQuiets]);
    }

    #[test]
    fn today_shows_at_most_three_and_never_begins_with_what_the_other_waits_for() {
        let mut two = Two::together();
        for text in ["When did it start?", "Who else knows about this?"] {
            let sure = Sure::default();
            two.ben(questions::Command::Write {
                text: text.to_owned(),
                shelf: Shelf::NeedToKnowNow,
                rest_hours: 0,
                sure,
            });
        }
        for text in ["Are you tired of me?", "Shall we go away in May?", "Where is the grey coat?"] {
            let sure = Sure::default();
            two.ana(questions::Command::Write {
                text: text.to_owned(),
                shelf: Shelf::NeedToKnowNow,
                rest_hours: 0,
                sure,
            });
        }
        two.meet();
        let asked: Vec<_> =
            two.ben.couple().questions.asked_of(two.ben.id, &two.now).iter().map(|it| it.id).collect();
        two.ben(questions::Command::Answer { question: asked[0], answer: NewAnswer::LetsTalk });
        two.meet();
        let suggested = today(two.ana.couple(), &two.now);
        assert_eq!(suggested.len(), AT_MOST);
        assert!(matches!(suggested[0].what, What::CheckIn { .. }));
        assert!(matches!(suggested[2].what, What::AnswerQuestion { .. }));
    }

    #[test]
    fn not_now_holds_for_the_day_and_is_not_counted() {
        let mut two = Two::together();
        let week = two.ana.couple().check_in.week_of(&two.now);
        assert_eq!(keys(&two), [format!("check_in.write/{}", week.0)]);
        for _ in 0..3 {
            two.ana(Command::NotNow(What::CheckIn { week }));
            assert!(keys(&two).is_empty());
            two.wait_days(1);
            assert_eq!(keys(&two).len(), 1);
        }
        assert_eq!(two.ana.couple().path.mine.len(), 1);
    }

    #[test]
    fn nothing_today_says_depends_on_whether_the_other_has_sealed() {
        let mut two = Two::together();
        let before = today(two.ana.couple(), &two.now);
        let answers = check_in::Answers::default().with(check_in::Facet::Support, 3);
        two.ben(check_in::Command::Seal(answers.clone()));
        two.meet();
        assert_eq!(today(two.ana.couple(), &two.now), before);
        two.ana(check_in::Command::Seal(answers));
        assert!(today(two.ana.couple(), &two.now).is_empty());
    }
}

//! What a person carries from one practice over to another, with one tap: an offer, a lesson or a thought becomes a
//! promise, a rule, a question or a topic. What it becomes keeps the rules of where it goes.

use super::{Command, Couple, Event, Refusal};
use crate::day::Day;
use crate::ids::{
    AgreementId, ApologyId, ForgivingId, LessonId, NeedId, PromiseId, RuleId, ThoughtId, TopicId, WhyId,
    WishId,
};
use crate::practice::{Deciding, Practice};
use crate::practices::ground_rules::About;
use crate::practices::learning::{self, Became};
use crate::practices::questions::{Shelf, Sure};
use crate::practices::setting_down::{self, Choice};
use crate::practices::talk::TopicFrom;
use crate::practices::{
    apology, forgiveness, ground_rules, needs, our_future, promises, questions, talk, why,
};

/// What a person carries from one practice over to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Across {
    /// An offer of an own apology becomes a promise.
    PromiseOffer {
        /// Which apology.
        apology: ApologyId,
        /// Which of its versions, counted from 0.
        version: u16,
        /// Which of its offers, counted from 0.
        offer: u16,
        /// On which days.
        when: promises::When,
    },
    /// "What will be different" becomes a promise.
    PromiseDifferent {
        /// Out of which writing about why.
        why: WhyId,
        /// What is promised.
        words: String,
        /// On which days.
        when: promises::When,
    },
    /// A lesson becomes a promise.
    PromiseLesson {
        /// Which lesson.
        lesson: LessonId,
        /// What is promised.
        words: String,
        /// On which days.
        when: promises::When,
    },
    /// A lesson becomes a proposal for the ground rules.
    RuleLesson {
        /// Which lesson.
        lesson: LessonId,
        /// What the line is about.
        about: About,
        /// The line.
        words: String,
    },
    /// A thought that was set down becomes a question.
    AskThought {
        /// Which thought.
        thought: ThoughtId,
        /// The question.
        text: String,
        /// Where it belongs.
        shelf: Shelf,
        /// For "not sure": how long it rests before it is sent.
        rest_hours: u16,
        /// What the asker has seen and still wants to ask.
        sure: Sure,
    },
    /// A thought that was set down comes to our next talk: the other reads these words, and no others.
    BringThought {
        /// Which thought.
        thought: ThoughtId,
        /// What the other reads, after a preview.
        words: String,
        /// The talk of which day.
        for_day: Option<Day>,
    },
    /// A wish for our future becomes a step with a date.
    PromiseWish {
        /// Which wish.
        wish: WishId,
        /// The step.
        words: String,
        /// On which days.
        when: promises::When,
    },
    /// A wish for our future comes to our next talk.
    TalkWish {
        /// Which wish.
        wish: WishId,
        /// The talk of which day.
        for_day: Option<Day>,
    },
    /// A chance that one was given is taken with a promise.
    PromiseChance {
        /// Out of which page of the other's.
        forgiving: ForgivingId,
        /// What is promised.
        words: String,
        /// On which days.
        when: promises::When,
    },
    /// A yes to what the other asked for becomes a promise.
    PromiseNeed {
        /// To what.
        need: NeedId,
        /// What is promised.
        words: String,
        /// On which days.
        when: promises::When,
    },
    /// What one of the two asked for comes to our next talk.
    TalkNeed {
        /// What.
        need: NeedId,
        /// The talk of which day.
        for_day: Option<Day>,
    },
    /// A line that both agreed to becomes a promise.
    PromiseRule {
        /// Which line.
        rule: RuleId,
        /// What is promised.
        words: String,
        /// On which days.
        when: promises::When,
    },
    /// What one opens by an agreement of both becomes a promise.
    PromiseOpenBook {
        /// Which agreement.
        agreement: AgreementId,
        /// What is promised.
        words: String,
        /// On which days.
        when: promises::When,
    },
}

impl From<Across> for Command {
    fn from(across: Across) -> Self {
        Command::Across(across)
    }
}

/// The topic that these events put on the list.
fn topic_named(events: &[Event]) -> Option<TopicId> {
    events.iter().find_map(|it| match it {
        Event::Talk(talk::Event::TopicNamed(named)) => Some(named.topic),
        _ => None,
    })
}

impl Couple {
    /// What follows from carrying something over.
    pub(super) fn across(&self, with: &mut Deciding<'_>, across: Across) -> Result<Vec<Event>, Refusal> {
        match across {
            Across::PromiseOffer { apology, version, offer, when } => {
                let place = (version, offer);
                let words = self.apology.offer(with.me, apology, place).map_err(Refusal::Apology)?.to_owned();
                let (mut events, promise) = self.promise(with, words, promises::Source::Apology, when)?;
                events.push(Event::Apology(apology::promised(apology, place, promise)));
                Ok(events)
            }
            Across::PromiseDifferent { why, words, when } => self.promise_from_why(with, why, words, when),
            Across::PromiseLesson { lesson, words, when } => {
                self.promise_from_lesson(with, lesson, words, when)
            }
            Across::RuleLesson { lesson, about, words } => self.rule_from_lesson(with, lesson, about, words),
            Across::AskThought { thought, text, shelf, rest_hours, sure } => {
                let write = questions::Command::Write { text, shelf, rest_hours, sure, about: None };
                self.question_from_thought(with, thought, write)
            }
            Across::BringThought { thought, words, for_day } => {
                self.topic_from_thought(with, thought, words, for_day)
            }
            Across::PromiseWish { wish, words, when } => self.step_from_wish(with, wish, words, when),
            Across::TalkWish { wish, for_day } => self.topic_from_wish(with, wish, for_day),
            Across::PromiseChance { forgiving, words, when } => {
                self.promise_from_chance(with, forgiving, words, when)
            }
            Across::PromiseNeed { need, words, when } => self.promise_from_need(with, need, words, when),
            Across::TalkNeed { need, for_day } => self.topic_from_need(with, need, for_day),
            Across::PromiseRule { rule, words, when } => {
                self.ground_rules.to_promise(rule).map_err(Refusal::GroundRules)?;
                Ok(self.promise(with, words, promises::Source::Agreement, when)?.0)
            }
            Across::PromiseOpenBook { agreement, words, when } => {
                self.open_book.to_promise(with, agreement).map_err(Refusal::OpenBook)?;
                Ok(self.promise(with, words, promises::Source::Agreement, when)?.0)
            }
        }
    }

    fn promise_from_why(
        &self,
        with: &mut Deciding<'_>,
        why: WhyId,
        words: String,
        when: promises::When,
    ) -> Result<Vec<Event>, Refusal> {
        self.why.to_promise_from(why).map_err(Refusal::Why)?;
        let (mut events, promise) = self.promise(with, words, promises::Source::Myself, when)?;
        events.push(Event::Why(why::promised(why, promise)));
        Ok(events)
    }

    fn promise_from_lesson(
        &self,
        with: &mut Deciding<'_>,
        lesson: LessonId,
        words: String,
        when: promises::When,
    ) -> Result<Vec<Event>, Refusal> {
        self.learning.known(lesson).map_err(Refusal::Learning)?;
        let (mut events, promise) = self.promise(with, words, promises::Source::Lesson, when)?;
        events.push(Event::Learning(learning::became(lesson, Became::Promise(promise))));
        Ok(events)
    }

    fn promise_from_need(
        &self,
        with: &mut Deciding<'_>,
        need: NeedId,
        words: String,
        when: promises::When,
    ) -> Result<Vec<Event>, Refusal> {
        self.needs.to_promise(with, need).map_err(Refusal::Needs)?;
        let (mut events, promise) = self.promise(with, words, promises::Source::Need, when)?;
        events.push(Event::Needs(needs::became(need, needs::Became::Promise(promise))));
        Ok(events)
    }

    fn promise_from_chance(
        &self,
        with: &mut Deciding<'_>,
        forgiving: ForgivingId,
        words: String,
        when: promises::When,
    ) -> Result<Vec<Event>, Refusal> {
        self.forgiveness.chance_for(forgiving, with.me).map_err(Refusal::Forgiveness)?;
        let (mut events, promise) = self.promise(with, words, promises::Source::Need, when)?;
        events.push(Event::Forgiveness(forgiveness::chance_taken(forgiving, promise)));
        Ok(events)
    }

    /// The events of a new promise, and its id.
    fn promise(
        &self,
        with: &mut Deciding<'_>,
        words: String,
        source: promises::Source,
        when: promises::When,
    ) -> Result<(Vec<Event>, PromiseId), Refusal> {
        let new = promises::NewPromise { words, source, when, in_place_of: None };
        let make = promises::Command::Make(new);
        let events = self.promises.decide(self, with, make).map_err(Refusal::Promises)?;
        let made = events.iter().find_map(|it| match it {
            Event::Promises(promises::Event::Made(made)) => Some(made.promise),
            _ => None,
        });
        let promise = made.ok_or(Refusal::Promises(promises::Refusal::NoSuchPromise))?;
        Ok((events, promise))
    }

    fn step_from_wish(
        &self,
        with: &mut Deciding<'_>,
        wish: WishId,
        words: String,
        when: promises::When,
    ) -> Result<Vec<Event>, Refusal> {
        let shown = self.our_future.to_step_from(self, with.me, wish).map_err(Refusal::OurFuture)?;
        let source = match shown.stands {
            our_future::Stands::BothWant => promises::Source::Agreement,
            _ => promises::Source::Myself,
        };
        let (mut events, promise) = self.promise(with, words, source, when)?;
        let became = our_future::Became::Promise(promise);
        events.push(Event::OurFuture(our_future::became(wish, became)));
        Ok(events)
    }

    fn topic_from_wish(
        &self,
        with: &mut Deciding<'_>,
        wish: WishId,
        for_day: Option<Day>,
    ) -> Result<Vec<Event>, Refusal> {
        let shown = self.our_future.to_talk_about(self, wish).map_err(Refusal::OurFuture)?;
        let name = talk::Command::NameTopic { from: TopicFrom::OwnWords, text: shown.wish.text, for_day };
        let mut events = self.talk.decide(self, with, name).map_err(Refusal::Talk)?;
        let named = topic_named(&events);
        let became = |topic| our_future::became(wish, our_future::Became::Topic(topic));
        events.extend(named.map(|topic| Event::OurFuture(became(topic))));
        Ok(events)
    }

    fn topic_from_need(
        &self,
        with: &mut Deciding<'_>,
        need: NeedId,
        for_day: Option<Day>,
    ) -> Result<Vec<Event>, Refusal> {
        let text = self.needs.to_talk_about(self, need).map_err(Refusal::Needs)?;
        let name = talk::Command::NameTopic { from: TopicFrom::Need(need), text, for_day };
        let mut events = self.talk.decide(self, with, name).map_err(Refusal::Talk)?;
        let named = topic_named(&events);
        events.extend(named.map(|it| Event::Needs(needs::became(need, needs::Became::Topic(it)))));
        Ok(events)
    }

    fn rule_from_lesson(
        &self,
        with: &mut Deciding<'_>,
        lesson: LessonId,
        about: About,
        words: String,
    ) -> Result<Vec<Event>, Refusal> {
        self.learning.known(lesson).map_err(Refusal::Learning)?;
        let propose = ground_rules::Command::Propose { about, words };
        let mut events = self.ground_rules.decide(self, with, propose).map_err(Refusal::GroundRules)?;
        let proposed = events.iter().find_map(|it| match it {
            Event::GroundRules(ground_rules::Event::Proposed(proposed)) => Some(proposed.rule),
            _ => None,
        });
        events.extend(proposed.map(|rule| Event::Learning(learning::became(lesson, Became::Rule(rule)))));
        Ok(events)
    }

    fn question_from_thought(
        &self,
        with: &mut Deciding<'_>,
        thought: ThoughtId,
        write: questions::Command,
    ) -> Result<Vec<Event>, Refusal> {
        self.setting_down.to_choose_for(thought).map_err(Refusal::SettingDown)?;
        let mut events = self.questions.decide(self, with, write).map_err(Refusal::Questions)?;
        let written = events.iter().find_map(|it| match it {
            Event::Questions(questions::Event::Written(written)) => Some(written.question),
            _ => None,
        });
        let choice = |question| setting_down::chosen(thought, Choice::Question(question));
        events.extend(written.map(|question| Event::SettingDown(choice(question))));
        Ok(events)
    }

    fn topic_from_thought(
        &self,
        with: &mut Deciding<'_>,
        thought: ThoughtId,
        words: String,
        for_day: Option<Day>,
    ) -> Result<Vec<Event>, Refusal> {
        self.setting_down.to_choose_for(thought).map_err(Refusal::SettingDown)?;
        let name = talk::Command::NameTopic { from: TopicFrom::Thought(thought), text: words, for_day };
        let mut events = self.talk.decide(self, with, name).map_err(Refusal::Talk)?;
        let named = topic_named(&events);
        let choice = |topic: TopicId| setting_down::chosen(thought, Choice::Topic(topic));
        events.extend(named.map(|topic| Event::SettingDown(choice(topic))));
        Ok(events)
    }
}

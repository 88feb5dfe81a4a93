//! What may be asked of talking, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::{HurtId, QuestionId, TalkId, TopicId};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, LONGEST_LINE, LONGEST_TEXT, Practice, Sealing, Stamped, words};
use crate::practices::talk::words::{
    Asked, Command, Devices, Event, FeltHeard, FloorPassed, Mark, Marked, OfTalk, Refusal, SaidBack,
    SaidKindly, Side, TopicChosen, TopicFrom, TopicKeptFor, TopicNamed, TopicTakenBack, TopicTalkedThrough,
};
use crate::practices::talk::{Conversation, Over, TURN_SECONDS, Talk, Topic, Turn};

impl Talk {
    fn known_topic(&self, id: TopicId) -> Result<&Topic, Refusal> {
        self.topic(id).ok_or(Refusal::NoSuchTopic)
    }

    fn name_topic(
        couple: &Couple,
        with: &mut Deciding<'_>,
        from: TopicFrom,
        (text, for_day): (&str, Option<Day>),
    ) -> Result<Event, Refusal> {
        if !is_known(couple, from) {
            return Err(Refusal::NoSuchSource);
        }
        let text = words(text, LONGEST_TEXT)?;
        day_to_come(for_day, &with.now)?;
        let topic = TopicId::make(with.me, (with.fresh)());
        Ok(Event::TopicNamed(TopicNamed { topic, from, text, for_day }))
    }

    fn keep_for(&self, now: &Moment, topic: TopicId, for_day: Option<Day>) -> Result<Event, Refusal> {
        self.known_topic(topic)?;
        day_to_come(for_day, now)?;
        Ok(Event::TopicKeptFor(TopicKeptFor { topic, for_day }))
    }

    fn ask(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        (on, topic, turn_seconds): (Devices, Option<TopicId>, u16),
    ) -> Result<Event, Refusal> {
        if let Some(topic) = topic {
            self.known_topic(topic)?;
        }
        if !TURN_SECONDS.contains(&turn_seconds) {
            return Err(Refusal::NoSuchTurnLength);
        }
        couple.space.lets(&with.now, Refusal::InSpace)?;
        match self.open(&with.now) {
            // The other has asked: asking too is saying yes.
            Some(open) if open.asker() != with.me && !open.joined => {
                Ok(Event::Joined(OfTalk { talk: open.id }))
            }
            Some(open) => Err(Refusal::AlreadyAsked { talk: open.id }),
            None => {
                let talk = TalkId::make(with.me, (with.fresh)());
                Ok(Event::Asked(Asked { talk, on, topic, turn_seconds }))
            }
        }
    }

    fn not_over(&self, id: TalkId, now: &Moment) -> Result<&Conversation, Refusal> {
        self.get(id).filter(|it| it.is_open(now.ms)).ok_or(Refusal::NoSuchTalk)
    }

    /// A talk that both are in.
    fn joined(&self, id: TalkId, now: &Moment) -> Result<&Conversation, Refusal> {
        self.not_over(id, now).and_then(|it| if it.joined { Ok(it) } else { Err(Refusal::NotJoined) })
    }

    /// A talk that both are in and that does not rest.
    fn going_on(&self, id: TalkId, now: &Moment) -> Result<&Conversation, Refusal> {
        self.joined(id, now).and_then(|it| if it.is_paused() { Err(Refusal::Paused) } else { Ok(it) })
    }

    /// The talk that is held now rests; nothing, when none is held or it rests already.
    pub(crate) fn rest(&self, now: &Moment) -> Option<Event> {
        let held = self.open(now).filter(|it| it.joined && !it.is_paused())?;
        Some(Event::Paused(OfTalk { talk: held.id }))
    }

    fn join(&self, couple: &Couple, with: &Deciding<'_>, talk: TalkId) -> Result<Option<Event>, Refusal> {
        let open = self.not_over(talk, &with.now)?;
        if !open.joined {
            couple.space.lets(&with.now, Refusal::InSpace)?;
        }
        match (open.joined, open.asker() == with.me) {
            (true, _) => Ok(None),
            (false, true) => Err(Refusal::OnlyTheOther),
            (false, false) => Ok(Some(Event::Joined(OfTalk { talk }))),
        }
    }

    fn pass_floor(&self, with: &Deciding<'_>, talk: TalkId, turn: u16, to: Side) -> Result<Event, Refusal> {
        let open = self.going_on(talk, &with.now)?;
        if usize::from(turn) != open.turns.len() {
            return Err(Refusal::NotTheNextTurn);
        }
        // Whoever speaks keeps the floor until they were heard, or pass it on themselves.
        let holds = |last: &Turn| last.mark != Some(Mark::Heard) && !open.speaks_for(with.me, last.speaker);
        if open.turns.last().is_some_and(holds) {
            return Err(Refusal::OnlyTheSpeaker);
        }
        Ok(Event::FloorPassed(FloorPassed { talk, turn, to }))
    }

    fn say_back(&self, with: &Deciding<'_>, talk: TalkId, turn: u16, text: &str) -> Result<Event, Refusal> {
        let open = self.going_on(talk, &with.now)?;
        let known = open.turns.get(usize::from(turn)).ok_or(Refusal::NotTheNextTurn)?;
        if !open.speaks_for(with.me, known.speaker.across()) {
            return Err(Refusal::OnlyTheListener);
        }
        Ok(Event::SaidBack(SaidBack { talk, turn, text: words(text, LONGEST_TEXT)? }))
    }

    fn mark(&self, with: &Deciding<'_>, talk: TalkId, turn: u16, mark: Mark) -> Result<Event, Refusal> {
        let open = self.going_on(talk, &with.now)?;
        let known = open.turns.get(usize::from(turn)).ok_or(Refusal::NotTheNextTurn)?;
        if !open.speaks_for(with.me, known.speaker) {
            return Err(Refusal::OnlyTheSpeaker);
        }
        Ok(Event::Marked(Marked { talk, turn, mark }))
    }

    fn say_kindly(
        &self,
        with: &Deciding<'_>,
        talk: TalkId,
        whose: Side,
        text: &str,
    ) -> Result<Event, Refusal> {
        let known = self.get(talk).ok_or(Refusal::NoSuchTalk)?;
        if known.over != Some(Over::Ended) {
            return Err(Refusal::NotOver);
        }
        if !known.speaks_for(with.me, whose) {
            return Err(Refusal::EachTheirOwn);
        }
        Ok(Event::SaidKindly(SaidKindly { talk, whose, text: words(text, LONGEST_LINE)? }))
    }

    fn feel_heard(
        &self,
        couple: &Couple,
        with: &Deciding<'_>,
        hurt: HurtId,
        heard: bool,
    ) -> Result<Option<Event>, Refusal> {
        let known = couple.hurts.get(hurt).filter(|it| it.is_shared()).ok_or(Refusal::NoSuchHurt)?;
        let roles = known.roles().ok_or(Refusal::NotNamedByBoth)?;
        if roles.hurt != with.me {
            return Err(Refusal::OnlyTheHurtPartner);
        }
        let news = self.feels_heard(hurt, with.me) != heard;
        Ok(news.then_some(Event::FeltHeard(FeltHeard { hurt, heard })))
    }

    fn about_topics(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Option<Event>, Refusal> {
        Ok(Some(match command {
            Command::NameTopic { from, text, for_day } => {
                Self::name_topic(couple, with, from, (&text, for_day))?
            }
            Command::KeepFor { topic, for_day } => self.keep_for(&with.now, topic, for_day)?,
            Command::TakeTopicBack { topic } => {
                if self.known_topic(topic)?.id.author() != with.me {
                    return Err(Refusal::OnlyItsAuthor);
                }
                Event::TopicTakenBack(TopicTakenBack { topic })
            }
            Command::TalkedThrough { topic, through } => {
                if self.known_topic(topic)?.is_through_for(with.me) == through {
                    return Ok(None);
                }
                Event::TopicTalkedThrough(TopicTalkedThrough { topic, through })
            }
            _ => return Ok(None),
        }))
    }

    fn about_talks(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Option<Event>, Refusal> {
        let now = with.now;
        Ok(Some(match command {
            Command::Ask { on, topic, turn_seconds } => self.ask(couple, with, (on, topic, turn_seconds))?,
            Command::Join { talk } => return self.join(couple, with, talk),
            Command::NotNow { talk } if self.not_over(talk, &now)?.joined => return Err(Refusal::NoSuchTalk),
            Command::NotNow { talk } => Event::NotNow(OfTalk { talk }),
            Command::ChooseTopic { talk, topic } => {
                self.joined(talk, &now)?;
                self.known_topic(topic)?;
                Event::TopicChosen(TopicChosen { talk, topic })
            }
            Command::PassFloor { talk, turn, to } => self.pass_floor(with, talk, turn, to)?,
            Command::SayBack { talk, turn, text } => self.say_back(with, talk, turn, &text)?,
            Command::Mark { talk, turn, mark } => self.mark(with, talk, turn, mark)?,
            Command::Pause { talk } => {
                self.joined(talk, &now)?;
                Event::Paused(OfTalk { talk })
            }
            Command::ComeBack { talk } => {
                let open = self.joined(talk, &now)?;
                if open.is_back(open.side_of(with.me)) {
                    return Ok(None);
                }
                Event::CameBack(OfTalk { talk })
            }
            Command::End { talk } => {
                self.joined(talk, &now)?;
                Event::Ended(OfTalk { talk })
            }
            Command::SayKindly { talk, whose, text } => self.say_kindly(with, talk, whose, &text)?,
            Command::FeelHeard { hurt, heard } => return self.feel_heard(couple, with, hurt, heard),
            topics => return self.about_topics(couple, with, topics),
        }))
    }
}

/// The topic that "let's talk" makes of a question.
pub(crate) fn topic_from_question(topic: TopicId, question: QuestionId, text: &str) -> Event {
    let from = TopicFrom::Question(question);
    Event::TopicNamed(TopicNamed { topic, from, text: text.to_owned(), for_day: None })
}

/// Whether what a topic comes from may be named to the other: what is shared, or one's own thought.
fn is_known(couple: &Couple, from: TopicFrom) -> bool {
    match from {
        TopicFrom::Question(id) => couple.questions.get(id).is_some(),
        TopicFrom::Hurt(id) => couple.hurts.get(id).is_some_and(|it| it.is_shared()),
        TopicFrom::Thought(id) => couple.setting_down.thought(id).is_some(),
        TopicFrom::Need(id) => couple.needs.get(id).is_some(),
        TopicFrom::OwnWords => true,
    }
}

/// A talk is of today or of a day to come.
fn day_to_come(day: Option<Day>, now: &Moment) -> Result<(), Refusal> {
    if day.is_some_and(|it| it < now.today()) { Err(Refusal::DayIsPast) } else { Ok(()) }
}

impl Practice for Talk {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        Ok(self.about_talks(couple, with, command)?.map(couple::Event::Talk).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let mut all = Vec::new();
        let (me, today) = (couple.viewer, Some(now.today()));
        for it in self.topics().into_iter().filter(|it| !it.is_through_for(me)) {
            let takes_time = couple.topic_about(it).is_some_and(|hurt| !couple.time.is_ready(couple, hurt));
            // What came of "let's talk" was read as an answer.
            let theirs = it.id.author() != me && !matches!(it.from, TopicFrom::Question(_));
            let (what, because) = if it.for_day == today {
                (What::TalkAbout { topic: it.id }, Because::ItWasKeptForToday)
            } else {
                (What::ReadTopic { topic: it.id }, Because::TheyNamedIt)
            };
            let told = !takes_time && (theirs || it.for_day == today);
            all.extend(told.then_some(Suggestion { what, because }));
        }
        let unread = |it: &Conversation| {
            let theirs = it.kind_sentence(it.side_of(me).across());
            theirs.is_some_and(|said| said.by_themselves && it.on == Devices::Two)
        };
        for talk in self.held().into_iter().filter(|it| unread(it)).map(|it| it.id) {
            let what = What::ReadKindSentence { talk };
            all.push(Suggestion { what, because: Because::TheySharedIt });
        }
        all
    }
}

//! How topics, talks and "I feel heard" follow from events. Whoever may not say something is not heard.

use crate::ids::{PersonId, TalkId, TopicId};
use crate::leaf::Leaf;
use crate::practice::{Stamped, is_line, is_text};
use crate::practices::talk::words::{Asked, Devices, Event, FeltHeard, SaidKindly, Side, TopicNamed};
use crate::practices::talk::{Conversation, Felt, KindSentence, Over, TURN_SECONDS, Talk, Topic, Turn};
use crate::stamp::Stamp;

/// More topics or talks than anyone honest begins.
const MOST: usize = 5_000;

/// More turns than one talk has.
const MOST_TURNS: usize = 200;

/// More marks "I feel heard" than there are hurts.
const MOST_FELT: usize = 1_000;

impl Talk {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let (author, at) = (record.author, record.at);
        match record.event {
            Event::TopicNamed(it) => self.fold_named(author, at, it),
            Event::TopicKeptFor(it) => {
                if let Some(topic) = self.topic_to_change(it.topic) {
                    topic.for_day = it.for_day;
                }
            }
            Event::TopicTakenBack(it) => {
                if let Some(topic) = self.topic_to_change(it.topic).filter(|_| it.topic.author() == author) {
                    topic.taken_back = true;
                    topic.text.clear();
                }
            }
            Event::TopicTalkedThrough(it) => {
                if let Some(topic) = self.topic_to_change(it.topic) {
                    let own = topic.id.author() == author;
                    let side = if own { &mut topic.through_for_author } else { &mut topic.through_for_other };
                    *side = it.through;
                }
            }
            Event::Asked(it) => self.fold_asked(author, at, it),
            Event::FeltHeard(it) => self.fold_felt(author, at, it),
            Event::SaidKindly(it) => self.fold_kind(author, it),
            _ => self.fold_in_talk(record),
        }
    }

    fn topic_to_change(&mut self, id: TopicId) -> Option<&mut Topic> {
        self.ours.topics.get_mut(&id).filter(|it| !it.taken_back).map(Leaf::change)
    }

    fn fold_named(&mut self, author: PersonId, at: Stamp, named: &TopicNamed) {
        let topics = &mut self.ours.topics;
        let room = topics.keys().filter(|it| it.author() == author).count() < MOST;
        let sound = named.topic.author() == author && is_text(&named.text);
        // What was taken back can be put there anew by its author.
        let free = topics.get(&named.topic).is_none_or(|it| it.taken_back);
        if sound && room && free {
            let topic = Topic {
                id: named.topic,
                from: named.from,
                text: named.text.clone(),
                for_day: named.for_day,
                named: at,
                taken_back: false,
                through_for_author: false,
                through_for_other: false,
            };
            topics.insert(named.topic, Leaf::new(topic));
        }
    }

    fn fold_asked(&mut self, author: PersonId, at: Stamp, asked: &Asked) {
        let talks = &mut self.ours.talks;
        let room = talks.keys().filter(|it| it.author() == author).count() < MOST;
        let sound = asked.talk.author() == author && TURN_SECONDS.contains(&asked.turn_seconds);
        if !sound || !room || talks.contains_key(&asked.talk) {
            return;
        }
        let mut talk = Conversation {
            id: asked.talk,
            on: asked.on,
            topic: asked.topic,
            turn_seconds: asked.turn_seconds,
            asked: at,
            joined: asked.on == Devices::One,
            last: at,
            over: None,
            away: (false, false),
            turns: Vec::new(),
            kind: Vec::new(),
        };
        let theirs = talks.values_mut().filter(|it| it.asker() != author && !it.joined && it.is_open(at.ms));
        // Both asked without knowing of each other: each has said yes to a talk, so the first asking is joined.
        if let Some(theirs) = theirs.min_by_key(|it| (it.asked, it.id)).filter(|_| !talk.joined) {
            let theirs = theirs.change();
            theirs.joined = true;
            theirs.last = at;
            theirs.topic = theirs.topic.or(asked.topic);
            talk.over = Some(Over::BothAsked);
        }
        talks.insert(asked.talk, Leaf::new(talk));
    }

    /// What happens inside a talk that is not over.
    fn fold_in_talk(&mut self, record: &Stamped<'_, Event>) {
        let (id, joins) = match record.event {
            Event::Joined(it) => (it.talk, true),
            Event::NotNow(it) => (it.talk, true),
            Event::TopicChosen(it) => (it.talk, false),
            Event::FloorPassed(it) => (it.talk, false),
            Event::SaidBack(it) => (it.talk, false),
            Event::Marked(it) => (it.talk, false),
            Event::Paused(it) | Event::CameBack(it) | Event::Ended(it) => (it.talk, false),
            _ => return,
        };
        let Some(talk) = self.talk_to_change(id, joins) else { return };
        if talk.take_in(record) {
            talk.last = talk.last.max(record.at);
        }
    }

    fn talk_to_change(&mut self, id: TalkId, joins: bool) -> Option<&mut Conversation> {
        let talk = self.ours.talks.get_mut(&id)?;
        (talk.over.is_none() && (talk.joined || joins)).then(|| talk.change())
    }

    fn fold_kind(&mut self, author: PersonId, said: &SaidKindly) {
        let Some(talk) = self.ours.talks.get_mut(&said.talk) else { return };
        let may =
            talk.speaks_for(author, said.whose) && talk.over == Some(Over::Ended) && is_line(&said.text);
        let by_themselves = talk.side_of(author) == said.whose;
        let known = talk.kind_sentence(said.whose);
        // What they wrote themselves is not written over on the device that was passed.
        if !may || known.is_some_and(|it| it.by_themselves && !by_themselves) {
            return;
        }
        let kind = &mut talk.change().kind;
        kind.retain(|it| it.whose != said.whose);
        let sentence = KindSentence { whose: said.whose, text: said.text.clone(), by_themselves };
        kind.insert(kind.partition_point(|it| it.whose < said.whose), sentence);
    }

    fn fold_felt(&mut self, who: PersonId, at: Stamp, felt: &FeltHeard) {
        let heard = &mut self.ours.heard;
        let place = (felt.hurt, who);
        match heard.binary_search_by(|it| (it.hurt, it.who).cmp(&place)) {
            Ok(known) => {
                if let Some(it) = heard.get_mut(known).filter(|it| it.heard != felt.heard) {
                    (it.heard, it.at) = (felt.heard, at);
                }
            }
            Err(free) if heard.iter().filter(|it| it.who == who).count() < MOST_FELT => {
                heard.insert(free, Felt { hurt: felt.hurt, who, heard: felt.heard, at });
            }
            Err(_) => {}
        }
    }
}

impl Conversation {
    /// Takes in what belongs to this talk; says whether it fitted.
    fn take_in(&mut self, record: &Stamped<'_, Event>) -> bool {
        let author = record.author;
        let side = self.side_of(author);
        match record.event {
            Event::Joined(_) if !self.joined && side == Side::Other => self.joined = true,
            Event::NotNow(_) if !self.joined => self.over = Some(Over::NotNow),
            Event::TopicChosen(it) => self.topic = Some(it.topic),
            Event::FloorPassed(it)
                if usize::from(it.turn) == self.turns.len() && self.turns.len() < MOST_TURNS =>
            {
                self.turns.push(Turn { speaker: it.to, said_back: None, mark: None });
            }
            Event::SaidBack(it) if is_text(&it.text) => {
                let Some(turn) = self.turn_of(author, it.turn, Side::across) else { return false };
                turn.said_back = Some(it.text.clone());
            }
            Event::Marked(it) => {
                let Some(turn) = self.turn_of(author, it.turn, |speaker| speaker) else { return false };
                turn.mark = Some(it.mark);
            }
            Event::Paused(_) => self.away = (true, true),
            Event::CameBack(_) => self.come_back(author),
            Event::Ended(_) => self.over = Some(Over::Ended),
            _ => return false,
        }
        true
    }

    /// The turn in which `author` may speak for the side that `of` gives.
    fn turn_of(&mut self, author: PersonId, turn: u16, of: fn(Side) -> Side) -> Option<&mut Turn> {
        let speaker = self.turns.get(usize::from(turn))?.speaker;
        self.speaks_for(author, of(speaker)).then_some(())?;
        self.turns.get_mut(usize::from(turn))
    }

    fn come_back(&mut self, author: PersonId) {
        if self.speaks_for(author, Side::Asker) {
            self.away.0 = false;
        }
        if self.speaks_for(author, Side::Other) {
            self.away.1 = false;
        }
    }
}

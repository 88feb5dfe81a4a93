//! Being heard on a screen: what there is to talk about, asking for a talk, the talk itself, and how it ends.

mod ask;
mod begin;
mod floor;
mod heard;
mod held;
mod home;
mod kind;
mod one;
mod timer;
mod topic;

use crate::view::*;
use domain::talk::{Command, Refusal, Side, Topic, TopicFrom};
use domain::{Couple, Flaw, PersonId, TalkId, TopicId};

use crate::about;
use crate::practices::{Says, tell};
use crate::two::{Seat, Two};
use crate::ui::{self, Place, head, person};
use crate::words::talk;

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => home::screen(None),
        ["topic"] => topic::screen(None),
        ["hurt", hurt] => return about::with(hurt, home::screen),
        ["hurt", hurt, "topic"] => return about::with(hurt, topic::screen),
        ["begin"] => ask::screen(None),
        ["begin", topic] => ask::screen(TopicId::parse(topic)),
        [id] => TalkId::parse(id).map_or_else(not_here, one::screen),
        _ => return None,
    })
}

fn not_here() -> Node {
    ui::page(Place::Ours, view! { {head(ui::back("/talk", talk::name()), talk::no_such_talk(), ())} })
}

fn href(talk: TalkId) -> String {
    ["/talk/", &talk.to_string()].concat()
}

fn do_it(command: Command, says: Says) -> bool {
    tell(domain::Command::Talk(command), says)
}

/// A topic with what it comes from, as the list shows it.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    topic: Topic,
    /// What the hurt it belongs to is called.
    hurt: Option<String>,
    through: bool,
    mine: bool,
}

impl Shown {
    fn of(couple: &Couple, me: PersonId, topic: &Topic) -> Self {
        let hurt = match topic.from {
            TopicFrom::Hurt(hurt) => couple.hurts.get(hurt).and_then(|it| it.name()).map(str::to_owned),
            _ => None,
        };
        let (through, mine) = (topic.is_through_for(me), topic.id.author() == me);
        Self { topic: topic.clone(), hurt, through, mine }
    }

    fn comes_from(&self) -> Option<String> {
        match self.topic.from {
            TopicFrom::Question(_) => Some(talk::from_question().to_owned()),
            TopicFrom::Thought(_) => Some(talk::from_thought().to_owned()),
            TopicFrom::Need(_) => Some(talk::from_need().to_owned()),
            TopicFrom::Hurt(_) => self.hurt.as_deref().map(talk::from_hurt),
            TopicFrom::OwnWords => None,
        }
    }
}

/// One of the two in a talk.
fn seat_of(two: &Two, asker: PersonId, side: Side) -> Option<&Seat> {
    let mine = (two.me.id == asker) == (side == Side::Asker);
    if mine { Some(&two.me) } else { two.other.as_ref() }
}

fn name_of(two: &Two, asker: PersonId, side: Side) -> String {
    seat_of(two, asker, side).map_or_else(|| two.other_name(), |it| it.name.clone())
}

fn shown_person(two: &Two, asker: PersonId, side: Side) -> Option<Node> {
    seat_of(two, asker, side).map(|it| person(it.side, it.name.clone()))
}

fn minutes(seconds: u16) -> String {
    if seconds < 60 { talk::seconds(u64::from(seconds)) } else { talk::minutes(u64::from(seconds / 60)) }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => talk::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => talk::words_too_long(),
        Refusal::NoSuchSource => talk::no_such_source(),
        Refusal::DayIsPast => talk::day_past(),
        Refusal::NoSuchTopic => talk::no_such_topic(),
        Refusal::OnlyItsAuthor => talk::only_author(),
        Refusal::NoSuchTurnLength => talk::no_such_length(),
        Refusal::InSpace => talk::in_space(),
        Refusal::AlreadyAsked { .. } => talk::already_asked(),
        Refusal::NoSuchTalk => talk::no_such_talk(),
        Refusal::NotJoined => talk::not_joined(),
        Refusal::OnlyTheOther => talk::only_other(),
        Refusal::Paused => talk::is_paused(),
        Refusal::NotTheNextTurn => talk::not_next(),
        Refusal::OnlyTheSpeaker => talk::only_speaker(),
        Refusal::OnlyTheListener => talk::only_listener(),
        Refusal::EachTheirOwn => talk::each_own(),
        Refusal::NotOver => talk::not_over(),
        Refusal::NoSuchHurt => talk::no_such_hurt(),
        Refusal::NotNamedByBoth => talk::not_named(),
        Refusal::OnlyTheHurtPartner => talk::only_hurt(),
    }
}

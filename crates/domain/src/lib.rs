//! What a couple does together: the rules of every practice, folded from records in one order.
//! Pure: no clock, no randomness, no network, no keys, no words.

pub mod audience;
pub mod brought;
pub mod calendar;
pub mod counsel;
pub mod couple;
pub mod day;
pub mod drafts;
pub mod exchange;
pub mod history;
pub mod ideas;
pub mod ids;
pub mod keepsake;
pub mod leaf;
pub mod measure;
pub mod path;
pub mod people;
pub mod photo;
pub mod practice;
pub mod practices;
pub mod reminders;
pub mod stamp;
pub mod wall;
pub mod withdrawal;

pub use audience::Audience;
pub use couple::{Across, Command, Couple, Event, Refusal};
pub use day::{Day, Moment, Weekday, Weekdays};
pub use history::{Checkpoint, History, Record};
pub use ids::{
    AgreementId, ApologyId, Commitment, CounselTopicId, DeviceId, ForgivingId, HoursId, HurtId, LessonId,
    LookId, MemoryId, NeedId, PersonId, PhotoId, PromiseId, QuestionId, RecordId, RevealKey, RoomId, RoundId,
    RuleId, SomeoneId, SpaceAskedId, StartId, TalkId, ThoughtId, TopicId, WeighingId, WhyId, WishId,
};
pub use photo::{Photo, Picture, PictureKey};
pub use practice::{Deciding, Flaw, Practice, SealedBox, SealedText, Sealing, Stamped};
pub use practices::{
    apology, boosters, check_in, circle, closeness, forgiveness, ground_rules, hurts, leaning, learning,
    memories, needs, open_book, our_future, promises, questions, same_page, setting_down, signs, space, talk,
    time, vulnerability, why,
};
pub use stamp::Stamp;
pub use wall::WallTime;

#[cfg(test)]
extern crate self as domain;
#[cfg(test)]
#[path = "../tests/two/mod.rs"]
mod two;

//! The things Today may suggest, and their reasons.

use crate::day::Day;
use crate::ids::{
    AgreementId, ApologyId, ForgivingId, HurtId, MemoryId, NeedId, PromiseId, QuestionId, RuleId,
    SpaceAskedId, StartId, TalkId, TopicId, WhyId,
};
use crate::path::{Because, Work};
use crate::practices::boosters::After;
use crate::practices::{apology, signs};

/// One thing Today may suggest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The thing.
    pub what: What,
    /// Its reason, for the sentence that begins with "Because".
    pub because: Because,
}

/// Things Today may suggest, in the order in which they come first: what cannot wait, then what is one's own before what
/// touches the other, so that the first is never chosen by what the other waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Say "I will respect this" to the space the other asked for.
    RespectSpace {
        /// Which.
        space: SpaceAskedId,
    },
    /// Say that one is back.
    SayYouAreBack {
        /// From which space.
        space: SpaceAskedId,
    },
    /// A step back: "you may not be ready yet, and that is all right".
    StepBack,
    /// Hear that one looks more and more, by one's own notes: nobody else knows.
    ThinkOfLooking {
        /// The how-manieth fortnight since 1970.
        fortnight: i32,
    },
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
    /// Look whether one is ready to talk about a hurt.
    LookAgain {
        /// The hurt.
        hurt: HurtId,
    },
    /// Read an answer.
    ReadAnswer {
        /// The question.
        question: QuestionId,
    },
    /// Read what the other told of a hurt.
    ReadAccount {
        /// The hurt.
        hurt: HurtId,
    },
    /// Say how one sees one's own part in a hurt.
    SayYourPart {
        /// The hurt.
        hurt: HurtId,
    },
    /// Open an apology, when one is ready for it.
    OpenLetter {
        /// The apology.
        apology: ApologyId,
        /// For which hurt it is.
        hurt: HurtId,
        /// Its version, counted from 0.
        version: u16,
    },
    /// Look at what is missing from an own apology.
    CompleteLetter {
        /// The apology.
        apology: ApologyId,
        /// For which hurt it is.
        hurt: HurtId,
    },
    /// Read what the other answered to an own apology.
    ReadReply {
        /// The apology.
        apology: ApologyId,
        /// For which hurt it is.
        hurt: HurtId,
        /// The version, counted from 0.
        version: u16,
        /// The answer.
        reply: apology::Answer,
    },
    /// Read why, as the other tells it.
    ReadWhy {
        /// Which.
        why: WhyId,
        /// When it was shared last, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Read one sign that the other shared, and nothing more of their look.
    ReadSign {
        /// The day of the look.
        on: Day,
        /// The answer.
        answer: signs::Answer,
    },
    /// Read what sets the other off, and what they ask.
    ReadPlan {
        /// When it was shared, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Read what the other put on the list of what to talk about.
    ReadTopic {
        /// The topic.
        topic: TopicId,
    },
    /// Read the kind sentence of the other after a talk.
    ReadKindSentence {
        /// The talk.
        talk: TalkId,
    },
    /// Hear that the other would open what they learned.
    HearOfOffer {
        /// The how-manieth time.
        sitting: u16,
    },
    /// Hear of a card, or a topic, that the other would open.
    HearOfCard {
        /// Its number.
        topic: u32,
    },
    /// Read what the other answered to what one wrote on a card.
    ReadCardAnswer {
        /// The number of the card or the topic.
        topic: u32,
        /// When it was answered, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Read the other's part of the first page.
    ReadFirstPage {
        /// When it was shared, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Read how the other feels loved.
    ReadHowLoved {
        /// When it was shared, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Hear that the other noticed something.
    HearItWasNoticed {
        /// When they said it, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Read what the other sees holding.
    ReadLook {
        /// Of which keeping.
        since: Day,
        /// At which booster.
        after: After,
        /// When it was shared, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Read the other's words for the keepsake.
    ReadClosingWords {
        /// When they were shared, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Look at both pages, that are open now.
    LookAtBothPages {
        /// The asking.
        asking: u16,
    },
    /// Look at what both learned, that is open now.
    LookAtBothLessons {
        /// The how-manieth time.
        sitting: u16,
    },
    /// Look at what both wish for, that is open now.
    LookAtBothFutures {
        /// The how-manieth time.
        drawing: u16,
    },
    /// Read what the other shared of their own writing.
    ReadSharedWords {
        /// Out of which page.
        forgiving: ForgivingId,
    },
    /// Read what the other answered to something one asked for.
    ReadNeedAnswer {
        /// What.
        need: NeedId,
        /// When it was answered last, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Read the thanks of the other.
    ReadThanks {
        /// For what.
        need: NeedId,
    },
    /// Hear what the other did with an agreement about an open book.
    HearOfAgreement {
        /// Which.
        agreement: AgreementId,
        /// When they did it, in milliseconds since 1970.
        at_ms: u64,
    },
    /// Hear that an agreement is over, for its last day has passed.
    HearItRanOut {
        /// Which.
        agreement: AgreementId,
        /// Its last day.
        until: Day,
    },
    /// Hear that an agreement was renewed again and again.
    ThinkOfRenewing {
        /// Which.
        agreement: AgreementId,
        /// How often.
        renewals: u16,
    },
    /// Time together is today.
    GoTogether {
        /// Which.
        memory: MemoryId,
    },
    /// Keep a few words of time together that was.
    KeepMemory {
        /// Which.
        memory: MemoryId,
    },
    /// Look at what both wrote on a card, that is open now.
    LookAtBothCards {
        /// The number of the card or the topic.
        topic: u32,
    },
    /// Say whether one wants to talk now.
    JoinTalk {
        /// The talk.
        talk: TalkId,
    },
    /// Talk about what was kept for today.
    TalkAbout {
        /// The topic.
        topic: TopicId,
    },
    /// Look at an agreement together, on the day that both kept for it.
    ReviewAgreement {
        /// Which.
        agreement: AgreementId,
        /// The day.
        on: Day,
    },
    /// Look at question hours the other proposed.
    LookAtHours,
    /// Look at a line of the ground rules the other proposed.
    LookAtRule {
        /// The line.
        rule: RuleId,
    },
    /// Look at an agreement the other proposed.
    LookAtAgreement {
        /// Which.
        agreement: AgreementId,
    },
    /// Look at a day for time together that the other proposed.
    LookAtPlan {
        /// Which.
        memory: MemoryId,
    },
    /// Draw what one wishes for, because the other would open theirs.
    DrawFuture {
        /// The how-manieth time.
        drawing: u16,
    },
    /// Look at a day for a fresh start that the other proposed.
    LookAtStart {
        /// Which proposal.
        start: StartId,
    },
    /// Say how a promise of the other was.
    ConfirmPromise {
        /// The promise.
        promise: PromiseId,
        /// The day.
        on: Day,
    },
    /// Answer what the other asks for.
    AnswerNeed {
        /// What.
        need: NeedId,
    },
    /// Answer a question.
    AnswerQuestion {
        /// The question.
        question: QuestionId,
    },
    /// Write down a question for oneself.
    WriteQuestion,
    /// See a quarrel as a kind outsider would have seen it.
    SeeFromOutside,
    /// Hold a booster.
    HoldBooster {
        /// Of which keeping.
        since: Day,
        /// Which.
        after: After,
    },
    /// Do a small thing this week.
    SmallAct {
        /// The how-manieth week.
        week: i32,
    },
    /// Begin with a practice of the chapter.
    Begin {
        /// Which.
        work: Work,
    },
    /// Look whether it is steady enough for now.
    SaySteady,
}

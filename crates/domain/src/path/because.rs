//! The reasons of what Today suggests, each for a sentence that begins with "Because".

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
    /// What is written there is for the writer first, and nobody else sees it.
    ItIsForYouFirst,
    /// The viewer saw it in themselves when they looked at the signs.
    YourSignsLeadThere,
    /// Who was hurt sets the pace.
    YouSetThePace,
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
    /// The other asked for space.
    TheyAskedForSpace,
    /// The time one asked for is over.
    TheTimeIsOver,
    /// One picked the day oneself.
    YouPickedTheDay,
    /// The other told what happened.
    TheyTold,
    /// The other wrote an apology.
    TheyWroteToYou,
    /// The other shared it.
    TheySharedIt,
    /// The other answered.
    TheyAnswered,
    /// The other put it on the list.
    TheyNamedIt,
    /// The other would open theirs, too.
    TheyWouldOpenTheirs,
    /// The other said that something is missing.
    SomethingIsMissing,
    /// The other asked to talk now.
    TheyAskedToTalk,
    /// It was kept for today.
    ItWasKeptForToday,
    /// It was a day for the two.
    ItWasYourDay,
    /// Both are needed to name who was hurt and who is responsible.
    NamingNeedsBoth,
    /// Before anything else, it should be steady.
    SteadyComesFirst,
    /// Nobody but oneself can say when it is steady enough.
    YouSayWhen,
    /// Both said "steady enough for now".
    BothSaidSteady,
    /// Who was hurt feels heard.
    ItWasHeard,
    /// An apology was received and accepted.
    AnApologyWasAccepted,
    /// Both said they want to rebuild.
    BothWantToRebuild,
    /// For weeks, most of what one wrote was about what was.
    YourWritingLooksBack,
    /// The same question came back.
    TheSameQuestionReturns,
    /// The other noticed something.
    TheyNoticed,
    /// The other did something with what both agreed to.
    TheyChangedIt,
    /// Both picked the day.
    YouBothPickedTheDay,
    /// Its last day has passed.
    ItsLastDayIsOver,
    /// By one's own notes, one looks more and more.
    YouLookMoreAndMore,
    /// It was renewed for the third time.
    ItWasRenewedAgain,
    /// Small things count.
    SmallThingsCount,
    /// Some months have passed, and trust is what slips back first.
    TrustSlipsBackFirst,
    /// Every few months, it helps.
    ItHelpsEveryFewMonths,
    /// A week went by without a word of one's own, and a small step for oneself is a way back in.
    ASmallStepIsAWayBack,
}

//! The names under which things on Today are put aside and looked at, the same for ever.

use crate::path::What;

impl What {
    /// The name under which it is put aside, the same for ever.
    #[must_use]
    pub fn key(&self) -> String {
        let with = |name: &str, id: &dyn core::fmt::Display| format!("{name}/{id}");
        match self {
            What::RespectSpace { space } => with("space.respect", space),
            What::SayYouAreBack { space } => with("space.back", space),
            What::StepBack => "path.step_back".to_owned(),
            What::LookAtCheckIn { week } => with("check_in.look", week),
            What::CheckIn { week } => with("check_in.write", week),
            What::SayHowItWent { promise, on } => format!("promises.say/{promise}/{on}"),
            What::LookAgain { hurt } => with("time.look_again", hurt),
            What::ReadAnswer { question } => with("questions.read", question),
            What::ReadAccount { hurt } => with("hurts.read", hurt),
            What::SayYourPart { hurt } => with("hurts.part", hurt),
            What::OpenLetter { apology, version, .. } => format!("apology.open/{apology}/{version}"),
            What::CompleteLetter { apology, .. } => with("apology.complete", apology),
            What::LookAtBothPages { asking } => with("same_page.look", asking),
            What::LookAtBothLessons { sitting } => with("learning.look", sitting),
            What::LookAtBothFutures { drawing } => with("our_future.look", drawing),
            What::ReadSharedWords { forgiving } => with("told.read", forgiving),
            What::GoTogether { memory } => with("memories.go", memory),
            What::KeepMemory { memory } => with("memories.keep", memory),
            What::JoinTalk { talk } => with("talk.join", talk),
            What::TalkAbout { topic } => with("talk.about", topic),
            What::LookAtHours => "questions.hours".to_owned(),
            What::LookAtRule { rule } => with("ground_rules.look", rule),
            What::LookAtPlan { memory } => with("memories.plan", memory),
            What::DrawFuture { drawing } => with("our_future.draw", drawing),
            What::ConfirmPromise { promise, on } => format!("promises.confirm/{promise}/{on}"),
            What::LookAtAgreement { agreement } => with("open_book.look", agreement),
            What::ReviewAgreement { agreement, on } => format!("open_book.review/{agreement}/{on}"),
            What::AnswerNeed { need } => with("needs.answer", need),
            What::AnswerQuestion { question } => with("questions.answer", question),
            What::WriteQuestion => "questions.write".to_owned(),
            What::SeeFromOutside => "learning.outside".to_owned(),
            What::Begin { work } => with("begin", &work.name()),
            What::SaySteady => "path.steady".to_owned(),
            _ => self.key_to_read(),
        }
    }

    /// The name of what there is only to read: another one when it is shared anew.
    fn key_to_read(&self) -> String {
        let with = |name: &str, id: &dyn core::fmt::Display| format!("{name}/{id}");
        match self {
            What::ReadReply { apology, version, reply, .. } => {
                format!("apology.reply/{apology}/{version}/{}", reply.number())
            }
            What::ReadWhy { why, at_ms } => format!("why.read/{why}/{at_ms}"),
            What::ReadSign { on, answer: it } => {
                format!("signs.read/{on}/{}/{}/{}", it.sign as u8, it.whose as u8, it.often as u8)
            }
            What::ReadPlan { at_ms } => with("setting_down.plan", at_ms),
            What::ReadNeedAnswer { need, at_ms } => format!("needs.read/{need}/{at_ms}"),
            What::ReadThanks { need } => with("needs.thanks", need),
            What::HearOfAgreement { agreement, at_ms } => format!("open_book.changed/{agreement}/{at_ms}"),
            What::HearItRanOut { agreement, until } => format!("open_book.over/{agreement}/{until}"),
            What::ThinkOfLooking { fortnight } => with("open_book.looking", fortnight),
            What::ThinkOfRenewing { agreement, renewals } => {
                format!("open_book.renewed/{agreement}/{renewals}")
            }
            What::ReadTopic { topic } => with("talk.topic", topic),
            What::ReadKindSentence { talk } => with("talk.kind", talk),
            What::HearOfOffer { sitting } => with("learning.offer", sitting),
            _ => self.key_of_coming_close(),
        }
    }

    /// The name of what belongs to coming close again, and to keeping what holds.
    fn key_of_coming_close(&self) -> String {
        let with = |name: &str, id: &dyn core::fmt::Display| format!("{name}/{id}");
        match self {
            What::LookAtBothCards { topic } => with("vulnerability.look", topic),
            What::LookAtStart { start } => with("closeness.start", start),
            What::HoldBooster { since, after } => format!("boosters.hold/{since}/{}", after.months()),
            What::SmallAct { week } => with("closeness.act", week),
            What::HearOfCard { topic } => with("vulnerability.card", topic),
            What::ReadCardAnswer { topic, at_ms } => format!("vulnerability.answer/{topic}/{at_ms}"),
            What::ReadFirstPage { at_ms } => with("closeness.page", at_ms),
            What::ReadHowLoved { at_ms } => with("closeness.loved", at_ms),
            What::HearItWasNoticed { at_ms } => with("closeness.noticed", at_ms),
            What::ReadLook { at_ms, .. } => with("boosters.look", at_ms),
            What::ReadClosingWords { at_ms } => with("boosters.words", at_ms),
            _ => {
                debug_assert!(false, "{self:?} has no name");
                String::new()
            }
        }
    }
}

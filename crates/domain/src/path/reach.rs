//! How far each thing on Today reaches: whom it touches, whether it is only there to be read, and where it comes from.

use crate::ids::HurtId;
use crate::path::{Because, Suggestion, What, Work};

impl What {
    /// The hurt it is about, if it is about one.
    #[must_use]
    pub fn hurt(&self) -> Option<HurtId> {
        match *self {
            What::ReadAccount { hurt }
            | What::SayYourPart { hurt }
            | What::OpenLetter { hurt, .. }
            | What::CompleteLetter { hurt, .. }
            | What::ReadReply { hurt, .. } => Some(hurt),
            _ => None,
        }
    }

    /// Whether there is nothing to do but to read it: then it is told until it was looked at, and no longer.
    #[must_use]
    pub fn is_only_read(&self) -> bool {
        matches!(
            self,
            What::ReadReply { .. }
                | What::ReadWhy { .. }
                | What::ReadSign { .. }
                | What::ReadPlan { .. }
                | What::ReadTopic { .. }
                | What::ReadKindSentence { .. }
                | What::ReadNeedAnswer { .. }
                | What::ReadThanks { .. }
                | What::HearOfAgreement { .. }
                | What::HearItRanOut { .. }
                | What::ThinkOfLooking { .. }
                | What::ThinkOfRenewing { .. }
                | What::HearOfOffer { .. }
                | What::DrawFuture { .. }
                | What::HearOfCard { .. }
                | What::ReadCardAnswer { .. }
                | What::ReadFirstPage { .. }
                | What::ReadHowLoved { .. }
                | What::HearItWasNoticed { .. }
                | What::ReadLook { .. }
                | What::ReadClosingWords { .. }
        )
    }

    /// Whether it comes by the calendar or by the path, and from nothing that the other did: it rests when the journey is
    /// closed.
    #[must_use]
    pub fn comes_by_itself(&self) -> bool {
        matches!(
            self,
            What::StepBack
                | What::CheckIn { .. }
                | What::SayHowItWent { .. }
                | What::ConfirmPromise { .. }
                | What::LookAgain { .. }
                | What::KeepMemory { .. }
                | What::WriteQuestion
                | What::SeeFromOutside
                | What::HoldBooster { .. }
                | What::SmallAct { .. }
                | What::ReviewAgreement { .. }
                | What::HearItRanOut { .. }
                | What::ThinkOfLooking { .. }
                | What::ThinkOfRenewing { .. }
                | What::Begin { .. }
                | What::SaySteady
        )
    }

    /// Whether it says something about space itself, and so holds also while nothing else does.
    #[must_use]
    pub fn is_about_space(&self) -> bool {
        matches!(self, What::RespectSpace { .. } | What::SayYouAreBack { .. })
    }
}

impl Suggestion {
    /// Whether it touches the other: they would see what comes of it, or it comes from what they did. Without a
    /// partner, during space, and for who looks for themselves alone, nothing joint is suggested.
    #[must_use]
    pub fn is_joint(&self) -> bool {
        match self.what {
            What::CheckIn { .. } => self.because != Because::ItHelpsAlsoAlone,
            What::StepBack
            | What::ThinkOfLooking { .. }
            | What::LookAgain { .. }
            | What::WriteQuestion
            | What::SeeFromOutside => false,
            What::Begin { work } => !matches!(
                work,
                Work::Signs
                    | Work::Hurts
                    | Work::Why
                    | Work::Learning
                    | Work::SettingDown
                    | Work::Time
                    | Work::Circle
            ),
            _ => true,
        }
    }
}

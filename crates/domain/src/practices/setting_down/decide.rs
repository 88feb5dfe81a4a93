//! What may be asked of setting the past down, and why not.

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::ThoughtId;
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, Flaw, LONGEST_TEXT, Practice, Sealing, Stamped, words, words_if_any};
use crate::practices::setting_down::fold::MOST;
use crate::practices::setting_down::words::{
    Choice, Chosen, Command, Event, Plan, PlanShared, PlanWithdrawn, PlanWritten, PutAway, Refusal, Reworded,
    SetDown,
};
use crate::practices::setting_down::{SettingDown, Thought};

/// What was chosen for a thought.
pub(crate) fn chosen(thought: ThoughtId, choice: Choice) -> Event {
    Event::Chosen(Chosen { thought, choice })
}

impl SettingDown {
    fn known(&self, thought: ThoughtId) -> Result<&Thought, Refusal> {
        self.thought(thought).ok_or(Refusal::NoSuchThought)
    }

    /// A thought for which something can still be chosen.
    ///
    /// # Errors
    /// When there is none, or when it went to the other already.
    pub(crate) fn to_choose_for(&self, thought: ThoughtId) -> Result<&Thought, Refusal> {
        let known = self.known(thought)?;
        if known.is_carried_over() { Err(Refusal::AlreadyCarriedOver) } else { Ok(known) }
    }

    fn set_down(&self, with: &mut Deciding<'_>, text: &str) -> Result<Option<Event>, Refusal> {
        let text = words(text, LONGEST_TEXT)?;
        if self.mine.len() >= MOST {
            return Err(Refusal::TooMany);
        }
        let thought = ThoughtId::make(with.me, (with.fresh)());
        Ok(Some(Event::SetDown(SetDown { thought, text })))
    }

    fn choose(&self, thought: ThoughtId, choice: Choice) -> Result<Option<Event>, Refusal> {
        let news = self.to_choose_for(thought)?.choice != Some(choice);
        Ok(news.then(|| chosen(thought, choice)))
    }

    fn keep_for_talk(
        &self,
        now: &Moment,
        thought: ThoughtId,
        day: Option<Day>,
    ) -> Result<Option<Event>, Refusal> {
        if day.is_some_and(|it| it < now.today()) {
            return Err(Refusal::DayIsPast);
        }
        self.choose(thought, Choice::ForTalk { day })
    }

    fn share_plan(&self, with: &Deciding<'_>, plan: Plan) -> Result<Option<Event>, Refusal> {
        let own = self.plan.parts();
        // Each part is shared as it stands, or not at all.
        let as_written = plan.parts().into_iter().zip(own).all(|(part, own)| part.is_empty() || part == own);
        if !as_written {
            return Err(Refusal::ChangedSince);
        }
        if plan.is_empty() {
            return Err(Flaw::Empty.into());
        }
        let news = self.shared_plan(with.me).is_none_or(|it| it.plan != plan);
        Ok(news.then_some(Event::PlanShared(PlanShared { plan })))
    }
}

/// A plan as it is kept, or why it cannot be.
fn checked(plan: &Plan) -> Result<Plan, Flaw> {
    Ok(Plan {
        what_sets_me_off: words_if_any(&plan.what_sets_me_off)?,
        what_helps: words_if_any(&plan.what_helps)?,
        what_i_ask: words_if_any(&plan.what_i_ask)?,
    })
}

impl Practice for SettingDown {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let event = match command {
            Command::SetDown { text } => self.set_down(with, &text)?,
            Command::Reword { thought, text } => {
                let text = words(&text, LONGEST_TEXT)?;
                let news = self.known(thought)?.text != text;
                news.then_some(Event::Reworded(Reworded { thought, text }))
            }
            Command::LetRest { thought } => self.choose(thought, Choice::Rests)?,
            Command::KeepForTalk { thought, day } => self.keep_for_talk(&with.now, thought, day)?,
            Command::KeepForCounsellor { thought } => self.choose(thought, Choice::ForCounsellor)?,
            Command::PutAway { thought } => {
                self.known(thought)?;
                Some(Event::PutAway(PutAway { thought }))
            }
            Command::WritePlan(plan) => {
                let plan = checked(&plan)?;
                (plan != self.plan).then_some(Event::PlanWritten(PlanWritten { plan }))
            }
            Command::SharePlan(plan) => self.share_plan(with, plan)?,
            Command::WithdrawPlan if self.shared_plan(with.me).is_none() => {
                return Err(Refusal::NothingShared);
            }
            Command::WithdrawPlan => Some(Event::PlanWithdrawn(PlanWithdrawn {})),
        };
        Ok(event.map(couple::Event::SettingDown).into_iter().collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        self.fold(record);
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, _: &Moment) -> Vec<Suggestion> {
        let theirs = couple.partner().and_then(|it| self.shared_plan(it));
        let what = theirs.map(|it| What::ReadPlan { at_ms: it.at.ms });
        what.map(|what| Suggestion { what, because: Because::TheySharedIt }).into_iter().collect()
    }

    fn wrote(&self, _: &Couple, to: &mut OwnWriting) {
        for it in self.mine.values().filter(|it| !it.put_away) {
            to.add(it.at.day(), Way::Back, &it.text);
        }
    }
}

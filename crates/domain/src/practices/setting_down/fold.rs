//! How thoughts and plans follow from events. Whoever may not say something is not heard.

use crate::ids::{PersonId, ThoughtId};
use crate::leaf::Leaf;
use crate::practice::{LONGEST_TEXT, Stamped, is_text};
use crate::practices::setting_down::words::{Event, Plan, SetDown};
use crate::practices::setting_down::{SettingDown, SharedPlan, Thought};
use crate::stamp::Stamp;

/// More thoughts than anyone keeps.
pub(super) const MOST: usize = 20_000;

impl Plan {
    /// The three parts.
    pub(super) fn parts(&self) -> [&String; 3] {
        [&self.what_sets_me_off, &self.what_helps, &self.what_i_ask]
    }

    /// Whether each part fits.
    fn is_sound(&self) -> bool {
        self.parts().iter().all(|it| it.len() <= LONGEST_TEXT)
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|it| it.trim().is_empty())
    }
}

impl SettingDown {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let (author, at) = (record.author, record.at);
        match record.event {
            Event::SetDown(it) => self.fold_set_down(author, at, it),
            Event::Reworded(it) if is_text(&it.text) => {
                if let Some(thought) = self.thought_mut(it.thought) {
                    thought.text.clone_from(&it.text);
                }
            }
            Event::Reworded(_) => {}
            Event::Chosen(it) => {
                // What went to the other does not come back by resting.
                if let Some(thought) = self.thought_mut(it.thought).filter(|it| !it.is_carried_over()) {
                    thought.choice = Some(it.choice);
                }
            }
            Event::PutAway(it) => {
                if let Some(thought) = self.thought_mut(it.thought) {
                    thought.put_away = true;
                    thought.text.clear();
                }
            }
            Event::PlanWritten(it) if it.plan.is_sound() => self.plan = it.plan.clone(),
            Event::PlanShared(it) if it.plan.is_sound() && !it.plan.is_empty() => {
                self.fold_withdrawn(author);
                let place = self.ours.partition_point(|other| other.by < author);
                self.ours.insert(place, SharedPlan { by: author, plan: it.plan.clone(), at });
            }
            Event::PlanWritten(_) | Event::PlanShared(_) => {}
            Event::PlanWithdrawn(_) => self.fold_withdrawn(author),
        }
    }

    fn thought_mut(&mut self, id: ThoughtId) -> Option<&mut Thought> {
        self.mine.get_mut(&id).filter(|it| !it.put_away).map(Leaf::change)
    }

    fn fold_set_down(&mut self, author: PersonId, at: Stamp, set_down: &SetDown) {
        let sound = set_down.thought.author() == author && is_text(&set_down.text) && self.mine.len() < MOST;
        if sound && !self.mine.contains_key(&set_down.thought) {
            let (id, text) = (set_down.thought, set_down.text.clone());
            self.mine.insert(id, Leaf::new(Thought { id, text, at, choice: None, put_away: false }));
        }
    }

    fn fold_withdrawn(&mut self, by: PersonId) {
        self.ours.retain(|it| it.by != by);
    }
}

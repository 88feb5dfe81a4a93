//! How plans and memories follow from events. Whoever may not say something is not heard.

use crate::ids::{MemoryId, PersonId, PhotoId};
use crate::leaf::Leaf;
use crate::photo::Photo;
use crate::practice::{LONGEST_TEXT, Stamped, is_line, is_text};
use crate::practices::memories::words::{Event, PlannedFor};
use crate::practices::memories::{Memories, Memory, Plan, Words};
use crate::stamp::Stamp;

/// More plans and memories than two people have.
pub(super) const MOST: usize = 10_000;
/// More photos than one looks at of one day.
pub(super) const MOST_PHOTOS: usize = 240;

impl Memories {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let (author, at) = (record.author, record.at);
        match record.event {
            Event::Planned(it) if it.when.is_sound() => {
                let plan = Plan { by: author, agreed: false, called_off: false };
                self.begin(author, it.memory, &it.name, it.when, Some(plan));
            }
            Event::Agreed(it) => self.plan_mut(it.memory, |when, plan| {
                plan.agreed |= plan.by != author && when == it.when;
            }),
            Event::Moved(it) if it.when.is_sound() => {
                self.plan_mut(it.memory, |_, plan| {
                    *plan = Plan { by: author, agreed: false, called_off: false }
                });
                if let Some(memory) = self.open_mut(it.memory) {
                    memory.when = it.when;
                }
            }
            Event::CalledOff(it) => self.plan_mut(it.memory, |_, plan| plan.called_off = true),
            Event::Kept(it) if is_text(&it.text) => {
                let when = PlannedFor { on: it.on, at_minute: None };
                if self.begin(author, it.memory, &it.name, when, None) {
                    self.put_words(it.memory, author, at, &it.text);
                }
            }
            Event::Said(it) => self.put_words(it.memory, author, at, &it.text),
            Event::TakenBack(it) => {
                if let Some(memory) = self.ours.get_mut(&it.memory).map(Leaf::change) {
                    memory.words.retain(|words| words.by != author);
                }
            }
            Event::PhotoKept(it) => self.put_photo(it.memory, author, &it.photo),
            Event::PhotoTakenBack(it) => self.take_photo(it.memory, author, it.photo),
            Event::LookingBack(it) => self.looks_back_not = !it.shown,
            Event::Planned(_) | Event::Moved(_) | Event::Kept(_) => {}
        }
    }

    fn begin(
        &mut self,
        author: PersonId,
        id: MemoryId,
        name: &str,
        when: PlannedFor,
        plan: Option<Plan>,
    ) -> bool {
        let sound = id.author() == author && is_line(name) && self.ours.len() < MOST;
        let begins = sound && !self.ours.contains_key(&id);
        if begins {
            let memory =
                Memory { id, name: name.to_owned(), when, plan, words: Vec::new(), photos: Vec::new() };
            self.ours.insert(id, Leaf::new(memory));
        }
        begins
    }

    /// A plan that is neither kept nor called off.
    fn open_mut(&mut self, id: MemoryId) -> Option<&mut Memory> {
        let open = self.get(id).is_some_and(|it| it.open_plan().is_some());
        self.ours.get_mut(&id).filter(|_| open).map(Leaf::change)
    }

    fn plan_mut(&mut self, id: MemoryId, change: impl Fn(PlannedFor, &mut Plan)) {
        if let Some(memory) = self.open_mut(id)
            && let Some(plan) = &mut memory.plan
        {
            change(memory.when, plan);
        }
    }

    fn put_photo(&mut self, id: MemoryId, author: PersonId, photo: &Photo) {
        let Some(memory) = self.ours.get_mut(&id).map(Leaf::change) else { return };
        let own = photo.id.author() == author && photo.is_sound();
        if own && memory.photos.len() < MOST_PHOTOS && memory.photo(photo.id).is_none() {
            memory.photos.push(photo.clone());
        }
    }

    fn take_photo(&mut self, id: MemoryId, author: PersonId, photo: PhotoId) {
        if let Some(memory) = self.ours.get_mut(&id).map(Leaf::change) {
            memory.photos.retain(|it| it.id != photo || photo.author() != author);
        }
    }

    fn put_words(&mut self, id: MemoryId, author: PersonId, at: Stamp, text: &str) {
        let Some(memory) = self.ours.get_mut(&id).map(Leaf::change) else { return };
        if text.trim().is_empty() || text.len() > LONGEST_TEXT {
            return;
        }
        let words = Words { by: author, text: text.to_owned(), at };
        if let Some(own) = memory.words.iter_mut().find(|it| it.by == author) {
            *own = words;
        } else if memory.words.len() < 2 {
            // Two people.
            memory.words.push(words);
        }
    }
}

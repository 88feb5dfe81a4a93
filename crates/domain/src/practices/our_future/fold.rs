//! How wishes and what both make of them follow from events. Whoever may not say something is not heard.

use crate::ids::{PersonId, WishId};
use crate::leaf::Leaf;
use crate::practice::Stamped;
use crate::practices::our_future::words::{BecameMore, Event, Sorted, Written};
use crate::practices::our_future::{OurFuture, Own, Said, Sorting};

/// More wishes than anyone writes.
pub(super) const MOST: usize = 2_000;

/// More steps and topics than come of one wish.
const MOST_BECAME: usize = 200;

impl OurFuture {
    pub(super) fn fold(&mut self, record: &Stamped<'_, Event>) {
        let author = record.author;
        match record.event {
            Event::Written(it) => self.fold_written(record, it),
            Event::PutAway(it) => {
                if let Some(own) = self.mine.get_mut(&it.wish).map(Leaf::change) {
                    own.put_away = true;
                    own.wish.text.clear();
                }
            }
            Event::Offered(it) => self.ours.asked.take_in(it.drawing, author, record.at),
            Event::Added(it) if it.wish.is_sound(author) => {
                if let Some(sorting) = self.sorting_mut(it.wish.id)
                    && sorting.added.is_none()
                    && !sorting.taken_off
                {
                    sorting.added = Some(it.wish.clone());
                }
            }
            Event::TakenOff(it) if it.wish.author() == author => {
                if let Some(sorting) = self.sorting_mut(it.wish) {
                    sorting.taken_off = true;
                    sorting.added = None;
                }
            }
            Event::Sorted(it) => self.fold_sorted(author, it),
            Event::BecameMore(it) => self.fold_became(it),
            Event::Added(_) | Event::TakenOff(_) => {}
        }
    }

    fn fold_sorted(&mut self, author: PersonId, sorted: &Sorted) {
        if let Some(sorting) = self.sorting_mut(sorted.wish) {
            sorting.said.retain(|said| said.by != author);
            let said = sorted.sort.map(|sort| Said { by: author, sort });
            // Two people.
            sorting.said.extend(said.filter(|_| sorting.said.len() < 2));
        }
    }

    fn fold_became(&mut self, more: &BecameMore) {
        let sorting = self.sorting_mut(more.wish);
        if let Some(sorting) = sorting.filter(|sorting| !sorting.became.contains(&more.became))
            && sorting.became.len() < MOST_BECAME
        {
            sorting.became.push(more.became);
        }
    }

    fn sorting_mut(&mut self, wish: WishId) -> Option<&mut Sorting> {
        let leaves = &mut self.ours.leaves;
        (leaves.contains_key(&wish) || leaves.len() < MOST * 2).then(|| leaves.or_default(wish).change())
    }

    fn fold_written(&mut self, record: &Stamped<'_, Event>, written: &Written) {
        let wish = &written.wish;
        if !wish.is_sound(record.author) {
            return;
        }
        if let Some(own) = self.mine.get_mut(&wish.id) {
            if !own.put_away {
                own.change().wish = wish.clone();
            }
        } else if self.mine.len() < MOST {
            let own = Own { wish: wish.clone(), at: record.at, put_away: false };
            self.mine.insert(wish.id, Leaf::new(own));
        }
    }
}

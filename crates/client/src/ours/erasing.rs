//! Erasing what was taken back, as far as it lies in the local store.

use super::Ours;
use crate::local::key;

impl Ours {
    /// Erases from the local store what was taken back, and says so; names what I took back. A part of [`Ours::work`].
    pub(crate) async fn erase_taken_back(&self) {
        if self.session.borrow().log_to_erase().is_none() {
            return;
        }
        // What is written over must be what lies there: nothing may be on its way into the store meanwhile.
        self.store_is_free().await;
        self.store_all().await;
        let Some(wanted) = self.session.borrow().log_to_erase() else { return };
        let to = key::log_end(wanted.space, wanted.life);
        let kept = self.ports.store.range(&key::log(wanted.space, 0, 0), &to).await;
        if self.closed.get() {
            return;
        }
        let done = kept.and_then(|kept| self.session.borrow_mut().erase(&wanted, &kept));
        if let Err(problem) = done {
            self.session.borrow_mut().logs_not_read(problem);
        }
        self.store_all().await;
        self.tell_changed();
    }
}

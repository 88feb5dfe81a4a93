//! Waiting until somebody else here is done.

use core::cell::RefCell;
use core::task::{Poll, Waker};

/// Those who wait.
#[derive(Default)]
pub(super) struct Waiting(RefCell<Vec<Waker>>);

impl Waiting {
    /// Waits until it is so. Whoever makes it so calls [`Waiting::wake`].
    pub(super) async fn until(&self, is_so: impl Fn() -> bool) {
        core::future::poll_fn(|context| {
            if is_so() {
                return Poll::Ready(());
            }
            self.0.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// They look again.
    pub(super) fn wake(&self) {
        for waiting in self.0.take() {
            waiting.wake();
        }
    }
}

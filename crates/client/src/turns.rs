//! One at a time, in the order of asking: a write that has to be tried again must not pass a later one.

use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Poll, Waker};

/// See the module.
#[derive(Debug, Default)]
pub struct Turns {
    /// Whoever has the turn, and behind it whoever waits.
    line: RefCell<Vec<(u64, Option<Waker>)>>,
    asked: Cell<u64>,
}

/// A turn, or a place in the line: it ends when this is dropped.
#[derive(Debug)]
pub struct Turn<'a> {
    turns: &'a Turns,
    number: u64,
}

impl Turns {
    /// Waits until everybody who asked before has had their turn.
    pub async fn take(&self) -> Turn<'_> {
        let number = self.asked.get();
        self.asked.set(number.wrapping_add(1));
        self.line.borrow_mut().push((number, None));
        let turn = Turn { turns: self, number };
        poll_fn(|context| {
            let mut line = self.line.borrow_mut();
            if line.first().is_some_and(|(first, _)| *first == number) {
                return Poll::Ready(());
            }
            if let Some((_, waker)) = line.iter_mut().find(|(it, _)| *it == number) {
                *waker = Some(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
        turn
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut line = self.turns.line.borrow_mut();
        line.retain(|(it, _)| *it != self.number);
        let next = line.first_mut().and_then(|(_, waker)| waker.take());
        drop(line);
        if let Some(waker) = next {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::future::Future;
    use core::pin::pin;
    use core::task::Context;

    /// Writes its name, but only the second time it is tried.
    async fn write(turns: &Turns, disk: &RefCell<Vec<&'static str>>, name: &'static str) {
        let _turn = turns.take().await;
        let mut tried = false;
        poll_fn(|_| if core::mem::replace(&mut tried, true) { Poll::Ready(()) } else { Poll::Pending }).await;
        disk.borrow_mut().push(name);
    }

    #[test]
    fn what_is_tried_again_is_never_passed_by_what_came_later() {
        let (turns, disk) = (Turns::default(), RefCell::new(Vec::new()));
        let mut first = pin!(write(&turns, &disk, "ajar"));
        let mut second = pin!(write(&turns, &disk, "locked"));
        let mut context = Context::from_waker(Waker::noop());
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending(), "it is not its turn");
        assert!(first.as_mut().poll(&mut context).is_ready());
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_ready());
        assert_eq!(*disk.borrow(), ["ajar", "locked"]);
    }

    #[test]
    fn whoever_goes_away_while_waiting_holds_nobody_back() {
        let (turns, disk) = (Turns::default(), RefCell::new(Vec::new()));
        let mut context = Context::from_waker(Waker::noop());
        let mut last = pin!(write(&turns, &disk, "last"));
        {
            let mut gone = pin!(turns.take());
            let mut holder = pin!(write(&turns, &disk, "never"));
            assert!(holder.as_mut().poll(&mut context).is_pending());
            assert!(gone.as_mut().poll(&mut context).is_pending());
            assert!(last.as_mut().poll(&mut context).is_pending());
        }
        assert!(last.as_mut().poll(&mut context).is_pending());
        assert!(last.as_mut().poll(&mut context).is_ready());
        assert_eq!(*disk.borrow(), ["last"]);
    }
}

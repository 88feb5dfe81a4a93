//! Values that screens read: whoever has read one looks again when it changes. Thin shells over `graph`.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use super::graph::{self, Key};

/// A value that is read and set.
pub(crate) struct RwSignal<T>(Key, PhantomData<fn() -> T>);

/// A value that is made from others, and only another when it differs.
pub(crate) struct Memo<T>(RwSignal<Option<T>>);

/// A value that nobody looks at again.
pub(crate) struct StoredValue<T>(RwSignal<T>);

impl<T> Copy for RwSignal<T> {}
impl<T> Copy for Memo<T> {}
impl<T> Copy for StoredValue<T> {}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> RwSignal<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(graph::keep(Rc::new(RefCell::new(value))), PhantomData)
    }

    fn cell(self) -> Option<Rc<RefCell<T>>> {
        graph::value(self.0)?.downcast().ok()
    }

    #[expect(clippy::expect_used, reason = "what may outlive its screen uses the `try_` forms")]
    fn standing(self) -> Rc<RefCell<T>> {
        self.cell().expect("the screen of this value still stands")
    }

    /// Remembers that it was read.
    pub(crate) fn track(self) {
        graph::track(self.0);
    }

    pub(crate) fn get(self) -> T
    where
        T: Clone,
    {
        self.track();
        self.get_untracked()
    }

    pub(crate) fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.standing().borrow().clone()
    }

    pub(crate) fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        Some(self.cell()?.borrow().clone())
    }

    /// Sets it. When its screen has gone, nothing happens.
    pub(crate) fn set(self, value: T) {
        let _ = self.try_set(value);
    }

    /// Sets it, or gives the value back when its screen has gone.
    pub(crate) fn try_set(self, value: T) -> Option<T> {
        match self.cell() {
            Some(cell) => {
                // What was there may hold signals; it goes after they are told.
                let before = cell.replace(value);
                graph::changed(self.0);
                drop(before);
                None
            }
            None => Some(value),
        }
    }

    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(cell) = self.cell() {
            change(&mut cell.borrow_mut());
            graph::changed(self.0);
        }
    }
}

impl<T: PartialEq + 'static> Memo<T> {
    pub(crate) fn new(make: impl Fn() -> T + 'static) -> Self {
        let cell = Rc::new(RefCell::new(None));
        let held = Rc::clone(&cell);
        let look = Rc::new(move || {
            let made = Some(make());
            let another = *held.borrow() != made;
            if another {
                held.replace(made);
            }
            another
        });
        Self(RwSignal(graph::keep_made(cell, look), PhantomData))
    }

    #[expect(clippy::expect_used, reason = "refreshing has made it")]
    pub(crate) fn get(self) -> T
    where
        T: Clone,
    {
        graph::refresh(self.0.0);
        self.0.get().expect("a memo that was asked has a value")
    }
}

impl<T: 'static> StoredValue<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(RwSignal::new(value))
    }

    pub(crate) fn get_value(self) -> T
    where
        T: Clone,
    {
        self.0.get_untracked()
    }

    pub(crate) fn with_value<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.0.standing().borrow())
    }
}

/// Acts once everything that runs now is done, and again whenever what it has read changes.
pub(crate) fn effect(act: impl Fn() + 'static) {
    graph::act_soon(Rc::new(move || {
        act();
        false
    }));
}

/// Acts at once, and again whenever what it has read changes.
pub(crate) fn keep_true(act: Box<dyn Fn()>) {
    graph::act_now(Rc::new(move || {
        act();
        false
    }));
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// Counts how often an effect acts.
    fn counting(look: impl Fn() + 'static) -> Rc<Cell<u32>> {
        let count = Rc::new(Cell::new(0));
        let counted = Rc::clone(&count);
        keep_true(Box::new(move || {
            look();
            counted.set(counted.get() + 1);
        }));
        count
    }

    #[test]
    fn an_effect_acts_again_when_what_it_has_read_changes_and_once_for_several_changes() {
        let (one, other) = (RwSignal::new(1), RwSignal::new(1));
        let count = counting(move || {
            one.get();
        });
        one.set(2);
        one.set(3);
        other.set(2);
        assert_eq!(count.get(), 1, "nothing acts before everything that runs is done");
        graph::settle();
        assert_eq!(count.get(), 2);
    }

    #[test]
    fn a_memo_that_comes_to_the_same_disturbs_nobody() {
        let (number, made) = (RwSignal::new(1), Rc::new(Cell::new(0)));
        let counted = Rc::clone(&made);
        let even = Memo::new(move || {
            counted.set(counted.get() + 1);
            number.get() % 2 == 0
        });
        let count = counting(move || {
            even.get();
        });
        number.set(3);
        graph::settle();
        assert_eq!((made.get(), count.get()), (2, 1));
        number.set(4);
        graph::settle();
        assert_eq!((made.get(), count.get()), (3, 2));
        assert!(even.get());
        assert_eq!(made.get(), 3, "it is made once for all who ask");
    }

    #[test]
    fn nobody_sees_a_memo_and_its_source_apart() {
        let number = RwSignal::new(1);
        let double = Memo::new(move || number.get() * 2);
        let count = counting(move || assert_eq!(number.get() * 2, double.get()));
        number.set(5);
        graph::settle();
        assert_eq!(count.get(), 2);
    }

    #[test]
    fn what_an_effect_makes_is_gone_when_it_acts_again() {
        let (outer, inner) = (RwSignal::new(0), RwSignal::new(0));
        let inside = Rc::new(Cell::new(0));
        let counted = Rc::clone(&inside);
        let last: Rc<Cell<Option<RwSignal<u32>>>> = Rc::default();
        let made = Rc::clone(&last);
        counting(move || {
            outer.get();
            made.set(Some(RwSignal::new(7)));
            let counted = Rc::clone(&counted);
            counting(move || {
                inner.get();
                counted.set(counted.get() + 1);
            });
        });
        let first = last.get().unwrap();
        assert_eq!(first.try_get_untracked(), Some(7));
        // Both change: the outer one acts, and the old inner one never again.
        outer.set(1);
        inner.set(1);
        graph::settle();
        assert_eq!(inside.get(), 2);
        assert_eq!((first.try_get_untracked(), first.try_set(8)), (None, Some(8)));
        inner.set(2);
        graph::settle();
        assert_eq!(inside.get(), 3);
    }

    #[test]
    fn what_is_read_no_longer_disturbs_no_longer() {
        let (first, which) = (RwSignal::new(0), RwSignal::new(true));
        let count = counting(move || {
            if which.get() {
                first.get();
            }
        });
        which.set(false);
        graph::settle();
        first.set(1);
        graph::settle();
        assert_eq!(count.get(), 2);
    }

    #[test]
    fn an_effect_that_changes_what_it_has_read_acts_until_it_holds() {
        let number = RwSignal::new(0);
        let count = counting(move || {
            if number.get() < 3 {
                number.set(number.get_untracked() + 1);
            }
        });
        graph::settle();
        assert_eq!((number.get_untracked(), count.get()), (3, 4));
    }

    #[test]
    fn what_runs_apart_is_not_remembered_and_stays() {
        let (signal, made) = (RwSignal::new(0), Rc::new(Cell::new(None)));
        let kept = Rc::clone(&made);
        let turn = RwSignal::new(0);
        let count = counting(move || {
            turn.get();
            graph::apart(|| {
                signal.get();
                kept.set(kept.get().or(Some(RwSignal::new(1))));
            });
        });
        signal.set(1);
        turn.set(1);
        graph::settle();
        assert_eq!(count.get(), 2);
        assert_eq!(made.get().unwrap().try_get_untracked(), Some(1));
    }
}

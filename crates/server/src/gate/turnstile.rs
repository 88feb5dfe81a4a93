//! How many sockets and long polls are open, in all and for each account.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use protocol::ids::AccountId;

#[derive(Default)]
struct Inside {
    all: usize,
    of: HashMap<AccountId, usize>,
}

/// Counts who is inside.
#[derive(Clone, Default)]
pub(crate) struct Turnstile(Arc<Mutex<Inside>>);

impl Turnstile {
    /// Lets one more in, if there is room.
    pub(crate) fn enter(&self, account: AccountId, most: usize, most_each: usize) -> Option<Place> {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let each = inside.of.get(&account).copied().unwrap_or(0);
        if inside.all >= most || each >= most_each {
            return None;
        }
        inside.all += 1;
        inside.of.insert(account, each + 1);
        drop(inside);
        Some(Place { turnstile: self.clone(), account })
    }

    /// How many are inside.
    pub(crate) fn inside(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).all
    }
}

/// A place inside; given back when dropped.
pub(crate) struct Place {
    turnstile: Turnstile,
    account: AccountId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.turnstile.0.lock().unwrap_or_else(PoisonError::into_inner);
        inside.all = inside.all.saturating_sub(1);
        let left = inside.of.get(&self.account).copied().unwrap_or(0).saturating_sub(1);
        if left == 0 {
            inside.of.remove(&self.account);
        } else {
            inside.of.insert(self.account, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_given_back() {
        let turnstile = Turnstile::default();
        let (one, two) = (AccountId([1; 16]), AccountId([2; 16]));
        let first = turnstile.enter(one, 2, 1).unwrap();
        assert!(turnstile.enter(one, 2, 1).is_none(), "one each");
        let second = turnstile.enter(two, 2, 1).unwrap();
        assert!(turnstile.enter(AccountId([3; 16]), 2, 1).is_none(), "two in all");
        drop(first);
        assert!(turnstile.enter(one, 2, 1).is_some());
        drop(second);
        assert_eq!(turnstile.inside(), 0);
    }
}

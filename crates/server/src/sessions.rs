//! Sessions that were looked up, kept in memory so that not every request asks the store.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use protocol::ids::AccountId;

use crate::store::Session;

/// Sessions kept before all are forgotten and read again as needed.
const MOST_KEPT: usize = 50_000;

/// See the module.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    by_token: HashMap<[u8; 32], (Session, Instant)>,
    /// Counts how often sessions have ended.
    endings: u64,
}

/// What had ended when the store was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked(u64);

impl Sessions {
    /// The session of a token, if what is known of it is no older than this; or a mark to keep it with once the store
    /// has answered.
    pub(crate) fn find(&self, token_hash: &[u8; 32], fresh: Option<Duration>) -> Result<Session, Asked> {
        let kept = self.kept();
        let known = kept.by_token.get(token_hash);
        let known = known.filter(|(_, asked_at)| fresh.is_none_or(|it| asked_at.elapsed() < it));
        known.map(|(session, _)| *session).ok_or(Asked(kept.endings))
    }

    /// Keeps what the store said, unless some session has ended since it was asked: it may be that one.
    pub(crate) fn keep(&self, token_hash: [u8; 32], session: Session, asked: Asked) {
        let mut kept = self.kept();
        if asked.0 != kept.endings {
            return;
        }
        if kept.by_token.len() >= MOST_KEPT {
            kept.by_token.clear();
        }
        kept.by_token.insert(token_hash, (session, Instant::now()));
    }

    /// Some sessions of an account have ended: none of them is believed any more.
    pub(crate) fn ended(&self, account: AccountId) {
        let mut kept = self.kept();
        kept.endings += 1;
        kept.by_token.retain(|_, (it, _)| it.account != account);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Reach;

    const TOKEN: [u8; 32] = [7; 32];
    const ANA: AccountId = AccountId([1; 16]);

    fn session() -> Session {
        Session { account: ANA, reach: Reach::OwnChain, expires_ms: 9 }
    }

    #[test]
    fn a_session_is_kept_until_its_account_ends_one() {
        let sessions = Sessions::default();
        let asked = sessions.find(&TOKEN, None).unwrap_err();
        sessions.keep(TOKEN, session(), asked);
        assert_eq!(sessions.find(&TOKEN, None), Ok(session()));
        sessions.ended(AccountId([2; 16]));
        assert_eq!(sessions.find(&TOKEN, None), Ok(session()));
        sessions.ended(ANA);
        assert!(sessions.find(&TOKEN, None).is_err());
    }

    #[test]
    fn a_session_that_was_asked_for_too_long_ago_is_asked_for_again() {
        let sessions = Sessions::default();
        let asked = sessions.find(&TOKEN, None).unwrap_err();
        sessions.keep(TOKEN, session(), asked);
        assert!(sessions.find(&TOKEN, Some(Duration::ZERO)).is_err());
        assert_eq!(sessions.find(&TOKEN, Some(Duration::from_secs(60))), Ok(session()));
    }

    #[test]
    fn a_session_that_was_read_before_it_ended_is_not_kept_after_it() {
        let sessions = Sessions::default();
        let asked = sessions.find(&TOKEN, None).unwrap_err();
        sessions.ended(ANA);
        sessions.keep(TOKEN, session(), asked);
        assert!(sessions.find(&TOKEN, None).is_err());
    }
}

//! Several nodes on one store: what this one remembers may be behind. What is asked of memory is checked when it is older
//! than a moment, what is refused from memory is checked first, and what is listened to here is looked at again and again,
//! so that a hint that was lost, or never sent, costs no more than one look.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::ids::SpaceId;
use tokio::time::{Instant, sleep};

use crate::agreement;
use crate::bus::{Hint, News, Told, Topic};
use crate::relay::{Inner, Relay};
use crate::store::SpaceAt;
use crate::store::postgres::jitter;

/// So old may a memory be before the store is asked whether it still holds.
pub(crate) const FRESH: Duration = Duration::from_millis(500);
/// How often a node looks that hears nothing from the others.
const OFTEN: Duration = Duration::from_millis(500);
/// How often it looks while the others tell it what is new.
const SELDOM: Duration = Duration::from_millis(2_000);
/// How often open lines prove that their session still stands.
const SESSIONS: Duration = Duration::from_secs(30);
/// Spaces that are looked at with one question.
const AT_ONCE: usize = 512;
/// So many looks is remembered where a space stood after nobody listens to it any more.
const REMEMBERED: u32 = 120;

/// Where a space stood when it was last looked at, and how many looks ago somebody listened to it.
struct Seen {
    at: SpaceAt,
    looks_ago: u32,
}

/// Begins to look, until the relay is gone.
pub(crate) fn begin(inner: &Arc<Inner>) {
    tokio::spawn(keep_looking(Arc::downgrade(inner)));
}

/// What the other nodes tell the relay itself.
pub(crate) fn takes(inner: &Weak<Inner>, news: News) {
    let Some(inner) = inner.upgrade() else { return };
    match news {
        News::Back => inner.look.notify_one(),
        News::Told(_, Told::Rung(invite)) => inner.bells.ring(invite),
        News::Told(Some(Topic::Account(account)), Told::Sessions) => inner.sessions.ended(account),
        News::Told(Some(Topic::Space(space)), Told::Control(_)) => inner.facts.doubt_space(space),
        News::Told(..) => {}
    }
}

async fn keep_looking(inner: Weak<Inner>) {
    let mut seen = HashMap::new();
    let mut sessions_at = Instant::now() + SESSIONS;
    let (mut agrees_at, mut warned) = (Instant::now(), Vec::new());
    loop {
        let Some(alive) = inner.upgrade() else { return };
        let pause = if alive.bus.reaches_beyond() { SELDOM } else { OFTEN };
        let look = Arc::clone(&alive.look);
        drop(alive);
        tokio::select! {
            () = sleep(pause) => {}
            () = look.notified() => sleep(Duration::from_millis(jitter(100))).await,
        }
        let Some(alive) = inner.upgrade() else { return };
        let relay = Relay { inner: alive };
        relay.look(&mut seen).await;
        relay.leave_another_life().await;
        if Instant::now() >= sessions_at {
            sessions_at = Instant::now() + SESSIONS;
            relay.sessions_prove_themselves();
        }
        if Instant::now() >= agrees_at {
            agrees_at = Instant::now() + agreement::OFTEN;
            relay.agree_with_the_others(&mut warned).await;
        }
    }
}

impl Relay {
    /// Looks where everything stands that is listened to here.
    async fn look(&self, seen: &mut HashMap<SpaceId, Seen>) {
        seen.retain(|_, it| {
            it.looks_ago += 1;
            it.looks_ago < REMEMBERED
        });
        for spaces in self.inner.bus.here().spaces().chunks(AT_ONCE) {
            match self.store().stand(spaces.to_vec()).await {
                Ok(found) => found.into_iter().for_each(|at| self.stands(at, seen)),
                Err(problem) => {
                    tracing::debug!(error = %problem, "could not look what is new, will try again")
                }
            }
        }
    }

    /// A store that was put back from a copy under a node's feet: what this one signs is of the life before.
    async fn leave_another_life(&self) {
        let ours = self.inner.keys.incarnation.0.to_vec();
        let kept = self.store().keep_once("incarnation", ours.clone()).await;
        if kept.is_ok_and(|it| it != ours) && !self.inner.farewell.is_said() {
            tracing::error!("the store has begun another life; start this node again");
            self.inner.farewell.begin();
        }
    }

    fn stands(&self, at: SpaceAt, seen: &mut HashMap<SpaceId, Seen>) {
        let space = at.space;
        let before = seen.insert(space, Seen { at, looks_ago: 0 }).map(|it| it.at);
        let known = before.map(|it| it.ctl_seq).max(self.inner.facts.newest_control(space));
        if known.is_some_and(|it| it < at.ctl_seq) {
            self.inner.facts.doubt_space(space);
            self.inner.bus.here().tell(Topic::Space(space), &Hint::Control { space, seq: at.ctl_seq });
        }
        if before.is_none_or(|it| it.seq < at.seq) {
            self.inner.bus.here().tell(Topic::Space(space), &Hint::Grown { space, seq: at.seq });
        }
    }

    fn sessions_prove_themselves(&self) {
        let here = self.inner.bus.here();
        for topic in here.topics().into_iter().filter(|it| matches!(it, Topic::Account(_))) {
            here.tell(topic, &Hint::Sessions);
        }
    }
}

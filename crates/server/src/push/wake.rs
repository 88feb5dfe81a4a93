//! Deciding whether a device is woken now. The relay knows moments and places of logs, and nothing of what is in them.

use protocol::Wire;
use protocol::event::EventView;
use protocol::ids::AccountId;
use protocol::wire::{PutPush, WakeAt, Watched};
use tokio::task::JoinSet;

use super::allowed::{Courier, Target};
use super::post::Said;
use super::{LEAST_APART_MS, ON_ITS_WAY_S, Push, message};
use crate::gate::refusal::Refusal;
use crate::relay::Relay;
use crate::store::{NEVER_MS, PushRow, StoreProblem, Woken};

/// Those that are being told; each says whether its service took it.
type Waking = JoinSet<Result<bool, StoreProblem>>;

/// How many are being told at once.
const AT_ONCE: usize = 64;
/// Nobody else takes what was taken for so long.
const TAKEN_FOR_MS: u64 = 5 * 60 * 1_000;
/// Events that are looked through for one of somebody else.
const LOOKED_THROUGH: usize = 256;

/// When the first of these moments is.
pub(crate) fn first(moments: &[WakeAt]) -> u64 {
    moments.first().map_or(NEVER_MS, |it| it.at_ms.min(NEVER_MS))
}

/// Takes the moment that is due out of what a device left, and what is over; whether it is due whatever else is so.
/// None is due twice, and none when the device was woken less than a day ago.
pub(super) fn take_due(left: &mut PutPush, now_ms: u64, sent_ms: u64) -> Option<WakeAt> {
    let over = left.moments.iter().filter(|it| it.at_ms <= now_ms);
    let fresh = over.clone().rev().find(|it| it.at_ms + ON_ITS_WAY_S * 1_000 > now_ms).copied();
    left.moments.retain(|it| it.at_ms > now_ms);
    fresh.filter(|_| sent_ms == 0 || now_ms >= sent_ms.saturating_add(LEAST_APART_MS))
}

impl Relay {
    /// Wakes the devices whose moment has come. To be called often; answers how many were told to their push services. A service
    /// that is slow holds nobody up but whom it is to tell.
    ///
    /// # Errors
    /// When the store does not work; whoever was taken before is told all the same.
    pub async fn wake_due(&self) -> Result<usize, StoreProblem> {
        let Some(push) = &self.inner.push else { return Ok(0) };
        let (mut waking, mut told, mut some_left, mut failed) = (JoinSet::new(), 0, true, None);
        loop {
            let room = AT_ONCE.saturating_sub(waking.len());
            if some_left && room > 0 {
                match self.take_due_rows(room, &mut waking).await {
                    Ok(taken) => some_left = taken == room,
                    Err(problem) => (some_left, failed) = (false, Some(problem)),
                }
            }
            match waking.join_next().await {
                Some(Ok(Err(problem))) => (some_left, failed) = (false, Some(problem)),
                Some(done) => told += usize::from(matches!(done, Ok(Ok(true)))),
                None if some_left => {}
                None => break,
            }
        }
        tracing::debug!(told, through = push.services.len(), "looked whom to wake");
        failed.map_or(Ok(told), Err)
    }

    /// Takes at most so many that are due, and begins to wake them; how many there were.
    async fn take_due_rows(&self, most: usize, waking: &mut Waking) -> Result<usize, StoreProblem> {
        let now_ms = self.now_ms();
        let rows = self.store().due_push(now_ms, now_ms + TAKEN_FOR_MS, most).await?;
        let taken = rows.len();
        for row in rows {
            let relay = self.clone();
            waking.spawn(async move { relay.wake(row, now_ms).await });
        }
        Ok(taken)
    }

    /// What a device left is moved on before anybody is told: a message may get lost, and never comes twice.
    async fn wake(&self, row: PushRow, now_ms: u64) -> Result<bool, StoreProblem> {
        let Some(push) = &self.inner.push else { return Ok(false) };
        let Ok(mut left) = PutPush::from_bytes(&row.body) else {
            return self.store().after_push(row, Woken::Gone).await.map(|()| false);
        };
        // Where the settings allow it no more, the device is told when it comes again.
        let Some(target) = Courier::target(&push.services, &left.endpoint.0) else {
            return self.store().after_push(row, Woken::Gone).await.map(|()| false);
        };
        let due = take_due(&mut left, now_ms, row.sent_ms);
        let wakes = match due {
            Some(it) if it.only_if_new => self.is_anything_new(row.account, &left.watched).await,
            Some(_) => true,
            None => false,
        };
        if wakes && due.is_some_and(|it| it.only_if_new) {
            left.moments.retain(|it| !it.only_if_new);
        }
        let due_ms = first(&left.moments);
        let sent_ms = if wakes { now_ms } else { row.sent_ms };
        let next = Woken::Next { body: left.to_bytes(), due_ms, sent_ms };
        let moved = PushRow { due_ms, ..row.clone() };
        self.store().after_push(row, next).await?;
        if !wakes {
            return Ok(false);
        }
        match self.tell_service(push, &target, &left, now_ms).await {
            Said::Taken => return Ok(true),
            Said::Gone => self.store().after_push(moved, Woken::Gone).await?,
            Said::Refused(status) => tracing::warn!(status, "a push service refused a message"),
            Said::Away => tracing::info!("a push service was not reached"),
        }
        Ok(false)
    }

    async fn tell_service(&self, push: &Push, target: &Target, left: &PutPush, now_ms: u64) -> Said {
        let Some(sealed) = message::sealed(&left.p256dh, left.auth) else { return Said::Gone };
        let authorization = push.sender.authorization(&target.origin(), now_ms);
        push.post.post(target, &authorization, sealed).await
    }

    /// Whether somebody else wrote after what the device has read.
    async fn is_anything_new(&self, account: AccountId, watched: &[Watched]) -> bool {
        for at in watched {
            if self.is_new_in(account, at).await.unwrap_or(false) {
                return true;
            }
        }
        false
    }

    async fn is_new_in(&self, account: AccountId, at: &Watched) -> Result<bool, Refusal> {
        let chain = self.space_of(at.space, account).await?;
        let page = self.store().page(at.space, at.seq, LOOKED_THROUGH, 1 << 20).await?;
        let rows = page.map_or(Vec::new(), |it| it.rows);
        Ok(rows.iter().any(|row| {
            let device = EventView::parse(&row.bytes).ok().map(|it| it.header().device);
            let writer = device.and_then(|it| chain.state().device(it)).map(|it| it.account);
            writer.is_some_and(|it| it != account)
        }))
    }
}

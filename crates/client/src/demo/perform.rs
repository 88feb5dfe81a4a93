//! The made-up couple through a real relay: two accounts, paired, and every act of the script at its time.

use core::cell::Cell;
use std::rc::Rc;

use domain::Moment;
use protocol::recovery::RecoveryCode;
use thiserror::Error;

use super::room::{Ahead, Both, COUNSELLOR};
use super::script::{Who, script};
use crate::account::{CannotCreate, NewAccount, create_account};
use crate::ours::Ours;
use crate::pairing::{CannotPair, Pairing};
use crate::ports::{Clock, Ports};

/// A clock that stands where the script is. Both people's ports must have the same one, and the relay must be told: a
/// device believes the relay about the time.
pub struct SteppedClock {
    moment: Cell<Moment>,
    tells: Box<dyn Fn(u64)>,
}

impl SteppedClock {
    /// A clock that stands at a moment, and tells of every step.
    #[must_use]
    pub fn at(moment: Moment, tells: impl Fn(u64) + 'static) -> Self {
        Self { moment: Cell::new(moment), tells: Box::new(tells) }
    }

    fn step(&self, moment: Moment) {
        self.moment.set(moment);
        (self.tells)(moment.ms);
    }
}

impl Clock for SteppedClock {
    fn moment(&self) -> Moment {
        self.moment.get()
    }
}

/// Why the demonstration could not be made.
#[derive(Debug, Error)]
pub enum CannotPerform {
    /// An account was not made.
    #[error(transparent)]
    Create(#[from] CannotCreate),
    /// The two were not paired.
    #[error(transparent)]
    Pair(#[from] CannotPair),
    /// Something of the script did not reach the other.
    #[error("the script did not come through whole")]
    NotWhole,
}

/// The two, and how to open them elsewhere.
pub struct Performed {
    /// Noor's journey.
    pub noor: Rc<Ours>,
    /// Opens Noor's account.
    pub noors_kit: RecoveryCode,
    /// Sam's journey.
    pub sam: Rc<Ours>,
    /// Opens Sam's account.
    pub sams_kit: RecoveryCode,
}

/// Makes the two and lets them live through their twelve weeks. Their login names are `noor` and `sam`. Noor has a room with a
/// counsellor, whose account nobody opens.
///
/// # Errors
/// When the relay or a store does not do its part.
pub async fn perform(
    (noor, sam, counsellor): (&Ports, &Ports, &Ports),
    clock: &SteppedClock,
    passphrase: &str,
) -> Result<Performed, CannotPerform> {
    let now = clock.moment();
    clock.step(super::moment_before(&now, (86, 21, 0)));
    let new = |who: Who, name| NewAccount { name, passphrase, display_name: who.name(), admission: None };
    let (noor, noors_kit) = create_account(noor, new(Who::Noor, "noor")).await?;
    let (sam, sams_kit) = create_account(sam, new(Who::Sam, "sam")).await?;
    let inviting = noor.invite().await?;
    let joining = sam.join(&inviting.link()).await?;
    pair(&inviting, &joining).await?;
    sync(&noor, &sam).await;
    let counsellor = comes_to_noor(counsellor, passphrase, &noor).await?;
    let room = Both { noor: Rc::clone(&noor), counsellor };
    if !live_through(&now, clock, (&noor, &sam), &room).await {
        return Err(CannotPerform::NotWhole);
    }
    clock.step(now);
    sync(&noor, &sam).await;
    let shared = |it: &Rc<Ours>| it.read(|it| it.couple().shared_cbor());
    if shared(&noor) != shared(&sam) || !noor.sync_view().saved_on_both() {
        return Err(CannotPerform::NotWhole);
    }
    Ok(Performed { noor, noors_kit, sam, sams_kit })
}

/// Somebody makes an account and comes into Noor's room.
async fn comes_to_noor(ports: &Ports, passphrase: &str, noor: &Rc<Ours>) -> Result<Rc<Ours>, CannotPerform> {
    let new = NewAccount { name: "counsellor", passphrase, display_name: COUNSELLOR, admission: None };
    let (counsellor, _) = create_account(ports, new).await?;
    let inviting = noor.invite_counsellor().await?;
    let joining = counsellor.join_as_counsellor(&inviting.link()).await?;
    pair(&inviting, &joining).await?;
    Ok(counsellor)
}

/// Every act at its time. Whether all of it was possible in the room.
async fn live_through(
    now: &Moment,
    clock: &SteppedClock,
    (noor, sam): (&Rc<Ours>, &Rc<Ours>),
    room: &Both,
) -> bool {
    let mut last = Who::Noor;
    let (mut ahead, mut whole) = (Ahead::of(now), true);
    for act in script(now) {
        for (at, did) in ahead.due(act.at.ms) {
            clock.step(at);
            whole &= room.do_there(at, did).await.is_some();
        }
        let (ours, other) = match act.who {
            Who::Noor => (noor, sam),
            Who::Sam => (sam, noor),
        };
        // What one does in a row, the other learns of before they do something themselves.
        if act.who != last {
            sync(other, ours).await;
        }
        last = act.who;
        clock.step(act.at);
        noor.tick();
        sam.tick();
        let command = ours.read(|it| act.command(it.couple()));
        if let Some(command) = command {
            // Told below, if it did not come through.
            let _ = ours.perform(command);
        }
    }
    for (at, did) in ahead.due(now.ms) {
        clock.step(at);
        whole &= room.do_there(at, did).await.is_some();
    }
    whole
}

/// Sends what one did, and lets the other look. Twice, so that what follows by itself comes through as well.
async fn sync(one: &Rc<Ours>, other: &Rc<Ours>) {
    for ours in [one, other, one, other] {
        ours.look_again();
        ours.work().await;
    }
}

/// Both sides of a pairing on one thread: each goes on as far as it can, in turn.
async fn pair(inviting: &Pairing, joining: &Pairing) -> Result<(), CannotPair> {
    let (one, other) = both(inviting.words(), joining.words()).await;
    if one? != other? {
        return Err(CannotPair::Ended(protocol::pairing::PairingRefused::WordsDiffer));
    }
    let (one, other) = both(inviting.confirm(true), joining.confirm(true)).await;
    one.and(other)
}

/// Polls two futures until both are done.
pub(crate) async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let mut one = core::pin::pin!(one);
    let mut other = core::pin::pin!(other);
    let (mut first, mut second) = (None, None);
    core::future::poll_fn(move |context| {
        if first.is_none()
            && let core::task::Poll::Ready(it) = one.as_mut().poll(context)
        {
            first = Some(it);
        }
        if second.is_none()
            && let core::task::Poll::Ready(it) = other.as_mut().poll(context)
        {
            second = Some(it);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => core::task::Poll::Ready((first, second)),
            (one, other) => {
                first = one;
                second = other;
                core::task::Poll::Pending
            }
        }
    })
    .await
}

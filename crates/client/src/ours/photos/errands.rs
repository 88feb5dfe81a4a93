//! Errands to the relay: bring what waits, piece by piece; say what is kept; take away what was let go. Each can be cut off
//! at any point and goes on from there.

use domain::memories::Command;
use domain::{Photo, Picture};
use protocol::ids::SpaceId;
use protocol::wire::{
    AttachmentHeld, ChunkStored, ProblemCode, SortAttachments, SortedAttachments, Token, V1,
};

use super::attachment;
use super::queue::{LetGo, Waiting};
use crate::calls::{self, CallFailed, send};
use crate::local::key;
use crate::ours::Ours;
use crate::ports::{StoreProblem, Write};
use crate::session::{NotDone, Session};
use crate::sync::Wish;

/// How long a relay without room is left alone, in milliseconds.
const NO_ROOM_RESTS_MS: u64 = 10 * 60 * 1_000;

/// What is to be done next.
enum Errand {
    TakeAway(LetGo),
    Bring(Waiting),
    SayKept(Waiting),
}

impl Errand {
    /// Where what it is about lies in the local store.
    fn key(&self) -> String {
        match self {
            Self::TakeAway(it) => it.key(),
            Self::Bring(it) | Self::SayKept(it) => it.key(),
        }
    }
}

/// Whether the relay would say the same to the same question in a moment: no other errand is asked to wait for it.
fn is_for_good(code: &ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::Conflict
            | ProblemCode::Refused
            | ProblemCode::Removed
            | ProblemCode::TooLarge
            | ProblemCode::NotMember
            | ProblemCode::Unknown
            | ProblemCode::Malformed
    )
}

/// Why an errand did not come to its end.
enum Failed {
    Call(CallFailed),
    /// The local store says no; it is tried again with the next work.
    Store,
    NotDone(NotDone),
    /// Its pieces are not on this device any more.
    Lost,
    /// This was closed meanwhile.
    Closed,
}

impl From<CallFailed> for Failed {
    fn from(failed: CallFailed) -> Self {
        Self::Call(failed)
    }
}

impl From<StoreProblem> for Failed {
    fn from(_: StoreProblem) -> Self {
        Self::Store
    }
}

impl Ours {
    /// Runs all errands that photos need, as far as they can be run now. Call it whenever [`Ours::work`] is done; it may be
    /// running already.
    pub async fn send_photos(&self) {
        if self.photos.sending.replace(true) {
            return;
        }
        if self.read_photos().await.is_ok() {
            self.forget_photos_that_are_gone();
            self.run_errands().await;
        }
        self.photos.sending.set(false);
    }

    async fn run_errands(&self) {
        loop {
            let may_try = self.photos.rests.borrow().may_try(self.ports.now_ms());
            let token =
                self.read(|it| it.sync.token.clone().filter(|_| !it.sync.stays_here && !it.sync.ended));
            let (true, Some((token, _)), Some(errand)) =
                (may_try && !self.closed.get(), token, self.next_errand())
            else {
                return;
            };
            let done = match &errand {
                Errand::TakeAway(goes) => self.take_away(goes, &token).await,
                Errand::Bring(it) => self.bring_photo(it, &token).await,
                Errand::SayKept(it) => self.say_kept(it, &token).await,
            };
            match done {
                Ok(()) => {
                    self.photos.no_room.set(false);
                    self.photos.rests.borrow_mut().reset();
                }
                Err(failed) => {
                    if !self.goes_on_after(&errand, failed) {
                        return;
                    }
                }
            }
        }
    }

    fn next_errand(&self) -> Option<Errand> {
        let queue = self.photos.queue.borrow();
        let queue = queue.as_ref()?;
        let aside = self.photos.aside.borrow();
        if let Some(goes) = queue.goes.iter().find(|it| !aside.contains(&it.key())) {
            return Some(Errand::TakeAway(goes.clone()));
        }
        let seen = |it: &&Waiting| {
            it.told && !aside.contains(&it.key()) && self.read(|session| session.nothing_waits_in(it.space))
        };
        if let Some(told) = queue.waiting.iter().find(seen) {
            return Some(Errand::SayKept(told.clone()));
        }
        queue
            .waiting
            .iter()
            .find(|it| !it.told && !it.refused && !it.lost && !aside.contains(&it.key()))
            .map(|it| Errand::Bring(it.clone()))
    }

    /// Whether the next errand is tried at once.
    fn goes_on_after(&self, errand: &Errand, failed: Failed) -> bool {
        match (failed, errand) {
            (Failed::Lost, Errand::Bring(it)) => {
                self.change_waiting(it.number, |it| it.lost = true);
                true
            }
            (Failed::NotDone(NotDone::Refused(_) | NotDone::TooLong), Errand::Bring(it)) => {
                self.change_waiting(it.number, |it| it.refused = true);
                true
            }
            (Failed::Call(CallFailed::Refused { code, .. }), _) if is_for_good(&code) => {
                self.photos.aside.borrow_mut().push(errand.key());
                self.with(Session::photos_changed);
                true
            }
            (Failed::Call(CallFailed::Refused { code: ProblemCode::Unauthorised, .. }), _) => {
                // The next work proves this device again.
                self.with(|session| session.sync.token = None);
                false
            }
            (Failed::Call(failed), _) => {
                let no_room = matches!(failed.code(), Some(ProblemCode::Full));
                self.photos.no_room.set(no_room);
                let retry = match &failed {
                    _ if no_room => Some(NO_ROOM_RESTS_MS),
                    CallFailed::Refused { retry_ms, .. } => *retry_ms,
                    _ => None,
                };
                let wait = self.photos.rests.borrow_mut().fail(self.ports.now_ms(), retry, &self.ports.rng());
                self.with(|session| {
                    session.sync.wishes.push(Wish::TickAfter(wait));
                    session.photos_changed();
                });
                false
            }
            _ => false,
        }
    }

    async fn bring_photo(&self, waiting: &Waiting, token: &Token) -> Result<(), Failed> {
        self.change_waiting(waiting.number, |it| it.sent = 0);
        for picture in waiting.photo.pictures() {
            self.bring_picture(waiting, &picture, token).await?;
        }
        let photo: Box<Photo> = Box::new(waiting.photo.clone());
        let told = self.perform(Command::KeepPhoto { memory: waiting.memory, photo }.into());
        told.map_err(Failed::NotDone)?;
        self.change_waiting(waiting.number, |it| it.told = true);
        Ok(())
    }

    async fn bring_picture(&self, waiting: &Waiting, picture: &Picture, token: &Token) -> Result<(), Failed> {
        let (told, space) = (attachment(picture), waiting.space);
        let held: AttachmentHeld = send(&self.ports, &calls::attachment(token, space, told.id)).await?;
        for n in 0..told.chunks() {
            if !held.held.contains(&n) {
                let sealed = self.ports.store.get(&key::chunk(told.id, n)).await?.ok_or(Failed::Lost)?;
                let request = calls::put_chunk(token, space, (told.id, n), told.chunks(), sealed);
                send::<ChunkStored>(&self.ports, &request).await?;
            }
            // Whoever gave it up meanwhile wants nothing of it brought or told.
            if self.closed.get()
                || self.photos.with_queue(|it| it.get(waiting.number).is_none()) == Some(true)
            {
                return Err(Failed::Closed);
            }
            self.photos.with_queue(|it| it.get(waiting.number).map(|it| it.sent += 1));
            self.with(Session::photos_changed);
        }
        Ok(())
    }

    async fn say_kept(&self, waiting: &Waiting, token: &Token) -> Result<(), Failed> {
        let body = SortAttachments { v: V1, keep: waiting.ids(), drop: Vec::new() };
        let sorted = self.sort(waiting.space, &body, token).await?;
        let still_told =
            self.read(|it| it.couple().memories.photos().any(|photo| photo.id == waiting.photo.id));
        if still_told && sorted.kept.len() < body.keep.len() {
            // The relay forgot some of it before it heard: it is brought again.
            self.change_waiting(waiting.number, |it| it.told = false);
            return Ok(());
        }
        self.photos.with_queue(|queue| queue.take(waiting.number));
        self.with(|session| session.store(vec![waiting.forget()], Vec::new()));
        Ok(())
    }

    async fn take_away(&self, goes: &LetGo, token: &Token) -> Result<(), Failed> {
        let body = SortAttachments { v: V1, keep: Vec::new(), drop: goes.ids.clone() };
        self.sort(goes.space, &body, token).await?;
        self.photos.with_queue(|queue| queue.goes.retain(|it| it != goes));
        self.with(|session| session.store(vec![goes.forget()], Vec::new()));
        Ok(())
    }

    async fn sort(
        &self,
        space: SpaceId,
        body: &SortAttachments,
        token: &Token,
    ) -> Result<SortedAttachments, Failed> {
        let sorted = send(&self.ports, &calls::sort_attachments(token, space, body)).await?;
        if self.closed.get() { Err(Failed::Closed) } else { Ok(sorted) }
    }

    /// Changes what is known of one that waits, and keeps it.
    fn change_waiting(&self, number: u64, change: impl FnOnce(&mut Waiting)) {
        let (local, mut rng) = (self.read(|it| it.local.clone()), self.ports.rng());
        let kept = self.photos.with_queue(|queue| {
            let it = queue.get(number)?;
            change(it);
            Some(it.keep(&local, &mut rng))
        });
        if let Some(write) = kept.flatten() {
            self.with(|session| {
                session.store(vec![write], Vec::new());
                session.photos_changed();
            });
        }
    }

    /// What was taken back, here or elsewhere, does not stay on this device.
    fn forget_photos_that_are_gone(&self) {
        let known = self.read(|session| {
            let pictures = || session.couple().memories.photos().flat_map(Photo::pictures).map(|it| it.id);
            session.knows_all().then(|| pictures().collect::<Vec<[u8; 16]>>())
        });
        let Some(mut known) = known else { return };
        known.extend(self.pinned());
        let (local, mut rng) = (self.read(|it| it.local.clone()), self.ports.rng());
        let writes: Vec<Write> = self.photos.near.borrow_mut().only(&known, &local, &mut rng);
        // Whoever is told of a change comes here again.
        if !writes.is_empty() {
            self.with(|session| session.store(writes, Vec::new()));
        }
    }
}

//! A session together with its ports: what a screen holds. It carries what the session says to the store and the relay,
//! and tells whoever listens when something has changed.

mod erasing;
pub(crate) mod photos;
pub(crate) mod rooms;
mod talk;
mod waiting;

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::Command;

use crate::lock::{self, CannotUnlock, LockAfter};
use crate::ports::{Ports, StoreProblem, Write};
use crate::runs::read_after;
use crate::session::{NotDone, Session};
use crate::sync::{Notice, SyncView, Wish};

use waiting::Waiting;

type Listener = Box<dyn Fn()>;

/// See the module.
pub struct Ours {
    session: RefCell<Session>,
    pub(crate) ports: Ports,
    changed: RefCell<Option<Listener>>,
    work_waits: RefCell<Option<Listener>>,
    storing: Cell<bool>,
    calling: Cell<bool>,
    passing: Cell<bool>,
    touched_ms: Cell<u64>,
    /// This is over: somebody else may be writing into the store by now, so nothing is written from here any more.
    closed: Cell<bool>,
    /// The door must not be set ajar by a touch.
    locked: Cell<bool>,
    waiting_for_store: Waiting,
    waiting_for_work: Waiting,
    photos: photos::Photos,
}

impl Ours {
    pub(crate) fn new(session: Session, ports: Ports) -> Rc<Self> {
        Rc::new(Self {
            session: RefCell::new(session),
            ports,
            changed: RefCell::new(None),
            work_waits: RefCell::new(None),
            storing: Cell::new(false),
            calling: Cell::new(false),
            passing: Cell::new(false),
            touched_ms: Cell::new(0),
            closed: Cell::new(false),
            locked: Cell::new(false),
            waiting_for_store: Waiting::default(),
            waiting_for_work: Waiting::default(),
            photos: photos::Photos::default(),
        })
    }

    /// Looks at the session. Must not call anything of `Ours` inside.
    pub fn read<R>(&self, look: impl FnOnce(&Session) -> R) -> R {
        look(&self.session.borrow())
    }

    pub(crate) fn with<R>(&self, act: impl FnOnce(&mut Session) -> R) -> R {
        let result = act(&mut self.session.borrow_mut());
        self.tell_listeners();
        result
    }

    /// Carries out a command; see [`Session::perform`].
    ///
    /// # Errors
    /// When a rule says no, or this was closed; then nothing has changed.
    pub fn perform(&self, command: Command) -> Result<(), NotDone> {
        if self.closed.get() {
            return Err(NotDone::Closed);
        }
        self.with(|session| session.perform(command))
    }

    /// What was typed at a place and not finished.
    #[must_use]
    pub fn draft(&self, place: &str) -> Option<String> {
        self.read(|session| session.draft(place).map(str::to_owned))
    }

    /// Keeps what stands at a place now: call it with every keystroke.
    pub fn save_draft(&self, place: &str, text: &str) {
        self.with(|session| session.save_draft(place, text));
    }

    /// The text was finished or thrown away.
    pub fn clear_draft(&self, place: &str) {
        self.with(|session| session.clear_draft(place));
    }

    /// What is true about saving and sending.
    #[must_use]
    pub fn sync_view(&self) -> SyncView {
        self.read(Session::sync_view)
    }

    /// Puts away what the person was told.
    pub fn dismiss(&self, notice: Notice) {
        self.with(|session| session.dismiss(notice));
    }

    /// Calls this whenever something has changed.
    pub fn whenever_changed(&self, listener: Box<dyn Fn()>) {
        *self.changed.borrow_mut() = Some(listener);
    }

    /// Calls this whenever there may be something for [`Ours::work`] to do.
    pub fn whenever_work_waits(&self, listener: Box<dyn Fn()>) {
        *self.work_waits.borrow_mut() = Some(listener);
    }

    fn tell_listeners(&self) {
        let changed = self.session.borrow_mut().take_changed();
        if let Some(listener) = self.changed.borrow().as_ref().filter(|_| changed) {
            listener();
        }
        if let Some(listener) = self.work_waits.borrow().as_ref() {
            listener();
        }
    }

    /// Stores and calls until nothing is left to do now. May be called while it is running:
    /// storing never waits for the relay.
    pub async fn work(&self) {
        self.store_all().await;
        if self.calling.replace(true) {
            return;
        }
        loop {
            self.read_logs().await;
            self.erase_taken_back().await;
            if self.closed.get() {
                break;
            }
            let next = self.session.borrow_mut().next_call();
            let Some((call, request)) = next else {
                // What was folded at the end of the logs may have led to more, which is sent once it is stored.
                if self.session.borrow().has_unstored() && self.save().await.is_ok() {
                    continue;
                }
                break;
            };
            let token = request.token.as_ref();
            let reply = self.ports.relay.call(request.method, &request.path, token, &request.body).await;
            if self.closed.get() {
                // The call may have hung for long: whoever came in meanwhile goes on from what is stored.
                break;
            }
            self.session.borrow_mut().replied(call, reply);
            self.store_all().await;
            self.tell_changed();
        }
        self.calling.set(false);
        self.waiting_for_work.wake();
        let wishes = !self.session.borrow().sync.wishes.is_empty();
        // Whoever asked for this work may not be the one who grants wishes.
        if wishes { self.tell_listeners() } else { self.tell_changed() }
    }

    fn tell_changed(&self) {
        let changed = self.session.borrow_mut().take_changed();
        if let Some(listener) = self.changed.borrow().as_ref().filter(|_| changed) {
            listener();
        }
    }

    /// Stores what is not stored yet.
    ///
    /// # Errors
    /// When the store says no. Everything stays in memory and is tried again.
    pub async fn save(&self) -> Result<(), StoreProblem> {
        self.store_is_free().await;
        self.store_all().await;
        match self.sync_view().store_problem {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    async fn store_all(&self) {
        if self.storing.replace(true) {
            return;
        }
        loop {
            if self.closed.get() {
                break;
            }
            let next = self.session.borrow_mut().next_commit();
            let Some((tx, writes)) = next else { break };
            let done = self.ports.store.commit(&writes).await;
            match done {
                Ok(()) => self.session.borrow_mut().stored(tx),
                Err(problem) => {
                    self.session.borrow_mut().not_stored(problem);
                    break;
                }
            }
        }
        self.storing.set(false);
        self.waiting_for_store.wake();
        self.tell_changed();
    }

    /// Waits until nobody here is storing.
    async fn store_is_free(&self) {
        self.waiting_for_store.until(|| !self.storing.get()).await;
    }

    /// Waits until nobody here calls the relay.
    pub(crate) async fn work_is_done(&self) {
        self.waiting_for_work.until(|| !self.calling.get()).await;
    }

    /// Gives the session the logs it wants to send from, or to fold once more.
    async fn read_logs(&self) {
        // A second round only if something came during the first.
        for _ in 0..3 {
            let wanted = self.session.borrow().logs_wanted();
            let Some(wanted) = wanted else { return };
            let mut logs = Vec::new();
            for (space, life) in &wanted.logs {
                let read = read_after(&*self.ports.store, &wanted.local, (*space, *life), 0).await;
                match read {
                    Ok((items, _)) => logs.push((*space, items)),
                    Err(problem) => return self.session.borrow_mut().logs_not_read(problem),
                }
            }
            self.session.borrow_mut().logs_read(&wanted, &logs);
            self.store_all().await;
        }
    }

    /// The platform can hold a live link; from now on it is wished for when it makes sense.
    pub fn can_hold_a_link(&self) {
        self.with(|session| session.sync.wants_link = true);
    }

    /// What the platform has to do about the live link and the clock.
    #[must_use]
    pub fn take_wishes(&self) -> Vec<Wish> {
        core::mem::take(&mut self.session.borrow_mut().sync.wishes)
    }

    /// The live link is open.
    pub fn link_opened(&self) {
        self.with(Session::link_opened);
    }

    /// The live link is gone, or could not be opened.
    pub fn link_closed(&self) {
        self.with(Session::link_closed);
    }

    /// A frame came over the live link.
    pub fn frame(&self, bytes: &[u8]) {
        self.with(|session| session.frame(bytes));
    }

    /// Time has passed: a wish for a tick came due, or about once a minute.
    pub fn tick(&self) {
        self.with(Session::tick);
    }

    /// The network came back, the page was shown again, or the person asks.
    pub fn look_again(&self) {
        self.photos.look_again();
        self.with(|session| {
            session.sync.look_again();
            session.watch_link();
        });
    }

    /// One round of listening by the long poll, for [`Wish::Listen`].
    pub async fn listen(&self) {
        let next = self.session.borrow_mut().next_round();
        let Some((round, request)) = next else { return };
        let token = request.token.as_ref();
        let reply = self.ports.relay.call(request.method, &request.path, token, &request.body).await;
        if !self.closed.get() {
            self.with(|session| session.listened(round, reply));
        }
    }

    /// The person is here: the door stays ajar for a while. Call it on touches and keys; it writes at most
    /// every ten seconds.
    ///
    /// # Errors
    /// When the local store cannot be written.
    pub async fn touched(&self) -> Result<(), StoreProblem> {
        let now = self.ports.now_ms();
        if self.is_shut() || now < self.touched_ms.get().saturating_add(10_000) {
            return Ok(());
        }
        self.touched_ms.set(now);
        let (local, after) = self.read(|it| (it.local.clone(), it.keys.lock_after));
        let write = lock::keep_ajar(&self.ports, &local, after).await?;
        // Somebody may have locked while the key was being wrapped.
        if self.is_shut() { Ok(()) } else { self.ports.store.commit(&[write]).await }
    }

    fn is_shut(&self) -> bool {
        self.closed.get() || self.locked.get()
    }

    /// Whether this device was ended just now, so that it must be locked. Says so once.
    pub fn must_lock(&self) -> bool {
        core::mem::take(&mut self.session.borrow_mut().sync.locks)
    }

    /// Whether so much time has passed since the last touch that this device should lock now.
    #[must_use]
    pub fn should_lock(&self) -> bool {
        let after = self.read(|it| it.keys.lock_after).ms();
        self.locked.get() || self.ports.now_ms() >= self.touched_ms.get().saturating_add(after)
    }

    /// When this device locks by itself.
    #[must_use]
    pub fn lock_after(&self) -> LockAfter {
        self.read(|it| it.keys.lock_after)
    }

    /// Sets when this device locks by itself.
    pub fn set_lock_after(&self, after: LockAfter) {
        self.with(|session| session.set_lock_after(after));
    }

    /// Locks now: saves, then takes the local key away. This is closed then; whoever holds it must let it go.
    ///
    /// # Errors
    /// When the local store cannot be written. The screen must be hidden all the same: no touch sets the door ajar
    /// again. What could not be saved stays in memory until locking is tried again, or [`Ours::come_back`].
    pub async fn lock(&self) -> Result<(), StoreProblem> {
        self.locked.set(true);
        self.with(Session::put_by_all);
        let saved = self.save().await;
        // A full disk still lets something be removed.
        let locked = lock::lock(&self.ports).await;
        // Once more: something may have been typed meanwhile. Nothing comes between this and the end.
        saved.and(locked).and(self.save().await)?;
        self.close();
        Ok(())
    }

    /// Whether this was locked, or is to be, and the passphrase is needed.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.locked.get()
    }

    /// The person is back, before everything could be saved for locking.
    ///
    /// # Errors
    /// When it is another passphrase.
    pub async fn come_back(&self, passphrase: &str) -> Result<(), CannotUnlock> {
        lock::unlock(&self.ports, passphrase).await?;
        self.locked.set(false);
        self.touched_ms.set(self.ports.now_ms());
        Ok(())
    }

    /// Ends this: from now on it writes nothing and calls nobody, whatever is still on its way. For whoever lets it
    /// go, so that another one may take its place.
    pub fn close(&self) {
        self.closed.set(true);
    }

    /// Signs out: everything leaves this device. What was not sent is lost; ask first, see
    /// [`Ours::would_be_lost`].
    ///
    /// # Errors
    /// When the local store cannot be written.
    pub async fn sign_out(&self) -> Result<(), StoreProblem> {
        let token = self.read(|it| it.sync.token.clone());
        if let Some((token, _)) = token {
            // A relay that is away forgets the session by itself.
            let _ = crate::calls::tell(&self.ports, &crate::calls::end_session(&token)).await;
        }
        self.leave_device().await
    }

    /// Empties this device, after whatever is being stored now.
    pub(crate) async fn leave_device(&self) -> Result<(), StoreProblem> {
        self.close();
        self.store_is_free().await;
        let emptied = self.ports.store.commit(&[Write::Clear]).await;
        self.closed.set(emptied.is_ok());
        emptied
    }
}

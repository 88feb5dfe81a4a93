//! The open journey: what screens read, what they may ask for, and the engine behind it (storing, sending, ticking).

use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use client::demo::{LookAround, Who};
use client::{NotDone, Ours, Session, SyncView, Wish};
use domain::{Command, Couple, PersonId, Refusal};

use crate::app::{Stage, app};
use crate::platform::link::{Link, News};
use crate::platform::{self, page, update};
use crate::reminders;

/// Whose journey is open.
#[derive(Clone)]
pub(crate) enum Journey {
    /// The person's own.
    Real(Rc<Ours>),
    /// The made-up couple, seen by one of them. Nothing of it is kept.
    MadeUp(Rc<LookAround>, Who),
}

thread_local! {
    static JOURNEY: RefCell<Option<Journey>> = const { RefCell::new(None) };
    static LINK: RefCell<Option<Link>> = const { RefCell::new(None) };
}

/// Opens a journey and shows it.
pub(crate) fn begin(journey: Journey) {
    let stage = match &journey {
        Journey::Real(ours) => {
            ours.whenever_changed(Box::new(changed));
            ours.whenever_work_waits(Box::new(work));
            Stage::Open
        }
        Journey::MadeUp(both, who) => {
            both.person(*who).whenever_changed(Box::new(changed));
            Stage::Looking
        }
    };
    JOURNEY.set(Some(journey));
    update::home(true);
    changed();
    app().stage.set(stage);
    with_ours(|ours| {
        crate::welcome::ask_again(ours);
        ours.can_hold_a_link();
        ours.look_again();
    });
    touched();
    keep_watch();
    work();
    // Once what came meanwhile has been read.
    page::after(15_000, reminders::again);
    page::after(5_000, tend);
}

/// Puts the journey away; nothing of it stays in memory that we hold.
pub(crate) fn close() {
    LINK.take();
    crate::album::put_away();
    crate::safety::visit_ends();
    if let Some(Journey::Real(ours)) = JOURNEY.take() {
        // Something of it may still wait for the relay; it must not write over whoever comes next.
        ours.close();
    }
}

/// Puts the journey away for another tab, once what was typed last is saved. Whoever waits does not wait for ever.
pub(crate) async fn hand_over() {
    if let Some(ours) = ours() {
        let (mut saved, mut late) = (pin!(ours.save()), pin!(page::pause(3_000)));
        poll_fn(|context| match saved.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(()),
            Poll::Pending => late.as_mut().poll(context),
        })
        .await;
    }
    close();
}

fn changed() {
    app().changed.update(|count| *count = count.wrapping_add(1));
}

/// The person's own journey, when one is open.
pub(crate) fn ours() -> Option<Rc<Ours>> {
    JOURNEY.with_borrow(|journey| match journey {
        Some(Journey::Real(ours)) => Some(Rc::clone(ours)),
        _ => None,
    })
}

/// The made-up couple, when somebody is looking around.
pub(crate) fn made_up() -> Option<(Rc<LookAround>, Who)> {
    JOURNEY.with_borrow(|journey| match journey {
        Some(Journey::MadeUp(both, who)) => Some((Rc::clone(both), *who)),
        _ => None,
    })
}

/// Whatever is open, made up or not.
pub(crate) fn held() -> Option<Rc<Ours>> {
    ours().or_else(|| made_up().map(|(both, who)| Rc::clone(both.person(who))))
}

/// Reads what the couple has, and is told when it changes.
pub(crate) fn read<T>(look: impl FnOnce(&Couple, PersonId) -> T) -> Option<T> {
    app().changed.track();
    read_once(look)
}

/// Reads without being told of changes.
pub(crate) fn read_once<T>(look: impl FnOnce(&Couple, PersonId) -> T) -> Option<T> {
    Some(held()?.read(|session| look(session.couple(), session.me())))
}

/// Reads the session itself, for what is no part of the couple, and is told when something changes.
pub(crate) fn look<T>(look: impl FnOnce(&Session) -> T) -> Option<T> {
    app().changed.track();
    Some(held()?.read(look))
}

/// Whether this account is a counsellor's, with a desk and no journey of its own.
pub(crate) fn is_at_a_desk() -> bool {
    look(Session::is_at_a_desk).unwrap_or_default()
}

/// Why nothing happened.
pub(crate) enum Unheard {
    /// A rule says no.
    Refused(Refusal),
    /// The key it needs has not come to this device yet.
    KeyNotHere,
    /// It is longer than one record may be.
    TooLong,
    /// Nobody is in.
    NobodyIn,
}

/// Asks for something. The journey has changed at once, or there is a reason.
pub(crate) fn perform(command: Command) -> Result<(), Unheard> {
    let done = held().ok_or(Unheard::NobodyIn)?.perform(command);
    pass_on();
    done.map_err(Unheard::from)
}

impl From<NotDone> for Unheard {
    fn from(why: NotDone) -> Self {
        match why {
            NotDone::Refused(refusal) => Self::Refused(refusal),
            NotDone::KeyNotHere => Self::KeyNotHere,
            NotDone::TooLong => Self::TooLong,
            // The door was shut in this very moment: nobody is in any more.
            NotDone::Closed => Self::NobodyIn,
        }
    }
}

/// Lets what one of the made-up two has just done reach the other.
pub(crate) fn pass_on() {
    if let Some((both, _)) = made_up() {
        both.pass_on();
    }
}

/// Does something in the talk that is held on this device.
pub(crate) fn in_talk(act: &dyn Fn(&Ours) -> bool) -> bool {
    let Some(held) = held() else { return false };
    let done = act(&held);
    match made_up() {
        Some((both, _)) => both.pass_on(),
        None => grant(&held),
    }
    done
}

/// Now, for what is only of the moment.
pub(crate) fn of_the_moment() -> domain::Moment {
    held().map_or_else(platform::now, |it| it.read(|session| session.of_the_moment()))
}

/// How the talk that is held on this device stands now.
pub(crate) fn talk_view() -> Option<client::TalkView> {
    held()?.read(|session| session.talk_view())
}

/// What stood in a field when it was left.
pub(crate) fn draft(key: &str) -> String {
    held().and_then(|ours| ours.draft(key)).unwrap_or_default()
}

/// Keeps what stands in a field, at every input.
pub(crate) fn keep_draft(key: &str, text: &str) {
    match held() {
        Some(ours) if text.is_empty() => ours.clear_draft(key),
        Some(ours) => ours.save_draft(key, text),
        None => {}
    }
}

/// How saving and sending stand.
pub(crate) fn sync_view() -> Option<SyncView> {
    app().changed.track();
    ours().map(|ours| ours.sync_view())
}

/// The network came back, or the page was shown again.
pub(crate) fn look_again() {
    with_ours(|ours| ours.look_again());
    tend();
}

thread_local! {
    /// How often something had changed when counsellors' rooms were last tended.
    static TENDED: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Does what this device does by itself in counsellors' rooms: gives what was written in a practice that is given so, ends what
/// is due. Costs nothing where there is no room, and little where nothing has changed.
pub(crate) fn tend() {
    let Some(ours) = ours() else { return };
    let changed = app().changed.get_untracked();
    if TENDED.replace(Some(changed)) == Some(changed) {
        return;
    }
    platform::spawn(async move {
        // What is not possible now is done the next time.
        let _ = ours.tend_rooms().await;
    });
}

/// The person is here: the door stays ajar.
pub(crate) fn touched() {
    let Some(ours) = ours() else { return };
    platform::spawn(async move {
        if let Err(problem) = ours.touched().await {
            app().trouble.set(Some(problem));
        }
    });
}

/// Locks this device. Nothing is lost: everything is saved first. If it cannot be, nothing is shown all the same,
/// and the rest stays in memory until the person is back or there is room.
pub(crate) fn lock() {
    let Some(ours) = ours() else { return };
    platform::spawn(async move {
        let locked = ours.lock().await;
        crate::safety::visit_ends();
        if app().stage.get_untracked() != Stage::Locked {
            app().stage.set(Stage::Locked);
        }
        match locked {
            Ok(()) => close(),
            Err(problem) => app().trouble.set(Some(problem)),
        }
    });
}

/// A journey that is hidden and not closed, because not all of it could be saved.
pub(crate) fn hidden() -> Option<Rc<Ours>> {
    ours().filter(|it| it.is_locked())
}

/// Shows again what was hidden.
pub(crate) fn show_again() {
    app().stage.set(Stage::Open);
    touched();
    work();
}

/// Looks twice a minute whether the person has gone.
fn keep_watch() {
    if let Some(ours) = ours() {
        watch_again(Rc::downgrade(&ours));
    }
}

fn watch_again(watched: Weak<Ours>) {
    page::after(30_000, move || {
        // One watch for each journey, which ends with it.
        let Some(ours) = ours().filter(|it| Weak::ptr_eq(&Rc::downgrade(it), &watched)) else { return };
        if ours.should_lock() {
            lock();
        } else {
            ours.tick();
            grant(&ours);
            tend();
        }
        // Also after locking: it may not have been possible yet.
        watch_again(watched);
    });
}

fn with_ours(act: impl FnOnce(&Ours)) {
    if let Some(ours) = ours() {
        act(&ours);
        grant(&ours);
    }
}

/// Stores and calls until nothing is left.
fn work() {
    let Some(ours) = ours() else { return };
    platform::spawn(async move {
        ours.work().await;
        // Beside everything else: words do not wait for photos.
        let photos = Rc::clone(&ours);
        platform::spawn(async move { photos.send_photos().await });
        if ours.must_lock() {
            app().ended.set(true);
            lock();
        }
        let problem = ours.sync_view().store_problem;
        if app().trouble.get_untracked() != problem {
            app().trouble.set(problem);
        }
        grant(&ours);
    });
}

/// Does what the client wishes of this browser.
fn grant(ours: &Rc<Ours>) {
    for wish in ours.take_wishes() {
        match wish {
            Wish::Connect => connect(),
            Wish::Listen => {
                let ours = Rc::clone(ours);
                platform::spawn(async move { ours.listen().await });
            }
            Wish::PassOn => {
                let ours = Rc::clone(ours);
                platform::spawn(async move { ours.pass_on().await });
            }
            Wish::Send(frame) => LINK.with_borrow(|link| {
                if let Some(link) = link {
                    link.send(&frame);
                }
            }),
            Wish::Disconnect => {
                LINK.take();
            }
            Wish::TickAfter(ms) => {
                page::after(i32::try_from(ms).unwrap_or(i32::MAX), || with_ours(|ours| ours.tick()))
            }
        }
    }
}

fn connect() {
    let link = Link::open(|news| {
        // After the line's own callback has returned: what follows may close the line.
        platform::spawn(async move {
            with_ours(|ours| match news {
                News::Opened => ours.link_opened(),
                News::Frame(bytes) => ours.frame(&bytes),
                News::Closed => ours.link_closed(),
            });
        });
    });
    let refused = link.is_none();
    LINK.set(link);
    if refused {
        with_ours(|ours| ours.link_closed());
    }
}

//! Locking, while something else goes on: nothing opens the door again, and nothing of the old session writes any more.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;

use client::ports::{Guard, Later, Method, Relay, Reply, StoreProblem, Token, Unreachable};
use client::{CannotUnlock, Door, NotDone, Ours};
use domain::{Command, promises};

use crate::world::{PASSPHRASE, TwoPartners};

/// A guard that takes its time.
struct SlowGuard;

impl Guard for SlowGuard {
    fn wrap<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Vec<u8>, StoreProblem>> {
        Box::pin(async move {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            Ok(bytes.to_vec())
        })
    }

    fn unwrap<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Vec<u8>, StoreProblem>> {
        Box::pin(std::future::ready(Ok(bytes.to_vec())))
    }
}

/// A way on which calls hang until it is opened.
struct Gate {
    way: Rc<dyn Relay>,
    shut: Cell<bool>,
}

impl Relay for Gate {
    fn call<'a>(
        &'a self,
        method: Method,
        path: &'a str,
        token: Option<&'a Token>,
        body: &'a [u8],
    ) -> Later<'a, Result<Reply, Unreachable>> {
        Box::pin(async move {
            while self.shut.get() {
                tokio::task::yield_now().await;
            }
            self.way.call(method, path, token, body).await
        })
    }
}

/// Lets a future go on until it waits.
async fn goes_on<F: Future<Output = ()>>(mut doing: Pin<&mut F>) {
    for _ in 0..5 {
        std::future::poll_fn(|context| {
            let _ = doing.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
        tokio::task::yield_now().await;
    }
}

fn make(ours: &Ours, us: &TwoPartners, words: &str) -> Result<(), NotDone> {
    let new = promises::NewPromise {
        words: words.to_owned(),
        source: promises::Source::Myself,
        when: promises::When::once(us.noor.moment().today()),
        in_place_of: None,
    };
    ours.perform(Command::Promises(promises::Command::Make(new)))
}

fn promised(ours: &Ours) -> Vec<String> {
    ours.read(|it| it.couple().promises.all().iter().map(|it| it.words.clone()).collect())
}

#[test]
fn a_touch_in_the_moment_of_locking_does_not_leave_the_door_ajar() {
    let us = TwoPartners::strangers();
    let mut ports = us.noor.ports.clone();
    ports.guard = Rc::new(SlowGuard);
    us.house.run(async {
        let ours = client::unlock(&ports, PASSPHRASE).await.unwrap();
        ours.work().await;
        us.now.set(us.now.get() + 11_000);
        let (touched, locked) = tokio::join!(ours.touched(), ours.lock());
        assert_eq!((touched, locked), (Ok(()), Ok(())));
        assert_eq!(client::door(&ports).await, Ok(Door::Locked));
    });
}

#[test]
fn a_session_that_hung_while_it_was_locked_writes_nothing_over_the_next_one() {
    let us = TwoPartners::apart();
    let mut ports = us.noor.ports.clone();
    let gate = Rc::new(Gate { way: Rc::clone(&ports.relay), shut: Cell::new(false) });
    ports.relay = gate.clone();
    us.house.run(async {
        let former = client::unlock(&ports, PASSPHRASE).await.unwrap();
        former.work().await;
        make(&former, &us, "one").unwrap();
        former.save().await.unwrap();
        gate.shut.set(true);
        former.look_again();
        let mut working = pin!(former.work());
        goes_on(working.as_mut()).await;
        former.lock().await.unwrap();
        let next = client::unlock(&ports, PASSPHRASE).await.unwrap();
        make(&next, &us, "two").unwrap();
        make(&next, &us, "three").unwrap();
        next.save().await.unwrap();
        gate.shut.set(false);
        working.await;
        assert_eq!(make(&former, &us, "from the grave"), Err(NotDone::Closed));
        drop(next);
        let last = client::unlock(&ports, PASSPHRASE).await.unwrap();
        make(&last, &us, "four").unwrap();
        last.work().await;
        drop(last);
        let opened = client::unlock(&ports, PASSPHRASE).await.unwrap();
        assert_eq!(promised(&opened), ["one", "two", "three", "four"]);
        assert_eq!(opened.sync_view().notices, []);
    });
    us.noor.opens(PASSPHRASE).unwrap();
    us.meet();
    us.same_journey();
}

#[test]
fn a_full_disk_hides_the_journey_and_keeps_what_could_not_be_saved() {
    let us = TwoPartners::apart();
    let ours = us.noor.ours();
    us.noor.store.borrow().fill_up(true);
    us.noor.promises("soup on Wednesday");
    assert_eq!(us.house.run(ours.lock()), Err(StoreProblem::Full));
    assert!(ours.is_locked() && ours.should_lock());
    us.now.set(us.now.get() + 11_000);
    us.house.run(ours.touched()).unwrap();
    assert!(ours.is_locked());
    let back = |passphrase| us.house.run(ours.come_back(passphrase));
    assert_eq!(back("four slow herons"), Err(CannotUnlock::WrongPassphrase));
    back(PASSPHRASE).unwrap();
    assert!(!ours.is_locked());
    assert_eq!(promised(&ours), ["soup on Wednesday"]);
    us.noor.store.borrow().fill_up(false);
    us.house.run(ours.lock()).unwrap();
    us.noor.opens(PASSPHRASE).unwrap();
    assert_eq!(promised(&us.noor.ours()), ["soup on Wednesday"]);
}

#[test]
fn whoever_signed_out_leaves_nothing_that_writes_later() {
    let us = TwoPartners::strangers();
    let ours = us.noor.ours();
    us.house.run(ours.sign_out()).unwrap();
    ours.save_draft("promises/make", "still typing");
    ours.look_again();
    us.house.run(ours.work());
    assert!(us.noor.disk().everything().is_empty());
}

#[test]
fn a_door_whose_time_is_over_stays_shut_when_the_clock_is_set_back() {
    let us = TwoPartners::strangers();
    let then = us.now.get();
    let door = || us.house.run(client::door(&us.noor.ports)).unwrap();
    assert_eq!(door(), Door::Ajar);
    us.hours_pass(1);
    assert_eq!(door(), Door::Locked);
    us.now.set(then);
    assert_eq!(door(), Door::Locked);
}

//! A flood from one account: that account is slowed, others are not. The figures are printed.

use std::time::{Duration, Instant};

use protocol::wire::{AppendResults, ProblemCode};
use server::Flow;

use crate::people::{Person, vault};
use crate::rig::Rig;

/// Batches that the flood sends, of so many events each.
const BATCHES: usize = 60;
const EACH: usize = 64;
/// How many of them an account may send at once.
const ALLOWED: u32 = 1_600;

/// The middle and the slowest of some waits.
fn middle_and_slowest(mut waits: Vec<Duration>) -> (Duration, Duration) {
    waits.sort();
    (waits[waits.len() / 2], waits[waits.len() - 1])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_from_one_account_slows_that_account_and_no_other() {
    let flow = Flow { burst: ALLOWED, per_minute: 60 };
    let rig = Rig::with(|it| it.limits.account_events = flow).await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (mut hers, mut his) = (vault(&rig, &ana).await, vault(&rig, &ben).await);
    let floods: Vec<Vec<_>> =
        (0..BATCHES).map(|_| (0..EACH).map(|_| hers.seals("again and again")).collect()).collect();
    let speaks = async |his: &mut crate::people::Seat, count: usize| {
        let mut waits = Vec::new();
        for _ in 0..count {
            let begun = Instant::now();
            his.says(&rig, "a line").await;
            waits.push(begun.elapsed());
        }
        middle_and_slowest(waits)
    };
    let quiet = speaks(&mut his, 20).await;
    let flood = async {
        let (mut stored, mut slowed) = (0, 0);
        for batch in &floods {
            let reply = hers.sends(&rig, batch).await;
            if reply.status.is_success() {
                stored += reply.read::<AppendResults>().results.len();
            } else {
                let problem = reply.problem();
                assert_eq!(problem.code, ProblemCode::TooMany);
                assert!(problem.retry_ms.is_some_and(|it| it > 0), "and when it may go on is said");
                slowed += 1;
            }
        }
        (stored, slowed)
    };
    let ((stored, slowed), beside) = tokio::join!(flood, speaks(&mut his, 40));
    println!(
        "flood: {stored} events stored, {slowed} batches told to wait; the other's append before: median {:?}, slowest {:?}; during: median {:?}, slowest {:?}",
        quiet.0, quiet.1, beside.0, beside.1
    );
    assert_eq!(stored, ALLOWED as usize, "as many as an account may send at once");
    assert_eq!(slowed, BATCHES - stored / EACH);
    // Nobody else was told to wait, and nobody waited long: one batch of the flood is checked and written at a time.
    assert!(beside.0 < Duration::from_secs(2), "{beside:?}");
}

//! What runs on each device, without screens: the session, its outbox, sync, pairing, drafts and the lock.
//! IO happens only through [`ports`].
//!
//! The shape, for whoever puts a screen before it:
//!
//! ```text
//! let ports = Ports { relay, store, clock, entropy, guard, slow, origin };
//! match door(&ports).await? {
//!     Door::Nobody => create_account(&ports, NewAccount { name, passphrase, display_name }).await
//!                       -> Result<(Rc<Ours>, RecoveryCode), CannotCreate>
//!                  or open_with_kit(&ports, name, code_as_typed, new_passphrase).await
//!                       -> Result<(Rc<Ours>, RecoveryCode /* the new one */), CannotOpenKit>
//!     Door::Locked => unlock(&ports, passphrase).await -> Result<Rc<Ours>, CannotUnlock>
//!     Door::Ajar   => resume(&ports).await             -> Result<Rc<Ours>, CannotUnlock>
//! }
//! ours.perform(Command::Promises(..)) -> Result<(), Refusal>      // the journey has changed at once
//! ours.read(|session| session.couple())                          // also history(), me(), sync_view()
//! ours.draft("check_in/need"), ours.save_draft("check_in/need", text)
//! ours.sync_view() -> SyncView { here, server, waiting, parked, state, .. }
//! ours.whenever_changed(Box<dyn Fn()>)       // redraw
//! ours.whenever_work_waits(Box<dyn Fn()>)    // spawn_local(ours.work())
//! ours.work().await                          // stores and calls until nothing is left; may be running twice
//! ours.tell(Input::LinkOpened | Input::Frame(bytes) | Input::LinkClosed | Input::Tick | Input::Online)
//! ours.take_wishes() -> Vec<Wish>            // Wish::Connect | Wish::Send(frame) | Wish::Disconnect | Wish::TickAfter(ms)
//! ours.touched().await                       // the person is here: the door stays ajar
//! ours.invite().await -> Inviting { link(), words().await, confirm(bool).await }
//! ours.join(link).await -> Joining { words().await, confirm(bool).await }
//! ours.devices(), ours.end_device(id).await, ours.safety_words().await
//! lock(&ports).await (then drop `ours`), ours.sign_out().await
//! ```

mod account;
mod arrive;
mod calls;
mod circle;
pub mod demo;
mod keyring;
mod local;
mod lock;
mod ours;
mod pairing;
pub mod ports;
pub mod ram;
mod runs;
mod sealing;
mod seat;
mod session;
pub mod slow;
mod sync;

#[cfg(test)]
mod testing;

pub use account::{CannotChange, CannotCreate, CannotOpenKit, NewAccount, create_account, open_with_kit, resume, unlock};
pub use calls::{CallFailed, Request};
pub use lock::{CannotUnlock, Door, LockAfter, door, lock};
pub use ours::Ours;
pub use pairing::{CannotPair, Pairing};
pub use ports::Ports;
pub use protocol::pairing::PairingRefused;
pub use protocol::recovery::{CodeProblem, RecoveryCode};
pub use session::{NotDone, Session};
pub use sync::{Notice, Standing, SyncView, Wish};

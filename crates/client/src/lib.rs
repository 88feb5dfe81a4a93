//! What runs on each device, without screens: the session, its outbox, sync, pairing, drafts and the lock.
//! IO happens only through [`ports`].
//!
//! The shape, for whoever puts a screen before it:
//!
//! ```text
//! let ports = Ports { relay, store, clock, entropy, guard, slow, origin };
//! match door(&ports).await? {
//!     Door::Nobody => create_account(&ports, NewAccount { name, passphrase, display_name, admission }).await
//!                  or open_with_kit(&ports, name, code_as_typed, new_passphrase).await   // both give (ours, code)
//!                  or come_in(&ports, code_of_another_device, passphrase).await
//!     Door::Locked => unlock(&ports, passphrase).await
//!     Door::Ajar   => resume(&ports).await
//! }
//! ours.perform(Command::Promises(..))        // the journey has changed at once
//! ours.read(|session| session.couple())      // also history(), me(), display_name(), drafts()
//! ours.draft(place), ours.save_draft(place, text), ours.clear_draft(place)
//! ours.sync_view()                           // what is true about saving and sending
//! ours.whenever_changed(..)                  // redraw
//! ours.whenever_work_waits(..)               // spawn ours.work(); it may be running already
//! ours.can_hold_a_link()                     // then look at ours.take_wishes() whenever work() is done
//! ours.link_opened(), frame(bytes), link_closed(), listen().await, tick(), look_again()
//! ours.hold_talk(id), in_talk(..), read(|it| it.talk_view()), beat() a few times in a second, leave_talk(); pass_on().await
//! ours.touched().await, should_lock(), lock().await, set_lock_after(..), change_passphrase(..).await
//! ours.invite().await / join(link).await     // a Pairing: link(), words().await, confirm(bool).await, call_off().await
//! ours.invite_counsellor().await             // the same into a room: read(|it| it.rooms()), it.room(id), say_in(id, command)
//! ours.let_in().await                        // a LettingIn: link(), groups(), came().await, put_away().await
//! ours.kit_to_write(), kit_is_written()
//! ours.devices(), name_this_device(..), end_device(id).await, safety_words().await
//! ours.keep_photo(memory, &new).await, picture(&picture).await, photos_waiting(), would_be_lost(), take_photo_back(..).await; send_photos() after work()
//! ours.sign_out().await, delete_account().await
//! ours.journey().await, bring(&journey, ..).await            // all of it, to be taken along or brought; read_with_kit(..) with the kit alone
//! demo::LookAround::begin(clock, entropy)    // person(Who::Noor), person(Who::Sam), pass_on() after each change
//! ```

mod account;
mod anew;
mod arrive;
mod backoff;
mod begun;
mod calls;
mod circle;
pub mod demo;
mod devices;
mod erasing;
mod founding;
mod keyring;
mod kit;
mod letting_in;
mod link;
mod local;
mod lock;
mod looking_in;
mod ours;
mod pairing;
mod passphrase;
pub mod picture_file;
pub mod ports;
pub mod ram;
mod rooms;
mod runs;
mod sealing;
mod seat;
mod session;
pub mod slow;
mod sync;
mod taking;
mod turns;
mod untaken;
mod waking;

#[cfg(test)]
mod testing;

pub use account::{CannotCreate, LetsIn, NewAccount, create_account, lets_in, resume, unlock};
pub use begun::begun;
pub use calls::{CallFailed, Request};
pub use devices::{CannotEnd, DeviceView};
pub use keyring::UnwrittenKit;
pub use kit::{CannotOpenKit, open_with_kit, open_with_kit_in_place};
pub use letting_in::{CannotComeIn, LettingIn, come_in};
pub use lock::{CannotUnlock, Door, LockAfter, door, is_home, lock};
pub use looking_in::{LookedIn, read_with_kit};
pub use ours::Ours;
pub use ours::photos::{CannotKeepPhoto, NewPhoto, NoPicture, OnItsWay, PhotoWaiting};
pub use ours::rooms::{CannotInRoom, invites_a_counsellor};
pub use pairing::{CannotPair, Pairing};
pub use passphrase::CannotChange;
pub use ports::Ports;
pub use protocol::ids::DeviceKeyId;
pub use protocol::pairing::PairingRefused;
pub use protocol::recovery::{CodeProblem, RecoveryCode};
pub use session::{InTalk, NotDone, NotSaid, Session, TakenBackView, TalkView};
pub use sync::{CameBy, Notice, Standing, SyncView, Wish};
pub use taking::{CannotBring, couple_of};
pub use turns::Turns;
pub use waking::{Browser, NotWoken};

//! Staying in step with the relay, as a state machine: it says which call to make next and takes the answer in.
//! It never waits and never speaks by itself; [`crate::Ours`] carries what it says to the ports.

use std::collections::VecDeque;

use domain::RecordId;
use protocol::cbor::Blob;
use protocol::few::{Few, FewOf};
use protocol::ids::{AccountId, DeviceId, DeviceKeyId, SpaceId};
use protocol::space::SpaceKey;
use protocol::wire::{EventBytes, Lack, Token};

use crate::backoff::Backoff;
use crate::link::{Life, Link};
use crate::ports::{Random, StoreProblem};

/// Where a device stands with the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The relay cannot be reached. Everything can be written and read all the same.
    Offline,
    /// Connected; something is still on its way.
    CatchingUp,
    /// Connected, and everything of both sides is known on both.
    Live,
    /// The relay's store was set back; what it lost is being sent again.
    Healing,
}

/// Something a person should be told once, and can put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// The server was restored from an older copy. So many records were sent again, and nothing is lost.
    Restored {
        /// How many.
        resent: usize,
    },
    /// This device's data is also used elsewhere: it was copied or restored. It goes on under a new name.
    CopiedDevice,
    /// The relay told two devices different stories, its pages do not hold, or it holds something back.
    /// Nothing that was known here is given up for it.
    Doubtful,
    /// The relay has no room. What was written is saved here and is sent when there is.
    NoRoom,
    /// The relay lets this device in no more: it was ended from another one, or the account was deleted.
    /// What was not sent is still here.
    Ended,
    /// The relay would not take so many records, since this was last read.
    NotTaken {
        /// How many.
        records: usize,
    },
    /// This device was opened with a kit, and no new one could be made. The old one may open nothing any more.
    KitNotRenewed,
    /// Another device can open this account now. Was it you?
    NewDevice {
        /// The record of the own chain that says so.
        record: u64,
        /// Which.
        device: DeviceKeyId,
        /// How it came in.
        by: CameBy,
        /// When, as it said itself: unix milliseconds.
        at_ms: u64,
    },
    /// A new kit was made on another device; the paper from before opens nothing.
    OtherKit {
        /// The record of the own chain that says so.
        record: u64,
        /// When, as that device said.
        at_ms: u64,
    },
    /// The passphrase was changed on another device. This one still opens with the one from before.
    OtherPassphrase {
        /// The record of the own chain that says so.
        record: u64,
        /// When, as that device said.
        at_ms: u64,
    },
    /// The partner has deleted their account. What both wrote is still here.
    PartnerGone,
}

impl Notice {
    /// The record of the own chain that it tells of.
    pub(crate) const fn record(self) -> Option<u64> {
        match self {
            Self::NewDevice { record, .. }
            | Self::OtherKit { record, .. }
            | Self::OtherPassphrase { record, .. } => Some(record),
            _ => None,
        }
    }
}

/// How a device came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CameBy {
    /// By a code that another device showed, and the passphrase.
    Code,
    /// By the recovery kit.
    Kit,
}

/// What is true about saving and sending, for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncView {
    /// Where this device stands with the relay.
    pub standing: Standing,
    /// Whether all that was typed is saved on this device.
    pub saved_here: bool,
    /// Why it is not, if the store said no.
    pub store_problem: Option<StoreProblem>,
    /// Records saved here that were not seen on the server yet.
    pub waiting: usize,
    /// Records that the relay would never take: they are on this device and nowhere else.
    pub untaken: usize,
    /// Records of others (or of own devices) whose key is not here yet.
    pub parked: usize,
    /// What the person should be told.
    pub notices: Vec<Notice>,
}

impl SyncView {
    /// "Saved here and on the server" is true only then.
    #[must_use]
    pub const fn saved_on_both(&self) -> bool {
        self.saved_here && self.waiting == 0 && self.untaken == 0
    }
}

/// What the platform has to do about the live link, a WebSocket on `/v1/ws`, and about the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Open the link, then tell [`crate::Ours::link_opened`].
    Connect,
    /// Send a frame over it.
    Send(Vec<u8>),
    /// Close it.
    Disconnect,
    /// No socket is let through: run [`crate::Ours::listen`], beside everything else. It may take half a minute.
    Listen,
    /// The same network, and something to say to the partner's device now: run [`crate::Ours::pass_on`].
    PassOn,
    /// Call [`crate::Ours::tick`] after so many milliseconds.
    TickAfter(u64),
}

/// What was asked, so that the answer is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    Challenge,
    Prove,
    MyChain,
    ExtendMyChain,
    MySpaces,
    TheirChain(AccountId),
    Control(SpaceId),
    ExtendControl(SpaceId),
    /// The relay has lost the space; it is made again from its first record.
    Found(SpaceId),
    Bind(SpaceId),
    /// A page after this place.
    Page(SpaceId, u64),
    Append(SpaceId),
    Missing(SpaceId),
    Resend(SpaceId),
    Card(SpaceId),
    Bag,
    PutBag,
    Rotate(SpaceId),
    /// A device that was ended stops counting in a space.
    Unbind(SpaceId),
    /// What these records took back is erased at the relay.
    Withdraw(SpaceId, Vec<RecordId>),
}

/// One space, as far as syncing goes.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    /// The relay was asked, over the link that is up, to tell what comes.
    pub(crate) listened_to: bool,
    /// The control chain may have grown.
    pub(crate) control_stale: bool,
    /// A page was refused for want of it.
    pub(crate) control_wanted: bool,
    /// It was read since, and brought nothing.
    pub(crate) control_fresh: bool,
    /// The log may have grown.
    pub(crate) behind: bool,
    /// The number of an append that travels over the link.
    pub(crate) sent_as: Option<u32>,
    /// What healing has come to.
    pub(crate) heal: Option<Heal>,
    /// A new name for this device is due here.
    pub(crate) rebind: bool,
    /// The record by which this device asked to be let in, and under which name.
    pub(crate) binding: Option<(DeviceId, Blob)>,
    /// The record by which this device asked for a new key, and that key.
    pub(crate) turning: Option<(SpaceKey, Blob)>,
    /// The record by which an ended device stops counting here.
    pub(crate) unbinding: Option<Blob>,
    /// The account chains this space rests on were just read.
    pub(crate) chains_read: bool,
    /// Until when nothing is sent: the relay would not take it now.
    pub(crate) sending_rests: Backoff,
    /// Until when nothing is read or healed: what the relay gave does not hold.
    pub(crate) reading_rests: Backoff,
    /// Until when the relay is not asked to erase anything.
    pub(crate) erasing_rests: Backoff,
    /// What had arrived when its log was last looked through for what was taken back.
    pub(crate) looked_through: Option<u64>,
    /// What these records took back is erased at the relay.
    pub(crate) erased_at_relay: Vec<RecordId>,
    /// Something of my own came late: it may have been taken back already.
    pub(crate) came_late: bool,
    /// The relay has lost this space.
    pub(crate) lost: bool,
    /// The relay has lost the control chain from this record on.
    pub(crate) lost_from: Option<u64>,
}

/// The steps of healing.
#[derive(Debug)]
pub(crate) enum Heal {
    /// Which life does the store live?
    AskCard,
    /// What does the relay lack?
    AskMissing,
    /// The log must be read from the local store, to send what it lacks.
    ReadLog(Vec<Lack>),
    /// To be sent again.
    Resend(VecDeque<EventBytes>),
    /// The log is read anew from its beginning.
    ReadAnew,
    /// It holds all, but for bodies that somebody took back before this device erased them: they are read from the local
    /// store, and go by this device's own rule and no other.
    ReadBodies,
}

/// See the module.
pub(crate) struct Sync {
    pub(crate) token: Option<(Token, u64)>,
    pub(crate) nonce: Option<[u8; 32]>,
    pub(crate) asked: Option<(u64, Asked)>,
    pub(crate) next_call: u64,
    pub(crate) chain_stale: bool,
    pub(crate) spaces_stale: bool,
    pub(crate) bag_stale: bool,
    /// The relay has lost the own chain from this record on.
    pub(crate) lost_records: Option<u64>,
    pub(crate) chains_wanted: FewOf<(AccountId, SpaceId)>,
    pub(crate) desks: Few<SpaceId, Desk>,
    pub(crate) link: Link,
    /// The platform can hold a live link.
    pub(crate) wants_link: bool,
    pub(crate) wishes: Vec<Wish>,
    pub(crate) reached: bool,
    pub(crate) backoff: Backoff,
    /// The live link's own: it may be refused where calls are answered.
    pub(crate) link_backoff: Backoff,
    /// Whether the link lives, and what is done where it cannot.
    pub(crate) life: Life,
    /// By how much this device's clock is ahead of what the relay last signed.
    pub(crate) ahead_ms: i64,
    /// What is to be passed on by a call of its own; a newer one takes its place.
    pub(crate) to_pass: Option<protocol::wire::ClientFrame>,
    pub(crate) notices: FewOf<Notice>,
    pub(crate) resent: usize,
    /// There is no relay to this session.
    pub(crate) stays_here: bool,
    /// This device was ended; nothing more is sent from it.
    pub(crate) ended: bool,
    /// It was ended just now, and is to be locked.
    pub(crate) locks: bool,
}

impl Sync {
    pub(crate) fn new() -> Self {
        Self {
            token: None,
            nonce: None,
            asked: None,
            next_call: 1,
            chain_stale: true,
            spaces_stale: true,
            bag_stale: false,
            lost_records: None,
            chains_wanted: FewOf::default(),
            desks: Few::new(),
            link: Link::Down,
            wants_link: false,
            wishes: Vec::new(),
            reached: false,
            backoff: Backoff::default(),
            link_backoff: Backoff::default(),
            life: Life::default(),
            ahead_ms: 0,
            to_pass: None,
            notices: FewOf::default(),
            resent: 0,
            stays_here: false,
            ended: false,
            locks: false,
        }
    }

    /// Looks at everything again: a connection came (back), or the person asks.
    pub(crate) fn look_again(&mut self) {
        self.backoff.reset();
        self.link_backoff.reset();
        self.life.try_a_socket();
        self.chain_stale = true;
        self.spaces_stale = true;
        self.bag_stale = true;
        for desk in self.desks.values_mut() {
            desk.control_stale = true;
            desk.behind = true;
            desk.sending_rests.reset();
            desk.reading_rests.reset();
        }
    }

    pub(crate) fn desk(&mut self, space: SpaceId) -> &mut Desk {
        self.desks.or_insert_with(space, || Desk { control_stale: true, behind: true, ..Desk::default() })
    }

    /// The answer got lost, or there was none.
    pub(crate) fn lost(&mut self, now_ms: u64, retry_ms: Option<u64>, rng: &Random) {
        self.reached = false;
        let wait = self.backoff.fail(now_ms, retry_ms, rng);
        self.wishes.push(Wish::TickAfter(wait));
    }

    /// The relay is there and would not take what was sent.
    pub(crate) fn rest_sending(&mut self, space: SpaceId, now_ms: u64, rng: &Random) {
        let wait = self.desk(space).sending_rests.fail(now_ms, None, rng);
        self.wishes.push(Wish::TickAfter(wait));
    }

    /// The relay is there, and what it gave does not hold.
    pub(crate) fn rest_reading(&mut self, space: SpaceId, now_ms: u64, rng: &Random) {
        let wait = self.desk(space).reading_rests.fail(now_ms, None, rng);
        self.wishes.push(Wish::TickAfter(wait));
    }

    /// Not everything is whole yet, or not any more.
    pub(crate) fn take_back_restored(&mut self) {
        self.notices.retain(|it| !matches!(it, Notice::Restored { .. }));
    }

    pub(crate) fn heals(&self) -> bool {
        self.desks.values().any(|it| it.heal.is_some())
    }
}

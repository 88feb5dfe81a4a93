//! What happened to the account elsewhere and must be told on this device: a device came in, the kit or the passphrase
//! was replaced. And the ends: this device's own, and the partner's account.

use protocol::account::{Change, Signer};
use protocol::ids::DeviceKeyId;

use super::Session;
use crate::sync::{CameBy, Notice};

impl Session {
    /// Remembers which of the records of my chain from `seq` on are news to this device.
    pub(crate) fn hear_news(&mut self, seq: u64) {
        let Some(chain) = self.circle.chain(self.keys.account) else { return };
        let me = self.keys.device.id;
        let fresh = chain.records().iter().filter_map(|it| it.body().ok()).filter(|it| it.seq >= seq);
        let news = fresh.filter(|it| match &it.change {
            Change::DeviceAdd { device, .. } => device.id != me,
            Change::PaperReplace { .. } | Change::PasswordReplace { .. } => it.signer != Signer::Device(me),
            _ => false,
        });
        let news: Vec<u64> = news.map(|it| it.seq).collect();
        self.keys.untold.records.extend(news);
        self.tell_news();
    }

    /// Puts the news that nobody has seen here among the notices.
    pub(crate) fn tell_news(&mut self) {
        let news: Vec<Notice> =
            self.keys.untold.records.iter().filter_map(|it| self.notice_of(*it)).collect();
        let stands = |it: &Notice| it.record().is_none() || news.contains(it);
        self.sync.notices.retain(stands);
        self.sync.notices.extend(news);
        if self.keys.untold.doubtful == Some(true) {
            self.sync.notices.insert(Notice::Doubtful);
        }
        self.changed = true;
    }

    /// What the relay did or said does not hold. It is told until it was read, also after a new start.
    pub(crate) fn doubt(&mut self) {
        self.sync.notices.insert(Notice::Doubtful);
        if self.keys.untold.doubtful.replace(true) != Some(true) {
            self.keep_keys();
        }
    }

    /// How many records lie here that the relay would never take.
    pub(crate) fn untaken(&self) -> usize {
        self.seats.iter().map(|it| it.untaken.len()).sum()
    }

    /// Tells once of all that was never taken, as long as some of it was not read of.
    pub(crate) fn tell_untaken(&mut self) {
        self.sync.notices.retain(|it| !matches!(it, Notice::NotTaken { .. }));
        let read = usize::try_from(self.keys.untold.untaken_read.unwrap_or(0)).unwrap_or(usize::MAX);
        let records = self.untaken().saturating_sub(read);
        if records > 0 {
            self.sync.notices.insert(Notice::NotTaken { records });
        }
        self.changed = true;
    }

    fn notice_of(&self, record: u64) -> Option<Notice> {
        if let Some((device, by, at_ms)) = self.notice_of_device(record) {
            return Some(Notice::NewDevice { record, device, by, at_ms });
        }
        let chain = self.circle.chain(self.keys.account)?;
        let body = chain.records().get(usize::try_from(record).ok()?)?.body().ok()?;
        let at_ms = body.time_ms;
        match body.change {
            // A device that came in by the kit makes both by itself; its own notice says so.
            _ if self.is_news_itself(body.signer) => None,
            Change::PaperReplace { .. } => Some(Notice::OtherKit { record, at_ms }),
            Change::PasswordReplace { .. } => Some(Notice::OtherPassphrase { record, at_ms }),
            _ => None,
        }
    }

    /// Whether whoever signed is a device that came in by the kit, and is not told yet.
    fn is_news_itself(&self, signer: Signer) -> bool {
        let Signer::Device(id) = signer else { return false };
        let mut untold = self.keys.untold.records.iter().filter_map(|it| self.notice_of_device(*it));
        untold.any(|(device, by, _)| device == id && by == CameBy::Kit)
    }

    /// Which device a record of my chain brought in, how and when, if it is still there.
    fn notice_of_device(&self, record: u64) -> Option<(DeviceKeyId, CameBy, u64)> {
        let chain = self.circle.chain(self.keys.account)?;
        let body = chain.records().get(usize::try_from(record).ok()?)?.body().ok()?;
        let Change::DeviceAdd { device, .. } = body.change else { return None };
        chain.state().active_device(device.id)?;
        let by = if body.signer == Signer::Paper { CameBy::Kit } else { CameBy::Code };
        Some((device.id, by, body.time_ms))
    }

    /// The person has read it, or has ended the device it is about.
    pub(crate) fn put_away(&mut self, notice: Notice) {
        match notice {
            Notice::PartnerGone => self.keys.untold.partner_gone = true,
            Notice::Doubtful => self.keys.untold.doubtful = None,
            Notice::NotTaken { .. } => {
                self.keys.untold.untaken_read = u64::try_from(self.untaken()).ok();
            }
            _ => {
                let Some(record) = notice.record() else { return };
                // What that device did as it came in is put away with it.
                let untold = self.keys.untold.records.iter().copied();
                let stays = untold.filter(|it| *it != record && self.notice_of(*it).is_some());
                self.keys.untold.records = stays.collect();
            }
        }
        self.keep_keys();
        self.tell_news();
    }

    /// The relay lets this device in no more. It locks, once.
    pub(crate) fn was_ended(&mut self) {
        self.sync.notices.insert(Notice::Ended);
        if !core::mem::replace(&mut self.keys.untold.ended, true) {
            self.sync.locks = !self.keys.untold.leaving;
            self.keep_keys();
        }
    }

    /// The account is about to be deleted from here.
    pub(crate) fn is_leaving(&mut self) {
        self.keys.untold.leaving = true;
        self.keep_keys();
    }

    /// The relay let this device in.
    pub(crate) fn was_let_in(&mut self) {
        self.sync.notices.remove(&Notice::Ended);
        if core::mem::take(&mut self.keys.untold.ended) {
            self.keep_keys();
        }
    }

    /// Nobody else is left in the space of two.
    pub(crate) fn is_left_alone(&mut self, alone: bool) {
        if !alone {
            self.sync.notices.remove(&Notice::PartnerGone);
        } else if !self.keys.untold.partner_gone {
            self.sync.notices.insert(Notice::PartnerGone);
        }
    }

    pub(crate) fn keep_keys(&mut self) {
        let write = self.keys.keep(&self.local, &mut self.rng);
        self.store(vec![write], Vec::new());
        self.changed = true;
    }

    /// When a device came in, as it said itself: unix milliseconds.
    pub(crate) fn came_in(&self, device: DeviceKeyId) -> Option<u64> {
        let chain = self.circle.chain(self.keys.account)?;
        let added = chain.state().device(device)?.added;
        let record = chain.records().get(usize::try_from(added).ok()?)?;
        record.body().ok().map(|it| it.time_ms)
    }
}

//! Which pictures lie on this device, sealed as they came, and which were looked at longest ago: those give way when there
//! are too many. Everything here can be fetched again.

use domain::{Photo, Picture};
use protocol::ids::AttachmentId;

use super::attachment;
use crate::local::{LocalKey, key};
use crate::ports::{LocalStore, Random, StoreProblem, Write};

/// Bytes of pictures that stay on a device.
const MOST_BYTES: u64 = 160 << 20;

lean::row! {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    struct Here {
        #[n(0)]
        id: AttachmentId,
        #[n(1)]
        chunks: u32,
        #[n(2)]
        length: u64,
    }
}

/// The last looked at stands last.
#[derive(Debug, Default)]
pub(super) struct Near(Vec<Here>);

impl Here {
    fn of(picture: &Picture) -> Self {
        let chunks = attachment(picture).chunks();
        Self { id: AttachmentId(picture.id), chunks, length: picture.length }
    }

    fn removal(self) -> impl Iterator<Item = Write> {
        (0..self.chunks).map(move |n| Write::Remove { key: key::chunk(self.id, n) })
    }
}

/// What takes a photo's pieces from this device.
pub(super) fn removal(photo: &Photo) -> Vec<Write> {
    photo.pictures().iter().flat_map(|it| Here::of(it).removal()).collect()
}

impl Near {
    pub(super) async fn read(store: &dyn LocalStore, local: &LocalKey) -> Result<Self, StoreProblem> {
        let Some(value) = store.get(key::PHOTOS_NEAR).await? else { return Ok(Self::default()) };
        let kept = local.open(key::PHOTOS_NEAR, &value)?;
        Ok(Self(lean::from_kept(&kept).unwrap_or_default()))
    }

    /// It was looked at now.
    pub(super) fn looked_at(&mut self, picture: &Picture) {
        if let Some(at) = self.0.iter().position(|it| it.id.0 == picture.id) {
            let it = self.0.remove(at);
            self.0.push(it);
        }
    }

    /// All sizes of a photo lie here now.
    pub(super) fn added(
        &mut self,
        photo: &Photo,
        pinned: &[[u8; 16]],
        local: &LocalKey,
        rng: &mut Random,
    ) -> Vec<Write> {
        let pictures = photo.pictures();
        let own: Vec<[u8; 16]> = pictures.iter().map(|it| it.id).chain(pinned.iter().copied()).collect();
        for it in &pictures {
            self.put(it);
        }
        self.within(MOST_BYTES, &own, local, rng)
    }

    /// A picture lies here now.
    pub(super) fn fetched(
        &mut self,
        picture: &Picture,
        pinned: &[[u8; 16]],
        local: &LocalKey,
        rng: &mut Random,
    ) -> Vec<Write> {
        self.put(picture);
        self.within(MOST_BYTES, pinned, local, rng)
    }

    fn put(&mut self, picture: &Picture) {
        self.0.retain(|it| it.id.0 != picture.id);
        self.0.push(Here::of(picture));
    }

    /// A photo lies here no more.
    pub(super) fn removed(&mut self, photo: &Photo, local: &LocalKey, rng: &mut Random) -> Option<Write> {
        let ids: Vec<[u8; 16]> = photo.pictures().iter().map(|it| it.id).collect();
        let before = self.0.len();
        self.0.retain(|it| !ids.contains(&it.id.0));
        (before != self.0.len()).then(|| self.keep(local, rng))
    }

    /// Half of it gives way, for something that has nowhere else to be.
    pub(super) fn halved(&mut self, pinned: &[[u8; 16]], local: &LocalKey, rng: &mut Random) -> Vec<Write> {
        let all: u64 = self.0.iter().map(|it| it.length).sum();
        self.within(all / 2, pinned, local, rng)
    }

    /// Only these stay.
    pub(super) fn only(&mut self, known: &[[u8; 16]], local: &LocalKey, rng: &mut Random) -> Vec<Write> {
        let gone: Vec<Here> = self.0.iter().copied().filter(|it| !known.contains(&it.id.0)).collect();
        if gone.is_empty() {
            return Vec::new();
        }
        self.0.retain(|it| known.contains(&it.id.0));
        let mut writes: Vec<Write> = gone.into_iter().flat_map(Here::removal).collect();
        writes.push(self.keep(local, rng));
        writes
    }

    /// Takes out what was looked at longest ago, until the rest is within so many bytes.
    fn within(&mut self, most: u64, stays: &[[u8; 16]], local: &LocalKey, rng: &mut Random) -> Vec<Write> {
        let mut bytes: u64 = self.0.iter().map(|it| it.length).sum();
        let mut writes = Vec::new();
        self.0.retain(|it| {
            let goes = bytes > most && !stays.contains(&it.id.0);
            if goes {
                bytes -= it.length;
                writes.extend(it.removal());
            }
            !goes
        });
        writes.push(self.keep(local, rng));
        writes
    }

    fn keep(&self, local: &LocalKey, rng: &mut Random) -> Write {
        local.put(key::PHOTOS_NEAR.to_owned(), &lean::to_bytes(&self.0), rng)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::random;
    use domain::PictureKey;

    fn picture(id: u8, megabytes: u64) -> Picture {
        Picture { id: [id; 16], key: PictureKey([1; 32]), tags: [2; 32], length: megabytes << 20 }
    }

    #[test]
    fn what_was_looked_at_longest_ago_gives_way_and_what_nobody_else_has_does_not() {
        let local = LocalKey::from_bytes([3; 32]);
        let (mut near, mut rng) = (Near::default(), random(1));
        for id in 1..=16 {
            near.fetched(&picture(id, 10), &[], &local, &mut rng);
        }
        near.looked_at(&picture(1, 10));
        let writes = near.fetched(&picture(17, 10), &[[2; 16]], &local, &mut rng);
        let gone: Vec<u8> = (1..=17).filter(|id| !near.0.iter().any(|it| it.id.0 == [*id; 16])).collect();
        assert_eq!(gone, [3], "the second is pinned, the first was looked at");
        let removed = writes.iter().filter(|it| matches!(it, Write::Remove { .. })).count();
        assert_eq!(removed, attachment(&picture(3, 10)).chunks() as usize, "each of its pieces");
        near.halved(&[[2; 16]], &local, &mut rng);
        assert!(near.0.len() <= 8 && near.0.iter().any(|it| it.id.0 == [2; 16]));
    }
}

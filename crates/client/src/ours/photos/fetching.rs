//! Looking at a picture: from this device, or piece by piece from the relay.

use domain::{Photo, PhotoId, Picture};
use protocol::attachment::open_attachment;
use protocol::ids::AttachmentId;
use protocol::wire::{ProblemCode, StoredChunk};
use thiserror::Error;

use super::attachment;
use crate::calls::{self, send};
use crate::local::key;
use crate::ours::Ours;
use crate::ports::Write;
use crate::turns::Turns;

/// How long the pictures of a book are together at most, in bytes. They lie in the page's memory more than once while it is made.
const MOST_TOGETHER: u64 = 128 * 1_048_576;

/// Why a picture cannot be shown now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoPicture {
    /// It is not on this device, and the relay cannot be reached. Later it may.
    #[error("the picture is not here, and the relay cannot be reached")]
    Away,
    /// The relay has it no more, or not yet.
    #[error("the relay does not have the picture")]
    Gone,
    /// What came is not what was sealed.
    #[error("what came is not the picture that was sealed")]
    Damaged,
}

impl Ours {
    /// The file of a picture: from this device, or else from the relay, and then it stays here for a while.
    ///
    /// # Errors
    /// Says why it cannot be shown now.
    pub async fn picture(&self, picture: &Picture) -> Result<Vec<u8>, NoPicture> {
        let photos = &self.photos;
        let lane = photos.next_lane.get();
        photos.next_lane.set(lane.wrapping_add(1));
        let Some(lane) = photos.lanes.get(lane % photos.lanes.len()) else { return Err(NoPicture::Away) };
        let _turn = Turns::take(lane).await;
        if self.closed.get() {
            return Err(NoPicture::Away);
        }
        // Without what is known of nearness a picture can still be shown.
        let _ = self.read_photos().await;
        let space = self.read(|it| it.our_space()).ok_or(NoPicture::Away)?;
        let told = attachment(picture);
        if let Some(chunks) = self.near_chunks(&told.id, told.chunks()).await
            && let Ok(bytes) = open_attachment(space, &told, &chunks)
        {
            photos.near.borrow_mut().looked_at(picture);
            return Ok(bytes.to_vec());
        }
        let chunks = self.far_chunks(picture).await?;
        let bytes = open_attachment(space, &told, &chunks).map_err(|_| NoPicture::Damaged)?;
        self.stays_near(picture, chunks).await;
        Ok(bytes.to_vec())
    }

    /// The photos of the journey, each as it is looked at, as far as they can be had now and all together are no longer than
    /// a page can hold: words are never lost for pictures.
    pub async fn pictures(&self) -> Vec<(PhotoId, Vec<u8>)> {
        let photos: Vec<Photo> = self.read(|it| it.couple().memories.photos().cloned().collect());
        let (mut pictures, mut room) = (Vec::new(), MOST_TOGETHER);
        for photo in photos {
            if photo.view.length > room {
                continue;
            }
            if let Ok(file) = self.picture(&photo.view).await {
                room = room.saturating_sub(file.len() as u64);
                pictures.push((photo.id, file));
            }
        }
        pictures
    }

    async fn near_chunks(&self, id: &AttachmentId, of: u32) -> Option<Vec<Vec<u8>>> {
        let mut chunks = Vec::new();
        for n in 0..of {
            chunks.push(self.ports.store.get(&key::chunk(*id, n)).await.ok()??);
        }
        Some(chunks)
    }

    async fn far_chunks(&self, picture: &Picture) -> Result<Vec<Vec<u8>>, NoPicture> {
        let (space, token, stays) =
            self.read(|it| (it.our_space(), it.sync.token.clone(), it.sync.stays_here));
        if stays {
            return Err(NoPicture::Gone);
        }
        let (Some(space), Some((token, _))) = (space, token) else { return Err(NoPicture::Away) };
        let told = attachment(picture);
        let mut chunks = Vec::new();
        for n in 0..told.chunks() {
            let asked = calls::chunk(&token, space, told.id, n);
            let got: StoredChunk = send(&self.ports, &asked).await.map_err(|failed| match failed.code() {
                Some(ProblemCode::Unknown | ProblemCode::NotMember) => NoPicture::Gone,
                _ => NoPicture::Away,
            })?;
            if self.closed.get() {
                return Err(NoPicture::Away);
            }
            chunks.push(got.sealed);
        }
        Ok(chunks)
    }

    /// Where there is no room, it is fetched again another time.
    async fn stays_near(&self, picture: &Picture, chunks: Vec<Vec<u8>>) {
        let id = AttachmentId(picture.id);
        let puts = (0..).zip(chunks).map(|(n, value)| Write::Put { key: key::chunk(id, n), value });
        let mut writes: Vec<Write> = puts.collect();
        let (local, pinned) = (self.read(|it| it.local.clone()), self.pinned());
        writes.extend(self.photos.near.borrow_mut().fetched(picture, &pinned, &local, &mut self.ports.rng()));
        let _ = self.commit_photo(&writes).await;
    }
}

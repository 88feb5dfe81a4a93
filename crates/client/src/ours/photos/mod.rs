//! Photos on a device: what was chosen is sealed and kept here first, goes to the relay in pieces, and is told of when all
//! of it is there. What others brought is fetched when it is looked at, and lies here for a while.

mod errands;
mod fetching;
mod near;
mod queue;

use core::cell::{Cell, RefCell};

use domain::memories::Command;
use domain::{Audience, MemoryId, PersonId, Photo, PhotoId, Picture, PictureKey};
use protocol::attachment::{Attachment, seal_attachment};
use protocol::cipher::AeadKey;
use protocol::ids::{AttachmentId, SpaceId};
use thiserror::Error;

use crate::backoff::Backoff;
use crate::local::key;
use crate::ours::Ours;
use crate::ports::{Random, StoreProblem, Write};
use crate::session::{NotDone, Session};
use crate::turns::Turns;
use near::Near;
use queue::{LetGo, Queue, Waiting};

pub use fetching::NoPicture;
pub use queue::{OnItsWay, PhotoWaiting};

/// Photos that may wait on one device at a time.
const MOST_WAITING: usize = 240;
/// So many pictures are fetched at once.
const LANES: usize = 3;

/// A photo as it was made ready on this device: re-encoded, so that nothing but the picture is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPhoto {
    /// What is in it, for whoever cannot see it; may be empty.
    pub says: String,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// The file of the small one: at most 16 KiB.
    pub thumbnail: Vec<u8>,
    /// The file for a screen.
    pub view: Vec<u8>,
    /// The largest file, where it is larger than the view.
    pub full: Option<Vec<u8>>,
}

/// Why a photo was not kept. Nothing of it is kept then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CannotKeepPhoto {
    /// There is no space that both share, or its key is not here.
    #[error("there is no shared space here")]
    NoSpace,
    /// One of its files is longer than a picture may be.
    #[error("longer than a picture may be")]
    TooLarge,
    /// Too many wait on this device already.
    #[error("too many photos wait here")]
    TooManyWait,
    /// A rule says no.
    #[error(transparent)]
    NotDone(#[from] NotDone),
    /// The local store says no.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

/// What one device knows of photos beside the journey.
#[derive(Default)]
pub(super) struct Photos {
    queue: RefCell<Option<Queue>>,
    near: RefCell<Near>,
    sending: Cell<bool>,
    no_room: Cell<bool>,
    rests: RefCell<Backoff>,
    /// Errands the relay refuses, by where they lie: they hold nothing else up, and are tried again at the next look.
    aside: RefCell<Vec<String>>,
    lanes: [Turns; LANES],
    next_lane: Cell<usize>,
}

impl Photos {
    /// A connection came back, or the person asks.
    pub(super) fn look_again(&self) {
        self.rests.borrow_mut().reset();
        self.aside.borrow_mut().clear();
    }

    fn with_queue<R>(&self, act: impl FnOnce(&mut Queue) -> R) -> Option<R> {
        self.queue.borrow_mut().as_mut().map(act)
    }
}

/// The same picture, as the ciphers know it.
pub(crate) fn attachment(picture: &Picture) -> Attachment {
    Attachment {
        id: AttachmentId(picture.id),
        key: AeadKey::from_bytes(picture.key.0),
        tags: picture.tags,
        length: picture.length,
    }
}

/// Seals one size; puts its pieces among the writes.
fn seal(space: SpaceId, bytes: &[u8], rng: &mut Random, writes: &mut Vec<Write>) -> Option<Picture> {
    let (made, chunks) = seal_attachment(space, bytes, rng).ok()?;
    for (n, value) in (0..).zip(chunks) {
        writes.push(Write::Put { key: key::chunk(made.id, n), value });
    }
    Some(Picture {
        id: made.id.0,
        key: PictureKey(*made.key.as_bytes()),
        tags: made.tags,
        length: made.length,
    })
}

fn seal_all(space: SpaceId, me: PersonId, new: &NewPhoto, rng: &mut Random) -> Option<(Photo, Vec<Write>)> {
    let mut writes = Vec::new();
    let thumbnail = seal(space, &new.thumbnail, rng, &mut writes)?;
    let view = seal(space, &new.view, rng, &mut writes)?;
    let full = match &new.full {
        Some(full) => Some(seal(space, full, rng, &mut writes)?),
        None => None,
    };
    let photo = Photo {
        id: PhotoId::make(me, thumbnail.id),
        says: new.says.clone(),
        width: new.width,
        height: new.height,
        thumbnail,
        view,
        full,
    };
    photo.is_sound().then_some((photo, writes))
}

impl Session {
    pub(crate) fn our_space(&self) -> Option<SpaceId> {
        let ours =
            self.seats.iter().find(|it| it.audience() == Some(Audience::Ours) && it.writing_key().is_some());
        ours.map(crate::seat::Seat::space)
    }
}

impl Ours {
    /// Seals a photo, keeps it on this device, and lets it go to the relay when there is a way. It is told of, and so seen
    /// by both, once all of it is there.
    ///
    /// # Errors
    /// Says why not; then nothing of it is kept.
    pub async fn keep_photo(&self, memory: MemoryId, new: &NewPhoto) -> Result<(), CannotKeepPhoto> {
        self.read_photos().await?;
        let (space, me, stays) = self.read(|it| (it.our_space(), it.me(), it.sync.stays_here));
        let space = space.ok_or(CannotKeepPhoto::NoSpace)?;
        let mut rng = self.ports.rng();
        let (photo, mut writes) = seal_all(space, me, new, &mut rng).ok_or(CannotKeepPhoto::TooLarge)?;
        let command = || Command::KeepPhoto { memory, photo: Box::new(photo.clone()) }.into();
        self.read(|it| it.would_refuse(command())).map_or(Ok(()), |it| Err(NotDone::Refused(it)))?;
        if self.photos_waiting().len() >= MOST_WAITING {
            return Err(CannotKeepPhoto::TooManyWait);
        }
        if stays {
            self.ports.store.commit(&writes).await?;
            return Ok(self.perform(command())?);
        }
        let number = self.photos.with_queue(Queue::next_number).unwrap_or_default();
        let waiting = Waiting::new(number, space, memory, photo);
        let local = self.read(|it| it.local.clone());
        writes.push(waiting.keep(&local, &mut rng));
        self.commit_photo(&writes).await?;
        // Known to wait before it is known to lie here: what is near and unknown is forgotten.
        self.photos.with_queue(|it| it.waiting.push(waiting.clone()));
        let near = self.photos.near.borrow_mut().added(&waiting.photo, &self.pinned(), &local, &mut rng);
        self.with(|session| session.store(near, Vec::new()));
        self.with(Session::photos_changed);
        Ok(())
    }

    /// Takes an own photo back: it goes from the journey of both, from this device, and from the relay.
    ///
    /// # Errors
    /// When a rule says no.
    pub async fn take_photo_back(&self, memory: MemoryId, photo: PhotoId) -> Result<(), CannotKeepPhoto> {
        self.read_photos().await?;
        let known = self.read(|it| {
            let photo = it.couple().memories.get(memory).and_then(|it| it.photo(photo).cloned());
            (photo, it.our_space())
        });
        self.perform(Command::TakePhotoBack { memory, photo }.into())?;
        if let (Some(photo), Some(space)) = known {
            self.let_go(space, &photo);
        }
        Ok(())
    }

    /// Gives up a photo that was not told of yet.
    pub async fn give_up_photo(&self, number: u64) -> Result<(), StoreProblem> {
        self.read_photos().await?;
        let Some(given_up) = self.photos.with_queue(|it| it.take(number)).flatten() else { return Ok(()) };
        self.with(|session| session.store(vec![given_up.forget()], Vec::new()));
        self.let_go(given_up.space, &given_up.photo);
        Ok(())
    }

    /// The pieces leave this device, and the relay as soon as there is a way. Together with whatever was said before.
    fn let_go(&self, space: SpaceId, photo: &Photo) {
        let mut rng = self.ports.rng();
        let stays = self.read(|it| it.sync.stays_here);
        let goes = LetGo::of(space, photo);
        let mut writes = near::removal(photo);
        let local = self.read(|it| it.local.clone());
        if !stays {
            writes.push(goes.keep(&local, &mut rng));
            self.photos.with_queue(|it| it.goes.push(goes));
        }
        writes.extend(self.photos.near.borrow_mut().removed(photo, &local, &mut rng));
        self.with(|session| {
            session.store(writes, Vec::new());
            session.photos_changed();
        });
    }

    /// What was chosen here and is not told of yet.
    #[must_use]
    pub fn photos_waiting(&self) -> Vec<PhotoWaiting> {
        let (no_room, aside) = (self.photos.no_room.get(), self.photos.aside.borrow());
        self.photos.with_queue(|it| it.shown(no_room, &aside)).unwrap_or_default()
    }

    /// How many things are on this device alone and would be lost with it: records the relay has not taken, and photos that it
    /// does not have for good.
    #[must_use]
    pub fn would_be_lost(&self) -> usize {
        let photos = self.photos.with_queue(|queue| queue.waiting.iter().filter(|it| !it.lost).count());
        self.sync_view().waiting + photos.unwrap_or_default()
    }

    /// Reads what waits, once.
    async fn read_photos(&self) -> Result<(), StoreProblem> {
        if self.photos.queue.borrow().is_some() {
            return Ok(());
        }
        let local = self.read(|it| it.local.clone());
        let queue = Queue::read(&*self.ports.store, &local).await?;
        let near = Near::read(&*self.ports.store, &local).await?;
        let some_wait = !queue.waiting.is_empty();
        if self.photos.queue.borrow().is_none() {
            *self.photos.near.borrow_mut() = near;
            *self.photos.queue.borrow_mut() = Some(queue);
        }
        if some_wait {
            self.with(Session::photos_changed);
        }
        Ok(())
    }

    /// Whose pieces must not be given up for room: nobody else has them yet.
    fn pinned(&self) -> Vec<[u8; 16]> {
        self.photos
            .with_queue(|it| it.waiting.iter().flat_map(|it| it.photo.pictures()).map(|it| it.id).collect())
            .unwrap_or_default()
    }

    /// Stores; where there is no room, what only lies here to be near gives way first.
    async fn commit_photo(&self, writes: &[Write]) -> Result<(), StoreProblem> {
        let done = self.ports.store.commit(writes).await;
        if done != Err(StoreProblem::Full) {
            return done;
        }
        let local = self.read(|it| it.local.clone());
        let room = self.photos.near.borrow_mut().halved(&self.pinned(), &local, &mut self.ports.rng());
        self.ports.store.commit(&room).await?;
        self.ports.store.commit(writes).await
    }
}

//! Photos on this page: what was opened is kept as long as it may be looked at again, and brought only when one comes near.

use std::cell::RefCell;
use std::rc::Rc;

use client::picture_file::{MOST_SIDE, MOST_SIDE_OF_THUMBNAIL};
use client::{CannotKeepPhoto, NewPhoto, NoPicture, PhotoWaiting};
use domain::{MemoryId, PhotoId, Picture};

use crate::app::app;
use crate::journey;
use crate::platform::{self, photo};
use crate::practices::unheard;
use crate::view::*;
use crate::words::{self, photos};

/// So many small pictures stay open on a page.
const MOST_SMALL: usize = 400;
/// So many large ones.
const MOST_LARGE: usize = 4;

/// Opened pictures: which, and under which address.
type Opened = RefCell<Vec<([u8; 16], String)>>;

thread_local! {
    static SMALL: Opened = const { RefCell::new(Vec::new()) };
    static LARGE: Opened = const { RefCell::new(Vec::new()) };
}

/// How a picture stands on the page.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    Coming,
    Here(String),
    Not(NoPicture),
}

fn opened(picture: &Picture) -> Option<String> {
    let find = |all: &Opened| all.borrow().iter().find(|(id, _)| *id == picture.id).map(|(_, it)| it.clone());
    SMALL.with(find).or_else(|| LARGE.with(find))
}

fn keep_open(picture: &Picture, address: String) {
    let small = picture.length <= domain::photo::MOST_THUMBNAIL;
    let keep = |all: &Opened, most: usize| {
        let mut all = all.borrow_mut();
        all.push((picture.id, address));
        if all.len() > most {
            let (_, oldest) = all.remove(0);
            photo::give_back(&oldest);
        }
    };
    if small { SMALL.with(|it| keep(it, MOST_SMALL)) } else { LARGE.with(|it| keep(it, MOST_LARGE)) }
}

/// The picture as it stands now; it is brought if it is not here.
pub(crate) fn shown(picture: Picture) -> RwSignal<Shown> {
    let shown = at_first(&picture);
    if shown.get_untracked() == Shown::Coming {
        bring(picture, MOST_SIDE, shown);
    }
    shown
}

/// The same for a thumbnail, brought only when the element of this id comes near.
pub(crate) fn shown_near(picture: Picture, id: String) -> RwSignal<Shown> {
    let shown = at_first(&picture);
    if shown.get_untracked() == Shown::Coming {
        photo::when_near(id, Box::new(move || bring(picture, MOST_SIDE_OF_THUMBNAIL, shown)));
    }
    shown
}

fn at_first(picture: &Picture) -> RwSignal<Shown> {
    RwSignal::new(opened(picture).map_or(Shown::Coming, Shown::Here))
}

/// Brings it, once more if it could not be brought before. It is shown when no side is longer than `most` pixels.
pub(crate) fn bring(picture: Picture, most: u32, shown: RwSignal<Shown>) {
    let Some(ours) = journey::held() else { return };
    platform::spawn(async move {
        let now = match ours.picture(&picture).await {
            Ok(bytes) => match opened(&picture).or_else(|| photo::address_of(&bytes, most)) {
                Some(address) => {
                    if opened(&picture).is_none() {
                        keep_open(&picture, address.clone());
                    }
                    Shown::Here(address)
                }
                None => Shown::Not(NoPicture::Damaged),
            },
            Err(why) => Shown::Not(why),
        };
        let _ = shown.try_set(now);
    });
}

/// Nothing that was opened stays on the page.
pub(crate) fn put_away() {
    for all in [&SMALL, &LARGE] {
        all.with(|all| all.take().iter().for_each(|(_, address)| photo::give_back(address)));
    }
    photo::forget_all();
}

/// What waits here and is not told of yet.
pub(crate) fn waiting(memory: MemoryId) -> Vec<PhotoWaiting> {
    app().changed.track();
    let all = journey::held().map(|it| it.photos_waiting()).unwrap_or_default();
    all.into_iter().filter(|it| it.memory == memory).collect()
}

/// Keeps them, one after the other; what stands against it, and how many were kept.
pub(crate) async fn keep(memory: MemoryId, all: &[Rc<NewPhoto>]) -> (usize, Option<&'static str>) {
    let Some(ours) = journey::held() else { return (0, Some(words::app::refused())) };
    for (kept, it) in all.iter().enumerate() {
        let done = ours.keep_photo(memory, it).await;
        journey::pass_on();
        if let Err(why) = done {
            return (kept, Some(not_kept(why)));
        }
    }
    (all.len(), None)
}

/// Takes an own one back.
pub(crate) async fn take_back(memory: MemoryId, id: PhotoId) -> Option<&'static str> {
    let ours = journey::held()?;
    let done = ours.take_photo_back(memory, id).await;
    journey::pass_on();
    done.err().map(not_kept)
}

/// Gives up one that waits.
pub(crate) fn give_up(number: u64) {
    if let Some(ours) = journey::held() {
        platform::spawn(async move {
            // What cannot be read now is given up another time.
            let _ = ours.give_up_photo(number).await;
        });
    }
}

fn not_kept(why: CannotKeepPhoto) -> &'static str {
    match why {
        CannotKeepPhoto::NoSpace => words::app::key_not_here(),
        CannotKeepPhoto::TooLarge => photos::too_large(),
        CannotKeepPhoto::TooManyWait => photos::too_many_wait(),
        CannotKeepPhoto::NotDone(why) => unheard(&why.into()),
        CannotKeepPhoto::Store(client::ports::StoreProblem::Full) => photos::device_full(),
        CannotKeepPhoto::Store(_) => photos::not_stored(),
    }
}

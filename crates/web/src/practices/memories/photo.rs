//! One photo of a moment, by itself.

use std::rc::Rc;

use crate::view::*;
use client::picture_file::MOST_SIDE;
use domain::{MemoryId, Photo, PhotoId};

use super::photos::{called, why_not};
use super::{at, not_here};
use crate::album::{self, Shown};
use crate::app::go;
use crate::journey;
use crate::platform;
use crate::practices::{Says, refusal};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, audience, head, icon, notice};
use crate::words::photos;
use crate::writing::second_step;

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    name: String,
    photo: Photo,
    nth: usize,
    of: usize,
    before: Option<PhotoId>,
    after: Option<PhotoId>,
}

impl Seen {
    fn of(memory: MemoryId, id: PhotoId) -> Option<Self> {
        journey::read(|couple, _| {
            let it = couple.memories.get(memory)?;
            let at = it.photos.iter().position(|it| it.id == id)?;
            let beside = |at: Option<usize>| at.and_then(|at| it.photos.get(at)).map(|it| it.id);
            Some(Self {
                name: it.name.clone(),
                photo: it.photos.get(at)?.clone(),
                nth: at + 1,
                of: it.photos.len(),
                before: beside(at.checked_sub(1)),
                after: beside(Some(at + 1)),
            })
        })
        .flatten()
    }
}

pub(super) fn screen(memory: MemoryId, id: PhotoId) -> Node {
    let seen = Memo::new(move || Seen::of(memory, id));
    view! {{move || seen.get().map_or_else(not_here, |it| one(memory, &it))}}
}

fn one(memory: MemoryId, seen: &Seen) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let (it, says): (_, Says) = (&seen.photo, RwSignal::new(None));
    let mine = it.id.author() == two.me.id;
    let by = if mine { photos::by_you().to_owned() } else { photos::by_other(&two.other_name()) };
    let nth = photos::one_of(&seen.nth.to_string(), &seen.of.to_string());
    let beside = |to: Option<PhotoId>, name: &'static str| {
        let href = [&at(memory), "/photo/", &to?.to_string()].concat();
        Some(view! { <a class="button-quiet" href=href>{name}</a> })
    };
    let acts = (seen.of > 1).then(|| view! {
        <p class="acts acts-wide">{beside(seen.before, photos::before())}{beside(seen.after, photos::after())}</p>
    });
    let back = ui::back_to(at(memory), seen.name.clone());
    ui::page(
        Place::Ours,
        view! {
            {head(back, nth, ())}
            {offline()}
            {figure(it)}
            <p class="quiet">{by}</p>
            {audience(Reader::Both)}
            {acts}
            {mine.then(|| take_back(memory, it.id, says))}
            {refusal(says)}
        },
    )
}

/// The picture in its own shape, so that nothing jumps when it comes.
fn figure(it: &Photo) -> Node {
    let which = RwSignal::new(it.view);
    let name = called(it);
    let (width, height) = (it.width.to_string(), it.height.to_string());
    let full = it.full;
    let words =
        (!it.says.is_empty()).then(|| view! { <figcaption class="words">{it.says.clone()}</figcaption> });
    let picture = move || {
        let (picture, name) = (which.get(), name.clone());
        let (width, height) = (width.clone(), height.clone());
        let shown = album::shown(picture);
        (move || match shown.get() {
            Shown::Here(src) => view! { <img src=src alt=name.clone() width=width.clone() height=height.clone() decoding="async"/> },
            Shown::Coming => view! { <p class="quiet" role="status">{photos::coming()}</p> },
            Shown::Not(why) => {
                let again = move |_| album::bring(picture, MOST_SIDE, shown);
                let content = view! { <p>{why_not(why)}</p><p class="acts"><button class="button-quiet" type="button" on:click=again>{photos::again()}</button></p> };
                notice("#icon-offline", false, content)
            }
        })
        .into_node()
    };
    let larger = move || {
        let full = full.filter(|it| *it != which.get())?;
        Some(
            view! { <p class="acts"><button class="button-plain" type="button" on:click=move |_| which.set(full)>{icon("#icon-open")}{photos::largest()}</button></p> },
        )
    };
    view! { <figure class="photo-alone"><div>{picture}</div>{words}</figure>{larger} }
}

fn take_back(memory: MemoryId, id: PhotoId, says: Says) -> Node {
    let act = move || {
        platform::spawn(async move {
            match album::take_back(memory, id).await {
                None => go(&at(memory)),
                Some(why) => says.set(Some(why)),
            }
        });
    };
    second_step(photos::take_back(), photos::take_back_ask(), photos::take_back(), Rc::new(act))
}

//! Photos of a moment: those that are kept, those on their way, and adding some.

use std::cell::RefCell;
use std::rc::Rc;

use crate::view::*;
use client::picture_file::MOST_SIDE_OF_THUMBNAIL;
use client::{NewPhoto, NoPicture, OnItsWay, PhotoWaiting};
use domain::memories::Memory;
use domain::{MemoryId, Photo};

use super::{at, not_here};
use crate::album::{self, Shown};
use crate::app::{app, go};
use crate::journey;
use crate::platform::photo::{self, NotReady};
use crate::platform::{self, page};
use crate::practices::{Says, refusal};
use crate::safety::care_below;
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, icon, notice};
use crate::words::{self, photos};
use crate::writing::second_step;

/// So many are made ready before they are kept: they lie in memory meanwhile.
const AT_ONCE: usize = 40;

/// What is in a photo, for whoever cannot see it.
pub(super) fn called(it: &Photo) -> String {
    if it.says.is_empty() { photos::without_words().to_owned() } else { it.says.clone() }
}

/// Why it is not seen.
pub(super) fn why_not(why: NoPicture) -> &'static str {
    match why {
        NoPicture::Away => photos::away(),
        NoPicture::Gone => photos::gone(),
        NoPicture::Damaged => photos::broken(),
    }
}

/// The photos of a moment, on its page.
pub(super) fn section(memory: &Memory) -> Node {
    let id = memory.id;
    let kept: Vec<_> = memory.photos.iter().map(|it| tile(id, it, "photo")).collect();
    let grid = (!kept.is_empty()).then(|| view! { <ul class="photos">{kept}</ul> });
    let both = memory.words.is_empty().then(|| audience(Reader::Both));
    let coming = Memo::new(move || album::waiting(id));
    let waits = move || {
        let rows: Vec<_> = coming.get().iter().map(waiting).collect();
        (!rows.is_empty()).then(|| view! { <ul class="photos-waiting" role="list">{rows}</ul> })
    };
    view! {
        <section class="section" aria-labelledby="photos"><h2 id="photos">{photos::title()}</h2>
            {grid}{both}{waits}
            <p class="acts"><a class="button-quiet" href=[&at(id), "/photos"].concat()>{icon("#icon-plus")}{photos::add()}</a></p></section>
    }
}

/// The first photos of a moment in a row, below its words. `list` tells two rows of one moment on one page apart.
pub(super) fn row(memory: &Memory, list: &str) -> Option<Node> {
    let first = memory.photos.iter().take(4);
    let tiles: Vec<_> = first.map(|it| tile(memory.id, it, list)).collect();
    (!tiles.is_empty()).then(|| view! { <ul class="photos photos-row">{tiles}</ul> })
}

fn tile(memory: MemoryId, it: &Photo, list: &str) -> Node {
    let (id, name) = ([list, "-", &it.id.to_string()].concat(), called(it));
    let href = [&at(memory), "/photo/", &it.id.to_string()].concat();
    let picture = small(it, id.clone());
    view! { <li class="photo" id=id><a href=href aria-label=name>{picture}</a></li> }
}

/// The small picture, brought when it comes near.
fn small(it: &Photo, id: String) -> Node {
    let shown = album::shown_near(it.thumbnail, id);
    (move || match shown.get() {
        Shown::Here(src) => view! { <img src=src alt="" decoding="async"/> },
        Shown::Coming => Node::Nothing,
        Shown::Not(_) => icon("#icon-offline"),
    })
    .into_node()
}

fn waiting(it: &PhotoWaiting) -> Node {
    let (number, id) = (it.number, ["waits-", &it.number.to_string()].concat());
    let online = app().online.get();
    let says = match it.way {
        OnItsWay::Sent { sent, of } if online => photos::on_its_way(&sent.to_string(), &of.to_string()),
        OnItsWay::Sent { .. } => photos::waits().to_owned(),
        OnItsWay::NoRoom => photos::no_room().to_owned(),
        OnItsWay::NotTaken => photos::not_taken().to_owned(),
        OnItsWay::Refused => photos::refused().to_owned(),
        OnItsWay::Lost => photos::lost().to_owned(),
    };
    let picture = small(&it.photo, id.clone());
    let name = called(&it.photo);
    let act = Rc::new(move || album::give_up(number));
    let give_up = second_step(photos::give_up(), photos::give_up_ask(), photos::give_up_yes(), act);
    view! {
        <li><div class="photo" id=id role="img" aria-label=name>{picture}</div>
            <div><p class="quiet">{says}</p>{give_up}</div></li>
    }
}

/// A photo that was made ready and waits for a yes.
#[derive(Clone)]
struct Ready {
    number: usize,
    draft: String,
    made: Rc<NewPhoto>,
    address: String,
    says: Rc<RefCell<String>>,
}

/// What is chosen on the page.
#[derive(Clone, Copy)]
struct Chosen {
    memory: MemoryId,
    ready: RwSignal<Vec<Ready>>,
    left_out: RwSignal<Vec<String>>,
    busy: RwSignal<Option<&'static str>>,
    says: Says,
}

/// The page on which photos are added.
pub(super) fn screen(memory: MemoryId) -> Node {
    let Some(name) =
        journey::read_once(|couple, _| couple.memories.get(memory).map(|it| it.name.clone())).flatten()
    else {
        return not_here();
    };
    let chosen = Chosen {
        memory,
        ready: RwSignal::new(Vec::new()),
        left_out: RwSignal::new(Vec::new()),
        busy: RwSignal::new(None),
        says: RwSignal::new(None),
    };
    let left_out = move || {
        let rows: Vec<_> = chosen.left_out.get().into_iter().map(|it| view! { <p>{it}</p> }).collect();
        (!rows.is_empty()).then(|| notice("#icon-notice", true, view! { {rows} }))
    };
    let back = ui::back_to(at(memory), name);
    ui::page(
        Place::Ours,
        view! {
            {head(back, photos::add(), view! { <p class="lead">{photos::add_hint()}</p> })}
            {offline()}
            <div class="acts acts-wide">{chooser(chosen, "choose", photos::choose(), None)}{chooser(chosen, "camera", photos::camera(), Some("environment"))}</div>
            <div role="status">{move || chosen.busy.get().map(|it| view! { <p class="quiet">{it}</p> })}</div>
            <div role="alert">{left_out}</div>
            {move || preview(chosen)}
            {refusal(chosen.says)}
        },
    )
}

fn chooser(chosen: Chosen, id: &'static str, name: &'static str, capture: Option<&'static str>) -> Node {
    let choose = move |event: Event| {
        let files = event.files();
        event.clear();
        if files.is_empty() || chosen.busy.get_untracked().is_some() {
            return;
        }
        chosen.says.set(None);
        chosen.left_out.set(Vec::new());
        chosen.busy.set(Some(photos::ready()));
        platform::spawn(async move {
            for file in files {
                if chosen.ready.try_get_untracked().is_none_or(|it| it.len() >= AT_ONCE) {
                    chosen.says.set(Some(photos::enough()));
                    break;
                }
                let name = file.name();
                match photo::made_ready(&file).await {
                    Ok(made) => add(chosen, &name, made),
                    Err(why) => chosen.left_out.update(|all| all.push(not_ready(why, &name))),
                }
            }
            let _ = chosen.busy.try_set(None);
        });
    };
    view! {
        <label class="button-quiet file-button" for=id>{icon(if capture.is_some() { "#icon-device" } else { "#icon-plus" })}{name}
            <input class="only-read" id=id type="file" accept="image/*" multiple=capture.is_none() capture=capture on:change=choose/></label>
    }
}

fn add(chosen: Chosen, name: &str, made: NewPhoto) {
    let Some(address) = photo::address_of(&made.thumbnail, MOST_SIDE_OF_THUMBNAIL) else { return };
    let draft = ["memories/", &chosen.memory.to_string(), "/photo/", name].concat();
    let says = Rc::new(RefCell::new(journey::draft(&draft)));
    chosen.ready.update(|all| {
        let number = all.last().map_or(0, |it| it.number + 1);
        all.push(Ready { number, draft, made: Rc::new(made), address, says });
    });
}

fn not_ready(why: NotReady, name: &str) -> String {
    match why {
        NotReady::NotAPhoto => photos::not_a_photo(name),
        NotReady::Unreadable => photos::unreadable(name),
        NotReady::Damaged => photos::damaged(name),
        NotReady::TooLarge => photos::file_too_large(name),
    }
}

fn preview(chosen: Chosen) -> Option<Node> {
    let ready = chosen.ready.get();
    if ready.is_empty() {
        return None;
    }
    let rows: Vec<_> = ready.iter().map(|it| one(chosen, it)).collect();
    let yes = if ready.len() == 1 { photos::keep_one() } else { photos::keep_all() };
    let waits = move || chosen.busy.get().is_some().then_some("true");
    Some(view! {
        <section class="section" aria-labelledby="preview"><h2 id="preview">{photos::preview()}</h2>
            <ul class="photos-ready" role="list">{rows}</ul>
            <p class="field-note">{photos::says_hint()}</p>
            {ui::saved()}{audience(Reader::Both)}
            <p class="acts acts-wide"><button class="button" type="button" aria-disabled=waits on:click=move |_| keep(chosen)>{yes}</button><a class="button-plain" href=at(chosen.memory)>{words::app::not_now()}</a></p>
        </section>
    })
}

fn one(chosen: Chosen, it: &Ready) -> Node {
    let (number, field) = (it.number, ["says-", &it.number.to_string()].concat());
    let (said, says, draft) = (it.says.borrow().clone(), Rc::clone(&it.says), it.draft.clone());
    let value = RwSignal::new(said.clone());
    let write = move |event: Event| {
        let text = event.value();
        journey::keep_draft(&draft, &text);
        value.set(text.clone());
        says.replace(text);
    };
    let leave_out = move |_| {
        chosen.ready.update(|all| {
            all.retain(|it| {
                it.number != number || {
                    photo::give_back(&it.address);
                    false
                }
            })
        });
    };
    view! {
        <li><div class="photo"><img src=it.address.clone() alt=""/></div>
            <div class="field"><label for=field.clone()>{photos::says()}</label>
                <input class="input input-words" id=field.clone() type="text" maxlength="300" autocomplete="off" prop:value=said on:input=write/>
                {care_below(field, value)}
                <p class="acts"><button class="button-plain" type="button" on:click=leave_out>{photos::leave_out()}</button></p></div></li>
    }
}

/// Keeps them one after the other; what could not be kept stays on the page.
fn keep(chosen: Chosen) {
    if chosen.busy.get_untracked().is_some() {
        return;
    }
    chosen.busy.set(Some(photos::keeps()));
    let ready = chosen.ready.get_untracked();
    platform::spawn(async move {
        let with_words =
            |it: &Ready| Rc::new(NewPhoto { says: it.says.borrow().trim().to_owned(), ..(*it.made).clone() });
        let all: Vec<Rc<NewPhoto>> = ready.iter().map(with_words).collect();
        let (kept, against) = album::keep(chosen.memory, &all).await;
        for it in ready.iter().take(kept) {
            journey::keep_draft(&it.draft, "");
            photo::give_back(&it.address);
        }
        let _ = chosen.busy.try_set(None);
        match against {
            None => go(&at(chosen.memory)),
            Some(why) => {
                chosen.ready.update(|all| {
                    all.drain(..kept.min(all.len()));
                });
                chosen.says.set(Some(why));
                page::focus("#preview");
            }
        }
    });
}

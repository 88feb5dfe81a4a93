//! The devices of one's account, and the words that show that nobody stands between the two.

use crate::view::*;
use client::DeviceView;

use crate::app::app;
use crate::journey;
use crate::platform::{self, page};
use crate::two::two;
use crate::ui::{Field, icon, line_field, notice, when};
use crate::words::settings;

/// All devices; any other than this one can be ended.
pub(super) fn section() -> Node {
    let listed = || {
        app().changed.track();
        journey::ours().map(|ours| ours.devices()).unwrap_or_default()
    };
    let devices = Memo::new(listed);
    let trouble = RwSignal::new(false);
    let rows = move || devices.get().into_iter().map(|it| row(it, trouble)).collect::<Vec<_>>();
    let says = move || {
        trouble.get().then(|| notice("#icon-notice", true, view! { <p>{settings::device_trouble()}</p> }))
    };
    view! {
        <section class="section" aria-labelledby="devices">
            <div class="section-head"><h2 id="devices">{settings::devices_title()}</h2><p class="quiet">{settings::devices_says()}</p></div>
            <ul class="rows">{rows}<li>{icon("#icon-qr")}<span>{settings::add_device()}<small>{settings::add_device_says()}</small></span><span class="acts"><a class="button-quiet button-small" href="/add-device">{settings::add()}<span class="only-read">" "{settings::add_what()}</span></a></span></li></ul>
            <div role="alert">{says}</div>
        </section>
    }
}

fn row(device: DeviceView, trouble: RwSignal<bool>) -> Node {
    let id = device.id;
    let unnamed = if device.this_one { settings::this_device() } else { settings::other_device() };
    let name = device.name.unwrap_or_else(|| unnamed.to_owned());
    let since = device.since_ms.map(|ms| settings::since(&when::day(platform::wall_clock_at(ms).day())));
    let says = if device.this_one { Some(settings::in_use().to_owned()) } else { since };
    let says = says.map(|says| view! { <small>{says}</small> });
    let end = move |_| {
        trouble.set(false);
        platform::spawn(async move {
            let Some(ours) = journey::ours() else { return };
            let failed = ours.end_device(id).await.is_err();
            let _ = trouble.try_set(failed);
        });
    };
    let named = name.clone();
    if device.this_one {
        return view! { <li>{icon("#icon-device")}<span>{name}{says}</span>{naming(named)}</li> };
    }
    let act = view! { <span class="acts"><button class="button-quiet button-small" type="button" on:click=end>{settings::end_device()}<span class="only-read">": "{named}</span></button></span> };
    view! { <li>{icon("#icon-device")}<span>{name}{says}</span>{act}</li> }
}

/// Gives the device at hand a name by which one knows it again among the others.
fn naming(named: String) -> Node {
    let (open, typed) = (RwSignal::new(false), RwSignal::new(named));
    let keep = move |event: crate::platform::dom::Event| {
        event.prevent_default();
        let name = typed.get_untracked();
        open.set(false);
        if !name.trim().is_empty()
            && let Some(ours) = journey::ours()
        {
            ours.name_this_device(&name);
        }
        page::focus("#devices");
    };
    let ask = move |_| {
        open.set(true);
        page::focus("#device-name");
    };
    (move || {
        if open.get() {
            view! {
                <form class="acts acts-wide" on:submit=keep>
                    {line_field("device-name", settings::device_name(), settings::device_name_says(), typed, || Field::Quiet)}
                    <button class="button-quiet button-small" type="submit">{settings::device_name_keep()}</button>
                </form>
            }
        } else {
            view! { <span class="acts"><button class="button-quiet button-small" type="button" on:click=ask>{settings::name_device()}<span class="only-read">" "{settings::name_device_what()}</span></button></span> }
        }
    })
    .into_node()
}

/// To be read aloud.
pub(super) fn words_to_compare() -> Node {
    let words: RwSignal<Option<[&'static str; 8]>> = RwSignal::new(None);
    let asked = RwSignal::new(false);
    // The partner may come while this page is open: right after the pairing the words are not known yet.
    effect(move || {
        if asked.get_untracked() || !two().is_some_and(|it| it.are_together()) {
            return;
        }
        asked.set(true);
        platform::spawn(async move {
            let Some(ours) = journey::ours() else { return };
            let found = ours.safety_words().await;
            let _ = asked.try_set(found.is_some());
            let _ = words.try_set(found);
        });
    });
    (move || {
        let two = two().filter(|it| it.are_together())?;
        let rows: Vec<_> = words.get()?.into_iter().map(|it| view! { <li>{it}</li> }).collect();
        Some(view! {
            <section class="section" aria-labelledby="compare">
                <div class="section-head"><h2 id="compare">{settings::words_title(&two.other_name())}</h2><p class="quiet">{settings::words_says()}</p></div>
                <ol class="compare" translate="no">{rows}</ol>
            </section>
        })
    })
    .into_node()
}

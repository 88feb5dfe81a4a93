//! The devices of one's account, and the words that show that nobody stands between the two.

use client::devices::Device;
use leptos::prelude::*;

use crate::journey;
use crate::platform;
use crate::two::two;
use crate::ui::{icon, notice, when};
use crate::words::settings;

/// All devices; any other can be ended.
pub(super) fn section() -> AnyView {
    let devices: RwSignal<Vec<Device>> = RwSignal::new(journey::ours().map(|ours| ours.devices()).unwrap_or_default());
    let trouble = RwSignal::new(false);
    let rows = move || devices.get().into_iter().map(|it| row(it, devices, trouble)).collect::<Vec<_>>();
    view! {
        <section class="section" aria-labelledby="devices">
            <div class="section-head"><h2 id="devices">{settings::devices_title()}</h2><p class="quiet">{settings::devices_says()}</p></div>
            <ul class="rows">{rows}</ul>
            <div role="alert">{move || trouble.get().then(|| notice("#icon-notice", true, view! { <p>{settings::device_trouble()}</p> }))}</div>
        </section>
    }
    .into_any()
}

fn row(device: Device, devices: RwSignal<Vec<Device>>, trouble: RwSignal<bool>) -> AnyView {
    let id = device.id;
    let added = settings::added_on(&when::day(platform::wall_clock_at(device.added_ms).date()));
    let (name, says) = if device.this { (settings::this_device(), settings::in_use().to_owned()) } else { (settings::other_device(), added) };
    let end = move |_| {
        trouble.set(false);
        platform::spawn(async move {
            let Some(ours) = journey::ours() else { return };
            let failed = ours.end_device(id).await.is_err();
            let _ = trouble.try_set(failed);
            let _ = devices.try_set(ours.devices());
        });
    };
    let act = (!device.this).then(|| view! { <span class="acts"><button class="button-quiet button-small" type="button" on:click=end>{settings::end_device()}</button></span> });
    view! { <li>{icon("#icon-device")}<span>{name}<small>{says}</small></span>{act}</li> }.into_any()
}

/// To be read aloud.
pub(super) fn words_to_compare() -> AnyView {
    (move || {
        let two = two().filter(|it| it.are_together())?;
        let words = journey::ours().and_then(|ours| ours.safety_words())?;
        let rows: Vec<_> = words.into_iter().map(|it| view! { <li>{it}</li> }).collect();
        Some(view! {
            <section class="section" aria-labelledby="compare">
                <div class="section-head"><h2 id="compare">{settings::words_title(&two.other_name())}</h2><p class="quiet">{settings::words_says()}</p></div>
                <ol class="compare" translate="no">{rows}</ol>
            </section>
        })
    })
    .into_any()
}

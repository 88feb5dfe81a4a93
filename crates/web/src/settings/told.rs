//! What a person is told once, with what they can do about it.

use crate::view::*;
use client::{CameBy, DeviceKeyId, Notice};

use crate::journey;
use crate::platform::{self, wall_clock_at};
use crate::two::two_now;
use crate::ui::{notice, when};
use crate::words::settings;

/// What is to be told once, wherever the person is: a server that does not hold must not be a matter of settings.
pub(crate) fn notices() -> Node {
    let told_now = || journey::sync_view().map(|it| it.notices).unwrap_or_default();
    let notices = Memo::new(told_now);
    (move || notices.get().into_iter().map(told).collect::<Vec<_>>()).into_node()
}

/// Something to be told once.
fn told(it: Notice) -> Node {
    let says = sentence(it);
    let care = !matches!(it, Notice::Restored { .. } | Notice::PartnerGone);
    let put_away = move |_| {
        if let Some(ours) = journey::ours() {
            ours.dismiss(it);
        }
    };
    let (end, understood) = match it {
        Notice::NewDevice { device, .. } => (Some(end(device)), settings::it_was_me()),
        _ => (None, settings::understood()),
    };
    notice(
        "#icon-notice",
        care,
        view! { <p>{says}</p><p class="acts">{end}<button class="button-plain" type="button" on:click=put_away>{understood}</button></p> },
    )
}

/// Ends the device that nobody here let in.
fn end(device: DeviceKeyId) -> Node {
    let trouble = RwSignal::new(false);
    let end = move |_| {
        platform::spawn(async move {
            let Some(ours) = journey::ours() else { return };
            let failed = ours.end_device(device).await.is_err();
            let _ = trouble.try_set(failed);
        });
    };
    view! {
        <button class="button-quiet button-small" type="button" on:click=end>{settings::end_it()}</button>
        <span role="alert">{move || trouble.get().then(settings::device_trouble)}</span>
    }
}

fn sentence(it: Notice) -> String {
    let at = |ms: u64| when::day_and_time(wall_clock_at(ms));
    let fixed = match it {
        Notice::NewDevice { by: CameBy::Code, at_ms, .. } => return settings::new_device(&at(at_ms)),
        Notice::NewDevice { by: CameBy::Kit, at_ms, .. } => return settings::kit_used(&at(at_ms)),
        Notice::OtherKit { at_ms, .. } => return settings::other_kit(&at(at_ms)),
        Notice::OtherPassphrase { at_ms, .. } => return settings::other_passphrase(&at(at_ms)),
        Notice::PartnerGone => {
            let name = two_now().map(|it| it.other_name()).unwrap_or_default();
            return settings::partner_gone(&name);
        }
        Notice::Restored { .. } => settings::restored(),
        Notice::CopiedDevice => settings::copied_device(),
        Notice::Doubtful => settings::doubtful(),
        Notice::NoRoom => settings::no_room(),
        Notice::Ended => settings::ended(),
        Notice::NotTaken { .. } => settings::not_taken(),
        Notice::KitNotRenewed => settings::kit_not_renewed(),
    };
    fixed.to_owned()
}

//! The name and icon others see on this device, and the way to the home screen, which takes them along.

use crate::view::*;

use crate::app::app;
use crate::platform::{looks, page};
use crate::reminders;
use crate::words::{app as around, settings};

pub(super) fn section() -> Node {
    let plain = RwSignal::new(looks::plain_name().is_some());
    let option = move |is_plain: bool, name: &'static str| {
        let choose = move |_| {
            plain.set(is_plain);
            looks::choose_plain(is_plain);
            reminders::say_anew();
            app().can_install.set(false);
            page::title(around::mine());
        };
        view! { <label><input type="radio" name="app-name" prop:checked=move || plain.get() == is_plain on:change=choose/><span>{name}</span></label> }
    };
    let install = |_| {
        app().can_install.set(false);
        looks::put_on_home_screen();
    };
    view! {
        <section class="section" aria-labelledby="app-name">
            <div class="section-head"><h2 id="app-name">{settings::name_title()}</h2><p class="quiet">{settings::name_says()}</p></div>
            <fieldset class="field"><legend class="only-read">{settings::name_title()}</legend>
                <div class="answers">{option(false, settings::name_own())}{option(true, settings::name_plain())}</div></fieldset>
            <p class="quiet">{settings::install_says()}" "{settings::name_installed()}</p>
            {move || app().can_install.get().then(|| view! { <p class="acts"><button class="button-quiet" type="button" on:click=install>{settings::install()}</button></p> })}
        </section>
    }
}

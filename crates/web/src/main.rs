//! The client on a screen: one WASM for the page and for its worker.

mod about;
mod album;
mod app;
mod carry;
mod counsel;
mod dates;
mod guide;
mod inside;
mod journey;
mod parted;
mod path;
mod platform;
mod practices;
mod reads;
mod reminders;
mod reveal;
mod route;
mod safety;
mod screens;
mod settings;
mod taken;
mod today;
mod two;
mod ui;
mod view;
mod welcome;
mod words;
mod writing;

fn main() {
    if platform::is_page() {
        app::start();
    } else {
        platform::slow::serve();
    }
}

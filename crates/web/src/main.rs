//! The client on a screen: one WASM for the page and for its worker.
use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <main id="main" class="page"><h1>"Mend"</h1></main> });
}

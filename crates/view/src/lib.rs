//! The macro `view!`: markup in a screen becomes one static text and the list of what is put into it, so that
//! no screen brings code of its own for drawing.

mod expand;
mod template;

use proc_macro::TokenStream;

/// Markup, as in `view! { <p class="lead" data-tone=tone>{words}</p> }`; gives a `Node` of the crate that uses it.
///
/// Elements, texts in quotes and `{expressions}` stand as in HTML. An attribute is `name="text"`, `name=expression` or just
/// `name`; `on:click=closure` listens, `prop:value=expression` sets a property, `inner_html=expression` sets the inside.
/// A closure in place of a value is looked at again when what it has read changes.
#[proc_macro]
pub fn view(markup: TokenStream) -> TokenStream {
    expand::expand(markup.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}

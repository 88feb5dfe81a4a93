//! Who may read something, notices, and what stands where nothing is yet.

use crate::view::*;

use super::marks::icon;
use crate::words;

/// Who may read what stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    OnlyYou,
    Sealed,
    Both,
    YouAndCounsellor,
}

/// The line that says who may read this.
pub(crate) fn audience(reader: Reader) -> Node {
    let (drawing, text) = match reader {
        Reader::OnlyYou => ("#icon-only-you", words::app::only_you_can_read()),
        Reader::Sealed => ("#icon-sealed", words::app::sealed_for_both()),
        Reader::Both => ("#icon-both", words::app::both_can_read()),
        Reader::YouAndCounsellor => ("#icon-counsellor", words::counsel::room_lead()),
    };
    view! { <p class="audience">{icon(drawing)}<span>{text}</span></p> }
}

/// The app's own voice when it must interrupt. `care` for what needs a second look.
pub(crate) fn notice(drawing: &'static str, care: bool, content: Node) -> Node {
    let tone = care.then_some("care");
    view! { <div class="notice" data-tone=tone>{icon(drawing)}<div>{content}</div></div> }
}

/// "Saved on this device as you write."
pub(crate) fn saved() -> Node {
    view! { <p class="saved">{icon("#icon-saved")}{words::app::saved_as_you_write()}</p> }
}

/// Where nothing is yet: one sentence, one reason, one act.
pub(crate) fn empty(title: &'static str, why: &'static str, act: Node) -> Node {
    view! {
        <section class="section">
            <h2>{title}</h2>
            <p class="quiet">{why}</p>
            <p class="acts">{act}</p>
        </section>
    }
}

//! A link as a picture to scan: one path, dark on light in every theme.

use crate::view::*;
use qrcode::{Color, QrCode};

/// The picture, and what it is called. A link too long for one gives none.
pub(crate) fn picture(link: &str, called: &'static str) -> Node {
    let Ok(code) = QrCode::new(link) else { return Node::Nothing };
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (at, _) in colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        path.extend(["M", &(at % width + 4).to_string(), " ", &(at / width + 4).to_string(), "h1v1h-1Z"]);
    }
    let side = (width + 8).to_string();
    let view_box = ["0 0 ", &side, " ", &side].concat();
    view! { <svg class="qr" viewBox=view_box role="img" aria-label=called><rect class="qr-light" width="100%" height="100%"/><path class="qr-dark" d=path/></svg> }
}

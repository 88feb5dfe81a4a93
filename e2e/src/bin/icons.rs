//! Draws the icons for devices that take no SVG, out of the two that are drawn by hand: `cargo run -p e2e --bin icons`.
//! `e2e/tests/icons.rs` holds what is committed against them.

use std::path::Path;
use std::process::ExitCode;

use e2e::Browser;

/// What is drawn: the icon in `crates/web/shell`, and its name in `crates/web/icons`.
const ICONS: [(&str, &str); 2] = [("icon-app.svg", "app"), ("icon-neutral.svg", "neutral")];
/// For a home screen of an iPhone, and for Android's.
const SIZES: [u32; 3] = [180, 192, 512];

fn main() -> ExitCode {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/web");
    let person = Browser::shared().person();
    let page = person.new_page();
    for (drawn, name) in ICONS {
        let svg = match std::fs::read_to_string(web.join("shell").join(drawn)) {
            Ok(svg) => svg,
            Err(error) => {
                eprintln!("can't read {drawn}: {error}");
                return ExitCode::FAILURE;
            }
        };
        for size in SIZES {
            let file = web.join("icons").join(format!("{name}-{size}.png"));
            if let Err(error) = std::fs::write(&file, page.draws(&svg, size)) {
                eprintln!("can't write {}: {error}", file.display());
                return ExitCode::FAILURE;
            }
            println!("{}", file.display());
        }
    }
    ExitCode::SUCCESS
}

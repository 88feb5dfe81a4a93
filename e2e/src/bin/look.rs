//! Takes pictures of pages at phone and desk size, by day and by night:
//! `cargo run -p e2e --bin look -- http://127.0.0.1:8730 pictures / /today`.

use std::path::PathBuf;
use std::process::ExitCode;

use e2e::{Browser, Shape, Theme};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (Some(url), Some(folder)) = (words.next(), words.next()) else {
        eprintln!("usage: look URL FOLDER [ROUTE …]");
        return ExitCode::FAILURE;
    };
    let routes: Vec<String> = words.collect();
    let routes = if routes.is_empty() { vec!["/".to_owned()] } else { routes };
    let folder = PathBuf::from(folder);
    if let Err(error) = std::fs::create_dir_all(&folder) {
        eprintln!("can't make the folder {}: {error}", folder.display());
        return ExitCode::FAILURE;
    }
    let person = Browser::shared().person();
    for route in &routes {
        let page = person.opens(&format!("{}{route}", url.trim_end_matches('/')));
        for (theme, tone) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            for shape in [Shape::PHONE, Shape::DESK] {
                page.is_themed(theme);
                page.is_shaped(shape);
                page.waits_for("the fonts are there", "document.fonts.ready.then(() => true)");
                let name: String =
                    route.chars().map(|it| if it.is_alphanumeric() { it } else { '-' }).collect();
                let file = folder.join(format!("{}{}-{tone}.png", name.trim_start_matches('-'), shape.width));
                page.is_pictured(&file, true);
                println!("{}", file.display());
            }
        }
        page.closes();
    }
    ExitCode::SUCCESS
}

//! The words on the screens, from where the screens have them: a better sentence must not break a test.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

static AREAS: LazyLock<Mutex<HashMap<String, toml::Table>>> = LazyLock::new(Mutex::default);

/// The English sentence under `area.key`.
pub fn say(key: &str) -> String {
    let (area, name) = key.split_once('.').unwrap_or_else(|| panic!("“{key}” is not area.key"));
    let mut areas = AREAS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let table = areas.entry(area.to_owned()).or_insert_with(|| read(area));
    let sentence = table.get(name).map(|it| it.get("other").unwrap_or(it));
    let sentence = sentence.and_then(toml::Value::as_str);
    sentence.map(str::to_owned).unwrap_or_else(|| panic!("locales/en/{area}.toml has no “{name}”"))
}

/// The same, with its names filled in.
pub fn say_with(key: &str, names: &[(&str, &str)]) -> String {
    names.iter().fold(say(key), |sentence, (name, value)| sentence.replace(&format!("{{{name}}}"), value))
}

fn read(area: &str) -> toml::Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/en").join(format!("{area}.toml"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

//! Where settings come from: a flag, else the environment, else mend.toml, else what is sensible.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, ValueEnum};
use serde::Deserialize;
use thiserror::Error;

/// Read when it is there and no other file was named.
const USUAL_FILE: &str = "mend.toml";

/// What may be said on the command line or in the environment.
#[derive(Debug, Default, Args)]
pub(crate) struct Said {
    /// Where to listen [127.0.0.1:8730]
    #[arg(long, env = "MEND_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Where the records are kept [sqlite:mend.sqlite]
    #[arg(long, env = "MEND_STORE", value_name = "sqlite:PATH")]
    store: Option<Place>,
    /// Who may make an account (open, unless said otherwise)
    #[arg(long, env = "MEND_REGISTRATION", value_name = "open|closed")]
    registration: Option<Registration>,
    /// A proxy stands before the server and says in x-forwarded-for who is calling [false]
    #[arg(long, env = "MEND_BEHIND_PROXY", value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    behind_proxy: Option<bool>,
    /// A file of settings [mend.toml, if there is one]
    #[arg(long, env = "MEND_SETTINGS", value_name = "FILE")]
    settings: Option<PathBuf>,
}

/// What may be written in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    listen: Option<SocketAddr>,
    store: Option<String>,
    registration: Option<Registration>,
    behind_proxy: Option<bool>,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Registration {
    /// Anybody who finds the address.
    Open,
    /// Nobody any more; who has an account keeps it.
    Closed,
}

/// What is served, and from where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// Where the records are kept.
    pub(crate) store: Place,
    /// Who may make an account.
    pub(crate) registration: Registration,
    /// Whether a proxy says who is calling.
    pub(crate) behind_proxy: bool,
}

/// Where records are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In one file.
    Sqlite(PathBuf),
}

impl FromStr for Place {
    type Err = SettingsProblem;

    fn from_str(text: &str) -> Result<Self, SettingsProblem> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err(SettingsProblem::Store(text.to_owned())),
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub(crate) enum SettingsProblem {
    /// The store is named in a way we do not know.
    #[error("cannot keep records in `{0}`: name a file, as in sqlite:/var/lib/mend/mend.sqlite")]
    Store(String),
    /// The file cannot be read.
    #[error("cannot read the settings in {}: {why}", .file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why not.
        why: io::Error,
    },
    /// The file says something we do not understand.
    #[error("cannot understand the settings in {}: {why}", .file.display())]
    Unclear {
        /// Which file.
        file: PathBuf,
        /// What is wrong.
        why: String,
    },
}

impl Said {
    /// Adds the file and what is sensible to what was said.
    pub(crate) fn settle(self) -> Result<Settings, SettingsProblem> {
        let written = self.written()?;
        let store = match (self.store, written.store) {
            (Some(place), _) => place,
            (None, Some(text)) => text.parse()?,
            (None, None) => Place::Sqlite(PathBuf::from("mend.sqlite")),
        };
        let listen =
            self.listen.or(written.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8730)));
        let registration = self.registration.or(written.registration).unwrap_or(Registration::Open);
        let behind_proxy = self.behind_proxy.or(written.behind_proxy).unwrap_or(false);
        Ok(Settings { listen, store, registration, behind_proxy })
    }

    fn written(&self) -> Result<Written, SettingsProblem> {
        let file = self.settings.clone().unwrap_or_else(|| PathBuf::from(USUAL_FILE));
        match fs::read_to_string(&file) {
            Ok(text) => understand(&text, &file),
            Err(why) if why.kind() == io::ErrorKind::NotFound && self.settings.is_none() => {
                Ok(Written::default())
            }
            Err(why) => Err(SettingsProblem::Unreadable { file, why }),
        }
    }
}

fn understand(text: &str, file: &Path) -> Result<Written, SettingsProblem> {
    toml::from_str(text)
        .map_err(|why| SettingsProblem::Unclear { file: file.to_path_buf(), why: why.message().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> PathBuf {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("mend-settings-{}-{number}.toml", std::process::id()));
        fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn a_flag_is_stronger_than_the_file_and_the_file_stronger_than_the_usual() {
        let settings =
            Some(file("listen = \"127.0.0.1:1\"\nstore = \"sqlite:from-file\"\nregistration = \"closed\"\n"));
        let said = Said { listen: Some("127.0.0.1:2".parse().unwrap()), settings, ..Said::default() };
        let settled = said.settle().unwrap();
        assert_eq!(settled.listen.port(), 2);
        assert_eq!(settled.store, Place::Sqlite("from-file".into()));
        assert_eq!((settled.registration, settled.behind_proxy), (Registration::Closed, false));
        let usual = Said { settings: Some(file("")), ..Said::default() }.settle().unwrap();
        assert_eq!((usual.listen.port(), usual.listen.ip().is_loopback()), (8730, true));
    }

    #[test]
    fn a_setting_nobody_knows_and_a_file_that_was_named_and_is_gone_are_told() {
        for text in ["lisen = \"127.0.0.1:1\"", "listen = 5", "listen = "] {
            let told =
                Said { settings: Some(file(text)), ..Said::default() }.settle().unwrap_err().to_string();
            assert!(told.starts_with("cannot understand the settings in "), "{told}");
        }
        let gone = Said { settings: Some("/nowhere/mend.toml".into()), ..Said::default() };
        assert!(matches!(gone.settle(), Err(SettingsProblem::Unreadable { .. })));
    }

    #[test]
    fn a_store_that_is_no_file_is_refused_with_an_example() {
        for text in ["mend.sqlite", "sqlite:", "postgres://x", "mysql:x"] {
            let told = text.parse::<Place>().unwrap_err().to_string();
            assert!(told.contains(text) && told.contains("sqlite:/"), "{told}");
        }
    }
}

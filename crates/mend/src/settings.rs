//! Where settings come from: a flag, else the environment, else mend.toml, else what is sensible.

use std::fmt;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde::Deserialize;
use server::{BusAddress, PushSettings};
use thiserror::Error;

/// Read when it is there and no other file was named.
const USUAL_FILE: &str = "mend.toml";

/// Which store is meant, as it may be said on the command line or in the environment.
#[derive(Debug, Default, Args)]
pub(crate) struct Which {
    /// Where the records are kept: one file, or a PostgreSQL database that several nodes share [sqlite:mend.sqlite]
    #[arg(long, env = "MEND_STORE", value_name = "sqlite:PATH|postgres://…", hide_env_values = true)]
    store: Option<Place>,
    /// A file of settings [mend.toml, if there is one]
    #[arg(long, env = "MEND_SETTINGS", value_name = "FILE")]
    settings: Option<PathBuf>,
}

/// What may be said on the command line or in the environment.
#[derive(Debug, Default, Args)]
pub(crate) struct Said {
    #[command(flatten)]
    which: Which,
    /// Where to listen [127.0.0.1:8730]
    #[arg(long, env = "MEND_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Over which NATS server the nodes on one database tell each other what is new (without it they look there)
    #[arg(long, env = "MEND_BUS", value_name = "nats://HOST:PORT", hide_env_values = true)]
    bus: Option<BusAddress>,
    /// Who may make an account (open, unless said otherwise)
    #[arg(long, env = "MEND_REGISTRATION", value_name = "open|by-invitation|closed")]
    registration: Option<Registration>,
    /// A proxy stands before the server and says in x-forwarded-for who is calling [false]
    #[arg(long, env = "MEND_BEHIND_PROXY", value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    behind_proxy: Option<bool>,
    /// Where whoever runs it reads /metrics and /ready (nowhere, unless said otherwise)
    #[arg(long, env = "MEND_WATCH", value_name = "ADDR")]
    watch: Option<SocketAddr>,
    /// How push services reach you, as mailto:you@example.org: with it, devices that ask for it are woken through the push
    /// services of their browsers' makers (without it, nobody is, and the server calls nobody)
    #[arg(long, env = "MEND_PUSH_CONTACT", value_name = "mailto:…|https://…")]
    push_contact: Option<String>,
    /// Seconds it goes on serving after the word to stop, while people are sent elsewhere (0 if nothing is said)
    #[arg(long, env = "MEND_DRAIN", value_name = "SECONDS")]
    drain: Option<u16>,
}

/// What may be written in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    listen: Option<SocketAddr>,
    store: Option<String>,
    bus: Option<String>,
    registration: Option<Registration>,
    behind_proxy: Option<bool>,
    watch: Option<SocketAddr>,
    drain: Option<u16>,
    push_contact: Option<String>,
    push_services: Option<Vec<String>>,
    #[serde(default)]
    limits: Limits,
}

/// How much is allowed, as far as it may be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    /// What one space may hold.
    space_megabytes: Option<u64>,
    /// What the photos that one account brings may take, besides. 0 is none.
    photo_megabytes: Option<u64>,
    /// Sockets and long polls in all.
    sockets: Option<usize>,
    /// Sockets and long polls of one account.
    sockets_per_account: Option<usize>,
    /// How many events of one account come back to it in a minute.
    events_per_minute: Option<u32>,
    /// How many events an account may send at once.
    events_at_once: Option<u32>,
}

impl Limits {
    /// The least of each with which two people can still use it.
    fn check(self) -> Result<Self, SettingsProblem> {
        let least = [
            ("space_megabytes", self.space_megabytes, 1),
            ("sockets", self.sockets.map(|it| it as u64), 4),
            ("sockets_per_account", self.sockets_per_account.map(|it| it as u64), 2),
            ("events_per_minute", self.events_per_minute.map(u64::from), 60),
            ("events_at_once", self.events_at_once.map(u64::from), 300),
        ];
        match least.into_iter().find(|(_, said, least)| said.is_some_and(|it| it < *least)) {
            Some((name, _, least)) => Err(SettingsProblem::TooLittle { name, least }),
            None => Ok(self),
        }
    }

    /// Puts what was chosen in the place of what is usual.
    pub(crate) fn put_into(self, limits: &mut server::Limits) {
        limits.space_bytes = self.space_megabytes.map_or(limits.space_bytes, |it| it.saturating_mul(1 << 20));
        let photos = self.photo_megabytes.map(|it| it.saturating_mul(1 << 20));
        limits.attachment_bytes = photos.unwrap_or(limits.attachment_bytes);
        limits.sockets = self.sockets.unwrap_or(limits.sockets);
        limits.sockets_per_account = self.sockets_per_account.unwrap_or(limits.sockets_per_account);
        let flow = &mut limits.account_events;
        flow.per_minute = self.events_per_minute.unwrap_or(flow.per_minute);
        flow.burst = self.events_at_once.unwrap_or(flow.burst);
    }
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Registration {
    /// Anybody who finds the address.
    Open,
    /// Who has a code that `mend invite` made.
    ByInvitation,
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
    /// Over what the nodes tell each other what is new.
    pub(crate) bus: Option<BusAddress>,
    /// Who may make an account.
    pub(crate) registration: Registration,
    /// Whether a proxy says who is calling.
    pub(crate) behind_proxy: bool,
    /// Where whoever runs it reads how it is.
    pub(crate) watch: Option<SocketAddr>,
    /// How long leaving may take.
    pub(crate) drain: Duration,
    /// How devices are woken, where they are.
    pub(crate) push: Option<PushSettings>,
    /// How much is allowed.
    pub(crate) limits: Limits,
}

/// Where records are kept.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// In one file.
    Sqlite(PathBuf),
    /// In a database, at this address. A password may stand in it.
    Postgres(String),
}

impl fmt::Debug for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(out, "{path:?}"),
            Self::Postgres(_) => out.write_str("[database]"),
        }
    }
}

impl FromStr for Place {
    type Err = SettingsProblem;

    fn from_str(text: &str) -> Result<Self, SettingsProblem> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            _ => Err(SettingsProblem::Store(text.to_owned())),
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub(crate) enum SettingsProblem {
    /// The store is named in a way we do not know.
    #[error(
        "cannot keep records in `{0}`: name a file, as in sqlite:/var/lib/mend/mend.sqlite, or a database, as in postgres://mend@localhost/mend"
    )]
    Store(String),
    /// Nobody could use it with so little.
    #[error("`{name}` must be {least} at least")]
    TooLittle {
        /// Of what.
        name: &'static str,
        /// How much is needed.
        least: u64,
    },
    /// Two things would listen on one address.
    #[error("`watch` and `listen` are the same address; give each its own port")]
    SameAddress,
    /// The bus is named in a way we do not know.
    #[error(transparent)]
    Bus(#[from] server::BusRefused),
    /// There is a bus, and nobody to tell.
    #[error(
        "a bus joins nodes that share a database; with records in one file there is one node, so leave --bus out"
    )]
    BusAlone,
    /// Nobody can be woken like that.
    #[error(transparent)]
    Push(#[from] server::PushRefused),
    /// Push services are named, and nobody stands for asking them.
    #[error("`push_services` says through whom devices may be woken; `push_contact` is needed with it")]
    PushAlone,
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

impl Which {
    /// The store that is meant.
    pub(crate) fn place(self) -> Result<Place, SettingsProblem> {
        let written = self.written()?;
        self.settle(written.store)
    }

    fn settle(self, written: Option<String>) -> Result<Place, SettingsProblem> {
        match (self.store, written) {
            (Some(place), _) => Ok(place),
            (None, Some(text)) => text.parse(),
            (None, None) => Ok(Place::Sqlite(PathBuf::from("mend.sqlite"))),
        }
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

impl Said {
    /// Adds the file and what is sensible to what was said.
    pub(crate) fn settle(self) -> Result<Settings, SettingsProblem> {
        let written = self.which.written()?;
        let listen =
            self.listen.or(written.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8730)));
        let watch = self.watch.or(written.watch);
        if watch.is_some_and(|it| it == listen && it.port() != 0) {
            return Err(SettingsProblem::SameAddress);
        }
        let store = self.which.settle(written.store)?;
        let bus = match (self.bus, written.bus) {
            (Some(bus), _) => Some(bus),
            (None, text) => text.map(|it| it.parse()).transpose()?,
        };
        if bus.is_some() && matches!(store, Place::Sqlite(_)) {
            return Err(SettingsProblem::BusAlone);
        }
        Ok(Settings {
            listen,
            store,
            bus,
            registration: self.registration.or(written.registration).unwrap_or(Registration::Open),
            behind_proxy: self.behind_proxy.or(written.behind_proxy).unwrap_or(false),
            watch,
            drain: Duration::from_secs(self.drain.or(written.drain).unwrap_or(0).into()),
            push: push(self.push_contact.or(written.push_contact), written.push_services)?,
            limits: written.limits.check()?,
        })
    }
}

fn push(
    contact: Option<String>,
    services: Option<Vec<String>>,
) -> Result<Option<PushSettings>, SettingsProblem> {
    match contact {
        Some(contact) => Ok(Some(PushSettings::new(&contact, services.as_deref())?)),
        None if services.is_some() => Err(SettingsProblem::PushAlone),
        None => Ok(None),
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

    fn from_file(file: PathBuf) -> Said {
        Said { which: Which { settings: Some(file), ..Which::default() }, ..Said::default() }
    }

    #[test]
    fn limits_are_taken_over_and_too_little_of_one_is_told() {
        let text = "registration = \"by-invitation\"\n[limits]\nspace_megabytes = 10\nphoto_megabytes = 0\nevents_at_once = 300\n";
        let settled = from_file(file(text)).settle().unwrap();
        let mut limits = server::Limits::default();
        settled.limits.put_into(&mut limits);
        assert_eq!((limits.space_bytes, limits.account_events.burst), (10 << 20, 300));
        assert_eq!(limits.attachment_bytes, 0);
        assert_eq!(limits.sockets, server::Limits::default().sockets);
        let shipped = from_file(file(include_str!("../../../deploy/mend.toml"))).settle().unwrap();
        assert_eq!([settled, shipped].map(|it| it.registration), [Registration::ByInvitation; 2]);
        let told = from_file(file("[limits]\nsockets = 1\n")).settle().unwrap_err().to_string();
        assert_eq!(told, "`sockets` must be 4 at least");
        let same = "listen = \"127.0.0.1:1\"\nwatch = \"127.0.0.1:1\"\n";
        assert!(matches!(from_file(file(same)).settle(), Err(SettingsProblem::SameAddress)));
    }

    #[test]
    fn a_flag_is_stronger_than_the_file_and_the_file_stronger_than_the_usual() {
        let settings =
            Some(file("listen = \"127.0.0.1:1\"\nstore = \"sqlite:from-file\"\nregistration = \"closed\"\n"));
        let which = Which { settings, ..Which::default() };
        let said = Said { listen: Some("127.0.0.1:2".parse().unwrap()), which, ..Said::default() };
        let settled = said.settle().unwrap();
        assert_eq!(settled.listen.port(), 2);
        assert_eq!(settled.store, Place::Sqlite("from-file".into()));
        assert_eq!((settled.registration, settled.behind_proxy), (Registration::Closed, false));
        let usual = from_file(file("")).settle().unwrap();
        assert_eq!((usual.listen.port(), usual.listen.ip().is_loopback()), (8730, true));
    }

    #[test]
    fn a_setting_nobody_knows_and_a_file_that_was_named_and_is_gone_are_told() {
        for text in ["lisen = \"127.0.0.1:1\"", "listen = 5", "listen = "] {
            let told = from_file(file(text)).settle().unwrap_err().to_string();
            assert!(told.starts_with("cannot understand the settings in "), "{told}");
        }
        let gone = from_file("/nowhere/mend.toml".into());
        assert!(matches!(gone.settle(), Err(SettingsProblem::Unreadable { .. })));
    }

    #[test]
    fn a_store_that_is_neither_file_nor_database_is_refused_with_an_example() {
        for text in ["mend.sqlite", "sqlite:", "mysql:x"] {
            let told = text.parse::<Place>().unwrap_err().to_string();
            assert!(told.contains(text) && told.contains("sqlite:/"), "{told}");
        }
    }

    #[test]
    fn a_bus_is_for_nodes_that_share_a_database() {
        let bus = Some("nats://bus".parse().unwrap());
        let alone = Said { bus: bus.clone(), ..from_file(file("")) };
        assert!(matches!(alone.settle(), Err(SettingsProblem::BusAlone)));
        let text = "store = \"postgres://mend:secret@db/mend\"\nbus = \"nats://bus\"\n";
        let shared = from_file(file(text)).settle().unwrap();
        assert_eq!(shared.bus, bus);
        assert!(!format!("{:?}", shared.store).contains("secret"));
    }

    #[test]
    fn nobody_is_woken_unless_somebody_can_be_reached_and_only_through_services_that_are_named_as_such() {
        let push = |text: &str| from_file(file(text)).settle().map(|it| it.push);
        assert_eq!(push("").unwrap(), None);
        let own = "push_contact = \"mailto:a@mend.example\"\npush_services = [\"http://127.0.0.1:9\"]\n";
        assert_eq!(push(own).unwrap().map(|it| it.services.len()), Some(1));
        let refused = |text: &str| push(text).unwrap_err();
        assert!(matches!(refused("push_services = []\n"), SettingsProblem::PushAlone));
        assert!(matches!(refused("push_contact = \"a\"\n"), SettingsProblem::Push(_)));
    }
}

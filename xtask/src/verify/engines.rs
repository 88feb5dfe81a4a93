//! The engines that several nodes share: PostgreSQL and NATS. The tests start them by themselves, on free ports and in
//! folders of their own; here they are installed where that is possible.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use super::install::{Package, ensure as installed, on_path};

/// How the package managers we know call PostgreSQL.
const POSTGRESQL: Package = Package {
    name: "PostgreSQL",
    installers: &[
        ("apt-get", &["install", "--yes", "--no-install-recommends", "postgresql"]),
        ("dnf", &["install", "--assumeyes", "postgresql-server", "postgresql"]),
        ("pacman", &["-S", "--noconfirm", "postgresql"]),
        ("apk", &["add", "postgresql", "postgresql-client"]),
    ],
};

/// How they call NATS.
const NATS: Package = Package {
    name: "nats-server",
    installers: &[
        ("apt-get", &["install", "--yes", "--no-install-recommends", "nats-server"]),
        ("pacman", &["-S", "--noconfirm", "nats-server"]),
        ("apk", &["add", "nats-server"]),
    ],
};

/// How they call Patroni and etcd. The services that come with them are not started.
const PATRONI: Package = Package {
    name: "Patroni",
    installers: &[("apt-get", &["install", "--yes", "--no-install-recommends", "patroni"])],
};

const ETCD: Package = Package {
    name: "etcd",
    installers: &[
        ("apt-get", &["install", "--yes", "--no-install-recommends", "etcd-server"]),
        ("dnf", &["install", "--assumeyes", "etcd"]),
    ],
};

/// Finds what a cluster of databases needs besides, or installs it, or says what to install.
pub(crate) fn ensure_cluster() -> Result<()> {
    for (package, program) in [(&PATRONI, "patroni"), (&ETCD, "etcd")] {
        if !installed(package, || on_path(program).is_some())? {
            bail!("a cluster of databases needs {}: install it", package.name);
        }
    }
    Ok(())
}

/// Finds both, or installs them, or says what to install.
pub(crate) fn ensure() -> Result<()> {
    if !installed(&POSTGRESQL, has_postgresql)? {
        bail!("the tests of several nodes need PostgreSQL 13 or newer: install the package `postgresql`");
    }
    if !installed(&NATS, || on_path("nats-server").is_some() || Path::new("/usr/sbin/nats-server").is_file())?
    {
        bail!("the tests of several nodes need NATS: install the package `nats-server`");
    }
    Ok(())
}

/// Debian keeps the server's own programs beside its version, not on the path.
fn has_postgresql() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|it| it.path().join("bin/initdb")).any(|it| it.is_file()) || on_path("initdb").is_some()
}

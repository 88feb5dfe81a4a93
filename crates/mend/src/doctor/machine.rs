//! The machine: its clock, the folder of the store and the disk below it.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use super::Findings;

/// No release of mend is older: 1 November 2025, in unix seconds.
const FIRST_RELEASE: u64 = 1_761_955_200;

/// Now, in unix milliseconds.
pub(super) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Whether the clock can be right.
pub(super) fn clock(found: &mut Findings) {
    const SET_IT: &str =
        "Let the machine set its clock by NTP (timedatectl set-ntp true), and start mend afterwards.";
    if now_ms() / 1_000 < FIRST_RELEASE {
        return found.wrong("The clock shows a time before there was this mend.", SET_IT);
    }
    // Where systemd does not keep the clock, nobody says whether it is right.
    let asked = Command::new("timedatectl").args(["show", "--property=NTPSynchronized", "--value"]).output();
    match asked.ok().and_then(|it| String::from_utf8(it.stdout).ok()).as_deref().map(str::trim) {
        Some("yes") => found.well("The clock is set by the network."),
        Some("no") => found.odd("The clock is not set by the network: it may go wrong unseen.", SET_IT),
        _ => found.well("The clock shows a time that can be right."),
    }
}

/// The folder of a store: there, to be written in, and with room below it.
pub(super) fn folder(store: &Path, found: &mut Findings) {
    let folder = store.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let shown = folder.display();
    if !folder.is_dir() {
        return found.wrong(
            &format!("There is no folder {shown} for the store."),
            "Make it, and let it belong to the user that mend runs as.",
        );
    }
    let probe = folder.join(format!(".mend-doctor-{}", std::process::id()));
    let written = fs::write(&probe, b"");
    let _ = fs::remove_file(&probe);
    match written {
        Ok(()) => found.well(&format!("{shown} can be written in.")),
        Err(error) => found.wrong(
            &format!("{shown} cannot be written in by this user ({error})."),
            "Call the doctor as the user that mend runs as; if it was, let the folder belong to that user.",
        ),
    }
    disk(folder, store, found);
    only_ours(store, found);
}

#[cfg(unix)]
fn disk(folder: &Path, store: &Path, found: &mut Findings) {
    const ROOM: &str =
        "Free some room, or move the store to a larger disk; when it is full, nothing more can be saved.";
    let Ok(disk) = rustix::fs::statvfs(folder) else {
        return found.odd("The system does not say how much room is left.", "Look with df.");
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let needed = fs::metadata(store).map_or(0, |it| it.len()).saturating_add(256 << 20);
    let says = format!("{} MiB are free where the store lies.", free >> 20);
    if free < 64 << 20 {
        found.wrong(&says, ROOM);
    } else if free < needed {
        // Writing the file anew after an erasure, and a copy beside it, take as much again.
        found.odd(&says, ROOM);
    } else {
        found.well(&says);
    }
    is_local(folder, found);
}

#[cfg(not(unix))]
fn disk(_: &Path, _: &Path, found: &mut Findings) {
    found.odd("This doctor cannot see how much room is left on this system.", "Look for yourself.");
}

/// `statfs(2)`: NFS, the three of SMB, and FUSE, behind which may be anything.
#[cfg(target_os = "linux")]
fn is_local(folder: &Path, found: &mut Findings) {
    const ELSEWHERE: [u32; 5] = [0x6969, 0x517b, 0xfe53_4d42, 0xff53_4d42, 0x6573_5546];
    let Ok(system) = rustix::fs::statfs(folder) else { return };
    let kind = u32::try_from(system.f_type & 0xffff_ffff).unwrap_or(0);
    if ELSEWHERE.contains(&kind) {
        found.wrong(
            "The store lies on a disk of another machine, or one that a program makes up: SQLite cannot lock it safely.",
            "Move it to a disk of this machine.",
        );
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_local(_: &Path, _: &mut Findings) {}

#[cfg(unix)]
fn only_ours(store: &Path, found: &mut Findings) {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(metadata) = fs::metadata(store) else { return };
    if metadata.permissions().mode() & 0o077 != 0 {
        found.odd(
            &format!("Other users of this machine may read {}.", store.display()),
            "What people wrote is sealed; names, keys and times of the server are not: chmod 600, and UMask=0077 in the unit.",
        );
    }
}

#[cfg(not(unix))]
fn only_ours(_: &Path, _: &mut Findings) {}

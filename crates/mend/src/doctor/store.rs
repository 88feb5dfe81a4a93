//! The store: whether it is there, ours, sound, and from no future.

use std::fs;
use std::path::Path;

use server::{OpenRefused, PostgresStore};

use super::Findings;
use super::machine::now_ms;

/// A write-ahead log of this length has not been moved into the file for long.
const LONG_LOG: u64 = 512 << 20;
/// Clocks are not the same to the second.
const SLACK_MS: u64 = 60_000;

/// Looks at a store; answers whether a server has it open.
pub(super) fn look(path: &Path, thorough: bool, found: &mut Findings) -> bool {
    let shown = path.display();
    let glance = match server::glance(path) {
        Ok(glance) => glance,
        Err(OpenRefused::NotThere(_)) => {
            found.well(&format!("There is no store {shown} yet; mend makes it when it starts."));
            return false;
        }
        Err(refused) => {
            found.wrong(
                &format!("The store cannot be used: {refused}."),
                "`mend restore` puts a backup in its place.",
            );
            return false;
        }
    };
    if glance.newest_ms > now_ms().saturating_add(SLACK_MS) {
        found.wrong(
            "The newest record was received at a time that the clock has not reached: the clock was set back.",
            "Set the clock right. Until then new records keep the order they come in, and their times are wrong.",
        );
    }
    push_key(glance.push_key, found);
    long_log(path, found);
    if thorough {
        match server::sound(path) {
            Ok(sound) => found.well(&format!("{shown} holds {} records, each of them sound.", sound.events)),
            Err(refused) => found.wrong(
                &format!("{refused}."),
                "`mend restore` puts a backup in its place; devices send the rest again.",
            ),
        }
    } else {
        found.well(&format!("{shown} is a store of mend (--thorough reads all of it)."));
    }
    glance.in_use
}

/// Looks at a database that nodes share; answers whether a server answers here, which it does not tell.
pub(super) fn look_at_database(address: &str, found: &mut Findings) -> bool {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            found.wrong(&format!("Nothing can be run here: {error}."), "Ask whoever runs this machine.");
            return false;
        }
    };
    match runtime.block_on(PostgresStore::glimpse(address)) {
        Ok(seen) => {
            let apart_ms = seen.now_ms.abs_diff(now_ms());
            if apart_ms > SLACK_MS / 2 {
                found.wrong(
                    &format!(
                        "This machine's clock and the database's are {} seconds apart.",
                        apart_ms / 1_000
                    ),
                    "Set both by the network (NTP); mend does not start like this.",
                );
            }
            match seen.version {
                Some(_) => found.well("The database answers, and its tables are mend's."),
                None => {
                    found.well("The database answers and is empty; mend makes its tables when it starts.")
                }
            }
        }
        Err(refused) => {
            found.wrong(&format!("The store cannot be used: {refused}."), "Then start mend again.")
        }
    }
    false
}

fn long_log(store: &Path, found: &mut Findings) {
    let mut log = store.as_os_str().to_owned();
    log.push("-wal");
    if fs::metadata(log).is_ok_and(|it| it.len() > LONG_LOG) {
        found.odd(
            "The write-ahead log is very long: something holds an old state of the store open.",
            "Look for a program other than mend that reads the file, and end it.",
        );
    }
}

fn push_key(is_sound: Option<bool>, found: &mut Findings) {
    match is_sound {
        None => {}
        Some(true) => found.well("The key with which push services are asked to wake devices is sound."),
        Some(false) => found.wrong(
            "The key with which push services are asked to wake devices is damaged; mend does not start with push_contact.",
            "`mend restore` puts a backup in its place.",
        ),
    }
}

//! `mend doctor`: whether everything is as it should be, and what to do where it is not. It changes nothing.

mod machine;
mod store;
mod way;

use std::process::ExitCode;

use clap::Args;

use crate::settings::{Place, Registration, Said, Settings};
use way::Address;

/// How it is called.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    said: Said,
    /// The address people open, to look whether the proxy before it lets everything through
    #[arg(long, value_name = "https://…")]
    at: Option<Address>,
    /// Read the whole store and check every record in it; takes a while when there are millions
    #[arg(long)]
    thorough: bool,
}

/// How something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Is {
    /// As it should be.
    Well,
    /// It works, and somebody should look at it.
    Odd,
    /// It does not work, or something may be lost.
    Wrong,
}

/// Everything that was found, told as it is found.
#[derive(Debug)]
struct Findings {
    worst: Is,
}

impl Findings {
    fn well(&mut self, says: &str) {
        self.tell(Is::Well, "well ", says, None);
    }

    fn odd(&mut self, says: &str, to_do: &str) {
        self.tell(Is::Odd, "look ", says, Some(to_do));
    }

    fn wrong(&mut self, says: &str, to_do: &str) {
        self.tell(Is::Wrong, "wrong", says, Some(to_do));
    }

    fn tell(&mut self, is: Is, word: &str, says: &str, to_do: Option<&str>) {
        println!("{word}  {says}");
        if let Some(to_do) = to_do {
            println!("       -> {to_do}");
        }
        self.worst = self.worst.max(is);
    }
}

impl Doctor {
    /// Looks at everything. Ends with 0 when all is well, 1 when something should be looked at, 2 when something is wrong.
    pub(crate) fn run(self) -> ExitCode {
        let mut found = Findings { worst: Is::Well };
        match self.said.settle() {
            Ok(settings) => {
                found.well("The settings can be read.");
                who_may_come(&settings, &mut found);
                machine::clock(&mut found);
                waking(&settings, &mut found);
                let runs = match &settings.store {
                    Place::Sqlite(path) => {
                        machine::folder(path, &mut found);
                        store::look(path, self.thorough, &mut found)
                    }
                    Place::Postgres(address) => store::look_at_database(address, &mut found),
                };
                way::server(&settings, runs, &mut found);
                if let Some(at) = &self.at {
                    way::proxy(at, &settings, &mut found);
                }
            }
            Err(problem) => {
                found.wrong(&format!("{problem}."), "Mend does not start like this; mend the setting.")
            }
        }
        ExitCode::from(match found.worst {
            Is::Well => 0,
            Is::Odd => 1,
            Is::Wrong => 2,
        })
    }
}

/// Asks whether the push services can be reached; asks them for nothing.
fn waking(settings: &Settings, found: &mut Findings) {
    let Some(push) = &settings.push else {
        return found
            .well("It wakes no devices: people are reminded only while a page of theirs is open somewhere.");
    };
    for (name, reached) in push.reach() {
        match reached {
            true => found.well(&format!("{name} can be reached to wake devices.")),
            false => found.odd(
                &format!("{name} cannot be reached from here: browsers that use it are not woken."),
                "Let the firewall pass connections to it, or leave it out of push_services.",
            ),
        }
    }
}

fn who_may_come(settings: &Settings, found: &mut Findings) {
    let here_only = settings.listen.ip().is_loopback();
    if settings.registration == Registration::Open && settings.behind_proxy {
        found.odd(
            "Everybody who finds the address can make an account.",
            "If it is meant for some people only: registration = \"by-invitation\", and `mend invite` for each couple.",
        );
    }
    if !here_only && !settings.behind_proxy {
        found.odd(
            "It listens on the network without a proxy. Browsers give no keys to a page that comes without TLS.",
            "Listen on 127.0.0.1 with a proxy for TLS before it, and set behind_proxy = true (docs/self-hosting.md).",
        );
    }
    if !here_only && settings.behind_proxy {
        found.odd(
            "It believes what a proxy says about who is calling, and others than the proxy can reach it too.",
            "Listen on 127.0.0.1, or let the firewall admit the proxy only; else anybody can pretend to call from elsewhere.",
        );
    }
    if settings.watch.is_some_and(|it| !it.ip().is_loopback()) {
        found.odd(
            "The address of /metrics is not only this machine's: its counts tell when people write.",
            "Let the firewall admit only whoever reads them.",
        );
    }
}

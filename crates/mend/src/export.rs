//! `mend export`: everything that one person can read, as a book and as a file, with the code of their recovery kit.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use client::demo::moment_at;
use client::ports::Clock;
use client::{CallFailed, CannotCreate, CannotOpenKit};
use thiserror::Error;
use tokio::task::LocalSet;

use crate::ports::ports;

/// What the reading stands as among the person's devices.
const CALLED: &str = "mend export";

/// How it is called.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Where Mend is served on this machine
    #[arg(long, default_value = "http://127.0.0.1:8730", value_name = "ADDRESS")]
    server: String,
    /// The name you sign in with
    #[arg(long)]
    name: String,
    /// The folder in which journey.html and journey.json are written
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    out: PathBuf,
}

/// Why nothing was written, each in a sentence for the person who asked.
#[derive(Debug, Error)]
pub(crate) enum CannotExport {
    /// What was sealed must not travel over a network in the clear, and this program speaks plain HTTP.
    #[error(
        "Mend exports from this machine alone: name an address like http://127.0.0.1:8730. For a server elsewhere, run this there, or open a tunnel to it."
    )]
    Elsewhere,
    /// There is such a file already.
    #[error("{} is there already. Nothing was written; name another folder with --out.", .0.display())]
    IsThere(PathBuf),
    /// The file cannot be written.
    #[error("{} could not be written: {why}.", .path.display())]
    NotWritten {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// The code is not one.
    #[error("That is not the code of a recovery kit: {0}. Nothing was changed.")]
    Code(client::CodeProblem),
    /// The kit is another one.
    #[error("The name and the kit do not belong together. Nothing was changed.")]
    WrongNameOrKit,
    /// Nobody answers.
    #[error("Nobody answers at {0}. Is Mend running there?")]
    NobodyThere(SocketAddr),
    /// The relay asks for patience, or does not hold.
    #[error("It could not be read: {0}.")]
    NotRead(CannotOpenKit),
    /// Anything else that the system refused.
    #[error("Mend stopped: {0}.")]
    System(#[from] io::Error),
}

struct SystemWatch;

impl Clock for SystemWatch {
    fn moment(&self) -> domain::Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        moment_at(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }
}

impl Export {
    /// Asks for the code on standard input, reads, and writes both files.
    pub(crate) fn run(self) -> Result<(), CannotExport> {
        let address = self.address().ok_or(CannotExport::Elsewhere)?;
        let files = ["journey.html", "journey.json"].map(|it| self.out.join(it));
        if let Some(there) = files.iter().find(|it| it.exists()) {
            return Err(CannotExport::IsThere(there.clone()));
        }
        eprintln!(
            "Type the code of your recovery kit and press Enter. It is not shown to anybody and not kept."
        );
        let mut code = String::new();
        io::stdin().read_line(&mut code)?;
        let ports = ports(address, Rc::new(SystemWatch));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let reading = client::read_with_kit(&ports, &self.name, code.trim(), CALLED);
        let client::LookedIn { journey, pictures } =
            LocalSet::new().block_on(&runtime, reading).map_err(|why| said(why, address))?;
        let day_of = |ms: u64| moment_at(ms).today();
        let couple = client::couple_of(&journey, &ports);
        let shown = book::Shown { language: "en", day_of: &day_of, pictures: &pictures };
        let book = book::bound(&journey, &couple, &shown);
        let texts = [book, book::write(&journey)];
        for (path, text) in files.iter().zip(&texts) {
            write(path, text).map_err(|why| CannotExport::NotWritten { path: path.clone(), why })?;
        }
        println!("{} entries: {} and {}.", journey.entries.len(), files[0].display(), files[1].display());
        println!(
            "Both can be read by whoever has them. Your devices are told that the kit was used, as “{CALLED}”."
        );
        Ok(())
    }

    fn address(&self) -> Option<SocketAddr> {
        let host = self.server.strip_prefix("http://")?.trim_end_matches('/');
        let address: SocketAddr = host.replace("localhost:", "127.0.0.1:").parse().ok()?;
        address.ip().is_loopback().then_some(address)
    }
}

/// For its owner alone, where the system knows such a thing.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn said(why: CannotOpenKit, address: SocketAddr) -> CannotExport {
    match why {
        CannotOpenKit::Code(problem) => CannotExport::Code(problem),
        CannotOpenKit::WrongNameOrKit => CannotExport::WrongNameOrKit,
        CannotOpenKit::Create(CannotCreate::Call(CallFailed::Unreachable(_))) => {
            CannotExport::NobodyThere(address)
        }
        other => CannotExport::NotRead(other),
    }
}

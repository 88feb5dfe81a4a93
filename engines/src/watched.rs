//! A program that does not outlive us, however we end: a shell beside it reads from us, and stops it when nothing can
//! come any more.

use std::env;
use std::io;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Starts what follows, notes its number in the file `number`, waits for the end of its input, and stops it. When nobody said a word before the end, nobody is
/// there any more to clean up.
const WATCH: &str = r#"folder=$1; signal=$2; shift 2; exec 3<&0
"$@" </dev/null >"$folder/log" 2>&1 3<&- & program=$!
echo "$program" >"$folder/number"
(word=$(cat <&3); [ -n "$word" ] || : >"$folder/abandoned"; kill -"$signal" "$program" 2>/dev/null) & watch=$!
wait "$program"; kill "$watch" 2>/dev/null; [ ! -e "$folder/abandoned" ] || rm -rf "$folder"; exit 0"#;

/// How long a program may take until it answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program that is watched over.
#[derive(Debug)]
pub(crate) struct Watched {
    shell: Child,
}

impl Watched {
    /// Starts a program. Its words go to the file `log` in the folder; at the end it gets the signal.
    pub(crate) fn start(folder: &Path, signal: &str, program: &Path, words: &[&str]) -> io::Result<Self> {
        let mut command = as_nobody_special(Path::new("sh"));
        command.arg("-c").arg(WATCH).arg("sh").arg(folder).arg(signal).arg(program).args(words);
        // Ctrl-C is for us; the program ends after us.
        command.process_group(0).current_dir("/").stdin(Stdio::piped());
        let shell = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(Self { shell })
    }

    /// Whether it is still there.
    pub(crate) fn lives(&mut self) -> bool {
        matches!(self.shell.try_wait(), Ok(None))
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(mut input) = self.shell.stdin.take() {
            // A shell that is gone hears nothing.
            let _ = input.write_all(b"kept");
        }
        // The shell waits for the program.
        let _ = self.shell.wait();
    }
}

/// Whether we are the administrator, as whom a database does not run.
fn is_root() -> bool {
    let told = Command::new("id").arg("-u").output();
    told.is_ok_and(|it| it.stdout.starts_with(b"0\n"))
}

/// A command that is run as the database's own user when we are the administrator, and as ourselves otherwise.
pub(crate) fn as_nobody_special(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

/// A new folder that belongs to whoever the programs run as.
pub(crate) fn folder(name: &str) -> io::Result<PathBuf> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = env::temp_dir().join(format!("mend-{name}-{}-{number}", std::process::id()));
    let made = as_nobody_special(Path::new("mkdir")).args(["-m", "700"]).arg(&path).status()?;
    if made.success() { Ok(path) } else { Err(io::Error::other("no folder could be made for an engine")) }
}

/// Removes it.
pub(crate) fn remove(folder: &Path) {
    // What cannot be removed is the system's to clean.
    let _ = std::fs::remove_dir_all(folder);
}

/// Where an engine's program lies; the package that brings it, for whoever lacks it.
pub(crate) fn program(name: &str, package: &str) -> io::Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    // A plain user's path may lack the administrator's folder.
    let places = env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let found = places.map(|it| it.join(name)).find(|it| it.is_file());
    let lacking =
        || io::Error::other(["there is no ", name, " here: install the package ", package].concat());
    found.ok_or_else(lacking)
}

/// Kills the program whose number stands in the first line of a file, without a word.
pub(crate) fn kill_noted(file: &Path) -> io::Result<()> {
    let noted = std::fs::read_to_string(file)?;
    let number = noted.lines().next().unwrap_or_default().trim();
    if number.is_empty() || !number.bytes().all(|it| it.is_ascii_digit()) {
        return Err(io::Error::other("nobody noted whom to kill"));
    }
    let killed = Command::new("kill").args(["-9", number]).status()?;
    if killed.success() { Ok(()) } else { Err(io::Error::other("it is not there to be killed")) }
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Asks until the answer is yes.
pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> io::Result<bool>) -> io::Result<()> {
    let begun = Instant::now();
    while !is_so()? {
        if begun.elapsed() > PATIENCE {
            return Err(io::Error::other(["waited in vain for ", what].concat()));
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    Ok(())
}

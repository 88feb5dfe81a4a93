//! A certificate of our own making for `localhost`, and two authorities: one that signed it, and one that did not.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::watched::{as_nobody_special, folder, remove};

/// Two days are long enough for a test.
const MAKE: &str = r#"set -e; cd "$1"; umask 077
for it in root other; do
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$it of a test" -keyout "$it.key" -out "$it.pem"
done
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -keyout key.pem -out asked.pem
printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n' >says
openssl x509 -req -in asked.pem -CA root.pem -CAkey root.key -CAcreateserial -days 2 -extfile says -out certificate.pem"#;

/// Its files; gone with it.
#[derive(Debug)]
pub struct Certificate(PathBuf);

impl Certificate {
    /// Makes one.
    ///
    /// # Errors
    /// When `openssl` is not there or does not make it.
    pub fn make() -> io::Result<Self> {
        let made = Self(folder("certificate")?);
        let mut command = as_nobody_special(Path::new("sh"));
        command.args(["-c", MAKE, "sh"]).arg(&made.0).current_dir("/").stdin(Stdio::null());
        let output = command.output()?;
        if output.status.success() {
            return Ok(made);
        }
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// The certificate itself.
    #[must_use]
    pub fn own(&self) -> String {
        self.file("certificate.pem")
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> String {
        self.file("key.pem")
    }

    /// The authority that signed it.
    #[must_use]
    pub fn root(&self) -> String {
        self.file("root.pem")
    }

    /// An authority that did not.
    #[must_use]
    pub fn other_root(&self) -> String {
        self.file("other.pem")
    }
}

impl Drop for Certificate {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

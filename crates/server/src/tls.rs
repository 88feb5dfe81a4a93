//! TLS towards what a node stands on, its database and its bus: only 1.3, and only with a certificate that is proved to be
//! of whom one meant to call. What people's browsers are served is a proxy's affair.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

/// Where systems keep the authorities that they trust: Debian, Fedora, SUSE, Alpine.
const SYSTEM: [&str; 4] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// Which files were named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Files {
    /// The authorities that are believed; the system's when none is named.
    pub(crate) roots: Option<PathBuf>,
    /// Who we are, where that is asked: our certificates, and their key.
    pub(crate) own: Option<(PathBuf, PathBuf)>,
}

/// Why TLS cannot be spoken as asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TlsRefused {
    /// There is no list of authorities.
    #[error(
        "nothing here says whom to trust: name a file of authorities (sslrootcert=/etc/mend/root.pem), or install ca-certificates"
    )]
    NoRoots,
    /// A file has nothing in it that is needed.
    #[error("{} cannot be read as PEM with what is needed in it ({why})", .file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Certificate and key do not go together.
    #[error("certificate and key of this node cannot be used: {0}")]
    Own(String),
    /// Certificate without key, or the other way round.
    #[error("sslcert and sslkey belong together: name both, or neither")]
    Half,
}

/// How TLS is spoken to one place.
#[derive(Clone)]
pub(crate) struct Tls {
    files: Files,
    config: Arc<ClientConfig>,
}

impl PartialEq for Tls {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl Eq for Tls {}

impl fmt::Debug for Tls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Tls")
    }
}

fn unreadable(file: &Path, why: impl fmt::Display) -> TlsRefused {
    TlsRefused::Unreadable { file: file.to_path_buf(), why: why.to_string() }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsRefused> {
    let read = CertificateDer::pem_file_iter(file).map_err(|why| unreadable(file, why))?;
    let all: Vec<_> = read.collect::<Result<_, _>>().map_err(|why| unreadable(file, why))?;
    if all.is_empty() { Err(unreadable(file, "no certificate")) } else { Ok(all) }
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// When a file is missing or holds something else.
    pub(crate) fn of(files: Files) -> Result<Self, TlsRefused> {
        let named = files.roots.clone().or_else(|| std::env::var_os("SSL_CERT_FILE").map(PathBuf::from));
        let system = || SYSTEM.iter().map(PathBuf::from).find(|it| it.is_file());
        let file = named.or_else(system).ok_or(TlsRefused::NoRoots)?;
        let mut roots = RootCertStore::empty();
        let (taken, _) = roots.add_parsable_certificates(certificates(&file)?);
        if taken == 0 {
            return Err(unreadable(&file, "no authority"));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let own = |why: rustls::Error| TlsRefused::Own(why.to_string());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(own)?
            .with_root_certificates(roots);
        let config = match &files.own {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => {
                let key = PrivateKeyDer::from_pem_file(key).map_err(|why| unreadable(key, why))?;
                builder.with_client_auth_cert(certificates(certificate)?, key).map_err(own)?
            }
        };
        Ok(Self { files, config: Arc::new(config) })
    }

    /// Speaks TLS over a connection to whoever has this name, or this number of a machine.
    ///
    /// # Errors
    /// When the other does not prove to be that.
    pub(crate) async fn over<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        name: &str,
        stream: S,
    ) -> io::Result<TlsStream<S>> {
        let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
        TlsConnector::from(Arc::clone(&self.config)).connect(name, stream).await
    }
}

/// What the words after the `?` of an address say about TLS, and the address without them: `sslmode`, `sslrootcert`,
/// `sslcert` and `sslkey`, by the names that PostgreSQL's own library gives them. What is asked for is never taken without
/// a proof: `require` and `verify-ca` are as strict as `verify-full`. `prefer`, which takes any certificate and none, and
/// so keeps nobody out, is not TLS here.
///
/// # Errors
/// When a file is missing or holds something else, or a mode is none. `None` in the error is an address that cannot be read.
pub(crate) fn asked_in(address: &str) -> Result<(String, Option<Tls>), Option<TlsRefused>> {
    // A password may hold a `?`: the words begin behind the host, and the host behind the last `@`.
    let host = address.rfind('@').unwrap_or_default();
    let words_at = address.get(host..).and_then(|it| it.find('?')).map(|it| host + it);
    let (place, words) =
        words_at.and_then(|at| Some((address.get(..at)?, address.get(at + 1..)?))).unwrap_or((address, ""));
    let (mut rest, mut files, mut mode) = (Vec::new(), Files::default(), None);
    let (mut certificate, mut key) = (None, None);
    for word in words.split('&').filter(|it| !it.is_empty()) {
        match word.split_once('=') {
            Some(("sslmode", is)) => mode = Some(is),
            Some(("sslrootcert", "system")) => files.roots = None,
            Some(("sslrootcert", is)) => files.roots = Some(PathBuf::from(is)),
            Some(("sslcert", is)) => certificate = Some(PathBuf::from(is)),
            Some(("sslkey", is)) => key = Some(PathBuf::from(is)),
            _ => rest.push(word),
        }
    }
    files.own = match (certificate, key) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => return Err(Some(TlsRefused::Half)),
    };
    let wanted = match mode {
        Some("require" | "verify-ca" | "verify-full") => true,
        Some("disable" | "allow" | "prefer") => false,
        None => words.contains("sslrootcert="),
        Some(_) => return Err(None),
    };
    let rest = if rest.is_empty() { place.to_owned() } else { [place, "?", &rest.join("&")].concat() };
    let tls = wanted.then(|| Tls::of(files)).transpose().map_err(Some)?;
    Ok((rest, tls))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(words: &str) -> Option<TlsRefused> {
        asked_in(&["postgres://a@b/c?", words].concat()).err().unwrap()
    }

    #[test]
    fn an_address_without_a_word_about_tls_stays_as_it_is() {
        for address in ["postgres://a@b/c", "postgres://a@b,d/c?target_session_attrs=read-write"] {
            assert_eq!(asked_in(address).unwrap(), (address.to_owned(), None));
        }
        let (rest, tls) = asked_in("postgres://a@b/c?sslmode=disable&connect_timeout=3").unwrap();
        assert_eq!((rest.as_str(), tls), ("postgres://a@b/c?connect_timeout=3", None));
        assert_eq!(asked_in("postgres://a@b/c?sslmode=prefer").unwrap().1, None);
    }

    #[test]
    fn a_password_with_a_question_mark_hides_no_word_about_tls() {
        assert!(asked_in("postgres://u:pa?ss@b/c?sslmode=require").unwrap().1.is_some());
        let (rest, tls) = asked_in("postgres://u:pa?ss@b/c").unwrap();
        assert_eq!((rest.as_str(), tls), ("postgres://u:pa?ss@b/c", None));
    }

    #[test]
    fn what_was_asked_for_is_not_done_without_when_a_file_is_missing() {
        for mode in ["require", "verify-ca", "verify-full"] {
            let told = refused(&["sslrootcert=/nowhere/root.pem&sslmode=", mode].concat()).unwrap();
            assert!(told.to_string().starts_with("/nowhere/root.pem cannot be read as PEM"), "{told}");
        }
        assert!(
            matches!(refused("sslrootcert=/nowhere.pem"), Some(TlsRefused::Unreadable { .. })),
            "a root means TLS"
        );
        assert_eq!(refused("sslcert=/nowhere.pem&sslmode=require"), Some(TlsRefused::Half));
        assert_eq!(refused("sslmode=perhaps"), None);
    }
}

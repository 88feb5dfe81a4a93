//! A connection to the database over TLS, as the driver asks for it.

use std::error::Error;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Socket;
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::rustls;

use crate::tls::Tls;

/// Puts TLS around a connection.
pub(super) struct Sealing(pub(super) Tls);

/// To whom the connection is.
pub(super) struct To {
    tls: Tls,
    name: String,
}

/// The connection, sealed.
pub(super) struct Sealed(tokio_rustls::client::TlsStream<Socket>);

impl MakeTlsConnect<Socket> for Sealing {
    type Stream = Sealed;
    type TlsConnect = To;
    type Error = io::Error;

    fn make_tls_connect(&mut self, name: &str) -> io::Result<To> {
        Ok(To { tls: self.0.clone(), name: name.to_owned() })
    }
}

impl TlsConnect<Socket> for To {
    type Stream = Sealed;
    /// A connection's own error is one of a database that is away; what the other could not prove is told in words.
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Sealed, Self::Error>> + Send>>;

    fn connect(self, stream: Socket) -> Self::Future {
        Box::pin(async move {
            match self.tls.over(&self.name, stream).await {
                Ok(sealed) => Ok(Sealed(sealed)),
                Err(error) if error.get_ref().is_some_and(|it| it.is::<rustls::Error>()) => {
                    Err(error.to_string().into())
                }
                Err(error) => Err(error.into()),
            }
        })
    }
}

impl TlsStream for Sealed {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Sealed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, to)
    }
}

impl AsyncWrite for Sealed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

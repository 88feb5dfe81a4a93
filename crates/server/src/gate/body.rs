//! Bodies: canonical CBOR, read no further than its type may be long, within a bounded time.

use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use protocol::Wire;
use protocol::wire::ProblemCode;

use super::refusal::Refusal;

/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A body, in either direction.
#[derive(Debug)]
pub(crate) struct Cbor<T>(pub(crate) T);

impl<T: Wire, S: Send + Sync> FromRequest<S> for Cbor<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        let declared: Option<usize> = declared.and_then(|it| it.parse().ok());
        if declared.is_some_and(|length| length > T::LONGEST) {
            return Err(ProblemCode::TooLarge.into());
        }
        let read = tokio::time::timeout(PATIENCE, to_bytes(request.into_body(), T::LONGEST)).await;
        let bytes = match read {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(_)) => return Err(ProblemCode::TooLarge.into()),
            Err(_) => return Err(ProblemCode::Malformed.into()),
        };
        T::from_bytes(&bytes).map(Self).map_err(|_| ProblemCode::Malformed.into())
    }
}

impl<T: Wire> IntoResponse for Cbor<T> {
    fn into_response(self) -> Response {
        let headers = [(header::CONTENT_TYPE, "application/cbor"), (header::CACHE_CONTROL, "no-store")];
        (headers, self.0.to_bytes()).into_response()
    }
}

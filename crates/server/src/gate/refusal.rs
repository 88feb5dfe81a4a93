//! Saying no: a problem on the wire, with its status.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::Wire;
use protocol::log::SignedHead;
use protocol::wire::{ChainHead, Problem, ProblemCode};

use crate::store::StoreProblem;

/// A request that was not done, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) Box<Problem>);

impl Refusal {
    /// Try again in so many milliseconds.
    pub(crate) fn later(code: ProblemCode, retry_ms: u64) -> Self {
        Self(Box::new(Problem { retry_ms: Some(retry_ms), ..Problem::new(code) }))
    }

    /// The chain has moved on.
    pub(crate) fn conflict(at: ChainHead) -> Self {
        Self(Box::new(Problem { at: Some(at), ..Problem::new(ProblemCode::Conflict) }))
    }

    /// The log does not hold what the cursor names.
    pub(crate) fn fork(head: SignedHead) -> Self {
        Self(Box::new(Problem { head: Some(head), ..Problem::new(ProblemCode::Fork) }))
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Self(Box::new(Problem::new(code)))
    }
}

impl From<StoreProblem> for Refusal {
    fn from(problem: StoreProblem) -> Self {
        match problem {
            StoreProblem::Full => ProblemCode::Full.into(),
            StoreProblem::Busy | StoreProblem::Closed => Self::later(ProblemCode::Busy, 500),
            StoreProblem::Away => Self::later(ProblemCode::Busy, 1_000),
            StoreProblem::Broken(error) => {
                tracing::error!(error, "the store did not answer");
                Self::later(ProblemCode::Busy, 5_000)
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/cbor")], self.0.to_bytes()).into_response();
        if let Some(ms) = self.0.retry_ms
            && let Ok(seconds) = HeaderValue::try_from(ms.div_ceil(1_000).to_string())
        {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

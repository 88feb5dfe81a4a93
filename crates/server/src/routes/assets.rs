//! The client's files. Routes of the client get its shell; a file that is not there is not there.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use protocol::wire::ProblemCode;

use crate::asset::Asset;
use crate::gate::refusal::Refusal;
use crate::relay::Relay;

/// Everything that is no route of the relay's.
pub(crate) async fn serve(
    State(relay): State<Relay>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let path = uri.path();
    if path == "/v1" || path.starts_with("/v1/") {
        return Refusal::from(ProblemCode::Unknown).into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let find = |path: &str| relay.inner.assets.iter().find(|it| it.path == path);
    let is_file = path.rsplit('/').next().is_some_and(|it| it.contains('.'));
    match find(path).or_else(|| find("/").filter(|_| !is_file)) {
        Some(asset) => answer(asset, &headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(asset: &Asset, headers: &HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).unwrap_or("");
    let keep = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let described = [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, keep),
        (header::VARY, "accept-encoding"),
    ];
    match asset.br.filter(|_| takes_brotli(accepted)) {
        Some(br) => (described, [(header::CONTENT_ENCODING, "br")], Bytes::from_static(br)).into_response(),
        None => (described, Bytes::from_static(asset.bytes)).into_response(),
    }
}

fn takes_brotli(accepted: &str) -> bool {
    accepted.split(',').any(|it| {
        let mut parts = it.split(';').map(str::trim);
        let refused =
            |it: &str| matches!(it.replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        parts.next() == Some("br") && !parts.any(refused)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_goes_only_to_who_takes_it() {
        assert!(takes_brotli("gzip, deflate, br"));
        assert!(takes_brotli("br;q=1.0, gzip"));
        assert!(!takes_brotli("gzip, br;q=0"));
        assert!(!takes_brotli("gzip, broken"));
        assert!(!takes_brotli(""));
    }
}

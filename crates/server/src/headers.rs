//! What every answer says to the browser: load nothing from elsewhere, run nothing that is not ours, show us in no frame.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// The content security policy.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static SAID: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// What guards the page: each header's name in small letters, and what it says. For whoever looks whether a proxy lets
/// all of it through.
pub fn guarding_headers() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAID.iter().map(|(name, says)| (name.as_str(), *says))
}

/// Adds them.
pub(crate) async fn say(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in &SAID {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    // A proxy that collects an answer before it passes it on would hold back the long poll.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

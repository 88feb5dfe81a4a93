//! The client's files, the headers of every answer, and what the relay says of itself.

use axum::body::Body;
use axum::http::{Method, Request, header};
use protocol::wire::ProblemCode;

use crate::rig::{Reply, Rig};

async fn fetch(rig: &Rig, path: &str, encoding: &str) -> Reply {
    let request = Request::builder().uri(path).header(header::ACCEPT_ENCODING, encoding);
    rig.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn files_come_compressed_to_who_takes_it() {
    let rig = Rig::new().await;
    let small = fetch(&rig, "/app-1a2b.wasm", "gzip, br").await;
    assert_eq!(
        (small.body.as_slice(), &small.headers["content-encoding"]),
        (b"wasm-br".as_slice(), &"br".parse().unwrap())
    );
    let plain = fetch(&rig, "/app-1a2b.wasm", "gzip").await;
    assert_eq!(plain.body, b"wasm");
    assert!(plain.headers.get("content-encoding").is_none());
    assert_eq!(fetch(&rig, "/plain.svg", "br").await.body, b"<svg/>");
}

#[tokio::test]
async fn named_by_contents_is_kept_for_ever_and_the_rest_is_asked_for_again() {
    let rig = Rig::new().await;
    let keep = async |path| fetch(&rig, path, "").await.headers["cache-control"].clone();
    assert_eq!(keep("/app-1a2b.wasm").await, "public, max-age=31536000, immutable");
    assert_eq!(keep("/").await, "no-cache");
    assert_eq!(keep("/plain.svg").await, "no-cache");
}

#[tokio::test]
async fn routes_of_the_client_get_its_shell_and_missing_files_do_not() {
    let rig = Rig::new().await;
    for path in ["/", "/today", "/promises/one"] {
        let shell = fetch(&rig, path, "").await;
        assert_eq!((shell.status.as_u16(), shell.body.as_slice()), (200, b"<!doctype html>".as_slice()));
        assert_eq!(shell.headers["content-type"], "text/html; charset=utf-8");
    }
    for path in ["/app-gone.wasm", "/promises/x.js", "/.env", "/../mend.db"] {
        assert_eq!(fetch(&rig, path, "").await.status, 404, "{path}");
    }
    assert_eq!(rig.call(Method::POST, "/today", None, vec![]).await.status, 405);
    assert_eq!(rig.get("/v1/nothing", None).await.code(), ProblemCode::Unknown);
}

#[tokio::test]
async fn every_answer_forbids_the_browser_what_is_not_ours() {
    let rig = Rig::new().await;
    for path in
        ["/", "/app-1a2b.wasm", "/gone.js", "/v1/nothing", "/v1/server", "/health", "/v1/account/chain"]
    {
        let headers = fetch(&rig, path, "br").await.headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "), "{path}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("http"), "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(headers[name], value, "{path}");
        }
        assert!(headers.contains_key("permissions-policy"), "{path}");
    }
}

#[tokio::test]
async fn the_relay_says_how_it_is_in_json() {
    let rig = Rig::new().await;
    let health = rig.get("/health", None).await;
    assert_eq!(health.headers["content-type"], "application/json");
    let text = String::from_utf8(health.body).unwrap();
    assert!(
        text.starts_with(r#"{"status":"ok","version":""#) && text.ends_with(r#","sockets":0}"#),
        "{text}"
    );
}

#[tokio::test]
async fn a_wrong_method_is_no_route() {
    let rig = Rig::new().await;
    assert_eq!(rig.call(Method::DELETE, "/v1/server", None, vec![]).await.status, 405);
}

//! What the relay writes into its own log: that something happened, never who or what.

use std::io::Write;
use std::sync::{Arc, Mutex};

use protocol::wire::ProblemCode;
use tracing_subscriber::fmt::MakeWriter;

use crate::people::{PASSPHRASE, Person, ours};
use crate::rig::Rig;

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Written {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn no_content_name_token_or_address_is_logged() {
    let written = Written::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    let _guard = tracing::subscriber::set_default(subscriber.with_writer(written.clone()).finish());
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana-of-the-hill").await, Person::register(&rig, "ben").await);
    let (mut hers, mut his) = ours(&rig, &ana, &ben).await;
    let said = hers.says(&rig, "a secret between two").await;
    // Refusals are logged, so some must happen.
    std::mem::swap(&mut his.keys, &mut hers.keys);
    let forged = his.seals("forged");
    his.appends(&rig, &[forged]).await;
    assert_eq!(rig.get("/v1/account/chain", None).await.code(), ProblemCode::Unauthorised);
    rig.get(&format!("/v1/invites/{}", "ab".repeat(16)), None).await;
    rig.delete("/v1/account", Some(&ana.token)).await;
    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("refused an event"), "{log}");
    let bearer = ana.token.to_bearer();
    let needles = [
        "ana-of-the-hill".to_owned(),
        "a secret between two".to_owned(),
        String::from_utf8(PASSPHRASE.to_vec()).unwrap(),
        bearer.trim_start_matches("Bearer ").to_owned(),
        ana.account.to_string(),
        ana.name.to_string(),
        hers.space.to_string(),
        hers.device.to_string(),
        said.id.to_string(),
        "127.0.0.1".to_owned(),
        "/v1/".to_owned(),
    ];
    for needle in needles {
        assert!(!log.contains(&needle), "{needle} is in the log: {log}");
    }
    assert!(!log.contains(&ana.account.to_string()[..8]), "not even the beginning of an id");
}

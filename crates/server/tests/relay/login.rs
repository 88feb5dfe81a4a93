//! Registering, signing in, proving a device, coming back with the kit.

use protocol::Wire;
use protocol::account::{AccountChain, AccountSecret, By, DeviceKeys, VirtualKeys};
use protocol::admission::AdmissionCode;
use protocol::cbor::Blob;
use protocol::ids::NameHash;
use protocol::sign::Signature;
use protocol::wire::{
    Admission, Appended, LoggedIn, LoginFinish, LoginStart, LoginStarted, PROVE, ProblemCode, Prove, Proved,
    RECOVER, RecoveryChallenge, RecoveryChallenged, RecoveryProve, RegisterFinish, Registered, SpaceList,
    Token, V1, prove_message, recovery_message,
};
use server::{Flow, Registration};

use crate::people::{PASSPHRASE, Person, opaque_upload, rng};
use crate::rig::{NOW, Reply, Rig};

async fn starts_login(rig: &Rig, name: NameHash, passphrase: &[u8]) -> (opaque::LoginState, Reply) {
    let (state, request) = opaque::client_login_start(passphrase, &mut rng()).unwrap();
    (state, rig.post("/v1/opaque/login/start", None, &LoginStart { v: V1, name_hash: name, request }).await)
}

async fn logs_in(rig: &Rig, name: NameHash, passphrase: &[u8]) -> Option<Reply> {
    let (state, reply) = starts_login(rig, name, passphrase).await;
    let started: LoginStarted = reply.read();
    let done = opaque::client_login_finish(state, passphrase, &started.response, &mut rng()).ok()?;
    let body = LoginFinish { v: V1, login_id: started.login_id, finalization: done.finalization };
    Some(rig.post("/v1/opaque/login/finish", None, &body).await)
}

#[tokio::test]
async fn who_registers_is_signed_in_as_the_first_device() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let spaces: SpaceList = rig.get("/v1/account/spaces", Some(&ana.token)).await.read();
    assert!(spaces.spaces.is_empty());
    let again = Person::begin(&rig, "ana").await;
    let reply = rig.post("/v1/opaque/register/finish", None, &again.finish).await;
    assert_eq!(reply.code(), ProblemCode::NameTaken);
}

#[tokio::test]
async fn an_account_must_begin_with_its_own_sound_chain() {
    let rig = Rig::new().await;
    let good = Person::begin(&rig, "ana").await;
    let other = Person::begin(&rig, "ben").await;
    let send = |finish: RegisterFinish| {
        let rig = &rig;
        async move { rig.post("/v1/opaque/register/finish", None, &finish).await.code() }
    };
    let foreign = RegisterFinish { chain: other.finish.chain.clone(), ..good.finish.clone() };
    assert_eq!(send(foreign).await, ProblemCode::Refused);
    assert_eq!(send(RegisterFinish { chain: vec![], ..good.finish.clone() }).await, ProblemCode::Refused);
    let many = vec![good.finish.chain[0].clone(); 5];
    assert_eq!(send(RegisterFinish { chain: many, ..good.finish.clone() }).await, ProblemCode::TooMany);
    let mut changed = good.finish.chain[0].0.clone();
    *changed.last_mut().unwrap() ^= 1;
    assert_ne!(
        send(RegisterFinish { chain: vec![Blob(changed)], ..good.finish.clone() }).await,
        ProblemCode::NameTaken
    );
    assert_eq!(send(RegisterFinish { upload: vec![1, 2], ..good.finish }).await, ProblemCode::Malformed);
}

#[tokio::test]
async fn a_closed_relay_takes_no_accounts_but_lets_its_people_in() {
    let rig = Rig::with(|it| it.registration = Registration::Closed).await;
    let begun = Person::begin(&rig, "ana").await;
    let reply = rig.post("/v1/opaque/register/finish", None, &begun.finish).await;
    assert_eq!(reply.code(), ProblemCode::Closed);
}

#[tokio::test]
async fn where_people_come_by_invitation_a_code_lets_in_as_many_as_it_was_made_for() {
    let rig = Rig::with(|it| it.registration = Registration::ByInvitation).await;
    let code = server::admit(&rig.folder.join("mend.db"), 2, NOW + 1_000).unwrap();
    let comes = async |name: &str, typed: Option<String>| {
        let begun = Person::begin(&rig, name).await;
        let invitation = typed.map(|it| Blob(it.into_bytes()));
        let finish = RegisterFinish { invitation, ..begun.finish };
        let reply = rig.post("/v1/opaque/register/finish", None, &finish).await;
        if reply.status.is_success() { None } else { Some(reply.code()) }
    };
    let other = AdmissionCode::make(&mut rng()).to_text();
    assert_eq!(comes("ana", None).await, Some(ProblemCode::Closed));
    assert_eq!(comes("ana", Some(other)).await, Some(ProblemCode::Unknown));
    assert_eq!(comes("ana", Some("no code".into())).await, Some(ProblemCode::Unknown));
    assert_eq!(comes("ana", Some(code.to_lowercase())).await, None);
    assert_eq!(comes("ben", Some(code.clone())).await, None);
    assert_eq!(comes("eve", Some(code.clone())).await, Some(ProblemCode::Unknown), "it was for two");
    let late = server::admit(&rig.folder.join("mend.db"), 1, NOW).unwrap();
    assert_eq!(comes("eve", Some(late)).await, Some(ProblemCode::Unknown), "its time is over");
}

#[tokio::test]
async fn who_may_come_is_told_before_anybody_fills_in_a_form() {
    for (registration, who) in
        [(Registration::Open, 0), (Registration::ByInvitation, 1), (Registration::Closed, 2)]
    {
        let rig = Rig::with(|it| it.registration = registration).await;
        assert_eq!(rig.get("/v1/admission", None).await.read::<Admission>(), Admission { who });
    }
}

#[tokio::test]
async fn a_passphrase_opens_only_the_own_chain() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let logged_in: LoggedIn = logs_in(&rig, ana.name, PASSPHRASE).await.unwrap().read();
    assert_eq!(logged_in.account, ana.account);
    let token = Some(&logged_in.token);
    rig.get("/v1/account/chain", token).await.read::<protocol::wire::AccountChain>();
    for (method, path) in [("POST", "/v1/spaces"), ("DELETE", "/v1/account"), ("POST", "/v1/poll")] {
        let method = axum::http::Method::from_bytes(method.as_bytes()).unwrap();
        assert_eq!(
            rig.call(method, path, token, vec![0xa0]).await.code(),
            ProblemCode::Unauthorised,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_wrong_passphrase_gets_nowhere() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    assert!(logs_in(&rig, ana.name, b"not this one").await.is_none(), "the client sees it first");
    let (_, reply) = starts_login(&rig, ana.name, PASSPHRASE).await;
    let login_id = reply.read::<LoginStarted>().login_id;
    let body = LoginFinish { v: V1, login_id, finalization: vec![7; 64] };
    assert_eq!(rig.post("/v1/opaque/login/finish", None, &body).await.code(), ProblemCode::Unauthorised);
    let again = rig.post("/v1/opaque/login/finish", None, &body).await.code();
    assert_eq!(again, ProblemCode::Unauthorised, "each attempt is good once");
}

#[tokio::test]
async fn an_unknown_name_answers_like_a_known_one() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let nobody = NameHash::of("nobody");
    let known: LoginStarted = starts_login(&rig, ana.name, PASSPHRASE).await.1.read();
    let unknown: LoginStarted = starts_login(&rig, nobody, PASSPHRASE).await.1.read();
    assert_eq!(known.response.len(), unknown.response.len());
    assert!(logs_in(&rig, nobody, PASSPHRASE).await.is_none());
    let recover = async |name| {
        let body = RecoveryChallenge { v: V1, name_hash: name };
        rig.post("/v1/recovery/challenge", None, &body).await.read::<RecoveryChallenged>()
    };
    assert_eq!(recover(ana.name).await.account, ana.account);
    let first = recover(nobody).await;
    assert_eq!(recover(nobody).await.account, first.account, "also when it is asked twice");
    let body =
        RecoveryProve { v: V1, account: first.account, nonce: first.nonce, signature: Signature([1; 64]) };
    assert_eq!(rig.post("/v1/recovery/prove", None, &body).await.code(), ProblemCode::Unauthorised);
}

#[tokio::test]
async fn guessing_at_one_name_is_slowed_down_and_no_other_name_with_it() {
    let rig = Rig::with(|it| it.limits.name_attempts = Flow { burst: 3, per_minute: 1 }).await;
    for name in ["ana", "nobody"] {
        for _ in 0..3 {
            starts_login(&rig, NameHash::of(name), PASSPHRASE).await.1.read::<LoginStarted>();
        }
        let problem = starts_login(&rig, NameHash::of(name), PASSPHRASE).await.1.problem();
        assert_eq!((problem.code, problem.retry_ms), (ProblemCode::TooMany, Some(60_000)));
    }
    rig.clock.advance(60_000);
    starts_login(&rig, NameHash::of("ana"), PASSPHRASE).await.1.read::<LoginStarted>();
}

#[tokio::test]
async fn a_flood_from_one_address_is_limited() {
    let rig = Rig::with(|it| it.limits.address_attempts = Flow { burst: 5, per_minute: 1 }).await;
    for number in 0..5 {
        starts_login(&rig, NameHash::of(&number.to_string()), PASSPHRASE).await.1.read::<LoginStarted>();
    }
    let reply = starts_login(&rig, NameHash::of("ana"), PASSPHRASE).await.1;
    assert_eq!(reply.code(), ProblemCode::TooMany);
    assert_eq!(reply.headers["retry-after"], "60");
    let rig = Rig::with(|it| it.limits.address_requests = Flow { burst: 2, per_minute: 1 }).await;
    assert!(rig.get("/v1/server", None).await.status.is_success());
    assert!(rig.get("/v1/server", None).await.status.is_success());
    assert_eq!(rig.get("/v1/server", None).await.code(), ProblemCode::TooMany);
}

#[tokio::test]
async fn a_device_proves_its_key_once_for_each_challenge() {
    let rig = Rig::new().await;
    let mut ana = Person::register(&rig, "ana").await;
    let phone = ana.adds_device(&rig).await;
    let token = ana.signs_in(&rig, &phone).await;
    assert!(rig.get("/v1/account/spaces", Some(&token)).await.status.is_success());
    let nonce = ana.is_challenged(&rig, phone.id).await;
    let head_key = rig.head_key().await;
    let signature = phone.sign.sign(PROVE, &prove_message(&head_key, ana.account, phone.id, &nonce));
    let body = Prove { v: V1, account: ana.account, device: phone.id, nonce, signature };
    assert!(rig.post("/v1/session/prove", None, &body).await.status.is_success());
    assert_eq!(rig.post("/v1/session/prove", None, &body).await.code(), ProblemCode::Unauthorised);
}

#[tokio::test]
async fn a_proof_is_good_for_no_other_device_and_not_for_long() {
    let rig = Rig::new().await;
    let mut ana = Person::register(&rig, "ana").await;
    let phone = ana.adds_device(&rig).await;
    let stranger = DeviceKeys::make(&mut rng());
    assert_eq!(ana.proves(&rig, &stranger).await.code(), ProblemCode::Unauthorised);
    let nonce = ana.is_challenged(&rig, phone.id).await;
    let head_key = rig.head_key().await;
    let prove = |relay, nonce: [u8; 32]| prove_message(relay, ana.account, phone.id, &nonce);
    let sign = |keys: &DeviceKeys, nonce| keys.sign.sign(PROVE, &prove(&head_key, nonce));
    let send = async |nonce, signature| {
        let body = Prove { v: V1, account: ana.account, device: phone.id, nonce, signature };
        rig.post("/v1/session/prove", None, &body).await.code()
    };
    assert_eq!(
        send(nonce, sign(&ana.device, nonce)).await,
        ProblemCode::Unauthorised,
        "another device's key"
    );
    let elsewhere = DeviceKeys::make(&mut rng()).sign.verify_key();
    let nonce = ana.is_challenged(&rig, phone.id).await;
    let passed_on = phone.sign.sign(PROVE, &prove(&elsewhere, nonce));
    assert_eq!(send(nonce, passed_on).await, ProblemCode::Unauthorised, "meant for another relay");
    assert_eq!(send([9; 32], sign(&phone, [9; 32])).await, ProblemCode::Unauthorised, "a nonce of one's own");
    let nonce = ana.is_challenged(&rig, phone.id).await;
    rig.clock.advance(60_000);
    assert_eq!(send(nonce, sign(&phone, nonce)).await, ProblemCode::Unauthorised, "too late");
}

#[tokio::test]
async fn a_revoked_device_is_out_at_once() {
    let rig = Rig::new().await;
    let mut ana = Person::register(&rig, "ana").await;
    let phone = ana.adds_device(&rig).await;
    let token = ana.signs_in(&rig, &phone).await;
    let by = By::Device(&ana.device);
    let (record, _) = ana.state().revoke_device(by, phone.id, vec![], &ana.puk, NOW, &mut rng());
    let own = ana.token.clone();
    ana.appends_to_chain(&rig, &own, record).await.read::<Appended>();
    assert_eq!(rig.get("/v1/account/spaces", Some(&token)).await.code(), ProblemCode::Unauthorised);
    assert_eq!(ana.proves(&rig, &phone).await.code(), ProblemCode::Unauthorised);
    assert!(rig.get("/v1/account/spaces", Some(&own)).await.status.is_success());
}

#[tokio::test]
async fn the_kit_brings_a_new_device_in() {
    let rig = Rig::new().await;
    let mut ana = Person::register(&rig, "ana").await;
    let body = RecoveryChallenge { v: V1, name_hash: ana.name };
    let challenged: RecoveryChallenged = rig.post("/v1/recovery/challenge", None, &body).await.read();
    let nonce = challenged.nonce;
    let signature =
        ana.paper.sign.sign(RECOVER, &recovery_message(&rig.head_key().await, ana.account, &nonce));
    let body = RecoveryProve { v: V1, account: ana.account, nonce, signature };
    let proved: Proved = rig.post("/v1/recovery/prove", None, &body).await.read();
    let chain: protocol::wire::AccountChain = rig.get("/v1/account/chain", Some(&proved.token)).await.read();
    assert_eq!(AccountChain::verify(&chain.records).unwrap().state(), ana.state());
    let tablet = DeviceKeys::make(&mut rng());
    let by = By::Paper(&ana.paper);
    let record =
        ana.state().add_device(by, tablet.public().clone(), &ana.puk, NOW, &mut rng()).accepted_by(&tablet);
    ana.appends_to_chain(&rig, &proved.token, record).await.read::<Appended>();
    ana.signs_in(&rig, &tablet).await;
}

#[tokio::test]
async fn a_new_passphrase_replaces_the_old_one_together_with_its_record() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let new = b"another seven words altogether, and longer";
    let upload = opaque_upload(&rig, ana.name, new).await;
    let keys = VirtualKeys::derive_from_password(&[4; 64], &AccountSecret::make(&mut rng()));
    let by = By::Device(&ana.device);
    let (record, _) = ana.state().replace_password(by, Some(keys.public()), &ana.puk, NOW, &mut rng());
    let chain = vec![Blob(record.to_bytes())];
    let body =
        RegisterFinish { v: V1, name_hash: ana.name, account: ana.account, upload, chain, invitation: None };
    let passphrase_alone: LoggedIn = logs_in(&rig, ana.name, PASSPHRASE).await.unwrap().read();
    let refused = rig.post("/v1/opaque/register/finish", Some(&passphrase_alone.token), &body).await;
    assert_eq!(refused.code(), ProblemCode::Unauthorised);
    rig.post("/v1/opaque/register/finish", Some(&ana.token), &body).await.read::<Registered>();
    assert!(logs_in(&rig, ana.name, PASSPHRASE).await.is_none());
    logs_in(&rig, ana.name, new).await.unwrap().read::<LoggedIn>();
    let again = rig.post("/v1/opaque/register/finish", Some(&ana.token), &body).await;
    assert_eq!(again.code(), ProblemCode::Refused, "the record has its place already");
}

#[tokio::test]
async fn a_session_ends_when_told_and_in_time() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let other = ana.signs_in(&rig, &ana.device).await;
    assert_eq!(rig.delete("/v1/session", Some(&ana.token)).await.status, 204);
    assert_eq!(rig.get("/v1/account/spaces", Some(&ana.token)).await.code(), ProblemCode::Unauthorised);
    assert!(rig.get("/v1/account/spaces", Some(&other)).await.status.is_success());
    rig.clock.advance(31 * 24 * 60 * 60 * 1_000);
    assert_eq!(rig.get("/v1/account/spaces", Some(&other)).await.code(), ProblemCode::Unauthorised);
    let made_up = Token::from_array([3; 32]);
    assert_eq!(rig.get("/v1/account/spaces", Some(&made_up)).await.code(), ProblemCode::Unauthorised);
}

#[tokio::test]
async fn a_stolen_store_holds_no_token_and_no_name() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let kept: Vec<u8> = ["mend.db", "mend.db-wal"]
        .iter()
        .flat_map(|it| std::fs::read(rig.folder.join(it)).unwrap())
        .collect();
    let holds = |needle: &[u8]| kept.windows(needle.len()).any(|it| it == needle);
    assert!(holds(&ana.token.hash()));
    assert!(holds(ana.account.as_bytes()));
    assert!(!holds(ana.token.as_bytes()));
    assert!(!holds(ana.name.as_bytes()), "not even the hash that a device sends");
}

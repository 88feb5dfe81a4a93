//! Copies of the store: made while the relay goes on, checked to the last bit, put back as another life.

use std::path::{Path, PathBuf};

use protocol::wire::{ProblemCode, ServerCard};
use server::{BackUpRefused, OpenRefused};

use crate::people::{Person, Seat, ours};
use crate::rig::{NOW, Rig};

struct Told {
    rig: Rig,
    ana: Person,
    hers: Seat,
}

/// Two people, and something of theirs in the log.
async fn told() -> Told {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (mut hers, _) = ours(&rig, &ana, &ben).await;
    for words in ["one", "two", "three"] {
        hers.says(&rig, words).await;
    }
    Told { rig, ana, hers }
}

fn store(rig: &Rig) -> PathBuf {
    rig.folder.join("mend.db")
}

fn changed(copy: &Path, statement: &str) -> OpenRefused {
    let broken = copy.with_extension("broken");
    std::fs::copy(copy, &broken).unwrap();
    let db = rusqlite::Connection::open(&broken).unwrap();
    assert!(db.execute(statement, []).unwrap() > 0, "{statement}");
    drop(db);
    let refused = server::sound(&broken).unwrap_err();
    std::fs::remove_file(broken).unwrap();
    refused
}

#[tokio::test]
async fn a_copy_made_beside_a_running_relay_is_whole_and_any_change_in_it_is_found() {
    let Told { rig, mut hers, .. } = told().await;
    let copy = rig.folder.join("copy");
    let sound = server::back_up(&store(&rig), &copy).unwrap();
    assert_eq!((sound.spaces, sound.events), (1, 3));
    assert!(sound.newest_ms >= NOW);
    hers.says(&rig, "four").await;
    let again = server::back_up(&store(&rig), &rig.folder.join("another")).unwrap();
    assert_eq!(again.events, 4, "the relay went on, and the next copy holds what came since");
    let statements = [
        "UPDATE arrivals SET recv_ms=recv_ms+1 WHERE place & 4294967295 = 2",
        "UPDATE arrivals SET id=zeroblob(32) WHERE place & 4294967295 = 3",
        "DELETE FROM arrivals WHERE place & 4294967295 = 2",
        "UPDATE arrivals SET bytes=CAST(substr(bytes, 1, 400) || x'00' || substr(bytes, 402) AS BLOB)",
    ];
    for statement in statements {
        assert!(matches!(changed(&copy, statement), OpenRefused::Damaged(_)), "{statement}");
    }
}

#[tokio::test]
async fn a_copy_never_takes_the_place_of_anything_and_is_made_of_nothing_else() {
    let Told { rig, .. } = told().await;
    let copy = rig.folder.join("copy");
    std::fs::write(&copy, "a diary").unwrap();
    assert!(matches!(server::back_up(&store(&rig), &copy), Err(BackUpRefused::Taken(_))));
    assert_eq!(std::fs::read(&copy).unwrap(), b"a diary");
    let (nowhere, to) = (rig.folder.join("nowhere"), rig.folder.join("to"));
    let refused = server::back_up(&nowhere, &to);
    assert!(matches!(refused, Err(BackUpRefused::Store(OpenRefused::NotThere(_)))), "{refused:?}");
    let refused = server::back_up(&copy, &to);
    assert!(matches!(refused, Err(BackUpRefused::Store(OpenRefused::NotOurs(_)))), "{refused:?}");
    assert!(!nowhere.exists() && !to.exists(), "and nothing is left behind");
}

#[tokio::test]
async fn a_copy_is_put_back_as_another_life_in_which_nobody_is_signed_in() {
    let Told { rig, ana, mut hers } = told().await;
    let card: ServerCard = rig.get("/v1/server", None).await.read();
    let copy = rig.folder.join("copy");
    server::back_up(&store(&rig), &copy).unwrap();
    hers.says(&rig, "after the copy").await;
    let refused = server::restore(&copy, &store(&rig), [7; 16]);
    assert!(matches!(refused, Err(BackUpRefused::Store(OpenRefused::InUse(_)))), "{refused:?}");
    let file = store(&rig);
    let rig = rig
        .restarted_after(|| {
            std::fs::write(copy.with_extension("torn"), &std::fs::read(&copy).unwrap()[..20_000]).unwrap();
            assert!(server::restore(&copy.with_extension("torn"), &file, [7; 16]).is_err());
            assert_eq!(server::sound(&file).unwrap().events, 4, "what was there is there still");
            let restored = server::restore(&copy, &file, [7; 16]).unwrap();
            assert_eq!(restored.sound.events, 3);
            assert_eq!(server::sound(&restored.aside.unwrap()).unwrap().events, 4, "nothing is thrown away");
        })
        .await;
    let now: ServerCard = rig.get("/v1/server", None).await.read();
    assert_eq!(now.instance.head_key, card.instance.head_key, "the same relay");
    assert_eq!(now.instance.incarnation.0, [7; 16], "in another life");
    assert_eq!(rig.get("/v1/account/chain", Some(&ana.token)).await.code(), ProblemCode::Unauthorised);
    let token = ana.signs_in(&rig, &ana.device).await;
    assert!(rig.get("/v1/account/chain", Some(&token)).await.status.is_success());
}

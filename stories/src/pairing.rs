//! Two people become a couple, or do not.

use client::{CannotPair, PairingRefused};
use domain::people::Together;

use crate::world::{Device, TwoPartners, confirm_both};

#[test]
fn two_people_who_read_the_same_words_become_a_couple() {
    let us = TwoPartners::apart();
    for device in [&us.noor, &us.sam] {
        device.ours().read(|it| {
            assert_eq!(it.couple().people.together(it.me()), Together::Both);
        });
    }
    let names = |it: &Device| {
        it.ours().read(|it| {
            let partner = it.couple().partner().unwrap();
            it.couple().people.name_of(partner, it.me()).unwrap().to_owned()
        })
    };
    assert_eq!((names(&us.noor).as_str(), names(&us.sam).as_str()), ("Sam", "Noor"));
    us.same_journey();
}

#[test]
fn words_that_differ_end_it_for_both_and_burn_the_link() {
    let us = TwoPartners::strangers();
    us.house.run(async {
        let inviting = us.noor.ours().invite().await.unwrap();
        let link = inviting.link();
        let joining = us.sam.ours().join(&link).await.unwrap();
        let _ = tokio::join!(inviting.words(), joining.words());
        let differ = Err(CannotPair::Ended(PairingRefused::WordsDiffer));
        assert_eq!(inviting.confirm(false).await, differ);
        // The other side hears of it, whatever was tapped there.
        assert!(joining.confirm(true).await.is_err());
        let again = us.sam.ours().join(&link).await.map(|_| ());
        assert_eq!(again, Err(CannotPair::Ended(PairingRefused::Used)));
    });
    assert!(!us.noor.ours().read(|it| it.has_ours()));
    assert!(!us.sam.ours().read(|it| it.has_ours()));
    us.pair().unwrap();
}

#[test]
fn a_link_is_good_for_one_answer() {
    let us = TwoPartners::strangers();
    let third = Device::with_account("third", "Third", &us.house, &us.now);
    us.house.run(async {
        let inviting = us.noor.ours().invite().await.unwrap();
        let link = inviting.link();
        let joining = us.sam.ours().join(&link).await.unwrap();
        let _ = tokio::join!(inviting.words(), joining.words());
        let late = third.ours().join(&link).await.map(|_| ());
        assert_eq!(late, Err(CannotPair::Ended(PairingRefused::Used)));
        confirm_both(&inviting, &joining, true).await.unwrap();
    });
}

#[test]
fn a_link_ends_after_a_day() {
    let us = TwoPartners::strangers();
    let link = us.house.run(async { us.noor.ours().invite().await.unwrap().link() });
    us.hours_pass(25);
    let late = us.house.run(async { us.sam.ours().join(&link).await.map(|_| ()) });
    assert_eq!(late, Err(CannotPair::Ended(PairingRefused::Expired)));
}

#[test]
fn nobody_pairs_with_themselves_or_with_a_link_that_is_none() {
    let us = TwoPartners::strangers();
    us.house.run(async {
        let link = us.noor.ours().invite().await.unwrap().link();
        let own = us.noor.ours().join(&link).await.map(|_| ());
        assert_eq!(own, Err(CannotPair::Ended(PairingRefused::Oneself)));
        let other = us.sam.ours().join("https://mend.example/#hello").await.map(|_| ());
        assert_eq!(other, Err(CannotPair::Ended(PairingRefused::Malformed)));
    });
}

#[test]
fn a_couple_is_two_and_stays_two() {
    let us = TwoPartners::apart();
    let again = us.house.run(async { us.noor.ours().invite().await.map(|_| ()) });
    assert_eq!(again, Err(CannotPair::AlreadyTwo));
}

//! Somebody invites a counsellor, who comes with an account of their own.

use crate::browser::Browser;
use crate::partner::{Partner, words_to_compare};
use crate::wait::until;
use crate::words::say;

/// Makes the link by which a counsellor comes into a room of one's own.
pub fn invites_a_counsellor(partner: &Partner) -> String {
    partner.goes("/counsellor");
    partner.page.presses("link", &say("counsel.invite"));
    partner.page.presses("button", &say("counsel.invite_on"));
    until("the invitation is made", || {
        let page = &partner.page;
        let there = page.has("textbox", &say("pairing.invite_link"));
        let link = there.then(|| page.value_of("textbox", &say("pairing.invite_link")))?;
        link.contains("#c1.").then_some(link)
    })
}

/// Somebody who was sent the link makes an account for it, and both compare the words.
pub fn comes_as_a_counsellor(partner: &Partner, link: &str, called: &str) -> Partner {
    let person = Browser::shared().person();
    let page = person.opens(link);
    page.finds("heading", &say("counsel.join_first"));
    page.presses("link", &say("account.make"));
    let counsellor = Partner::makes_account(person, page, called);
    let (seen, shown) = (words_to_compare(&partner.page), words_to_compare(&counsellor.page));
    assert_eq!(seen, shown, "both see the same words");
    for page in [&partner.page, &counsellor.page] {
        page.presses("button", &say("pairing.words_same"));
    }
    partner.page.finds("heading", &say("counsel.done_title"));
    counsellor.page.finds("heading", &say("counsel.join_done_title"));
    partner.page.presses("link", &say("counsel.done_on"));
    counsellor.page.presses("link", &say("counsel.join_done_on"));
    counsellor
}

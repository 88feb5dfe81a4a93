//! What whoever runs the server does, while two people have it open.

use e2e::{Browser, Mend, Partner, pair, say, say_with};

/// Somebody fills in the form; a code only where one is asked for.
fn fills_in(page: &e2e::Page, code: Option<&str>) {
    if let Some(code) = code {
        page.writes("textbox", &say("account.code"), code);
    }
    page.writes("textbox", &say("account.called"), "Kim");
    for field in ["account.passphrase", "account.again"] {
        page.writes("textbox", &say(field), "four slow herons on the ice");
    }
    page.presses("button", &say("account.make"));
}

#[test]
fn by_invitation_the_form_asks_for_the_code_and_says_when_it_does_not_fit() {
    let mend = Mend::starts_with(&["--registration", "by-invitation"]);
    let code = mend.is_told(&["invite"]);
    let person = Browser::shared().person();
    let page = person.opens(&format!("{}/begin", mend.url()));
    page.finds("textbox", &say("account.code"));
    page.is_sound();
    fills_in(&page, Some("0000-0000-0000-0000"));
    page.reads(&say("account.code_wrong"));
    page.writes("textbox", &say("account.code"), code.trim());
    page.presses("button", &say("account.make"));
    page.reads(&say("account.kit_title"));
}

#[test]
fn a_closed_server_says_so_kindly_before_anybody_types() {
    let mend = Mend::starts_with(&["--registration", "closed"]);
    let person = Browser::shared().person();
    let page = person.opens(&format!("{}/begin", mend.url()));
    page.reads(&say("account.closed"));
    page.is_sound();
}

#[test]
fn an_older_copy_put_back_while_both_have_their_page_open_is_made_whole_by_them() {
    let mut mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    let tells = |words: &str| {
        ana.goes("/promises/make");
        ana.page.writes("textbox", &say("promises.words"), words);
        ana.page.presses("button", &say_with("promises.tell", &[("name", "Ben")]));
    };
    ben.goes("/promises");
    tells("Home by seven on Thursday");
    ben.page.reads("Home by seven on Thursday");
    let before = records(&mend.is_told(&["backup", "copy.db"]));
    tells("A message before six");
    ben.page.reads("A message before six");
    ana.has_all_saved();
    mend.is_killed();
    mend.is_told(&["restore", "copy.db"]);
    mend.starts_again();
    ana.has_all_saved();
    tells("What we decide on Sunday stands");
    ben.page.reads("What we decide on Sunday stands");
    ben.page.reads("A message before six");
    // The server has all of it again.
    assert!(records(&mend.is_told(&["backup", "after.db"])) >= before + 2);
}

/// How many records a copy holds, as the command says it.
fn records(said: &str) -> u32 {
    let count = said.split(" holds ").nth(1).and_then(|it| it.split(' ').next());
    let count = count.and_then(|it| it.parse().ok());
    assert!(count.is_some(), "{said}");
    count.unwrap_or_default()
}

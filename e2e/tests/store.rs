//! The place where a browser keeps things: full, cleared, and written by a newer version.

use e2e::{Browser, Mend, Partner, say, writes_down_kit};

#[test]
fn a_full_device_is_said_what_was_typed_stays_on_the_screen_and_is_kept_once_there_is_room() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.goes("/questions/ask");
    let page = &ana.page;
    page.focuses("textbox", &say("questions.text"));
    page.types("What stood here before");
    page.has_room(false);
    page.types(" and what came when there was no room");
    page.reads(&say("app.full"));
    let all = "What stood here before and what came when there was no room";
    assert_eq!(page.value_of("textbox", &say("questions.text")), all);
    page.has_room(true);
    page.reads_no_longer(&say("app.full"));
    page.reloads();
    page.finds("textbox", &say("questions.text"));
    assert_eq!(page.value_of("textbox", &say("questions.text")), all);
}

#[test]
fn a_store_that_was_cleared_while_it_was_open_is_not_taken_for_ones_own_and_the_kit_brings_all_back() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.goes("/questions/ask");
    let page = &ana.page;
    page.writes("textbox", &say("questions.text"), "Where were you in March?");
    page.presses("radio", &say("questions.choose_later"));
    page.presses("button", &say("questions.put_there"));
    page.reads("Where were you in March?");
    ana.has_all_saved();
    ana.goes("/questions/ask");
    page.focuses("textbox", &say("questions.text"));
    page.has_its_store_cleared();
    page.types("And in April?");
    page.reads(&say("app.taken_away"));
    page.goes_to(&format!("{}/kit", mend.url()));
    page.writes("textbox", &say("account.kit_name"), &ana.kit.name);
    page.writes("textbox", &say("account.kit_code"), &ana.kit.code);
    page.writes("textbox", &say("account.kit_new_passphrase"), "another slow copper river");
    page.presses("button", &say("account.kit_open"));
    writes_down_kit(page);
    page.presses("link", &say("account.start_alone"));
    page.goes_to(&format!("{}/questions", mend.url()));
    page.reads("Where were you in March?");
}

#[test]
fn a_store_of_a_newer_version_is_left_alone_and_the_page_says_so() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let base = ana.page.eval("indexedDB.databases().then(all => all[0].name)");
    let base = base.as_str().unwrap_or_default().to_owned();
    ana.goes("/questions/ask");
    ana.page.focuses("textbox", &say("questions.text"));
    ana.page.eval(&format!(
        "new Promise((yes, no) => {{
            const asked = indexedDB.open({base:?}, 2);
            asked.onupgradeneeded = () => asked.result.createObjectStore('more');
            asked.onsuccess = () => {{ asked.result.close(); yes(true); }};
            asked.onerror = () => no(asked.error);
        }})"
    ));
    ana.page.types("What");
    ana.page.reads(&say("app.newer"));
    ana.page.goes_to(&mend.url());
    ana.page.finds("heading", &say("app.broken_title"));
    ana.page.reads(&say("app.newer"));
    ana.page.keeps_nobody_out();
    let kept = ana.page.eval(&format!(
        "new Promise(yes => {{
            const asked = indexedDB.open({base:?});
            asked.onsuccess = () => {{
                const all = asked.result.transaction('values').objectStore('values').count();
                all.onsuccess = () => yes(all.result);
            }};
        }})"
    ));
    assert!(kept.as_u64() > Some(0), "nothing was thrown away: {kept}");
}

#[test]
fn somebody_new_on_a_browser_without_room_is_told_before_an_account_is_made() {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&format!("{}/begin", mend.url()));
    page.finds("heading", &say("account.create_title"));
    page.has_room(false);
    page.writes("textbox", &say("account.called"), "Kim");
    page.writes("textbox", &say("account.passphrase"), "slow river copper window");
    page.writes("textbox", &say("account.again"), "slow river copper window");
    page.presses("button", &say("account.make"));
    page.reads(&say("app.full"));
    page.has_room(true);
    page.presses("button", &say("account.make"));
    page.finds("heading", &say("account.kit_title"));
}

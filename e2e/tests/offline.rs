//! The page without a server, and the page under a new release.

use e2e::{Browser, Mend, Partner, Release, say};

#[test]
fn from_the_second_visit_on_the_page_opens_without_a_server_at_any_address() {
    let mut mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.page.comes_back();
    mend.is_killed();
    for path in ["/", "/questions", "/settings", "/check-in", "/promises/make"] {
        ana.page.goes_to(&format!("{}{path}", mend.url()));
        ana.page.finds("navigation", &say("app.places"));
    }
}

#[test]
fn a_new_release_is_offered_and_never_forced_and_the_old_page_goes_on() {
    let mend = Mend::starts();
    let release = Release::before(mend.port());
    let person = Browser::shared().person();
    let page = person.opens(&format!("{}/begin", release.url()));
    let ana = Partner::makes_account(person, page, "Ana");
    let page = &ana.page;
    page.presses("link", &say("account.start_alone"));
    page.goes_to(&format!("{}/questions/ask", release.url()));
    page.comes_back();
    page.writes("textbox", &say("questions.text"), "What changed?");
    release.is_newer();
    page.eval("navigator.serviceWorker.getRegistration().then(it => it.update()).then(() => true)");
    page.reads(&say("app.update_ready"));
    page.keeps_nobody_out();
    // The new bundle has come whole, beside the old one: neither ever needs a file of the other.
    let kept = page.kept_parts();
    assert!(kept.len() == 2 && kept[0] > 0 && kept[0] == kept[1], "the parts that are kept: {kept:?}");
    // The old page goes on as if nothing had happened, and so does a page opened now.
    assert_eq!(page.value_of("textbox", &say("questions.text")), "What changed?");
    page.reloads();
    page.finds("navigation", &say("app.places"));
    let old = page.eval("document.documentElement.dataset.worker");
    page.presses("button", &say("app.update_take"));
    page.waits_for("the new release", &format!("document.documentElement.dataset.worker !== {old}"));
    page.finds("textbox", &say("questions.text"));
    assert_eq!(page.value_of("textbox", &say("questions.text")), "What changed?");
}

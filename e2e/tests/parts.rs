//! The program in parts: what a first visit loads, what comes later, and what happens when it cannot come.

use std::sync::{Mutex, MutexGuard, PoisonError};

use e2e::{Browser, Mend, Partner, Release, say};

/// The service worker's own list of what comes later.
const LISTED: &str =
    "fetch('/sw.js').then(it => it.text()).then(it => new Set(it.match(/\\/parts\\/[^\"]+/g)).size)";

/// A file that the arithmetic of a passphrase needs and what lies behind the front page does not, as the loader lists them.
const SLOW: &str = "(async () => {
    const glue = document.querySelector('link[rel=modulepreload]').href, text = await (await fetch(glue)).text();
    const parts = JSON.parse(text.split('const PARTS = ')[1].split(', PACK')[0]);
    return parts.slow.find(it => typeof it === 'string' && !parts.inside.includes(it));
})()";

/// One after the other: each of these loads the program several times over, and many at once on two cores have been
/// seen to leave a tab without an answer to anybody.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_first_visit_loads_the_front_page_and_nothing_that_lies_behind_it() {
    let _alone = alone();
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.finds("link", &say("welcome.begin"));
    page.comes_back();
    assert_eq!((page.parts_asked_for(), page.kept_parts()), (0, vec![0]));
    page.presses("link", &say("welcome.begin"));
    page.finds("textbox", &say("account.called"));
    assert!(page.parts_asked_for() > 0);
}

#[test]
fn once_somebody_lives_here_the_whole_program_is_kept() {
    let _alone = alone();
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.page.comes_back();
    assert_eq!(Some(ana.page.kept_parts()), ana.page.eval(LISTED).as_u64().map(|it| vec![it]));
}

#[test]
fn a_part_that_cannot_be_loaded_is_said_kindly_and_can_be_tried_again() {
    let _alone = alone();
    let mut mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.finds("link", &say("welcome.begin"));
    page.comes_back();
    mend.is_killed();
    page.presses("link", &say("welcome.begin"));
    page.finds("heading", &say("app.missing_title"));
    page.presses("button", &say("app.missing_again"));
    page.finds("heading", &say("app.missing_title"));
    mend.starts_again();
    page.presses("button", &say("app.missing_again"));
    page.finds("textbox", &say("account.called"));
}

#[test]
fn a_program_that_cannot_be_loaded_at_all_is_said_and_can_be_loaded_again() {
    let _alone = alone();
    let mend = Mend::starts();
    let release = Release::before(mend.port());
    release.loses(Some(".wasm"));
    let person = Browser::shared().person();
    let page = person.opens(&release.url());
    page.reads("Mend could not be loaded");
    release.loses(None);
    page.presses("link", "Load it again");
    page.finds("link", &say("welcome.begin"));
    page.does_not_read("Mend could not be loaded");
}

#[test]
fn a_page_of_an_older_release_without_its_parts_gives_way_to_the_newer_one() {
    let _alone = alone();
    let mend = Mend::starts();
    let release = Release::before(mend.port());
    let person = Browser::shared().person();
    let page = person.opens(&release.url());
    page.finds("link", &say("welcome.begin"));
    page.comes_back();
    release.is_newer();
    let old = page.eval("document.documentElement.dataset.worker");
    page.presses("link", &say("welcome.begin"));
    page.finds("heading", &say("app.missing_title"));
    page.presses("button", &say("app.load_again"));
    page.waits_for("the new release", &format!("document.documentElement.dataset.worker !== {old}"));
    page.finds("textbox", &say("account.called"));
}

#[test]
fn the_part_that_works_on_a_passphrase_missing_alone_is_said_as_that_and_not_as_too_little_memory() {
    let _alone = alone();
    let mend = Mend::starts();
    let release = Release::before(mend.port());
    let person = Browser::shared().person();
    let page = person.opens(&release.url());
    let own = page.eval(SLOW).as_str().expect("a file that only this part needs").to_owned();
    release.loses(Some(&own));
    page.presses("link", &say("welcome.begin"));
    page.writes("textbox", &say("account.called"), "Ana");
    for field in ["account.passphrase", "account.again"] {
        page.writes("textbox", &say(field), "slow river copper window");
    }
    page.presses("button", &say("account.make"));
    page.reads(&say("account.not_loaded"));
    page.does_not_read(&say("account.no_memory"));
    release.loses(None);
    page.presses("button", &say("account.make"));
    page.finds("heading", &say("account.kit_title"));
}

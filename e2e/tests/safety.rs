//! Safety before repair: what is answered leaves no trace, help is there before anybody is in and without a server, and a
//! hurried way out leads nowhere back.

use std::collections::BTreeMap;

use e2e::{Browser, Mend, Page, Partner, Wire, pair, say};

/// Everything this browser keeps for the page, but for one thing: when the device was last touched, on whichever page.
const KEPT: &str = "(async () => {
  const text = it => it instanceof Uint8Array || it instanceof ArrayBuffer ? String.fromCharCode(...new Uint8Array(it)) : String(it);
  const wait = it => new Promise((yes, no) => { it.onsuccess = () => yes(it.result); it.onerror = () => no(it.error) });
  const kept = { cookies: document.cookie, history: history.length > 0, caches: {}, bases: {} };
  for (const name of ['localStorage', 'sessionStorage']) kept[name] = JSON.stringify(Object.entries(window[name]).sort());
  for (const name of (await caches.keys()).sort())
    kept.caches[name] = (await (await caches.open(name)).keys()).map(it => it.url).sort().join();
  for (const { name } of await indexedDB.databases()) {
    const base = await wait(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const at = base.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([wait(at.getAllKeys()), wait(at.getAll())]);
      keys.forEach((key, place) => { if (key !== 'ajar') kept.bases[name + '/' + store + '/' + key] = text(values[place]) });
    }
    base.close();
  }
  return JSON.stringify(kept);
})()";

fn kept(page: &Page) -> String {
    page.eval(KEPT).as_str().unwrap_or_default().to_owned()
}

/// The files of the server's store, byte by byte.
fn stored(mend: &Mend) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(mend.folder()).into_iter().flatten().flatten();
    let of_the_store = files.map(|it| it.path()).filter(|it| it.to_string_lossy().contains("mend.db"));
    // Who reads leaves a mark in the shared memory of the store; it holds no record.
    let lasting = of_the_store.filter(|it| !it.to_string_lossy().ends_with("-shm"));
    lasting.map(|it| (it.to_string_lossy().into_owned(), std::fs::read(&it).unwrap_or_default())).collect()
}

fn suggested(page: &Page) -> String {
    let all = "[...document.querySelectorAll('.suggestions a')].map(it => it.getAttribute('href')).join(' ')";
    page.eval(all).as_str().unwrap_or_default().to_owned()
}

/// Presses the first answer to every question: yes.
fn says_yes_to_everything(page: &Page) {
    page.eval(
        "document.querySelectorAll('.answers label:first-child input').forEach(it => it.click()); true",
    );
    page.reads(&say("safety.yes_title"));
}

fn chooses(page: &Page, country: &str) {
    let choose = "(it => { const field = document.querySelector('.help-lines select'); field.value = it;
      field.dispatchEvent(new Event('change', { bubbles: true })); return field.value === it; })";
    page.waits_for("the country is there", &format!("{choose}('{country}')"));
}

#[test]
fn what_is_answered_is_kept_nowhere_sent_nowhere_and_changes_nothing_for_the_other() {
    let mend = Mend::starts();
    let wire = Wire::before(&mend);
    let (ana, ben) = (Partner::begins_at(&wire.url(), "Ana"), Partner::begins_at(&wire.url(), "Ben"));
    pair(&ana, &ben);
    for partner in [&ana, &ben] {
        partner.has_all_saved();
        partner.goes("/");
        partner.page.finds("navigation", &say("app.places"));
    }
    assert!(suggested(&ana.page).contains("/check-in"), "together: {}", suggested(&ana.page));
    // A sign of life between page and server may fall into any moment; it does not come three times in a row.
    let unseen = (0..3).any(|_| {
        let before = wire.is_quiet();
        let (here, there, on_disk) = (kept(&ana.page), kept(&ben.page), stored(&mend));
        let screen = ben.page.text();
        answers_and_looks_at_everything(&ana.page);
        let after = wire.bytes();
        assert_eq!(kept(&ana.page), here, "nothing of it is kept on this device");
        assert_eq!(kept(&ben.page), there, "nor on the other's");
        assert_eq!(stored(&mend), on_disk, "nor at the server");
        assert_eq!(ben.page.text(), screen, "and the other's screen is the same");
        before == after
    });
    assert!(unseen, "not one byte passed between the page and the server");
    // Only her own screen is another, and only for this visit.
    assert!(!suggested(&ana.page).contains("/check-in"), "for herself: {}", suggested(&ana.page));
    assert!(suggested(&ben.page).contains("/check-in"), "his is as it was");
    ana.page.reloads();
    ana.page.finds("navigation", &say("app.places"));
    assert!(suggested(&ana.page).contains("/check-in"), "the next visit: {}", suggested(&ana.page));
    ana.page.is_sound();
}

fn answers_and_looks_at_everything(page: &Page) {
    let address = page.address();
    page.presses("link", &say("safety.link"));
    page.finds("heading", &say("safety.title"));
    assert_eq!(page.address(), address, "no history of addresses shows this page");
    says_yes_to_everything(page);
    page.reads(&say("safety.yes_switched"));
    chooses(page, "GB");
    page.reads("0808 2000 247");
    page.eval("document.querySelectorAll('details').forEach(it => it.open = true); true");
    page.reads(&say("safety.plan_leave_1"));
    page.presses("link", &say("app.back"));
    page.finds("navigation", &say("app.places"));
}

#[test]
fn a_stranger_who_is_afraid_fetches_nothing_that_others_do_not() {
    let mend = Mend::starts();
    let wire = Wire::before(&mend);
    let person = Browser::shared().person();
    let page = person.opens(&wire.url());
    page.finds("link", &say("safety.afraid"));
    let before = wire.is_quiet();
    page.presses("link", &say("safety.afraid"));
    says_yes_to_everything(&page);
    chooses(&page, "GB");
    page.reads("0808 2000 247");
    page.presses("link", &say("app.back"));
    page.finds("heading", &say("welcome.title"));
    assert_eq!(wire.bytes(), before, "a first visit, and not one byte more");
    page.is_sound();
}

#[test]
fn help_is_there_before_anybody_is_in_and_without_a_server() {
    let mut mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.finds("heading", &say("welcome.title"));
    page.comes_back();
    mend.is_killed();
    page.goes_to(&mend.url());
    page.presses("link", &say("safety.afraid"));
    page.finds("heading", &say("safety.title"));
    for (country, number) in [("NL", "0800-2000"), ("US", "1-800-799-7233"), ("ES", "016")] {
        chooses(&page, country);
        page.reads(number);
        page.reads("22 November 2026");
    }
    let call = page.eval("document.querySelector('.help-line-number a').getAttribute('href')");
    assert!(call.as_str().is_some_and(|it| it.starts_with("tel:")), "{call}");
    says_yes_to_everything(&page);
    page.does_not_read(&say("safety.yes_switched"));
    page.presses("link", &say("app.back"));
    page.finds("heading", &say("welcome.title"));
}

#[test]
fn help_is_there_behind_the_lock_and_the_hurried_way_out_leads_nowhere_back() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let page = &ana.page;
    ana.goes("/settings");
    page.presses("button", &say("settings.lock_now"));
    page.finds("heading", &say("account.unlock_heading"));
    page.presses("link", &say("safety.link"));
    page.finds("heading", &say("safety.title"));
    says_yes_to_everything(page);
    page.presses("link", &say("app.back"));
    page.finds("heading", &say("account.unlock_heading"));
    page.presses("link", &say("safety.link"));
    says_yes_to_everything(page);
    for _ in 0..3 {
        page.hits("Escape");
    }
    is_away(page);
    page.goes_back();
    is_away(page);
    page.does_not_read(&say("safety.title"));
}

/// On the plain page, and nothing of ours to be seen.
fn is_away(page: &Page) {
    let away = "location.pathname === '/away.html' && document.readyState === 'complete'";
    page.waits_for("the plain page", away);
    page.does_not_read(&say("app.name"));
}

#[test]
fn words_of_self_harm_bring_up_crisis_lines_below_the_field_and_nothing_else_happens() {
    let mend = Mend::starts();
    let wire = Wire::before(&mend);
    let person = Browser::shared().person();
    let page = person.opens(&wire.url());
    page.finds("heading", &say("welcome.title"));
    page.comes_back();
    page.presses("link", &say("welcome.look_around"));
    page.finds("navigation", &say("app.places"));
    page.follows("/questions/ask");
    let field = say("questions.text");
    page.writes("textbox", &field, "I want to die of laughter when you dance.");
    page.waits_for("a while", "new Promise(yes => setTimeout(() => yes(true), 2000))");
    page.does_not_read(&say("safety.crisis_says"));
    // Looking around keeps nothing and asks for nothing, so that whatever happens now is of these words.
    let unseen = (0..3).any(|_| {
        let (before, here) = (wire.is_quiet(), kept(&page));
        let words = "I can not go on. I want to kill myself.";
        page.writes("textbox", &field, words);
        page.reads(&say("safety.crisis_says"));
        page.reads(&say("safety.crisis_only_you"));
        assert_eq!(kept(&page), here, "nothing of it is kept");
        let after = wire.bytes();
        page.writes("textbox", &field, "Ya no quiero vivir.");
        page.reads(&say("safety.crisis_says"));
        page.writes("textbox", &field, "What did you have for lunch?");
        page.reads_no_longer(&say("safety.crisis_says"));
        before == after
    });
    assert!(unseen, "nothing is sent");
    page.writes("textbox", &field, "I want to kill myself.");
    page.presses("button", &say("safety.crisis_away"));
    page.reads_no_longer(&say("safety.crisis_says"));
    assert_eq!(page.value_of("textbox", &field), "I want to kill myself.", "the words stand as they were");
    page.is_sound();
}

#[test]
fn a_plain_name_and_icon_stand_wherever_others_look() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let page = &ana.page;
    ana.goes("/settings");
    page.presses("radio", &say("settings.name_plain"));
    page.waits_for("the title changes", "document.title === 'Notes'");
    page.reloads();
    page.finds("navigation", &say("app.places"));
    for path in ["/", "/ours", "/questions/ask"] {
        ana.goes(path);
        assert_eq!(page.title(), "Notes", "{path}");
    }
    let manifest =
        "fetch(document.querySelector('link[rel=manifest]').href).then(it => it.json()).then(it => it.name)";
    assert_eq!(page.eval(manifest), "Notes");
    let icon = "fetch(document.querySelector('link[rel=icon]').href).then(it => it.ok && it.url.endsWith('/icon-neutral.svg'))";
    assert_eq!(page.eval(icon), true);
    ana.goes("/settings");
    page.presses("button", &say("settings.lock_now"));
    page.finds("heading", &say("account.unlock_heading"));
    assert_eq!(page.title(), "Notes");
    assert_eq!(page.eval("document.querySelector('.top-home').innerText.trim()"), "Notes");
}

#[test]
fn one_is_asked_softly_and_not_again_until_there_is_a_reason() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let page = &ana.page;
    page.reads(&say("safety.ask_title"));
    page.presses("link", &say("safety.ask_look"));
    page.finds("heading", &say("safety.title"));
    page.presses("link", &say("app.back"));
    page.reads(&say("safety.ask_title"));
    ana.has_all_saved();
    page.goes_to(&mend.url());
    page.finds("navigation", &say("app.places"));
    page.does_not_read(&say("safety.ask_title"));
    page.finds("link", &say("safety.link"));
}

//! Reminders in a browser: switched on and off, kept over a visit, shown by the worker, and never while a page is looked at.

use e2e::{Browser, Mend, Partner, say};

/// What the worker has shown and not taken away.
const SHOWN: &str = "navigator.serviceWorker.ready.then(it => it.getNotifications()).then(all => all.map(it => it.title + ': ' + it.body))";
/// What was left for the worker.
const LEFT: &str = "caches.open('reminders').then(it => it.match('/kept')).then(it => it ? it.json() : null)";

#[test]
fn reminders_are_switched_on_say_how_far_they_reach_and_are_off_with_one_tap() {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    person.allows_notifications(&mend.url());
    let page = person.opens(&format!("{}/begin", mend.url()));
    let ana = Partner::makes_account(person, page, "Ana");
    ana.goes("/settings");
    let page = &ana.page;
    page.presses("checkbox", &say("reminders.switch"));
    // This server wakes nobody: it says so kindly, and reminders work all the same.
    page.reads(&say("reminders.not_here"));
    page.waits_for(
        "what the worker needs",
        &format!("{LEFT}.then(it => it !== null && it.from === 1260 && it.to === 540)"),
    );
    let kept = page.eval(LEFT);
    assert_eq!(
        (kept["title"].as_str(), kept["body"].as_str()),
        (Some("Mend"), Some(say("reminders.notified_body").as_str()))
    );
    // Somebody looks at the page: nothing is shown, whoever asks.
    page.comes_back();
    page.eval("navigator.serviceWorker.ready.then(it => it.active.postMessage('remind')).then(() => true)");
    ana.goes("/settings");
    page.reads(&say("reminders.not_here"));
    assert_eq!(page.eval(SHOWN), serde_json::json!([]));
    page.presses("checkbox", &say("reminders.switch"));
    page.reads_no_longer(&say("reminders.not_here"));
    page.waits_for("nothing is left", &format!("{LEFT}.then(it => it === null)"));
}

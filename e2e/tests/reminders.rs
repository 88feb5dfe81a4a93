//! Reminders in a browser: switched on and off, kept over a visit, shown by the worker, and never while a page is looked at.

use domain::reminders::{QuietHours, Shown, Wanted, may_show};
use domain::{Moment, WallTime};
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

/// The worker as it is shipped. It cannot ask the rules, so it has the one it needs.
const WORKER: &str = include_str!("../../crates/web/shell/sw.js");
/// 10 January 2026, as midnight in Greenwich; no clock is changed in the days around it.
const BEGIN_MS: u64 = 1_768_003_200_000;
const MINUTE_MS: u64 = 60_000;

fn moment(minute: u64) -> Moment {
    let ms = BEGIN_MS + minute * MINUTE_MS;
    Moment { ms, local: WallTime::of_greenwich(ms / 1_000) }
}

#[test]
fn the_worker_lets_through_what_the_rules_let_through() {
    let begins = WORKER.find("function mayShow(").unwrap();
    let ends = begins + WORKER[begins..].find("\n}\n").unwrap() + 3;
    let gate = &WORKER[begins..ends];
    let person = Browser::shared().person();
    let page = person.opens("about:blank");
    let mut seen = [false; 2];
    for (from, to) in [(1260, 540), (540, 1260), (0, 0), (720, 720)] {
        let quiet = QuietHours::new(from, to).unwrap();
        for shown in [None, Some(0), Some(2 * 1_440 + 1_170), Some(5 * 1_440)] {
            let last = shown.map(|it| Shown { ms: moment(it).ms, day: moment(it).today() });
            let wanted = Wanted { quiet, spread: 0, shown: last };
            let minutes = (0..6 * 1_440).step_by(7);
            let rules: Vec<bool> = minutes.map(|it| may_show(&moment(it), &wanted)).collect();
            let shown = shown.map_or("null".to_owned(), |it| format!("at({it}).getTime()"));
            let worker = page.eval(&format!(
                "(() => {{ {gate}; const at = (minute) => new Date(2026, 0, 10, 0, minute), all = []; \
                 for (let minute = 0; minute < {}; minute += 7) all.push(mayShow({{ from: {from}, to: {to} }}, {shown}, at(minute))); \
                 return all; }})()",
                6 * 1_440
            ));
            assert_eq!(worker, serde_json::json!(rules), "quiet {from} to {to}, last {shown}");
            rules.iter().for_each(|it| seen[usize::from(*it)] = true);
        }
    }
    assert_eq!(seen, [true, true], "some are let through, and some are not");
}

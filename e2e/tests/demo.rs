//! What a stranger sees first: the made-up couple, both of them one click away.

use std::time::Duration;

use e2e::{Browser, Mend, say};

/// The twelve weeks are written by the real client through the real server, which takes its time.
const WEEKS: Duration = Duration::from_secs(45);

#[test]
fn both_of_the_made_up_couple_are_one_click_away_and_share_one_journey() {
    let mend = Mend::starts_with(&["--demo"]);
    let person = Browser::shared().person();
    let noor = person.opens(&format!("{}/#demo=noor", mend.url()));
    noor.is_patient_for(WEEKS);
    noor.finds("navigation", &say("app.places"));
    let sam = person.opens(&format!("{}/#demo=sam", mend.url()));
    sam.is_patient_for(WEEKS);
    sam.finds("navigation", &say("app.places"));
    for page in [&noor, &sam] {
        page.reads(&say("app.made_up"));
        page.presses("link", &say("app.ours"));
        page.presses("link", &say("promises.name"));
        page.finds("heading", &say("promises.title"));
        page.reads_no_longer(&say("promises.none"));
        page.reads(&say("app.made_up"));
        page.is_sound();
    }
    let promised = noor.eval("document.querySelectorAll('main .links-words li').length");
    assert!(promised.as_u64() > Some(1), "a believable list of promises: {promised}");
    sam.waits_for(
        "the same promises on both",
        &format!("document.querySelectorAll('main .links-words li').length === {promised}"),
    );
    // What is planned says who proposes which day, and not the other way round.
    noor.goes_to(&format!("{}/memories#demo=noor", mend.url()));
    noor.reads("Sam proposes ");
    // Before a card is opened and after it, both can see what was asked.
    noor.goes_to(&format!("{}/vulnerability/116#demo=noor", mend.url()));
    noor.finds("heading", &say("check_in.opening_title"));
    noor.reads("What helps you on a grey day?");
    noor.presses("button", &say("check_in.open_both"));
    noor.finds("heading", &say("vulnerability.title"));
    noor.reads("What helps you on a grey day?");
}

#[test]
fn every_picture_stands_again_as_a_table_and_the_table_is_open_on_paper() {
    let mend = Mend::starts_with(&["--demo"]);
    let person = Browser::shared().person();
    let noor = person.opens(&format!("{}/#demo=noor", mend.url()));
    noor.is_patient_for(WEEKS);
    noor.finds("navigation", &say("app.places"));
    let to = |path: &str| noor.goes_to(&format!("{}{path}#demo=noor", mend.url()));
    to("/promises");
    noor.finds("heading", &say("promises.title"));
    let record = "[...document.querySelectorAll('main .links-words a')].at(-1).getAttribute('href')";
    let record = noor.eval(record).as_str().unwrap().to_owned();
    for path in ["/check-in/lines", "/signs/lines", "/setting-down/weeks", &record] {
        to(path);
        let summary = "main details.printed-open";
        noor.waits_for("a table below its picture", &format!("!!document.querySelector('{summary} table')"));
        let seen = format!("document.querySelector('{summary} table').checkVisibility()");
        assert_eq!(noor.eval(&seen), false, "{path}: folded on a screen");
        noor.is_on_paper(true);
        assert_eq!(noor.eval(&seen), true, "{path}: open on paper");
        assert_eq!(noor.eval("document.querySelector('.leave').checkVisibility()"), false, "{path}");
        noor.is_on_paper(false);
        let filled = "[...document.querySelectorAll('main details.printed-open tr')]\
            .every(row => row.querySelector('th') && [...row.cells].every(it => it.textContent.trim()))";
        assert_eq!(noor.eval(filled), true, "{path}: each row has a name and says something in each column");
        let rows = noor.eval("document.querySelectorAll('main details.printed-open tbody tr').length");
        assert!(rows.as_u64() > Some(1), "{path}: {rows} rows");
        noor.is_sound();
    }
    // The two are told apart by the shape of their mark, too.
    to("/check-in/lines");
    noor.waits_for(
        "both marks",
        "['one', 'two'].every(it => document.querySelector(`main use[href='#point-${it}']`))",
    );
}

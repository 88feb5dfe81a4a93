//! What stands on a page stays when something new comes in: open details, the focus, and what is being typed.

use e2e::{Mend, Partner, pair, say, say_with};

/// Ben asks Ana something.
fn asks(ben: &Partner, words: &str) {
    ben.goes("/questions/ask");
    ben.page.writes("textbox", &say("questions.text"), words);
    ben.page.presses("radio", &say("questions.choose_now"));
    ben.page.presses("button", &say_with("questions.ask_them", &[("name", "Ana")]));
    ben.page.finds("heading", &say("questions.title"));
}

#[test]
fn what_comes_in_is_put_into_the_page_and_takes_nobody_out_of_what_they_do() {
    let mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    asks(&ben, "Where were you?");
    ana.goes("/questions");
    ana.page.reads("Where were you?");
    // Ana has opened a part of the page, stands in a field of it, and the first card is marked by hand.
    ana.page.eval("document.querySelector('summary').click()");
    ana.page.waits_for("the field", "document.querySelector('#from')?.offsetParent !== null");
    ana.page.eval("document.querySelector('#from').focus(); document.querySelector('#from').kept = true");
    ana.page.eval("document.querySelector('.papers .paper').kept = true");
    asks(&ben, "Why did you not call?");
    ana.page.reads("Why did you not call?");
    let stays = "document.activeElement.id === 'from' && document.activeElement.kept && document.querySelector('details').open";
    assert_eq!(ana.page.eval(stays), true, "the field, its focus and the open part are the same as before");
    let cards = "[document.querySelectorAll('.papers .paper').length, !!document.querySelector('.papers .paper').kept]";
    assert_eq!(
        ana.page.eval(cards),
        serde_json::json!([2, true]),
        "the first card is the same element, the second is new"
    );
    // What is gone leaves nothing behind that still listens or looks.
    ana.goes("/promises");
    ana.page.finds("heading", &say("promises.title"));
    assert_eq!(ana.page.eval("document.querySelector('#from')"), serde_json::Value::Null);
}

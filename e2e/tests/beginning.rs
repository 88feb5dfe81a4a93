//! The first minutes: who comes, looks, begins, and gets out again.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use e2e::{Browser, Mend, Partner, Shape, say};

#[test]
fn a_stranger_begins_alone_in_three_steps_and_comes_back_to_an_open_page() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.page.reloads();
    ana.page.finds("navigation", &say("app.places"));
    ana.page.is_sound();
}

#[test]
fn an_account_can_be_made_with_the_keyboard_alone() {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.tabs_to("link", &say("welcome.begin"));
    page.hits("Enter");
    page.tabs_to("textbox", &say("account.called"));
    page.types("Kim");
    for field in ["account.passphrase", "account.again"] {
        page.tabs_to("textbox", &say(field));
        page.types("slow river copper window");
    }
    page.hits("Enter");
    page.finds("heading", &say("account.kit_title"));
    let code = page.eval("[...document.querySelectorAll('.code > *')].map(it => it.textContent)");
    for (field, place) in [("account.third_group", 2), ("account.seventh_group", 6)] {
        page.tabs_to("textbox", &say(field));
        page.types(code[place].as_str().unwrap_or_default());
    }
    page.hits("Enter");
    page.tabs_to("link", &say("account.start_alone"));
    page.hits("Enter");
    page.finds("navigation", &say("app.places"));
    page.is_sound();
}

#[test]
fn a_question_is_written_kept_and_found_again_with_the_keyboard_alone() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.goes("/questions");
    let page = &ana.page;
    page.tabs_to("link", &say("questions.write"));
    page.hits("Enter");
    page.tabs_to("textbox", &say("questions.text"));
    page.types("Where were you in March?");
    // One stop for the whole choice; within it the arrows lead.
    page.tabs_to("radio", &say("questions.choose_unsure"));
    page.hits("ArrowDown");
    assert!(page.is_at("radio", &say("questions.choose_later")));
    page.tabs_to("button", &say("questions.put_there"));
    page.hits("Enter");
    page.reads("Where were you in March?");
    ana.has_all_saved();
    page.reloads();
    page.finds("navigation", &say("app.places"));
    ana.goes("/questions");
    page.reads("Where were you in March?");
    page.is_sound();
}

#[test]
fn a_short_or_mistyped_passphrase_is_asked_about_and_nothing_is_lost() {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&format!("{}/begin", mend.url()));
    page.writes("textbox", &say("account.called"), "Kim");
    page.writes("textbox", &say("account.passphrase"), "short");
    page.writes("textbox", &say("account.again"), "short");
    page.presses("button", &say("account.make"));
    page.reads(&say("account.passphrase_too_short"));
    page.writes("textbox", &say("account.passphrase"), "slow river copper window");
    page.reads(&say("account.again_differs"));
    assert_eq!(page.value_of("textbox", &say("account.called")), "Kim");
}

#[test]
fn a_name_that_is_taken_is_said_to_be_taken() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let person = Browser::shared().person();
    let page = person.opens(&format!("{}/begin", mend.url()));
    page.writes("textbox", &say("account.called"), "Kim");
    page.writes("textbox", &say("account.sign_in"), &ana.kit.name);
    page.writes("textbox", &say("account.passphrase"), "slow river copper window");
    page.writes("textbox", &say("account.again"), "slow river copper window");
    page.presses("button", &say("account.make"));
    page.reads(&say("account.name_taken"));
    assert_eq!(page.value_of("textbox", &say("account.called")), "Kim");
}

#[test]
fn looking_around_shows_made_up_people_and_keeps_nothing() {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.presses("link", &say("welcome.look_around"));
    page.finds("navigation", &say("app.places"));
    page.reads(&say("app.made_up"));
    page.presses("link", &say("app.ours"));
    page.presses("link", &say("promises.name"));
    page.finds("heading", &say("promises.title"));
    page.reads(&say("app.made_up"));
    page.presses("button", &say("app.made_up_leave"));
    page.finds("heading", &say("welcome.title"));
    page.reloads();
    page.finds("heading", &say("welcome.title"));
    page.is_sound();
}

#[test]
fn the_leave_button_comes_first_and_empties_the_page_with_no_way_back() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let page = &ana.page;
    page.is_shaped(Shape::PHONE);
    page.reloads();
    page.finds("navigation", &say("app.places"));
    page.hits("Tab");
    assert!(page.is_at("link", "Leave"), "Leave is first in keyboard order, not {:?}", page.focus());
    page.presses("link", "Leave");
    is_away(page);
    page.goes_back();
    is_away(page);
}

#[test]
fn three_times_escape_leaves_also_while_writing_and_locks() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let page = &ana.page;
    ana.goes("/questions/ask");
    page.focuses("textbox", &say("questions.text"));
    page.types("why");
    // A breath between the last letter and the first Escape. It belongs to the promise.
    std::thread::sleep(std::time::Duration::from_millis(100));
    for _ in 0..3 {
        page.hits("Escape");
    }
    is_away(page);
    page.goes_back();
    is_away(page);
    // Whoever opens it next needs the passphrase, and the words are still there for the one who has it.
    let again = ana.person.opens(&format!("{}/questions/ask", mend.url()));
    again.finds("heading", &say("account.unlock_heading"));
    again.does_not_read("why");
    again.writes("textbox", &say("account.passphrase"), &ana.passphrase);
    again.presses("button", &say("account.unlock"));
    again.waits_for("the draft is there", "document.querySelector('textarea')?.value === 'why'");
}

#[test]
fn leaving_works_before_anything_else_is_there() {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.finds("heading", &say("welcome.title"));
    for _ in 0..3 {
        page.hits("Escape");
    }
    is_away(&page);
}

/// On the plain page, and nothing of ours to be seen.
fn is_away(page: &e2e::Page) {
    page.waits_for(
        "the plain page",
        "location.pathname === '/away.html' && document.readyState === 'complete'",
    );
    page.does_not_read(&say("app.name"));
    assert!(!page.title().contains("Mend"), "a neutral title: {}", page.title());
    assert_eq!(page.eval("document.referrer"), "", "no trace of where one came from");
}

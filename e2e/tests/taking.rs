//! Taking everything along and bringing it into another account, in a browser; and ending what two share.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use e2e::{Mend, Page, Partner, pair, say, say_with};

/// What the page gives the person to keep when this button is pressed.
fn given(page: &Page, button: &str) -> String {
    page.eval(
        "(() => { delete window.given; const made = URL.createObjectURL; \
         URL.createObjectURL = blob => { blob.text().then(it => { window.given = it; }); URL.createObjectURL = made; return made.call(URL, blob); }; \
         return true; })()",
    );
    page.presses("button", button);
    page.waits_for("a file", "typeof window.given === 'string'");
    page.eval("window.given").as_str().unwrap_or_default().to_owned()
}

/// Chooses a file with these contents.
fn chooses(page: &Page, contents: &str) {
    let contents = serde_json::to_string(contents).unwrap();
    page.eval(&format!(
        "(() => {{ const files = new DataTransfer(); files.items.add(new File([{contents}], 'notes.json')); \
         const field = document.querySelector('#bring'); field.files = files.files; \
         field.dispatchEvent(new Event('change')); return true; }})()"
    ));
}

#[test]
fn what_two_wrote_is_taken_along_by_one_and_brought_into_another_account() {
    let mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    ana.seals_check_in(6, "You stayed on Sunday");
    ben.seals_check_in(8, "You asked how I was");
    ana.page.reads(&say("check_in.open_both"));
    ana.goes("/settings");
    let book = given(&ana.page, &say("taking.book"));
    assert!(book.contains("You stayed on Sunday") && !book.contains("<script"));
    let file = given(&ana.page, &say("taking.file"));
    assert!(file.contains("\"format\":\"mend-journey\""));
    // Two are here: nothing is brought, and nothing is lost.
    chooses(&ana.page, &file);
    ana.page.presses("button", &say("taking.bring_yes"));
    ana.page.reads(&say("taking.not_alone"));
    let again = Partner::begins(&mend, "Ana anew");
    again.goes("/settings");
    for (contents, says) in [
        ("<html>", "taking.not_one"),
        (&file[..file.len() / 2], "taking.cut"),
        (file.replacen("\"version\":1", "\"version\":7", 1).as_str(), "taking.newer"),
        (file.replacen("\"audience\":\"ours\"", "\"audience\":\"all\"", 1).as_str(), "taking.damaged"),
    ] {
        chooses(&again.page, contents);
        again.page.reads(&say(says));
    }
    chooses(&again.page, &file);
    again.page.finds("heading", &say("taking.bring_title"));
    again.page.presses("button", &say("taking.bring_yes"));
    again.page.reads(&say("taking.brought"));
    again.page.is_sound();
    again.goes("/check-in");
    again.page.presses("button", &say("check_in.open_both"));
    again.page.reads("You stayed on Sunday");
    again.page.reads("You asked how I was");
    again.page.reloads();
    again.page.finds("navigation", &say("app.places"));
    again.goes("/settings");
    assert!(given(&again.page, &say("taking.book")).contains("You asked how I was"));
}

#[test]
fn one_ends_what_the_two_share_and_the_other_reads_what_holds_now() {
    let mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    ana.goes("/leaning/parting");
    ana.page.is_sound();
    ana.page.writes("textbox", &say("leaning.say_words"), "I have decided to go.");
    ana.page.presses("button", &say("leaning.end"));
    ana.page.presses("button", &say("leaning.end_yes"));
    ana.page.reads(&say_with("leaning.ended_by_me", &[("name", "Ben")]));
    ana.page.does_not_read(&say("today.together_title"));
    ben.goes("/");
    ben.page.reads(&say_with("leaning.ended_by_them", &[("name", "Ana")]));
    ben.page.does_not_read("I have decided");
    ana.page.presses("button", &say("leaning.come_back"));
    ana.page.reads_no_longer(&say_with("leaning.ended_by_me", &[("name", "Ben")]));
    ben.page.reads_no_longer(&say_with("leaning.ended_by_them", &[("name", "Ana")]));
}

#[test]
fn a_device_gets_a_name_by_which_its_person_knows_it_again() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.goes("/settings");
    ana.page
        .presses("button", &format!("{} {}", say("settings.name_device"), say("settings.name_device_what")));
    ana.page.writes("textbox", &say("settings.device_name"), "Kitchen phone");
    ana.page.presses("button", &say("settings.device_name_keep"));
    ana.page.reads("Kitchen phone");
    ana.page.reloads();
    ana.page.finds("navigation", &say("app.places"));
    ana.goes("/settings");
    ana.page.reads("Kitchen phone");
}

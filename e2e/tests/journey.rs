//! The first half of the journey in two browsers.

use std::time::Duration;

use e2e::{Mend, Partner, pair, say, say_with, until};

const QUESTION: &str = "Were you with them on my birthday?";
const ANSWER: &str = "Yes. From six until nine. I lied about the train.";

/// She is not sure, so it rests; two days later it is asked, answered in writing, and marked.
fn a_question_cools_and_is_answered(ana: &Partner, ben: &Partner) {
    ana.goes("/questions/ask");
    ana.page.writes("textbox", &say("questions.text"), QUESTION);
    ana.page.presses("radio", &say("questions.choose_unsure"));
    ana.page.presses("button", &say("questions.put_there"));
    ana.page.finds("heading", &say("questions.title"));
    ben.goes("/questions");
    ben.page.finds("heading", &say("questions.title"));
    ben.page.does_not_read(QUESTION);
    // Two days later her device has locked itself, and the rest is over.
    ana.page.has_its_clock_ahead(49);
    ana.page.reloads();
    unlocks(ana);
    ben.page.reads(QUESTION);
    ana.page.has_its_clock_ahead(0);
    ana.page.reloads();
    ben.page.presses("link", &say("questions.open"));
    ben.page.writes("textbox", &say("questions.answer_text"), ANSWER);
    ben.page.presses("button", &say_with("questions.answer_send", &[("name", "Ana")]));
    unlocks(ana);
    ana.goes("/questions");
    ana.page.presses("link", &say("questions.read_answer"));
    ana.page.reads(ANSWER);
    ana.page.presses("radio", &say("questions.mark_enough"));
    ben.page.reads(&say_with(
        "questions.they_marked",
        &[("name", "Ana"), ("mark", &say("questions.mark_enough"))],
    ));
}

/// Live, each at their own device: the floor, saying back, "yes, you heard me", and a kind sentence each.
fn they_talk(ana: &Partner, ben: &Partner) {
    ana.goes("/talk/begin");
    ana.page.presses("button", &say_with("talk.send", &[("name", "Ben")]));
    ana.page.finds("heading", &say_with("talk.you_asked", &[("name", "Ben")]));
    ben.goes("/talk");
    ben.page.presses("link", &say("talk.go_to_talk"));
    ben.page.presses("button", &say("talk.join"));
    ana.page.presses("button", &say("talk.i_begin"));
    ana.page.presses("button", &say("talk.i_said_it"));
    ben.page.unfolds(&say_with("talk.say_back_too", &[("name", "Ana")]));
    ben.page.writes("textbox", &say("talk.heard_is"), "You sat at the table and counted the trains.");
    ben.page.presses("button", &say_with("talk.share_heard", &[("name", "Ana")]));
    ana.page.reads("You sat at the table and counted the trains.");
    ana.page.presses("button", &say("talk.yes_heard"));
    ben.page.reads(&say_with("talk.was_heard_other", &[("name", "Ana")]));
    ana.page.presses("button", &say("talk.end"));
    ana.page.presses("button", &say("talk.end_yes"));
    for (partner, other) in [(ana, "Ben"), (ben, "Ana")] {
        partner.page.finds("heading", &say("talk.over_title"));
        partner.page.writes("textbox", &say("talk.kind"), "Thank you for staying.");
        partner.page.presses("button", &say_with("talk.kind_send", &[("name", other)]));
    }
}

/// Types the passphrase if it is asked for: a device locks itself when it was left for long.
fn unlocks(partner: &Partner) {
    let page = &partner.page;
    let locked = until("somebody is in, or is asked for the passphrase", || {
        let asked = page.has("textbox", &say("account.passphrase"));
        (asked || page.has("navigation", &say("app.places"))).then_some(asked)
    });
    if locked {
        page.writes("textbox", &say("account.passphrase"), &partner.passphrase);
        page.presses("button", &say("account.unlock"));
    }
    page.finds("navigation", &say("app.places"));
}

fn answers_for_the_same_page(partner: &Partner, wants: &str, words: &[(&str, &str)]) {
    partner.goes("/same-page");
    let page = &partner.page;
    page.presses("radio", &say(wants));
    page.presses("radio", &say("same_page.half_year"));
    for (field, words) in words {
        page.writes("textbox", &say(field), words);
    }
    page.presses("button", &say("same_page.seal"));
}

/// Each alone; nothing of it can be read before both have sealed; both open at once.
fn both_are_on_the_same_page(ana: &Partner, ben: &Partner) {
    answers_for_the_same_page(ana, "same_page.leaning_yes", &[("same_page.needs", "That we go slowly.")]);
    ana.page.finds("heading", &say("check_in.waiting_title"));
    ben.goes("/same-page");
    ben.page.does_not_read("That we go slowly.");
    answers_for_the_same_page(ben, "same_page.yes", &[]);
    for partner in [ana, ben] {
        partner.page.presses("button", &say("check_in.open_both"));
        partner.page.reads("That we go slowly.");
        partner.page.reads(&say("same_page.both_yes"));
    }
}

#[test]
fn two_people_go_from_a_question_that_cools_to_the_same_page() {
    let mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    for partner in [&ana, &ben] {
        partner.page.is_patient_for(Duration::from_secs(40));
    }
    a_question_cools_and_is_answered(&ana, &ben);
    they_talk(&ana, &ben);
    both_are_on_the_same_page(&ana, &ben);
    for partner in [&ana, &ben] {
        partner.page.is_sound();
    }
}

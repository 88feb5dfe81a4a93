//! Two people, two browsers, one server that can't read: the whole way, and the ways it may be interrupted.

use e2e::{Mend, Partner, pair, say, say_with};

fn together(mend: &Mend) -> (Partner, Partner) {
    let (ana, ben) = (Partner::begins(mend, "Ana"), Partner::begins(mend, "Ben"));
    pair(&ana, &ben);
    (ana, ben)
}

fn promises(partner: &Partner, other: &str, words: &str) {
    partner.goes("/promises/make");
    partner.page.writes("textbox", &say("promises.words"), words);
    partner.page.presses("button", &say_with("promises.tell", &[("name", other)]));
    partner.page.finds("heading", &say("promises.title"));
    partner.page.reads(words);
}

#[test]
fn two_people_go_from_the_welcome_page_to_an_opened_check_in() {
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ana.seals_check_in(7, "You called when you were late.");
    ana.page.finds("heading", &say("check_in.waiting_title"));
    // Nothing of it can be read before both have sealed.
    ben.goes("/check-in");
    ben.page.finds("heading", &say("check_in.title"));
    ben.page.does_not_read("You called when you were late.");
    ben.seals_check_in(3, "The walk on Sunday.");
    for partner in [&ana, &ben] {
        partner.page.presses("button", &say("check_in.open_both"));
        partner.page.finds("heading", &say("check_in.opened_title"));
        partner.page.reads("You called when you were late.");
        partner.page.reads("The walk on Sunday.");
        partner.page.reads(&say("check_in.talk_about"));
        partner.page.is_sound();
    }
}

/// A device knocks again at the latest after half a minute; on a busy machine that is not the whole wait.
fn is_waited_for(partners: [&Partner; 2]) {
    for partner in partners {
        partner.page.is_patient_for(std::time::Duration::from_secs(75));
    }
}

#[test]
fn a_promise_made_without_a_server_is_kept_here_and_arrives_later() {
    let mut mend = Mend::starts();
    let (ana, ben) = together(&mend);
    for partner in [&ana, &ben] {
        partner.page.comes_back();
        partner.page.finds("navigation", &say("app.places"));
        partner.goes("/promises");
    }
    mend.is_killed();
    promises(&ana, "Ben", "Home by seven on Thursday");
    ana.page.reloads();
    ana.page.reads("Home by seven on Thursday");
    ana.goes("/settings");
    ana.page.reads(&say("settings.offline"));
    mend.starts_again();
    is_waited_for([&ana, &ben]);
    ana.page.reads(&say("settings.saved_both"));
    ben.page.reads("Home by seven on Thursday");
}

#[test]
fn a_day_that_was_chosen_for_a_promise_is_still_chosen_after_the_page_was_killed() {
    let mend = Mend::starts();
    let (ana, _ben) = together(&mend);
    ana.goes("/promises/make");
    ana.page.finds("textbox", &say("promises.words"));
    let day = ana.page.eval(
        "(() => { const field = document.querySelector('#first'); const on = new Date(Date.now() + 9 * 864e5).toISOString().slice(0, 10); \
         field.value = on; field.dispatchEvent(new Event('input', { bubbles: true })); return on; })()",
    );
    ana.page.reads(&say("app.saved_as_you_write"));
    std::thread::sleep(std::time::Duration::from_secs(2));
    let Partner { person, page, .. } = ana;
    page.is_killed();
    let again = person.opens(&format!("{}/promises/make", mend.url()));
    again.finds("textbox", &say("promises.words"));
    again.waits_for("the day", &format!("document.querySelector('#first')?.value === {day}"));
}

#[test]
fn words_that_both_read_are_changed_where_they_stand_and_a_change_is_kept_as_it_is_typed() {
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    let (label, anew) = (say("closeness.page_label"), say("writing.write_anew"));
    let shares = |words| {
        ana.page.writes("textbox", &label, words);
        ana.page.presses("button", &say("writing.read_once_more"));
        ana.page.presses("button", &say_with("writing.share", &[("name", "Ben")]));
        ana.page.finds("button", &anew);
    };
    ana.goes("/closeness/page");
    shares("I begin with mornings.");
    ben.goes("/closeness/page");
    ben.page.reads("I begin with mornings.");
    ana.page.presses("button", &anew);
    assert_eq!(ana.page.value_of("textbox", &label), "I begin with mornings.");
    shares("I begin with evenings.");
    ben.page.reads("I begin with evenings.");
    ben.page.does_not_read("I begin with mornings.");
    // Back to what stood there first, and not shared yet.
    ana.page.presses("button", &anew);
    ana.page.writes("textbox", &label, "I begin with mornings.");
    ana.page.reads(&say("app.saved_as_you_write"));
    std::thread::sleep(std::time::Duration::from_secs(2));
    let Partner { person, page, .. } = ana;
    page.is_killed();
    let again = person.opens(&format!("{}/closeness/page", mend.url()));
    again.waits_for(
        "what was typed",
        "document.querySelector('#own-words')?.value === 'I begin with mornings.'",
    );
}

#[test]
fn what_both_wrote_while_the_server_was_away_meets_afterwards() {
    let mut mend = Mend::starts();
    let (ana, ben) = together(&mend);
    for partner in [&ana, &ben] {
        partner.page.comes_back();
        partner.page.finds("navigation", &say("app.places"));
        partner.goes("/promises");
    }
    mend.is_killed();
    promises(&ana, "Ben", "A message before six");
    promises(&ben, "Ana", "The phone stays in the hall");
    mend.starts_again();
    is_waited_for([&ana, &ben]);
    for partner in [&ana, &ben] {
        partner.page.reads("A message before six");
        partner.page.reads("The phone stays in the hall");
    }
}

#[test]
fn a_page_that_is_killed_while_writing_keeps_every_word() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.goes("/questions/ask");
    ana.page.focuses("textbox", &say("questions.text"));
    ana.page.types("Why did you not tell me");
    ana.page.waits_for("the last letter stands", "document.querySelector('textarea').value.endsWith('me')");
    ana.page.reads(&say("app.saved_as_you_write"));
    // A breath after the last letter. It belongs to the promise, and does not wait for anything else.
    std::thread::sleep(std::time::Duration::from_millis(100));
    let Partner { person, page, .. } = ana;
    page.is_killed();
    let again = person.opens(&format!("{}/questions/ask", mend.url()));
    again.finds("textbox", &say("questions.text"));
    again.waits_for("every word", "document.querySelector('textarea')?.value === 'Why did you not tell me'");
}

#[test]
fn a_reveal_survives_a_server_that_dies_in_the_middle() {
    let mut mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ana.seals_check_in(5, "Breakfast together.");
    ana.page.finds("heading", &say("check_in.waiting_title"));
    ben.goes("/check-in");
    ben.page.finds("heading", &say("check_in.title"));
    mend.is_killed();
    ben.seals_check_in_here(5, "You asked how I was.");
    // Both seals are here, and no key can travel yet.
    ben.page.finds("heading", &say("check_in.opening_title"));
    ben.page.does_not_read("Breakfast together.");
    mend.starts_again();
    is_waited_for([&ana, &ben]);
    for partner in [&ana, &ben] {
        partner.page.presses("button", &say("check_in.open_both"));
        partner.page.reads("Breakfast together.");
        partner.page.reads("You asked how I was.");
    }
}

#[test]
fn a_second_tab_is_told_about_the_first_and_can_go_on_in_its_place() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let second = ana.person.opens(&mend.url());
    second.finds("heading", &say("app.elsewhere_title"));
    second.presses("button", &say("app.elsewhere_take_over"));
    second.finds("navigation", &say("app.places"));
    ana.page.finds("heading", &say("app.elsewhere_title"));
}

#[test]
fn a_question_rests_unseen_and_one_that_is_asked_is_answered() {
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ana.goes("/questions/ask");
    ana.page.writes("textbox", &say("questions.text"), "Did you love her?");
    ana.page.presses("radio", &say("questions.choose_unsure"));
    ana.page.presses("button", &say("questions.put_there"));
    ana.goes("/questions/ask");
    ana.page.writes("textbox", &say("questions.text"), "Is it over?");
    ana.page.presses("radio", &say("questions.choose_now"));
    ana.page.presses("button", &say_with("questions.ask_them", &[("name", "Ben")]));
    ben.goes("/questions");
    ben.page.reads("Is it over?");
    ben.page.presses("link", &say("questions.open"));
    ben.page.writes("textbox", &say("questions.answer_text"), "Yes. Since May.");
    ben.page.presses("button", &say_with("questions.answer_send", &[("name", "Ana")]));
    ana.goes("/questions");
    ana.page.presses("link", &say("questions.read_answer"));
    ana.page.reads("Yes. Since May.");
    ben.goes("/questions");
    ben.page.finds("heading", &say("questions.title"));
    ben.page.does_not_read("Did you love her?");
}

#[test]
fn an_open_book_needs_the_yes_of_both_and_either_pauses_it_at_once() {
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    let (phone, others) = (say("open_book.phone"), "What friends write we scroll past.");
    ana.goes("/open-book/propose");
    ana.page.writes("textbox", &say("open_book.others"), others);
    ana.page.presses("button", &say("writing.read_once_more"));
    ana.page.reads(&say("open_book.nothing_is_open"));
    ana.page.presses("checkbox", &phone);
    ana.page.presses("button", &say("writing.read_once_more"));
    ana.page.reads(&say("open_book.becomes_less"));
    ana.page.presses("button", &say_with("open_book.send", &[("name", "Ben")]));
    ana.page.presses("link", &phone);
    ana.page.finds("button", &say("open_book.take_back"));
    ben.goes("/open-book");
    ben.page.presses("link", &phone);
    ben.page.reads(others);
    ben.page.presses("button", &say("open_book.agree"));
    ana.page.presses("button", &say("open_book.pause"));
    ana.page.finds("button", &say("open_book.go_on"));
    ben.page.reads(&say_with("open_book.stands_paused_them", &[("name", "Ana")]));
    ana.page.presses("button", &say("open_book.go_on"));
    ben.page.reads_no_longer(&say_with("open_book.stands_paused_them", &[("name", "Ana")]));
    ana.goes("/open-book/looking");
    ana.page.presses("button", &say("open_book.note_keep"));
    ana.page.finds("heading", &say("open_book.notes"));
    ana.page.is_sound();
    ben.page.is_sound();
}

//! Somebody gives something to a counsellor, who reads it, and nothing else, until the room ends.

use e2e::{Mend, Partner, comes_as_a_counsellor, invites_a_counsellor, say, say_with};

fn sets_down(noor: &Partner, words: &str) {
    noor.goes("/setting-down");
    noor.page.writes("textbox", &say("setting_down.what_came"), words);
    noor.page.presses("button", &say("setting_down.set_it_down"));
    noor.page.reads(words);
    noor.has_all_saved();
}

fn every_place_is_the_desk(carl: &Partner) {
    for path in ["/", "/ours", "/mine", "/practices"] {
        carl.goes(path);
        carl.page.finds("heading", &say("counsel.desk_title"));
    }
    carl.page.presses("link", "Mondays at nine");
    carl.page.reads("Mondays at nine set a thought down");
}

/// From its page in the room, and from its own page in the practice.
fn takes_out_and_gives_again(noor: &Partner, carl: &Partner) {
    noor.page.presses("link", "I wake at four and count.");
    noor.page.presses("button", &say("counsel.stop"));
    noor.page.presses("button", &say("counsel.stop_yes"));
    carl.page.reads_no_longer("I wake at four and count.");
    noor.goes("/setting-down");
    noor.page.presses("link", "I wake at four and count.");
    noor.page.presses("link", &say("counsel.offer"));
    noor.page.presses("button", &say("counsel.give_this"));
    carl.page.reads("I wake at four and count.");
}

/// What is written from now on is given by itself, the next time the page is looked at.
fn gives_a_practice(noor: &Partner, carl: &Partner) {
    noor.page.unfolds(&say("counsel.as_written_open"));
    noor.page.eval(
        "{ const it = document.querySelector('#practice'); it.value = 'setting_down'; it.dispatchEvent(new Event('change', { bubbles: true })); } true",
    );
    noor.page.presses("button", &say("counsel.as_written_on"));
    let stop = say_with("counsel.as_written_stop", &[("practice", &say("setting_down.name"))]);
    noor.page.finds("button", &stop);
    sets_down(noor, "The phone lay face down.");
    noor.page.eval("document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); true");
    carl.page.reads("The phone lay face down.");
    noor.goes("/counsellor");
    noor.page.presses("link", &say("counsel.unnamed"));
    noor.page.presses("button", &stop);
    noor.page.finds_no_longer("button", &stop);
}

#[test]
fn what_is_given_is_read_a_note_comes_back_and_after_the_end_nothing_new_opens() {
    let mend = Mend::starts();
    let noor = Partner::begins(&mend, "Noor");
    sets_down(&noor, "I wake at four and count.");
    let link = invites_a_counsellor(&noor);
    let carl = comes_as_a_counsellor(&noor, &link, "Carl");

    // Carl's desk is his home; he calls the room what he likes.
    carl.page.finds("heading", &say("counsel.desk_title"));
    assert!(!carl.page.has("link", &say("app.ours")), "no journey of his own");
    carl.page.presses("link", &say("counsel.desk_unnamed"));
    carl.page.reads(&say("counsel.desk_given_none"));
    carl.page.does_not_read("I wake at four and count.");
    carl.page.writes("textbox", &say("counsel.name_label"), "Mondays at nine");
    carl.page.presses("button", &say("counsel.name_keep"));
    carl.page.finds("heading", "Mondays at nine");

    // Noor gives one thing.
    noor.page.presses("link", &say("counsel.unnamed"));
    noor.page.presses("link", &say("counsel.give"));
    noor.page.presses("link", "I wake at four and count.");
    noor.page.presses("button", &say("counsel.give_this"));
    noor.page.finds("heading", &say("counsel.given_title"));
    carl.page.reads("I wake at four and count.");

    every_place_is_the_desk(&carl);
    takes_out_and_gives_again(&noor, &carl);

    gives_a_practice(&noor, &carl);

    // A note and a topic travel.
    carl.page.writes("textbox", &say("counsel.desk_note_label"), "Walk before you count.");
    carl.page.presses("button", &say("counsel.desk_note_send"));
    noor.page.reads("Walk before you count.");
    noor.goes("/mine");
    noor.page.reads(&say("counsel.says"));
    carl.page.writes("textbox", &say("counsel.desk_note_label"), "And sleep.");
    carl.page.presses("button", &say("counsel.desk_note_send"));
    noor.page.reads(&say("counsel.news_says"));
    noor.page.presses("link", &say("counsel.name"));
    noor.page.reads("And sleep.");
    noor.page.writes("textbox", &say("counsel.topic_label"), "Sleep");
    noor.page.presses("button", &say("counsel.topic_add"));
    carl.page.reads("Sleep");

    // The end.
    noor.page.presses("button", &say("counsel.end"));
    noor.page.presses("button", &say("counsel.end_yes"));
    noor.page.finds("heading", &say("counsel.over_title"));
    carl.page.finds("heading", &say("counsel.desk_over"));
    assert!(!carl.page.has("textbox", &say("counsel.desk_note_label")));
    sets_down(&noor, "Only for me.");
    carl.page.reloads();
    carl.page.finds("heading", &say("counsel.desk_over"));
    carl.page.does_not_read("Only for me.");
    noor.page.is_sound();
    carl.page.is_sound();
}

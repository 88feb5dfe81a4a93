//! The journey in two browsers, from a hurt to both pages open, and from keeping to its end, with stretches without a server.

use std::time::Duration;

use e2e::{Mend, Partner, pair, say, say_with};

const QUESTION: &str = "Were you with them on my birthday?";
const ANSWER: &str = "Yes. From six until nine. I lied about the train.";

/// What she calls it.
const HURT: &str = "The winter";
const HERS: &str = "You told me you were at work.";
const HIS: &str = "I was with somebody from work. You asked, and I said no.";

/// Each says for themselves that they are ready for what comes next.
fn both_are_ready(ana: &Partner, ben: &Partner, chapter: &str, what: &str) {
    for partner in [ana, ben] {
        partner.goes(&format!("/practices/{chapter}"));
        partner.page.presses("button", &say(&format!("path.{what}_say")));
    }
    ana.page.reads(&say(&format!("path.{what}_both")));
}

/// Written for oneself, read once more, and shared after the warning.
fn shares_an_account(partner: &Partner, other: &str, everything: bool) {
    let page = &partner.page;
    page.presses("link", &say("hurts.read_before_sharing"));
    page.reads(&say("hurts.warning"));
    let share = say_with("hurts.share", &[("name", other)]);
    page.presses("button", &share);
    page.reads(&say("hurts.warn_first"));
    page.presses("checkbox", &say("hurts.warning_read"));
    if everything {
        page.presses("button", &share);
        page.reads(&say("hurts.is_this_everything"));
        page.presses("checkbox", &say("hurts.everything_yes"));
    }
    page.presses("button", &share);
    page.finds("heading", &say("hurts.parts_title"));
}

/// She tells it, he tells his side as one whole, and by that both have named who was hurt.
fn a_hurt_is_told_and_named(ana: &Partner, ben: &Partner) {
    ana.goes("/hurts/write");
    ana.page.presses("radio", &say("hurts.i_was_hurt"));
    ana.page.writes("textbox", &say("hurts.call_it"), HURT);
    ana.page.writes("textbox", &say("hurts.what"), HERS);
    ana.page.presses("button", &say("hurts.keep"));
    ana.page.finds("link", &say("hurts.read_before_sharing"));
    ben.goes("/hurts");
    ben.page.finds("heading", &say("hurts.title"));
    ben.page.does_not_read(HURT);
    shares_an_account(ana, "Ben", false);
    ben.page.presses("link", HURT);
    ben.page.does_not_read(HERS);
    ben.page.presses("button", &say("hurts.read_now"));
    ben.page.reads(HERS);
    ben.page.presses("link", &say("hurts.write_yours"));
    ben.page.presses("radio", &say("hurts.i_am_responsible"));
    ben.page.writes("textbox", &say("hurts.what"), HIS);
    ben.page.presses("button", &say("hurts.keep"));
    shares_an_account(ben, "Ana", true);
    ana.page.presses("button", &say("hurts.read_now"));
    ana.page.reads(HIS);
    ana.page.reads(&say_with("hurts.parts_named", &[("hurt", "Ana"), ("responsible", "Ben")]));
}

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
    ana.unlocks();
    ben.page.reads(QUESTION);
    ana.page.has_its_clock_ahead(0);
    ana.page.reloads();
    ben.page.presses("link", &say("questions.open"));
    ben.page.writes("textbox", &say("questions.answer_text"), ANSWER);
    ben.page.presses("button", &say_with("questions.answer_send", &[("name", "Ana")]));
    ana.unlocks();
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
    for (partner, other, words) in
        [(ana, "Ben", "Thank you for staying."), (ben, "Ana", "I am glad you said it.")]
    {
        partner.page.finds("heading", &say("talk.over_title"));
        partner.page.writes("textbox", &say("talk.kind_mine"), words);
        partner.page.presses("button", &say_with("talk.kind_send", &[("name", other)]));
        partner.page.reads(words);
    }
    // His sentence makes room for itself above.
    ana.page.reads("I am glad you said it.");
    ana.page.presses("button", &say("talk.i_feel_heard"));
    ana.page.reads(&say("talk.felt_said"));
}

const REGRET: &str = "I left you alone with it, and I watched.";
const WHY: &str = "I was ashamed of failing, and I hid it.";

/// Quiet marks under words that undo it; read as she will; and sent while the server is away.
fn an_apology_is_sent_without_a_server(mend: &mut Mend, ana: &Partner, ben: &Partner) {
    let page = &ben.page;
    ben.goes("/apology");
    page.presses("link", HURT);
    page.writes("textbox", &say("apology.part_responsibility"), "I lied to you, and I chose to.");
    page.writes("textbox", &say("apology.offers"), "Home by seven on Thursdays");
    page.writes("textbox", &say("apology.part_regret"), "I am sorry if you felt alone.");
    page.finds("button", &say("marks.keep"));
    page.writes("textbox", &say("apology.part_regret"), REGRET);
    page.finds_no_longer("button", &say("marks.keep"));
    page.presses("button", &say_with("apology.read_as", &[("name", "Ana")]));
    ana.goes("/apology");
    mend.is_killed();
    page.presses("button", &say_with("apology.send", &[("name", "Ana")]));
    page.finds("heading", &say_with("apology.yours_title", &[("name", "Ana")]));
    ana.page.reads(HURT);
    ana.page.does_not_read(&say("apology.row_waits_for_you"));
    mend.starts_again();
    // A device knocks again at the latest after half a minute.
    for partner in [ana, ben] {
        partner.page.is_patient_for(Duration::from_secs(75));
    }
    ana.page.reads(&say("apology.row_waits_for_you"));
}

/// Opened when she is ready; something is missing; written again, and accepted.
fn it_is_revised_and_accepted(ana: &Partner, ben: &Partner) {
    ana.page.presses("link", HURT);
    ana.page.does_not_read(REGRET);
    ana.page.reads(&say("apology.closed_lead"));
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say("apology.open"));
    ana.page.reads(REGRET);
    ana.page.presses("checkbox", &say("apology.answer_missing"));
    ana.page.presses("checkbox", &say("apology.missing_explanation"));
    ana.page.presses("button", &say_with("apology.tell", &[("name", "Ben")]));
    ben.page.reads(&say_with("apology.missing_lead", &[("name", "Ana")]));
    ben.page.keeps_nobody_out();
    ben.page.presses("button", &say("apology.write_again"));
    ben.page.writes("textbox", &say("apology.part_explanation"), WHY);
    ben.page.presses("button", &say_with("apology.read_as", &[("name", "Ana")]));
    ben.page.presses("button", &say_with("apology.send_again", &[("name", "Ana")]));
    ana.page.finds("button", &say("apology.newer_open"));
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say("apology.newer_open"));
    ana.page.reads(WHY);
    ana.page.presses("radio", &say("apology.stand_accept"));
    ana.page.presses("button", &say_with("apology.tell", &[("name", "Ben")]));
    ben.page.reads(&say_with("apology.accepted_lead", &[("name", "Ana")]));
    ben.page.keeps_nobody_out();
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
    ana.page.keeps_nobody_out();
    ben.goes("/same-page");
    ben.page.does_not_read("That we go slowly.");
    let own = [("same_page.remorse", "I lied to you."), ("same_page.interest", "I want to come home.")];
    answers_for_the_same_page(ben, "same_page.yes", &own);
    for partner in [ana, ben] {
        partner.page.presses("button", &say("check_in.open_both"));
        partner.page.reads("That we go slowly.");
        partner.page.reads(&say("same_page.both_yes"));
        partner.page.keeps_nobody_out();
    }
}

const HOLDS: &str = "The Thursdays hold, and the awkward part comes first.";
const HIS_WORDS: &str = "I learned to say it on the same day.";
const HER_WORDS: &str = "I look at the door no more.";

/// By the clocks of both devices, a month and a day go by; they have locked themselves.
fn a_month_goes_by(ana: &Partner, ben: &Partner) {
    for partner in [ana, ben] {
        partner.has_all_saved();
        partner.page.has_its_clock_ahead(24 * 32);
        partner.page.reloads();
        partner.unlocks();
    }
}

/// Written while the server is away, and there for the other once it is back.
fn a_look_is_held_without_a_server(mend: &mut Mend, ana: &Partner, ben: &Partner) {
    ana.goes("/boosters");
    ana.page.finds("heading", &say("boosters.now_title"));
    ana.page.keeps_nobody_out();
    ana.page.presses("link", &say("boosters.hold"));
    let title = say_with("boosters.hold_title", &[("after", &say("boosters.after_1"))]);
    ana.page.finds("heading", &title);
    ana.page.keeps_nobody_out();
    ben.goes("/boosters/1");
    ben.page.finds("heading", &title);
    mend.is_killed();
    shares_own_words(ana, "boosters.holds_label", HOLDS, "Ben");
    ben.page.does_not_read(HOLDS);
    mend.starts_again();
    ben.page.reads(HOLDS);
    ben.page.keeps_nobody_out();
    ana.page.presses("button", &say("boosters.put_by"));
    ana.page.reads(&say("boosters.put_by_done"));
}

fn shares_own_words(partner: &Partner, label: &str, words: &str, other: &str) {
    partner.page.writes("textbox", &say(label), words);
    partner.page.presses("button", &say("writing.read_once_more"));
    partner.page.presses("button", &say_with("writing.share", &[("name", other)]));
    partner.page.reads(words);
}

/// Both close it, the keepsake holds the words of both, and either can wake it.
fn they_close_their_journey_and_it_can_be_woken(ana: &Partner, ben: &Partner) {
    for (partner, other, words) in [(ana, "Ben", HER_WORDS), (ben, "Ana", HIS_WORDS)] {
        partner.goes("/boosters/close");
        partner.page.keeps_nobody_out();
        shares_own_words(partner, "boosters.close_label", words, other);
    }
    ana.page.presses("button", &say("path.closing_say"));
    ana.page.reads(&say("path.closing_mine"));
    ben.page.does_not_read(&say("boosters.closed_title"));
    ben.page.presses("button", &say("path.closing_say"));
    for partner in [ana, ben] {
        partner.page.finds("heading", &say("boosters.closed_title"));
        partner.page.keeps_nobody_out();
        partner.goes("/boosters/keepsake");
        partner.page.reads(HER_WORDS);
        partner.page.reads(HIS_WORDS);
        partner.page.keeps_nobody_out();
    }
    ana.page.presses("button", &say("boosters.keepsake_save"));
    ana.page.reads(&say("boosters.keepsake_saved"));
    ben.goes("/boosters/close");
    ben.page.presses("button", &say("boosters.closed_wake"));
    ben.page.finds_no_longer("heading", &say("boosters.closed_title"));
    ana.goes("/boosters/close");
    ana.page.finds_no_longer("heading", &say("boosters.closed_title"));
}

#[test]
fn two_people_go_from_a_hurt_through_an_apology_to_the_same_page_and_in_the_end_close_their_journey() {
    let mut mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    for partner in [&ana, &ben] {
        partner.page.comes_back();
        partner.page.finds("navigation", &say("app.places"));
        partner.page.is_patient_for(Duration::from_secs(40));
    }
    both_are_ready(&ana, &ben, "steady", "steady");
    a_hurt_is_told_and_named(&ana, &ben);
    a_question_cools_and_is_answered(&ana, &ben);
    they_talk(&ana, &ben);
    an_apology_is_sent_without_a_server(&mut mend, &ana, &ben);
    it_is_revised_and_accepted(&ana, &ben);
    both_are_on_the_same_page(&ana, &ben);
    for partner in [&ana, &ben] {
        partner.goes("/hurts");
        partner.page.presses("link", HURT);
        partner.page.reads(&say_with("hurts.chapter_is", &[("chapter", &say("path.rebuild"))]));
        partner.page.is_sound();
    }
    both_are_ready(&ana, &ben, "rebuild", "keeping");
    a_month_goes_by(&ana, &ben);
    a_look_is_held_without_a_server(&mut mend, &ana, &ben);
    they_close_their_journey_and_it_can_be_woken(&ana, &ben);
    for partner in [&ana, &ben] {
        partner.page.is_sound();
    }
}

//! What slows two people down and what they learn alone, in two browsers: space with a return time, a time-out by one tap,
//! rules both agreed to, a look at signs, why, learning, setting down. At every station the page keeps nobody out.

use e2e::{Mend, Partner, pair, say, say_with};

fn together(mend: &Mend) -> (Partner, Partner) {
    let (ana, ben) = (Partner::begins(mend, "Ana"), Partner::begins(mend, "Ben"));
    pair(&ana, &ben);
    (ana, ben)
}

const KIND: &str = "I am at my sister’s. I am not leaving.";

#[test]
fn space_has_a_return_time_on_a_calm_page_of_both_and_ends_when_its_asker_comes_back() {
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ana.goes("/space/ask");
    ana.page.presses("button", &say("space.two_days"));
    ana.page.presses("radio", &say("space.short"));
    ana.page.writes("textbox", &say("space.words"), KIND);
    ana.page.reads(&say("space.fine_short"));
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say_with("space.send", &[("name", "Ben")]));
    ana.page.reads(&say_with("space.you_rest", &[("name", "Ben")]));
    ana.page.keeps_nobody_out();
    // He learns until when, what is fine meanwhile, her own words, and that nothing is needed.
    ben.goes("/space");
    ben.page.reads(&say_with("space.nothing_needed", &[("name", "Ana")]));
    ben.page.reads("18:00");
    ben.page.reads(KIND);
    ben.page.reads(&say("space.fine_short"));
    ben.page.keeps_nobody_out();
    ben.page.presses("button", &say("space.respect"));
    ben.page.reads(&say("space.you_respect"));
    ana.page.reads(&say_with("space.they_respect", &[("name", "Ben")]));
    ana.page.presses("button", &say("space.come_back"));
    ben.page.finds("heading", &say("space.title"));
    ben.page.does_not_read(KIND);
    for partner in [&ana, &ben] {
        partner.page.finds("link", &say("space.ask"));
        partner.page.is_sound();
    }
}

#[test]
fn when_the_time_is_over_its_asker_reads_it_gently_and_says_that_they_are_back() {
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ana.goes("/space/ask");
    ana.page.presses("button", &say("space.two_days"));
    ana.page.presses("button", &say_with("space.send", &[("name", "Ben")]));
    ana.page.reads(&say_with("space.you_rest", &[("name", "Ben")]));
    ana.has_all_saved();
    ana.page.has_its_clock_ahead(72);
    ana.page.reloads();
    ana.unlocks();
    ana.goes("/space");
    ana.page.finds("heading", &say("space.over"));
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say("space.over_back"));
    ana.page.finds_no_longer("heading", &say("space.over"));
    ben.goes("/space");
    ben.page.finds("link", &say("space.ask"));
    for partner in [&ana, &ben] {
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }
}

#[test]
fn an_apology_rests_when_she_needs_to_be_heard_once_more_and_one_taken_back_leaves_no_words() {
    const HURT: &str = "The winter";
    const WORDS: &str = "I lied to you, and I chose to.";
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    tells_what_hurt(&ana, HURT);
    tells_his_side(&ben, HURT);
    ana.goes("/hurts");
    ana.page.presses("link", HURT);
    ana.page.presses("button", &say("hurts.heard_say"));
    for partner in [&ana, &ben] {
        partner.goes("/apology");
        partner.page.presses("link", HURT);
        partner.page.reads(HURT);
        partner.page.keeps_nobody_out();
    }
    ben.page.writes("textbox", &say("apology.part_responsibility"), WORDS);
    ben.page.presses("button", &say_with("apology.read_as", &[("name", "Ana")]));
    ben.page.keeps_nobody_out();
    ben.page.presses("button", &say_with("apology.send", &[("name", "Ana")]));
    ben.page.finds("heading", &say_with("apology.yours_title", &[("name", "Ana")]));
    ana.page.presses("button", &say("apology.open"));
    ana.page.reads(WORDS);
    ana.goes("/hurts");
    ana.page.presses("link", HURT);
    ana.page.presses("button", &say("hurts.heard_back"));
    ana.goes("/apology");
    ana.page.presses("link", HURT);
    ana.page.reads(&say("apology.opened_rests"));
    ben.page.reads(&say_with("apology.rests_lead", &[("name", "Ana")]));
    for partner in [&ana, &ben] {
        partner.page.keeps_nobody_out();
    }
    ben.page.unfolds(&say("apology.take_back"));
    ben.page.presses("button", &say("apology.take_back_do"));
    ana.page.reads(&say_with("apology.taken_back_lead", &[("name", "Ben")]));
    ana.page.does_not_read(WORDS);
    for partner in [&ana, &ben] {
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }
}

#[test]
fn a_time_out_is_one_tap_away_on_a_shared_page_holds_for_both_and_can_be_longer() {
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ben.goes("/promises");
    ana.goes("/promises");
    ana.page.presses("button", &say("space.time_out"));
    ana.page.reads(&say("space.time_out_well"));
    ana.page.keeps_nobody_out();
    // The page that is open at his place has a line with the time, and leads to the calm page.
    ben.page.presses("link", &say("app.see_it"));
    ben.page.reads(&say("space.time_out_theirs"));
    ben.page.keeps_nobody_out();
    let until =
        |partner: &Partner| partner.page.eval("document.querySelector('.calm-centre h1').textContent");
    let before = until(&ana);
    ana.page.unfolds(&say("space.make_it"));
    ana.page.presses("button", &say("space.time_out_now").replace("{n}", "60"));
    ana.page.waits_for(
        "a later time",
        &format!("document.querySelector('.calm-centre h1').textContent !== {before}"),
    );
    let longer = until(&ana);
    let longer = longer.as_str().unwrap_or_default();
    let clock = longer.split_whitespace().find(|it| it.contains(':')).unwrap_or_default();
    ben.page.reads(clock.trim_end_matches('.'));
    ana.page.presses("button", &say("space.back_now"));
    for partner in [&ana, &ben] {
        partner.page.finds("heading", &say("space.time_out_title"));
        partner.page.finds("link", &say("space.ask"));
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }
}

#[test]
fn a_ground_rule_stands_once_both_agreed_and_a_look_at_signs_stays_with_the_one_who_looked() {
    const RULE: &str = "No hard talks after nine at night.";
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ana.goes("/ground-rules/propose");
    ana.page.presses("radio", &say("ground_rules.sleep"));
    ana.page.writes("textbox", &say("ground_rules.words"), RULE);
    ana.page.finds("heading", &say_with("ground_rules.preview", &[("name", "Ben")]));
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say_with("ground_rules.send", &[("name", "Ben")]));
    ana.page.reads(&say_with("ground_rules.stands_when", &[("name", "Ben")]));
    ben.goes("/ground-rules");
    ben.page.reads(RULE);
    ben.page.keeps_nobody_out();
    ben.page.presses("button", &say("ground_rules.agree"));
    for partner in [&ana, &ben] {
        partner.page.finds("heading", &say("ground_rules.agreed"));
        partner.page.reads(RULE);
        partner.page.keeps_nobody_out();
    }
    ana.goes("/signs/look");
    ana.page.finds("heading", &say("signs.look_title"));
    ana.page.focuses("slider", &say("signs.questioning"));
    for key in ["Home", "ArrowRight", "ArrowRight"] {
        ana.page.hits(key);
    }
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say("signs.keep"));
    let some_days = say_with("signs.you", &[("often", &say("signs.some_days"))]);
    ana.page.reads(&some_days);
    ana.page.finds("link", &say("signs.go_questioning"));
    ana.page.keeps_nobody_out();
    ben.goes("/signs");
    ben.page.finds("heading", &say("signs.title"));
    ben.page.does_not_read(&say("signs.questioning"));
    // One answer, read as the other will read it, can be given to the other.
    let shares = format!("{}: {}", say("signs.share"), say("signs.questioning"));
    ana.page.unfolds(&shares);
    ana.page.presses("button", &say_with("signs.share_with", &[("name", "Ben")]));
    ben.page.finds("heading", &say_with("signs.from_them", &[("name", "Ana")]));
    ben.page.reads(&say_with("signs.answer", &[("often", &say("signs.some_days"))]));
    ben.page.keeps_nobody_out();
    for partner in [&ana, &ben] {
        partner.page.is_sound();
    }
}

/// She tells it for herself, reads it once more, and shares it after the warning.
fn tells_what_hurt(ana: &Partner, name: &str) {
    let page = &ana.page;
    ana.goes("/hurts/write");
    page.presses("radio", &say("hurts.i_was_hurt"));
    page.writes("textbox", &say("hurts.call_it"), name);
    page.writes("textbox", &say("hurts.what"), "You told me you were at work.");
    page.presses("button", &say("hurts.keep"));
    page.presses("link", &say("hurts.read_before_sharing"));
    page.presses("checkbox", &say("hurts.warning_read"));
    page.presses("button", &say_with("hurts.share", &[("name", "Ben")]));
    page.finds("heading", &say("hurts.parts_title"));
}

/// He tells his side as one whole, and names himself as responsible for it.
fn tells_his_side(ben: &Partner, name: &str) {
    let (page, share) = (&ben.page, say_with("hurts.share", &[("name", "Ana")]));
    ben.goes("/hurts");
    page.presses("link", name);
    page.presses("button", &say("hurts.read_now"));
    page.keeps_nobody_out();
    page.presses("link", &say("hurts.write_yours"));
    page.presses("radio", &say("hurts.i_am_responsible"));
    page.writes("textbox", &say("hurts.what"), "I was with somebody from work.");
    page.presses("button", &say("hurts.keep"));
    page.presses("link", &say("hurts.read_before_sharing"));
    page.presses("checkbox", &say("hurts.warning_read"));
    page.presses("button", &share);
    page.presses("checkbox", &say("hurts.everything_yes"));
    page.presses("button", &share);
    page.finds("heading", &say("hurts.parts_title"));
}

#[test]
fn who_was_hurt_takes_time_and_the_other_reads_that_nothing_is_needed() {
    const HURT: &str = "The winter";
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    tells_what_hurt(&ana, HURT);
    tells_his_side(&ben, HURT);
    ana.goes("/time");
    ana.page.unfolds(&say("time.not_ready"));
    ana.page.reads(&say_with("time.they_read", &[("name", "Ben")]));
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say_with("time.say", &[("name", "Ben")]));
    ana.page.reads(&say("time.yours"));
    ben.goes("/time");
    ben.page.reads(HURT);
    ben.page.reads(&say_with("time.theirs_says", &[("name", "Ana")]));
    ben.page.finds("heading", &say("time.waiting"));
    ben.page.does_not_read(&say("time.ready"));
    ben.page.keeps_nobody_out();
    ana.page.presses("button", &say("time.ready"));
    ben.page.reads(&say_with("time.ready_theirs", &[("name", "Ana")]));
    for partner in [&ana, &ben] {
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }
}

/// The eight parts that nobody but their writer ever reads.
const ALONE: [&str; 8] =
    ["did", "told_myself", "missing", "wanted", "knew", "cause", "excuse", "responsibility"];

#[test]
fn of_a_why_the_other_reads_the_summary_that_was_looked_at_and_nothing_else() {
    let (summary, different) = ("I lied because I was ashamed.", "I say on Sundays what I would rather not.");
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ben.goes("/why");
    ben.page.presses("button", &say("why.begin"));
    let writes = |part: &str, words: &str| {
        ben.page.writes("textbox", &say(&format!("why.{part}")), words);
        ben.page.presses("button", &say("why.keep_on"));
        ben.page.reads(words);
    };
    for part in ALONE {
        writes(part, &format!("Only mine: {part}."));
    }
    ben.page.keeps_nobody_out();
    ben.page.presses("link", &say("why.answer_it"));
    ben.page.presses("radio", &say("why.end_no"));
    ben.page.keeps_nobody_out();
    ben.page.presses("button", &say("why.keep_on"));
    writes("summary", summary);
    writes("different", different);
    ana.goes("/why");
    ana.page.finds("heading", &say("why.title"));
    ana.page.does_not_read(summary);
    ben.page.presses("link", &say_with("why.share_summary", &[("name", "Ana")]));
    ben.page.reads(&say_with("writing.preview", &[("name", "Ana")]));
    ben.page.reads(summary);
    ben.page.reads(different);
    ben.page.does_not_read("Only mine");
    ben.page.keeps_nobody_out();
    ben.page.presses("button", &say_with("writing.share", &[("name", "Ana")]));
    ana.page.finds("heading", &say_with("why.theirs", &[("name", "Ben")]));
    ana.page.reads(summary);
    ana.page.reads(different);
    ana.page.does_not_read("Only mine");
    for partner in [&ana, &ben] {
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }
}

/// A lesson of one part, chosen, read once more and sealed.
fn seals_a_lesson(partner: &Partner, words: &str) {
    let page = &partner.page;
    partner.goes("/learning/write");
    page.writes("textbox", &say("learning.now_know"), words);
    page.presses("button", &say("writing.keep"));
    page.presses("link", &say("learning.open_together"));
    page.presses("button", &say("writing.read_once_more"));
    page.reads(words);
    page.keeps_nobody_out();
    page.presses("button", &say("learning.seal"));
}

#[test]
fn after_a_sitting_both_open_at_once_what_they_learned() {
    let (hers, his) = ("Silence is an answer too.", "Asking early costs less.");
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ana.goes("/learning/sit");
    ana.page.presses("radio", &say("learning.minutes").replace("{n}", "2"));
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say("learning.begin_sitting"));
    ana.page.finds("image", &say("learning.sit_picture"));
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say("learning.enough"));
    ana.page.presses("link", &say("learning.go_on_writing"));
    ana.page.finds("heading", &say("learning.write_title"));
    seals_a_lesson(&ana, hers);
    ana.page.finds("heading", &say("check_in.waiting_title"));
    ana.page.keeps_nobody_out();
    ben.goes("/learning");
    ben.page.finds("heading", &say("learning.title"));
    ben.page.does_not_read(hers);
    seals_a_lesson(&ben, his);
    for partner in [&ana, &ben] {
        partner.page.presses("button", &say("check_in.open_both"));
        partner.page.finds("heading", &say("learning.opened_title"));
        partner.page.reads(hers);
        partner.page.reads(his);
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }
}

#[test]
fn a_thought_is_set_down_and_comes_to_the_next_talk_in_words_that_were_looked_at() {
    let (thought, topic) = ("Again the photo from the lake.", "I would like to talk about the lake.");
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    ben.goes("/talk");
    ana.goes("/setting-down");
    ana.page.writes("textbox", &say("setting_down.what_came"), thought);
    ana.page.presses("button", &say("setting_down.set_it_down"));
    ana.page.finds("heading", &say("setting_down.what_now"));
    ana.page.keeps_nobody_out();
    ana.page.presses("link", &say("setting_down.bring"));
    ana.page.writes("textbox", &say("setting_down.topic_words"), topic);
    ana.page.presses("button", &say("writing.read_once_more"));
    ana.page.reads(&say_with("writing.preview", &[("name", "Ben")]));
    ana.page.does_not_read(thought);
    ana.page.keeps_nobody_out();
    ana.page.presses("button", &say_with("writing.share", &[("name", "Ben")]));
    ana.page.reads(&say("setting_down.is_topic"));
    ben.page.reads(topic);
    ben.page.does_not_read(thought);
    for partner in [&ana, &ben] {
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }
}

#[test]
fn two_who_are_not_on_the_same_page_read_it_without_blame_and_find_ways_on() {
    let mend = Mend::starts();
    let (ana, ben) = together(&mend);
    let answers = |partner: &Partner, wants: &str| {
        partner.goes("/same-page");
        partner.page.presses("radio", &say(wants));
        partner.page.presses("radio", &say("same_page.half_year"));
        partner.page.presses("button", &say("same_page.seal"));
    };
    answers(&ana, "same_page.leaning_no");
    ana.page.finds("heading", &say("check_in.waiting_title"));
    ana.page.keeps_nobody_out();
    answers(&ben, "same_page.yes");
    for partner in [&ana, &ben] {
        partner.page.presses("button", &say("check_in.open_both"));
        partner.page.finds("heading", &say("same_page.not_same"));
        partner.page.finds("link", &say("same_page.parting"));
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }
}

//! Two people talk, each at their own browser: in step within a second, also when the network goes and comes back.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use e2e::{Mend, Page, Partner, WeakNetwork, pair, say, say_with};

/// The most that two screens may differ.
const A_SECOND_MS: f64 = 1_000.0;

/// Notes when somebody presses, and when such words come up first; both by the one clock of this machine.
fn watches(page: &Page, words: &str) {
    let script = "(words => {
      window.cameUp = 0; window.pressed = 0;
      document.addEventListener('click', () => { window.pressed = Date.now(); }, { capture: true });
      const look = () => { if (!window.cameUp && document.body.innerText.includes(words)) window.cameUp = Date.now(); };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      look();
    })";
    page.eval(&format!("{script}({words:?})"));
}

fn noted(page: &Page, name: &str) -> f64 {
    page.waits_for(name, &format!("window.{name} > 0"));
    page.eval(&format!("window.{name}")).as_f64().unwrap()
}

/// One presses, and the other sees it within a second.
fn presses_and_is_seen(one: &Partner, button: &str, other: &Partner, words: &str) {
    watches(&one.page, words);
    watches(&other.page, words);
    one.page.presses("button", button);
    other.page.reads(words);
    let late = noted(&other.page, "cameUp") - noted(&one.page, "pressed");
    assert!(late < A_SECOND_MS, "“{words}” came up after {late} ms");
}

/// What is left, in seconds, by the digits on the screen.
fn left(page: &Page) -> i64 {
    let digits = page.eval("document.querySelector('.timer-left').textContent");
    let (minutes, seconds) = digits.as_str().unwrap().split_once(':').unwrap();
    minutes.parse::<i64>().unwrap() * 60 + seconds.parse::<i64>().unwrap()
}

fn opens_the_writing(page: &Page) {
    page.waits_for("the place to write", "!!document.querySelector('.talk-writing')");
    page.eval("document.querySelector('.talk-writing').open = true");
}

/// Ana asks, Ben says yes, Ana begins.
fn begin_to_talk(ana: &Partner, ben: &Partner) {
    ana.goes("/talk/begin");
    ana.page.presses("button", &say_with("talk.send", &[("name", "Ben")]));
    ana.page.finds("heading", &say_with("talk.you_asked", &[("name", "Ben")]));
    ben.goes("/talk");
    ben.page.presses("link", &say("talk.go_to_talk"));
    ben.page.presses("button", &say("talk.join"));
    for partner in [ana, ben] {
        partner.page.reads(&say("talk.who_begins"));
    }
    let listens = say_with("talk.how_to_listen", &[("name", "Ana")]);
    presses_and_is_seen(ana, &say("talk.i_begin"), ben, &listens);
}

#[test]
fn two_people_talk_in_step_and_the_network_may_go_and_come_back() {
    let mend = Mend::starts();
    let network = WeakNetwork::before(&mend);
    let begins = |called: &str| Partner::begins_at(&network.url(), called);
    let (ana, ben) = (begins("Ana"), begins("Ben"));
    pair(&ana, &ben);
    begin_to_talk(&ana, &ben);
    let (hers, his) = (left(&ana.page), left(&ben.page));
    assert!((hers - his).abs() <= 1, "{hers} and {his} seconds left");

    for partner in [&ana, &ben] {
        partner.page.keeps_nobody_out();
        partner.page.is_sound();
    }

    presses_and_is_seen(&ana, &say("talk.i_said_it"), &ben, &say("talk.say_back"));
    opens_the_writing(&ben.page);
    ben.page.writes("textbox", &say("talk.heard_is"), "You waited, and the flat was dark.");
    ben.page.presses("button", &say_with("talk.share_heard", &[("name", "Ana")]));
    ana.page.reads("You waited, and the flat was dark.");
    let heard = say_with("talk.was_heard_other", &[("name", "Ana")]);
    presses_and_is_seen(&ana, &say("talk.yes_heard"), &ben, &heard);

    // In a tunnel: both are told, and talking goes on.
    network.goes();
    ana.page.reads(&say_with("talk.out_of_reach", &[("name", "Ben")]));
    ben.page.reads(&say_with("talk.out_of_reach", &[("name", "Ana")]));
    ben.page.presses("button", &say("talk.floor_to_me"));
    ben.page.finds("heading", &say("talk.you_have_floor"));
    network.comes_back();
    ana.page.is_patient_for(Duration::from_secs(40));
    ana.page.finds("heading", &say_with("talk.has_floor", &[("name", "Ben")]));
    ana.page.reads_no_longer(&say_with("talk.out_of_reach", &[("name", "Ben")]));
    ben.page.reads_no_longer(&say_with("talk.out_of_reach", &[("name", "Ana")]));
    let (hers, his) = (left(&ana.page), left(&ben.page));
    assert!((hers - his).abs() <= 1, "{hers} and {his} seconds left after the tunnel");

    presses_and_is_seen(&ana, &say("talk.pause"), &ben, &say("talk.paused"));
    for partner in [&ana, &ben] {
        partner.page.presses("button", &say("talk.i_am_back"));
    }
    ana.page.finds("heading", &say_with("talk.has_floor", &[("name", "Ben")]));
    ends_kindly(&ana, &ben);
}

fn ends_kindly(ana: &Partner, ben: &Partner) {
    // After a pause its button comes back below, and what is above it moves.
    ana.page.finds("button", &say("talk.pause"));
    ana.page.presses("button", &say("talk.end"));
    ana.page.presses("button", &say("talk.end_yes"));
    for (partner, other, words) in
        [(ana, "Ben", "Thank you for staying."), (ben, "Ana", "I am glad you told me.")]
    {
        partner.page.finds("heading", &say("talk.over_title"));
        partner.page.writes("textbox", &say("talk.kind_mine"), words);
        partner.page.presses("button", &say_with("talk.kind_send", &[("name", other)]));
    }
    for partner in [ana, ben] {
        partner.page.reads("Thank you for staying.");
        partner.page.reads("I am glad you told me.");
        partner.page.is_sound();
    }
}

#[test]
fn on_one_device_a_talk_is_passed_to_and_fro() {
    let mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    ana.goes("/talk/topic");
    ana.page.writes("textbox", &say("talk.topic_words"), "The Thursday I came home");
    ana.page.presses("button", &say("talk.topic_put"));
    ana.page.presses("link", &say("talk.talk_about"));
    ana.page.presses("radio", &say("talk.on_one"));
    ana.page.presses("button", &say("talk.begin_here"));
    ana.page.reads("The Thursday I came home");
    ana.page.presses("button", &say_with("talk.they_begin", &[("name", "Ben")]));
    ana.page.presses("button", &say_with("talk.said_it_for", &[("name", "Ben")]));
    ana.page.presses("button", &say("talk.not_quite"));
    ana.page.presses("button", &say("talk.yes_heard"));
    ana.page.presses("button", &say_with("talk.floor_to", &[("name", "Ana")]));
    ana.page.finds("heading", &say_with("talk.has_floor", &[("name", "Ana")]));
    ana.page.presses("button", &say("talk.end"));
    ana.page.presses("button", &say("talk.end_yes"));
    ana.page.presses("radio", &say("talk.through_yes"));
    ana.page.is_sound();
    ben.goes("/talk");
    ben.page.reads("The Thursday I came home");
}

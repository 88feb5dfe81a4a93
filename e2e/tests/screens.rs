//! Every screen, on a phone and a desk, by day and by night: no barriers, nothing that runs over the edge, also at
//! twice the size of text.

use std::collections::{HashMap, HashSet, VecDeque};

use e2e::{
    Browser, Mend, Page, Partner, Person, Shape, Theme, comes_as_a_counsellor, invites, invites_a_counsellor,
    pair, say, say_with,
};

/// Looks at the screen as it stands, in all ways, and collects what is wrong.
fn look(page: &Page, name: &str, wrong: &mut Vec<String>) {
    page.waits_for("the fonts are there", "document.fonts.ready.then(() => true)");
    for shape in [Shape::PHONE, Shape::DESK] {
        page.is_shaped(shape);
        for theme in [Theme::Light, Theme::Dark] {
            page.is_themed(theme);
            let at = format!("{name}, {theme:?}, {}", shape.width);
            let found = if matches!(theme, Theme::Light) { page.barriers() } else { page.too_faint() };
            wrong.extend(found.into_iter().map(|it| format!("{at}: {it}")));
        }
    }
    for shape in [Shape::PHONE, Shape::DESK] {
        page.is_shaped(shape);
        for percent in [100, 200] {
            page.has_text_at(percent);
            let at = format!("{name}, {}, text at {percent} %", shape.width);
            wrong.extend(page.overflow().into_iter().map(|it| format!("{at}: {it}")));
        }
        page.has_text_at(100);
    }
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_screens_before_anyone_is_in_have_no_barriers() {
    let mend = Mend::starts();
    let mut wrong = Vec::new();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.finds("heading", &say("welcome.title"));
    look(&page, "welcome", &mut wrong);
    for (path, heading) in [
        ("/begin", "account.create_title"),
        ("/kit", "account.kit_open_title"),
        ("/enter", "account.enter_title"),
        ("/join", "pairing.join_title"),
        ("/safety", "safety.title"),
    ] {
        page.goes_to(&format!("{}{path}", mend.url()));
        page.finds("heading", &say(heading));
        look(&page, path, &mut wrong);
    }
    page.goes_to(&format!("{}/begin", mend.url()));
    page.presses("button", &say("account.make"));
    page.reads(&say("account.called_missing"));
    look(&page, "a form that asks", &mut wrong);
    page.goes_to(&format!("{}/away.html", mend.url()));
    look(&page, "away", &mut wrong);
    none(&wrong);
}

#[test]
fn the_screens_of_somebody_alone_have_no_barriers() {
    let mend = Mend::starts();
    let mut wrong = Vec::new();
    let person = Browser::shared().person();
    let page = person.opens(&format!("{}/begin", mend.url()));
    let ana = Partner::makes_account_until_kit(person, page, "Ana");
    look(&ana.page, "recovery kit", &mut wrong);
    e2e::writes_down_kit(&ana.page);
    ana.page.finds("heading", &say("account.start_title"));
    look(&ana.page, "alone or together", &mut wrong);
    ana.goes("/");
    ana.page.finds("navigation", &say("app.places"));
    // Every practice can be opened by who is alone, also before anything was written.
    let seen = walks(&ana.page, "alone", &mut wrong);
    assert!(seen > PLACES.len(), "{seen} pages");
    invites(&ana);
    look(&ana.page, "invitation", &mut wrong);
    ana.goes("/add-device");
    ana.page.reads(&say("settings.add_step_open"));
    look(&ana.page, "another device", &mut wrong);
    ana.goes("/settings");
    ana.page.presses("button", &say("settings.passphrase_change"));
    ana.page.presses("button", &say("settings.delete"));
    ana.page.reads(&say("settings.delete_what"));
    look(&ana.page, "another passphrase, and deleting", &mut wrong);
    ana.page.presses("button", &say("settings.lock_now"));
    ana.page.finds("heading", &say("account.unlock_heading"));
    look(&ana.page, "locked", &mut wrong);
    none(&wrong);
}

/// The first words of all addresses, so that no screen is missed for want of a link.
const PLACES: [&str; 32] = [
    "/",
    "/practices",
    "/ours",
    "/mine",
    "/safety",
    "/check-in",
    "/signs",
    "/space",
    "/time",
    "/ground-rules",
    "/hurts",
    "/questions",
    "/talk",
    "/why",
    "/leaning",
    "/learning",
    "/setting-down",
    "/apology",
    "/same-page",
    "/promises",
    "/needs",
    "/open-book",
    "/dates",
    "/vulnerability",
    "/closeness",
    "/our-future",
    "/memories",
    "/circle",
    "/forgiveness",
    "/boosters",
    "/counsellor",
    "/settings",
];

/// Where somebody who looks around has no business, and what other tests look at.
const ELSEWHERE: [&str; 7] =
    ["/look-around", "/begin", "/invite", "/join", "/kit", "/add-device", "/counsellor/invite"];

/// So many pages that differ only in whose or which.
const OF_A_KIND: usize = 2;

/// Every step of the journey has a minute to breathe one tap away; only what stands outside of it has none.
const BREATHES_NOT: [&str; 1] = ["/safety"];

/// What kind of page an address leads to: names and days in it are left out.
fn kind(path: &str) -> String {
    let named = |word: &str| word.len() > 16 || word.bytes().any(|it| it.is_ascii_digit());
    let words = path.split('/').map(|word| if named(word) { "*" } else { word });
    words.collect::<Vec<_>>().join("/")
}

/// Follows a link of the page's own. Safety leaves no address behind, so the address is not asked.
fn turns_to(page: &Page, path: &str) {
    let click = "const it = document.createElement('a');";
    page.eval(&format!(
        "{{ {click} it.href = '{path}'; document.body.append(it); it.click(); it.remove(); }} true"
    ));
    page.waits_for("the page has turned", "!!document.querySelector('main h1')");
}

/// Follows every link from every page to every kind of page, and looks at each with everything unfolded.
fn walks(page: &Page, who: &str, wrong: &mut Vec<String>) -> usize {
    let mut ahead: VecDeque<String> = PLACES.map(str::to_owned).into();
    let (mut seen, mut kinds) = (HashSet::new(), HashMap::<String, usize>::new());
    while let Some(path) = ahead.pop_front() {
        let of_its_kind = kinds.entry(kind(&path)).or_default();
        if *of_its_kind >= OF_A_KIND || !seen.insert(path.clone()) {
            continue;
        }
        *of_its_kind += 1;
        turns_to(page, &path);
        page.eval("document.querySelectorAll('main details').forEach(it => { it.open = true }); true");
        look(page, &format!("{who} at {path}"), wrong);
        if !BREATHES_NOT.contains(&path.as_str()) && !page.has("button", &say("app.breathe")) {
            wrong.push(format!("{who} at {path}: no minute to breathe"));
        }
        let links =
            "[...document.querySelectorAll('main a[href^=\"/\"]')].map(it => it.getAttribute('href'))";
        let links = page.eval(links);
        for link in links.as_array().into_iter().flatten().filter_map(|it| it.as_str()) {
            let path = link.split(['?', '#']).next().unwrap_or_default();
            if !ELSEWHERE.contains(&path) {
                ahead.push_back(path.to_owned());
            }
        }
    }
    seen.len()
}

fn looks_around() -> (Mend, Person, Page) {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.presses("link", &say("welcome.look_around"));
    page.finds("navigation", &say("app.places"));
    (mend, person, page)
}

#[test]
fn every_screen_that_the_made_up_noor_can_reach_has_no_barriers() {
    let (_mend, _person, page) = looks_around();
    let mut wrong = Vec::new();
    let seen = walks(&page, "Noor", &mut wrong);
    assert!(seen > PLACES.len(), "{seen} pages");
    page.is_sound();
    none(&wrong);
}

#[test]
fn every_screen_that_the_made_up_sam_can_reach_has_no_barriers() {
    let (_mend, _person, page) = looks_around();
    page.presses("button", &say_with("app.made_up_see_as", &[("name", "Sam")]));
    page.finds("button", &say_with("app.made_up_see_as", &[("name", "Noor")]));
    let mut wrong = Vec::new();
    let seen = walks(&page, "Sam", &mut wrong);
    assert!(seen > PLACES.len(), "{seen} pages");
    page.is_sound();
    none(&wrong);
}

#[test]
fn what_safety_answers_with_has_no_barriers() {
    let (_mend, _person, page) = looks_around();
    let mut wrong = Vec::new();
    turns_to(&page, "/safety");
    page.finds("heading", &say("safety.title"));
    page.eval(
        "document.querySelectorAll('.answers label:first-child input').forEach(it => it.click()); true",
    );
    page.reads(&say("safety.yes_switched"));
    page.eval("document.querySelectorAll('main details').forEach(it => { it.open = true }); true");
    look(&page, "safety, after a yes", &mut wrong);
    turns_to(&page, "/questions/ask");
    page.writes("textbox", &say("questions.text"), "I want to kill myself.");
    page.reads(&say("safety.crisis_says"));
    page.eval("document.querySelectorAll('main details').forEach(it => { it.open = true }); true");
    look(&page, "crisis lines below a field", &mut wrong);
    none(&wrong);
}

#[test]
fn the_screens_of_two_people_have_no_barriers() {
    let mend = Mend::starts();
    let mut wrong = Vec::new();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    for path in [
        "/",
        "/ours",
        "/check-in",
        "/promises",
        "/promises/make",
        "/questions",
        "/questions/ask",
        "/settings",
    ] {
        ana.goes(path);
        ana.page.finds("navigation", &say("app.places"));
        look(&ana.page, &format!("together {path}"), &mut wrong);
    }
    ana.seals_check_in(4, "You stayed.");
    ana.page.finds("heading", &say("check_in.waiting_title"));
    look(&ana.page, "sealed", &mut wrong);
    ben.seals_check_in(8, "You asked.");
    ana.page.finds("button", &say("check_in.open_both"));
    look(&ana.page, "ready to open", &mut wrong);
    ana.page.presses("button", &say("check_in.open_both"));
    ana.page.finds("heading", &say("check_in.opened_title"));
    look(&ana.page, "opened", &mut wrong);
    none(&wrong);
}

#[test]
fn the_screens_of_a_counsellors_room_and_of_the_desk_have_no_barriers() {
    let mend = Mend::starts();
    let mut wrong = Vec::new();
    let noor = Partner::begins(&mend, "Noor");
    noor.goes("/setting-down");
    noor.page.writes("textbox", &say("setting_down.what_came"), "I wake at four and count.");
    noor.page.presses("button", &say("setting_down.set_it_down"));
    noor.has_all_saved();
    noor.goes("/counsellor/invite");
    noor.page.finds("button", &say("counsel.invite_on"));
    look(&noor.page, "inviting a counsellor", &mut wrong);
    let link = invites_a_counsellor(&noor);
    look(&noor.page, "a counsellor's link", &mut wrong);
    let carl = comes_as_a_counsellor(&noor, &link, "Carl");
    look(&carl.page, "the desk", &mut wrong);
    noor.page.presses("link", &say("counsel.unnamed"));
    look(&noor.page, "an empty room", &mut wrong);
    noor.page.presses("link", &say("counsel.give"));
    noor.page.finds("heading", &say("counsel.give_title"));
    look(&noor.page, "what can be given", &mut wrong);
    noor.page.presses("link", "I wake at four and count.");
    noor.page.finds("button", &say("counsel.give_this"));
    look(&noor.page, "one thing to give", &mut wrong);
    noor.page.presses("button", &say("counsel.give_this"));
    noor.page.unfolds(&say("counsel.as_written_open"));
    noor.page.presses("button", &say("counsel.as_written_on"));
    noor.page.finds("button", &say_with("counsel.as_written_stop", &[("practice", &say("circle.name"))]));
    carl.page.presses("link", &say("counsel.desk_unnamed"));
    carl.page.reads("I wake at four and count.");
    carl.page.writes("textbox", &say("counsel.desk_note_label"), "Walk before you count.");
    carl.page.presses("button", &say("counsel.desk_note_send"));
    carl.page.writes("textbox", &say("counsel.topic_label"), "Sleep");
    carl.page.presses("button", &say("counsel.topic_add"));
    noor.page.reads("Walk before you count.");
    look(&noor.page, "a room", &mut wrong);
    look(&carl.page, "a room on the desk", &mut wrong);
    noor.page.presses("link", &say("counsel.packet"));
    noor.page.presses("checkbox", "I wake at four and count.");
    look(&noor.page, "a sheet for a session", &mut wrong);
    noor.page.goes_back();
    noor.page.presses("button", &say("counsel.end"));
    noor.page.presses("button", &say("counsel.end_yes"));
    noor.page.finds("heading", &say("counsel.over_title"));
    carl.page.finds("heading", &say("counsel.desk_over"));
    look(&noor.page, "a room that has ended", &mut wrong);
    look(&carl.page, "a room that has ended, on the desk", &mut wrong);
    none(&wrong);
}

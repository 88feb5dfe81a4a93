//! Every screen, on a phone and a desk, by day and by night: no barriers, nothing that runs over the edge, also at
//! twice the size of text.

use e2e::{Browser, Mend, Page, Partner, Shape, Theme, invites, pair, say};

/// Looks at the screen as it stands, in all ways, and collects what is wrong.
fn look(page: &Page, name: &str, wrong: &mut Vec<String>) {
    page.waits_for("the fonts are there", "document.fonts.ready.then(() => true)");
    for theme in [Theme::Light, Theme::Dark] {
        page.is_themed(theme);
        for shape in [Shape::PHONE, Shape::DESK] {
            page.is_shaped(shape);
            let at = format!("{name}, {theme:?}, {}", shape.width);
            wrong.extend(page.barriers().into_iter().map(|it| format!("{at}: {it}")));
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
    for path in [
        "/",
        "/ours",
        "/mine",
        "/settings",
        "/check-in",
        "/check-in/lines",
        "/promises",
        "/questions",
        "/questions/ask",
    ] {
        ana.goes(path);
        ana.page.finds("navigation", &say("app.places"));
        look(&ana.page, &format!("alone {path}"), &mut wrong);
    }
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

#[test]
fn the_screens_of_the_made_up_couple_have_no_barriers() {
    let mend = Mend::starts();
    let mut wrong = Vec::new();
    let person = Browser::shared().person();
    let page = person.opens(&mend.url());
    page.presses("link", &say("welcome.look_around"));
    page.finds("navigation", &say("app.places"));
    look(&page, "today", &mut wrong);
    for (place, practice) in [
        ("app.ours", "check_in.name"),
        ("app.ours", "promises.name"),
        ("app.ours", "questions.name"),
        ("app.mine", "check_in.lines_title"),
    ] {
        page.presses("link", &say(place));
        look(&page, place, &mut wrong);
        page.presses("link", &say(practice));
        page.waits_for(
            "the page has turned",
            "location.pathname.split('/').length > 1 && !['/ours', '/mine'].includes(location.pathname)",
        );
        look(&page, practice, &mut wrong);
        let first =
            page.eval("document.querySelector('main .links-words a, main ol a')?.getAttribute('href') ?? ''");
        if first.as_str().is_some_and(|it| !it.is_empty()) {
            page.eval("document.querySelector('main .links-words a, main ol a').click()");
            page.waits_for("one of them is open", "location.pathname.split('/').length > 2");
            look(&page, &format!("one of {practice}"), &mut wrong);
        }
    }
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

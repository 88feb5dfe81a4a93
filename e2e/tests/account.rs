//! One person, several devices: letting one in, ending one, another passphrase, the kit that waits, leaving for good.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use e2e::{Browser, Mend, Page, Partner, pair, say, say_with, until, writes_down_kit};

/// Lets a device show its code, and gives what stands there to type.
fn shows_a_code(partner: &Partner) -> String {
    partner.goes("/settings");
    partner.page.presses("link", &say("settings.add_device"));
    until("the code is there", || {
        let code = "[...document.querySelectorAll('.code > *')].map(it => it.textContent).join(' ')";
        let code = partner.page.eval(code).as_str().unwrap_or_default().to_owned();
        (code.split(' ').count() == 7).then_some(code)
    })
}

/// The address that stands in the picture beside a code.
fn scanned(mend: &Mend, code: &str) -> String {
    let alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let letters = code.chars().filter(|it| !it.is_whitespace());
    let bits: String = letters.map(|it| format!("{:05b}", alphabet.find(it).unwrap_or_default())).collect();
    let bytes = (0..16).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap_or_default());
    format!(
        "{0}/#d1.{1}.{2}",
        mend.url(),
        base64url(mend.url().as_bytes()),
        base64url(&bytes.collect::<Vec<u8>>())
    )
}

fn base64url(bytes: &[u8]) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = bytes.iter().map(|it| format!("{it:08b}")).collect();
    let sixes = bits.as_bytes().chunks(6).map(|six| {
        let six = format!("{:0<6}", String::from_utf8_lossy(six));
        char::from(alphabet[usize::from_str_radix(&six, 2).unwrap_or_default()])
    });
    sixes.collect()
}

fn comes_in(page: &Page, code: &str, passphrase: &str) {
    page.writes("textbox", &say("account.enter_code"), code);
    page.writes("textbox", &say("account.passphrase"), passphrase);
    page.presses("button", &say("account.kit_open"));
}

fn keeps_a_question(partner: &Partner) {
    partner.goes("/questions/ask");
    let page = &partner.page;
    page.writes("textbox", &say("questions.text"), "Where were you in March?");
    page.presses("radio", &say("questions.choose_later"));
    page.presses("button", &say("questions.put_there"));
    page.reads("Where were you in March?");
    partner.has_all_saved();
}

#[test]
fn another_device_comes_in_by_a_typed_code_and_is_ended_by_who_did_not_let_it_in() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    keeps_a_question(&ana);
    let code = shows_a_code(&ana);
    let person = Browser::shared().person();
    let phone = person.opens(&mend.url());
    phone.presses("link", &say("welcome.been_here"));
    phone.finds("heading", &say("account.enter_title"));
    // Each mistake has its own sentence, and nothing that was typed goes away.
    let first = if code.starts_with('7') { '8' } else { '7' };
    comes_in(&phone, &format!("{first}{}", &code[1..]), &ana.passphrase);
    phone.reads(&say("account.enter_mistyped"));
    comes_in(&phone, &ana.kit.code, &ana.passphrase);
    phone.reads(&say("account.enter_is_kit"));
    comes_in(&phone, &code, "not what it was at all");
    phone.reads(&say("account.enter_wrong_passphrase"));
    assert_eq!(phone.value_of("textbox", &say("account.enter_code")), code);
    comes_in(&phone, &code.to_lowercase().replace(' ', ""), &ana.passphrase);
    phone.finds("navigation", &say("app.places"));
    phone.follows("/questions");
    phone.reads("Where were you in March?");
    // The device that showed the code says who came, on the page and on Today, until somebody says that it was them.
    ana.page.finds("heading", &say("settings.add_done_title"));
    ana.goes("/");
    ana.page.reads("A new device was added on");
    ana.page.presses("button", &say("settings.end_it"));
    ana.page.finds_no_longer("button", &say("settings.end_it"));
    // The ended device locks by itself and says why; whoever knows the passphrase can read what was there.
    phone.finds("heading", &say("account.unlock_heading"));
    phone.reads(&say("settings.ended"));
    phone.keeps_nobody_out();
    phone.writes("textbox", &say("account.passphrase"), &ana.passphrase);
    phone.presses("button", &say("account.unlock"));
    phone.reads("Where were you in March?");
}

#[test]
fn a_scanned_code_asks_for_the_passphrase_alone_and_works_once() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let link = scanned(&mend, &shows_a_code(&ana));
    let person = Browser::shared().person();
    let phone = person.opens(&link);
    phone.reads(&say("account.enter_scanned_lead"));
    assert!(!phone.address().contains("d1."), "the code stands in no history: {}", phone.address());
    phone.writes("textbox", &say("account.passphrase"), &ana.passphrase);
    phone.presses("button", &say("account.kit_open"));
    phone.finds("navigation", &say("app.places"));
    // Who opens such a link where somebody lives is told so, and nothing is touched.
    phone.goes_to("about:blank");
    phone.goes_to(&link);
    phone.reads(&say("account.enter_occupied"));
    let person = Browser::shared().person();
    let third = person.opens(&link);
    third.writes("textbox", &say("account.passphrase"), &ana.passphrase);
    third.presses("button", &say("account.kit_open"));
    third.reads(&say("account.enter_used"));
    third.goes_to("about:blank");
    third.goes_to(&link.replace("d1.", "d1.aHR0cHM6Ly9vdGhlci5leGFtcGxl.x."));
    third.writes("textbox", &say("account.passphrase"), &ana.passphrase);
    third.presses("button", &say("account.kit_open"));
    third.reads(&say("account.enter_mistyped"));
}

#[test]
fn a_code_is_over_when_its_page_is_left_and_without_a_server_that_is_said() {
    let mut mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let code = shows_a_code(&ana);
    let person = Browser::shared().person();
    let phone = person.opens(&format!("{}/enter", mend.url()));
    phone.finds("heading", &say("account.enter_title"));
    mend.is_killed();
    comes_in(&phone, &code, &ana.passphrase);
    phone.reads(&say("account.no_server"));
    mend.starts_again();
    // The page is left; the code is put away as soon as that can be told.
    ana.goes("/");
    is_over(&phone, &code);
}

/// Waits until the relay gives nothing for a code any more.
fn is_over(phone: &Page, code: &str) {
    until("the code is over", || {
        comes_in(phone, code, "not what it was at all");
        phone.reads_no_longer(&say("account.kit_opening"));
        let text = phone.text();
        [say("account.enter_used"), say("account.enter_expired")]
            .iter()
            .any(|it| text.contains(it))
            .then_some(())
    });
}

#[test]
fn a_code_that_was_shown_is_over_when_somebody_leaves_in_a_hurry_or_the_tab_is_closed() {
    let mend = Mend::starts();
    for hurried in [true, false] {
        let ana = Partner::begins(&mend, if hurried { "Ana" } else { "Bea" });
        // The service worker stands between the page and the server, as it does from the second visit on.
        ana.page.waits_for("the worker", "navigator.serviceWorker.controller !== null");
        let code = shows_a_code(&ana);
        let person = Browser::shared().person();
        let phone = person.opens(&format!("{}/enter", mend.url()));
        phone.finds("heading", &say("account.enter_title"));
        if hurried {
            ana.page.presses("link", "Leave");
        } else {
            ana.page.closes();
        }
        is_over(&phone, &code);
    }
}

#[test]
fn a_changed_passphrase_opens_this_device_and_the_next() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    ana.goes("/settings");
    let page = &ana.page;
    page.presses("button", &say("settings.passphrase_change"));
    let change = |present: &str| {
        page.writes("textbox", &say("settings.passphrase_present"), present);
        page.writes("textbox", &say("settings.passphrase_new"), "six quick hares at noon");
        page.writes("textbox", &say("account.again"), "six quick hares at noon");
        page.presses("button", &say("settings.passphrase_change_now"));
    };
    change("not what it was at all");
    page.reads(&say("settings.passphrase_wrong"));
    change(&ana.passphrase);
    page.reads(&say("settings.passphrase_done"));
    page.presses("button", &say("settings.lock_now"));
    page.writes("textbox", &say("account.passphrase"), "six quick hares at noon");
    page.presses("button", &say("account.unlock"));
    page.finds("navigation", &say("app.places"));
    let code = shows_a_code(&ana);
    let person = Browser::shared().person();
    let phone = person.opens(&format!("{}/enter", mend.url()));
    comes_in(&phone, &code, &ana.passphrase);
    phone.reads(&say("account.enter_wrong_passphrase"));
    comes_in(&phone, &code, "six quick hares at noon");
    phone.finds("navigation", &say("app.places"));
}

#[test]
fn who_deletes_their_account_is_told_what_stays_and_the_other_is_told_kindly() {
    let mend = Mend::starts();
    let (ana, ben) = (Partner::begins(&mend, "Ana"), Partner::begins(&mend, "Ben"));
    pair(&ana, &ben);
    ana.goes("/settings");
    let page = &ana.page;
    page.presses("button", &say("settings.delete"));
    page.reads(&say_with("settings.delete_other", &[("name", "Ben")]));
    page.presses("button", &say("settings.delete_yes"));
    page.reads(&say("settings.delete_not_typed"));
    page.writes("textbox", &say("settings.delete_type"), "Delete");
    page.presses("button", &say("settings.delete_yes"));
    page.finds("heading", &say("welcome.title"));
    page.reloads();
    page.finds("heading", &say("welcome.title"));
    ben.page.reloads();
    ben.page.finds("navigation", &say("app.places"));
    ben.goes("/");
    ben.page.reads(&say_with("settings.partner_gone", &[("name", "Ana")]));
    ben.page.presses("button", &say("settings.understood"));
    ben.page.reloads();
    ben.page.finds("navigation", &say("app.places"));
    ben.page.does_not_read("has deleted their account");
}

#[test]
fn a_kit_that_was_not_written_down_is_asked_for_at_the_next_opening_and_stays_covered() {
    let mend = Mend::starts();
    let person = Browser::shared().person();
    let page = person.opens(&format!("{}/begin", mend.url()));
    let Partner { person, page, .. } = Partner::makes_account_until_kit(person, page, "Ana");
    let code = page.eval("document.querySelector('.code').textContent");
    page.is_killed();
    let again = person.opens(&mend.url());
    again.finds("heading", &say("account.kit_title"));
    again.does_not_read(&code.as_str().unwrap_or_default()[..4]);
    again.presses("button", &say("account.kit_later"));
    again.finds("navigation", &say("app.places"));
    // Put off is put off; from tomorrow on Today asks once a day.
    again.reloads();
    again.finds("navigation", &say("app.places"));
    again.does_not_read(&say("account.kit_reminder"));
    again.eval("localStorage.setItem('kit-later', '1'); true");
    again.reloads();
    again.reads(&say("account.kit_reminder"));
    again.presses("button", &say("account.kit_write_now"));
    again.presses("button", &say("account.kit_show"));
    let kit = writes_down_kit(&again);
    assert_eq!(kit.code.replace(' ', ""), code.as_str().unwrap_or_default());
    again.finds("navigation", &say("app.places"));
    again.eval("localStorage.clear(); true");
    again.reloads();
    again.finds("navigation", &say("app.places"));
    again.does_not_read(&say("account.kit_reminder"));
}

#[test]
fn what_was_typed_in_the_moment_of_handing_over_goes_with_it() {
    let mend = Mend::starts();
    let ana = Partner::begins(&mend, "Ana");
    let second = ana.person.opens(&format!("{}/questions/ask", mend.url()));
    second.finds("heading", &say("app.elsewhere_title"));
    second.keeps_nobody_out();
    ana.goes("/questions/ask");
    ana.page.focuses("textbox", &say("questions.text"));
    ana.page.types("Why then");
    // The last letter and the question for the right to write come in one breath.
    ana.page.hits("?");
    second.presses("button", &say("app.elsewhere_take_over"));
    ana.page.finds("heading", &say("app.elsewhere_title"));
    second.waits_for("every letter", "document.querySelector('textarea')?.value === 'Why then?'");
}

//! A partner: a person with an account of their own, and what two of them do to begin.

use crate::browser::{Browser, Person};
use crate::mend::Mend;
use crate::page::Page;
use crate::wait::until;
use crate::words::{say, say_with};

/// What stands on the recovery kit.
#[derive(Clone, Debug, Default)]
pub struct Kit {
    /// The name to sign in with.
    pub name: String,
    /// The code as it is printed.
    pub code: String,
}

/// Somebody with an account, at their own browser.
pub struct Partner {
    /// The person and their browser profile.
    pub person: Person,
    /// The page they look at.
    pub page: Page,
    /// What they are called.
    pub called: String,
    /// What they unlock with.
    pub passphrase: String,
    /// Their recovery kit.
    pub kit: Kit,
}

impl Partner {
    /// Somebody new: from the welcome page to an account with a tested kit, alone.
    pub fn begins(mend: &Mend, called: &str) -> Self {
        Self::begins_at(&mend.url(), called)
    }

    /// The same at another address of the server.
    pub fn begins_at(url: &str, called: &str) -> Self {
        let person = Browser::shared().person();
        let page = person.opens(url);
        page.presses("link", &say("welcome.begin"));
        let partner = Self::makes_account(person, page, called);
        partner.page.presses("link", &say("account.start_alone"));
        partner.page.finds("navigation", &say("app.places"));
        partner
    }

    /// The steps from the page with name and passphrase to the page “alone or together”.
    pub fn makes_account(person: Person, page: Page, called: &str) -> Self {
        let mut partner = Self::makes_account_until_kit(person, page, called);
        partner.kit = writes_down_kit(&partner.page);
        partner
    }

    /// The same, up to the page with the kit, which is shown and not yet written down.
    pub fn makes_account_until_kit(person: Person, page: Page, called: &str) -> Self {
        let passphrase = format!("slow river copper {called} window");
        page.writes("textbox", &say("account.called"), called);
        page.writes("textbox", &say("account.passphrase"), &passphrase);
        page.writes("textbox", &say("account.again"), &passphrase);
        page.presses("button", &say("account.make"));
        page.finds("heading", &say("account.kit_title"));
        Self { person, page, called: called.to_owned(), passphrase, kit: Kit::default() }
    }

    /// Types the passphrase if it is asked for: a device locks itself when it was left for long.
    pub fn unlocks(&self) {
        let page = &self.page;
        let locked = until("somebody is in, or is asked for the passphrase", || {
            let asked = page.has("textbox", &say("account.passphrase"));
            (asked || page.has("navigation", &say("app.places"))).then_some(asked)
        });
        if locked {
            page.writes("textbox", &say("account.passphrase"), &self.passphrase);
            page.presses("button", &say("account.unlock"));
        }
        page.finds("navigation", &say("app.places"));
    }

    /// Goes to a page of the app by a link, as the app's own links do: nothing is loaded anew.
    pub fn goes(&self, path: &str) {
        self.page.follows(path);
    }
}

impl Partner {
    /// Writes a check-in with this number for every side of trust and this line of thanks, and seals it.
    pub fn seals_check_in(&self, rating: u8, thanks: &str) {
        self.goes("/check-in");
        self.seals_check_in_here(rating, thanks);
    }

    /// The same on the page that is open already.
    pub fn seals_check_in_here(&self, rating: u8, thanks: &str) {
        for facet in FACETS {
            self.rates(&say(&format!("check_in.{facet}")), rating);
        }
        self.page.writes("textbox", &say("check_in.appreciation"), thanks);
        self.page.presses("button", &say("check_in.seal"));
    }

    /// Moves a slider with the keyboard.
    pub fn rates(&self, facet: &str, rating: u8) {
        self.page.focuses("slider", facet);
        self.page.hits("Home");
        for _ in 0..rating {
            self.page.hits("ArrowRight");
        }
        assert_eq!(self.page.value_of("slider", facet), rating.to_string(), "{facet}");
    }

    /// Waits until this device says that everything is on the server.
    pub fn has_all_saved(&self) {
        self.goes("/settings");
        self.page.reads(&say("settings.saved_both"));
    }
}

/// The seven sides of trust, by their keys.
const FACETS: [&str; 7] = [
    "support",
    "openness",
    "boundaries",
    "nothing_hidden",
    "being_listened_to",
    "feeling_safe",
    "commitment",
];

/// Reads the code from the screen and types the asked groups back.
pub fn writes_down_kit(page: &Page) -> Kit {
    page.finds("heading", &say("account.kit_title"));
    let code = page.eval("[...document.querySelectorAll('.code > *')].map(it => it.textContent).join(' ')");
    let code = code.as_str().unwrap_or_default().to_owned();
    let name = page.eval("document.querySelector('dd[translate=no]').textContent");
    let name = name.as_str().unwrap_or_default().to_owned();
    let groups: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(groups.len(), 9, "eight groups and a check group: {code}");
    page.writes("textbox", &say("account.third_group"), groups[2]);
    page.writes("textbox", &say("account.seventh_group"), groups[6]);
    page.presses("button", &say("account.kit_safe"));
    Kit { name, code }
}

/// Two people who were alone find together: link, words compared, both say they are the same.
pub fn pair(one: &Partner, other: &Partner) {
    let link = invites(one);
    other.page.goes_to(&link);
    let (seen, shown) = (words_to_compare(&one.page), words_to_compare(&other.page));
    assert_eq!(seen, shown, "both see the same words");
    for page in [&one.page, &other.page] {
        page.presses("button", &say("pairing.words_same"));
    }
    for page in [&one.page, &other.page] {
        page.finds("heading", &say("pairing.done_title"));
        page.keeps_nobody_out();
        page.presses("link", &say("pairing.done_on"));
    }
    // Names travel as entries of their own, right after.
    for (partner, known) in [(one, other), (other, one)] {
        partner.goes("/settings");
        partner.page.reads(&say_with("settings.words_title", &[("name", &known.called)]));
    }
}

/// Makes an invitation and gives its link.
pub fn invites(partner: &Partner) -> String {
    partner.goes("/invite");
    until("the invitation is made", || {
        let page = &partner.page;
        let there = page.has("textbox", &say("pairing.invite_link"));
        let link = there.then(|| page.value_of("textbox", &say("pairing.invite_link")))?;
        link.contains("#p1.").then_some(link)
    })
}

/// The words on the screen, in their order.
pub fn words_to_compare(page: &Page) -> Vec<String> {
    page.finds("heading", &say("pairing.words_title"));
    let words = page.eval("[...document.querySelectorAll('.compare li')].map(it => it.textContent)");
    let words = words.as_array().cloned().unwrap_or_default();
    words.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

//! On a new device: the code that another device of one's own shows, and the passphrase.

use crate::view::*;
use client::{CannotComeIn, CannotCreate};

use crate::app::{app, go, ports};
use crate::journey::{self, Journey};
use crate::platform::{self, page};
use crate::route::Route;
use crate::ui::{Field, back, bare_page, head, icon, icon_turns, line_field, notice, passphrase_field};
use crate::words::{self, account};

#[derive(Clone, Copy)]
struct Form {
    code: RwSignal<String>,
    passphrase: RwSignal<String>,
    busy: RwSignal<bool>,
    /// What is to be looked at again: the code, the passphrase, or something else.
    code_says: RwSignal<Option<&'static str>>,
    passphrase_says: RwSignal<Option<&'static str>>,
    trouble: RwSignal<Option<&'static str>>,
}

/// Takes a code out of the address, so that it stands in no history, and remembers it.
pub(crate) fn take_code() {
    let (_, after) = page::address();
    if after.starts_with("#d1.") {
        app().code_shown.set(Some(after));
        page::replace("/enter");
        app().route.set(Route::Enter);
    }
}

/// For somebody who has an account, and nothing on this device yet.
pub(crate) fn screen() -> Node {
    page::title(words::app::name());
    let scanned = app().code_shown.get_untracked();
    app().code_shown.set(None);
    let was_scanned = scanned.is_some();
    let form = Form {
        code: RwSignal::new(scanned.unwrap_or_default()),
        passphrase: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        code_says: RwSignal::new(None),
        passphrase_says: RwSignal::new(None),
        trouble: RwSignal::new(None),
    };
    let lead = if was_scanned { account::enter_scanned_lead() } else { account::enter_lead() };
    let code = (!was_scanned).then(|| {
        line_field("code", account::enter_code(), account::enter_code_hint(), form.code, move || {
            asks(form.code_says)
        })
    });
    bare_page(view! {
        {head(back("/", words::app::back()), account::enter_title(), view! { <p class="lead">{lead}</p> })}
        <form class="section" on:submit=move |event| { event.prevent_default(); form.submit(); }>
            {code}
            {passphrase_field("passphrase", account::passphrase(), "current-password", form.passphrase, move || asks(form.passphrase_says))}
            <div role="alert">{move || form.trouble.get().map(|says| notice("#icon-notice", true, view! { <p>{says}</p> }))}</div>
            <p class="acts acts-wide">
                <button class="button" type="submit" aria-disabled=move || form.busy.get().then_some("true")>
                    {move || if form.busy.get() { account::kit_opening() } else { account::kit_open() }}
                </button>
                <a class="button-plain" href="/">{words::app::not_now()}</a>
            </p>
        </form>
        <ul class="links">
            <li><a href="/kit">{icon("#icon-key")}<span>{account::enter_no_device()}<small>{account::unlock_forgot_says()}</small></span>{icon_turns("#icon-onward")}</a></li>
        </ul>
    })
}

/// A code that was opened where somebody lives already.
pub(crate) fn occupied() -> Node {
    page::title(words::app::name());
    app().code_shown.set(None);
    bare_page(view! {
        {head(back("/", words::app::back()), account::enter_title(), view! { <p class="lead">{account::enter_occupied()}</p> })}
        <p class="acts acts-wide"><a class="button" href="/">{words::app::today()}</a></p>
    })
}

fn asks(says: RwSignal<Option<&'static str>>) -> Field {
    says.get().map_or(Field::Quiet, |it| Field::Asks(it.to_owned()))
}

impl Form {
    fn submit(self) {
        for says in [self.code_says, self.passphrase_says, self.trouble] {
            says.set(None);
        }
        if self.busy.get_untracked() {
            return;
        }
        if self.code.get_untracked().trim().is_empty() {
            self.code_says.set(Some(account::enter_code_missing()));
            return page::focus("#code");
        }
        if self.passphrase.get_untracked().is_empty() {
            self.passphrase_says.set(Some(account::enter_passphrase_missing()));
            return page::focus("#passphrase");
        }
        self.busy.set(true);
        platform::spawn(async move {
            self.open().await;
            let _ = self.busy.try_set(false);
        });
    }

    async fn open(self) {
        let Some(ports) = ports() else { return };
        let passphrase = platform::one_form(&self.passphrase.get_untracked());
        match client::come_in(&ports, &self.code.get_untracked(), &passphrase).await {
            Ok(ours) => {
                page::keep_store();
                go("/");
                journey::begin(Journey::Real(ours));
            }
            Err(error) => self.failed(&error),
        }
    }

    fn failed(self, error: &CannotComeIn) {
        match error {
            CannotComeIn::WrongPassphrase => {
                self.passphrase_says.set(Some(account::enter_wrong_passphrase()));
                page::focus("#passphrase");
            }
            CannotComeIn::Code(_) => self.code_asks(account::enter_mistyped()),
            CannotComeIn::Kit => self.code_asks(account::enter_is_kit()),
            CannotComeIn::Expired => self.code_asks(account::enter_expired()),
            CannotComeIn::Used => self.code_asks(account::enter_used()),
            CannotComeIn::OtherServer { .. } => self.code_asks(account::enter_other_server()),
            CannotComeIn::Doubtful => self.trouble.set(Some(account::enter_doubtful())),
            CannotComeIn::Create(CannotCreate::Passphrase) => {
                self.passphrase_says.set(Some(account::enter_wrong_passphrase()));
            }
            CannotComeIn::Create(error) => self.trouble.set(Some(super::create::sentence(error))),
        }
    }

    /// What is wrong with the code stands at its field, or, if it was scanned and there is none, above the buttons.
    fn code_asks(self, says: &'static str) {
        if self.code.get_untracked().starts_with('#') {
            return self.trouble.set(Some(says));
        }
        self.code_says.set(Some(says));
        page::focus("#code");
    }
}

//! Step one of three: a name and a passphrase.

use crate::view::*;
use client::ports::StoreProblem;
use client::{CannotCreate, LetsIn, NewAccount};

use super::kit::FreshKit;
use crate::app::{app, go, ports};
use crate::journey::{self, Journey};
use crate::platform::{self, page};
use crate::ui::{Field, back, bare_page, head, icon, line_field, notice, passphrase_field};
use crate::words::{self, account};

/// Fewer letters than this are guessed at once by whoever has the device.
const SHORTEST: usize = 8;
/// From here on we say nothing.
const LONG_ENOUGH: usize = 20;

#[derive(Clone, Copy)]
struct Form {
    called: RwSignal<String>,
    sign_in: RwSignal<String>,
    passphrase: RwSignal<String>,
    again: RwSignal<String>,
    busy: RwSignal<bool>,
    /// The button was pressed with these; from then on fields speak.
    pressed: RwSignal<bool>,
    /// A short passphrase was asked about once.
    asked: RwSignal<bool>,
    trouble: RwSignal<Option<&'static str>>,
    taken: RwSignal<bool>,
    lets_in: RwSignal<LetsIn>,
    /// The code by which one is let in.
    code: RwSignal<String>,
    /// Nobody is let in by what stands there.
    code_wrong: RwSignal<bool>,
}

pub(crate) fn screen() -> Node {
    page::title(account::create_title());
    let form = Form {
        called: RwSignal::new(String::new()),
        sign_in: RwSignal::new(super::demo::made_up_name()),
        passphrase: RwSignal::new(String::new()),
        again: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        pressed: RwSignal::new(false),
        asked: RwSignal::new(false),
        trouble: RwSignal::new(None),
        taken: RwSignal::new(false),
        lets_in: RwSignal::new(LetsIn::Everybody),
        code: RwSignal::new(String::new()),
        code_wrong: RwSignal::new(false),
    };
    let goes_on = RwSignal::new(false);
    platform::spawn(go_on(form, goes_on));
    let lead = view! { <p class="lead">{account::create_lead()}</p> };
    let crumb = view! { {back("/", words::app::back())}<span>{account::step("1", "3")}</span> };
    bare_page(view! {
        {head(Some(crumb), account::create_title(), lead)}
        {move || (form.lets_in.get() == LetsIn::Nobody).then(closed)}
        {move || goes_on.get().then(|| notice("#icon-notice", false, view! { <p>{account::create_goes_on()}</p> }))}
        <form class="section" on:submit=move |event| { event.prevent_default(); form.submit(); }>
            {move || (form.lets_in.get() == LetsIn::WithCode).then(|| code_field(form))}
            {line_field("called", account::called(), account::called_hint(), form.called, move || form.called_says())}
            {line_field("sign-in", account::sign_in(), account::sign_in_hint(), form.sign_in, move || form.sign_in_says())}
            {passphrase_field("passphrase", account::passphrase(), "new-password", form.passphrase, move || form.passphrase_says())}
            {passphrase_field("again", account::again(), "new-password", form.again, move || form.again_says())}
            {notice("#icon-only-you", false, view! { <p><strong>{account::guess_strong()}</strong></p><p class="quiet">{account::guess()}</p> })}
            <div role="alert">{move || form.trouble.get().map(|says| notice("#icon-notice", true, view! { <p>{says}</p> }))}</div>
            <p class="acts acts-wide">
                <button class="button" type="submit" aria-disabled=move || form.busy.get().then_some("true")>
                    {icon("#icon-only-you")}{move || if form.busy.get() { account::making() } else { account::make() }}
                </button>
                <a class="button-plain" href="/">{words::app::not_now()}</a>
            </p>
        </form>
    })
}

/// Nobody new is let in here; there are other places.
fn closed() -> Node {
    notice(
        "#icon-notice",
        true,
        view! { <p><strong>{account::closed()}</strong></p><p class="quiet">{account::closed_elsewhere()}</p> },
    )
}

fn code_field(form: Form) -> Node {
    line_field("code", account::code(), account::code_hint(), form.code, move || form.code_says())
}

/// An answer got lost when an account was made here: the same name goes on where it stopped.
async fn go_on(form: Form, goes_on: RwSignal<bool>) {
    let Some(ports) = ports() else { return };
    if let Ok(Some((name, called))) = client::begun(&ports).await {
        let _ = form.sign_in.try_set(name);
        let _ = form.called.try_set(called);
        let _ = goes_on.try_set(true);
    }
    let _ = form.lets_in.try_set(client::lets_in(&ports).await);
}

impl Form {
    fn needs_code(self) -> bool {
        self.lets_in.get_untracked() == LetsIn::WithCode && self.code.get_untracked().trim().is_empty()
    }

    fn code_says(self) -> Field {
        if self.code_wrong.get() {
            Field::Asks(account::code_wrong().to_owned())
        } else if self.pressed.get() && self.code.get().trim().is_empty() {
            Field::Asks(account::code_missing().to_owned())
        } else {
            Field::Quiet
        }
    }

    fn called_says(self) -> Field {
        if self.pressed.get() && self.called.get().trim().is_empty() {
            Field::Asks(account::called_missing().to_owned())
        } else {
            Field::Quiet
        }
    }

    fn sign_in_says(self) -> Field {
        if self.taken.get() { Field::Asks(account::name_taken().to_owned()) } else { Field::Quiet }
    }

    fn passphrase_says(self) -> Field {
        let letters = self.passphrase.get().chars().count();
        match letters {
            0 if !self.pressed.get() => Field::Quiet,
            0..SHORTEST if self.pressed.get() => Field::Asks(account::passphrase_too_short().to_owned()),
            SHORTEST..LONG_ENOUGH if self.asked.get() => Field::Asks(account::passphrase_short().to_owned()),
            _ => Field::Quiet,
        }
    }

    fn again_says(self) -> Field {
        let (first, second) = (self.passphrase.get(), self.again.get());
        if first == second || !self.pressed.get() {
            Field::Quiet
        } else {
            Field::Asks(account::again_differs().to_owned())
        }
    }

    fn submit(self) {
        if self.busy.get_untracked() {
            return;
        }
        let (passphrase, again) = (self.passphrase.get_untracked(), self.again.get_untracked());
        let letters = passphrase.chars().count();
        self.pressed.set(true);
        self.taken.set(false);
        self.code_wrong.set(false);
        if self.needs_code() {
            return page::focus("#code");
        }
        if self.called.get_untracked().trim().is_empty() || letters < SHORTEST || passphrase != again {
            return page::focus(".field[data-state=asks] .input");
        }
        if letters < LONG_ENOUGH && !self.asked.get_untracked() {
            self.asked.set(true);
            return page::focus("#passphrase");
        }
        self.busy.set(true);
        self.trouble.set(None);
        platform::spawn(self.make(passphrase));
    }

    async fn make(self, passphrase: String) {
        let Some(ports) = ports() else { return };
        let name = platform::one_form(self.sign_in.get_untracked().trim());
        let passphrase = platform::one_form(&passphrase);
        let called = self.called.get_untracked();
        let code = self.code.get_untracked();
        // Said even when it is empty: a server that asks for one then answers that it does.
        let admission = Some(code.trim());
        let wanted =
            NewAccount { name: &name, passphrase: &passphrase, display_name: called.trim(), admission };
        match client::create_account(&ports, wanted).await {
            Ok((ours, code)) => {
                page::keep_store();
                page::choose("kit-later", None);
                app().kit.set(Some(FreshKit::new(&name, &code.to_groups())));
                journey::begin(Journey::Real(ours));
                go("/begin");
            }
            Err(error) => self.failed(&error),
        }
        self.busy.set(false);
    }

    fn failed(self, error: &CannotCreate) {
        if *error == CannotCreate::NameTaken {
            self.taken.set(true);
            return page::focus("#sign-in");
        }
        if *error == CannotCreate::NotAdmitted {
            self.lets_in.set(LetsIn::WithCode);
            self.code_wrong.set(true);
            return page::focus("#code");
        }
        self.trouble.set(Some(sentence(error)));
    }
}

/// Kind words for why no account was made.
pub(super) fn sentence(error: &CannotCreate) -> &'static str {
    match error {
        CannotCreate::NameTaken => account::name_taken(),
        CannotCreate::Closed => account::closed(),
        CannotCreate::NotAdmitted => account::code_wrong(),
        CannotCreate::Passphrase => account::passphrase_too_long(),
        CannotCreate::Occupied => account::occupied(),
        CannotCreate::Work | CannotCreate::Store(StoreProblem::NoMemory) => account::no_memory(),
        CannotCreate::Store(StoreProblem::NotLoaded) => account::not_loaded(),
        CannotCreate::Call(failed) => super::call_says(failed),
        CannotCreate::Store(StoreProblem::Full) => words::app::full(),
        CannotCreate::Store(_) => words::app::gone(),
    }
}

//! Another device of one's own: this one shows a picture and a code, and says when the other is in.

use crate::view::*;
use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

use client::{CallFailed, CannotComeIn, LettingIn};

use crate::journey;
use crate::platform::{self, page};
use crate::ui::{Place, back, head, icon, notice, picture, when};
use crate::words::{self, settings};

#[derive(Clone, PartialEq, Eq)]
enum Step {
    Making,
    Shown { link: String, groups: Vec<String>, until: String },
    In,
    Over(&'static str),
}

thread_local! {
    /// The code that is on the screen now.
    static SHOWN: RefCell<Weak<LettingIn>> = const { RefCell::new(Weak::new()) };
}

/// The page goes away, perhaps in a hurry: a code that is shown is put away with it.
pub(crate) fn put_code_away() {
    if let Some(shown) = SHOWN.with_borrow(Weak::upgrade) {
        platform::send_off(async move { shown.put_away().await });
    }
}

pub(crate) fn screen() -> Node {
    page::title(words::app::mine());
    let step = RwSignal::new(Step::Making);
    begin(step);
    let title =
        move || if step.get() == Step::In { settings::add_done_title() } else { settings::add_title() };
    let lead = move || (step.get() != Step::In).then(|| view! { <p class="lead">{settings::add_lead()}</p> });
    crate::ui::page(
        Place::Mine,
        view! {
            {head(back("/settings", settings::title()), title, lead)}
            <div class="section" aria-live="polite">{move || content(step.get(), step)}</div>
        },
    )
}

fn begin(step: RwSignal<Step>) {
    platform::spawn(async move {
        let end = match show(step).await {
            Ok(()) => Step::In,
            Err(why) => Step::Over(sentence(&why)),
        };
        let _ = step.try_set(end);
    });
}

/// Shows a code until another device is in, the code is over, or the page is left: then it is put away.
async fn show(step: RwSignal<Step>) -> Result<(), CannotComeIn> {
    let ours = journey::ours().ok_or(CannotComeIn::Doubtful)?;
    let letting_in = Rc::new(ours.let_in().await?);
    SHOWN.set(Rc::downgrade(&letting_in));
    let shown = Step::Shown {
        link: letting_in.link().to_string(),
        groups: letting_in.groups().to_vec(),
        until: when::clock(platform::wall_clock_at(letting_in.until_ms)),
    };
    if step.try_set(shown).is_some() {
        letting_in.put_away().await;
        return Ok(());
    }
    wait(&letting_in, step).await
}

async fn wait(letting_in: &LettingIn, step: RwSignal<Step>) -> Result<(), CannotComeIn> {
    let mut tries = 0;
    while step.try_get_untracked().is_some() {
        let (mut came, mut gone) = (pin!(letting_in.came()), pin!(left(step)));
        let news = poll_fn(|context| match came.as_mut().poll(context) {
            Poll::Ready(news) => Poll::Ready(news),
            Poll::Pending => gone.as_mut().poll(context).map(|()| Ok(false)),
        });
        match news.await {
            Ok(true) => return Ok(()),
            Ok(false) => tries = 0,
            // A phone that changes its network, a server that restarts: the code is still good.
            Err(CannotComeIn::Create(_)) if tries < 60 => {
                tries += 1;
                page::pause(2_000).await;
            }
            Err(why) => return Err(why),
        }
    }
    letting_in.put_away().await;
    Ok(())
}

/// Waits until the page is left.
async fn left(step: RwSignal<Step>) {
    while step.try_get_untracked().is_some() {
        page::pause(500).await;
    }
}

fn sentence(why: &CannotComeIn) -> &'static str {
    match why {
        CannotComeIn::Expired | CannotComeIn::Used => settings::add_over(),
        CannotComeIn::Create(client::CannotCreate::Call(CallFailed::Unreachable(_))) => {
            settings::add_no_server()
        }
        _ => settings::add_not_now(),
    }
}

fn content(now: Step, step: RwSignal<Step>) -> Node {
    let again = move |_| {
        step.set(Step::Making);
        begin(step);
    };
    match now {
        Step::Making => view! { <p class="quiet">{settings::add_making()}</p> },
        Step::Shown { link, groups, until } => shown(&link, groups, &until),
        Step::In => view! {
            <p class="lead">{settings::add_done_lead()}</p>
            <p class="acts acts-wide"><a class="button" href="/settings">{settings::add_done_on()}</a></p>
        },
        Step::Over(says) => view! {
            {notice("#icon-notice", false, view! { <p>{says}</p> })}
            <p class="acts acts-wide"><button class="button" type="button" on:click=again>{settings::add_again()}</button></p>
        },
    }
}

fn shown(link: &str, groups: Vec<String>, until: &str) -> Node {
    let groups: Vec<_> = groups.into_iter().map(|group| view! { <span>{group}</span> }).collect();
    view! {
        <ol class="steps">
            <li>{settings::add_step_open()}</li>
            <li>{settings::add_step_type()}</li>
            <li>{settings::add_step_passphrase()}</li>
        </ol>
        {picture(link, settings::add_picture())}
        <section class="paper" aria-label=settings::add_code()>
            <p class="audience">{icon("#icon-only-you")}<span>{settings::add_only_you()}</span></p>
            <p class="code" translate="no">{groups}</p>
        </section>
        <p class="quiet">{settings::add_until(until)}</p>
    }
}

//! Clock, randomness and the way to the relay, as the browser gives them.

use std::cell::Cell;

use client::ports::{Clock, Entropy, Later, Method, Relay, Reply, Token, Unreachable};
use domain::{Day, Moment, WallTime};
use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, RequestInit, Response};

/// The clock on the person's wall.
pub(crate) struct BrowserClock;

impl Clock for BrowserClock {
    fn moment(&self) -> Moment {
        let now = js_sys::Date::new_0();
        Moment { ms: milliseconds(now.get_time()), local: wall(&now) }
    }
}

/// What the wall clock showed at a moment.
pub(crate) fn wall_clock_at(ms: u64) -> WallTime {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double for the next 280,000 years"
    )]
    let at = ms as f64;
    wall(&js_sys::Date::new(&at.into()))
}

/// The moment at which the clock on the person's wall shows a day and a minute after midnight.
pub(crate) fn moment_of(day: Day, minute: u16) -> u64 {
    let (year, month) = (i32::from(day.year()), i32::from(day.month()) - 1);
    let (hour, minute) = (i32::from(minute / 60), i32::from(minute % 60));
    let at = js_sys::Date::new_with_year_month_day_hr_min(
        year.unsigned_abs(),
        month,
        i32::from(day.day()),
        hour,
        minute,
    );
    milliseconds(at.get_time())
}

fn wall(at: &js_sys::Date) -> WallTime {
    let small = |it: u32| it.to_le_bytes()[0];
    let year = i16::try_from(at.get_full_year()).unwrap_or(1970);
    let day = Day::new(year, small(at.get_month()) + 1, small(at.get_date()));
    let day = day.unwrap_or_else(|| Day::from_number(0));
    WallTime::new(day, small(at.get_hours()), small(at.get_minutes()), small(at.get_seconds()))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a clock before 1970 reads as 1970, and fractions do not matter"
)]
fn milliseconds(time: f64) -> u64 {
    time.max(0.0) as u64
}

/// The browser's own randomness.
pub(crate) struct BrowserEntropy;

impl Entropy for BrowserEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        fill_random(bytes);
    }
}

/// Fills all of it.
#[expect(
    clippy::expect_used,
    reason = "a browser without randomness cannot keep a secret, and no key may be made in it"
)]
pub(super) fn fill_random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the browser gives randomness");
}

/// Requests to the server that this page came from.
pub(crate) struct FetchRelay;

impl Relay for FetchRelay {
    fn call<'a>(
        &'a self,
        method: Method,
        path: &'a str,
        token: Option<&'a Token>,
        body: &'a [u8],
    ) -> Later<'a, Result<Reply, Unreachable>> {
        Box::pin(async move { fetch(method, path, token, body).await.ok_or(Unreachable) })
    }
}

thread_local! {
    static LEAVING: Cell<bool> = const { Cell::new(false) };
}

/// The page is going away: what is asked from now on goes on without it.
pub(crate) fn leaving(now: bool) {
    LEAVING.set(now);
}

async fn fetch(method: Method, path: &str, token: Option<&Token>, body: &[u8]) -> Option<Reply> {
    let init = RequestInit::new();
    init.set_method(method.name());
    let headers = Headers::new().ok()?;
    if let Some(token) = token {
        headers.set("authorization", &token.to_bearer()).ok()?;
    }
    if !matches!(method, Method::Get) && !body.is_empty() {
        headers.set("content-type", "application/cbor").ok()?;
        init.set_body(&Uint8Array::from(body));
    }
    init.set_headers(&headers);
    if LEAVING.get() {
        let _ = Reflect::set(&init, &"keepalive".into(), &true.into());
    }
    give_up_later(&init);
    let request = Request::new_with_str_and_init(path, &init).ok()?;
    let global = js_sys::global();
    let fetch: Function = Reflect::get(&global, &"fetch".into()).ok()?.dyn_into().ok()?;
    let asked = fetch.call1(&global, &request).ok()?.dyn_into::<js_sys::Promise>().ok()?;
    let response: Response = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let body = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Reply { status: response.status(), body: Uint8Array::new(&body).to_vec() })
}

/// A request that hangs would hold up everything behind it. The relay itself waits up to 25 seconds.
fn give_up_later(init: &RequestInit) {
    let signal = Reflect::get(&js_sys::global(), &"AbortSignal".into()).and_then(|it| {
        let timeout: Function = Reflect::get(&it, &"timeout".into())?.dyn_into()?;
        timeout.call1(&it, &35_000.into())
    });
    if let Ok(signal) = signal {
        let _ = Reflect::set(init, &"signal".into(), &signal);
    }
}

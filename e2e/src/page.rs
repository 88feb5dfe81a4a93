//! One page: going somewhere, what stands on it, how it looks. Acts are in `act`, checks in `check`.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cdp::Cdp;
use crate::wait::{PATIENCE, until_within, within};

/// Width and height of a screen in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl Shape {
    /// The smallest phone we promise to fit.
    pub const PHONE: Self = Self { width: 360, height: 740 };
    /// A laptop.
    pub const DESK: Self = Self { width: 1280, height: 860 };
}

/// What the person's system asks for.
#[derive(Clone, Copy, Debug)]
pub enum Theme {
    /// By day.
    Light,
    /// By night.
    Dark,
}

/// A page of one person.
pub struct Page {
    pub(crate) cdp: Arc<Cdp>,
    pub(crate) session: String,
    target: String,
    browser: Browser,
    patience: Cell<Duration>,
    /// The script that sets this page's clock ahead.
    pub(crate) ahead: Cell<Option<String>>,
}

/// Counts the parts in each bundle that the service worker keeps.
const KEPT_PARTS: &str = "caches.keys().then(names => Promise.all(names.filter(it => it.startsWith('mend-')).map(
    async name => (await (await caches.open(name)).keys()).filter(it => it.url.includes('/parts/')).length)))";

impl Page {
    pub(crate) fn attach(browser: &Browser, target: String) -> Self {
        let how = json!({ "targetId": target, "flatten": true });
        let attached = browser.ask("Target.attachToTarget", how);
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let page = Self {
            cdp: Arc::clone(browser.cdp()),
            session,
            target,
            browser: browser.clone(),
            patience: Cell::new(PATIENCE),
            ahead: Cell::new(None),
        };
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "Network.enable", "DOM.enable"] {
            page.ask(domain, json!({}));
        }
        // Two people look at their screens at once; neither page may think it is in the background.
        page.ask("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
        page.is_shaped(Shape { width: 390, height: 844 });
        page
    }

    /// Sends a command to this page; panics on refusal.
    pub(crate) fn ask(&self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn try_ask(&self, method: &str, params: Value) -> Result<Value, String> {
        self.cdp.ask(&self.session, method, params)
    }

    /// How long this person waits for anything from here on.
    pub fn is_patient_for(&self, patience: Duration) {
        self.patience.set(patience);
    }

    pub(crate) fn patience(&self) -> Duration {
        self.patience.get()
    }

    /// Goes to an address and waits until the document is there.
    pub fn goes_to(&self, url: &str) {
        let gone = self.ask("Page.navigate", json!({ "url": url }));
        assert!(gone["errorText"].is_null(), "{url} does not open: {}", gone["errorText"]);
        self.is_loaded();
    }

    /// Visits a second time and waits until the page is kept for times without a server; where somebody lives, all of it.
    pub fn comes_back(&self) {
        self.reloads();
        let kept = "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)";
        self.waits_for("the page to be kept for offline", kept);
        self.waits_for(
            "the whole program to be kept, where somebody lives",
            &format!("!localStorage.getItem('home') || {KEPT_PARTS}.then(it => Math.max(...it) > 0)"),
        );
    }

    /// How many of the program's later parts each kept bundle has.
    pub fn kept_parts(&self) -> Vec<u64> {
        let counts = self.eval(KEPT_PARTS);
        counts.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }

    /// How many of them this page has asked for.
    pub fn parts_asked_for(&self) -> u64 {
        let asked =
            "performance.getEntriesByType('resource').filter(it => it.name.includes('/parts/')).length";
        self.eval(asked).as_u64().unwrap_or_default()
    }

    /// Follows a link of the page's own to this path.
    pub fn follows(&self, path: &str) {
        let click =
            "(path => { const it = document.createElement('a'); it.href = path; document.body.append(it);
          it.click(); it.remove(); return location.pathname === path; })";
        let there = self.eval(&format!("{click}({})", json!(path)));
        assert_eq!(there, true, "the page follows its own links without loading anew: {path}");
    }

    /// Loads the page again, as the person's own reload does.
    pub fn reloads(&self) {
        // The document that goes away is complete too: only one without this mark is the new one.
        self.eval("window.goesAway = true");
        self.ask("Page.reload", json!({}));
        until_within(self.patience(), "the page is loaded anew", || {
            (self.try_eval("!window.goesAway").ok()? == true).then_some(())
        });
        self.is_loaded();
    }

    /// Goes one step back in the page's history, if there is one; says whether there was.
    pub fn goes_back(&self) -> bool {
        let history = self.ask("Page.getNavigationHistory", json!({}));
        let current = history["currentIndex"].as_i64().unwrap_or(0);
        let Ok(before) = usize::try_from(current - 1) else {
            return false;
        };
        let entry = history["entries"][before]["id"].clone();
        if entry.is_null() {
            return false;
        }
        self.ask("Page.navigateToHistoryEntry", json!({ "entryId": entry }));
        self.is_loaded();
        true
    }

    fn is_loaded(&self) {
        until_within(self.patience(), "the page is loaded", || {
            (self.try_eval("document.readyState").ok()? == "complete").then_some(())
        });
    }

    /// The address the page is at.
    pub fn address(&self) -> String {
        self.text_of("location.href")
    }

    /// The title of the page.
    pub fn title(&self) -> String {
        self.text_of("document.title")
    }

    fn text_of(&self, script: &str) -> String {
        self.eval(script).as_str().unwrap_or_default().to_owned()
    }

    /// What a script gives back; promises are waited for.
    pub fn eval(&self, script: &str) -> Value {
        self.try_eval(script).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn try_eval(&self, script: &str) -> Result<Value, String> {
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.try_ask("Runtime.evaluate", params)?;
        if answer["exceptionDetails"].is_null() {
            Ok(answer["result"]["value"].take())
        } else {
            Err(format!("script failed: {}", answer["exceptionDetails"]))
        }
    }

    /// Waits until a script says yes.
    pub fn waits_for(&self, what: &str, script: &str) {
        let mut ask = || (self.try_eval(script).ok()? == true).then_some(());
        if within(self.patience(), &mut ask).is_none() {
            panic!("waited in vain for {what}; {}", self.stands_here());
        }
    }

    /// The readable text of the page, as it stands.
    pub fn text(&self) -> String {
        self.try_eval("document.body ? document.body.innerText.replace(/\\s+/g, ' ') : ''")
            .ok()
            .and_then(|it| it.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Waits until these words can be read.
    pub fn reads(&self, words: &str) {
        self.reads_within(self.patience(), words);
    }

    /// [`Page::reads`] with another patience.
    pub fn reads_within(&self, patience: Duration, words: &str) {
        let mut ask = || self.text().contains(words).then_some(());
        if within(patience, &mut ask).is_none() {
            panic!("waited in vain to read “{words}”; {}", self.stands_here());
        }
    }

    /// Checks that these words can't be read now.
    pub fn does_not_read(&self, words: &str) {
        let text = self.text();
        assert!(!text.contains(words), "“{words}” can be read: {text}");
    }

    /// Waits until these words are gone.
    pub fn reads_no_longer(&self, words: &str) {
        until_within(self.patience(), &format!("“{words}” is gone"), || {
            (!self.text().contains(words)).then_some(())
        });
    }

    /// Makes the screen this large.
    pub fn is_shaped(&self, shape: Shape) {
        let metrics = json!({
            "width": shape.width, "height": shape.height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.ask("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Sets what the person's system asks for; motion is reduced so that pictures are still.
    pub fn is_themed(&self, theme: Theme) {
        let scheme = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.ask("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Is laid out as it would be on paper, or on the screen again.
    pub fn is_on_paper(&self, paper: bool) {
        self.ask("Emulation.setEmulatedMedia", json!({ "media": if paper { "print" } else { "" } }));
    }

    /// Sets the size of text as the browser's settings do; 100 is usual.
    pub fn has_text_at(&self, percent: u32) {
        self.eval(&format!("document.documentElement.style.fontSize = '{percent}%'; true"));
    }

    /// Cuts this page from the network, or joins it again. Its service worker is not touched: for the
    /// truest test stop the server.
    pub fn is_offline(&self, offline: bool) {
        let conditions = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.ask("Network.emulateNetworkConditions", conditions);
    }

    /// Takes a picture of what is on the screen, or of the whole page.
    pub fn is_pictured(&self, file: &Path, whole: bool) {
        let params = json!({ "format": "png", "captureBeyondViewport": whole });
        let params = if whole { self.whole(params) } else { params };
        let taken = self.ask("Page.captureScreenshot", params);
        let picture = from_base64(taken["data"].as_str().unwrap_or_default());
        std::fs::write(file, picture).expect("the picture is written");
    }

    /// Draws a picture in SVG at a size, as PNG.
    pub fn draws(&self, svg: &str, size: u32) -> Vec<u8> {
        let draw = "((svg, size) => new Promise((done, failed) => {
            const picture = new Image(size, size), canvas = new OffscreenCanvas(size, size);
            picture.onerror = () => failed('no picture');
            picture.onload = async () => {
                canvas.getContext('2d').drawImage(picture, 0, 0, size, size);
                const file = await canvas.convertToBlob({ type: 'image/png' });
                done(btoa(String.fromCharCode(...new Uint8Array(await file.arrayBuffer()))));
            };
            picture.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
        }))";
        from_base64(&self.text_of(&format!("{draw}({}, {size})", json!(svg))))
    }

    fn whole(&self, mut params: Value) -> Value {
        let size = self.ask("Page.getLayoutMetrics", json!({}));
        let size = &size["cssContentSize"];
        params["clip"] =
            json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        params
    }

    /// Ends the page's process at once, as a phone does that runs out of memory: no event, no goodbye.
    pub fn is_killed(self) {
        self.cdp.tell(&self.session, "Page.crash", json!({}));
        until_within(PATIENCE, "the page's process has ended", || {
            let said = self.cdp.said(&self.session);
            said.iter().any(|it| it.method == "Inspector.targetCrashed").then_some(())
        });
        self.closes();
    }

    /// Closes the page.
    pub fn closes(self) {
        self.browser.ask("Target.closeTarget", json!({ "targetId": self.target }));
    }

    /// What another connection to the same page hears.
    fn asked_anew(&self) -> String {
        let anew = Self::attach(&self.browser, self.target.clone());
        format!("it is at {:?}", anew.try_eval("location.href"))
    }

    /// What to say about the page when something on it is missing.
    pub(crate) fn stands_here(&self) -> String {
        let address = match self.try_eval("location.href") {
            Ok(address) => address.to_string(),
            // Whether it is the page that hangs, or only what we speak to it with.
            Err(problem) => format!("{problem}; asked anew, {}", self.asked_anew()),
        };
        format!("at {address} stands: {}\nproblems: {:?}", self.text(), self.problems())
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).expect("eight bits"));
        }
    }
    bytes
}

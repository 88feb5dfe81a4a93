//! One Chromium for all tests of a file, and in it as many people as needed, each with a profile of their own.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};

use crate::cdp::Cdp;
use crate::page::Page;

const FLAGS: [&str; 18] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
];

static SHARED: LazyLock<Browser> = LazyLock::new(Browser::start);

/// A running Chromium.
#[derive(Clone)]
pub struct Browser {
    cdp: Arc<Cdp>,
}

impl Browser {
    /// The one Chromium of this test binary; it ends when the binary ends.
    pub fn shared() -> &'static Self {
        &SHARED
    }

    fn start() -> Self {
        let profile = profile_folder();
        std::fs::create_dir_all(&profile).expect("a folder for the browser's profile");
        // The shell stays to clear the profile away: when our end of the pipe closes, Chromium stops and
        // the shell goes on, even if this process was killed.
        let script = r#"profile=$1; shift; "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1; rm -rf "$profile""#;
        let mut child = Command::new("sh")
            .args(["-c", script, "sh"])
            .arg(&profile)
            .arg(chromium())
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh starts Chromium");
        let to = child.stdin.take().expect("a pipe to Chromium");
        let from = child.stdout.take().expect("a pipe from Chromium");
        // Somebody has to wait for the shell; nobody needs to know how it ended.
        std::thread::spawn(move || child.wait());
        let browser = Self { cdp: Arc::new(Cdp::over(from, to)) };
        if let Err(error) = browser.cdp.ask("", "Browser.getVersion", json!({})) {
            panic!("Chromium does not start ({error}): install it, or name it in CHROMIUM");
        }
        browser
    }

    /// Somebody with a browser profile of their own, shared with nobody.
    pub fn person(&self) -> Person {
        let made = self.ask("Target.createBrowserContext", json!({ "disposeOnDetach": true }));
        let context = made["browserContextId"].as_str().expect("a browser context").to_owned();
        Person { browser: self.clone(), context }
    }

    pub(crate) fn ask(&self, method: &str, params: Value) -> Value {
        self.cdp.ask("", method, params).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) fn cdp(&self) -> &Arc<Cdp> {
        &self.cdp
    }
}

/// One person: a profile with its own storage, in which pages are opened.
pub struct Person {
    browser: Browser,
    context: String,
}

impl Person {
    /// Opens an empty page.
    pub fn new_page(&self) -> Page {
        let target = self
            .browser
            .ask("Target.createTarget", json!({ "url": "about:blank", "browserContextId": self.context }));
        let target = target["targetId"].as_str().expect("a target").to_owned();
        Page::attach(&self.browser, target)
    }

    /// Opens a page at this address and waits until it is there.
    pub fn opens(&self, url: &str) -> Page {
        let page = self.new_page();
        page.goes_to(url);
        page
    }

    /// Says yes to notifications from this address, as if the browser had asked.
    pub fn allows_notifications(&self, origin: &str) {
        let permissions = json!(["notifications"]);
        let said = json!({ "origin": origin, "browserContextId": self.context, "permissions": permissions });
        self.browser.ask("Browser.grantPermissions", said);
    }

    /// How many pages are open.
    pub fn open_pages(&self) -> usize {
        let targets = self.browser.ask("Target.getTargets", json!({}));
        let of_mine = |it: &&Value| it["browserContextId"] == self.context.as_str() && it["type"] == "page";
        targets["targetInfos"].as_array().map_or(0, |all| all.iter().filter(of_mine).count())
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        // Fails when the browser is gone already, and then there is nothing left to clear away.
        let end = json!({ "browserContextId": self.context });
        let _ = self.browser.cdp.ask("", "Target.disposeBrowserContext", end);
    }
}

fn chromium() -> PathBuf {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return named.into();
    }
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
        .iter()
        .flat_map(|name| {
            let path = std::env::var_os("PATH").unwrap_or_default();
            std::env::split_paths(&path).map(|folder| folder.join(name)).collect::<Vec<_>>()
        })
        .find(|it| it.is_file())
        .unwrap_or_else(|| panic!("no Chromium: `apt-get install chromium`, or name one in CHROMIUM"))
}

fn profile_folder() -> PathBuf {
    let nanos =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |it| it.as_nanos());
    std::env::temp_dir().join(format!("mend-e2e-browser-{}-{nanos}", std::process::id()))
}

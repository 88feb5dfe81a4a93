//! A Chromium that is started for one measurement, with an empty profile, and spoken to over its debugging pipe.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};

const FLAGS: [&str; 13] = [
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
    "--disable-extensions",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
];

/// Longer than anything measured here may take.
const PATIENCE: Duration = Duration::from_secs(180);

/// Watches for `SELECTOR`: when it can be seen and used, two frames are drawn, and then a task has run, the time is
/// noted. Also adds up how long the page was blocked, and what was spent on requests, workers and the local store.
const WATCH: &str = include_str!("watch.js");

struct Pipe {
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    next: u64,
}

/// A running Chromium; it ends, and its profile with it, when dropped.
pub struct Chromium {
    child: Child,
    pipe: RefCell<Pipe>,
    profile: PathBuf,
}

/// A page of it.
pub struct Page<'c> {
    chromium: &'c Chromium,
    session: String,
}

impl Chromium {
    /// Starts one with an empty profile.
    ///
    /// # Errors
    /// When there is none, or it does not answer.
    pub fn start() -> anyhow::Result<Self> {
        static STARTED: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = STARTED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("mend-bench-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&profile)?;
        let named = std::env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
        // `exec`, so that the process we know is the browser's own.
        let script = r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;
        let mut child = Command::new("sh")
            .args(["-c", script, "sh", &named])
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let to = child.stdin.take().context("a pipe to Chromium")?;
        let from = BufReader::new(child.stdout.take().context("a pipe from Chromium")?);
        let chromium = Self { child, pipe: RefCell::new(Pipe { to, from, next: 0 }), profile };
        chromium.ask("", "Browser.getVersion", json!({})).context("Chromium does not start")?;
        Ok(chromium)
    }

    fn ask(&self, session: &str, method: &str, params: Value) -> anyhow::Result<Value> {
        let mut pipe = self.pipe.borrow_mut();
        pipe.next += 1;
        let id = pipe.next;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let (false, Some(fields)) = (session.is_empty(), message.as_object_mut()) {
            fields.insert("sessionId".to_owned(), json!(session));
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        pipe.to.write_all(&bytes)?;
        pipe.to.flush()?;
        loop {
            let mut bytes = Vec::new();
            if pipe.from.read_until(0, &mut bytes)? == 0 {
                bail!("Chromium is gone");
            }
            bytes.pop();
            let answer: Value = serde_json::from_slice(&bytes)?;
            if answer.get("id").and_then(Value::as_u64) != Some(id) {
                continue;
            }
            if let Some(error) = answer.get("error") {
                bail!("{method}: {error}");
            }
            return Ok(answer.get("result").cloned().unwrap_or_default());
        }
    }

    /// Opens an empty page, slowed down so many times.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub fn page(&self, slowed: u32) -> anyhow::Result<Page<'_>> {
        let made = self.ask("", "Target.createTarget", json!({ "url": "about:blank" }))?;
        let how = json!({ "targetId": text(&made, "targetId"), "flatten": true });
        let attached = self.ask("", "Target.attachToTarget", how)?;
        let page = Page { chromium: self, session: text(&attached, "sessionId") };
        page.ask("Page.enable", json!({}))?;
        page.ask("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }))?;
        let shape = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": false });
        page.ask("Emulation.setDeviceMetricsOverride", shape)?;
        page.is_slowed(slowed)?;
        Ok(page)
    }

    /// The memory of the largest page's process that is in use, in MiB.
    ///
    /// # Errors
    /// When Chromium does not say which processes are its own.
    pub fn page_memory(&self) -> anyhow::Result<f64> {
        let all = self.ask("", "SystemInfo.getProcessInfo", json!({}))?;
        let all = all.get("processInfo").and_then(Value::as_array).cloned().unwrap_or_default();
        let pages = all.iter().filter(|it| text(it, "type") == "renderer");
        let pages = pages.filter_map(|it| resident(it.get("id")?.as_u64()?));
        Ok(pages.fold(0.0, f64::max))
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.ask("", "Browser.close", json!({}));
        let _ = self.child.wait();
        // What cannot be removed lies where the system clears up by itself.
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

impl Page<'_> {
    /// A command of the debugging protocol.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub fn ask(&self, method: &str, params: Value) -> anyhow::Result<Value> {
        self.chromium.ask(&self.session, method, params)
    }

    /// Slows the page's own thread down so many times; its workers are not slowed.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub fn is_slowed(&self, times: u32) -> anyhow::Result<()> {
        self.ask("Emulation.setCPUThrottlingRate", json!({ "rate": times })).map(drop)
    }

    /// Watches every document from now on for the first usable thing of this selector.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub fn watches_for(&self, selector: &str) -> anyhow::Result<()> {
        let source = WATCH.replace("SELECTOR", &json!(selector).to_string());
        self.ask("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).map(drop)
    }

    /// Goes to an address, and waits until the thing watched for is usable: milliseconds since it began.
    ///
    /// # Errors
    /// When it does not come.
    pub fn goes_to(&self, url: &str) -> anyhow::Result<f64> {
        self.ask("Page.navigate", json!({ "url": url }))?;
        self.waits_for("window.measured && window.measured.usable")
    }

    /// Leaves for an empty page, and waits until it is there.
    ///
    /// # Errors
    /// When Chromium refuses.
    pub fn leaves(&self) -> anyhow::Result<()> {
        self.ask("Page.navigate", json!({ "url": "about:blank" }))?;
        self.waits_for("location.href === 'about:blank' && document.readyState === 'complete' ? 1 : 0")
            .map(drop)
    }

    /// What a script gives; promises are waited for.
    ///
    /// # Errors
    /// When the script fails.
    pub fn eval(&self, script: &str) -> anyhow::Result<Value> {
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let answer = self.ask("Runtime.evaluate", params)?;
        if let Some(problem) = answer.get("exceptionDetails") {
            bail!("the script failed: {problem}");
        }
        Ok(answer.pointer("/result/value").cloned().unwrap_or_default())
    }

    /// Waits until a script gives a number other than zero. Asks rarely, so that asking costs the page nothing.
    ///
    /// # Errors
    /// When it never does.
    pub fn waits_for(&self, script: &str) -> anyhow::Result<f64> {
        let end = Instant::now() + PATIENCE;
        loop {
            // A document that is being replaced answers nothing.
            let answer = self.eval(script).unwrap_or_default();
            if let Some(number) = answer.as_f64().filter(|it| *it != 0.0) {
                return Ok(number);
            }
            if Instant::now() > end {
                let stands = self.eval("location.href + ' ' + document.body.innerText.slice(0, 400)");
                bail!("waited in vain for `{script}` at {}", stands.unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Writes words into a field.
    ///
    /// # Errors
    /// When there is no such field.
    pub fn writes(&self, selector: &str, words: &str) -> anyhow::Result<()> {
        self.eval(&format!("document.querySelector({}).focus()", json!(selector)))?;
        self.ask("Input.insertText", json!({ "text": words })).map(drop)
    }
}

fn text(from: &Value, field: &str) -> String {
    from.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Resident memory of a process, in MiB.
fn resident(process: u64) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes / 1024.0)
}

//! What a person does on a page: finds things by what they are and what they are called, presses them, writes
//! into them, uses the keyboard.

use serde_json::{Value, json};

use crate::keys::Stroke;
use crate::page::Page;
use crate::wait::within;

/// Where to press. Ticks and choices are pressed on their label, as people do. An element that something else
/// covers, or that is not enabled, can't be pressed, and says so.
const WHERE: &str = "function () {
  const off = this.closest('[aria-disabled=true]') === this || this.disabled || this.closest('fieldset:disabled, [inert]');
  if (off) return { problem: 'it is not enabled' };
  const small = /^(radio|checkbox)$/.test(this.type || '') && this.labels && this.labels[0];
  const part = small || this;
  part.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const box = part.getClientRects()[0];
  if (!box || box.width < 1 || box.height < 1) return { problem: 'it has no size' };
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const top = document.elementFromPoint(x, y);
  const mine = top && (part.contains(top) || top.contains(this) && top.matches('label') || [...(this.labels || [])].some(it => it.contains(top)));
  if (!mine) return { problem: 'it is covered by ' + (top ? top.outerHTML.slice(0, 120) : 'nothing') };
  return { x, y };
}";

/// Makes ready for writing, with what stands there selected.
const TAKE: &str = "function () {
  if (this.disabled || this.readOnly) return 'it can\\'t be written into';
  this.scrollIntoView({ block: 'center', behavior: 'instant' });
  this.focus();
  if (this.select) this.select();
  return document.activeElement === this ? '' : 'it does not take the focus';
}";

/// A clock that is ahead.
const CLOCK: &str = "(() => {
  const Right = Date, ahead = HOURS * 3600000;
  globalThis.Date = class Date extends Right {
    constructor(...told) { if (told.length) super(...told); else super(Right.now() + ahead); }
    static now() { return Right.now() + ahead; }
  };
})()";

impl Page {
    /// Everything of this role and name that can be perceived now, as node numbers of the browser. A name fits
    /// when it is the whole name, or else when it is the beginning of one, up to the end of a word: a choice is
    /// called by its title and its sentence together.
    pub(crate) fn all_of(&self, role: &str, name: &str) -> Vec<Value> {
        let named = self.named(role).unwrap_or_default();
        let fitting = |fits: &dyn Fn(&str) -> bool| -> Vec<Value> {
            let all = named.iter().filter(|(it, _)| fits(it));
            all.map(|(_, node)| node.clone()).collect()
        };
        let whole = fitting(&|it| it == name);
        if whole.is_empty() { fitting(&|it| begins_with(it, name)) } else { whole }
    }

    /// The names of everything of this role. A document that is being replaced has none yet.
    fn named(&self, role: &str) -> Option<Vec<(String, Value)>> {
        let document = self.try_ask("DOM.getDocument", json!({ "depth": 0 })).ok()?;
        let root = document["root"]["backendNodeId"].clone();
        let query = json!({ "backendNodeId": root, "role": role });
        let answer = self.try_ask("Accessibility.queryAXTree", query).ok()?;
        let nodes = answer["nodes"].as_array()?.iter().filter(|it| it["ignored"] != true);
        let named = |it: &Value| {
            let name = it["name"]["value"].as_str().unwrap_or_default().trim().to_owned();
            (name, it["backendDOMNodeId"].clone())
        };
        Some(nodes.map(named).collect())
    }

    /// Whether something of this role and name is there now.
    pub fn has(&self, role: &str, name: &str) -> bool {
        !self.all_of(role, name).is_empty()
    }

    /// Waits until something of this role and name is there.
    pub fn finds(&self, role: &str, name: &str) {
        self.node(role, name);
    }

    /// Waits until nothing of this role and name is there.
    pub fn finds_no_longer(&self, role: &str, name: &str) {
        let mut ask = || (!self.has(role, name)).then_some(());
        if within(self.patience(), &mut ask).is_none() {
            panic!("the {role} “{name}” stays; {}", self.stands_here());
        }
    }

    fn node(&self, role: &str, name: &str) -> Value {
        let mut ask = || self.all_of(role, name).into_iter().next();
        match within(self.patience(), &mut ask) {
            Some(node) => node,
            None => panic!("no {role} “{name}”; {}", self.stands_here()),
        }
    }

    /// Calls a function on an element and gives back what it gives.
    fn on(&self, node: &Value, function: &str) -> Result<Value, String> {
        let resolved = self.try_ask("DOM.resolveNode", json!({ "backendNodeId": node }))?;
        let object = &resolved["object"]["objectId"];
        let call = json!({
            "objectId": object, "functionDeclaration": function, "returnByValue": true,
        });
        let mut called = self.try_ask("Runtime.callFunctionOn", call)?;
        if called["exceptionDetails"].is_null() {
            Ok(called["result"]["value"].take())
        } else {
            Err(called["exceptionDetails"].to_string())
        }
    }

    /// Presses something with the mouse, when it is there, enabled and not covered.
    pub fn presses(&self, role: &str, name: &str) {
        let mut why = String::from("it is not there");
        let mut before = None;
        let mut ask = || {
            let node = self.all_of(role, name).into_iter().next()?;
            let place = self.on(&node, WHERE).ok()?;
            let now = place["x"].as_f64().zip(place["y"].as_f64());
            why = place["problem"].as_str().unwrap_or("it does not keep still").to_owned();
            // Only what stands where it stood a moment ago is pressed: pages settle while they open.
            let still = now.filter(|_| before == now);
            before = now;
            still
        };
        match within(self.patience(), &mut ask) {
            Some((x, y)) => self.presses_at(x, y),
            None => panic!("can't press the {role} “{name}”: {why}; {}", self.stands_here()),
        }
    }

    fn presses_at(&self, x: f64, y: f64) {
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({
                "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1,
            });
            self.ask("Input.dispatchMouseEvent", event);
        }
    }

    /// Replaces what stands in a field by these words.
    pub fn writes(&self, role: &str, name: &str, words: &str) {
        let mut why = String::from("it is not there");
        let mut ask = || {
            let node = self.all_of(role, name).into_iter().next()?;
            why = self.on(&node, TAKE).ok()?.as_str().unwrap_or_default().to_owned();
            why.is_empty().then_some(node)
        };
        let Some(node) = within(self.patience(), &mut ask) else {
            panic!("can't write into the {role} “{name}”: {why}; {}", self.stands_here());
        };
        if words.is_empty() {
            self.hits("Delete");
        } else {
            self.ask("Input.insertText", json!({ "text": words }));
        }
        let stands = self.on(&node, "function () { return this.value }");
        assert_eq!(stands.unwrap_or_default(), words, "what stands in “{name}” after writing");
    }

    /// What stands in a field.
    pub fn value_of(&self, role: &str, name: &str) -> String {
        let node = self.node(role, name);
        let value = self.on(&node, "function () { return String(this.value ?? this.innerText) }");
        value.unwrap_or_default().as_str().unwrap_or_default().to_owned()
    }

    /// Unfolds what is called so.
    pub fn unfolds(&self, name: &str) {
        let find = "[...document.querySelectorAll('summary')].find(it => it.textContent.trim() === NAME)";
        let find = find.replace("NAME", &json!(name).to_string());
        self.waits_for(name, &format!("!!{find}"));
        self.eval(&format!("{find}.parentElement.open || {find}.click(); true"));
    }

    /// Moves the focus to something.
    pub fn focuses(&self, role: &str, name: &str) {
        let node = self.node(role, name);
        self.ask("DOM.focus", json!({ "backendNodeId": node }));
    }

    /// Hits a key: `Enter`, `Shift+Tab`, `Escape`, `a` …
    pub fn hits(&self, key: &str) {
        let stroke = Stroke::of(key);
        self.ask("Input.dispatchKeyEvent", stroke.down());
        self.ask("Input.dispatchKeyEvent", stroke.up());
    }

    /// Types words key by key into whatever has the focus.
    pub fn types(&self, words: &str) {
        for letter in words.chars() {
            match letter {
                ' ' => self.hits("Space"),
                '\n' => self.hits("Enter"),
                letter => self.hits(&letter.to_string()),
            }
        }
    }

    /// From the next loading on, this page's clock is so many hours ahead; with 0 it is right again.
    pub fn has_its_clock_ahead(&self, hours: u32) {
        let before = self.ahead.take();
        if let Some(script) = before {
            self.ask("Page.removeScriptToEvaluateOnNewDocument", json!({ "identifier": script }));
        }
        if hours > 0 {
            let source = CLOCK.replace("HOURS", &hours.to_string());
            let added = self.ask("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
            self.ahead.set(added["identifier"].as_str().map(str::to_owned));
        }
    }

    /// The browser takes away what this page keeps, and does not give it back.
    pub fn loses_its_store(&self) {
        self.eval(
            "const gone = () => { throw new DOMException('gone', 'InvalidStateError') };
            IDBDatabase.prototype.transaction = gone; IDBFactory.prototype.open = gone; true",
        );
    }

    /// Lets the browser say that there is no room for anything more, or that there is again. (The quota that the
    /// browser's own tools set is not asked about for small writes.)
    pub fn has_room(&self, room: bool) {
        self.eval(&format!(
            "window.puts ??= IDBObjectStore.prototype.put;
            IDBObjectStore.prototype.put = {room} ? puts : () => {{ throw new DOMException('full', 'QuotaExceededError') }}; true"
        ));
    }

    /// Clears what the site keeps in its databases, while the page stays open.
    pub fn has_its_store_cleared(&self) {
        self.eval(
            "indexedDB.databases().then(all => Promise.all(all.map(it => new Promise((yes, no) => {
                const asked = indexedDB.deleteDatabase(it.name);
                asked.onsuccess = () => yes(true);
                asked.onerror = no;
            })))).then(() => true)",
        );
    }

    /// Whether this has the focus now; the name is read as everywhere.
    pub fn is_at(&self, role: &str, name: &str) -> bool {
        let (here, called) = self.focus();
        here == role && (called == name || begins_with(&called, name))
    }

    /// Role and name of what has the focus now.
    pub fn focus(&self) -> (String, String) {
        let active = json!({ "expression": "document.activeElement" });
        let active = self.ask("Runtime.evaluate", active);
        let query = json!({ "objectId": active["result"]["objectId"], "fetchRelatives": false });
        let tree = self.try_ask("Accessibility.getPartialAXTree", query).unwrap_or_default();
        let node = &tree["nodes"][0];
        let text = |it: &Value| it["value"].as_str().unwrap_or_default().to_owned();
        (text(&node["role"]), text(&node["name"]))
    }

    /// Goes through the page with the Tab key until this has the focus.
    pub fn tabs_to(&self, role: &str, name: &str) {
        self.finds(role, name);
        let mut way = Vec::new();
        for _ in 0..120 {
            if self.is_at(role, name) {
                return;
            }
            way.push(self.focus());
            self.hits("Tab");
        }
        panic!("the Tab key never comes to the {role} “{name}”; it went {way:?}");
    }
}

fn begins_with(whole: &str, beginning: &str) -> bool {
    let rest = whole.strip_prefix(beginning).and_then(|it| it.chars().next());
    !beginning.is_empty() && rest.is_some_and(|it| !it.is_alphanumeric())
}

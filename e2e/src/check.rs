//! What every screen must hold: no barriers, nothing that runs over, nothing that breaks unseen.

use serde_json::Value;

use crate::page::Page;

const AXE: &str = include_str!("../vendor/axe.min.js");

/// The rules of WCAG 2.2 AA and axe's own advice.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// Only what colours can do wrong.
const COLOURS: &str = "{ type: 'rule', values: ['color-contrast'] }";

const RUN: &str = "axe.run(document, { runOnly: RULES, resultTypes: ['violations']
}).then(it => it.violations.map(v => v.id + ': ' + v.help + ' — ' + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160) +
  ' (' + (n.any.concat(n.all, n.none)[0]?.message || '') + ')').join(' | ')))";

/// What stands wider than the screen. Regions that are made to scroll sideways, with a name, are allowed.
const WIDE: &str = "(() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(it => {
    const box = it.getBoundingClientRect();
    if (!box.width || box.right <= room + 0.5 && box.left >= -0.5) return false;
    for (let p = it.parentElement; p; p = p.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(p).overflowX) && p !== document.body) return false;
    return true;
  });
  return ['the page is ' + document.documentElement.scrollWidth + ' wide on a screen of ' + room,
    ...wide.slice(0, 5).map(it => it.outerHTML.slice(0, 120))];
})()";

impl Page {
    /// What axe-core finds wrong here; empty is good.
    pub fn barriers(&self) -> Vec<String> {
        self.found_wrong(RULES)
    }

    /// What is too faint here; empty is good. The rest does not depend on the theme.
    pub fn too_faint(&self) -> Vec<String> {
        self.found_wrong(COLOURS)
    }

    fn found_wrong(&self, rules: &str) -> Vec<String> {
        // A colour on its way from one theme to the other is neither.
        self.eval("document.getAnimations().forEach(it => { try { it.finish() } catch {} }); true");
        // Given by the debugger, so that the page's own policy for scripts stays as strict as it is.
        if self.eval("typeof axe === 'undefined'") == true {
            self.eval(&format!("{AXE}\n; true"));
        }
        strings(&self.eval(&RUN.replace("RULES", rules)))
    }

    /// Checks that the page, as it stands, keeps nobody out and is not wider than the screen.
    pub fn keeps_nobody_out(&self) {
        let found = [self.barriers(), self.overflow()].concat();
        assert!(found.is_empty(), "{}: {found:#?}", self.stands_here());
    }

    /// What is wider than the screen; empty is good.
    pub fn overflow(&self) -> Vec<String> {
        strings(&self.eval(WIDE))
    }

    /// Errors that the page reported so far: thrown, logged, or refused by its policy. A connection that fails
    /// while there is no server is no error of the page.
    pub fn problems(&self) -> Vec<String> {
        let said = self.cdp.said(&self.session);
        said.iter().filter_map(|it| problem(&it.method, &it.params)).collect()
    }

    /// Forgets the problems so far.
    pub fn forgets_problems(&self) {
        self.cdp.forget(&self.session);
    }

    /// Checks that the page reported no problem so far.
    pub fn is_sound(&self) {
        let problems = self.problems();
        assert!(problems.is_empty(), "the page reports problems: {problems:#?}");
    }
}

fn problem(method: &str, params: &Value) -> Option<String> {
    match method {
        "Runtime.exceptionThrown" => {
            let details = &params["exceptionDetails"];
            Some(format!("thrown: {} {}", details["text"], details["exception"]["description"]))
        }
        "Runtime.consoleAPICalled" if params["type"] == "error" => {
            Some(format!("logged: {}", params["args"]))
        }
        "Log.entryAdded" => {
            let entry = &params["entry"];
            let network = entry["source"] == "network";
            (entry["level"] == "error" && !network).then(|| format!("{}: {}", entry["source"], entry["text"]))
        }
        _ => None,
    }
}

fn strings(list: &Value) -> Vec<String> {
    let all = list.as_array().cloned().unwrap_or_default();
    all.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

//! Who may depend on whom. The relay must not be able to name a promise, and the leaves must stay leaves.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

use super::Finding;
use crate::workspace;

/// What must never be reached from where, by a dependency that ends up in what is shipped.
const NEVER: [(&str, &[&str]); 10] = [
    ("lean", &["domain", "protocol", "opaque", "reader", "client", "server", "web", "mend"]),
    ("domain", &["protocol", "opaque", "reader", "client", "server", "web", "mend"]),
    ("protocol", &["domain", "opaque", "reader", "client", "server", "web", "mend"]),
    ("book", &["protocol", "opaque", "reader", "client", "server", "web", "mend"]),
    ("reader", &["domain", "protocol", "opaque", "client", "server", "web", "mend"]),
    ("opaque", &["domain", "protocol", "reader", "client", "server", "web", "mend"]),
    ("server", &["domain", "reader", "client", "web", "mend"]),
    ("client", &["reader", "server", "web", "mend"]),
    ("web", &["server", "mend"]),
    ("mend", &["web"]),
];

/// Stretches no passphrase: for tests, never for people.
const WEAK: &str = "weak-for-tests";

/// The workspace's packages as cargo sees them.
#[derive(Default)]
pub(crate) struct Graph {
    packages: BTreeMap<String, Package>,
}

#[derive(Default)]
struct Package {
    /// Normal and build dependencies, with the features asked for.
    ships: BTreeMap<String, Vec<String>>,
    /// What the feature `default` switches on.
    default: Vec<String>,
}

impl Graph {
    /// Asks cargo about the workspace's own packages.
    pub(crate) fn ask_cargo() -> Result<Self> {
        let mut cargo = workspace::cargo();
        cargo.args(["metadata", "--format-version", "1", "--no-deps"]);
        let output = cargo.output().context("could not ask cargo for the workspace")?;
        let json: Value = serde_json::from_slice(&output.stdout).with_context(|| {
            format!(
                "cargo could not describe the workspace: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )
        })?;
        Ok(Self::read(&json))
    }

    fn read(json: &Value) -> Self {
        let mut graph = Self::default();
        for package in list(json, "packages") {
            let mut read = Package { default: texts(package, "/features/default"), ..Package::default() };
            for dependency in list(package, "dependencies") {
                if dependency.get("kind").and_then(Value::as_str) != Some("dev") {
                    read.ships.insert(text(dependency, "name"), texts(dependency, "/features"));
                }
            }
            graph.packages.insert(text(package, "name"), read);
        }
        graph
    }

    /// Everything of ours that is reached from a package by what is shipped.
    fn reach(&self, from: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            for next in self.packages.get(name).into_iter().flat_map(|it| it.ships.keys()) {
                if self.packages.contains_key(next) && reached.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        reached
    }
}

fn list<'a>(json: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    json.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn text(json: &Value, name: &str) -> String {
    json.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn texts(json: &Value, pointer: &str) -> Vec<String> {
    let found = json.pointer(pointer).and_then(Value::as_array);
    found.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The direction of the house, and no weak passphrases in what is shipped.
pub(crate) fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (from, never) in NEVER {
        let reached = graph.reach(from);
        for to in never.iter().filter(|it| reached.contains(**it)) {
            findings.push(format!("crate `{from}` reaches `{to}`, which it must not know"));
        }
    }
    for (name, package) in &graph.packages {
        let weak = |it: &String| it.ends_with(WEAK);
        for (to, features) in &package.ships {
            if features.iter().any(weak) {
                findings.push(format!("crate `{name}` asks `{to}` for {WEAK} outside of dev-dependencies"));
            }
        }
        if package.default.iter().any(weak) {
            findings.push(format!("crate `{name}` switches {WEAK} on by default"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, dependencies: &Value) -> Value {
        json!({ "name": name, "dependencies": dependencies, "features": {} })
    }

    #[test]
    fn a_relay_that_reaches_a_practice_through_another_crate_is_found() {
        let graph = Graph::read(&json!({ "packages": [
            package("server", &json!([{ "name": "between", "kind": null }])),
            package("between", &json!([{ "name": "domain", "kind": null }])),
            package("domain", &json!([])),
        ]}));
        assert_eq!(check(&graph), ["crate `server` reaches `domain`, which it must not know"]);
    }

    #[test]
    fn what_only_tests_need_may_point_anywhere() {
        let graph = Graph::read(&json!({ "packages": [
            package("server", &json!([{ "name": "domain", "kind": "dev", "features": ["weak-for-tests"] }])),
            package("domain", &json!([])),
        ]}));
        assert!(check(&graph).is_empty());
    }

    #[test]
    fn weak_passphrases_in_what_is_shipped_are_found() {
        let graph = Graph::read(&json!({ "packages": [
            package("client", &json!([{ "name": "opaque", "kind": null, "features": ["weak-for-tests"] }])),
            { "name": "opaque", "dependencies": [], "features": { "default": ["weak-for-tests"] } },
        ]}));
        assert_eq!(check(&graph).len(), 2);
    }
}

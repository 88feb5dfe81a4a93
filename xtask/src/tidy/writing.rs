//! Every field where one writes looks after who writes: words of self-harm bring up crisis lines below it.

use super::{Finding, Tree, tree};

const SCREENS: &str = "crates/web/src/";

/// Fields for a person's own words without the care below them.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with(SCREENS)) {
        let count = |what: &str| tree::code_lines(text).filter(|(_, code)| code.contains(what)).count();
        if count("<textarea") + count("type=\"text\"") > count("{care_below(") {
            findings.push(format!(
                "{path}: a field where one writes has `care_below` under it, or is `words_field`"
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_ones_own_words_without_care_below_it_is_found() {
        let found = |text: &str| check(&Tree::of(&[("crates/web/src/ui/field.rs", text)])).len();
        let field = "view! { <textarea></textarea>\n";
        assert_eq!(found(field), 1);
        assert_eq!(found(&[field, "{care_below(id, value)} }"].concat()), 0);
        assert_eq!(found(&[field, field, "{care_below(id, value)} }"].concat()), 1);
        assert_eq!(found("view! { <input type=\"text\"/> }"), 1);
    }
}

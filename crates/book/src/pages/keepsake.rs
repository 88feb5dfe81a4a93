//! The keepsake of two people who close their journey, as one page of HTML: what both have read, in the parts that were chosen.

use domain::keepsake::{Part, passages};
use domain::{Couple, Day};

use super::passages::{day, writing};
use super::{Shown, Who, begun, escaped, filled, paragraph};
use crate::words::Words;

fn name(part: Part) -> &'static str {
    match part {
        Part::Words => "keepsake.words",
        Part::FirstPage => "keepsake.first_page",
        Part::Promises => "keepsake.promises",
        Part::Rules => "keepsake.rules",
        Part::Wishes => "keepsake.wishes",
        Part::Memories => "keepsake.memories",
        Part::Thanks => "keepsake.thanks",
    }
}

/// The keepsake, as one file, made on this day.
#[must_use]
pub fn keepsake(couple: &Couple, parts: &[Part], made: Day, shown: &Shown<'_>) -> String {
    let words = Words::of(shown.language);
    let who = Who { couple, me: couple.viewer, words };
    let mut to = begun(words, words.get("keepsake.title"));
    let other = couple.partner().map(|it| who.name(it)).unwrap_or_default();
    let names = [("one", who.name(couple.viewer)), ("other", other), ("day", day(made, words))];
    let names: Vec<(&str, &str)> = names.iter().map(|(key, it)| (*key, it.as_str())).collect();
    paragraph(&mut to, "of", &filled(words.get("keepsake.of"), &names));
    to.push_str("</header><main class=\"keepsake\">");
    for part in parts {
        section(&mut to, *part, &who);
    }
    to.push_str("</main></body></html>\n");
    to
}

fn section(to: &mut String, part: Part, who: &Who<'_>) {
    let all = passages(who.couple, part);
    if all.is_empty() {
        return;
    }
    to.push_str("<section><h2>");
    escaped(to, who.words.get(name(part)));
    to.push_str("</h2>");
    for it in all {
        to.push_str("<div class=\"event\">");
        if let Some(name) = &it.name {
            paragraph(to, "label name", name);
        }
        if let Some(on) = it.on {
            paragraph(to, "says", &day(on, who.words));
        }
        if let Some(by) = it.by {
            paragraph(to, "label", &who.name(by));
        }
        if !it.text.is_empty() {
            writing(to, &it.text);
        }
        to.push_str("</div>");
    }
    to.push_str("</section>\n");
}

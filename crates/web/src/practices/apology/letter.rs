//! A letter as it is read, and its versions.

use crate::view::*;
use domain::apology::{Letter, Part, Version};

use crate::platform;
use crate::two::Seat;
use crate::ui::{Reader, audience, person, when};
use crate::words::apology;

/// The words of a letter, in the order in which they were written, without our headings between them.
pub(super) fn words_of(letter: &Letter) -> Node {
    let parts: Vec<Node> = Part::ALL
        .into_iter()
        .flat_map(|part| {
            let offers = (part == Part::Repair).then(|| offered(letter)).flatten();
            paragraphs(letter.part(part)).into_iter().chain(offers)
        })
        .collect();
    let asks = letter.asks_forgiveness.as_deref().map(paragraphs);
    view! { <div class="words" dir="auto">{parts}{asks}</div> }
}

fn offered(letter: &Letter) -> Option<Node> {
    let rows: Vec<_> = letter.offers.iter().map(|it| view! { <li dir="auto">{it.clone()}</li> }).collect();
    (!rows.is_empty()).then(|| view! { <ul>{rows}</ul> })
}

fn paragraphs(text: &str) -> Vec<Node> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    lines.map(|it| view! { <p dir="auto">{it.to_owned()}</p> }).collect()
}

/// "second version", counted from 0.
pub(super) fn version_name(number: usize) -> String {
    match number {
        0 => apology::version_first().to_owned(),
        1 => apology::version_second().to_owned(),
        2 => apology::version_third().to_owned(),
        _ => apology::version_nth(&(number + 1).to_string()),
    }
}

fn sent_on(version: &Version) -> String {
    when::day(platform::wall_clock_at(version.sent.ms).day())
}

/// The letter on its paper, with the versions before it folded away.
pub(super) fn paper(author: Option<&Seat>, versions: &[Version], number: usize) -> Node {
    let Some(version) = versions.get(number) else { return Node::Nothing };
    let by = author.map(|it| person(it.side, it.name.clone()));
    let which = [sent_on(version), version_name(number)].join(" · ");
    let earlier: Vec<_> = versions.iter().enumerate().take(number).rev().map(|(number, version)| {
        let named = apology::earlier(&version_name(number), &sent_on(version));
        view! { <details class="quiet"><summary>{named}</summary><p>{apology::earlier_says()}</p>{words_of(&version.letter)}</details> }
    }).collect();
    view! {
        <article class="paper letter">
            <p class="byline">{by}" "<span>{which}</span></p>
            {words_of(&version.letter)}
            {audience(Reader::Both)}
            {earlier}
        </article>
    }
}

/// What a part is called while it is written.
pub(super) fn part_name(part: Part) -> &'static str {
    match part {
        Part::Responsibility => apology::part_responsibility(),
        Part::Repair => apology::part_repair(),
        Part::Regret => apology::part_regret(),
        Part::Explanation => apology::part_explanation(),
        Part::Differently => apology::part_differently(),
    }
}

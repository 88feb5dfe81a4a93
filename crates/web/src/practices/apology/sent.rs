//! What its author sees of an apology that was sent: what the other said to it, and what can be done. Silence is not
//! counted, and nobody is told whether it was opened.

use crate::view::*;
use domain::apology::{Answer, Command, Part, Sending, Stands, Version};

use super::{Shown, apology_page, back_to, for_hurt, letter, offers, tell, write};
use crate::app::go;
use crate::platform::page;
use crate::practices::refusal;
use crate::safety::somebody_to_talk_with;
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, head, kindly};
use crate::words::apology;

pub(super) fn screen(form: write::Form, shown: &Shown, sending: &Sending) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let other = &shown.other;
    let says = RwSignal::new(None);
    let lead = match shown.stands {
        None => apology::unnamed_sent_lead().to_owned(),
        Some(Stands::Resting) => apology::rests_lead(other),
        Some(Stands::Accepted) => apology::accepted_lead(other),
        Some(Stands::SomethingIsMissing) => apology::missing_lead(other),
        Some(_) => apology::sent_lead(other),
    };
    let last = sending.versions.len().saturating_sub(1);
    let often = sending.came_back_often().then(|| {
        view! {
            <p class="quiet">{apology::again_and_again()}</p>
            {somebody_to_talk_with()}
        }
    });
    ui::page(
        Place::Ours,
        view! {
            {head(back_to(shown), apology::yours_title(other), view! { <p class="lead">{lead}</p>{for_hurt(shown)} })}
            {offline()}
            {letter::paper(Some(&two.me), &sending.versions, last)}
            {what_they_said(sending, other)}
            {often}
            {offers::section(sending, other)}
            {refusal(says)}
            {acts(form, shown, sending, says)}
            {(shown.stands == Some(Stands::Accepted)).then(|| view! { <p class="quiet">{apology::after_accepting()}" "<a href="/same-page">{apology::to_same_page()}</a></p> })}
            {kindly(apology::sent_end())}
        },
    )
}

/// Everything that stands now, the newest version first.
fn what_they_said(sending: &Sending, other: &str) -> Node {
    let last = sending.versions.len().saturating_sub(1);
    let stand = sending.stand();
    let mut rows: Vec<Node> = Vec::new();
    for (number, version) in sending.versions.iter().enumerate().rev() {
        let of = (number != last).then(|| apology::said_of(&letter::version_name(number)));
        rows.extend(answers(number, version, stand).map(|it| {
            view! { <li>{said(it, other)}{of.clone().map(|of| view! { " "<span class="quiet">{of}</span> })}</li> }
        }));
    }
    let nothing = rows.is_empty().then(|| view! { <p class="quiet">{apology::they_said_nothing(other)}</p> });
    view! { <section class="section" aria-labelledby="said"><h2 id="said">{apology::they_said(other)}</h2>{nothing}<ul class="said">{rows}</ul></section> }
}

/// What was said to a version and still stands: of "accepted", "not yet" and "not now" only the last one does.
fn answers(
    number: usize,
    version: &Version,
    stand: Option<(u16, Answer)>,
) -> impl Iterator<Item = Answer> + '_ {
    version.answers.iter().copied().filter(move |it| match it {
        Answer::Read | Answer::Missing(_) => true,
        _ => stand.is_some_and(|(at, answer)| usize::from(at) == number && answer == *it),
    })
}

fn said(answer: Answer, other: &str) -> String {
    match answer {
        Answer::Read => apology::they_read().to_owned(),
        Answer::Missing(part) => apology::they_missing(missing_part(part)),
        Answer::Accepted => apology::they_accept().to_owned(),
        Answer::NotYet => apology::they_not_yet(other),
        Answer::NotNow => apology::they_not_now(other),
    }
}

fn missing_part(part: Part) -> &'static str {
    match part {
        Part::Responsibility => apology::missing_to_you_responsibility(),
        Part::Repair => apology::missing_to_you_repair(),
        Part::Regret => apology::missing_to_you_regret(),
        Part::Explanation => apology::missing_to_you_explanation(),
        Part::Differently => apology::missing_to_you_differently(),
    }
}

fn acts(form: write::Form, shown: &Shown, sending: &Sending, says: RwSignal<Option<&'static str>>) -> Node {
    let (hurt, id) = (shown.hurt, sending.id);
    let latest = StoredValue::new(sending.latest().map(|it| it.letter.clone()).unwrap_or_default());
    let begin = move |_| go(&[&apology_page(hurt), "/write"].concat());
    let take_back = move |_| {
        // First into the drafts, then out of the shared space: so nothing is lost in between.
        latest.with_value(|it| form.take_up(it));
        if tell(Command::Withdraw { apology: id }, says) {
            page::arrive();
        }
    };
    let name = if write::is_begun(hurt) { apology::go_on_writing() } else { apology::write_again() };
    let class = if shown.stands == Some(Stands::SomethingIsMissing) { "button" } else { "button-quiet" };
    view! {
        <section class="section">
            <p class="acts acts-wide"><button class=class type="button" on:click=begin>{name}</button></p>
            <p class="quiet">{apology::again_says()}</p>
            <details><summary>{apology::take_back()}</summary>
                <p class="quiet">{apology::take_back_says()}</p>
                <p class="acts"><button class="button-quiet button-final" type="button" on:click=take_back>{apology::take_back_do()}</button></p>
            </details>
        </section>
    }
}

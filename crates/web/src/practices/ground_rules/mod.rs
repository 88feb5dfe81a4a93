//! Ground rules on a screen: the lines both agreed to, what either proposes, and one line to change or to end.

mod one;
mod propose;

use crate::view::*;
use domain::ground_rules::{About, Command, Line, Refusal, State};
use domain::{Couple, Flaw, PersonId, RuleId};

use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two};
use crate::ui::{self, Place, Reader, audience, empty, head, icon, icon_turns, kindly, person};
use crate::words::{self, ground_rules};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => screen(),
        ["propose"] => propose::screen(),
        [id] => RuleId::parse(id).map_or_else(not_here, one::screen),
        [id, "promise"] => RuleId::parse(id).map_or_else(not_here, one::promise),
        _ => return None,
    })
}

fn not_here() -> Node {
    ui::page(
        Place::Ours,
        view! { {head(ui::back("/ground-rules", ground_rules::name()), ground_rules::no_such(), ())} },
    )
}

/// A line with the words it would take the place of.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    line: Line,
    instead_of: Option<String>,
}

impl Shown {
    fn of(couple: &Couple, line: &Line) -> Self {
        let before = line.changes.and_then(|it| couple.ground_rules.get(it));
        Self { line: line.clone(), instead_of: before.map(|it| it.words.clone()) }
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Lines {
    standing: Vec<Shown>,
    proposed: Vec<Shown>,
    over: Vec<Shown>,
}

fn gather(couple: &Couple, _: PersonId) -> Lines {
    let rules = &couple.ground_rules;
    let shown = |lines: Vec<&Line>| lines.into_iter().map(|it| Shown::of(couple, it)).collect();
    Lines { standing: shown(rules.standing()), proposed: shown(rules.proposed()), over: shown(rules.over()) }
}

fn screen() -> Node {
    page::title(words::app::ours());
    let lines = Memo::new(|| journey::read(gather));
    let says = RwSignal::new(None);
    let guide_words = Guide {
        anyone: [ground_rules::anyone_1(), ground_rules::anyone_2(), ground_rules::anyone_3()],
        hurt: [ground_rules::hurt_1(), ground_rules::hurt_2(), ground_rules::hurt_3()],
        responsible: [
            ground_rules::responsible_1(),
            ground_rules::responsible_2(),
            ground_rules::responsible_3(),
        ],
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), ground_rules::title(), ())}
            {guide(guide_words)}
            {offline()}
            {refusal(says)}
            {move || lines.get().map(|it| agreement(&it, says))}
            {kindly(ground_rules::kindly())}
        },
    )
}

fn agreement(lines: &Lines, says: Says) -> Node {
    let Some(two) = two() else { return Node::Nothing };
    let propose = view! { <a class="button" href="/ground-rules/propose">{icon("#icon-plus")}{ground_rules::propose()}</a> };
    let none = [&lines.standing, &lines.proposed, &lines.over].iter().all(|it| it.is_empty());
    if none {
        let alone = (!two.are_together()).then(|| view! { <p class="quiet">{ground_rules::alone()}</p> });
        return view! { {empty(ground_rules::none(), ground_rules::none_says(), propose)}{alone} };
    }
    let mine = |it: &&Shown| it.line.proposer() == two.me.id;
    let theirs: Vec<_> =
        lines.proposed.iter().filter(|it| !mine(it)).map(|it| proposal(it, &two, says)).collect();
    let own: Vec<_> = lines.proposed.iter().filter(mine).map(|it| proposal(it, &two, says)).collect();
    let standing: Vec<_> = lines.standing.iter().map(row).collect();
    let over: Vec<_> = lines.over.iter().map(row).collect();
    view! {
        {section("theirs", ground_rules::from_them(&two.other_name()), theirs)}
        {(!standing.is_empty()).then(|| view! { <section class="section" aria-labelledby="agreed"><h2 id="agreed">{ground_rules::agreed()}</h2>{audience(Reader::Both)}<ul class="links links-words">{standing}</ul></section> })}
        {section("own", ground_rules::from_you().to_owned(), own)}
        <p class="acts acts-wide">{propose}</p>
        {(!over.is_empty()).then(|| view! { <details><summary>{ground_rules::over()}</summary><ul class="links links-words">{over}</ul></details> })}
    }
}

fn section(id: &'static str, title: String, papers: Vec<Node>) -> Option<Node> {
    (!papers.is_empty()).then(|| view! { <section class="section" aria-labelledby=id><h2 id=id>{title}</h2><div class="papers">{papers}</div></section> })
}

fn row(shown: &Shown) -> Node {
    let line = &shown.line;
    view! { <li><a href=href(line.id)>{icon("#icon-note")}<span class="words">{line.words.clone()}<small>{about(line.about)}</small></span>{icon_turns("#icon-onward")}</a></li> }
}

fn href(id: RuleId) -> String {
    ["/ground-rules/", &id.to_string()].concat()
}

/// A line one of the two proposed, with what the viewer can say to it.
fn proposal(shown: &Shown, two: &Two, says: Says) -> Node {
    let line = &shown.line;
    let by = two.seat(line.proposer()).cloned();
    let instead =
        shown.instead_of.as_ref().map(|it| view! { <p class="quiet">{ground_rules::instead_of(it)}</p> });
    view! {
        <article class="paper">
            <p class="byline">{by.map(|it| person(it.side, it.name))}" "<span>{about(line.about)}</span></p>
            <div class="words"><p>{line.words.clone()}</p></div>
            {instead}
            {audience(Reader::Both)}
            {answers(line, two, says)}
        </article>
    }
}

/// What can be said to a proposal: agree or turn down by the other, take back by its proposer.
fn answers(line: &Line, two: &Two, says: Says) -> Node {
    let rule = line.id;
    let act = move |command: Command| {
        tell(domain::Command::GroundRules(command), says);
    };
    let end = move |name: &'static str| view! { <button class="button-plain" type="button" on:click=move |_| act(Command::End { rule })>{name}</button> };
    if line.proposer() == two.me.id {
        let stands = ground_rules::stands_when(&two.other_name());
        return view! { <p class="quiet">{stands}</p><p class="acts">{end(ground_rules::take_back())}</p> };
    }
    view! {
        <p class="acts"><button class="button-quiet" type="button" on:click=move |_| act(Command::Agree { rule })>{ground_rules::agree()}</button>{end(ground_rules::turn_down())}</p>
        <p class="small">{ground_rules::turn_down_says()}</p>
    }
}

/// What a line is about, and three ways to begin it.
fn kind(of: About) -> (&'static str, [&'static str; 3]) {
    use ground_rules as it;
    match of {
        About::ContactEnded => {
            (it::contact_ended(), [it::contact_ended_1(), it::contact_ended_2(), it::contact_ended_3()])
        }
        About::Sleep => (it::sleep(), [it::sleep_1(), it::sleep_2(), it::sleep_3()]),
        About::Children => (it::children(), [it::children_1(), it::children_2(), it::children_3()]),
        About::WhoMayKnow => {
            (it::who_may_know(), [it::who_may_know_1(), it::who_may_know_2(), it::who_may_know_3()])
        }
        About::Money => (it::money(), [it::money_1(), it::money_2(), it::money_3()]),
        About::Intimacy => (it::intimacy(), [it::intimacy_1(), it::intimacy_2(), it::intimacy_3()]),
        About::StoppingAFight => (
            it::stopping_a_fight(),
            [it::stopping_a_fight_1(), it::stopping_a_fight_2(), it::stopping_a_fight_3()],
        ),
        About::SomethingElse => (it::something_else(), [""; 3]),
    }
}

fn about(of: About) -> &'static str {
    kind(of).0
}

/// How a line stands, when it does not wait for an answer.
fn standing(state: State, day: &str) -> String {
    match state {
        State::Proposed => ground_rules::proposed_on(day),
        State::Agreed { .. } => ground_rules::since(day),
        State::Changed { .. } => ground_rules::changed_into().to_owned(),
        State::Ended { .. } => ground_rules::no_longer().to_owned(),
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => ground_rules::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => ground_rules::words_too_long(),
        Refusal::NoSuchLine => ground_rules::no_such(),
        Refusal::OnlyTheOtherCanAgree => ground_rules::only_other_agrees(),
        Refusal::NotAgreedYet => ground_rules::not_agreed_yet(),
    }
}

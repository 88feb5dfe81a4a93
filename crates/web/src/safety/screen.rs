//! The page itself: how to leave, the five questions, what follows from a yes, help lines, a plan.

use crate::view::*;

use super::part::{Need, help_lines};
use super::{came_from, plan};
use crate::app::{Stage, app};
use crate::platform::page;
use crate::ui::{head, icon_turns, notice, quiet_page};
use crate::words::{self, safety as says};

/// What one says to a question. It lives as long as the page stands, and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    RatherNot,
}

type Answers = [Option<Answer>; 5];

fn any_yes(answers: &Answers) -> bool {
    answers.contains(&Some(Answer::Yes))
}

/// What follows from the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// Not yet anything, or not said.
    Nothing,
    /// At least one yes.
    Care,
    /// Five times no.
    GoOn,
}

fn follows(answers: &Answers) -> Follows {
    if any_yes(answers) {
        Follows::Care
    } else if answers.iter().all(|it| *it == Some(Answer::No)) {
        Follows::GoOn
    } else {
        Follows::Nothing
    }
}

pub(crate) fn screen() -> Node {
    page::title(says::tab());
    let answers = RwSignal::new([None; 5]);
    let follow = Memo::new(move || follows(&answers.get()));
    let back = view! { <a href=came_from()>{icon_turns("#icon-back")}{words::app::back()}</a> };
    quiet_page(view! {
        {head(Some(back), says::title(), view! { <p class="lead">{says::lead()}</p> })}
        {notice("#icon-leave", false, view! {
            <p><strong>{says::leave_strong()}</strong>" "{says::leave_how()}</p>
            <p class="quiet">{says::leave_limits()}</p>
        })}
        <p class="acts"><button class="button-quiet" type="button" on:click=|_| page::focus("#lines-title")>{says::straight_to_lines()}</button></p>
        {questions(answers)}
        <div aria-live="polite">{move || what_follows(follow.get())}</div>
        {only_mine()}
        <section class="section" aria-labelledby="lines-title">
            <div class="section-head"><h2 id="lines-title">{says::lines_title()}</h2><p class="quiet">{says::lines_lead()}</p></div>
            {help_lines("country".to_owned(), Need::Safety)}
        </section>
        {plan::plan()}
        <section class="section"><h2>{says::frighten_title()}</h2><p>{says::frighten_says()}</p></section>
        <p class="quiet">{says::end()}</p>
    })
}

fn questions(answers: RwSignal<Answers>) -> Node {
    let all = [
        ("afraid", says::afraid_of()),
        ("humiliated", says::humiliated()),
        ("forced", says::forced()),
        ("hurt", says::hurt()),
        ("controlled", says::controlled()),
    ];
    let rows: Vec<Node> =
        all.into_iter().enumerate().map(|(at, (group, asks))| question(at, group, asks, answers)).collect();
    view! {
        <section class="section" aria-labelledby="questions">
            <div class="section-head"><h2 id="questions">{says::questions()}</h2><p class="quiet">{says::questions_says()}</p></div>
            {rows}
            <p class="small">{says::hark()}</p>
        </section>
    }
}

fn question(at: usize, group: &'static str, asks: &'static str, answers: RwSignal<Answers>) -> Node {
    let options =
        [(Answer::Yes, says::yes()), (Answer::No, says::no()), (Answer::RatherNot, says::rather_not())];
    let options: Vec<Node> = options
        .into_iter()
        .map(|(answer, name)| {
            let is = move || answers.get().get(at) == Some(&Some(answer));
            let choose = move |_| say(answers, at, answer);
            view! { <label><input type="radio" name=group autocomplete="off" prop:checked=is on:change=choose/><span>{name}</span></label> }
        })
        .collect();
    view! { <fieldset class="field"><legend class="label">{asks}</legend><div class="answers">{options}</div></fieldset> }
}

fn say(answers: RwSignal<Answers>, at: usize, answer: Answer) {
    let before = answers.get_untracked();
    let mut now = before;
    if let Some(it) = now.get_mut(at) {
        *it = Some(answer);
    }
    answers.set(now);
    // The first yes switches, the last one taken back switches back; between them the person's own switch holds.
    if any_yes(&before) != any_yes(&now) {
        app().for_myself.set(any_yes(&now));
    }
}

fn what_follows(follow: Follows) -> Node {
    match follow {
        Follows::Nothing => Node::Nothing,
        Follows::GoOn => {
            view! { <section class="section"><h2>{says::no_title()}</h2><p>{says::no_says()}</p>{counsellor()}</section> }
        }
        Follows::Care => view! {
            <section class="section">
                <h2>{says::yes_title()}</h2>
                <p>{says::yes_says()}</p>
                {counsellor()}
            </section>
        },
    }
}

/// A third person can help to see clearly, whatever was answered. For who is in.
fn counsellor() -> Option<Node> {
    let is_in = matches!(app().stage.get_untracked(), Stage::Open | Stage::Looking);
    is_in.then(|| view! { <p><a href="/counsellor">{says::counsellor()}</a></p> })
}

/// What Today suggests for this visit. Only for who has a Today.
fn only_mine() -> Node {
    let has_today = || matches!(app().stage.get(), Stage::Open | Stage::Locked | Stage::Looking);
    let switch = |_| app().for_myself.update(|it| *it = !*it);
    (move || {
        let only = app().for_myself.get();
        let name = if only { says::everything() } else { says::only_mine() };
        has_today().then(|| {
            view! {
                <div class="section">
                    {only.then(|| view! { <p>{says::yes_switched()}</p> })}
                    <p class="acts"><button class="button-quiet" type="button" aria-pressed=if only { "true" } else { "false" } on:click=switch>{name}</button></p>
                </div>
            }
        })
    })
    .into_node()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_yes_is_enough_and_only_five_times_no_is_a_no() {
        let (yes, no, rather_not) = (Some(Answer::Yes), Some(Answer::No), Some(Answer::RatherNot));
        assert_eq!(follows(&[None; 5]), Follows::Nothing);
        assert_eq!(follows(&[no, no, no, no, None]), Follows::Nothing);
        assert_eq!(follows(&[no, no, no, no, rather_not]), Follows::Nothing);
        assert_eq!(follows(&[no, no, no, no, no]), Follows::GoOn);
        assert_eq!(follows(&[no, rather_not, None, yes, no]), Follows::Care);
    }
}

//! Writing a question and sorting it, or changing the words of one that is not sent yet. Pictures are asked about, and an earlier answer is met before it is asked again.

use crate::view::*;
use domain::QuestionId;
use domain::questions::{Answer, Command, Refusal, Shelf, Sure};

use super::one::{mark_name, said_otherwise};
use super::tell;
use crate::about::{self, About};
use crate::app::go;
use crate::journey::{self, Unheard};
use crate::platform::{self, page};
use crate::practices::{refusal, unheard};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, person, saved, when};
use crate::words::{self, questions};
use crate::writing::Kept;

/// How long an unsure question rests unless something else is chosen.
pub(super) const USUAL_REST_HOURS: u16 = 48;

/// What stands between writing and asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pause {
    None,
    Pictures,
    Before(QuestionId),
}

#[derive(Clone, Copy)]
struct Form {
    /// The question whose words are changed; none, for a new one.
    question: Option<QuestionId>,
    text: Kept,
    shelf: RwSignal<Shelf>,
    rest: RwSignal<u16>,
    /// Where it came from, and where one goes back to.
    from: About,
    about: RwSignal<About>,
    sure: RwSignal<Sure>,
    pause: RwSignal<Pause>,
    says: RwSignal<Option<&'static str>>,
}

/// Writing a new one.
pub(super) fn screen(about: About) -> Node {
    writing(None, about, Kept::at("questions/text".to_owned(), ""))
}

/// Changing the words of one that is still the writer's alone.
pub(super) fn reword(question: QuestionId, text: &str) -> Node {
    let about = journey::read_once(|couple, _| couple.questions.about(question)).flatten();
    writing(Some(question), about, Kept::at(["questions/reword/", &question.to_string()].concat(), text))
}

fn writing(question: Option<QuestionId>, about: About, text: Kept) -> Node {
    page::title(words::app::mine());
    let Some(two) = two_now() else { return Node::Nothing };
    let form = Form {
        question,
        text,
        shelf: RwSignal::new(Shelf::NotSure),
        rest: RwSignal::new(USUAL_REST_HOURS),
        from: about,
        about: RwSignal::new(about),
        sure: RwSignal::new(Sure { though_asked_before: None, though_it_asks_for_pictures: false }),
        pause: RwSignal::new(Pause::None),
        says: RwSignal::new(None),
    };
    let other = two.other_name();
    let alone = !two.are_together();
    let act = move || match (question, form.shelf.get()) {
        (Some(_), _) => questions::reword_keep().to_owned(),
        (None, Shelf::NeedToKnowNow) => questions::ask_them(&other),
        (None, _) => questions::put_there().to_owned(),
    };
    let (title, lead) = match question {
        Some(_) => (questions::reword_title(), questions::reword_lead()),
        None => (questions::ask_title(), questions::ask_lead()),
    };
    let sorting = question.is_none().then(|| {
        view! {
            {about::chooser(form.about, true, questions::about_which(), questions::about_none())}
            {choices("shelf", questions::where_to(), shelves(), form.shelf)}
            {move || (form.shelf.get() == Shelf::NotSure).then(|| rests(form.rest))}
        }
    });
    let belongs = question.is_some().then(|| about::belonging(about));
    let (back, away) = match question {
        None => (about::back(about, ui::back("/questions", questions::name())), form.home()),
        Some(_) => (ui::back("/questions", questions::name()), "/questions".to_owned()),
    };
    ui::page(
        Place::Mine,
        view! {
            {head(back, title, view! { <p class="lead">{lead}</p> })}
            {belongs}
            {offline()}
            <form class="stack-wide" on:submit=move |event| { event.prevent_default(); form.hand_in(); } on:input=move |_| form.pause.set(Pause::None)>
                <div class="section">{audience(Reader::OnlyYou)}{form.text.field("text", questions::text(), "3")}{saved()}</div>
                {sorting}
                {alone.then(|| view! { <p class="quiet">{questions::needs_two()}</p> })}
                {move || pause(form, &two)}
                {refusal(form.says)}
                <p class="acts acts-wide"><button class="button" type="submit">{act}</button><a class="button-plain" href=away>{words::app::not_now()}</a></p>
            </form>
        },
    )
}

fn shelves() -> Vec<Choice<Shelf>> {
    vec![
        Choice::of(Shelf::NeedToKnowNow, questions::choose_now(), questions::choose_now_says()),
        Choice::of(Shelf::NotSure, questions::choose_unsure(), questions::choose_unsure_says()),
        Choice::of(Shelf::NotYet, questions::choose_later(), questions::choose_later_says()),
    ]
}

fn rests(chosen: RwSignal<u16>) -> Node {
    let options: Vec<_> = [(24, questions::rest_day()), (USUAL_REST_HOURS, questions::rest_two()), (168, questions::rest_week())].into_iter().map(|(hours, name)| view! {
        <label><input type="radio" name="rest" prop:checked=move || chosen.get() == hours on:change=move |_| chosen.set(hours)/><span>{name}</span></label>
    }).collect();
    view! { <fieldset class="field"><legend class="label">{questions::rest()}</legend><div class="answers">{options}</div></fieldset> }
}

/// What is shown before it is asked all the same.
fn pause(form: Form, two: &Two) -> Node {
    match form.pause.get() {
        Pause::None => Node::Nothing,
        Pause::Pictures => view! {
            <div class="margin-note" role="alert">
                <p>{questions::pictures()}</p>
                <p class="acts"><button class="button-plain" type="button" on:click=move |_| { form.pause.set(Pause::None); page::focus("#text"); }>{questions::pictures_other()}</button>
                <button class="button-plain" type="button" on:click=move |_| { form.sure.update(|it| it.though_it_asks_for_pictures = true); form.hand_in(); }>{questions::pictures_sure()}</button></p>
            </div>
        },
        Pause::Before(earlier) => before(form, earlier, two),
    }
}

fn before(form: Form, earlier: QuestionId, two: &Two) -> Node {
    let shown = journey::read_once(|couple, _| {
        let sent = couple.questions.get(earlier).map(|it| (it.text.clone(), it.answer().cloned(), it.mark));
        sent.or_else(|| couple.questions.resting(earlier).map(|it| (it.text.clone(), None, None)))
    });
    let Some((text, answer, mark)) = shown.flatten() else { return Node::Nothing };
    let answer = answer.map(|it| {
        let by = two.other.clone().map(|seat| person(seat.side, seat.name));
        let at = when::day(platform::wall_clock_at(it.at.ms).day());
        let words = match it.answer {
            Answer::Written(text) => view! { <div class="words"><p>{text}</p></div> },
            other => view! { <p>{said_otherwise(&other, true, &two.other_name())}</p> },
        };
        view! { {words}<p class="byline">{by}" "<span>{at}</span></p> }
    });
    let marked = mark.map(|it| view! { <p class="quiet">{questions::you_marked(mark_name(it))}</p> });
    let enough = move |_| {
        form.text.done();
        go("/questions");
    };
    view! {
        <section class="paper" role="alert" aria-labelledby="before">
            <h2 id="before">{questions::before_title()}</h2>
            <p class="quiet">{questions::before_lead()}" "<b>{text}</b></p>
            {answer.unwrap_or_else(|| view! { <p class="quiet">{questions::before_no_answer()}</p> })}
            {marked}
            <p class="acts"><button class="button-quiet button-small" type="button" on:click=enough>{questions::before_enough()}</button>
            <button class="button-plain" type="button" on:click=move |_| { form.sure.update(|it| it.though_asked_before = Some(earlier)); form.hand_in(); }>{questions::before_anyway()}</button></p>
        </section>
    }
}

impl Form {
    /// Where the questions are that it lies among.
    fn home(self) -> String {
        about::at("/questions", self.from.filter(|_| self.question.is_none()), "")
    }

    fn hand_in(self) {
        self.pause.set(Pause::None);
        self.says.set(None);
        let (text, sure) = (self.text.text(), self.sure.get_untracked());
        let command = match self.question {
            Some(question) => Command::Reword { question, text, sure },
            None => Command::Write {
                text,
                shelf: self.shelf.get_untracked(),
                rest_hours: self.rest.get_untracked(),
                sure,
                about: self.about.get_untracked(),
            },
        };
        match journey::perform(domain::Command::Questions(command)) {
            Ok(()) => {
                self.text.done();
                go(&self.home());
            }
            Err(Unheard::Refused(domain::Refusal::Questions(Refusal::AsksForPictures))) => {
                self.pause.set(Pause::Pictures)
            }
            Err(Unheard::Refused(domain::Refusal::Questions(Refusal::AskedBefore { earlier }))) => {
                self.pause.set(Pause::Before(earlier))
            }
            Err(Unheard::Refused(domain::Refusal::NotTogether(_))) => {
                self.says.set(Some(questions::needs_two()))
            }
            Err(reason) => self.says.set(Some(unheard(&reason))),
        }
    }
}

/// Marks an answer, from the page of one question.
pub(super) fn mark(
    question: QuestionId,
    mark: domain::questions::Mark,
    says: RwSignal<Option<&'static str>>,
) {
    tell(Command::MarkAs { question, mark }, says);
}

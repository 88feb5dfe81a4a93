//! What Today suggests, each with its reason and a way to say "not now" that is never counted.

use crate::view::*;
use domain::path::{self, Because, Suggestion, What};
use domain::{Command, Couple, HurtId, MemoryId, Moment, NeedId, PromiseId, TopicId};

use crate::about::About;
use crate::journey;
use crate::path::shown;
use crate::practices::check_in;
use crate::two::two_now;
use crate::ui::{empty, icon, when};
use crate::words::{self, suggestions as says};

/// What Today suggests, of the things that have a screen.
pub(super) fn now(couple: &Couple, now: &Moment, of_the_moment: Moment) -> Vec<Suggestion> {
    // For this visit, and for nobody but who looks.
    let only_for_myself = crate::app::app().for_myself.get();
    path::suggested(couple, now, &path::Looking { only_for_myself, can_be_done, of_the_moment })
}

/// What is there to be read at this address, and was not looked at.
pub(super) fn unread_at(couple: &Couple, now: &Moment, (address, about): (&str, About)) -> Vec<What> {
    let mut unread = path::unread(couple, now);
    unread.retain(|it| place(it) == address && (about.is_none() || about_of(couple, it) == about));
    unread
}

/// The hurt that belongs to what is shown among others.
fn about_of(couple: &Couple, what: &What) -> About {
    match *what {
        What::ReadWhy { why, .. } => couple.why.shared(why)?.hurt,
        What::ReadTopic { topic } => couple.topic_about(couple.talk.topic(topic)?),
        _ => None,
    }
}

/// Whether the practice of a thing has its screens.
fn can_be_done(what: &What) -> bool {
    // What was opened by hand is no news any more.
    let news = match what {
        What::LookAtCheckIn { week } => !check_in::was_opened(*week),
        _ => true,
    };
    let href = place(what);
    let first = href.trim_start_matches('/').split('/').next().unwrap_or_default();
    news && (first == "practices" || crate::screens::has(first))
}

/// The list, or the fine state of nothing.
pub(super) fn list(suggestions: Vec<Suggestion>) -> Node {
    if suggestions.is_empty() {
        return empty(words::today::nothing(), words::today::nothing_says(), Node::Nothing);
    }
    let rows: Vec<_> = suggestions.into_iter().enumerate().map(|(at, it)| row(at == 0, it)).collect();
    view! { <ol class="suggestions">{rows}</ol> }
}

fn row(first: bool, suggestion: Suggestion) -> Node {
    let Shown { drawing, title, act } = said(&suggestion.what);
    let (href, reason) = (place(&suggestion.what), because(suggestion.because));
    let class = if first { "button" } else { "button-quiet" };
    let not_now = move |_| {
        // Putting a thing aside has no rule that could refuse it; for the made-up couple nothing is kept.
        let _ = journey::perform(Command::Path(path::Command::NotNow(suggestion.what)));
    };
    let named = title.clone();
    view! {
        <li>{icon(drawing)}<div>
            <h2>{title}</h2>
            <p class="reason">{reason}</p>
            <p class="acts"><a class=class href=href>{act}</a><button class="button-plain" type="button" on:click=not_now>{words::app::not_now()}<span class="only-read">": "{named}</span></button></p>
        </div></li>
    }
}

struct Shown {
    drawing: &'static str,
    title: String,
    act: &'static str,
}

/// Where a thing is done.
fn place(what: &What) -> String {
    let at = |first: &str, id: &dyn core::fmt::Display| [first, &id.to_string()].concat();
    match what {
        What::RespectSpace { .. } | What::SayYouAreBack { .. } => "/space".to_owned(),
        What::StepBack => "/setting-down/weeks".to_owned(),
        What::LookAtCheckIn { week } => at("/check-in/", week),
        What::CheckIn { .. } => "/check-in".to_owned(),
        What::SayHowItWent { promise, .. } | What::ConfirmPromise { promise, .. } => {
            at("/promises/", promise)
        }
        What::LookAgain { hurt } => at("/time/", hurt),
        What::ReadAnswer { question } | What::AnswerQuestion { question } => at("/questions/", question),
        What::ReadAccount { hurt } | What::SayYourPart { hurt } => at("/hurts/", hurt),
        What::OpenLetter { hurt, .. } | What::CompleteLetter { hurt, .. } => at("/apology/", hurt),
        What::ReadReply { hurt, .. } => at("/apology/", hurt),
        What::ReadWhy { .. } => "/why".to_owned(),
        What::ReadSign { .. } => "/signs".to_owned(),
        What::ReadPlan { .. } => "/setting-down/plan".to_owned(),
        What::ReadTopic { .. } => "/talk".to_owned(),
        What::ReadKindSentence { talk } => at("/talk/", talk),
        What::HearOfOffer { .. } => "/learning".to_owned(),
        What::HearOfCard { .. } => "/vulnerability".to_owned(),
        What::ReadCardAnswer { topic, .. } | What::LookAtBothCards { topic } => at("/vulnerability/", topic),
        What::ReadFirstPage { .. } | What::LookAtStart { .. } => "/closeness/page".to_owned(),
        What::ReadHowLoved { .. } => "/closeness/loved".to_owned(),
        What::HearItWasNoticed { .. } | What::SmallAct { .. } => "/closeness".to_owned(),
        What::HoldBooster { after, .. } | What::ReadLook { after, .. } => at("/boosters/", &after.months()),
        What::ReadClosingWords { .. } => "/boosters/close".to_owned(),
        What::LookAtBothPages { .. } => "/same-page".to_owned(),
        What::LookAtBothLessons { sitting } => at("/learning/together/", sitting),
        What::LookAtBothFutures { drawing } => at("/our-future/together/", drawing),
        What::DrawFuture { .. } => "/our-future".to_owned(),
        What::ReadSharedWords { forgiving } => at("/forgiveness/told/", forgiving),
        What::GoTogether { memory } | What::KeepMemory { memory } | What::LookAtPlan { memory } => {
            at("/memories/", memory)
        }
        What::JoinTalk { talk } => at("/talk/", talk),
        What::TalkAbout { topic } => at("/talk/begin/", topic),
        What::AnswerNeed { need } | What::ReadNeedAnswer { need, .. } | What::ReadThanks { need } => {
            at("/needs/", need)
        }
        What::LookAtAgreement { agreement }
        | What::HearOfAgreement { agreement, .. }
        | What::HearItRanOut { agreement, .. }
        | What::ReviewAgreement { agreement, .. }
        | What::ThinkOfRenewing { agreement, .. } => at("/open-book/", agreement),
        What::ThinkOfLooking { .. } => "/open-book/looking".to_owned(),
        What::LookAtHours => "/questions".to_owned(),
        What::LookAtRule { rule } => at("/ground-rules/", rule),
        What::WriteQuestion => "/questions/ask".to_owned(),
        What::SeeFromOutside => "/learning/outside".to_owned(),
        What::Begin { work } => shown(*work).href.to_owned(),
        What::SaySteady => "/practices/steady".to_owned(),
    }
}

fn promised(id: PromiseId) -> String {
    journey::read_once(|couple, _| couple.promises.get(id).map(|it| it.words.clone()))
        .flatten()
        .unwrap_or_default()
}

fn hurt_name(id: HurtId) -> String {
    let name = |couple: &Couple| couple.hurts.get(id).and_then(|it| it.name()).map(str::to_owned);
    journey::read_once(|couple, _| name(couple)).flatten().unwrap_or_default()
}

fn topic_text(id: TopicId) -> String {
    let text = |couple: &Couple| couple.talk.topic(id).map(|it| it.text.clone());
    journey::read_once(|couple, _| text(couple)).flatten().unwrap_or_default()
}

fn name_of(id: MemoryId) -> String {
    let name = |couple: &Couple| couple.memories.get(id).map(|it| it.name.clone());
    journey::read_once(|couple, _| name(couple)).flatten().unwrap_or_default()
}

fn asked_for(id: NeedId) -> String {
    let thing = |couple: &Couple| couple.needs.get(id).map(|it| it.thing.clone());
    journey::read_once(|couple, _| thing(couple)).flatten().unwrap_or_default()
}

fn said(what: &What) -> Shown {
    let other = two_now().map(|two| two.other_name()).unwrap_or_default();
    let (drawing, title, act) = match what {
        What::RespectSpace { .. } => ("#icon-space", says::respect_space(&other), says::look()),
        What::SayYouAreBack { .. } => ("#icon-space", says::say_back().to_owned(), says::say_it()),
        What::StepBack => ("#icon-breath", says::step_back().to_owned(), says::look()),
        What::LookAtCheckIn { week } => {
            ("#icon-open", says::look_at_check_in(&when::day(*week)), says::go_and_open())
        }
        What::CheckIn { .. } => ("#icon-check-in", words::check_in::name().to_owned(), says::begin()),
        What::SayHowItWent { promise: id, on } => {
            ("#icon-promise", says::how_it_went(&promised(*id), &when::day(*on)), says::say())
        }
        What::ConfirmPromise { promise: id, on } => {
            ("#icon-promise", says::how_it_was(&other, &when::day(*on), &promised(*id)), says::say())
        }
        What::LookAgain { hurt } => ("#icon-date", says::look_again(&hurt_name(*hurt)), says::look()),
        What::ReadAnswer { .. } => ("#icon-question", says::read_answer(&other), says::read()),
        What::AnswerQuestion { .. } => ("#icon-question", says::answer_question(&other), says::read_it()),
        What::ReadAccount { hurt } => {
            ("#icon-write", says::read_account(&other, &hurt_name(*hurt)), says::read())
        }
        What::SayYourPart { hurt } => ("#icon-write", says::your_part(&hurt_name(*hurt)), says::look()),
        What::OpenLetter { .. } => ("#icon-letter", says::a_letter(&other), says::to_the_letter()),
        What::CompleteLetter { .. } => ("#icon-letter", says::your_letter(&other), says::to_the_letter()),
        What::LookAtBothPages { .. } => ("#icon-open", says::same_page().to_owned(), says::go_and_open()),
        What::LookAtBothLessons { .. } => {
            ("#icon-open", words::learning::opened_title().to_owned(), says::go_and_open())
        }
        What::LookAtBothFutures { .. } => {
            ("#icon-open", says::both_futures().to_owned(), says::go_and_open())
        }
        What::JoinTalk { .. } => ("#icon-talk", says::asks_to_talk(&other), says::look()),
        What::TalkAbout { topic } => ("#icon-talk", says::talk_about(&topic_text(*topic)), says::look()),
        What::LookAtHours => ("#icon-question", words::questions::hours_title().to_owned(), says::look()),
        What::LookAtRule { .. } => ("#icon-note", says::a_rule(&other), says::look()),
        What::WriteQuestion => ("#icon-question", words::questions::write().to_owned(), says::begin()),
        What::SeeFromOutside => ("#icon-words", says::outside().to_owned(), says::begin()),
        What::Begin { work } => {
            let it = shown(*work);
            (it.drawing, it.name.to_owned(), says::begin())
        }
        What::SaySteady => ("#icon-path", says::steady().to_owned(), says::look()),
        _ => to_keep(what, &other),
    };
    Shown { drawing, title, act }
}

/// What belongs to coming close again, and to what is kept.
fn to_keep(what: &What, other: &str) -> (&'static str, String, &'static str) {
    match what {
        What::DrawFuture { .. } => ("#icon-future", says::draw_future().to_owned(), says::look()),
        What::ReadSharedWords { .. } => ("#icon-letter", says::shared_words(other), says::read()),
        What::GoTogether { memory } => ("#icon-memory", says::go_together(&name_of(*memory)), says::look()),
        What::KeepMemory { memory } => ("#icon-memory", says::keep_memory(&name_of(*memory)), says::begin()),
        What::LookAtPlan { memory } => ("#icon-date", says::a_day(other, &name_of(*memory)), says::look()),
        What::LookAtBothCards { .. } => ("#icon-open", says::both_cards().to_owned(), says::go_and_open()),
        What::LookAtStart { .. } => ("#icon-date", says::a_start().to_owned(), says::look()),
        What::AnswerNeed { need } => ("#icon-need", says::a_need(other, &asked_for(*need)), says::look()),
        What::LookAtAgreement { .. } => ("#icon-book", says::an_agreement(other), says::look()),
        What::ReviewAgreement { .. } => ("#icon-book", says::an_agreement_review().to_owned(), says::look()),
        What::SmallAct { .. } => ("#icon-both", says::small_act().to_owned(), says::look()),
        What::HoldBooster { .. } => ("#icon-future", says::booster().to_owned(), says::look()),
        _ => to_read(what, other),
    }
}

/// What there is only to read.
fn to_read(what: &What, other: &str) -> (&'static str, String, &'static str) {
    match what {
        What::ReadReply { .. } => ("#icon-letter", says::a_reply(other), says::read()),
        What::ReadWhy { .. } => ("#icon-words", says::a_why(other), says::read()),
        What::ReadSign { .. } => ("#icon-quiet", says::a_sign(other), says::read()),
        What::ReadPlan { .. } => ("#icon-resting", says::a_plan(other), says::read()),
        What::ReadTopic { topic } => ("#icon-talk", says::a_topic(&topic_text(*topic)), says::look()),
        What::ReadKindSentence { .. } => ("#icon-talk", says::a_kind_sentence(other), says::read()),
        What::HearOfOffer { .. } => ("#icon-sealed", says::an_offer().to_owned(), says::look()),
        What::HearOfCard { .. } => ("#icon-talk", says::a_card(other), says::look()),
        What::ReadCardAnswer { .. } => ("#icon-talk", says::a_card_answer(other), says::read()),
        What::ReadFirstPage { .. } => ("#icon-write", says::first_page(other), says::read()),
        What::ReadHowLoved { .. } => ("#icon-words", says::how_loved(other), says::look()),
        What::ReadNeedAnswer { need, .. } => {
            ("#icon-need", says::a_need_answered(other, &asked_for(*need)), says::read())
        }
        What::HearOfAgreement { .. } => ("#icon-book", says::an_agreement_changed(other), says::look()),
        What::HearItRanOut { .. } => ("#icon-book", says::an_agreement_over().to_owned(), says::look()),
        What::ThinkOfRenewing { .. } => {
            ("#icon-counsellor", says::an_agreement_renewed().to_owned(), says::look())
        }
        What::ThinkOfLooking { .. } => ("#icon-counsellor", says::looking().to_owned(), says::look()),
        What::ReadThanks { .. } => ("#icon-need", says::a_thanks(other), says::read()),
        What::HearItWasNoticed { .. } => ("#icon-both", says::was_noticed().to_owned(), says::look()),
        What::ReadLook { .. } => ("#icon-future", says::a_look(other), says::read()),
        What::ReadClosingWords { .. } => ("#icon-memory", says::closing_words(other), says::read()),
        _ => ("#icon-letter", String::new(), says::read()),
    }
}

fn because(reason: Because) -> String {
    let other = two_now().map(|two| two.other_name()).unwrap_or_default();
    let plain = match reason {
        Because::BothAreOpen => says::both_are_open(),
        Because::ItIsTheDayYouPicked => says::the_day_you_picked(),
        Because::OnceAWeek => says::once_a_week(),
        Because::ItHelpsAlsoAlone => says::helps_also_alone(),
        Because::ItIsForYouFirst => says::for_you_first(),
        Because::YourSignsLeadThere => says::signs_lead(),
        Because::YouSetThePace => says::you_set_the_pace(),
        Because::ItIsToday => says::it_is_today(),
        Because::YouPromisedIt => says::you_promised(),
        Because::YouAskedForIt => says::you_asked(),
        Because::WritingQuiets => says::writing_quiets(),
        Because::TheTimeIsOver => says::time_is_over(),
        Because::YouPickedTheDay => says::picked_the_day(),
        Because::ItWasKeptForToday => says::kept_for_today(),
        Because::ItWasYourDay => says::was_your_day(),
        Because::NamingNeedsBoth => says::naming_needs_both(),
        Because::SteadyComesFirst => says::steady_first(),
        Because::YouSayWhen => says::you_say_when(),
        Because::BothSaidSteady => says::both_said_steady(),
        Because::AnApologyWasAccepted => says::was_accepted(),
        Because::BothWantToRebuild => says::want_to_rebuild(),
        Because::YourWritingLooksBack => says::writing_looks_back(),
        Because::TheSameQuestionReturns => says::question_returns(),
        Because::ItHelpsEveryFewMonths => says::every_few_months(),
        Because::ASmallStepIsAWayBack => says::a_way_back(),
        Because::SmallThingsCount => says::small_things_count(),
        Because::TrustSlipsBackFirst => says::slips_back(),
        Because::YouBothPickedTheDay => says::you_both_picked(),
        Because::ItsLastDayIsOver => says::last_day_is_over(),
        Because::YouLookMoreAndMore => says::more_and_more(),
        Because::ItWasRenewedAgain => says::renewed_again(),
        Because::TheyChangedIt => return says::they_changed_it(&other),
        Because::TheyNoticed => return says::they_noticed(&other),
        Because::TheyProposed => return says::they_proposed(&other),
        Because::TheyToldYouHowItWent => return says::they_told(&other),
        Because::TheyAskedYou => return says::they_asked(&other),
        Because::TheyAskedForSpace => return says::asked_for_space(&other),
        Because::TheyTold => return says::told_you(&other),
        Because::TheySharedIt => return says::shared_with_you(&other),
        Because::TheyAnswered => return says::answered_you(&other),
        Because::TheyNamedIt => return says::named_it(&other),
        Because::TheyWouldOpenTheirs => return says::would_open(&other),
        Because::TheyWroteToYou => return says::wrote_to_you(&other),
        Because::SomethingIsMissing => return says::is_missing(&other),
        Because::TheyAskedToTalk => return says::asked_to_talk(&other),
        Because::ItWasHeard => return says::may_come(&other),
    };
    plain.to_owned()
}

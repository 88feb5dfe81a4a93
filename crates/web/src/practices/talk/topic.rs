//! Putting something on the list of what to talk about, in one's own words.

use crate::view::*;
use domain::talk::{Command, TopicFrom};
use domain::{Day, HurtId};

use super::do_it;
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::refusal;
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Choice, Place, Reader, audience, choices, day_field, head, saved};
use crate::words::{self, talk};
use crate::writing::Kept;

pub(super) fn screen() -> Node {
    page::title(words::app::ours());
    let together = two_now().is_some_and(|it| it.are_together());
    let (says, on) = (RwSignal::new(None), RwSignal::new(String::new()));
    let text = Kept::at("talk/topic".to_owned(), "");
    let hurt: RwSignal<Option<HurtId>> = RwSignal::new(None);
    let put = move |event: Event| {
        event.prevent_default();
        let from = hurt.get_untracked().map_or(TopicFrom::OwnWords, TopicFrom::Hurt);
        let for_day = Day::parse(&on.get_untracked());
        if do_it(Command::NameTopic { from, text: text.text(), for_day }, says) {
            text.done();
            go("/talk");
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/talk", talk::name()), talk::topic_title(), view! { <p class="lead">{talk::topic_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=put>
                <div class="section">{audience(Reader::Both)}{text.field("topic", talk::topic_words(), "3")}{saved()}</div>
                {belongs(hurt)}
                {day_field("day", talk::topic_day(), on)}
                {(!together).then(|| view! { <p class="quiet">{talk::needs_two()}</p> })}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{talk::topic_put()}</button><a class="button-plain" href="/talk">{words::app::not_now()}</a></p>
            </form>
        },
    )
}

/// To which of the hurts between the two it belongs, if to any.
fn belongs(chosen: RwSignal<Option<HurtId>>) -> Node {
    let hurts: Vec<(HurtId, String)> = journey::read_once(|couple, _| {
        let named = couple.hurts.all().into_iter().filter_map(|it| Some((it.id, it.name()?.to_owned())));
        named.collect()
    })
    .unwrap_or_default();
    if hurts.is_empty() {
        return Node::Nothing;
    }
    let choice = |value, name| Choice { value, name, says: String::new() };
    let mut options = vec![choice(None, talk::topic_hurt_none().to_owned())];
    options.extend(hurts.into_iter().map(|(id, name)| choice(Some(id), name)));
    choices("hurt", talk::topic_hurt(), options, chosen)
}

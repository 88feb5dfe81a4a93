//! Putting something on the list of what to talk about, in one's own words.

use crate::view::*;
use domain::Day;
use domain::talk::{Command, TopicFrom};

use super::do_it;
use crate::about::{self, About};
use crate::app::go;
use crate::platform::page;
use crate::practices::refusal;
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, audience, head, saved};
use crate::words::{self, talk};
use crate::writing::Kept;

pub(super) fn screen(about: About) -> Node {
    page::title(words::app::ours());
    let together = two_now().is_some_and(|it| it.are_together());
    let (says, on) = (RwSignal::new(None), Kept::at("talk/topic-day".to_owned(), ""));
    let text = Kept::at("talk/topic".to_owned(), "");
    let hurt = RwSignal::new(about);
    let home = StoredValue::new(about::at("/talk", about, ""));
    let put = move |event: Event| {
        event.prevent_default();
        let from = hurt.get_untracked().map_or(TopicFrom::OwnWords, TopicFrom::Hurt);
        let for_day = Day::parse(&on.text());
        if do_it(Command::NameTopic { from, text: text.text(), for_day }, says) {
            text.done();
            on.done();
            home.with_value(|home| go(home));
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(about::back(about, ui::back("/talk", talk::name())), talk::topic_title(), view! { <p class="lead">{talk::topic_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=put>
                <div class="section">{audience(Reader::Both)}{text.field("topic", talk::topic_words(), "3")}{saved()}</div>
                {about::chooser(hurt, false, talk::topic_hurt(), talk::topic_hurt_none())}
                {on.day("day", talk::topic_day())}
                {(!together).then(|| view! { <p class="quiet">{talk::needs_two()}</p> })}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{talk::topic_put()}</button><a class="button-plain" href=home.get_value()>{words::app::not_now()}</a></p>
            </form>
        },
    )
}

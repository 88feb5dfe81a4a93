//! Parting well, alone or together: honest words, what to say, what each takes along, help, and ending what the two share. Nobody is
//! talked out of it, and nothing here is shared by itself.

use std::rc::Rc;

use crate::view::*;
use domain::people::{Command, Together};

use crate::app::go;
use crate::parted::name_of_the_other;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, saved};
use crate::words::{self, leaning};
use crate::writing::{Kept, second_step};

pub(super) fn screen() -> Node {
    page::title(words::app::mine());
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/leaning", leaning::title()), leaning::parting_title(), view! { <p class="lead">{leaning::parting_lead()}</p> })}
            {offline()}
            {saying()}
            {keeping()}
            {together()}
            {ending()}
            {help()}
        },
    )
}

fn link(href: &'static str, drawing: &'static str, name: &'static str, says: &'static str) -> Node {
    view! {
        <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li>
    }
}

/// What I want to say: kept as it is typed, for me alone. Saying it is done in person, or not here.
fn saying() -> Node {
    let say = Kept::at("leaning/parting/say".to_owned(), "");
    let settle = Kept::at("leaning/parting/settle".to_owned(), "");
    view! {
        <section class="section" aria-labelledby="say"><h2 id="say">{leaning::say_title()}</h2>
            <p>{leaning::part_honest()}</p>
            {audience(Reader::OnlyYou)}
            {say.field("say-words", leaning::say_words(), "5")}
            {settle.field("settle", leaning::settle(), "5")}
            {saved()}
        </section>
    }
}

/// What each keeps: everything, as a book and as a file, for either of the two.
fn keeping() -> Node {
    view! {
        <section class="section" aria-labelledby="keep"><h2 id="keep">{leaning::keep_title()}</h2>
            <p>{leaning::part_keep()}</p>
            <p class="quiet">{leaning::keep_both()}</p>
            <ul class="links">{link("/settings", "#icon-export", leaning::keep_take(), leaning::keep_take_says())}</ul>
        </section>
    }
}

/// For two who part together. With nobody here there is nothing to say of it.
fn together() -> Node {
    (move || {
        two().filter(|it| it.are_together()).map(|_| view! {
            <section class="section" aria-labelledby="both"><h2 id="both">{leaning::both_title()}</h2>
                <p>{leaning::both_says()}</p>
                <ul class="links">
                    {link("/talk", "#icon-talk", leaning::both_talk(), leaning::both_talk_says())}
                    {link("/apology", "#icon-letter", leaning::both_letter(), leaning::both_letter_says())}
                </ul>
            </section>
        })
    })
    .into_node()
}

/// Ending what the two share, alone and without a veto.
fn ending() -> Node {
    let says: Says = RwSignal::new(None);
    let end = Rc::new(move || {
        if tell(Command::Leave.into(), says) {
            go("/ours");
        }
    });
    let act = move || {
        let two = two()?;
        let end = Rc::clone(&end);
        Some(match two.together {
            Together::Both | Together::TheyLeft => {
                let name = name_of_the_other();
                view! {
                    <p>{leaning::end_what(&name)}</p>
                    <p class="quiet">{leaning::end_back()}</p>
                    {second_step(leaning::end(), leaning::end_ask(), leaning::end_yes(), end)}
                }
            }
            Together::ILeft => view! { <p class="quiet">{leaning::end_done()}</p> },
            Together::Alone => view! { <p class="quiet">{leaning::end_alone()}</p> },
        })
    };
    view! {
        <section class="section" aria-labelledby="end"><h2 id="end">{leaning::end_title()}</h2>
            {act}
            {refusal(says)}
            <p class="quiet">{leaning::end_account()}</p>
        </section>
    }
}

fn help() -> Node {
    view! {
        <section class="section" aria-labelledby="help"><h2 id="help">{leaning::help_title()}</h2>
            <p>{leaning::help_says()}</p>
            <ul class="links">{link("/safety", "#icon-help", leaning::part_help(), leaning::part_help_says())}</ul>
        </section>
    }
}

//! Every practice as the path shows it: where it is, what it is called, and one line on what it does.

use crate::view::*;
use domain::path::{Chapter, Work};

use crate::ui::{icon, icon_turns};
use crate::words::{self, path};

/// A practice in a list.
pub(crate) struct Shown {
    pub(crate) href: &'static str,
    pub(crate) drawing: &'static str,
    pub(crate) name: &'static str,
    pub(crate) says: &'static str,
}

/// How a practice is shown.
pub(crate) fn shown(work: Work) -> Shown {
    let (href, drawing, name, says) = match work {
        Work::CheckIn => ("/check-in", "#icon-check-in", words::check_in::name(), path::check_in_says()),
        Work::Signs => ("/signs", "#icon-quiet", words::signs::name(), path::signs_says()),
        Work::Space => ("/space", "#icon-space", words::space::name(), path::space_says()),
        Work::Time => ("/time", "#icon-date", words::time::name(), path::time_says()),
        Work::GroundRules => {
            ("/ground-rules", "#icon-note", words::ground_rules::name(), path::ground_rules_says())
        }
        Work::Hurts => ("/hurts", "#icon-write", words::hurts::name(), path::hurts_line()),
        Work::Questions => ("/questions", "#icon-question", words::questions::name(), path::questions_says()),
        Work::Talk => ("/talk", "#icon-talk", words::talk::name(), path::talk_says()),
        Work::Why => ("/why", "#icon-words", words::why::name(), path::why_says()),
        Work::Learning => ("/learning", "#icon-breath", words::learning::name(), path::learning_says()),
        Work::SettingDown => {
            ("/setting-down", "#icon-resting", words::setting_down::name(), path::setting_down_says())
        }
        Work::Apology => ("/apology", "#icon-letter", words::apology::name(), path::apology_says()),
        Work::SamePage => ("/same-page", "#icon-open", words::same_page::name(), path::same_page_says()),
        Work::Vulnerability => {
            ("/vulnerability", "#icon-talk", words::vulnerability::name(), path::vulnerability_says())
        }
        Work::Closeness => ("/closeness", "#icon-both", words::closeness::name(), path::closeness_says()),
        Work::Promises => ("/promises", "#icon-promise", words::promises::name(), path::promises_says()),
        Work::Needs => ("/needs", "#icon-need", words::needs::name(), path::needs_says()),
        Work::OpenBook => ("/open-book", "#icon-book", words::open_book::name(), path::open_book_says()),
        Work::OurFuture => {
            ("/our-future", "#icon-future", words::our_future::name(), path::our_future_says())
        }
        Work::Memories => ("/memories", "#icon-memory", words::memories::name(), path::memories_says()),
        Work::Circle => ("/circle", "#icon-circle", words::circle::name(), path::circle_says()),
        Work::Forgiveness => {
            ("/forgiveness", "#icon-forgive", words::forgiveness::name(), path::forgiveness_says())
        }
        Work::Boosters => ("/boosters", "#icon-future", words::boosters::name(), path::boosters_says()),
    };
    Shown { href, drawing, name, says }
}

impl Shown {
    /// As a line of a list that leads there.
    pub(crate) fn line(self) -> Node {
        let href = self.href.to_owned();
        self.line_to(href)
    }

    /// The same, leading to what it has on one thing.
    pub(crate) fn line_to(self, href: String) -> Node {
        let Self { drawing, name, says, .. } = self;
        view! { <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
    }

    /// Whether its screen is there.
    pub(crate) fn is_here(&self) -> bool {
        crate::screens::has(self.href.trim_start_matches('/'))
    }
}

/// The practices of a chapter.
pub(super) fn of(chapter: Chapter) -> Option<Node> {
    let lines: Vec<_> = chapter.works().map(shown).filter(Shown::is_here).map(Shown::line).collect();
    (!lines.is_empty()).then(|| view! { <ul class="links">{lines}</ul> })
}

//! An exchange on a page: waiting until both are ready, and the moment in which both open, once and by hand.

use std::cell::RefCell;
use std::rc::Rc;

use crate::view::*;
use domain::path::What;

use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal};
use crate::today::{looked_at, offline};
use crate::two::{Seat, Two, two_now};
use crate::ui::{self, Opening, Place, Reader, audience, head, icon, leaf_sealed, person, spread};
use crate::words::{self, check_in};

/// As long as the reveal takes.
const REVEAL_MS: i32 = 1_700;

thread_local! {
    /// What was opened by hand here, also where no draft is kept.
    static LOOKED_HERE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// What is open for both, and how it is shown.
pub(crate) struct Reveal {
    /// Under which name it is kept that the reader opened one by hand.
    pub(crate) looked: &'static str,
    /// Which one. A later one has a greater name.
    pub(crate) which: String,
    /// What Today told of it.
    pub(crate) told: What,
    /// Only the latest one waits for the reader.
    pub(crate) is_latest: bool,
    /// What both wrote on, where that is not plain.
    pub(crate) about: String,
    pub(crate) back: fn() -> Option<Node>,
    pub(crate) title: &'static str,
    pub(crate) lead: String,
    /// One of the two leaves, open.
    pub(crate) leaf: Rc<dyn Fn(&Seat) -> Node>,
    /// What stands below, once both are open.
    pub(crate) below: Rc<dyn Fn() -> Node>,
}

/// Whether the reader opened one by hand, or a later one.
pub(crate) fn was_opened(looked: &str, which: &str) -> bool {
    let here = [looked, which].concat();
    journey::draft(looked).as_str() >= which || LOOKED_HERE.with_borrow(|it| it.contains(&here))
}

impl Reveal {
    fn was_looked_at(&self) -> bool {
        !self.is_latest || was_opened(self.looked, &self.which)
    }

    fn looked_at(&self) {
        journey::keep_draft(self.looked, &self.which);
        looked_at(vec![self.told]);
        LOOKED_HERE.with_borrow_mut(|it| it.push([self.looked, &self.which].concat()));
    }
}

/// Two leaves with what lies between them.
fn both(
    two: &Two,
    opening: impl Fn() -> Opening + Copy + Send + Sync + 'static,
    leaf: &dyn Fn(&Seat) -> Node,
) -> Node {
    let mut leaves = two.in_order().iter().map(leaf).collect::<Vec<_>>().into_iter();
    let mut next = || leaves.next().unwrap_or(Node::Nothing);
    let (one, other) = (next(), next());
    spread(opening, one, other)
}

/// The page of an exchange that both have sealed.
pub(crate) fn reveal(it: Reveal) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let opening = RwSignal::new(if it.was_looked_at() { Opening::Opened } else { Opening::Apart });
    let joined = Memo::new(move || opening.get() != Opening::Apart);
    let it = Rc::new(it);
    let (titled, leading, content, below) = (Rc::clone(&it), Rc::clone(&it), Rc::clone(&it), Rc::clone(&it));
    let title = move || if joined.get() { titled.title } else { check_in::opening_title() };
    let lead = move || if joined.get() { leading.lead.clone() } else { check_in::ready_lead().to_owned() };
    // A tap or a key ends it.
    let still = move |_| {
        if opening.get_untracked() == Opening::Now {
            opening.set(Opening::Opened)
        }
    };
    let stop = move |_: Event| {
        if opening.get_untracked() == Opening::Now {
            opening.set(Opening::Opened)
        }
    };
    let leaves = move || {
        let open = joined.get();
        let leaf = |seat: &Seat| if open { (content.leaf)(seat) } else { sealed(seat) };
        both(&two, move || opening.get(), &leaf)
    };
    ui::wide_page(
        Place::Ours,
        view! {
            {head((it.back)(), title, view! { {on(&it.about)}<p class="lead">{lead}</p> })}
            <div class="section" on:pointerdown=still on:keydown=stop>{leaves}</div>
            <p class="only-read" role="status">{move || joined.get().then(check_in::both_open_now)}</p>
            {move || if joined.get() { (below.below)() } else { ready(Rc::clone(&it), opening) }}
        },
    )
}

fn sealed(seat: &Seat) -> Node {
    leaf_sealed(seat.side, seat.name.clone(), check_in::sealed(), Node::Nothing)
}

fn ready(it: Rc<Reveal>, opening: RwSignal<Opening>) -> Node {
    let open = move |_| {
        it.looked_at();
        opening.set(Opening::Now);
        page::focus("main h1");
        page::after(REVEAL_MS, move || {
            let _ = opening.try_set(Opening::Opened);
        });
    };
    view! {
        <p class="acts acts-wide"><button class="button" type="button" on:click=open>{icon("#icon-open")}{check_in::open_both()}</button><a class="button-plain" href="/">{words::app::not_now()}</a></p>
        <p class="quiet">{check_in::ready_before()}</p>
    }
}

fn on(about: &str) -> Option<Node> {
    let about = about.to_owned();
    (!about.is_empty()).then(|| view! { <div class="words"><p dir="auto">{about}</p></div> })
}

/// One's own is sealed, on what is said where that is not plain. Nothing here says how long, or who is late. Without a way to take
/// it back, both are on their way.
pub(crate) fn waiting(about: &str, back: Option<Node>, take_back: Option<Rc<dyn Fn()>>, says: Says) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let me = two.me.id;
    let (title, lead) = match take_back {
        Some(_) => (check_in::waiting_title(), check_in::waiting_lead()),
        None => (check_in::opening_title(), check_in::opening_lead()),
    };
    let leaf = |seat: &Seat| match &take_back {
        Some(act) if seat.id == me => {
            let act = Rc::clone(act);
            let button = view! { <p class="acts"><button class="button-plain" type="button" on:click=move |_| act()>{check_in::take_back()}</button></p> };
            leaf_sealed(seat.side, seat.name.clone(), check_in::sealed(), button)
        }
        Some(_) => {
            view! { <p class="byline">{person(seat.side, seat.name.clone())}</p><p class="quiet">{check_in::waiting_other()}</p> }
        }
        None => sealed(seat),
    };
    let leaves = both(&two, || Opening::Apart, &leaf);
    ui::wide_page(
        Place::Ours,
        view! {
            {head(back, title, view! { {on(about)}<p class="lead" role="status">{lead}</p> })}
            {offline()}
            {leaves}
            {audience(Reader::Sealed)}
            {refusal(says)}
            <details><summary>{check_in::what_sealed()}</summary><p class="quiet">{check_in::what_sealed_says()}</p></details>
        },
    )
}

/// What was sealed and what was opened do not fit.
pub(crate) fn broken(place: Place, back: Option<Node>, says: &'static str) -> Node {
    ui::page(
        place,
        view! {
            {head(back, check_in::broken_title(), ())}
            {ui::notice("#icon-notice", true, view! { <p>{says}</p> })}
        },
    )
}
